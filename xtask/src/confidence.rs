//! `cargo xtask fit confidence`: how often records like one were right, from those that were read by hand.
//!
//! `eval/records/readings.tsv` has a line for each record that a reader judged, as the coder of its day gave it: what it was made
//! of, whether the coder gives it so still, and whether type, actor, recipient and status were all right. A logistic model
//! with a weight for each value of each column, held near nothing, is judged on tenths that it was not fitted on, then fitted on
//! all and written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

const READINGS: &str = "eval/records/readings.tsv";
const TABLE: &str = "crates/coder/data/confidence.tsv";
/// Values seen less often than this say nothing.
const FEWEST: usize = 6;
const FOLDS: usize = 10;
const ROUNDS: usize = 4_000;
const STEP: f64 = 0.5;
/// What a record counts for that the coder gives otherwise by now: with it the whole is as often right as what nobody had read
/// yet was, when it was read.
const MENDED: f64 = 0.5;
/// How strongly weights are held near nothing: as if each had been seen so often the other way.
const DECAY: f64 = 3.0;

/// A column and one of its values.
type Trait = (String, String);

struct Reading {
    features: Vec<usize>,
    weight: f64,
    right: bool,
}

impl Reading {
    fn outcome(&self) -> f64 {
        f64::from(u8::from(self.right))
    }
}

/// Fit the weights and write the table.
pub(crate) fn run() -> Result<()> {
    let root = crate::tidy::root();
    let text = fs::read_to_string(root.join(READINGS))
        .with_context(|| format!("{READINGS} cannot be read"))?;
    let (names, readings) = read(&text)?;
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
    report(&judged);
    let all: Vec<&Reading> = readings.iter().collect();
    fs::write(
        root.join(TABLE),
        written(&names, &fit(&all, names.len()), readings.len()),
    )?;
    println!("fit: wrote {TABLE}");
    Ok(())
}

/// Columns and values that are seen often enough, the first of them what all records have; and the readings.
fn read(text: &str) -> Result<(Vec<Trait>, Vec<Reading>)> {
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let rows: Vec<Vec<&str>> = lines.map(|l| l.split('\t').collect()).collect();
    if !columns.ends_with(&["since", "right"]) || rows.iter().any(|r| r.len() != columns.len()) {
        bail!(
            "{READINGS}: each line has a cell for each column, the last of which are 'since' and 'right'"
        );
    }
    // Between where a record is from and what became of it.
    let traits = |row: &[&str]| -> Vec<Trait> {
        let own = columns.iter().zip(row).skip(1).take(columns.len() - 3);
        // A party may be of several sectors.
        own.flat_map(|(c, v)| v.split(',').map(|v| ((*c).to_owned(), v.to_owned())))
            .collect()
    };
    let mut seen: BTreeMap<Trait, usize> = BTreeMap::new();
    for own in rows.iter().flat_map(|row| traits(row)) {
        *seen.entry(own).or_default() += 1;
    }
    let mut names = vec![("base".to_owned(), "-".to_owned())];
    names.extend(
        seen.into_iter()
            .filter(|(_, n)| *n >= FEWEST)
            .map(|(t, _)| t),
    );
    let reading = |row: &Vec<&str>| {
        let known = traits(row).into_iter();
        let places = known.filter_map(|own| names.iter().position(|name| *name == own));
        Reading {
            features: std::iter::once(0).chain(places).collect(),
            weight: if row[row.len() - 2] == "same" {
                1.0
            } else {
                MENDED
            },
            right: row.last() == Some(&"1"),
        }
    };
    let readings = rows.iter().map(reading).collect();
    Ok((names, readings))
}

fn chance(reading: &Reading, weights: &[f64]) -> f64 {
    let sum: f64 = reading.features.iter().map(|&f| weights[f]).sum();
    1.0 / (1.0 + f64::exp(-sum))
}

fn fit(readings: &[&Reading], n: usize) -> Vec<f64> {
    let mut weights = vec![0.0; n];
    let count = readings.len().max(1) as f64;
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|w| -DECAY * w).collect();
        // What all have is held by nothing.
        slope[0] = 0.0;
        for reading in readings {
            let error = reading.weight * (reading.outcome() - chance(reading, &weights));
            for &f in &reading.features {
                slope[f] += error;
            }
        }
        for (weight, g) in weights.iter_mut().zip(&slope) {
            *weight += STEP * g / count;
        }
    }
    weights
}

/// What was said of a record, and the record.
type Judged<'r> = (f64, &'r Reading);

fn report(judged: &[Judged<'_>]) {
    println!(
        "fit: what was said of records that the weights were not fitted on, and how many were right"
    );
    let tell = |name: &str, own: &[Judged<'_>]| {
        let sum = |of: fn(Judged<'_>) -> f64| own.iter().map(|j| j.1.weight * of(*j)).sum::<f64>();
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

fn written(names: &[Trait], weights: &[f64], readings: usize) -> String {
    let mut out = format!(
        "# What each trait of a record weighs: `cargo xtask fit confidence`, from the {readings} records of eval/records/readings.tsv.\n\
         # seen: the network's probability of the type from here on, '-' where it sees no pair; read: how the status was read.\n\
         column\tvalue\tweight\n"
    );
    for ((column, value), weight) in names.iter().zip(weights) {
        let _ = writeln!(out, "{column}\t{value}\t{weight:.3}");
    }
    out
}
