//! Quarters, seasons, weeks, months and years counted from the day of writing, and parts of them.

use plover::Date;

use super::calendar::{Days, first_of_month, last_of_month, monday_of, years};
use super::resolve::Resolver;
use super::{Direction, Part, Season, Unit, Which};

impl Resolver<'_> {
    pub(super) fn fraction(
        &self,
        ordinal: u8,
        months: u8,
        year: Option<i32>,
        which: Which,
    ) -> Option<Days> {
        let first = (ordinal.checked_sub(1)?) * months + 1;
        let year = match (year, which) {
            (Some(year), _) => year,
            (None, Which::Last) => self.year()? - 1,
            (None, Which::Next) => self.year()? + 1,
            (None, Which::This) => self.year()?,
            (None, _) => match (self.now(), self.direction) {
                // A quarter is reported on once it has begun.
                (Some(now), Direction::Past | Direction::Unknown) if now.month() < first => {
                    now.year() - 1
                }
                _ => self.year()?,
            },
        };
        let start = Date::new(year, first, 1)?;
        let end = start.add_months(i32::from(months)).add_days(-1);
        Some(Days {
            start,
            end,
            precision: if months == 3 { "quarter" } else { "range" },
        })
    }

    pub(super) fn season(&self, season: Season, year: Option<i32>, which: Which) -> Option<Days> {
        let of = |year: i32| {
            let month = match season {
                // 'the winter of 2019' begins at its end.
                Season::Winter => 12,
                Season::Spring => 3,
                Season::Summer => 6,
                Season::Autumn => 9,
            };
            let start = Date::new(year, month, 1)?;
            Some(Days {
                start,
                end: start.add_months(3).add_days(-1),
                precision: "season",
            })
        };
        if let Some(year) = year {
            return of(year);
        }
        let Some(now) = self.now() else {
            return of(self.anchor.year?);
        };
        let all: Vec<Days> = (now.year() - 2..=now.year() + 2).filter_map(of).collect();
        let off = |d: &Days| {
            if d.start > now {
                d.start.to_days() - now.to_days()
            } else {
                (now.to_days() - d.end.to_days()).max(0)
            }
        };
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

    pub(super) fn period(&self, unit: Unit, offset: i32, part: Part) -> Option<Days> {
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
                Days {
                    start,
                    end: start.add_days(6),
                    precision: "week",
                }
            }
            Unit::Weekend => {
                // On a Monday 'at the weekend' is the one just over.
                let back = i32::from(
                    offset == 0
                        && self.direction != Direction::Future
                        && now.to_days() - monday.to_days() < 4,
                );
                let start = monday.add_days(5 + 7 * (offset - back));
                Days {
                    start,
                    end: start.add_days(1),
                    precision: "range",
                }
            }
            Unit::Month => {
                let start = first_of_month(now)?.add_months(offset);
                Days {
                    start,
                    end: last_of_month(start.year(), start.month())?,
                    precision: "month",
                }
            }
            Unit::Quarter => {
                let first = (now.month() - 1) / 3 * 3 + 1;
                let start = Date::new(now.year(), first, 1)?.add_months(3 * offset);
                Days {
                    start,
                    end: start.add_months(3).add_days(-1),
                    precision: "quarter",
                }
            }
            _ => Days::day(now.add_days(offset)),
        };
        Some(self.part(days, part))
    }

    /// A part of a period: a third of it, or up to or from today.
    pub(super) fn part(&self, days: Days, part: Part) -> Days {
        let length = days.end.to_days() - days.start.to_days() + 1;
        let years = days.end.year() - days.start.year() + 1;
        // Thirds of a year are four months each.
        let cut = |n: i32| {
            if length > 360 {
                days.start.add_months(4 * n * years)
            } else {
                days.start.add_days(length * n / 3)
            }
        };
        let inside = |now: &Date| (days.start..=days.end).contains(now);
        match part {
            Part::Whole => days,
            Part::Early => Days {
                end: cut(1).add_days(-1),
                ..days
            },
            Part::Mid => Days {
                start: cut(1),
                end: cut(2).add_days(-1),
                ..days
            },
            Part::Late => Days {
                start: cut(2),
                ..days
            },
            Part::SoFar => self
                .now()
                .filter(inside)
                .map_or(days, |now| Days { end: now, ..days }),
            Part::Ahead => self
                .now()
                .filter(inside)
                .map_or(days, |now| Days { start: now, ..days }),
        }
    }
}
