//! Writes what is generated from tables, or checks that it is up to date.

use std::fs;

use anyhow::{Context, Result, bail};

const FILE: &str = "crates/plover/src/generated.rs";

/// Write the file, or with `check` only compare it.
pub(crate) fn run(check: bool) -> Result<()> {
    let path = crate::tidy::root().join(FILE);
    let fresh = plover::codegen::generate();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let committed = fs::read_to_string(&path).unwrap_or_default();
    // rustfmt lays the file out anew; only its words count.
    if bare(&committed) == bare(&fresh) {
        println!("codegen: {FILE} is up to date");
        return Ok(());
    }
    if check {
        bail!("{FILE} is out of date; run `cargo xtask codegen`");
    }
    fs::write(&path, fresh).with_context(|| format!("{FILE} could not be written"))?;
    println!("codegen: wrote {FILE}");
    Ok(())
}
