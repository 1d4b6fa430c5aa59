//! `cargo xtask eval`: scores against floors that only rise (`eval/floors.json`).
//!
//! The data lies in `../shared`, beside the checkout; where it is absent each part says that it was skipped.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use syntax::{Parser, conllu};

use crate::relation;

const FLOORS: &str = "eval/floors.json";
/// A score may fall this far before it counts as worse: figures are kept to four places.
const TOLERANCE: f64 = 0.0005;

/// Score everything; with `--update` raise the floors, with `--allow-regression REASON` lower them.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let root = crate::tidy::root();
    let shared = root.join("../shared");
    let mut figures: BTreeMap<String, f64> = BTreeMap::new();
    for name in ["ewt-dev", "gumcc-dev"] {
        let path = shared.join(format!("treebanks/{name}.conllu.gz"));
        if !path.exists() {
            println!("{name}: skipped, {} is not there", path.display());
            continue;
        }
        for (key, value) in syntax_scores(&path)? {
            figures.insert(format!("{name}.{key}"), value);
        }
    }
    let path = shared.join("events/PLV_train.tsv");
    if path.exists() {
        let rows = relation::read(&fs::read_to_string(&path)?)?;
        for open in [false, true] {
            let predictions = relation::predict(&rows, open);
            figures.extend(
                relation::figures(&rows, &predictions, open)
                    .into_iter()
                    .map(|(k, v)| (format!("plv.{k}"), v)),
            );
        }
    } else {
        println!("PLV_train: skipped, {} is not there", path.display());
    }
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
    let allowed = args.contains(&"--allow-regression");
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

/// Tags and trees on gold tokens, as the `CoNLL` 2018 shared task counts them.
fn syntax_scores(path: &Path) -> Result<Vec<(&'static str, f64)>> {
    let mut zcat = Command::new("gzip")
        .args(["-dc"])
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .context("gzip could not be started")?;
    let mut text = String::new();
    if let Some(out) = &mut zcat.stdout {
        out.read_to_string(&mut text)?;
    }
    zcat.wait()?;
    let gold: Vec<syntax::Sentence> = conllu::Reader::new(BufReader::new(text.as_bytes()))
        .map(|s| s.map(|s| s.sentence))
        .collect::<Result<_, _>>()?;
    let mut parsed = gold.clone();
    Parser::standard().annotate(&mut parsed);
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
