//! RSS, Atom and JSON Feed, read entry by entry: what a publisher says is new.
//!
//! An entry holds the whole article, or a summary of it, or only where it is; [`Item::partial`] tells. A feed may be
//! of any length: one entry is in memory at a time, and each is bounded. Unlike the crates for feeds it never holds
//! a feed as a whole, and gives no entry up because of another.

mod json;

use std::io::Read;
use std::time::Duration;

use crate::stream::{Item, Kind, Stream};
use crate::xml::{Element, Elements, Field};
use crate::{Format, Options, fragment};

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {number}: {what}")]
pub struct Fault {
    /// The entry's number, from 1.
    pub number: usize,
    /// What is wrong.
    pub what: String,
}

/// The fields of an entry that are read.
const FIELDS: &[&str] = &[
    "author",
    "content",
    "content:encoded",
    "dc:creator",
    "dc:date",
    "dcterms:created",
    "dcterms:issued",
    "dcterms:modified",
    "description",
    "feedburner:origLink",
    "guid",
    "id",
    "issued",
    "link",
    "modified",
    "pubDate",
    "published",
    "summary",
    "title",
    "updated",
    "xhtml:body",
];

/// The fields of the feed itself that are read: how long it may be kept (RSS 2.0; the Syndication module of 1.0).
const HEAD: &[&str] = &["ttl", "sy:updatePeriod", "sy:updateFrequency"];

/// The entries of a feed, in their order, and what is wrong with it in between.
#[derive(Debug)]
pub struct Entries<R: Read> {
    source: Source<R>,
    number: usize,
}

#[derive(Debug)]
enum Source<R: Read> {
    Xml(Box<Elements<R>>),
    Json(Box<json::Items<R>>),
}

impl<R: Read> Entries<R> {
    /// Of a feed in XML or JSON.
    pub fn new(mut stream: Stream<R>) -> Self {
        let source = if stream.kind() == Kind::JsonFeed {
            Source::Json(Box::new(json::Items::new(stream)))
        } else {
            Source::Xml(Box::new(Elements::new(stream, FIELDS).with_head(HEAD)))
        };
        Self { source, number: 0 }
    }

    /// How long the feed asks not to be read again, as far as it was read.
    pub fn keep(&self) -> Option<Duration> {
        let Source::Xml(elements) = &self.source else {
            return None;
        };
        let value = |name| elements.outside().first(&[name]).map(|f| f.value.trim());
        if let Some(minutes) = value("ttl").and_then(|v| v.parse::<u32>().ok()) {
            return Some(Duration::from_mins(minutes.into()));
        }
        let hours = match value("sy:updatePeriod")? {
            "hourly" => 1,
            "daily" => 24,
            "weekly" => 24 * 7,
            "monthly" => 24 * 30,
            "yearly" => 24 * 365,
            _ => return None,
        };
        let times = value("sy:updateFrequency").and_then(|v| v.parse::<u32>().ok());
        Some(Duration::from_hours(hours) / times.unwrap_or(1).max(1))
    }
}

impl<R: Read> Iterator for Entries<R> {
    type Item = Result<Item, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.source {
            Source::Xml(elements) => elements.next()?.map(|e| entry(&e)),
            Source::Json(items) => items.next()?,
        };
        // What broke an entry off is told of that entry.
        let counts = next.as_ref().map_or_else(|f| f.lost, |_| true);
        self.number += usize::from(counts || self.number == 0);
        let number = self.number;
        Some(match next {
            Ok(mut item) => {
                item.number = number;
                Ok(item)
            }
            Err(fault) => Err(Fault {
                number,
                what: fault.what,
            }),
        })
    }
}

/// An entry of RSS or Atom.
fn entry(element: &Element) -> Item {
    let value = |names: &[&str]| {
        let field = element.first(names)?;
        Some(field.value.trim().to_owned())
    };
    let guid = element.first(&["guid", "id"]);
    let id = guid.map(|f| f.value.trim().to_owned());
    let url = address(element).or_else(|| {
        let address = guid.filter(|f| f.permanent.as_deref() != Some("false"))?;
        is_address(&address.value).then(|| address.value.trim().to_owned())
    });
    let url = url.or_else(|| element.about.clone());
    let whole = element.first(&["content:encoded", "content", "xhtml:body"]);
    let body = whole.or_else(|| element.first(&["description", "summary"]));
    let mut authors: Vec<String> = Vec::new();
    let named = element.fields.iter();
    for field in named.filter(|f| matches!(&*f.name, "author" | "dc:creator")) {
        authors.extend(author(field).filter(|a| !authors.contains(a)));
    }
    Item {
        number: 0,
        bytes: body.map_or_else(Vec::new, |b| b.value.clone().into_bytes()),
        partial: whole.is_none(),
        options: Options {
            id: id.or_else(|| url.clone()),
            url,
            title: value(&["title"]).and_then(|t| plain(&t)),
            date: value(&[
                "published",
                "pubDate",
                "dc:date",
                "issued",
                "dcterms:issued",
                "dcterms:created",
            ])
            .or_else(|| value(&["updated", "modified", "dcterms:modified"])),
            date_basis: Some("feed"),
            authors,
            charset: Some("utf-8".to_owned()),
            format: Some(match body.and_then(|b| b.kind.as_deref()) {
                Some("text" | "text/plain") => Format::Body,
                _ => Format::Fragment,
            }),
        },
    }
}

/// Where the article is.
fn address(element: &Element) -> Option<String> {
    if let Some(original) = element.first(&["feedburner:origLink"]) {
        return Some(original.value.trim().to_owned());
    }
    let links = || element.fields.iter().filter(|f| f.name == "link");
    let alternate =
        links().find(|f| f.href.is_some() && f.rel.as_deref().is_none_or(|r| r == "alternate"));
    let written = links().find(|f| f.href.is_none() && !f.value.trim().is_empty());
    alternate
        .and_then(|f| f.href.clone())
        .or_else(|| written.map(|f| f.value.clone()))
        .map(|a| a.trim().to_owned())
        .filter(|a| !a.is_empty())
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("http://") || text.starts_with("https://")
}

/// A name: Atom's is an element, RSS has `mail@host (Name)`, most write just the name.
fn author(field: &Field) -> Option<String> {
    let value = field.value.as_str();
    let inside = value
        .split_once("name>")
        .and_then(|(_, rest)| rest.split_once("</"))
        .map(|(name, _)| name);
    let in_brackets = value
        .split_once('(')
        .filter(|(before, _)| before.contains('@'))
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name);
    plain(inside.or(in_brackets).unwrap_or(value)).filter(|name| !name.contains('@'))
}

/// A title or name without markup, on one line.
fn plain(markup: &str) -> Option<String> {
    let text = fragment::text(markup).replace('\n', " ");
    (!text.is_empty()).then_some(text)
}
