//! What was wrong with an input, though something may have come of it.

/// What was wrong with an input. It prints as the end of a line that starts with the input's name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// There is nothing in it.
    Empty,
    /// It is no text.
    Binary,
    /// No body was found.
    NoArticle,
    /// The body is in another language than English.
    NotEnglish(String),
    /// So many characters could not be decoded.
    Undecodable(usize),
    /// It was cut at this many bytes.
    TooLong(usize),
    /// Elements nested deeper than this were read as if they stood side by side.
    TooDeep(usize),
    /// The two ways of reading it disagree on much of its body.
    Unsure,
    /// Markup after this many elements was dropped; its text was kept.
    TooManyElements(usize),
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Binary => f.write_str("it is not text"),
            Self::NoArticle => f.write_str("no article was found in it"),
            Self::NotEnglish(language) => write!(f, "it is in '{language}'; only English is coded"),
            Self::Undecodable(n) => write!(f, "{n} characters could not be decoded"),
            Self::TooLong(limit) => write!(
                f,
                "it is longer than the limit of {limit} bytes; the rest was not read"
            ),
            Self::Unsure => f.write_str(
                "two ways of finding its body disagree on more than half of it; the body may be wrong",
            ),
            Self::TooDeep(limit) => {
                write!(
                    f,
                    "its elements are nested deeper than {limit}; the deeper ones were flattened"
                )
            }
            Self::TooManyElements(limit) => write!(
                f,
                "it has more than {limit} elements; the rest was read as plain text"
            ),
        }
    }
}
