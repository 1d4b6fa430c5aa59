//! `cargo xtask gazetteer places.tsv`: the table of places to the file that is embedded.
//!
//! The table comes from `training/places.py`; see `crates/coder/data/places/README.md`.

use std::fs;

use anyhow::{Context, Result};
use coder::place::{Row, pack};

const FILE: &str = "crates/coder/data/places/gazetteer.bin";

/// Write the gazetteer.
pub(crate) fn run(table: &str) -> Result<()> {
    let text = fs::read_to_string(table).with_context(|| format!("{table}: it cannot be read"))?;
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let row = Row::parse(line)
            .with_context(|| format!("{table}:{}: not a place: '{line}'", i + 1))?;
        rows.push(row);
    }
    let bytes = pack(&rows).with_context(|| format!("{table}: its names cannot be packed"))?;
    let path = crate::tidy::root().join(FILE);
    fs::write(&path, &bytes).with_context(|| format!("{FILE}: it cannot be written"))?;
    println!("wrote {FILE}: {} places, {} bytes", rows.len(), bytes.len());
    Ok(())
}
