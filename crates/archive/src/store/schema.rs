//! The format of the file, and how an older one becomes ours: in one transaction, or not at all.

use rusqlite::{Connection, Result, TransactionBehavior};

/// 'LGTN', which `SQLite` keeps at a fixed place in the head of the file.
pub(crate) const APPLICATION: u32 = 0x4C47_544E;

/// The format that this program writes.
pub const FORMAT: i64 = 3;

/// The bits of a sentence's number that tell its place in the article; a body of 256 KiB has fewer sentences.
pub(crate) const SENTENCE_BITS: i64 = 17;

const SCHEMA: &str = include_str!("schema.sql");

/// What each format took away or changed of the one before, the first being that from 1 to 2. What it added is made by the
/// schema itself, once what stood in the way is gone.
const STEPS: &[&str] = &["DROP TABLE past_event", ""];

/// Make the tables, or change those of an older format.
pub(crate) fn bring_up(connection: &mut Connection, format: i64) -> Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have been faster.
    let found: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    let steps = STEPS
        .iter()
        .skip(usize::try_from(found - 1).unwrap_or(STEPS.len()));
    for step in steps {
        tx.execute_batch(step)?;
    }
    tx.execute_batch(SCHEMA)?;
    if found == 0 {
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.execute(
            "INSERT INTO meta VALUES ('made_by', ?)",
            [concat!("legation ", env!("CARGO_PKG_VERSION"))],
        )?;
    }
    tx.pragma_update(None, "user_version", FORMAT)?;
    tx.commit()
}
