//! `legation codebook`: the rules' own tests, and what they know of a word.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use coder::Coder;
use coder::actor::Registry;
use coder::codebook::{Codebook, Fault};
use rayon::prelude::*;

use crate::args::{CodebookAction, CodebookArgs};
use crate::output;

pub(crate) fn run(args: &CodebookArgs) -> Result<bool> {
    let overlay = args.codebook.as_deref();
    match &args.action {
        CodebookAction::Test { only } => test(overlay, only.as_deref()),
        CodebookAction::Show { word } => show(overlay, word),
    }
}

/// The shipped rules, with the `.rules` files of a folder laid over them; faults are told, the rest is kept.
pub(crate) fn load(overlay: Option<&Path>) -> Result<(Codebook, Vec<Fault>)> {
    let Some(folder) = overlay else {
        return Ok((Codebook::embedded(), Vec::new()));
    };
    let files = super::files(folder, "rules", "codebook")?;
    let (codebook, faults) = Codebook::overlaid(&files);
    for fault in &faults {
        output::note(&fault.to_string());
    }
    Ok((codebook, faults))
}

fn test(overlay: Option<&Path>, only: Option<&str>) -> Result<bool> {
    let (codebook, faults) = load(overlay)?;
    let (parser, coder) = (
        syntax::Parser::standard(),
        Coder::new(codebook, Registry::embedded()),
    );
    let codebook = coder.codebook();
    let chosen = |id: &str| only.is_none_or(|o| id.split(':').next() == Some(o));
    let examples: Vec<_> = codebook
        .examples()
        .iter()
        .filter(|e| chosen(&e.id))
        .collect();
    let failures: Vec<String> = examples
        .par_iter()
        .filter_map(|e| coder::codebook::check(&coder, &parser, e))
        .collect();
    let mut out = io::stdout().lock();
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    let n = examples.len();
    let rules = codebook.rules().iter().filter(|r| chosen(&r.id)).count();
    writeln!(
        out,
        "{rules} rules, {} of {n} examples hold",
        n - failures.len()
    )?;
    Ok(faults.is_empty() && failures.is_empty())
}

fn show(overlay: Option<&Path>, word: &str) -> Result<bool> {
    let (codebook, _) = load(overlay)?;
    let mut out = io::stdout().lock();
    let mut any = false;
    for rule in codebook.rules_for(&word.to_lowercase()) {
        any = true;
        writeln!(out, "{:<14} {}", rule.id, rule.text)?;
    }
    if !any {
        output::note(&format!(
            "the codebook has no rule with '{word}' as its head"
        ));
    }
    Ok(any)
}
