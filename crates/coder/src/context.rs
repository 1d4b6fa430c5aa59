//! PLOVER contexts from the words of an act's clause (`data/contexts/contexts.tsv`).

use plover::Context;
use syntax::{Span, TokenIdx};

use crate::table::Table;
use crate::tree::Tree;

/// The lexicon of context words, by the first lemma of each phrase.
#[derive(Debug)]
pub(crate) struct Contexts {
    by_first: Table<String, Vec<(Vec<String>, Context)>>,
}

impl Contexts {
    pub(crate) fn embedded() -> Self {
        let mut by_first: Table<String, Vec<(Vec<String>, Context)>> = Table::default();
        for row in plover::codegen::rows(include_str!("../data/contexts/contexts.tsv")) {
            let (Some(context), Some(phrases)) = (Context::parse(row[0]), row.get(1)) else {
                continue;
            };
            for phrase in phrases.split(';') {
                let words: Vec<String> = phrase.split([' ', '-']).map(str::to_owned).collect();
                by_first
                    .entry(words[0].clone())
                    .or_default()
                    .push((words, context));
            }
        }
        Self { by_first }
    }

    /// The contexts these tokens speak of, each with the words, in text order.
    pub(crate) fn of(&self, s: &Tree<'_>, tokens: &[TokenIdx]) -> Vec<(Context, Span)> {
        let mut found: Vec<(Context, Span)> = Vec::new();
        for &start in tokens {
            let lemma = s.lemma(start);
            for (words, context) in self.by_first.get(lemma).into_iter().flatten() {
                let mut at = start;
                let mut holds = true;
                for word in &words[1..] {
                    at += 1;
                    // 'covid-19' may be three tokens.
                    if s.tokens.get(at).is_some_and(|t| t.form == "-") {
                        at += 1;
                    }
                    holds &= s.tokens.get(at).is_some_and(|_| s.lemma(at) == word);
                }
                if holds && found.iter().all(|(c, _)| c != context) {
                    found.push((*context, s.tokens[start].span.cover(s.tokens[at].span)));
                }
            }
        }
        found
    }
}
