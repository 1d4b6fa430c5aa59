//! Every expression of time of a sentence.
//!
//! At each token the longest reading wins: days (`day`), months and years (`year`), what is counted from now
//! (`count`), periods (`period`, `named`); then two readings with 'to', 'and' or a dash between them may make a
//! range (`range`). A reading is dropped where the words are a name: 'Black Friday', 'the Sunday Times'.

use syntax::{Deprel, NameClass, Sentence};

use super::day::{day_alone, day_month, month_day, numeric, weekday_alone, weekday_and_day};
use super::line::{Line, Read};
use super::range::{class, enclosed, joined};
use super::year::{month_alone, of_year, year_alone};
use super::{Bound, Kind, Part, Which, count, named, period};
use crate::signal::Part as Signal;
use crate::tree::Tree;

/// A reading: tokens `first..end`.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) bound: Bound,
    /// Whether the day stands first in an all-digit date that can only be read one way.
    pub(super) day_first: Option<bool>,
}

/// Every reading of a sentence, in order, not overlapping.
pub(super) fn scan(s: &Tree<'_>) -> Vec<Found> {
    // One past the last word that tells a time: no reading starts behind it.
    let close = (0..s.tokens.len()).rfind(|&i| s.signal(i).has(Signal::Tells));
    let close = close.map_or(0, |last| last + 1);
    debug_assert!(
        signals_hold(s, close),
        "a reading starts at an unknown word: {:?}",
        s.tokens.iter().map(|t| &t.form).collect::<Vec<_>>()
    );
    if close == 0 {
        return Vec::new();
    }
    let line = Line::new(s);
    let mut all = Vec::new();
    let mut at = 0;
    while at < close {
        let read = if s.signal(at).has(Signal::Opens) {
            read_at(&line, at)
        } else {
            None
        };
        match read.filter(|f| !is_name(s, f.first, f.end)) {
            Some(found) => {
                at = found.end;
                all.push(found);
            }
            None => at += 1,
        }
    }
    all
}

/// Whether nothing can be read where the signals say so: they are told apart from the readers for speed alone.
fn signals_hold(s: &Tree<'_>, close: usize) -> bool {
    let line = Line::new(s);
    let opens = |at: usize| at < close && s.signal(at).has(Signal::Opens);
    (0..s.tokens.len()).all(|at| opens(at) || read_at(&line, at).is_none())
}

fn read_at(line: &Line<'_>, at: usize) -> Option<Found> {
    if matches!(line.before(at), "every" | "each") {
        return None;
    }
    if let Some((kind, end)) = enclosed(line, at) {
        return Some(Found {
            first: at,
            end,
            kind,
            bound: Bound::At,
            day_first: None,
        });
    }
    let (kind, end, day_first) = atom(line, at)?;
    let (kind, end) = joined(line, at, kind, end);
    Some(Found {
        first: at,
        end,
        bound: bound(line, at, end),
        kind,
        day_first,
    })
}

/// The longest single reading at `at`, and the order of an all-digit date if it shows.
pub(super) fn atom(line: &Line<'_>, at: usize) -> Option<(Kind, usize, Option<bool>)> {
    let readings = [
        weekday_and_day(line, at),
        month_day(line, at),
        day_month(line, at),
        period::read(line, at),
        month_alone(line, at),
        weekday_alone(line, at),
        day_alone(line, at),
        year_alone(line, at),
    ];
    let numeric = numeric(line.word(at)).map(|(kind, order)| (kind, at + 1, order));
    let best = readings
        .into_iter()
        .flatten()
        .map(|(kind, end)| (kind, end, None))
        .chain(numeric);
    // The first of equally long ones.
    let (kind, end, order) = best.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let (kind, end) = of_year(line, kind, end);
    Some((kind, end, order))
}

/// Whether the words are a name rather than a time: 'Black Friday', 'Sunday Times', 'April'.
fn is_name(s: &Sentence, first: usize, end: usize) -> bool {
    let last = end - 1;
    let person = |i: usize| {
        s.names
            .iter()
            .any(|n| n.class == NameClass::Per && n.first <= i && i <= n.last)
    };
    let days = (first..end).any(|i| s.tokens[i].form.starts_with(|c: char| c.is_ascii_digit()));
    // 'Bloody Sunday': the network need not know it for a name.
    let called = first.checked_sub(1).map(|b| &s.tokens[b]).is_some_and(|b| {
        first > 1
            && b.form.starts_with(char::is_uppercase)
            && b.head.is_some_and(|h| (first..end).contains(&h))
            && matches!(b.deprel, Deprel::Amod | Deprel::Compound | Deprel::Flat)
    });
    if called && !days {
        return true;
    }
    let covered = s.names.iter().find(|n| n.first <= first && last <= n.last);
    match covered {
        // A longer name around the words; a year or a day in it dates it all the same ('Tokyo 2020' does not).
        Some(n) if n.first < first || n.last > last => end - first == 1 || !days,
        Some(_) => first == last && person(first),
        None => false,
    }
}

/// What stands before an expression: 'since', 'until', 'by', 'before', 'after'.
fn bound(line: &Line<'_>, first: usize, end: usize) -> Bound {
    let Some(before) = first.checked_sub(1) else {
        return Bound::At;
    };
    let before = if line.word(before) == "the" {
        before.saturating_sub(1)
    } else {
        before
    };
    let bound = match line.word(before) {
        "since" => Bound::Since,
        "by" => Bound::By,
        "until" | "till" | "before" => Bound::Before,
        "after" => Bound::After,
        "to" if line.before(before) == "prior" => Bound::Before,
        _ => return Bound::At,
    };
    // 'after Monday's attack', 'before the 2019 war': the preposition belongs to the noun.
    if matches!(line.word(end), "'s" | "'") {
        return Bound::At;
    }
    match line.s.tokens[before].head {
        Some(head) if (first..end).contains(&head) => bound,
        None => bound,
        Some(_) => Bound::At,
    }
}

/// A single reading at `at` that means one day: what 'two days after' may count from.
pub(super) fn whole_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let at = at + usize::from(line.word(at) == "on");
    let plain = weekday_and_day(line, at)
        .or_else(|| month_day(line, at))
        .or_else(|| day_month(line, at))
        .or_else(|| numeric(line.word(at)).map(|(kind, _)| (kind, at + 1)))
        .or_else(|| count::deictic(line, at))
        .or_else(|| weekday_alone(line, at));
    plain.filter(|(kind, _)| class(kind) == 0)
}

/// A single reading at `at` that a part can be taken of.
pub(super) fn whole(line: &Line<'_>, at: usize) -> Option<Read> {
    let year = line
        .year(at)
        .filter(|y| (1500..2200).contains(y))
        .map(|year| {
            (
                Kind::Year {
                    year,
                    part: Part::Whole,
                },
                at + 1,
            )
        });
    let month = || {
        let month = line.month(at)?;
        let (year, end) = line
            .closing_year(at + 1)
            .map_or((None, at + 1), |(y, e)| (Some(y), e));
        Some((
            Kind::Month {
                year,
                month,
                which: Which::Bare,
                part: Part::Whole,
            },
            end,
        ))
    };
    let readings = [
        year,
        whole_day(line, at),
        month(),
        period::named_which(line, at),
        named::season(line, at),
    ];
    readings
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}
