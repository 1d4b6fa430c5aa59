//! The table of [`columns`](super::columns) as Parquet: days are days, numbers numbers, lists lists.
//!
//! The columns are written by the crate's own column writers, without Arrow: rows are taken apart here anyway, and Arrow would
//! be several times as much to build. Rows are held until a row group is full, and no longer.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::parser::parse_message_type;
use plover::Date;

use super::act::Act;
use super::columns::{COLUMNS, Column};
use super::notes::Notes;
use crate::error::ExportError;

pub(super) const CONVENTIONS: &[&str] = &[
    "Legation's own table, one row a happening, nothing folded: event and mode say what the act is, status what became of \
     it. docs/exports.md has the columns.",
    "Parquet, row groups of 16 384 rows, Snappy. date_start, date_end and first_told are DATE; columns of parties and \
     contexts are lists of strings, those of a side in the same order, null for what is not known of a party.",
];

/// Rows of a row group.
const GROUP: usize = 16_384;

/// A table that is written row group by row group.
pub(super) struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Cells>,
    rows: usize,
}

/// What a column of a row group holds: its values, and for each place how much of its path is there.
enum Cells {
    Text(fn(&Act) -> Option<String>, Vec<ByteArray>, Levels),
    Day(fn(&Act) -> Option<Date>, Vec<i32>, Levels),
    Integer(fn(&Act) -> Option<i64>, Vec<i64>, Levels),
    Number(fn(&Act) -> Option<f64>, Vec<f64>, Levels),
    List(fn(&Act) -> Vec<Option<String>>, Vec<ByteArray>, Levels),
}

#[derive(Default)]
struct Levels {
    /// 0 for no value; in a list 1 where it is empty, 2 for a place without a value, 3 for one with it.
    there: Vec<i16>,
    /// In a list, 1 for a place that is not its first.
    again: Vec<i16>,
}

impl<W: Write + Send> Table<W> {
    pub(super) fn new(out: W) -> Result<Self, ExportError> {
        let fields: Vec<String> = COLUMNS
            .iter()
            .map(|(name, column)| match column {
                Column::Text(_) => format!("optional binary {name} (STRING);"),
                Column::Day(_) => format!("optional int32 {name} (DATE);"),
                Column::Integer(_) => format!("optional int64 {name};"),
                Column::Number(_) => format!("optional double {name};"),
                Column::List(_) => format!(
                    "optional group {name} (LIST) {{ repeated group list {{ optional binary element (STRING); }} }}"
                ),
            })
            .collect();
        let schema = format!("message happenings {{ {} }}", fields.join(" "));
        let schema = Arc::new(parse_message_type(&schema).map_err(error)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("legation ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(error)?;
        Ok(Self {
            writer,
            columns: empty(),
            rows: 0,
        })
    }

    pub(super) fn add(&mut self, act: &Act, notes: &mut Notes) -> Result<(), ExportError> {
        for cells in &mut self.columns {
            cells.push(act);
        }
        notes.rows += 1;
        self.rows += 1;
        if self.rows == GROUP {
            self.group()?;
        }
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<(), ExportError> {
        if self.rows > 0 {
            self.group()?;
        }
        self.writer.close().map_err(error)?;
        Ok(())
    }

    fn group(&mut self) -> Result<(), ExportError> {
        let mut group = self.writer.next_row_group().map_err(error)?;
        for cells in std::mem::replace(&mut self.columns, empty()) {
            if let Some(mut column) = group.next_column().map_err(error)? {
                cells.write(&mut column).map_err(error)?;
                column.close().map_err(error)?;
            }
        }
        group.close().map_err(error)?;
        self.rows = 0;
        Ok(())
    }
}

fn empty() -> Vec<Cells> {
    let columns = COLUMNS.iter().map(|(_, column)| match *column {
        Column::Text(of) => Cells::Text(of, Vec::new(), Levels::default()),
        Column::Day(of) => Cells::Day(of, Vec::new(), Levels::default()),
        Column::Integer(of) => Cells::Integer(of, Vec::new(), Levels::default()),
        Column::Number(of) => Cells::Number(of, Vec::new(), Levels::default()),
        Column::List(of) => Cells::List(of, Vec::new(), Levels::default()),
    });
    columns.collect()
}

/// A value, or that there is none.
fn put<T>(values: &mut Vec<T>, levels: &mut Levels, value: Option<T>) {
    levels.there.push(i16::from(value.is_some()));
    values.extend(value);
}

fn bytes(text: String) -> ByteArray {
    ByteArray::from(text.into_bytes())
}

impl Cells {
    fn push(&mut self, act: &Act) {
        match self {
            Self::Text(of, values, levels) => put(values, levels, of(act).map(bytes)),
            Self::Day(of, values, levels) => put(values, levels, of(act).map(Date::to_days)),
            Self::Integer(of, values, levels) => put(values, levels, of(act)),
            Self::Number(of, values, levels) => put(values, levels, of(act)),
            Self::List(of, values, levels) => {
                let all = of(act);
                if all.is_empty() {
                    levels.there.push(1);
                    levels.again.push(0);
                }
                for (i, text) in all.into_iter().enumerate() {
                    levels.there.push(if text.is_some() { 3 } else { 2 });
                    levels.again.push(i16::from(i > 0));
                    values.extend(text.map(bytes));
                }
            }
        }
    }

    fn write(&self, column: &mut SerializedColumnWriter<'_>) -> Result<usize, ParquetError> {
        match self {
            Self::Text(_, values, levels) => {
                let column = column.typed::<ByteArrayType>();
                column.write_batch(values, Some(&levels.there), None)
            }
            Self::Day(_, values, levels) => {
                let column = column.typed::<Int32Type>();
                column.write_batch(values, Some(&levels.there), None)
            }
            Self::Integer(_, values, levels) => {
                let column = column.typed::<Int64Type>();
                column.write_batch(values, Some(&levels.there), None)
            }
            Self::Number(_, values, levels) => {
                let column = column.typed::<DoubleType>();
                column.write_batch(values, Some(&levels.there), None)
            }
            Self::List(_, values, levels) => {
                let column = column.typed::<ByteArrayType>();
                column.write_batch(values, Some(&levels.there), Some(&levels.again))
            }
        }
    }
}

fn error(error: ParquetError) -> ExportError {
    ExportError::Write(std::io::Error::other(error))
}
