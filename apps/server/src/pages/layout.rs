//! What every page has around it, and the pieces that several have.

use archive::{HappeningRow, PartyRow};
use maud::{DOCTYPE, Markup, html};
use plover::Quad;

use crate::question::escaped;
use crate::ui;

/// The pages that are led to from everywhere.
const PLACES: &[(&str, &str)] = &[
    ("/", "Overview"),
    ("/events", "Events"),
    ("/actors", "Actors"),
    ("/network", "Network"),
    ("/map", "Map"),
    ("/corrections", "Corrections"),
    ("/try", "Try it"),
];

/// A page: its title, where it is in the navigation, the scripts it runs (the last is its own module).
pub(crate) fn page(title: &str, here: &str, scripts: &[&str], body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Legation" }
                link rel="icon" type="image/svg+xml" href=(ui::address("icon.svg"));
                link rel="stylesheet" href=(ui::address("style.css"));
                @for script in scripts {
                    @if script.starts_with("vendor/") {
                        script defer src=(ui::address(script)) {}
                    } @else {
                        script type="module" src=(ui::address(script)) {}
                    }
                }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.name href="/" { "Legation" }
                    nav aria-label="Main" {
                        @for (address, name) in PLACES {
                            a href=(address) aria-current=[(*address == here).then_some("page")] { (name) }
                        }
                    }
                    form action="/events" role="search" {
                        input type="search" name="text" aria-label="Words of a sentence" placeholder="Words of a sentence";
                        button { "Search" }
                    }
                }
                main #main tabindex="-1" { (body) }
                footer { "Legation " (env!("CARGO_PKG_VERSION")) " · the same for programs: " a href="/api/v1/openapi.json" { "/api/v1" } }
            }
        }
    }
}

/// Class and name of a quad.
pub(crate) fn quad(code: i64) -> (&'static str, &'static str) {
    match u8::try_from(code).ok().and_then(Quad::from_code) {
        Some(Quad::VerbalCooperation) => ("q1", "verbal cooperation"),
        Some(Quad::MaterialCooperation) => ("q2", "material cooperation"),
        Some(Quad::VerbalConflict) => ("q3", "verbal conflict"),
        Some(Quad::MaterialConflict) => ("q4", "material conflict"),
        None => ("", ""),
    }
}

/// A type, coloured by its quad and named by it.
pub(crate) fn kind(event: &str, mode: Option<&str>, code: i64) -> Markup {
    let (class, name) = quad(code);
    html! {
        span class=(format!("tag {class}")) title=(name) { (event) }
        @if let Some(mode) = mode { " " span.small { (mode) } }
    }
}

/// Parties, each a link to its actor where it has a code.
pub(crate) fn side(parties: &[PartyRow]) -> Markup {
    html! {
        @if parties.is_empty() { span.soft { "–" } }
        @for (i, party) in parties.iter().enumerate() {
            @if i > 0 { ", " }
            @match &party.code {
                Some(code) => a href=(format!("/actors/{}", escaped(code))) { (party.name) },
                None => (party.name),
            }
            @if !party.sector.is_empty() { " " span.soft.small { (party.sector.join(", ")) } }
        }
    }
}

/// Happenings as a table's rows.
pub(crate) fn rows(all: &[HappeningRow], head: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Happenings" {
            table.rows {
                thead { (head) }
                tbody {
                    @for row in all {
                        tr {
                            td { (row.date.as_deref().unwrap_or("undated")) }
                            td { (kind(&row.event, row.mode.as_deref(), row.quad_code)) @if row.status != "occurred" { " " span.soft.small { (row.status) } } }
                            td data-name="who" { (side(&row.actor)) }
                            td data-name="to whom" { (side(&row.recipient)) }
                            td.t {
                                a href=(format!("/happenings/{}", escaped(&row.id))) { (row.text.trim()) }
                                @if let Some(place) = &row.place { " " span.soft.small { "at " (place) } }
                            }
                            td.n data-name="sources" { (row.sources) }
                        }
                    }
                }
            }
        }
    }
}

/// The heads of [`rows`], where nothing can be sorted.
pub(crate) fn heads() -> Markup {
    html! { tr { th scope="col" { "Date" } th scope="col" { "What" } th scope="col" { "Who" } th scope="col" { "To whom" } th scope="col" { "As told" } th.n scope="col" { "Sources" } } }
}

/// A link out, to where something was read; only of the web, whatever an article says of itself.
pub(crate) fn outward(url: &str) -> Option<&str> {
    let lower = url.get(..8)?.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    (web && url.bytes().all(|b| b > b' ' && b != 0x7f)).then_some(url)
}

/// `1 source`, `2 sources`.
pub(crate) fn counted(n: i64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::outward;

    #[test]
    fn only_the_web_is_linked_to() {
        for url in ["https://a.example/b", "HTTP://a.example/?q=1"] {
            assert_eq!(outward(url), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            " https://a",
            "https://a\n.example",
            "java",
            "",
            "//a.example",
            "javascript://a%0aalert(1)",
        ] {
            assert_eq!(outward(url), None, "{url}");
        }
    }
}
