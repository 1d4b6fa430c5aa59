//! The cases of `cases/when_where.md`: dates and places hang on the act they are given for.

use std::fmt::Write as _;

use coder::{Coder, Story};
use syntax::Parser;

#[test]
fn dates_and_places_are_those_of_the_act() {
    let (parser, coder) = (Parser::standard(), Coder::embedded());
    let story = Story {
        date: plover::Date::new(2020, 11, 18),
        ..Story::default()
    };
    let mut wrong = String::new();
    let mut sentence = "";
    for line in include_str!("cases/when_where.md").lines() {
        if let Some(said) = line.strip_prefix("> ") {
            sentence = said;
        } else if let Some(expected) = line.strip_prefix("- ") {
            let (document, _) = parser.parse(sentence);
            let found: Vec<String> = coder
                .code(&story, &document)
                .events
                .iter()
                .map(describe)
                .collect();
            if !found.iter().any(|f| f == expected) {
                let _ = writeln!(wrong, "{sentence}\n  wanted {expected}\n  found  {found:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn describe(event: &plover::Event) -> String {
    let date = event.date_info.as_ref().map_or("", |d| d.text.as_str());
    let date = if date.is_empty() { "-" } else { date };
    let place = event.event_loc.as_ref().map_or("-".to_owned(), |l| {
        let parts = [&l.resolved_place, &l.province, &l.country];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    });
    format!("{} | {date} | {place}", event.event)
}
