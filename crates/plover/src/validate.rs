//! Whether a record keeps the contract, and whether its evidence is in the article.

use std::fmt;

use crate::{Event, TextSpan};

/// A breach of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Path of the field.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

/// The breaches of the contract in a record, whatever the article says.
pub fn validate(event: &Event) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, reason: String| {
        faults.push(Fault {
            field: field.to_owned(),
            reason,
        });
    };
    if event.id.is_empty() {
        fault("id", "it is empty".to_owned());
    }
    if event.quad_code != event.event.quad() {
        fault(
            "quad_code",
            format!("{} has quad {}", event.event, event.event.quad().code()),
        );
    }
    if event
        .event_scale
        .is_some_and(|s| !(-10.0..=10.0).contains(&s))
    {
        fault("event_scale", "scores run from -10 to 10".to_owned());
    }
    if event.confidence.is_some_and(|c| !(0.0..=1.0).contains(&c)) {
        fault("confidence", "it is a share between 0 and 1".to_owned());
    }
    for mode in &event.mode {
        if mode.event() != event.event {
            fault("mode", format!("'{mode}' is a mode of {}", mode.event()));
        }
    }
    let mut needed: Vec<String> = vec!["event".to_owned(), "status".to_owned()];
    needed.extend((0..event.actor.len()).map(|i| format!("actor[{i}]")));
    needed.extend((0..event.recipient.len()).map(|i| format!("recipient[{i}]")));
    needed.extend((0..event.mode.len()).map(|i| format!("mode[{i}]")));
    needed.extend((0..event.context.len()).map(|i| format!("context[{i}]")));
    needed.extend((0..event.attribution.len()).map(|i| format!("attribution[{i}]")));
    needed.extend(
        event
            .date
            .iter()
            .filter(|_| {
                event
                    .date_info
                    .as_ref()
                    .is_some_and(|d| d.basis != "publication")
            })
            .map(|_| "date".to_owned()),
    );
    needed.extend(event.event_loc.iter().map(|_| "event_loc".to_owned()));
    for field in needed {
        if !event.evidence.iter().any(|e| e.field == field) {
            fault(
                &field,
                "it is filled, but nothing in 'evidence' says from where".to_owned(),
            );
        }
    }
    for (field, span, _) in spans(event) {
        if span.bytes[0] > span.bytes[1] || span.chars[0] > span.chars[1] {
            fault(&field, "its span ends before it starts".to_owned());
        }
    }
    faults
}

/// Words that a record quotes and the article does not have at that place.
pub fn verify(event: &Event, text: &str) -> Vec<Fault> {
    let mut lies = Vec::new();
    for (field, span, words) in spans(event) {
        let mut lie = |reason: String| {
            lies.push(Fault {
                field: field.clone(),
                reason,
            });
        };
        let [start, end] = span.bytes;
        let Some(found) = text.get(start..end) else {
            lie(format!("bytes {start}..{end} are not a piece of the text"));
            continue;
        };
        if found != words {
            lie(format!(
                "the text at bytes {start}..{end} is '{found}', not '{words}'"
            ));
        }
        let before = text.get(..start).map_or(0, |t| t.chars().count());
        let chars = [before, before + found.chars().count()];
        if span.chars != chars {
            lie(format!(
                "bytes {start}..{end} are characters {}..{}, not {}..{}",
                chars[0], chars[1], span.chars[0], span.chars[1]
            ));
        }
    }
    lies
}

/// Every span of a record, with its field and the words it quotes.
fn spans(event: &Event) -> Vec<(String, TextSpan, &str)> {
    let mut all: Vec<(String, TextSpan, &str)> = Vec::new();
    all.extend(event.evidence.iter().enumerate().map(|(i, e)| {
        (
            format!("evidence[{i}] ({})", e.field),
            e.span,
            e.text.as_str(),
        )
    }));
    all.extend(
        event
            .attribution
            .iter()
            .enumerate()
            .map(|(i, a)| (format!("attribution[{i}]"), a.span, a.cue.as_str())),
    );
    all.extend(
        event
            .quantities
            .iter()
            .enumerate()
            .map(|(i, q)| (format!("quantities[{i}]"), q.span, q.text.as_str())),
    );
    all.extend(
        event
            .quotes
            .iter()
            .enumerate()
            .map(|(i, q)| (format!("quotes[{i}]"), q.span, q.text.as_str())),
    );
    all
}
