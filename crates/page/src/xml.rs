//! XML that repeats one element as often as it likes: feeds, sitemaps. One element is in memory at a time.
//!
//! Feeds are seldom well-formed. Ends that match nothing, bare ampersands and entities of HTML are taken as they are
//! meant; where the parser gives up, the next element is looked for, and that is said.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::MAX_INPUT;
use crate::stream::{Ahead, Stream, Utf8};

/// So many faults, and what the parser passed over is not read again: each time costs a search.
const MAX_RETURNS: usize = 64;
/// Fields of one element that are kept.
const MAX_FIELDS: usize = 256;

/// One of the elements that repeat.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// `rdf:about`.
    pub(crate) about: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// An element inside it.
#[derive(Debug, Default)]
pub(crate) struct Field {
    /// As it is written, without the prefix where that is one for the format itself.
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) rel: Option<String>,
    pub(crate) kind: Option<String>,
    /// `isPermaLink`.
    pub(crate) permanent: Option<String>,
    /// Its text; with tags, where it has them.
    pub(crate) value: String,
}

impl Element {
    /// What stands in the first of these fields that has anything.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&Field> {
        names.iter().find_map(|name| {
            let mut all = self.fields.iter();
            all.find(|f| f.name == *name && !f.value.trim().is_empty())
        })
    }
}

/// The elements that repeat, or what is wrong in between.
#[derive(Debug)]
pub(crate) struct Elements<R: Read> {
    reader: Option<Reader<Limited<R>>>,
    buffer: Vec<u8>,
    /// The names that matter in an element.
    known: &'static [&'static str],
    /// The element that repeats, once the root is known.
    wanted: &'static str,
    current: Option<Element>,
    /// The names that matter outside of all elements, and what stood there.
    head: &'static [&'static str],
    outside: Element,
    field: Option<Open>,
    ready: VecDeque<Result<Element, Fault>>,
    returns: usize,
}

/// What is wrong.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) what: String,
    /// Whether an element was lost by it, which counts as one.
    pub(crate) lost: bool,
}

/// A field that was not closed yet.
#[derive(Debug)]
struct Open {
    field: Field,
    /// As it is written.
    name: String,
    /// Elements of the same name inside it.
    nested: usize,
    /// Whether it is of interest.
    keep: bool,
}

impl<R: Read> Elements<R> {
    pub(crate) fn new(stream: Stream<R>, known: &'static [&'static str]) -> Self {
        let limited = Limited {
            ahead: Ahead::new(Utf8::new(stream)),
            left: MAX_INPUT,
            taken: Vec::new(),
        };
        Self {
            reader: Some(reader(limited)),
            buffer: Vec::new(),
            known,
            wanted: "",
            current: None,
            head: &[],
            outside: Element::default(),
            field: None,
            ready: VecDeque::new(),
            returns: 0,
        }
    }

    /// Keep these fields as well where they stand outside of all elements.
    pub(crate) fn with_head(self, head: &'static [&'static str]) -> Self {
        Self { head, ..self }
    }

    /// What stood outside of the elements so far.
    pub(crate) fn outside(&self) -> &Element {
        &self.outside
    }

    /// The element that repeats; empty as long as it is not known.
    pub(crate) fn wanted(&self) -> &'static str {
        self.wanted
    }

    fn step(&mut self) {
        let Some(mut reader) = self.reader.take() else {
            return;
        };
        let limited = reader.get_mut();
        limited.taken.clear();
        if self.current.is_none() && self.field.is_none() {
            limited.left = MAX_INPUT;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => {
                if self.current.is_some() {
                    self.finish();
                    let what = "it is cut off".to_owned();
                    self.ready.push_back(Err(Fault { what, lost: false }));
                }
                return;
            }
            Ok(event) => {
                self.event(&event);
                self.reader = Some(reader);
            }
            Err(error) => {
                let mut limited = reader.into_inner();
                let what = if limited.left == 0 {
                    format!("it is longer than the limit of {MAX_INPUT} bytes")
                } else {
                    format!("it cannot be read: {error}")
                };
                let lost = self.current.take().is_some();
                self.field = None;
                self.ready.push_back(Err(Fault { what, lost }));
                if !matches!(error, quick_xml::Error::Io(_)) || limited.left == 0 {
                    // An attribute without its end may have swallowed much.
                    if self.returns < MAX_RETURNS {
                        self.returns += 1;
                        let taken = std::mem::take(&mut limited.taken);
                        limited.ahead.unread(&taken);
                    }
                    limited.left = MAX_INPUT;
                    if limited.skip_to(self.wanted) {
                        self.reader = Some(self::reader(limited));
                    }
                }
            }
        }
        self.buffer = buffer;
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => self.start(start),
            Event::Empty(start) => {
                if let Some(open) = &mut self.field {
                    open.push(&["<", start, "/>"]);
                } else if self.current.is_some() {
                    let field = self.opened(start);
                    self.close(field);
                }
            }
            Event::End(end) => {
                let name = end.name().into_inner();
                if local(name) == self.wanted {
                    return self.finish();
                }
                let Some(open) = &mut self.field else { return };
                if open.name != name {
                    open.push(&["</", name, ">"]);
                } else if open.nested > 0 {
                    open.nested -= 1;
                    open.push(&["</", name, ">"]);
                } else if let Some(open) = self.field.take() {
                    self.close(open);
                }
            }
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(reference) => {
                if let Some(open) = &mut self.field {
                    open.reference(reference);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let full = start.name();
        let name = full.into_inner();
        if self.wanted.is_empty() {
            self.wanted = repeats(local(name));
            return;
        }
        if self.current.is_none()
            && let Some(open) = self.field.take()
        {
            // Those of the head have nothing inside them: one that was not closed ends here.
            self.close(open);
        }
        if let Some(open) = &mut self.field {
            open.nested += usize::from(open.name == name);
            open.push(&["<", start, ">"]);
        } else if local(name) == self.wanted {
            // One that was not closed ends where the next begins.
            self.finish();
            self.current = Some(Element {
                about: attribute(start, "about"),
                fields: Vec::new(),
            });
        } else if self.current.is_some() || self.head.contains(&name) {
            self.field = Some(self.opened(start));
        }
    }

    fn opened(&self, start: &BytesStart<'_>) -> Open {
        let name = start.name().into_inner().to_owned();
        let plain = match name.split_once(':') {
            Some(("atom" | "a10" | "rss", local)) => local,
            _ => &name,
        };
        let names = match self.current {
            Some(_) => self.known,
            None => self.head,
        };
        let keep = names.contains(&plain);
        let field = if keep {
            Field {
                name: plain.to_owned(),
                href: attribute(start, "href"),
                rel: attribute(start, "rel"),
                kind: attribute(start, "type"),
                permanent: attribute(start, "isPermaLink"),
                value: String::new(),
            }
        } else {
            Field::default()
        };
        Open {
            field,
            name,
            nested: 0,
            keep,
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.field {
            open.push(&[text]);
        }
    }

    fn close(&mut self, open: Open) {
        let element = self.current.as_mut().unwrap_or(&mut self.outside);
        if open.keep && element.fields.len() < MAX_FIELDS {
            element.fields.push(open.field);
        }
    }

    fn finish(&mut self) {
        if let Some(open) = self.field.take() {
            self.close(open);
        }
        if let Some(element) = self.current.take() {
            self.ready.push_back(Ok(element));
        }
    }
}

impl Open {
    fn push(&mut self, parts: &[&str]) {
        if self.keep {
            self.field.value.extend(parts.iter().copied());
        }
    }

    /// A character; those that HTML alone knows stay as they are, for whoever reads the HTML.
    fn reference(&mut self, reference: &BytesRef<'_>) {
        // Of XHTML the markup is kept, and with it what is escaped in it.
        let escaped = self.field.kind.as_deref() == Some("xhtml");
        let name: &str = reference;
        let known = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        match known.filter(|_| !escaped) {
            Some(c) => self.push(&[c.encode_utf8(&mut [0; 4])]),
            None => self.push(&["&", name, ";"]),
        }
    }
}

impl<R: Read> Iterator for Elements<R> {
    type Item = Result<Element, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && self.reader.is_some() {
            self.step();
        }
        self.ready.pop_front()
    }
}

fn reader<R: BufRead>(from: R) -> Reader<R> {
    let mut reader = Reader::from_reader(from);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// Which element repeats under this root.
fn repeats(root: &str) -> &'static str {
    match root {
        "feed" => "entry",
        "urlset" => "url",
        "sitemapindex" => "sitemap",
        _ => "item",
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // Without checks for duplicates, which take the square of their number.
    let mut all = start.attributes();
    let all = all.with_checks(false).take(64).flatten();
    let mut named = all.filter(|a| local(a.key.into_inner()) == name);
    let raw = named.next()?.value;
    Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.to_string(), Cow::into_owned))
}

/// Bytes up to a limit, behind which they fail.
#[derive(Debug)]
struct Limited<R> {
    ahead: Ahead<Utf8<R>>,
    left: usize,
    /// What one event took so far.
    taken: Vec<u8>,
}

impl<R: Read> Limited<R> {
    /// Pass over what stands before the next element of this name.
    fn skip_to(&mut self, name: &str) -> bool {
        const WINDOW: usize = 4096;
        if name.is_empty() {
            return false;
        }
        // Where the parser gave up may be where it would again.
        self.ahead.skip(1);
        let start = format!("<{name}");
        loop {
            let have = self.ahead.fill(WINDOW);
            let found = memchr::memmem::find_iter(have, &start).find(|at| {
                let behind = have.get(at + start.len());
                behind.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            });
            let (n, ended) = (have.len(), have.len() < WINDOW);
            self.ahead
                .skip(found.unwrap_or(n.saturating_sub(start.len())));
            if found.is_some() {
                return true;
            }
            if ended {
                return false;
            }
        }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let have = self.fill_buf()?;
        let n = have.len().min(into.len());
        into[..n].copy_from_slice(&have[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("the limit is reached"));
        }
        let have = self.ahead.fill_buf()?;
        Ok(&have[..have.len().min(self.left)])
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n);
        let have = self.ahead.fill(1);
        self.taken.extend_from_slice(&have[..n.min(have.len())]);
        self.ahead.consume(n);
    }
}
