//! WARC (ISO 28500), read record by record: the pages that a crawler kept.
//!
//! An archive may be of any size, and so may each record: what is longer than a page may be is passed over, and
//! memory is bounded. Pages are responses of HTTP with status 2xx, resources and conversions (Common Crawl's WET)
//! that hold HTML or plain text; other records are passed over in silence.
//!
//! Nothing an archive says of itself is taken on trust. A length is right if another record, or the end, follows
//! what it measures; if not, the record ends where the next one visibly begins, and that is said. Only then are a
//! page's own bytes searched for the start of a record, since whoever wrote the page could put one there. Where
//! each record is packed by itself, the packing decides.

use std::collections::VecDeque;
use std::io::Read;

use crate::http::{self, Fields};
use crate::stream::{Item, Stream};
use crate::{Format, MAX_INPUT, Options};

/// Bytes of one record that are kept: a page, and the fields that go before it.
const MAX_BLOCK: usize = MAX_INPUT + 2 * http::MAX_FIELDS;
/// How a record begins.
const START: &[u8] = b"WARC/";
/// The field that every record has.
const TYPE: &[u8] = b"WARC-Type:";
/// So many wrong lengths, and no length in the archive is believed any more: each costs a search.
const MAX_LIES: usize = 64;
/// So often bytes that were too many to keep are read again.
const MAX_RETURNS: usize = 8;
/// Bytes in which a record's first lines stand.
const HEAD: usize = 4096;

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record {number} (byte {place}): {what}")]
pub struct Fault {
    /// The record's number, from 1.
    pub number: usize,
    /// Where it begins in the file; where its gzip member does, in a packed one.
    pub place: u64,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum What {
    /// These bytes are none.
    #[error("no record begins here; {0} bytes were passed over")]
    NoRecord(u64),
    /// It states no length that is a number.
    #[error("it states no length; it was read up to the next record")]
    NoLength,
    /// It does not end where it says.
    #[error(
        "its length of {stated} bytes is wrong; it was read up to the next record, {found} bytes"
    )]
    WrongLength {
        /// What it says.
        stated: u64,
        /// What is there.
        found: u64,
    },
    /// The bytes end first.
    #[error("it is cut off after {found} of {stated} bytes")]
    CutOff {
        /// What it says.
        stated: u64,
        /// What is there.
        found: u64,
    },
    /// A coding of the body that is not known.
    #[error("its content coding '{0}' is not known; it was left out")]
    Coding(String),
    /// The bytes cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
}

/// The pages of an archive, in their order, and what is wrong with it in between.
#[derive(Debug)]
pub struct Pages<R> {
    stream: Stream<R>,
    number: usize,
    block: Vec<u8>,
    lies: usize,
    returns: usize,
    ready: VecDeque<Result<Item, Fault>>,
    ended: bool,
}

impl<R: Read> Pages<R> {
    /// Of an archive, packed or not.
    pub fn new(stream: Stream<R>) -> Self {
        Self {
            stream,
            number: 0,
            block: Vec::new(),
            lies: 0,
            returns: 0,
            ready: VecDeque::new(),
            ended: false,
        }
    }

    /// How many records were read so far, pages or not.
    pub fn records(&self) -> usize {
        self.number
    }

    fn fault(&mut self, place: u64, what: What) {
        self.ready.push_back(Err(Fault {
            number: self.number,
            place,
            what,
        }));
    }

    /// Read one record, and make ready what it gives.
    fn record(&mut self) {
        skip_line_ends(&mut self.stream);
        let place = self.stream.place();
        let head = self.stream.peek(HEAD);
        if head.is_empty() {
            return self.end(place);
        }
        self.number += 1;
        let Some(fields) = fields(&mut self.stream) else {
            // At least one byte, so that the same start is not found again.
            self.stream.skip(1);
            let passed = 1 + to_next(&mut self.stream, None);
            return self.fault(place, What::NoRecord(passed));
        };
        let stated = fields.of("content-length").and_then(|l| l.parse().ok());
        if let Some(what) = self.block(stated) {
            self.fault(place, what);
        }
        match page(&fields, &self.block) {
            Ok(None) => {}
            Ok(Some((bytes, options))) => self.ready.push_back(Ok(Item {
                number: self.number,
                bytes,
                options,
                partial: false,
            })),
            Err(coding) => self.fault(place, What::Coding(coding)),
        }
    }

    /// The bytes ended: for good, or because of damage that can be got round.
    fn end(&mut self, place: u64) {
        let Some(error) = self.stream.failure() else {
            self.ended = true;
            return;
        };
        self.fault(place, What::Unreadable(error.to_string()));
        self.ended = !self.stream.recover(START);
    }

    /// Read a record's block, as far as it is kept; what is wrong with its length.
    fn block(&mut self, stated: Option<u64>) -> Option<What> {
        self.block.clear();
        let start = self.stream.position();
        let Some(stated) = stated else {
            to_next(&mut self.stream, Some(&mut self.block));
            return Some(What::NoLength);
        };
        let (read, in_doubt) = if self.lies < MAX_LIES {
            self.take(stated)
        } else {
            let read = to_next(&mut self.stream, Some(&mut self.block));
            let ends = read.saturating_sub(stated) <= 4;
            (if ends { read.min(stated) } else { read }, false)
        };
        if !in_doubt && read == stated && self.is_border() {
            return None;
        }
        self.lies += 1;
        let kept = self.block.len() as u64;
        if let Some(at) = find(&self.block) {
            // It swallowed the next one.
            let back = self.block.split_off(at);
            if read == kept {
                self.stream.unread(&back);
            } else {
                self.return_to(start + at as u64);
            }
        } else if read > kept {
            // The next one may lie in what was not kept.
            self.return_to(start + kept.saturating_sub(HEAD as u64));
            to_next(&mut self.stream, None);
        } else if !self.is_border() {
            to_next(&mut self.stream, Some(&mut self.block));
        }
        let found = self.stream.position() - start;
        if found < stated && self.stream.peek(1).is_empty() {
            // What broke the stream is told where it ends.
            return (!self.stream.has_failed()).then_some(What::CutOff { stated, found });
        }
        Some(What::WrongLength { stated, found })
    }

    fn return_to(&mut self, position: u64) {
        if self.can_return() {
            self.returns += 1;
            self.stream.go_to(position);
        }
    }

    fn can_return(&self) -> bool {
        self.returns < MAX_RETURNS && self.stream.can_go_back()
    }

    /// Take so many bytes, if they are there; how many were, and whether they hold the start of a record that
    /// could not be gone back to later.
    fn take(&mut self, stated: u64) -> (u64, bool) {
        let mut read = 0;
        while read < stated {
            if self.stream.is_fresh() && self.stream.peek(START.len()).starts_with(START) {
                // The packing says that this is the next record.
                break;
            }
            let chunk = self.stream.chunk();
            if chunk.is_empty() {
                break;
            }
            let n = usize::try_from(stated - read).map_or(chunk.len(), |n| n.min(chunk.len()));
            let room = MAX_BLOCK - self.block.len();
            // As much as there is room for first: what is in doubt then is all in the block.
            let n = if room > 0 { n.min(room) } else { n };
            if room > 0 {
                self.block.extend_from_slice(&chunk[..n]);
            }
            self.stream.skip(n);
            read += n as u64;
            let full = n == room && read < stated;
            if full && !self.stream.is_packed() && !self.can_return() && find(&self.block).is_some()
            {
                return (read, true);
            }
        }
        (read, false)
    }

    /// Whether another record, or the end, follows here.
    fn is_border(&mut self) -> bool {
        if self.stream.is_fresh() {
            return true;
        }
        let next = self.stream.peek(HEAD);
        let at = next.iter().position(|b| !matches!(b, b'\r' | b'\n'));
        at.is_none_or(|at| next[at..].starts_with(START))
    }
}

impl<R: Read> Iterator for Pages<R> {
    type Item = Result<Item, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if self.ended {
                return None;
            }
            self.record();
        }
    }
}

fn skip_line_ends<R: Read>(stream: &mut Stream<R>) {
    loop {
        let next = stream.peek(1);
        let ends = next.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let n = ends.count();
        if n == 0 {
            return;
        }
        stream.skip(n);
    }
}

/// The fields of the record that begins here; none if none does.
fn fields<R: Read>(stream: &mut Stream<R>) -> Option<Fields> {
    let mut head = stream.peek(HEAD);
    if !begins(head) {
        return None;
    }
    if http::end_of_fields(head).is_none() {
        head = stream.peek(http::MAX_FIELDS);
    }
    let end = http::end_of_fields(head)?;
    let fields = Fields::read(&head[..end]);
    stream.skip(end);
    Some(fields)
}

/// Whether a line `WARC/1.1` begins here.
fn begins(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(START) else {
        return false;
    };
    let line = rest.iter().take(8).take_while(|&&b| b != b'\n');
    let mut length = 0;
    for b in line {
        length += 1;
        if !matches!(b, b'0'..=b'9' | b'.' | b'\r') {
            return false;
        }
    }
    length > 0 && rest.get(length) == Some(&b'\n')
}

/// Where a record begins in these bytes: a version at the start of a line, and the type in the lines below.
fn find(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, START).find(|&at| {
        let here = &bytes[at..];
        let line_start = at == 0 || bytes[at - 1] == b'\n';
        line_start && begins(here) && {
            // A line without a colon ends the search, so that no byte is looked at for many starts.
            let lines = here[..here.len().min(HEAD)].split(|&b| b == b'\n').skip(1);
            let mut fields = lines.take_while(|l| l.contains(&b':'));
            fields.any(|l| {
                l.get(..TYPE.len())
                    .is_some_and(|l| l.eq_ignore_ascii_case(TYPE))
            })
        }
    })
}

/// Pass over what stands before the next record, or keep it as far as there is room; how many bytes it was.
fn to_next<R: Read>(stream: &mut Stream<R>, mut kept: Option<&mut Vec<u8>>) -> u64 {
    let mut passed = 0;
    loop {
        if passed > 0 && stream.is_fresh() && stream.peek(START.len()).starts_with(START) {
            return passed;
        }
        let all = stream.peek(2 * HEAD).len();
        let chunk = stream.chunk();
        let found = find(chunk);
        let n = match found {
            Some(at) => at,
            // The start may lie across the end.
            None if chunk.len() == all && all >= 2 * HEAD => chunk.len() - HEAD,
            None => chunk.len(),
        };
        if let Some(block) = &mut kept {
            let room = MAX_BLOCK - block.len();
            block.extend_from_slice(&chunk[..n.min(room)]);
        }
        stream.skip(n);
        passed += n as u64;
        if found.is_some() || n == 0 {
            return passed;
        }
    }
}

/// The page in a record's block, if there is one; the name of a coding that is not known.
fn page(fields: &Fields, block: &[u8]) -> Result<Option<(Vec<u8>, Options)>, String> {
    let url = fields
        .of("warc-target-uri")
        .map(|u| u.trim_matches(['<', '>']).to_owned());
    let (of_record, declared) = fields.media_type();
    let (kind, charset, body) = match fields
        .of("warc-type")
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("response") => {
            let Some((status, sent, body)) = http::response(block) else {
                return Ok(None);
            };
            let (kind, charset) = sent.media_type();
            if !(200..300).contains(&status) || format(kind.as_deref()).is_none() {
                return Ok(None);
            }
            (kind, charset, http::decoded(&sent, body)?.into_owned())
        }
        Some("resource" | "conversion") => (of_record, declared, block.to_vec()),
        _ => return Ok(None),
    };
    let found = fields
        .of("warc-identified-payload-type")
        .map(str::to_ascii_lowercase);
    let Some(format) = format(found.or(kind).as_deref()) else {
        return Ok(None);
    };
    // The rules for robots are text, but no article.
    let robots = url.as_deref().is_some_and(|u| u.ends_with("/robots.txt"));
    if robots || body.is_empty() {
        return Ok(None);
    }
    let id = fields
        .of("warc-record-id")
        .map(|id| id.trim_matches(['<', '>']).to_owned());
    let options = Options {
        id: id.filter(|id| !id.is_empty()),
        url,
        charset,
        format,
        ..Options::default()
    };
    Ok(Some((body, options)))
}

/// How a media type is read: none if it is no page, `Some(None)` if it may be one of either kind.
#[expect(
    clippy::option_option,
    reason = "no page, a page of unknown kind, of a known one"
)]
fn format(media_type: Option<&str>) -> Option<Option<Format>> {
    match media_type {
        None => Some(None),
        Some("text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml") => {
            Some(Some(Format::Html))
        }
        Some("text/plain") => Some(Some(Format::Text)),
        Some(_) => None,
    }
}
