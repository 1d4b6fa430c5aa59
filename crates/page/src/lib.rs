//! Scraped bytes to a clean article: body, metadata, leftovers.
//!
//! 1. bytes are decoded (declared charset, or the likeliest);
//! 2. HTML gives its body by Readability's rules and its metadata (JSON-LD, `OpenGraph`, `meta`);
//! 3. plain text is split into body, byline lines, and what was scraped along with it;
//! 4. the body's language is told; what is left out is kept with a reason.
//!
//! ```
//! let page = b"By Jane Doe | 21 July 2020\nThe minister arrived in Oslo on Monday for talks with her counterpart.\n";
//! let (article, warnings) = page::extract(page, &page::Options::default());
//! assert_eq!(article.authors, ["Jane Doe"]);
//! assert!(article.text.starts_with("The minister"));
//! assert!(warnings.is_empty());
//! ```
//!
//! It cannot fail: any bytes give an article or a warning. It opens no file and no connection, and knows
//! nothing of sentences or events.
#![warn(clippy::disallowed_methods)]

mod article;
mod byline;
mod date;
mod decode;
pub mod feed;
mod fragment;
mod html;
mod http;
mod line;
mod model;
mod people;
pub mod sitemap;
pub mod stream;
mod text;
pub mod warc;
mod warning;
mod xml;

use sha2::{Digest, Sha256};

pub use article::{Article, Leftover, PageDate, Reason};
pub use stream::Stream;
pub use warning::Warning;

/// Bytes of input that are read.
pub const MAX_INPUT: usize = 16 << 20;
/// Bytes of body that are kept.
pub const MAX_TEXT: usize = 256 << 10;

/// What is known of an input from outside.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its id.
    pub id: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its publication date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where that was read, if not simply given.
    pub date_basis: Option<&'static str>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its charset, as a server declares it.
    pub charset: Option<String>,
    /// Whether it is HTML or plain text; none to look.
    pub format: Option<Format>,
}

/// Kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// HTML.
    Html,
    /// Plain text.
    Text,
    /// HTML that is body and nothing else, as in feeds.
    Fragment,
    /// Plain text that is body and nothing else.
    Body,
}

/// A line of a page as the model that chooses the body sees it.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The line.
    pub text: String,
    /// Whether Readability would keep it; for plain text, whether it is in the run of lines that looks like the body.
    pub kept: bool,
    /// What is known of it, by name.
    pub values: Vec<(&'static str, f32)>,
}

/// The lines of a page, for fitting the models (`training/lines.py`); none of what is body and nothing else.
pub fn observe(input: &[u8], format: Format) -> Vec<Observed> {
    let (decoded, _) = decode::decode(input, None);
    match format {
        Format::Html => html::observe(&decoded),
        Format::Text => text::observe(&decoded),
        Format::Fragment | Format::Body => Vec::new(),
    }
}

/// The id of an article that was given none: the start of its bytes' hash.
pub fn id(input: &[u8]) -> String {
    start(&hex(&Sha256::digest(input)))
}

fn start(hash: &str) -> String {
    hash.chars().take(16).collect()
}

/// The article in these bytes, and what was wrong with them.
pub fn extract(input: &[u8], options: &Options) -> (Article, Vec<Warning>) {
    let hash = hex(&Sha256::digest(input));
    let mut article = Article {
        id: options.id.clone().unwrap_or_else(|| start(&hash)),
        hash,
        title: options.title.clone(),
        url: options.url.clone(),
        ..Article::default()
    };
    let given = options
        .date
        .as_deref()
        .and_then(|d| date::day(d, date::Order::Unknown));
    article.date = given.map(|value| PageDate {
        value,
        basis: options.date_basis.unwrap_or("given").to_owned(),
    });
    let cut = input.len() > MAX_INPUT;
    let (decoded, mut warnings) = decode::decode(
        &input[..input.len().min(MAX_INPUT)],
        options.charset.as_deref(),
    );
    if cut {
        warnings.push(Warning::TooLong(MAX_INPUT));
    }
    if decoded.trim().is_empty() {
        if warnings.is_empty() {
            warnings.push(Warning::Empty);
        }
        return (article, warnings);
    }
    let format = options.format.unwrap_or_else(|| {
        if html::is_html(&decoded) {
            Format::Html
        } else {
            Format::Text
        }
    });
    if format == Format::Html {
        let title = article.title.take();
        html::extract(&decoded, &mut article, &mut warnings);
        article.title = title.or(article.title);
    } else if format == Format::Fragment {
        article.text = fragment::text(&decoded);
    } else if format == Format::Body {
        article.text = fragment::lines(&decoded);
    } else {
        let split = text::split(&decoded);
        article.text = split.text;
        article.authors = split.authors;
        article.leftovers = split.leftovers;
        article.title = article.title.or(split.title);
        if article.date.is_none() {
            article.date = split.date.map(|value| PageDate {
                value,
                basis: "byline".to_owned(),
            });
        }
    }
    if !options.authors.is_empty() {
        article.authors.clone_from(&options.authors);
    }
    if article.date.is_none() {
        let day = article.url.as_deref().and_then(date::in_url);
        article.date = day.map(|value| PageDate {
            value,
            basis: "url".to_owned(),
        });
    }
    if article.text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT)
            .rev()
            .find(|&i| article.text.is_char_boundary(i))
            .unwrap_or(0);
        article.text.truncate(end);
        warnings.push(Warning::TooLong(MAX_TEXT));
    }
    if !says_something(&article.text) {
        warnings.push(Warning::NoArticle);
        return (article, warnings);
    }
    language(&mut article, &mut warnings);
    (article, warnings)
}

/// Whether a body is more than a word: scripts without capitals are often written without spaces.
fn says_something(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let uncased = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    letters.take(3).count() == 3 && text.contains(|c: char| c.is_whitespace() || uncased(c))
}

/// Tell the body's language; short texts are given the benefit of the doubt.
fn language(article: &mut Article, warnings: &mut Vec<Warning>) {
    let head: String = article.text.chars().take(4000).collect();
    let Some(info) = whatlang::detect(&head) else {
        return;
    };
    if info.lang() == whatlang::Lang::Eng || !info.is_reliable() || head.chars().count() < 60 {
        article.language = Some("en".to_owned());
        return;
    }
    let code = two_letters(info.lang().code());
    warnings.push(Warning::NotEnglish(code.to_owned()));
    article.language = Some(code.to_owned());
}

/// ISO 639-1 of the commonest languages; the three-letter code of the rest.
fn two_letters(code: &'static str) -> &'static str {
    match code {
        "fra" => "fr",
        "deu" => "de",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "rus" => "ru",
        "ukr" => "uk",
        "ara" => "ar",
        "pes" => "fa",
        "heb" => "he",
        "tur" => "tr",
        "nld" => "nl",
        "pol" => "pl",
        "cmn" => "zh",
        "jpn" => "ja",
        "kor" => "ko",
        "hin" => "hi",
        "urd" => "ur",
        "ind" => "id",
        "vie" => "vi",
        "swe" => "sv",
        "ces" => "cs",
        "ron" => "ro",
        "ell" => "el",
        "hun" => "hu",
        other => other,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|n| char::from_digit(u32::from(n), 16))
        .collect()
}
