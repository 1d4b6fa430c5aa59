//! Times counted from another: 'yesterday', 'two days ago', 'in three weeks', 'the past two weeks', 'a day later'.

use super::lexicon::Word;
use super::line::{Line, Read};
use super::{Base, Kind, Unit};
use crate::quantity::number;

pub(super) const fn shift(unit: Unit, count: i32, from: Base) -> Kind {
    Kind::Shift { unit, count, from }
}

/// 'yesterday', 'tonight', 'the day after tomorrow', 'earlier today', 'last night'.
pub(super) fn deictic(line: &Line<'_>, at: usize) -> Option<Read> {
    let day = |count, end| Some((shift(Unit::Day, count, Base::Now), end));
    let start = at + usize::from(line.word(at) == "the");
    if line.word(start) == "day" {
        match (line.word(start + 1), line.word(start + 2)) {
            ("before", "yesterday") => return day(-2, start + 3),
            ("after", "tomorrow") => return day(2, start + 3),
            _ => {}
        }
    }
    let time = |end: usize| {
        end + usize::from(matches!(
            line.word(end),
            "morning" | "afternoon" | "evening" | "night"
        ))
    };
    match line.word(at) {
        "yesterday" => day(-1, time(at + 1)),
        "today" | "tonight" if line.before(at) != "usa" => day(0, at + 1),
        "tomorrow" => day(1, time(at + 1)),
        "overnight" => None,
        "last" if line.word(at + 1) == "night" => day(-1, at + 2),
        "this" if matches!(line.word(at + 1), "morning" | "afternoon" | "evening") => {
            day(0, at + 2)
        }
        _ => None,
    }
}

/// The unit at `at`.
pub(super) fn unit(line: &Line<'_>, at: usize) -> Option<Unit> {
    match line.calendar(at)? {
        (Word::Unit(unit), _) => Some(unit),
        _ => None,
    }
}

/// A count of units: 'two days', 'a week', 'two and a half years', 'a few months'.
fn amount(line: &Line<'_>, at: usize) -> Option<(i32, Unit, usize)> {
    let tokens = &line.s.tokens;
    if matches!(line.word(at), "a" | "an")
        && let Some(unit) = unit(line, at + 1)
    {
        return Some((1, unit, at + 2));
    }
    let number = number::read(tokens, at)?;
    let next = number.end + usize::from(line.word(number.end) == "of");
    let mut unit = unit(line, next)?;
    let mut value = number.value;
    if value.fract() != 0.0 {
        // 'two and a half years' are 30 months.
        (value, unit) = match unit {
            Unit::Year => (value * 12.0, Unit::Month),
            Unit::Week => (value * 7.0, Unit::Day),
            Unit::Month => (value * 30.0, Unit::Day),
            Unit::Day => (value * 24.0, Unit::Hour),
            Unit::Decade => (value * 10.0, Unit::Year),
            other => (value, other),
        };
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded right here")]
    (0.0..10_000.0)
        .contains(&value)
        .then(|| (value.round() as i32, unit, next + 1))
}

/// Words of a count of several units.
const LONGEST: usize = 10;

/// 'two days ago', 'a week later', 'three weeks from now', 'two days after July 20'.
pub(super) fn counted(line: &Line<'_>, at: usize) -> Option<Read> {
    let (mut count, mut unit, mut end) = amount(line, at)?;
    // 'a year and two months ago'
    let next = end + usize::from(matches!(line.word(end), "and" | ","));
    if let Some((more, smaller, after)) = amount(line, next).filter(|_| next > end)
        && let (Unit::Year, Unit::Month) = (unit, smaller)
        && line.word(after) == "ago"
    {
        (count, unit, end) = (count * 12 + more, Unit::Month, after);
    }
    // 'a month and 21 days ago': one count from another.
    let (mut kind, mut last) = (shift(unit, -count, Base::Now), end);
    while let Some((more, smaller, after)) = amount(
        line,
        last + usize::from(matches!(line.word(last), "and" | ",")),
    ) {
        kind = shift(smaller, -more, Base::At(Box::new(kind)));
        last = after;
        if line.word(last) == "ago" {
            return Some((kind, last + 1));
        }
        if last > at + LONGEST {
            break;
        }
    }
    match line.word(end) {
        "ago" => Some((shift(unit, -count, Base::Now), end + 1)),
        "earlier" | "beforehand" => Some((shift(unit, -count, Base::Told), end + 1)),
        "later" | "afterwards" | "afterward" => Some((shift(unit, count, Base::Told), end + 1)),
        "hence" => Some((shift(unit, count, Base::Now), end + 1)),
        "from" if matches!(line.word(end + 1), "now" | "today") => {
            Some((shift(unit, count, Base::Now), end + 2))
        }
        "from" => {
            let (base, last) = super::scan::whole_day(line, end + 1)?;
            Some((shift(unit, count, Base::At(Box::new(base))), last))
        }
        word @ ("before" | "after") => {
            let count = if word == "before" { -count } else { count };
            // 'two days after the attack' counts from an act, which is not for this module to date.
            let (base, last) = super::scan::whole_day(line, end + 1)?;
            Some((shift(unit, count, Base::At(Box::new(base))), last))
        }
        _ => None,
    }
}

/// 'in three weeks', 'in 3 weeks' time'; 'within two days' is any day of them.
pub(super) fn in_units(line: &Line<'_>, at: usize) -> Option<Read> {
    if !matches!(line.word(at), "in" | "within") {
        return None;
    }
    let (count, unit, end) = amount(line, at + 1)?;
    let timed = matches!(line.word(end), "'" | "'s") && line.word(end + 1) == "time";
    let end = if timed { end + 2 } else { end };
    // 'in two days of talks', 'the first visit in two years': a duration, and it looks back.
    if !timed
        && (matches!(line.word(end), "of" | "after" | "before" | "since") || looks_back(line, at))
    {
        return None;
    }
    if line.word(at) == "within" {
        return Some((Kind::Stretch { unit, count }, end));
    }
    Some((shift(unit, count, Base::Now), end))
}

/// Whether the clause before 'in two years' can only mean a stretch of the past.
fn looks_back(line: &Line<'_>, at: usize) -> bool {
    let from = at.saturating_sub(6);
    let superlative = (from..at).any(|i| {
        matches!(
            line.word(i),
            "first" | "last" | "only" | "most" | "worst" | "second" | "third"
        ) || line.s.tokens[i].xpos == "JJS"
    });
    superlative || super::tense::of(line.s, at, at + 1) == super::Direction::Past
}

/// 'the past two weeks', 'the last few days', 'the next 24 hours'.
pub(super) fn stretch(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(matches!(line.word(at), "the" | "these"));
    let sign = match line.word(start) {
        "last" | "past" | "previous" => -1,
        "next" | "coming" | "following" => 1,
        _ => return None,
    };
    let (count, unit, end) = amount(line, start + 1)?;
    Some((
        Kind::Stretch {
            unit,
            count: sign * count,
        },
        end,
    ))
}

/// 'the following day', 'the same day', 'the day before', 'a day earlier'.
pub(super) fn told(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    if start == at {
        return None;
    }
    match line.word(start) {
        "following" => unit(line, start + 1)
            .filter(|_| !line.word(start + 1).ends_with('s'))
            .map(|u| (shift(u, 1, Base::Told), start + 2)),
        "same" if line.word(start + 1) == "day" => {
            Some((shift(Unit::Day, 0, Base::Told), start + 2))
        }
        "day" if matches!(line.word(start + 1), "before" | "after") => {
            if let Some((base, end)) = super::scan::whole_day(line, start + 2) {
                let count = if line.word(start + 1) == "before" {
                    -1
                } else {
                    1
                };
                return Some((shift(Unit::Day, count, Base::At(Box::new(base))), end));
            }
            // 'the day after he left' counts from an act.
            let ends = matches!(
                line.word(start + 2),
                "" | "." | "," | ";" | "and" | "in" | "at" | "by"
            );
            let count = if line.word(start + 1) == "before" {
                -1
            } else {
                1
            };
            ends.then(|| (shift(Unit::Day, count, Base::Told), start + 2))
        }
        _ => None,
    }
}
