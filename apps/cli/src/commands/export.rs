//! `legation export`: an archive's happenings as other data sets have them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use archive::Archive;
use archive::export::Notes;

use crate::args::ExportArgs;
use crate::output;

pub(crate) fn run(args: &ExportArgs) -> Result<bool> {
    let archive = Archive::open(&args.archive)?;
    let filter = args.question.filter(args.limit);
    let format = args.format.format();
    let write = |out: &mut (dyn Write + Send)| archive.export(&filter, format, out);
    if args.output == Path::new("-") {
        let notes = write(&mut BufWriter::new(io::stdout()))?;
        tell(&notes);
        return Ok(true);
    }
    let target = &args.output;
    if is_same(target, &args.archive) {
        bail!("{}: that is the archive itself", target.display());
    }
    let named = || format!("{}: it cannot be written", target.display());
    // What is there already stays until all is written.
    let part = beside(target, ".part");
    let done = File::create(&part)
        .with_context(named)
        .and_then(|file| Ok(write(&mut BufWriter::new(file))?));
    let notes = match done {
        Ok(notes) => notes,
        Err(error) => {
            let _ = fs::remove_file(&part);
            return Err(error);
        }
    };
    let mut told = serde_json::to_vec_pretty(&notes)?;
    told.push(b'\n');
    fs::write(beside(target, ".notes.json"), told).with_context(named)?;
    fs::rename(&part, target).with_context(named)?;
    tell(&notes);
    Ok(true)
}

/// A file beside another, its name with something after it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |p: &Path| fs::canonicalize(p).ok();
    real(one).is_some_and(|one| Some(one) == real(other))
}

/// What was written, what was not, and what says less than the archive.
fn tell(notes: &Notes) {
    let rows = i64::try_from(notes.rows).unwrap_or(i64::MAX);
    let of = i64::try_from(notes.happenings).unwrap_or(i64::MAX);
    output::note(&format!(
        "{} of {}",
        output::counted(rows, "row"),
        output::counted(of, "happening")
    ));
    for (reason, n) in &notes.left_out {
        output::note(&format!("left out {n}: {reason}"));
    }
    for (what, n) in notes.folded.iter().chain(&notes.lost) {
        output::note(&format!("in {n}: {what}"));
    }
}
