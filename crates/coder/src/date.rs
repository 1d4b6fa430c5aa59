//! Expressions of time in a text, and the days they stand for.
//!
//! Found on tokens ([`find`]), resolved against an [`Anchor`]: the publication date where there is one, or
//! what the text itself gives away ([`infer`]): weekday-day pairs, years, and the terms of office of the
//! people it names leave few years open, often one.

use plover::{Date, ResolvedDate, Status, Weekday};
use syntax::{Document, Sentence, Span, TokenIdx};

/// An expression of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateExpression {
    /// Sentence.
    pub sentence: usize,
    /// First token.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// The words.
    pub span: Span,
    /// What they say.
    pub kind: DateKind,
}

/// What an expression of time says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// A day of a month, with or without a year and a weekday.
    Day {
        /// Year, if stated.
        year: Option<i32>,
        /// Month.
        month: u8,
        /// Day.
        day: u8,
        /// Last day of a range within the month.
        to: Option<u8>,
        /// Weekday, if stated.
        weekday: Option<Weekday>,
    },
    /// A month, with or without a year.
    Month {
        /// Year, if stated.
        year: Option<i32>,
        /// Month.
        month: u8,
    },
    /// A year.
    Year(i32),
    /// A weekday; -1 for 'last', 1 for 'next', 0 for none.
    Weekday(Weekday, i8),
    /// Days before (negative) or after the day of writing.
    Days(i32),
    /// Weeks, months or years from now: the whole period.
    Period(Unit, i32),
}

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Which way an expression without a year points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// At or before the day of writing.
    Past,
    /// After it.
    Future,
}

impl Direction {
    /// Planned acts lie ahead, held ones behind.
    pub const fn of(status: Status) -> Self {
        match status {
            Status::Planned | Status::Hypothetical => Self::Future,
            _ => Self::Past,
        }
    }
}

/// The day of writing, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The day, or one near it.
    pub date: Option<Date>,
    /// The year that expressions without one fall in.
    pub year: Option<i32>,
    /// Years that remain possible.
    pub candidates: Vec<i32>,
    /// How it was found.
    pub basis: String,
    /// Whether `date` is the very day of writing.
    pub exact: bool,
}

impl Anchor {
    /// The stated publication date.
    pub fn published(day: Date) -> Self {
        Self {
            date: Some(day),
            year: Some(day.year()),
            candidates: vec![day.year()],
            basis: "publication".to_owned(),
            exact: true,
        }
    }
}

const MONTHS: &[(&str, u8)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

fn month(form: &str) -> Option<u8> {
    if !form.starts_with(char::is_uppercase) {
        return None;
    }
    let word = form.trim_end_matches('.').to_lowercase();
    MONTHS.iter().find(|(name, _)| *name == word).map(|m| m.1)
}

fn weekday(form: &str) -> Option<Weekday> {
    let word = form.trim_end_matches('.').to_lowercase();
    let names = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let short = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let capital = form.starts_with(char::is_uppercase);
    names
        .iter()
        .position(|n| {
            *n == word || (capital && word.len() > names.len() && word.trim_end_matches('s') == *n)
        })
        .or_else(|| {
            short
                .iter()
                .position(|n| capital && form.ends_with('.') && *n == word)
        })
        .map(|i| Weekday::ALL[i])
}

fn year(form: &str) -> Option<i32> {
    (form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit()))
        .then(|| form.parse().ok())
        .flatten()
        .filter(|y| (1800..=2100).contains(y))
}

fn day_number(form: &str) -> Option<u8> {
    let digits = form.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = form.get(digits.len()..).unwrap_or_default();
    if digits.len() > 2 || !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

/// All expressions of time, in text order.
pub fn find(document: &Document) -> Vec<DateExpression> {
    let mut all = Vec::new();
    for (sentence, s) in document.sentences.iter().enumerate() {
        let mut at = 0;
        while at < s.tokens.len() {
            if let Some((kind, last)) = expression(s, at) {
                let span = Span::new(s.tokens[at].span.start, s.tokens[last].span.end);
                all.push(DateExpression {
                    sentence,
                    first: at,
                    last,
                    span,
                    kind,
                });
                at = last + 1;
            } else {
                at += 1;
            }
        }
    }
    all
}

/// The expression that starts at a token, and its last token.
fn expression(s: &Sentence, at: TokenIdx) -> Option<(DateKind, TokenIdx)> {
    let form = |i: TokenIdx| s.tokens.get(i).map_or("", |t| t.form.as_str());
    let lower = |i: TokenIdx| form(i).to_lowercase();
    if let Some(day) = weekday(form(at)) {
        let mut next = at + 1;
        if form(next) == "," {
            next += 1;
        }
        if let Some((
            DateKind::Day {
                year,
                month,
                day: number,
                to,
                ..
            },
            last,
        )) = day_of_month(s, next)
        {
            return Some((
                DateKind::Day {
                    year,
                    month,
                    day: number,
                    to,
                    weekday: Some(day),
                },
                last,
            ));
        }
        return Some((DateKind::Weekday(day, 0), at));
    }
    if let Some(found) = day_of_month(s, at) {
        return Some(found);
    }
    if let Some(month) = month(form(at)) {
        let mut next = at + 1;
        if form(next) == "," || lower(next) == "of" {
            next += 1;
        }
        if let Some(year) = year(form(next)) {
            return Some((
                DateKind::Month {
                    year: Some(year),
                    month,
                },
                next,
            ));
        }
        // 'May' and 'March' are months only where a preposition, or their tag, says so.
        let before = at.checked_sub(1).map(lower).unwrap_or_default();
        let sure = matches!(
            before.as_str(),
            "in" | "since"
                | "until"
                | "by"
                | "last"
                | "next"
                | "this"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "from"
                | "of"
        );
        if s.tokens[at].upos == syntax::Upos::Propn
            && (sure || !matches!(form(at), "May" | "March"))
        {
            return Some((DateKind::Month { year: None, month }, at));
        }
        return None;
    }
    if let Some(iso) = Date::parse(form(at)).filter(|_| form(at).len() == 10) {
        return Some((
            DateKind::Day {
                year: Some(iso.year()),
                month: iso.month(),
                day: iso.day(),
                to: None,
                weekday: None,
            },
            at,
        ));
    }
    if let Some(year) = year(form(at)) {
        let before = at.checked_sub(1).map(lower).unwrap_or_default();
        if matches!(
            before.as_str(),
            "in" | "since"
                | "by"
                | "of"
                | "until"
                | "from"
                | "during"
                | "before"
                | "after"
                | "to"
                | "late"
                | "early"
                | "year"
        ) {
            return Some((DateKind::Year(year), at));
        }
        return None;
    }
    let shift = match lower(at).as_str() {
        "last" | "past" | "previous" => -1,
        "next" | "coming" => 1,
        "this" => 0,
        "yesterday" => return Some((DateKind::Days(-1), at)),
        "today" | "tonight" => return Some((DateKind::Days(0), at)),
        "tomorrow" => return Some((DateKind::Days(1), at)),
        _ => return ago(s, at),
    };
    if let Some(day) = weekday(form(at + 1)) {
        return Some((DateKind::Weekday(day, shift), at + 1));
    }
    if let Some(month) = month(form(at + 1)) {
        return Some((DateKind::Month { year: None, month }, at + 1));
    }
    let unit = match lower(at + 1).as_str() {
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "night" if shift == -1 => return Some((DateKind::Days(-1), at + 1)),
        _ => return None,
    };
    Some((DateKind::Period(unit, i32::from(shift)), at + 1))
}

/// 'July 20, 2020', '20 July 2020', '20th of July', 'July 19-20'.
fn day_of_month(s: &Sentence, at: TokenIdx) -> Option<(DateKind, TokenIdx)> {
    let form = |i: TokenIdx| s.tokens.get(i).map_or("", |t| t.form.as_str());
    let with_year = |next: TokenIdx| {
        let comma = usize::from(form(next) == ",");
        year(form(next + comma)).map(|y| (y, next + comma))
    };
    if let Some(month) = month(form(at)) {
        let day = day_number(form(at + 1))?;
        let (mut last, mut to) = (at + 1, None);
        if matches!(form(at + 2), "-" | "–" | "to" | "and")
            && let Some(end) = day_number(form(at + 3)).filter(|&e| e > day)
        {
            (last, to) = (at + 3, Some(end));
        }
        let year = with_year(last + 1);
        return Some((
            DateKind::Day {
                year: year.map(|y| y.0),
                month,
                day,
                to,
                weekday: None,
            },
            year.map_or(last, |y| y.1),
        ));
    }
    let day = day_number(form(at))?;
    let next = at + 1 + usize::from(form(at + 1).eq_ignore_ascii_case("of"));
    let month = month(form(next))?;
    let year = with_year(next + 1);
    Some((
        DateKind::Day {
            year: year.map(|y| y.0),
            month,
            day,
            to: None,
            weekday: None,
        },
        year.map_or(next, |y| y.1),
    ))
}

/// 'two days ago', 'three weeks earlier'.
fn ago(s: &Sentence, at: TokenIdx) -> Option<(DateKind, TokenIdx)> {
    let form = |i: TokenIdx| {
        s.tokens
            .get(i)
            .map_or(String::new(), |t| t.form.to_lowercase())
    };
    let words = [
        "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let word = form(at);
    let n: i32 = word.parse().ok().or_else(|| {
        words
            .iter()
            .position(|w| *w == word || (word == "one" && *w == "a"))
            .and_then(|i| i32::try_from(i + 1).ok())
    })?;
    let sign = match form(at + 2).as_str() {
        "ago" | "earlier" => -1,
        _ => return None,
    };
    let kind = match form(at + 1).trim_end_matches('s') {
        "day" => DateKind::Days(sign * n),
        "week" => DateKind::Days(sign * n * 7),
        "month" => DateKind::Period(Unit::Month, sign * n),
        "year" => DateKind::Period(Unit::Year, sign * n),
        _ => return None,
    };
    Some((kind, at + 2))
}

/// Years in which a day of the month fell on that weekday.
fn years_of(month: u8, day: u8, weekday: Weekday) -> impl Iterator<Item = i32> {
    (1990..=2035).filter(move |&y| Date::new(y, month, day).is_some_and(|d| d.weekday() == weekday))
}

/// When a text was written, from what it says.
pub fn infer(
    expressions: &[DateExpression],
    terms: &[(Option<Date>, Option<Date>, String)],
) -> Anchor {
    let mut basis: Vec<String> = Vec::new();
    let mut years: Vec<i32> = (1990..=2035).collect();
    let mut decided = false;
    let mut narrow = |years: &mut Vec<i32>, left: Vec<i32>, why: String| {
        // A contradiction decides nothing: a date may speak of long ago.
        if !left.is_empty() && left.len() < years.len() {
            *years = left;
            basis.push(why);
        }
    };
    let stated: Vec<i32> = expressions
        .iter()
        .filter_map(|e| match e.kind {
            DateKind::Day { year, .. } | DateKind::Month { year, .. } => year,
            _ => None,
        })
        .collect();
    if let Some(&latest) = stated.iter().max() {
        narrow(&mut years, vec![latest], format!("year {latest} stated"));
        decided = true;
    }
    for e in expressions {
        if let DateKind::Day {
            year: None,
            month,
            day,
            weekday: Some(weekday),
            ..
        } = e.kind
        {
            let left: Vec<i32> = years_of(month, day, weekday)
                .filter(|y| years.contains(y))
                .collect();
            narrow(&mut years, left, format!("{weekday:?} {month:02}-{day:02}"));
            decided = true;
        }
    }
    let day = expressions.iter().rev().find_map(|e| match e.kind {
        DateKind::Day { month, day, .. } => Some((month, day)),
        _ => None,
    });
    for (start, end, why) in terms {
        let (month, number) = day.unwrap_or((7, 1));
        let left: Vec<i32> = years
            .iter()
            .copied()
            .filter(|&y| {
                Date::new(y, month, number.min(28))
                    .is_some_and(|d| start.is_none_or(|s| s <= d) && end.is_none_or(|e| d <= e))
            })
            .collect();
        narrow(&mut years, left, why.clone());
    }
    if !decided && years.len() > 1 {
        // Terms alone leave a day open: whoever holds an office then is still known if all terms agree.
        let start = terms.iter().filter_map(|t| t.0).max();
        let end = terms.iter().filter_map(|t| t.1).min();
        let date = match (start, end) {
            (Some(s), Some(e)) if s <= e => {
                Some(Date::from_days(i32::midpoint(s.to_days(), e.to_days())))
            }
            _ => None,
        };
        return Anchor {
            date,
            year: None,
            candidates: if terms.is_empty() { Vec::new() } else { years },
            basis: basis.join("; "),
            exact: false,
        };
    }
    let year = if let [one] = years[..] {
        Some(one)
    } else {
        None
    };
    // The latest day told of stands near the day of writing.
    let date = year.and_then(|y| {
        let days = expressions.iter().filter_map(|e| match e.kind {
            DateKind::Day {
                year: stated,
                month,
                day,
                ..
            } if stated.is_none_or(|s| s == y) => Date::new(y, month, day),
            DateKind::Month {
                year: stated,
                month,
            } if stated.is_none_or(|s| s == y) => Date::new(y, month, 15),
            _ => None,
        });
        days.max()
    });
    Anchor {
        date,
        year,
        candidates: years,
        basis: basis.join("; "),
        exact: false,
    }
}

/// The day or period an expression stands for; nothing where that is not decided.
pub fn resolve(e: &DateExpression, anchor: &Anchor, direction: Direction) -> Option<ResolvedDate> {
    let made = |value: Date, end: Option<Date>, precision: &str, basis: &str| ResolvedDate {
        value,
        end,
        precision: precision.to_owned(),
        basis: basis.to_owned(),
        text: String::new(),
    };
    let exact = anchor.date.filter(|_| anchor.exact);
    match e.kind {
        DateKind::Day {
            year,
            month,
            day,
            to,
            weekday,
        } => {
            let basis = if year.is_some() { "stated" } else { "inferred" };
            let year = year.or_else(|| nearest_year(month, day, weekday, anchor, direction))?;
            let value = Date::new(year, month, day)?;
            let end = to.and_then(|t| Date::new(year, month, t));
            Some(made(
                value,
                end,
                if end.is_some() { "range" } else { "day" },
                basis,
            ))
        }
        DateKind::Month { year, month } => {
            let basis = if year.is_some() { "stated" } else { "inferred" };
            let year = year.or_else(|| nearest_year(month, 1, None, anchor, direction))?;
            let value = Date::new(year, month, 1)?;
            Some(made(
                value,
                Date::new(year, month, plover::days_in_month(year, month)),
                "month",
                basis,
            ))
        }
        DateKind::Year(year) => Some(made(
            Date::new(year, 1, 1)?,
            Date::new(year, 12, 31),
            "year",
            "stated",
        )),
        DateKind::Weekday(weekday, shift) => {
            let today = exact?;
            let index = |w: Weekday| {
                Weekday::ALL
                    .iter()
                    .position(|x| *x == w)
                    .and_then(|i| i32::try_from(i).ok())
                    .unwrap_or(0)
            };
            let back = (index(today.weekday()) - index(weekday)).rem_euclid(7);
            let value = match (shift, direction) {
                (-1, _) => today.add_days(if back == 0 { -7 } else { -back }),
                (1, _) | (0, Direction::Future) => today.add_days(if back == 0 {
                    if shift == 1 { 7 } else { 0 }
                } else {
                    7 - back
                }),
                _ => today.add_days(-back),
            };
            Some(made(value, None, "day", "weekday"))
        }
        DateKind::Days(n) => Some(made(exact?.add_days(n), None, "day", "relative")),
        DateKind::Period(unit, n) => {
            let today = exact?;
            let (value, end, precision) = match unit {
                Unit::Week => {
                    let index = Weekday::ALL
                        .iter()
                        .position(|x| *x == today.weekday())
                        .and_then(|i| i32::try_from(i).ok())
                        .unwrap_or(0);
                    let monday = today.add_days(7 * n - index);
                    (monday, monday.add_days(6), "week")
                }
                Unit::Month => {
                    let there = today.add_months(n);
                    let first = Date::new(there.year(), there.month(), 1)?;
                    (
                        first,
                        Date::new(
                            there.year(),
                            there.month(),
                            plover::days_in_month(there.year(), there.month()),
                        )?,
                        "month",
                    )
                }
                Unit::Year => (
                    Date::new(today.year() + n, 1, 1)?,
                    Date::new(today.year() + n, 12, 31)?,
                    "year",
                ),
            };
            Some(made(value, Some(end), precision, "relative"))
        }
    }
}

/// The year of a day without one: the one that puts it nearest to the day of writing, on the side told of.
fn nearest_year(
    month: u8,
    day: u8,
    weekday: Option<Weekday>,
    anchor: &Anchor,
    direction: Direction,
) -> Option<i32> {
    let fits =
        |y: i32| Date::new(y, month, day).is_some_and(|d| weekday.is_none_or(|w| d.weekday() == w));
    if let Some(today) = anchor.date.filter(|_| anchor.exact) {
        let candidates = [today.year() - 1, today.year(), today.year() + 1];
        // A week's grace: a piece printed on the 20th may tell of the 21st in any tense.
        let side = |d: Date| match direction {
            Direction::Past => d <= today.add_days(7),
            Direction::Future => d >= today.add_days(-7),
        };
        let near = candidates
            .iter()
            .copied()
            .filter(|&y| fits(y))
            .filter(|&y| Date::new(y, month, day).is_some_and(side));
        let distance = |y: &i32| {
            Date::new(*y, month, day).map_or(i32::MAX, |d| (d.to_days() - today.to_days()).abs())
        };
        return near.min_by_key(distance).or_else(|| {
            candidates
                .iter()
                .copied()
                .filter(|&y| fits(y))
                .min_by_key(distance)
        });
    }
    anchor.year.filter(|&y| fits(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekday_pairs_and_terms_leave_one_year() {
        let day = |weekday, day| DateExpression {
            sentence: 0,
            first: 0,
            last: 0,
            span: Span::default(),
            kind: DateKind::Day {
                year: None,
                month: 7,
                day,
                to: None,
                weekday: Some(weekday),
            },
        };
        let all = [day(Weekday::Monday, 20), day(Weekday::Sunday, 19)];
        let open = infer(&all, &[]);
        assert_eq!(open.year, None);
        assert_eq!(open.candidates, [1992, 1998, 2009, 2015, 2020, 2026]);
        let term = (
            Date::new(2020, 5, 7),
            Date::new(2022, 10, 26),
            "a term".to_owned(),
        );
        let closed = infer(&all, &[term]);
        assert_eq!(closed.year, Some(2020));
        assert_eq!(closed.date, Date::new(2020, 7, 20));
    }
}
