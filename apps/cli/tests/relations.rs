//! `legation relations` and `legation balance` on events, as users run them: the same bytes in any order, networks that
//! networkx reads, defined results for what is empty or broken.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("legation-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("there is room");
    folder
}

fn legation(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(arguments)
        .output()
        .expect("the binary was built")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&legation(arguments).stdout).expect("it is JSON")
}

/// Numbers that are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn shuffle(&mut self, lines: &mut [String]) {
        for i in (1..lines.len()).rev() {
            lines.swap(i, self.below(i + 1));
        }
    }
}

/// Invented events between a few countries, with happenings told more than once.
fn events(count: usize) -> Vec<String> {
    let mut chance = Chance(9);
    let countries = ["IRN", "IRQ", "SYR", "TUR", "JOR", "EGY", "KWT"];
    let types = ["CONSULT", "AID", "ACCUSE", "ASSAULT", "SUPPORT", "THREATEN"];
    (0..count)
        .map(|i| {
            let (a, b) = (chance.below(7), chance.below(7));
            let (year, month, day) = (2018 + chance.below(3), 1 + chance.below(12), 1 + chance.below(28));
            let event = types[(a + b) % 3 + chance.below(4)];
            let date = match chance.below(12) {
                0 => format!("{year}-{month:02}"),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            format!(
                "{{\"id\":\"e{i}\",\"date\":\"{date}\",\"actor\":[{{\"code\":\"{}\",\"entity_text\":\"x\"}}],\
                 \"recipient\":[{{\"code\":\"{}\",\"entity_text\":\"y\"}}],\"event\":\"{event}\",\"happening\":\"h{}\",\
                 \"confidence\":0.{},\"text_info\":{{\"text\":\"Sentence {i}.\"}}}}",
                countries[a],
                countries[b],
                chance.below(count * 2 / 3),
                chance.below(10)
            )
        })
        .collect()
}

#[test]
fn no_order_of_events_changes_a_byte() {
    let folder = folder("order");
    let (file, network) = (folder.join("events.jsonl"), folder.join("network.graphml"));
    let (file, network) = (
        file.to_str().expect("UTF-8"),
        network.to_str().expect("UTF-8"),
    );
    let mut lines = events(1500);
    let mut chance = Chance(1);
    let mut first: Option<Vec<Vec<u8>>> = None;
    for _ in 0..4 {
        fs::write(file, lines.join("\n")).expect("there is room");
        let mut all: Vec<Vec<u8>> = [
            vec![
                "relations",
                file,
                "--between",
                "IRN",
                "IRQ",
                "--format",
                "json",
                "--by",
                "week",
            ],
            vec!["relations", file, "--between", "IRN", "IRQ", "--directed"],
            vec!["relations", file, "--format", "csv", "--network", network],
            vec!["balance", file, "--format", "json", "--by", "year"],
            vec!["balance", file, "--min-happenings", "2"],
        ]
        .iter()
        .map(|arguments| {
            let output = legation(arguments);
            assert!(output.status.success(), "{arguments:?}: {output:?}");
            output.stdout
        })
        .collect();
        all.push(fs::read(network).expect("it was written"));
        match &first {
            None => first = Some(all),
            Some(first) => assert!(*first == all, "another order gave other bytes"),
        }
        chance.shuffle(&mut lines);
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn series_add_up_and_lead_to_their_records() {
    let folder = folder("series");
    let file = folder.join("events.jsonl");
    let file = file.to_str().expect("UTF-8");
    let day = |id: &str, date: &str, event: &str, happening: &str, status: &str| {
        format!(
            "{{\"id\":\"{id}\",\"date\":\"{date}\",\"actor\":[{{\"code\":\"KEN\"}}],\"recipient\":[{{\"code\":\"SOM\"}}],\
             \"event\":\"{event}\",\"happening\":\"{happening}\",\"status\":\"{status}\"}}"
        )
    };
    let mut lines = vec![
        day("a", "2020-01-05", "AID", "h1", "occurred"),
        // Another mention of the same.
        day("b", "2020-01-05", "AID", "h1", "occurred"),
        day("c", "2020-01-20", "ACCUSE", "h2", "occurred"),
        day("d", "2020-02-03", "ASSAULT", "h3", "denied"),
        // No day, so no month of a quarter's step; a year counts in years only.
        day("e", "2020", "SUPPORT", "h4", "occurred"),
        day("f", "2020-03-01", "ASSAULT", "h5", "occurred"),
    ];
    fs::write(file, lines.join("\n")).expect("there is room");
    let value = json(&[
        "relations",
        file,
        "--between",
        "Kenya",
        "som",
        "--format",
        "json",
    ]);
    let series = &value["series"][0];
    assert_eq!(series["happenings"], 3);
    assert_eq!(series["too_vague_for_step"], 1);
    let january = &series["periods"][0];
    assert_eq!(
        (&january["happenings"], &january["mentions"]),
        (&2.into(), &3.into())
    );
    assert_eq!(
        (&january["cooperation"], &january["conflict"]),
        (&10.0.into(), &3.0.into())
    );
    assert_eq!(january["net_cooperation"], 7.0 / 13.0);
    assert_eq!(january["plover_sum"], 7.0);
    assert_eq!(
        series["periods"][1]["happenings"], 0,
        "a denied act is none"
    );
    assert_eq!(value["half_lives"], serde_json::json!([90.0, 45.0, 180.0]));
    // 10 on 5 January has 26 days to the end of the month, 3 on the 20th 11.
    let left = january["decayed_cooperation"][0]
        .as_f64()
        .expect("a number");
    assert!(
        (left - 10.0 * (-26.0_f64 / 90.0).exp2()).abs() < 1e-5,
        "{left}"
    );
    let all = json(&[
        "relations",
        file,
        "--between",
        "KEN",
        "SOM",
        "--format",
        "json",
        "--status",
        "all",
        "--by",
        "year",
    ]);
    assert_eq!(all["series"][0]["periods"][0]["happenings"], 5);
    // A burst of conflict that lasts: a change point with the records that make it.
    for i in 0..60 {
        lines.push(day(
            &format!("x{i}"),
            &format!("2021-{:02}-1{}", 3 + i / 10, i % 10),
            "ASSAULT",
            &format!("x{i}"),
            "occurred",
        ));
    }
    fs::write(file, lines.join("\n")).expect("there is room");
    let value = json(&[
        "relations",
        file,
        "--between",
        "KEN",
        "SOM",
        "--format",
        "json",
    ]);
    let change = &value["series"][0]["changes"][0];
    assert_eq!(change["period"], "2021-03");
    assert_eq!(change["happenings"][0]["events"], serde_json::json!(["x0"]));
    assert!(change["after"]["conflict"].as_f64() > Some(9.0));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn both_sides_of_talks_are_a_dyad_and_nobody_is_one_with_himself() {
    let folder = folder("sides");
    let file = folder.join("events.jsonl");
    let file = file.to_str().expect("UTF-8");
    let text = "{\"id\":\"a\",\"date\":\"2020-01-05\",\"actor\":[{\"code\":\"KEN\"},{\"code\":\"ETH\"}],\"event\":\"CONSULT\"}\n\
                {\"id\":\"b\",\"date\":\"2020-01-05\",\"actor\":[{\"code\":\"KEN\"},{\"code\":\"ETH\"}],\"event\":\"ASSAULT\"}\n\
                {\"id\":\"c\",\"date\":\"2020-01-05\",\"actor\":[{\"code\":\"KEN\"}],\"recipient\":[{\"code\":\"KEN\"}],\"event\":\"REJECT\"}\n";
    fs::write(file, text).expect("there is room");
    let value = json(&["relations", file, "--format", "json"]);
    assert_eq!(value["series"].as_array().map(Vec::len), Some(1));
    assert_eq!(value["series"][0]["happenings"], 1);
    assert_eq!(value["counts"]["one_sided"], 2);
    let value = json(&["relations", file, "--format", "json", "--directed"]);
    assert_eq!(value["series"].as_array().map(Vec::len), Some(2));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn what_is_empty_or_broken_is_told() {
    let folder = folder("broken");
    let file = folder.join("events.jsonl");
    let file = file.to_str().expect("UTF-8");
    let good = &events(3)[0];
    fs::write(
        file,
        format!("{good}\nno json\n{{\"id\":\"x\",\"event\":\"FIGHT\"}}\n\n{good}"),
    )
    .expect("there is room");
    let output = legation(&["relations", file]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        message.contains("line 2: ") && message.contains("line 3: "),
        "{message}"
    );
    assert!(!output.stdout.is_empty(), "the rest is shown");
    fs::write(file, events(50).join("\n")).expect("there is room");
    for (arguments, told) in [
        (
            vec!["relations", file, "--from", "1990", "--to", "1991"],
            "no event between two actors",
        ),
        (
            vec!["relations", file, "--between", "IRN", "FRA"],
            "no event between IRN and FRA",
        ),
        (
            vec!["relations", file, "--between", "IRN", "Iran"],
            "a relation has two actors",
        ),
        (
            vec!["relations", file, "--network", "x.dot"],
            "x.dot: a network is written as",
        ),
        (
            vec!["relations", "nowhere.jsonl"],
            "nowhere.jsonl: it cannot be opened",
        ),
        (
            vec!["balance", file, "--from", "1990", "--to", "1991"],
            "no event between two actors",
        ),
    ] {
        let output = legation(&arguments);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(message.contains(told), "{arguments:?}: {message}");
    }
    let empty = json(&[
        "relations",
        file,
        "--from",
        "1990",
        "--to",
        "1991",
        "--format",
        "json",
    ]);
    assert_eq!(empty["series"], serde_json::json!([]));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn unbalanced_triangles_name_the_happenings_that_made_them() {
    let folder = folder("why");
    let file = folder.join("events.jsonl");
    let file = file.to_str().expect("UTF-8");
    let line = |id: &str, a: &str, b: &str, event: &str| {
        format!(
            "{{\"id\":\"{id}\",\"date\":\"2020-01-05\",\"actor\":[{{\"code\":\"{a}\"}}],\"recipient\":[{{\"code\":\"{b}\"}}],\
             \"event\":\"{event}\",\"text_info\":{{\"text\":\"Words of {id}.\"}}}}"
        )
    };
    let lines = [
        line("one", "IRN", "IRQ", "AID"),
        line("two", "IRQ", "SYR", "SUPPORT"),
        line("three", "SYR", "IRN", "ASSAULT"),
        line("four", "IRN", "SYR", "CONSULT"),
    ];
    fs::write(file, lines.join("\n")).expect("there is room");
    let value = json(&["balance", file, "--format", "json"]);
    assert_eq!(value["frustration_index"], 1);
    let edges = &value["unbalanced_triangles"][0]["edges"];
    assert_eq!(edges[1]["sign"], -1);
    assert_eq!(edges[1]["weight"], 6.5);
    assert_eq!(
        edges[1]["happenings"][0]["events"],
        serde_json::json!(["three"])
    );
    assert_eq!(edges[1]["happenings"][0]["text"], "Words of three.");
    let _ = fs::remove_dir_all(folder);
}

/// Reads a network and prints its ties, one a line, in order.
const READ: &str = r"
import json, sys
import networkx as nx
path = sys.argv[1]
if path.endswith('.graphml'):
    graph = nx.read_graphml(path)
elif path.endswith('.gexf'):
    graph = nx.read_gexf(path)
elif path.endswith('.json'):
    data = json.load(open(path, encoding='utf-8'))
    if 'links' in nx.node_link_data(nx.Graph()):
        data['links'] = data.pop('edges')
    graph = nx.node_link_graph(data)
else:
    import csv
    graph = nx.Graph()
    for row in csv.DictReader(open(path, encoding='utf-8', newline='')):
        graph.add_edge(row['a'], row['b'], sign=int(row['sign']), weight=float(row['weight']), stability=float(row['stability']), happenings=int(row['happenings']))
rows = []
for a, b, d in graph.edges(data=True):
    a, b = sorted((a, b))
    rows.append((a, b, int(d['sign']), float(d['weight']), float(d['stability']), int(d['happenings'])))
for row in sorted(rows):
    print(*row, sep='\t')
";

#[test]
fn networkx_reads_every_format_alike() {
    let there = Command::new("python3")
        .args(["-c", "import networkx"])
        .output();
    if !there.is_ok_and(|o| o.status.success()) {
        println!("skipped: there is no python3 with networkx");
        return;
    }
    let folder = folder("networkx");
    let file = folder.join("events.jsonl");
    let mut lines = events(300);
    // A name that every format has to escape.
    lines.push(
        "{\"id\":\"z\",\"date\":\"2019-01-01\",\"actor\":[{\"entity_text\":\"R&D, <\\\"north\\\">\"}],\
         \"recipient\":[{\"entity_text\":\"é\"}],\"event\":\"AID\"}"
            .to_owned(),
    );
    fs::write(&file, lines.join("\n")).expect("there is room");
    let file = file.to_str().expect("UTF-8");
    for level in ["country", "actor"] {
        let mut first: Option<String> = None;
        for extension in ["graphml", "gexf", "csv", "json"] {
            let path = folder.join(format!("network.{extension}"));
            let path = path.to_str().expect("UTF-8");
            let output = legation(&["relations", file, "--level", level, "--network", path]);
            assert!(output.status.success(), "{output:?}");
            let read = Command::new("python3").args(["-c", READ, path]).output();
            let read = read.expect("python3 runs");
            assert!(
                read.status.success(),
                "{extension}: {}",
                String::from_utf8_lossy(&read.stderr)
            );
            let rows = String::from_utf8(read.stdout).expect("UTF-8");
            assert!(rows.lines().count() >= 2, "{extension}: {rows}");
            match &first {
                None => first = Some(rows),
                Some(first) => assert_eq!(*first, rows, "{extension}"),
            }
        }
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn plots_are_the_same_every_time_and_say_what_their_axes_are() {
    let folder = folder("plots");
    let file = folder.join("events.jsonl");
    let mut lines = events(800);
    let mut chance = Chance(2);
    let mut first: Option<Vec<Vec<u8>>> = None;
    for _ in 0..2 {
        fs::write(&file, lines.join("\n")).expect("there is room");
        let file = file.to_str().expect("UTF-8");
        let mut drawn = Vec::new();
        for (name, arguments) in [
            ("series", vec!["relations", file, "--between", "IRN", "SYR"]),
            ("network", vec!["relations", file]),
            ("camps", vec!["balance", file]),
            ("windows", vec!["balance", file, "--by", "year"]),
        ] {
            for extension in ["svg", "png"] {
                let path = folder.join(format!("{name}.{extension}"));
                let mut arguments = arguments.clone();
                arguments.extend(["--plot", path.to_str().expect("UTF-8")]);
                let output = legation(&arguments);
                assert!(output.status.success(), "{arguments:?}: {output:?}");
                drawn.push(fs::read(path).expect("it was drawn"));
            }
        }
        assert!(
            drawn
                .iter()
                .skip(1)
                .step_by(2)
                .all(|p| p.starts_with(b"\x89PNG"))
        );
        let svg = |i: usize| String::from_utf8_lossy(&drawn[i]).into_owned();
        for (i, words) in [
            (
                0,
                vec![
                    "IRN – SYR",
                    "sum of PLOVER scores",
                    "net cooperation",
                    ">month<",
                    "half-life 180 days",
                    ">2019-",
                ],
            ),
            (2, vec![">TUR<", "frustration index", "hostile", "camp 2"]),
            (6, vec!["walk balance", ">2020<", ">window<"]),
        ] {
            for word in words {
                assert!(svg(i).contains(word), "{i}: {word}");
            }
        }
        match &first {
            None => first = Some(drawn),
            Some(first) => assert!(*first == drawn, "another order drew something else"),
        }
        chance.shuffle(&mut lines);
    }
    let output = legation(&[
        "relations",
        file.to_str().expect("UTF-8"),
        "--plot",
        "x.pdf",
    ]);
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("x.pdf: a plot is drawn as .svg or .png")
    );
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn an_archive_says_what_its_events_say() {
    let folder = folder("archive");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let samples = root.join("samples");
    let samples = samples.to_str().expect("UTF-8");
    let (archive, file) = (folder.join("a.archive"), folder.join("events.jsonl"));
    let (archive, file) = (
        archive.to_str().expect("UTF-8"),
        file.to_str().expect("UTF-8"),
    );
    assert!(
        legation(&["ingest", archive, samples, "--model", "fast"])
            .status
            .success()
    );
    let events = legation(&["code", samples, "--model", "fast"]);
    fs::write(file, events.stdout).expect("there is room");
    let dyads = |path: &str| -> Vec<String> {
        let value = json(&["relations", path, "--format", "json", "--by", "year"]);
        let series = value["series"].as_array().cloned().unwrap_or_default();
        series
            .iter()
            .map(|s| format!("{} {} {}", s["actor"], s["recipient"], s["happenings"]))
            .collect()
    };
    assert!(!dyads(archive).is_empty());
    assert_eq!(dyads(archive), dyads(file));
    let value = json(&["balance", archive, "--status", "all", "--format", "json"]);
    let told = &value["unbalanced_triangles"][0]["edges"][0]["happenings"][0];
    assert!(
        told["happening"]
            .as_str()
            .is_some_and(|h| h.starts_with("h-")),
        "{told}"
    );
    assert!(told["text"].as_str().is_some_and(|t| !t.is_empty()));
    let _ = fs::remove_dir_all(folder);
}
