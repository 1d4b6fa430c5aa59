//! Tables of our own: a row a happening, nothing folded, every column named once for all that write it.

use std::io::{self, Write};

use plover::{Date, Entity};

use super::act::{Act, name};
use super::notes::Notes;

pub(super) const CONVENTIONS: &[&str] = &[
    "Legation's own table, one row a happening, nothing folded: event and mode say what the act is, status what became of \
     it. docs/exports.md has the columns.",
    "UTF-8, RFC 4180, a header; several values in a cell have ';' between, in the same order in all columns of a side, and \
     what is not known of a party is nothing between them.",
];

/// What a column holds, and how it comes from a happening.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Text(fn(&Act) -> Option<String>),
    Day(fn(&Act) -> Option<Date>),
    Integer(fn(&Act) -> Option<i64>),
    Number(fn(&Act) -> Option<f64>),
    /// One for each party of a side, or one for each word of a list.
    List(fn(&Act) -> Vec<Option<String>>),
}

use Column::{Day, Integer, List, Number, Text};

/// The columns, in order.
pub(super) const COLUMNS: &[(&str, Column)] = &[
    ("id", Text(|a| Some(a.row.id.clone()))),
    ("date", Text(|a| a.row.date.clone())),
    ("date_start", Day(|a| a.days.map(|d| d.0))),
    ("date_end", Day(|a| a.days.map(|d| d.1))),
    ("event", Text(|a| Some(a.event.as_str().to_owned()))),
    ("mode", Text(|a| a.row.mode.clone())),
    ("status", Text(|a| Some(a.status.as_str().to_owned()))),
    ("quad_code", Integer(|a| Some(a.row.quad_code))),
    ("event_scale", Number(|a| a.row.event_scale)),
    (
        "context",
        List(|a| a.row.context.iter().cloned().map(Some).collect()),
    ),
    ("actor", List(|a| names(&a.actor))),
    ("actor_code", List(|a| codes(&a.actor))),
    ("actor_sector", List(|a| sectors(&a.actor))),
    ("actor_wikidata", List(|a| ids(&a.actor))),
    ("recipient", List(|a| names(&a.recipient))),
    ("recipient_code", List(|a| codes(&a.recipient))),
    ("recipient_sector", List(|a| sectors(&a.recipient))),
    ("recipient_wikidata", List(|a| ids(&a.recipient))),
    ("place", Text(|a| a.row.place.clone())),
    ("country", Text(|a| a.row.country.clone())),
    (
        "geonameid",
        Text(|a| a.place.as_ref().and_then(|p| p.geonameid.clone())),
    ),
    ("lat", Number(|a| a.place.as_ref().and_then(|p| p.lat))),
    ("lon", Number(|a| a.place.as_ref().and_then(|p| p.lon))),
    ("dead", Integer(|a| count(a.founder.event.dead))),
    ("injured", Integer(|a| count(a.founder.event.injured))),
    ("arrested", Integer(|a| count(a.founder.event.arrested))),
    ("confidence", Number(|a| a.row.confidence)),
    ("events", Integer(|a| Some(a.row.events))),
    ("articles", Integer(|a| Some(a.row.articles))),
    ("sources", Integer(|a| Some(a.row.sources))),
    ("first_told", Day(|a| a.told)),
    ("article", Text(|a| Some(a.founder.event.article.clone()))),
    (
        "source",
        Text(|a| Some(a.founder.source.clone()).filter(|s| !s.is_empty())),
    ),
    ("url", Text(|a| a.founder.event.cite_info.url.clone())),
    ("text", Text(|a| Some(a.row.text.clone()))),
];

fn count(n: Option<u64>) -> Option<i64> {
    n.and_then(|n| i64::try_from(n).ok())
}

fn names(side: &[Entity]) -> Vec<Option<String>> {
    side.iter().map(|e| Some(name(e).to_owned())).collect()
}

fn codes(side: &[Entity]) -> Vec<Option<String>> {
    let code = |e: &Entity| e.code.map(|c| c.as_str().to_owned());
    side.iter().map(code).collect()
}

fn sectors(side: &[Entity]) -> Vec<Option<String>> {
    let sectors = |e: &Entity| {
        let all: Vec<&str> = e.sector.iter().map(|s| s.as_str()).collect();
        Some(all.join(",")).filter(|s| !s.is_empty())
    };
    side.iter().map(sectors).collect()
}

fn ids(side: &[Entity]) -> Vec<Option<String>> {
    side.iter().map(|e| e.identifier_id.clone()).collect()
}

/// The names of the columns as a line.
pub(super) fn header() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    names.join(",")
}

pub(super) fn write_csv(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = COLUMNS
        .iter()
        .map(|(_, column)| cell(*column, act))
        .collect();
    notes.rows += 1;
    writeln!(out, "{}", cells.join(","))
}

fn cell(column: Column, act: &Act) -> String {
    let text = match column {
        Text(of) => of(act),
        Day(of) => of(act).map(|d| d.to_string()),
        Integer(of) => of(act).map(|n| n.to_string()),
        Number(of) => of(act).map(|n| n.to_string()),
        List(of) => {
            let all = of(act).into_iter();
            let all: Vec<String> = all
                .map(|t| t.unwrap_or_default().replace(';', ","))
                .collect();
            Some(all.join(";"))
        }
    };
    crate::table::cell(&text.unwrap_or_default()).into_owned()
}
