//! Measures the text side of the crate alone: words a second of CPU for the cut, the lemmas and the features.
//!
//! `zcat dev.conllu.gz | cargo run --release -p legation-syntax --example time_text`
//!
//! The cut is timed on the sentences' `# text`, ten to a line; lemmas and features on gold tags and trees. One thread;
//! CPU time as Linux counts it, so that what else runs matters less.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "an example"
)]

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use syntax::conllu::Reader;
use syntax::{feats, lemma, segment};

/// Rounds go on for so many seconds.
const LONG_ENOUGH: f64 = 1.5;

/// Seconds of CPU that this process has taken, to a hundredth; of the clock where there is no `/proc`.
fn seconds(since: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let cells: Vec<f64> = stat
        .split(' ')
        .skip(13)
        .take(2)
        .filter_map(|cell| cell.parse().ok())
        .collect();
    match cells.as_slice() {
        [user, system] => (user + system) / 100.0,
        _ => since.elapsed().as_secs_f64(),
    }
}

/// Words a second, in millions.
fn rate(words: usize, mut work: impl FnMut()) -> f64 {
    let clock = Instant::now();
    work();
    let (start, mut rounds) = (seconds(clock), 0);
    loop {
        work();
        rounds += 1;
        let taken = seconds(clock) - start;
        if taken > LONG_ENOUGH {
            return (words * rounds) as f64 / taken / 1e6;
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = Vec::new();
    let mut raw = String::new();
    let mut n_texts = 0;
    for line in BufReader::new(std::io::stdin().lock()).lines() {
        let line = line?;
        if let Some(text) = line.strip_prefix("# text = ") {
            n_texts += 1;
            raw += text;
            raw.push(if n_texts % 10 == 0 { '\n' } else { ' ' });
        }
        input.extend_from_slice(line.as_bytes());
        input.push(b'\n');
    }
    let read: Vec<_> = Reader::new(input.as_slice()).collect::<Result<_, _>>()?;
    let words: usize = read.iter().map(|r| r.sentence.tokens.len()).sum();
    let cut = rate(words, || {
        black_box(segment::segment(black_box(&raw)));
    });
    let lemmas = rate(words, || {
        for token in read.iter().flat_map(|r| &r.sentence.tokens) {
            black_box(lemma::lemma(&token.form, token.upos, &token.xpos));
        }
    });
    let features = rate(words, || {
        for sentence in read.iter().map(|r| &r.sentence) {
            for i in 0..sentence.tokens.len() {
                black_box(feats::feats(sentence, i));
            }
        }
    });
    let both = 1.0 / (1.0 / lemmas + 1.0 / features);
    println!(
        "million words/s: cut {cut:.2}  lemmas {lemmas:.2}  features {features:.2}  lemmas and features {both:.2}  ({words} words)"
    );
    Ok(())
}
