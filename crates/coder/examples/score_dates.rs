//! Scores dates and money on the test files of Microsoft's Recognizers-Text: `score_dates FOLDER [-v]`.
//!
//! Its inputs are things said to an assistant, not news; they show breadth, and what is read as a date that is none. So its
//! cases are told apart by what they ask for ([`Sort`]): those that news asks for, those that it does not, and those in which
//! Recognizers follow a convention of their own. Months and days of the week get their capitals before they are read.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "an example, for people"
)]

use std::collections::BTreeMap;

use coder::date::{self, Anchor, Direction};
use plover::Date;
use serde_json::Value;

/// A wanted result: its words, and first and last day, looking back and looking ahead.
struct Wanted {
    text: String,
    past: Option<(Date, Date)>,
    future: Option<(Date, Date)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("usage: score_dates FOLDER [-v]")?;
    let verbose = std::env::args().nth(2).is_some();
    let parser = syntax::Parser::standard();
    let mut sorts: BTreeMap<Sort, (usize, usize)> = BTreeMap::new();
    for name in ["DateParser", "DatePeriodParser"] {
        for case in &read(&folder, name)? {
            let Some(input) = case["Input"].as_str().map(with_capitals) else {
                continue;
            };
            let Some(now) = case["Context"]["ReferenceDateTime"]
                .as_str()
                .and_then(Date::parse)
            else {
                continue;
            };
            let (document, _) = parser.parse(&input);
            let anchor = Anchor::published(now);
            let found = date::find(&document);
            for w in &wanted(case) {
                let one = found.iter().find(|e| {
                    let (a, b) = (e.text.to_lowercase(), w.text.to_lowercase());
                    a == b || a.contains(&b) || b.contains(&a)
                });
                let days = |direction| {
                    let r = date::resolve(one?, &anchor, direction)?;
                    Some((r.value, r.end.unwrap_or(r.value)))
                };
                // Its periods end on the day after, its ranges of days on the last of them; a week or a month
                // counted from now is a day there.
                let fits = |direction, wanted: Option<(Date, Date)>| match (days(direction), wanted)
                {
                    (Some((start, end)), Some((first, last))) => {
                        (start == first && (end == last || end == last.add_days(-1)))
                            || (first == last && (start..=end).contains(&first))
                    }
                    _ => false,
                };
                let right = fits(Direction::Past, w.past) || fits(Direction::Future, w.future);
                let sort = Sort::of(w);
                let count = sorts.entry(sort).or_default();
                count.0 += 1;
                count.1 += usize::from(right);
                if verbose && !right {
                    println!(
                        "{sort:?}: {input} | {} | {:?} | {:?}",
                        w.text,
                        one.map(|e| &e.text),
                        days(Direction::Past)
                    );
                }
            }
        }
    }
    for (sort, (all, right)) in &sorts {
        println!("{sort:?}: {right} of {all} exact");
    }
    money(&parser, &read(&folder, "CurrencyModel")?, verbose);
    Ok(())
}

/// What a case asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// What news says: full and partial dates, days of the week, what is counted from now, periods, ranges, quarters.
    News,
    /// Told by a convention of Recognizers: halves for 'early' and 'late' (here thirds), weeks of a month from a Monday on (here
    /// from its first day), the next two days without today, decades of the calendar, and a range of years that ends on the
    /// first day of its last one.
    Convention,
    /// No day is wanted ('this summer'), or one that does not exist ('Feb 30').
    NoDay,
    /// Numbers alone, which in news are votes, scores and sections: '4.22', 'the 27th'.
    Number,
    /// A month in digits with its year, or a year in front of its month: '2016/11', '2016 Nov'.
    YearFirst,
    /// Spellings of chat: 'tmrw', 'Oct2', 'w/c'.
    Chat,
    /// Years and days of the month spelt out in words.
    SpeltOut,
    /// No time is said, but to whom it is ('my week', 'the day'), or a time told before is meant ('that weekend').
    Untold,
    /// Numbered weeks, business days, lengths of appointments: 'week 31', 'for 3 days from today'.
    Office,
    /// Centuries, and years before 1500.
    Old,
}

impl Sort {
    fn of(wanted: &Wanted) -> Self {
        let text = wanted.text.to_lowercase();
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|w| !w.is_empty())
            .collect();
        let is = |all: &[&str]| words.iter().any(|w| all.contains(w));
        let named = |all: &[&str]| {
            let plain = |w: &str| w.trim_end_matches('.').to_owned();
            words.iter().any(|w| {
                let w = plain(w);
                w.chars().all(char::is_alphabetic) && all.iter().any(|name| w.starts_with(name))
            })
        };
        let digits = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit());
        let year = |w: &str| w.len() == 4 && digits(w);
        let month = named(MONTHS);
        let real = |d: Option<(Date, Date)>| d.is_some_and(|d| d.0.year() > 1);
        if !real(wanted.past) && !real(wanted.future) {
            return Self::NoDay;
        }
        let glued = |w: &&str| {
            let letters = w.chars().any(char::is_alphabetic);
            let known = ["st", "nd", "rd", "th", "s", "'s"]
                .iter()
                .any(|end| w.strip_suffix(end).is_some_and(digits))
                || ["q", "h"]
                    .iter()
                    .any(|start| w.strip_prefix(start).is_some_and(digits));
            letters && w.bytes().any(|b| b.is_ascii_digit()) && !known
        };
        let slashed = words
            .iter()
            .any(|w| w.contains('/') && w.chars().any(char::is_alphabetic));
        if words.iter().any(glued) || slashed || is(&["tmrw"]) {
            return Self::Chat;
        }
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let two: Vec<&str> = squeezed.split(['-', '/', '.']).collect();
        let month_in_digits = matches!(two[..], [a, b] if digits(a) && digits(b) && (year(a) && b.len() < 3 || year(b) && a.len() < 3));
        let year_first = words
            .windows(2)
            .any(|w| year(w[0]) && MONTHS.iter().any(|m| w[1].starts_with(m)));
        if month_in_digits || year_first {
            return Self::YearFirst;
        }
        let spelt = [
            "nineteen", "thousand", "hundred", "twenty", "thirty", "fifteen",
        ];
        if words.iter().any(|w| spelt.iter().any(|s| w.starts_with(s)))
            && !words.iter().any(|w| w.ends_with("first") && month)
        {
            return Self::SpeltOut;
        }
        let unit = UNITS.iter().any(|unit| text.contains(unit));
        if !month
            && !named(WEEKDAYS)
            && !unit
            && !words.iter().any(|w| w.split(['-', '/']).any(year))
        {
            return Self::Number;
        }
        if is(&["my", "same", "that"])
            || ["day", "week", "weekend", "summer", "spring"]
                .iter()
                .any(|u| {
                    [
                        "",
                        "the ",
                        "this ",
                        "last ",
                        "next ",
                        "past ",
                        "the last ",
                        "the next ",
                        "rest of ",
                        "rest the ",
                    ]
                    .iter()
                    .any(|before| {
                        text == format!("{before}{u}")
                            && (*u == "day"
                                || !matches!(*before, "this " | "last " | "next " | "past "))
                    })
                })
        {
            return Self::Untold;
        }
        let numbered = words.windows(2).any(|w| w[0] == "week" && digits(w[1]));
        let lone = ["first", "second", "third", "fifth"]
            .iter()
            .any(|n| text == format!("{n} sunday") || text == format!("{n} tuesday"));
        if numbered
            || lone
            || is(&[
                "business", "starting", "more", "less", "future", "half", "sundays",
            ])
            || text.starts_with("for ")
            || text.contains("week of the ")
            || text.contains("monday later")
            || text.contains("years 1 month")
            || text.contains("days later")
        {
            return Self::Office;
        }
        if text.contains("century")
            || words
                .iter()
                .any(|w| digits(w) && (w.len() == 3 || w.starts_with("13")))
        {
            return Self::Old;
        }
        let halves = is(&["early", "late", "mid", "beginning", "start", "end"]);
        let weeks = is(&["week"])
            && is(&["first", "second", "third", "last"])
            && !text.starts_with("last week");
        let ahead = words.windows(2).any(|w| w[0] == "next" && digits(w[1]));
        let last_year = words.len() > 1
            && words.last().is_some_and(|w| year(w))
            && is(&["to", "and", "through", "between"])
            || words
                .iter()
                .any(|w| w.split('-').filter(|y| year(y)).count() == 2);
        if halves || weeks || ahead || last_year || text.contains("decade") {
            return Self::Convention;
        }
        Self::News
    }
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const UNITS: &[&str] = &[
    "day", "week", "month", "year", "quarter", "decade", "centur", "half", "today", "tomorrow",
    "q1", "q2", "q3", "q4", "h1", "h2", "0s",
];

/// Names of months and days as news writes them.
fn with_capitals(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut start = true;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        let named = start && word != "may" && word != "march" && FULL.contains(&word.as_str());
        all.push(if named { c.to_ascii_uppercase() } else { c });
        start = !c.is_alphanumeric();
    }
    all
}

const FULL: &[&str] = &[
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn money(parser: &syntax::Parser, cases: &[Value], verbose: bool) {
    let (mut wanted_all, mut right) = (0, 0);
    for case in cases {
        let Some(input) = case["Input"].as_str() else {
            continue;
        };
        let (document, _) = parser.parse(input);
        let found: Vec<f64> = document
            .sentences
            .iter()
            .flat_map(|s| coder::quantity::find(s, &document.text))
            .filter(|q| q.kind == coder::quantity::Kind::Money)
            .map(|q| q.value)
            .collect();
        for w in case["Results"].as_array().into_iter().flatten() {
            let Some(value) = w["Resolution"]["value"]
                .as_str()
                .and_then(|v| v.parse::<f64>().ok())
            else {
                continue;
            };
            wanted_all += 1;
            let hit = found
                .iter()
                .any(|f| (f - value).abs() < 1e-6 * value.abs().max(1.0));
            right += usize::from(hit);
            if verbose && !hit {
                println!("{input} | {} | {found:?}", w["Text"]);
            }
        }
    }
    println!("CurrencyModel: wanted {wanted_all} right {right}");
}

fn read(folder: &str, name: &str) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(format!("{folder}/{name}.json"))?;
    Ok(serde_json::from_str(text.trim_start_matches('\u{feff}'))?)
}

fn wanted(case: &Value) -> Vec<Wanted> {
    let one = |r: &Value| {
        let days = |side: &str| {
            let side = &r["Value"][side];
            let day = |key: &str| side[key].as_str().and_then(Date::parse);
            day("date")
                .map(|d| (d, d))
                .or_else(|| Some((day("startDate")?, day("endDate")?)))
        };
        Some(Wanted {
            text: r["Text"].as_str()?.to_owned(),
            past: days("PastResolution"),
            future: days("FutureResolution"),
        })
    };
    case["Results"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(one)
        .collect()
}
