//! What coding needs to know of an article besides its text.

use plover::Date;

/// An article's identity and circumstances.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// The article's id; event ids start with it.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// The day it was published, where that is known.
    pub date: Option<Date>,
    /// Who published it.
    pub publication: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
}
