//! Writes the gazetteer's file: rows of a table to one run of bytes that is read where it lies.
//!
//! Run by `cargo xtask gazetteer` when the sources change; the layout stands here, its reader in `gazetteer`.
//!
//! | section | what |
//! |---|---|
//! | head | [`MAGIC`], then number and offset of each section below, 32 bits each |
//! | places | [`PLACE`] bytes each: point, GeoNames id, population, division, feature |
//! | divisions | [`DIVISION`] bytes each: country, place of the first-level and of the second-level division |
//! | starts | offset of the name of every [`STRIDE`]th place, 32 bits |
//! | names | a length and the letters, in the order of the places |
//! | lists | places that share a name: how many, then 24 bits each |
//! | keys | a finite-state transducer from names in normal form to a place or a list |

use std::collections::BTreeMap;

use super::spelling::{key, variants};

pub(super) const MAGIC: &[u8; 8] = b"LGPLACE1";
/// Bytes of a place.
pub(super) const PLACE: usize = 12;
/// Bytes of a division.
pub(super) const DIVISION: usize = 9;
/// Names between two offsets.
pub(super) const STRIDE: usize = 16;
/// No place.
pub(super) const NONE: u32 = 0xff_ffff;
/// Steps in which latitudes and longitudes are counted: 20 bits, under 20 metres for the one, 40 for the other.
pub(super) const STEPS: f64 = (1 << 20) as f64 - 1.0;
/// Codes of features, as the places name them by number.
pub(super) const FEATURES: &[&str] = &["PCL", "ADM1", "ADM2", "PPL", "PPLA", "PPLC"];

/// A place on its way into the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// `GeoNames` code of the feature: `PCL ADM1 ADM2 PPL PPLA PPLC`.
    pub feature: String,
    /// `GeoNames` id; 0 if it is not known.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Latitude and longitude.
    pub point: (f64, f64),
    /// People.
    pub population: u64,
    /// Code of its country, three letters.
    pub country: String,
    /// Code of its first-level division, within the country.
    pub first: String,
    /// Code of its second-level division, within the first.
    pub second: String,
    /// Other names.
    pub others: Vec<String>,
}

impl Row {
    /// A line of the table that `training/places.py` writes.
    pub fn parse(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[
            feature,
            id,
            name,
            lat,
            lon,
            population,
            country,
            first,
            second,
            others,
        ] = cells.as_slice()
        else {
            return None;
        };
        FEATURES.contains(&feature).then_some(())?;
        Some(Self {
            feature: feature.to_owned(),
            id: id.parse().ok().filter(|&id| id < 1 << 24)?,
            name: name.to_owned(),
            point: (lat.parse().ok()?, lon.parse().ok()?),
            population: population.parse().ok()?,
            country: Some(country).filter(|c| c.len() == 3)?.to_owned(),
            first: first.to_owned(),
            second: second.to_owned(),
            others: others
                .split(';')
                .filter(|o| !o.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// The file of these places; a place's number is that of its row.
pub fn pack(rows: &[Row]) -> Result<Vec<u8>, fst::Error> {
    let number = |i: usize| u32::try_from(i).unwrap_or(NONE);
    let mut levels: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        match row.feature.as_str() {
            "ADM1" => levels.insert((&row.country, &row.first, ""), number(i)),
            "ADM2" => levels.insert((&row.country, &row.first, &row.second), number(i)),
            _ => None,
        };
    }
    let mut divisions: BTreeMap<(&str, &str, &str), u16> = BTreeMap::new();
    for row in rows {
        divisions.insert((&row.country, &row.first, &row.second), 0);
    }
    let mut division_bytes = Vec::new();
    for (i, (place, at)) in divisions.iter_mut().enumerate() {
        *at = u16::try_from(i).unwrap_or(u16::MAX);
        let (country, first, second) = *place;
        division_bytes.extend(country.as_bytes());
        for (level, code) in [((country, first, ""), first), (*place, second)] {
            let found = levels.get(&level).filter(|_| !code.is_empty());
            push(&mut division_bytes, found.copied().unwrap_or(NONE), 3);
        }
    }
    let (mut places, mut starts, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let (lat, lon) = (steps(row.point.0, 180.0), steps(row.point.1, 360.0));
        push(&mut places, lat & 0xffff, 2);
        push(&mut places, lat >> 16 | (lon & 0xf) << 4, 1);
        push(&mut places, lon >> 4, 2);
        push(&mut places, row.id, 3);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a logarithm of a count, times ten"
        )]
        places.push((10.0 * libm::log10(row.population as f64 + 1.0)) as u8);
        let division = (
            row.country.as_str(),
            row.first.as_str(),
            row.second.as_str(),
        );
        push(&mut places, u32::from(divisions[&division]), 2);
        let feature = FEATURES.iter().position(|f| *f == row.feature);
        places.push(u8::try_from(feature.unwrap_or_default()).unwrap_or_default());
        if i % STRIDE == 0 {
            push(&mut starts, number(names.len()), 4);
        }
        let name: String = row.name.chars().take(60).collect();
        names.push(u8::try_from(name.len()).unwrap_or_default());
        names.extend(name.as_bytes());
        let division_name = row.feature.starts_with("ADM");
        let own = variants(&key(&row.name), division_name);
        let posted = |alias: u32| number(i) << 1 | alias;
        for key in &own {
            keys.entry(key.clone()).or_default().push(posted(0));
        }
        for other in row
            .others
            .iter()
            .flat_map(|o| variants(&key(o), division_name))
        {
            let list = keys.entry(other).or_default();
            if !list.iter().any(|p| p >> 1 == number(i)) {
                list.push(posted(1));
            }
        }
    }
    let mut lists = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, mut posted) in keys.into_iter().filter(|(key, _)| !key.is_empty()) {
        posted.dedup();
        // The largest places first, should there be more than fit.
        posted.sort_by_key(|p| std::cmp::Reverse(rows[(p >> 1) as usize].population));
        posted.truncate(usize::from(u8::MAX));
        let value = if let [one] = posted[..] {
            u64::from(one) << 1
        } else {
            let at = lists.len() as u64;
            lists.push(u8::try_from(posted.len()).unwrap_or(u8::MAX));
            for p in posted {
                push(&mut lists, p, 3);
            }
            at << 1 | 1
        };
        builder.insert(key, value)?;
    }
    let keys = builder.into_inner()?;
    let sections = [&places, &division_bytes, &starts, &names, &lists, &keys];
    let mut out = MAGIC.to_vec();
    let mut at = MAGIC.len() + 4 * sections.len();
    for section in sections {
        at += section.len();
        push(&mut out, number_of_bytes(at), 4);
    }
    for section in sections {
        out.extend(section);
    }
    Ok(out)
}

fn number_of_bytes(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A coordinate in steps.
fn steps(degrees: f64, round: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and STEPS"
    )]
    let steps = ((degrees / round + 0.5).clamp(0.0, 1.0) * STEPS).round() as u32;
    steps
}

/// The lowest bytes of a number, lowest first.
fn push(out: &mut Vec<u8>, value: u32, bytes: usize) {
    out.extend(value.to_le_bytes().into_iter().take(bytes));
}
