//! The file: opened after a look at its head, written in whole transactions, read as plain rows.

pub(crate) mod events;
pub(crate) mod feed;
mod open;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod summary;
pub(crate) mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::error::StoreError;

pub use schema::FORMAT;
pub use write::Prepared;

/// Seconds to wait for another writer.
const WAIT: u64 = 30;

/// An archive that is open.
#[derive(Debug)]
pub struct Archive {
    pub(crate) connection: Connection,
    path: PathBuf,
    wait: u64,
}

impl Archive {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another process that writes, in seconds.
    pub fn set_wait(&mut self, seconds: u64) -> Result<(), StoreError> {
        self.wait = seconds;
        let set = self.connection.busy_timeout(Duration::from_secs(seconds));
        set.map_err(|e| self.store_error(e))
    }

    /// How many bytes of the file's pages this connection holds at most.
    pub fn set_cache(&self, bytes: usize) -> Result<(), StoreError> {
        let kibibytes = i64::try_from(bytes / 1024).unwrap_or(i64::MAX);
        let set = self
            .connection
            .pragma_update(None, "cache_size", -kibibytes);
        set.map_err(|e| self.store_error(e))
    }

    /// The most pages the file may have, as a disk that is full would have it.
    #[doc(hidden)]
    pub fn set_max_pages(&self, pages: u32) -> Result<(), StoreError> {
        let set = self.connection.pragma_update(None, "max_page_count", pages);
        // The pragma answers with the number that holds.
        match set {
            Ok(()) | Err(rusqlite::Error::ExecuteReturnedResults) => Ok(()),
            Err(error) => Err(self.store_error(error)),
        }
    }

    pub(crate) fn store_error(&self, source: rusqlite::Error) -> StoreError {
        store_error(&self.path, self.wait, source)
    }
}

/// What an error of the store's means to who owns the file.
pub(crate) fn store_error(path: &Path, seconds: u64, source: rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full(path),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::ReadOnly(path)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy { path, seconds }
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged {
            path,
            reason: source.to_string(),
        },
        _ => StoreError::Other { path, source },
    }
}
