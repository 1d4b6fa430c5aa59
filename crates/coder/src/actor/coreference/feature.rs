//! What speaks for and against a pronoun's standing for a phrase, and what it weighs.
//!
//! Features are yes or no, so that a phrase has a set of bits; what each weighs for each class of pronouns stands in
//! `data/coreference/pronouns.tsv`, which `cargo xtask fit coreference` writes.

use std::sync::LazyLock;

/// A class of third-person pronouns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// 'he', 'she' and their forms.
    Person,
    /// 'it' and its forms.
    It,
    /// 'they' and its forms.
    They,
}

/// How many classes there are.
const CLASSES: usize = 3;

impl Class {
    /// Of a pronoun in lower case.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => Self::Person,
            "it" | "its" | "itself" => Self::It,
            "they" | "them" | "their" | "theirs" | "themselves" => Self::They,
            _ => return None,
        })
    }

    /// As the table of weights names it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::It => "it",
            Self::They => "they",
        }
    }
}

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident $word:literal)*) => {
        /// One thing that may hold of a pronoun and a phrase.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Feature { $($(#[$doc])* $name),* }

        const NAMES: &[&str] = &[$($word),*];
    };
}

features! {
    /// Whatever the phrase.
    Any "any"
    /// The pronoun stands for nothing named before; the features below then speak of the pronoun alone.
    Nothing "nothing"
    NothingSubject "nothing: subject"
    NothingObject "nothing: object"
    NothingPossessive "nothing: possessive"
    NothingQuoted "nothing: quoted"
    NothingClause "nothing: a clause follows"
    NothingAdjective "nothing: is an adjective"
    NothingFirst "nothing: first sentence"
    NothingAlone "nothing: one candidate"
    NothingNone "nothing: no candidate"
    Same "same sentence"
    Last "sentence before"
    Two "two sentences before"
    Three "three sentences before"
    Subject "subject"
    SubjectPassive "passive subject"
    Object "object"
    Oblique "oblique"
    Modifier "modifier of a noun"
    Possessor "possessor"
    Apposition "apposition"
    Joined "joined to another"
    Main "subject of the main clause"
    OtherRole "other role"
    SameClause "same clause"
    ClauseSubject "subject of the pronoun's clause"
    AboveSubject "subject of a clause above"
    Says "who says so"
    Reflexive "reflexive of the subject"
    BothSubjects "both subjects"
    BothObjects "both objects"
    BothPossessors "both possessors"
    Behind "stands behind"
    Paragraph "paragraph starts between"
    GenderFits "gender fits"
    GenderOpen "gender unknown"
    NumberFits "number fits"
    NumberOpen "one body, many people"
    Name "named person"
    Role "person by title"
    People "several people"
    Country "country"
    Body "body"
    Place "place"
    NamedThing "named thing"
    Thing "thing"
    Event "event or abstract thing"
    TimeOrSum "time or measure"
    Together "several joined"
    Met "two in one clause"
    Party "party"
    Known "known to the registry"
    Definite "definite"
    Indefinite "indefinite"
    Owned "owned"
    Bare "bare noun"
    Pronoun "same pronoun"
    PronounSubject "same pronoun as subject"
    Speaker "speaker of the quotation"
    IntoQuote "from outside into a quotation"
    OutOfQuote "out of a quotation"
    OneQuote "in one quotation"
    /// A country or body, where such things matter.
    AgentAbove "country or body, subject of a clause above"
    AgentOwns "country or body, subject of the pronoun's clause"
    AgentGoesOn "country or body, main subject of the sentence before"
    AgentActs "country or body, and the pronoun says or wants"
    ThingActs "no party, and the pronoun says or wants"
    NothingActs "nothing: says or wants"
    Once "mentioned once"
    Twice "mentioned twice"
    Often "mentioned often"
    Title "in the first sentence"
    Nearest "nearest that fits"
    Second "second nearest"
    Third "third nearest or farther"
    Only "only one that fits"
}

/// The features that hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Features(u128);

impl Features {
    pub(super) fn add(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u32;
    }

    pub(super) fn add_if(&mut self, holds: bool, feature: Feature) {
        if holds {
            self.add(feature);
        }
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (next < 128).then_some(next)
        })
    }

    /// Their names.
    pub(super) fn names(self) -> Vec<&'static str> {
        self.iter().map(|f| NAMES[f]).collect()
    }

    /// What they weigh together.
    pub(super) fn weight(self, class: Class) -> f32 {
        let weights = &WEIGHTS.of[class as usize];
        self.iter().map(|f| weights[f]).sum()
    }
}

struct Weights {
    of: [Vec<f32>; CLASSES],
    threshold: [f32; CLASSES],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut all = Weights {
        of: [const { Vec::new() }; CLASSES].map(|_: Vec<f32>| vec![0.0; NAMES.len()]),
        threshold: [1.0; CLASSES],
    };
    let table = include_str!("../../../data/coreference/pronouns.tsv");
    for row in plover::codegen::rows(table) {
        let at = NAMES.iter().position(|n| *n == row[0]);
        for class in 0..CLASSES {
            let weight: f32 = row
                .get(class + 1)
                .and_then(|w| w.parse().ok())
                .unwrap_or(0.0);
            match at {
                Some(at) => all.of[class][at] = weight,
                None if row[0] == "threshold" => all.threshold[class] = weight,
                None => {}
            }
        }
    }
    all
});

/// How likely a phrase must be for the link to be made.
pub(super) fn threshold(class: Class) -> f32 {
    WEIGHTS.threshold[class as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_bit_and_every_weight_a_feature() {
        assert!(NAMES.len() <= 128);
        let table = include_str!("../../../data/coreference/pronouns.tsv");
        for row in plover::codegen::rows(table) {
            assert!(row[0] == "threshold" || NAMES.contains(&row[0]), "{row:?}");
        }
        let mut some = Features::default();
        some.add(Feature::Any);
        some.add(Feature::Only);
        assert_eq!(some.names(), ["any", "only one that fits"]);
    }
}
