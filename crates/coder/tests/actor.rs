//! The cases of `cases/actor.md`: phrases, and whom they stand for on a day.

use std::fmt::Write as _;

use coder::actor::{Actors, Registry, Resolved};
use plover::{CountryCode, Date};
use syntax::Parser;

#[test]
fn every_phrase_stands_for_whom_it_should() {
    let (parser, registry) = (Parser::standard(), Registry::embedded());
    let mut wrong = String::new();
    let (mut text, mut on) = ("", None);
    for (number, line) in include_str!("cases/actor.md").lines().enumerate() {
        if let Some(said) = line.strip_prefix("> ") {
            (text, on) = (said, None);
        } else if let Some(day) = line.strip_prefix("on: ") {
            on = Date::parse(day);
        } else if let Some((phrase, expected)) =
            line.strip_prefix("- ").and_then(|l| l.split_once(" = "))
        {
            let (document, _) = parser.parse(text);
            let actors = Actors::new(&registry, &document, on);
            let got = found(&actors, phrase);
            if got != expected {
                let _ = writeln!(
                    wrong,
                    "actor.md:{}: {text}\n    {phrase} = {got}, not {expected}",
                    number + 1
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whom the first phrase of these words stands for; several are joined by '+'.
fn found(actors: &Actors<'_>, phrase: &str) -> String {
    let document = actors.document();
    for (index, s) in document.sentences.iter().enumerate() {
        for token in 0..s.tokens.len() {
            let all = actors.at_all(index, token);
            if all.first().is_some_and(|r| r.entity.entity_text == phrase) {
                let all: Vec<String> = all.iter().map(described).collect();
                return all.join(" + ");
            }
        }
    }
    "nobody".to_owned()
}

fn described(r: &Resolved) -> String {
    let code = r.entity.code.map_or("---", CountryCode::as_str);
    let sectors = r.entity.sector.iter().map(|s| s.as_str());
    let name = r.entity.identifier_text.as_deref();
    let all: Vec<&str> = std::iter::once(code).chain(sectors).chain(name).collect();
    all.join(" ")
}
