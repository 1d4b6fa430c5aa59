//! `cargo xtask fit confidence`: how often records like one were right, from those that were read by hand.
//!
//! `eval/records/readings.tsv` has a line for each record that a reader judged, as the coder of its day gave it: what it was made
//! of, what the network said of it (a network that had not learned from its text), and whether type, actor, recipient and status
//! were all right. A logistic model with a weight for each value of each column and for each number, held near nothing, is judged on tenths that it was not fitted on, then fitted on all and written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

const READINGS: &str = "eval/records/readings.tsv";
const TABLE: &str = "crates/coder/data/confidence.tsv";
/// Values seen less often than this say nothing.
const FEWEST: usize = 6;
const FOLDS: usize = 10;
const ROUNDS: usize = 400;
const STEP: f64 = 0.2;
/// How strongly weights are held near nothing: as if each had been seen so often the other way.
const DECAY: f64 = 8.0;
/// Columns that are numbers: probabilities, told by how far they are from even.
const NUMBERS: &[&str] = &coder::JUDGED;

/// A column and one of its values.
type Trait = (String, String);

struct Reading {
    features: Vec<(usize, f64)>,
    right: bool,
}

impl Reading {
    fn outcome(&self) -> f64 {
        f64::from(u8::from(self.right))
    }
}

/// Fit the weights, with what the network says and without it, and write the table.
pub(crate) fn run() -> Result<()> {
    let root = crate::tidy::root();
    let text = fs::read_to_string(root.join(READINGS))
        .with_context(|| format!("{READINGS} cannot be read"))?;
    let mut table = String::new();
    for (of, numbers) in [("judged", true), ("plain", false)] {
        let (names, readings) = read(&text, numbers)?;
        let mut judged: Vec<Judged<'_>> = Vec::new();
        for fold in 0..FOLDS {
            // Neighbouring lines are of one text: a fold is a stretch of them.
            let inside = |at: usize| at * FOLDS / readings.len() == fold;
            let (own, others): (Vec<_>, Vec<_>) =
                readings.iter().enumerate().partition(|(at, _)| inside(*at));
            let others: Vec<&Reading> = others.into_iter().map(|(_, r)| r).collect();
            let weights = fit(&others, names.len());
            judged.extend(own.into_iter().map(|(_, r)| (chance(r, &weights), r)));
        }
        report(of, &judged);
        let all: Vec<&Reading> = readings.iter().collect();
        if table.is_empty() {
            table = head(readings.len());
        }
        write_weights(&mut table, of, &names, &fit(&all, names.len()));
    }
    fs::write(root.join(TABLE), table)?;
    println!("fit: wrote {TABLE}");
    Ok(())
}

/// Columns and values that are seen often enough, the first of them what all records have; and the readings.
fn read(text: &str, numbers: bool) -> Result<(Vec<Trait>, Vec<Reading>)> {
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let rows: Vec<Vec<&str>> = lines.map(|l| l.split('\t').collect()).collect();
    if columns.last() != Some(&"right") || rows.iter().any(|r| r.len() != columns.len()) {
        bail!("{READINGS}: each line has a cell for each column, the last of which is 'right'");
    }
    // Between where a record is from and whether it was right.
    let traits = |row: &[&str]| -> Vec<(Trait, f64)> {
        let own = columns.iter().zip(row).skip(1).take(columns.len() - 2);
        let mut all: Vec<(Trait, f64)> = Vec::new();
        for (column, value) in own {
            if NUMBERS.contains(column) {
                if let Some(p) = value.parse::<f64>().ok().filter(|_| numbers) {
                    all.push((((*column).to_owned(), "-".to_owned()), coder::logit(p)));
                }
                continue;
            }
            // A party may be of several sectors.
            let values: Vec<&str> = if column.ends_with(" sector") {
                value.split(',').collect()
            } else {
                vec![value]
            };
            all.extend(
                values
                    .iter()
                    .map(|v| (((*column).to_owned(), (*v).to_owned()), 1.0)),
            );
        }
        all
    };
    let mut seen: BTreeMap<Trait, usize> = BTreeMap::new();
    for (own, _) in rows.iter().flat_map(|row| traits(row)) {
        *seen.entry(own).or_default() += 1;
    }
    let mut names = vec![("base".to_owned(), "-".to_owned())];
    names.extend(
        seen.into_iter()
            .filter(|(_, n)| *n >= FEWEST)
            .map(|(t, _)| t),
    );
    let places: BTreeMap<&Trait, usize> = names.iter().enumerate().map(|(i, t)| (t, i)).collect();
    let readings = rows
        .iter()
        .map(|row| {
            let known = traits(row).into_iter();
            let own = known.filter_map(|(t, x)| Some((*places.get(&t)?, x)));
            Reading {
                features: std::iter::once((0, 1.0)).chain(own).collect(),
                right: row.last() == Some(&"1"),
            }
        })
        .collect();
    Ok((names.clone(), readings))
}

fn chance(reading: &Reading, weights: &[f64]) -> f64 {
    let sum: f64 = reading.features.iter().map(|&(f, x)| weights[f] * x).sum();
    1.0 / (1.0 + f64::exp(-sum))
}

/// Each weight goes its own way by steps that shrink as it has gone (Adagrad): rare traits learn as fast as common ones.
fn fit(readings: &[&Reading], n: usize) -> Vec<f64> {
    let (mut weights, mut gone) = (vec![0.0; n], vec![1e-9; n]);
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|w| -DECAY * w).collect();
        // What all have is held by nothing.
        slope[0] = 0.0;
        for reading in readings {
            let error = reading.outcome() - chance(reading, &weights);
            for &(f, x) in &reading.features {
                slope[f] += error * x;
            }
        }
        for ((weight, gone), g) in weights.iter_mut().zip(&mut gone).zip(&slope) {
            *gone += g * g;
            *weight += STEP * g / gone.sqrt();
        }
    }
    weights
}

/// What was said of a record, and the record.
type Judged<'r> = (f64, &'r Reading);

fn report(of: &str, judged: &[Judged<'_>]) {
    println!(
        "fit: {of}: what was said of records that the weights were not fitted on, and how many were right"
    );
    let tell = |name: &str, own: &[Judged<'_>]| {
        let sum = |of: fn(Judged<'_>) -> f64| own.iter().map(|j| of(*j)).sum::<f64>();
        let all = sum(|_| 1.0);
        if all > 0.0 {
            println!(
                "  {name}  {:>4} records, said {:.2}, right {:.2}",
                own.len(),
                sum(|j| j.0) / all,
                sum(|j| j.1.outcome()) / all
            );
        }
    };
    for tenth in 0..10_u8 {
        let low = f64::from(tenth) / 10.0;
        let inside = |j: &Judged<'_>| j.0 >= low && (j.0 < low + 0.1 || tenth == 9);
        let own: Vec<Judged<'_>> = judged.iter().copied().filter(inside).collect();
        tell(&format!("{low:.1}.."), &own);
    }
    tell("all  ", judged);
}

fn head(readings: usize) -> String {
    format!(
        "# What each trait of a record weighs: `cargo xtask fit confidence`, from the {readings} records of eval/records/readings.tsv.\n\
         # of: records that the network judged, or those that it did not; read: how the status was read; right, words, act: what the\n\
         # network says of the record, by how far from even it is.\n\
         of\tcolumn\tvalue\tweight\n"
    )
}

fn write_weights(out: &mut String, of: &str, names: &[Trait], weights: &[f64]) {
    for ((column, value), weight) in names.iter().zip(weights) {
        let _ = writeln!(out, "{of}\t{column}\t{value}\t{weight:.3}");
    }
}
