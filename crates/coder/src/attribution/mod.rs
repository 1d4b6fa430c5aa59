//! Who says so? Reported clauses, their speakers, and the words of saying.
//!
//! Read off Universal Dependencies trees in every shape that news has for it: 'X said that', '…, X said', 'as X
//! put it', 'according to X', 'X's claim that', 'reports of', 'X denied the attack', 'was reported to have', 'adding
//! that' (whose speaker is the subject of the clause it hangs on). Everything under [`Attributed::content`] is
//! said by the speaker, conjoined clauses included; chains ('AFP reported that X said') come as one attribution
//! each, for the caller to nest. Words of asking ('urged him to') and promising attribute nothing: what they
//! speak of is not said to be so. The words are data (`data/words/speech.tsv`).

mod lexicon;
mod phrase;
mod speaker;
#[cfg(test)]
mod tests;
mod verb;

use syntax::{Sentence, TokenIdx};

pub(crate) use lexicon::{asserts, denies, is_speech, speaks};
pub(crate) use speaker::speaker;

use lexicon::{Class, word};
use phrase::{according_to, by_adverb, by_noun, citing};
use verb::by_verb;

use crate::tree::{Lowered, Tree};

/// A clause, or a noun that stands for one, that somebody is said to have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// Root of what is said.
    pub content: TokenIdx,
    /// Head of the speaker's phrase; none in 'it was reported that'.
    pub speaker: Option<TokenIdx>,
    /// The word of saying.
    pub cue: TokenIdx,
    /// In what way it is said.
    pub kind: Kind,
}

/// In what way something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// As the speaker's own word.
    Said,
    /// 'according to'.
    AccordingTo,
    /// The speaker says that it is not so.
    Denied,
    /// Passed on: reports, rumours, 'was said to'.
    Reported,
}

/// The attributions of a sentence, in the order of their cues.
pub fn find(s: &Sentence) -> Vec<Attributed> {
    let lowered = Lowered::new(std::slice::from_ref(s));
    lowered.trees().iter().flat_map(in_tree).collect()
}

pub(crate) fn in_tree(s: &Tree<'_>) -> Vec<Attributed> {
    let mut all: Vec<Attributed> = Vec::new();
    for cue in 0..s.tokens.len() {
        let found = match word(s, cue) {
            Some((Class::NounAssert, _)) => by_noun(s, cue, Kind::Reported),
            Some((Class::NounDeny, _)) => by_noun(s, cue, Kind::Denied),
            Some((class @ (Class::Assert | Class::Deny | Class::Think), object)) => {
                by_verb(s, cue, class, object)
            }
            _ => according_to(s, cue)
                .or_else(|| citing(s, cue))
                .or_else(|| by_adverb(s, cue))
                .into_iter()
                .collect(),
        };
        for one in found {
            let known = all
                .iter()
                .any(|a| a.cue == one.cue && a.content == one.content);
            // A clause joined to one already found under the same word is said with it.
            let covered = all
                .iter()
                .any(|a| a.cue == one.cue && s.is_under(one.content, a.content));
            if !known && !covered && one.content != one.cue {
                all.push(one);
            }
        }
    }
    all
}
