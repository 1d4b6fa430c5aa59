//! Hostile input by hand, and what the fuzzer once broke (`fuzz/regressions`): all of it keeps the checks.
//!
//! The same checks run under the fuzzer (`fuzz/README.md`).

mod check;

use std::fmt::Write as _;
use std::io::{BufReader, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use syntax::Parser;
use syntax::conllu::{MAX_BYTES, MAX_WORDS, ReadError, Reader};

static PARSER: LazyLock<Parser> = LazyLock::new(Parser::standard);

/// A word line of CoNLL-U without annotation.
fn word(id: usize, form: &str) -> String {
    format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n")
}

#[test]
fn what_once_broke_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions");
    let files = |target: &str| -> Vec<PathBuf> {
        let inside = std::fs::read_dir(folder.join(target)).expect("a folder for each target");
        let mut files: Vec<PathBuf> = inside.map(|f| f.expect("it is listed").path()).collect();
        files.sort();
        files
    };
    let mut broken = Vec::new();
    let mut holds = |path: PathBuf, check: &dyn Fn(&[u8])| {
        let bytes = std::fs::read(&path).expect("it is listed");
        if catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_err() {
            broken.push(path);
        }
    };
    for path in files("segment") {
        holds(path, &|bytes| {
            check::parsed(&PARSER, &String::from_utf8_lossy(bytes));
        });
    }
    for path in files("pretokenized") {
        holds(path, &|bytes| {
            check::pretokenized(&PARSER, bytes);
        });
    }
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn hostile_text_becomes_sentences() {
    for (text, tokens) in [
        ("", 0),
        (" \t\r\n\u{a0}\u{feff}\u{200b}", 0),
        ("\0", 0),
        ("a\0b", 2),
        ("one\rtwo\r\nthree\u{85}four\u{2028}five\u{b}six", 6),
        ("😀", 1),
        ("👍🏽👍🏽", 2),
        ("👩\u{200d}👩\u{200d}👧 met 🇰🇪.", 9),
        ("1\u{fe0f}\u{20e3}", 1),
        ("التقى الوزيران أمس.", 4),
        ("\u{202e}desrever\u{202c} text", 2),
        ("\u{2066}(\u{2069}", 1),
        ("שלום, עולם!", 4),
        ("\u{301}\u{301}\u{301}", 1),
        ("e\u{301}\u{302}\u{303} x\u{489}", 2),
        ("\u{fffd}\u{fffd}", 2),
        ("\u{10ffff}\u{e000}\u{fdd0}", 3),
        ("漢字。ひらがな！", 4),
        ("क्षि नमस्ते।", 3),
        ("'''''", 3),
        ("\u{200d}\u{ad}", 1),
        ("İ'MA İ's ŉ't", 4),
    ] {
        let document = check::parsed(&PARSER, text);
        let found: usize = document.sentences.iter().map(|s| s.tokens.len()).sum();
        let forms = |s: &syntax::Sentence| s.tokens.iter().map(|t| t.form.clone()).collect();
        let shown: Vec<Vec<String>> = document.sentences.iter().map(forms).collect();
        assert_eq!(found, tokens, "{text:?}: {shown:?}");
    }
}

#[test]
fn scripts_that_nobody_taught_it_pass_through() {
    for text in [
        "𐘀𐘁𐘂 𐘃𐘄",                     // Linear A
        "𒀀𒀁 𒀂𒀃𒀄",                     // cuneiform
        "𗀀𗀁𗀂",                     // Tangut
        "ᚠᚢᚦ ᚨᚱᚲ",                    // runes
        "ⲁⲃⲅ ⲇⲉ",                     // Coptic
        "ⵜⴰⵎⴰ ⵣⵉⵖⵜ",                  // Tifinagh
        "\u{e001}\u{e002} \u{f0001}", // private use
        "\u{378}\u{379} \u{e0fff}",   // unassigned
    ] {
        let document = check::parsed(&PARSER, text);
        let tokens = document.sentences.iter().flat_map(|s| &s.tokens);
        let forms: String = tokens.map(|t| t.form.as_str()).collect();
        assert_eq!(forms, text.replace(' ', ""));
        assert!(
            document.sentences[0]
                .tokens
                .iter()
                .all(|t| !t.lemma.is_empty())
        );
    }
}

#[test]
fn a_sentence_of_a_hundred_thousand_words_is_split() {
    let document = check::segment(&"word ".repeat(100_000));
    let sizes: Vec<usize> = document.sentences.iter().map(|s| s.tokens.len()).collect();
    assert_eq!(sizes, [syntax::segment::MAX_WORDS; 500]);
    check::parsed(&PARSER, &"word ".repeat(450));
}

#[test]
fn words_without_end_are_cut_or_kept_but_never_lost() {
    for (unit, pieces) in [
        ("a", 391),
        ("7", 391),
        ("e\u{301}", 782),
        ("漢", 391),
        ("-", 1),
        ("!", 1),
    ] {
        let document = check::segment(&unit.repeat(100_000));
        let found: usize = document.sentences.iter().map(|s| s.tokens.len()).sum();
        assert_eq!(found, pieces, "{unit}");
    }
    // As one token each, through the network.
    for form in ["a", "7", "\u{301}", "漢", "-", "a-", "😀", "İ"] {
        let input = word(1, &form.repeat(20_000)) + &word(2, "goes");
        assert_eq!(check::pretokenized(&PARSER, input.as_bytes()), (1, 0));
    }
}

#[test]
fn hostile_conllu_is_read_or_refused() {
    let cells = "\t_\t_\t_\t_\t_\t_\t_\t_\t_";
    let fine = format!("\n{}\n", word(1, "Next"));
    for (lines, expected) in [
        (String::new(), (0, 0)),
        ("\n\r\n\n# a\n\n".to_owned(), (0, 0)),
        ("\0".to_owned(), (0, 1)),
        ("\t\t\t\t\t\t\t\t\t".to_owned(), (0, 1)),
        (format!("\u{feff}1{cells}"), (1, 0)),
        // Cells with nothing, white space or a line end in them.
        ("1\t\t\t\t\t\t\t\t\t".to_owned(), (1, 0)),
        ("1\t\u{a0}\t\u{3000}\t \t\t\t\t\t\t".to_owned(), (1, 0)),
        ("1\ta \t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No".to_owned(), (1, 0)),
        ("1\ta\rb\tc\rd\t_\te\rf\tg\rh\t_\t_\t_\t_\r".to_owned(), (1, 0)),
        ("1\t_\t\t_\t_\t_\t_\t_\t_\t_".to_owned(), (1, 0)),
        // Numbers.
        (format!("0{cells}"), (0, 1)),
        (format!("-1{cells}"), (0, 1)),
        (format!("+1{cells}"), (1, 0)),
        (format!("01{cells}"), (1, 0)),
        (format!("1{cells}\n1{cells}"), (0, 1)),
        (format!("1{cells}\n3{cells}"), (0, 1)),
        (format!("18446744073709551615{cells}"), (0, 1)),
        (format!("99999999999999999999999{cells}"), (0, 1)),
        (format!("{}{cells}", "9".repeat(100_000)), (0, 1)),
        (format!("1.1{cells}\n1.999{cells}"), (0, 0)),
        // Ranges.
        (format!("1-1{cells}\n1{cells}"), (1, 0)),
        (format!("1-2{cells}\n1{cells}"), (0, 1)),
        (format!("2-1{cells}\n1{cells}"), (0, 1)),
        (format!("0-0{cells}\n1{cells}"), (0, 1)),
        (format!("1-{}{cells}\n1{cells}", usize::MAX), (0, 1)),
        (format!("1-2{cells}\n1-2{cells}\n1{cells}\n2{cells}"), (0, 1)),
        (format!("1-2{cells}\n1-3{cells}\n1{cells}\n2{cells}\n3{cells}"), (0, 1)),
        ("1-2\t\t_\t_\t_\t_\t_\t_\t_\t_\n1\t\t_\t_\t_\t_\t_\t_\t_\t_\n2\ta\t_\t_\t_\t_\t_\t_\t_\t_".to_owned(), (1, 0)),
        // Heads.
        ("1\ta\t_\t_\t_\t_\t1\tdep\t_\t_".to_owned(), (0, 1)),
        ("1\ta\t_\t_\t_\t_\t2\tdep\t_\t_".to_owned(), (0, 1)),
        ("1\ta\t_\t_\t_\t_\t-1\tdep\t_\t_".to_owned(), (0, 1)),
        ("1\ta\t_\t_\t_\t_\t18446744073709551615\tdep\t_\t_".to_owned(), (0, 1)),
        ("1\ta\t_\t_\t_\t_\t0\tobj\t_\t_\n2\tb\t_\t_\t_\t_\t1\troot\t_\t_".to_owned(), (1, 0)),
        ("1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t0\troot\t_\t_".to_owned(), (1, 0)),
        ("1\ta\t_\t_\t_\t_\t_\troot\t_\t_\n2\tb\t_\t_\t_\t_\t_\tobj\t_\t_".to_owned(), (1, 0)),
        ("1\ta\t_\t_\t_\t_\t2\tobj\t_\t_\n2\tb\t_\t_\t_\t_\t_\t_\t_\t_".to_owned(), (0, 1)),
        ("1\ta\t_\t_\t_\t_\t2\tobj\t_\t_\n2\tb\t_\t_\t_\t_\t1\tobj\t_\t_".to_owned(), (0, 1)),
        // Names that begin nowhere, and twice.
        ("1\ta\t_\t_\t_\t_\t_\t_\t_\tNER=I-PER\n2\tb\t_\t_\t_\t_\t_\t_\t_\tNER=I-PER|NER=B-LOC|NER=".to_owned(), (1, 0)),
    ] {
        // Alone, and with a sentence behind it that must be read whatever came before.
        assert_eq!(check::pretokenized(&PARSER, lines.as_bytes()), expected, "{lines:.200}");
        let (sentences, errors) = check::pretokenized(&PARSER, (lines.clone() + "\n" + &fine).as_bytes());
        assert_eq!((sentences, errors), (expected.0 + 1, expected.1), "{lines:.200}");
    }
    // No UTF-8 at all.
    let noise: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    check::pretokenized(&PARSER, &noise);
    let form = [b"1\t\xff\xfe\xc3".as_slice(), cells.as_bytes(), b"\n"].concat();
    assert_eq!(
        check::pretokenized(&PARSER, &form[..form.len() - 3]),
        (1, 0)
    );
}

#[test]
fn a_chain_of_heads_may_be_deep() {
    let mut chain = String::new();
    for id in 1..=MAX_WORDS {
        let head = if id == MAX_WORDS { 0 } else { id + 1 };
        writeln!(chain, "{id}\ta\t_\t_\t_\t_\t{head}\tdep\t_\t_").expect("memory does not fail");
    }
    assert_eq!(
        Reader::new(chain.as_bytes()).filter_map(Result::ok).count(),
        1
    );
    let circle = chain.replace("\t0\tdep", "\t1\tdep");
    let error = Reader::new(circle.as_bytes()).next();
    assert!(matches!(error, Some(Err(ReadError::Cycle { .. }))));
}

/// What a reader gives, each sentence by its number of words, each error by its line if it was too long.
fn sizes(input: impl std::io::Read) -> Vec<Result<usize, usize>> {
    Reader::new(BufReader::new(input))
        .map(|next| match next {
            Ok(read) => Ok(read.sentence.tokens.len()),
            Err(ReadError::Long { line }) => Err(line),
            Err(error) => panic!("another error: {error}"),
        })
        .collect()
}

#[test]
fn a_sentence_beyond_the_limits_is_refused_and_the_next_one_read() {
    let sentence = |n: usize| (1..=n).map(|id| word(id, "a")).collect::<String>() + "\n";
    let next = word(1, "Next");
    assert_eq!(
        sizes((sentence(MAX_WORDS) + &next).as_bytes()),
        [Ok(MAX_WORDS), Ok(1)]
    );
    assert_eq!(
        sizes((sentence(100_000) + &next).as_bytes()),
        [Err(MAX_WORDS + 1), Ok(1)]
    );
    // Lines that are too long, one by one or together; the limit itself is fine, with any line end.
    let frame = word(1, "").len();
    for end in ["\n", "\r\n"] {
        let form = "a".repeat(MAX_BYTES - frame);
        let line = word(1, &form);
        assert_eq!(line.len(), MAX_BYTES);
        let input = format!("{line}{end}{next}");
        assert_eq!(sizes(input.as_bytes()), [Ok(1), Ok(1)]);
        assert_eq!(sizes(format!("#{end}{input}").as_bytes()), [Err(2), Ok(1)]);
        assert_eq!(
            sizes(format!("#{end}{end}{input}").as_bytes()),
            [Ok(1), Ok(1)]
        );
        let input = format!("{}{end}{next}", word(1, &(form + "a")));
        assert_eq!(sizes(input.as_bytes()), [Err(1), Ok(1)]);
    }
    // A line that does not end in its first hundred mebibytes, before a sentence and before nothing.
    let endless = || std::io::repeat(b'x').take(100 << 20);
    let rest = format!("\n{next}\n{next}");
    assert_eq!(sizes(endless().chain(rest.as_bytes())), [Err(1), Ok(1)]);
    assert_eq!(sizes(endless()), [Err(1)]);
}
