//! Text to sentences and Universal Dependencies trees.
#![warn(clippy::disallowed_methods)]

mod document;
mod span;
mod tag;

pub use document::{Document, MultiwordToken, Name, NameClass, Sentence, Token, TokenIdx};
pub use span::Span;
pub use tag::{Deprel, Upos};
