//! Scores dates and money on the test files of Microsoft's Recognizers-Text: `score_dates FOLDER [-v]`.
//!
//! Its inputs are things said to an assistant, not news; they show breadth, and what is read as a date that is none.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "an example, for people"
)]

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
    for name in ["DateParser", "DatePeriodParser"] {
        let cases = read(&folder, name)?;
        let (mut wanted_all, mut found_all, mut located, mut resolved) = (0, 0, 0, 0);
        for case in &cases {
            let Some(input) = case["Input"].as_str() else {
                continue;
            };
            let Some(now) = case["Context"]["ReferenceDateTime"]
                .as_str()
                .and_then(Date::parse)
            else {
                continue;
            };
            let (document, _) = parser.parse(input);
            let anchor = Anchor::published(now);
            let found = date::find(&document);
            let wanted = wanted(case);
            wanted_all += wanted.len();
            found_all += found.len();
            for w in &wanted {
                let one = found.iter().find(|e| {
                    let (a, b) = (e.text.to_lowercase(), w.text.to_lowercase());
                    a == b || a.contains(&b) || b.contains(&a)
                });
                located += usize::from(one.is_some());
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
                resolved += usize::from(right);
                if verbose && !right {
                    println!(
                        "{input} | {} | {:?} | {:?}",
                        w.text,
                        one.map(|e| &e.text),
                        days(Direction::Past)
                    );
                }
            }
            if verbose && wanted.is_empty() {
                for e in &found {
                    println!("{input} | not wanted: {}", e.text);
                }
            }
        }
        println!(
            "{name}: wanted {wanted_all} found {found_all} located {located} resolved {resolved}"
        );
    }
    money(&parser, &read(&folder, "CurrencyModel")?, verbose);
    Ok(())
}

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
