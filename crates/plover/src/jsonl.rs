//! JSON Lines: one event a line, the same bytes for the same event.

use std::io::{self, BufRead, Write};

use crate::Event;

/// Why a line was not read as an event.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The line is no event.
    #[error("line {line}: {source}")]
    Line {
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The input could not be read.
    #[error("line {line}: {source}")]
    Io {
        /// Line, from 1.
        line: usize,
        /// What went wrong.
        source: io::Error,
    },
}

/// Write one event and a line end.
pub fn write(out: &mut impl Write, event: &Event) -> io::Result<()> {
    serde_json::to_writer(&mut *out, event)?;
    out.write_all(b"\n")
}

/// The events of an input, one a line; empty lines are skipped.
pub fn read(input: impl BufRead) -> impl Iterator<Item = Result<Event, ReadError>> {
    input.lines().enumerate().filter_map(|(i, line)| {
        let line_number = i + 1;
        match line {
            Err(source) => Some(Err(ReadError::Io {
                line: line_number,
                source,
            })),
            Ok(text) if text.trim().is_empty() => None,
            Ok(text) => Some(
                serde_json::from_str(&text).map_err(|source| ReadError::Line {
                    line: line_number,
                    source,
                }),
            ),
        }
    })
}
