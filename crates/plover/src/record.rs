//! The event record: one act as a text tells it, every field with the words it came from.
//!
//! Field names are those of the PLOVER manual's JSON chapter where it has one; the others are Legation's
//! (`docs/decisions.md`). They are written in the order they stand in here. Fields that are empty are left out of the
//! JSON, but for the lists that the manual names (`actor recipient mode context event_text`) and `evidence`: those are
//! always there.

use serde::{Deserialize, Serialize};

use crate::{
    Attribution, Context, Date, Entity, EventType, Evidence, Location, Mode, Quad, Quantity, Quote,
    Status, form,
};

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "form::two_decimals"
    )]
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

impl Event {
    /// Whether its type is nothing without a recipient and none is named. Two who cooperate do so with each other, and are
    /// both actors.
    pub fn lacks_recipient(&self) -> bool {
        let together = self.event == EventType::Cooperate && self.actor.len() > 1;
        self.event.requires_recipient() && self.recipient.is_empty() && !together
    }

    /// An act of this type that occurred, with quad and base score, and nothing else filled.
    ///
    /// ```
    /// use plover::{Event, EventType, Quad};
    /// let event = Event::new(EventType::Sanction);
    /// assert_eq!((event.quad_code, event.event_scale), (Quad::MaterialConflict, Some(-6.0)));
    /// ```
    pub fn new(event: EventType) -> Self {
        Self {
            id: String::new(),
            article: String::new(),
            date: None,
            date_info: None,
            actor: Vec::new(),
            recipient: Vec::new(),
            event,
            mode: Vec::new(),
            context: Vec::new(),
            status: Status::Occurred,
            attribution: Vec::new(),
            event_loc: None,
            event_text: Vec::new(),
            quad_code: event.quad(),
            event_scale: Some(event.base_score()),
            quantities: Vec::new(),
            quotes: Vec::new(),
            dead: None,
            injured: None,
            arrested: None,
            confidence: None,
            text_info: TextInfo::default(),
            cite_info: CiteInfo::default(),
            coder: String::new(),
            happening: None,
            evidence: Vec::new(),
        }
    }
}

/// How a date was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ResolvedDate {
    /// First day.
    #[serde(with = "form::iso")]
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub value: Date,
    /// Last day, of a range or of a period.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "form::optional_iso"
    )]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
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
    /// What `precision` may be.
    pub const PRECISIONS: &'static [&'static str] =
        &["day", "week", "month", "quarter", "season", "year", "range"];
    /// What `basis` may be.
    pub const BASES: &'static [&'static str] = &[
        "stated",
        "weekday",
        "relative",
        "inferred",
        "dateline",
        "publication",
    ];

    /// As `date` shows it: no finer than it is known. A range shows its first day, as the manual has it; a week,
    /// quarter or season the month or year that both its ends lie in.
    ///
    /// ```
    /// use plover::{Date, ResolvedDate};
    /// let mut date = ResolvedDate::day(Date::new(2020, 7, 20).unwrap(), "stated");
    /// assert_eq!(date.iso(), "2020-07-20");
    /// date.precision = "month".to_owned();
    /// assert_eq!(date.iso(), "2020-07");
    /// ```
    pub fn iso(&self) -> String {
        const YEAR: usize = "YYYY".len();
        const MONTH: usize = "YYYY-MM".len();
        let (first, last) = (self.value, self.end.unwrap_or(self.value));
        let within = (first.year(), first.month()) == (last.year(), last.month());
        let mut text = first.to_string();
        text.truncate(match self.precision.as_str() {
            "month" => MONTH,
            "week" | "quarter" | "season" if within => MONTH,
            "year" | "week" | "quarter" | "season" => YEAR,
            _ => text.len(),
        });
        text
    }

    /// Whether both may mean one and the same day.
    ///
    /// ```
    /// use plover::{Date, ResolvedDate};
    /// let week = ResolvedDate {
    ///     end: Date::new(2020, 7, 26),
    ///     precision: "week".to_owned(),
    ///     ..ResolvedDate::day(Date::new(2020, 7, 20).unwrap(), "relative")
    /// };
    /// let day = |d| ResolvedDate::day(Date::new(2020, 7, d).unwrap(), "stated");
    /// assert!(week.overlaps(&day(24)) && !week.overlaps(&day(27)));
    /// ```
    pub fn overlaps(&self, other: &Self) -> bool {
        let last = |d: &Self| d.end.unwrap_or(d.value);
        self.value <= last(other) && other.value <= last(self)
    }

    /// A single day, without words.
    pub fn day(value: Date, basis: &str) -> Self {
        Self {
            value,
            end: None,
            precision: "day".to_owned(),
            basis: basis.to_owned(),
            text: String::new(),
        }
    }
}

/// The sentence an event came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
