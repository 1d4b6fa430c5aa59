//! Segments stdin, one document a form feed: a word a line, an empty line after a sentence, `=` after a document.
#![allow(clippy::print_stdout, clippy::disallowed_methods, missing_docs, reason = "an example")]
use std::io::{Read, Write};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut write = std::io::BufWriter::new(std::io::stdout().lock());
    for document in text.split('\u{1c}') {
        for sentence in syntax::segment::segment(document).sentences {
            for (i, token) in sentence.tokens.iter().enumerate() {
                let unit = sentence.multiword.iter().find(|u| u.first <= i && i <= u.last);
                writeln!(write, "{}\t{}", token.form, unit.map_or("", |u| &u.form))?;
            }
            writeln!(write)?;
        }
        writeln!(write, "=")?;
    }
    Ok(())
}
