//! What happened lately: volume, who rises, which relations changed, the latest happenings.

use archive::{Archive, DyadRow, Filter, VolumeRow};
use axum::extract::State as Shared;
use maud::{Markup, html};
use plover::{Date, EventType, Status};

use super::PageFault;
use super::chart::{Series, end, name};
use super::layout::{self, counted, heads, rows};
use crate::api::title;
use crate::error::Fault;
use crate::question::escaped;
use crate::state::State;

/// Months of the series.
const MONTHS: i32 = 24;
/// Dyads of the month among which change is looked for, the largest.
const DYADS: usize = 60;

/// How a dyad's mean score changed.
struct Change {
    dyad: DyadRow,
    before: f64,
    now: f64,
}

pub(super) async fn page(Shared(state): Shared<State>) -> Result<Markup, PageFault> {
    let path = state.path().display().to_string();
    let body = state
        .read(move |archive| match archive.latest_month()? {
            Some(month) => shown(archive, month),
            None => Ok(html! {
                section.empty {
                    h1 { "Nothing has happened yet" }
                    p { "No dated act is in this archive. Put articles into it:" }
                    pre { code { "legation ingest " (path) " ARTICLES…" } }
                    p { "or " a href="/try" { "paste one" } " to see what would be coded of it." }
                }
            }),
        })
        .await?;
    Ok(layout::page("Overview", "/", &[], &body))
}

fn shown(archive: &Archive, month: Date) -> Result<Markup, Fault> {
    let last = month.add_months(1).add_days(-1);
    let mut series = Series::new(month.add_months(1 - MONTHS), last);
    for row in archive.monthly()? {
        series.add(&row.time, &row.event, row.happenings);
    }
    let filter = Filter {
        until: Some(last),
        status: vec![Status::Occurred],
        limit: 12,
        ..Filter::default()
    };
    let latest = archive.query(&filter)?;
    let rising = rising(archive, month)?;
    let changes = changes(archive, month, last)?;
    Ok(html! {
        h1 { "What happened, up to " (name(month)) }
        div.card { (series.draw("Happenings by month", |since, until| format!("/events?since={since}&until={until}"))) }
        div.grid {
            section.card {
                h2 { "Actors rising" }
                p.soft.small { "More happenings in " (name(month)) " than in the month before." }
                @if rising.is_empty() { p.soft { "Nobody." } }
                ul.plain { @for (actor, more) in rising {
                    li { a href=(format!("/actors/{}", escaped(&actor.code))) { (title(&actor.code).unwrap_or(&actor.code)) }
                        " " span.soft { (counted(actor.acts + actor.receives, "happening")) ", " (more) " more" } }
                } }
            }
            section.card {
                h2 { "Relations that changed most" }
                p.soft.small { "Mean score of their acts in " (name(month)) ", and in the three months before; from -10, conflict, to 10, cooperation." }
                @if changes.is_empty() { p.soft { "None has enough happenings in both." } }
                ul.plain { @for change in changes {
                    @let (a, b) = (&change.dyad.actor, &change.dyad.recipient);
                    li { a href=(format!("/relations/{}/{}", escaped(a), escaped(b))) { (title(a).unwrap_or(a)) " → " (title(b).unwrap_or(b)) }
                        " " span.soft { (format!("{:+.1}", change.before)) " before, " }
                        span class=(if change.now < change.before { "q4" } else { "q1" }) { (format!("{:+.1}", change.now)) " now" } }
                } }
            }
        }
        section.card {
            h2 { "Latest happenings" }
            (rows(&latest, &heads()))
            p { a href="/events" { "All of them" } }
        }
    })
}

fn rising(archive: &Archive, month: Date) -> Result<Vec<(VolumeRow, i64)>, Fault> {
    let before = archive.actors(month.add_months(-1), month.add_months(-1), 500)?;
    let mut all: Vec<(VolumeRow, i64)> = archive
        .actors(month, month, 200)?
        .into_iter()
        .map(|now| {
            let then = before.iter().find(|b| b.code == now.code);
            let then = then.map_or(0, |b| b.acts + b.receives);
            let more = now.acts + now.receives - then;
            (now, more)
        })
        .filter(|(_, more)| *more > 0)
        .collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.code.cmp(&b.0.code)));
    all.truncate(8);
    Ok(all)
}

/// Fewest happenings in a time for a mean to say something.
const FEWEST: i64 = 3;

fn changes(archive: &Archive, month: Date, last: Date) -> Result<Vec<Change>, Fault> {
    let mean = |dyad: &DyadRow, since: Date, until: Date| -> Result<Option<f64>, Fault> {
        let (mut sum, mut n) = (0.0, 0);
        for row in archive.daily(&dyad.actor, &dyad.recipient, Some(since), Some(until))? {
            if let Some(event) = EventType::parse(&row.event).filter(|_| row.status == "occurred") {
                sum += event.base_score() * row.happenings as f64;
                n += row.happenings;
            }
        }
        Ok((n >= FEWEST).then(|| sum / n as f64))
    };
    let mut all = Vec::new();
    for dyad in archive.top_dyads(month.year(), month.month(), DYADS)? {
        if dyad.actor == "---" || dyad.recipient == "---" || dyad.actor == dyad.recipient {
            continue;
        }
        let now = mean(&dyad, month, last)?;
        let before = mean(&dyad, month.add_months(-3), month.add_days(-1))?;
        if let (Some(now), Some(before)) = (now, before) {
            all.push(Change { dyad, before, now });
        }
    }
    all.sort_by(|a, b| {
        (b.now - b.before)
            .abs()
            .total_cmp(&(a.now - a.before).abs())
    });
    all.truncate(8);
    Ok(all)
}

/// Months from the first to the last that has anything, as first and last days, at most so many of the latest.
pub(super) fn months(archive: &Archive, most: usize) -> Result<Vec<(String, String)>, Fault> {
    let latest = archive.latest_month()?.map(name).unwrap_or_default();
    let mut all: Vec<String> = archive.monthly()?.into_iter().map(|r| r.time).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|m| *m <= latest);
    let skipped = all.len().saturating_sub(most);
    let span = |m: String| (format!("{m}-01"), end(&m));
    Ok(all.into_iter().skip(skipped).map(span).collect())
}
