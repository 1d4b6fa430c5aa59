//! Calendar days, exact and without a clock.

use std::fmt;
use std::str::FromStr;

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
    /// The first day there is, 0001-01-01.
    pub const FIRST: Self = Self {
        year: 1,
        month: 1,
        day: 1,
    };
    /// The last day there is, 9999-12-31.
    pub const LAST: Self = Self {
        year: 9999,
        month: 12,
        day: 31,
    };

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
        // The number parser takes a sign; the standard does not.
        let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
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
            Self::FIRST
        } else {
            Self::LAST
        })
    }

    /// This many days later.
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self::from_days(self.to_days().saturating_add(days))
    }

    /// This many months later: the last day of the month where the day does not exist there, and the nearest day there
    /// is if out of range.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let total = (self.year() * 12 + i32::from(self.month) - 1).saturating_add(months);
        let (year, month) = (
            total.div_euclid(12),
            u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1),
        );
        Self::new(year, month, self.day.min(days_in_month(year, month))).unwrap_or(if months < 0 {
            Self::FIRST
        } else {
            Self::LAST
        })
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        let index = (self.to_days() + 3).rem_euclid(7);
        Weekday::ALL[usize::try_from(index).unwrap_or(0)]
    }
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no day of the form YYYY-MM-DD")]
pub struct ParseDateError(pub String);

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        Self::parse(text).ok_or_else(|| ParseDateError(text.to_owned()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Evidence is full of days, and `write!` takes longer for each than their eight digits do.
        let part = |years: i16| u8::try_from(years).unwrap_or_default();
        let (century, year) = (part(self.year / 100), part(self.year % 100));
        let mut text = *b"0000-00-00";
        for (at, n) in [(0, century), (2, year), (5, self.month), (8, self.day)] {
            text[at] += n / 10;
            text[at + 1] += n % 10;
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
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

    fn iso(text: &str) -> Option<String> {
        Date::parse(text).map(|d| d.to_string())
    }

    #[test]
    fn months_keep_to_their_length() {
        let later =
            |text: &str, months| Date::parse(text).map(|d| d.add_months(months).to_string());
        assert_eq!(later("2020-01-31", 1).as_deref(), Some("2020-02-29"));
        assert_eq!(later("2020-03-31", -1).as_deref(), Some("2020-02-29"));
        assert_eq!(later("2019-12-15", 1).as_deref(), Some("2020-01-15"));
        assert_eq!(later("2020-01-15", -13).as_deref(), Some("2018-12-15"));
        assert_eq!(later("2020-02-29", 12).as_deref(), Some("2021-02-28"));
    }

    #[test]
    fn there_is_nothing_beyond_the_calendar() {
        for far in [i32::MAX, 3_000_000] {
            assert_eq!(Date::LAST.add_days(far), Date::LAST);
            assert_eq!(Date::LAST.add_months(far), Date::LAST);
        }
        for far in [i32::MIN, -3_000_000] {
            assert_eq!(Date::FIRST.add_days(far), Date::FIRST);
            assert_eq!(Date::FIRST.add_months(far), Date::FIRST);
        }
        assert_eq!(Date::from_days(Date::FIRST.to_days() - 1), Date::FIRST);
        assert_eq!(Date::from_days(Date::LAST.to_days() + 1), Date::LAST);
    }

    #[test]
    fn every_day_follows_the_one_before() {
        // Four hundred years are the calendar's period.
        let mut day = Date::parse("1801-01-01").unwrap_or(Date::FIRST);
        let mut weekday = 3; // a Thursday
        while day.year() < 2201 {
            assert_eq!(day.weekday(), Weekday::ALL[weekday]);
            let next = day.add_days(1);
            let first = next.day() == 1 && day.day() == days_in_month(day.year(), day.month());
            assert!(
                next > day && (first || next.day() == day.day() + 1),
                "{day}"
            );
            assert_eq!(next.to_days(), day.to_days() + 1);
            (day, weekday) = (next, (weekday + 1) % 7);
        }
    }

    #[test]
    fn weekdays_of_known_days() {
        let weekday = |text: &str| Date::parse(text).map(Date::weekday);
        for (text, day) in [
            ("1945-05-08", Weekday::Tuesday),
            ("1970-01-01", Weekday::Thursday),
            ("2000-02-29", Weekday::Tuesday),
            ("2001-09-11", Weekday::Tuesday),
            ("2020-07-20", Weekday::Monday),
            ("2024-02-29", Weekday::Thursday),
        ] {
            assert_eq!(weekday(text), Some(day), "{text}");
        }
    }

    #[test]
    fn leap_years() {
        for (year, days) in [(1900, 28), (2000, 29), (2019, 28), (2020, 29), (2100, 28)] {
            assert_eq!(days_in_month(year, 2), days, "{year}");
            assert_eq!(Date::new(year, 2, 29).is_some(), days == 29, "{year}");
        }
        assert_eq!((days_in_month(2020, 0), days_in_month(2020, 13)), (0, 0));
    }

    #[test]
    fn only_iso_days_are_read() {
        for text in ["2020-07-20", "2020-07-20T10:00:00Z", "2020-07-20 10:00"] {
            assert_eq!(iso(text).as_deref(), Some("2020-07-20"), "{text}");
        }
        for text in [
            "",
            "2020",
            "2020-07",
            "2020-7-2",
            "2020-02-30",
            "2020-+7-01",
            "+020-07-01",
            "0000-01-01",
            "2020-13-01",
            "20-07-2020",
            "2020-07-201",
            "２020-07-20",
            "2020-07-0é",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
