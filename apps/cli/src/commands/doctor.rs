//! `legation doctor`: whether an archive is whole, and its records true to their articles.

use std::io::{self, Write};

use anyhow::Result;
use archive::Archive;

use crate::args::DoctorArgs;

pub(crate) fn run(args: &DoctorArgs) -> Result<bool> {
    let archive = Archive::open(&args.archive)?;
    let mut out = io::stdout().lock();
    let (articles, events, happenings) = archive.size()?;
    writeln!(
        out,
        "format {}: {articles} articles, {events} events, {happenings} happenings",
        archive::FORMAT
    )?;
    for (coder, model, fingerprint, n) in archive.codings()? {
        writeln!(
            out,
            "coded by {coder}, {model}, rules {fingerprint}: {n} articles"
        )?;
    }
    let mut well = true;
    for check in archive.doctor()? {
        let verdict = if check.n_faults == 0 {
            "in order".to_owned()
        } else {
            format!("{} at fault", check.n_faults)
        };
        writeln!(out, "{:<28}{:>10}  {verdict}", check.name, check.looked_at)?;
        for fault in &check.faults {
            writeln!(out, "  {fault}")?;
        }
        if check.faults.len() < check.n_faults {
            writeln!(out, "  … and {} more", check.n_faults - check.faults.len())?;
        }
        well &= check.n_faults == 0;
    }
    Ok(well)
}
