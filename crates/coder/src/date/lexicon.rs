//! The words of the calendar, read from `data/words/calendar.tsv` and `holidays.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use plover::Weekday;

use super::{Season, Unit};

/// What a word of the calendar means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Month(u8),
    Weekday(Weekday),
    Season(Season),
    Ordinal(u8),
    Unit(Unit),
    Decade(i32),
}

/// How far a word can be trusted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    Plain,
    /// 'Mon', 'Sat', 'Mar': only beside another part of a date, or with its period.
    Short,
    /// 'May', 'March', 'April': a common word or name too.
    Context,
}

static WORDS: LazyLock<BTreeMap<&str, (Word, Note)>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/calendar.tsv"));
    // 'second' is an ordinal only; every other word has one class.
    rows.filter_map(|row| {
        let (kind, word, value) = (*row.first()?, *row.get(1)?, *row.get(2)?);
        let meaning = match kind {
            "month" => Word::Month(value.parse().ok()?),
            "weekday" => Word::Weekday(*Weekday::ALL.get(value.parse::<usize>().ok()?)?),
            "season" => Word::Season(*Season::ALL.get(value.parse::<usize>().ok()?)?),
            "ordinal" => Word::Ordinal(value.parse().ok()?),
            "decade" => Word::Decade(value.parse().ok()?),
            _ => Word::Unit(Unit::parse(value)?),
        };
        let note = match row.get(3).copied() {
            Some("short") => Note::Short,
            Some("context") => Note::Context,
            _ => Note::Plain,
        };
        Some((word, (meaning, note)))
    })
    .collect()
});

/// A day of the year with a name: its words, month and day.
pub(super) type Holiday = (Vec<&'static str>, u8, u8);

/// Longest names first.
pub(super) static HOLIDAYS: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/holidays.tsv"));
    let mut all: Vec<Holiday> = rows
        .filter_map(|row| {
            let words = row.first()?.split(' ').collect();
            Some((words, row.get(1)?.parse().ok()?, row.get(2)?.parse().ok()?))
        })
        .collect();
    all.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
    all
});

/// The word, lower-cased and with or without its period.
pub(super) fn word(lower: &str) -> Option<(Word, Note)> {
    WORDS.get(lower.strip_suffix('.').unwrap_or(lower)).copied()
}
