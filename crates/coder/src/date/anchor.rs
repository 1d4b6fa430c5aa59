//! Which day is 'today' to a text? Its publication date, or what can be proved from the text itself.
//!
//! 'Monday, July 20' was true in 2009, 2015, 2020 and 2026 only; whoever is named as holding an office held it
//! from one day to another, and who once held it does so no more; an event of a known day has been, and its
//! anniversary tells how long ago; a year spoken of in the past has begun. The years that pass every test are the
//! candidates, and the year comes out only if one is left. Nothing here knows the present year.

use std::collections::BTreeMap;

use plover::{Date, Weekday};
use syntax::{Document, Token, Upos};

use super::{DateExpression, Direction, Kind, known};
use crate::tree::{Lowered, Tree};

/// First and last year that a text may be from.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2049;

/// The day a text was written, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anchor {
    /// The day; only about right where [`Anchor::inferred`], and without [`Anchor::year`] no more than a day on which
    /// all those named were in office.
    pub date: Option<Date>,
    /// Whether the date is only the middle of the days that the text may be from: no weekday can be told from it.
    pub rough: bool,
    /// Its year, where that much is known.
    pub year: Option<i32>,
    /// The years that nothing speaks against, if several.
    pub candidates: Vec<i32>,
    /// Whether the text had to be asked.
    pub inferred: bool,
    /// Why, for a reader.
    pub basis: String,
    /// How far to trust it, from 0 to 1.
    pub confidence: f64,
}

impl Anchor {
    /// The day a story was published.
    pub fn published(day: Date) -> Self {
        Self {
            date: Some(day),
            rough: false,
            year: Some(day.year()),
            candidates: vec![day.year()],
            inferred: false,
            basis: "publication date".to_owned(),
            confidence: 1.0,
        }
    }
}

/// Days between which a text was written, since it names someone in an office, or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// First day, if there is one.
    pub start: Option<Date>,
    /// Last day, if it is over.
    pub end: Option<Date>,
    /// Whose or of what, and more in brackets: terms of the same person are alternatives, one of which must hold.
    pub why: String,
    /// Whether it is an office held then, and not one that is over, or an event.
    pub held: bool,
}

impl Term {
    fn who(&self) -> &str {
        self.why.split(" (").next().unwrap_or_default()
    }
}

/// A date without a year and its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    month: u8,
    day: u8,
    weekday: Option<Weekday>,
    ahead: bool,
}

/// The day a text was written, from its dates, the terms of those it names and the events of which it speaks.
///
/// ```
/// use coder::date::{Term, find, infer};
/// use plover::Date;
/// let document = syntax::segment::segment("Kadhimi was to visit Riyadh on Monday, July 20.");
/// let term = Term { start: Date::new(2020, 5, 7), end: Date::new(2022, 10, 27), why: "Kadhimi".to_owned(), held: true };
/// let anchor = infer(&document, &find(&document), &[term]);
/// assert_eq!(anchor.date, Date::new(2020, 7, 20));
/// ```
pub fn infer(document: &Document, expressions: &[DateExpression], terms: &[Term]) -> Anchor {
    let lowered = Lowered::new(&document.sentences);
    infer_in_trees(document, &lowered.trees(), expressions, terms.to_vec())
}

pub(crate) fn infer_in_trees(
    document: &Document,
    trees: &[Tree<'_>],
    expressions: &[DateExpression],
    mut terms: Vec<Term>,
) -> Anchor {
    if let Some(day) = dateline(trees, expressions) {
        return Anchor {
            inferred: true,
            basis: "its dateline says so".to_owned(),
            confidence: 0.95,
            ..Anchor::published(day)
        };
    }
    let mut seen = Seen::default();
    // 'The September 11 attacks' name a day, but not one of the text's own.
    let events = known::all(trees);
    for e in known::outside(&events, expressions) {
        seen.take(&e.kind, e.tense);
    }
    terms.extend(known::spans(document, &events, expressions));
    let terms = terms.as_slice();
    seen.pairs.sort_unstable();
    seen.pairs.dedup();
    let mut why: Vec<String> = Vec::new();
    let mut confidence: f64 = 0.95;

    let weekdays: Vec<Pair> = seen
        .pairs
        .iter()
        .copied()
        .filter(|p| p.weekday.is_some())
        .collect();
    let mut years: Vec<i32> = YEARS.collect();
    if !weekdays.is_empty() {
        let all: Vec<i32> = years
            .iter()
            .copied()
            .filter(|&y| weekdays.iter().all(|p| falls(*p, y)))
            .collect();
        // Around New Year the dates of a text lie in two years.
        let turn = |y: &i32| {
            weekdays
                .iter()
                .all(|p| falls(*p, if p.month >= 10 { y - 1 } else { *y }))
        };
        let all = if all.is_empty() {
            years.iter().copied().filter(turn).collect()
        } else {
            all
        };
        if all.is_empty() {
            why.push("weekdays and dates do not fit one year".to_owned());
            confidence = 0.3;
        } else {
            why.push(format!("{} fit {}", list(&weekdays), plural(all.len())));
            years = all;
        }
    }
    let narrowed = years.len() < YEARS.count();
    let begun = seen.past_year.filter(|y| YEARS.contains(y));
    if let Some(begun) = begun {
        let rest: Vec<i32> = years.iter().copied().filter(|&y| y >= begun).collect();
        if !rest.is_empty() {
            years = rest;
            why.push(format!("{begun} is spoken of as past or present"));
        }
    }
    let in_office = terms_hold(&years, &seen.pairs, terms, &mut why, &mut confidence);
    years = in_office;
    let bounded = years.len() < YEARS.count();

    let mut year = match years.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    if year.is_none()
        && let Some(begun) = begun
        && years.contains(&begun)
        && (narrowed || seen.full.is_some_and(|d| d.year() == begun))
    {
        // A year that is named and that fits is likelier than one that is neither.
        why.push(format!("{begun} is named"));
        confidence = confidence.min(0.7);
        year = Some(begun);
    }
    let day = year.and_then(|year| latest(&seen, year));
    let middle = || all_in_office(terms).filter(|_| !narrowed);
    let (date, rough) = match day {
        Some(day) => (Some(day), false),
        None => middle().map_or((None, false), |(day, rough)| (Some(day), rough)),
    };
    if !narrowed {
        // Offices and events tell of what is spoken of, which may lie behind the text.
        confidence = confidence.min(0.8);
    }
    if year.is_none() || date.is_none() {
        confidence = confidence.min(0.5);
    }
    let candidates = match year {
        Some(year) => vec![year],
        None if bounded => years,
        None => Vec::new(),
    };
    let confidence = if candidates.is_empty() {
        0.0
    } else {
        confidence
    };
    Anchor {
        date,
        rough,
        year,
        candidates,
        inferred: true,
        basis: why.join("; "),
        confidence,
    }
}

/// The whole date of a dateline, 'NIAMEY, July 2, 2009 - ', or of a line of its own under the headline.
fn dateline(trees: &[Tree<'_>], expressions: &[DateExpression]) -> Option<Date> {
    /// Sentences from the top, and words before and behind the date.
    const TOP: usize = 4;
    const PLACE: usize = 8;
    expressions
        .iter()
        .take_while(|e| e.sentence < TOP)
        .find_map(|e| {
            let &Kind::Day {
                year: Some(year),
                month: Some(month),
                day,
                swappable: false,
                ..
            } = &e.kind
            else {
                return None;
            };
            let s = trees.get(e.sentence)?;
            let behind = s.tokens.get(e.last + 1).map_or("", |t| t.form.as_str());
            let place = |t: &Token| {
                matches!(t.upos, Upos::Propn | Upos::Punct)
                    || t.form.chars().all(char::is_uppercase)
            };
            let before = s.tokens.get(..e.first)?;
            let line = s.starts_paragraph && before.len() <= PLACE && before.iter().all(place);
            let ends = matches!(behind, "-" | "–" | "—" | "--" | "(") && !before.is_empty();
            let alone = behind.is_empty();
            Date::new(year, month, day).filter(|_| line && (ends || alone))
        })
}

/// What the expressions of a text say of its time.
#[derive(Debug, Default)]
struct Seen {
    pairs: Vec<Pair>,
    /// The latest year that has begun.
    past_year: Option<i32>,
    /// The latest full date that is not ahead.
    full: Option<Date>,
}

impl Seen {
    fn take(&mut self, kind: &Kind, tense: Direction) {
        let ahead = tense == Direction::Future;
        match kind {
            &Kind::Day {
                year: None,
                month: Some(month),
                day,
                weekday,
                ..
            } => self.pairs.push(Pair {
                month,
                day,
                weekday,
                ahead,
            }),
            &Kind::Day {
                year: Some(year),
                month: Some(month),
                day,
                swappable: false,
                ..
            } if !ahead => {
                self.full = self.full.max(Date::new(year, month, day));
                self.past_year = self.past_year.max(Some(year));
            }
            &(Kind::Year { year, .. }
            | Kind::Month {
                year: Some(year), ..
            }
            | Kind::Day {
                year: Some(year), ..
            }) if tense == Direction::Past => {
                self.past_year = self.past_year.max(Some(year));
            }
            Kind::Range { from, to } => {
                self.take(from, tense);
                self.take(to, tense);
            }
            _ => {}
        }
    }
}

fn falls(pair: Pair, year: i32) -> bool {
    Date::new(year, pair.month, pair.day)
        .is_some_and(|d| pair.weekday.is_none_or(|w| d.weekday() == w))
}

/// The years in which those who are named held their offices: all of them, or as many as can have.
fn terms_hold(
    years: &[i32],
    pairs: &[Pair],
    terms: &[Term],
    why: &mut Vec<String>,
    confidence: &mut f64,
) -> Vec<i32> {
    let mut people: BTreeMap<&str, Vec<&Term>> = BTreeMap::new();
    for term in terms
        .iter()
        .filter(|t| t.start.is_some() || t.end.is_some())
    {
        people.entry(term.who()).or_default().push(term);
    }
    if people.is_empty() {
        return years.to_vec();
    }
    let days: Vec<(i32, (Date, Date))> = years
        .iter()
        .filter_map(|&year| Some((year, days_named(pairs, year)?)))
        .collect();
    // In office on some of them.
    let holds = |term: &Term, (first, last): (Date, Date)| {
        term.start.is_none_or(|s| s <= last) && term.end.is_none_or(|e| e >= first)
    };
    let score = |days: (Date, Date)| {
        let held = |terms: &&Vec<&Term>| terms.iter().any(|t| holds(t, days));
        people.values().filter(held).count()
    };
    let scores: Vec<usize> = days.iter().map(|&(_, days)| score(days)).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    if best == 0 {
        return years.to_vec();
    }
    if best < people.len() {
        // Someone is named who was no longer, or not yet, in office.
        *confidence = confidence.min(0.6);
    }
    let mut scores = scores.into_iter();
    let mut kept = days;
    kept.retain(|_| scores.next() == Some(best));
    if kept.len() < years.len() {
        let binding = |held: bool| {
            let all = people.iter().filter(|(_, terms)| {
                let mut holding = terms.iter().filter(|t| kept.iter().any(|k| holds(t, k.1)));
                holding.next().is_some_and(|t| t.held == held)
            });
            all.map(|(who, _)| *who).take(4).collect::<Vec<_>>()
        };
        for (what, held) in [("in office", true), ("after", false)] {
            let names = binding(held);
            if !names.is_empty() {
                why.push(format!("{what}: {}", names.join(", ")));
            }
        }
    }
    kept.into_iter().map(|(year, _)| year).collect()
}

/// The first and last of the days named, in a year, or of the year, where none is.
fn days_named(pairs: &[Pair], year: i32) -> Option<(Date, Date)> {
    let named = pairs
        .iter()
        .filter_map(|p| Date::new(year, p.month, p.day))
        .map(|d| (d, d));
    let span = named.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)));
    span.or_else(|| Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?)))
}

/// Days within which everyone named must have been in office together for their middle to say who else was.
const TOGETHER: i32 = 4 * 366;

/// The middle of the days on which everyone named held their office, if those are not too many, and whether they are several.
fn all_in_office(terms: &[Term]) -> Option<(Date, bool)> {
    let start = terms.iter().filter_map(|t| t.start).max()?;
    let end = terms.iter().filter_map(|t| t.end).min()?;
    let days = end.to_days() - start.to_days();
    (0..TOGETHER)
        .contains(&days)
        .then(|| (start.add_days(days / 2), days > 0))
}

/// The latest day named that is not ahead; if all are, the first of them.
fn latest(seen: &Seen, year: i32) -> Option<Date> {
    let turn = seen.pairs.iter().any(|p| p.month <= 2) && seen.pairs.iter().any(|p| p.month >= 11);
    let day = |p: &Pair| {
        Date::new(
            if turn && p.month >= 10 {
                year - 1
            } else {
                year
            },
            p.month,
            p.day,
        )
    };
    let past = seen.pairs.iter().filter(|p| !p.ahead).filter_map(day).max();
    let past = past.max(seen.full.filter(|d| d.year() == year));
    past.or_else(|| seen.pairs.iter().filter_map(day).min())
}

fn list(pairs: &[Pair]) -> String {
    let one = |p: &Pair| {
        p.weekday
            .map(|w| format!("{w:?} {:02}-{:02}", p.month, p.day))
    };
    pairs
        .iter()
        .filter_map(one)
        .take(4)
        .collect::<Vec<_>>()
        .join(" and ")
}

fn plural(n: usize) -> String {
    format!("{n} {}", if n == 1 { "year" } else { "years" })
}
