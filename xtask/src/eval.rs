//! `cargo xtask eval`: scores against floors that only rise (`eval/floors.json`).
//!
//! The data lies in `../shared`, beside the checkout; where it is absent each part says that it was skipped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use syntax::{Model, Parser};

use crate::{actor, pages, petrarch, places, relation, treebank};

const FLOORS: &str = "eval/floors.json";
/// A score may fall this far before it counts as worse: figures are kept to four places.
const TOLERANCE: f64 = 0.0005;

/// Score everything, or with `--weights FILE` the trees and names of a network that is not embedded; with `--update` raise the floors, with `--allow-regression REASON` lower them.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let root = crate::tidy::root();
    let shared = root.join("../shared");
    let mut figures: BTreeMap<String, f64> = BTreeMap::new();
    if let Some(at) = args.iter().position(|&a| a == "--weights") {
        let file = args.get(at + 1).context("--weights needs a file")?;
        let bytes = fs::read(file).with_context(|| format!("{file} cannot be read"))?;
        for (key, value) in syntax_figures(&Parser::with_weights(bytes.leak())?, &shared)? {
            println!("{key:<36} {value:.4}");
        }
        return Ok(());
    }
    for model in Model::ALL {
        for (key, value) in syntax_figures(&Parser::new(model), &shared)? {
            figures.insert(format!("{model}.{key}"), value);
        }
    }
    let path = shared.join("events/PLV_train.tsv");
    if path.exists() {
        let rows = relation::read(&fs::read_to_string(&path)?)?;
        // The rules alone: the embedded network has seen these rows.
        let (coder, parsers) = (coder::Coder::embedded(), [Parser::standard()]);
        for open in [false, true] {
            let setup = relation::Setup {
                coder: &coder,
                parsers: &parsers,
                network: false,
                fills: false,
                open,
            };
            let predictions = relation::predict(&setup, &rows);
            figures.extend(
                relation::figures(&rows, &predictions, open)
                    .into_iter()
                    .map(|(k, v)| (format!("plv.{k}"), v)),
            );
        }
    } else {
        println!("PLV_train: skipped, {} is not there", path.display());
    }
    figures.extend(pages::figures(&shared)?);
    figures.extend(petrarch::score(&shared, &[])?);
    figures.extend(places::score(&shared, &Parser::standard(), false)?);
    let parser = Parser::standard();
    figures.extend(actor::country::figures(&shared, &parser, false)?);
    figures.extend(actor::names::figures(&shared, &parser, false)?);
    figures.extend(actor::coreference::figures(
        &shared,
        &parser,
        &["news"],
        false,
    )?);
    let floors_path = root.join(FLOORS);
    let mut floors: BTreeMap<String, f64> = match fs::read_to_string(&floors_path) {
        Ok(text) => {
            serde_json::from_str(&text).with_context(|| format!("{FLOORS} cannot be read"))?
        }
        Err(_) => BTreeMap::new(),
    };
    let mut worse = Vec::new();
    for (key, &value) in &figures {
        let floor = floors.get(key).copied();
        println!(
            "{key:<36} {value:.4}  floor {}",
            floor.map_or("-".to_owned(), |f| format!("{f:.4}"))
        );
        if floor.is_some_and(|f| value < f - TOLERANCE) {
            worse.push(key.clone());
        }
    }
    let allowed = match args.iter().position(|&a| a == "--allow-regression") {
        None => false,
        Some(at) => match args.get(at + 1).filter(|reason| !reason.starts_with('-')) {
            Some(reason) => {
                println!("floors may fall: {reason}");
                true
            }
            None => bail!("--allow-regression needs the reason, for whoever reads the commit"),
        },
    };
    if !worse.is_empty() && !allowed {
        bail!("below the floor: {}", worse.join(", "));
    }
    if args.contains(&"--update") || allowed {
        for (key, value) in figures {
            let kept = floors.entry(key).or_insert(value);
            let rounded = (value * 10_000.0).floor() / 10_000.0;
            *kept = if allowed { rounded } else { kept.max(rounded) };
        }
        fs::write(&floors_path, serde_json::to_string_pretty(&floors)? + "\n")?;
        println!("wrote {FLOORS}");
    }
    Ok(())
}

/// Trees and names on the dev sets that are there.
fn syntax_figures(parser: &Parser, shared: &Path) -> Result<Vec<(String, f64)>> {
    let mut figures = Vec::new();
    for name in ["ewt-dev", "gumcc-dev"] {
        let path = shared.join(format!("treebanks/{name}.conllu.gz"));
        if !path.exists() {
            println!("{name}: skipped, {} is not there", path.display());
            continue;
        }
        for (key, value) in treebank::trees(parser, &path)? {
            figures.push((format!("{name}.{key}"), value));
        }
    }
    let path = shared.join("ner/uner-ewt-dev.iob2.gz");
    if path.exists() {
        figures.push((
            "uner-dev.names_f1".to_owned(),
            treebank::names(parser, &path)?,
        ));
    } else {
        println!("uner-dev: skipped, {} is not there", path.display());
    }
    Ok(figures)
}
