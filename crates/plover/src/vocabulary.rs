//! The closed vocabularies of PLOVER, generated from `data/*.tsv`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* })*) => {$(
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

            /// The value with this spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
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

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| de::Error::custom(format!(concat!("'{}' is no ", stringify!($name), " of PLOVER 2.0"), text)))
            }
        }
    )*};
}

include!("generated.rs");

/// One of the four quadrants: verbal or material, cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quad {
    /// Verbal cooperation, code 1.
    VerbalCooperation,
    /// Material cooperation, code 2.
    MaterialCooperation,
    /// Verbal conflict, code 3.
    VerbalConflict,
    /// Material conflict, code 4.
    MaterialConflict,
}

impl Quad {
    /// The manual's number, 1 to 4.
    pub const fn code(self) -> u8 {
        match self {
            Self::VerbalCooperation => 1,
            Self::MaterialCooperation => 2,
            Self::VerbalConflict => 3,
            Self::MaterialConflict => 4,
        }
    }

    /// The quad with this number.
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::VerbalCooperation),
            2 => Some(Self::MaterialCooperation),
            3 => Some(Self::VerbalConflict),
            4 => Some(Self::MaterialConflict),
            _ => None,
        }
    }
}

impl Serialize for Quad {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u8(self.code())
    }
}

impl<'de> Deserialize<'de> for Quad {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(d)?;
        Self::from_code(code).ok_or_else(|| {
            de::Error::custom(format!("{code} is no quad code: they run from 1 to 4"))
        })
    }
}

impl EventType {
    const fn row(self) -> &'static (Self, u8, f64, bool) {
        // The table and the enum come from the same rows.
        &EVENTS[self as usize]
    }

    /// Its quad.
    pub fn quad(self) -> Quad {
        Quad::from_code(self.row().1).unwrap_or(Quad::VerbalCooperation)
    }

    /// Its score where no mode is known.
    pub const fn base_score(self) -> f64 {
        self.row().2
    }

    /// Whether the manual requires a recipient.
    pub const fn requires_recipient(self) -> bool {
        self.row().3
    }
}

/// A mode: a kind of one event type. The same word under two types is two modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mode(u8);

impl Mode {
    /// The mode of `event` with this spelling.
    pub fn parse(event: EventType, text: &str) -> Option<Self> {
        MODES
            .iter()
            .position(|&(e, word, _)| e == event && word == text)
            .and_then(|i| u8::try_from(i).ok())
            .map(Self)
    }

    /// All modes of a type.
    pub fn of(event: EventType) -> impl Iterator<Item = Self> {
        (0..=u8::MAX)
            .take(MODES.len())
            .map(Self)
            .filter(move |m| m.event() == event)
    }

    /// The type it belongs to.
    pub fn event(self) -> EventType {
        MODES[usize::from(self.0)].0
    }

    /// The manual's word.
    pub fn as_str(self) -> &'static str {
        MODES[usize::from(self.0)].1
    }

    /// The manual's score, where it has one.
    pub fn score(self) -> Option<f64> {
        MODES[usize::from(self.0)].2
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// The manual's aspects that other tools keep beside a type; ours is [`Status`], this is what it folds into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuxMode {
    /// Long past.
    Historical,
    /// Still to come.
    Future,
    /// Conditional, feared or wanted.
    Hypothetical,
    /// Did not happen.
    Negation,
}

/// A three-letter code: ISO 3166-1 alpha-3, or one of PLOVER's for bodies of no country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode(u16);

impl CountryCode {
    /// The code with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        COUNTRIES
            .binary_search_by(|row| row.0.cmp(text))
            .ok()
            .and_then(|i| u16::try_from(i).ok())
            .map(Self)
    }

    /// Three capital letters.
    pub fn as_str(self) -> &'static str {
        COUNTRIES[usize::from(self.0)].0
    }

    /// The usual English name.
    pub fn name(self) -> &'static str {
        COUNTRIES[usize::from(self.0)].1
    }

    /// Correlates of War number, where there is one.
    pub fn cow(self) -> Option<u16> {
        COUNTRIES[usize::from(self.0)].2
    }

    /// Whether it is a state or territory, rather than one of the codes for bodies of none.
    pub fn is_country(self) -> bool {
        !matches!(
            self.as_str(),
            "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC"
        )
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("'{text}' is no country code")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_manuals_sizes() {
        assert_eq!(EventType::ALL.len(), 16);
        assert_eq!(Context::ALL.len(), 37);
        assert_eq!(Sector::ALL.len(), 25);
        assert!(COUNTRIES.is_sorted_by_key(|row| row.0));
        for (i, event) in EventType::ALL.iter().enumerate() {
            assert_eq!(EVENTS[i].0, *event);
        }
    }

    #[test]
    fn modes_belong_to_types() {
        let meet = Mode::parse(EventType::Request, "meet");
        assert_ne!(meet, Mode::parse(EventType::Reject, "meet"));
        assert_eq!(meet.map(Mode::event), Some(EventType::Request));
        assert_eq!(
            Mode::parse(EventType::Consult, "visit").and_then(Mode::score),
            Some(4.0)
        );
        assert_eq!(Mode::parse(EventType::Consult, "strike"), None);
    }

    #[test]
    fn codes() {
        assert_eq!(
            CountryCode::parse("IRQ").and_then(CountryCode::cow),
            Some(645)
        );
        assert_eq!(CountryCode::parse("XYZ"), None);
    }
}
