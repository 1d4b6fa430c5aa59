//! Archives as crawlers leave them, and as they should not: what is read, and what is said.

use std::io::{Cursor, Read, Write as _};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use page::stream::{Item, Stream};
use page::warc::Pages;
use page::{Format, extract};

/// A record of this type with this block, and a length that may lie.
fn record(kind: &str, number: usize, block: &[u8], length: Option<u64>) -> Vec<u8> {
    let length = length.unwrap_or(block.len() as u64);
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:example:{number}>\r\n\
         WARC-Target-URI: https://news.example/{number}\r\nWARC-Date: 2024-05-05T10:00:00Z\r\n\
         Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn page(number: usize) -> String {
    format!(
        "<html><title>Page {number}</title><p>The envoys met in Oslo on day {number}.</p></html>"
    )
}

/// A response with these fields.
fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
        fields.as_bytes(),
        b"\r\n",
        body,
    ]
    .concat()
}

/// The record of page `number`, with a length that lies by so much.
fn lying(number: usize, by: i64) -> Vec<u8> {
    let block = response("", page(number).as_bytes());
    let length = (block.len() as u64).checked_add_signed(by);
    record("response", number, &block, length)
}

fn good(number: usize) -> Vec<u8> {
    lying(number, 0)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// The numbers of the pages that come out whole, and what is said, in order.
fn read(stream: Stream<impl Read>) -> (Vec<usize>, Vec<String>) {
    let (mut numbers, mut said) = (Vec::new(), Vec::new());
    for next in Pages::new(stream) {
        match next {
            Ok(item) => {
                let url = item.options.url.as_deref().unwrap_or_default();
                let number: usize = url
                    .rsplit('/')
                    .next()
                    .and_then(|n| n.parse().ok())
                    .expect("our own address");
                if item.bytes.starts_with(page(number).as_bytes()) {
                    numbers.push(number);
                } else {
                    said.push(format!(
                        "page {number} is not whole: {} bytes",
                        item.bytes.len()
                    ));
                }
            }
            Err(fault) => said.push(fault.to_string()),
        }
    }
    (numbers, said)
}

/// Read as a file and from a pipe, which must agree.
fn both(bytes: &[u8]) -> (Vec<usize>, Vec<String>) {
    let file = read(Stream::seekable(Cursor::new(bytes)));
    let pipe = read(Stream::new(bytes));
    assert_eq!(file, pipe, "a file and a pipe give the same");
    file
}

fn one(bytes: &[u8]) -> Item {
    let mut pages = Pages::new(Stream::new(bytes));
    pages.next().expect("a page").expect("no fault")
}

#[test]
fn pages_come_with_their_address_id_and_charset() {
    let archive = [
        record("warcinfo", 0, b"software: example\r\n", None),
        record("request", 1, b"GET / HTTP/1.1\r\n\r\n", None),
        good(1),
        record(
            "response",
            2,
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone",
            None,
        ),
        record(
            "response",
            3,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
            None,
        ),
        record(
            "response",
            4,
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            None,
        ),
        good(5),
    ]
    .concat();
    assert_eq!(both(&archive), (vec![1, 5], vec![]));
    assert_eq!(both(&gzip(&archive)), (vec![1, 5], vec![]));
    let item = one(&archive);
    assert_eq!(item.number, 3);
    assert_eq!(item.options.id.as_deref(), Some("urn:example:1"));
    assert_eq!(item.options.url.as_deref(), Some("https://news.example/1"));
    assert_eq!(item.options.charset.as_deref(), Some("utf-8"));
    assert_eq!(item.options.format, Some(Format::Html));
    let (article, _) = extract(&item.bytes, &item.options);
    assert_eq!(article.text, "The envoys met in Oslo on day 1.");
}

#[test]
fn converted_text_is_read_as_text() {
    let wet = "WARC/1.0\nWARC-Type: conversion\nWARC-Target-URI: https://news.example/7\n\
               Content-Type: text/plain\nContent-Length: 21\n\nThe envoys met again.\n\n";
    let item = one(wet.as_bytes());
    assert_eq!(
        (item.options.format, &*item.bytes),
        (Some(Format::Text), &b"The envoys met again."[..])
    );
    // The rules for robots are text as well.
    let robots = wet.replace("example/7", "example/robots.txt");
    assert_eq!(both(robots.as_bytes()), (vec![], vec![]));
}

#[test]
fn records_packed_each_by_itself_in_blocks_or_all_together() {
    let records = [good(1), good(2), good(3)];
    let each: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let blocks: Vec<u8> = records.concat().chunks(100).flat_map(gzip).collect();
    // Empty members and zeros between members are allowed.
    let padded: Vec<u8> = records
        .iter()
        .flat_map(|r| [gzip(r), gzip(b""), vec![0; 40]].concat())
        .collect();
    for archive in [each, blocks, gzip(&records.concat()), padded] {
        assert_eq!(both(&archive), (vec![1, 2, 3], vec![]));
    }
}

#[test]
fn codings_are_undone_where_they_are_there() {
    let text = page(1);
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(text.as_bytes()).expect("memory takes it");
    let zlib = zlib.finish().expect("memory takes it");
    let (head, tail) = text.split_at(30);
    let chunks = format!(
        "{:x};x=y\r\n{head}\r\n{:X}\r\n{tail}\r\n0\r\n\r\n",
        head.len(),
        tail.len()
    );
    let packed = gzip(text.as_bytes());
    let both_codings = [
        format!("{:x}\r\n", packed.len()).as_bytes(),
        &packed,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    for (fields, body) in [
        ("Content-Encoding: gzip\r\n", packed),
        ("content-encoding: deflate\r\n", zlib),
        ("Transfer-Encoding: chunked\r\n", chunks.into_bytes()),
        (
            "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
            both_codings,
        ),
        // What they say was undone before.
        ("Content-Encoding: gzip\r\n", text.clone().into_bytes()),
        ("Transfer-Encoding: chunked\r\n", text.clone().into_bytes()),
    ] {
        let item = one(&record("response", 1, &response(fields, &body), None));
        assert_eq!(String::from_utf8_lossy(&item.bytes), text, "{fields}");
    }
    let strange = record(
        "response",
        1,
        &response("Content-Encoding: exi\r\n", b"?"),
        None,
    );
    let (pages, said) = both(&[strange, good(2)].concat());
    assert_eq!(pages, [2]);
    assert_eq!(
        said,
        ["record 1 (byte 0): its content coding 'exi' is not known; it was left out"]
    );
}

#[test]
fn wrong_lengths_cost_no_other_record() {
    for by in [-40, -1, 1, 2, 30, 500, 100_000, i64::MAX - 10_000] {
        let bad = lying(2, by);
        let archive = [good(1), bad.clone(), good(3), good(4)].concat();
        let each: Vec<u8> = [good(1), bad, good(3), good(4)]
            .iter()
            .flat_map(|r| gzip(r))
            .collect();
        for archive in [archive.clone(), gzip(&archive), each] {
            let (pages, said) = both(&archive);
            assert_eq!(pages, [1, 2, 3, 4], "a length wrong by {by}: {said:?}");
            // The line ends behind a record may make up for a few bytes.
            assert!(
                said.len() == usize::from(by != 1 && by != 2) || by.abs() < 3,
                "{by}: {said:?}"
            );
            assert!(
                said.iter()
                    .all(|s| s.contains("record 2 ") && s.contains("is wrong")),
                "{said:?}"
            );
        }
    }
}

#[test]
fn lengths_that_are_no_numbers_and_bytes_that_are_no_records() {
    let text = String::from_utf8(good(2)).expect("it is text");
    let no_number = text.replace("Content-Length: ", "Content-Length: -");
    let archive = [
        &good(1)[..],
        no_number.as_bytes(),
        b"garbage\r\n\0\xff\r\n",
        &good(3),
    ]
    .concat();
    let (pages, said) = both(&archive);
    assert_eq!(pages, [1, 2, 3]);
    assert!(
        said[0].starts_with("record 2 (byte ") && said[0].contains("states no length"),
        "{said:?}"
    );
    let archive = [b"no record at all\r\n", &good(1)[..]].concat();
    assert_eq!(
        both(&archive),
        (
            vec![1],
            vec!["record 1 (byte 0): no record begins here; 18 bytes were passed over".to_owned()]
        )
    );
}

#[test]
fn every_length_lies() {
    let archive: Vec<u8> = (1..=300).flat_map(|n| lying(n, 1_000_000_000)).collect();
    let (pages, said) = both(&archive);
    assert_eq!(pages, (1..=300).collect::<Vec<_>>());
    assert_eq!(said.len(), 300);
}

#[test]
fn a_page_that_holds_a_record_stays_one_page() {
    let inner = [page(1).as_bytes(), b"<pre>\r\n\r\n", &good(99), b"</pre>"].concat();
    let outer = record("response", 1, &response("", &inner), None);
    assert_eq!(both(&[outer, good(2)].concat()), (vec![1, 2], vec![]));
}

#[test]
fn archives_that_break_off() {
    let whole = [good(1), good(2)].concat();
    for end in 1..whole.len() {
        let (pages, said) = both(&whole[..end]);
        assert!(pages.len() <= 2 && said.len() <= 2, "{end}: {said:?}");
        let (pages, _) = both(&gzip(&whole)[..gzip(&whole).len().min(end)]);
        assert!(pages.len() <= 2);
    }
    let (pages, said) = both(&whole[..whole.len() - 12]);
    assert_eq!(pages, [1]);
    assert!(said[0].contains("is cut off after"), "{said:?}");
    let packed = [gzip(&good(1)), gzip(&good(2))].concat();
    let (pages, said) = both(&packed[..packed.len() - 9]);
    assert!(pages.contains(&1));
    assert!(said[0].contains("its gzip ends in the middle"), "{said:?}");
}

#[test]
fn damage_costs_the_record_it_is_in() {
    let members: Vec<Vec<u8>> = (1..=4).map(|n| gzip(&good(n))).collect();
    let mut damaged = members.clone();
    let middle = damaged[1].len() / 2;
    damaged[1][middle..middle + 8].fill(0xff);
    let (pages, said) = both(&damaged.concat());
    assert!(
        pages.starts_with(&[1]) && pages.ends_with(&[3, 4]),
        "{pages:?} {said:?}"
    );
    assert!(
        said.iter().any(|s| s.contains("its gzip is damaged")),
        "{said:?}"
    );
    let between = [&members[0][..], b"not gzip", &members[1], &members[2]].concat();
    let (pages, said) = both(&between);
    assert_eq!(pages, [1, 2, 3]);
    assert!(said[0].contains("what follows is not gzip"), "{said:?}");
}

#[test]
fn bombs_are_bounded_and_the_limit_is_named() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(&record("response", 2, b"", Some(1 << 40)))
        .expect("memory takes it");
    let zeros = vec![0; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&zeros).expect("memory takes it");
    }
    let bomb = encoder.finish().expect("memory takes it");
    let (pages, said) = both(&[gzip(&good(1)), bomb, gzip(&good(3))].concat());
    assert_eq!(pages, [1, 3]);
    let limit = format!("the limit of {} bytes", page::stream::BOMB_SIZE);
    assert!(
        said.iter()
            .any(|s| s.contains("record 2 ") && s.contains(&limit)),
        "{said:?}"
    );

    let coded = gzip(&vec![b'a'; 40 << 20]);
    let item = one(&record(
        "response",
        1,
        &response("Content-Encoding: gzip\r\n", &coded),
        None,
    ));
    assert_eq!(item.bytes.len(), page::MAX_INPUT + 1);
    let (_, warnings) = extract(&item.bytes, &item.options);
    assert!(
        warnings[0]
            .to_string()
            .contains("longer than the limit of 16777216 bytes"),
        "{warnings:?}"
    );
}

#[test]
fn a_record_may_be_of_any_size() {
    // 200 MB that are never in memory.
    let size = 200 << 20;
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        size + 44
    );
    let archive = head
        .as_bytes()
        .chain(std::io::repeat(b'a').take(size))
        .chain(Cursor::new([b"\r\n\r\n", &good(2)[..]].concat()));
    let mut lengths = Vec::new();
    for next in Pages::new(Stream::new(archive)) {
        lengths.push(next.expect("it is in order").bytes.len());
    }
    assert_eq!(lengths.len(), 2);
    assert!(lengths[0] > page::MAX_INPUT && lengths[0] < page::MAX_INPUT + (1 << 18));
}
