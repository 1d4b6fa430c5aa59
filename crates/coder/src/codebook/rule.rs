//! One rule of the codebook, as the matcher uses it.

use plover::{EventType, Mode, Status};

use super::around::Around;
use super::vocabulary::WordList;

/// A clause with places for actor, recipient and embedded act.
#[derive(Debug, Clone)]
pub struct Rule {
    /// File and line, such as `CONSULT:12`: what evidence names.
    pub id: String,
    /// The clause as it stands in the file.
    pub text: String,
    /// What follows from a match.
    pub effect: Effect,
    /// The word the clause hangs on.
    pub head: Head,
    /// What must or may hang on it.
    pub slots: Vec<Slot>,
    /// CAMEO code for the crosswalk, if the file gives one.
    pub cameo: Option<String>,
    /// Object words that forbid a match.
    pub not: WordList,
    /// Whether an event without any actor or recipient is still one.
    pub bare: bool,
    /// Whether it is an event only where somebody is said to have done it: who 'was forced to flee' may have fled a flood.
    pub told: bool,
    /// The forms of the head it holds for, in lower case; empty for all.
    pub forms: Vec<String>,
    /// Words that must stand around the head.
    pub around: Option<Around>,
}

/// What a match means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// An event of its own.
    Event {
        /// Its type.
        event: EventType,
        /// Its mode.
        mode: Option<Mode>,
        /// The status it has by itself, where tense alone would mislead ('desire to' is planned).
        status: Option<Status>,
    },
    /// What becomes of the embedded act.
    Status(Status),
    /// The embedded act is done by the clause's subject ('carry out an attack').
    Light,
}

impl Effect {
    /// The type of its own event, if it is one.
    pub const fn event(&self) -> Option<EventType> {
        match self {
            Self::Event { event, .. } => Some(*event),
            Self::Status(_) | Self::Light => None,
        }
    }

    /// Whether it is an event of one of these modes.
    pub fn has_mode(&self, modes: &[&str]) -> bool {
        matches!(self, Self::Event { mode: Some(mode), .. } if modes.contains(&mode.as_str()))
    }
}

/// The word a rule hangs on.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its part of speech.
    pub kind: Kind,
    /// Its lemmas, any of which will do, each with the particle that must follow ('carry' 'out'), if any.
    pub lemmas: Vec<(String, Option<String>)>,
}

/// Part of speech of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A verb.
    Verb,
    /// An event noun.
    Noun,
    /// A predicate after 'be'.
    Predicate,
    /// An auxiliary that is negated: 'will not'. Its act is the verb's.
    Refusal,
}

/// One place of the clause.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Where it stands.
    pub position: Position,
    /// What fills it.
    pub fill: Fill,
    /// Whether the clause holds without it.
    pub optional: bool,
}

/// Grammatical position of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// Subject of the active clause.
    Subject,
    /// Object of the active clause.
    Object,
    /// After one of these prepositions, under the head or under its object.
    After(Vec<String>),
    /// Behind the head and under it, however deep: `... R`. Imported dictionaries mean that; no shipped rule does.
    Behind,
}

/// Who a slot is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The actor.
    Actor,
    /// The recipient.
    Recipient,
}

impl Rule {
    /// Whether it looks behind its head for parties, as imported ones do.
    pub(crate) fn is_loose(&self) -> bool {
        self.around.is_some() || self.slots.iter().any(|s| s.position == Position::Behind)
    }

    /// The lists of which a sentence must have words for the rule to hold anywhere in it.
    pub(crate) fn needs(&self) -> impl Iterator<Item = &WordList> {
        self.slots
            .iter()
            .filter(|slot| !slot.optional)
            .filter_map(|slot| match &slot.fill {
                Fill::Words(words, modifiers) => Some(std::iter::once(words).chain(modifiers)),
                _ => None,
            })
            .flatten()
    }
}

impl Role {
    /// As records and explanations name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
        }
    }
}

/// What fills a slot.
#[derive(Debug, Clone)]
pub enum Fill {
    /// An actor or recipient.
    Party(Role, Demand),
    /// An embedded act; types it must be of, none for any act, or no act at all, such as 'the matter'.
    Act(Vec<EventType>),
    /// A clause in which somebody must do something: whose subject, in that clause, is the party.
    Duty(Role),
    /// A noun with one of these lemmas; and, for each list in the second, a modifier from it.
    Words(WordList, Vec<WordList>),
    /// Anything.
    Anything,
}

/// What a party must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Any actor.
    None,
    /// A person, or a body of persons, that acts for a state or organisation.
    Official,
    /// A person.
    Person,
    /// A country or its seat of government.
    Country,
    /// An actor, or a mere place.
    Place,
    /// Anything at all, actor or not.
    Thing,
    /// An actor, or the first one inside the phrase: 'Iraq's death toll'.
    Inside,
    /// Somebody described, not named: 'the protesters', 'an opposition leader'.
    Kind,
    /// Two actors or more, joined: 'Iran and Iraq'.
    Several,
}
