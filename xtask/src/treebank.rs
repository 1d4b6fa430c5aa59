//! Scores of the syntax engine on gold tokens: tags and trees as the `CoNLL` 2018 shared task counts them, names by
//! exact span and class.

use std::collections::BTreeSet;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use syntax::{Parser, Sentence, Token, conllu};

/// Shares of words with the right tag, head, and head and label.
pub(crate) fn trees(parser: &Parser, path: &Path) -> Result<Vec<(&'static str, f64)>> {
    let text = unpacked(path)?;
    let gold: Vec<Sentence> = conllu::Reader::new(BufReader::new(text.as_bytes()))
        .map(|s| s.map(|s| s.sentence))
        .collect::<Result<_, _>>()?;
    let mut parsed = gold.clone();
    parser.annotate(&mut parsed);
    let (mut words, mut upos, mut uas, mut las) = (0.0_f64, 0.0, 0.0, 0.0);
    for (g, p) in gold.iter().zip(&parsed) {
        for (a, b) in g.tokens.iter().zip(&p.tokens) {
            let attached = a.head == b.head;
            words += 1.0;
            upos += f64::from(a.upos == b.upos);
            uas += f64::from(attached);
            las += f64::from(attached && a.deprel.base() == b.deprel.base());
        }
    }
    Ok(vec![
        ("upos", upos / words),
        ("uas", uas / words),
        ("las", las / words),
    ])
}

/// F1 of names against an IOB2 file of `id form label …` rows; classes other than ours are no names.
pub(crate) fn names(parser: &Parser, path: &Path) -> Result<f64> {
    let text = unpacked(path)?;
    let mut sentences: Vec<(Sentence, Vec<&str>)> = vec![(Sentence::default(), Vec::new())];
    for line in text.lines() {
        let mut cells = line.split('\t');
        match (cells.next(), cells.next(), cells.next()) {
            (Some(id), Some(form), Some(label)) if id.parse::<usize>().is_ok() => {
                if let Some((sentence, labels)) = sentences.last_mut() {
                    sentence.tokens.push(Token::new(form));
                    labels.push(label);
                }
            }
            _ if line.is_empty() => sentences.push((Sentence::default(), Vec::new())),
            _ => {}
        }
    }
    let (mut parsed, labels): (Vec<Sentence>, Vec<Vec<&str>>) = sentences.into_iter().unzip();
    parser.annotate(&mut parsed);
    let (mut gold, mut predicted, mut both) = (0_usize, 0, 0);
    for (sentence, labels) in parsed.iter().zip(&labels) {
        let right = spans(labels);
        let found: BTreeSet<(usize, usize, &str)> = sentence
            .names
            .iter()
            .map(|n| (n.first, n.last, n.class.as_str()))
            .collect();
        gold += right.len();
        predicted += found.len();
        both += right.intersection(&found).count();
    }
    Ok(2.0 * both as f64 / (gold + predicted).max(1) as f64)
}

/// Spans of IOB2 labels; an `I-` that continues nothing starts a name.
pub(crate) fn spans<'a>(labels: &[&'a str]) -> BTreeSet<(usize, usize, &'a str)> {
    let mut all = BTreeSet::new();
    let mut open: Option<(usize, &str)> = None;
    for (i, label) in labels.iter().enumerate() {
        let class = label
            .split_once('-')
            .map(|(_, class)| class)
            .filter(|class| matches!(*class, "PER" | "ORG" | "LOC"));
        let goes_on = label.starts_with("I-")
            && open.is_some_and(|(_, class_before)| Some(class_before) == class);
        if goes_on {
            continue;
        }
        if let Some((first, class)) = open.take() {
            all.insert((first, i - 1, class));
        }
        open = class.map(|class| (i, class));
    }
    if let Some((first, class)) = open {
        all.insert((first, labels.len() - 1, class));
    }
    all
}

pub(crate) fn unpacked(path: &Path) -> Result<String> {
    let bytes = unpacked_bytes(path)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

pub(crate) fn unpacked_bytes(path: &Path) -> Result<Vec<u8>> {
    let mut zcat = Command::new("gzip")
        .args(["-dc"])
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .context("gzip could not be started")?;
    let mut bytes = Vec::new();
    if let Some(out) = &mut zcat.stdout {
        out.read_to_end(&mut bytes)?;
    }
    zcat.wait()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn spans_of_labels() {
        let found = spans(&["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "B-OTH", "I-ORG"]);
        let right = [(0, 1, "PER"), (3, 3, "LOC"), (4, 4, "LOC"), (6, 6, "ORG")];
        assert_eq!(found, right.into());
    }
}
