//! The PLOVER 2.0 ontology and the event record.
//!
//! What every crate from `coder` on means by an event: [`EventType`], [`Mode`], [`Context`], [`Sector`],
//! [`Status`], generated from one table each in `data/`; the record [`Event`] with its evidence; reading and
//! writing it ([`jsonl`]); the contract it keeps ([`validate`]); what the manual would count it as ([`fold`]).
//!
//! 1. the coder fills an [`Event`];
//! 2. [`validate::validate`] holds it against the contract, [`validate::verify`] against the article;
//! 3. [`jsonl`] carries it; [`fold::fold`] gives the PLOVER view.
//!
//! ```
//! let line = r#"{"id":"a-1","event":"CONSULT","mode":["visit"],"status":"planned"}"#;
//! let event = plover::jsonl::read(line.as_bytes()).next().unwrap().unwrap();
//! assert_eq!(event.event.quad(), plover::Quad::VerbalCooperation);
//! assert_eq!(event.mode[0].score(), Some(4.0));
//! ```
//!
//! It knows nothing of text analysis, files or networks.
#![warn(clippy::disallowed_methods)]

#[doc(hidden)]
pub mod codegen;
mod date;
pub mod fold;
pub mod jsonl;
mod record;
pub mod validate;
mod vocabulary;

pub use date::{Date, Weekday, days_in_month};
pub use record::{
    Attribution, CiteInfo, Entity, Event, Evidence, Location, Quantity, Quote, ResolvedDate,
    TextInfo, TextSpan,
};
pub use vocabulary::{AuxMode, Context, CountryCode, EventType, Mode, Quad, Sector, Status};
