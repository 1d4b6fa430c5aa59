//! Currencies, words that loosen a number, words that say what became of those counted: `data/words/*.tsv`.

use std::sync::LazyLock;

use super::Kind;
use crate::table::{Table, Words};

/// A currency.
#[derive(Debug)]
pub(super) struct Currency {
    pub(super) code: &'static str,
    nouns: Vec<&'static str>,
    adjectives: Vec<&'static str>,
    alone: bool,
}

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    plover::codegen::rows(include_str!("../../data/words/currencies.tsv"))
        .filter_map(|row| {
            Some(Currency {
                code: row.first()?,
                nouns: list(row.get(2)?),
                adjectives: list(row.get(3)?),
                alone: row.get(4) == Some(&"yes"),
            })
        })
        .collect()
});

static SIGNS: LazyLock<Table<&str, &str>> = LazyLock::new(|| {
    plover::codegen::rows(include_str!("../../data/words/currencies.tsv"))
        .filter_map(|row| Some((*row.first()?, list(row.get(1)?))))
        .flat_map(|(code, signs)| signs.into_iter().map(move |sign| (sign, code)))
        .collect()
});

fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split(';').filter(|w| !w.is_empty()).collect()
}

/// The code a sign stands for: '$', 'US$', 'Rs', 'USD'.
pub(super) fn sign(form: &str) -> Option<&'static str> {
    SIGNS.get(form).copied()
}

static NOUNS: LazyLock<Table<&str, Vec<&Currency>>> = LazyLock::new(|| {
    let mut all: Table<&str, Vec<&Currency>> = Table::default();
    for currency in CURRENCIES.iter() {
        for &noun in &currency.nouns {
            all.entry(noun).or_default().push(currency);
        }
    }
    all
});

static ADJECTIVES: LazyLock<Words<&str>> = LazyLock::new(|| {
    let all = CURRENCIES.iter().flat_map(|c| &c.adjectives);
    all.copied().collect()
});

/// The code of a currency noun after the words before it: 'dinar' after 'Iraqi' is IQD, alone it is 'dinar'.
pub(super) fn currency(lemma: &str, before: &str) -> Option<String> {
    let all = NOUNS.get(lemma)?;
    let told = all
        .iter()
        .find(|c| c.adjectives.contains(&before))
        .or_else(|| all.iter().find(|c| c.alone));
    Some(told.map_or(lemma, |c| c.code).to_owned())
}

/// Whether words before a currency noun tell which one is meant.
pub(super) fn is_adjective(words: &str) -> bool {
    ADJECTIVES.contains(words)
}

/// Which side of the truth a loosened number lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    About,
    Least,
    Most,
    Exact,
}

/// A phrase that loosens a number.
#[derive(Debug)]
pub(super) struct Approximator {
    pub(super) words: Vec<&'static str>,
    pub(super) bound: Bound,
    pub(super) after: bool,
}

/// Longest first.
pub(super) static APPROXIMATORS: LazyLock<Vec<Approximator>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/approximators.tsv"));
    let mut all: Vec<Approximator> = rows
        .filter_map(|row| {
            Some(Approximator {
                words: row.first()?.split(' ').collect(),
                bound: match *row.get(1)? {
                    "least" => Bound::Least,
                    "most" => Bound::Most,
                    "exact" => Bound::Exact,
                    _ => Bound::About,
                },
                after: row.get(2) == Some(&"after"),
            })
        })
        .collect();
    all.sort_by_key(|a| std::cmp::Reverse(a.words.len()));
    all
});

/// How those counted depend on a word that says what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Verb,
    Intransitive,
    Adjective,
    Noun,
}

static CASUALTIES: LazyLock<Table<(&str, Class), Kind>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/casualties.tsv"));
    rows.filter_map(|row| {
        let class = match *row.get(1)? {
            "verb" => Class::Verb,
            "intransitive" => Class::Intransitive,
            "adjective" => Class::Adjective,
            _ => Class::Noun,
        };
        let kind = match *row.get(2)? {
            "dead" => Kind::Dead,
            "injured" => Kind::Injured,
            _ => Kind::Arrested,
        };
        Some(((*row.first()?, class), kind))
    })
    .collect()
});

/// What became of those who depend so on this word.
pub(super) fn casualty(lemma: &str, class: Class) -> Option<Kind> {
    let all: &Table<(&str, Class), Kind> = &CASUALTIES;
    all.get(&(lemma, class)).copied()
}

/// How a word changes what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// 'exports fell'
    Moves,
    /// 'cut tariffs'
    Moved,
    /// 'an increase'
    Noun,
}

static CHANGES: LazyLock<Vec<(&str, Change)>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/change.tsv"));
    rows.filter_map(|row| {
        let change = match *row.get(1)? {
            "moves" => Change::Moves,
            "moved" => Change::Moved,
            _ => Change::Noun,
        };
        Some((*row.first()?, change))
    })
    .collect()
});

/// Whether a verb or a noun of this lemma changes something.
pub(super) fn change(lemma: &str, noun: bool) -> Option<Change> {
    CHANGES
        .iter()
        .find(|(word, change)| *word == lemma && (*change == Change::Noun) == noun)
        .map(|(_, change)| *change)
}
