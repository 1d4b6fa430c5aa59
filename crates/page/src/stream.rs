//! What comes in these bytes? A reader that looks ahead, unpacks gzip, and tells what it holds.
//!
//! [`Stream`] stands under every format that is read piece by piece: it keeps a bounded part in memory, can put
//! bytes back, knows where members of gzip begin (an archive's records lie one in each), and can find its way
//! again behind damage. A failure ends the bytes and is kept ([`Stream::failure`]), so that what came before it
//! is used.

mod ahead;
mod gzip;
mod utf8;

use std::io::{self, BufRead, Read, Seek, SeekFrom};

pub(crate) use ahead::Ahead;
use gzip::Gzip;
pub use gzip::{BOMB_RATIO, BOMB_SIZE};
pub(crate) use utf8::Utf8;

use crate::Options;

/// Bytes that tell what a stream holds.
const HEAD: usize = 4096;

/// What a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// One page.
    Page,
    /// A JSON object a line.
    Lines,
    /// An archive of the web.
    Warc,
    /// RSS or Atom.
    Feed,
    /// A feed in JSON.
    JsonFeed,
    /// A sitemap, or an index of them.
    Sitemap,
}

/// An article out of a stream of them.
#[derive(Debug)]
pub struct Item {
    /// The number of its record or entry, from 1.
    pub number: usize,
    /// Its bytes, as [`crate::extract`] takes them.
    pub bytes: Vec<u8>,
    /// What is known of it.
    pub options: Options,
    /// Whether it is only a summary, or less.
    pub partial: bool,
}

/// Bytes of any length, unpacked where they are gzip.
#[derive(Debug)]
pub struct Stream<R> {
    ahead: Ahead<Unpacked<R>>,
    /// How to go back in bytes that are not packed.
    seek: Option<fn(&mut R, u64) -> io::Result<u64>>,
}

#[derive(Debug)]
enum Unpacked<R> {
    Plain(Ahead<R>),
    Gzip(Box<Gzip<R>>),
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(plain) => plain.read(into),
            Self::Gzip(gzip) => gzip.read(into),
        }
    }
}

impl<R: Read> Stream<R> {
    /// Of a reader that cannot go back: a pipe, a connection.
    pub fn new(reader: R) -> Self {
        let mut raw = Ahead::new(reader);
        let unpacked = if raw.fill(gzip::MAGIC.len()).starts_with(&gzip::MAGIC) {
            Unpacked::Gzip(Box::new(Gzip::new(raw)))
        } else {
            Unpacked::Plain(raw)
        };
        Self {
            ahead: Ahead::new(unpacked),
            seek: None,
        }
    }

    /// Of a file: what a wrong length passed over can be read again, whatever its size.
    pub fn seekable(reader: R) -> Self
    where
        R: Seek,
    {
        Self {
            seek: Some(|reader, at| reader.seek(SeekFrom::Start(at))),
            ..Self::new(reader)
        }
    }

    /// The next bytes without using them up: at least `n`, less at the end, perhaps more.
    pub fn peek(&mut self, n: usize) -> &[u8] {
        self.ahead.fill(n)
    }

    /// What its first bytes say that it holds.
    pub fn kind(&mut self) -> Kind {
        let head = self.peek(HEAD);
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let head = head.trim_ascii_start();
        if head.starts_with(b"WARC/") {
            return Kind::Warc;
        }
        if let Some(inside) = head.strip_prefix(b"{") {
            return if memchr::memmem::find(head, b"jsonfeed.org").is_some() {
                Kind::JsonFeed
            } else if inside.trim_ascii_start().starts_with(b"\"") {
                Kind::Lines
            } else {
                Kind::Page
            };
        }
        match root(head) {
            Some(b"rss" | b"feed" | b"RDF") => Kind::Feed,
            Some(b"urlset" | b"sitemapindex") => Kind::Sitemap,
            _ => Kind::Page,
        }
    }

    /// Why the bytes ended, if not because there are no more. It is told once.
    pub fn failure(&mut self) -> Option<io::Error> {
        self.ahead.failure.take()
    }

    /// Whether they ended in a failure that was not told yet.
    pub(crate) fn has_failed(&self) -> bool {
        self.ahead.failure.is_some()
    }

    /// Whether they are gzip in the file.
    pub(crate) fn is_packed(&self) -> bool {
        matches!(self.ahead.reader, Unpacked::Gzip(_))
    }

    /// How many bytes were used, unpacked.
    pub(crate) fn position(&self) -> u64 {
        self.ahead.position
    }

    /// Where that is in the file: the start of the member, where it is packed.
    pub(crate) fn place(&mut self) -> u64 {
        let here = self.position();
        match &mut self.ahead.reader {
            Unpacked::Plain(_) => here,
            Unpacked::Gzip(gzip) => gzip.member(here),
        }
    }

    /// Whether a member of gzip begins here.
    pub(crate) fn is_fresh(&self) -> bool {
        match &self.ahead.reader {
            Unpacked::Plain(_) => false,
            Unpacked::Gzip(gzip) => gzip.begins(self.position()),
        }
    }

    /// The next bytes, at least one unless at the end, and none of them behind the start of another member.
    pub(crate) fn chunk(&mut self) -> &[u8] {
        self.ahead.fill(1);
        let here = self.position();
        let until = match &self.ahead.reader {
            Unpacked::Plain(_) => None,
            Unpacked::Gzip(gzip) => gzip.next_after(here),
        };
        let all = self.ahead.fill(1);
        let n = until
            .and_then(|u| usize::try_from(u - here).ok())
            .map_or(all.len(), |n| n.min(all.len()));
        &all[..n]
    }

    /// Use bytes up.
    pub(crate) fn skip(&mut self, n: usize) {
        self.ahead.skip(n);
    }

    /// Put bytes back that were the last to be used.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.ahead.unread(bytes);
    }

    /// Whether [`Stream::go_to`] can work.
    pub(crate) fn can_go_back(&self) -> bool {
        self.seek.is_some() && matches!(self.ahead.reader, Unpacked::Plain(_))
    }

    /// Go on from another place; whether that worked.
    pub(crate) fn go_to(&mut self, position: u64) -> bool {
        let (Some(seek), Unpacked::Plain(plain)) = (self.seek, &mut self.ahead.reader) else {
            return false;
        };
        if seek(&mut plain.reader, position).is_err() {
            return false;
        }
        plain.restart(position);
        self.ahead.restart(position);
        true
    }

    /// Behind damage, go on with the next member of gzip that begins with these bytes; whether there is one.
    pub(crate) fn recover(&mut self, start: &[u8]) -> bool {
        let Unpacked::Gzip(gzip) = &mut self.ahead.reader else {
            return false;
        };
        let found = gzip.recover(start);
        if found {
            self.ahead.go_on();
        }
        found
    }
}

/// The name of the first element, without its prefix.
fn root(mut head: &[u8]) -> Option<&[u8]> {
    loop {
        head = head.trim_ascii_start().strip_prefix(b"<")?;
        let end: &[u8] = match head {
            [b'?', ..] => b"?>",
            [b'!', b'-', b'-', ..] => b"-->",
            [b'!', ..] => b">",
            _ => break,
        };
        let at = memchr::memmem::find(head, end)?;
        head = &head[at + end.len()..];
    }
    let name = head
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))?;
    head[..name].rsplit(|&b| b == b':').next()
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.ahead.read(into)
    }
}

impl<R: Read> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.ahead.consume(n);
    }
}
