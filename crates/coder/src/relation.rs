//! What a network says of two parties in a sentence: a type of act, or none.
//!
//! The network reads the sentence with both parties marked ([`syntax::Parser::relate`]); its labels are PLOVER's types as
//! the manual's view has them (a promised visit is AGREE), and `NONE`. It ranks, fills and says how sure a record is; what
//! it adds is marked as its own in the evidence.

use std::cell::RefCell;
use std::ops::Range;

use plover::EventType;
use syntax::{ActLabels, ActReading, Encoding, MarkedAct, Parser, TokenIdx};

/// A parser's head for relations, on the sentences that it encoded.
#[derive(Debug, Clone, Copy)]
pub struct Relations<'a> {
    parser: &'a Parser,
    encodings: &'a [Encoding],
    pub(crate) fills: bool,
}

/// Two spans of words: who acts, and upon whom.
pub(crate) type Pair = [Range<TokenIdx>; 2];

/// How likely each type is between two parties.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Likelihood {
    /// By [`EventType`], in its order.
    types: Vec<f32>,
    /// That nothing relates them.
    pub(crate) none: f32,
}

impl<'a> Relations<'a> {
    /// What the parser knows of the sentences of one document; nothing where its model has no head for relations.
    pub fn new(parser: &'a Parser, encodings: &'a [Encoding]) -> Option<Self> {
        (!parser.relations().is_empty()).then_some(Self {
            parser,
            encodings,
            fills: true,
        })
    }

    /// The same, asked only about what rules found: a third of the cost, and nothing is added to the records.
    #[must_use]
    pub const fn only_ranking(mut self) -> Self {
        self.fills = false;
        self
    }

    /// An answer a pair, nothing for pairs it cannot see.
    fn ask(&self, sentence: usize, pairs: &[Pair]) -> Vec<Option<Likelihood>> {
        let Some(encoding) = self.encodings.get(sentence).filter(|_| !pairs.is_empty()) else {
            return vec![None; pairs.len()];
        };
        let labels = self.parser.relations();
        let read = |probabilities: Vec<f32>| {
            let mut types = vec![0.0; EventType::ALL.len()];
            let mut none = 0.0;
            for (label, p) in labels.iter().zip(probabilities) {
                match EventType::parse(label) {
                    Some(event) => types[event as usize] = p,
                    None => none += p,
                }
            }
            Likelihood { types, none }
        };
        let answers = self.parser.relate(encoding, pairs);
        answers.into_iter().map(|a| a.map(read)).collect()
    }

    /// What the parser's head for acts says of each of these; nothing where it has none.
    pub(crate) fn read(&self, sentence: usize, acts: &[MarkedAct]) -> Vec<Option<ActReading>> {
        match self.encodings.get(sentence).filter(|_| !acts.is_empty()) {
            Some(encoding) => self.parser.read_acts(encoding, acts),
            None => vec![None; acts.len()],
        }
    }

    /// The labels of what it says of acts.
    pub(crate) fn acts(&self) -> Option<ActLabels<'a>> {
        self.parser.acts()
    }
}

/// The relations of one sentence, each pair asked about once.
#[derive(Debug)]
pub(crate) struct Answers<'a> {
    relations: &'a Relations<'a>,
    sentence: usize,
    known: RefCell<Vec<(Pair, Option<Likelihood>)>>,
}

impl<'a> Answers<'a> {
    pub(crate) const fn new(relations: &'a Relations<'a>, sentence: usize) -> Self {
        Self {
            relations,
            sentence,
            known: RefCell::new(Vec::new()),
        }
    }

    /// An answer a pair, nothing for pairs that the network cannot see.
    pub(crate) fn ask(&self, pairs: &[Pair]) -> Vec<Option<Likelihood>> {
        let mut known = self.known.borrow_mut();
        let mut new: Vec<Pair> = Vec::new();
        for pair in pairs {
            if !new.contains(pair) && known.iter().all(|(p, _)| p != pair) {
                new.push(pair.clone());
            }
        }
        let answers = self.relations.ask(self.sentence, &new);
        known.extend(new.into_iter().zip(answers));
        let answer = |pair: &Pair| known.iter().find(|(p, _)| p == pair)?.1.clone();
        pairs.iter().map(answer).collect()
    }
}

impl Likelihood {
    pub(crate) fn of(&self, event: EventType) -> f32 {
        self.types[event as usize]
    }

    /// The likeliest type, and its probability.
    pub(crate) fn best(&self) -> (EventType, f32) {
        let all = EventType::ALL.iter().map(|&e| (e, self.of(e)));
        all.fold((EventType::ALL[0], 0.0), |best, next| {
            if next.1 > best.1 { next } else { best }
        })
    }
}
