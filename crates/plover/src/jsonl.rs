//! JSON Lines: one event a line, the same bytes for the same event.
//!
//! Reading streams, holds one line at a time, and goes on after a line that is no event: what is wrong with it is an
//! item of its own, with the line's number. No input makes it panic. It ends at the first error of the input itself.

use std::io::{self, BufRead, Read as _, Write};

use crate::Event;

/// Longest line that is read, in bytes. A longer one is passed over with an error.
pub const MAX_LINE: usize = 64 << 20;

/// Why a line was not read as an event.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The line is no event.
    #[error("line {line}{}", reason(source))]
    Line {
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The line is longer than [`MAX_LINE`].
    #[error("line {line}: it has more than {limit} bytes")]
    Long {
        /// Line, from 1.
        line: usize,
        /// The most that is read.
        limit: usize,
    },
    /// The input could not be read.
    #[error("line {line}: {source}")]
    Io {
        /// Line, from 1.
        line: usize,
        /// What went wrong.
        source: io::Error,
    },
}

/// The reader counts lines within a line: always 1. Ours is the number that helps.
fn reason(error: &serde_json::Error) -> String {
    let (text, place) = (
        error.to_string(),
        format!(" at line {} column {}", error.line(), error.column()),
    );
    let plain = text.strip_suffix(&place).unwrap_or(&text);
    match error.column() {
        0 => format!(": {plain}"),
        column => format!(", column {column}: {plain}"),
    }
}

/// Write one event and a line end.
///
/// ```
/// let mut out = Vec::new();
/// plover::jsonl::write(&mut out, &plover::Event::new(plover::EventType::Agree)).unwrap();
/// assert!(out.starts_with(br#"{"id":"","article":"","actor":[],"recipient":[],"event":"AGREE""#));
/// ```
pub fn write(out: &mut impl Write, event: &Event) -> io::Result<()> {
    serde_json::to_writer(&mut *out, event)?;
    out.write_all(b"\n")
}

/// The events of an input, one a line; empty lines are skipped.
pub fn read(input: impl BufRead) -> impl Iterator<Item = Result<Event, ReadError>> {
    numbered(input).map(|(_, event)| event)
}

/// The events of an input with the numbers of their lines, from 1.
///
/// ```
/// let input = "{\"id\":\"a-1\",\"event\":\"AID\"}\n\n{\"id\":\"a-2\",\"event\":\"FIGHT\"}\n";
/// let mut lines = plover::jsonl::numbered(input.as_bytes());
/// assert!(matches!(lines.next(), Some((1, Ok(_)))));
/// let (number, error) = lines.next().unwrap();
/// assert_eq!(number, 3);
/// assert!(error.unwrap_err().to_string().contains("'FIGHT' is no event type in PLOVER 2.0 (ASSAULT now)"));
/// ```
pub fn numbered<R: BufRead>(input: R) -> Lines<R> {
    Lines {
        input,
        buffer: Vec::new(),
        line: 0,
        limit: MAX_LINE,
        ended: false,
    }
}

/// See [`numbered`].
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    line: usize,
    limit: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// The next line into the buffer. False at the end; none where it was too long.
    fn fill(&mut self) -> io::Result<Option<bool>> {
        self.buffer.clear();
        let most = self.limit as u64 + 1;
        let count = self
            .input
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut self.buffer)?;
        if count > self.limit && self.buffer.last() != Some(&b'\n') {
            self.buffer = Vec::new();
            self.pass_over()?;
            return Ok(None);
        }
        Ok(Some(count > 0))
    }

    /// The rest of a line, unread.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let held = self.input.fill_buf()?;
            let end = held.iter().position(|&b| b == b'\n');
            let count = end.map_or(held.len(), |at| at + 1);
            self.input.consume(count);
            if end.is_some() || count == 0 {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (usize, Result<Event, ReadError>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let line = self.line;
            match self.fill() {
                Err(source) => {
                    // An input that fails may fail for ever.
                    self.ended = true;
                    return Some((line, Err(ReadError::Io { line, source })));
                }
                Ok(None) => {
                    let limit = self.limit;
                    return Some((line, Err(ReadError::Long { line, limit })));
                }
                Ok(Some(false)) => self.ended = true,
                Ok(Some(true)) => {
                    let mut bytes = self.buffer.as_slice();
                    if line == 1 {
                        bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
                    }
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    let event = serde_json::from_slice(bytes.trim_ascii_end());
                    let event = event.map_err(|source| ReadError::Line { line, source });
                    return Some((line, event));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken;

    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is out"))
        }
    }

    #[test]
    fn an_input_that_fails_ends_the_reading() {
        let mut lines = numbered(io::BufReader::new(Broken));
        let message = lines.next().map(|(n, e)| (n, e.map_err(|e| e.to_string())));
        assert_eq!(
            message,
            Some((1, Err("line 1: the cable is out".to_owned())))
        );
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let good = "{\"id\":\"a\",\"event\":\"AID\"}";
        let long = "x".repeat(100);
        for (input, wanted) in [
            (format!("{good}\n{long}\n{good}\n"), vec![true, false, true]),
            (format!("{long}\n{good}"), vec![false, true]),
            (format!("{good}\n{long}"), vec![true, false]),
        ] {
            let mut lines = numbered(io::BufReader::with_capacity(7, input.as_bytes()));
            lines.limit = good.len() + 1;
            let read: Vec<bool> = lines.map(|(_, e)| e.is_ok()).collect();
            assert_eq!(read, wanted, "{input}");
        }
    }
}
