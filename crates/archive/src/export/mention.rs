//! GDELT 2.0 Mentions: 16 columns without a header, a row for each time an article tells of an event of
//! [`gdelt`](super::gdelt).

use std::io::{self, Write};

use plover::{Entity, Event};

use super::act::{Act, Mention, Pair, name};
use super::gdelt::stamp;
use super::notes::Notes;
use super::tsv::Line;

pub(super) const CONVENTIONS: &[&str] = &[
    "GDELT 2.0 Mentions, 16 columns, tabs between, no header, UTF-8, no quotation. Tabs and line ends in a value become a \
     space, double quotes single ones. What is not known is empty; an offset that is not known is -1.",
    "GLOBALEVENTID is that of the same export as gdelt. A mention of a happening of several parties has a row for each of \
     the happening's.",
    "EventTimeDate is the day of the first article that tells of the event, MentionTimeDate that of this one, both at \
     000000: the time of day is not known.",
    "MentionType is 1 where the article's address is known, with its host as MentionSourceName; else 2, with its publisher, \
     and its id in the archive as MentionIdentifier.",
    "SentenceID counts from 1. Offsets and MentionDocLen count characters of the article's body as the archive keeps it, \
     offsets from 0. Where there are several parties, and a report has one in other words than the happening, its offset is -1.",
    "InRawText is 0 where a party stands for others by a link (a pronoun, a short name). Confidence is the share of records \
     like it that were right, in percent. The tone is not known.",
];

/// The events that mentions of a happening are of.
pub(super) struct Rows<'a>(Vec<(i64, Pair<'a>)>);

impl<'a> Rows<'a> {
    /// None where the happening has no row among the events.
    pub(super) fn of(act: &'a Act, notes: &mut Notes) -> Option<Self> {
        let (_, pairs) = super::rows(act, notes)?;
        let numbered = pairs.into_iter().map(|p| (act.number(p), p));
        Some(Self(numbered.collect()))
    }

    pub(super) fn write(
        &self,
        act: &Act,
        mention: &Mention,
        notes: &mut Notes,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let event = &mention.event;
        for (id, (first, second)) in &self.0 {
            let mut line = Line::default();
            line.maybe(Some(id));
            line.maybe(act.told.map(stamp));
            line.maybe(mention.published.map(stamp));
            let url = event.cite_info.url.as_deref();
            line.cell(if url.is_some() { "1" } else { "2" });
            let host = url.and_then(crate::store::write::host);
            line.cell(host.as_deref().unwrap_or(&mention.source));
            line.cell(url.unwrap_or(&event.article));
            line.maybe(Some(event.text_info.sequence + 1));
            let together = act.recipient.is_empty();
            let other = if together {
                Side::Actor
            } else {
                Side::Recipient
            };
            line.maybe(Some(offset(event, party(event, act, Side::Actor, *first))));
            line.maybe(Some(offset(event, party(event, act, other, *second))));
            line.maybe(Some(offset(event, Some("event".to_owned()))));
            line.cell(if is_linked(event) { "0" } else { "1" });
            line.maybe(event.confidence.map(|c| (c * 100.0).round()));
            line.maybe(Some(mention.length));
            line.empty(3);
            notes.rows += 1;
            line.end(out)?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Side {
    Actor,
    Recipient,
}

/// The field of a report in which a party of the happening stands; none where that cannot be told.
fn party(event: &Event, act: &Act, side: Side, party: Option<&Entity>) -> Option<String> {
    let (field, all, alone) = match side {
        Side::Actor => ("actor", &event.actor, act.actor.len() == 1),
        Side::Recipient => ("recipient", &event.recipient, act.recipient.len() == 1),
    };
    let wanted = party?;
    let same =
        |e: &Entity| (e.code, &e.sector, name(e)) == (wanted.code, &wanted.sector, name(wanted));
    // One on both sides is the same, in whatever words.
    let at = match all.len() {
        1 if alone => 0,
        _ => all.iter().position(same)?,
    };
    Some(format!("{field}[{at}]"))
}

/// The first character of the words that a field rests on.
fn offset(event: &Event, field: Option<String>) -> i64 {
    let found = field.and_then(|f| event.evidence.iter().find(|e| e.field == f));
    found
        .and_then(|e| i64::try_from(e.span.chars[0]).ok())
        .unwrap_or(-1)
}

/// Whether a party was found by a link from other words.
fn is_linked(event: &Event) -> bool {
    event.evidence.iter().any(|e| {
        let party = e.field.starts_with("actor") || e.field.starts_with("recipient");
        party && e.via.is_some()
    })
}
