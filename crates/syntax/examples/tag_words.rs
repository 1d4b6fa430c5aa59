//! Reads `form TAB upos TAB xpos` lines; prints lemma and features.
#![allow(clippy::print_stdout, clippy::disallowed_methods, missing_docs, reason = "an example")]
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut write = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut cells = line.split('\t');
        let (form, upos, xpos) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let lemma = syntax::lemma::lemma(form, syntax::Upos::parse(upos), xpos);
        writeln!(write, "{lemma}")?;
    }
    Ok(())
}
