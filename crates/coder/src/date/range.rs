//! Two times that make one: 'from Monday to Friday', 'between 2014 and 2018', 'July 30 - August 2', '2014-18'.

use super::count::shift;
use super::day::day_days_month;
use super::line::{Line, Read};
use super::scan::atom;
use super::{Base, Kind, Part, Unit};

/// 'from X to Y', 'between X and Y'.
pub(super) fn enclosed(line: &Line<'_>, at: usize) -> Option<Read> {
    let ends: &[&str] = match line.word(at) {
        "from" => &["to", "until", "till", "through", "-", "–", "—"],
        "between" => &["and", "-", "–"],
        _ => return None,
    };
    let bare = |at: usize| {
        line.year(at)
            .filter(|y| (1500..2100).contains(y))
            .map(|year| {
                (
                    Kind::Year {
                        year,
                        part: Part::Whole,
                    },
                    at + 1,
                )
            })
    };
    let read = |at: usize| {
        if line.word(at) == "now" {
            return Some((shift(Unit::Day, 0, Base::Now), at + 1));
        }
        let at = at
            + usize::from(line.is(at, &["on", "early", "late"]) && line.weekday(at + 1).is_some());
        atom(line, at)
            .map(|(kind, end, _)| (kind, end))
            .or_else(|| bare(at))
    };
    if line.word(at) == "between"
        && let Some(read) = day_days_month(line, at + 1)
    {
        return Some(read);
    }
    let (from, middle) = read(at + 1)?;
    if !line.is(middle, ends) {
        // 'from July 19-20' is a range by itself.
        return None;
    }
    let (to, end) = read(middle + 1).or_else(|| same_month(line, &from, middle + 1))?;
    Some((range(from, to)?, end))
}

/// A reading with what may follow it: '- 22 July', 'to Friday'.
pub(super) fn joined(line: &Line<'_>, at: usize, kind: Kind, end: usize) -> Read {
    let dash = line.is(end, &["-", "–", "—", "/"]);
    if !dash && !line.is(end, &["to", "through", "until", "till"])
        || matches!(kind, Kind::Range { .. } | Kind::Shift { .. })
    {
        return (kind, end);
    }
    // 'moved it from Monday to Friday' was read as a range before; 'postponed from Monday to Friday' stays wrong.
    let next = if dash {
        let full = line.year(end + 1).map(|year| {
            (
                Kind::Year {
                    year,
                    part: Part::Whole,
                },
                end + 2,
            )
        });
        match kind {
            Kind::Year { year, .. } => full.or_else(|| short_year(line, year, end + 1)),
            _ => atom(line, end + 1).map(|(k, e, _)| (k, e)),
        }
    } else {
        atom(line, end + 1)
            .map(|(k, e, _)| (k, e))
            .filter(|(k, _)| class(k) == class(&kind) && !matches!(k, Kind::Year { .. }))
    };
    if let Some((to, last)) = next
        && class(&to) == class(&kind)
        && let Some(range) = range(kind.clone(), to)
        && at < end
    {
        return (range, last);
    }
    (kind, end)
}

/// '2014-18'.
fn short_year(line: &Line<'_>, year: i32, at: usize) -> Option<Read> {
    let word = line.word(at);
    let tail: i32 = (word.len() == 2).then(|| word.parse().ok()).flatten()?;
    let full = year - year % 100 + tail;
    (full > year).then_some((
        Kind::Year {
            year: full,
            part: Part::Whole,
        },
        at + 1,
    ))
}

/// The second half of 'from July 19 to 21'.
fn same_month(line: &Line<'_>, from: &Kind, at: usize) -> Option<Read> {
    let Kind::Day {
        month: Some(month),
        day: first,
        ..
    } = *from
    else {
        return None;
    };
    let (day, end) = line.day(at)?;
    let (year, end) = line
        .closing_year(end)
        .map_or((None, end), |(y, e)| (Some(y), e));
    (day > first).then_some((
        Kind::Day {
            year,
            month: Some(month),
            day,
            weekday: None,
            swappable: false,
        },
        end,
    ))
}

pub(super) fn class(kind: &Kind) -> u8 {
    match kind {
        Kind::Day { .. } | Kind::Weekday { .. } | Kind::NthWeekday { .. } | Kind::Shift { .. } => 0,
        Kind::Month { .. } => 1,
        Kind::Year { .. } => 2,
        Kind::Decade { .. } => 3,
        Kind::Season { .. } | Kind::Fraction { .. } => 4,
        Kind::OfYear { kind, .. } | Kind::OfMonth { kind, .. } => class(kind),
        _ => 5,
    }
}

/// A range; the first part takes year and month from the last where it has none.
pub(super) fn range(mut from: Kind, to: Kind) -> Option<Kind> {
    match (&mut from, &to) {
        (
            Kind::Day { year, month, .. },
            Kind::Day {
                year: y, month: m, ..
            },
        ) => {
            *year = year.or(*y);
            *month = month.or(*m);
        }
        (Kind::Month { year, .. }, Kind::Month { year: y, .. }) => *year = year.or(*y),
        (Kind::Year { year, .. }, Kind::Year { year: y, .. }) if *year > *y => return None,
        _ => {}
    }
    Some(Kind::Range {
        from: Box::new(from),
        to: Box::new(to),
    })
}
