//! Days of the calendar in every order of news: 'Monday, July 20, 2020', '19-20 July', '2020-07-20', 'the first Friday
//! of July', 'on the 20th'.

use syntax::Upos;

use super::lexicon::Word;
use super::line::{Line, Read};
use super::range::range;
use super::{Kind, Which};

/// 'Monday, July 20', 'Monday (20 July)', 'Monday the 20th'.
pub(super) fn weekday_and_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let named = line.weekday(at)?;
    let mut next = at + 1;
    let bracket = line.word(next) == "(";
    next += usize::from(line.is(next, &[",", "("]));
    next += usize::from(line.word(next) == "on");
    let with = |mut kind: Kind| {
        match &mut kind {
            Kind::Day { weekday, .. } => *weekday = Some(named),
            Kind::Range { from, .. } => {
                if let Kind::Day { weekday, .. } = from.as_mut() {
                    *weekday = Some(named);
                }
            }
            _ => return None,
        }
        Some(kind)
    };
    let day = month_day(line, next)
        .or_else(|| day_month(line, next))
        .or_else(|| numeric(line.word(next)).map(|(k, _)| (k, next + 1)));
    if let Some((kind, end)) = day {
        let end = end + usize::from(bracket && line.word(end) == ")");
        return Some((with(kind)?, end));
    }
    if line.word(at + 1) == "the"
        && let Some((day, end)) = line.day(at + 2)
        && line.month(end).is_none()
    {
        return Some((
            Kind::Day {
                year: None,
                month: None,
                day,
                weekday: Some(named),
                swappable: false,
            },
            end,
        ));
    }
    None
}

/// 'July 20', 'July 20th, 2020', 'July 19-20, 2020', 'July 20 (Monday)'.
pub(super) fn month_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let month = line.month(at)?;
    let start =
        at + 1 + usize::from(line.word(at + 1) == "the") + usize::from(line.word(at + 1) == "-");
    let (day, end) = line.day(start)?;
    // 'May 20 percent', 'March 10 miles': a count after all.
    if line.is(
        end,
        &["percent", "%", "per", "million", "billion", "thousand"],
    ) {
        return None;
    }
    let plain = |day| Kind::Day {
        year: None,
        month: Some(month),
        day,
        weekday: None,
        swappable: false,
    };
    if line.is(end, &["-", "–", "—", "to", "and", "through", "/"])
        && let Some((last, after)) = line.day(end + 1)
        && last > day
        && line.month(after).is_none()
        && !(line.word(end) == "and" && line.counts(end + 1))
    {
        let (year, after) = line
            .closing_year(after)
            .map_or((None, after), |(y, e)| (Some(y), e));
        let one = |day| Kind::Day {
            year,
            month: Some(month),
            day,
            weekday: None,
            swappable: false,
        };
        return Some((range(one(day), one(last))?, after));
    }
    let mut kind = plain(day);
    let mut end = end;
    if let Some((y, after)) = line.closing_year(end)
        && let Kind::Day { year, .. } = &mut kind
    {
        *year = Some(y);
        end = after;
    }
    Some(trailing_weekday(line, kind, end))
}

/// The weekday that may follow a date: '(Monday)', ', Monday'.
fn trailing_weekday(line: &Line<'_>, mut kind: Kind, end: usize) -> Read {
    if line.is(end, &["(", ","])
        && let Some(named) = line.weekday(end + 1)
        && let Kind::Day { weekday, .. } = &mut kind
        && (line.word(end) == ",") != (line.word(end + 2) == ")")
    {
        // 'on July 20, Monday's talks' are another matter.
        if line.word(end) == "," && line.word(end + 2) == "'s" || line.month(end + 2).is_some() {
            return (kind, end);
        }
        *weekday = Some(named);
        return (kind, end + 2 + usize::from(line.word(end) == "("));
    }
    (kind, end)
}

/// '20 July 2020', 'the 20th of July', '19-20 July', '1st and 2nd of May'.
pub(super) fn day_month(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some(read) = day_days_month(line, at) {
        return Some(read);
    }
    let start = at + usize::from(line.word(at) == "the");
    let (day, end) = line.day(start)?;
    let next = end + usize::from(line.is(end, &["of", "-"]));
    let month = line.month(next)?;
    let (year, after) = line
        .closing_year(next + 1)
        .map_or((None, next + 1), |(y, e)| (Some(y), e));
    Some(trailing_weekday(
        line,
        Kind::Day {
            year,
            month: Some(month),
            day,
            weekday: None,
            swappable: false,
        },
        after,
    ))
}

/// '19-20 July', '19 and 20 July', '3 to 12 of September'.
pub(super) fn day_days_month(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let (first, end) = line.day(start)?;
    if !line.is(end, &["-", "–", "—", "and", "to", "/"]) {
        return None;
    }
    let (last, end) = line.day(end + 1 + usize::from(line.word(end + 1) == "the"))?;
    let next = end + usize::from(line.word(end) == "of");
    let month = line.month(next)?;
    let (year, after) = line
        .closing_year(next + 1)
        .map_or((None, next + 1), |(y, e)| (Some(y), e));
    let one = |day| Kind::Day {
        year,
        month: Some(month),
        day,
        weekday: None,
        swappable: false,
    };
    (last > first)
        .then(|| range(one(first), one(last)).map(|kind| (kind, after)))
        .flatten()
}

/// An all-digit date in one token, and whether its day stands first if only one order is possible.
pub(super) fn numeric(word: &str) -> Option<(Kind, Option<bool>)> {
    if word == "9/11" {
        let kind = Kind::Day {
            year: Some(2001),
            month: Some(9),
            day: 11,
            weekday: None,
            swappable: false,
        };
        return Some((kind, None));
    }
    let word = word.split_once('t').map_or(word, |(date, _)| date);
    let mark = ['-', '/', '.']
        .into_iter()
        .find(|&c| word.matches(c).count() == 2)?;
    let parts: Vec<&str> = word.split(mark).collect();
    if parts
        .iter()
        .any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let n: Vec<i32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    let &[a, b, c] = n.as_slice() else {
        return None;
    };
    let small = |v: i32, most: i32| {
        (1..=most)
            .contains(&v)
            .then(|| u8::try_from(v).ok())
            .flatten()
    };
    let day = |year, month, day, swappable| Kind::Day {
        year: Some(year),
        month: Some(month),
        day,
        weekday: None,
        swappable,
    };
    if parts[0].len() == 4 {
        return Some((day(a, small(b, 12)?, small(c, 31)?, false), None))
            .filter(|_| (1000..2200).contains(&a));
    }
    let year = match parts[2].len() {
        4 if (1000..2200).contains(&c) => c,
        2 if mark == '/' && c < 50 => 2000 + c,
        2 if mark == '/' => 1900 + c,
        _ => return None,
    };
    match (small(a, 12), small(b, 12)) {
        // Dots are never American.
        (_, Some(b)) if mark == '.' => Some((day(year, b, small(a, 31)?, false), None)),
        (Some(a), Some(b)) => Some((day(year, a, b, a != b), None)),
        (Some(a), None) => Some((day(year, a, small(b, 31)?, false), Some(false))),
        (None, Some(b)) => Some((day(year, b, small(a, 31)?, false), Some(true))),
        (None, None) => None,
    }
}

/// 'Monday', 'Monday night', 'Monday of next week', 'the first Friday of July'.
pub(super) fn weekday_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let ordinal = match line.calendar(start) {
        Some((Word::Ordinal(n), _)) if n <= 5 => Some(n),
        _ => (line.word(start) == "last").then_some(0),
    };
    if let Some(ordinal) = ordinal
        && let Some(weekday) = line.weekday(start + 1)
        && line.is(start + 2, &["of", "in"])
        && let Some(month) = line.month(start + 3)
    {
        let (year, end) = line
            .closing_year(start + 4)
            .map_or((None, start + 4), |(y, e)| (Some(y), e));
        return Some((
            Kind::NthWeekday {
                ordinal,
                weekday,
                month,
                year,
            },
            end,
        ));
    }
    let weekday = line.weekday(at)?;
    let next = at + 1;
    let of = next + usize::from(line.is(next, &["of", "in"]));
    let week = match line.word(of) {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    };
    if let Some(week) = week.filter(|_| line.word(of + 1) == "week") {
        return Some((
            Kind::Weekday {
                weekday,
                which: Which::Week(week),
            },
            of + 2,
        ));
    }
    let end =
        next + usize::from(line.is(next, &["morning", "afternoon", "evening", "night", "noon"]));
    Some((
        Kind::Weekday {
            weekday,
            which: Which::Bare,
        },
        end,
    ))
}

/// 'on the 20th'.
pub(super) fn day_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    if line.word(at) != "the"
        || !matches!(
            line.before(at),
            "on" | "by" | "until" | "since" | "from" | "of"
        )
    {
        return None;
    }
    let (day, end) = line.day(at + 1)?;
    let digits = line.word(at + 1).starts_with(|c: char| c.is_ascii_digit());
    // 'on the 20th anniversary'; no word of a phrase may follow.
    let closed = line.s.tokens.get(end).is_none_or(|t| {
        matches!(t.upos, Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj)
            || t.upos == Upos::X && !t.form.starts_with(char::is_alphabetic)
    });
    (digits && closed && line.before(at) != "of").then_some((
        Kind::Day {
            year: None,
            month: None,
            day,
            weekday: None,
            swappable: false,
        },
        end,
    ))
}
