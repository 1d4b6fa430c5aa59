//! CoNLL-U comes back as it went out; what is not well formed is an error with a line, never a panic.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use syntax::conllu::{ReadError, Reader, write_document, write_sentence};
use syntax::{Name, NameClass, Sentence};

const TREE: &str = "\
# newpar
# sent_id = t-1
# text = Osei doesn't trust Acme.
1\tOsei\tOsei\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tNER=B-PER
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\tdo\tAUX\tVBZ\tMood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\ttrust\ttrust\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
5\tAcme\tAcme\tPROPN\tNNP\tNumber=Sing\t4\tobj\t_\tNER=B-ORG|SpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

";

fn only(text: &str) -> Result<(Sentence, String), ReadError> {
    let read = Reader::new(text.as_bytes()).next().unwrap()?;
    Ok((read.sentence, read.text))
}

#[test]
fn a_tree_comes_back_as_it_was() {
    let (sentence, text) = only(TREE).unwrap();
    assert_eq!(text, "Osei doesn't trust Acme.");
    assert_eq!(
        sentence.names,
        [
            Name {
                first: 0,
                last: 0,
                class: NameClass::Per
            },
            Name {
                first: 4,
                last: 4,
                class: NameClass::Org
            }
        ]
    );
    assert!(sentence.tokens.iter().all(|t| t.span.of(&text) == t.form));
    let mut out = Vec::new();
    write_sentence(&mut out, &sentence, &text, "t-1").unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), TREE);
}

#[test]
fn features_follow_from_tags_and_tree() {
    let (mut sentence, _) = only(TREE).unwrap();
    let gold = sentence.clone();
    for token in &mut sentence.tokens {
        token.feats.clear();
    }
    syntax::feats::fill(&mut sentence);
    assert_eq!(sentence, gold);
}

#[test]
fn errors_name_the_line() {
    let wrong = |from: &str, to: &str| only(&TREE.replace(from, to)).unwrap_err().to_string();
    assert_eq!(
        wrong("\t4\tobj", "\t9\tobj"),
        "line 9: head `9` in a sentence of 6 words"
    );
    assert_eq!(
        wrong("\t4\tobj", "\tx\tobj"),
        "line 9: head `x` in a sentence of 6 words"
    );
    assert_eq!(
        wrong("\t0\troot", "\t5\troot"),
        "line 11: the sentence that ends here has a cycle at word 4"
    );
    assert_eq!(
        wrong("\n3\tn't", "\n7\tn't"),
        "line 7: word number `7`, expected 3"
    );
    assert_eq!(
        wrong("\n2-3", "\n2-9"),
        "line 11: a range ends at word 9, the sentence at word 6"
    );
    assert_eq!(
        wrong("\t.\t.\tPUNCT", "\t. . PUNCT"),
        "line 10: 8 cells where a word has ten"
    );
}

#[test]
fn a_bad_sentence_does_not_spoil_the_next() {
    for (from, to) in [
        ("\t4\tobj", "\t9\tobj"),
        ("\t0\troot", "\t5\troot"),
        ("\n3\tn't", "\n7\tn't"),
        ("\n2-3", "\n2-9"),
    ] {
        let text = format!("{}{TREE}", TREE.replace(from, to));
        let read: Vec<_> = Reader::new(text.as_bytes()).collect();
        assert!(matches!(read.as_slice(), [Err(_), Ok(_)]), "{to}");
    }
}

#[test]
fn what_carries_no_tree_is_forgiven() {
    let text = "# odd\n\n\n# text = a\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tb\t_\t_\t_\t_\t_\t_\t_\t_\n2\t_\t_\tPUNCT\t_\t_\t_\tnew:rel\t_\tNER=X-Y";
    let read: Vec<_> = Reader::new(text.as_bytes())
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(
        (
            read.len(),
            read[0].text.as_str(),
            read[0].sentence.tokens.len()
        ),
        (1, "a _", 2)
    );
}

proptest! {
    #[test]
    fn cut_text_survives_the_file(text in "[a-zA-Z0-9'’.!?\" \n,$%()-]{0,80}") {
        let document = syntax::segment::segment(&text);
        let mut out = Vec::new();
        write_document(&mut out, &document, "d").unwrap();
        let read: Vec<_> = Reader::new(out.as_slice()).collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(read.len(), document.sentences.len());
        for (back, sentence) in read.iter().zip(&document.sentences) {
            let forms = |s: &Sentence| s.tokens.iter().map(|t| (t.form.clone(), t.upos)).collect::<Vec<_>>();
            prop_assert_eq!(forms(&back.sentence), forms(sentence));
            prop_assert_eq!(&back.sentence.multiword.len(), &sentence.multiword.len());
            prop_assert_eq!(back.text.split_whitespace().collect::<String>(), sentence.span.of(&text).split_whitespace().collect::<String>());
        }
    }

    #[test]
    fn nothing_panics(lines in prop::collection::vec("(#|[0-9]{1,2}(-[0-9])?)?(\t?[a-zA-Z0-9_=|.-]{0,4}){0,10}", 0..12)) {
        let text = lines.join("\n");
        prop_assert!(Reader::new(text.as_bytes()).count() <= lines.len() + 1);
    }
}
