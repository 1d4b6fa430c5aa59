//! What an archive holds, one at a time: a happening with all that was told of it, an article with all that was read in it.

use axum::extract::{Path, State as Shared};
use maud::{Markup, html};
use plover::Event;

use super::PageFault;
use super::layout::{self, counted, kind, outward, side};
use super::reading::{self, Links};
use crate::error::Fault;
use crate::question::escaped;
use crate::state::State;

pub(super) async fn happening(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Markup, PageFault> {
    let writes = state.settings().allow_write;
    let (row, mentions) = state
        .find("happening", id, archive::Archive::happening)
        .await?;
    let body = html! {
        h1 { (kind(&row.event, row.mode.as_deref(), row.quad_code)) " " (row.date.as_deref().unwrap_or("undated")) }
        div.card {
            dl.facts {
                dt { "Who" } dd { (side(&row.actor)) }
                dt { "To whom" } dd { (side(&row.recipient)) }
                @if let Some(place) = &row.place { dt { "Where" } dd { (place) @if let Some(c) = &row.country { " (" (c) ")" } } }
                dt { "Status" } dd {
                    (row.status)
                    @if row.statuses.len() > 1 { span.soft { " · told as " @for (i, (status, day)) in row.statuses.iter().enumerate() { @if i > 0 { " → " } (status) " (" (day.as_deref().unwrap_or("undated")) ")" } } }
                }
                @if !row.context.is_empty() { dt { "Context" } dd { (row.context.join(", ")) } }
                @if let Some(scale) = row.event_scale { dt { "Score" } dd { (format!("{scale:+.1}")) } }
                dt { "Told by" } dd { (counted(row.sources, "independent source")) ", " (counted(row.articles, "article")) ", " (counted(row.events, "mention")) }
            }
            @if let Some((a, b)) = codes(&row.actor, &row.recipient) {
                p { a href=(format!("/relations/{}/{}", escaped(a), escaped(b))) { "The relation of " (a) " and " (b) } }
            }
        }
        h2 { "Who tells of it" }
        ol.plain {
            @for mention in &mentions {
                @let event = &mention.event;
                li.card {
                    div.bar.small {
                        span { strong { (if mention.source.is_empty() { "unknown source" } else { mention.source.as_str() }) }
                            @if let Some(date) = &event.cite_info.date { " · " (date) } }
                        span.soft { @match (&mention.copy_of, &mention.reason) {
                            (Some(of), _) => { "a copy of " a href=(format!("/articles/{}", escaped(of))) { (of) } },
                            (None, Some(reason)) => { "same act: " (reason) },
                            (None, None) => "told first",
                        } }
                    }
                    (sentence(event))
                    div.small.bar {
                        a href=(format!("/articles/{}#e-{}", escaped(&event.article), escaped(&event.id))) {
                            (event.cite_info.title.as_deref().unwrap_or("The article")) }
                        @if writes { (reading::correct_link(event)) }
                    }
                    details { summary.small { "As coded" } (reading::record(event)) }
                }
            }
        }
    };
    Ok(layout::page(&row.event, "", &[], &body))
}

fn codes<'r>(
    actor: &'r [archive::PartyRow],
    recipient: &'r [archive::PartyRow],
) -> Option<(&'r str, &'r str)> {
    let first = |side: &'r [archive::PartyRow]| side.iter().find_map(|p| p.code.as_deref());
    let second = || actor.iter().filter_map(|p| p.code.as_deref()).nth(1);
    let (a, b) = (first(actor)?, first(recipient).or_else(second)?);
    (a != b).then_some((a, b))
}

/// The sentence of an event, its words marked.
pub(super) fn sentence(event: &Event) -> Markup {
    let mut own = event.clone();
    let start = event.text_info.start;
    own.evidence.retain_mut(|e| {
        let [from, to] = e.span.bytes;
        let within = from >= start && to <= start + event.text_info.text.len();
        if within {
            e.span.bytes = [from - start, to - start];
        }
        within
    });
    reading::text(&event.text_info.text, &[own], false)
}

pub(super) async fn article(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Markup, PageFault> {
    let links = Links {
        happening: true,
        correct: state.settings().allow_write,
    };
    let (row, events, wrong) = state
        .read(move |archive| {
            let row = archive
                .article(&id)?
                .ok_or_else(|| Fault::missing("article", &id))?;
            let events: Vec<Event> = archive
                .events_of(&id)?
                .into_iter()
                .map(|r| r.event)
                .collect();
            let mut wrong = archive.corrections_of(&id)?;
            wrong.retain(|c| c.field == "wrong");
            Ok((row, events, wrong))
        })
        .await?;
    let title = row.title.clone().unwrap_or_else(|| row.id.clone());
    let body = html! {
        h1 { (title) }
        p.soft {
            (if row.source.is_empty() { "unknown source" } else { row.source.as_str() })
            @if let Some(date) = &row.date { " · " (date) @if let Some(basis) = &row.date_basis { " (" (basis) ")" } }
            @if !row.authors.is_empty() { " · by " (row.authors.join(", ")) }
            @if let Some(of) = &row.copy_of { " · a copy of " a href=(format!("/articles/{}", escaped(of))) { (of) } }
            @if let Some(url) = row.url.as_deref().and_then(outward) {
                " · " a href=(format!("{url}{}", fragment(url, &events))) rel="noopener noreferrer nofollow external" { "where it was found" }
            }
        }
        @for warning in &row.warnings { p.card.small { (warning) } }
        (reading::legend())
        div.read {
            section aria-label="Text" {
                div.card { (reading::text(&row.text, &events, true)) }
                (reading::leftovers(&row.leftovers))
                p.soft.small { "Coded by " (row.coder) ", network " (row.model) "." }
            }
            section aria-label="Records" {
                h2 { (counted(i64::try_from(events.len()).unwrap_or(i64::MAX), "record")) }
                (reading::records(&events, links))
                @if !wrong.is_empty() {
                    h2 { "Said to be no event" }
                    ul.plain.small { @for row in &wrong { li { (super::correct::said(row)) } } }
                }
            }
        }
    };
    Ok(layout::page(&title, "", &["article.js"], &body))
}

/// Where a browser scrolls to on the page it came from: the words of the first act, with a few around them.
fn fragment(url: &str, events: &[Event]) -> String {
    let words = events.first().map(|e| {
        e.text_info
            .text
            .split_whitespace()
            .take(8)
            .collect::<Vec<_>>()
            .join(" ")
    });
    match words.filter(|w| !w.is_empty() && !url.contains('#')) {
        Some(words) => format!("#:~:text={}", escaped(&words).replace('-', "%2D")),
        None => String::new(),
    }
}
