//! Lines to sentences, one at a time.

use std::io::{BufRead, Read as _};

use super::ReadError;
use super::draft::Draft;
use crate::Sentence;

/// A sentence as read, with the text that its spans point into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The sentence; it starts at byte 0 of `text`.
    pub sentence: Sentence,
    /// Its words with the spaces between them.
    pub text: String,
    /// `# sent_id`.
    pub id: Option<String>,
    /// Whether `# newdoc` stands above it.
    pub starts_document: bool,
}

/// The most words of one sentence.
pub const MAX_WORDS: usize = 10_000;
/// The most bytes of the lines of one sentence, its comments included. A sentence that is one word of a mebibyte
/// still fits, as text, form and lemma.
pub const MAX_BYTES: usize = 4 << 20;
/// How much is read at once of lines that nobody will see.
const CHUNK: u64 = 1 << 13;

/// Reads sentences one by one; none needs more memory than [`MAX_WORDS`] and [`MAX_BYTES`] allow.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    line: usize,
    buffer: Vec<u8>,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader over `input`.
    pub const fn new(input: R) -> Self {
        Self {
            input,
            line: 0,
            buffer: Vec::new(),
            is_done: false,
        }
    }

    /// The next line, or nothing at the end, and how many of the `left` bytes remain; what is not UTF-8 becomes the
    /// replacement character.
    fn line(&mut self, left: &mut usize) -> Result<Option<String>, ReadError> {
        self.line += 1;
        // Room for the line's end: an empty line after the last byte allowed is no byte too many.
        let count = self.chunk(*left as u64 + 2)?;
        if count == 0 {
            return Ok(None);
        }
        if self.ends_line() && is_blank(&self.buffer) {
            return Ok(Some(String::new()));
        }
        let Some(rest) = left.checked_sub(count) else {
            // The rest of the line must not be taken for the next one.
            if !self.ends_line() {
                self.pass()?;
            }
            return Err(ReadError::Long { line: self.line });
        };
        *left = rest;
        let line = String::from_utf8_lossy(&self.buffer);
        let line = line.trim_end_matches(['\n', '\r']);
        // The mark that some editors set at the start of a file.
        let line = line
            .strip_prefix('\u{feff}')
            .filter(|_| self.line == 1)
            .unwrap_or(line);
        Ok(Some(line.to_owned()))
    }

    /// Fills the buffer up to a line's end or a number of bytes; how many there are.
    fn chunk(&mut self, most: u64) -> Result<usize, ReadError> {
        self.buffer.clear();
        let mut input = self.input.by_ref().take(most);
        let read = input.read_until(b'\n', &mut self.buffer);
        read.map_err(|source| ReadError::Io {
            line: self.line,
            source,
        })
    }

    fn ends_line(&self) -> bool {
        self.buffer.last() == Some(&b'\n')
    }

    /// Passes over what is left of a line; whether it was empty, or nothing at the end of the input.
    fn pass(&mut self) -> Result<Option<bool>, ReadError> {
        let (mut is_empty, mut is_end) = (true, true);
        while self.chunk(CHUNK)? > 0 {
            is_end = false;
            is_empty &= is_blank(&self.buffer);
            if self.ends_line() {
                break;
            }
        }
        Ok((!is_end).then_some(is_empty))
    }

    /// Leaves the sentence that is not well formed, so that the next one can be read.
    fn skip(&mut self) {
        loop {
            self.line += 1;
            match self.pass() {
                Ok(Some(true)) => return,
                Ok(Some(false)) => {}
                Ok(None) | Err(_) => break,
            }
        }
        self.is_done = true;
    }

    fn sentence(&mut self) -> Result<Option<Read>, ReadError> {
        let (mut draft, mut left) = (Draft::default(), MAX_BYTES);
        loop {
            let Some(line) = self.line(&mut left)? else {
                self.is_done = true;
                break;
            };
            if line.is_empty() {
                if draft.has_words() {
                    break;
                }
                (draft, left) = (Draft::default(), MAX_BYTES);
            } else if let Some(comment) = line.strip_prefix('#') {
                draft.comment(comment.trim());
            } else {
                draft.word(&line, self.line)?;
            }
        }
        if draft.has_words() {
            draft.finish(self.line).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let read = self.sentence();
        match &read {
            Err(ReadError::Io { .. }) => self.is_done = true,
            Err(ReadError::Cells { .. } | ReadError::Id { .. } | ReadError::Long { .. }) => {
                self.skip();
            }
            // The others are found after the last line of a sentence.
            _ => {}
        }
        read.transpose()
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|b| matches!(b, b'\n' | b'\r'))
}
