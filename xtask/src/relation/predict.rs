//! What rules and network make of a row.

use std::ops::Range;

use coder::actor::naming;
use coder::{Coder, Relations, Story};
use plover::{Event, EventType, fold};
use syntax::{NameScores, Parser, Sentence};

use super::data::{Marks, Row};

/// What was made of a row.
#[derive(Debug, Clone)]
pub(crate) struct Prediction {
    pub(super) root: String,
    /// The root of each event that joins both phrases.
    pub(super) joined: Vec<&'static str>,
    /// What the rules alone say, and how well their event fits the phrases.
    pub(super) rule: (&'static str, i32),
    /// The event that was chosen: what made it, and its confidence.
    pub(super) event: Option<(String, Option<f64>)>,
    /// Each event: its root, and who it joins.
    pub(super) events: Vec<String>,
    /// What the network says of the phrases, a probability a root.
    pub(super) network: Vec<(String, f32)>,
}

impl Prediction {
    /// Whether an event joins both phrases.
    pub(super) const fn is_linked(&self) -> bool {
        !self.joined.is_empty()
    }
}

/// With what rows are read.
pub(crate) struct Setup<'a> {
    pub(crate) coder: &'a Coder,
    /// One for all rows, or one a fold.
    pub(crate) parsers: &'a [Parser],
    /// Whether the network has a say, beside the rules.
    pub(crate) network: bool,
    /// Whether it may add to what rules found.
    pub(crate) fills: bool,
    /// Whether the phrases are unknown.
    pub(crate) open: bool,
}

/// What an event that joins the phrases, or names one of them, adds to the log of its type's probability.
/// Chosen on `PLV_train`; chosen on four folds and scored on the fifth, such numbers cost under half a point.
const TRUST: [(i32, f32); 4] = [(5, 2.5), (4, 1.5), (3, 2.5), (1, 1.0)];

/// Code each row.
pub(crate) fn predict(setup: &Setup<'_>, rows: &[Row]) -> Vec<Prediction> {
    rows.iter()
        .map(|row| {
            let parser = &setup.parsers[row.fold.min(setup.parsers.len() - 1)];
            let (mut document, _, encodings) = parser.parse_and_encode(&row.sentence);
            let scores: Vec<NameScores> = encodings.iter().map(|e| e.names().clone()).collect();
            naming::settle(setup.coder.registry(), &mut document.sentences, &scores);
            let relations = Relations::new(parser, &encodings).filter(|_| setup.network);
            let relations = relations.map(|r| if setup.fills { r } else { r.only_ranking() });
            let story = Story::default();
            // Where the phrases are known, the network is asked about them and nothing else.
            let asked = relations.as_ref().filter(|_| setup.open);
            let events = setup.coder.code_with(&story, &document, asked).events;
            let mut chosen = choose(row, &events, setup.open);
            if !setup.open && setup.network {
                let network = marked(parser, row, &document.sentences, &encodings);
                combine(&mut chosen, network);
            }
            chosen
        })
        .collect()
}

/// The network's word on the marked phrases.
fn marked(
    parser: &Parser,
    row: &Row,
    sentences: &[Sentence],
    encodings: &[syntax::Encoding],
) -> Vec<(String, f32)> {
    let Some(marks) = &row.marks else {
        return Vec::new();
    };
    let Some(&source) = marks.source.first() else {
        return Vec::new();
    };
    // Where nobody is named, the act is upon whatever follows.
    let behind = (source.1, row.sentence.len());
    let target = marks.target.first().copied().unwrap_or(behind);
    for (sentence, encoding) in sentences.iter().zip(encodings) {
        let words = |(start, end): (usize, usize)| -> Option<Range<usize>> {
            let inside = |t: &syntax::Token| t.span.start < end && start < t.span.end;
            let first = sentence.tokens.iter().position(inside)?;
            let last = sentence.tokens.iter().rposition(inside)?;
            Some(first..last + 1)
        };
        let (Some(a), Some(b)) = (words(source), words(target)) else {
            continue;
        };
        let Some(probabilities) = parser.relate(encoding, &[[a, b]]).remove(0) else {
            continue;
        };
        let mut roots: Vec<(String, f32)> = Vec::new();
        for (label, p) in parser.relations().iter().zip(probabilities) {
            let Some(event) = EventType::parse(label) else {
                continue;
            };
            let root = self::label(event);
            match roots.iter_mut().find(|(r, _)| r == root) {
                Some((_, sum)) => *sum += p,
                None => roots.push((root.to_owned(), p)),
            }
        }
        return roots;
    }
    Vec::new()
}

/// The root that rules and network agree on most.
fn combine(chosen: &mut Prediction, network: Vec<(String, f32)>) {
    let (rule, rank) = chosen.rule;
    let trust = TRUST
        .iter()
        .find(|(least, _)| rank >= *least)
        .map_or(0.0, |t| t.1);
    let score = |root: &str, p: f32| p.max(1e-6).ln() + if root == rule { trust } else { 0.0 };
    let best = network
        .iter()
        .max_by(|a, b| score(&a.0, a.1).total_cmp(&score(&b.0, b.1)));
    if let Some((root, _)) = best {
        chosen.root.clone_from(root);
    }
    chosen.network = network;
}

/// How well an event fits the phrases at least that joins them.
const JOINED: i32 = 4;

fn choose(row: &Row, events: &[Event], open: bool) -> Prediction {
    let none = Prediction {
        root: "NONE".to_owned(),
        joined: Vec::new(),
        rule: ("NONE", 0),
        event: None,
        events: events.iter().map(told).collect(),
        network: Vec::new(),
    };
    let Some(Marks { source, target }) = &row.marks else {
        return none;
    };
    let touches = |event: &Event, field: &str, marks: &[(usize, usize)]| {
        let covers = |[from, to]: [usize; 2]| marks.iter().any(|&(a, b)| from < b && a < to);
        let mut evidence = event.evidence.iter();
        evidence.any(|e| e.field.starts_with(field) && covers(e.span.bytes))
    };
    let side = |event: &Event, marks: &[(usize, usize)]| {
        touches(event, "actor[", marks) || touches(event, "recipient[", marks)
    };
    let rank = |event: &Event| {
        let (s, t) = (
            touches(event, "actor[", source),
            touches(event, "recipient[", target),
        );
        match (s, t) {
            (true, true) => 6,
            // Only one party is named, and it is in its place.
            (true, _) if target.is_empty() => 6,
            (_, true) if source.is_empty() => 6,
            _ if side(event, source) && side(event, target) => 5,
            (true, _) if touches(event, "event_loc", target) => 4,
            (true, false) | (false, true) => 3,
            _ if side(event, source) || side(event, target) => 2,
            _ => 1,
        }
    };
    let ranked = events.iter().filter_map(|e| {
        let view = fold::fold(e.event, e.mode.first().copied(), e.status).map(|f| f.event);
        // What was only thought of has no place in the PLOVER view; a marked pair still has a relation.
        let view = view.or(if open { None } else { Some(e.event) })?;
        Some((rank(e), view, e))
    });
    let ranked: Vec<(i32, EventType, &Event)> = ranked.collect();
    let joins = ranked.iter().filter(|(rank, ..)| *rank >= JOINED);
    let joined = joins.map(|(_, view, _)| label(*view)).collect();
    let best = ranked
        .into_iter()
        .fold(None, |best: Option<(i32, EventType, &Event)>, next| {
            if best.is_none_or(|b| next.0 > b.0) {
                Some(next)
            } else {
                best
            }
        });
    match best {
        Some((rank, view, event)) if !open || rank >= JOINED => {
            let made_by = event.evidence.first().map_or("", |e| e.rule.as_str());
            Prediction {
                root: label(view).to_owned(),
                joined,
                rule: (label(view), rank),
                event: Some((made_by.to_owned(), event.confidence)),
                ..none
            }
        }
        _ => none,
    }
}

/// An event in a few words, for who reads errors.
fn told(event: &Event) -> String {
    let side = |side: &[plover::Entity]| -> String {
        let names: Vec<&str> = side.iter().map(|e| e.entity_text.as_str()).collect();
        names.join(" + ")
    };
    let first = event.evidence.first();
    let view = fold::fold(event.event, event.mode.first().copied(), event.status).map(|f| f.event);
    format!(
        "{}{} '{}' {} ({}) > ({}) {}",
        view.map_or("no ", label),
        view.map_or(event.event.as_str(), |_| ""),
        first.map_or("", |e| e.text.as_str()),
        event.status.as_str(),
        side(&event.actor),
        side(&event.recipient),
        first.map_or("", |e| e.rule.as_str()),
    )
}

fn label(event: EventType) -> &'static str {
    match event {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}
