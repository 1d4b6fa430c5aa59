//! Lemmas in `text/lemma.tsv`: form, universal tag, Penn tag, lemma.

use syntax::Upos;
use syntax::lemma::lemma;

#[test]
fn cases() {
    let mut wrong = String::new();
    for line in include_str!("text/lemma.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[form, upos, xpos, expected] = cells.as_slice() else {
            panic!("not four cells: {line}")
        };
        let found = lemma(form, Upos::parse(upos), xpos);
        if found != expected {
            wrong += &[
                form, upos, xpos, "expected", expected, "found", &found, "\n",
            ]
            .join(" ");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

proptest::proptest! {
    #[test]
    fn nothing_panics(form in "\\PC{0,12}", upos in 0..17_usize, xpos in 0..6_usize) {
        let xpos = ["NNS", "VBD", "VBG", "VBZ", "JJR", "NNPS"][xpos];
        lemma(&form, Upos::ALL[upos], xpos);
    }

    #[test]
    fn endings_do_not_panic(stem in "[a-zé']{0,4}", ending in 0..8_usize, xpos in 0..6_usize) {
        let ending = ["s", "es", "ies", "ed", "ing", "er", "iest", "'s"][ending];
        lemma(&format!("{stem}{ending}"), Upos::Verb, ["NNS", "VBD", "VBG", "VBZ", "JJR", "NNPS"][xpos]);
        lemma(&format!("{stem}{ending}"), Upos::Noun, "NNS");
    }
}
