//! The cases of `cases/*.md`: sentences, and the events that must or must not come of them.

use std::fmt::Write as _;

use coder::codebook::{Example, check, compare};
use coder::{Coder, Least, Relations, Story};
use syntax::Parser;

#[test]
fn every_case_of_the_rules_holds() {
    let (parser, coder) = (Parser::standard(), Coder::embedded());
    let text = include_str!("cases/constructions.md");
    every_case_holds("constructions", text, |sentence, expected| {
        fault(&coder, &parser, sentence, expected)
    });
}

#[test]
fn every_case_of_the_network_holds() {
    let coder = Coder::embedded().with_least(Least::of_all(0.0));
    let parser = Parser::standard();
    let text = include_str!("cases/network.md");
    every_case_holds("network", text, |sentence, expected| {
        let (document, _, encodings) = parser.parse_and_encode(sentence);
        let relations = Relations::new(&parser, &encodings);
        let coding = coder.code_with(&Story::default(), &document, relations.as_ref());
        compare(&example(sentence, expected), &coding.events)
    });
}

fn every_case_holds(file: &str, text: &str, fault: impl Fn(&str, &str) -> Option<String>) {
    let mut wrong = String::new();
    let (mut section, mut sentence, mut lines) = ("", "", 0);
    for (number, line) in text.lines().enumerate() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        } else if let Some(said) = line.strip_prefix("> ") {
            assert!(
                lines > 0 || sentence.is_empty(),
                "{file}: nothing expected of: {sentence}"
            );
            (sentence, lines) = (said, 0);
        } else if let Some(expected) = line.strip_prefix("- ") {
            lines += 1;
            if let Some(fault) = fault(sentence, expected) {
                let _ = writeln!(wrong, "{file}.md:{} ({section}): {fault}", number + 1);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn fault(coder: &Coder, parser: &Parser, sentence: &str, expected: &str) -> Option<String> {
    if expected == "no event" {
        let (document, _) = parser.parse(sentence);
        let events = coder.code(&Story::default(), &document).events;
        let first = events.first()?;
        return Some(format!(
            "{sentence}\n    must give nothing, but gives {}",
            first.event
        ));
    }
    check(coder, parser, &example(sentence, expected))
}

fn example(sentence: &str, expected: &str) -> Example {
    let unwanted = expected.strip_prefix("no ");
    Example {
        id: String::new(),
        text: sentence.to_owned(),
        event: unwanted.map(|name| plover::EventType::parse(name).expect("a PLOVER type")),
        expected: unwanted.is_none().then(|| expected.to_owned()),
    }
}
