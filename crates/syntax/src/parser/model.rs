//! The networks that come with the crate.

use std::fmt;

#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static STANDARD: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/en.standard.net"));
static FAST: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/en.fast.net"));

static STANDARD_ACTS: &Aligned<[u8]> =
    &Aligned(*include_bytes!("../../models/en.standard.acts.net"));

/// One of the embedded networks for English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// Six layers over a pretrained encoder: the one to use.
    #[default]
    Standard,
    /// Narrower, with fewer layers, taught by the standard one's teachers: several times faster, less accurate.
    Fast,
}

impl Model {
    /// Every model, the most accurate first.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Fast];

    /// Its name on command lines and in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Fast => "fast",
        }
    }

    /// The bytes of its weights file.
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Standard => &STANDARD.0,
            Self::Fast => &FAST.0,
        }
    }

    /// The bytes of its head for acts: the fast one is asked about nothing but relations.
    pub(super) fn acts(self) -> Option<&'static [u8]> {
        match self {
            Self::Standard => Some(&STANDARD_ACTS.0),
            Self::Fast => None,
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
