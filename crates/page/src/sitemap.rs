//! Sitemaps: which pages, or further sitemaps, a site names. They hold no text.

use std::io::Read;

use crate::fragment;
use crate::stream::Stream;
use crate::xml::Elements;

/// A page or a sitemap that a sitemap names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub url: String,
    /// Whether it is a sitemap itself.
    pub is_sitemap: bool,
    /// When it was last changed, as written.
    pub changed: Option<String>,
    /// When it was published, as written; of sitemaps for news.
    pub published: Option<String>,
    /// Its headline; of sitemaps for news.
    pub title: Option<String>,
}

/// What is wrong with a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address {number}: {what}")]
pub struct Fault {
    /// The place's number, from 1.
    pub number: usize,
    /// What is wrong.
    pub what: String,
}

/// The places of a sitemap of any length, in their order.
#[derive(Debug)]
pub struct Places<R: Read> {
    elements: Elements<R>,
    number: usize,
}

impl<R: Read> Places<R> {
    /// Of a sitemap, or of an index of sitemaps.
    pub fn new(stream: Stream<R>) -> Self {
        Self {
            elements: Elements::new(stream, &["lastmod", "loc", "news:news"]),
            number: 0,
        }
    }
}

impl<R: Read> Iterator for Places<R> {
    type Item = Result<Place, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.elements.next()?;
        let counts = next.as_ref().map_or_else(|f| f.lost, |_| true);
        self.number += usize::from(counts || self.number == 0);
        let number = self.number;
        let fault = |what| Fault { number, what };
        let element = match next {
            Ok(element) => element,
            Err(error) => return Some(Err(fault(error.what))),
        };
        let value = |name| element.first(&[name]).map(|f| f.value.trim().to_owned());
        let Some(url) = value("loc") else {
            return Some(Err(fault("it has no 'loc'".to_owned())));
        };
        // `<news:news>` holds elements of its own, which come as they are written.
        let news = value("news:news").unwrap_or_default();
        let inside = |name: &str| {
            let (_, rest) = news.split_once(&format!("<news:{name}>"))?;
            let (inside, _) = rest.split_once("</")?;
            Some(fragment::text(inside)).filter(|t| !t.is_empty())
        };
        Some(Ok(Place {
            url,
            is_sitemap: self.elements.wanted() == "sitemap",
            changed: value("lastmod"),
            published: inside("publication_date"),
            title: inside("title"),
        }))
    }
}
