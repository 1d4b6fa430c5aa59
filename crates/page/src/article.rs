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
    /// When it was last changed.
    pub updated: Option<PageDate>,
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

/// A day that the page names, and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDate {
    /// `YYYY-MM-DD`.
    pub value: String,
    /// `given`, `feed`, `json-ld`, `metadata` (`meta` elements and `itemprop`), `byline` (a visible line), `time` (an element)
    /// or `url`.
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
    /// Under a picture, or whose it is.
    Caption,
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
            Self::Caption => "caption",
            Self::Spam => "spam",
            Self::Boilerplate => "boilerplate",
        }
    }
}
