//! What an expression of time says, before anything is known of the day it was written.

use plover::Weekday;

/// What an expression says, before anything is known of the day it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 'July 20, 2020', 'Monday, July 20', 'the 20th': the parts that are stated.
    Day {
        /// Year.
        year: Option<i32>,
        /// Month, from 1.
        month: Option<u8>,
        /// Day of the month.
        day: u8,
        /// Day of the week.
        weekday: Option<Weekday>,
        /// Whether month and day could be meant the other way round ('05/07/2020').
        swappable: bool,
    },
    /// 'Monday', 'last Monday', 'Monday next week'.
    Weekday {
        /// Day of the week.
        weekday: Weekday,
        /// Which of them.
        which: Which,
    },
    /// 'the first Friday of July 2020'; ordinal 0 is the last one.
    NthWeekday {
        /// From 1; 0 for the last.
        ordinal: u8,
        /// Day of the week.
        weekday: Weekday,
        /// Month, from 1.
        month: u8,
        /// Year.
        year: Option<i32>,
    },
    /// 'July', 'early July 2020', 'last July'.
    Month {
        /// Year.
        year: Option<i32>,
        /// Month, from 1.
        month: u8,
        /// Which of them, without a year.
        which: Which,
        /// Which part of it.
        part: Part,
    },
    /// '2019', 'late 2019'.
    Year {
        /// Year.
        year: i32,
        /// Which part of it.
        part: Part,
    },
    /// 'the third quarter of 2019', 'the first half of last year'.
    Fraction {
        /// From 1.
        ordinal: u8,
        /// Months it has: 3 or 6.
        months: u8,
        /// Year.
        year: Option<i32>,
        /// Years from the current one, without a year.
        which: Which,
    },
    /// 'this summer', 'the winter of 2019'.
    Season {
        /// Season of the northern half of the earth.
        season: Season,
        /// Year.
        year: Option<i32>,
        /// Which of them.
        which: Which,
    },
    /// 'the 1990s', 'the early seventies'.
    Decade {
        /// Its first year.
        year: i32,
        /// Which part of it.
        part: Part,
    },
    /// 'last week', 'this month', 'next year': periods of the calendar.
    Period {
        /// Week, month, year …
        unit: Unit,
        /// 0 is the current one.
        offset: i32,
        /// Which part of it.
        part: Part,
    },
    /// 'the past two weeks', 'the next 24 hours': a stretch that ends or begins today.
    Stretch {
        /// Unit of the count.
        unit: Unit,
        /// How many, negative for the past.
        count: i32,
    },
    /// 'yesterday', 'two days ago', 'in three weeks', 'a day after July 20'.
    Shift {
        /// Unit of the count.
        unit: Unit,
        /// How many, negative for the past.
        count: i32,
        /// Counted from where.
        from: Base,
    },
    /// 'July last year', 'July 20 of this year'.
    OfYear {
        /// Years from the current one.
        offset: i32,
        /// A time without a year.
        kind: Box<Self>,
    },
    /// 'the 12th of this month', 'from 4 to 22 next month', 'the first Friday of next month'.
    OfMonth {
        /// Months from the current one.
        offset: i32,
        /// A time without a month.
        kind: Box<Self>,
    },
    /// 'the first week of July', 'the last week of 2019', 'the week of July 20'.
    Week {
        /// From 1, 0 for the last; none for the week around a day.
        ordinal: Option<u8>,
        /// Of what.
        of: Box<Self>,
    },
    /// 'July 19-20', 'from Monday to Friday', 'between 2014 and 2018'.
    Range {
        /// First.
        from: Box<Self>,
        /// Last.
        to: Box<Self>,
    },
}

/// What a count of days is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// The day the text was written.
    Now,
    /// The time last spoken of ('two days later'), once it is found.
    Told,
    /// A stated time.
    At(Box<Kind>),
}

/// Which of the days, months or seasons of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Which {
    /// Not said.
    #[default]
    Bare,
    /// 'last', 'past'.
    Last,
    /// 'this'.
    This,
    /// 'next', 'coming'.
    Next,
    /// 'Monday of next week': in the week so many weeks on.
    Week(i32),
}

/// Which part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// 'early', 'the beginning of'.
    Early,
    /// 'mid-'.
    Mid,
    /// 'late', 'the end of'.
    Late,
    /// 'earlier this': up to today.
    SoFar,
    /// 'later this': from today.
    Ahead,
}

/// A measure of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }
}

/// A season of the northern half of the earth, which is what most news means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Winter,
    Spring,
    Summer,
    Autumn,
}

impl Season {
    pub(crate) const ALL: [Self; 4] = [Self::Winter, Self::Spring, Self::Summer, Self::Autumn];
}
