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
    /// The people who wrote it; an agency where no person is named.
    pub authors: Vec<String>,
    /// When it was published.
    pub date: Option<PageDate>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was found: the address given, or the canonical one that the page states.
    pub url: Option<String>,
    /// ISO 639-1 code of the body's language.
    pub language: Option<String>,
    /// Place, agency and day that open the body.
    pub dateline: Option<Dateline>,
    /// The body, one paragraph a line.
    pub text: String,
    /// What was on the page besides, in order.
    pub leftovers: Vec<Leftover>,
}

/// A publication date, and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDate {
    /// `YYYY-MM-DD`, as the page states it, in the page's own time zone.
    pub value: String,
    /// Where it was read.
    pub basis: Basis,
    /// `YYYY-MM-DD` of the last change, where the page states one.
    pub modified: Option<String>,
}

/// Where a publication date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The caller knew it.
    Given,
    /// Structured data of schema.org.
    JsonLd,
    /// A `meta` element.
    Meta,
    /// A `time` element, or microdata.
    Time,
    /// A line that the reader sees, near the headline.
    Text,
    /// A byline on top of a plain text.
    Byline,
    /// The address.
    Url,
    /// Only the day of the last change was stated.
    Modified,
}

impl Basis {
    /// One word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::JsonLd => "json-ld",
            Self::Meta => "meta",
            Self::Time => "time",
            Self::Text => "text",
            Self::Byline => "byline",
            Self::Url => "url",
            Self::Modified => "modified",
        }
    }
}

/// What a news agency's report opens with: 'BAGHDAD, July 21 (Reuters) -'. It stays in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The place as written, with the country where it is named.
    pub place: String,
    /// The agency as written.
    pub agency: Option<String>,
    /// The day as written.
    pub date: Option<String>,
    /// Bytes of `Article::text`, the dash included.
    pub bytes: [usize; 2],
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Names the author or the date.
    Byline,
    /// The headline.
    Title,
    /// A summary that stands above or beside the body.
    Summary,
    /// A reader's comment.
    Comment,
    /// The head of a list of comments, or the form to write one.
    CommentHeading,
    /// Links to other pieces.
    Related,
    /// Buttons and subscriptions.
    Share,
    /// Under a picture.
    Caption,
    /// Paid for by someone else.
    Advertisement,
    /// Advertising for drugs, casinos, loans, put there by a stranger.
    Spam,
    /// Asks for consent.
    Cookie,
    /// Menus and paths.
    Navigation,
    /// Copyright, contacts, notes about the author, and what else every page of a site carries.
    Boilerplate,
}

impl Reason {
    /// One word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Byline => "byline",
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Comment => "comment",
            Self::CommentHeading => "comment-heading",
            Self::Related => "related",
            Self::Share => "share",
            Self::Caption => "caption",
            Self::Advertisement => "advertisement",
            Self::Spam => "spam",
            Self::Cookie => "cookie",
            Self::Navigation => "navigation",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// The reason that `as_str` names; data files are read with it.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        const ALL: [Reason; 13] = [
            Reason::Byline,
            Reason::Title,
            Reason::Summary,
            Reason::Comment,
            Reason::CommentHeading,
            Reason::Related,
            Reason::Share,
            Reason::Caption,
            Reason::Advertisement,
            Reason::Spam,
            Reason::Cookie,
            Reason::Navigation,
            Reason::Boilerplate,
        ];
        ALL.into_iter().find(|r| r.as_str() == word)
    }
}
