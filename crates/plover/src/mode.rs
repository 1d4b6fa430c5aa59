//! Modes: how an act of a type was done.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::EventType;
use crate::vocabulary::{UnknownWord, mode_rows};

/// A mode: a kind of one event type. The same word under two types is two modes; JSON shows the word alone.
///
/// ```
/// use plover::{EventType, Mode};
/// let visit = Mode::parse(EventType::Consult, "visit").unwrap();
/// assert_eq!((visit, visit.score()), (Mode::CONSULT_VISIT, Some(4.0)));
/// assert_ne!(Mode::REQUEST_MEET, Mode::REJECT_MEET);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mode(pub(crate) u8);

impl Mode {
    /// The mode of `event` with this spelling.
    pub fn parse(event: EventType, text: &str) -> Option<Self> {
        Self::of(event).find(|m| m.as_str() == text)
    }

    /// As [`Mode::parse`], with a message for one that is not there.
    pub fn named(event: EventType, text: &str) -> Result<Self, UnknownWord> {
        Self::parse(event, text).ok_or_else(|| UnknownWord::new(format!("mode of {event}"), text))
    }

    /// All modes of a type.
    pub fn of(event: EventType) -> impl Iterator<Item = Self> {
        Self::all().filter(move |m| m.event() == event)
    }

    /// All modes of all types.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).take(mode_rows().len()).map(Self)
    }

    /// The type it belongs to.
    pub const fn event(self) -> EventType {
        mode_rows()[self.0 as usize].0
    }

    /// The manual's word.
    pub const fn as_str(self) -> &'static str {
        mode_rows()[self.0 as usize].1
    }

    /// The manual's score, where it has one.
    pub const fn score(self) -> Option<f64> {
        mode_rows()[self.0 as usize].2
    }

    /// What it means, in a few words.
    pub const fn definition(self) -> &'static str {
        mode_rows()[self.0 as usize].3
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Mode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_belong_to_types() {
        let meet = Mode::parse(EventType::Request, "meet");
        assert_eq!(meet, Some(Mode::REQUEST_MEET));
        assert_ne!(meet, Mode::parse(EventType::Reject, "meet"));
        assert_eq!(meet.map(Mode::event), Some(EventType::Request));
        assert_eq!(Mode::parse(EventType::Consult, "strike"), None);
        assert_eq!(Mode::PROTEST_VANDALIZE.score(), None);
        assert_eq!(Mode::all().count(), mode_rows().len());
        for mode in Mode::all() {
            assert_eq!(Mode::parse(mode.event(), mode.as_str()), Some(mode));
        }
    }

    #[test]
    fn only_these_types_have_modes() {
        let none: Vec<&str> = EventType::ALL
            .iter()
            .filter(|e| e.modes().next().is_none())
            .map(|e| e.as_str())
            .collect();
        assert_eq!(none, ["AGREE", "AID", "CONCEDE", "COOPERATE", "SUPPORT"]);
    }

    #[test]
    fn a_mode_of_the_crosswalk_is_refused() {
        let message = Mode::named(EventType::Assault, "assassinate").map_err(|e| e.to_string());
        assert_eq!(
            message,
            Err("'assassinate' is no mode of ASSAULT in PLOVER 2.0 ('targeted' now)".to_owned())
        );
    }
}
