//! The cases of `cases/*.md`: sentences, and the events that must or must not come of them.

use std::fmt::Write as _;

use coder::codebook::{Example, check};
use coder::{Coder, Story};
use syntax::Parser;

const CASES: &[(&str, &str)] = &[("constructions", include_str!("cases/constructions.md"))];

#[test]
fn every_case_holds() {
    let (parser, coder) = (Parser::standard(), Coder::embedded());
    let mut wrong = String::new();
    for (file, text) in CASES {
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
                if let Some(fault) = fault(&coder, &parser, sentence, expected) {
                    let _ = writeln!(wrong, "{file}.md:{} ({section}): {fault}", number + 1);
                }
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
    let unwanted = expected.strip_prefix("no ");
    let example = Example {
        id: String::new(),
        text: sentence.to_owned(),
        event: unwanted.map(|name| plover::EventType::parse(name).expect("a PLOVER type")),
        expected: unwanted.is_none().then(|| expected.to_owned()),
    };
    check(coder, parser, &example)
}
