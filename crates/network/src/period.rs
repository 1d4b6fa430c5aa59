//! What are the steps of a series? Days, ISO weeks, months, years, numbered so that they can be counted.

use plover::Date;

/// The step of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Step {
    /// Number of the period that holds a day.
    pub fn of(self, day: Date) -> i32 {
        match self {
            Self::Day => day.to_days(),
            // 1970-01-01 was a Thursday.
            Self::Week => (day.to_days() + 3).div_euclid(7),
            Self::Month => day.year() * 12 + i32::from(day.month()) - 1,
            Self::Year => day.year(),
        }
    }

    /// First day of a period.
    pub fn first(self, period: i32) -> Date {
        match self {
            Self::Day => Date::from_days(period),
            Self::Week => Date::from_days(period.saturating_mul(7).saturating_sub(3)),
            Self::Month => {
                let month = u8::try_from(period.rem_euclid(12) + 1).unwrap_or(1);
                Date::new(period.div_euclid(12), month, 1).unwrap_or(Date::FIRST)
            }
            Self::Year => Date::new(period, 1, 1).unwrap_or(Date::FIRST),
        }
    }

    /// Last day of a period.
    pub fn last(self, period: i32) -> Date {
        let next = self.first(period.saturating_add(1));
        let last = next.add_days(-1);
        // The calendar ends with the year 9999.
        if last < self.first(period) {
            Date::LAST
        } else {
            last
        }
    }

    /// How a period is written: `2020-07-20`, `2020-W30`, `2020-07`, `2020`.
    ///
    /// ```
    /// use network::period::Step;
    /// let day = plover::Date::new(2021, 1, 2).unwrap();
    /// let labels = [Step::Day, Step::Week, Step::Month, Step::Year].map(|s| s.label(s.of(day)));
    /// assert_eq!(labels, ["2021-01-02", "2020-W53", "2021-01", "2021"]);
    /// ```
    pub fn label(self, period: i32) -> String {
        let first = self.first(period);
        match self {
            Self::Day => first.to_string(),
            Self::Week => {
                // The year of a week is that of its Thursday.
                let thursday = first.add_days(3);
                let start = Date::new(thursday.year(), 1, 1).unwrap_or(Date::FIRST);
                let week = (thursday.to_days() - start.to_days()) / 7 + 1;
                format!("{:04}-W{week:02}", thursday.year())
            }
            Self::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Self::Year => format!("{:04}", first.year()),
        }
    }
}
