//! An expression and the day of writing to days of the calendar.
//!
//! A bare weekday or date lies on the side its clause looks to, and if that is not known, on the nearest
//! (`near`). Where the day of writing is itself only inferred, nothing finer than a month is counted from
//! it, and a bare weekday is the nearest one.

use plover::{Date, ResolvedDate};

use super::calendar::{
    Days, first_of_month, in_month, in_year, last_of_month, monday_of, nth_weekday, shifted, week,
    years,
};
use super::{Anchor, Base, Bound, DateExpression, Direction, Kind, Unit, Which};

/// The days an expression means, if they can be known.
///
/// `direction` is the way the act lies from the day of writing; [`Direction::Unknown`] asks the expression's own
/// clause. None for a bound that leaves the day open ('before', 'until', 'after').
pub fn resolve(
    expression: &DateExpression,
    anchor: &Anchor,
    direction: Direction,
) -> Option<ResolvedDate> {
    let direction = if direction == Direction::Unknown {
        expression.tense
    } else {
        direction
    };
    let mut days = Resolver { anchor, direction }.days(&expression.kind)?;
    match expression.bound {
        Bound::At | Bound::By => {}
        Bound::Before | Bound::After => return None,
        Bound::Since => {
            if let Some(now) = anchor
                .date
                .filter(|&now| anchor.year.is_some() && now > days.start)
            {
                days = Days {
                    end: now,
                    precision: "range",
                    ..days
                };
            }
        }
    }
    Some(ResolvedDate {
        value: days.start,
        end: (days.end != days.start).then_some(days.end),
        precision: days.precision.to_owned(),
        basis: basis(&expression.kind, anchor).to_owned(),
        text: expression.text.clone(),
    })
}

/// Whether the weekday of an expression is not that of its date, in the year it is taken to be in.
pub fn conflict(expression: &DateExpression, anchor: &Anchor) -> bool {
    fn check(kind: &Kind, resolver: &Resolver<'_>) -> bool {
        match kind {
            Kind::Day {
                weekday: Some(weekday),
                ..
            } => resolver
                .days(kind)
                .is_some_and(|d| d.start.weekday() != *weekday),
            Kind::Range { from, to } => check(from, resolver) || check(to, resolver),
            Kind::Shift {
                from: Base::At(base),
                ..
            } => check(base, resolver),
            _ => false,
        }
    }
    check(
        &expression.kind,
        &Resolver {
            anchor,
            direction: expression.tense,
        },
    )
}

fn basis(kind: &Kind, anchor: &Anchor) -> &'static str {
    let stated = match kind {
        Kind::Year { .. } | Kind::Decade { .. } => true,
        Kind::Day { year, .. }
        | Kind::NthWeekday { year, .. }
        | Kind::Month { year, .. }
        | Kind::Fraction { year, .. }
        | Kind::Season { year, .. } => year.is_some(),
        Kind::Range { from, to } => return weaker(basis(from, anchor), basis(to, anchor)),
        Kind::Week { of, .. } => return basis(of, anchor),
        Kind::Shift {
            from: Base::At(base),
            ..
        } => return weaker("relative", basis(base, anchor)),
        _ => false,
    };
    match kind {
        _ if stated => "stated",
        _ if anchor.inferred => "inferred",
        Kind::Weekday { .. } => "weekday",
        Kind::Day { month: Some(_), .. }
        | Kind::NthWeekday { .. }
        | Kind::Month {
            which: Which::Bare, ..
        } => "stated",
        _ => "relative",
    }
}

fn weaker(a: &'static str, b: &'static str) -> &'static str {
    let rank = |basis: &str| {
        ["stated", "weekday", "relative", "inferred"]
            .iter()
            .position(|&x| x == basis)
    };
    if rank(b) > rank(a) { b } else { a }
}

pub(super) struct Resolver<'a> {
    pub(super) anchor: &'a Anchor,
    pub(super) direction: Direction,
}

impl Resolver<'_> {
    fn days(&self, kind: &Kind) -> Option<Days> {
        match kind {
            &Kind::Day {
                year,
                month,
                day,
                weekday,
                swappable,
            } => self
                .day(year, month, day, weekday, swappable)
                .map(Days::day),
            &Kind::Weekday { weekday, which } => self.weekday(weekday, which).map(Days::day),
            &Kind::NthWeekday {
                ordinal,
                weekday,
                month,
                year,
            } => {
                let year = year.or_else(|| self.month_year(month, Which::Bare))?;
                nth_weekday(ordinal, weekday, month, year).map(Days::day)
            }
            &Kind::Month {
                year,
                month,
                which,
                part,
            } => {
                let year = year.or_else(|| self.month_year(month, which))?;
                let start = Date::new(year, month, 1)?;
                Some(self.part(
                    Days {
                        start,
                        end: last_of_month(year, month)?,
                        precision: "month",
                    },
                    part,
                ))
            }
            &Kind::Year { year, part } => Some(self.part(years(year, 1, "year")?, part)),
            &Kind::Decade { year, part } => Some(self.part(years(year, 10, "range")?, part)),
            &Kind::Fraction {
                ordinal,
                months,
                year,
                which,
            } => self.fraction(ordinal, months, year, which),
            &Kind::Season {
                season,
                year,
                which,
            } => self.season(season, year, which),
            &Kind::Period { unit, offset, part } => self.period(unit, offset, part),
            &Kind::Stretch { unit, count } => {
                let now = self.exact(unit)?;
                let far = shifted(now, unit, count)?;
                Some(Days {
                    start: now.min(far),
                    end: now.max(far),
                    precision: "range",
                })
            }
            Kind::Shift { unit, count, from } => self.shift(*unit, *count, from),
            Kind::OfYear { offset, kind } => self.days(&in_year(kind, self.year()? + offset)),
            Kind::OfMonth { offset, kind } => {
                let now = self.exact(Unit::Month)?;
                let month = first_of_month(now)?.add_months(*offset);
                self.days(&in_month(kind, month.year(), month.month()))
            }
            Kind::Week { ordinal, of } => self.days(of).map(|of| week(*ordinal, of)),
            Kind::Range { from, to } => self.range(from, to),
        }
    }

    /// The day of writing, if it is known finely enough to count such units from it.
    pub(super) fn exact(&self, unit: Unit) -> Option<Date> {
        let coarse = matches!(
            unit,
            Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century
        );
        self.now().filter(|_| !self.anchor.inferred || coarse)
    }

    /// The day of writing, if it is known to a few days.
    pub(super) fn now(&self) -> Option<Date> {
        let known = self.anchor.year.is_some() && !self.anchor.rough;
        self.anchor.date.filter(|_| known)
    }

    pub(super) fn year(&self) -> Option<i32> {
        self.now().map(Date::year).or(self.anchor.year)
    }

    fn shift(&self, unit: Unit, count: i32, from: &Base) -> Option<Days> {
        let base = match from {
            Base::Now => Days::day(self.exact(unit)?),
            Base::Told => return None,
            Base::At(kind) => match &**kind {
                // 'a month and 21 days ago' counts the days from one day, not from a month.
                &Kind::Shift {
                    unit,
                    count,
                    from: Base::Now,
                } if unit != Unit::Day => Days::day(shifted(self.exact(unit)?, unit, count)?),
                kind => self.days(kind)?,
            },
        };
        let from = if count > 0 { base.end } else { base.start };
        let precision = match unit {
            Unit::Minute | Unit::Hour | Unit::Day => "day",
            Unit::Week | Unit::Fortnight | Unit::Weekend => "week",
            Unit::Month | Unit::Quarter => "month",
            Unit::Year => "year",
            Unit::Decade | Unit::Century => "range",
        };
        let day = shifted(from, unit, count)?;
        if base.precision != "day" && precision == "day" {
            // 'a day later' than some day of a month is still some day of it.
            return (base.precision != "range").then_some(base);
        }
        Some(match precision {
            "week" => Days {
                start: monday_of(day),
                end: monday_of(day).add_days(6),
                precision,
            },
            "month" => Days {
                start: first_of_month(day)?,
                end: last_of_month(day.year(), day.month())?,
                precision,
            },
            "year" => years(day.year(), 1, "year")?,
            "range" => years(day.year(), 1, "range")?,
            _ => Days::day(day),
        })
    }

    fn range(&self, from: &Kind, to: &Kind) -> Option<Days> {
        let mut start = self.days(from)?;
        let mut end = self.days(to)?;
        if end.start < start.start {
            match (from, to) {
                (_, Kind::Weekday { .. }) => end = Days::day(end.start.add_days(7)),
                (Kind::Day { year: None, .. }, Kind::Day { year: None, .. }) => {
                    end = Days::day(end.start.add_months(12));
                }
                // 'December 30 to January 2, 2020'
                (Kind::Day { .. }, Kind::Day { .. }) => {
                    start = Days::day(start.start.add_months(-12));
                }
                (Kind::Month { .. }, Kind::Month { .. }) => {
                    start.start = start.start.add_months(-12);
                }
                _ => return None,
            }
        }
        Some(Days {
            start: start.start,
            end: end.end,
            precision: "range",
        })
    }
}
