//! What can go wrong with a file, one enum an operation; every message names the file.

use std::path::PathBuf;

/// Why an archive was not opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no such file.
    #[error("{0}: there is no such archive; `legation ingest` makes one")]
    Missing(PathBuf),
    /// It is something else.
    #[error("{0}: it is no archive of Legation; it was left as it is")]
    Foreign(PathBuf),
    /// Its end is missing.
    #[error(
        "{path}: it is cut off: {found} of {wanted} bytes are there; it was left as it is, restore it from a copy"
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes there are.
        found: u64,
        /// Bytes its own head tells of.
        wanted: u64,
    },
    /// A later program wrote it.
    #[error(
        "{path}: its format is {found}, and this program knows those up to {known}; a newer Legation wrote it, and it was left as it is"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It was made by an earlier program, and cannot be brought up to date where it may only be read.
    #[error(
        "{path}: its format is {found}; any command that writes to it, such as `legation ingest`, brings it to {known}"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// The file system refuses.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk is full, or the file as large as it may get.
    #[error(
        "{0}: there is no room left on its disk; what was committed is kept, and the same command goes on from there"
    )]
    Full(PathBuf),
    /// It may not be written to.
    #[error("{0}: it may not be written to")]
    ReadOnly(PathBuf),
    /// Somebody else writes to it for longer than one waits.
    #[error("{path}: another process is writing to it; waited {seconds} s")]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long.
        seconds: u64,
    },
    /// Its pages contradict each other.
    #[error("{path}: it is damaged ({reason}); `legation doctor` says more")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Anything else.
    #[error("{path}: {source}")]
    Other {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

/// Why a correction was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorrectError {
    /// There is no such event.
    #[error("no event has the id '{0}'")]
    Unknown(String),
    /// The value is none for the field.
    #[error("{0}")]
    Value(String),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It cannot be understood.
    #[error("{0}")]
    Question(String),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an export came to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// What was asked for cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// This build cannot write Parquet.
    #[error(
        "this program was built without Parquet; `cargo build --release` builds it in (the feature `parquet`), and \
         `--format csv` writes the same table"
    )]
    NoParquet,
    /// It cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
}
