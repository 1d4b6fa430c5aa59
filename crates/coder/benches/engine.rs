//! Start-up, sentences a CPU second with the parse given, and peak memory: `cargo bench -p legation-coder`.
//!
//! Two bodies of text: the sample articles, and the sentences of the codebook, each an article of its own in which
//! something happens. Files named after `--` are read as a third, an article a line. Each is parsed once; CPU time of
//! the process, so that other work on the machine counts less; the median round is shown, with the slowest and the
//! fastest.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark needs the clock and its input"
)]

use std::hint::black_box;
use std::time::Duration;

use coder::codebook::Codebook;
use coder::{Coder, Story, actor};
use cpu_time::ProcessTime;
use syntax::{Document, Parser};

const ARTICLES: [&str; 2] = [
    include_str!("../../../samples/border_clash.txt"),
    include_str!("../../../samples/visit.txt"),
];
const ROUNDS: usize = 15;
/// Sentences a round: enough for the clock.
const SENTENCES: usize = 2_000;

fn main() {
    show("start-up: codebook", &times(Codebook::embedded));
    show("start-up: registry", &times(actor::Registry::embedded));
    show("start-up: coder", &times(Coder::embedded));
    show("start-up: parser", &times(Parser::standard));
    let parser = Parser::standard();
    let coder = Coder::embedded();
    speed(&coder, "articles", &documents(&parser, ARTICLES));
    let examples = coder.codebook().examples().iter().map(|e| e.text.as_str());
    speed(&coder, "codebook", &documents(&parser, examples));
    for path in std::env::args().skip(1).filter(|a| !a.starts_with('-')) {
        match std::fs::read_to_string(&path) {
            Ok(text) => speed(&coder, &path, &documents(&parser, text.lines())),
            Err(error) => println!("{path}: {error}"),
        }
    }
    // Linux only; elsewhere the line is left out.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(line) = status.lines().find(|l| l.starts_with("VmHWM"))
    {
        println!("peak memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
}

fn documents<'a>(parser: &Parser, texts: impl IntoIterator<Item = &'a str>) -> Vec<Document> {
    texts.into_iter().map(|t| parser.parse(t).0).collect()
}

fn speed(coder: &Coder, name: &str, documents: &[Document]) {
    let sentences: usize = documents.iter().map(|d| d.sentences.len()).sum();
    let words: usize = documents
        .iter()
        .flat_map(|d| &d.sentences)
        .map(|s| s.tokens.len())
        .sum();
    let turns = SENTENCES.div_ceil(sentences.max(1));
    let times = times(|| {
        for document in documents.iter().cycle().take(turns * documents.len()) {
            black_box(coder.code(&Story::default(), document));
        }
    });
    let figure = |t: Duration| (sentences * turns) as f64 / t.as_secs_f64();
    println!(
        "coding, parse given, {name}: {:.0} sentences/s ({:.0} to {:.0}); {:.1} words a sentence",
        figure(times[ROUNDS / 2]),
        figure(times[ROUNDS - 1]),
        figure(times[0]),
        words as f64 / sentences as f64,
    );
}

/// CPU time of each round, shortest first.
fn times<T>(work: impl Fn() -> T) -> Vec<Duration> {
    let mut all: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let at = ProcessTime::now();
            black_box(work());
            at.elapsed()
        })
        .collect();
    all.sort_unstable();
    all
}

fn show(name: &str, times: &[Duration]) {
    println!(
        "{name}: {:?} ({:?} to {:?})",
        times[ROUNDS / 2],
        times[0],
        times[ROUNDS - 1]
    );
}
