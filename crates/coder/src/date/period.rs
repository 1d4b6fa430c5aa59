//! The vaguer times: 'yesterday', 'two days ago', 'last week', 'the past two years', 'early July', 'this summer',
//! 'the third quarter', 'the 1990s', 'Christmas'.

use super::lexicon::{HOLIDAYS, Note, Word};
use super::scan::{Line, Read};
use super::{Base, Kind, Part, Season, Unit, Which};
use crate::quantity::number;

/// The longest of the readings at `at`.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Read> {
    let readings = [
        partial(line, at),
        deictic(line, at),
        counted(line, at),
        in_units(line, at),
        named_which(line, at),
        stretch(line, at),
        told(line, at),
        fraction(line, at),
        season(line, at),
        decade(line, at),
        holiday(line, at),
    ];
    readings.into_iter().flatten().reduce(|best, next| if next.1 > best.1 { next } else { best })
}

const fn shift(unit: Unit, count: i32, from: Base) -> Kind {
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
    let time = |end: usize| end + usize::from(matches!(line.word(end), "morning" | "afternoon" | "evening" | "night"));
    match line.word(at) {
        "yesterday" => day(-1, time(at + 1)),
        "today" | "tonight" if line.before(at) != "usa" => day(0, at + 1),
        "tomorrow" => day(1, time(at + 1)),
        "overnight" => None,
        "last" if line.word(at + 1) == "night" => day(-1, at + 2),
        "this" if matches!(line.word(at + 1), "morning" | "afternoon" | "evening") => day(0, at + 2),
        _ => None,
    }
}

/// The unit at `at`.
fn unit(line: &Line<'_>, at: usize) -> Option<Unit> {
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
    (0.0..10_000.0).contains(&value).then(|| (value.round() as i32, unit, next + 1))
}

/// 'two days ago', 'a week later', 'three weeks from now', 'two days after July 20'.
fn counted(line: &Line<'_>, at: usize) -> Option<Read> {
    let (mut count, mut unit, mut end) = amount(line, at)?;
    // 'a year and two months ago'
    let next = end + usize::from(matches!(line.word(end), "and" | ","));
    if let Some((more, smaller, after)) = amount(line, next).filter(|_| next > end)
        && let (Unit::Year, Unit::Month) = (unit, smaller)
        && line.word(after) == "ago"
    {
        (count, unit, end) = (count * 12 + more, Unit::Month, after);
    }
    match line.word(end) {
        "ago" => Some((shift(unit, -count, Base::Now), end + 1)),
        "earlier" | "beforehand" => Some((shift(unit, -count, Base::Told), end + 1)),
        "later" | "afterwards" | "afterward" => Some((shift(unit, count, Base::Told), end + 1)),
        "hence" => Some((shift(unit, count, Base::Now), end + 1)),
        "from" if matches!(line.word(end + 1), "now" | "today") => Some((shift(unit, count, Base::Now), end + 2)),
        "from" if line.word(end + 1) == "tomorrow" => Some((shift(unit, count, Base::At(Box::new(shift(Unit::Day, 1, Base::Now)))), end + 2)),
        word @ ("before" | "after") => {
            let count = if word == "before" { -count } else { count };
            // 'two days after the attack' counts from an act, which is not for this module to date.
            let (base, last) = super::scan::whole_day(line, end + 1)?;
            Some((shift(unit, count, Base::At(Box::new(base))), last))
        }
        _ => None,
    }
}

/// 'in three weeks', 'in 3 weeks' time', 'within two days'.
fn in_units(line: &Line<'_>, at: usize) -> Option<Read> {
    if line.word(at) != "in" {
        return None;
    }
    let (count, unit, end) = amount(line, at + 1)?;
    let timed = matches!(line.word(end), "'" | "'s") && line.word(end + 1) == "time";
    let end = if timed { end + 2 } else { end };
    // 'in two days of talks', 'the first visit in two years': a duration, and it looks back.
    if !timed && (matches!(line.word(end), "of" | "after" | "before" | "since") || looks_back(line, at)) {
        return None;
    }
    Some((shift(unit, count, Base::Now), end))
}

/// Whether the clause before 'in two years' can only mean a stretch of the past.
fn looks_back(line: &Line<'_>, at: usize) -> bool {
    let from = at.saturating_sub(6);
    let superlative = (from..at).any(|i| matches!(line.word(i), "first" | "last" | "only" | "most" | "worst" | "second" | "third") || line.s.tokens[i].xpos == "JJS");
    superlative || super::tense::of(line.s, at, at + 1) == super::Direction::Past
}

/// 'last', 'this', 'next' and what they say of months, weekdays, periods.
fn which(word: &str) -> Option<Which> {
    Some(match word {
        "last" | "past" | "previous" => Which::Last,
        "this" | "current" => Which::This,
        "next" | "coming" | "upcoming" => Which::Next,
        _ => return None,
    })
}

const fn offset(which: Which) -> i32 {
    match which {
        Which::Last => -1,
        Which::Next => 1,
        Which::Week(n) => n,
        Which::Bare | Which::This => 0,
    }
}

/// 'last week', 'this July', 'next Monday', 'the coming year', 'next week on Friday'.
pub(super) fn named_which(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let which = which(line.word(start))?;
    let next = start + 1;
    // 'the last week of July' is not last week; 'the last Monday' may be any.
    if let Some(weekday) = line.weekday(next) {
        let end = next + 1 + usize::from(matches!(line.word(next + 1), "morning" | "afternoon" | "evening" | "night"));
        return (!(start > at && which == Which::Last)).then_some((Kind::Weekday { weekday, which }, end));
    }
    if let Some(month) = line.month(next) {
        if line.day(next + 1).is_some_and(|_| which != Which::Last) {
            return None;
        }
        return Some((Kind::Month { year: None, month, which, part: Part::Whole }, next + 1));
    }
    let unit = unit(line, next)?;
    let word = line.word(next);
    if word.ends_with('s') || matches!(unit, Unit::Hour | Unit::Minute) || unit == Unit::Day && start == at {
        return None;
    }
    if unit == Unit::Day {
        // 'the past day', 'the next day'
        return matches!(line.word(start), "next" | "previous").then(|| (shift(Unit::Day, offset(which), Base::Told), next + 1));
    }
    if start > at {
        return match line.word(start) {
            "past" | "coming" => Some((Kind::Stretch { unit, count: offset(which) }, next + 1)),
            "current" => Some((Kind::Period { unit, offset: 0, part: Part::Whole }, next + 1)),
            "previous" | "next" if line.word(next + 1) != "of" => Some((shift(unit, offset(which), Base::Told), next + 1)),
            _ => None,
        };
    }
    if unit == Unit::Week {
        let day = next + 1 + usize::from(matches!(line.word(next + 1), "," | "on"));
        if let Some(weekday) = line.weekday(day) {
            return Some((Kind::Weekday { weekday, which: Which::Week(offset(which)) }, day + 1));
        }
    }
    Some((Kind::Period { unit, offset: offset(which), part: Part::Whole }, next + 1))
}

/// 'the past two weeks', 'the last few days', 'the next 24 hours'.
fn stretch(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(matches!(line.word(at), "the" | "these"));
    let sign = match line.word(start) {
        "last" | "past" | "previous" => -1,
        "next" | "coming" | "following" => 1,
        _ => return None,
    };
    let (count, unit, end) = amount(line, start + 1)?;
    Some((Kind::Stretch { unit, count: sign * count }, end))
}

/// 'the following day', 'the same day', 'the day before', 'a day earlier'.
fn told(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    if start == at {
        return None;
    }
    match line.word(start) {
        "following" => unit(line, start + 1).filter(|_| !line.word(start + 1).ends_with('s')).map(|u| (shift(u, 1, Base::Told), start + 2)),
        "same" if line.word(start + 1) == "day" => Some((shift(Unit::Day, 0, Base::Told), start + 2)),
        "day" if matches!(line.word(start + 1), "before" | "after") => {
            if let Some((base, end)) = super::scan::whole_day(line, start + 2) {
                let count = if line.word(start + 1) == "before" { -1 } else { 1 };
                return Some((shift(Unit::Day, count, Base::At(Box::new(base))), end));
            }
            // 'the day after he left' counts from an act.
            let ends = matches!(line.word(start + 2), "" | "." | "," | ";" | "and" | "in" | "at" | "by");
            let count = if line.word(start + 1) == "before" { -1 } else { 1 };
            ends.then(|| (shift(Unit::Day, count, Base::Told), start + 2))
        }
        _ => None,
    }
}

/// 'early July', 'mid-2019', 'the end of last year', 'later this week', 'late on Monday'.
fn partial(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some(rest) = line.word(at).strip_prefix("mid-") {
        return mid(line, rest, at);
    }
    let start = at + usize::from(line.word(at) == "the");
    let (part, mut next) = match line.word(start) {
        "early" => (Part::Early, start + 1),
        "mid" | "middle" => (Part::Mid, start + 1),
        "late" => (Part::Late, start + 1),
        "beginning" | "start" if line.word(start + 1) == "of" => (Part::Early, start + 2),
        "end" if line.word(start + 1) == "of" => (Part::Late, start + 2),
        "earlier" => (Part::SoFar, start + 1),
        "later" => (Part::Ahead, start + 1),
        _ => return None,
    };
    if line.word(next) == "of" && line.word(start) == "middle" {
        next += 1;
    }
    let linked = matches!(line.word(next), "in" | "on" | "-");
    next += usize::from(linked);
    let compared = matches!(part, Part::SoFar | Part::Ahead);
    if matches!(line.word(next), "the" | "this")
        && let Some(unit) = unit(line, next + 1)
        && !matches!(unit, Unit::Hour | Unit::Minute)
        && (line.word(next) == "this" || next > start + 1)
    {
        let part = if unit == Unit::Day { Part::Whole } else { part };
        return Some((Kind::Period { unit, offset: 0, part }, next + 2));
    }
    if let Some((Kind::Decade { year, .. }, end)) = decade(line, next).filter(|_| !compared) {
        return Some((Kind::Decade { year, part }, end));
    }
    let (kind, end) = super::scan::whole(line, next)?;
    Some((
        match kind {
            Kind::Month { year, month, which, .. } if !compared || linked => Kind::Month { year, month, which, part: plain(part) },
            Kind::Year { year, .. } if !compared || linked => Kind::Year { year, part: plain(part) },
            Kind::Period { unit, offset, .. } if !compared || offset == 0 => Kind::Period { unit, offset, part },
            // 'late Monday' is Monday.
            kind @ (Kind::Weekday { .. } | Kind::Day { .. } | Kind::Season { .. } | Kind::Shift { .. }) => kind,
            _ => return None,
        },
        end,
    ))
}

/// 'later in 2019' is a part of that year whatever the day of writing.
const fn plain(part: Part) -> Part {
    match part {
        Part::SoFar => Part::Early,
        Part::Ahead => Part::Late,
        other => other,
    }
}

/// The rest of 'mid-July', 'mid-2019', 'mid-1990s'.
fn mid(line: &Line<'_>, rest: &str, at: usize) -> Option<Read> {
    let part = Part::Mid;
    if let Some((Word::Month(month), _)) = super::lexicon::word(rest) {
        let (year, end) = line.closing_year(at + 1).map_or((None, at + 1), |(y, e)| (Some(y), e));
        return Some((Kind::Month { year, month, which: Which::Bare, part }, end));
    }
    if let Some(year) = decade_of(rest) {
        return Some((Kind::Decade { year, part }, at + 1));
    }
    let year: i32 = rest.parse().ok().filter(|y| (1000..2200).contains(y))?;
    Some((Kind::Year { year, part }, at + 1))
}

/// 'the third quarter of 2019', 'Q3 2020', 'the first half of the year'.
fn fraction(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some(ordinal) = line.word(at).strip_prefix('q').and_then(|n| n.parse().ok()).filter(|n| (1..=4).contains(n)) {
        let (year, end) = line.closing_year(at + 1)?;
        return Some((Kind::Fraction { ordinal, months: 3, year: Some(year), which: Which::Bare }, end));
    }
    let start = at + usize::from(line.word(at) == "the");
    let (ordinal, months) = match (line.calendar(start), line.word(start + 1)) {
        (Some((Word::Ordinal(n), _)), "quarter") if n <= 4 => (n, 3),
        (Some((Word::Ordinal(n), _)), "half") if n <= 2 => (n, 6),
        (_, "quarter") if line.word(start) == "last" && start > at => (4, 3),
        _ => return None,
    };
    let kind = |year, which| Kind::Fraction { ordinal, months, year, which };
    let next = start + 2;
    if let Some((year, end)) = line.closing_year(next) {
        return Some((kind(Some(year), Which::Bare), end));
    }
    let of = next + usize::from(matches!(line.word(next), "of" | "in"));
    match (line.word(of), line.word(of + 1)) {
        ("the" | "this", "year") if of > next => Some((kind(None, Which::This), of + 2)),
        ("last", "year") => Some((kind(None, Which::Last), of + 2)),
        ("next", "year") => Some((kind(None, Which::Next), of + 2)),
        _ => (months == 3 && start > at && line.word(next) != "of").then(|| (kind(None, Which::Bare), next)),
    }
}

/// 'this summer', 'summer 2019', 'the summer of 2019', 'in the spring'.
pub(super) fn season(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let which = which(line.word(start));
    let word = start + usize::from(which.is_some());
    let Some((Word::Season(season), note)) = line.calendar(word) else { return None };
    let kind = |year, which| Kind::Season { season, year, which };
    if let Some((year, end)) = line.closing_year(word + 1) {
        return Some((kind(Some(year), Which::Bare), end));
    }
    match (which, line.word(word + 1), line.word(word + 2)) {
        (None, "last", "year") => Some((kind(None, Which::Last), word + 3)),
        (Some(which), ..) => Some((kind(None, which), word + 1)),
        // 'the fall of Kabul'; 'the Arab Spring' has its own word before.
        (None, next, _) if start > at && next != "of" && matches!(line.before(at), "in" | "during" | "until" | "since" | "by") => {
            let noun = line.s.tokens.get(word + 1).is_some_and(|t| matches!(t.upos, syntax::Upos::Noun | syntax::Upos::Propn));
            (note == Note::Plain && !noun).then(|| (kind(None, Which::Bare), word + 1))
        }
        _ => None,
    }
}

/// '1990s', 'the 1970's', 'the '90s', 'the seventies'.
fn decade(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let part = match line.word(start) {
        "early" => Part::Early,
        "mid" => Part::Mid,
        "late" => Part::Late,
        _ => Part::Whole,
    };
    let word = start + usize::from(part != Part::Whole);
    if let Some((Word::Decade(year), _)) = line.calendar(word) {
        // 'in his seventies' is an age.
        return (start > at).then_some((Kind::Decade { year, part }, word + 1));
    }
    let rest = line.word(word);
    if let Some(rest) = rest.strip_prefix("mid-") {
        return decade_of(rest).map(|year| (Kind::Decade { year, part: Part::Mid }, word + 1));
    }
    let year = decade_of(rest)?;
    (rest.len() > 4 || start > at).then_some((Kind::Decade { year, part }, word + 1))
}

fn decade_of(word: &str) -> Option<i32> {
    let word = word.strip_prefix('\'').unwrap_or(word);
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))?;
    let year: i32 = digits.parse().ok().filter(|y| y % 10 == 0)?;
    match digits.len() {
        4 if (1000..2200).contains(&year) => Some(year),
        2 if year >= 20 => Some(1900 + year),
        _ => None,
    }
}

/// 'Christmas', 'New Year's Eve 2019', 'last Christmas'.
fn holiday(line: &Line<'_>, at: usize) -> Option<Read> {
    let which = which(line.word(at));
    let start = at + usize::from(which.is_some());
    let fits = |words: &[&str]| words.iter().enumerate().all(|(i, w)| line.word(start + i) == *w);
    let (words, month, day) = HOLIDAYS.iter().find(|(words, ..)| fits(words))?;
    let end = start + words.len();
    // One word may be anything ('a Christmas tree', 'New Year talks'): it must be told as a time.
    let led = matches!(line.before(at), "on" | "at" | "by" | "before" | "after" | "since" | "until" | "over" | "during" | "around" | "of");
    let full = words.last().is_some_and(|w| matches!(*w, "day" | "eve"));
    if !(which.is_some() || full || led && !line.s.tokens.get(end).is_some_and(|t| t.upos == syntax::Upos::Noun)) {
        return None;
    }
    let (year, end) = line.closing_year(end).map_or((None, end), |(y, e)| (Some(y), e));
    Some((Kind::Day { year, month: Some(*month), day: *day, weekday: None, swappable: false }, end))
}
