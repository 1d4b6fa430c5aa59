//! Development tasks: `cargo xtask tidy | codegen [--check] | audit | eval … | archive … | ci`.
#![expect(
    clippy::print_stdout,
    reason = "a tool for developers talks on standard output"
)]

mod actor;
mod archive;
mod audit;
mod ci;
mod codegen;
mod confidence;
mod eval;
mod gazetteer;
mod pages;
mod petrarch;
mod places;
mod relation;
mod score;
mod tidy;
mod treebank;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["tidy"] => tidy::run(),
        ["codegen"] => codegen::run(false),
        ["codegen", "--check"] => codegen::run(true),
        ["eval", "relation", ref rest @ ..] => relation::run(rest),
        ["eval", "petrarch", ref rest @ ..] => petrarch::run(rest),
        ["eval", "pages", ref rest @ ..] => pages::run(rest),
        ["eval", "actors", ref rest @ ..] => actor::country::run(rest),
        ["eval", "names", ref rest @ ..] => actor::names::run(rest),
        ["eval", "coreference", ref rest @ ..] => actor::coreference::run(rest),
        ["eval", "places", ref rest @ ..] => places::run(rest),
        ["eval", ref rest @ ..] => eval::run(rest),
        ["audit", ref rest @ ..] => audit::run(rest),
        ["archive", ref rest @ ..] => archive::run(rest),
        ["gazetteer", table] => gazetteer::run(table),
        ["fit", "confidence"] => confidence::run(),
        ["fit", "coreference"] => actor::fit_pronouns::run(),
        ["ci"] => ci::run(),
        _ => bail!(
            "usage: cargo xtask tidy | codegen [--check] | audit [--gaps] [--petrarch] | eval [--update] | eval pages [--predictions FILE] [--observe FILE] | eval actors [--errors] | eval names [--errors] | fit confidence | fit coreference | eval coreference [--errors] [--genres news,…] | eval places [--errors] [--model fast] | eval relation --input FILE.tsv --output PRED.tsv [--open] | eval petrarch [--errors] | gazetteer PLACES.tsv | archive --events N FILE | ci"
        ),
    }
}
