//! A time series, drawn on the server: cooperation rises above the axis, conflict falls below it, each month leads to what
//! happened in it. Single happenings stand on a line below, each of which leads to its evidence. It needs no script.

use std::collections::BTreeMap;

use archive::HappeningRow;
use maud::{Markup, html};
use plover::{Date, EventType};

use super::layout::{counted, quad};
use crate::question::escaped;

const WIDTH: usize = 720;
/// Months that are named.
const NAMED: usize = 6;
const HEIGHT: usize = 190;
const AXIS: usize = 95;
const REACH: usize = 78;
/// The line of single happenings, and how far from it the strongest stand.
const LINE: usize = HEIGHT + 32;
const STRONGEST: f64 = 24.0;

/// Happenings of each quad by month, `YYYY-MM`, and some of them by themselves.
#[derive(Debug, Default)]
pub(crate) struct Series {
    months: BTreeMap<String, [i64; 4]>,
    points: Vec<HappeningRow>,
}

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
        Self {
            months,
            points: Vec::new(),
        }
    }

    /// With these by themselves.
    pub(crate) fn with(mut self, points: Vec<HappeningRow>) -> Self {
        self.points = points;
        self
    }

    /// Add happenings of a type at a time that begins with its month.
    pub(crate) fn add(&mut self, time: &str, event: &str, happenings: i64) {
        let quad = EventType::parse(event).map(EventType::quad);
        let month = time.get(..7).and_then(|m| self.months.get_mut(m));
        if let (Some(quad), Some(counts)) = (quad, month)
            && let Some(count) = counts.get_mut(usize::from(quad.code()) - 1)
        {
            *count += happenings;
        }
    }

    /// Drawn. `link` makes the address of what happened from a month's first day to its last.
    pub(crate) fn draw(&self, caption: &str, link: impl Fn(&str, &str) -> String) -> Markup {
        let most = self
            .months
            .values()
            .map(|[vc, mc, vx, mx]| (vc + mc).max(vx + mx))
            .max()
            .unwrap_or(0)
            .max(1);
        let n = self.months.len().max(1);
        let step = (WIDTH as f64 - 40.0) / n as f64;
        let tall = |count: i64| count as f64 / most as f64 * REACH as f64;
        let every = n.div_ceil(NAMED);
        let height = if self.points.is_empty() {
            HEIGHT
        } else {
            LINE + 32
        };
        html! {
            figure {
                div.scroll tabindex="0" role="region" aria-label=(caption) { svg.series viewBox=(format!("0 0 {WIDTH} {height}")) role="group" aria-label=(caption) {
                    line x1="36" y1=(AXIS) x2=(WIDTH) y2=(AXIS) {}
                    text x="32" y="24" text-anchor="end" { (most) }
                    text x="32" y=(HEIGHT - 18) text-anchor="end" { (most) }
                    @for (i, (month, [vc, mc, vx, mx])) in self.months.iter().enumerate() {
                        @let x = 38.0 + step * i as f64;
                        @let wide = (step * 0.82).max(1.0);
                        @let (axis, last) = (AXIS as f64, end(month));
                        @let told = format!("{month}: {} cooperation, {} conflict", vc + mc, vx + mx);
                        @if vc + mc + vx + mx > 0 {
                            a href=(link(&format!("{month}-01"), &last)) aria-label=(told) {
                                title { (told) }
                                rect.hit x=(fixed(x)) y="0" width=(fixed(wide)) height=(HEIGHT - 18) {}
                                rect.up x=(fixed(x)) y=(fixed(axis - tall(*vc))) width=(fixed(wide)) height=(fixed(tall(*vc))) {}
                                rect.up2 x=(fixed(x)) y=(fixed(axis - tall(vc + mc))) width=(fixed(wide)) height=(fixed(tall(*mc))) {}
                                rect.down2 x=(fixed(x)) y=(fixed(axis)) width=(fixed(wide)) height=(fixed(tall(*vx))) {}
                                rect.down x=(fixed(x)) y=(fixed(axis + tall(*vx))) width=(fixed(wide)) height=(fixed(tall(*mx))) {}
                            }
                        }
                        @if i % every == 0 { text x=(fixed(x)) y=(HEIGHT - 2) { (month) } }
                    }
                    @if !self.points.is_empty() {
                        line x1="36" y1=(LINE) x2=(WIDTH) y2=(LINE) {}
                        text x="32" y=(LINE - 14) text-anchor="end" { "+10" }
                        text x="32" y=(LINE + 22) text-anchor="end" { "−10" }
                        @for row in &self.points { (self.point(row, step)) }
                    }
                } }
                figcaption {
                    (caption) ". Above the axis " span.q1 { "verbal" } " and " span.q2 { "material" } " cooperation, below it "
                    span.q3 { "verbal" } " and " span.q4 { "material" } " conflict; a month leads to what happened in it."
                    @if !self.points.is_empty() { " On the line, by score, what most sources tell of: a point leads to its evidence." }
                }
            }
        }
    }
}

impl Series {
    /// A happening by itself: where its day is, as high as its score.
    fn point(&self, row: &HappeningRow, step: f64) -> Markup {
        let date = row.date.as_deref().unwrap_or_default();
        let at = date
            .get(..7)
            .and_then(|m| self.months.keys().position(|k| k == m));
        let day = date.get(8..10).and_then(|d| d.parse().ok()).unwrap_or(15.0);
        let x = at.map(|at| 38.0 + step * (at as f64 + 0.82 * (day - 0.5) / 31.0));
        let scale = row.event_scale.unwrap_or(0.0).clamp(-10.0, 10.0);
        let y = LINE as f64 - scale / 10.0 * STRONGEST;
        let wide = 3.0 + (row.sources.clamp(1, 16) as f64).sqrt();
        let class = quad(row.quad_code).0;
        let told = format!(
            "{date}: {}, {}: {}",
            row.event,
            counted(row.sources, "source"),
            row.text.trim()
        );
        html! {
            @if let Some(x) = x {
                a href=(format!("/happenings/{}", escaped(&row.id))) aria-label=(told) {
                    title { (told) }
                    circle class=(format!("point {class}")) cx=(fixed(x)) cy=(fixed(y)) r=(fixed(wide)) {}
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
