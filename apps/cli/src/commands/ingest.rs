//! `legation ingest`: inputs into an archive, on all cores; what is there already is passed over.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Instant;

use anyhow::Result;
use archive::{Archive, Options, Progress, Source, Summary};

use crate::args::IngestArgs;
use crate::input;
use crate::output;

pub(crate) fn run(args: &IngestArgs) -> Result<bool> {
    let start = Instant::now();
    let engine = super::engine(args.coding.model.model(), &args.coding.overlays)?;
    let files = input::files(&args.inputs.inputs)?;
    let mut archive = Archive::create(&args.archive)?;
    archive.set_wait(args.wait)?;
    let mut unread = 0;
    let inputs = files
        .iter()
        .flat_map(|f| input::articles(f, args.inputs.date.as_deref()))
        .filter_map(|input| match input {
            Ok(input) => Some(Source {
                name: input.name,
                bytes: input.bytes,
                options: input.options,
            }),
            Err(error) => {
                unread += 1;
                output::note(&format!("{error:#}"));
                None
            }
        });
    let options = Options {
        threads: args.coding.threads.unwrap_or(0),
        batch: args.batch,
    };
    let shown = io::stderr().is_terminal();
    let tell = |progress: Progress<'_>| match progress {
        Progress::Committed(so_far) if shown => {
            let _ = write!(io::stderr().lock(), "\r{}\x1b[K", told(so_far, start));
        }
        Progress::Warning { name, warning } => output::note(&format!("{name}: {warning}")),
        _ => {}
    };
    let summary = archive.ingest(&engine, inputs, &options, &tell)?;
    if shown {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    let (articles, events, happenings) = archive.size()?;
    output::note(&format!(
        "{} read, {} stored ({} with nothing to code), {} there before, {unread} that could not be read",
        summary.read, summary.stored, summary.unusable, summary.known
    ));
    output::note(&format!(
        "{}: {articles} articles, {events} events, {happenings} happenings",
        args.archive.display()
    ));
    Ok(summary.stored + summary.known > 0)
}

fn told(so_far: &Summary, start: Instant) -> String {
    let seconds = start.elapsed().as_secs_f64().max(1e-6);
    format!(
        "{} articles stored, {} events, {:.1} articles/s",
        so_far.stored,
        so_far.events,
        so_far.stored as f64 / seconds
    )
}
