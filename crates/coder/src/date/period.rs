//! Periods told from the day of writing, and parts of periods: 'last week', 'next July', 'early 2019', 'the first week
//! of July', 'the rest of the year'.

use super::count::{self, shift, unit};
use super::lexicon::Word;
use super::line::{Line, Read};
use super::named::{self, decade, decade_of};
use super::{Base, Kind, Part, Unit, Which};

/// The longest of the readings at `at`.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Read> {
    let readings = [
        partial(line, at),
        count::deictic(line, at),
        count::counted(line, at),
        count::in_units(line, at),
        named_which(line, at),
        count::stretch(line, at),
        count::told(line, at),
        named::fraction(line, at),
        named::season(line, at),
        decade(line, at),
        named::holiday(line, at),
        week_of(line, at),
        weekend(line, at),
        rest(line, at),
        of_month(line, at),
    ];
    readings
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// 'last', 'this', 'next' and what they say of months, weekdays, periods.
pub(super) fn which(word: &str) -> Option<Which> {
    Some(match word {
        "last" | "past" | "previous" => Which::Last,
        "this" | "current" => Which::This,
        "next" | "coming" | "upcoming" => Which::Next,
        _ => return None,
    })
}

const fn offset(which: Which) -> i32 {
    match which {
        Which::Last => -1,
        Which::Next => 1,
        Which::Week(n) => n,
        Which::Bare | Which::This => 0,
    }
}

/// 'last week', 'this July', 'next Monday', 'the coming year', 'next week on Friday'.
pub(super) fn named_which(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let which = which(line.word(start))?;
    let next = start + 1;
    // 'the last week of July' is not last week; 'the last Monday' may be any.
    if let Some(weekday) = line.weekday(next) {
        let end = next
            + 1
            + usize::from(matches!(
                line.word(next + 1),
                "morning" | "afternoon" | "evening" | "night"
            ));
        return (!(start > at && which == Which::Last))
            .then_some((Kind::Weekday { weekday, which }, end));
    }
    if let Some(month) = line.month(next) {
        if line.day(next + 1).is_some_and(|_| which != Which::Last) {
            return None;
        }
        return Some((
            Kind::Month {
                year: None,
                month,
                which,
                part: Part::Whole,
            },
            next + 1,
        ));
    }
    let unit = unit(line, next)?;
    let word = line.word(next);
    // 'the last week of July' is told by [`week_of`].
    if line.word(next + 1) == "of" && which == Which::Last {
        return None;
    }
    if word.ends_with('s')
        || matches!(unit, Unit::Hour | Unit::Minute)
        || unit == Unit::Day && start == at
    {
        return None;
    }
    if unit == Unit::Day {
        // 'the past day', 'the next day'
        return matches!(line.word(start), "next" | "previous")
            .then(|| (shift(Unit::Day, offset(which), Base::Told), next + 1));
    }
    if start > at {
        return match line.word(start) {
            "past" | "coming" => Some((
                Kind::Stretch {
                    unit,
                    count: offset(which),
                },
                next + 1,
            )),
            "current" => Some((
                Kind::Period {
                    unit,
                    offset: 0,
                    part: Part::Whole,
                },
                next + 1,
            )),
            "next" if matches!(line.before(at), "in" | "over" | "within" | "during" | "for") => {
                Some((Kind::Stretch { unit, count: 1 }, next + 1))
            }
            "previous" | "next" if line.word(next + 1) != "of" => {
                Some((shift(unit, offset(which), Base::Told), next + 1))
            }
            _ => None,
        };
    }
    if unit == Unit::Week {
        // 'next week between Wednesday and Friday'
        if matches!(line.word(next + 1), "between" | "from")
            && let Some(first) = line.weekday(next + 2)
            && matches!(
                line.word(next + 3),
                "and" | "to" | "until" | "through" | "-" | "–"
            )
            && let Some(last) = line.weekday(next + 4)
        {
            let day = |weekday| {
                let which = Which::Week(offset(which));
                Kind::Weekday { weekday, which }
            };
            return super::range::range(day(first), day(last)).map(|range| (range, next + 5));
        }
        let day = next + 1 + usize::from(matches!(line.word(next + 1), "," | "on"));
        if let Some(weekday) = line.weekday(day) {
            return Some((
                Kind::Weekday {
                    weekday,
                    which: Which::Week(offset(which)),
                },
                day + 1,
            ));
        }
    }
    Some((
        Kind::Period {
            unit,
            offset: offset(which),
            part: Part::Whole,
        },
        next + 1,
    ))
}

/// 'early July', 'mid-2019', 'the end of last year', 'later this week', 'late on Monday'.
fn partial(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some(rest) = line.word(at).strip_prefix("mid-") {
        return mid(line, rest, at);
    }
    let start = at + usize::from(line.word(at) == "the");
    let (part, mut next) = match line.word(start) {
        "early" => (Part::Early, start + 1),
        "mid" | "middle" => (Part::Mid, start + 1),
        "late" => (Part::Late, start + 1),
        "beginning" | "start" if line.word(start + 1) == "of" => (Part::Early, start + 2),
        "end" if line.word(start + 1) == "of" => (Part::Late, start + 2),
        "earlier" => (Part::SoFar, start + 1),
        "later" => (Part::Ahead, start + 1),
        _ => return None,
    };
    if line.word(next) == "of" && line.word(start) == "middle" {
        next += 1;
    }
    let linked = matches!(line.word(next), "in" | "on" | "-");
    next += usize::from(linked);
    let compared = matches!(part, Part::SoFar | Part::Ahead);
    if matches!(line.word(next), "the" | "this")
        && let Some(unit) = unit(line, next + 1)
        && !matches!(unit, Unit::Hour | Unit::Minute)
        && (line.word(next) == "this" || next > start + 1)
    {
        let part = if unit == Unit::Day { Part::Whole } else { part };
        return Some((
            Kind::Period {
                unit,
                offset: 0,
                part,
            },
            next + 2,
        ));
    }
    if let Some((Kind::Decade { year, .. }, end)) = decade(line, next).filter(|_| !compared) {
        return Some((Kind::Decade { year, part }, end));
    }
    let (kind, end) = super::scan::whole(line, next)?;
    Some((
        match kind {
            Kind::Month {
                year, month, which, ..
            } if !compared || linked => Kind::Month {
                year,
                month,
                which,
                part: plain(part),
            },
            Kind::Year { year, .. } if !compared || linked => Kind::Year {
                year,
                part: plain(part),
            },
            Kind::Period { unit, offset, .. } if !compared || offset == 0 => {
                Kind::Period { unit, offset, part }
            }
            // 'late Monday' is Monday.
            kind @ (Kind::Weekday { .. }
            | Kind::Day { .. }
            | Kind::Season { .. }
            | Kind::Shift { .. }) => kind,
            _ => return None,
        },
        end,
    ))
}

/// 'later in 2019' is a part of that year whatever the day of writing.
const fn plain(part: Part) -> Part {
    match part {
        Part::SoFar => Part::Early,
        Part::Ahead => Part::Late,
        other => other,
    }
}

/// The rest of 'mid-July', 'mid-2019', 'mid-1990s'.
fn mid(line: &Line<'_>, rest: &str, at: usize) -> Option<Read> {
    let part = Part::Mid;
    if let Some((Word::Month(month), _)) = super::lexicon::word(rest) {
        let (year, end) = line
            .closing_year(at + 1)
            .map_or((None, at + 1), |(y, e)| (Some(y), e));
        return Some((
            Kind::Month {
                year,
                month,
                which: Which::Bare,
                part,
            },
            end,
        ));
    }
    if let Some(year) = decade_of(rest) {
        return Some((Kind::Decade { year, part }, at + 1));
    }
    let year: i32 = rest.parse().ok().filter(|y| (1000..2200).contains(y))?;
    Some((Kind::Year { year, part }, at + 1))
}

/// 'the first week of July', 'the last week of 2019', 'the week of July 20', 'the week after next'.
fn week_of(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let ordinal = match line.calendar(start) {
        Some((Word::Ordinal(n), _)) if n <= 5 => Some(n),
        _ => matches!(line.word(start), "last" | "final").then_some(0),
    };
    let week = start + usize::from(ordinal.is_some());
    let article = usize::from(line.word(week + 2) == "the");
    if ordinal.is_none()
        && (line.word(week + 1), line.word(week + 2 + article)) == ("after", "next")
    {
        let unit = unit(line, week).filter(|_| start > at)?;
        return Some((
            Kind::Period {
                unit,
                offset: 2,
                part: Part::Whole,
            },
            week + 3 + article,
        ));
    }
    if line.word(week) != "week" {
        return None;
    }
    let linked = match ordinal {
        Some(_) => matches!(line.word(week + 1), "of" | "in"),
        None => matches!(
            line.word(week + 1),
            "of" | "starting" | "beginning" | "commencing" | "ending"
        ),
    };
    let next = week + 2;
    let read = match ordinal {
        _ if !linked => return None,
        Some(_) => super::scan::whole(line, next).filter(|(kind, _)| {
            matches!(
                kind,
                Kind::Month { .. } | Kind::Year { .. } | Kind::Period { .. }
            )
        }),
        None => {
            super::scan::whole_day(line, next).filter(|(kind, _)| matches!(kind, Kind::Day { .. }))
        }
    };
    let (of, end) = read?;
    Some((
        Kind::Week {
            ordinal,
            of: Box::new(of),
        },
        end,
    ))
}

/// 'the 12th of this month', 'from 4 to 22 next month', 'the first Friday of next month'.
fn of_month(line: &Line<'_>, at: usize) -> Option<Read> {
    let month = |at: usize| {
        let at = at + usize::from(matches!(line.word(at), "of" | "in"));
        let at = at + usize::from(line.word(at) == "the");
        let which = which(line.word(at))?;
        (line.word(at + 1) == "month").then_some((offset(which), at + 2))
    };
    let led = matches!(line.word(at), "from" | "between" | "the" | "on");
    let start = at + usize::from(led);
    let day = |day| Kind::Day {
        year: None,
        month: None,
        day,
        weekday: None,
        swappable: false,
    };
    let (kind, (offset, end)) = if let Some((Word::Ordinal(ordinal), _)) = line.calendar(start)
        && ordinal <= 5
        && let Some(weekday) = line.weekday(start + 1)
    {
        let nth = Kind::NthWeekday {
            ordinal,
            weekday,
            month: 1,
            year: None,
        };
        (nth, month(start + 2)?)
    } else {
        let (first, next) = line.day(start)?;
        let joint = line.word(next);
        if matches!(joint, "to" | "until" | "till" | "through" | "-" | "–")
            || joint == "and" && line.word(at) == "between"
        {
            let (last, end) = line.day(next + 1).filter(|(last, _)| *last > first)?;
            (super::range::range(day(first), day(last))?, month(end)?)
        } else {
            // 'the 12th of this month', and no '12 this month'.
            let ordinal = !line.word(start).bytes().all(|b| b.is_ascii_digit());
            let of = matches!(line.word(next), "of") && ordinal;
            (day(first), month(next).filter(|_| of)?)
        }
    };
    Some((
        Kind::OfMonth {
            offset,
            kind: Box::new(kind),
        },
        end,
    ))
}

/// 'at the weekend', 'over the weekend'.
fn weekend(line: &Line<'_>, at: usize) -> Option<Read> {
    let led = matches!(line.before(at), "at" | "over" | "during" | "on" | "of");
    let read = line.word(at) == "the" && line.word(at + 1) == "weekend" && led;
    read.then_some((
        Kind::Period {
            unit: Unit::Weekend,
            offset: 0,
            part: Part::Whole,
        },
        at + 2,
    ))
}

/// 'the rest of the year', 'the remainder of this month'.
fn rest(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let led = matches!(line.word(start), "rest" | "remainder")
        && line.word(start + 1) == "of"
        && matches!(line.word(start + 2), "the" | "this");
    let unit = unit(line, start + 3)
        .filter(|u| led && matches!(u, Unit::Week | Unit::Month | Unit::Year | Unit::Decade))?;
    Some((
        Kind::Period {
            unit,
            offset: 0,
            part: Part::Ahead,
        },
        start + 4,
    ))
}
