//! Lines to sentences, one at a time.

use std::io::BufRead;

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

/// Reads sentences one by one.
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

    /// The next line, or nothing at the end; what is not UTF-8 becomes the replacement character.
    fn line(&mut self) -> Result<Option<String>, ReadError> {
        self.buffer.clear();
        self.line += 1;
        let read = self.input.read_until(b'\n', &mut self.buffer);
        let count = read.map_err(|source| ReadError::Io {
            line: self.line,
            source,
        })?;
        Ok((count > 0).then(|| {
            String::from_utf8_lossy(&self.buffer)
                .trim_end_matches(['\n', '\r'])
                .to_owned()
        }))
    }

    /// Leaves the sentence that is not well formed, so that the next one can be read.
    fn skip(&mut self) {
        while let Ok(Some(line)) = self.line() {
            if line.is_empty() {
                return;
            }
        }
        self.is_done = true;
    }

    fn sentence(&mut self) -> Result<Option<Read>, ReadError> {
        let mut draft = Draft::default();
        loop {
            let Some(line) = self.line()? else {
                self.is_done = true;
                break;
            };
            if line.is_empty() {
                if draft.has_words() {
                    break;
                }
                draft = Draft::default();
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
            Err(ReadError::Cells { .. } | ReadError::Id { .. }) => self.skip(),
            // The others are found after the last line of a sentence.
            _ => {}
        }
        read.transpose()
    }
}
