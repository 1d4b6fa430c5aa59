//! Who does an act, and upon whom, and is that what it is taken for?
//!
//! The sentence's encoding is used again, as for relations: the words of the act, and those of the parties that it is said to
//! have, get marks added, layers of the head's own run over the sentence, and each word's row says how well it would be who
//! acts, and upon whom. So the head sees what was made of the act, and can speak against it.

use super::{Encoding, Parser, WORK};
use crate::TokenIdx;
use crate::network::act;

/// An act of a sentence, as [`Parser::read_acts`] asks about it: the words that tell of it, and of its parties as far as known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkedAct {
    /// The words that tell of the act, at least one.
    pub trigger: Vec<TokenIdx>,
    /// The words of who acts.
    pub actor: Vec<TokenIdx>,
    /// The words of upon whom.
    pub recipient: Vec<TokenIdx>,
}

/// What the network says of an act.
#[derive(Debug, Clone, PartialEq)]
pub struct ActReading {
    /// How likely each word is one of who acts.
    pub actor: Side,
    /// How likely each word is one of upon whom.
    pub recipient: Side,
    /// How likely each of [`Parser::acts`]' types is, and last that it is no act.
    pub types: Vec<f32>,
    /// How likely each of [`Parser::acts`]' statuses is.
    pub statuses: Vec<f32>,
    /// How likely what is marked, and what the marks were made for, is right, by field; last, all of it.
    pub right: Vec<f32>,
}

/// One side of an act: how likely nobody, or each word, is it; together one.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// That the sentence names nobody.
    pub nobody: f32,
    /// By word.
    pub words: Vec<f32>,
}

/// What an act can be, as the network's head for acts knows it.
#[derive(Debug, Clone, Copy)]
pub struct ActLabels<'a> {
    /// Types of events, and last the word for none.
    pub types: &'a [&'static str],
    /// What became of it.
    pub statuses: &'a [&'static str],
    /// What is judged.
    pub judged: &'a [&'static str],
}

impl Side {
    fn new(scores: &[f32]) -> Self {
        let (nobody, words) = scores.split_first().unwrap_or((&0.0, &[]));
        Self {
            nobody: *nobody,
            words: words.to_vec(),
        }
    }

    /// How likely one of these words is it; that nobody is, for none.
    pub fn of(&self, words: &[TokenIdx]) -> f32 {
        if words.is_empty() {
            return self.nobody;
        }
        let known = words.iter().filter_map(|&w| self.words.get(w));
        known.sum()
    }
}

impl Parser {
    /// The labels of [`Parser::read_acts`]; nothing where the model has no head for acts.
    pub fn acts(&self) -> Option<ActLabels<'_>> {
        let head = self.acts.as_ref()?;
        Some(ActLabels {
            types: &head.types,
            statuses: &head.statuses,
            judged: &head.judged,
        })
    }

    /// What the network says of each of these acts of a sentence; nothing for one without words, or with words beyond the
    /// encoding.
    ///
    /// ```
    /// let parser = syntax::Parser::standard();
    /// let mut sentences = syntax::segment::segment("The rebels killed a ferryman near Goma.").sentences;
    /// let (_, encodings) = parser.annotate_and_encode(&mut sentences);
    /// let act = syntax::MarkedAct { trigger: vec![2], actor: vec![1], recipient: vec![] };
    /// let reading = parser.read_acts(&encodings[0], &[act]).remove(0).unwrap();
    /// let best = (0..reading.recipient.words.len()).max_by(|&a, &b| {
    ///     reading.recipient.words[a].total_cmp(&reading.recipient.words[b])
    /// });
    /// assert_eq!(sentences[0].tokens[best.unwrap()].form, "ferryman");
    /// assert!(reading.recipient.nobody < 0.1, "who was killed is named");
    /// ```
    pub fn read_acts(&self, encoding: &Encoding, acts: &[MarkedAct]) -> Vec<Option<ActReading>> {
        let Some(head) = self.acts.as_ref() else {
            return vec![None; acts.len()];
        };
        let fits = |words: &[TokenIdx]| words.iter().all(|&w| w < encoding.n_words);
        let usable = |act: &MarkedAct| {
            !act.trigger.is_empty()
                && fits(&act.trigger)
                && fits(&act.actor)
                && fits(&act.recipient)
        };
        let asked: Vec<act::Marks<'_>> = acts
            .iter()
            .filter(|a| usable(a))
            .map(|a| [&*a.trigger, &*a.actor, &*a.recipient])
            .collect();
        let mut answers = WORK
            .with_borrow_mut(|work| {
                let (wide, scratch) = (self.weights.wide, &mut work.scratch);
                act::readings(head, self.kernel, wide, &encoding.rows, &asked, scratch)
            })
            .into_iter();
        let read = |answer: act::Reading| ActReading {
            actor: Side::new(&answer.sides[0]),
            recipient: Side::new(&answer.sides[1]),
            types: answer.types,
            statuses: answer.statuses,
            right: answer.right,
        };
        acts.iter()
            .map(|a| usable(a).then(|| answers.next()).flatten().map(read))
            .collect()
    }
}
