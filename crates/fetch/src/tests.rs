//! Against a server on this machine: what is fetched, what is refused, and that every limit holds.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::*;

/// A server: for each request the head goes to the channel, and what `answer` makes of its path is sent.
fn server(
    answer: impl Fn(&str, &mut TcpStream) + Send + 'static,
) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    let (seen, heads) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = String::new();
            let mut lines = BufReader::new(&stream);
            while lines.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let _ = seen.send(head);
            answer(&path, &mut stream);
        }
    });
    (address, heads)
}

/// A whole answer.
fn send(stream: &mut TcpStream, status: u16, fields: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{fields}\r\n",
        body.len()
    );
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
}

fn options() -> Options {
    Options {
        delay: Duration::ZERO,
        timeout: Duration::from_secs(20),
        allow: Allow::These(vec![IpAddr::from([127, 0, 0, 1])]),
        ..Options::default()
    }
}

/// What comes of asking a server for one path.
fn ask(
    options: Options,
    path: &str,
    answer: impl Fn(&str, &mut TcpStream) + Send + 'static,
) -> Result<Page, Error> {
    let (address, _heads) = server(answer);
    Fetcher::new(options).fetch(&format!("http://{address}{path}"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

#[test]
fn a_page_comes_with_what_its_server_says_of_it() {
    let (address, heads) = server(|path, stream| match path {
        "/robots.txt" => send(stream, 404, "", b""),
        "/old" => send(stream, 301, "Location: /a/new#part\r\n", b""),
        _ => send(
            stream,
            200,
            "Content-Type: Text/HTML; Charset=\"windows-1252\"\r\nContent-Encoding: gzip\r\nETag: \"1\"\r\n",
            &gzip(b"<p>caf\xe9</p>"),
        ),
    });
    let options = Options {
        contact: Some("mailto:desk@news.example\r\nEvil: yes".to_owned()),
        ..options()
    };
    let page = Fetcher::new(options).fetch(&format!("http://{address}/old#x"));
    let page = page.expect("it is there");
    assert_eq!(page.bytes, b"<p>caf\xe9</p>");
    assert_eq!(page.url, format!("http://{address}/a/new"));
    assert_eq!(page.redirects, [format!("http://{address}/old")]);
    assert_eq!(page.media_type.as_deref(), Some("text/html"));
    assert_eq!(page.charset.as_deref(), Some("windows-1252"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"1\""));
    let heads: Vec<String> = heads.try_iter().collect();
    let asked: Vec<&str> = heads.iter().filter_map(|h| h.lines().next()).collect();
    assert_eq!(
        asked,
        [
            "GET /robots.txt HTTP/1.1",
            "GET /old HTTP/1.1",
            "GET /a/new HTTP/1.1"
        ]
    );
    let agent = format!(
        "user-agent: legation/{} (+mailto:desk@news.exampleEvil: yes)",
        env!("CARGO_PKG_VERSION")
    );
    assert!(
        heads
            .iter()
            .all(|h| h.to_lowercase().lines().any(|l| l == agent.to_lowercase())),
        "{heads:?}"
    );
}

#[test]
fn machines_and_networks_of_ones_own_are_refused() {
    let refused = |address: &str| {
        let error = Fetcher::new(Options::default())
            .fetch(address)
            .expect_err("it is refused");
        assert!(matches!(error, Error::Refused(_)), "{address}: {error}");
    };
    for address in [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://0.0.0.0:9/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::ffff:127.0.0.1]:9/",
        "http://2130706433:9/",
        "http://0x7f.1:9/",
        "https://192.168.0.1/",
    ] {
        refused(address);
    }
}

#[test]
fn every_redirect_is_checked_again() {
    for (location, refused) in [
        (
            "http://127.0.0.2:PORT/",
            "127.0.0.2 is an address of this machine",
        ),
        ("http://[::1]:PORT/", "::1 is an address of this machine"),
        ("//127.0.0.3:PORT/", "127.0.0.3 is an address"),
        ("file:///etc/passwd", "'file' addresses are not fetched"),
        (
            "http://name:word@127.0.0.1:PORT/",
            "with a name or password",
        ),
        ("/again", "more than 5 redirects"),
    ] {
        let (address, _heads) = server(move |path, stream| match path {
            "/robots.txt" => send(stream, 404, "", b""),
            _ => {
                let port = stream.local_addr().map_or(0, |a| a.port());
                let to = location.replace("PORT", &port.to_string());
                send(stream, 302, &format!("Location: {to}\r\n"), b"");
            }
        });
        let error = Fetcher::new(options())
            .fetch(&format!("http://{address}/"))
            .expect_err("it leads nowhere");
        assert!(error.to_string().contains(refused), "{location}: {error}");
    }
}

/// A name server that answers otherwise the second time.
#[derive(Debug)]
struct Rebinding(AtomicUsize, u16);

impl Resolver for Rebinding {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let last = if self.0.fetch_add(1, Ordering::SeqCst) < 2 {
            1
        } else {
            2
        };
        let mut found = self.empty();
        found.push(SocketAddr::from(([127, 0, 0, last], self.1)));
        Ok(found)
    }
}

#[test]
fn a_name_that_changes_its_address_is_checked_each_time() {
    let (address, _heads) =
        server(|_, stream| send(stream, 200, "Content-Type: text/plain\r\n", b""));
    let fetcher = Fetcher::with_resolver(options(), Rebinding(AtomicUsize::new(0), address.port()));
    // robots.txt and the page, then a name that means another machine.
    assert!(fetcher.fetch("http://news.example/").is_ok());
    let error = fetcher.fetch("http://news.example/").expect_err("it moved");
    assert_eq!(error.to_string().split(' ').next(), Some("127.0.0.2"));
}

#[test]
fn what_a_site_asks_of_robots_is_kept() {
    let rules = "User-agent: *\nAllow: /\n\nUser-agent: legation\nDisallow: /no\n";
    let answer = move |path: &str, stream: &mut TcpStream| match path {
        "/robots.txt" => send(stream, 200, "", rules.as_bytes()),
        "/way" => send(stream, 302, "Location: /no/2\r\n", b""),
        _ => send(stream, 200, "", b"words"),
    };
    assert!(matches!(
        ask(options(), "/no/1", answer),
        Err(Error::Robots)
    ));
    assert!(matches!(ask(options(), "/way", answer), Err(Error::Robots)));
    assert!(ask(options(), "/yes", answer).is_ok());

    let failing = |path: &str, stream: &mut TcpStream| match path {
        "/robots.txt" => send(stream, 503, "", b""),
        _ => send(stream, 200, "", b"words"),
    };
    assert!(matches!(
        ask(options(), "/", failing),
        Err(Error::NoRules(503))
    ));

    let elsewhere = |path: &str, stream: &mut TcpStream| match path {
        "/robots.txt" => send(stream, 301, "Location: /rules\r\n", b""),
        "/rules" => send(stream, 200, "", b"User-agent: *\nDisallow: /"),
        _ => send(stream, 200, "", b"words"),
    };
    assert!(matches!(ask(options(), "/", elsewhere), Err(Error::Robots)));
}

#[test]
fn bytes_are_counted_as_sent_and_unpacked() {
    let small = || Options {
        max_bytes: 1000,
        ..options()
    };
    let fits = ask(small(), "/", |_, stream| {
        send(stream, 200, "", &[b'a'; 1000]);
    });
    assert_eq!(fits.expect("it fits").bytes.len(), 1000);
    let endless = |path: &str, stream: &mut TcpStream| {
        if path == "/robots.txt" {
            return send(stream, 404, "", b"");
        }
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(b"4\r\naaaa\r\n").is_ok() {}
    };
    let error = ask(small(), "/", endless).expect_err("it has no end");
    assert_eq!(
        error.to_string(),
        "it is longer than the limit of 1000 bytes"
    );
    let bomb = |path: &str, stream: &mut TcpStream| match path {
        "/robots.txt" => send(stream, 404, "", b""),
        _ => send(
            stream,
            200,
            "Content-Encoding: gzip\r\n",
            &gzip(&vec![0; 500_000]),
        ),
    };
    assert!(matches!(ask(small(), "/", bomb), Err(Error::TooLong(1000))));
    let strange = |path: &str, stream: &mut TcpStream| match path {
        "/robots.txt" => send(stream, 404, "", b""),
        _ => send(stream, 200, "Content-Encoding: br\r\n", b"?"),
    };
    assert!(matches!(
        ask(options(), "/", strange),
        Err(Error::Coding(_))
    ));
}

#[test]
fn time_is_bounded_before_and_while_bytes_come() {
    let short = || Options {
        timeout: Duration::from_millis(700),
        ..options()
    };
    for first in [&b""[..], b"HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n"] {
        let slow = move |path: &str, stream: &mut TcpStream| {
            if path == "/robots.txt" {
                return send(stream, 404, "", b"");
            }
            let _ = stream.write_all(first);
            for _ in 0..100 {
                std::thread::sleep(Duration::from_millis(100));
                if !first.is_empty() && stream.write_all(b"a").is_err() {
                    return;
                }
            }
        };
        let error = ask(short(), "/", slow).expect_err("it takes too long");
        assert!(matches!(error, Error::Timeout(_)), "{error}");
    }
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let (address, heads) = server(|path, stream| match path {
        "/robots.txt" => send(stream, 404, "", b""),
        _ => send(stream, 304, "", b""),
    });
    let since = Validators {
        etag: Some("\"7\"".to_owned()),
        last_modified: Some("Tue, 05 Mar 2024 10:00:00 GMT".to_owned()),
    };
    let fetcher = Fetcher::new(options());
    let page = fetcher.fetch_changed(&format!("http://{address}/feed"), &since);
    assert_eq!(page.expect("it is in order"), None);
    let head = heads
        .try_iter()
        .last()
        .expect("it was asked")
        .to_lowercase();
    assert!(
        head.contains("if-none-match: \"7\"") && head.contains("if-modified-since: tue, 05 mar"),
        "{head}"
    );
    assert!(matches!(
        fetcher.fetch(&format!("http://{address}/feed")),
        Err(Error::Status(304))
    ));
}

#[test]
fn what_is_no_address_of_a_page_is_told() {
    let fetcher = Fetcher::new(options());
    for (address, told) in [
        ("news", "it is no address"),
        ("http://", "it is no address"),
        ("ftp://news.example/", "'ftp' addresses"),
        ("javascript:alert(1)", "'javascript' addresses"),
        ("http://u:p@news.example/", "with a name or password"),
        (
            &format!("http://news.example/{}", "a".repeat(9000)),
            "it is no address",
        ),
    ] {
        let error = fetcher.fetch(address).expect_err("it is none");
        assert!(error.to_string().contains(told), "{address}: {error}");
    }
    let error = ask(options(), "/", |path, stream| {
        send(stream, if path == "/" { 410 } else { 404 }, "", b"");
    });
    assert!(matches!(error, Err(Error::Status(410))));
}
