//! The command as users run it: exit codes, messages, order, and the records of whole articles.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn legation(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // Beside the reading: a command may answer before it has read all.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it only writes");
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Each event as `TYPE mode status date | actors > recipients`.
fn lines(jsonl: &str) -> Vec<String> {
    let names = |side: &serde_json::Value| -> String {
        let all = side.as_array().into_iter().flatten();
        let all: Vec<String> = all
            .map(|e| {
                let name = e.get("identifier_text").or_else(|| e.get("entity_text"));
                let code = e.get("code").and_then(|c| c.as_str()).unwrap_or("---");
                format!("{} {code}", name.and_then(|n| n.as_str()).unwrap_or("?"))
            })
            .collect();
        if all.is_empty() {
            "-".to_owned()
        } else {
            all.join(" + ")
        }
    };
    jsonl
        .lines()
        .map(|line| {
            let e: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
            let word = |key: &str| e[key].as_str().unwrap_or("-").to_owned();
            let mode = e["mode"][0].as_str().unwrap_or("-");
            format!(
                "{} {mode} {} {} | {} > {}",
                word("event"),
                word("status"),
                word("date"),
                names(&e["actor"]),
                names(&e["recipient"])
            )
        })
        .collect()
}

fn code(text: &str) -> Vec<String> {
    lines(&out(&legation(&["code", "-"], text.as_bytes())))
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_coded() {
    for (input, reason) in [
        (&b""[..], "it is empty"),
        (&b"\x00\x01\x02\x00binary"[..], "it is not text"),
        (&b"<html><head><title>t</title></head><body><div></div></body></html>"[..], "no article"),
        ("Der Bundeskanzler besuchte am Montag die Hauptstadt und sprach mit dem Ministerpräsidenten über die Lage in der Region.".as_bytes(), "it is in 'de'"),
    ] {
        let output = legation(&["code", "-"], input);
        assert_eq!(output.status.code(), Some(1), "{reason}");
        assert!(err(&output).contains("standard input: ") && err(&output).contains(reason), "{}", err(&output));
        assert!(output.stdout.is_empty());
    }
    let sample = root().join("samples/visit.txt");
    let output = legation(
        &[
            "code",
            "/nonexistent.txt",
            sample.to_str().expect("a plain path"),
        ],
        b"",
    );
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("/nonexistent.txt"));
    assert!(!output.stdout.is_empty());
}

#[test]
fn what_a_page_holds_besides_its_body_is_kept_with_a_reason() {
    let sample = root().join("samples/embassy.html");
    let output = out(&legation(
        &[
            "extract",
            "--format",
            "json",
            sample.to_str().expect("a plain path"),
        ],
        b"",
    ));
    let page: serde_json::Value = serde_json::from_str(&output).expect("one JSON object");
    let text = page["text"].as_str().expect("a body");
    assert!(
        text.starts_with("Nepal expelled")
            && !text.contains("cookies")
            && !text.contains("Finally!")
    );
    assert_eq!(page["title"], "Nepal expels Norwegian diplomat");
    let left = page["leftovers"].as_array().expect("a list");
    let reason = |words: &str| {
        let of = left
            .iter()
            .find(|l| l["text"].as_str().is_some_and(|t| t.contains(words)));
        of.map(|l| l["reason"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(reason("We use cookies").as_deref(), Some("boilerplate"));
    assert_eq!(reason("Finally!").as_deref(), Some("comment"));
    assert!(reason("Home World Sport").is_some());
}

#[test]
fn hostile_pages_end_soon() {
    let deep = format!(
        "<html><body>{}<p>The president visited Paris on Monday.</p>",
        "<div>".repeat(100_000)
    );
    assert_eq!(
        legation(&["code", "-"], deep.as_bytes()).status.code(),
        Some(0)
    );
    let many = format!("<html><body>{}", "<b>a</b>".repeat(400_000));
    assert_eq!(
        legation(&["code", "-"], many.as_bytes()).status.code(),
        Some(1)
    );
    let output = legation(&["extract", "-"], "a".repeat(20 << 20).as_bytes());
    assert!(err(&output).contains("longer than the limit"));
}

#[test]
fn the_same_bytes_at_any_thread_count() {
    let samples = root().join("samples");
    let folder = samples.to_str().expect("a plain path");
    let one = legation(&["code", "--threads", "1", folder], b"");
    let four = legation(&["code", "--threads", "4", folder], b"");
    assert!(!one.stdout.is_empty());
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn evidence_verifies_and_a_lie_is_found() {
    let sample = root().join("samples/visit.txt");
    let sample = sample.to_str().expect("a plain path");
    let events = out(&legation(&["code", sample], b""));
    let folder = std::env::temp_dir().join(format!("legation-verify-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let file = folder.join("events.jsonl");
    let path = file.to_str().expect("a plain path");
    std::fs::write(&file, &events).expect("it can be written");
    assert_eq!(
        legation(&["verify", path, sample], b"").status.code(),
        Some(0)
    );
    std::fs::write(
        &file,
        events.replace("\"text\":\"received\"", "\"text\":\"refused\""),
    )
    .expect("it can be written");
    let output = legation(&["verify", path, sample], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("'received', not 'refused'"),
        "{}",
        err(&output)
    );
    std::fs::remove_dir_all(&folder).expect("it was made above");
}

#[test]
fn pretokenized_input_keeps_its_tokens() {
    let input = "1\tRussia\t_\t_\t_\t_\t_\t_\t_\t_\n2\texpelled\t_\t_\t_\t_\t_\t_\t_\t_\n3\ttwo\t_\t_\t_\t_\t_\t_\t_\t_\n4\tdiplomats\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let output = out(&legation(
        &["parse", "--pretokenized", "-"],
        input.as_bytes(),
    ));
    let words: Vec<&str> = output
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(words.len(), 4);
    assert!(
        words[1].contains("\texpel\tVERB\t") && words[1].contains("\t0\troot\t"),
        "{}",
        words[1]
    );
}

#[test]
fn parsing_streams_in_order_whatever_the_threads() {
    // Several parts of the input, each of many pieces.
    let mut text = String::new();
    for i in 0..3_000 {
        text.push_str("Envoy ");
        text.push_str(&i.to_string());
        text.push_str(" left town after the talks with both sides of the old quarrel.\n");
    }
    let short: String = text.lines().take(60).flat_map(|l| [l, "\n"]).collect();
    for model in ["fast", "standard"] {
        let one = legation(
            &["parse", "--model", model, "--threads", "1"],
            short.as_bytes(),
        );
        let four = legation(
            &["parse", "--model", model, "--threads", "4"],
            short.as_bytes(),
        );
        assert_eq!(out(&one), out(&four), "{model}");
        assert_eq!(one.status.code(), Some(0));
    }
    // What was read is written before the end: the reader stops after the first part, and that is no fault.
    let mut child = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(["parse", "--model", "fast", "--threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut stdin = child.stdin.take().expect("it is piped");
    std::thread::spawn(move || {
        let _ = stdin.write_all(text.as_bytes());
    });
    let mut first = [0; 16];
    let mut stdout = child.stdout.take().expect("it is piped");
    std::io::Read::read_exact(&mut stdout, &mut first).expect("output comes");
    assert_eq!(&first, b"# newdoc id = p1");
    drop(stdout);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_file_that_cannot_be_read_does_not_end_the_others() {
    let sample = root().join("samples/visit.txt");
    let sample = sample.to_str().expect("a plain path");
    let arguments = ["parse", "--model", "fast"];
    let files = ["no-such-file.txt", "nor-this.warc", sample];
    let output = legation(&[arguments, files].concat(), b"");
    assert!(out(&output).starts_with("# newdoc id = p1"));
    assert!(
        err(&output).contains("no-such-file.txt: it cannot be opened"),
        "{}",
        err(&output)
    );
    assert_eq!(err(&output).lines().count(), 2, "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn many_bad_sentences_do_not_end_the_reading() {
    let input = "1\tx\n\n".repeat(300) + "1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let output = legation(&["parse", "--pretokenized", "-"], input.as_bytes());
    assert!(out(&output).contains("1\tGo\tgo\tVERB"), "{}", out(&output));
    assert_eq!(err(&output).matches("cells where").count(), 300);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_words_decide_and_not_the_article() {
    let told = |change: &str| {
        code(&format!(
            "Kenyan President Uhuru Kenyatta was scheduled to visit Somalia on Wednesday, but his visit to Mogadishu was {change} on Tuesday.\n"
        ))
    };
    assert_eq!(
        told("postponed"),
        ["CONSULT visit postponed - | Uhuru Kenyatta KEN > Mogadishu SOM"]
    );
    assert!(told("cancelled")[0].starts_with("CONSULT visit cancelled"));
    assert!(
        told("confirmed")
            .iter()
            .all(|e| e.starts_with("CONSULT visit planned")),
        "{:?}",
        told("confirmed")
    );
    assert_eq!(
        code("Peru accused Chile of spying."),
        ["ACCUSE allege occurred - | Peru PER > Chile CHL"]
    );
    assert_eq!(
        code("Chile accused Peru of spying."),
        ["ACCUSE allege occurred - | Chile CHL > Peru PER"]
    );
}

#[test]
fn a_dictionary_is_imported_shown_and_coded_with() {
    let folder = std::env::temp_dir().join(format!("legation-actors-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let path = |name: &str| folder.join(name).to_str().expect("a plain path").to_owned();
    let dictionary = path("old.txt");
    let text =
        "LUPA_VOGEL\n\t[ROMGOV 010301-050301]\n\t[ROMELI >050301]\nBAD [PER\nTWO [PER]\n[CHL]\n";
    std::fs::write(&dictionary, text).expect("it can be written");
    let output = legation(&["actors", "import", &dictionary], b"");
    let told = err(&output);
    assert!(told.contains("old.txt:4: a code ends with ']'"), "{told}");
    assert!(
        told.contains("old.txt:5: it contradicts line 6, and neither is taken: [CHL]"),
        "{told}"
    );
    assert!(told.contains("2 rows; 3 lines could not be used"), "{told}");
    assert_eq!(output.status.code(), Some(0));
    std::fs::write(path("mine.tsv"), out(&output)).expect("it can be written");
    let own = folder.to_str().expect("a plain path");
    let shown = |rest: &[&str]| {
        let output = legation(
            &[&["actors", "show", "--actors", own][..], rest].concat(),
            b"",
        );
        (out(&output), output.status.code())
    };
    let (all, code) = shown(&["Lupa Vogel"]);
    assert_eq!(code, Some(0));
    assert_eq!(all.lines().count(), 3, "{all}");
    let (day, _) = shown(&["Vogel", "--on", "2003-01-01"]);
    assert!(
        day.contains("ROU GOV 2001-03-01..2005-03-01  (mine.tsv:3, from old.txt:2 ROMGOV)"),
        "{day}"
    );
    assert!(!day.contains("ELI"), "{day}");
    assert_eq!(shown(&["Nobody Known"]), (String::new(), Some(1)));
    let arguments = ["code", "--actors", own, "--date", "2003-05-05", "-"];
    let events = lines(&out(&legation(&arguments, b"Lupa Vogel visited Peru.")));
    assert_eq!(
        events,
        ["CONSULT visit occurred 2003-05-05 | Lupa Vogel ROU > Peru PER"]
    );
    std::fs::remove_dir_all(&folder).expect("it can be removed");
}

/// The document Legation was asked to understand; it is not in the repository.
#[test]
fn the_founding_document() {
    let path = root().join("../shared/articles/000_3432d813c02bbff3.txt");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return;
    }
    let path = path.to_str().expect("a plain path");
    let told = lines(&out(&legation(&["code", path], b"")));
    for wanted in [
        "CONSULT - occurred - | Mustafa al-Kadhimi IRQ + Hassan Rouhani IRN > -",
        "SUPPORT - occurred - | Iraq IRQ > Iran IRN",
        "CONSULT visit postponed 2020-07-20 | Mustafa al-Kadhimi IRQ > Riyadh SAU",
    ] {
        assert!(told.iter().any(|e| e == wanted), "{wanted} is not told");
    }
    // What lacks a party that is plain to a reader, or is only wished for, is told on request.
    let output = legation(&["code", "--min-confidence", "0", path], b"");
    let events = lines(&out(&output));
    for wanted in [
        "CONSULT visit occurred - | Mustafa al-Kadhimi IRQ > Ali Khamenei IRN",
        "CONSULT - occurred - | Mustafa al-Kadhimi IRQ + Hassan Rouhani IRN > -",
        "AGREE - planned - | Iran IRN > Iraq IRQ",
        "REQUEST - occurred - | Hassan Rouhani IRN > -",
        "REQUEST - occurred - | Iraq IRQ > Iran IRN",
        "COERCE restrict occurred - | - > -",
        "SUPPORT - occurred - | Iraq IRQ > Iran IRN",
        "AGREE - occurred - | Mustafa al-Kadhimi IRQ > Iran IRN",
        "CONSULT visit postponed 2020-07-20 | Mustafa al-Kadhimi IRQ > Riyadh SAU",
        "CONSULT visit occurred 2020-07-19 | Mohammad Javad Zarif IRN > Mustafa al-Kadhimi IRQ",
        "CONSULT visit planned - | Mustafa al-Kadhimi IRQ > United States USA + Saudi Arabia SAU",
        "ACCUSE disapprove occurred - | Iraq IRQ > -",
    ] {
        assert!(
            events.iter().any(|e| e == wanted),
            "{wanted} is not among\n{}",
            events.join("\n")
        );
    }
    assert!(
        !events
            .iter()
            .any(|e| e.starts_with("THREATEN") || e.starts_with("PROTEST"))
    );
    let saudi = |e: &&String| e.contains("SAU") && e.starts_with("CONSULT visit occurred");
    assert_eq!(events.iter().find(saudi), None);
}

#[test]
fn an_export_is_whole_or_not_there_and_tells_what_it_lost() {
    let folder = std::env::temp_dir().join(format!("legation-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is room");
    let place = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (archive, file) = (place("news.legation"), place("events.CSV"));
    let samples = root().join("samples");
    let samples = samples.to_str().expect("UTF-8");
    let filled = legation(&["ingest", "--model", "fast", &archive, samples], b"");
    assert!(filled.status.success(), "{}", err(&filled));

    let told = legation(&["export", &archive, "--format", "gdelt", "-o", &file], b"");
    assert!(
        told.status.success() && told.stdout.is_empty(),
        "{}",
        err(&told)
    );
    let written = std::fs::read_to_string(&file).expect("it is there");
    assert!(written.lines().all(|l| l.split('\t').count() == 61));
    let notes = std::fs::read_to_string(format!("{file}.notes.json")).expect("it is there");
    let notes: serde_json::Value = serde_json::from_str(&notes).expect("it is JSON");
    assert_eq!(notes["rows"], written.lines().count());
    assert_eq!(notes["asked"], serde_json::json!({}));
    assert!(
        notes["coded_with"][0]
            .as_str()
            .is_some_and(|c| c.contains("legation"))
    );
    assert!(
        notes["conventions"]
            .as_array()
            .is_some_and(|c| !c.is_empty())
    );
    assert!(!std::path::Path::new(&format!("{file}.part")).exists());

    // The same on standard output; a question narrows it.
    let all = legation(&["export", &archive, "--format", "gdelt"], b"");
    assert_eq!(out(&all), written);
    let some = legation(
        &[
            "export",
            &archive,
            "--format",
            "csv",
            "--actor",
            "NOR",
            "--until",
            "2019-12-31",
        ],
        b"",
    );
    let rows = out(&some);
    assert!(
        rows.lines().count() > 1 && rows.lines().skip(1).all(|l| l.contains("NOR")),
        "{rows}"
    );

    let table = place("table.parquet");
    let told = legation(
        &["export", &archive, "--format", "parquet", "-o", &table],
        b"",
    );
    if cfg!(feature = "parquet") {
        assert!(told.status.success(), "{}", err(&told));
        let bytes = std::fs::read(&table).expect("it is there");
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    } else {
        assert_eq!(told.status.code(), Some(1));
        assert!(
            err(&told).contains("built without Parquet"),
            "{}",
            err(&told)
        );
        assert!(!std::path::Path::new(&table).exists());
    }

    // What cannot be written leaves what was there.
    let itself = legation(
        &["export", &archive, "--format", "csv", "-o", &archive],
        b"",
    );
    assert_eq!(itself.status.code(), Some(1));
    assert!(
        err(&itself).contains("that is the archive itself"),
        "{}",
        err(&itself)
    );
    let nowhere = place("nowhere/events.csv");
    let lost = legation(
        &["export", &archive, "--format", "csv", "-o", &nowhere],
        b"",
    );
    assert_eq!(lost.status.code(), Some(1));
    assert!(err(&lost).contains(&nowhere), "{}", err(&lost));
    assert!(legation(&["query", &archive], b"").status.success());
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn an_archive_is_filled_once_asked_and_shown() {
    let path = std::env::temp_dir().join(format!("legation-cli-{}.legation", std::process::id()));
    let archive = path.to_str().expect("a plain path");
    let samples = root().join("samples");
    let samples = samples.to_str().expect("a plain path");
    let first = legation(&["ingest", "--model", "fast", archive, samples], b"");
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert!(err(&first).contains("3 read, 3 stored"), "{}", err(&first));
    let again = legation(&["ingest", "--model", "fast", archive, samples], b"");
    assert!(err(&again).contains("0 stored"), "{}", err(&again));
    assert!(err(&again).contains("3 there before"), "{}", err(&again));

    let asked = legation(
        &[
            "query",
            archive,
            "--actor",
            "Kenyatta",
            "--recipient",
            "SOM",
        ],
        b"",
    );
    assert!(
        out(&asked).contains("CONSULT   visit        postponed"),
        "{}",
        out(&asked)
    );
    let rows = legation(
        &["query", archive, "--event", "SANCTION", "--format", "csv"],
        b"",
    );
    let rows = out(&rows);
    assert!(rows.starts_with("id,date,event,"), "{rows}");
    let id = rows
        .lines()
        .nth(1)
        .and_then(|l| l.split(',').next())
        .expect("a row");
    let shown = out(&legation(&["show", archive, id], b""));
    assert!(shown.contains("told by   1 independent source"), "{shown}");
    assert!(shown.contains("[event: "), "{shown}");
    assert!(!shown.contains('\x1b'), "colour on no terminal");

    let event = id.strip_prefix("h-").expect("an event's id");
    let said = legation(&["correct", archive, event, "--set", "status=planned"], b"");
    assert!(
        out(&said).contains("\"status\":\"planned\""),
        "{}",
        err(&said)
    );
    let listed = legation(&["correct", archive, "--list"], b"");
    assert!(out(&listed).contains("status=planned"), "{}", out(&listed));
    let no_field = legation(&["correct", archive, event, "--set", "colour=red"], b"");
    assert!(
        err(&no_field).contains("'colour' cannot be corrected"),
        "{}",
        err(&no_field)
    );
    let doctor = legation(&["doctor", archive], b"");
    assert_eq!(doctor.status.code(), Some(0), "{}", out(&doctor));
    let recoded = legation(&["recode", "--model", "fast", archive], b"");
    assert!(
        err(&recoded).contains("0 of 3 articles coded again"),
        "{}",
        err(&recoded)
    );

    let wrong = legation(&["query", archive, "--text", "AND ("], b"");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("cannot be searched for"),
        "{}",
        err(&wrong)
    );
    let none = legation(&["show", archive, "h-nothing-1"], b"");
    assert_eq!(none.status.code(), Some(1));
    let foreign = root().join("README.md");
    let foreign = foreign.to_str().expect("a plain path");
    let refused = legation(&["query", foreign], b"");
    assert!(
        err(&refused).contains("it is no archive of Legation"),
        "{}",
        err(&refused)
    );
    std::fs::remove_file(&path).expect("it was there");
}

#[test]
fn places_are_shown_with_offsets_ids_and_points() {
    let text = "Élan Vidal said a storm damaged forty houses in Paris, Texas, on Monday. Rebels killed three \
                soldiers in Gao, Mali, the army said.";
    let output = legation(&["places", "-"], text.as_bytes());
    assert!(output.status.success(), "{}", err(&output));
    let shown: Vec<String> = out(&output)
        .lines()
        .map(|line| {
            let place: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
            let [from, to]: [usize; 2] =
                serde_json::from_value(place["bytes"].clone()).expect("two numbers");
            assert_eq!(
                text.get(from..to),
                place["extracted_place"].as_str(),
                "the words stand at the bytes"
            );
            let cell = |key: &str| place[key].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} {}",
                cell("extracted_place"),
                cell("geonameid"),
                cell("province"),
                cell("country_code")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Paris 4717560 Texas USA",
            "Texas 4736286 Texas USA",
            "Gao 2457163 Gao MLI",
            "Mali 2453866 - MLI",
        ]
    );
    let nothing = legation(&["places", "-"], b"");
    assert_eq!(nothing.status.code(), Some(1));
}
