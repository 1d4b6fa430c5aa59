//! An expression and the day of writing to days of the calendar.
//!
//! Weeks run from Monday to Sunday. A bare weekday or date lies on the side its clause looks to, and if that
//! is not known, on the nearest. Where the day of writing is itself only inferred, nothing finer than a month is
//! counted from it, and a bare weekday is the nearest one.

use plover::{Date, ResolvedDate, Weekday, days_in_month};

use super::{Anchor, Base, Bound, DateExpression, Direction, Kind, Part, Season, Unit, Which};

/// Days after the day of writing that a report of the past may name all the same: time zones, late edits.
const TOLERANCE: i32 = 1;
/// A date this near ahead is meant rather than its like of a year ago, whatever the tense.
const NEAR: i32 = 14;

/// First and last day, and how fine.
#[derive(Debug, Clone, Copy)]
struct Days {
    start: Date,
    end: Date,
    precision: &'static str,
}

impl Days {
    const fn day(day: Date) -> Self {
        Self { start: day, end: day, precision: "day" }
    }
}

/// The days an expression means, if they can be known.
///
/// `direction` is the way the act lies from the day of writing; [`Direction::Unknown`] asks the expression's own
/// clause. None for a bound that leaves the day open ('before', 'until', 'after').
pub fn resolve(expression: &DateExpression, anchor: &Anchor, direction: Direction) -> Option<ResolvedDate> {
    let direction = if direction == Direction::Unknown { expression.tense } else { direction };
    let mut days = Resolver { anchor, direction }.days(&expression.kind)?;
    match expression.bound {
        Bound::At | Bound::By => {}
        Bound::Before | Bound::After => return None,
        Bound::Since => {
            if let Some(now) = anchor.date.filter(|&now| now > days.start) {
                days = Days { end: now, precision: "range", ..days };
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
            Kind::Day { weekday: Some(weekday), .. } => resolver.days(kind).is_some_and(|d| d.start.weekday() != *weekday),
            Kind::Range { from, to } => check(from, resolver) || check(to, resolver),
            Kind::Shift { from: Base::At(base), .. } => check(base, resolver),
            _ => false,
        }
    }
    check(&expression.kind, &Resolver { anchor, direction: expression.tense })
}

fn basis(kind: &Kind, anchor: &Anchor) -> &'static str {
    let stated = match kind {
        Kind::Year { .. } | Kind::Decade { .. } => true,
        Kind::Day { year, .. } | Kind::NthWeekday { year, .. } | Kind::Month { year, .. } | Kind::Fraction { year, .. } | Kind::Season { year, .. } => year.is_some(),
        Kind::Range { from, to } => return weaker(basis(from, anchor), basis(to, anchor)),
        Kind::Shift { from: Base::At(base), .. } => return weaker("relative", basis(base, anchor)),
        _ => false,
    };
    match kind {
        _ if stated => "stated",
        _ if anchor.inferred => "inferred",
        Kind::Weekday { .. } => "weekday",
        Kind::Day { month: Some(_), .. } | Kind::NthWeekday { .. } | Kind::Month { which: Which::Bare, .. } => "stated",
        _ => "relative",
    }
}

fn weaker(a: &'static str, b: &'static str) -> &'static str {
    let rank = |basis: &str| ["stated", "weekday", "relative", "inferred"].iter().position(|&x| x == basis);
    if rank(b) > rank(a) { b } else { a }
}

struct Resolver<'a> {
    anchor: &'a Anchor,
    direction: Direction,
}

impl Resolver<'_> {
    fn days(&self, kind: &Kind) -> Option<Days> {
        match kind {
            &Kind::Day { year, month, day, weekday, swappable } => self.day(year, month, day, weekday, swappable).map(Days::day),
            &Kind::Weekday { weekday, which } => self.weekday(weekday, which).map(Days::day),
            &Kind::NthWeekday { ordinal, weekday, month, year } => {
                let year = year.or_else(|| self.month_year(month, Which::Bare))?;
                nth_weekday(ordinal, weekday, month, year).map(Days::day)
            }
            &Kind::Month { year, month, which, part } => {
                let year = year.or_else(|| self.month_year(month, which))?;
                let start = Date::new(year, month, 1)?;
                Some(self.part(Days { start, end: last_of_month(year, month)?, precision: "month" }, part))
            }
            &Kind::Year { year, part } => Some(self.part(years(year, 1, "year")?, part)),
            &Kind::Decade { year, part } => Some(self.part(years(year, 10, "range")?, part)),
            &Kind::Fraction { ordinal, months, year, which } => self.fraction(ordinal, months, year, which),
            &Kind::Season { season, year, which } => self.season(season, year, which),
            &Kind::Period { unit, offset, part } => self.period(unit, offset, part),
            &Kind::Stretch { unit, count } => {
                let now = self.exact(unit)?;
                let far = shifted(now, unit, count)?;
                Some(Days { start: now.min(far), end: now.max(far), precision: "range" })
            }
            Kind::Shift { unit, count, from } => self.shift(*unit, *count, from),
            Kind::Range { from, to } => self.range(from, to),
        }
    }

    /// The day of writing, if it is known finely enough to count such units from it.
    fn exact(&self, unit: Unit) -> Option<Date> {
        let coarse = matches!(unit, Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century);
        self.anchor.date.filter(|_| !self.anchor.inferred || coarse)
    }

    fn year(&self) -> Option<i32> {
        self.anchor.date.map(Date::year).or(self.anchor.year)
    }

    fn day(&self, year: Option<i32>, month: Option<u8>, day: u8, weekday: Option<Weekday>, swappable: bool) -> Option<Date> {
        let Some(month) = month else { return self.day_of_some_month(day, weekday) };
        if let Some(year) = year {
            let date = Date::new(year, month, day);
            if let Some(other) = swappable.then(|| Date::new(year, day, month)).flatten() {
                // 05/07/2020: the order whose day fits the weekday, else the one nearer to the day of writing.
                return date.map(|date| {
                    let off = |d: Date| (weekday.is_some_and(|w| w != d.weekday()), self.anchor.date.map_or(0, |now| (d.to_days() - now.to_days()).abs()));
                    if off(other) < off(date) { other } else { date }
                });
            }
            return date;
        }
        let Some(now) = self.anchor.date else { return Date::new(self.anchor.year?, month, day) };
        let reach = if month == 2 && day == 29 { 8 } else { 1 };
        let all: Vec<Date> = (now.year() - reach..=now.year() + reach).filter_map(|y| Date::new(y, month, day)).collect();
        let fitting: Vec<Date> = all.iter().copied().filter(|d| weekday.is_none_or(|w| d.weekday() == w)).collect();
        self.nearest(if fitting.is_empty() { &all } else { &fitting }, now)
    }

    /// The candidate on the side the clause looks to, or the nearest.
    fn nearest(&self, all: &[Date], now: Date) -> Option<Date> {
        let off = |d: &Date| d.to_days() - now.to_days();
        let near = all.iter().copied().min_by_key(|d| (off(d).abs(), off(d)));
        let wanted = match self.direction {
            _ if self.anchor.inferred => None,
            Direction::Past => all.iter().copied().filter(|d| off(d) <= TOLERANCE).max(),
            Direction::Future => all.iter().copied().filter(|d| off(d) >= -TOLERANCE).min(),
            Direction::Unknown => None,
        };
        match (wanted, near) {
            (Some(wanted), Some(near)) if off(&near).abs() <= NEAR && off(&wanted).abs() > 180 => Some(near),
            (Some(wanted), _) => Some(wanted),
            (None, near) => near,
        }
    }

    /// 'the 20th', 'Friday the 22nd'.
    fn day_of_some_month(&self, day: u8, weekday: Option<Weekday>) -> Option<Date> {
        let now = self.anchor.date.filter(|_| !self.anchor.inferred || weekday.is_some())?;
        let reach = if weekday.is_some() { 7 } else { 2 };
        let all: Vec<Date> = (-reach..=reach)
            .filter_map(|m| {
                let month = first_of_month(now)?.add_months(m);
                Date::new(month.year(), month.month(), day)
            })
            .filter(|d| weekday.is_none_or(|w| d.weekday() == w))
            .collect();
        self.nearest(&all, now)
    }

    fn weekday(&self, weekday: Weekday, which: Which) -> Option<Date> {
        let now = self.anchor.date?;
        let index = |w: Weekday| Weekday::ALL.iter().position(|&x| x == w).and_then(|i| i32::try_from(i).ok()).unwrap_or(0);
        let ahead = (index(weekday) - index(now.weekday())).rem_euclid(7);
        let in_week = |weeks: i32| now.add_days(index(weekday) - index(now.weekday()) + 7 * weeks);
        if self.anchor.inferred {
            return match which {
                Which::Bare => Some(now.add_days(if ahead > 3 { ahead - 7 } else { ahead })),
                _ => None,
            };
        }
        Some(match which {
            Which::Week(weeks) => in_week(weeks),
            Which::This => in_week(0),
            Which::Next => in_week(1),
            Which::Last => now.add_days(if ahead == 0 { -7 } else { ahead - 7 }),
            Which::Bare => match self.direction {
                Direction::Future => now.add_days(ahead),
                // News that does not say is news of what was.
                Direction::Past | Direction::Unknown => now.add_days(if ahead == 0 { 0 } else { ahead - 7 }),
            },
        })
    }

    /// The year of a month named without one.
    fn month_year(&self, month: u8, which: Which) -> Option<i32> {
        let Some(now) = self.anchor.date else { return self.anchor.year };
        let this = i32::from(now.month());
        let month = i32::from(month);
        let last = if month <= this { now.year() } else { now.year() - 1 };
        let next = if month >= this { now.year() } else { now.year() + 1 };
        Some(match which {
            Which::This => now.year(),
            Which::Last if month == this => now.year() - 1,
            Which::Last => last,
            Which::Next if month == this => now.year() + 1,
            Which::Next => next,
            Which::Bare | Which::Week(_) => match self.direction {
                Direction::Past => last,
                Direction::Future => next,
                Direction::Unknown => {
                    let off = |year: i32| ((year - now.year()) * 12 + month - this).abs();
                    if off(next) < off(last) { next } else { last }
                }
            },
        })
    }

    fn fraction(&self, ordinal: u8, months: u8, year: Option<i32>, which: Which) -> Option<Days> {
        let first = (ordinal.checked_sub(1)?) * months + 1;
        let year = match (year, which) {
            (Some(year), _) => year,
            (None, Which::Last) => self.year()? - 1,
            (None, Which::Next) => self.year()? + 1,
            (None, Which::This) => self.year()?,
            (None, _) => match (self.anchor.date, self.direction) {
                // A quarter is reported on once it has begun.
                (Some(now), Direction::Past | Direction::Unknown) if now.month() < first => now.year() - 1,
                _ => self.year()?,
            },
        };
        let start = Date::new(year, first, 1)?;
        let end = start.add_months(i32::from(months)).add_days(-1);
        Some(Days { start, end, precision: if months == 3 { "quarter" } else { "range" } })
    }

    fn season(&self, season: Season, year: Option<i32>, which: Which) -> Option<Days> {
        let of = |year: i32| {
            let month = match season {
                // 'the winter of 2019' begins at its end.
                Season::Winter => 12,
                Season::Spring => 3,
                Season::Summer => 6,
                Season::Autumn => 9,
            };
            let start = Date::new(year, month, 1)?;
            Some(Days { start, end: start.add_months(3).add_days(-1), precision: "season" })
        };
        if let Some(year) = year {
            return of(year);
        }
        let Some(now) = self.anchor.date else { return of(self.anchor.year?) };
        let all: Vec<Days> = (now.year() - 2..=now.year() + 2).filter_map(of).collect();
        let off = |d: &Days| if d.start > now { d.start.to_days() - now.to_days() } else { (now.to_days() - d.end.to_days()).max(0) };
        match which {
            Which::Last => all.iter().copied().rfind(|d| d.end < now),
            Which::Next => all.iter().copied().find(|d| d.start > now),
            Which::This => all.iter().copied().min_by_key(off),
            Which::Bare | Which::Week(_) => match self.direction {
                Direction::Past => all.iter().copied().rfind(|d| d.start <= now),
                Direction::Future => all.iter().copied().find(|d| d.end >= now),
                Direction::Unknown => all.iter().copied().min_by_key(off),
            },
        }
    }

    fn period(&self, unit: Unit, offset: i32, part: Part) -> Option<Days> {
        if matches!(unit, Unit::Year | Unit::Decade | Unit::Century) {
            let year = self.year()?;
            let days = match unit {
                Unit::Year => years(year + offset, 1, "year")?,
                Unit::Decade => years(year - year.rem_euclid(10) + 10 * offset, 10, "range")?,
                _ => years(year - year.rem_euclid(100) + 100 * offset, 100, "range")?,
            };
            return Some(self.part(days, part));
        }
        let now = self.exact(unit)?;
        let monday = monday_of(now);
        let days = match unit {
            Unit::Week | Unit::Fortnight => {
                let start = monday.add_days(7 * offset);
                Days { start, end: start.add_days(6), precision: "week" }
            }
            Unit::Weekend => {
                // On a Monday 'at the weekend' is the one just over.
                let back = i32::from(offset == 0 && self.direction != Direction::Future && now.to_days() - monday.to_days() < 4);
                let start = monday.add_days(5 + 7 * (offset - back));
                Days { start, end: start.add_days(1), precision: "range" }
            }
            Unit::Month => {
                let start = first_of_month(now)?.add_months(offset);
                Days { start, end: last_of_month(start.year(), start.month())?, precision: "month" }
            }
            Unit::Quarter => {
                let first = (now.month() - 1) / 3 * 3 + 1;
                let start = Date::new(now.year(), first, 1)?.add_months(3 * offset);
                Days { start, end: start.add_months(3).add_days(-1), precision: "quarter" }
            }
            _ => Days::day(now.add_days(offset)),
        };
        Some(self.part(days, part))
    }

    /// A part of a period: a third of it, or up to or from today.
    fn part(&self, days: Days, part: Part) -> Days {
        let length = days.end.to_days() - days.start.to_days() + 1;
        // Thirds of a year are four months each.
        let cut = |n: i32| {
            if days.precision == "year" {
                days.start.add_months(4 * n)
            } else {
                days.start.add_days(length * n / 3)
            }
        };
        let inside = |now: &Date| (days.start..=days.end).contains(now);
        match part {
            Part::Whole => days,
            Part::Early => Days { end: cut(1).add_days(-1), ..days },
            Part::Mid => Days { start: cut(1), end: cut(2).add_days(-1), ..days },
            Part::Late => Days { start: cut(2), ..days },
            Part::SoFar => self.anchor.date.filter(inside).map_or(days, |now| Days { end: now, ..days }),
            Part::Ahead => self.anchor.date.filter(inside).map_or(days, |now| Days { start: now, ..days }),
        }
    }

    fn shift(&self, unit: Unit, count: i32, from: &Base) -> Option<Days> {
        let base = match from {
            Base::Now => Days::day(self.exact(unit)?),
            Base::Told => return None,
            Base::At(kind) => self.days(kind)?,
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
            "week" => Days { start: monday_of(day), end: monday_of(day).add_days(6), precision },
            "month" => Days { start: first_of_month(day)?, end: last_of_month(day.year(), day.month())?, precision },
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
                (Kind::Day { year: None, .. }, Kind::Day { year: None, .. }) => end = Days::day(end.start.add_months(12)),
                // 'December 30 to January 2, 2020'
                (Kind::Day { .. }, Kind::Day { .. }) => start = Days::day(start.start.add_months(-12)),
                (Kind::Month { .. }, Kind::Month { .. }) => start.start = start.start.add_months(-12),
                _ => return None,
            }
        }
        Some(Days { start: start.start, end: end.end, precision: "range" })
    }
}

fn years(year: i32, count: i32, precision: &'static str) -> Option<Days> {
    Some(Days { start: Date::new(year, 1, 1)?, end: Date::new(year + count - 1, 12, 31)?, precision })
}

fn first_of_month(day: Date) -> Option<Date> {
    Date::new(day.year(), day.month(), 1)
}

fn last_of_month(year: i32, month: u8) -> Option<Date> {
    Date::new(year, month, days_in_month(year, month))
}

fn monday_of(day: Date) -> Date {
    (0..7).map(|n| day.add_days(-n)).find(|d| d.weekday() == Weekday::Monday).unwrap_or(day)
}

fn nth_weekday(ordinal: u8, weekday: Weekday, month: u8, year: i32) -> Option<Date> {
    let days: Vec<Date> = (1..=days_in_month(year, month)).filter_map(|d| Date::new(year, month, d)).filter(|d| d.weekday() == weekday).collect();
    match ordinal {
        0 => days.last().copied(),
        n => days.get(usize::from(n) - 1).copied(),
    }
}

fn shifted(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let days = |n: i32| Some(day.add_days(count.checked_mul(n)?));
    let months = |n: i32| count.checked_mul(n).filter(|m| m.abs() < 48_000).map(|m| day.add_months(m));
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
