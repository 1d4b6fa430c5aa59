//! `legation query`: happenings, the latest first.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use archive::table::{self, names};
use archive::{Archive, HappeningRow};

use crate::args::{QueryArgs, RowFormat};
use crate::output::{self, Paint};

pub(crate) fn run(args: &QueryArgs) -> Result<bool> {
    let archive = Archive::open(&args.archive)?;
    let rows = archive.query(&args.question.filter(args.limit))?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        RowFormat::Table => shown(&mut out, &rows)?,
        RowFormat::Jsonl => {
            for row in &rows {
                serde_json::to_writer(&mut out, row)?;
                writeln!(out)?;
            }
        }
        RowFormat::Csv => csv(&mut out, &rows)?,
    }
    out.flush()?;
    if rows.is_empty() {
        output::note("nothing of the kind is in the archive");
    } else if args.limit > 0 && rows.len() == args.limit {
        output::note(&format!(
            "the latest {} are shown; --limit 0 shows all",
            rows.len()
        ));
    }
    Ok(true)
}

fn shown(out: &mut impl Write, rows: &[HappeningRow]) -> Result<()> {
    let paint = Paint::for_stdout();
    for row in rows {
        let quad = u8::try_from(row.quad_code)
            .ok()
            .and_then(plover::Quad::from_code);
        let kind = format!("{:<10}", row.event);
        let kind = quad.map_or_else(|| kind.clone(), |q| paint.quad(q, &kind));
        writeln!(
            out,
            "{:<11}{kind}{:<13}{:<13}{} > {}{}",
            row.date.as_deref().unwrap_or("-"),
            row.mode.as_deref().unwrap_or_default(),
            row.status,
            names(&row.actor),
            names(&row.recipient),
            row.place
                .as_deref()
                .map_or(String::new(), |p| format!(" @ {p}")),
        )?;
        let told = format!(
            "           {}  {} in {}",
            row.id,
            output::counted(row.articles, "article"),
            output::counted(row.sources, "source")
        );
        writeln!(out, "{}", paint.dim(&told))?;
        writeln!(out, "           {}", paint.dim(&row.text))?;
    }
    Ok(())
}

fn csv(out: &mut impl Write, rows: &[HappeningRow]) -> Result<()> {
    writeln!(out, "{}", table::HEADER)?;
    for row in rows {
        writeln!(out, "{}", table::csv(row))?;
    }
    Ok(())
}
