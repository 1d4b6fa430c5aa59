//! `legation serve` answers with the bytes that the command line writes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Serving(Child, String);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn legation(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(arguments)
        .output()
        .expect("the binary was built");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn serve(archive: &str) -> Serving {
    let mut child = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args([
            "serve",
            archive,
            "--listen",
            "127.0.0.1:0",
            "--model",
            "fast",
        ])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut line = String::new();
    let mut told = BufReader::new(child.stderr.take().expect("it is piped"));
    told.read_line(&mut line).expect("it says where it listens");
    let address = line
        .split_whitespace()
        .find_map(|w| w.strip_prefix("http://"))
        .map(|a| a.trim_end_matches('/').to_owned());
    Serving(
        child,
        address.unwrap_or_else(|| panic!("no address in '{line}'")),
    )
}

fn ask(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    write!(
        stream,
        "{head} HTTP/1.0\r\nHost: {address}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n"
    )
    .expect("it is sent");
    stream.write_all(body).expect("it is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let end = answer
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .expect("a head");
    assert!(
        answer.get(8..12) == Some(b" 200".as_slice()),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    answer.split_off(end + 4)
}

#[test]
fn the_service_and_the_command_line_write_the_same() {
    let samples: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let folder = std::env::temp_dir().join(format!("legation-serve-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let archive = folder.join("news.legation");
    let (archive, samples) = (archive.display().to_string(), samples.display().to_string());
    legation(&["ingest", &archive, &samples, "--model", "fast"]);
    let serving = serve(&archive);
    let get = |path: &str| ask(&serving.1, &format!("GET {path}"), b"");
    let same = |path: &str, arguments: &[&str]| {
        let (theirs, ours) = (legation(arguments), get(path));
        assert!(!theirs.is_empty());
        let ours = String::from_utf8_lossy(&ours).trim_end().to_owned();
        assert_eq!(ours, String::from_utf8_lossy(&theirs).trim_end(), "{path}");
    };
    same(
        "/api/v1/happenings?format=jsonl",
        &["query", &archive, "--limit", "0", "--format", "jsonl"],
    );
    same(
        "/api/v1/happenings?format=csv",
        &["query", &archive, "--limit", "0", "--format", "csv"],
    );
    let asked = [
        "query",
        &archive,
        "--limit",
        "0",
        "--format",
        "jsonl",
        "--event",
        "CONSULT",
        "--since",
        "2000-01-01",
    ];
    same(
        "/api/v1/happenings?event=CONSULT&since=2000-01-01&format=jsonl",
        &asked,
    );
    let rows = legation(&["query", &archive, "--limit", "3", "--format", "jsonl"]);
    let rows = String::from_utf8_lossy(&rows).into_owned();
    let mut page = String::from("{\"items\":[");
    for (i, line) in rows.lines().enumerate() {
        page.push_str(if i > 0 { "," } else { "" });
        page.push_str(line);
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let id = row["id"].as_str().expect("an id");
        same(
            &format!("/api/v1/happenings/{id}"),
            &["show", &archive, id, "--json"],
        );
    }
    let articles: serde_json::Value =
        serde_json::from_slice(&get("/api/v1/articles")).expect("JSON");
    let id = articles["items"][0]["article"].as_str().expect("an id");
    same(
        &format!("/api/v1/articles/{id}"),
        &["show", &archive, id, "--json"],
    );
    page.push_str("],\"next_offset\":3}");
    assert_eq!(
        String::from_utf8_lossy(&get("/api/v1/happenings?limit=3")),
        page
    );

    let sample = format!("{samples}/embassy.html");
    let coded = legation(&["code", &sample, "--model", "fast"]);
    let html = std::fs::read(&sample).expect("a sample");
    let sent = ask(&serving.1, "POST /api/v1/code?format=jsonl", &html);
    assert_eq!(
        String::from_utf8_lossy(&sent),
        String::from_utf8_lossy(&coded)
    );
    drop(serving);
    let _ = std::fs::remove_dir_all(&folder);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_with_the_answer_that_is_being_written() {
    let samples: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let folder = tempfile::tempdir().expect("a folder for the test");
    let archive = folder.path().join("news.legation").display().to_string();
    let samples = samples.display().to_string();
    legation(&["ingest", &archive, &samples, "--model", "fast"]);
    for signal in ["-TERM", "-INT"] {
        let mut serving = serve(&archive);
        // Whoever is connected and says nothing does not hold it up.
        let _silent = TcpStream::connect(&serving.1).expect("it listens");
        let answer = ask(&serving.1, "GET /api/v1/health", b"");
        assert!(!answer.is_empty());
        let kill = Command::new("kill")
            .args([signal, &serving.0.id().to_string()])
            .status();
        assert!(kill.expect("it is there").success());
        let status = serving.0.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(TcpStream::connect(&serving.1).is_err(), "{signal}");
    }
}
