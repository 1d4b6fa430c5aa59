//! Expressions of time, found and resolved: the cases of `tests/date/*.md`, and texts that date themselves.

use coder::date::{self, Anchor, Direction, Term};
use plover::Date;

/// What a text's expressions are and come to, one a line as in the case files.
fn read(parser: &syntax::Parser, text: &str, published: Date) -> String {
    let (document, _) = parser.parse(text);
    let anchor = Anchor::published(published);
    let lines = date::find(&document).into_iter().map(|e| {
        let resolved = date::resolve(&e, &anchor, Direction::Unknown);
        let days = resolved.map_or_else(
            || "-".to_owned(),
            |r| {
                let end = r.end.map(|d| format!("..{d}")).unwrap_or_default();
                format!("{}{end} {} {}", r.value, r.precision, r.basis)
            },
        );
        format!("{} = {days}\n", e.text)
    });
    lines.collect()
}

#[test]
fn cases() {
    let parser = syntax::Parser::standard();
    let files = [
        ("news.md", include_str!("date/news.md")),
        ("period.md", include_str!("date/period.md")),
        ("not.md", include_str!("date/not.md")),
    ];
    let mut faults = Vec::new();
    for (name, file) in files {
        let mut published = None;
        let mut text: Option<&str> = None;
        let mut wanted = String::new();
        for (number, line) in file.lines().chain([""]).enumerate() {
            if let Some(day) = line.strip_prefix("published ") {
                published = Date::parse(day);
            } else if let Some(words) = line.strip_prefix("> ") {
                text = Some(words);
                wanted.clear();
            } else if !line.is_empty() && text.is_some() {
                wanted += line;
                wanted += "\n";
            } else if let (Some(words), Some(day)) = (text.take(), published) {
                let found = read(&parser, words, day);
                if found != wanted {
                    faults.push(format!(
                        "{name}:{number}: {words}\nwanted\n{wanted}found\n{found}"
                    ));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} cases\n\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn day(text: &str) -> Option<Date> {
    Date::parse(text)
}

fn term(start: &str, end: &str, why: &str) -> Term {
    Term {
        start: day(start),
        end: day(end),
        why: why.to_owned(),
        held: true,
    }
}

fn infer(text: &str, terms: &[Term]) -> Anchor {
    let (document, _) = syntax::Parser::standard().parse(text);
    date::infer(&document, &date::find(&document), terms)
}

const VISIT: &str = "Kadhimi was due in Riyadh on Monday, July 20, but the visit was postponed. \
    On Sunday, July 19, he had received Iranian Foreign Minister Mohammad Javad Zarif.";

#[test]
fn weekdays_and_terms_of_office_leave_one_year() {
    let terms = [
        term("2020-05-07", "2022-10-27", "Mustafa al-Kadhimi"),
        term("2013-08-03", "2021-08-03", "Hassan Rouhani"),
        term("2013-08-15", "2021-08-25", "Mohammad Javad Zarif"),
    ];
    let anchor = infer(VISIT, &terms);
    assert_eq!(anchor.date, day("2020-07-20"), "{anchor:?}");
    assert_eq!(anchor.year, Some(2020));
    assert!(anchor.confidence > 0.9);
}

#[test]
fn weekdays_alone_leave_several_years_open() {
    let anchor = infer(VISIT, &[]);
    assert_eq!((anchor.date, anchor.year), (None, None));
    for year in [2009, 2015, 2020, 2026] {
        assert!(anchor.candidates.contains(&year));
    }
    assert!(!anchor.candidates.contains(&2019));
}

#[test]
fn a_year_that_is_named_and_fits_is_taken() {
    let text = format!("{VISIT} The government took office in 2020.");
    assert_eq!(infer(&text, &[]).year, Some(2020));
    // A year to come decides nothing.
    let text = format!("{VISIT} The plant will open in 2026.");
    assert_eq!(infer(&text, &[]).year, None);
}

#[test]
fn dates_on_both_sides_of_new_year() {
    let text = "Rebels struck on Thursday, December 31. The army struck back on Friday, January 1.";
    let anchor = infer(text, &[term("2019-01-01", "2023-01-01", "someone")]);
    assert_eq!(anchor.date, day("2021-01-01"), "{anchor:?}");
}

#[test]
fn nothing_to_go_by_leaves_everything_open() {
    let anchor = infer("The ministers met on Tuesday.", &[]);
    assert_eq!((anchor.date, anchor.year), (None, None));
    assert!(anchor.candidates.is_empty());
}

#[test]
fn a_weekday_that_is_not_that_of_its_date_is_reported() {
    let (document, _) = syntax::Parser::standard()
        .parse("They met on Tuesday, July 20, 2020, and on Monday, July 27, 2020.");
    let found = date::find(&document);
    let anchor = Anchor::published(day("2020-08-01").unwrap());
    assert!(date::conflict(&found[0], &anchor));
    assert!(!date::conflict(&found[1], &anchor));
}

/// Words of dates, amounts, quotations and reports, thrown together.
const WORDS: &str = "Monday July May 20 20th 2020 20/07/2020 2020-13-45 - – , . ( ) the of in last next this from to between and \
    two days ago week weeks year mid-July 1990s '90s first third quarter summer Christmas Day half a million dozens $ € 5bn % percent \
    killed 0 99999999999999999999 one said saying that “ ” \" ' ’ ‘ « according to reports Kadhimi he by since until about at least 1,000 \
    decades centuries hour early end rest within Sept. Mar";

#[test]
fn no_text_makes_it_fail() {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let parser = syntax::Parser::standard();
    let mut state: u64 = 7;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    for _ in 0..300 {
        let length = 1 + random(24);
        let mut text = String::new();
        for _ in 0..length {
            text += words[random(words.len())];
            text += [" ", " ", " ", "", "\n"][random(5)];
        }
        let (document, _) = parser.parse(&text);
        let expressions = date::find(&document);
        let undated = date::infer(&document, &expressions, &[]);
        for anchor in [Anchor::published(day("2020-02-29").unwrap()), undated] {
            for e in &expressions {
                assert_eq!(e.span.of(&text), e.text);
                for direction in [Direction::Past, Direction::Future, Direction::Unknown] {
                    if let Some(r) = date::resolve(e, &anchor, direction) {
                        assert!(
                            r.end.is_none_or(|end| end > r.value),
                            "{text:?} {e:?} {r:?}"
                        );
                    }
                }
                date::conflict(e, &anchor);
            }
        }
        for s in &document.sentences {
            for q in coder::quantity::find(s, &text) {
                assert!(
                    q.first <= q.last && q.low.is_none_or(|l| q.high.is_none_or(|h| l <= h)),
                    "{text:?} {q:?}"
                );
            }
            coder::attribution::find(s);
        }
        for q in coder::quote::find(&document) {
            assert!(!q.span.of(&text).is_empty(), "{text:?} {q:?}");
        }
    }
}
