//! Text to sentences and Universal Dependencies trees.
#![warn(clippy::disallowed_methods)]

pub mod conllu;
mod document;
pub mod feats;
pub mod lemma;
mod network;
mod parser;
pub mod segment;
pub mod shape;
mod span;
mod tag;
mod tree;
pub mod wordpiece;

pub use document::{Document, MultiwordToken, Name, NameClass, Sentence, Token, TokenIdx};
pub use network::file::ModelError;
pub use network::kernel::Kernel;
pub use parser::{Parser, Warning};
pub use span::Span;
pub use tag::{Deprel, Upos};
