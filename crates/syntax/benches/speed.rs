//! Words a CPU second of each model on each kernel, start-up, and two threads against one:
//! `cargo bench -p legation-syntax`.
//!
//! Sentences of 27 words, made of the sample articles. CPU time of the process, so that other work on the machine
//! counts less; rounds of all contenders take turns, and the median of each is shown. The number of rounds is the
//! first argument that is a number.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark needs the clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use syntax::{Kernel, Model, Parser, Sentence, Token};

const TEXTS: [&str; 2] = [
    include_str!("../../../samples/border_clash.txt"),
    include_str!("../../../samples/visit.txt"),
];
const WORDS: usize = 27;
const SENTENCES: usize = 120;

fn main() {
    let rounds = std::env::args()
        .find_map(|a| a.parse().ok())
        .unwrap_or(9_usize);
    for model in Model::ALL {
        let start = Instant::now();
        black_box(Parser::new(model));
        println!("{model}: ready after {:?}", start.elapsed());
    }
    let sentences = sentences();
    let text: String = TEXTS.concat();
    for model in Model::ALL {
        let parsers: Vec<(Kernel, Parser)> = Kernel::available()
            .into_iter()
            .map(|kernel| (kernel, Parser::new(model).with_kernel(kernel)))
            .collect();
        let mut given: Vec<Vec<f64>> = vec![Vec::new(); parsers.len()];
        let mut raw = Vec::new();
        for _ in 0..rounds {
            for ((_, parser), figures) in parsers.iter().zip(&mut given) {
                let mut work = sentences.clone();
                let at = ProcessTime::now();
                parser.annotate(&mut work);
                figures.push((WORDS * SENTENCES) as f64 / at.elapsed().as_secs_f64());
                black_box(&work);
            }
            if let Some((_, best)) = parsers.last() {
                let at = ProcessTime::now();
                let (document, _) = best.parse(&text);
                let time = at.elapsed().as_secs_f64();
                let words: usize = document.sentences.iter().map(|s| s.tokens.len()).sum();
                raw.push(words as f64 / time);
            }
        }
        for ((kernel, _), figures) in parsers.iter().zip(&mut given) {
            println!(
                "{model}, {kernel:?}: {:.0} words/s, words given",
                median(figures)
            );
        }
        println!(
            "{model}, best kernel: {:.0} words/s from raw text",
            median(&mut raw)
        );
        if let Some((_, best)) = parsers.last() {
            println!(
                "{model}, best kernel: two threads {:.2} times one",
                two_against_one(best, &sentences, rounds)
            );
        }
    }
}

/// The share of one thread's work that two do in the same time, from turns taken side by side.
fn two_against_one(parser: &Parser, sentences: &[Sentence], rounds: usize) -> f64 {
    let work = |times: usize| -> Duration {
        let at = Instant::now();
        for _ in 0..times {
            let mut work = sentences.to_vec();
            parser.annotate(&mut work);
            black_box(&work);
        }
        at.elapsed()
    };
    let mut ratios: Vec<f64> = (0..rounds)
        .map(|_| {
            let one = work(2);
            let at = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(|| work(1));
                work(1);
            });
            one.as_secs_f64() / at.elapsed().as_secs_f64()
        })
        .collect();
    median(&mut ratios)
}

/// Sentences of [`WORDS`] words: the words of the texts, cut anew.
fn sentences() -> Vec<Sentence> {
    let words: Vec<String> = TEXTS
        .iter()
        .flat_map(|text| syntax::segment::segment(text).sentences)
        .flat_map(|s| s.tokens.into_iter().map(|t| t.form))
        .collect();
    let mut all = words.iter().cycle();
    (0..SENTENCES)
        .map(|_| Sentence {
            tokens: all.by_ref().take(WORDS).map(Token::new).collect(),
            ..Sentence::default()
        })
        .collect()
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
