//! Where words go: data to standard output, the rest to standard error; colour only on a terminal.

use std::io::{self, IsTerminal, Write};

/// A line on standard error.
pub(crate) fn note(line: &str) {
    // Nothing can be done where even that is closed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether an error is only a reader that stopped reading.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        e.downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A number of things in words: `1 source`, `2 sources`.
pub(crate) fn counted(n: i64, thing: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {thing}{ending}")
}

/// Colours, or nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    pub(crate) fn for_stdout() -> Self {
        Self {
            on: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// Words that a field came from: by colour, or in brackets with the field's name.
    pub(crate) fn field(self, field: &str, words: &str) -> String {
        if !self.on {
            return format!("[{field}: {words}]");
        }
        let code = match field {
            "event" => "1;33",
            "actor" => "1;32",
            "recipient" => "1;35",
            "date" => "1;36",
            _ => "4",
        };
        self.with(code, words)
    }

    pub(crate) fn quad(self, quad: plover::Quad, text: &str) -> String {
        let code = match quad {
            plover::Quad::VerbalCooperation => "36",
            plover::Quad::MaterialCooperation => "34",
            plover::Quad::VerbalConflict => "33",
            plover::Quad::MaterialConflict => "31",
        };
        self.with(code, text)
    }
}

/// A line that is rewritten while long work goes on, on a terminal only.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    total: usize,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self {
            shown: io::stderr().is_terminal() && total > 8,
            total,
        }
    }

    pub(crate) fn at(&self, done: usize) {
        if self.shown {
            let width = 30;
            let full = done * width / self.total.max(1);
            let _ = write!(
                io::stderr().lock(),
                "\r[{}{}] {done}/{}",
                "#".repeat(full),
                " ".repeat(width - full),
                self.total
            );
        }
    }

    pub(crate) fn end(&self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r{}\r", " ".repeat(60));
        }
    }
}

/// A line of bars from `low` to `high`, at most so wide; a dot where there is nothing.
pub(crate) fn spark(values: &[Option<f64>], low: f64, high: f64, wide: usize) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let each = values.len().div_ceil(wide.max(1)).max(1);
    values
        .chunks(each)
        .map(|part| {
            let known: Vec<f64> = part.iter().copied().flatten().collect();
            if known.is_empty() || high <= low {
                return '·';
            }
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            let share = ((mean - low) / (high - low)).clamp(0.0, 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in a list of eight"
            )]
            let at = (share * 7.0).round() as usize;
            BARS[at.min(7)]
        })
        .collect()
}
