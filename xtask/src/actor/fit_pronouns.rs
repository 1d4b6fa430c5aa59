//! `cargo xtask fit coreference`: what each feature of a pronoun and a phrase weighs, from GUM's texts.
//!
//! For each pronoun the phrases it may stand for, and its standing for nothing, share one probability; weights are found
//! that give the most of it to the phrases of the right entity, and each class of pronouns has its own. The threshold of a
//! class is the lowest probability from which on links to parties are right as often as asked for, counted on texts that
//! the weights were not fitted on (ten folds of whole texts).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use coder::actor::{Pronoun, Registry, pronouns};
use syntax::Parser;

use super::coreference::{Text, read};

const TABLE: &str = "crates/coder/data/coreference/pronouns.tsv";
/// Edited and spoken texts that tell of people; chats and instructions are left out.
const GENRES: &[&str] = &["news", "bio", "interview", "speech", "voyage", "textbook"];
const CLASSES: [&str; 3] = ["person", "it", "they"];
const FOLDS: usize = 10;
const ROUNDS: usize = 60;
/// Step of the ascent, and how strongly weights are held near nothing.
const STEP: f64 = 0.1;
const DECAY: f64 = 0.003;
/// How often links of a class are to be right. Of 'it' too few stand for parties in these texts to ask for more.
const RIGHT: [f64; 3] = [0.9, 0.66, 0.87];

/// A pronoun as numbers: the features of each choice, the first of which is that it stands for nothing.
struct Case {
    text: usize,
    choices: Vec<Choice>,
}

struct Choice {
    features: Vec<usize>,
    entity: usize,
    is_party: bool,
    right: bool,
}

/// Fit the weights and write the table.
pub(crate) fn run() -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    let (mut names, mut table) = (Names::default(), Vec::new());
    let texts = texts(&shared)?;
    for (class, wanted) in CLASSES.iter().zip(RIGHT) {
        let cases = cases(&texts, class, &mut names);
        let mut judged = Vec::new();
        for fold in 0..FOLDS {
            let inside = |c: &&Case| c.text % FOLDS == fold;
            let weights = fit(cases.iter().filter(|c| !inside(c)), names.all.len());
            judged.extend(
                cases
                    .iter()
                    .filter(inside)
                    .filter_map(|c| judge(c, &weights)),
            );
        }
        let (threshold, right, made) = threshold(judged, wanted);
        let answerable = cases
            .iter()
            .filter(|c| c.choices.iter().skip(1).any(|x| x.right && x.is_party));
        println!(
            "fit: {class}: {} pronouns; from {threshold:.2} on {right} of {made} links are right, of {} that a party answers",
            cases.len(),
            answerable.count()
        );
        table.push((fit(cases.iter(), names.all.len()), threshold));
    }
    fs::write(crate::tidy::root().join(TABLE), written(&names, &table))?;
    println!("fit: wrote {TABLE}");
    Ok(())
}

#[derive(Default)]
struct Names {
    all: Vec<&'static str>,
    at: BTreeMap<&'static str, usize>,
}

impl Names {
    fn of(&mut self, name: &'static str) -> usize {
        *self.at.entry(name).or_insert_with(|| {
            self.all.push(name);
            self.all.len() - 1
        })
    }
}

fn texts(shared: &Path) -> Result<Vec<(Text, Vec<Pronoun>)>> {
    let path = shared.join("treebanks/gumcc-train.conllu.gz");
    let (parser, registry) = (Parser::standard(), Registry::embedded());
    let all = read(&path, GENRES).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(all
        .into_iter()
        .map(|mut text| {
            parser.annotate(&mut text.document.sentences);
            let asked = pronouns(&registry, &text.document);
            (text, asked)
        })
        .collect())
}

fn cases(texts: &[(Text, Vec<Pronoun>)], class: &str, names: &mut Names) -> Vec<Case> {
    let mut all = Vec::new();
    for (index, (text, asked)) in texts.iter().enumerate() {
        for one in asked.iter().filter(|p| p.class == class) {
            let mut numbers =
                |features: &[&'static str]| features.iter().map(|f| names.of(f)).collect();
            let mut choices = vec![Choice {
                features: numbers(&one.nothing),
                entity: usize::MAX,
                is_party: false,
                right: false,
            }];
            for choice in &one.choices {
                choices.push(Choice {
                    features: numbers(&choice.features),
                    entity: choice.entity,
                    is_party: choice.is_party,
                    right: text.is_right(
                        (one.sentence, one.token),
                        (choice.sentence, choice.first, choice.last),
                    ),
                });
            }
            choices[0].right = !choices.iter().any(|c| c.right);
            all.push(Case {
                text: index,
                choices,
            });
        }
    }
    all
}

fn chances(case: &Case, weights: &[f64]) -> Vec<f64> {
    let score = |c: &Choice| {
        c.features
            .iter()
            .filter_map(|&f| weights.get(f))
            .sum::<f64>()
    };
    let scores: Vec<f64> = case.choices.iter().map(score).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let all: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f64 = all.iter().sum();
    all.into_iter().map(|p| p / sum).collect()
}

/// Ascend the log likelihood of the right choices, with steps that shrink for features seen often.
fn fit<'c>(cases: impl Iterator<Item = &'c Case>, n: usize) -> Vec<f64> {
    let cases: Vec<&Case> = cases.collect();
    let (mut weights, mut seen) = (vec![0.0; n], vec![1e-6; n]);
    for _ in 0..ROUNDS {
        for case in &cases {
            let chances = chances(case, &weights);
            let right: f64 = case
                .choices
                .iter()
                .zip(&chances)
                .filter(|(c, _)| c.right)
                .map(|(_, p)| p)
                .sum();
            let mut slope: BTreeMap<usize, f64> = BTreeMap::new();
            for (choice, p) in case.choices.iter().zip(&chances) {
                let share = if choice.right {
                    p / right.max(1e-12)
                } else {
                    0.0
                };
                for &f in &choice.features {
                    *slope.entry(f).or_default() += share - p;
                }
            }
            for (f, g) in slope {
                let g = g - DECAY * weights[f];
                seen[f] += g * g;
                weights[f] += STEP * g / f64::sqrt(seen[f]);
            }
        }
    }
    weights
}

/// The probability of the link that would be made, and whether it would be right; none if it is to no party.
fn judge(case: &Case, weights: &[f64]) -> Option<(f64, bool)> {
    let chances = chances(case, weights);
    let mut entities: BTreeMap<usize, f64> = BTreeMap::new();
    for (choice, p) in case.choices.iter().zip(&chances).skip(1) {
        *entities.entry(choice.entity).or_default() += p;
    }
    let best = case.choices.iter().zip(&chances).skip(1).max_by(|a, b| {
        let key = |c: &(&Choice, &f64)| (entities[&c.0.entity], *c.1);
        key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    })?;
    best.0
        .is_party
        .then_some((entities[&best.0.entity], best.0.right))
}

/// The lowest probability from which on links are right as often as wanted; how many are right, of how many.
fn threshold(mut judged: Vec<(f64, bool)>, wanted: f64) -> (f64, usize, usize) {
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut best) = (0_usize, (1.0, 0, 0));
    for (at, &(p, is_right)) in judged.iter().enumerate() {
        right += usize::from(is_right);
        if right as f64 / (at + 1) as f64 >= wanted {
            best = (p, right, at + 1);
        }
    }
    best
}

fn written(names: &Names, table: &[(Vec<f64>, f64)]) -> String {
    let mut out = String::from(
        "# What each feature weighs, by class of pronouns: `cargo xtask fit coreference`, from GUM's train files. Positive\n\
         # weights speak for a link. A link is made where its probability reaches the threshold.\n\
         feature\tperson\tit\tthey\n",
    );
    let mut rows: Vec<(&str, Vec<f64>)> = names
        .at
        .iter()
        .map(|(name, &at)| {
            (
                *name,
                table
                    .iter()
                    .map(|(w, _)| w.get(at).copied().unwrap_or(0.0))
                    .collect(),
            )
        })
        .collect();
    rows.push(("threshold", table.iter().map(|(_, t)| *t).collect()));
    rows.sort_by_key(|(name, _)| *name);
    for (name, weights) in rows {
        let cells: Vec<String> = weights.iter().map(|w| format!("{w:.3}")).collect();
        let _ = writeln!(out, "{name}\t{}", cells.join("\t"));
    }
    out
}
