//! The words of the calendar, read from `data/words/calendar.tsv` and `holidays.tsv`.

use std::sync::LazyLock;

use plover::Weekday;

use super::{Season, Unit};
use crate::table::Table;

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

const CALENDAR: &str = include_str!("../../data/words/calendar.tsv");

static WORDS: LazyLock<Table<&str, (Word, Note)>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(CALENDAR);
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

/// Words that may stand first, besides those that tell a time, numbers and holidays.
const OPENERS: &[&str] = &[
    "beginning",
    "between",
    "coming",
    "current",
    "early",
    "end",
    "final",
    "following",
    "from",
    "in",
    "last",
    "late",
    "later",
    "earlier",
    "mid",
    "middle",
    "next",
    "past",
    "previous",
    "remainder",
    "rest",
    "start",
    "the",
    "these",
    "this",
    "upcoming",
    "within",
];

/// Words that tell a time without being of the calendar.
const TELLERS: &[&str] = &[
    "yesterday",
    "today",
    "tonight",
    "tomorrow",
    "morning",
    "afternoon",
    "evening",
    "night",
];

/// The words of the calendar.
pub(super) fn calendar() -> impl Iterator<Item = &'static str> {
    plover::codegen::rows(CALENDAR).filter_map(|row| row.get(1).copied())
}

/// The words without one of which nothing tells a time, besides those with digits.
pub(crate) fn tellers() -> impl Iterator<Item = &'static str> {
    let holidays = HOLIDAYS.iter();
    let last = holidays.filter_map(|(words, ..)| words.last().copied());
    calendar().chain(TELLERS.iter().copied()).chain(last)
}

/// The words, besides numbers, that an expression of time may start with.
pub(crate) fn openers() -> impl Iterator<Item = &'static str> {
    let holidays = HOLIDAYS.iter();
    let first = holidays.filter_map(|(words, ..)| words.first().copied());
    let others = TELLERS.iter().chain(OPENERS).copied();
    calendar().chain(others).chain(first)
}
