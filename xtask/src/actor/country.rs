//! `cargo xtask eval actors`: of marked phrases that name a country, its people, leaders or organs, which country is it?
//!
//! The gold is `eval/actors/PLV_train.tsv`: rows drawn at random and read by hand, of which no text is kept. A phrase is
//! read as part of its sentence; its answer is the country of the party that it stands for, or else the first country
//! inside it. Both sides of 'France and Germany' are asked for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use coder::actor::{Actors, Registry};
use plover::CountryCode;
use syntax::{Deprel, Document, Parser, TokenIdx};

use crate::relation::{self, Row};

const GOLD: &str = "eval/actors/PLV_train.tsv";

type Countries = BTreeSet<CountryCode>;

/// Print the scores; with `--errors` each phrase that was read wrongly.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    for (key, value) in figures(&shared, &Parser::standard(), args.contains(&"--errors"))? {
        println!("{key:<36} {value:.4}");
    }
    Ok(())
}

/// Shares of phrases with the right country, and of phrases without one that were given none.
pub(crate) fn figures(shared: &Path, parser: &Parser, errors: bool) -> Result<Vec<(String, f64)>> {
    let path = shared.join("events/PLV_train.tsv");
    if !path.exists() {
        println!("actors: skipped, {} is not there", path.display());
        return Ok(Vec::new());
    }
    let rows = relation::read(&fs::read_to_string(&path)?)?;
    let gold = crate::tidy::root().join(GOLD);
    let gold = fs::read_to_string(&gold).with_context(|| format!("{GOLD} cannot be read"))?;
    let registry = Registry::embedded();
    let (mut named, mut right, mut none, mut kept) = (0_usize, 0, 0, 0);
    let mut lines = gold.lines().filter(|l| !l.starts_with('#'));
    lines.next();
    for line in lines {
        let [row, side, countries] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("{GOLD}: '{line}' has not three cells");
        };
        let row = row.parse().ok().and_then(|i: usize| rows.get(i));
        let row = row.with_context(|| format!("{GOLD}: '{line}' is of no row"))?;
        let wanted: Countries = countries
            .split(',')
            .filter_map(CountryCode::parse)
            .collect();
        let found = countries_of(parser, &registry, row, side == "source");
        if wanted.is_empty() {
            none += 1;
            kept += usize::from(found.is_empty());
        } else {
            named += 1;
            right += usize::from(found == wanted);
        }
        if errors && !wanted.is_empty() && found != wanted {
            let phrase = if side == "source" {
                &row.source
            } else {
                &row.target
            };
            println!(
                "{countries}\t{}\t[{phrase}]\t{}",
                codes(&found),
                row.sentence
            );
        }
    }
    Ok(vec![
        ("actors.country".to_owned(), share(right, named)),
        ("actors.no_country".to_owned(), share(kept, none)),
    ])
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn codes(all: &Countries) -> String {
    let all: Vec<&str> = all.iter().map(|c| c.as_str()).collect();
    all.join(",")
}

/// The countries a marked phrase stands for.
fn countries_of(parser: &Parser, registry: &Registry, row: &Row, source: bool) -> Countries {
    let (document, _) = parser.parse(&row.sentence);
    let actors = Actors::new(registry, &document, None);
    let Some((start, end)) = row.marks.as_ref().and_then(|m| {
        if source {
            m.source.first()
        } else {
            m.target.first()
        }
        .copied()
    }) else {
        return Countries::new();
    };
    let of = |(sentence, token): (usize, TokenIdx)| -> Countries {
        let all = actors.at_all(sentence, token).iter();
        all.filter_map(|r| r.entity.code)
            .filter(|c| c.is_country())
            .collect()
    };
    let inside = words(&document, start, end);
    let heads: Countries = heads(&document, &inside).into_iter().flat_map(of).collect();
    if !heads.is_empty() {
        return heads;
    }
    let mut each = inside.into_iter().map(of);
    each.find(|c| !c.is_empty()).unwrap_or_default()
}

/// The words of a stretch of text.
fn words(document: &Document, start: usize, end: usize) -> Vec<(usize, TokenIdx)> {
    let mut all = Vec::new();
    for (index, s) in document.sentences.iter().enumerate() {
        let tokens = s.tokens.iter().enumerate();
        let inside = tokens.filter(|(_, t)| t.span.start < end && start < t.span.end);
        all.extend(inside.map(|(token, _)| (index, token)));
    }
    all
}

/// The words of a phrase that hang on no other word of it, and what is joined to them.
fn heads(document: &Document, inside: &[(usize, TokenIdx)]) -> Vec<(usize, TokenIdx)> {
    let mut all: Vec<(usize, TokenIdx)> = Vec::new();
    for &(sentence, token) in inside {
        let t = &document.sentences[sentence].tokens[token];
        let head = t.head.map(|h| (sentence, h));
        let top = head.is_none_or(|h| !inside.contains(&h));
        let joined = t.deprel == Deprel::Conj && head.is_some_and(|h| all.contains(&h));
        if top && t.deprel != Deprel::Punct || joined {
            all.push((sentence, token));
        }
    }
    all
}
