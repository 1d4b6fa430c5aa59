//! `legation fetch` against a server on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;

/// What the server has under each path: media type and body.
const PAGES: &[(&str, &str, &str)] = &[
    (
        "/feed",
        "application/rss+xml",
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
      <item><guid>whole</guid><content:encoded>&lt;p&gt;The envoys met in Oslo on Monday.&lt;/p&gt;</content:encoded></item>\
      <item><guid>teaser</guid><link>/article</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>They met.</description></item>\
      <item><guid>gone</guid><link>/gone</link><description>They left.</description></item></channel></rss>",
    ),
    (
        "/article",
        "text/html; charset=utf-8",
        "<html><head><title>Talks</title></head><body><article>\
      <p>France expelled two Russian diplomats on Tuesday, the foreign ministry in Paris said in a short statement.</p>\
      <p>The ambassador was told of the decision in the morning, and left the ministry without a word.</p></article></body></html>",
    ),
    (
        "/sitemap.xml",
        "text/xml",
        "<urlset><url><loc>/article</loc><lastmod>2024-03-06</lastmod></url></urlset>",
    ),
    (
        "/robots.txt",
        "text/plain",
        "User-agent: legation\nDisallow: /private",
    ),
];

/// A server for these pages; its address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = String::new();
            let mut lines = BufReader::new(&stream);
            while lines.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let path = head.split(' ').nth(1).unwrap_or_default();
            let found = PAGES.iter().find(|(p, ..)| *p == path);
            let (status, kind, body) =
                found.map_or((404, "text/plain", "no"), |(_, k, b)| (200, k, b));
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    format!("http://{address}")
}

/// Exit code, standard output, standard error.
fn fetch(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(["fetch", "--delay", "0"])
        .args(arguments)
        .output()
        .expect("the binary was built");
    let text = |bytes| String::from_utf8(bytes).expect("all of it is UTF-8");
    (
        output.status.code().expect("no signal ended it"),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_machine_of_ones_own_is_refused_unless_it_is_allowed() {
    let page = format!("{}/article", server());
    let (code, out, err) = fetch(&[&page]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.starts_with(&format!(
            "{page}: 127.0.0.1 is an address of this machine or a private network"
        )),
        "{err}"
    );
    for allowed in [&["--allow-private"][..], &["--allow", "127.0.0.1"]] {
        let (code, out, err) = fetch(&[allowed, &["--format", "json", &page]].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        let article: Value = serde_json::from_str(&out).expect("one object");
        assert_eq!(article["url"], page);
        assert!(
            article["text"]
                .as_str()
                .is_some_and(|t| t.starts_with("France expelled")),
            "{article}"
        );
    }
}

#[test]
fn feeds_and_sitemaps_are_shown_or_followed() {
    let site = server();
    let at = |path: &str| format!("{site}{path}");
    let ask = |arguments: &[&str]| {
        let read = fetch(&[&["--allow", "127.0.0.1", "--format", "json"], arguments].concat());
        let lines = read
            .1
            .lines()
            .map(|l| serde_json::from_str(l).expect("JSON"));
        (read.0, lines.collect::<Vec<Value>>(), read.2)
    };
    let (code, articles, err) = ask(&[&at("/feed")]);
    let texts: Vec<_> = articles
        .iter()
        .map(|a| a["text"].as_str().unwrap_or("-"))
        .collect();
    assert_eq!(
        (code, texts),
        (
            0,
            vec![
                "The envoys met in Oslo on Monday.",
                "They met.",
                "They left."
            ]
        )
    );
    assert!(err.contains("2 of its 3 entries are summaries"), "{err}");

    let (code, articles, err) = ask(&["--follow", &at("/feed")]);
    let told: Vec<_> = articles
        .iter()
        .map(|a| ["id", "url", "date", "date_basis"].map(|k| a[k].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(code, 0);
    assert_eq!(
        told,
        [
            ["whole", "-", "-", "-"],
            ["teaser", &at("/article"), "2024-03-05", "feed"]
        ]
    );
    assert_eq!(
        err,
        format!("{}: the server answered with status 404\n", at("/gone"))
    );

    let (code, places, _) = ask(&[&at("/sitemap.xml")]);
    assert_eq!(
        (code, places.len(), places[0]["date"].as_str()),
        (0, 1, Some("2024-03-06"))
    );
    let (code, articles, _) = ask(&["--follow", &at("/sitemap.xml")]);
    assert_eq!(
        (code, articles.len(), articles[0]["url"].as_str()),
        (0, 1, Some(&*at("/article")))
    );

    let (code, _, err) = ask(&[&at("/private/1")]);
    assert_eq!(
        (code, err),
        (
            1,
            format!(
                "{}: the site's robots.txt does not allow it\n",
                at("/private/1")
            )
        )
    );
    let (_, articles, err) = ask(&["--follow", "--max-pages", "1", &at("/feed")]);
    assert_eq!(articles.len(), 1);
    assert_eq!(err, "2 more pages were not fetched: --max-pages is 1\n");
}

#[test]
fn bytes_are_kept_under_the_id_of_their_article() {
    let folder = std::env::temp_dir().join(format!("legation-kept-{}", std::process::id()));
    let path = folder.to_str().expect("a plain path");
    let page = format!("{}/article", server());
    let (code, out, err) = fetch(&[
        "--allow",
        "127.0.0.1",
        "--format",
        "json",
        "--save",
        path,
        &page,
    ]);
    assert_eq!(code, 0, "{err}");
    let article: Value = serde_json::from_str(&out).expect("one object");
    let kept = folder.join(format!(
        "{}.html",
        article["id"].as_str().unwrap_or_default()
    ));
    assert_eq!(
        std::fs::read_to_string(&kept).expect("it was kept"),
        PAGES[1].2
    );
    std::fs::remove_dir_all(&folder).expect("it is ours");
}
