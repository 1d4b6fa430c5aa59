//! The closed vocabularies of PLOVER, generated from `data/*.tsv`: one enum each, spelt as the manual spells it.
//!
//! A word that the manual lacks is refused, never mapped: [`UnknownWord`] says what it is no member of, and where the
//! word was one of an earlier version, what came of it.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Mode, Quad};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident $kind:literal {
        $($(#[$vdoc:meta])* $variant:ident = $text:literal, $meaning:literal,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The manual's spelling.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means, in a few words.
            pub const fn definition(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// The value with this spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::parse(text).ok_or_else(|| UnknownWord::new($kind, text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::schema::words(Self::ALL.iter().map(|word| word.as_str()))
            }
        }

        #[cfg(feature = "schema")]
        impl utoipa::ToSchema for $name {}

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

include!("generated.rs");

/// A word that is in none of the manual's lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{word}' is no {kind} in PLOVER 2.0{}", hint(word))]
pub struct UnknownWord {
    /// The list it was looked for in: 'event type', 'mode of SANCTION'.
    pub kind: String,
    /// The word.
    pub word: String,
}

impl UnknownWord {
    pub(crate) fn new(kind: impl Into<String>, word: &str) -> Self {
        Self {
            kind: kind.into(),
            word: word.to_owned(),
        }
    }
}

/// Words of versions 0.5 to 0.7 and of the CAMEO crosswalk, and what came of them.
const RETIRED: &[(&str, &str)] = &[
    ("CRIME", "dropped: its acts have types of their own"),
    ("DEMAND", "REQUEST now"),
    ("DISAPPROVE", "mode 'disapprove' of ACCUSE now"),
    ("FIGHT", "ASSAULT now"),
    ("INVESTIGATE", "mode 'investigate' of ACCUSE now"),
    ("YIELD", "split into CONCEDE and RETREAT"),
    ("assassinate", "'targeted' now"),
    ("confiscate", "'seize' now"),
    (
        "democracy",
        "in the CAMEO crosswalk only, not in the manual",
    ),
    (
        "host",
        "in the CAMEO crosswalk only: a visit with the sides exchanged",
    ),
    (
        "humanitarian",
        "in the CAMEO crosswalk only, not in the manual",
    ),
];

fn hint(word: &str) -> String {
    RETIRED
        .iter()
        .find(|(w, _)| *w == word)
        .map_or_else(String::new, |(_, fate)| format!(" ({fate})"))
}

impl EventType {
    const fn row(self) -> &'static (Self, u8, f64, bool) {
        // The table and the enum come from the same rows.
        &EVENTS[self as usize]
    }

    /// Its quad.
    pub const fn quad(self) -> Quad {
        match Quad::from_code(self.row().1) {
            Some(quad) => quad,
            None => Quad::VerbalCooperation,
        }
    }

    /// Its score where no mode is known.
    pub const fn base_score(self) -> f64 {
        self.row().2
    }

    /// Whether the manual requires a recipient.
    pub const fn requires_recipient(self) -> bool {
        self.row().3
    }

    /// Its modes, in the order of the table.
    pub fn modes(self) -> impl Iterator<Item = Mode> {
        Mode::of(self)
    }
}

impl AuxMode {
    /// What a status comes to in the manual's terms; none for what simply happens.
    pub const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Occurred | Status::Ongoing => None,
            Status::Planned | Status::Postponed => Some(Self::Future),
            Status::Hypothetical => Some(Self::Hypothetical),
            Status::Cancelled | Status::Denied => Some(Self::Negation),
        }
    }
}

pub(crate) const fn mode_rows() -> &'static [(EventType, &'static str, Option<f64>, &'static str)] {
    MODES
}

pub(crate) const fn country_rows()
-> &'static [(&'static str, &'static str, Option<u16>, &'static str)] {
    COUNTRIES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_manuals_sizes() {
        assert_eq!(EventType::ALL.len(), 16);
        assert_eq!(Context::ALL.len(), 37);
        assert_eq!(Sector::ALL.len(), 25);
        assert_eq!(AuxMode::ALL.len(), 4);
        for (i, event) in EventType::ALL.iter().enumerate() {
            assert_eq!(EVENTS[i].0, *event);
        }
    }

    #[test]
    fn scores_have_the_sign_of_their_quad() {
        for &event in EventType::ALL {
            let cooperative = matches!(
                event.quad(),
                Quad::VerbalCooperation | Quad::MaterialCooperation
            );
            assert_eq!(event.base_score() > 0.0, cooperative, "{event}");
            for mode in event.modes() {
                let Some(score) = mode.score() else { continue };
                // A request for help or a meeting is not hostile, though its quad is conflict.
                assert!(
                    (score > 0.0) == cooperative || event == EventType::Request,
                    "{event} {mode}"
                );
            }
        }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for e in EventType::ALL {
            assert_eq!(e.as_str().parse(), Ok(*e));
        }
        for c in Context::ALL {
            assert_eq!(c.as_str().parse(), Ok(*c));
        }
        for s in Sector::ALL {
            assert_eq!(s.as_str().parse(), Ok(*s));
        }
        for s in Status::ALL {
            assert_eq!(s.as_str().parse(), Ok(*s));
        }
        for a in AuxMode::ALL {
            assert_eq!(a.as_str().parse(), Ok(*a));
        }
    }

    #[test]
    fn unknown_words_say_what_came_of_them() {
        let message = |e: Result<EventType, UnknownWord>| e.map_err(|e| e.to_string());
        assert_eq!(
            message("DEMAND".parse()),
            Err("'DEMAND' is no event type in PLOVER 2.0 (REQUEST now)".to_owned())
        );
        assert_eq!(
            message("agree".parse()),
            Err("'agree' is no event type in PLOVER 2.0".to_owned())
        );
    }
}
