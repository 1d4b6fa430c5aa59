//! Happenings as other data sets have events: PLOVER, POLECAT, ICEWS, GDELT, and tables of our own.
//!
//! A row is of a happening, not of an article: what was told forty times is one event with forty mentions. Where a format
//! has room for two parties only, a happening of several is a row for each two (`act`). Formats of PLOVER and
//! CAMEO get the folded view (`plover::fold`), those of CAMEO its codes (`plover::crosswalk`); our own tables get the
//! status as it is. Records are read as they stand in the archive, corrected where an analyst corrected them.
//!
//! What the record does not know stays empty. What a format has no place for, and what was left out, is counted in
//! [`Notes`], which go beside the file. Happenings are read one at a time, and their mentions too: memory does not grow
//! with the archive.

mod act;
mod code;
mod columns;
mod gdelt;
mod icews;
mod jsonl;
mod mention;
mod notes;
#[cfg(feature = "parquet")]
mod parquet;
mod polecat;
mod tsv;

use std::fmt;
use std::io::{self, Write};
use std::ops::ControlFlow;

use plover::crosswalk::{self, Cameo};
use plover::fold::Folded;
use plover::{Date, EventType, Mode, Status};

use crate::error::ExportError;
use crate::query::Filter;
use crate::store::Archive;

use act::{Act, Pair};
use code::Codes;

pub use notes::Notes;

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JSON Lines of the PLOVER manual 2.0.
    Plover,
    /// POLECAT, 40 columns.
    Polecat,
    /// ICEWS, 20 columns.
    Icews,
    /// GDELT 2.0 Events, 61 columns.
    Gdelt,
    /// GDELT 2.0 Mentions, 16 columns, of the same events.
    GdeltMentions,
    /// Comma-separated values of our own.
    Csv,
    /// The same table as Parquet; only where the feature `parquet` is built in.
    Parquet,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Plover,
        Self::Polecat,
        Self::Icews,
        Self::Gdelt,
        Self::GdeltMentions,
        Self::Csv,
        Self::Parquet,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plover => "plover",
            Self::Polecat => "polecat",
            Self::Icews => "icews",
            Self::Gdelt => "gdelt",
            Self::GdeltMentions => "gdelt-mentions",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// Which variant of it is written, and what stands for what is not known.
    const fn conventions(self) -> &'static [&'static str] {
        match self {
            Self::Plover => jsonl::CONVENTIONS,
            Self::Polecat => polecat::CONVENTIONS,
            Self::Icews => icews::CONVENTIONS,
            Self::Gdelt => gdelt::CONVENTIONS,
            Self::GdeltMentions => mention::CONVENTIONS,
            Self::Csv => columns::CONVENTIONS,
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::CONVENTIONS,
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => &[],
        }
    }

    /// The line that names the columns, where the format has one.
    fn header(self) -> Option<String> {
        match self {
            Self::Plover | Self::Gdelt | Self::GdeltMentions | Self::Parquet => None,
            Self::Polecat => Some(polecat::COLUMNS.join("\t")),
            Self::Icews => Some(icews::COLUMNS.join("\t")),
            Self::Csv => Some(columns::header()),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Archive {
    /// Write the happenings that a filter asks for, the latest first, and tell what did not fit.
    pub fn export(
        &self,
        filter: &Filter,
        format: Format,
        out: &mut (dyn Write + Send),
    ) -> Result<Notes, ExportError> {
        let mut notes = Notes::new(format.as_str(), format.conventions());
        notes.asked = filter.told();
        notes.coded_with = self.rows(
            "SELECT DISTINCT coder || ', ' || model FROM coding c
             WHERE EXISTS (SELECT 1 FROM article a WHERE a.coding = c.n) ORDER BY 1",
            [],
            |r| r.get(0),
        )?;
        if let Some(header) = format.header() {
            writeln!(out, "{header}")?;
        }
        let told = &mut notes;
        match format {
            Format::Plover => self.each_row(filter, told, out, jsonl::write),
            Format::Polecat => self.each_row(filter, told, out, polecat::write),
            Format::Icews => self.each_row(filter, told, out, icews::write),
            Format::Gdelt => self.each_row(filter, told, out, gdelt::write),
            Format::GdeltMentions => self.each_act(filter, told, |act, notes| {
                self.export_mentions(act, notes, out)
            }),
            Format::Csv => self.each_row(filter, told, out, columns::write_csv),
            Format::Parquet => self.export_parquet(filter, told, out),
        }?;
        out.flush()?;
        Ok(notes)
    }

    /// Each happening that a filter asks for, all of them as of one moment.
    fn each_act(
        &self,
        filter: &Filter,
        notes: &mut Notes,
        mut take: impl FnMut(&Act, &mut Notes) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let _whole = self.snapshot().map_err(|e| self.store_error(e))?;
        let mut done = Ok(());
        let mut codes = Codes::default();
        self.each_of(filter, |row| {
            notes.happenings += 1;
            done = match Act::read(self, row, &mut codes) {
                Ok(Some(act)) => take(&act, notes),
                Ok(None) => {
                    notes.leave_out("no record of it can be read; `legation doctor` tells more");
                    Ok(())
                }
                Err(error) => Err(self.store_error(error).into()),
            };
            if done.is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        done
    }

    fn each_row(
        &self,
        filter: &Filter,
        notes: &mut Notes,
        out: &mut dyn Write,
        write: fn(&Act, &mut Notes, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        self.each_act(filter, notes, |act, notes| Ok(write(act, notes, out)?))
    }

    fn export_mentions(
        &self,
        act: &Act,
        notes: &mut Notes,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let Some(rows) = mention::Rows::of(act, notes) else {
            return Ok(());
        };
        let mut written = Ok(());
        act::each_mention(self, &act.row.id, |mention| {
            if written.is_ok() {
                written = rows.write(act, &mention, notes, out);
            }
        })
        .map_err(|e| self.store_error(e))?;
        Ok(written?)
    }

    #[cfg(feature = "parquet")]
    fn export_parquet(
        &self,
        filter: &Filter,
        notes: &mut Notes,
        out: &mut (dyn Write + Send),
    ) -> Result<(), ExportError> {
        let mut table = parquet::Table::new(out)?;
        self.each_act(filter, notes, |act, notes| table.add(act, notes))?;
        table.end()
    }

    #[cfg(not(feature = "parquet"))]
    #[expect(clippy::unused_self, reason = "the other build's twin has it")]
    fn export_parquet(
        &self,
        _: &Filter,
        _: &mut Notes,
        _: &mut (dyn Write + Send),
    ) -> Result<(), ExportError> {
        Err(ExportError::NoParquet)
    }
}

/// The PLOVER view of a happening; where it has none, it is left out.
fn view(act: &Act, notes: &mut Notes) -> Option<Folded> {
    let view = act.view();
    match view {
        None => notes.leave_out(match act.status {
            Status::Denied => "it was denied: the PLOVER view has acts only",
            Status::Hypothetical => "it is hypothetical: the PLOVER view has acts only",
            _ => "it was cancelled, and no rule of PLOVER says what calling it off is",
        }),
        Some(view) if was_other(act, view) => {
            let named = |event: EventType, mode: Option<Mode>| {
                format!("{event}{}", mode.map_or(String::new(), |m| format!(" {m}")))
            };
            notes.fold(&format!(
                "{} that was {} counts as {}",
                named(act.event, act.mode),
                act.status,
                named(view.event, view.mode)
            ));
        }
        Some(_) => {}
    }
    view
}

/// Whether the view's type or mode is another than the act's.
fn was_other(act: &Act, view: Folded) -> bool {
    (view.event, view.mode) != (act.event, act.mode)
}

/// The CAMEO code of a happening, and whether it says less: the one that its rule has, or else that of type and mode.
fn cameo(act: &Act, view: Folded, notes: &mut Notes) -> Cameo {
    if let Some(own) = act.cameo.filter(|_| !was_other(act, view)) {
        return own;
    }
    let code = crosswalk::cameo(view.event, view.mode, &act.context);
    if code.lossy {
        let mode = view.mode.map_or(String::new(), |m| format!(" {m}"));
        notes.lose(&format!(
            "{}{mode} is written as {} ({})",
            view.event, code.code, code.name
        ));
    }
    if view.aux_mode.is_some() {
        notes.lose("an act to come has no mark of it: CAMEO has no auxiliary modes");
    }
    code
}

/// The day, for formats that have nothing wider.
fn exact_day(act: &Act, notes: &mut Notes) -> Option<Date> {
    match (act.day(), act.days) {
        (Some(day), _) => return Some(day),
        (None, Some(_)) => notes.lose("the day is known to a month or year only, and left empty"),
        (None, None) => notes.lose("it has no date"),
    }
    None
}

/// The PLOVER view of a happening and its rows, a pair of parties each, for formats that are of actors; where it has none,
/// it is left out.
fn rows<'a>(act: &'a Act, notes: &mut Notes) -> Option<(Folded, Vec<Pair<'a>>)> {
    let view = view(act, notes)?;
    if act.actor.is_empty() && act.recipient.is_empty() {
        notes.leave_out("nobody is known to act or to be acted upon, and the format is of actors");
        return None;
    }
    Some((view, act.pairs()))
}
