//! The codebook: which words, in which constructions, make which event.
//!
//! It is data (`data/codebook/*.rules`), written as short English clauses in which `A` stands for the actor,
//! `R` for the recipient and `X` for another act that the clause speaks of:
//!
//! ```text
//! event CONSULT
//! [visit cameo=042]
//! A visit R
//! A pay|make visit to R
//! R receive|host A:official
//! n: visit|trip to R
//! + The French president visited Ankara. => CONSULT visit | president > Ankara | occurred
//! - The museum received a gift.
//! ```
//!
//! One clause serves for all its forms: passive, relative, participle, control, coordination; the engine
//! (`matcher`) knows the grammar, the codebook only the words. The format is described in full in
//! `data/codebook/README.md`.

mod around;
mod example;
mod parse;
mod rule;
mod vocabulary;

use std::ops::Range;

pub use around::{Around, Element};
pub use example::{check, compare, run_examples};
pub use parse::{Example, Fault};
pub use rule::{Demand, Effect, Fill, Head, Kind, Position, Role, Rule, Slot};
pub use vocabulary::{Vocabulary, WordId, WordList};

/// All rules, found by the lemma of their head.
#[derive(Debug, Default)]
pub struct Codebook {
    rules: Vec<Rule>,
    examples: Vec<Example>,
    /// By the number of the lemma.
    by_lemma: Vec<Vec<Headed>>,
    /// What rules need, list by list, as places in `words`: side by side, because most rules fail right there.
    needs: Vec<Range<usize>>,
    words: Vec<WordId>,
    vocabulary: Vocabulary,
}

/// A rule under one of the lemmas of its head.
#[derive(Debug, Clone)]
pub(crate) struct Headed {
    rule: usize,
    pub(crate) kind: Kind,
    /// Its place in the codebook's list of needs.
    needs: Range<usize>,
    /// Whether it holds for the lemma alone.
    pub(crate) alone: bool,
    /// Whether it goes by the order of the text, as imported ones do.
    pub(crate) loose: bool,
    /// Whether an event of its own comes of it.
    pub(crate) is_event: bool,
    pub(crate) takes: Takes,
    /// The particles with which it holds.
    pub(crate) particles: Vec<String>,
}

/// What a rule asks for beside subject and phrases: told from its places once, because it is asked of every word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Nothing,
    /// An embedded act, and no object.
    Act,
    /// An object that is a party, and no act and no words besides.
    Party,
    /// Another object.
    Object,
}

impl Takes {
    fn of(rule: &Rule) -> Self {
        let slots = || rule.slots.iter();
        let act = slots().any(|s| matches!(s.fill, Fill::Act(_)));
        let words = slots().any(|s| matches!(s.fill, Fill::Words(..)));
        let mut objects = slots()
            .filter(|s| s.position == Position::Object)
            .peekable();
        if objects.peek().is_none() {
            return if act { Self::Act } else { Self::Nothing };
        }
        if !act && !words && objects.any(|s| matches!(s.fill, Fill::Party(..))) {
            Self::Party
        } else {
            Self::Object
        }
    }
}

impl Headed {
    fn new(rule: usize, of: &Rule, needs: Range<usize>) -> Self {
        Self {
            rule,
            kind: of.head.kind,
            needs,
            alone: false,
            loose: of.is_loose(),
            is_event: of.effect.event().is_some(),
            takes: Takes::of(of),
            particles: Vec::new(),
        }
    }
}

impl Codebook {
    /// The rules shipped with Legation.
    pub fn embedded() -> Self {
        let (codebook, faults) = Self::read(FILES);
        debug_assert!(
            faults.is_empty(),
            "the embedded codebook is audited: {faults:?}"
        );
        codebook
    }

    /// The shipped rules with a user's files laid over them: a file takes the place of the shipped one of its
    /// name, and a line `drop CLAUSE` takes out the rule that stands in those words.
    pub fn overlaid(files: &[(String, String)]) -> (Self, Vec<Fault>) {
        let users = || {
            files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
        };
        // In the place of the shipped one: the order of files decides between rules that fit as well.
        let shipped = FILES.iter().map(|&(name, text)| {
            let own = users().find(|&(own, _)| own == name);
            own.unwrap_or((name, text))
        });
        let others = users().filter(|&(own, _)| FILES.iter().all(|&(name, _)| name != own));
        let all: Vec<(&str, &str)> = shipped.chain(others).collect();
        Self::read(&all)
    }

    /// The rules in these files, given as name and text; what could not be read is reported, the rest is kept.
    pub fn read<'a>(files: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> (Self, Vec<Fault>) {
        let mut parsed = parse::Parsed::default();
        let files: Vec<_> = files.into_iter().collect();
        // Word classes first: a file may use a class that a later file defines.
        for (name, text) in &files {
            parsed.classes(name, text);
        }
        for (name, text) in &files {
            parsed.file(name, text);
        }
        parsed.drop_rules();
        let mut all = Self {
            rules: parsed.rules,
            examples: parsed.examples,
            by_lemma: vec![Vec::new(); parsed.vocabulary.len()],
            needs: Vec::new(),
            words: Vec::new(),
            vocabulary: parsed.vocabulary,
        };
        all.index();
        (all, parsed.faults)
    }

    /// Make the rules found by the lemmas of their heads.
    fn index(&mut self) {
        for (i, rule) in self.rules.iter().enumerate() {
            let first = self.needs.len();
            for list in rule.needs() {
                let start = self.words.len();
                self.words.extend(list.ids());
                self.needs.push(start..self.words.len());
            }
            let needs = first..self.needs.len();
            for (lemma, particle) in &rule.head.lemmas {
                let id = self.vocabulary.intern(lemma) as usize;
                if id >= self.by_lemma.len() {
                    self.by_lemma.resize(id + 1, Vec::new());
                }
                let all = &mut self.by_lemma[id];
                if all.last().is_none_or(|last| last.rule != i) {
                    all.push(Headed::new(i, rule, needs.clone()));
                }
                if let Some(headed) = all.last_mut() {
                    headed.alone |= particle.is_none();
                    headed.particles.extend(particle.clone());
                }
            }
        }
    }

    /// The rules whose head has this lemma.
    pub fn rules_for(&self, lemma: &str) -> impl Iterator<Item = &Rule> {
        let all = self.headed_by(self.vocabulary.id(lemma)).iter();
        all.map(|headed| self.rule_of(headed))
    }

    /// The rules whose head has the lemma of this number.
    pub(crate) fn headed_by(&self, lemma: Option<WordId>) -> &[Headed] {
        lemma
            .and_then(|id| self.by_lemma.get(id as usize))
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn rule_of(&self, headed: &Headed) -> &Rule {
        &self.rules[headed.rule]
    }

    /// The lists of which a sentence must have words for the rule to hold anywhere in it.
    pub(crate) fn needs(&self, headed: &Headed) -> impl Iterator<Item = &[WordId]> {
        let lists = self.needs[headed.needs.clone()].iter();
        lists.map(|list| &self.words[list.clone()])
    }

    /// The words of the rules by number.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The sentences the rules must, and must not, fire on.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../data/codebook/", $name)))),*]
    };
}

/// The shipped files, by name.
pub const FILES: &[(&str, &str)] = files![
    "classes.rules" "status.rules" "light.rules"
    "AGREE.rules" "CONSULT.rules" "SUPPORT.rules" "CONCEDE.rules" "COOPERATE.rules" "AID.rules" "RETREAT.rules"
    "REQUEST.rules" "ACCUSE.rules" "REJECT.rules" "THREATEN.rules" "PROTEST.rules" "SANCTION.rules"
    "MOBILIZE.rules" "COERCE.rules" "ASSAULT.rules"
];
