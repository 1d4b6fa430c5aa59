//! What changes afterwards: corrections, other rules, an older format; and what the doctor finds.

mod common;

use std::ops::ControlFlow;

use archive::{Archive, CorrectError, Difference, Engine, Field, Fix, Material, OpenError};
use coder::actor::Registry;
use coder::codebook::Codebook;
use common::{ENGINE, article, folder, ingest};

const VISIT: &str = "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday.";
const CLASH: &str = "Rebels attacked Malian soldiers near Gao on Tuesday.";
const OATH: &str = "France oathed Chad on Monday.";

/// The quick network with a rule more.
fn engine_with(rules: &str) -> Engine {
    let files = [("mine.rules".to_owned(), rules.to_owned())];
    let (codebook, faults) = Codebook::overlaid(&files);
    assert_eq!(faults.len(), 0);
    let material = Material::new(syntax::Model::Fast, &files, &[]);
    Engine::new(
        syntax::Model::Fast,
        codebook,
        Registry::embedded(),
        material,
    )
}

fn healthy(archive: &Archive) {
    for check in archive.doctor().expect("looked at") {
        assert_eq!(check.faults, Vec::<String>::new(), "{}", check.name);
    }
}

#[test]
fn a_correction_holds_for_later_codings_and_can_be_taken_back() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(
        &path,
        vec![
            article("a", "2020-03-03", "north", VISIT),
            article("b", "2020-03-12", "south", CLASH),
        ],
    );
    let mut archive = Archive::create(&path).expect("it opens");
    let set = |field, value: &str| Fix::Set(field, value.to_owned());
    archive
        .correct("a-1", &[set(Field::Status, "postponed")], "it was put off")
        .expect("right");
    archive
        .correct("a-1", &[set(Field::Recipient, "SDN/GOV Khartoum")], "")
        .expect("right");
    archive
        .correct("b-1", &[Fix::Wrong], "a film")
        .expect("right");

    let check = |archive: &Archive| {
        let (row, mentions) = archive.happening("a-1").expect("read").expect("there");
        assert_eq!(
            (row.status.as_str(), row.recipient[0].name.as_str()),
            ("postponed", "Khartoum")
        );
        assert_eq!(plover::validate::validate(&mentions[0].event), []);
        assert!(archive.event("b-1").expect("read").is_none());
        assert!(archive.happening("b-1").expect("read").is_none());
        healthy(archive);
    };
    check(&archive);
    archive
        .recode(&ENGINE, true, 1, &|_| {})
        .expect("coded again");
    check(&archive);

    let rules = archive.corrections_as_rules().expect("rules");
    assert!(
        rules.contains(&format!(
            "+ {VISIT} => CONSULT visit | Kenyan President Uhuru Kenyatta > Khartoum | postponed"
        )),
        "{rules}"
    );
    assert!(
        rules.contains(&format!("event ASSAULT\n# a film\n- {CLASH}")),
        "{rules}"
    );
    let (_, faults) = Codebook::overlaid(&[("fixes.rules".to_owned(), rules)]);
    assert!(faults.is_empty(), "{faults:?}");

    assert_eq!(archive.undo("a-1").expect("taken back"), 2);
    assert_eq!(archive.undo("b-1").expect("taken back"), 1);
    let (row, _) = archive.happening("a-1").expect("read").expect("there");
    assert_eq!(
        (row.status.as_str(), row.recipient[0].code.as_deref()),
        ("occurred", Some("ETH"))
    );
    assert!(archive.event("b-1").expect("read").is_some());
    healthy(&archive);

    let unknown = archive.correct("z-9", &[Fix::Wrong], "");
    assert!(matches!(unknown, Err(CorrectError::Unknown(_))));
    let value = archive.correct("a-1", &[set(Field::Mode, "drone")], "");
    assert!(matches!(value, Err(CorrectError::Value(_))));
}

#[test]
fn what_is_said_of_an_event_holds_as_a_whole_or_not_at_all() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, vec![article("a", "2020-03-03", "north", VISIT)]);
    let mut archive = Archive::create(&path).expect("it opens");
    let before = archive.event("a-1").expect("read").expect("there").event;
    let set = |field, value: &str| Fix::Set(field, value.to_owned());
    // The mode is none of the type that the event would have by then.
    let wrong = [set(Field::Event, "AID"), set(Field::Mode, "visit")];
    let refused = archive.correct("a-1", &wrong, "");
    assert!(matches!(refused, Err(CorrectError::Value(_))));
    assert_eq!(archive.corrections().expect("read"), []);
    let right = [
        set(Field::Event, "COERCE"),
        set(Field::Mode, "curfew"),
        set(Field::Actor, "KEN/GOV Nairobi; UGA"),
        set(Field::Date, "-"),
    ];
    archive.correct("a-1", &right, "a convoy").expect("right");
    let after = archive.event("a-1").expect("read").expect("there").event;
    let values: Vec<String> = Field::ALL.iter().map(|f| f.value(&after)).collect();
    assert_eq!(
        values,
        [
            "COERCE",
            "curfew",
            "occurred",
            "-",
            "KEN/GOV Nairobi; UGA Uganda",
            "ETH Ethiopia"
        ]
    );
    // What a field has in it, said again, changes nothing.
    let again: Vec<Fix> = [Field::Actor, Field::Recipient]
        .iter()
        .map(|f| Fix::Set(*f, f.value(&after)))
        .collect();
    archive.correct("a-1", &again, "").expect("right");
    let same = archive.event("a-1").expect("read").expect("there").event;
    assert_eq!(
        (&same.actor, &same.recipient),
        (&after.actor, &after.recipient)
    );

    archive.correct("a-1", &[Fix::Wrong], "").expect("right");
    assert!(archive.event("a-1").expect("read").is_none());
    // It is still known what it was, and by which id that is taken back.
    let coded = archive.coded("a-1").expect("read").expect("there");
    assert_eq!(
        (coded.event, &coded.text_info.text),
        (before.event, &before.text_info.text)
    );
    let said = archive.corrections_of("a").expect("read");
    assert_eq!(said, archive.corrections().expect("read"));
    assert!(said.iter().all(|row| row.event.as_deref() == Some("a-1")));
    assert_eq!(archive.undo("a-1").expect("taken back"), said.len());
    let back = archive.event("a-1").expect("read").expect("there").event;
    assert_eq!(back, before);
    for unknown in ["a-9", "b-1", "a", ""] {
        assert!(archive.coded(unknown).expect("read").is_none(), "{unknown}");
    }
    healthy(&archive);
}

#[test]
fn any_of_several_events_of_an_article_is_taken_out_and_brought_back() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let report = "Ethiopian troops attacked a Sudanese border post on Friday, killing three soldiers. Sudan condemned \
                  Ethiopia and expelled the Ethiopian ambassador. Kenya criticized Sudan on Friday.";
    ingest(
        &path,
        vec![
            article("a", "2021-03-20", "north", report),
            article("b", "2021-03-21", "south", report),
        ],
    );
    let mut archive = Archive::create(&path).expect("it opens");
    let all = |archive: &Archive| {
        let mut rows = Vec::new();
        let read = archive.each_happening(|row| {
            rows.push(row);
            ControlFlow::Continue(())
        });
        read.expect("read");
        rows
    };
    let ids = |archive: &Archive| -> Vec<String> {
        let events = archive.events_of("a").expect("read");
        events.into_iter().map(|row| row.event.id).collect()
    };
    let (before, events) = (all(&archive), ids(&archive));
    assert!(events.len() >= 4, "{events:?}");
    for id in &events {
        archive.correct(id, &[Fix::Wrong], "").expect("right");
        let left: Vec<String> = events.iter().filter(|e| *e != id).cloned().collect();
        assert_eq!(ids(&archive), left);
        healthy(&archive);
        archive.undo(id).expect("taken back");
        assert_eq!(all(&archive), before);
    }
    // All of them, one after the other.
    for id in &events {
        archive.correct(id, &[Fix::Wrong], "").expect("right");
    }
    healthy(&archive);
    for id in &events {
        archive.undo(id).expect("taken back");
    }
    assert_eq!(all(&archive), before);
    healthy(&archive);
}

#[test]
fn an_analyst_takes_reports_apart_and_brings_them_together() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let late = "Rebels attacked Malian soldiers near Gao on 2 March 2020, and lorries burned at a gate of the camp until the evening.";
    ingest(
        &path,
        vec![
            article("a", "2020-03-12", "north", CLASH),
            article(
                "b",
                "2020-03-12",
                "south",
                "Rebels attacked Malian soldiers on Tuesday near Gao.",
            ),
            article("c", "2020-04-20", "west", late),
        ],
    );
    let mut archive = Archive::create(&path).expect("it opens");
    let of =
        |archive: &Archive, id: &str| archive.happening(id).expect("read").expect("there").0.id;
    assert_eq!(of(&archive, "a-1"), of(&archive, "b-1"));
    assert_ne!(of(&archive, "a-1"), of(&archive, "c-1"));
    archive
        .correct("a-1", &[Fix::Apart("b-1".to_owned())], "two patrols")
        .expect("right");
    archive
        .correct("c-1", &[Fix::Together("b-1".to_owned())], "")
        .expect("right");
    assert_ne!(of(&archive, "a-1"), of(&archive, "b-1"));
    assert_eq!(of(&archive, "c-1"), of(&archive, "b-1"));
    healthy(&archive);
    archive
        .recode(&ENGINE, true, 1, &|_| {})
        .expect("coded again");
    assert_ne!(of(&archive, "a-1"), of(&archive, "b-1"));
    assert_eq!(of(&archive, "c-1"), of(&archive, "b-1"));
    archive.undo("a-1").expect("taken back");
    archive.undo("c-1").expect("taken back");
    assert_eq!(of(&archive, "a-1"), of(&archive, "b-1"));
    assert_ne!(of(&archive, "a-1"), of(&archive, "c-1"));
    healthy(&archive);
}

#[test]
fn only_what_a_changed_rule_can_touch_is_coded_again_and_the_difference_is_told() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(
        &path,
        vec![
            article("a", "2020-03-03", "north", VISIT),
            article("b", "2020-03-12", "south", CLASH),
            article("c", "2020-03-12", "south", OATH),
        ],
    );
    let mut archive = Archive::create(&path).expect("it opens");
    let mine = engine_with(
        "event SUPPORT\nA oath R\ndrop A attack|assault|kill|wound|injure|slay|massacre|slaughter|ambush|fight|battle|butcher|maim|lynch|exterminate|decimate|annihilate R\n",
    );
    let done = archive
        .recode(&mine, false, 2, &|_| {})
        .expect("coded again");
    assert_eq!(
        (done.articles, done.coded),
        (3, 2),
        "the visit is left alone"
    );
    healthy(&archive);
    let mut told: Vec<Difference> = Vec::new();
    let compared = archive
        .diff_last(|d| {
            told.push(d);
            ControlFlow::Continue(())
        })
        .expect("read")
        .expect("something changed");
    assert_eq!(compared.articles, done.changed);
    let gained: Vec<_> = told.iter().filter(|d| d.before.is_none()).collect();
    assert_eq!(gained.len(), 1, "{told:?}");
    assert_eq!(
        gained[0].after.as_ref().map(|e| e.text_info.text.as_str()),
        Some(OATH)
    );

    // Against an archive that the old rules coded.
    let old = folder.path().join("old.legation");
    ingest(
        &old,
        vec![
            article("c", "2020-03-12", "south", OATH),
            article("z", "2020-03-12", "south", VISIT),
        ],
    );
    let old = Archive::open(&old).expect("it opens");
    let mut n = 0;
    let compared = old.diff(&archive, |_| {
        n += 1;
        ControlFlow::Continue(())
    });
    let compared = compared.expect("read");
    assert_eq!(
        (
            n,
            compared.articles,
            compared.only_first,
            compared.only_second
        ),
        (1, 1, 1, 2)
    );

    // With the same rules again there is nothing to do.
    let again = archive
        .recode(&mine, false, 2, &|_| {})
        .expect("coded again");
    assert_eq!((again.coded, again.changed), (0, 0));
}

#[test]
fn archives_of_older_formats_are_brought_up_to_date() {
    for (format, size) in [(1, (2, 3, 3)), (2, (2, 4, 3))] {
        let folder = folder();
        let path = folder.path().join("old.legation");
        let saved = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/formats/{format}.legation"));
        std::fs::copy(saved, &path).expect("a copy");
        let before = std::fs::read(&path).expect("bytes");
        let error = Archive::open(&path).expect_err("older");
        assert!(
            matches!(error, OpenError::Older { found, .. } if found == format),
            "{error}"
        );
        assert_eq!(
            std::fs::read(&path).expect("bytes"),
            before,
            "reading changes nothing"
        );
        drop(Archive::create(&path).expect("it is brought up to date"));
        let mut archive = Archive::create(&path).expect("it opens");
        assert_eq!(archive.size().expect("counts"), size);
        healthy(&archive);
        archive.correct("b-1", &[Fix::Wrong], "").expect("right");
        archive
            .recode(&ENGINE, false, 1, &|_| {})
            .expect("coded again");
        healthy(&archive);
        // Whatever the way it came about, a format is one set of tables.
        let schema = |path: &std::path::Path| {
            let c = rusqlite::Connection::open(path).expect("a file");
            let mut all = c
                .prepare("SELECT type, name FROM sqlite_schema ORDER BY 1, 2")
                .expect("SQL");
            let rows = all.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)));
            rows.expect("rows")
                .collect::<Result<Vec<_>, _>>()
                .expect("rows")
        };
        let fresh = folder.path().join("new.legation");
        drop(Archive::create(&fresh).expect("it is made"));
        assert_eq!(schema(&path), schema(&fresh));
    }
}

#[test]
fn the_doctor_finds_what_was_done_to_a_file() {
    let folder = folder();
    for (name, harm, told) in [
        (
            "word",
            "UPDATE article SET text = replace(text, 'Kenyatta', 'Kenyetta')",
            "records and their evidence",
        ),
        (
            "row",
            "DELETE FROM report WHERE n = 1",
            "rows that need another",
        ),
        (
            "count",
            "UPDATE type_month SET happenings = happenings + 1",
            "counts against rows",
        ),
        (
            "json",
            "UPDATE record SET json = '{'",
            "records and their evidence",
        ),
    ] {
        let path = folder.path().join(name);
        ingest(&path, vec![article("a", "2020-03-03", "north", VISIT)]);
        let c = rusqlite::Connection::open(&path).expect("a file");
        c.execute_batch(harm).expect(name);
        drop(c);
        let archive = Archive::open(&path).expect("it opens");
        let checks = archive.doctor().expect("looked at");
        let ill: Vec<_> = checks
            .iter()
            .filter(|c| c.n_faults > 0)
            .map(|c| c.name)
            .collect();
        assert!(ill.contains(&told), "{name}: {ill:?}");
    }
}
