//! `legation recode`: the articles of an archive, coded again where that can change anything.

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Result;
use archive::Recoded;

use crate::args::RecodeArgs;
use crate::output;

pub(crate) fn run(args: &RecodeArgs) -> Result<bool> {
    let mut archive = archive::Archive::edit(&args.archive)?;
    let engine = super::engine(args.model.model(), &args.overlays)?;
    let shown = io::stderr().is_terminal();
    let tell = |so_far: &Recoded| {
        if shown {
            let _ = write!(io::stderr().lock(), "\r{} coded again\x1b[K", so_far.coded);
        }
    };
    let done = archive.recode(&engine, args.all, args.threads.unwrap_or(0), &tell)?;
    if shown {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    output::note(&format!(
        "{} of {} articles coded again, {} came out differently; `legation diff {}` shows how",
        done.coded,
        done.articles,
        done.changed,
        args.archive.display()
    ));
    Ok(true)
}
