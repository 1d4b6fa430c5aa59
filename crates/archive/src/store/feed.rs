//! What is remembered of feeds, so that whoever follows them can stop at any time: how each stands, and which of its
//! entries were dealt with. When to ask is decided elsewhere; times are seconds since 1970, as the caller tells them.

use rusqlite::{OptionalExtension as _, Result, params};

use super::Archive;
use crate::error::StoreError;

/// A feed as it stood when it was last asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address, as whoever follows it wrote it.
    pub url: String,
    /// Where it moved for good.
    pub moved: Option<String>,
    /// `ETag`, of what was read to its end.
    pub etag: Option<String>,
    /// `Last-Modified`, likewise.
    pub last_modified: Option<String>,
    /// When it was asked; 0 if never.
    pub asked: i64,
    /// For how many seconds from then on it is to be left alone.
    pub wait: i64,
    /// How often in a row it failed.
    pub failures: u32,
    /// How, the last time.
    pub fault: Option<String>,
}

/// An entry of a feed that was dealt with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryRow {
    /// What it is known by.
    pub key: String,
    /// Whether nothing is left to do: it is in the archive, or cannot be had.
    pub done: bool,
    /// How often it was tried in vain.
    pub tries: u32,
    /// Why in vain.
    pub fault: Option<String>,
}

impl Archive {
    /// What is known of a feed; of one that was never asked, its address.
    pub fn feed(&self, url: &str) -> Result<FeedRow, StoreError> {
        let read = || {
            self.connection
                .prepare_cached(
                    "SELECT url, moved, etag, last_modified, asked, wait, failures, fault FROM feed WHERE url = ?",
                )?
                .query_row([url], |r| {
                    Ok(FeedRow {
                        url: r.get(0)?,
                        moved: r.get(1)?,
                        etag: r.get(2)?,
                        last_modified: r.get(3)?,
                        asked: r.get(4)?,
                        wait: r.get(5)?,
                        failures: r.get(6)?,
                        fault: r.get(7)?,
                    })
                })
                .optional()
        };
        let found = read().map_err(|e| self.store_error(e))?;
        Ok(found.unwrap_or_else(|| FeedRow {
            url: url.to_owned(),
            ..FeedRow::default()
        }))
    }

    /// What came of an entry; none if it was not seen yet. An article from the address `url` is as good as the entry that
    /// leads there.
    pub fn entry(&self, key: &str, url: Option<&str>) -> Result<Option<EntryRow>, StoreError> {
        let read = || {
            let known = self
                .connection
                .prepare_cached("SELECT key, done, tries, fault FROM entry WHERE key = ?")?
                .query_row([key], |r| {
                    Ok(EntryRow {
                        key: r.get(0)?,
                        done: r.get(1)?,
                        tries: r.get(2)?,
                        fault: r.get(3)?,
                    })
                })
                .optional()?;
            let held = known.is_none()
                && self
                    .connection
                    .prepare_cached("SELECT 1 FROM article WHERE url = ?")?
                    .exists([url])?;
            Ok(known.or_else(|| {
                held.then(|| EntryRow {
                    key: key.to_owned(),
                    done: true,
                    ..EntryRow::default()
                })
            }))
        };
        read().map_err(|e| self.store_error(e))
    }

    /// Keep how a feed stands, and what came of entries.
    pub fn write_feed(
        &mut self,
        feed: Option<&FeedRow>,
        entries: &[EntryRow],
    ) -> Result<(), StoreError> {
        let written = self.transaction(|c| {
            let mut put = c.prepare_cached("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)")?;
            for e in entries {
                put.execute(params![e.key, e.done, e.tries, e.fault])?;
            }
            if let Some(f) = feed {
                c.prepare_cached("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?
                    .execute(params![
                        f.url,
                        f.moved,
                        f.etag,
                        f.last_modified,
                        f.asked,
                        f.wait,
                        f.failures,
                        f.fault
                    ])?;
            }
            Ok(())
        });
        written.map_err(|e| self.store_error(e))
    }
}
