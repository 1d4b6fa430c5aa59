//! The cases of `cases/undated.md`: the day, or the years, that an article without a date speaks of.

use std::fmt::Write as _;

use coder::actor::{Registry, naming};
use coder::date::{Anchor, find, infer};
use syntax::Parser;

#[test]
fn articles_without_a_date_are_dated_as_far_as_they_say() {
    let (parser, registry) = (Parser::standard(), Registry::embedded());
    let mut wrong = String::new();
    let mut text = "";
    for (number, line) in include_str!("cases/undated.md").lines().enumerate() {
        if let Some(said) = line.strip_prefix("> ") {
            text = said;
        } else if let Some(expected) = line.strip_prefix("- ") {
            let documents = naming::parse_all(&parser, &registry, [text]);
            let terms = registry.terms_of_people_named(&documents[0]);
            let anchor = infer(&documents[0], &find(&documents[0]), &terms);
            let got = described(&anchor);
            if got != expected {
                let (at, basis) = (number + 1, &anchor.basis);
                let _ = writeln!(
                    wrong,
                    "undated.md:{at}: {text}\n    {got} ({basis})\n    not {expected}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The day, or the year, or the first and last year that it may be; 'open' where nothing is said.
fn described(anchor: &Anchor) -> String {
    let years = match anchor.candidates.as_slice() {
        [] => "open".to_owned(),
        [one] => one.to_string(),
        [a, b] => format!("{a} {b}"),
        [first, .., last] => format!("{first} to {last}"),
    };
    match (anchor.year, anchor.date) {
        (Some(_), Some(date)) if !anchor.rough => date.to_string(),
        _ => years,
    }
}
