//! `legation fetch`: the articles at addresses. It opens connections, within the limits of the `fetch` crate.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use fetch::{Fetcher, Page};
use page::stream::{Kind, Stream};
use page::{Options, feed, sitemap};
use serde_json::json;

use super::extract;
use crate::args::{ArticleFormat, FetchArgs};
use crate::input::{self, Input, Opened};
use crate::output;

/// Sitemaps that lead to sitemaps that lead to …
const MAX_DEPTH: usize = 3;

pub(crate) fn run(args: &FetchArgs) -> Result<bool> {
    if let Some(folder) = &args.save {
        fs::create_dir_all(folder)
            .with_context(|| format!("{}: the folder cannot be made", folder.display()))?;
    }
    let mut errand = Errand {
        args,
        fetcher: Fetcher::new(options(args)),
        asked: BTreeSet::new(),
        queue: VecDeque::new(),
        left: args.max_pages,
        refused: 0,
        found: 0,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    for url in &args.urls {
        errand.add(url, Options::default(), 0);
    }
    while let Some(task) = errand.queue.pop_front() {
        errand.follow(task, &mut out)?;
        // The next one may be long in coming.
        out.flush()?;
    }
    if errand.refused > 0 {
        output::note(&format!(
            "{} more pages were not fetched: --max-pages is {}",
            errand.refused, args.max_pages
        ));
    }
    Ok(errand.found > 0)
}

fn options(args: &FetchArgs) -> fetch::Options {
    fetch::Options {
        timeout: Duration::from_secs(args.timeout),
        max_bytes: args.max_bytes,
        max_redirects: args.max_redirects,
        delay: Duration::from_millis(args.delay),
        allow: args.allowed.addresses(),
        contact: args.contact.clone(),
    }
}

/// A page to fetch, and what is known of it.
#[derive(Debug)]
struct Task {
    url: String,
    known: Options,
    /// How many sitemaps led to it.
    depth: usize,
}

struct Errand<'a> {
    args: &'a FetchArgs,
    fetcher: Fetcher,
    asked: BTreeSet<String>,
    queue: VecDeque<Task>,
    /// How many pages may still be asked for, and how many were not.
    left: usize,
    refused: usize,
    found: usize,
}

impl Errand<'_> {
    /// Take an address on, once.
    fn add(&mut self, url: &str, known: Options, depth: usize) {
        if self.asked.contains(url) {
            return;
        }
        if self.left == 0 {
            self.refused += 1;
            return;
        }
        self.left -= 1;
        self.asked.insert(url.to_owned());
        self.queue.push_back(Task {
            url: url.to_owned(),
            known,
            depth,
        });
    }

    /// Fetch a page; what it holds is printed, or taken on.
    fn follow(&mut self, task: Task, out: &mut impl Write) -> Result<()> {
        let Task { url, known, depth } = task;
        let page = match self.fetcher.fetch(&url) {
            Ok(page) => page,
            Err(error) => {
                output::note(&format!("{url}: {error}"));
                return Ok(());
            }
        };
        if let Some(folder) = &self.args.save {
            save(folder, &page)?;
            self.found += 1;
        }
        let known = watch::known(&page, known);
        let opened = input::fetched(&page.url, page.bytes, known);
        match opened.kind {
            Kind::Feed | Kind::JsonFeed if self.args.follow => self.entries(opened, out),
            Kind::Sitemap => self.places(opened, depth, out),
            _ => {
                for article in opened.articles(None) {
                    self.print(article, out)?;
                }
                Ok(())
            }
        }
    }

    fn print(&mut self, article: Result<Input>, out: &mut impl Write) -> Result<()> {
        match article {
            Ok(input) => {
                let (article, warnings) = page::extract(&input.bytes, &input.options);
                self.found += usize::from(!article.text.is_empty());
                extract::write(out, self.args.format, &input.name, &article, &warnings)
            }
            Err(error) => {
                output::note(&format!("{error:#}"));
                Ok(())
            }
        }
    }

    /// Entries that are whole are printed, the pages of the others taken on.
    fn entries(&mut self, opened: Opened, out: &mut impl Write) -> Result<()> {
        let base = opened.name.clone();
        for entry in feed::Entries::new(opened.stream) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(fault) => {
                    output::note(&format!("{base}: {fault}"));
                    continue;
                }
            };
            let address = entry.options.url.as_deref();
            match address.and_then(|a| fetch::join(&base, a)) {
                Some(url) if entry.partial => self.add(&url, entry.options, 0),
                _ => self.print(Ok(input::numbered(&base, "entry", entry, None)), out)?,
            }
        }
        Ok(())
    }

    /// What a sitemap names is listed, or taken on.
    fn places(&mut self, opened: Opened, depth: usize, out: &mut impl Write) -> Result<()> {
        let base = opened.name.clone();
        for place in sitemap::Places::new(opened.stream) {
            let place = match place {
                Ok(place) => place,
                Err(fault) => {
                    output::note(&format!("{base}: {fault}"));
                    continue;
                }
            };
            self.found += 1;
            if !self.args.follow {
                match self.args.format {
                    ArticleFormat::Text => writeln!(out, "{}", place.url)?,
                    ArticleFormat::Json => {
                        let published = place.published.or(place.changed);
                        let line =
                            json!({"url": place.url, "title": place.title, "date": published});
                        writeln!(out, "{line}")?;
                    }
                }
                continue;
            }
            if place.is_sitemap && depth >= MAX_DEPTH {
                output::note(&format!(
                    "{}: more than {MAX_DEPTH} sitemaps led to it",
                    place.url
                ));
                continue;
            }
            let known = Options {
                title: place.title,
                date: place.published,
                date_basis: Some("sitemap"),
                ..Options::default()
            };
            if let Some(url) = fetch::join(&base, &place.url) {
                self.add(&url, known, depth + usize::from(place.is_sitemap));
            }
        }
        Ok(())
    }
}

/// Keep a page's bytes under the id that its article has.
fn save(folder: &Path, page: &Page) -> Result<()> {
    let extension = match page.media_type.as_deref() {
        Some("text/html" | "application/xhtml+xml") => "html",
        Some("text/plain") => "txt",
        Some(kind) if kind.ends_with("json") => "json",
        Some(kind) if kind.ends_with("xml") => "xml",
        _ => match Stream::new(&page.bytes[..]).kind() {
            Kind::Feed | Kind::Sitemap => "xml",
            Kind::JsonFeed => "json",
            _ => "html",
        },
    };
    let path = folder.join(format!("{}.{extension}", page::id(&page.bytes)));
    fs::write(&path, &page.bytes)
        .with_context(|| format!("{}: it cannot be written", path.display()))?;
    output::note(&format!("{}: kept as {}", page.url, path.display()));
    Ok(())
}
