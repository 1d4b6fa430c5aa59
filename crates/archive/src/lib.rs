//! One file that grows for years: articles, what they tell of, and what happened.
//!
//! 1. [`Engine`] takes an input through page, syntax and coder;
//! 2. [`Archive::ingest`] does so with many at once, writes with one hand, and can be killed at any time: an article is
//!    in the archive wholly or not at all, and never twice;
//! 3. reports of one and the same act become one happening ([`happening`]), by a rule that depends on what is in the
//!    archive and not on how it came there;
//! 4. [`Archive::query`] and its neighbours answer questions with plain rows;
//! 5. [`Archive::export`] writes them as other data sets have them.
//!
//! ```
//! use archive::{Archive, Engine, Filter, Options, Source};
//!
//! # let folder = std::env::temp_dir().join(format!("legation-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! # let path = folder.join("news.legation");
//! let mut archive = Archive::create(&path).unwrap();
//! let text = "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday.";
//! let sources = [Source::text("a-1", text)];
//! let engine = Engine::embedded(syntax::Model::Fast);
//! let summary = archive.ingest(&engine, sources, &Options::default(), &|_| {}).unwrap();
//! assert_eq!(summary.stored, 1);
//!
//! let filter = Filter { actor: Some("KEN".parse().unwrap()), ..Filter::default() };
//! let found = archive.query(&filter).unwrap();
//! assert_eq!((found[0].event.as_str(), found[0].sources), ("CONSULT", 1));
//! # drop(archive);
//! # std::fs::remove_dir_all(&folder).unwrap();
//! ```
//!
//! It is the one crate that touches the disk. It opens no connection, and has no clock but for the summary's seconds.

mod correct;
mod diff;
mod doctor;
mod engine;
mod error;
pub mod export;
pub mod happening;
mod ingest;
mod query;
mod recode;
mod store;
pub mod table;
mod volume;

pub use correct::{CorrectionRow, Field, Fix};
pub use diff::{Compared, Difference};
pub use doctor::Check;
pub use engine::{Coded, Engine, Material};
pub use error::{CorrectError, ExportError, OpenError, QueryError, StoreError};
pub use ingest::{Options, Progress, Source, Summary};
pub use query::{CountRow, DyadRow, Filter, Who};
pub use recode::Recoded;
pub use store::feed::{EntryRow, FeedRow};
pub use store::read::{ArticleRow, EventRow, HappeningRow, HitRow, MentionRow, PartyRow};
pub use store::{Archive, FORMAT, Prepared};
pub use volume::{MonthRow, PlaceRow, VolumeRow};

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|n| char::from_digit(u32::from(n), 16))
        .collect()
}
