//! What an analyst says of coded acts: wrong, or what a field should be, or that two reports are of one act or of two.
//!
//! A correction is kept by the words that name the act in its article, not by the event's number, so that it holds for
//! what a later codebook makes of the same words. What the coder had is kept beside it; a correction can be undone, and
//! all of them are sentences for the codebook's tests.

use std::fmt::Write as _;

use plover::{
    CountryCode, Date, Entity, Event, EventType, Evidence, Mode, ResolvedDate, Sector, Status,
    TextSpan,
};
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use serde::Serialize;

use crate::error::{CorrectError, StoreError};
use crate::happening::merge::Dirty;
use crate::happening::profile::named_at;
use crate::store::Archive;
use crate::store::events::{coded_events, keep_coded, rewrite_events};

/// What is said of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// There is no such act.
    Wrong,
    /// A field's right value; `-` for none.
    Set(Field, String),
    /// It is not of the happening that this event is of.
    Apart(String),
    /// It is of the happening that this event is of.
    Together(String),
}

/// A field that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The type.
    Event,
    /// The mode.
    Mode,
    /// The status.
    Status,
    /// The day.
    Date,
    /// Who acts: `IRQ/GOV Mustafa al-Kadhimi; IRN`.
    Actor,
    /// Who is acted upon.
    Recipient,
}

impl Field {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Event,
        Self::Mode,
        Self::Status,
        Self::Date,
        Self::Actor,
        Self::Recipient,
    ];

    /// Its name in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Mode => "mode",
            Self::Status => "status",
            Self::Date => "date",
            Self::Actor => "actor",
            Self::Recipient => "recipient",
        }
    }

    /// The field of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.as_str() == name)
    }

    /// What an event has in it, written as a correction writes it.
    pub fn value(self, event: &Event) -> String {
        match self {
            Self::Event => event.event.as_str().to_owned(),
            Self::Mode => event.mode.first().map_or("-", |m| m.as_str()).to_owned(),
            Self::Status => event.status.as_str().to_owned(),
            Self::Date => event.date.clone().unwrap_or_else(|| "-".to_owned()),
            Self::Actor => written(&event.actor),
            Self::Recipient => written(&event.recipient),
        }
    }
}

/// A correction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CorrectionRow {
    /// The article.
    pub article: String,
    /// The event that it is about, by the id that takes it back, also where it is wrong; none where it is no longer coded.
    pub event: Option<String>,
    /// The words that name the act.
    pub words: String,
    /// The type it was coded as.
    pub kind: String,
    /// `wrong`, `apart`, `together`, or a field.
    pub field: String,
    /// The right value; where it is of two acts, the article of the other.
    pub value: String,
    /// Why.
    pub note: String,
    /// The sentence.
    pub sentence: String,
}

/// A correction of one article, as the writing of its events needs it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    at: (usize, usize),
    kind: String,
    field: String,
    value: String,
}

pub(crate) fn kept(c: &Connection, article: i64) -> Result<Vec<Kept>> {
    c.prepare_cached(
        "SELECT start, end, type, field, value FROM correction WHERE article = ? ORDER BY n",
    )?
    .query_map([article], |r| {
        Ok(Kept {
            at: (r.get(0)?, r.get(1)?),
            kind: r.get(2)?,
            field: r.get(3)?,
            value: r.get(4)?,
        })
    })?
    .collect()
}

/// The event as corrected; none where it is wrong.
pub(crate) fn apply(kept: &[Kept], mut event: Event, text: &str) -> Option<Event> {
    let (at, kind) = (named_at(&event), event.event.as_str());
    let mine: Vec<&Kept> = kept
        .iter()
        .filter(|k| k.at == at && k.kind == kind)
        .collect();
    for fix in mine {
        match fix.field.as_str() {
            "wrong" => return None,
            name => {
                if let Some(field) = Field::parse(name) {
                    // It was checked when it was made; a value that later versions do not know changes nothing.
                    let _ = set(&mut event, field, &fix.value, text);
                }
            }
        }
    }
    Some(event)
}

/// Give a field a value, with the analyst as what filled it.
fn set(
    event: &mut Event,
    field: Field,
    value: &str,
    text: &str,
) -> std::result::Result<(), String> {
    let none = value == "-";
    match field {
        Field::Event => {
            let kind =
                EventType::parse(value).ok_or_else(|| format!("'{value}' is no event type"))?;
            if kind != event.event {
                event.event = kind;
                event.quad_code = kind.quad();
                event.event_scale = Some(kind.base_score());
                event.mode.clear();
                event.evidence.retain(|e| !e.field.starts_with("mode"));
            }
        }
        Field::Mode => {
            let mode = Mode::parse(event.event, value);
            if mode.is_none() && !none {
                return Err(format!("'{value}' is no mode of {}", event.event));
            }
            event.mode = mode.into_iter().collect();
            event.event_scale = mode
                .and_then(Mode::score)
                .or(Some(event.event.base_score()));
        }
        Field::Status => {
            event.status = Status::parse(value).ok_or_else(|| format!("'{value}' is no status"))?;
        }
        Field::Date => {
            let day = Date::parse(value).filter(|_| value.len() == 10);
            if day.is_none() && !none {
                return Err(format!("'{value}' is no day of the form YYYY-MM-DD"));
            }
            event.date_info = day.map(|d| ResolvedDate::day(d, "stated"));
            event.date = event.date_info.as_ref().map(ResolvedDate::iso);
        }
        Field::Actor => event.actor = parties(value)?,
        Field::Recipient => event.recipient = parties(value)?,
    }
    evidence(event, field, text);
    Ok(())
}

/// The words that a corrected field rests on: those of a party where the sentence has them, else those that name the act.
fn evidence(event: &mut Event, field: Field, text: &str) {
    let at = named_at(event);
    let name = field.as_str();
    let of_field = |e: &Evidence| e.field.split(['[', '.']).next() == Some(name);
    let filled = match field {
        Field::Event | Field::Status => vec![(name.to_owned(), None)],
        Field::Mode => vec![("mode[0]".to_owned(), None); event.mode.len()],
        Field::Date => vec![(name.to_owned(), None); usize::from(event.date.is_some())],
        Field::Actor | Field::Recipient => {
            let side = if field == Field::Actor {
                &event.actor
            } else {
                &event.recipient
            };
            let names = side.iter().enumerate();
            names
                .map(|(i, e)| (format!("{name}[{i}]"), Some(e.entity_text.clone())))
                .collect()
        }
    };
    event.evidence.retain(|e| !of_field(e));
    let (start, end) = (event.text_info.start, event.text_info.end);
    for (field, words) in filled {
        let sentence = text.get(start..end).unwrap_or_default();
        let found = words.and_then(|w| sentence.find(&w).map(|i| (start + i, start + i + w.len())));
        let (from, to) = found.unwrap_or(at);
        let Some(span) = TextSpan::of(text, from..to) else {
            continue;
        };
        let evidence = Evidence {
            field: field.into(),
            text: text.get(from..to).unwrap_or_default().to_owned(),
            span,
            rule: "analyst".to_owned(),
            via: None,
        };
        // What names the act comes first: records are found again by it.
        if evidence.field == "event" {
            event.evidence.insert(0, evidence);
        } else {
            event.evidence.push(evidence);
        }
    }
}

/// `IRQ/GOV Mustafa al-Kadhimi; IRN`: parties, each by code, sectors and name, of which something must be there.
fn parties(value: &str) -> std::result::Result<Vec<Entity>, String> {
    if value == "-" {
        return Ok(Vec::new());
    }
    value.split(';').map(|part| party(part.trim())).collect()
}

/// What [`parties`] reads.
fn written(side: &[Entity]) -> String {
    if side.is_empty() {
        return "-".to_owned();
    }
    let one = |entity: &Entity| {
        let mut out = entity.code.map_or("---", CountryCode::as_str).to_owned();
        for sector in &entity.sector {
            out.push('/');
            out.push_str(sector.as_str());
        }
        let name = entity.identifier_text.as_deref();
        let name = name.unwrap_or(&entity.entity_text).replace(';', ",");
        format!("{out} {name}")
    };
    side.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn party(text: &str) -> std::result::Result<Entity, String> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut words = first.split('/');
    let code = words.next().unwrap_or_default();
    let mut entity = Entity {
        code: CountryCode::parse(code),
        ..Entity::default()
    };
    let coded = entity.code.is_some() || code == "---";
    let name = if coded {
        for sector in words {
            let known = Sector::parse(sector);
            entity
                .sector
                .push(known.ok_or_else(|| format!("'{sector}' is no sector of PLOVER"))?);
        }
        rest.trim()
    } else {
        text
    };
    let name = if name.is_empty() {
        entity.code.map_or("", CountryCode::name)
    } else {
        name
    };
    if name.is_empty() {
        return Err(format!("'{text}' names nobody"));
    }
    name.clone_into(&mut entity.entity_text);
    entity.identifier_text = Some(name.to_owned()).filter(|_| coded);
    Ok(entity)
}

impl Archive {
    /// Correct an event: all that is said of it holds, or nothing. The happenings that follow from it are settled in the
    /// same transaction.
    pub fn correct(
        &mut self,
        id: &str,
        fixes: &[Fix],
        note: &str,
    ) -> std::result::Result<(), CorrectError> {
        let row = self
            .event(id)?
            .ok_or_else(|| CorrectError::Unknown(id.to_owned()))?;
        let text = self
            .article(&row.event.article)?
            .map(|a| a.text)
            .unwrap_or_default();
        // A mode is one of the type that the event has by then.
        let mut tried = row.event.clone();
        let mut kept = Vec::new();
        for fix in fixes {
            if let Fix::Set(field, value) = fix {
                set(&mut tried, *field, value, &text).map_err(CorrectError::Value)?;
            }
            kept.push(self.kept_as(fix, &tried)?);
        }
        let done = self.transaction(|c| {
            let find = "SELECT e.article, e.seq FROM event e WHERE e.id = ?";
            let (article, seq): (i64, i64) = c.query_row(find, [id], |r| Ok((r.get(0)?, r.get(1)?)))?;
            keep_coded(c, article)?;
            // By what the coder had, for that is what a later coding is likely to have again.
            let coded = coded_events(c, article)?;
            let anchor = coded.iter().find(|(n, _)| *n == seq).map_or(&row.event, |(_, e)| e);
            let at = named_at(anchor);
            for (field, value, beside) in &kept {
                c.execute(
                    "DELETE FROM correction WHERE article = ? AND start = ? AND end = ? AND type = ? AND field = ? AND other IS ?",
                    params![article, at.0, at.1, anchor.event.as_str(), field, beside],
                )?;
                c.execute(
                    "INSERT INTO correction (article, start, end, type, field, value, other, note)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    params![article, at.0, at.1, anchor.event.as_str(), field, value, beside, note],
                )?;
            }
            let mut dirty = Dirty::default();
            rewrite_events(c, article, coded, &mut dirty)?;
            dirty.settle(c)
        });
        Ok(done.map_err(|e| self.store_error(e))?)
    }

    /// Field, value and other act of a correction, as they are kept.
    fn kept_as(
        &self,
        fix: &Fix,
        event: &Event,
    ) -> std::result::Result<(&'static str, String, Option<String>), CorrectError> {
        let (field, other) = match fix {
            Fix::Wrong => return Ok(("wrong", String::new(), None)),
            Fix::Set(field, value) => return Ok((field.as_str(), value.clone(), None)),
            Fix::Apart(other) => ("apart", other),
            Fix::Together(other) => ("together", other),
        };
        let found = self
            .event(other)?
            .ok_or_else(|| CorrectError::Unknown(other.clone()))?
            .event;
        let id = &event.id;
        if found.event != event.event {
            return Err(CorrectError::Value(format!(
                "{other} is {}, and {id} is {}: acts of two types are two",
                found.event, event.event
            )));
        }
        if found.article == event.article && field == "together" {
            return Err(CorrectError::Value(format!(
                "{other} and {id} are of one article, whose acts the coder tells apart"
            )));
        }
        let (from, to) = named_at(&found);
        Ok((
            field,
            String::new(),
            Some(format!("{}\t{from}\t{to}", found.article)),
        ))
    }

    /// What the coder had of an event, whatever was said of it since; none where it has none of this number.
    pub fn coded(&self, id: &str) -> std::result::Result<Option<Event>, StoreError> {
        let read = || {
            let c = &self.connection;
            let Some((article, seq)) = place_of(c, id)? else {
                return Ok(None);
            };
            let coded = coded_events(c, article)?;
            let Some((_, mut event)) = coded.into_iter().find(|(n, _)| *n == seq) else {
                return Ok(None);
            };
            let sql = "SELECT CAST(substr(CAST(text AS BLOB), ?2 + 1, ?3 - ?2) AS TEXT) FROM article WHERE n = ?1";
            let (start, end) = (event.text_info.start, event.text_info.end);
            event.text_info.text = c
                .prepare_cached(sql)?
                .query_row(params![article, start, end], |r| r.get(0))?;
            event.happening = None;
            Ok(Some(event))
        };
        read().map_err(|e| self.store_error(e))
    }

    /// Take back all that was said of the act that these words of an article name, or of an event that is there.
    /// How many corrections that were.
    pub fn undo(&mut self, id: &str) -> std::result::Result<usize, CorrectError> {
        let undone = self.transaction(|c| {
            let Some((article, seq)) = place_of(c, id)? else {
                return Ok(None);
            };
            let coded = coded_events(c, article)?;
            let Some((_, event)) = coded.iter().find(|(n, _)| *n == seq) else {
                return Ok(None);
            };
            let at = named_at(event);
            let mut find = c.prepare(
                "SELECT DISTINCT b.n FROM correction k JOIN article b ON k.other LIKE b.id || char(9) || '%'
                 WHERE k.article = ? AND k.start = ? AND k.end = ? AND k.type = ?",
            )?;
            let which = params![article, at.0, at.1, event.event.as_str()];
            let others = find
                .query_map(which, |r| r.get(0))?
                .collect::<Result<Vec<i64>>>()?;
            let n = c.execute(
                "DELETE FROM correction WHERE article = ? AND start = ? AND end = ? AND type = ?",
                which,
            )?;
            let mut dirty = Dirty::default();
            rewrite_events(c, article, coded, &mut dirty)?;
            // A report that was brought to the day of this one goes back to its own.
            for other in others {
                let coded = coded_events(c, other)?;
                rewrite_events(c, other, coded, &mut dirty)?;
            }
            dirty.settle(c)?;
            Ok(Some(n))
        });
        undone
            .map_err(|e| self.store_error(e))?
            .ok_or_else(|| CorrectError::Unknown(id.to_owned()))
    }

    /// All corrections, in the order they were made.
    pub fn corrections(&self) -> std::result::Result<Vec<CorrectionRow>, StoreError> {
        corrections(&self.connection, None).map_err(|e| self.store_error(e))
    }

    /// Those of the acts of one article.
    pub fn corrections_of(
        &self,
        article: &str,
    ) -> std::result::Result<Vec<CorrectionRow>, StoreError> {
        corrections(&self.connection, Some(article)).map_err(|e| self.store_error(e))
    }

    /// The corrections as sentences that a codebook must, and must not, fire on: a file for `--codebook`.
    pub fn corrections_as_rules(&self) -> std::result::Result<String, StoreError> {
        let mut out = String::from("# What analysts said of sentences that were coded.\n");
        let mut cases: Vec<(String, String)> = Vec::new();
        for row in self.corrections()? {
            let sentence = row
                .sentence
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let note = if row.note.is_empty() {
                String::new()
            } else {
                format!("# {}\n", row.note.replace('\n', " "))
            };
            match (row.field.as_str(), &row.event) {
                ("apart" | "together", _) => {}
                ("wrong", _) => cases.push((row.kind, format!("{note}- {sentence}\n"))),
                (_, Some(id)) => {
                    let Some(found) = self.event(id)? else {
                        continue;
                    };
                    let case = format!("{note}+ {sentence} => {}\n", expected(&found.event));
                    let case = (found.event.event.as_str().to_owned(), case);
                    if !cases.contains(&case) {
                        cases.push(case);
                    }
                    if row.field == "event" && row.value != row.kind {
                        cases.push((row.kind, format!("- {sentence}\n")));
                    }
                }
                _ => {}
            }
        }
        cases.sort_by(|a, b| a.0.cmp(&b.0));
        let mut kind = "";
        for (of, case) in &cases {
            if of != kind {
                let _ = write!(out, "\nevent {of}\n");
                kind = of;
            }
            out.push_str(case);
        }
        Ok(out)
    }
}

/// The article and the number of an event; the number stays taken while the event is said to be wrong.
fn place_of(c: &Connection, id: &str) -> Result<Option<(i64, i64)>> {
    let Some((name, seq)) = id.rsplit_once('-') else {
        return Ok(None);
    };
    let Ok(seq) = seq.parse() else {
        return Ok(None);
    };
    let article = c
        .prepare_cached("SELECT n FROM article WHERE id = ?")?
        .query_row([name], |r| r.get(0))
        .optional()?;
    Ok(article.map(|article| (article, seq)))
}

fn corrections(c: &Connection, article: Option<&str>) -> Result<Vec<CorrectionRow>> {
    c.prepare_cached(
        "SELECT a.id, (SELECT a.id || '-' || k.seq FROM coded_event k WHERE k.article = a.n AND k.json ->> '$.event' = c.type
           AND EXISTS (SELECT 1 FROM json_each(k.json, '$.evidence') v WHERE v.value ->> 'field' = 'event'
             AND v.value ->> '$.bytes[0]' = c.start AND v.value ->> '$.bytes[1]' = c.end) ORDER BY k.seq LIMIT 1),
         CAST(substr(CAST(a.text AS BLOB), c.start + 1, c.end - c.start) AS TEXT), c.type, c.field,
         iif(c.other IS NULL, c.value, substr(c.other, 1, instr(c.other, char(9)) - 1)), c.note,
         (SELECT CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.end - s.start) AS TEXT) FROM sentence s
          WHERE s.n BETWEEN a.n << 17 AND (a.n << 17) + 131071 AND s.start <= c.start AND s.end >= c.end LIMIT 1)
         FROM correction c JOIN article a ON a.n = c.article WHERE ?1 IS NULL OR a.id = ?1 ORDER BY c.n",
    )?
    .query_map([article], |r| {
        Ok(CorrectionRow {
            article: r.get(0)?,
            event: r.get(1)?,
            words: r.get(2)?,
            kind: r.get(3)?,
            field: r.get(4)?,
            value: r.get(5)?,
            note: r.get(6)?,
            sentence: r.get::<_, Option<String>>(7)?.unwrap_or_default(),
        })
    })?
    .collect()
}

/// `TYPE mode | actor > recipient | status`, as examples have it.
fn expected(event: &Event) -> String {
    let side = |all: &[Entity]| {
        all.first()
            .map_or("-".to_owned(), |e| e.entity_text.clone())
    };
    let mode = event
        .mode
        .first()
        .map_or(String::new(), |m| format!(" {}", m.as_str()));
    format!(
        "{}{mode} | {} > {} | {}",
        event.event,
        side(&event.actor),
        side(&event.recipient),
        event.status
    )
}
