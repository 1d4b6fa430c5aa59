//! Whether a file is an archive, told from its first hundred bytes before anything is done to it.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::{self, APPLICATION, FORMAT};
use super::{Archive, WAIT, store_error};
use crate::error::OpenError;

/// What a file's head says.
enum Head {
    /// There is no file, or nothing in it.
    Nothing,
    /// An archive of this format.
    Format(i64),
}

impl Archive {
    /// Open an archive to read it. Nothing is written, and others may write meanwhile.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        match head(path)? {
            Head::Nothing => return Err(OpenError::Missing(path.to_path_buf())),
            Head::Format(FORMAT) => {}
            Head::Format(found) => {
                return Err(OpenError::Older {
                    path: path.to_path_buf(),
                    found,
                    known: FORMAT,
                });
            }
        }
        // Readers of a log need an index of it, which lies beside the file: so it is opened as if to write, and nothing
        // is written. Where that may not be, and nobody is writing, the file is read as one that does not change.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut archive = Self::connect(path, flags)?;
        let read = |a: &Self| {
            let sql = "SELECT count(*) FROM (SELECT 1 FROM meta LIMIT 1)";
            a.connection.query_row(sql, [], |r| r.get::<_, i64>(0))
        };
        if let Err(error) = read(&archive) {
            let closed = [ErrorCode::CannotOpen, ErrorCode::ReadOnly];
            if !error
                .sqlite_error_code()
                .is_some_and(|c| closed.contains(&c))
            {
                return Err(archive.store_error(error).into());
            }
            let name = path.to_string_lossy();
            let name = name
                .replace('%', "%25")
                .replace('?', "%3f")
                .replace('#', "%23");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_URI;
            let uri = format!("file:{name}?immutable=1");
            let fail = |e| store_error(path, WAIT, e);
            archive.connection = Connection::open_with_flags(uri, flags).map_err(fail)?;
        }
        let only = archive.connection.pragma_update(None, "query_only", true);
        only.map_err(|e| archive.store_error(e))?;
        archive.tune()?;
        Ok(archive)
    }

    /// Open an archive that is there, to write to it; one that is not is not made.
    pub fn edit(path: &Path) -> Result<Self, OpenError> {
        match Self::open(path) {
            Ok(_) | Err(OpenError::Older { .. }) => Self::create(path),
            Err(error) => Err(error),
        }
    }

    /// Open an archive to write to it; it is made where there is none, and brought to this program's format where an
    /// earlier one made it.
    pub fn create(path: &Path) -> Result<Self, OpenError> {
        let head = head(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut archive = Self::connect(path, flags)?;
        let fail = |e| store_error(path, WAIT, e);
        if archive.connection.is_readonly("main").map_err(fail)? {
            return Err(crate::StoreError::ReadOnly(path.to_path_buf()).into());
        }
        // A file whose head says nothing yet may be somebody's, with its first pages still in the log.
        let others: bool = archive
            .connection
            .query_row(
                "SELECT (SELECT count(*) FROM sqlite_schema) > 0 AND (SELECT application_id FROM pragma_application_id) <> ?",
                [APPLICATION],
                |r| r.get(0),
            )
            .map_err(fail)?;
        if others {
            return Err(OpenError::Foreign(path.to_path_buf()));
        }
        archive
            .connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
            .map_err(fail)?;
        archive
            .connection
            .pragma_update(None, "synchronous", "FULL")
            .map_err(fail)?;
        let format = match head {
            Head::Nothing => 0,
            Head::Format(format) => format,
        };
        schema::bring_up(&mut archive.connection, format).map_err(fail)?;
        if format == 0 {
            // Who opens it next is to see by its head what it is, before anything is written.
            archive
                .connection
                .pragma_update_and_check(None, "wal_checkpoint", "PASSIVE", |_| Ok(()))
                .map_err(fail)?;
        }
        archive.tune()?;
        Ok(archive)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, OpenError> {
        let fail = |e| OpenError::Store(store_error(path, WAIT, e));
        let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
        connection
            .busy_timeout(Duration::from_secs(WAIT))
            .map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(128);
        // Plans depend on the statement alone. Otherwise many a statement is compiled anew for each value it is given.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(fail)?;
        Ok(Self {
            connection,
            path: path.to_path_buf(),
            wait: WAIT,
        })
    }

    /// Settings that hold for the connection only.
    fn tune(&self) -> Result<(), OpenError> {
        let set = |name: &str, value: i64| self.connection.pragma_update(None, name, value);
        // 64 MiB of pages; larger archives are read through the system's own cache. 16 MiB of log before it goes into the
        // file, since the same pages of the indices of words are written again and again.
        set("cache_size", -65_536)
            .and_then(|()| set("temp_store", 2))
            .and_then(|()| {
                self.connection.pragma_update_and_check(
                    None,
                    "wal_autocheckpoint",
                    4096,
                    |_| Ok(()),
                )
            })
            .map_err(|e| self.store_error(e))?;
        Ok(())
    }
}

fn head(path: &Path) -> Result<Head, OpenError> {
    let fail = |source| OpenError::Io {
        path: path.to_path_buf(),
        source,
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Head::Nothing),
        Err(e) => return Err(fail(e)),
    };
    let about = file.metadata().map_err(fail)?;
    if about.is_dir() {
        return Err(OpenError::Foreign(path.to_path_buf()));
    }
    if about.len() == 0 {
        return Ok(Head::Nothing);
    }
    let mut bytes = Vec::with_capacity(100);
    file.take(100).read_to_end(&mut bytes).map_err(fail)?;
    let number = |at: usize, n: usize| {
        let cell = bytes.get(at..at + n)?;
        Some(cell.iter().fold(0_u64, |all, &b| all << 8 | u64::from(b)))
    };
    let foreign = || OpenError::Foreign(path.to_path_buf());
    let log = path.with_file_name({
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push("-wal");
        name
    });
    let logged = std::fs::metadata(log).is_ok_and(|m| m.len() > 0);
    if !bytes.starts_with(b"SQLite format 3\0") {
        return Err(foreign());
    }
    let (Some(size), Some(pages), Some(format), Some(application)) =
        (number(16, 2), number(28, 4), number(60, 4), number(68, 4))
    else {
        return Err(foreign());
    };
    // A first ingest that was killed before its first commit: the file has a head that says nothing yet, and what it
    // will say is in the log, or nowhere.
    if application == 0 && format == 0 && (logged || pages <= 1) {
        return Ok(Head::Nothing);
    }
    if application != u64::from(APPLICATION) {
        return Err(foreign());
    }
    let format = i64::try_from(format).unwrap_or(i64::MAX);
    if format > FORMAT {
        return Err(OpenError::Newer {
            path: path.to_path_buf(),
            found: format,
            known: FORMAT,
        });
    }
    // While there is a log, part of the file may be in it.
    let wanted = pages * if size == 1 { 65_536 } else { size };
    if !logged && about.len() < wanted {
        return Err(OpenError::Truncated {
            path: path.to_path_buf(),
            found: about.len(),
            wanted,
        });
    }
    Ok(Head::Format(format))
}
