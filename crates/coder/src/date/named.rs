//! Periods with a name: 'the third quarter', 'this summer', 'the 1990s', 'New Year's Eve'.

use super::lexicon::{HOLIDAYS, Note, Word};
use super::line::{Line, Read};
use super::period::which;
use super::{Kind, Part, Which};

/// 'the third quarter of 2019', 'Q3 2020', 'the first half of the year'.
pub(super) fn fraction(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some((ordinal, months)) = written_short(line.word(at)) {
        let kind = |year, which| Kind::Fraction {
            ordinal,
            months,
            year,
            which,
        };
        if let Some((year, end)) = line.closing_year(at + 1) {
            return Some((kind(Some(year), Which::Bare), end));
        }
        // 'H1' alone is a strain of a virus more often than half a year.
        return match (which(line.word(at + 1)), line.word(at + 2)) {
            (Some(which), "year") => Some((kind(None, which), at + 3)),
            _ => (months == 3).then(|| (kind(None, Which::Bare), at + 1)),
        };
    }
    if let Some(year) = line.year(at)
        && let Some((ordinal, months)) = written_short(line.word(at + 1))
    {
        return Some((
            Kind::Fraction {
                ordinal,
                months,
                year: Some(year),
                which: Which::Bare,
            },
            at + 2,
        ));
    }
    let start = at + usize::from(line.word(at) == "the");
    let (ordinal, months) = match (line.calendar(start), line.word(start + 1)) {
        (Some((Word::Ordinal(n), _)), "quarter") if n <= 4 => (n, 3),
        (Some((Word::Ordinal(n), _)), "half") if n <= 2 => (n, 6),
        (_, "quarter") if line.word(start) == "last" && start > at => (4, 3),
        _ => return None,
    };
    let kind = |year, which| Kind::Fraction {
        ordinal,
        months,
        year,
        which,
    };
    let next = start + 2;
    if let Some((year, end)) = line.closing_year(next) {
        return Some((kind(Some(year), Which::Bare), end));
    }
    let of = next + usize::from(matches!(line.word(next), "of" | "in"));
    match (line.word(of), line.word(of + 1)) {
        ("the" | "this", "year") if of > next => Some((kind(None, Which::This), of + 2)),
        ("last", "year") => Some((kind(None, Which::Last), of + 2)),
        ("next", "year") => Some((kind(None, Which::Next), of + 2)),
        _ => (months == 3 && start > at && line.word(next) != "of")
            .then(|| (kind(None, Which::Bare), next)),
    }
}

/// 'Q3', 'H1': which, and how many months it has.
fn written_short(word: &str) -> Option<(u8, u8)> {
    let number = |rest: &str, most: u8| rest.parse().ok().filter(|n| (1..=most).contains(n));
    let quarter = word.strip_prefix('q').and_then(|n| number(n, 4));
    let half = || word.strip_prefix('h').and_then(|n| number(n, 2));
    quarter.map(|n| (n, 3)).or_else(|| Some((half()?, 6)))
}

/// 'this summer', 'summer 2019', 'the summer of 2019', 'in the spring'.
pub(super) fn season(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let which = which(line.word(start));
    let word = start + usize::from(which.is_some());
    let Some((Word::Season(season), note)) = line.calendar(word) else {
        return None;
    };
    let kind = |year, which| Kind::Season {
        season,
        year,
        which,
    };
    if let Some((year, end)) = line.closing_year(word + 1) {
        return Some((kind(Some(year), Which::Bare), end));
    }
    match (which, line.word(word + 1), line.word(word + 2)) {
        (None, "last", "year") => Some((kind(None, Which::Last), word + 3)),
        (Some(which), ..) => Some((kind(None, which), word + 1)),
        // 'the fall of Kabul'; 'the Arab Spring' has its own word before.
        (None, next, _)
            if start > at
                && next != "of"
                && matches!(line.before(at), "in" | "during" | "until" | "since" | "by") =>
        {
            let noun = line
                .s
                .tokens
                .get(word + 1)
                .is_some_and(|t| matches!(t.upos, syntax::Upos::Noun | syntax::Upos::Propn));
            (note == Note::Plain && !noun).then(|| (kind(None, Which::Bare), word + 1))
        }
        _ => None,
    }
}

/// '1990s', 'the 1970's', 'the '90s', 'the seventies'.
pub(super) fn decade(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let part = match line.word(start) {
        "early" => Part::Early,
        "mid" => Part::Mid,
        "late" => Part::Late,
        _ => Part::Whole,
    };
    let word = start + usize::from(part != Part::Whole);
    if let Some((Word::Decade(year), _)) = line.calendar(word) {
        // 'in his seventies' is an age.
        return (start > at).then_some((Kind::Decade { year, part }, word + 1));
    }
    let rest = line.word(word);
    if let Some(rest) = rest.strip_prefix("mid-") {
        return decade_of(rest).map(|year| {
            (
                Kind::Decade {
                    year,
                    part: Part::Mid,
                },
                word + 1,
            )
        });
    }
    let year = decade_of(rest)?;
    (rest.len() > 4 || start > at).then_some((Kind::Decade { year, part }, word + 1))
}

pub(super) fn decade_of(word: &str) -> Option<i32> {
    let word = word.strip_prefix('\'').unwrap_or(word);
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))?;
    let year: i32 = digits.parse().ok().filter(|y| y % 10 == 0)?;
    match digits.len() {
        4 if (1000..2200).contains(&year) => Some(year),
        2 if year >= 20 => Some(1900 + year),
        _ => None,
    }
}

/// 'Christmas', 'New Year's Eve 2019', 'last Christmas'.
pub(super) fn holiday(line: &Line<'_>, at: usize) -> Option<Read> {
    let which = which(line.word(at));
    let start = at + usize::from(which.is_some());
    let fits = |words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(i, w)| line.word(start + i) == *w)
    };
    let (words, month, day) = HOLIDAYS.iter().find(|(words, ..)| fits(words))?;
    let end = start + words.len();
    // One word may be anything ('a Christmas tree', 'New Year talks'): it must be told as a time.
    let led = matches!(
        line.before(at),
        "on" | "at"
            | "by"
            | "before"
            | "after"
            | "since"
            | "until"
            | "over"
            | "during"
            | "around"
            | "of"
    );
    let full = words.last().is_some_and(|w| matches!(*w, "day" | "eve"));
    if !(which.is_some()
        || full
        || led
            && line
                .s
                .tokens
                .get(end)
                .is_none_or(|t| t.upos != syntax::Upos::Noun))
    {
        return None;
    }
    let (year, end) = line
        .closing_year(end)
        .map_or((None, end), |(y, e)| (Some(y), e));
    Some((
        Kind::Day {
            year,
            month: Some(*month),
            day: *day,
            weekday: None,
            swappable: false,
        },
        end,
    ))
}
