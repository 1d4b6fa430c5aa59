//! Passages of the article that a record quotes: each has its words and says where they stand.
//!
//! `validate::verify` reads every one of them again.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{Entity, form};

/// Where words stand in the article's text, in bytes and in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TextSpan {
    /// First byte and first after the end.
    pub bytes: [usize; 2],
    /// First character and first after the end.
    pub chars: [usize; 2],
}

impl TextSpan {
    /// The span of these bytes of `text`; none where they are not a piece of it.
    ///
    /// ```
    /// let span = plover::TextSpan::of("Müller met Nowak", 8..11).unwrap();
    /// assert_eq!((span.bytes, span.chars), ([8, 11], [7, 10]));
    /// ```
    pub fn of(text: &str, bytes: Range<usize>) -> Option<Self> {
        let words = text.get(bytes.clone())?;
        let before = text.get(..bytes.start)?.chars().count();
        Some(Self {
            bytes: [bytes.start, bytes.end],
            chars: [before, before + words.chars().count()],
        })
    }

    /// Whether it ends before it starts, or has more characters than bytes.
    pub const fn is_reversed(self) -> bool {
        let ([a, b], [c, d]) = (self.bytes, self.chars);
        a > b || c > d || d - c > b - a
    }
}

/// The words a field came from, and the rule or model that filled it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Path of the field: `event`, `actor[0]`, `recipient[0].code`. Most are of a few that need no copy.
    pub field: Cow<'static, str>,
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

/// Someone who says that the act took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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

/// An amount bound to an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Quantity {
    /// The amount.
    #[serde(serialize_with = "form::number")]
    pub value: f64,
    /// Lower bound of a range.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "form::optional_number"
    )]
    pub low: Option<f64>,
    /// Upper bound of a range.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "form::optional_number"
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

impl Quantity {
    /// What `kind` may be.
    pub const KINDS: &'static [&'static str] = &[
        "money", "dead", "injured", "arrested", "troops", "percent", "count",
    ];
    /// What `change` may be.
    pub const CHANGES: &'static [&'static str] = &["to", "by"];
}

/// Quoted words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
