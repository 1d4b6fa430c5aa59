//! The relation between two marked phrases of a sentence, coded by the rules, and scored where gold is known.
//!
//! `--open` codes the bare sentence and asks whether some event links the two phrases; of rows that name only one, whether
//! one has it in its place. Without it, the marked
//! phrases are known to be the parties, so the event that links them, or else the one that names one of them,
//! gives the root. `--folds 0,1,2,3` reads those folds of `eval/folds` only: rules may be written from four of
//! them and are scored on the fifth; `--codebook DIR` lays rules over the shipped ones. `--network` gives the network a say beside the rules,
//! `--networks DIR` one a fold, each trained without its rows; `--only-ranking` lets it add nothing, as with the fast model. Events are taken in the PLOVER view (`plover::fold`); the data folds CONCEDE and RETREAT
//! into YIELD.

mod data;
mod predict;

use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use coder::Coder;
use coder::actor::Registry;
use plover::{EventType, Quad};
use syntax::Parser;

use crate::score::macro_f1;
pub(crate) use data::{Row, read};
pub(crate) use predict::{Prediction, Setup, predict};

pub(crate) fn run(args: &[&str]) -> Result<()> {
    let value = |flag: &str| {
        args.iter()
            .position(|a| *a == flag)
            .and_then(|i| args.get(i + 1))
            .copied()
    };
    let Some(input) = value("--input") else {
        bail!("eval relation needs --input FILE.tsv")
    };
    let open = args.contains(&"--open");
    let text = fs::read_to_string(input).with_context(|| format!("{input}: it cannot be read"))?;
    let mut rows = read(&text)?;
    let networks = value("--networks");
    if networks.is_some() || value("--folds").is_some() {
        let folds = data::folds(value("--fold-file").unwrap_or("eval/folds/PLV_train.tsv"))?;
        if folds.len() != rows.len() {
            bail!(
                "{input} has {} rows, the folds have {}",
                rows.len(),
                folds.len()
            );
        }
        for (row, fold) in rows.iter_mut().zip(folds) {
            row.fold = fold;
        }
        if let Some(wanted) = value("--folds") {
            let wanted: Vec<&str> = wanted.split(',').collect();
            rows.retain(|r| wanted.contains(&r.fold.to_string().as_str()));
        }
    }
    let coder = match value("--codebook") {
        Some(folder) => Coder::new(data::codebook(folder)?, Registry::embedded()),
        None => Coder::embedded(),
    };
    let coder = match value("--min-confidence") {
        Some(least) => {
            let least: coder::Least = least.parse().map_err(anyhow::Error::msg)?;
            coder.with_least(least)
        }
        None => coder,
    };
    let parsers = match networks {
        Some(folder) => data::networks(folder)?,
        None if args.contains(&"--fast") => vec![Parser::new(syntax::Model::Fast)],
        None => vec![Parser::standard()],
    };
    let setup = Setup {
        coder: &coder,
        parsers: &parsers,
        fills: !args.contains(&"--only-ranking"),
        network: networks.is_some() || args.contains(&"--network"),
        open,
    };
    let predictions = predict(&setup, &rows);
    if let Some(output) = value("--output") {
        write(output, &rows, &predictions)?;
    }
    for (name, figure) in figures(&rows, &predictions, open) {
        println!("{name:<28} {figure:.4}");
    }
    if args.contains(&"--errors") {
        for (row, p) in rows.iter().zip(&predictions) {
            if row.gold.as_ref().is_some_and(|g| *g != p.root) {
                let gold = row.gold.as_deref().unwrap_or("");
                println!("{gold}\t{}\t{}\t{}", p.root, p.is_linked(), marked(row));
                for event in &p.events {
                    println!("    {event}");
                }
            }
        }
    }
    Ok(())
}

/// Root of each row, and what it was chosen from.
fn write(output: &str, rows: &[Row], predictions: &[Prediction]) -> Result<()> {
    let mut out =
        fs::File::create(output).with_context(|| format!("{output}: it cannot be written"))?;
    writeln!(
        out,
        "uid\troot\tfold\tlinked\trule\trank\tby\tconfidence\tnetwork"
    )?;
    for (row, p) in rows.iter().zip(predictions) {
        let network: Vec<String> = p
            .network
            .iter()
            .map(|(r, p)| format!("{r}={p:.4}"))
            .collect();
        let network = network.join(" ");
        let (rule, rank) = p.rule;
        let (by, confidence) = p.event.clone().unwrap_or_default();
        let confidence = confidence.map_or(String::new(), |c| format!("{c:.4}"));
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{rule}\t{rank}\t{by}\t{confidence}\t{network}",
            row.uid,
            p.root,
            row.fold,
            p.is_linked()
        )?;
    }
    Ok(())
}

fn marked(row: &Row) -> String {
    format!("[{}] [{}] {}", row.source, row.target, row.sentence)
}

/// Name and value of each score.
pub(crate) fn figures(rows: &[Row], predictions: &[Prediction], open: bool) -> Vec<(String, f64)> {
    let gold: Vec<(&str, &Prediction)> = rows
        .iter()
        .zip(predictions)
        .filter_map(|(r, p)| Some((r.gold.as_deref()?, p)))
        .collect();
    if gold.is_empty() {
        return Vec::new();
    }
    let quad = |root: &str| match root {
        "YIELD" => "2",
        other => EventType::parse(other).map_or("NONE", |e| match e.quad() {
            Quad::VerbalCooperation => "1",
            Quad::MaterialCooperation => "2",
            Quad::VerbalConflict => "3",
            Quad::MaterialConflict => "4",
        }),
    };
    let binary = |root: &str| match quad(root) {
        "1" | "2" => "coop",
        "NONE" => "NONE",
        _ => "conflict",
    };
    let score = |view: &dyn Fn(&str) -> String| {
        let pairs: Vec<(String, String)> =
            gold.iter().map(|(g, p)| (view(g), view(&p.root))).collect();
        macro_f1(&pairs)
    };
    let root = score(&|r| r.to_owned());
    let kind = if open { "open" } else { "relation" };
    let linked = gold.iter().filter(|(_, p)| p.is_linked()).count() as f64 / gold.len() as f64;
    let right =
        gold.iter().filter(|(g, p)| p.joined.contains(g)).count() as f64 / gold.len() as f64;
    vec![
        (format!("{kind}.root_macro_f1"), root.0),
        (format!("{kind}.root_accuracy"), root.1),
        (
            format!("{kind}.quad_macro_f1"),
            score(&|r| quad(r).to_owned()).0,
        ),
        (
            format!("{kind}.binary_macro_f1"),
            score(&|r| binary(r).to_owned()).0,
        ),
        (format!("{kind}.linked"), linked),
        (format!("{kind}.linked_and_right"), right),
    ]
}
