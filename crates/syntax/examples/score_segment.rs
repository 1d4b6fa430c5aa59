//! Scores the text side of the crate on a treebank: sentences and words on raw text (CoNLL-18), lemmas and features
//! on gold tags and trees.
//!
//! `zcat dev.conllu.gz | cargo run --release -p legation-syntax --example score_segment -- [--errors] [GENRE…]`
//!
//! Raw text is the sentences' `# text`, joined by spaces in a paragraph and by line breaks between paragraphs. A
//! genre is a part of the document's id: with any given, only documents are scored whose id holds one of them.
//! With `--errors` each wrong border, word and lemma is printed, one a line: '-' is gold's alone, '+' the system's.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "an example"
)]

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use syntax::conllu::Reader;
use syntax::{Sentence, feats, lemma, segment};

#[derive(Default)]
struct Count {
    gold: usize,
    system: usize,
    both: usize,
}

impl Count {
    fn add(&mut self, gold: &HashSet<(usize, usize)>, system: &HashSet<(usize, usize)>) {
        self.gold += gold.len();
        self.system += system.len();
        self.both += gold.intersection(system).count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.system).max(1) as f64
    }
}

type Spans = HashSet<(usize, usize)>;

/// Wrong borders and words, each with the characters around it.
fn show_errors(raw: &str, gold: &(Spans, Spans), system: &(Spans, Spans)) {
    let bytes: Vec<usize> = raw
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, _)| at)
        .chain([raw.len()])
        .collect();
    let text = |from: usize, to: usize| {
        let to = bytes[to.min(bytes.len() - 1)];
        raw.get(bytes[from]..to)
            .unwrap_or_default()
            .replace('\n', "⏎")
    };
    let around = |at: usize, mark: &str| {
        format!(
            "{}{mark}{}",
            text(at.saturating_sub(60), at),
            text(at, at + 40)
        )
    };
    let ends = |spans: &Spans| spans.iter().map(|&(_, end)| end).collect::<HashSet<_>>();
    let (gold_ends, system_ends) = (ends(&gold.0), ends(&system.0));
    let mut lines: Vec<(usize, String)> = Vec::new();
    for &at in gold_ends.difference(&system_ends) {
        lines.push((at, format!("border - {}", around(at, " ## "))));
    }
    for &at in system_ends.difference(&gold_ends) {
        lines.push((at, format!("border + {}", around(at, " ## "))));
    }
    for &(from, to) in gold.1.difference(&system.1) {
        lines.push((
            from,
            format!("word - [{}] in {}", text(from, to), around(from, "")),
        ));
    }
    for &(from, to) in system.1.difference(&gold.1) {
        lines.push((from, format!("word + [{}]", text(from, to))));
    }
    lines.sort();
    for (_, line) in lines {
        println!("{line}");
    }
}

/// Sentences and words as ranges of characters that are no white space.
fn spans<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> (Spans, Spans) {
    let (mut all, mut words, mut at) = (Spans::new(), Spans::new(), 0);
    for sentence in sentences {
        let start = at;
        for token in &sentence.tokens {
            let end = at + token.form.chars().filter(|c| !c.is_whitespace()).count();
            words.insert((at, end));
            at = end;
        }
        all.insert((start, at));
    }
    (all, words)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, genres): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let shows_errors = options.iter().any(|option| option == "--errors");
    let mut input = Vec::new();
    let mut texts = Vec::new();
    let mut ids = Vec::new();
    for line in BufReader::new(std::io::stdin().lock()).lines() {
        let line = line?;
        if let Some(text) = line.strip_prefix("# text = ") {
            texts.push(text.to_owned());
        } else if let Some(id) = line.strip_prefix("# newdoc id = ") {
            ids.push(id.to_owned());
        }
        input.extend_from_slice(line.as_bytes());
        input.push(b'\n');
    }
    let read: Vec<_> = Reader::new(input.as_slice()).collect::<Result<_, _>>()?;
    let (mut sentences, mut words) = (Count::default(), Count::default());
    let (mut tokens, mut lemmas, mut features) = (0_usize, 0_usize, 0_usize);
    let starts: Vec<usize> = (0..read.len())
        .filter(|&i| read[i].starts_document)
        .chain([read.len()])
        .collect();
    for (document, id) in starts.windows(2).zip(&ids) {
        if !genres.is_empty() && !genres.iter().any(|genre| id.contains(genre.as_str())) {
            continue;
        }
        let range = document[0]..document[1];
        let mut raw = String::new();
        for i in range.clone() {
            if i > range.start {
                raw.push(if read[i].sentence.starts_paragraph {
                    '\n'
                } else {
                    ' '
                });
            }
            raw.push_str(&texts[i]);
        }
        let gold = spans(read[range.clone()].iter().map(|r| &r.sentence));
        let cut = segment::segment(&raw);
        let system = spans(cut.sentences.iter());
        sentences.add(&gold.0, &system.0);
        words.add(&gold.1, &system.1);
        if shows_errors {
            println!("document {id}");
            show_errors(&raw, &gold, &system);
        }
        for sentence in read[range].iter().map(|r| &r.sentence) {
            for (i, token) in sentence.tokens.iter().enumerate() {
                tokens += 1;
                let found = lemma::lemma(&token.form, token.upos, &token.xpos);
                let is_right = found == token.lemma;
                lemmas += usize::from(is_right);
                if shows_errors && !is_right {
                    let (form, lemma, tag) = (&token.form, &token.lemma, &token.xpos);
                    println!("lemma {form} {} {tag} - {lemma} + {found}", token.upos);
                }
                features += usize::from(feats::feats(sentence, i) == token.feats);
            }
        }
    }
    let share = |n: usize| 100.0 * n as f64 / tokens.max(1) as f64;
    println!(
        "sentence F1 {:.2}  word F1 {:.2}  lemmas {:.2}  features {:.2}  ({tokens} words)",
        sentences.f1(),
        words.f1(),
        share(lemmas),
        share(features)
    );
    Ok(())
}
