//! What a page is taken to: body, metadata, and everything that was not taken, with the reason.

/// A page's article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// The id given, or the start of `hash`.
    pub id: String,
    /// SHA-256 of the bytes it came from, in hexadecimal.
    pub hash: String,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub date: Option<PageDate>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1 code of the body's language.
    pub language: Option<String>,
    /// The body, one paragraph a line.
    pub text: String,
    /// What was on the page besides, in order.
    pub leftovers: Vec<Leftover>,
}

/// A publication date, and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDate {
    /// `YYYY-MM-DD`.
    pub value: String,
    /// `given`, `feed`, `metadata`, `byline` or `url`.
    pub basis: String,
}

/// A line that is not body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The line.
    pub text: String,
    /// Why it is not body.
    pub reason: Reason,
    /// Where it stands in the decoded input, for plain text.
    pub bytes: Option<[usize; 2]>,
}

/// Why a line is not body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Names the author or the date.
    Byline,
    /// The headline.
    Title,
    /// A reader's comment, or a list of them.
    Comment,
    /// Links to other pieces.
    Related,
    /// Buttons and subscriptions.
    Share,
    /// Advertising for drugs, casinos, loans.
    Spam,
    /// Menus, copyright and cookie lines.
    Boilerplate,
}

impl Reason {
    /// One word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Byline => "byline",
            Self::Title => "title",
            Self::Comment => "comment",
            Self::Related => "related",
            Self::Share => "share",
            Self::Spam => "spam",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// What was wrong with an input, though something may have come of it.
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
    /// Its elements are nested deeper than this; markup was dropped.
    TooDeep(usize),
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
            Self::TooDeep(limit) => write!(
                f,
                "its elements are nested deeper than {limit}; read as plain text"
            ),
        }
    }
}
