//! The sentences in the codebook, run as tests: what must come out, and what must not.

use plover::Event;
use syntax::Parser;

use super::Example;
use crate::{Coder, Story};

/// The examples that do not hold, each as file, line and what was wrong.
pub fn run_examples(coder: &Coder, parser: &Parser) -> Vec<String> {
    coder
        .codebook()
        .examples()
        .iter()
        .filter_map(|example| check(coder, parser, example))
        .collect()
}

/// What is wrong with an example, if anything: file and line, the sentence, what came of it.
pub fn check(coder: &Coder, parser: &Parser, example: &Example) -> Option<String> {
    let (document, _) = parser.parse(&example.text);
    let coding = coder.code(&Story::default(), &document);
    let wrong = compare(example, &coding.events)?;
    Some(format!("{}: {}\n    {wrong}", example.id, example.text))
}

/// What is wrong with these events of an example, if anything.
pub fn compare(example: &Example, events: &[Event]) -> Option<String> {
    match &example.expected {
        Some(expected) => missing(expected, events),
        None => {
            let unwanted = |e: &&Event| example.event.is_none_or(|t| t == e.event);
            let event = events.iter().find(unwanted)?;
            Some(format!("must not fire, but gives {}", shown(event)))
        }
    }
}

/// What keeps every event from being the expected one: `TYPE mode | actor > recipient | status`.
fn missing(expected: &str, events: &[Event]) -> Option<String> {
    let parts: Vec<&str> = expected.split('|').map(str::trim).collect();
    let mut kind = parts
        .first()
        .copied()
        .unwrap_or_default()
        .split_whitespace();
    let (event, mode) = (kind.next().unwrap_or_default(), kind.next());
    let (actor, recipient) = parts
        .get(1)
        .and_then(|p| p.split_once('>'))
        .map_or(("", ""), |(a, r)| (a.trim(), r.trim()));
    let status = parts.get(2).copied().unwrap_or_default();
    let side = |wanted: &str, entities: &[plover::Entity]| match wanted {
        "" => true,
        "-" => entities.is_empty(),
        word => entities.iter().any(|e| {
            let known = e.identifier_text.as_deref().unwrap_or_default();
            e.entity_text.contains(word) || known.contains(word)
        }),
    };
    let holds = |e: &&Event| {
        e.event.as_str() == event
            && mode.is_none_or(|m| e.mode.iter().any(|x| x.as_str() == m))
            && side(actor, &e.actor)
            && side(recipient, &e.recipient)
            && (status.is_empty() || e.status.as_str() == status)
    };
    if events.iter().any(|e| holds(&e)) {
        return None;
    }
    let got: Vec<String> = events.iter().map(shown).collect();
    let got = if got.is_empty() {
        "no event".to_owned()
    } else {
        got.join("; ")
    };
    Some(format!("expected {expected}\n    got      {got}"))
}

fn shown(e: &Event) -> String {
    let names = |all: &[plover::Entity]| {
        let texts: Vec<&str> = all.iter().map(|e| e.entity_text.as_str()).collect();
        if texts.is_empty() {
            "-".to_owned()
        } else {
            texts.join(" + ")
        }
    };
    let modes: Vec<&str> = e.mode.iter().map(|m| m.as_str()).collect();
    let rule = e.evidence.first().map_or("", |x| x.rule.as_str());
    format!(
        "{} {} | {} > {} | {} ({rule})",
        e.event,
        modes.join(","),
        names(&e.actor),
        names(&e.recipient),
        e.status
    )
}
