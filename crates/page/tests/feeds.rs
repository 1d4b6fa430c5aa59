//! Feeds and sitemaps as sites publish them, each beside what is read of it (`tests/feeds`; `UPDATE_CASES=1` rewrites).

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use page::stream::{Kind, Stream};
use page::{extract, feed, sitemap};

/// What is read of a feed, for people.
fn entries(bytes: &[u8]) -> String {
    let mut out = String::new();
    for next in feed::Entries::new(Stream::new(bytes)) {
        let item = match next {
            Ok(item) => item,
            Err(fault) => {
                let _ = writeln!(out, "! {fault}\n");
                continue;
            }
        };
        let (article, warnings) = extract(&item.bytes, &item.options);
        let _ = writeln!(
            out,
            "entry {}{}",
            item.number,
            if item.partial { ", a summary" } else { "" }
        );
        let date = article.date.map(|d| format!("{} ({})", d.value, d.basis));
        for (name, value) in [
            ("id", Some(article.id).filter(|_| item.options.id.is_some())),
            ("url", article.url),
            ("title", article.title),
            ("date", date),
            (
                "authors",
                Some(article.authors.join("; ")).filter(|a| !a.is_empty()),
            ),
        ] {
            if let Some(value) = value {
                let _ = writeln!(out, "  {name:<8}{value}");
            }
        }
        for line in article.text.lines() {
            let _ = writeln!(out, "  | {line}");
        }
        for warning in warnings {
            let _ = writeln!(out, "  ! {warning}");
        }
        out.push('\n');
    }
    out
}

fn places(bytes: &[u8]) -> String {
    let mut out = String::new();
    for next in sitemap::Places::new(Stream::new(bytes)) {
        let _ = match next {
            Ok(place) => writeln!(out, "{place:?}"),
            Err(fault) => writeln!(out, "! {fault}"),
        };
    }
    out
}

#[test]
fn feeds_and_sitemaps_are_read_as_the_cases_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds");
    let inside = std::fs::read_dir(&folder).expect("the folder of the cases");
    let mut cases: Vec<_> = inside.map(|f| f.expect("it is listed").path()).collect();
    cases.retain(|p| p.extension().is_some_and(|e| e != "expected"));
    cases.sort();
    assert!(cases.len() >= 8);
    let mut wrong = Vec::new();
    for case in cases {
        let bytes = std::fs::read(&case).expect("it is listed");
        let read = match Stream::new(&bytes[..]).kind() {
            Kind::Feed | Kind::JsonFeed => entries(&bytes),
            Kind::Sitemap => places(&bytes),
            other => format!("{other:?}\n"),
        };
        let beside = case.with_extension("expected");
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&beside, &read).expect("it can be written");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if read != expected {
            wrong.push(format!("{}\n{read}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn feeds_in_two_byte_characters_are_read() {
    let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss version=\"2.0\"><channel><item>\
                <title>Größe</title><description>The talks in Łódź ended.</description></item></channel></rss>";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = entries(&bytes);
    assert!(
        read.contains("Größe") && read.contains("The talks in Łódź ended."),
        "{read}"
    );
}

#[test]
fn an_entry_that_is_too_long_is_told_and_the_next_is_read() {
    for (head, item, tail) in [
        (
            "<rss version=\"2.0\"><channel>",
            [
                "<item><title>Long</title><description>",
                "</description></item>",
            ],
            "</channel></rss>",
        ),
        (
            "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [",
            ["{\"id\": \"long\", \"content_text\": \"", "\"}, "],
            "{\"id\": \"last\", \"content_text\": \"The last one.\"}]}",
        ),
    ] {
        let long = std::io::repeat(b'a').take(page::MAX_INPUT as u64 + 10);
        let last = if tail.starts_with('{') {
            ""
        } else {
            "<item><title>last</title><description>The last one.</description></item>"
        };
        let feed = head
            .as_bytes()
            .chain(item[0].as_bytes())
            .chain(long)
            .chain(item[1].as_bytes())
            .chain(last.as_bytes())
            .chain(tail.as_bytes());
        let all: Vec<_> = feed::Entries::new(Stream::new(feed)).collect();
        let faults: Vec<String> = all
            .iter()
            .filter_map(|e| e.as_ref().err().map(ToString::to_string))
            .collect();
        assert_eq!(
            faults,
            ["entry 1: it is longer than the limit of 16777216 bytes"]
        );
        let last = all
            .last()
            .expect("there is one")
            .as_ref()
            .expect("it is in order");
        assert_eq!(String::from_utf8_lossy(&last.bytes), "The last one.");
    }
}

#[test]
fn entries_nested_a_million_deep_are_flat() {
    let feed = [
        "<rss version=\"2.0\"><channel><item><description>",
        &"<b>".repeat(1_000_000),
        "Deep.</description></item>",
    ]
    .concat();
    let read = entries(feed.as_bytes());
    assert!(read.contains("| Deep."), "{read}");
}

#[test]
fn no_bytes_at_all_and_bytes_that_only_look_like_a_feed() {
    for bytes in [
        &b""[..],
        b"<rss",
        b"<rss version='2.0'/>",
        b"<feed><entry",
        b"{\"version\":\"https://jsonfeed.org/version/1\"",
        b"{jsonfeed.org",
        b"<urlset><url><loc>",
    ] {
        let _ = (entries(bytes), places(bytes));
    }
}

#[test]
fn a_feed_says_how_long_it_may_be_kept() {
    let item = "<item><title>A</title><ttl>9</ttl></item>";
    for (head, minutes) in [
        ("<ttl>45</ttl>", Some(45)),
        ("<ttl> 45 <b>", Some(45)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", Some(60)),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            Some(360),
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            Some(1440),
        ),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<ttl>", None),
    ] {
        let feed = format!("<rss version=\"2.0\"><channel>{head}{item}</channel></rss>");
        let mut entries = feed::Entries::new(Stream::new(feed.as_bytes()));
        assert_eq!(entries.by_ref().flatten().count(), 1, "{head}");
        let keep = entries.keep().map(|k| k.as_secs() / 60);
        assert_eq!(keep, minutes, "{head}");
    }
}
