//! `cargo xtask eval names`: names of Universal NER's dev file, by the network alone and with the registry's help.
//!
//! Names are scored by exact span and class; sentences of one text are read together.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use coder::actor::{Registry, naming};
use syntax::{Name, NameClass, NameScores, Parser, Sentence, Token};

use crate::treebank::{self, spans};

/// A text of the file.
#[derive(Debug, Default)]
struct Text {
    sentences: Vec<Sentence>,
    labels: Vec<Vec<String>>,
    scores: Vec<NameScores>,
}

/// What was found and what is right, of one class.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    gold: usize,
    found: usize,
    both: usize,
}

impl Count {
    fn f1(self) -> f64 {
        2.0 * self.both as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// F1 with the registry's help; prints the classes, and with `errors` what is wrong.
pub(crate) fn figures(shared: &Path, parser: &Parser, errors: bool) -> Result<Vec<(String, f64)>> {
    let path = shared.join("ner/uner-ewt-dev.iob2.gz");
    if !path.exists() {
        println!("names: skipped, {} is not there", path.display());
        return Ok(Vec::new());
    }
    let mut texts = read(&path, parser)?;
    let alone = count(&texts, false);
    let registry = Registry::embedded();
    for text in &mut texts {
        naming::settle(&registry, &mut text.sentences, &text.scores);
    }
    let helped = count(&texts, errors);
    for (who, counts) in [("network alone", &alone), ("with the registry", &helped)] {
        for (class, c) in counts {
            println!(
                "names {who}: {class}: {:.4} ({} found, {} of them right, {} wanted)",
                c.f1(),
                c.found,
                c.both,
                c.gold
            );
        }
    }
    let f1 = |counts: &BTreeMap<&str, Count>| counts.get("all").copied().unwrap_or_default().f1();
    Ok(vec![
        ("names.alone".to_owned(), f1(&alone)),
        ("names.with_registry".to_owned(), f1(&helped)),
    ])
}

/// Print the scores.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    for (key, value) in figures(&shared, &Parser::standard(), args.contains(&"--errors"))? {
        println!("{key:<36} {value:.4}");
    }
    Ok(())
}

/// The texts of an IOB2 file, annotated and scored.
fn read(path: &Path, parser: &Parser) -> Result<Vec<Text>> {
    let unpacked = treebank::unpacked(path)?;
    let mut texts: Vec<Text> = Vec::new();
    let mut open = false;
    for line in unpacked.lines() {
        if line.starts_with("# newdoc") || texts.is_empty() {
            texts.push(Text::default());
        }
        let mut cells = line.split('\t');
        let (id, form, label) = (cells.next(), cells.next(), cells.next());
        let word = id.is_some_and(|id| id.parse::<usize>().is_ok());
        let Some(text) = texts.last_mut() else {
            continue;
        };
        if let (true, Some(form), Some(label)) = (word, form, label) {
            if !open {
                text.sentences.push(Sentence::default());
                text.labels.push(Vec::new());
            }
            if let (Some(s), Some(l)) = (text.sentences.last_mut(), text.labels.last_mut()) {
                s.tokens.push(Token::new(form));
                l.push(label.to_owned());
            }
            open = true;
        } else if line.is_empty() {
            open = false;
        }
    }
    for text in &mut texts {
        text.scores = parser.annotate_and_score(&mut text.sentences).1;
    }
    Ok(texts)
}

fn count(texts: &[Text], errors: bool) -> BTreeMap<&'static str, Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for text in texts {
        for (sentence, labels) in text.sentences.iter().zip(&text.labels) {
            tally(&mut counts, &sentence.names, labels);
            if errors {
                show(sentence, labels);
            }
        }
    }
    counts
}

fn tally(counts: &mut BTreeMap<&'static str, Count>, names: &[Name], labels: &[String]) {
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let gold = spans(&labels);
    for class in [NameClass::Per, NameClass::Org, NameClass::Loc] {
        let own = names.iter().filter(|n| n.class == class);
        let right = |n: &&Name| gold.contains(&(n.first, n.last, class.as_str()));
        let (found, both) = (own.clone().count(), own.filter(right).count());
        let wanted = gold.iter().filter(|g| g.2 == class.as_str()).count();
        for key in [class.as_str(), "all"] {
            let c = counts.entry(key).or_default();
            c.gold += wanted;
            c.found += found;
            c.both += both;
        }
    }
}

fn show(sentence: &Sentence, labels: &[String]) {
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let gold = spans(&labels);
    let found: std::collections::BTreeSet<(usize, usize, &str)> = sentence
        .names
        .iter()
        .map(|n| (n.first, n.last, n.class.as_str()))
        .collect();
    if gold == found {
        return;
    }
    let words = |&(first, last, class): &(usize, usize, &str)| {
        let forms: Vec<&str> = sentence.tokens[first..=last]
            .iter()
            .map(|t| t.form.as_str())
            .collect();
        format!("{class} {}", forms.join(" "))
    };
    let missed: Vec<String> = gold.difference(&found).map(words).collect();
    let wrong: Vec<String> = found.difference(&gold).map(words).collect();
    let forms: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    println!("missed {missed:?} wrong {wrong:?} in {}", forms.join(" "));
}
