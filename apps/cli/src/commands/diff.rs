//! `legation diff`: events gained, lost and changed between two codings, with their sentences.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;

use anyhow::Result;
use archive::{Archive, Difference};
use plover::{Entity, Event};

use crate::args::DiffArgs;
use crate::output::{self, Paint};

pub(crate) fn run(args: &DiffArgs) -> Result<bool> {
    let first = Archive::open(&args.first)?;
    let paint = Paint::for_stdout();
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut gained, mut lost, mut changed) = (0, 0, 0);
    let mut failed = None;
    let mut take = |d: Difference| {
        match (&d.before, &d.after) {
            (None, _) => gained += 1,
            (_, None) => lost += 1,
            _ => changed += 1,
        }
        let written = if args.json {
            json(&mut out, &d)
        } else {
            text(&mut out, &d, paint)
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let compared = match &args.second {
        Some(second) => Some(first.diff(&Archive::open(second)?, &mut take)?),
        None => first.diff_last(&mut take)?,
    };
    if let Some(error) = failed {
        return Err(error);
    }
    out.flush()?;
    let Some(compared) = compared else {
        output::note(&format!(
            "{}: nothing in it came out differently when coded again; `legation recode` codes again",
            args.first.display()
        ));
        return Ok(true);
    };
    output::note(&format!(
        "{gained} gained, {lost} lost, {changed} changed in {} articles",
        compared.articles
    ));
    for (n, path) in [
        (compared.only_first, Some(&args.first)),
        (compared.only_second, args.second.as_ref()),
    ] {
        if let Some(path) = path.filter(|_| n > 0) {
            output::note(&format!("{n} articles are in {} alone", path.display()));
        }
    }
    Ok(true)
}

fn json(out: &mut impl Write, d: &Difference) -> Result<()> {
    let line = serde_json::json!({"before": d.before, "after": d.after, "fields": d.fields});
    writeln!(out, "{line}")?;
    Ok(())
}

fn text(out: &mut impl Write, d: &Difference, paint: Paint) -> Result<()> {
    match (&d.before, &d.after) {
        (Some(before), Some(after)) => {
            writeln!(out, "~ {}  {}", after.id, d.fields.join(", "))?;
            writeln!(out, "  - {}", line(before))?;
            writeln!(out, "  + {}", line(after))?;
        }
        (Some(event), None) => writeln!(out, "- {}  {}", event.id, line(event))?,
        (None, Some(event)) => writeln!(out, "+ {}  {}", event.id, line(event))?,
        (None, None) => return Ok(()),
    }
    if let Some(event) = d.after.as_ref().or(d.before.as_ref()) {
        let sentence: Vec<&str> = event.text_info.text.split_whitespace().collect();
        writeln!(out, "    {}", paint.dim(&sentence.join(" ")))?;
    }
    Ok(())
}

fn line(event: &Event) -> String {
    let names = |side: &[Entity]| {
        let name = |e: &Entity| {
            let name = e.identifier_text.as_ref().unwrap_or(&e.entity_text);
            e.code
                .map_or_else(|| name.clone(), |c| format!("{name} ({c})"))
        };
        if side.is_empty() {
            return "-".to_owned();
        }
        side.iter().map(name).collect::<Vec<_>>().join(" + ")
    };
    let modes: Vec<&str> = event.mode.iter().map(|m| m.as_str()).collect();
    format!(
        "{} {} {} {} | {} > {}",
        event.event,
        modes.join(","),
        event.status,
        event.date.as_deref().unwrap_or("-"),
        names(&event.actor),
        names(&event.recipient)
    )
}
