//! `legation correct`: what an analyst says of coded events.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use archive::{Archive, CorrectionRow, Field, Fix};

use crate::args::CorrectArgs;
use crate::output;

pub(crate) fn run(args: &CorrectArgs) -> Result<bool> {
    if args.list {
        return list(&Archive::open(&args.archive)?.corrections()?);
    }
    if let Some(path) = &args.export {
        let rules = Archive::open(&args.archive)?.corrections_as_rules()?;
        if path == Path::new("-") {
            io::stdout().lock().write_all(rules.as_bytes())?;
        } else {
            std::fs::write(path, rules)
                .with_context(|| format!("{}: it cannot be written", path.display()))?;
        }
        return Ok(true);
    }
    let mut archive = archive::Archive::edit(&args.archive)?;
    let event = args.event.as_deref().unwrap_or_default();
    if args.undo {
        let n = archive.undo(event)?;
        output::note(&format!(
            "{} taken back",
            output::counted(i64::try_from(n)?, "correction")
        ));
        return Ok(true);
    }
    let mut fixes = Vec::new();
    if args.wrong {
        fixes.push(Fix::Wrong);
    }
    for set in &args.set {
        let Some((field, value)) = set.split_once('=') else {
            bail!("'{set}': a field and its value look like status=planned");
        };
        let Some(field) = Field::parse(field) else {
            let all: Vec<&str> = Field::ALL.iter().map(|f| f.as_str()).collect();
            bail!("'{field}' cannot be corrected; {} can", all.join(", "));
        };
        fixes.push(Fix::Set(field, value.to_owned()));
    }
    fixes.extend(args.apart.clone().map(Fix::Apart));
    fixes.extend(args.together.clone().map(Fix::Together));
    if fixes.is_empty() {
        bail!(
            "say what is right: --wrong, --set FIELD=VALUE, --apart EVENT, --together EVENT, or --undo"
        );
    }
    archive.correct(event, &fixes, &args.note)?;
    match archive.event(event)? {
        Some(row) => {
            let mut out = io::stdout().lock();
            plover::jsonl::write(&mut out, &row.event)?;
        }
        None => output::note(&format!(
            "{event}: it is no event any more; --undo brings it back"
        )),
    }
    Ok(true)
}

fn list(rows: &[CorrectionRow]) -> Result<bool> {
    let mut out = io::stdout().lock();
    for row in rows {
        let value = if row.value.is_empty() {
            String::new()
        } else {
            format!("={}", row.value)
        };
        let event = row.event.as_deref().unwrap_or(&row.article);
        writeln!(
            out,
            "{event}  {} '{}'  {}{value}  {}",
            row.kind, row.words, row.field, row.note
        )?;
        let sentence: Vec<&str> = row.sentence.split_whitespace().collect();
        writeln!(out, "    {}", sentence.join(" "))?;
    }
    Ok(true)
}
