//! Trees to events, every field with the words it came from.
//!
//! A parsed article ([`syntax::Document`]) and its circumstances ([`Story`]) become event records
//! ([`plover::Event`]):
//!
//! 1. [`date`] finds expressions of time, and dates an article that has no date;
//! 2. [`actor`] resolves names, offices, common nouns and pronouns to parties;
//! 3. the [`codebook`] says which words in which constructions make which act; the engine knows the grammar
//!    (passives, control, relative clauses …), so a rule is one clause in the active;
//! 4. status, place, amounts, quotations and speakers come from the same clause or from a stated link;
//! 5. [`Coder::code`] puts the record together, and a [`Trace`] for each rule that held.
//!
//! ```
//! let parser = syntax::Parser::standard();
//! let coder = coder::Coder::embedded();
//! let (document, _) = parser.parse("The French president visited Ankara on Monday.");
//! let coding = coder.code(&coder::Story::default(), &document);
//! assert_eq!(coding.events[0].event, plover::EventType::Consult);
//! assert_eq!(coding.events[0].status, plover::Status::Occurred);
//! ```
//!
//! Nothing is stitched: actor, act and recipient share a clause, or a stated link joins them, or the field
//! stays empty. It reads no files and has no clock.
#![warn(clippy::disallowed_methods)]

pub mod actor;
mod around;
pub mod attribution;
mod beside;
mod clause;
pub mod codebook;
mod coder;
mod confidence;
mod context;
pub mod date;
mod genre;
mod ground;
mod happening;
pub mod import;
mod matcher;
pub mod place;
pub mod quantity;
pub mod quote;
mod relation;
mod sentence;
mod signal;
mod status;
mod story;
mod table;
mod trace;
mod tree;
mod words;

pub use coder::{Coder, Coding, JUDGED, Least, logit};
pub use relation::Relations;
pub use story::Story;
pub use trace::{Argument, Outcome, Trace};
