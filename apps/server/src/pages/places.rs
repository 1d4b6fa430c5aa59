//! All at once: the signed network of a month, and the map of it. A script draws them; a table says the same.

use axum::extract::State as Shared;
use maud::{Markup, html};

use super::PageFault;
use super::layout;
use super::overview::months;
use crate::api::{Span, network_of, title};
use crate::error::Fault;
use crate::question::{Asked, escaped};
use crate::state::State;
use crate::ui;

/// Months that the slider reaches back.
const REACH: usize = 240;

pub(super) async fn network(
    Shared(state): Shared<State>,
    asked: Result<Asked<Span>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(span) = asked?;
    let (network, months) = state
        .read(move |archive| {
            let (since, until) = span.days(archive, 1)?;
            Ok((
                network_of(archive, since, until, true)?,
                months(archive, REACH)?,
            ))
        })
        .await?;
    let month = months
        .iter()
        .position(|m| m.0 == network.since && m.1 == network.until);
    let at = month.unwrap_or(months.len().saturating_sub(1));
    let named = |day: &str| day.get(..7).unwrap_or_default().to_owned();
    let shown = match month {
        Some(_) => named(&network.since),
        None => format!("{} to {}", network.since, network.until),
    };
    let list = serde_json::to_string(&months).map_err(Fault::internal)?;
    let between = |a: &str, b: &str| {
        format!(
            "/events?between={}%2C{}&since={}&until={}",
            escaped(a),
            escaped(b),
            network.since,
            network.until
        )
    };
    let balance = &network.balance;
    let [lower, upper] = balance.frustration_bounds;
    let body = html! {
        h1 { "Network" }
        p.soft { "Who stood how to whom from " (network.since) " to " (network.until) ": " span.q1 { "solid" } " where cooperation outweighs conflict, " span.q4 { "dashed" } " where conflict does; thick where a tie is at odds with the two camps, which the colours of actors show; faint where the sign rests on few happenings." }
        @if network.edges.is_empty() {
            section.empty { h2 { "Nobody had to do with anybody in this time" } p { "Move the time, or " a href="/" { "go to the overview" } "." } }
        }
        @if !months.is_empty() {
            div.slider {
                label for="month" { "Month: " output #month-label { (shown) } }
                input #month type="range" min="0" max=(months.len() - 1) value=(at) data-months=(list) aria-valuetext=(shown);
                a #open-month href=(format!("/network?since={}&until={}", network.since, network.until)) { "Show its tables" }
            }
        }
        svg.canvas.tall #canvas viewBox="0 0 800 500" role="group" aria-label="The network; the table below says the same" data-since=(network.since) data-until=(network.until) {}
        div.grid {
            section.card {
                h2 { "Balance" }
                dl.facts {
                    dt { "Ties" } dd { (network.ties) @if network.ties > network.edges.len() { span.soft { ", the heaviest " (network.edges.len()) " are measured" } } }
                    dt { "Triangles" } dd { (balance.balanced_triangles) " of " (balance.triangles) " are balanced" }
                    dt { "Ties at odds with the best two camps" } dd { @match balance.frustration { Some(n) => (n), None => { (lower) " to " (upper) } } }
                }
                @if !balance.unbalanced.is_empty() {
                    h2 { "Unbalanced triangles" }
                    ul.plain.small { @for [a, b, c] in &balance.unbalanced {
                        li { a href=(between(a, b)) { (a) "–" (b) } ", " a href=(between(b, c)) { (b) "–" (c) } ", " a href=(between(a, c)) { (a) "–" (c) } }
                    } }
                }
            }
            section.card {
                h2 { "Heaviest ties" }
                p.soft.small { "A sign holds in as many of 200 drawings among the happenings between the two." }
                div.scroll tabindex="0" role="region" aria-label="Ties" { table {
                    thead { tr { th scope="col" { "Between" } th.n scope="col" { "Cooperation" } th.n scope="col" { "Conflict" } th.n scope="col" { "Sign holds" } } }
                    tbody { @for edge in network.edges.iter().take(25) { tr {
                        td { a href=(between(&edge.a, &edge.b)) { (title(&edge.a).unwrap_or(&edge.a)) " and " (title(&edge.b).unwrap_or(&edge.b)) } @if edge.violated { " " span.tag { "at odds" } } }
                        td.n { (format!("{:.1}", edge.cooperation)) } td.n { (format!("{:.1}", edge.conflict)) } td.n { @if edge.sign == 0 { "–" } @else { (format!("{:.0} %", edge.stability * 100.0)) } }
                    } } }
                } }
            }
        }
    };
    let scripts = [
        "vendor/d3-dispatch.min.js",
        "vendor/d3-quadtree.min.js",
        "vendor/d3-timer.min.js",
        "vendor/d3-force.min.js",
        "network.js",
    ];
    let scripts: &[&str] = if months.is_empty() { &[] } else { &scripts };
    Ok(layout::page("Network", "/network", scripts, &body))
}

pub(super) async fn map(
    Shared(state): Shared<State>,
    asked: Result<Asked<Span>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(span) = asked?;
    let ((since, until), all) = state
        .read(move |archive| {
            let (since, until) = span.days(archive, 1)?;
            Ok(((since, until), archive.places(since, until, 60)?))
        })
        .await?;
    let (since, until) = (since.to_string(), until.to_string());
    let body = html! {
        h1 { "Map" }
        form.bar method="get" action="/map" {
            label { "From " input type="date" name="since" value=(since); }
            label { "Until " input type="date" name="until" value=(until); }
            button.quiet { "Show" }
        }
        p.soft { "A filled circle is where a place is known, a hollow one the middle of a country where only that is; " span.q4 { "conflict" } " where more than half of what happened is." }
        svg.canvas #canvas viewBox="0 0 800 500" role="group" aria-label="The map; the table below says the same" data-since=(since) data-until=(until) data-atlas=(ui::address("vendor/countries-110m.json")) {}
        p #left.soft.small {}
        @if all.is_empty() {
            section.empty { h2 { "No place is known of what happened in this time" } p { "Ask for more of it above." } }
        } @else {
            section.card {
                h2 { "Places" }
                div.scroll tabindex="0" role="region" aria-label="Places" { table {
                    thead { tr { th scope="col" { "Place" } th.n scope="col" { "Happenings" } th.n scope="col" { "Conflict" } } }
                    tbody { @for place in &all { tr {
                        td { a href=(format!("/events?place={}&since={since}&until={until}", escaped(&place.place))) { (place.place) } @if let Some(c) = &place.country { " " span.soft.small { (c) } } }
                        td.n { (place.happenings) } td.n { (place.conflict) }
                    } } }
                } }
            }
        }
    };
    let scripts = [
        "vendor/d3-array.min.js",
        "vendor/d3-geo.min.js",
        "vendor/topojson-client.min.js",
        "map.js",
    ];
    Ok(layout::page("Map", "/map", &scripts, &body))
}
