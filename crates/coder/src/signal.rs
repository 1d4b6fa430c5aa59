//! What may start at a word: a number, an expression of time, the name of an event that everybody knows?
//!
//! The readers of all three would look at every word, and most words are nothing to any of them: it is found out once a
//! word, with one look at one table.

use std::sync::LazyLock;

use crate::date;
use crate::quantity::number;
use crate::table::Table;

/// What a word, in lower case, may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Signal(u8);

/// One of the things it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// An expression of time may start with it.
    Opens,
    /// No expression of time is without such a word.
    Tells,
    /// A number may start with it.
    Number,
    /// The name of a known event may start with it.
    Event,
}

static WORDS: LazyLock<Table<&str, Signal>> = LazyLock::new(|| {
    let mut all: Table<&str, Signal> = Table::default();
    let words = date::openers()
        .map(|word| (word, Part::Opens))
        .chain(date::tellers().map(|word| (word, Part::Tells)))
        .chain(number::openers().flat_map(|word| [(word, Part::Opens), (word, Part::Number)]))
        .chain(date::event_openers().map(|word| (word, Part::Event)));
    for (word, part) in words {
        all.entry(word).or_default().add(part);
    }
    all
});

impl Signal {
    pub(crate) const fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u8) != 0
    }

    const fn add(&mut self, part: Part) {
        self.0 |= 1 << part as u8;
    }

    /// What a word, in lower case, may be.
    pub(crate) fn of(lower: &str) -> Self {
        let table: &Table<&str, Self> = &WORDS;
        let find = |word| table.get(word).copied().unwrap_or_default();
        if lower.bytes().all(|b| b.is_ascii_lowercase()) {
            return find(lower);
        }
        let mut signal = Self::default();
        if lower.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            signal.add(Part::Number);
        }
        if lower.bytes().all(|b| b.is_ascii_punctuation()) {
            return signal;
        }
        if lower.bytes().any(|b| b.is_ascii_digit()) || lower.starts_with("mid-") {
            signal.add(Part::Opens);
            signal.add(Part::Tells);
        }
        let bare = find(lower.strip_suffix('.').unwrap_or(lower));
        for part in [Part::Opens, Part::Tells] {
            if bare.has(part) {
                signal.add(part);
            }
        }
        if find(lower).has(Part::Number) {
            signal.add(Part::Number);
        }
        if date::starts_event(lower) {
            signal.add(Part::Event);
        }
        signal
    }
}
