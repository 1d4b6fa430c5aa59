//! Every kind of input through the commands that read articles: the same articles whatever they come in.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// Exit code, standard output, standard error.
fn legation(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it only writes");
    let text = |bytes| String::from_utf8(bytes).expect("all of it is UTF-8");
    (
        output.status.code().expect("no signal ended it"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("legation-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

const BODIES: [&str; 2] = [
    "Kenyan President Uhuru Kenyatta arrived in Addis Ababa on Monday for talks with Ethiopian officials.",
    "France expelled two Russian diplomats on Tuesday, the foreign ministry in Paris said.",
];

/// One record of an archive, a page with this body.
fn record(number: usize, body: &str) -> Vec<u8> {
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Page</title>\
         <meta property=\"article:published_time\" content=\"2021-03-0{number}T10:00:00Z\"></head>\
         <body><article><p>{body}</p></article></body></html>"
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:example:{number}>\r\n\
         WARC-Target-URI: https://news.example/{number}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
    .into_bytes()
}

#[test]
fn pages_of_an_archive_are_articles_like_any_other() {
    let records: Vec<Vec<u8>> = BODIES.iter().zip(1..).map(|(b, n)| record(n, b)).collect();
    let (plain, packed) = (
        records.concat(),
        records.iter().flat_map(|r| gzip(r)).collect::<Vec<_>>(),
    );
    let folder = folder("archive");
    let mut events = Vec::new();
    for (name, bytes) in [
        ("a.warc", &plain),
        ("a.warc.gz", &packed),
        ("renamed.dat", &packed),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("it can be written");
        let path = path.to_str().expect("a plain path");
        for (input, arguments) in [(&b""[..], ["code", path]), (bytes, ["code", "-"])] {
            let (code, out, err) = legation(&arguments, input);
            assert_eq!(code, 0, "{err}");
            assert!(err.starts_with("2 of 2 articles coded"), "{err}");
            events.push(out);
        }
    }
    events.dedup();
    assert_eq!(
        events.len(),
        1,
        "whatever they come in, the events are the same"
    );
    let events: Vec<Value> = events[0]
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let told: Vec<_> = events
        .iter()
        .map(|e| {
            [&e["article"], &e["event"], &e["cite_info"]["url"]].map(|v| v.as_str().unwrap_or("-"))
        })
        .collect();
    assert!(
        told.contains(&["urn:example:1", "CONSULT", "https://news.example/1"]),
        "{told:?}"
    );
    assert!(told.iter().any(|t| t[0] == "urn:example:2"), "{told:?}");

    let (code, out, err) = legation(
        &[
            "parse",
            "--model",
            "fast",
            folder.to_str().expect("a plain path"),
        ],
        b"",
    );
    assert_eq!((code, err.as_str()), (0, ""));
    let documents: Vec<&str> = out.lines().filter(|l| l.starts_with("# newdoc")).collect();
    // What is not named as an archive is not looked for in a folder.
    assert_eq!(
        documents,
        ["# newdoc id = urn:example:1", "# newdoc id = urn:example:2"].repeat(2)
    );
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn what_is_wrong_with_a_record_is_told_with_its_file_and_number() {
    let mut lying = record(1, BODIES[0]);
    let at = lying
        .windows(16)
        .position(|w| w == b"Content-Length: ")
        .expect("it states one")
        + 16;
    lying[at] = b'9';
    let archive = [lying, record(2, BODIES[1])].concat();
    let (code, out, err) = legation(&["extract", "--format", "json", "-"], &archive);
    assert_eq!((code, out.lines().count()), (0, 2), "{err}");
    let wrong = err
        .lines()
        .find(|l| l.starts_with("standard input: record 1 (byte 0): its length of 9"));
    assert!(wrong.is_some_and(|l| l.contains("is wrong")), "{err}");

    let (code, _, err) = legation(
        &["code", "-"],
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    );
    assert_eq!(
        (code, err.as_str()),
        (1, "standard input: none of its 1 records is a page\n")
    );
}

#[test]
fn packed_pages_and_lines_are_unpacked() {
    let line = |body| serde_json::json!({"id": 7, "text": body}).to_string();
    let lines = BODIES.map(line).join("\n");
    let folder = folder("packed");
    for (name, content, articles) in [
        ("a.txt.gz", BODIES[0], 1),
        (
            "b.html.gz",
            "<html><body><p>The two foreign ministers met in Geneva on Monday.</p></body></html>",
            1,
        ),
        ("c.jsonl.gz", &lines, 2),
    ] {
        std::fs::write(folder.join(name), gzip(content.as_bytes())).expect("it can be written");
        let path = folder.join(name);
        let (code, out, err) = legation(
            &[
                "extract",
                "--format",
                "json",
                path.to_str().expect("a plain path"),
            ],
            b"",
        );
        assert_eq!(
            (code, out.lines().count(), err.as_str()),
            (0, articles, ""),
            "{name}"
        );
        let (_, piped, _) = legation(
            &["extract", "--format", "json", "-"],
            &gzip(content.as_bytes()),
        );
        assert_eq!(piped, out, "{name}");
    }
    let cut = gzip(lines.as_bytes());
    let (code, _, err) = legation(&["extract", "-"], &cut[..cut.len() - 20]);
    assert!(
        code == 0 && err.contains("its gzip ends in the middle"),
        "{err}"
    );
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn entries_of_feeds_are_articles_with_their_own_dates() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <item><guid>a</guid><link>https://news.example/a</link><pubDate>Tue, 02 Mar 2021 10:00:00 GMT</pubDate>\
         <content:encoded><![CDATA[<p>{}</p>]]></content:encoded></item>\
         <item><guid>b</guid><description>{}</description></item></channel></rss>",
        BODIES[0], BODIES[1]
    );
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "a", "url": "https://news.example/a", "date_published": "2021-03-02", "content_text": BODIES[0]},
        {"id": "b", "summary": BODIES[1]},
    ]})
    .to_string();
    let folder = folder("feeds");
    for (name, content) in [("f.rss", &rss), ("f.xml", &rss), ("f.json", &json)] {
        std::fs::write(folder.join(name), content).expect("it can be written");
        let path = folder.join(name);
        let path = path.to_str().expect("a plain path");
        let arguments = ["extract", "--format", "json", "--date", "2021-03-09"];
        let read = legation(&[&arguments[..], &[path]].concat(), b"");
        let piped = legation(
            &[&arguments[..], &["-"]].concat(),
            &gzip(content.as_bytes()),
        );
        assert_eq!((read.0, &read.1), (piped.0, &piped.1), "{name}");
        assert_eq!(
            read.2,
            format!(
                "{path}: 1 of its 2 entries are summaries; `legation fetch --follow` reads the articles\n"
            )
        );
        let told: Vec<Value> = read
            .1
            .lines()
            .map(|l| serde_json::from_str(l).expect("JSON"))
            .collect();
        let of = |n: usize| {
            ["id", "url", "date", "date_basis", "text"]
                .map(|k| told[n][k].as_str().unwrap_or("-").to_owned())
        };
        assert_eq!(
            of(0),
            [
                "a",
                "https://news.example/a",
                "2021-03-02",
                "feed",
                BODIES[0]
            ],
            "{name}"
        );
        assert_eq!(
            of(1),
            ["b", "-", "2021-03-09", "given", BODIES[1]],
            "{name}"
        );
    }
    let map = b"<urlset><url><loc>https://news.example/a</loc></url></urlset>";
    let (code, out, err) = legation(&["code", "-"], map);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains("a sitemap; it names 1 pages and holds none"),
        "{err}"
    );
    std::fs::remove_dir_all(&folder).expect("it is ours");
}

#[test]
fn a_line_that_is_too_long_is_told_once() {
    let long = format!("{{\"text\": \"{}\"}}\n", "a".repeat(40 << 20));
    let last = serde_json::json!({"id": "last", "text": BODIES[0]}).to_string();
    let (code, out, err) = legation(&["extract", "-"], [long, last].concat().as_bytes());
    assert_eq!((code, out.trim_end()), (0, BODIES[0]));
    assert_eq!(
        err,
        "standard input:1: it is longer than the limit of 16777216 bytes\n"
    );
}
