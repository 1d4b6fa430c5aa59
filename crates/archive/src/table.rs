//! Happenings as a table's rows, for spreadsheets and for people. The command line and the service write the same.

use std::borrow::Cow;

use crate::store::read::{HappeningRow, PartyRow};

/// The names of the columns that [`csv`] fills.
pub const HEADER: &str = "id,date,event,mode,status,quad_code,event_scale,actor,recipient,place,country,context,confidence,events,articles,sources,text";

/// A happening as comma-separated values (RFC 4180), without the line's end.
pub fn csv(row: &HappeningRow) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let cells = [
        row.id.clone(),
        optional(&row.date),
        row.event.clone(),
        optional(&row.mode),
        row.status.clone(),
        row.quad_code.to_string(),
        number(row.event_scale),
        side(&row.actor),
        side(&row.recipient),
        optional(&row.place),
        optional(&row.country),
        row.context.join(";"),
        number(row.confidence),
        row.events.to_string(),
        row.articles.to_string(),
        row.sources.to_string(),
        row.text.clone(),
    ];
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|c| cell(c)).collect();
    cells.join(",")
}

/// Parties in a line: name, code, sectors.
pub fn names(side: &[PartyRow]) -> String {
    if side.is_empty() {
        return "-".to_owned();
    }
    let all: Vec<String> = side.iter().map(name).collect();
    all.join(" + ")
}

/// A party in a line: name, code, sectors.
pub fn name(party: &PartyRow) -> String {
    let code = party.code.as_deref().unwrap_or("---");
    let sectors = if party.sector.is_empty() {
        String::new()
    } else {
        format!("/{}", party.sector.join(","))
    };
    format!("{} ({code}{sectors})", party.name)
}

fn side(all: &[PartyRow]) -> String {
    if all.is_empty() {
        String::new()
    } else {
        names(all).replace(" + ", ";")
    }
}

/// A cell of comma-separated values: quoted where it has to be.
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}
