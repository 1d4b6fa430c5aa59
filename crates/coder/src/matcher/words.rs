//! Words against the words of a rule.

use syntax::{Deprel, TokenIdx, Upos};

use super::{Matcher, Parties};
use crate::clause;
use crate::codebook::{Rule, Vocabulary, WordId, WordList};
use crate::tree::Tree;
use crate::words::{self, Class};

/// The words of a sentence as the codebook numbers them.
#[derive(Debug)]
pub(super) struct Words {
    /// Of each token its lemma, that without an s ('troops' and 'talks' are their own lemmas in some treebanks), and
    /// its form.
    ids: Vec<[Option<WordId>; 3]>,
    lemmas: Vec<Option<WordId>>,
    /// Which of the codebook's words are there: a bit each.
    present: Vec<u64>,
}

impl Words {
    pub(super) fn new(vocabulary: &Vocabulary, s: &Tree<'_>) -> Self {
        let mut words = Self {
            ids: Vec::with_capacity(s.tokens.len()),
            lemmas: Vec::with_capacity(s.tokens.len()),
            present: vec![0; vocabulary.len().div_ceil(64)],
        };
        for (i, t) in s.tokens.iter().enumerate() {
            let lemma = s.lemma(i);
            let own = vocabulary.id(lemma);
            let told = if t.upos == Upos::Sym {
                vocabulary.id("dollar")
            } else {
                own
            };
            let bare = lemma
                .strip_suffix('s')
                .filter(|_| t.upos != Upos::Sym)
                .and_then(|l| vocabulary.id(l));
            let form = if t.form == lemma {
                own
            } else {
                vocabulary.id(s.form(i))
            };
            let all = [told, bare, form];
            for id in all.into_iter().flatten() {
                words.present[id as usize / 64] |= 1 << (id % 64);
            }
            words.ids.push(all);
            words.lemmas.push(own);
        }
        words
    }

    /// The number of a word's lemma.
    pub(super) fn lemma(&self, token: TokenIdx) -> Option<WordId> {
        self.lemmas[token]
    }

    fn is(&self, token: TokenIdx, words: &WordList) -> bool {
        self.ids[token]
            .into_iter()
            .flatten()
            .any(|id| words.contains(id))
    }

    /// Whether the sentence has one of these words anywhere.
    pub(super) fn has(&self, words: &[WordId]) -> bool {
        words
            .iter()
            .any(|&id| self.present[id as usize / 64] & (1 << (id % 64)) != 0)
    }
}

impl<P: Parties> Matcher<'_, '_, P> {
    pub(super) fn is_modifier(&self, token: TokenIdx) -> bool {
        matches!(self.s.tokens[token].deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod if clause::preposition(self.s, token).is_empty())
    }

    pub(super) fn is_word(&self, token: TokenIdx, words: &WordList) -> bool {
        self.words.is(token, words)
    }

    /// 'a series of attacks' is about attacks.
    pub(super) fn counted(&self, token: TokenIdx) -> TokenIdx {
        if words::is(&self.s.tokens[token].lemma, Class::Acts) {
            let inner = clause::phrases(self.s, token, &["of"]).next();
            return inner.unwrap_or(token);
        }
        token
    }

    pub(super) fn is_forbidden(&self, token: TokenIdx, rule: &Rule) -> bool {
        !rule.not.is_empty()
            && (self.is_word(token, &rule.not)
                || self
                    .s
                    .children(token)
                    .any(|c| self.is_modifier(c) && self.is_word(c, &rule.not)))
    }
}
