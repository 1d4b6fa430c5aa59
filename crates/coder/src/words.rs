//! Which small class is a word in: nouns that measure, verbs of wanting, prepositions that tell a place?
//!
//! The classes are data (`data/words/{nouns,verbs,modifiers,prepositions,sport,harm}.tsv`, where each is explained); here they
//! have names. A word may be in several.

use std::sync::LazyLock;

use crate::table::Table;

macro_rules! classes {
    ($($name:ident $word:literal)*) => {
        /// A class of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Class { $($name),* }

        impl Class {
            fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    Area "area"
    Asset "asset"
    Hand "hand"
    Body "body"
    Acts "acts"
    People "people"
    Band "band"
    Pair "pair"
    Numbered "numbered"
    Time "time"
    Troops "troops"
    Weapon "weapon"
    DoneTo "done_to"
    Attained "attained"
    Lodged "lodged"
    Journey "journey"
    Naming "naming"
    Abstract "abstract"
    Implicative "implicative"
    Irrealis "irrealis"
    Control "control"
    Mandative "mandative"
    About "about"
    Planned "planned"
    Hypothetical "hypothetical"
    Postponed "postponed"
    Cancelled "cancelled"
    Ongoing "ongoing"
    Former "former"
    Slot "slot"
    Locative "locative"
    Factual "factual"
    Apart "apart"
    Endeavour "endeavour"
    Encounter "encounter"
    Send "send"
    Given "given"
    Waters "waters"
    Mediating "mediating"
    Staff "staff"
    Attacker "attacker"
    Crossing "crossing"
    Stance "stance"
    Accident "accident"
    Writing "writing"
    Moved "moved"
    Venue "venue"
    Leave "leave"
    Shared "shared"
    Wanted "wanted"
    Binding "binding"
    Enacting "enacting"
    Charging "charging"
    Alleged "alleged"
    Mercy "mercy"
    Make "make"
    Harming "harming"
    Taking "taking"
    Voicing "voicing"
    Closing "closing"
    Court "court"
    Motion "motion"
    Sport "sport"
    Sporting "sporting"
    Disaster "disaster"
    Violence "violence"
    Abroad "abroad"
    View "view"
    Mass "mass"
    Leaving "leaving"
    Captive "captive"
    Opposite "opposite"
    Mutinous "mutinous"
}

const TABLES: &[&str] = &[
    include_str!("../data/words/nouns.tsv"),
    include_str!("../data/words/verbs.tsv"),
    include_str!("../data/words/modifiers.tsv"),
    include_str!("../data/words/prepositions.tsv"),
    include_str!("../data/words/sport.tsv"),
    include_str!("../data/words/harm.tsv"),
];

/// The classes of a word, a bit each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Classes(u128);

impl Classes {
    /// The classes of a word in lower case.
    pub(crate) fn of(word: &str) -> Self {
        let words: &Table<&str, Self> = &WORDS;
        words.get(word).copied().unwrap_or_default()
    }

    pub(crate) const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u64) != 0
    }
}

static WORDS: LazyLock<Table<&str, Classes>> = LazyLock::new(|| {
    let mut all: Table<&str, Classes> = Table::default();
    for row in TABLES.iter().flat_map(|table| plover::codegen::rows(table)) {
        if let Some(class) = row.get(1).and_then(|word| Class::parse(word)) {
            all.entry(row[0]).or_default().0 |= 1 << class as u64;
        }
    }
    all
});

/// Whether a word, in lower case, is of a class.
pub(crate) fn is(word: &str, class: Class) -> bool {
    Classes::of(word).has(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_tables_has_a_name() {
        for row in TABLES.iter().flat_map(|table| plover::codegen::rows(table)) {
            assert!(Class::parse(row[1]).is_some(), "{row:?}");
        }
    }
}
