//! Happenings are a function of what is in the archive: the order it came in, and in which pieces, does not show.

mod common;

use archive::{Archive, Prepared, Source};
use common::{ENGINE, article, folder, ingest};

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, self.next(i + 1));
        }
    }
}

/// Articles of three weeks on a few parties, so that much is of one act, nearly of one act, a copy, put off or undated.
fn articles(n: usize) -> Vec<Source> {
    const WHO: &[&str] = &[
        "Kenyan President Uhuru Kenyatta",
        "Kenya",
        "Egyptian troops",
        "Egypt",
        "Rebels",
        "The Sudanese government",
    ];
    const WHOM: &[&str] = &[
        "Ethiopia",
        "Sudan",
        "Sudanese soldiers",
        "Ethiopian Prime Minister Abiy Ahmed",
    ];
    const ACT: &[&str] = &[
        "visited {} on {day}",
        "attacked {} near Gondar on {day}",
        "attacked {} near Kassala",
        "accused {} of closing a canal on {day}",
        "will visit {} on {day}",
        "met {} on {day}",
        "threatened {} with sanctions",
    ];
    const DAY: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    const MORE: &[&str] = &[
        "Traders in the market of the town said that prices of salt and sorghum had doubled since the rains came late.",
        "Nobody was told how long the guards at the lake would stay, and the ferry did not run in the afternoon.",
        "A teacher counted eleven lorries on the road behind the school before the bridge was shut for the night.",
    ];
    let mut dice = Dice(7);
    let mut all: Vec<Source> = Vec::new();
    for i in 0..n {
        let day = format!("2021-06-{:02}", 1 + dice.next(21));
        let host = format!("host{}", dice.next(12));
        let dated = dice.next(8) > 0;
        let text = if i > 10 && dice.next(4) == 0 {
            // Somebody else prints what was printed before.
            let at = dice.next(i);
            String::from_utf8(all[at].bytes.clone()).expect("a text")
        } else if dice.next(12) == 0 {
            let day = 7 + dice.next(3);
            format!("Kenyan President Uhuru Kenyatta's visit to Sudan on {day} June was postponed.")
        } else {
            let act = ACT[dice.next(ACT.len())]
                .replace("{}", WHOM[dice.next(WHOM.len())])
                .replace("{day}", DAY[dice.next(DAY.len())]);
            let more: Vec<&str> = (0..dice.next(4))
                .map(|_| MORE[dice.next(MORE.len())])
                .collect();
            format!("{} {act}. {}", WHO[dice.next(WHO.len())], more.join(" "))
        };
        let mut source = article(&format!("a{i}"), &day, &host, &text);
        if !dated {
            source.options.date = None;
        }
        all.push(source);
    }
    all
}

/// Everything that is said of happenings, counts and copies.
fn told(archive: &Archive) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    archive
        .each_happening(|row| {
            writeln!(out, "{}", serde_json::to_string(&row).expect("JSON")).expect("a string");
            let (_, mentions) = archive.happening(&row.id).expect("read").expect("there");
            for m in mentions {
                let line = (
                    &m.event.id,
                    &m.source,
                    &m.copy_of,
                    &m.reason,
                    m.score,
                    &m.matched,
                );
                writeln!(out, "  {line:?}").expect("a string");
            }
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
    writeln!(out, "{:?}", archive.monthly().expect("counts")).expect("a string");
    out
}

#[test]
fn a_thousand_articles_in_ten_orders_give_the_same_happenings() {
    let sources = articles(1000);
    let mut prepared: Vec<Prepared> = sources
        .iter()
        .map(|s| Prepared::new(ENGINE.run(&s.bytes, &s.options), &s.options))
        .collect();
    let folder = folder();
    let mut dice = Dice(1);
    let mut first = None;
    for round in 0..10 {
        let path = folder.path().join(format!("{round}.legation"));
        let mut archive = Archive::create(&path).expect("it opens");
        let mut rest = prepared.clone();
        while !rest.is_empty() {
            // One at a time, a few, or many.
            let n = [1, 1 + dice.next(40), 1 + dice.next(300)][dice.next(3)].min(rest.len());
            let some = rest.split_off(rest.len() - n);
            archive
                .write(ENGINE.material(), some)
                .expect("it is written");
        }
        let now = told(&archive);
        for check in archive.doctor().expect("looked at") {
            assert_eq!(check.faults, Vec::<String>::new(), "{}", check.name);
        }
        match &first {
            None => {
                assert!(now.contains("copied text"), "nothing was copied");
                assert!(now.contains("[\"postponed\","), "nothing was put off");
                let (articles, events, happenings) = archive.size().expect("counts");
                assert_eq!(articles, 1000);
                assert!(
                    happenings * 3 < events * 2,
                    "{events} events, {happenings} happenings"
                );
                first = Some(now);
            }
            Some(first) => assert!(*first == now, "round {round}: the order shows"),
        }
        dice.shuffle(&mut prepared);
    }
}

#[test]
fn copies_count_as_one_source_and_publishers_once() {
    let text = "Rebels attacked Malian soldiers near Gao on Tuesday. Three lorries burned at the northern gate of the camp, \
                and the road to the airfield stayed shut until the evening, witnesses said.";
    let other = "On Tuesday, rebels attacked Malian soldiers near Gao, where three lorries burned at a gate of the camp.";
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(
        &path,
        vec![
            article("a", "2020-03-12", "north", text),
            article("b", "2020-03-12", "south", text),
            article("c", "2020-03-12", "west", other),
            article(
                "d",
                "2020-03-12",
                "west",
                &format!("{other} Nobody was hurt."),
            ),
        ],
    );
    let archive = Archive::open(&path).expect("it opens");
    let (row, mentions) = archive.happening("a-1").expect("read").expect("there");
    assert_eq!((row.articles, row.sources), (4, 2));
    let copies: Vec<_> = mentions
        .iter()
        .filter_map(|m| m.copy_of.as_deref())
        .collect();
    assert_eq!(copies.len(), 2);
    let reasons: Vec<_> = mentions
        .iter()
        .filter_map(|m| m.reason.as_deref())
        .collect();
    assert_eq!(reasons.len(), 3, "each but the first has its reason");
}

#[test]
fn a_visit_put_off_and_held_later_is_one_happening() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(
        &path,
        vec![
            article(
                "plan",
                "2021-06-03",
                "north",
                "Kenyan President Uhuru Kenyatta will visit Sudan on Monday.",
            ),
            article(
                "off",
                "2021-06-05",
                "south",
                "Kenyan President Uhuru Kenyatta's visit to Sudan on Monday, 7 June, was postponed.",
            ),
            article(
                "held",
                "2021-06-23",
                "west",
                "Kenyan President Uhuru Kenyatta visited Sudan on Tuesday.",
            ),
            article(
                "echo",
                "2021-06-24",
                "east",
                "Sudan received Kenyan President Uhuru Kenyatta on Tuesday.",
            ),
        ],
    );
    let archive = Archive::open(&path).expect("it opens");
    let (row, mentions) = archive.happening("held-1").expect("read").expect("there");
    let articles: Vec<&str> = mentions.iter().map(|m| m.event.article.as_str()).collect();
    assert_eq!(articles, ["plan", "off", "held", "echo"]);
    let statuses: Vec<&str> = row.statuses.iter().map(|s| s.0.as_str()).collect();
    assert_eq!(statuses, ["planned", "postponed", "occurred"]);
    assert_eq!(
        (row.status.as_str(), row.date.as_deref()),
        ("occurred", Some("2021-06-22"))
    );
}
