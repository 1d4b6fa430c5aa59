//! What can be wrong with a file, and on which line.

use std::io;

use super::reader::{MAX_BYTES, MAX_WORDS};

/// Why a sentence could not be read, and on which line, from 1. What stands in the file is shown in part if long.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The input itself failed.
    #[error("line {line}: {source}")]
    Io {
        /// The line.
        line: usize,
        /// What went wrong.
        source: io::Error,
    },
    /// A word line has too few cells.
    #[error("line {line}: {cells} cells where a word has ten")]
    Cells {
        /// The line.
        line: usize,
        /// How many there are.
        cells: usize,
    },
    /// An id that is no number, or not the next one.
    #[error("line {line}: word number `{id}`, expected {expected}")]
    Id {
        /// The line.
        line: usize,
        /// What stands there.
        id: String,
        /// The number that comes next.
        expected: usize,
    },
    /// A sentence of more words or bytes than are read.
    #[error("line {line}: the sentence has more than {MAX_WORDS} words or {MAX_BYTES} bytes")]
    Long {
        /// The first line too many.
        line: usize,
    },
    /// A range that reaches past the last word.
    #[error("line {line}: a range ends at word {last}, the sentence at word {words}")]
    Range {
        /// The line after the sentence.
        line: usize,
        /// Where the range ends.
        last: usize,
        /// Number of words.
        words: usize,
    },
    /// A head that is no word of the sentence.
    #[error("line {line}: head `{head}` in a sentence of {words} words")]
    Head {
        /// The line.
        line: usize,
        /// What stands there.
        head: String,
        /// Number of words.
        words: usize,
    },
    /// Heads that lead back to where they started.
    #[error("line {line}: the sentence that ends here has a cycle at word {word}")]
    Cycle {
        /// The line after the sentence.
        line: usize,
        /// A word of the cycle, from 1.
        word: usize,
    },
}
