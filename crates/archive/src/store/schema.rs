//! The format of the file, and how an older one becomes ours: in one transaction, or not at all.

use rusqlite::{Connection, Result, TransactionBehavior};

/// 'LGTN', which `SQLite` keeps at a fixed place in the head of the file.
pub(crate) const APPLICATION: u32 = 0x4C47_544E;

/// The format that this program writes.
pub const FORMAT: i64 = 3;

/// The bits of a sentence's number that tell its place in the article; a body of 256 KiB has fewer sentences.
pub(crate) const SENTENCE_BITS: i64 = 17;

const SCHEMA: &str = include_str!("schema.sql");

/// What each format changed of the one before, the first being that from 1 to 2.
const STEPS: &[&str] = &[
    "
    CREATE TABLE coded_event (
        article INTEGER NOT NULL REFERENCES article (n),
        seq     INTEGER NOT NULL,
        json    TEXT NOT NULL,
        PRIMARY KEY (article, seq)
    ) WITHOUT ROWID;
    DROP TABLE past_event;
    CREATE TABLE past_event (
        n       INTEGER PRIMARY KEY,
        batch   INTEGER NOT NULL REFERENCES coding (n),
        article INTEGER NOT NULL REFERENCES article (n),
        coding  INTEGER NOT NULL REFERENCES coding (n),
        json    TEXT NOT NULL
    );
    CREATE INDEX past_event_by_batch ON past_event (batch, article);
    ",
    "
    CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;
    CREATE TABLE feed (
        url           TEXT PRIMARY KEY,
        moved         TEXT,
        etag          TEXT,
        last_modified TEXT,
        asked         INTEGER NOT NULL,
        wait          INTEGER NOT NULL,
        failures      INTEGER NOT NULL,
        fault         TEXT
    ) WITHOUT ROWID;
    CREATE TABLE entry (
        key   TEXT PRIMARY KEY,
        done  INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        fault TEXT
    ) WITHOUT ROWID;
    CREATE VIEW feeds AS
    SELECT url, moved, datetime(asked, 'unixepoch') AS asked, failures, fault FROM feed;
    ",
];

/// Make the tables, or change those of an older format.
pub(crate) fn bring_up(connection: &mut Connection, format: i64) -> Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have been faster.
    let found: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if found == 0 {
        tx.execute_batch(SCHEMA)?;
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.execute(
            "INSERT INTO meta VALUES ('made_by', ?)",
            [concat!("legation ", env!("CARGO_PKG_VERSION"))],
        )?;
    } else {
        let steps = STEPS
            .iter()
            .skip(usize::try_from(found - 1).unwrap_or_default());
        for step in steps {
            tx.execute_batch(step)?;
        }
    }
    tx.pragma_update(None, "user_version", FORMAT)?;
    tx.commit()
}
