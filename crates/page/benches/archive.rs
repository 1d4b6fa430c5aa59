//! Archives a CPU second, read alone and with their articles extracted, and the peak of memory:
//! `cargo bench -p legation-page --bench archive -- FILE`.
//!
//! One thread, CPU time of the process. Without a file, an archive of the sample page.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the file it is given"
)]

use std::fs::File;
use std::hint::black_box;
use std::io::{Cursor, Read, Seek};

use cpu_time::ProcessTime;
use page::stream::Stream;
use page::{extract, warc};

const PAGE: &str = include_str!("../../../samples/embassy.html");
const PAGES: usize = 500;

fn main() {
    // Cargo adds a flag of its own.
    match std::env::args().skip(1).find(|a| !a.starts_with("--")) {
        Some(path) => {
            let open = || File::open(&path).expect("the file given can be opened");
            let bytes = open().metadata().map_or(0, |m| m.len());
            measure(open, bytes);
        }
        None => {
            let head = format!(
                "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                PAGE.len() + 44
            );
            let archive = [&head, PAGE, "\r\n\r\n"].concat().repeat(PAGES);
            measure(|| Cursor::new(&archive), archive.len() as u64);
        }
    }
}

fn measure<R: Read + Seek>(open: impl Fn() -> R, bytes: u64) {
    let at = ProcessTime::now();
    let mut pages = warc::Pages::new(Stream::seekable(open()));
    let read = pages.by_ref().flatten().count();
    let seconds = at.elapsed().as_secs_f64();
    println!(
        "{read} pages in {} records, {:.0} MB: read at {:.0} MB/s",
        pages.records(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds
    );
    let at = ProcessTime::now();
    let mut characters = 0;
    for page in warc::Pages::new(Stream::seekable(open())).flatten() {
        let (article, _) = extract(&page.bytes, &page.options);
        characters += black_box(article.text.len());
    }
    let seconds = at.elapsed().as_secs_f64();
    println!(
        "with articles ({characters} bytes of text): {:.0} pages/s, {:.2} ms a page",
        read as f64 / seconds,
        1000.0 * seconds / read as f64
    );
    // Linux alone tells it without help.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|l| l.starts_with("VmHWM")) {
        println!(
            "peak of memory: {}",
            line.trim_start_matches("VmHWM:").trim()
        );
    }
}
