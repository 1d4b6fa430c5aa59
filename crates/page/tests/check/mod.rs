//! What holds of any bytes: asked by the tests of hand-written input and by the fuzzer (`fuzz/README.md`).

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the fuzzer includes it from another crate, and each target uses its part"
)]

use std::io::{Cursor, Read};

use page::stream::{Item, Stream};
use page::{Article, Format, MAX_INPUT, MAX_TEXT, Options, extract, feed, sitemap, warc};

fn holds(article: &Article) {
    assert_eq!(article.hash.len(), 64);
    assert!(!article.id.is_empty());
    assert!(article.text.len() <= MAX_TEXT);
    for leftover in &article.leftovers {
        if let Some([start, end]) = leftover.bytes {
            assert!(start <= end, "{leftover:?}");
        }
    }
}

/// Bytes as a page of unknown kind, and of each kind.
pub fn page(bytes: &[u8]) {
    let kinds = [
        None,
        Some(Format::Html),
        Some(Format::Text),
        Some(Format::Fragment),
        Some(Format::Body),
    ];
    for format in kinds {
        let options = Options {
            format,
            url: Some("https://news.example/2024/03/05/a".to_owned()),
            ..Options::default()
        };
        let (article, _) = extract(bytes, &options);
        holds(&article);
        assert_eq!(
            extract(bytes, &options).0,
            article,
            "the same bytes give the same"
        );
    }
}

/// Bytes as a feed and as a sitemap.
pub fn feed(bytes: &[u8]) {
    let mut last = 0;
    for (n, next) in feed::Entries::new(Stream::new(bytes)).enumerate() {
        assert!(n <= bytes.len() + 1, "it ends");
        let number = match next {
            Ok(item) => {
                holds(&extract(&item.bytes, &item.options).0);
                item.number
            }
            Err(fault) => fault.number,
        };
        assert!(number >= last, "entries are counted");
        last = number;
    }
    assert!(sitemap::Places::new(Stream::new(bytes)).count() <= bytes.len() + 1);
}

/// Bytes as an archive: a file and a pipe give the same.
pub fn warc(bytes: &[u8]) {
    let file = pages(Stream::seekable(Cursor::new(bytes)), bytes.len());
    let pipe = pages(Stream::new(bytes), bytes.len());
    assert_eq!(file, pipe);
}

fn pages(stream: Stream<impl Read>, length: usize) -> Vec<String> {
    let mut all = Vec::new();
    let mut last = 0;
    for next in warc::Pages::new(stream) {
        // Gzip may hold more than it takes.
        assert!(all.len() <= 2000 * (length + 1), "it ends");
        let (number, told) = match next {
            Ok(Item {
                number,
                bytes,
                options,
                ..
            }) => {
                assert!(bytes.len() <= MAX_INPUT + (1 << 18));
                (number, format!("{number} {options:?} {bytes:?}"))
            }
            Err(fault) => (fault.number, fault.to_string()),
        };
        assert!(number >= last, "records are counted");
        last = number;
        all.push(told);
    }
    all
}
