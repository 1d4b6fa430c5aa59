//! What relations need of a record, and no more: who, whom, what, when, in what state.
//!
//! A record of ours carries evidence for every field, a hundred times what a count over ten million of them needs. An
//! [`Outline`] is read from the same line and borrows from it; the rest is passed over. It is as strict as the whole
//! record on the words it reads: one that PLOVER lacks makes an error.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de};

use crate::reader::One;
use crate::{CountryCode, Date, EventType, Mode, Quad, Sector, Status, form};

/// A record's outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// First and last day that it may have been, where it is dated.
    pub date: Option<(Date, Date)>,
    /// Who acts.
    pub actor: Vec<Party<'a>>,
    /// Who is acted upon.
    pub recipient: Vec<Party<'a>>,
    /// What kind of act.
    pub event: EventType,
    /// Its first mode.
    pub mode: Option<Mode>,
    /// What became of it.
    pub status: Status,
    /// Quad.
    pub quad: Quad,
    /// Score: the record's, or that of its mode or type.
    pub scale: f64,
    /// How sure the record is, where that was measured.
    pub confidence: Option<f64>,
    /// What mentions of one and the same act share.
    pub happening: Option<Cow<'a, str>>,
}

/// An actor or recipient in outline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party<'a> {
    /// Country.
    pub code: Option<CountryCode>,
    /// First sector.
    pub sector: Option<Sector>,
    /// The name its words stand for; the words where that is not known.
    pub name: Cow<'a, str>,
}

impl<'a> Outline<'a> {
    /// The outline of a record's line.
    ///
    /// ```
    /// use plover::{Quad, outline::Outline};
    /// let line = r#"{"id":"a-1","event":"AID","date":"2020-07","actor":[{"code":"KEN","entity_text":"Nairobi"}]}"#;
    /// let outline = Outline::read(line.as_bytes()).unwrap();
    /// let (first, last) = outline.date.unwrap();
    /// assert_eq!((first.to_string(), last.to_string()), ("2020-07-01".to_owned(), "2020-07-31".to_owned()));
    /// assert_eq!((outline.quad, outline.scale), (Quad::MaterialCooperation, 10.0));
    /// assert_eq!(outline.actor[0].name, "Nairobi");
    /// ```
    pub fn read(line: &'a [u8]) -> Result<Self, serde_json::Error> {
        let raw: Raw<'a> = serde_json::from_slice(line)?;
        let One(event) = raw.event;
        let mode = raw.mode.first().map(|m| Mode::named(event, &m.0));
        let mode = mode.transpose().map_err(de::Error::custom)?;
        let date = match (raw.date_info, raw.date) {
            (Some(info), _) => Some((info.value, info.end.unwrap_or(info.value))),
            (None, Some(text)) => Some(days(&text.0).ok_or_else(|| {
                de::Error::custom(format!("'{}' is no date: a day, month or year", text.0))
            })?),
            (None, None) => None,
        };
        let scale = raw.event_scale.filter(|s| s.is_finite());
        Ok(Self {
            id: raw.id.0,
            date: date.filter(|(first, last)| first <= last),
            actor: raw.actor.into_iter().map(Party::from).collect(),
            recipient: raw.recipient.into_iter().map(Party::from).collect(),
            mode,
            status: raw.status.unwrap_or(Status::Occurred),
            quad: raw.quad_code.unwrap_or_else(|| event.quad()),
            scale: scale
                .or_else(|| mode.and_then(Mode::score))
                .unwrap_or_else(|| event.base_score()),
            event,
            confidence: raw.confidence,
            happening: raw.happening.map(|h| h.0).filter(|h| !h.is_empty()),
        })
    }
}

/// First and last day of a day, month or year, as a record's `date` has it.
///
/// ```
/// let (first, last) = plover::outline::days("2020-02").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("2020-02-01".to_owned(), "2020-02-29".to_owned()));
/// ```
pub fn days(text: &str) -> Option<(Date, Date)> {
    if let Some(day) = Date::parse(text) {
        return Some((day, day));
    }
    let number = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    match *text.split('-').collect::<Vec<_>>() {
        [year] if year.len() == 4 => {
            let year = number(year)?;
            Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?))
        }
        [year, month] if year.len() == 4 && month.len() == 2 => {
            let first = Date::new(number(year)?, u8::try_from(number(month)?).ok()?, 1)?;
            Some((first, first.add_months(1).add_days(-1)))
        }
        _ => None,
    }
}

/// Borrowed where the line has no escapes: inside an option serde borrows nothing by itself.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    date: Option<Text<'a>>,
    #[serde(default)]
    date_info: Option<Days>,
    #[serde(default, borrow, deserialize_with = "form::or_default")]
    actor: Vec<RawParty<'a>>,
    #[serde(default, borrow, deserialize_with = "form::or_default")]
    recipient: Vec<RawParty<'a>>,
    event: One,
    #[serde(default, borrow, deserialize_with = "form::or_default")]
    mode: Vec<Text<'a>>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    quad_code: Option<Quad>,
    #[serde(default)]
    event_scale: Option<f64>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default, borrow)]
    happening: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Days {
    #[serde(with = "form::iso")]
    value: Date,
    #[serde(default, with = "form::optional_iso")]
    end: Option<Date>,
}

#[derive(Deserialize)]
struct RawParty<'a> {
    #[serde(default)]
    code: Option<CountryCode>,
    #[serde(default, deserialize_with = "first")]
    sector: Option<Sector>,
    #[serde(default, borrow)]
    entity_text: Option<Text<'a>>,
    #[serde(default, borrow)]
    identifier_text: Option<Text<'a>>,
}

impl<'a> From<RawParty<'a>> for Party<'a> {
    fn from(raw: RawParty<'a>) -> Self {
        let name = raw.identifier_text.or(raw.entity_text);
        Self {
            code: raw.code,
            sector: raw.sector,
            name: name.map(|n| n.0).unwrap_or_default(),
        }
    }
}

fn first<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Sector>, D::Error> {
    let all = Option::<Vec<Sector>>::deserialize(d)?;
    Ok(all.and_then(|a| a.first().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entity, Event};

    #[test]
    fn an_outline_says_what_the_record_says() {
        let mut event = Event::new(EventType::Consult);
        event.id = "a \"quoted\" id".to_owned();
        event.status = Status::Postponed;
        event.happening = Some("a-h1".to_owned());
        event.date = Some("2020".to_owned());
        event.recipient = vec![Entity {
            code: CountryCode::parse("KEN"),
            sector: vec![Sector::ALL[0], Sector::ALL[1]],
            entity_text: "she".to_owned(),
            identifier_text: Some("Amina".to_owned()),
            ..Entity::default()
        }];
        let mut line = Vec::new();
        crate::jsonl::write(&mut line, &event).expect("it is JSON");
        let outline = Outline::read(line.trim_ascii_end()).expect("it is a record");
        assert_eq!(outline.id, event.id);
        assert_eq!((outline.event, outline.status), (event.event, event.status));
        assert_eq!(
            (outline.quad, Some(outline.scale)),
            (event.quad_code, event.event_scale)
        );
        assert_eq!(outline.happening.as_deref(), event.happening.as_deref());
        let party = &outline.recipient[0];
        assert_eq!(
            (party.code, party.sector),
            (CountryCode::parse("KEN"), Some(Sector::ALL[0]))
        );
        assert_eq!(party.name, "Amina");
        let days = outline.date.map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(
            days,
            Some(("2020-01-01".to_owned(), "2020-12-31".to_owned()))
        );
    }

    #[test]
    fn nulls_are_fields_that_are_not_there_and_wrong_words_are_errors() {
        let fine = r#"{"id":"a","event":["AID"],"actor":null,"mode":null,"status":null,"date":null,"sector":null}"#;
        assert!(Outline::read(fine.as_bytes()).is_ok());
        for (line, told) in [
            (r#"{"event":"AID"}"#, "id"),
            (r#"{"id":"a","event":"FIGHT"}"#, "FIGHT"),
            (r#"{"id":"a","event":"AID","mode":["nod"]}"#, "nod"),
            (
                r#"{"id":"a","event":"AID","date":"yesterday"}"#,
                "yesterday",
            ),
            (r#"{"id":"a","event":"AID","date":"2020-13"}"#, "2020-13"),
            (
                r#"{"id":"a","event":"AID","actor":[{"code":"XXX"}]}"#,
                "XXX",
            ),
        ] {
            let error = Outline::read(line.as_bytes()).expect_err(line).to_string();
            assert!(error.contains(told), "{line}: {error}");
        }
    }
}
