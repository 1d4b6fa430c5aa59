//! Words of saying, from `data/words/speech.tsv`.

use std::sync::LazyLock;

use syntax::{Deprel, TokenIdx, Upos};

use crate::table::Table;
use crate::tree::Tree;

/// What a word of saying does with its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Assert,
    Deny,
    Think,
    Ask,
    Voice,
    NounAssert,
    NounDeny,
}

/// A lemma, whether it is a noun; its class, and whether its object is what is said.
type Words<'a> = Table<(&'a str, bool), (Class, bool)>;

static WORDS: LazyLock<Words<'_>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/speech.tsv"));
    rows.filter_map(|row| {
        let class = match *row.get(1)? {
            "assert" => Class::Assert,
            "deny" => Class::Deny,
            "think" => Class::Think,
            "ask" => Class::Ask,
            "noun_assert" => Class::NounAssert,
            "noun_deny" => Class::NounDeny,
            _ => Class::Voice,
        };
        let noun = matches!(class, Class::NounAssert | Class::NounDeny);
        Some(((*row.first()?, noun), (class, row.get(2) == Some(&"yes"))))
    })
    .collect()
});

/// The class of a word of saying, and whether its object is what is said.
pub(super) fn word(s: &Tree<'_>, at: TokenIdx) -> Option<(Class, bool)> {
    let t = &s.tokens[at];
    let noun = match t.upos {
        Upos::Noun => true,
        Upos::Verb => false,
        _ => return None,
    };
    let words: &Words<'_> = &WORDS;
    let lemma = s.lemma(at);
    let joined = s
        .child(at, Deprel::CompoundPrt)
        .map(|p| format!("{lemma}_{}", s.lemma(p)));
    joined
        .and_then(|j| words.get(&(j.as_str(), noun)).copied())
        .or_else(|| words.get(&(lemma, noun)).copied())
}

/// Whether a token is a verb that can introduce quoted words.
pub(crate) fn is_speech(s: &Tree<'_>, at: TokenIdx) -> bool {
    s.tokens[at].upos == Upos::Verb && word(s, at).is_some()
}

/// Whether a verb of this lemma says that something is not so.
pub(crate) fn denies(lemma: &str) -> bool {
    let words: &Words<'_> = &WORDS;
    words
        .get(&(lemma, false))
        .is_some_and(|(class, _)| *class == Class::Deny)
}

/// Whether a verb of this lemma says, asks or threatens something.
pub(crate) fn speaks(lemma: &str) -> bool {
    let words: &Words<'_> = &WORDS;
    words.contains_key(&(lemma, false))
}

/// Whether a verb of this lemma says that something is so.
pub(crate) fn asserts(lemma: &str) -> bool {
    let words: &Words<'_> = &WORDS;
    words
        .get(&(lemma, false))
        .is_some_and(|(class, _)| *class == Class::Assert)
}
