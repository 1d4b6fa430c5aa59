//! Quads: verbal or material, cooperation or conflict.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One of the four quadrants. JSON shows its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quad {
    /// Verbal cooperation, VC, code 1.
    VerbalCooperation,
    /// Material cooperation, MC, code 2.
    MaterialCooperation,
    /// Verbal conflict, VX, code 3.
    VerbalConflict,
    /// Material conflict, MX, code 4.
    MaterialConflict,
}

impl Quad {
    /// All four, in the order of their numbers.
    pub const ALL: &'static [Self] = &[
        Self::VerbalCooperation,
        Self::MaterialCooperation,
        Self::VerbalConflict,
        Self::MaterialConflict,
    ];

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

    /// Two letters: VC, MC, VX or MX.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "VC",
            Self::MaterialCooperation => "MC",
            Self::VerbalConflict => "VX",
            Self::MaterialConflict => "MX",
        }
    }

    /// Whether it is conflict, rather than cooperation.
    pub const fn is_conflict(self) -> bool {
        matches!(self, Self::VerbalConflict | Self::MaterialConflict)
    }

    /// Whether it is done, rather than said.
    pub const fn is_material(self) -> bool {
        matches!(self, Self::MaterialCooperation | Self::MaterialConflict)
    }
}

impl fmt::Display for Quad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EventType;

    #[test]
    fn numbers_go_both_ways() {
        for (i, &quad) in Quad::ALL.iter().enumerate() {
            assert_eq!(usize::from(quad.code()), i + 1);
            assert_eq!(Quad::from_code(quad.code()), Some(quad));
        }
        assert_eq!(Quad::from_code(0), None);
    }

    #[test]
    fn the_standards_fault_is_mended() {
        // Verbal in the manual's quad table, material in its section, its scores and its use.
        assert_eq!(EventType::Sanction.quad(), Quad::MaterialConflict);
        assert_eq!(EventType::Accuse.quad(), Quad::VerbalConflict);
    }
}
