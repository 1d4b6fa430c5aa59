//! Stretches of the calendar, and steps from one day to another. Weeks run from Monday to Sunday.

use plover::{Date, Weekday, days_in_month};

use super::{Kind, Unit};

/// First and last day, and how fine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) precision: &'static str,
}

impl Days {
    pub(super) const fn day(day: Date) -> Self {
        Self {
            start: day,
            end: day,
            precision: "day",
        }
    }
}

/// A time without a year, in this one.
pub(super) fn in_year(kind: &Kind, stated: i32) -> Kind {
    let mut kind = kind.clone();
    if let Kind::Day { year, .. } | Kind::Month { year, .. } | Kind::NthWeekday { year, .. } =
        &mut kind
    {
        *year = Some(stated);
    }
    kind
}

/// A time without a month, in this one.
pub(super) fn in_month(kind: &Kind, of: i32, stated: u8) -> Kind {
    let mut kind = kind.clone();
    match &mut kind {
        Kind::Day { year, month, .. } => (*year, *month) = (Some(of), Some(stated)),
        Kind::NthWeekday { year, month, .. } => (*year, *month) = (Some(of), stated),
        Kind::Range { from, to } => {
            **from = in_month(from, of, stated);
            **to = in_month(to, of, stated);
        }
        _ => {}
    }
    kind
}

/// A week of a longer time, or the week around a day.
pub(super) fn week(ordinal: Option<u8>, of: Days) -> Days {
    let start = match ordinal {
        None => monday_of(of.start),
        Some(0) => of.end.add_days(-6),
        Some(n) => of.start.add_days(7 * (i32::from(n) - 1)),
    };
    Days {
        start,
        end: start.add_days(6),
        precision: "week",
    }
}

pub(super) fn years(year: i32, count: i32, precision: &'static str) -> Option<Days> {
    Some(Days {
        start: Date::new(year, 1, 1)?,
        end: Date::new(year + count - 1, 12, 31)?,
        precision,
    })
}

pub(super) fn first_of_month(day: Date) -> Option<Date> {
    Date::new(day.year(), day.month(), 1)
}

pub(super) fn last_of_month(year: i32, month: u8) -> Option<Date> {
    Date::new(year, month, days_in_month(year, month))
}

pub(super) fn monday_of(day: Date) -> Date {
    (0..7)
        .map(|n| day.add_days(-n))
        .find(|d| d.weekday() == Weekday::Monday)
        .unwrap_or(day)
}

pub(super) fn nth_weekday(ordinal: u8, weekday: Weekday, month: u8, year: i32) -> Option<Date> {
    let days: Vec<Date> = (1..=days_in_month(year, month))
        .filter_map(|d| Date::new(year, month, d))
        .filter(|d| d.weekday() == weekday)
        .collect();
    match ordinal {
        0 => days.last().copied(),
        n => days.get(usize::from(n) - 1).copied(),
    }
}

pub(super) fn shifted(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let days = |n: i32| Some(day.add_days(count.checked_mul(n)?));
    let months = |n: i32| {
        count
            .checked_mul(n)
            .filter(|m| m.abs() < 48_000)
            .map(|m| day.add_months(m))
    };
    match unit {
        Unit::Minute => Some(day.add_days(count / 1440)),
        Unit::Hour => Some(day.add_days(count / 24)),
        Unit::Day => days(1),
        Unit::Week | Unit::Weekend => days(7),
        Unit::Fortnight => days(14),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    }
}
