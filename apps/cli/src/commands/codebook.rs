//! `legation codebook`: the rules' own tests, and what they know of a word.

use std::io::{self, Write};

use anyhow::Result;
use coder::codebook::{Codebook, FILES};

use super::Engine;
use crate::args::{CodebookAction, CodebookArgs};
use crate::output;

pub(crate) fn run(args: &CodebookArgs) -> Result<bool> {
    match &args.action {
        CodebookAction::Test => test(),
        CodebookAction::Show { word } => show(word),
    }
}

fn test() -> Result<bool> {
    let (_, faults) = Codebook::read(FILES);
    for fault in &faults {
        output::note(&fault.to_string());
    }
    let engine = Engine::new(syntax::Model::Standard);
    let failures = coder::codebook::run_examples(&engine.coder, &engine.parser);
    let mut out = io::stdout().lock();
    for failure in &failures {
        writeln!(out, "{failure}")?;
    }
    let n = engine.coder.codebook().examples().len();
    writeln!(
        out,
        "{} rules, {} of {n} examples hold",
        engine.coder.codebook().rules().len(),
        n - failures.len()
    )?;
    Ok(faults.is_empty() && failures.is_empty())
}

fn show(word: &str) -> Result<bool> {
    let codebook = Codebook::embedded();
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
