//! Prints the word pieces and the shape of each word of stdin, one a line: `cut_words VOCABULARY_BLOB`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "an example"
)]
use std::io::{BufRead, Write};

use syntax::wordpiece::{Scratch, WordPiece};

fn main() -> std::io::Result<()> {
    let blob = std::fs::read(std::env::args().nth(1).unwrap_or_default())?;
    let vocabulary =
        WordPiece::new(&blob).ok_or_else(|| std::io::Error::other("not a vocabulary"))?;
    let (mut scratch, mut out) = (Scratch::default(), Vec::new());
    let mut write = std::io::BufWriter::new(std::io::stdout().lock());
    for form in std::io::stdin().lock().lines() {
        let form = form?;
        out.clear();
        vocabulary.pieces(&form, &mut scratch, &mut out);
        writeln!(
            write,
            "{}\t{}\t{out:?}",
            syntax::shape::shape(&form, 0),
            syntax::shape::shape(&form, 1)
        )?;
    }
    Ok(())
}
