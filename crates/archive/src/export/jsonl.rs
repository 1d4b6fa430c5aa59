//! JSON Lines with the fields of the PLOVER manual 2.0, and no others.

use std::io::{self, Write};

use plover::{Entity, Location};
use serde::Serialize;

use super::act::Act;
use super::notes::Notes;

pub(super) const CONVENTIONS: &[&str] = &[
    "PLOVER manual 2.0, JSON chapter: one object a line; event, mode and context are lists. Fields that are not known are \
     absent, but for recipient, mode, context and event_text, which are empty lists.",
    "id is the happening's in the archive; text, text_info, event_text, cite_info, dead, injured and arrested are those of \
     the report that founded it.",
    "event and mode are the PLOVER view of act and status; comment says what they were where that is another. What is left \
     of the status as an auxiliary mode (future) stands last in mode.",
    "date is the first day, and enddate the last, where the day is known to a month or year only.",
    "text_info counts characters, not bytes, and sentences from 0. cite_info.citation is publisher and day.",
    "religion, ethnicity, gender and age of parties are not known.",
];

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    actor: Vec<Entity>,
    recipient: Vec<Entity>,
    event: [&'a str; 1],
    mode: Vec<&'a str>,
    context: &'a [plover::Context],
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<&'a Location>,
    event_text: &'a [String],
    quad_code: u8,
    event_scale: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<u64>,
    text: &'a str,
    text_info: TextInfo,
    #[serde(skip_serializing_if = "CiteInfo::is_empty")]
    cite_info: CiteInfo<'a>,
    coder: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize)]
struct TextInfo {
    sequence: usize,
    start: usize,
    end: usize,
}

#[derive(Default, PartialEq, Serialize)]
struct CiteInfo<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'a str>,
}

impl CiteInfo<'_> {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A party with the manual's fields: it has one for office and role.
fn party(entity: &Entity) -> Entity {
    Entity {
        office: entity.office.clone().or_else(|| entity.role.clone()),
        role: None,
        ..entity.clone()
    }
}

pub(super) fn write(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let Some(view) = super::view(act, notes) else {
        return Ok(());
    };
    let Some((first, last)) = act.days else {
        notes.leave_out("it has no date, which the manual requires");
        return Ok(());
    };
    let report = &act.founder;
    let cite = &report.event.cite_info;
    let publication = Some(report.source.as_str()).filter(|s| !s.is_empty());
    let cited: Vec<&str> = publication
        .into_iter()
        .chain(cite.date.as_deref())
        .collect();
    let mode = view.mode.map(plover::Mode::as_str);
    let aspect = view.aux_mode.map(plover::AuxMode::as_str);
    let before = report.before;
    let text = report.event.text_info.text.as_str();
    let record = Record {
        id: &act.row.id,
        date: first.to_string(),
        enddate: (first != last).then(|| last.to_string()),
        actor: act.actor.iter().map(party).collect(),
        recipient: act.recipient.iter().map(party).collect(),
        event: [view.event.as_str()],
        mode: mode.into_iter().chain(aspect).collect(),
        context: &act.context,
        event_loc: act.place.as_ref(),
        event_text: &report.event.event_text,
        quad_code: view.quad().code(),
        event_scale: view.scale(),
        dead: report.event.dead,
        injured: report.event.injured,
        arrested: report.event.arrested,
        text,
        text_info: TextInfo {
            sequence: report.event.text_info.sequence,
            start: before,
            end: before + text.chars().count(),
        },
        cite_info: CiteInfo {
            citation: Some(cited.join(", ")).filter(|c| !c.is_empty()),
            url: cite.url.as_deref(),
            title: cite.title.as_deref(),
            language: cite.language.as_deref(),
            publication,
        },
        coder: &report.event.coder,
        comment: super::was_other(act, view).then(|| {
            let mode = act.mode.map_or(String::new(), |m| format!(" {m}"));
            format!("{}{mode}, {}", act.event, act.status)
        }),
    };
    notes.rows += 1;
    serde_json::to_writer(&mut *out, &record)?;
    out.write_all(b"\n")
}
