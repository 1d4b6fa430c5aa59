//! Which places have this name? The embedded gazetteer, read where it lies.
//!
//! Countries, first- and second-level divisions and towns come from `GeoNames` (`data/places/gazetteer.bin`, written by
//! `pack`); continents, seas, mountains, rivers and regions of no office from a table (`data/places/regions.tsv`).
//! Nothing is unpacked when the process starts: a look-up walks a transducer of names and reads a dozen bytes.

use std::sync::LazyLock;

use fst::raw::{Node, Output};
use plover::CountryCode;

use super::pack::{DIVISION, FEATURES, MAGIC, NONE, PLACE, STEPS, STRIDE};
use super::spelling::key;
use crate::table::WordMap;

static BYTES: &[u8] = include_bytes!("../../data/places/gazetteer.bin");
static REGIONS: &str = include_str!("../../data/places/regions.tsv");
static NAMES: &str = include_str!("../../data/places/names.tsv");
static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::open);

/// The places that are known.
#[derive(Debug)]
pub struct Gazetteer {
    places: &'static [u8],
    divisions: &'static [u8],
    starts: &'static [u8],
    names: &'static [u8],
    lists: &'static [u8],
    keys: fst::Map<&'static [u8]>,
    regions: Vec<Region>,
    /// Places by the names of the two tables; none by what such names begin with, cut behind each word.
    more_names: WordMap<Vec<PlaceId>>,
    /// The place of each country, by code.
    countries: Vec<(CountryCode, u32)>,
}

/// A place of the table of regions.
#[derive(Debug)]
struct Region {
    name: &'static str,
    feature: &'static str,
    point: (f64, f64),
    countries: Vec<CountryCode>,
    /// How likely it is meant, as people are for towns.
    weight: f64,
}

/// A place of the gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(u32);

/// The countries of a place: mostly one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Countries<'g> {
    one: Option<CountryCode>,
    more: &'g [CountryCode],
}

impl Countries<'_> {
    pub(super) fn iter(&self) -> impl Iterator<Item = CountryCode> {
        self.one.into_iter().chain(self.more.iter().copied())
    }

    pub(super) fn contains(&self, code: CountryCode) -> bool {
        self.one == Some(code) || self.more.contains(&code)
    }

    pub(super) fn count(&self) -> usize {
        self.one.iter().count() + self.more.len()
    }
}

/// A name looked up word by word: what was walked for its first words is not walked again for the next.
#[derive(Debug, Clone)]
pub(super) struct Walk<'g> {
    gazetteer: &'g Gazetteer,
    words: String,
    /// Where they lead; nowhere, if no name begins so.
    at: Option<(Node<'g>, Output)>,
}

/// What a [`Walk`] came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    /// Whether a name of these words is known, or one that goes on behind them.
    pub(super) begins: bool,
    /// What the transducer has for the name.
    pub(super) value: Option<u64>,
}

impl Walk<'_> {
    /// Go to these words, in their normal form.
    pub(super) fn to(&mut self, words: &str) -> Reached {
        let gazetteer = self.gazetteer;
        let rest = words.strip_prefix(&*self.words).unwrap_or_else(|| {
            self.words.clear();
            self.at = Some(gazetteer.start());
            words
        });
        self.words.push_str(rest);
        let names = gazetteer.keys.as_fst();
        self.at = self.at.and_then(|at| {
            rest.bytes().try_fold(at, |(node, out), byte| {
                let next = node.transition(node.find_input(byte)?);
                Some((names.node(next.addr), out.cat(next.out)))
            })
        });
        let end = self.at.filter(|(node, _)| node.is_final());
        // Behind them the name ends, or another word follows.
        let goes_on = |(node, _): (Node<'_>, Output)| node.find_input(b' ').is_some();
        Reached {
            begins: end.is_some()
                || self.at.is_some_and(goes_on)
                || gazetteer.more_names.get(words).is_some(),
            value: end.map(|(node, out)| out.cat(node.final_output()).value()),
        }
    }
}

/// Where the numbers of regions start: behind all others.
const REGION: u32 = 1 << 24;

impl Gazetteer {
    /// The gazetteer shipped with Legation.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    fn open() -> Self {
        let section = |i: usize| {
            let end = |i: usize| number(BYTES, MAGIC.len() + 4 * i, 4) as usize;
            let start = if i == 0 {
                MAGIC.len() + 4 * 6
            } else {
                end(i - 1)
            };
            BYTES.get(start..end(i)).unwrap_or_default()
        };
        debug_assert!(BYTES.starts_with(MAGIC), "the file is of this version");
        let mut all = Self {
            places: section(0),
            divisions: section(1),
            starts: section(2),
            names: section(3),
            lists: section(4),
            // The file is our own and a test opens it; should it ever not be one, no name is found.
            keys: fst::Map::new(section(5)).unwrap_or_else(|_| empty()),
            regions: Vec::new(),
            more_names: WordMap::default(),
            countries: Vec::new(),
        };
        // Countries stand first.
        let first = (0..).map_while(|i| Some(PlaceId(i)).filter(|&p| all.code(p) == "PCL"));
        all.countries = first.filter_map(|p| Some((all.country(p)?, p.0))).collect();
        all.countries.sort_unstable();
        for (i, row) in plover::codegen::rows(REGIONS).enumerate() {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let coordinate = |i: usize| cell(i).parse().unwrap_or_default();
            for name in std::iter::once(cell(0)).chain(cell(1).split(';')) {
                if !name.is_empty() {
                    let region = REGION + u32::try_from(i).unwrap_or_default();
                    all.add_name(&key(name), PlaceId(region));
                }
            }
            all.regions.push(Region {
                name: row[0],
                feature: cell(2),
                point: (coordinate(3), coordinate(4)),
                countries: cell(5).split(' ').filter_map(CountryCode::parse).collect(),
                weight: coordinate(6),
            });
        }
        for row in plover::codegen::rows(NAMES) {
            let &[name, of, code, country] = row.as_slice() else {
                continue;
            };
            let is = |p: PlaceId| {
                let here = all.country(p).is_some_and(|c| c.as_str() == country);
                here && all.code(p) == code
            };
            let meant = all.named(of).into_iter().map(|n| n.0).find(|&p| is(p));
            if let Some(place) = meant {
                all.add_name(&key(name), place);
            }
        }
        all
    }

    fn add_name(&mut self, key: &str, place: PlaceId) {
        self.more_names.entry(key).push(place);
        let mut start = key;
        while let Some((shorter, _)) = start.rsplit_once(' ') {
            start = shorter;
            self.more_names.entry(start);
        }
    }

    /// A look-up that has not begun.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            gazetteer: self,
            words: String::new(),
            at: Some(self.start()),
        }
    }

    fn start(&self) -> (Node<'_>, Output) {
        (self.keys.as_fst().root(), Output::zero())
    }

    /// The places with this name, and whether it is only one of their other names.
    pub fn named(&self, name: &str) -> Vec<(PlaceId, bool)> {
        self.by_key(&key(name))
    }

    /// The places with a name of this normal form.
    pub(super) fn by_key(&self, key: &str) -> Vec<(PlaceId, bool)> {
        self.posted(key, self.keys.get(key))
    }

    /// The same, where it is known what the transducer has for the name.
    pub(super) fn posted(&self, key: &str, value: Option<u64>) -> Vec<(PlaceId, bool)> {
        let mut all: Vec<(PlaceId, bool)> = self
            .more_names
            .get(key)
            .into_iter()
            .flatten()
            .map(|&place| (place, false))
            .collect();
        let one = |posted: u32| (PlaceId(posted >> 1), posted & 1 == 1);
        match value {
            None => {}
            Some(value) if value & 1 == 0 => {
                all.extend(u32::try_from(value >> 1).ok().map(one));
            }
            Some(value) => {
                let at = usize::try_from(value >> 1).unwrap_or(usize::MAX);
                let count = self.lists.get(at).copied().unwrap_or_default();
                let posted = (0..usize::from(count)).map(|i| number(self.lists, at + 1 + 3 * i, 3));
                all.extend(posted.map(one));
            }
        }
        all
    }

    /// The place of a country.
    pub fn of_country(&self, code: CountryCode) -> Option<PlaceId> {
        let at = self.countries.binary_search_by_key(&code, |c| c.0).ok()?;
        Some(PlaceId(self.countries[at].1))
    }

    /// Whether it is a place of the table of regions, seas and heights.
    pub(super) fn is_region(&self, place: PlaceId) -> bool {
        self.region(place).is_some()
    }

    fn region(&self, place: PlaceId) -> Option<&Region> {
        self.regions.get(place.0.checked_sub(REGION)? as usize)
    }

    fn cell(&self, place: PlaceId, at: usize, bytes: usize) -> u32 {
        number(self.places, place.0 as usize * PLACE + at, bytes)
    }

    /// Its name.
    pub fn name(&self, place: PlaceId) -> &'static str {
        if let Some(region) = self.region(place) {
            return region.name;
        }
        let index = place.0 as usize;
        let mut at = number(self.starts, index / STRIDE * 4, 4) as usize;
        for _ in 0..index % STRIDE {
            at += 1 + usize::from(self.names.get(at).copied().unwrap_or_default());
        }
        let len = usize::from(self.names.get(at).copied().unwrap_or_default());
        let name = self.names.get(at + 1..at + 1 + len).unwrap_or_default();
        std::str::from_utf8(name).unwrap_or_default()
    }

    /// Its latitude and longitude, to four places.
    pub fn point(&self, place: PlaceId) -> (f64, f64) {
        if let Some(region) = self.region(place) {
            return region.point;
        }
        let (low, mid, high) = (
            self.cell(place, 0, 2),
            self.cell(place, 2, 1),
            self.cell(place, 3, 2),
        );
        let degrees = |steps: u32, round: f64| {
            let exact = (f64::from(steps) / STEPS - 0.5) * round;
            (exact * 10_000.0).round() / 10_000.0
        };
        let lat = degrees(low | (mid & 0xf) << 16, 180.0);
        (lat, degrees(mid >> 4 | high << 4, 360.0))
    }

    /// Its `GeoNames` id, where it is known.
    pub fn geonameid(&self, place: PlaceId) -> Option<u32> {
        let id = self.region(place).is_none().then(|| self.cell(place, 5, 3));
        id.filter(|&id| id > 0)
    }

    /// Logarithm to the base of ten of the people there; of regions how likely they are meant, on the same scale.
    pub(crate) fn size(&self, place: PlaceId) -> f64 {
        match self.region(place) {
            Some(region) => region.weight,
            None => f64::from(self.cell(place, 8, 1)) / 10.0,
        }
    }

    /// `GeoNames` code of what it is: `PPL`, `ADM1`, `SEA`.
    pub fn code(&self, place: PlaceId) -> &'static str {
        match self.region(place) {
            Some(region) => region.feature,
            None => {
                let missing = FEATURES.len();
                let number = match self.places.get(place.0 as usize * PLACE + 11) {
                    Some(&number) => usize::from(number),
                    None => missing,
                };
                FEATURES.get(number).copied().unwrap_or_default()
            }
        }
    }

    /// `GeoNames` class of what it is: `P` a town, `A` a division, `H` water, `T` heights, `L` an area.
    pub fn class(&self, place: PlaceId) -> &'static str {
        match self.code(place) {
            "PCL" | "ADM1" | "ADM2" => "A",
            "PPL" | "PPLA" | "PPLC" | "PPLX" => "P",
            "SEA" | "OCN" | "GULF" | "BAY" | "STRT" | "CHN" | "LK" | "STM" | "CNL" | "SD" => "H",
            "MTS" | "MT" | "ISL" | "ISLS" | "PEN" | "DSRT" | "VAL" | "CAPE" | "PLN" | "UPLD"
            | "PASS" | "DLTA" => "T",
            "AIRB" | "INSM" => "S",
            _ => "L",
        }
    }

    fn division(&self, place: PlaceId) -> Option<&[u8]> {
        self.region(place).is_none().then_some(())?;
        let at = self.cell(place, 9, 2) as usize * DIVISION;
        self.divisions.get(at..at + DIVISION)
    }

    /// The country it lies in, if in one.
    pub fn country(&self, place: PlaceId) -> Option<CountryCode> {
        if let Some(region) = self.region(place) {
            return Some(region.countries.as_slice())
                .filter(|c| c.len() == 1)
                .map(|c| c[0]);
        }
        let code = self.division(place)?.get(..3)?;
        CountryCode::parse(std::str::from_utf8(code).ok()?)
    }

    /// The countries it lies in or touches.
    pub(super) fn countries(&self, place: PlaceId) -> Countries<'_> {
        match self.region(place) {
            Some(region) => Countries {
                one: None,
                more: &region.countries,
            },
            None => Countries {
                one: self.country(place),
                more: &[],
            },
        }
    }

    /// The first-level division it lies in, or is.
    pub fn first(&self, place: PlaceId) -> Option<PlaceId> {
        self.level(place, 3)
    }

    /// The second-level division it lies in, or is.
    pub fn second(&self, place: PlaceId) -> Option<PlaceId> {
        self.level(place, 6)
    }

    fn level(&self, place: PlaceId, at: usize) -> Option<PlaceId> {
        let found = number(self.division(place)?, at, 3);
        (found != NONE).then_some(PlaceId(found))
    }

    /// Whether a place lies in another, a country or a division.
    pub(super) fn lies_in(&self, place: PlaceId, other: PlaceId) -> bool {
        place != other
            && match self.code(other) {
                "PCL" => self
                    .country(other)
                    .is_some_and(|c| self.countries(place).contains(c)),
                "ADM1" => self.first(place) == Some(other),
                "ADM2" => self.second(place) == Some(other),
                _ => false,
            }
    }
}

fn empty() -> fst::Map<&'static [u8]> {
    static NOTHING: LazyLock<Vec<u8>> =
        LazyLock::new(|| fst::MapBuilder::memory().into_inner().unwrap_or_default());
    #[expect(clippy::expect_used, reason = "it was made in the line above")]
    fst::Map::new(NOTHING.as_slice()).expect("an empty map")
}

/// A number of some bytes, the lowest first; 0 behind the end.
fn number(bytes: &[u8], at: usize, len: usize) -> u32 {
    let cell = bytes.get(at..at + len).unwrap_or_default();
    cell.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b))
}

/// Kilometres between two points, by great circle.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (lat, other) = (a.0.to_radians(), b.0.to_radians());
    let (north, east) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let half = |x: f64| libm::sin(x / 2.0) * libm::sin(x / 2.0);
    let chord = half(north) + libm::cos(lat) * libm::cos(other) * half(east);
    2.0 * RADIUS * libm::asin(chord.clamp(0.0, 1.0).sqrt())
}
