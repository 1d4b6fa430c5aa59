//! One file: made, filled once however often, asked, and refused where it is none of ours.

mod common;

use std::ops::ControlFlow;

use archive::{Archive, FORMAT, Filter, HappeningRow, OpenError, PartyRow, QueryError};
use common::{article, folder, ingest};
use plover::Date;
use plover::outline::Party;

const VISIT: &str = "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday. Ethiopia and Kenya signed an agreement \
                     on trade.";
const CLASH: &str = "Rebels attacked Malian soldiers near Gao on Tuesday.";

fn two() -> Vec<archive::Source> {
    vec![
        article("a", "2020-03-03", "north", VISIT),
        article("b", "2020-03-12", "south", CLASH),
    ]
}

#[test]
fn what_was_ingested_twice_is_there_once() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let first = ingest(&path, two());
    assert_eq!((first.read, first.stored, first.known), (2, 2, 0));
    let again = ingest(&path, two());
    assert_eq!((again.read, again.stored, again.known), (2, 0, 2));
    // Twice in one run.
    let path = folder.path().join("other.legation");
    let both = ingest(&path, [two(), two()].concat());
    assert_eq!((both.read, both.stored, both.known), (4, 2, 2));
}

#[test]
fn other_bytes_under_a_known_id_are_another_article() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, vec![article("a", "2020-03-03", "north", VISIT)]);
    ingest(&path, vec![article("a", "2020-03-03", "north", CLASH)]);
    let archive = Archive::open(&path).expect("it opens");
    let rows = archive.query(&Filter::default()).expect("an answer");
    let articles: Vec<String> = rows
        .iter()
        .map(|r| r.id.rsplit_once('-').expect("a number").0.to_owned())
        .collect();
    assert!(articles.iter().any(|id| id == "h-a"), "{articles:?}");
    assert!(
        articles.iter().any(|id| id.starts_with("h-a@")),
        "{articles:?}"
    );
}

#[test]
fn questions_are_answered_by_code_sector_name_and_words() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, two());
    let archive = Archive::open(&path).expect("it opens");
    let ids = |filter: Filter| -> Vec<String> {
        let rows = archive.query(&filter).expect("an answer");
        rows.into_iter().map(|r| r.event).collect()
    };
    let who = |text: &str| Some(text.parse().expect("somebody"));
    for (name, n) in [
        ("KEN", 1),
        ("Kenyatta", 1),
        ("KEN/GOV", 1),
        ("KEN/REB", 0),
        ("FRA", 0),
    ] {
        let filter = Filter {
            actor: who(name),
            mode: vec!["visit".to_owned()],
            ..Filter::default()
        };
        assert_eq!(ids(filter).len(), n, "{name}");
    }
    let between = Filter {
        between: who("ETH").zip(who("KEN")),
        ..Filter::default()
    };
    assert!(ids(between).contains(&"CONSULT".to_owned()));
    let rebels = Filter {
        actor: who("REB"),
        ..Filter::default()
    };
    assert_eq!(ids(rebels), ["ASSAULT"]);
    let words = Filter {
        text: Some("soldier AND gao".to_owned()),
        ..Filter::default()
    };
    assert_eq!(ids(words), ["ASSAULT"]);
    let page = |offset| {
        ids(Filter {
            limit: 1,
            offset,
            ..Filter::default()
        })
    };
    assert_eq!(page(0), ["ASSAULT"]);
    assert_ne!(page(1), page(0));
    assert_eq!(
        archive.search("agreed OR signed", 9).expect("found").len(),
        1
    );
    assert_eq!(
        archive.search_articles("lemmas:sign", 9).expect("found")[0].article,
        "a"
    );
    let wrong = Filter {
        text: Some("AND (".to_owned()),
        ..Filter::default()
    };
    let error = archive.query(&wrong).expect_err("no words");
    assert!(matches!(error, QueryError::Question(_)), "{error}");
}

#[test]
fn what_went_on_between_two_comes_by_day_from_both_sides() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let texts = [
        ("a", "2020-03-03", "Ethiopia condemned Kenya on Monday."),
        ("b", "2020-04-07", "Kenya condemned Ethiopia on Monday."),
        (
            "c",
            "2020-05-05",
            "Kenya and Ethiopia signed a treaty on Monday.",
        ),
        ("d", "2020-06-02", "Ethiopia condemned Kenya on Monday."),
        ("e", "2020-06-09", "Kenya condemned Sudan on Monday."),
    ];
    let sources = texts.map(|(id, day, text)| article(id, day, "north", text));
    ingest(&path, sources.to_vec());
    let archive = Archive::open(&path).expect("it opens");
    let days = |who: [&str; 2], offset, limit| -> Vec<String> {
        let who = who.map(|w| w.parse().expect("somebody"));
        let [a, b] = who;
        let filter = Filter {
            between: Some((a, b)),
            offset,
            limit,
            ..Filter::default()
        };
        let found = archive.query(&filter).expect("an answer");
        found.into_iter().filter_map(|r| r.date).collect()
    };
    let all = ["2020-06-01", "2020-05-04", "2020-04-06", "2020-03-02"];
    for who in [
        ["KEN", "ETH"],
        ["ETH", "KEN"],
        ["Kenya", "ETH"],
        ["Kenya", "Ethiopia"],
    ] {
        assert_eq!(days(who, 0, 0), all, "{who:?}");
        let pages: Vec<String> = (0..5).flat_map(|n| days(who, n, 1)).collect();
        assert_eq!(pages, all, "{who:?}");
    }
    assert_eq!(days(["KEN", "KEN"], 0, 0), Vec::<String>::new());
}

#[test]
fn an_event_is_what_was_coded_to_the_letter() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let sources = two();
    ingest(&path, sources.clone());
    let archive = Archive::open(&path).expect("it opens");
    for source in sources {
        let coded = common::ENGINE.run(&source.bytes, &source.options);
        let row = archive
            .article(&coded.article.id)
            .expect("a row")
            .expect("it is there");
        assert_eq!(
            (&row.text, &row.hash),
            (&coded.article.text, &coded.article.hash)
        );
        for mut event in coded.coding.events {
            let stored = archive
                .event(&event.id)
                .expect("a row")
                .expect("it is there");
            assert_eq!(plover::validate::verify(&stored.event, &row.text), []);
            event.happening = stored.happening;
            assert_eq!(stored.event, event);
        }
    }
}

#[test]
fn an_id_of_an_event_leads_to_its_happening() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, two());
    let archive = Archive::open(&path).expect("it opens");
    for id in ["h-a-1", "a-1"] {
        let (row, mentions) = archive.happening(id).expect("read").expect("there");
        assert_eq!((row.id.as_str(), mentions.len()), ("h-a-1", 1));
        assert!(mentions[0].event.text_info.text.starts_with("Kenyan"));
    }
    assert!(archive.happening("h-z-1").expect("read").is_none());
}

#[test]
fn counts_are_those_of_the_rows() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, two());
    let archive = Archive::open(&path).expect("it opens");
    let months = archive.monthly().expect("counts");
    let n: i64 = months.iter().map(|m| m.happenings).sum();
    let rows = archive.query(&Filter::default()).expect("an answer");
    let dated = rows.iter().filter(|r| r.date.is_some()).count();
    assert_eq!(usize::try_from(n), Ok(dated));
    let days = archive.daily("KEN", "ETH", None, None).expect("days");
    assert_eq!(days[0].time, "2020-03-02");
    assert!(archive.top_dyads(2020, 3, 20).expect("dyads").len() >= 2);
    // With whom is counted by whole months, whatever days are asked for.
    let day = |month, day| Date::new(2020, month, day).expect("a day");
    let all = archive.actors(day(3, 9), day(3, 9), 500).expect("actors");
    assert!(all.len() >= 2);
    for one in &all {
        let mut expected = Vec::new();
        for other in &all {
            let between = |a: &str, b: &str| {
                let days = archive.daily(a, b, Some(day(3, 1)), Some(day(3, 31)));
                let days = days.expect("days");
                days.iter().map(|d| d.happenings).sum::<i64>()
            };
            let (acts, receives) = (
                between(&one.code, &other.code),
                between(&other.code, &one.code),
            );
            let sum = acts + receives;
            if sum > 0 {
                expected.push((-sum, other.code.clone(), acts, receives));
            }
        }
        expected.sort();
        let found = archive.partners(&one.code, day(3, 9), day(3, 10), 500);
        let found = found.expect("partners").into_iter();
        let found: Vec<_> = found
            .map(|p| (-(p.acts + p.receives), p.code, p.acts, p.receives))
            .collect();
        assert_eq!(found, expected, "{}", one.code);
        let none = archive.partners(&one.code, day(8, 1), day(8, 31), 500);
        assert_eq!(none.expect("partners"), Vec::new());
    }
}

#[test]
fn what_is_no_archive_is_refused_and_left_as_it_is() {
    let folder = folder();
    let whole = folder.path().join("whole.legation");
    ingest(&whole, two());
    let bytes = std::fs::read(&whole).expect("one file, all of it");
    let mut newer = bytes.clone();
    newer[60..64].copy_from_slice(&u32::try_from(FORMAT + 1).expect("small").to_be_bytes());
    let mut foreign = bytes.clone();
    foreign[68..72].copy_from_slice(b"ELSE");
    let half = bytes[..bytes.len() / 2].to_vec();
    for (name, content, told) in [
        (
            "text",
            b"not a database, only words\n".to_vec(),
            "no archive",
        ),
        ("short", bytes[..40].to_vec(), "no archive"),
        ("foreign", foreign, "no archive"),
        ("newer", newer, "a newer Legation"),
        ("half", half, "cut off"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, &content).expect("written");
        for error in [Archive::open(&path), Archive::create(&path)] {
            let error = error.expect_err(name).to_string();
            assert!(error.contains(told), "{name}: {error}");
            assert!(
                error.contains(path.to_str().expect("a plain path")),
                "{error}"
            );
        }
        assert_eq!(
            std::fs::read(&path).expect("still there"),
            content,
            "{name}"
        );
        assert!(
            !folder.path().join(format!("{name}-wal")).exists(),
            "{name}"
        );
    }
    let missing = Archive::open(&folder.path().join("missing"));
    assert!(matches!(missing, Err(OpenError::Missing(_))));
    assert!(!folder.path().join("missing").exists());
}

#[test]
fn what_is_between_two_is_what_the_rows_say() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let many = [
        ("a", "2020-03-03", VISIT),
        (
            "b",
            "2020-03-05",
            "Ethiopia condemned Kenya on Wednesday. Kenya thanked Sudan and Ethiopia on Wednesday.",
        ),
        (
            "c",
            "2020-03-09",
            "Kenya and Ethiopia held talks on Sunday. Sudan criticized Kenya on Sunday.",
        ),
        (
            "d",
            "2020-03-09",
            "Kenya and Ethiopia held talks on Sunday in Nairobi.",
        ),
        (
            "e",
            "2020-03-20",
            "Sudan, Kenya and Ethiopia signed a treaty on Thursday.",
        ),
    ];
    let sources = many
        .iter()
        .map(|(id, date, text)| article(id, date, id, text));
    ingest(&path, sources.collect());
    let archive = Archive::open(&path).expect("it opens");
    let mut all: Vec<HappeningRow> = Vec::new();
    let read = archive.each_happening(|row| {
        all.push(row);
        ControlFlow::Continue(())
    });
    read.expect("read");
    // Outlines say the same of parties, and of how often it is told.
    let codes = |side: &[Option<String>]| format!("{side:?}");
    let mut expected: Vec<_> = all
        .iter()
        .map(|row| {
            let of = |side: &[PartyRow]| {
                let all: Vec<Option<String>> = side.iter().map(|p| p.code.clone()).collect();
                codes(&all)
            };
            let told = (row.event.clone(), row.status.clone(), row.events);
            (row.id.clone(), told, of(&row.actor), of(&row.recipient))
        })
        .collect();
    expected.sort();
    let day = |month, day| Date::new(2020, month, day).expect("a day");
    for days in [None, Some((day(1, 1), day(12, 31)))] {
        let mut outlined = Vec::new();
        let read = archive.each_outline(days, |o, events| {
            let of = |side: &[Party<'_>]| {
                let code = |p: &Party<'_>| p.code.map(|c| c.as_str().to_owned());
                codes(&side.iter().map(code).collect::<Vec<_>>())
            };
            let told = (
                o.event.as_str().to_owned(),
                o.status.as_str().to_owned(),
                i64::try_from(events).expect("a few"),
            );
            outlined.push((o.id.to_string(), told, of(&o.actor), of(&o.recipient)));
            ControlFlow::Continue(())
        });
        read.expect("read");
        outlined.sort();
        assert_eq!(outlined, expected);
    }
    let mut later = 0;
    let since = (day(3, 10), day(12, 31));
    let read = archive.each_outline(Some(since), |_, _| {
        later += 1;
        ControlFlow::Continue(())
    });
    read.expect("read");
    assert!(0 < later && later < expected.len(), "{later}");
    let has = |side: &[PartyRow], code: &str| side.iter().any(|p| p.code.as_deref() == Some(code));
    let mut found = 0;
    for (a, b) in [
        ("KEN", "ETH"),
        ("SDN", "KEN"),
        ("ETH", "SDN"),
        ("KEN", "TCD"),
    ] {
        let together = |row: &HappeningRow| {
            row.recipient.is_empty() && has(&row.actor, a) && has(&row.actor, b)
        };
        let one_way = |row: &HappeningRow, a, b| has(&row.actor, a) && has(&row.recipient, b);
        let mut expected: Vec<&HappeningRow> = all
            .iter()
            .filter(|r| together(r) || one_way(r, a, b) || one_way(r, b, a))
            .collect();
        expected.sort_by(|x, y| y.date.cmp(&x.date).then_with(|| x.id.cmp(&y.id)));
        found += expected.len();
        let filter = Filter {
            between: Some((a.parse().expect("a code"), b.parse().expect("a code"))),
            ..Filter::default()
        };
        let asked = |limit, offset| {
            let filter = Filter {
                limit,
                offset,
                ..filter.clone()
            };
            archive.query(&filter).expect("an answer")
        };
        let whole = asked(0, 0);
        assert_eq!(whole.iter().collect::<Vec<_>>(), expected, "{a}, {b}");
        // Page by page it is the same.
        let pages: Vec<HappeningRow> = (0..8).flat_map(|n| asked(1, n)).collect();
        assert_eq!(pages, whole, "{a}, {b}");
        // Those that most tell of, first.
        let told = archive.most_told(&filter).expect("an answer");
        assert_eq!(told.len(), whole.len());
        assert!(told.is_sorted_by(|x, y| x.sources >= y.sources), "{a}, {b}");
    }
    assert!(found >= 5, "{found}");
}
