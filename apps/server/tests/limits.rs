//! How much at a time, and how long: whoever asks too much, too slowly or not at all keeps nobody else from being answered.

mod common;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::http::StatusCode;
use common::{folder, get, ingest, listen, news, post, service};

const ASKED: &str = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    let wait = Some(Duration::from_secs(30));
    stream.set_read_timeout(wait).expect("it is set");
    stream
}

/// The beginning of what is answered; empty where the connection is closed.
fn heard(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 2048];
    let n = stream.read(&mut bytes).unwrap_or_default();
    String::from_utf8_lossy(&bytes[..n]).into_owned()
}

#[test]
fn connections_are_counted_and_the_silent_are_closed() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let address = listen(&path, |s| {
        s.limits.connections = 2;
        s.limits.head = Duration::from_secs(1);
    });
    // Two that say nothing, or not all of it.
    let mut silent = connect(address);
    let mut slow = connect(address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local")
        .expect("it is sent");
    // A third waits until one of them is closed, and is answered then.
    let mut third = connect(address);
    third.write_all(ASKED.as_bytes()).expect("it is sent");
    assert!(heard(&mut third).starts_with("HTTP/1.1 200"));
    assert_eq!(heard(&mut silent), "");
    let told = heard(&mut slow);
    assert!(
        told.is_empty() || told.starts_with("HTTP/1.1 408"),
        "{told}"
    );
    // It is kept open for a further request, and closed when none comes.
    third.write_all(ASKED.as_bytes()).expect("it is sent");
    assert!(heard(&mut third).starts_with("HTTP/1.1 200"));
    assert_eq!(heard(&mut third), "");
}

#[test]
fn who_sends_a_body_drop_by_drop_is_told_so() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let address = listen(&path, |s| s.limits.answer = Duration::from_millis(300));
    let mut stream = connect(address);
    let head = "POST /api/v1/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90\r\n\r\nKenya";
    stream.write_all(head.as_bytes()).expect("it is sent");
    let told = heard(&mut stream);
    assert!(
        told.starts_with("HTTP/1.1 503") && told.contains("timeout"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_may_wait_are_told_to_try_again() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    // Nobody waits: who finds a thread is answered, who does not is told so, and nobody is left without an answer.
    let app = service(&path, |s| s.limits.waiting = 0);
    assert_eq!(get(&app, "/api/v1/happenings").await.status, StatusCode::OK);
    let text = "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday. ".repeat(200);
    let all: Vec<_> = (0..64)
        .map(|_| {
            let (app, text) = (app.clone(), text.clone());
            tokio::spawn(async move { post(&app, "/api/v1/code", "text/plain", &text).await })
        })
        .collect();
    let (mut answered, mut busy) = (0, 0);
    for one in all {
        let answer = one.await.expect("it is answered");
        match answer.status {
            StatusCode::OK => answered += 1,
            StatusCode::SERVICE_UNAVAILABLE => {
                assert_eq!(answer.code(), "busy");
                assert_eq!(answer.headers["retry-after"], "2");
                busy += 1;
            }
            other => panic!("{other}: {}", answer.text()),
        }
    }
    assert!(answered >= 1 && busy >= 1, "{answered} and {busy}");
}
