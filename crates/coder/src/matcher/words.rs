//! Words against the words of a rule.

use syntax::{Deprel, TokenIdx, Upos};

use super::{Matcher, Parties};
use crate::clause;
use crate::codebook::Rule;
use crate::words::{self, Class};

impl<P: Parties> Matcher<'_, '_, P> {
    pub(super) fn is_modifier(&self, token: TokenIdx) -> bool {
        matches!(self.s.tokens[token].deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod if clause::preposition(self.s, token).is_empty())
    }

    pub(super) fn is_word(&self, token: TokenIdx, words: &[String]) -> bool {
        let t = &self.s.tokens[token];
        let lemma = if t.upos == Upos::Sym {
            "dollar"
        } else {
            self.s.lemma(token)
        };
        // 'troops' and 'talks' are their own lemmas in some treebanks.
        words.iter().any(|w| {
            *w == lemma || lemma.strip_suffix('s') == Some(w) || t.form.eq_ignore_ascii_case(w)
        })
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
