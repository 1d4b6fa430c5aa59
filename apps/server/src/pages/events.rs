//! The table of what happened: what it shows stands in its address, and can be taken away as it is shown.

use axum::extract::State as Shared;
use maud::{Markup, html};
use plover::{EventType, Status};

use super::PageFault;
use super::layout::{self, rows};
use crate::api::{SORTED, happenings_page};
use crate::question::{Asked, Question, given, number};
use crate::state::State;

pub(super) async fn page(
    Shared(state): Shared<State>,
    asked: Result<Asked<Question>, crate::error::Fault>,
) -> Result<Markup, PageFault> {
    let Asked(question) = asked?;
    let found = happenings_page(&state, &question).await;
    let (page, wrong) = match found {
        Ok(page) => (Some(page), None),
        // What cannot be understood is said above the form that asks it.
        Err(fault) if fault.code == crate::error::Code::Question => (None, Some(fault.message)),
        Err(fault) => return Err(fault.into()),
    };
    let offset = number(question.offset.as_ref(), "offset", usize::MAX)
        .ok()
        .flatten()
        .unwrap_or(0);
    let limit = number(question.limit.as_ref(), "limit", usize::MAX)
        .ok()
        .flatten()
        .unwrap_or(crate::question::PAGE);
    let export = |format: &str| {
        format!(
            "/api/v1/happenings{}",
            question.address(&[
                ("format", format),
                ("limit", ""),
                ("offset", ""),
                ("sort", "")
            ])
        )
    };
    let body = html! {
        h1 { "Events" }
        (form(&question))
        @if let Some(wrong) = &wrong { p.card.wrong role="alert" { (wrong) } }
        @if let Some(page) = &page {
            @if page.items.is_empty() {
                section.empty {
                    h2 { "Nothing of the kind is in the archive" }
                    p { "Ask for less: another time, fewer conditions, or " a href="/events" { "everything" } "." }
                }
            } @else {
                div.bar {
                    span { "Happenings " (offset + 1) " to " (offset + page.items.len()) @if sorted(&question) { span.soft { " of the latest " (SORTED) " that fit" } } }
                    span { "Take all away: " a href=(export("csv")) download { "CSV" } " · " a href=(export("jsonl")) download { "JSON lines" } }
                }
                (rows(&page.items, &heads(&question)))
                nav.bar aria-label="Pages" {
                    @if offset > 0 { a href=(format!("/events{}", question.address(&[("offset", &offset.saturating_sub(limit).to_string())]))) rel="prev" { "← Earlier rows" } } @else { span {} }
                    @if let Some(next) = page.next_offset { a href=(format!("/events{}", question.address(&[("offset", &next.to_string())]))) rel="next" { "Further rows →" } }
                }
            }
        }
    };
    Ok(layout::page("Events", "/events", &[], &body))
}

fn sorted(question: &Question) -> bool {
    given(question.sort.as_ref()).is_some_and(|s| s != "date")
}

fn heads(question: &Question) -> Markup {
    let sort = given(question.sort.as_ref()).unwrap_or("date");
    let head = |key: &str, name: &str, order: &'static str| {
        html! {
            th scope="col" aria-sort=[(sort == key).then_some(order)] {
                a href=(format!("/events{}", question.address(&[("sort", key), ("offset", "")]))) { (name) @if sort == key { " ▾" } }
            }
        }
    };
    html! {
        tr {
            (head("date", "Date", "descending"))
            (head("type", "What", "ascending"))
            th scope="col" { "Who" }
            th scope="col" { "To whom" }
            th scope="col" { "As told" }
            (head("sources", "Sources", "descending"))
        }
    }
}

fn form(question: &Question) -> Markup {
    let value = |v: &Option<String>| v.clone().unwrap_or_default();
    let field = |name: &str, label: &str, value: String, kind: &str| {
        html! { label { (label) input type=(kind) name=(name) value=(value); } }
    };
    let more = [
        &question.mode,
        &question.context,
        &question.source,
        &question.between,
        &question.min_sources,
    ];
    let more = more.iter().any(|v| given(v.as_ref()).is_some());
    let events: Vec<&str> = EventType::ALL.iter().map(|e| e.as_str()).collect();
    let statuses: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
    html! {
        form.card method="get" action="/events" {
            div {
                (fields(&html! {
                    (field("actor", "Who acts (IRN, IRQ/REB, a name)", value(&question.actor), "text"))
                    (field("recipient", "Who is acted upon", value(&question.recipient), "text"))
                    (choice("event", "Type", &events, &value(&question.event)))
                    (choice("status", "Status", &statuses, &value(&question.status)))
                    (field("since", "From", value(&question.since), "date"))
                    (field("until", "Until", value(&question.until), "date"))
                    (field("place", "Place", value(&question.place), "text"))
                    (field("text", "Words of a sentence", value(&question.text), "search"))
                }))
                details open[more] {
                    summary.small { "More conditions" }
                    (fields(&html! {
                        (field("between", "Between two (IRN,IRQ)", value(&question.between), "text"))
                        (field("mode", "Mode", value(&question.mode), "text"))
                        (field("context", "Context", value(&question.context), "text"))
                        (field("source", "Publisher", value(&question.source), "text"))
                        (field("min_sources", "Fewest sources", value(&question.min_sources), "number"))
                    }))
                }
                div.bar { span.soft.small { "All conditions hold." } button { "Show" } }
                @if let Some(sort) = given(question.sort.as_ref()) { input type="hidden" name="sort" value=(sort); }
            }
        }
    }
}

fn fields(inner: &Markup) -> Markup {
    html! { div.filters { (inner) } }
}

/// One of some words, or what the address has besides.
fn choice(name: &str, label: &str, words: &[&str], value: &str) -> Markup {
    html! {
        label { (label)
            select name=(name) {
                option value="" { "any" }
                @if !value.is_empty() && !words.contains(&value) { option value=(value) selected { (value) } }
                @for word in words { option value=(word) selected[*word == value] { (word) } }
            }
        }
    }
}
