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
    /// Of each token its lemma, that without an s ('troops', 'talks' and 'supplies' are their own lemmas in some
    /// treebanks), its form, and the hyphenated word that it is a part of ('sit-in').
    ids: Vec<[Option<WordId>; 4]>,
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
                .and_then(|l| vocabulary.id(l))
                .or_else(|| vocabulary.id(&[lemma.strip_suffix("ies")?, "y"].concat()));
            let form = if t.form == lemma {
                own
            } else {
                vocabulary.id(s.form(i))
            };
            let all = [
                told,
                bare,
                form,
                hyphenated(s, i).and_then(|w| vocabulary.id(&w)),
            ];
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
        let t = &self.s.tokens[token];
        // 'a series of attacks', '11 of the prisoners', 'some of its troops'
        let counts = matches!(t.upos, Upos::Num | Upos::Det | Upos::Pron)
            || words::is(&t.lemma, Class::Acts);
        if counts {
            let mut children = self.s.children(token);
            // '$100 million in aid'
            let money = children.any(|c| self.s.tokens[c].upos == Upos::Sym);
            let before: &[&str] = if money { &["of", "in"] } else { &["of"] };
            let inner = clause::phrases(self.s, token, before).next();
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

/// The hyphenated word that a token is a part of, its last part as a lemma: the parts stand without a space between.
fn hyphenated(s: &Tree<'_>, token: TokenIdx) -> Option<String> {
    let touches = |i: usize| s.tokens[i].span.end == s.tokens[i + 1].span.start;
    let hyphen = |i: usize| s.tokens.get(i).is_some_and(|t| t.form == "-");
    let (mut first, mut last) = (token, token);
    while first >= 2 && hyphen(first - 1) && touches(first - 1) && touches(first - 2) {
        first -= 2;
    }
    while last + 2 < s.tokens.len() && hyphen(last + 1) && touches(last) && touches(last + 1) {
        last += 2;
    }
    if first == last {
        return None;
    }
    let mut word: String = (first..last).map(|i| s.form(i)).collect();
    word.push_str(s.lemma(last));
    Some(word)
}
