//! Text to sentences and Universal Dependencies trees.
#![warn(clippy::disallowed_methods)]

mod document;
pub mod segment;
pub mod shape;
mod span;
mod tag;
pub mod wordpiece;

pub use document::{Document, MultiwordToken, Name, NameClass, Sentence, Token, TokenIdx};
pub use span::Span;
pub use tag::{Deprel, Upos};
