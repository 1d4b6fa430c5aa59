//! The PLOVER 2.0 ontology and the event record.
//!
//! What every crate from `coder` on means by an event: [`EventType`], [`Mode`], [`Context`], [`Sector`],
//! [`CountryCode`], [`Status`], generated from one table each in `data/`; the record [`Event`] with its evidence;
//! reading and writing it ([`jsonl`]); the contract it keeps ([`validate`]); what the manual would count it as
//! ([`fold`]); what it was called before PLOVER ([`crosswalk`]); and days ([`Date`]).
//!
//! 1. the coder fills an [`Event`]: what the text says, with its [`Status`], never folded;
//! 2. [`validate::validate`] holds it against the contract, [`validate::verify`] against the article;
//! 3. [`jsonl`] carries it, one event a line, the same bytes for the same event;
//! 4. [`fold::of`] gives the PLOVER view, [`crosswalk`] its CAMEO root and Goldstein's score.
//!
//! ```
//! use plover::{EventType, Mode, Quad, Status};
//!
//! let line = r#"{"id":"a-1","event":"CONSULT","mode":["visit"],"status":"postponed"}"#;
//! let event = plover::jsonl::read(line.as_bytes()).next().unwrap().unwrap();
//! assert_eq!((event.event.quad(), event.status), (Quad::VerbalCooperation, Status::Postponed));
//! assert_eq!((event.mode[0], event.mode[0].score()), (Mode::CONSULT_VISIT, Some(4.0)));
//!
//! // A visit that was put off is not a visit; the PLOVER view counts it as an agreement to meet.
//! assert_eq!(plover::fold::of(&event).unwrap().event, EventType::Agree);
//! // Nothing in this line says which words it came from.
//! assert!(!plover::validate::validate(&event).is_empty());
//! ```
//!
//! The feature `schema` tells `OpenAPI` of the record's types.
//!
//! It knows nothing of text analysis, files, clocks or networks.
#![warn(clippy::disallowed_methods)]

#[doc(hidden)]
pub mod codegen;
mod country;
pub mod crosswalk;
mod date;
mod entity;
pub mod fold;
mod form;
pub mod jsonl;
mod mode;
pub mod outline;
mod passage;
mod quad;
mod reader;
mod record;
#[cfg(feature = "schema")]
mod schema;
pub mod validate;
mod vocabulary;

pub use country::CountryCode;
pub use date::{Date, ParseDateError, Weekday, days_in_month};
pub use entity::{Entity, Location};
pub use mode::Mode;
pub use passage::{Attribution, Evidence, Quantity, Quote, TextSpan};
pub use quad::Quad;
pub use record::{CiteInfo, Event, ResolvedDate, TextInfo};
pub use vocabulary::{AuxMode, Context, EventType, Sector, Status, UnknownWord};
