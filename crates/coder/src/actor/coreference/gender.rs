//! Whom 'he' and 'she' may mean: gender by title, noun or given name.

use std::sync::LazyLock;

use crate::table::Table;

/// A man's or a woman's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

type Genders = Table<&'static str, Gender>;

fn read(text: &'static str) -> Genders {
    let rows = plover::codegen::rows(text);
    let gender = |word: &str| match word {
        "male" => Some(Gender::Male),
        "female" => Some(Gender::Female),
        _ => None,
    };
    rows.filter_map(|row| Some((row[0], gender(row.get(1)?)?)))
        .collect()
}

static NOUNS: LazyLock<Genders> =
    LazyLock::new(|| read(include_str!("../../../data/words/gender.tsv")));
static GIVEN: LazyLock<Genders> =
    LazyLock::new(|| read(include_str!("../../../data/words/given_names.tsv")));

/// Of a noun or title in lower case, whatever full stop ends it: 'mrs.', 'spokesman'.
pub(super) fn of_noun(word: &str) -> Option<Gender> {
    NOUNS.get(word.trim_end_matches('.')).copied()
}

/// Of a given name in lower case.
pub(super) fn of_given(name: &str) -> Option<Gender> {
    let first = name.split('-').next().unwrap_or_default();
    GIVEN.get(name).or_else(|| GIVEN.get(first)).copied()
}
