//! Why each word that could have made an event did, or did not: what `legation explain` prints.

use syntax::TokenIdx;

use crate::codebook::Role;

/// What became of a rule that held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Sentence of the document.
    pub sentence: usize,
    /// The word the rule hangs on.
    pub token: TokenIdx,
    /// File and line of the rule.
    pub rule: String,
    /// The rule's clause.
    pub clause: String,
    /// The words in its places.
    pub arguments: Vec<Argument>,
    /// What came of it.
    pub outcome: Outcome,
}

/// A word in a place of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Whose place.
    pub role: Role,
    /// The word.
    pub token: TokenIdx,
    /// The construction that leads there.
    pub by: &'static str,
}

/// Whether an event came of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The event with this index.
    Coded(usize),
    /// No event, for this reason.
    Dropped(String),
}
