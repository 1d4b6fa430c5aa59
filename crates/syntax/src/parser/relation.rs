//! How do two marked spans of a sentence stand to each other?
//!
//! The sentence's encoding is used again, as it is halfway, where meanings are: the words of each span get a mark added,
//! layers of the head's own run over the sentence, and the means of both spans, beside the root, give a score a label. So
//! a pair costs a few layers, and a sentence is encoded once whatever the number of its pairs.

use std::ops::Range;

use super::{NameScores, Parser, WORK};
use crate::TokenIdx;
use crate::network::relation;

/// What the encoder made of one sentence, for [`Parser::relate`].
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// A row for the root, then one a word.
    pub(super) rows: Vec<f32>,
    pub(super) names: NameScores,
    pub(super) n_words: usize,
}

impl Encoding {
    /// Number of words it covers. A sentence that was parsed in parts is covered up to the end of the first.
    pub const fn len(&self) -> usize {
        self.n_words
    }

    /// The scores that the sentence's names were chosen by.
    pub const fn names(&self) -> &NameScores {
        &self.names
    }

    /// Whether it covers no word.
    pub const fn is_empty(&self) -> bool {
        self.n_words == 0
    }
}

impl Parser {
    /// The labels that [`Parser::relate`] chooses from; none where the model has no head for relations.
    pub fn relations(&self) -> &[&'static str] {
        self.weights
            .relation
            .as_ref()
            .map_or(&[], |head| &head.labels)
    }

    /// The probability of each of [`Parser::relations`] for what the first words of each pair do to the second; nothing
    /// for a pair with a span that is empty or reaches beyond the encoding.
    ///
    /// ```
    /// let parser = syntax::Parser::standard();
    /// let mut sentences = syntax::segment::segment("The minister met the president in Paris.").sentences;
    /// let (_, encodings) = parser.annotate_and_encode(&mut sentences);
    /// let probabilities = parser.relate(&encodings[0], &[[0..2, 3..5]]).remove(0).unwrap();
    /// let best = (0..probabilities.len()).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap();
    /// assert_eq!(parser.relations()[best], "CONSULT");
    /// ```
    pub fn relate(
        &self,
        encoding: &Encoding,
        pairs: &[[Range<TokenIdx>; 2]],
    ) -> Vec<Option<Vec<f32>>> {
        let Some(head) = self.weights.relation.as_ref() else {
            return vec![None; pairs.len()];
        };
        let fits = |span: &Range<TokenIdx>| span.start < span.end && span.end <= encoding.n_words;
        let usable = |pair: &[Range<TokenIdx>; 2]| pair.iter().all(fits);
        let asked: Vec<[Range<TokenIdx>; 2]> =
            pairs.iter().filter(|p| usable(p)).cloned().collect();
        let mut answers = WORK
            .with_borrow_mut(|work| {
                let (wide, scratch) = (self.weights.wide, &mut work.scratch);
                relation::probabilities(head, self.kernel, wide, &encoding.rows, &asked, scratch)
            })
            .into_iter();
        pairs
            .iter()
            .map(|p| usable(p).then(|| answers.next()).flatten())
            .collect()
    }
}
