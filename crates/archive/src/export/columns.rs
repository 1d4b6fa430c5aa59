//! Tables of our own: a row a happening, nothing folded, every column named once for all that write it.

use std::io::{self, Write};

use plover::Entity;

use super::act::{Act, name};
use super::notes::Notes;

pub(super) const CONVENTIONS: &[&str] = &[
    "Legation's own table, one row a happening, nothing folded: event and mode say what the act is, status what became of \
     it. docs/exports.md has the columns.",
    "UTF-8, RFC 4180, a header; several values in a cell have ';' between, in the same order in all columns of a side, and \
     what is not known of a party is nothing between them.",
];

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Number(Option<f64>),
    /// One for each party of a side, or one for each word of a list.
    List(Vec<Option<String>>),
}

/// A column: its name, and what a happening has in it.
type Column = (&'static str, fn(&Act) -> Value);

/// The columns, in order.
pub(super) const COLUMNS: &[Column] = &[
    ("id", |a| text(&a.row.id)),
    ("date", |a| Value::Text(a.row.date.clone())),
    ("date_start", |a| {
        Value::Text(a.days.map(|d| d.0.to_string()))
    }),
    ("date_end", |a| Value::Text(a.days.map(|d| d.1.to_string()))),
    ("event", |a| text(a.event.as_str())),
    ("mode", |a| Value::Text(a.row.mode.clone())),
    ("status", |a| text(a.status.as_str())),
    ("quad_code", |a| Value::Integer(Some(a.row.quad_code))),
    ("event_scale", |a| Value::Number(a.row.event_scale)),
    ("context", |a| {
        Value::List(a.row.context.iter().cloned().map(Some).collect())
    }),
    ("actor", |a| names(&a.actor)),
    ("actor_code", |a| codes(&a.actor)),
    ("actor_sector", |a| sectors(&a.actor)),
    ("actor_wikidata", |a| ids(&a.actor)),
    ("recipient", |a| names(&a.recipient)),
    ("recipient_code", |a| codes(&a.recipient)),
    ("recipient_sector", |a| sectors(&a.recipient)),
    ("recipient_wikidata", |a| ids(&a.recipient)),
    ("place", |a| Value::Text(a.row.place.clone())),
    ("country", |a| Value::Text(a.row.country.clone())),
    ("geonameid", |a| {
        Value::Text(a.place.as_ref().and_then(|p| p.geonameid.clone()))
    }),
    ("lat", |a| {
        Value::Number(a.place.as_ref().and_then(|p| p.lat))
    }),
    ("lon", |a| {
        Value::Number(a.place.as_ref().and_then(|p| p.lon))
    }),
    ("dead", |a| count(a.founder.event.dead)),
    ("injured", |a| count(a.founder.event.injured)),
    ("arrested", |a| count(a.founder.event.arrested)),
    ("confidence", |a| Value::Number(a.row.confidence)),
    ("events", |a| Value::Integer(Some(a.row.events))),
    ("articles", |a| Value::Integer(Some(a.row.articles))),
    ("sources", |a| Value::Integer(Some(a.row.sources))),
    ("first_told", |a| Value::Text(a.told.map(|d| d.to_string()))),
    ("article", |a| text(&a.founder.event.article)),
    ("source", |a| {
        Value::Text(Some(a.founder.source.clone()).filter(|s| !s.is_empty()))
    }),
    ("url", |a| {
        Value::Text(a.founder.event.cite_info.url.clone())
    }),
    ("text", |a| text(&a.row.text)),
];

fn text(words: &str) -> Value {
    Value::Text(Some(words.to_owned()))
}

fn count(n: Option<u64>) -> Value {
    Value::Integer(n.and_then(|n| i64::try_from(n).ok()))
}

fn names(side: &[Entity]) -> Value {
    Value::List(side.iter().map(|e| Some(name(e).to_owned())).collect())
}

fn codes(side: &[Entity]) -> Value {
    let code = |e: &Entity| e.code.map(|c| c.as_str().to_owned());
    Value::List(side.iter().map(code).collect())
}

fn sectors(side: &[Entity]) -> Value {
    let sectors = |e: &Entity| {
        let all: Vec<&str> = e.sector.iter().map(|s| s.as_str()).collect();
        Some(all.join(",")).filter(|s| !s.is_empty())
    };
    Value::List(side.iter().map(sectors).collect())
}

fn ids(side: &[Entity]) -> Value {
    Value::List(side.iter().map(|e| e.identifier_id.clone()).collect())
}

/// The names of the columns as a line.
pub(super) fn header() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    names.join(",")
}

pub(super) fn write_csv(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = COLUMNS
        .iter()
        .map(|(_, value)| match value(act) {
            Value::Text(text) => crate::table::cell(&text.unwrap_or_default()),
            Value::Integer(n) => n.map_or(String::new(), |n| n.to_string()),
            Value::Number(n) => n.map_or(String::new(), |n| n.to_string()),
            Value::List(all) => {
                let all: Vec<String> = all
                    .into_iter()
                    .map(|t| t.unwrap_or_default().replace(';', ","))
                    .collect();
                crate::table::cell(&all.join(";"))
            }
        })
        .collect();
    notes.rows += 1;
    writeln!(out, "{}", cells.join(","))
}
