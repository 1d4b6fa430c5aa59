//! Inputs as the user names them, one article at a time: files, folders, standard input, JSON lines, archives, feeds.
//!
//! A file is opened when its turn comes, and what holds many articles is read one by one, so the memory needed
//! does not grow with what is to be read. A file's name says what it holds; where it does not, its content does.

use std::fs;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use page::stream::{Item, Kind, Stream};
use page::{Format, Options, feed, sitemap, warc};
use serde::Deserialize;

/// Bytes of one file or line that are read; more than the page stage takes, so that it says what it cut.
const MAX_READ: u64 = page::MAX_INPUT as u64 + 1;

/// What files in a folder end with that are read; each of them may be gzip, and end with `.gz` as well.
const EXTENSIONS: &[&str] = &[
    "txt", "html", "htm", "jsonl", "warc", "xml", "rss", "atom", "json",
];

/// Articles, or why one cannot be had; the rest goes on.
pub(crate) type Articles<'a> = Box<dyn Iterator<Item = Result<Input>> + Send + 'a>;

/// One article's bytes.
#[derive(Debug)]
pub(crate) struct Input {
    /// How messages name it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) options: Options,
}

impl Input {
    /// Date it so if it has no date of its own.
    fn date(&mut self, date: Option<&str>) {
        if self.options.date.is_none() {
            self.options.date = date.map(str::to_owned);
            self.options.date_basis = None;
        }
    }
}

/// A line of a `.jsonl` input.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    text: Option<String>,
    html: Option<String>,
    date: Option<String>,
    url: Option<String>,
    title: Option<String>,
}

/// The files that these names stand for, folders walked in order of name.
pub(crate) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in named {
        if path.is_dir() {
            walk(path, &mut all, 0)?;
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

fn walk(folder: &Path, all: &mut Vec<PathBuf>, depth: usize) -> Result<()> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{}: the folder cannot be read", folder.display()))?;
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    inside.sort();
    for path in inside {
        // Links may lead in circles.
        let link = path
            .symlink_metadata()
            .is_ok_and(|m| m.file_type().is_symlink());
        if path.is_dir() && !link && depth < 32 {
            walk(&path, all, depth + 1)?;
        } else if EXTENSIONS.contains(&extension(&path).as_str()) {
            all.push(path);
        }
    }
    Ok(())
}

/// A file or standard input, opened; not yet read.
#[derive(Debug)]
pub(crate) struct Opened {
    /// How messages name it.
    pub(crate) name: String,
    pub(crate) stream: Stream<Source>,
    pub(crate) kind: Kind,
    /// What is known of a page in it.
    pub(crate) known: Options,
}

/// Where bytes come from.
#[derive(Debug)]
pub(crate) enum Source {
    File(fs::File),
    StandardInput(io::Stdin),
    Memory(io::Cursor<Vec<u8>>),
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::StandardInput(input) => input.read(into),
            Self::Memory(bytes) => bytes.read(into),
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::StandardInput(_) => Err(io::ErrorKind::NotSeekable.into()),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// What the name says of the content, whether it is packed or not.
fn extension(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let (_, extension) = name.rsplit_once('.').unwrap_or_default();
    extension.to_owned()
}

/// Open a file, or standard input for `-`, and see what it holds.
pub(crate) fn open(path: &Path) -> Result<Opened> {
    let (name, mut stream) = if path == Path::new("-") {
        let stream = Stream::new(Source::StandardInput(io::stdin()));
        ("standard input".to_owned(), stream)
    } else {
        let name = path.display().to_string();
        let file = fs::File::open(path).with_context(|| format!("{name}: it cannot be opened"))?;
        // A named pipe is no file that one can go back in.
        let regular = file.metadata().is_ok_and(|m| m.is_file());
        let source = Source::File(file);
        let stream = if regular {
            Stream::seekable(source)
        } else {
            Stream::new(source)
        };
        (name, stream)
    };
    let (kind, format) = match extension(path).as_str() {
        "jsonl" => (Kind::Lines, None),
        "warc" => (Kind::Warc, None),
        "rss" | "atom" => (Kind::Feed, None),
        "html" | "htm" => (Kind::Page, Some(Format::Html)),
        "txt" => (Kind::Page, Some(Format::Text)),
        _ => (stream.kind(), None),
    };
    let known = Options {
        format,
        ..Options::default()
    };
    Ok(Opened {
        name,
        stream,
        kind,
        known,
    })
}

/// What came from an address, and what is known of it.
pub(crate) fn fetched(url: &str, bytes: Vec<u8>, known: Options) -> Opened {
    let mut stream = Stream::seekable(Source::Memory(io::Cursor::new(bytes)));
    Opened {
        name: url.to_owned(),
        kind: stream.kind(),
        stream,
        known,
    }
}

/// The articles of a file, each read when asked for.
pub(crate) fn articles<'a>(path: &Path, date: Option<&'a str>) -> Articles<'a> {
    match open(path) {
        Ok(opened) => opened.articles(date),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

impl Opened {
    /// The articles in it, each read when asked for.
    pub(crate) fn articles(self, date: Option<&str>) -> Articles<'_> {
        let Self {
            name,
            stream,
            kind,
            known,
        } = self;
        match kind {
            Kind::Lines => lines(name, stream, date),
            Kind::Warc => pages(name, stream, date),
            Kind::Feed | Kind::JsonFeed => entries(name, stream, date),
            Kind::Sitemap => addresses(&name, stream),
            _ => Box::new(std::iter::once_with(move || {
                let mut bytes = Vec::new();
                stream
                    .take(MAX_READ)
                    .read_to_end(&mut bytes)
                    .with_context(|| format!("{name}: it cannot be read"))?;
                let mut input = Input {
                    name,
                    bytes,
                    options: known,
                };
                input.date(date);
                Ok(input)
            })),
        }
    }
}

/// The pages of an archive of the web.
fn pages(name: String, stream: Stream<Source>, date: Option<&str>) -> Articles<'_> {
    let mut pages = warc::Pages::new(stream);
    let mut found = false;
    Box::new(std::iter::from_fn(move || {
        let next = pages.next();
        if next.is_none() && !found {
            found = true;
            let records = pages.records();
            return Some(Err(anyhow!(
                "{name}: none of its {records} records is a page"
            )));
        }
        found = true;
        Some(match next? {
            Ok(page) => Ok(numbered(&name, "record", page, date)),
            Err(fault) => Err(anyhow!("{name}: {fault}")),
        })
    }))
}

/// The entries of a feed; at its end, how many of them are not the whole article.
fn entries(name: String, stream: Stream<Source>, date: Option<&str>) -> Articles<'_> {
    let mut entries = feed::Entries::new(stream);
    let (mut all, mut partial, mut told) = (0, 0, false);
    Box::new(std::iter::from_fn(move || {
        let Some(next) = entries.next() else {
            let note = match (all, partial) {
                (0, _) => "it has no entry that can be read".to_owned(),
                (_, 0) => return None,
                _ => format!(
                    "{partial} of its {all} entries are summaries; `legation fetch --follow` reads the articles"
                ),
            };
            return (!std::mem::replace(&mut told, true)).then(|| Err(anyhow!("{name}: {note}")));
        };
        Some(match next {
            Ok(entry) => {
                all += 1;
                partial += usize::from(entry.partial);
                Ok(numbered(&name, "entry", entry, date))
            }
            Err(fault) => Err(anyhow!("{name}: {fault}")),
        })
    }))
}

/// A sitemap has no article; that is said, with what is wrong with it.
fn addresses<'a>(name: &str, stream: Stream<Source>) -> Articles<'a> {
    let (mut n, mut faults) = (0, Vec::new());
    for place in sitemap::Places::new(stream) {
        match place {
            Ok(_) => n += 1,
            Err(fault) if faults.len() < 100 => faults.push(Err(anyhow!("{name}: {fault}"))),
            Err(_) => {}
        }
    }
    faults.push(Err(anyhow!(
        "{name}: a sitemap; it names {n} pages and holds none, `legation fetch --follow` reads them"
    )));
    Box::new(faults.into_iter())
}

pub(crate) fn numbered(name: &str, what: &str, item: Item, date: Option<&str>) -> Input {
    let Item {
        number,
        bytes,
        options,
        ..
    } = item;
    let mut input = Input {
        name: format!("{name}: {what} {number}"),
        bytes,
        options,
    };
    input.date(date);
    input
}

fn lines(name: String, mut reader: Stream<Source>, date: Option<&str>) -> Articles<'_> {
    let mut number = 0;
    Box::new(std::iter::from_fn(move || {
        loop {
            number += 1;
            let here = format!("{name}:{number}");
            let mut line = Vec::new();
            match reader.by_ref().take(MAX_READ).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(n) if n as u64 == MAX_READ && line.last() != Some(&b'\n') => {
                    // Its rest is no line of its own.
                    let passed = reader.skip_until(b'\n');
                    let limit = page::MAX_INPUT;
                    let told = anyhow!("{here}: it is longer than the limit of {limit} bytes");
                    return Some(Err(passed.map_or_else(anyhow::Error::from, |_| told)));
                }
                Ok(_) => {}
                Err(error) => {
                    return Some(Err(error).with_context(|| format!("{here}: it cannot be read")));
                }
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(article(here, &line, date));
        }
    }))
}

fn article(name: String, line: &[u8], date: Option<&str>) -> Result<Input> {
    let read: Line =
        serde_json::from_slice(line).with_context(|| format!("{name}: not an article"))?;
    let (bytes, format) = match (read.html, read.text) {
        (Some(html), _) => (html.into_bytes(), Format::Html),
        (None, Some(text)) => (text.into_bytes(), Format::Text),
        (None, None) => anyhow::bail!("{name}: it has neither 'text' nor 'html'"),
    };
    let id = read
        .id
        .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let options = Options {
        id,
        url: read.url,
        title: read.title,
        date: read.date.or_else(|| date.map(str::to_owned)),
        format: Some(format),
        ..Options::default()
    };
    Ok(Input {
        name,
        bytes,
        options,
    })
}
