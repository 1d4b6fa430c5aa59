//! A record from JSON: fields nobody knows are passed over, words that PLOVER 2.0 lacks are not.
//!
//! Only `id` and `event` must be there. A record without a status is one of another coder, and occurred; one without
//! a quad has that of its type.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::record::{CiteInfo, ResolvedDate, TextInfo};
use crate::{
    Attribution, Context, Entity, Event, EventType, Evidence, Location, Mode, Quad, Quantity,
    Quote, Status, form,
};

/// As read: the mode words mean nothing before the type is known.
#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default, deserialize_with = "form::or_default")]
    article: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    date_info: Option<ResolvedDate>,
    #[serde(default, deserialize_with = "form::or_default")]
    actor: Vec<Entity>,
    #[serde(default, deserialize_with = "form::or_default")]
    recipient: Vec<Entity>,
    event: One,
    #[serde(default, deserialize_with = "form::or_default")]
    mode: Vec<String>,
    #[serde(default, deserialize_with = "form::or_default")]
    context: Vec<Context>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default, deserialize_with = "form::or_default")]
    attribution: Vec<Attribution>,
    #[serde(default)]
    event_loc: Option<Location>,
    #[serde(default, deserialize_with = "form::or_default")]
    event_text: Vec<String>,
    #[serde(default)]
    quad_code: Option<Quad>,
    #[serde(default)]
    event_scale: Option<f64>,
    #[serde(default, deserialize_with = "form::or_default")]
    quantities: Vec<Quantity>,
    #[serde(default, deserialize_with = "form::or_default")]
    quotes: Vec<Quote>,
    #[serde(default)]
    dead: Option<u64>,
    #[serde(default)]
    injured: Option<u64>,
    #[serde(default)]
    arrested: Option<u64>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default, deserialize_with = "form::or_default")]
    text_info: TextInfo,
    #[serde(default, deserialize_with = "form::or_default")]
    cite_info: CiteInfo,
    #[serde(default, deserialize_with = "form::or_default")]
    coder: String,
    #[serde(default)]
    happening: Option<String>,
    #[serde(default, deserialize_with = "form::or_default")]
    evidence: Vec<Evidence>,
}

/// The manual writes `event` as a list; a record of ours holds one act, so a list of one is read as that one.
pub(crate) struct One(pub(crate) EventType);

impl<'de> Deserialize<'de> for One {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(OneVisitor)
    }
}

struct OneVisitor;

impl<'de> de::Visitor<'de> for OneVisitor {
    type Value = One;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event type")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<One, E> {
        text.parse().map(One).map_err(E::custom)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<One, A::Error> {
        let first = list.next_element::<EventType>()?;
        let mut length = usize::from(first.is_some());
        while list.next_element::<de::IgnoredAny>()?.is_some() {
            length += 1;
        }
        match first {
            Some(event) if length == 1 => Ok(One(event)),
            _ => Err(de::Error::custom(format!(
                "'event' lists {length} types; a record holds one"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(d)?;
        let One(event) = raw.event;
        let mode = raw
            .mode
            .iter()
            .map(|m| Mode::named(event, m).map_err(de::Error::custom));
        Ok(Self {
            mode: mode.collect::<Result<_, _>>()?,
            quad_code: raw.quad_code.unwrap_or_else(|| event.quad()),
            status: raw.status.unwrap_or(Status::Occurred),
            event,
            id: raw.id,
            article: raw.article,
            date: raw.date,
            date_info: raw.date_info,
            actor: raw.actor,
            recipient: raw.recipient,
            context: raw.context,
            attribution: raw.attribution,
            event_loc: raw.event_loc,
            event_text: raw.event_text,
            event_scale: raw.event_scale,
            quantities: raw.quantities,
            quotes: raw.quotes,
            dead: raw.dead,
            injured: raw.injured,
            arrested: raw.arrested,
            confidence: raw.confidence,
            text_info: raw.text_info,
            cite_info: raw.cite_info,
            coder: raw.coder,
            happening: raw.happening,
            evidence: raw.evidence,
        })
    }
}
