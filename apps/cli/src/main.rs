//! The `legation` command: reads news pages and keeps the record of who did what to whom.
//!
//! Arguments ([`args`]) to inputs ([`input`]) to one command each ([`commands`]). Data goes to standard output,
//! everything else to standard error. Exit 0: done; 1: something the user can mend; 2: our fault.

mod args;
mod commands;
mod input;
mod output;
mod png;
mod signal;
mod source;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let outcome = match args::Args::parse().command {
        args::Command::Code(a) => commands::code::run(&a),
        args::Command::Extract(a) => commands::extract::run(&a),
        args::Command::Fetch(a) => commands::fetch::run(&a),
        args::Command::Watch(a) => commands::watch::run(&a),
        args::Command::Parse(a) => commands::parse::run(&a),
        args::Command::Explain(a) => commands::explain::run(&a),
        args::Command::Ingest(a) => commands::ingest::run(&a),
        args::Command::Query(a) => commands::query::run(&a),
        args::Command::Show(a) => commands::show::run(&a),
        args::Command::Export(a) => commands::export::run(&a),
        args::Command::Places(a) => commands::places::run(&a),
        args::Command::Recode(a) => commands::recode::run(&a),
        args::Command::Diff(a) => commands::diff::run(&a),
        args::Command::Correct(a) => commands::correct::run(&a),
        args::Command::Doctor(a) => commands::doctor::run(&a),
        args::Command::Serve(a) => commands::serve::run(&a),
        args::Command::Verify(a) => commands::verify::run(&a),
        args::Command::Codebook(a) => commands::codebook::run(&a),
        args::Command::Actors(a) => commands::actors::run(&a),
        args::Command::Relations(a) => commands::relations::run(&a),
        args::Command::Balance(a) => commands::balance::run(&a),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads our output may stop reading: `legation code … | head`.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::note(&format!("error: {error:#}"));
            ExitCode::from(1)
        }
    }
}
