//! `legation actors`: what the registry knows of a name, and other coders' dictionaries as tables for it.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use coder::actor::{Entry, EntryKind, Period, Registry};
use plover::{CountryCode, Date, Sector};

use crate::args::{ActorsAction, ActorsArgs};
use crate::output;

pub(crate) fn run(args: &ActorsArgs) -> Result<bool> {
    match &args.action {
        ActorsAction::Import { file } => import(file),
        ActorsAction::Show { name, on, actors } => {
            let on = on.as_deref().and_then(Date::parse);
            show(&load(actors.as_deref())?, name, on)
        }
    }
}

/// The shipped registry, with the tables of a folder laid over it; faults are told, the rest is kept.
pub(crate) fn load(overlay: Option<&Path>) -> Result<Registry> {
    let Some(folder) = overlay else {
        return Ok(Registry::embedded());
    };
    let (registry, faults) = Registry::overlaid(&super::files(folder, "tsv", "tables of actors")?);
    for fault in &faults {
        output::note(&fault.to_string());
    }
    Ok(registry)
}

/// The table goes to standard output, what cannot be used of the file to standard error.
fn import(file: &Path) -> Result<bool> {
    let bytes = fs::read(file).with_context(|| format!("{}: it cannot be read", file.display()))?;
    // Dictionaries are older than UTF-8's reign; a name with a broken letter is only never found.
    let text = String::from_utf8_lossy(&bytes);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let table = coder::import::table(&name, &text);
    for fault in &table.faults {
        output::note(&fault.to_string());
    }
    output::note(&format!(
        "{} rows; {} lines could not be used",
        table.rows,
        table.faults.len()
    ));
    io::stdout().lock().write_all(table.text.as_bytes())?;
    Ok(table.rows > 0)
}

fn show(registry: &Registry, name: &str, on: Option<Date>) -> Result<bool> {
    let mut out = io::stdout().lock();
    let mut any = false;
    let named: Vec<&Entry> = registry.lookup(name).collect();
    let family = registry.family(name);
    let family = family.filter(|e| !named.iter().any(|n| std::ptr::eq(*n, *e)));
    for entry in named.iter().copied().chain(family) {
        any = true;
        one(&mut out, entry, on)?;
    }
    if let Some(agent) = registry.agent(&name.to_lowercase()) {
        any = true;
        let number = if agent.plural { "several" } else { "one" };
        let sectors = sectors(&agent.sectors);
        writeln!(
            out,
            "{name}  common noun, {number}  {sectors}  ({})",
            agent.source
        )?;
    }
    if !any {
        output::note(&format!("no table knows '{name}'"));
    }
    Ok(any)
}

fn one(out: &mut impl Write, entry: &Entry, on: Option<Date>) -> Result<()> {
    let kind = match entry.kind {
        EntryKind::Country => "country",
        EntryKind::Demonym => "people of the country",
        EntryKind::Capital => "capital or seat",
        EntryKind::City => "town or region",
        EntryKind::Person => "person",
        EntryKind::Organisation => "organisation",
        EntryKind::Group => "group",
    };
    let code = entry.code.map_or("---", CountryCode::as_str);
    let known = [code.to_owned(), sectors(&entry.sectors)].join(" ");
    let wikidata = entry
        .wikidata
        .as_deref()
        .map_or(String::new(), |w| format!("  {w}"));
    let (name, source) = (&entry.name, &entry.source);
    writeln!(
        out,
        "{name}  {kind}  {}{wikidata}  ({source})",
        known.trim()
    )?;
    let holds = |p: Period| on.is_none_or(|day| p.covers(day));
    for term in &entry.terms {
        let period = Period {
            start: term.start,
            end: term.end,
        };
        if holds(period) {
            let (title, country) = (&term.title, term.country);
            writeln!(out, "  {period}  {title} of {country}  ({})", term.source)?;
        }
    }
    // On a day only the standing that the coder would take.
    let standings: Vec<_> = match on {
        Some(_) => entry.on(on).into_iter().collect(),
        None => entry.standings.iter().collect(),
    };
    for standing in standings {
        writeln!(out, "  {}  ({})", standing.describe(), standing.source)?;
    }
    Ok(())
}

fn sectors(all: &[Sector]) -> String {
    let words: Vec<&str> = all.iter().map(|s| s.as_str()).collect();
    words.join(",")
}
