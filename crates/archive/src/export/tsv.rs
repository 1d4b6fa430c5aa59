//! Lines of cells with tabs between them. None of the formats that have them can quote: what would break a line, or be
//! taken for a quotation mark by a reader that knows them, is written as the nearest sign that does not.

use std::fmt::Display;
use std::io::{self, Write};

/// A line that is filled cell by cell.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    cells: usize,
}

impl Line {
    /// A cell of words.
    pub(super) fn cell(&mut self, words: &str) {
        self.next();
        for (i, word) in words.split_whitespace().enumerate() {
            if i > 0 {
                self.text.push(' ');
            }
            let kept = word.chars().filter(|c| !c.is_control());
            self.text
                .extend(kept.map(|c| if c == '"' { '\'' } else { c }));
        }
    }

    /// A cell that may be empty.
    pub(super) fn maybe(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.cell(&value.to_string()),
            None => self.next(),
        }
    }

    /// Cells of which nothing is known.
    pub(super) fn empty(&mut self, n: usize) {
        for _ in 0..n {
            self.next();
        }
    }

    /// How many cells there are.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.cells
    }

    fn next(&mut self) {
        if self.cells > 0 {
            self.text.push('\t');
        }
        self.cells += 1;
    }

    /// Write it, with the line's end.
    pub(super) fn end(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.text.push('\n');
        out.write_all(self.text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_breaks_the_line() {
        let mut line = Line::default();
        line.cell("\"Two\twords\"\r\n and\u{0} more ");
        line.empty(2);
        line.maybe(Some(1.5));
        line.maybe(None::<i64>);
        assert_eq!(line.len(), 5);
        let mut out = Vec::new();
        line.end(&mut out).expect("there is room");
        assert_eq!(out, b"'Two words' and more\t\t\t1.5\t\n");
    }
}
