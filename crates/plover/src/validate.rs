//! Whether a record keeps the contract ([`validate`]), and whether what it quotes is in the article ([`verify`]).
//!
//! The contract needs the record alone: fields that must be there, words and numbers in their range, a mode of its own
//! type, a recipient where the manual wants one, and for every filled field evidence. The article is needed to see that
//! the evidence is true: the text at a span is the quoted text, and characters agree with bytes.

use std::fmt;

use crate::{Entity, Event, Location, Quantity, ResolvedDate, TextSpan};

/// A breach of the contract, or words that are not in the article.
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

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.0.push(Fault {
            field: field.into(),
            reason: reason.into(),
        });
    }

    /// One of a closed list of words.
    fn one_of(&mut self, field: &str, word: &str, words: &[&str]) {
        if !words.contains(&word) {
            let words = words.join(", ");
            self.add(field, format!("'{word}' is none of {words}"));
        }
    }

    fn within(&mut self, field: &str, value: Option<f64>, low: f64, high: f64) {
        // A number that is none is in no range.
        if value.is_some_and(|v| !(low..=high).contains(&v)) {
            self.add(field, format!("it is not between {low} and {high}"));
        }
    }
}

/// The breaches of the contract in a record, whatever the article says.
pub fn validate(event: &Event) -> Vec<Fault> {
    let mut faults = Faults::default();
    for (field, text) in [("id", &event.id), ("article", &event.article)] {
        if text.is_empty() {
            faults.add(field, "it is empty");
        }
    }
    kind(event, &mut faults);
    date(event, &mut faults);
    numbers(event, &mut faults);
    if let Some(place) = &event.event_loc {
        location(place, &mut faults);
    }
    evidence(event, &mut faults);
    faults.0
}

/// Type, mode, quad, sides.
fn kind(event: &Event, faults: &mut Faults) {
    let (kind, quad) = (event.event, event.event.quad());
    if event.quad_code != quad {
        faults.add("quad_code", format!("{kind} has quad {}", quad.code()));
    }
    for (i, mode) in event.mode.iter().enumerate() {
        let field = format!("mode[{i}]");
        if mode.event() != kind {
            faults.add(&field, format!("'{mode}' is a mode of {}", mode.event()));
        }
        if event.mode.iter().take(i).any(|m| m == mode) {
            faults.add(&field, format!("'{mode}' is there twice"));
        }
    }
    for (i, context) in event.context.iter().enumerate() {
        if event.context.iter().take(i).any(|c| c == context) {
            faults.add(
                format!("context[{i}]"),
                format!("'{context}' is there twice"),
            );
        }
    }
    if event.lacks_recipient() {
        faults.add("recipient", format!("{kind} needs one"));
    }
    for (side, all) in [("actor", &event.actor), ("recipient", &event.recipient)] {
        for (i, entity) in all.iter().enumerate() {
            if entity.entity_text.is_empty() {
                faults.add(format!("{side}[{i}].entity_text"), "it is empty");
            }
        }
    }
}

fn date(event: &Event, faults: &mut Faults) {
    match (&event.date, &event.date_info) {
        (None, None) => {}
        (None, Some(_)) => faults.add("date", "there is a 'date_info' but no date"),
        (Some(text), None) => {
            if !is_date(text) {
                faults.add(
                    "date",
                    format!("'{text}' is no YYYY-MM-DD, YYYY-MM or YYYY"),
                );
            }
        }
        (Some(text), Some(info)) => {
            let iso = info.iso();
            if *text != iso {
                faults.add(
                    "date",
                    format!("it is '{text}', but by 'date_info' '{iso}'"),
                );
            }
            faults.one_of(
                "date_info.precision",
                &info.precision,
                ResolvedDate::PRECISIONS,
            );
            faults.one_of("date_info.basis", &info.basis, ResolvedDate::BASES);
            if info.end.is_some_and(|end| end < info.value) {
                faults.add("date_info.end", "it is before its first day");
            }
        }
    }
}

/// Whether it is a day, month or year as the record writes them.
fn is_date(text: &str) -> bool {
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return false,
    };
    crate::Date::parse(&format!("{text}{rest}")).is_some()
}

fn numbers(event: &Event, faults: &mut Faults) {
    faults.within("event_scale", event.event_scale, -10.0, 10.0);
    faults.within("confidence", event.confidence, 0.0, 1.0);
    for (i, q) in event.quantities.iter().enumerate() {
        let field = |name: &str| format!("quantities[{i}].{name}");
        faults.one_of(&field("kind"), &q.kind, Quantity::KINDS);
        if let Some(change) = &q.change {
            faults.one_of(&field("change"), change, Quantity::CHANGES);
        }
        for (name, value) in [("value", Some(q.value)), ("low", q.low), ("high", q.high)] {
            faults.within(&field(name), value, f64::MIN, f64::MAX);
        }
        if q.low.zip(q.high).is_some_and(|(low, high)| low > high) {
            faults.add(field("low"), "it is above the upper bound");
        }
    }
    for (kind, size) in [
        ("dead", event.dead),
        ("injured", event.injured),
        ("arrested", event.arrested),
    ] {
        if size.is_some() && !event.quantities.iter().any(|q| q.kind == kind) {
            faults.add(kind, "no quantity says so");
        }
    }
}

fn location(place: &Location, faults: &mut Faults) {
    faults.within("event_loc.lat", place.lat, -90.0, 90.0);
    faults.within("event_loc.lon", place.lon, -180.0, 180.0);
    let resolution = place.resolution.map(f64::from);
    faults.within("event_loc.resolution", resolution, 1.0, 5.0);
    if place.lat.is_some() != place.lon.is_some() {
        faults.add("event_loc", "latitude and longitude go together");
    }
}

/// Every filled field has evidence, every piece of evidence a filled field, every span its order.
fn evidence(event: &Event, faults: &mut Faults) {
    for field in filled(event) {
        if !event.evidence.iter().any(|e| e.field == field) {
            faults.add(
                field,
                "it is filled, but nothing in 'evidence' says from where",
            );
        }
    }
    for (i, e) in event.evidence.iter().enumerate() {
        let field = format!("evidence[{i}] ({})", e.field);
        match path(event, &e.field) {
            Some(true) => {}
            Some(false) => faults.add(&field, "that field is empty"),
            None => faults.add(&field, "there is no such field"),
        }
        if e.rule.is_empty() {
            faults.add(&field, "it names no rule");
        }
    }
    for (i, words) in event.event_text.iter().enumerate() {
        let field = format!("event_text[{i}]");
        let own = event.evidence.iter().find(|e| e.field == field);
        if own.is_some_and(|e| e.text != *words) {
            faults.add(field, "it has other words than its evidence");
        }
    }
    for (field, span, _) in spans(event) {
        if span.is_reversed() {
            faults.add(field, "its span ends before it starts");
        }
    }
    if event.text_info.start > event.text_info.end {
        faults.add("text_info", "it ends before it starts");
    }
}

/// The filled fields that need evidence of their own. Quantities, quotes and cues carry their words themselves.
fn filled(event: &Event) -> Vec<String> {
    let mut all: Vec<String> = vec!["event".to_owned(), "status".to_owned()];
    for (name, count) in [
        ("actor", event.actor.len()),
        ("recipient", event.recipient.len()),
        ("mode", event.mode.len()),
        ("context", event.context.len()),
        ("event_text", event.event_text.len()),
        ("attribution", event.attribution.len()),
    ] {
        all.extend((0..count).map(|i| format!("{name}[{i}]")));
    }
    for (i, a) in event.attribution.iter().enumerate() {
        if a.speaker.is_some() {
            all.push(format!("attribution[{i}].speaker"));
        }
    }
    // The day of publication stands on the page, not in the text.
    let published = |d: &ResolvedDate| d.basis == "publication";
    if event.date.is_some() && !event.date_info.as_ref().is_some_and(published) {
        all.push("date".to_owned());
    }
    if event.event_loc.is_some() {
        all.push("event_loc".to_owned());
    }
    all
}

/// Whether the field at a path like `attribution[0].speaker.code` is filled; none if there is no such field.
fn path(event: &Event, path: &str) -> Option<bool> {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    let (name, index) = match first.split_once('[') {
        Some((name, index)) => (name, Some(index.strip_suffix(']')?.parse::<usize>().ok()?)),
        None => (first, None),
    };
    let list = |count: usize| Some(index.map_or(count > 0, |i| i < count));
    match (name, rest) {
        ("actor" | "recipient", _) => {
            let all = match name {
                "actor" => &event.actor,
                _ => &event.recipient,
            };
            all.get(index?)
                .map_or(Some(false), |entity| in_entity(entity, rest))
        }
        ("attribution", None) => list(event.attribution.len()),
        ("attribution", Some(rest)) => {
            let rest = match rest.split_once('.') {
                Some(("speaker", rest)) => Some(rest),
                None if rest == "speaker" => None,
                _ => return None,
            };
            let speaker = event
                .attribution
                .get(index?)
                .and_then(|a| a.speaker.as_ref());
            speaker.map_or(Some(false), |s| in_entity(s, rest))
        }
        ("event_loc", _) if index.is_none() => Some(event.event_loc.is_some()),
        ("mode", None) => list(event.mode.len()),
        ("context", None) => list(event.context.len()),
        ("event_text", None) => list(event.event_text.len()),
        ("quantities", _) => list(event.quantities.len()),
        ("quotes", _) => list(event.quotes.len()),
        (_, Some(_)) => None,
        _ if index.is_some() => None,
        ("event" | "status" | "quad_code", None) => Some(true),
        ("date", None) => Some(event.date.is_some()),
        ("event_scale", None) => Some(event.event_scale.is_some()),
        ("dead", None) => Some(event.dead.is_some()),
        ("injured", None) => Some(event.injured.is_some()),
        ("arrested", None) => Some(event.arrested.is_some()),
        ("happening", None) => Some(event.happening.is_some()),
        _ => None,
    }
}

fn in_entity(entity: &Entity, field: Option<&str>) -> Option<bool> {
    Some(match field {
        None => true,
        Some("code") => entity.code.is_some(),
        Some("sector") => !entity.sector.is_empty(),
        Some("entity_text") => !entity.entity_text.is_empty(),
        Some("identifier_id") => entity.identifier_id.is_some(),
        Some("identifier_text") => entity.identifier_text.is_some(),
        Some("office") => entity.office.is_some(),
        Some("role") => entity.role.is_some(),
        Some(_) => return None,
    })
}

/// Words that a record quotes and the article does not have at that place.
///
/// ```
/// use plover::{Event, EventType, Evidence, TextSpan, validate};
/// let text = "Müller met Nowak";
/// let mut event = Event::new(EventType::Consult);
/// event.evidence.push(Evidence {
///     field: "event".into(),
///     text: "met".to_owned(),
///     span: TextSpan::of(text, 8..11).unwrap(),
///     rule: "CONSULT:7".to_owned(),
///     via: None,
/// });
/// assert_eq!(validate::verify(&event, text), []);
/// assert!(!validate::verify(&event, "Nowak saw Müller").is_empty());
/// ```
pub fn verify(event: &Event, text: &str) -> Vec<Fault> {
    let mut lies = Faults::default();
    for (field, span, words) in spans(event) {
        let [start, end] = span.bytes;
        let Some(true_span) = TextSpan::of(text, start..end) else {
            lies.add(
                field,
                format!("bytes {start}..{end} are not a piece of the text"),
            );
            continue;
        };
        quoted(&mut lies, &field, text, [start, end], words);
        let [first, last] = true_span.chars;
        if span.chars != true_span.chars {
            let [a, b] = span.chars;
            lies.add(
                field,
                format!("bytes {start}..{end} are characters {first}..{last}, not {a}..{b}"),
            );
        }
    }
    let sentence = &event.text_info;
    if !sentence.text.is_empty() {
        let bytes = [sentence.start, sentence.end];
        quoted(&mut lies, "text_info", text, bytes, &sentence.text);
    }
    lies.0
}

fn quoted(lies: &mut Faults, field: &str, text: &str, [start, end]: [usize; 2], words: &str) {
    match text.get(start..end) {
        None => lies.add(
            field,
            format!("bytes {start}..{end} are not a piece of the text"),
        ),
        Some(found) if found != words => lies.add(
            field,
            format!("the text at bytes {start}..{end} is '{found}', not '{words}'"),
        ),
        Some(_) => {}
    }
}

/// Every span of a record, with its field and the words it quotes.
fn spans(event: &Event) -> Vec<(String, TextSpan, &str)> {
    let mut all: Vec<(String, TextSpan, &str)> = Vec::new();
    for (i, e) in event.evidence.iter().enumerate() {
        all.push((format!("evidence[{i}] ({})", e.field), e.span, &e.text));
    }
    for (i, a) in event.attribution.iter().enumerate() {
        all.push((format!("attribution[{i}]"), a.span, &a.cue));
    }
    for (i, q) in event.quantities.iter().enumerate() {
        all.push((format!("quantities[{i}]"), q.span, &q.text));
    }
    for (i, q) in event.quotes.iter().enumerate() {
        all.push((format!("quotes[{i}]"), q.span, &q.text));
    }
    all
}
