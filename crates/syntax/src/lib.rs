//! English text to sentences, Universal Dependencies trees and names: one small transformer, in 8-bit integers, inside
//! the binary. No model to download, no server, no GPU; the same bits on every platform, at any thread count.
//!
//! 1. [`segment`] finds sentences and words by rule; tokens and the gaps between them give the text back.
//! 2. [`wordpiece`] cuts words into the pieces that the network knows, [`shape`] tells their letter case.
//! 3. The network, a [`Model`] of two, gives tags, arc scores, labels and names; sentences are packed, not padded.
//! 4. The best tree with one root under those scores is found; [`lemma`] and [`feats`] fill the rest by rule.
//! 5. [`conllu`] writes it as CoNLL-U, and reads it.
//!
//! ```
//! use syntax::{Deprel, NameClass, Parser, Upos};
//!
//! let parser = Parser::standard();
//! let (document, warnings) = parser.parse("The envoys of both states met in Geneva on Monday. They signed nothing.");
//! assert!(warnings.is_empty());
//!
//! let sentence = &document.sentences[0];
//! let met = sentence.root().unwrap();
//! assert_eq!((sentence.tokens[met].lemma.as_str(), sentence.tokens[met].upos), ("meet", Upos::Verb));
//! let envoys = sentence.child(met, Deprel::Nsubj).unwrap();
//! assert_eq!(sentence.tokens[envoys].form, "envoys");
//!
//! let geneva = sentence.names[0];
//! assert_eq!(geneva.class, NameClass::Loc);
//! assert_eq!(sentence.tokens[geneva.first].span.of(&document.text), "Geneva");
//! ```
//!
//! A [`Parser`] costs a millisecond to build and can be shared by threads; what it needs while it works is kept a
//! thread. [`Parser::parse_all`] takes many short texts at once, [`Parser::annotate`] words that somebody else cut,
//! [`Parser::relate`] scores what two marked spans of a sentence do to each other, [`Parser::read_acts`] says of an act
//! with its parties whether they are right, and who else could be. `cargo run --release -p legation-syntax --example
//! tree` draws the trees of a text.
//!
//! What it does not do: other languages (their words pass through, and their trees mean nothing), enhanced
//! dependencies, coreference, names linked to anything. No text makes it fail; [`Warning`]s tell what was cut.
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
pub use parser::{
    ActLabels, ActReading, Encoding, MarkedAct, Model, NAME_LABELS, NameScores, Parser, Side,
    Warning,
};
pub use span::Span;
pub use tag::{Deprel, Upos};
