//! An article with what was read in it: words marked by the part they play, records beside, each leading to the other.

use maud::{Markup, html};
use plover::{Entity, Event};

use super::layout::kind;
use crate::question::escaped;

/// Parts that words play in an event: the field of the evidence, the class, the name. Where words play several, the first
/// here gives the colour.
const PARTS: &[(&str, &str, &str)] = &[
    ("event", "act", "act"),
    ("actor", "actor", "actor"),
    ("recipient", "recipient", "recipient"),
    ("date", "date", "date"),
    ("event_loc", "place", "place"),
    ("attribution", "speaker", "speaker"),
    ("quantities", "amount", "amount"),
    ("dead", "amount", "amount"),
    ("injured", "amount", "amount"),
    ("arrested", "amount", "amount"),
    ("quotes", "quote", "quotation"),
];

/// What the colours mean.
pub(crate) fn legend() -> Markup {
    html! {
        ul.legend aria-label="Colours" {
            @for (_, class, name) in PARTS.iter().filter(|(f, ..)| !["dead", "injured", "arrested"].contains(f)) {
                li class=(*class) { (*name) }
            }
        }
    }
}

struct Span {
    bytes: [usize; 2],
    part: usize,
    event: usize,
}

/// The text, marked. Where the records stand beside it, words lead to theirs.
pub(crate) fn text(text: &str, events: &[Event], beside: bool) -> Markup {
    html! {
        div.text {
            @for (words, over) in pieces(text, &spans(text, events)) {
                @match over.iter().map(|s| s.part).min().and_then(|p| PARTS.get(p)) {
                    Some((_, class, name)) => {
                        @let first = over.iter().map(|s| s.event).min().unwrap_or(0);
                        @if beside {
                            a class=(format!("m {class}")) href=(format!("#r{first}")) title=(name) data-e=(numbers(&over)) { (words) }
                        } @else {
                            span class=(format!("m {class}")) title=(name) { (words) }
                        }
                    }
                    None => (words),
                }
            }
        }
    }
}

/// The text cut wherever a span begins or ends, each piece with the spans that it lies in. `spans` are in order.
fn pieces<'t, 's>(text: &'t str, spans: &'s [Span]) -> Vec<(&'t str, Vec<&'s Span>)> {
    let mut cuts: Vec<usize> = spans.iter().flat_map(|s| s.bytes).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut next = spans.iter().peekable();
    let mut over: Vec<&Span> = Vec::new();
    let mut all = Vec::new();
    for cut in cuts.windows(2) {
        let &[from, to] = cut else { continue };
        over.retain(|s| s.bytes[1] > from);
        while let Some(span) = next.next_if(|s| s.bytes[0] <= from) {
            over.push(span);
        }
        all.extend(text.get(from..to).map(|words| (words, over.clone())));
    }
    all
}

fn numbers(over: &[&Span]) -> String {
    let mut all: Vec<usize> = over.iter().map(|s| s.event).collect();
    all.sort_unstable();
    all.dedup();
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(" ")
}

fn spans(text: &str, events: &[Event]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (event, record) in events.iter().enumerate() {
        for evidence in &record.evidence {
            let field = evidence.field.split(['[', '.']).next().unwrap_or_default();
            let part = PARTS.iter().position(|(f, ..)| *f == field);
            // A span that does not fit the text is not shown in it.
            if let (Some(part), [from, to]) = (part, evidence.span.bytes)
                && from < to
                && text.get(from..to).is_some()
            {
                spans.push(Span {
                    bytes: [from, to],
                    part,
                    event,
                });
            }
        }
    }
    spans.sort_by_key(|s| s.bytes);
    spans
}

/// Where records lead to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Links {
    /// To what others tell of the same, for those that are kept.
    pub(crate) happening: bool,
    /// To where they are corrected.
    pub(crate) correct: bool,
}

/// The records beside it.
pub(crate) fn records(events: &[Event], links: Links) -> Markup {
    html! {
        @if events.is_empty() {
            p.soft { "No event was coded: nobody is told here to have done something to somebody, or it was not understood. "
                code { "legation explain" } " says why, sentence by sentence." }
        }
        ol.plain {
            @for (i, event) in events.iter().enumerate() {
                li.card.record id=(format!("r{i}")) data-e=(i) tabindex="0" {
                    @if links.happening { span id=(format!("e-{}", event.id)) {} }
                    (record(event))
                    @if links.happening {
                        p.small.bar {
                            @if let Some(happening) = &event.happening {
                                a href=(format!("/happenings/{}", escaped(happening))) { "Who else tells of it" }
                            }
                            @if links.correct { (correct_link(event)) }
                        }
                    }
                    details {
                        summary.small { "Evidence" }
                        div.scroll tabindex="0" role="region" aria-label="Evidence" {
                            table.small {
                                thead { tr { th scope="col" { "Field" } th scope="col" { "Words" } th scope="col" { "Rule" } } }
                                tbody {
                                    @for evidence in &event.evidence {
                                        tr { td { (evidence.field) } td { (evidence.text) } td { code { (evidence.rule) } } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// To where an event is corrected.
pub(crate) fn correct_link(event: &Event) -> Markup {
    let name = format!("Correct {} {}", event.event, event.id);
    html! { a href=(format!("/events/{}/correct", escaped(&event.id))) aria-label=(name) { "Correct" } }
}

/// The fields of a record.
pub(crate) fn record(event: &Event) -> Markup {
    let mode: Vec<&str> = event.mode.iter().map(|m| m.as_str()).collect();
    let mode = (!mode.is_empty()).then(|| mode.join(", "));
    html! {
        div { (kind(event.event.as_str(), mode.as_deref(), i64::from(event.quad_code.code()))) " " span.small { (event.status.as_str()) }
            @if event.evidence.iter().any(|e| e.rule == "analyst") { " " span.tag { "corrected" } } }
        dl.facts.small {
            dt { "Who" } dd { (parties(&event.actor)) }
            dt { "To whom" } dd { (parties(&event.recipient)) }
            dt { "When" } dd { (event.date.as_deref().unwrap_or("unknown")) @if let Some(info) = &event.date_info { " " span.soft { (info.basis) } } }
            @if let Some(place) = &event.event_loc {
                dt { "Where" } dd { (place.resolved_place.as_deref().unwrap_or(&place.extracted_place)) }
            }
            @for by in &event.attribution {
                dt { "Says" } dd { (by.speaker.as_ref().map_or("somebody", |s| named(s))) " " span.soft { (by.cue) } }
            }
            @if let Some(sure) = event.confidence { dt { "Sure" } dd { (format!("{:.0} %", sure * 100.0)) } }
        }
    }
}

fn named(entity: &Entity) -> &str {
    let name = entity.identifier_text.as_deref();
    name.unwrap_or(&entity.entity_text)
}

fn parties(all: &[Entity]) -> Markup {
    html! {
        @if all.is_empty() { span.soft { "–" } }
        @for (i, entity) in all.iter().enumerate() {
            @if i > 0 { ", " }
            @match entity.code {
                Some(code) => a href=(format!("/actors/{}", code.as_str())) { (named(entity)) },
                None => (named(entity)),
            }
            @for sector in &entity.sector { " " span.soft { (sector.as_str()) } }
        }
    }
}

/// What was left out of the text, folded away.
pub(crate) fn leftovers(all: &[(String, String)]) -> Markup {
    html! {
        @if !all.is_empty() {
            details.card {
                summary { "Left out of the text: " (all.len()) }
                ul.plain.small { @for (text, reason) in all { li { span.tag { (reason) } " " (text) } } }
            }
        }
    }
}
