//! `legation watch` against a server on this machine: what it says, how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use archive::Archive;
use tempfile::TempDir;

const FEED: &str = "<rss version=\"2.0\"><channel>\
     <item><guid>one</guid><link>/one</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>In short.</description></item>\
     <item><guid>two</guid><link>/two</link><description>In short.</description></item></channel></rss>";
const PAGE: &str = "<html><head><title>Talks</title></head><body><article>\
     <p>France expelled two Russian diplomats on Tuesday, the foreign ministry in Paris said in a short statement.</p>\
     <p>The ambassador was told of the decision in the morning, and left the ministry without a word.</p></article></body></html>";

/// A server with a feed of two pages. Whoever asks for the second waits, from when the channel that comes tells of it,
/// until the other is used.
fn server() -> (String, Receiver<()>, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    let (asked, at) = channel();
    let (go, gone) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = String::new();
            let mut lines = BufReader::new(&stream);
            while lines.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let path = head.split(' ').nth(1).unwrap_or_default();
            if path == "/two" {
                let _ = asked.send(());
                let _ = gone.recv();
            }
            let (status, kind, body) = match path {
                "/feed" => (200, "application/rss+xml", FEED),
                "/one" | "/two" => (200, "text/html", PAGE),
                _ => (404, "text/plain", "no"),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    (format!("http://{address}"), at, go)
}

/// A list of feeds in a folder.
fn listed(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("feeds.toml");
    std::fs::write(&path, text).expect("written");
    path
}

fn watch(archive: &Path, list: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legation"));
    command
        .arg("watch")
        .args([archive, list])
        .args(["--model", "fast"])
        .args(more);
    command
}

#[test]
fn once_says_what_happened() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (site, _at, go) = server();
    drop(go);
    let archive = folder.path().join("news.legation");
    let list = listed(
        &folder,
        &format!(
            "delay = \"0s\"\n[[feed]]\nurl = \"{site}/feed\"\nname = \"The Post\"\n[[feed]]\nurl = \"{site}/gone\"\nname = \"The Star\"\n"
        ),
    );
    let run = |more: &[&str]| {
        let output = watch(&archive, &list, more).output().expect("it runs");
        let err = String::from_utf8(output.stderr).expect("text");
        assert!(output.stdout.is_empty());
        (output.status.code(), err)
    };
    let (code, err) = run(&["--once"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.contains("The Post (http")
            && err.contains("is not connected to unless it is allowed; it is left alone for 3 min"),
        "{err}"
    );
    std::fs::remove_file(&archive).expect("it was made");
    let (code, err) = run(&["--once", "--allow", "127.0.0.1"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        err,
        format!(
            "The Post: 2 new of 2 entries\n\
             The Star ({site}/gone): the server answered with status 404; it is left alone for 3 min\n\
             2 feeds, asked 2 times (0 unchanged, 1 failed), 2 articles stored (0 with nothing to code), 0 there before, 0 pages that could not be had, 0 left for the next time\n\
             {}: 2 articles, 2 events, 1 happenings\n",
            archive.display()
        )
    );
    let good = listed(
        &folder,
        &format!("delay = \"0s\"\n[[feed]]\nurl = \"{site}/feed\"\n"),
    );
    let output = watch(&archive, &good, &["--once", "--allow", "127.0.0.1"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_faulty_list_is_told_line_by_line_and_nothing_is_done() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let list = listed(&folder, "every = 5\n\n[[feed]]\nurl = \"news.example\"\n");
    let archive = folder.path().join("news.legation");
    let output = watch(&archive, &list, &[]).output().expect("it runs");
    let err = String::from_utf8(output.stderr).expect("text");
    let at = list.display();
    assert_eq!(
        (output.status.code(), err),
        (
            Some(1),
            format!(
                "error: {at}:1: `every` is a time such as \"15m\": a number and ms, s, m, h or d\n\
                 {at}:4: 'news.example' is no address that can be fetched\n"
            )
        )
    );
    assert!(!archive.exists());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_with_what_came_before_written() {
    for signal in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let (site, at, go) = server();
        let archive = folder.path().join("news.legation");
        let list = listed(
            &folder,
            &format!("delay = \"0s\"\n[[feed]]\nurl = \"{site}/feed\"\n"),
        );
        let mut child = watch(&archive, &list, &["--allow", "127.0.0.1"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        at.recv().expect("it asks for the second page");
        while Archive::open(&archive)
            .and_then(|a| Ok(a.size()?))
            .map_or(0, |s| s.0)
            == 0
        {
            std::thread::yield_now();
        }
        let kill = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(kill.expect("it is there").success());
        let status = child.wait().expect("it ends");
        let mut err = String::new();
        let mut told = child.stderr.take().expect("a pipe");
        told.read_to_string(&mut err).expect("text");
        assert_eq!(status.code(), Some(0), "{err}");
        assert!(
            err.starts_with(&format!(
                "1 feed of {} are followed\nstopping: ",
                list.display()
            )) && err.contains(
                "stopped: 1 feed, asked 0 times (0 unchanged, 0 failed), 1 article stored"
            ),
            "{err}"
        );
        drop(go);
        let output = watch(&archive, &list, &["--once", "--allow", "127.0.0.1"]).output();
        assert!(output.expect("it runs").status.success());
        assert_eq!(
            Archive::open(&archive)
                .expect("it opens")
                .size()
                .expect("counts")
                .0,
            2
        );
    }
}
