//! The words of the codebook by number, so that matching compares numbers.

use crate::table::{WordMap, lower};

/// The number of a word.
pub type WordId = u32;

/// All words that stand in rules, each once, in lower case.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(WordMap<()>);

impl Vocabulary {
    /// The number of a word, which it gets here if it has none.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        self.0.intern(&lower(word))
    }

    /// The number of a word in lower case, if it stands in a rule.
    pub(crate) fn id(&self, word: &str) -> Option<WordId> {
        self.0.number(word)
    }

    /// The word of a number.
    pub fn word(&self, id: WordId) -> &str {
        self.0.word(id)
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Words of which any will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList(Vec<WordId>);

impl WordList {
    pub(super) fn new(mut words: Vec<WordId>) -> Self {
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// The words by number, in its order.
    pub fn ids(&self) -> &[WordId] {
        &self.0
    }

    /// Whether a word is one of them.
    pub(crate) fn contains(&self, word: WordId) -> bool {
        const SHORT: usize = 8;
        if self.0.len() <= SHORT {
            self.0.contains(&word)
        } else {
            self.0.binary_search(&word).is_ok()
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
