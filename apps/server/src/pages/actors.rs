//! Actors and how two of them stand: series of months, each of which leads to what happened in it.

use archive::Filter;
use axum::extract::{Path, State as Shared};
use maud::{Markup, html};

use super::PageFault;
use super::chart::Series;
use super::layout::{self, counted, heads, rows};
use crate::api::{Span, title};
use crate::error::Fault;
use crate::question::{Asked, escaped};
use crate::state::State;

/// Months that a page shows where no span is asked for.
const MONTHS: i32 = 24;
/// Happenings that stand on the line of time by themselves.
const POINTS: usize = 40;

pub(super) async fn list(
    Shared(state): Shared<State>,
    asked: Result<Asked<Span>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(span) = asked?;
    let (days, all) = state
        .read(move |archive| {
            let (since, until) = span.days(archive, 12)?;
            Ok(((since, until), archive.actors(since, until, 200)?))
        })
        .await?;
    let body = html! {
        h1 { "Actors" }
        p.soft { "From " (days.0) " to " (days.1) ", those with the most happenings first. For someone by name, "
            a href="/events" { "ask the events" } "." }
        @if all.is_empty() {
            section.empty { h2 { "Nobody did anything in this time" } p { a href="/" { "Go to the overview" } } }
        } @else {
            div.card.scroll tabindex="0" role="region" aria-label="Actors" {
                table {
                    thead { tr { th scope="col" { "Actor" } th.n scope="col" { "Acts" } th.n scope="col" { "Is acted upon" } } }
                    tbody { @for row in &all { tr {
                        td { a href=(format!("/actors/{}", escaped(&row.code))) { (title(&row.code).unwrap_or(&row.code)) } " " span.soft.small { (row.code) } }
                        td.n { (row.acts) } td.n { (row.receives) }
                    } } }
                }
            }
        }
    };
    Ok(layout::page("Actors", "/actors", &[], &body))
}

fn spans(since: &str, until: &str) -> Markup {
    html! {
        form.bar method="get" {
            label { "From " input type="date" name="since" value=(since); }
            label { "Until " input type="date" name="until" value=(until); }
            button.quiet { "Show" }
        }
    }
}

pub(super) async fn actor(
    Shared(state): Shared<State>,
    Path(code): Path<String>,
    asked: Result<Asked<Span>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(span) = asked?;
    let name = title(&code).unwrap_or(&code).to_owned();
    let shown = code.clone();
    let (days, names, months, partners, latest, told) = state
        .read(move |archive| {
            let days = span.days(archive, MONTHS)?;
            let names = archive.names_of(&code, 8)?;
            if names.is_empty() {
                return Err(Fault::missing("actor", &code));
            }
            let months = archive.months_of(&code, days.0, days.1)?;
            let partners = archive.partners(&code, days.0, days.1, 20)?;
            let filter = Filter {
                actor: Some(code.parse()?),
                since: Some(days.0),
                until: Some(days.1),
                limit: 15,
                ..Filter::default()
            };
            let latest = archive.query(&filter)?;
            let told = archive.most_told(&Filter {
                limit: POINTS,
                ..filter
            })?;
            Ok((days, names, months, partners, latest, told))
        })
        .await?;
    let mut series = Series::new(days.0, days.1).with(told);
    for row in &months {
        series.add(&row.month, &row.event, row.happenings);
    }
    let code = escaped(&shown);
    let body = html! {
        h1 { (name) " " span.soft { (shown) } }
        p.soft { "Told of as " (names.join(", ")) }
        (spans(&days.0.to_string(), &days.1.to_string()))
        div.card { (series.draw(&format!("What {name} did, by month"), |since, until| format!("/events?actor={code}&since={since}&until={until}"))) }
        div.grid {
            section.card {
                h2 { "With whom" }
                @if partners.is_empty() { p.soft { "With nobody in this time." } }
                ul.plain { @for row in &partners {
                    li { a href=(format!("/relations/{code}/{}", escaped(&row.code))) { (title(&row.code).unwrap_or(&row.code)) }
                        " " span.soft { (counted(row.acts, "act")) " upon it, " (row.receives) " by it" } }
                } }
            }
        }
        section.card {
            h2 { "What it did last" }
            @if latest.is_empty() { p.soft { "Nothing in this time." } } @else { (rows(&latest, &heads())) }
            p { a href=(format!("/events?actor={code}")) { "All of it" } }
        }
    };
    Ok(layout::page(&name, "/actors", &[], &body))
}

pub(super) async fn relation(
    Shared(state): Shared<State>,
    Path((a, b)): Path<(String, String)>,
    asked: Result<Asked<Span>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(span) = asked?;
    let (name_a, name_b) = (
        title(&a).unwrap_or(&a).to_owned(),
        title(&b).unwrap_or(&b).to_owned(),
    );
    let (code_a, code_b) = (escaped(&a), escaped(&b));
    let (days, forth, back, latest, told) = state
        .read(move |archive| {
            let days = span.days(archive, MONTHS)?;
            let forth = archive.daily(&a, &b, Some(days.0), Some(days.1))?;
            let back = archive.daily(&b, &a, Some(days.0), Some(days.1))?;
            let filter = Filter {
                between: Some((a.parse()?, b.parse()?)),
                since: Some(days.0),
                until: Some(days.1),
                limit: 20,
                ..Filter::default()
            };
            let latest = archive.query(&filter)?;
            let told = archive.most_told(&Filter {
                limit: 2 * POINTS,
                ..filter
            })?;
            Ok((days, forth, back, latest, told))
        })
        .await?;
    // What one does to the other stands under its own series; what they do together under both.
    let acts = |row: &archive::HappeningRow, code: &str| {
        row.actor.iter().any(|p| p.code.as_deref() == Some(code))
    };
    let draw = |rows: &[archive::CountRow], caption: &str, who: &str, whom: &str| {
        let own = told.iter().filter(|row| acts(row, who)).take(POINTS);
        let mut series = Series::new(days.0, days.1).with(own.cloned().collect());
        for row in rows {
            series.add(&row.time, &row.event, row.happenings);
        }
        series.draw(caption, |since, until| {
            format!("/events?actor={who}&recipient={whom}&since={since}&until={until}")
        })
    };
    let heading = format!("{name_a} and {name_b}");
    let body = html! {
        h1 { a href=(format!("/actors/{code_a}")) { (name_a) } " and " a href=(format!("/actors/{code_b}")) { (name_b) } }
        (spans(&days.0.to_string(), &days.1.to_string()))
        div.grid {
            div.card { (draw(&forth, &format!("What {name_a} did to {name_b}"), &code_a, &code_b)) }
            div.card { (draw(&back, &format!("What {name_b} did to {name_a}"), &code_b, &code_a)) }
        }
        section.card {
            h2 { "What happened between them" }
            @if latest.is_empty() {
                p.soft { "Nothing in this time; show more of it above." }
            } @else { (rows(&latest, &heads())) }
            p { a href=(format!("/events?between={code_a}%2C{code_b}")) { "All of it" } }
        }
    };
    Ok(layout::page(&heading, "/actors", &[], &body))
}
