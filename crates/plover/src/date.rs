//! Calendar days, exact and without a clock.

use std::fmt;

/// A day of the Gregorian calendar, years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// The number of days of a month; 0 if there is no such month.
pub const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

impl Date {
    /// The day, if there is one.
    ///
    /// ```
    /// use plover::{Date, Weekday};
    /// let day = Date::new(2020, 7, 20).unwrap();
    /// assert_eq!(day.weekday(), Weekday::Monday);
    /// assert_eq!(day.add_days(-1).to_string(), "2020-07-19");
    /// assert_eq!(Date::new(2019, 2, 29), None);
    /// ```
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let fits = (1..=9999).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        fits.then(|| i16::try_from(year).ok())
            .flatten()
            .map(|year| Self { year, month, day })
    }

    /// The day in ISO 8601's extended form, `2020-07-20`; a time after `T` or a space is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.get(..10)?.split('-');
        if text.get(10..11).is_some_and(|c| !matches!(c, "T" | " ")) {
            return None;
        }
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Year.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// Month, from 1.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01.
    pub fn to_days(self) -> i32 {
        // Howard Hinnant's algorithm: years start in March, so leap days come last.
        let (m, d) = (i32::from(self.month), i32::from(self.day));
        let y = self.year() - i32::from(m <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The day this many days after 1970-01-01; the nearest one there is, if out of range.
    pub fn from_days(days: i32) -> Self {
        let z = days.saturating_add(719_468);
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i32::from(month <= 2);
        let small = |x: i32| u8::try_from(x).unwrap_or(1);
        Self::new(year, small(month), small(day)).unwrap_or(if days < 0 {
            Self {
                year: 1,
                month: 1,
                day: 1,
            }
        } else {
            Self {
                year: 9999,
                month: 12,
                day: 31,
            }
        })
    }

    /// This many days later.
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self::from_days(self.to_days().saturating_add(days))
    }

    /// This many months later; the last day of the month where the day does not exist there.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let total = self.year() * 12 + i32::from(self.month) - 1 + months;
        let (year, month) = (
            total.div_euclid(12),
            u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1),
        );
        Self::new(year, month, self.day.min(days_in_month(year, month))).unwrap_or(self)
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        let index = (self.to_days() + 3).rem_euclid(7);
        Weekday::ALL[usize::try_from(index).unwrap_or(0)]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_both_ways() {
        for days in (-700_000..2_900_000).step_by(997) {
            assert_eq!(Date::from_days(days).to_days(), days);
        }
        assert_eq!(Date::new(1970, 1, 1).map(Date::to_days), Some(0));
    }

    #[test]
    fn months_keep_to_their_length() {
        let day = Date::new(2020, 1, 31).map(|d| d.add_months(1).to_string());
        assert_eq!(day.as_deref(), Some("2020-02-29"));
        assert_eq!(
            Date::parse("2020-07-20T10:00:00Z")
                .map(|d| d.to_string())
                .as_deref(),
            Some("2020-07-20")
        );
        assert_eq!(Date::parse("2020-7-2"), None);
    }
}
