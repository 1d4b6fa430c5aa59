//! The event record: one act as a text tells it, every field with the words it came from.
//!
//! Field names are those of the PLOVER manual's JSON chapter where it has one; the others are Legation's
//! (`docs/decisions.md`). Fields that are empty are left out of the JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Context, CountryCode, Date, EventType, Mode, Quad, Sector, Status};

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Its id: the article's, and a number.
    pub id: String,
    /// The article it came from.
    pub article: String,
    /// When, as exactly as `date_info` says: `2020-07-20`, `2020-07` or `2020`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// How the date was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_info: Option<ResolvedDate>,
    /// Who acts.
    pub actor: Vec<Entity>,
    /// Who is acted upon.
    pub recipient: Vec<Entity>,
    /// What kind of act.
    pub event: EventType,
    /// Its modes.
    pub mode: Vec<Mode>,
    /// Its contexts.
    pub context: Vec<Context>,
    /// What the text says became of it.
    pub status: Status,
    /// Who says so, outermost first; empty where the article itself does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Attribution>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_loc: Option<Location>,
    /// The words that name the act.
    pub event_text: Vec<String>,
    /// Quad of the type.
    pub quad_code: Quad,
    /// Score of the mode, or of the type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_scale: Option<f64>,
    /// Amounts bound to the act.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// Quoted words bound to the act.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// People killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead: Option<u64>,
    /// People injured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub injured: Option<u64>,
    /// People arrested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrested: Option<u64>,
    /// Share of records like this one that are right, on held-out data; absent where it was not measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The sentence.
    pub text_info: TextInfo,
    /// The article.
    #[serde(skip_serializing_if = "CiteInfo::is_empty")]
    pub cite_info: CiteInfo,
    /// What made the record.
    pub coder: String,
    /// Mentions of one and the same act share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happening: Option<String>,
    /// For every filled field, the words and the rule.
    pub evidence: Vec<Evidence>,
}

/// An actor or recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entity {
    /// Country, or the code of a body of no country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CountryCode>,
    /// Sectors, the most important first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sector: Vec<Sector>,
    /// The words of the text.
    pub entity_text: String,
    /// Wikidata id, where it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_id: Option<String>,
    /// The name the words stand for, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_text: Option<String>,
    /// Office held on the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Title or role as the text gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Where words stand in the article's text, in bytes and in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpan {
    /// First byte and first after the end.
    pub bytes: [usize; 2],
    /// First character and first after the end.
    pub chars: [usize; 2],
}

/// Someone who says that the act took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who; absent in 'it was reported that'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Entity>,
    /// The word that says so.
    pub cue: String,
    /// Where the cue stands.
    #[serde(flatten)]
    pub span: TextSpan,
}

/// Where an act took place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// The words of the text.
    pub extracted_place: String,
    /// The place they were resolved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_place: Option<String>,
    /// `GeoNames` id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonameid: Option<String>,
    /// Latitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Country name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// 1 country to 5 within a city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<u8>,
}

/// An amount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The amount.
    #[serde(serialize_with = "number")]
    pub value: f64,
    /// Lower bound of a range.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "optional_number"
    )]
    pub low: Option<f64>,
    /// Upper bound of a range.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "optional_number"
    )]
    pub high: Option<f64>,
    /// ISO currency code, `percent`, or a noun.
    pub unit: String,
    /// `money`, `dead`, `injured`, `arrested`, `troops`, `percent` or `count`.
    pub kind: String,
    /// 'about', 'at least'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximator: Option<String>,
    /// `to` or `by`, where something changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The words.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub span: TextSpan,
}

/// Quoted words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words between the marks.
    pub text: String,
    /// Who said them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Entity>,
    /// Where they stand.
    #[serde(flatten)]
    pub span: TextSpan,
}

/// How a date was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedDate {
    /// First day.
    #[serde(with = "iso")]
    pub value: Date,
    /// Last day, of a range or of a period.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "optional_iso"
    )]
    pub end: Option<Date>,
    /// `day`, `week`, `month`, `quarter`, `season`, `year` or `range`.
    pub precision: String,
    /// `stated`, `weekday`, `relative`, `inferred`, `dateline` or `publication`.
    pub basis: String,
    /// The words, where there are any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ResolvedDate {
    /// As `date` shows it: no finer than it is known.
    pub fn iso(&self) -> String {
        match self.precision.as_str() {
            "month" => format!("{:04}-{:02}", self.value.year(), self.value.month()),
            "year" => format!("{:04}", self.value.year()),
            _ => self.value.to_string(),
        }
    }
}

/// The sentence an event came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextInfo {
    /// Number of the sentence in the article, from 0.
    pub sequence: usize,
    /// First byte.
    pub start: usize,
    /// First byte after the end.
    pub end: usize,
    /// The sentence.
    pub text: String,
}

/// The article an event came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CiteInfo {
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Publication date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl CiteInfo {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The words a field came from, and the rule or model that filled it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Path of the field: `event`, `actor[0]`, `recipient[0].code`.
    pub field: String,
    /// The words.
    pub text: String,
    /// Where they stand.
    #[serde(flatten)]
    pub span: TextSpan,
    /// What filled the field.
    pub rule: String,
    /// The link that was followed from the words to the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// As read: the mode words mean nothing before the type is known.
#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    date_info: Option<ResolvedDate>,
    #[serde(default)]
    actor: Vec<Entity>,
    #[serde(default)]
    recipient: Vec<Entity>,
    event: OneOrMany,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    context: Vec<Context>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    attribution: Vec<Attribution>,
    #[serde(default)]
    event_loc: Option<Location>,
    #[serde(default)]
    event_text: Vec<String>,
    #[serde(default)]
    quad_code: Option<Quad>,
    #[serde(default)]
    event_scale: Option<f64>,
    #[serde(default)]
    quantities: Vec<Quantity>,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    dead: Option<u64>,
    #[serde(default)]
    injured: Option<u64>,
    #[serde(default)]
    arrested: Option<u64>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default)]
    text_info: TextInfo,
    #[serde(default)]
    cite_info: CiteInfo,
    #[serde(default)]
    coder: String,
    #[serde(default)]
    happening: Option<String>,
    #[serde(default)]
    evidence: Vec<Evidence>,
}

/// The manual writes `event` as a list; Legation writes one event a line.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(EventType),
    Many(Vec<EventType>),
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(d)?;
        let event = match raw.event {
            OneOrMany::One(event) => event,
            OneOrMany::Many(list) => match list[..] {
                [event] => event,
                _ => {
                    return Err(de::Error::custom(format!(
                        "'event' lists {} types; a record holds one",
                        list.len()
                    )));
                }
            },
        };
        let mode = raw.mode.iter().map(|m| {
            Mode::parse(event, m).ok_or_else(|| {
                de::Error::custom(format!("{event} has no mode '{m}' in PLOVER 2.0"))
            })
        });
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

impl Serialize for Mode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

/// Whole numbers without a decimal point.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn number<S: Serializer>(value: &f64, s: S) -> Result<S::Ok, S::Error> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and small"
    )]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        s.serialize_i64(*value as i64)
    } else {
        s.serialize_f64(*value)
    }
}

#[expect(clippy::ref_option, reason = "serde passes references")]
fn optional_number<S: Serializer>(value: &Option<f64>, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, s),
        None => s.serialize_none(),
    }
}

mod iso {
    use super::{Date, Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    pub(super) fn serialize<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(date)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        Date::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is no day of the form YYYY-MM-DD")))
    }
}

mod optional_iso {
    use super::{Date, Deserialize, Deserializer, Serializer, de};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes references"
    )]
    pub(super) fn serialize<S: Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => s.collect_str(date),
            None => s.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<std::borrow::Cow<'_, str>>::deserialize(d)? else {
            return Ok(None);
        };
        Date::parse(&text)
            .map(Some)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is no day of the form YYYY-MM-DD")))
    }
}
