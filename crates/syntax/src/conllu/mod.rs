//! How is a document written down, and read back? As CoNLL-U (<https://universaldependencies.org/format.html>).
//!
//! Ten columns a word, an empty line after a sentence, ranges for multiword tokens, `# text` and `# newpar` in the
//! comments. Names stand in MISC as `NER=B-PER`, `NER=I-PER`, missing spaces as `SpaceAfter=No`.
//!
//! The [`Reader`] streams: it gives one sentence at a time with its own text, so a treebank of any size needs the
//! memory of its longest sentence, and that is bounded ([`MAX_WORDS`], [`MAX_BYTES`]). It forgives what carries no
//! tree (unknown comments, empty nodes, unknown relations, cells with an underscore or nothing in them) and reports
//! what would break one: a line without ten cells, numbers out of order, a head outside the sentence, a cycle.
//! Several roots are kept as they stand: tokenisers fill the column so. It never panics.

mod draft;
mod error;
mod reader;
mod writer;

pub use error::ReadError;
pub use reader::{MAX_BYTES, MAX_WORDS, Read, Reader};
pub use writer::{write_document, write_sentence};
