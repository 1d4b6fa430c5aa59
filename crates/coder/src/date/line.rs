//! The tokens of a sentence as the readers of dates ask for them: word by word, and the atoms of a date, which are
//! month, day of the month, weekday and year.

use std::borrow::Cow;

use plover::Weekday;
use syntax::{Deprel, Sentence, Upos};

use super::Kind;
use super::lexicon::{self, Note, Word};
use crate::signal::Part as Signal;
use crate::tree::Tree;

/// A kind and the token after it.
pub(super) type Read = (Kind, usize);

/// The tokens of a sentence, lower-cased, curly apostrophes made straight.
pub(super) struct Line<'a> {
    pub(super) s: &'a Sentence,
    lower: Vec<Cow<'a, str>>,
    calendar: Vec<Option<(Word, Note)>>,
}

impl<'a> Line<'a> {
    pub(super) fn new(s: &'a Tree<'_>) -> Self {
        let lower: Vec<Cow<'_, str>> = (0..s.tokens.len()).map(|i| straight(s.form(i))).collect();
        let calendar = lower.iter().enumerate();
        let tells = |at: usize| s.signal(at).has(Signal::Tells);
        let calendar = calendar.map(|(at, word)| tells(at).then(|| lexicon::word(word)).flatten());
        let calendar = calendar.collect();
        Self { s, lower, calendar }
    }

    /// The word at `at`, or nothing.
    pub(super) fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", |word| word)
    }

    /// The word before `at`, or nothing.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |b| self.word(b))
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub(super) fn calendar(&self, at: usize) -> Option<(Word, Note)> {
        self.calendar.get(at).copied().flatten()
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.s
            .tokens
            .get(at)
            .is_some_and(|t| t.form.starts_with(char::is_uppercase))
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        self.s
            .tokens
            .get(at)
            .is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux) && !t.xpos.is_empty())
    }

    pub(super) fn weekday(&self, at: usize) -> Option<Weekday> {
        match self.calendar(at)? {
            (Word::Weekday(day), Note::Plain) => Some(day),
            (Word::Weekday(day), _) if self.is_capital(at) => {
                let beside = self.word(at).ends_with('.') || matches!(self.word(at + 1), "," | ".");
                (beside || self.month(at + 1).is_some() || self.day(at + 1).is_some())
                    .then_some(day)
            }
            _ => None,
        }
    }

    /// A month that stands beside a day or a year.
    pub(super) fn month(&self, at: usize) -> Option<u8> {
        match self.calendar(at)? {
            (Word::Month(month), Note::Plain) => Some(month),
            (Word::Month(month), _) if self.is_capital(at) => Some(month),
            _ => None,
        }
    }

    /// A day of the month in digits or as an ordinal: its number and the token after.
    pub(super) fn day(&self, at: usize) -> Option<(u8, usize)> {
        let word = self.word(at);
        let bare = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|s| word.strip_suffix(s))
            .unwrap_or(word);
        if (1..=2).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit()) {
            let day: u8 = bare.parse().ok()?;
            return (1..=31).contains(&day).then_some((day, at + 1));
        }
        self.ordinal_day(at)
    }

    /// 'first' to 'thirty-first'.
    pub(super) fn ordinal_day(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((Word::Ordinal(n), _)) = self.calendar(at) {
            return Some((n, at + 1));
        }
        let tens = match self.word(at) {
            "twenty" => 20,
            "thirty" => 30,
            _ => return None,
        };
        let next = at + 1 + usize::from(self.word(at + 1) == "-");
        match self.calendar(next)? {
            (Word::Ordinal(n), _) if n < 10 && tens + n <= 31 => Some((tens + n, next + 1)),
            _ => None,
        }
    }

    /// A year of four digits.
    pub(super) fn year(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let year: i32 = digits.then(|| word.parse().ok()).flatten()?;
        (1000..2200).contains(&year).then_some(year)
    }

    /// A year that ends a date: ', 2020', '2020', 'of 2020', '(2020'.
    pub(super) fn closing_year(&self, at: usize) -> Option<(i32, usize)> {
        let next = at + usize::from(self.is(at, &[",", "of", "in"]));
        let year = self.year(next)?;
        let counted = next > at && self.counts(next);
        (!counted && (1700..2200).contains(&year)).then_some((year, next + 1))
    }

    /// Whether the number at `at` counts what follows: '2015 soldiers'.
    pub(super) fn counts(&self, at: usize) -> bool {
        let Some(t) = self.s.tokens.get(at) else {
            return false;
        };
        let many = |i: usize| {
            self.s
                .tokens
                .get(i)
                .is_some_and(|n| matches!(n.xpos.as_str(), "NNS" | "NNPS"))
        };
        if t.deprel == Deprel::Nummod {
            return t.head.is_some_and(|h| h > at && many(h));
        }
        self.word(at + 1) == "people"
            || self
                .s
                .tokens
                .get(at + 1)
                .is_some_and(|n| n.head == Some(at) && n.deprel == Deprel::Nmod)
    }
}

/// With its curly apostrophes made straight.
fn straight(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() && word.contains(['’', '‘']) {
        Cow::Owned(word.replace(['’', '‘'], "'"))
    } else {
        Cow::Borrowed(word)
    }
}
