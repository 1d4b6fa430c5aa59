//! Which of the days, weekdays or months of a name is meant: the one on the side its clause looks to, or the nearest.

use plover::{Date, Weekday};

use super::calendar::first_of_month;
use super::resolve::Resolver;
use super::{Direction, Which};

/// Days after the day of writing that a report of the past may name all the same: time zones, late edits.
const TOLERANCE: i32 = 1;

/// A date this near ahead is meant rather than its like of a year ago, whatever the tense.
const NEAR: i32 = 14;

impl Resolver<'_> {
    pub(super) fn day(
        &self,
        year: Option<i32>,
        month: Option<u8>,
        day: u8,
        weekday: Option<Weekday>,
        swappable: bool,
    ) -> Option<Date> {
        let Some(month) = month else {
            return self.day_of_some_month(day, weekday);
        };
        if let Some(year) = year {
            let date = Date::new(year, month, day);
            if let Some(other) = swappable.then(|| Date::new(year, day, month)).flatten() {
                // 05/07/2020: the order whose day fits the weekday, else the one nearer to the day of writing.
                return date.map(|date| {
                    let off = |d: Date| {
                        (
                            weekday.is_some_and(|w| w != d.weekday()),
                            self.now()
                                .map_or(0, |now| (d.to_days() - now.to_days()).abs()),
                        )
                    };
                    if off(other) < off(date) { other } else { date }
                });
            }
            return date;
        }
        let Some(now) = self.now() else {
            return Date::new(self.anchor.year?, month, day);
        };
        let reach = if month == 2 && day == 29 { 8 } else { 1 };
        let all: Vec<Date> = (now.year() - reach..=now.year() + reach)
            .filter_map(|y| Date::new(y, month, day))
            .collect();
        let fitting: Vec<Date> = all
            .iter()
            .copied()
            .filter(|d| weekday.is_none_or(|w| d.weekday() == w))
            .collect();
        self.nearest(if fitting.is_empty() { &all } else { &fitting }, now)
    }

    /// The candidate on the side the clause looks to, or the nearest.
    pub(super) fn nearest(&self, all: &[Date], now: Date) -> Option<Date> {
        let off = |d: &Date| d.to_days() - now.to_days();
        let near = all.iter().copied().min_by_key(|d| (off(d).abs(), off(d)));
        let wanted = match self.direction {
            _ if self.anchor.inferred => None,
            Direction::Past => all.iter().copied().filter(|d| off(d) <= TOLERANCE).max(),
            Direction::Future => all.iter().copied().filter(|d| off(d) >= -TOLERANCE).min(),
            Direction::Unknown => None,
        };
        match (wanted, near) {
            (Some(wanted), Some(near)) if off(&near).abs() <= NEAR && off(&wanted).abs() > 180 => {
                Some(near)
            }
            (Some(wanted), _) => Some(wanted),
            (None, near) => near,
        }
    }

    /// 'the 20th', 'Friday the 22nd'.
    pub(super) fn day_of_some_month(&self, day: u8, weekday: Option<Weekday>) -> Option<Date> {
        let now = self
            .now()
            .filter(|_| !self.anchor.inferred || weekday.is_some())?;
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

    pub(super) fn weekday(&self, weekday: Weekday, which: Which) -> Option<Date> {
        let now = self.now()?;
        let index = |w: Weekday| {
            Weekday::ALL
                .iter()
                .position(|&x| x == w)
                .and_then(|i| i32::try_from(i).ok())
                .unwrap_or(0)
        };
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
                Direction::Past | Direction::Unknown => {
                    now.add_days(if ahead == 0 { 0 } else { ahead - 7 })
                }
            },
        })
    }

    /// The year of a month named without one.
    pub(super) fn month_year(&self, month: u8, which: Which) -> Option<i32> {
        let Some(now) = self.now() else {
            return self.anchor.year;
        };
        let this = i32::from(now.month());
        let month = i32::from(month);
        let last = if month <= this {
            now.year()
        } else {
            now.year() - 1
        };
        let next = if month >= this {
            now.year()
        } else {
            now.year() + 1
        };
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
}
