//! A time series, drawn on the server: cooperation rises above the axis, conflict falls below it, each month leads to what
//! happened in it. It needs no script, and says the same as a table.

use std::collections::BTreeMap;

use maud::{Markup, html};
use plover::{Date, EventType};

const WIDTH: usize = 720;
const HEIGHT: usize = 190;
const AXIS: usize = 95;
const REACH: usize = 78;

/// Happenings of each quad by month, `YYYY-MM`.
#[derive(Debug, Default)]
pub(crate) struct Series(BTreeMap<String, [i64; 4]>);

impl Series {
    /// With every month of a span, also those in which nothing happened.
    pub(crate) fn new(since: Date, until: Date) -> Self {
        let mut months = BTreeMap::new();
        let mut month = since.add_days(1 - i32::from(since.day()));
        while month <= until && months.len() < 600 {
            months.insert(name(month), [0; 4]);
            let next = month.add_months(1);
            if next <= month {
                break;
            }
            month = next;
        }
        Self(months)
    }

    /// Add happenings of a type at a time that begins with its month.
    pub(crate) fn add(&mut self, time: &str, event: &str, happenings: i64) {
        let quad = EventType::parse(event).map(EventType::quad);
        let month = time.get(..7).and_then(|m| self.0.get_mut(m));
        if let (Some(quad), Some(counts)) = (quad, month)
            && let Some(count) = counts.get_mut(usize::from(quad.code()) - 1)
        {
            *count += happenings;
        }
    }

    /// Drawn. `link` makes the address of what happened from a month's first day to its last.
    pub(crate) fn draw(&self, caption: &str, link: impl Fn(&str, &str) -> String) -> Markup {
        let most = self
            .0
            .values()
            .map(|[vc, mc, vx, mx]| (vc + mc).max(vx + mx))
            .max()
            .unwrap_or(0)
            .max(1);
        let n = self.0.len().max(1);
        let step = (WIDTH as f64 - 40.0) / n as f64;
        let tall = |count: i64| count as f64 / most as f64 * REACH as f64;
        let every = n.div_ceil(8);
        html! {
            figure {
                svg.series viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(caption) {
                    line x1="36" y1=(AXIS) x2=(WIDTH) y2=(AXIS) {}
                    text x="32" y="22" text-anchor="end" { (most) }
                    text x="32" y=(HEIGHT - 14) text-anchor="end" { (most) }
                    @for (i, (month, [vc, mc, vx, mx])) in self.0.iter().enumerate() {
                        @let x = 38.0 + step * i as f64;
                        @let wide = (step * 0.82).max(1.0);
                        @let (axis, last) = (AXIS as f64, end(month));
                        @let told = format!("{month}: {} cooperation, {} conflict", vc + mc, vx + mx);
                        @if vc + mc + vx + mx > 0 {
                            a href=(link(&format!("{month}-01"), &last)) aria-label=(told) {
                                title { (told) }
                                rect.hit x=(fixed(x)) y="0" width=(fixed(wide)) height=(HEIGHT - 14) {}
                                rect.up x=(fixed(x)) y=(fixed(axis - tall(*vc))) width=(fixed(wide)) height=(fixed(tall(*vc))) {}
                                rect.up2 x=(fixed(x)) y=(fixed(axis - tall(vc + mc))) width=(fixed(wide)) height=(fixed(tall(*mc))) {}
                                rect.down2 x=(fixed(x)) y=(fixed(axis)) width=(fixed(wide)) height=(fixed(tall(*vx))) {}
                                rect.down x=(fixed(x)) y=(fixed(axis + tall(*vx))) width=(fixed(wide)) height=(fixed(tall(*mx))) {}
                            }
                        }
                        @if i % every == 0 { text x=(fixed(x)) y=(HEIGHT - 2) { (month) } }
                    }
                }
                figcaption {
                    (caption) ". Above the axis " span.q1 { "verbal" } " and " span.q2 { "material" } " cooperation, below it "
                    span.q3 { "verbal" } " and " span.q4 { "material" } " conflict; a month leads to what happened in it."
                }
            }
        }
    }
}

fn fixed(x: f64) -> String {
    format!("{x:.1}")
}

/// A day's month.
pub(crate) fn name(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The last day of a month.
pub(crate) fn end(month: &str) -> String {
    let first = Date::parse(&format!("{month}-01"));
    first.map_or_else(String::new, |d| d.add_months(1).add_days(-1).to_string())
}
