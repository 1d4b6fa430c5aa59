//! A code in brackets, with the days it holds for: `[HOBGOV 19950601-19990815]`.

use plover::Date;

use crate::actor::Period;

/// One code of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The dictionary's own string.
    pub code: String,
    /// When it holds; always, if it is open on both sides.
    pub period: Period,
    /// Line of the file, from 1.
    pub line: usize,
    /// That line.
    pub text: String,
}

impl Code {
    /// From what stands between the brackets.
    ///
    /// `<D` ends the day before D, `>D` starts on D, `D-D` includes both. Years of two digits up to 30 are of this
    /// century.
    pub(super) fn parse(inside: &str, line: usize, text: &str) -> Result<Self, String> {
        let inside = inside.trim();
        let until = inside
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))
            .unwrap_or(inside.len());
        let (code, dates) = inside.split_at(until);
        if code.is_empty() {
            return Err("the code is empty".to_owned());
        }
        let dates: String = dates.chars().filter(|c| !c.is_whitespace()).collect();
        let (start, end) = if dates.is_empty() {
            (None, None)
        } else if let Some(before) = dates.strip_prefix('<') {
            (None, Some(day(before)?.add_days(-1)))
        } else if let Some(from) = dates.strip_prefix('>') {
            (Some(day(from)?), None)
        } else if let Some((from, to)) = dates.split_once('-') {
            (Some(day(from)?), Some(day(to)?))
        } else {
            return Err(format!("'{dates}' is no <DATE, >DATE or DATE-DATE"));
        };
        if let (Some(from), Some(to)) = (start, end)
            && to < from
        {
            return Err(format!("it ends on {to}, before it starts on {from}"));
        }
        Ok(Self {
            code: code.to_owned(),
            period: Period { start, end },
            line,
            text: text.trim().to_owned(),
        })
    }

    /// Whether it is dated at all.
    pub fn is_dated(&self) -> bool {
        self.period != Period::default()
    }
}

fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("'{text}' is no day of the form YYMMDD or YYYYMMDD");
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole = match text.len() {
        6 if text.get(..2).is_some_and(|y| y > "30") => format!("19{text}"),
        6 => format!("20{text}"),
        8 => text.to_owned(),
        _ => return Err(wrong()),
    };
    let number = |a: usize, b: usize| whole.get(a..b).and_then(|n| n.parse::<i32>().ok());
    let small = |a: usize, b: usize| number(a, b).and_then(|n| u8::try_from(n).ok());
    number(0, 4)
        .zip(small(4, 6))
        .zip(small(6, 8))
        .and_then(|((y, m), d)| Date::new(y, m, d))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(inside: &str) -> Result<Code, String> {
        Code::parse(inside, 1, inside)
    }

    #[test]
    fn dates_are_read_in_all_their_spellings() {
        let shown = |inside: &str| {
            let c = code(inside).expect("it is a code");
            let day = |d: Option<Date>| d.map_or("-".to_owned(), |d| d.to_string());
            format!("{} {} {}", c.code, day(c.period.start), day(c.period.end))
        };
        assert_eq!(shown("ARN"), "ARN - -");
        assert_eq!(shown("HOB < 950601"), "HOB - 1995-05-31");
        assert_eq!(shown("HOBREB >20010816"), "HOBREB 2001-08-16 -");
        assert_eq!(shown("G 19950601 - 19990815"), "G 1995-06-01 1999-08-15");
        assert_eq!(shown("G 030101-120131"), "G 2003-01-01 2012-01-31");
        for wrong in [
            "",
            "G 2004017-20061201",
            "G >19950631",
            "G 1995",
            "G 20000101-19990101",
        ] {
            assert!(code(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_of_hand_over_is_no_overlap() {
        let period = |inside: &str| code(inside).expect("a code").period;
        let two = |a: &str, b: &str| period(a).overlaps(period(b));
        assert!(!two("A 20000101-20010101", "B >20010101"));
        assert!(two("A 20000101-20010102", "B >20010101"));
        assert!(!two("A <20010101", "B >20010101"));
        assert!(two("A <20010101", "B <19990101"));
    }
}
