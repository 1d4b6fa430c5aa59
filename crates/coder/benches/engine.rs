//! Start-up, throughput and peak memory of parser and coder together: `cargo bench -p legation-coder`.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark needs the clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use coder::{Coder, Story};
use syntax::Parser;

const TEXT: &str = include_str!("../../../samples/border_clash.txt");
const ROUNDS: usize = 40;

fn main() {
    let start = Instant::now();
    let parser = Parser::standard();
    let parser_ready = start.elapsed();
    let coder = Coder::embedded();
    let ready = start.elapsed();
    println!("start-up: parser {parser_ready:?}, parser and coder {ready:?}");
    let (mut parsing, mut coding, mut tokens, mut sentences) =
        (Duration::ZERO, Duration::ZERO, 0, 0);
    for _ in 0..ROUNDS {
        let at = Instant::now();
        let (document, _) = parser.parse(TEXT);
        parsing += at.elapsed();
        let at = Instant::now();
        black_box(coder.code(&Story::default(), &document));
        coding += at.elapsed();
        sentences += document.sentences.len();
        tokens += document
            .sentences
            .iter()
            .map(|s| s.tokens.len())
            .sum::<usize>();
    }
    println!(
        "parsing: {:.0} words/s",
        tokens as f64 / parsing.as_secs_f64()
    );
    println!(
        "coding, parse given: {:.0} sentences/s",
        sentences as f64 / coding.as_secs_f64()
    );
    // Linux only; elsewhere the line is left out.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(line) = status.lines().find(|l| l.starts_with("VmHWM"))
    {
        println!("peak memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
}
