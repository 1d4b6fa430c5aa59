//! Golden cuts in `text/segment.txt`, and what holds for any text: tokens and gaps give it back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod check;

use std::fmt::Write as _;

use proptest::prelude::*;
use syntax::segment::segment;

fn show(text: &str) -> String {
    let mut out = String::new();
    for sentence in segment(text).sentences {
        let words: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
        writeln!(out, "{}", words.join("|")).unwrap();
    }
    out
}

#[test]
fn cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/text/segment.txt");
    let file = std::fs::read_to_string(path).unwrap();
    let mut rewritten = String::new();
    let mut wrong = String::new();
    for block in file.split("\n\n") {
        let mut expected = String::new();
        let mut found = None;
        for line in block.lines() {
            if let Some(text) = line.strip_prefix("> ") {
                writeln!(rewritten, "{line}").unwrap();
                found = Some((text, show(&text.replace("\\n", "\n"))));
            } else if line.starts_with('#') || line.is_empty() {
                writeln!(rewritten, "{line}").unwrap();
            } else {
                writeln!(expected, "{line}").unwrap();
            }
        }
        if let Some((text, found)) = found {
            rewritten.push_str(&found);
            if found != expected {
                write!(wrong, "> {text}\nexpected\n{expected}found\n{found}\n").unwrap();
            }
        }
        rewritten.push('\n');
    }
    if std::env::var("UPDATE_CASES").is_ok() {
        std::fs::write(path, format!("{}\n", rewritten.trim_end())).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

proptest! {
    #[test]
    fn any_text_is_given_back(text in "\\PC{0,80}") {
        check::segment(&text);
    }

    #[test]
    fn text_of_signs_is_given_back(parts in prop::collection::vec(
        prop::sample::select(vec!["a", "I", "U.S.", "n't", "'", "’", "\"", "“", "”", ".", "..", "!", "?", " ", "\n", "-", "--", "—", "$", "5", "1,000", ":", ")", "(", "[", "]", "@",
            "#", "/", "http://", "www.", "s", "Mr.", "p.m.", "é", "e\u{301}", "漢", "😀", "\u{200d}", "\u{feff}", "\t", "&", "_", "*", "…", "Figure", "Monday", ",", "March", "2020", "GAZA", ":)", "a.com", "ret."]), 0..40)) {
        check::segment(&parts.concat());
    }
}

#[test]
fn long_input_is_split_and_takes_linear_time() {
    for unit in [
        "word ",
        "a",
        ".",
        "(",
        "-",
        "1-",
        "a.",
        "'",
        "\" ",
        "a@",
        ". ",
        "http://a",
        "a.com/b) ",
        "a.com/a",
        ":) ",
        "A. ",
        "漢",
        "e\u{301}",
        "[1] ",
        "😀",
        "www. ",
        "1",
        "1,",
        "1:",
        "1/",
        "1.",
        "+1",
        "#a",
        "'s",
        "\u{200d}",
    ] {
        // What stands behind them makes no number of the last one.
        check::segment(&(unit.repeat(100_000 / unit.len()) + "1a"));
    }
    let text = "one two, three four; ".repeat(2_000);
    let document = segment(&text);
    assert!(
        document
            .sentences
            .iter()
            .rev()
            .skip(1)
            .all(|s| s.tokens.last().is_some_and(|t| t.form == ";"))
    );
}

#[test]
fn words_of_one_unit_stand_under_it() {
    let document = segment("It's John's; they couldn't've known.");
    let sentence = &document.sentences[0];
    let units: Vec<&str> = sentence.multiword.iter().map(|u| u.form.as_str()).collect();
    assert_eq!(units, ["It's", "John's", "couldn't've"]);
    assert_eq!(
        (sentence.multiword[2].first, sentence.multiword[2].last),
        (6, 8)
    );
    assert!(
        sentence.starts_paragraph
            && sentence.tokens[1].space_after
            && !sentence.tokens[0].space_after
    );
}
