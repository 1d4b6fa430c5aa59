//! Country codes: who an actor is of, or what kind of body it is where it is of no country.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::vocabulary::{UnknownWord, country_rows};

/// A three-letter code of `countries.tsv`: ISO 3166-1 alpha-3, or one of PLOVER's for bodies of no country.
///
/// There is no value of this type that is not in the table.
///
/// ```
/// use plover::CountryCode;
/// let iraq: CountryCode = "IRQ".parse().unwrap();
/// assert_eq!((iraq.name(), iraq.cow()), ("Iraq", Some(645)));
/// assert!(!CountryCode::parse("NGO").unwrap().is_country());
/// assert_eq!(CountryCode::parse("irq"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode(u16);

/// The number of each code, by its letters: records and tables are full of codes.
static BY_LETTERS: [u16; 26 * 26 * 26] = {
    let rows = country_rows();
    let mut all = [u16::MAX; 26 * 26 * 26];
    let mut row = 0_u16;
    while (row as usize) < rows.len() {
        if let Some(code) = rows[row as usize].0.as_bytes().first_chunk()
            && let Some(place) = place(*code)
        {
            all[place] = row;
        }
        row += 1;
    }
    all
};

/// Where the number of a code stands; nowhere, if it is not of capital letters.
const fn place([a, b, c]: [u8; 3]) -> Option<usize> {
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase()) {
        return None;
    }
    let place = ((a - b'A') as usize * 26 + (b - b'A') as usize) * 26 + (c - b'A') as usize;
    Some(place)
}

impl CountryCode {
    /// The code with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.as_bytes().try_into().ok()?;
        let number = *BY_LETTERS.get(place(code)?)?;
        (number != u16::MAX).then_some(Self(number))
    }

    /// Every code, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).take(country_rows().len()).map(Self)
    }

    /// Three capital letters.
    pub const fn as_str(self) -> &'static str {
        country_rows()[self.0 as usize].0
    }

    /// The usual English name.
    pub const fn name(self) -> &'static str {
        country_rows()[self.0 as usize].1
    }

    /// Correlates of War number, where there is one.
    pub const fn cow(self) -> Option<u16> {
        country_rows()[self.0 as usize].2
    }

    /// FIPS 10-4, two letters, where there is one; it is not ISO's.
    ///
    /// ```
    /// let fips = |code| plover::CountryCode::parse(code).and_then(plover::CountryCode::fips);
    /// assert_eq!((fips("CHE"), fips("UNO")), (Some("SZ"), None));
    /// ```
    pub fn fips(self) -> Option<&'static str> {
        Some(country_rows()[self.0 as usize].3).filter(|f| !f.is_empty())
    }

    /// Whether it is a state or territory, rather than one of the codes for bodies of none.
    pub fn is_country(self) -> bool {
        !matches!(
            self.as_str(),
            "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC"
        )
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for CountryCode {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::parse(text).ok_or_else(|| UnknownWord::new("country code", text))
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
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_three_capitals_and_found() {
        for code in CountryCode::all() {
            let text = code.as_str();
            assert!(text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()));
            assert_eq!(text.parse(), Ok(code));
        }
        for wrong in ["XYZ", "", "IR", "IRQ "] {
            assert_eq!(CountryCode::parse(wrong), None);
        }
    }

    #[test]
    fn the_manuals_additions_and_bodies_are_there() {
        for text in ["ATA", "HKG", "PSE", "KOS", "TWN"] {
            assert!(CountryCode::parse(text).is_some_and(CountryCode::is_country));
        }
        for text in ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"] {
            assert!(CountryCode::parse(text).is_some_and(|c| !c.is_country()));
        }
    }

    #[test]
    fn cow_numbers_are_those_of_the_195_members() {
        let numbers: Vec<u16> = CountryCode::all().filter_map(CountryCode::cow).collect();
        let once: BTreeSet<u16> = numbers.iter().copied().collect();
        assert_eq!((numbers.len(), once.len()), (195, 195));
    }

    #[test]
    fn fips_codes_are_of_one_country_each() {
        let codes: Vec<&str> = CountryCode::all().filter_map(CountryCode::fips).collect();
        let once: BTreeSet<&str> = codes.iter().copied().collect();
        assert_eq!(codes.len(), once.len());
        assert!(codes.iter().all(|c| c.len() == 2));
        for state in CountryCode::all().filter(|c| c.cow().is_some()) {
            assert!(state.fips().is_some(), "{state}");
        }
    }
}
