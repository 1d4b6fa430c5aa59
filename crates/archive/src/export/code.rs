//! CAMEO codes that rules have of their own: evidence names the rule, and the archive keeps the rules of each coding.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use coder::codebook::Codebook;
use plover::Event;
use plover::crosswalk::{self, Cameo};
use rusqlite::{OptionalExtension as _, Result};

use crate::engine::Material;
use crate::store::Archive;

/// By coding, the codes of its rules; read when the first record of a coding is met.
#[derive(Debug, Default)]
pub(super) struct Codes(BTreeMap<i64, BTreeMap<String, String>>);

impl Codes {
    /// The code of the rule that named an act, where it has one of the act's type.
    pub(super) fn of(
        &mut self,
        archive: &Archive,
        coding: i64,
        event: &Event,
    ) -> Result<Option<Cameo>> {
        let named = event.evidence.iter().find(|e| e.field == "event");
        let Some(named) = named else { return Ok(None) };
        let codes = match self.0.entry(coding) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(read(archive, coding)?),
        };
        let code = codes.get(&named.rule);
        Ok(code.and_then(|code| crosswalk::own(code, event.event)))
    }
}

fn read(archive: &Archive, coding: i64) -> Result<BTreeMap<String, String>> {
    let material: Option<String> = archive
        .connection
        .prepare_cached("SELECT material FROM coding WHERE n = ?")?
        .query_row([coding], |r| r.get(0))
        .optional()?;
    let material: Material =
        serde_json::from_str(&material.unwrap_or_default()).unwrap_or_default();
    let files = material.codebook.iter();
    let files: Vec<(&str, &str)> = files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    // What of another program's rules cannot be read has no codes.
    let (codebook, _) = Codebook::read(&files);
    let codes = codebook.rules().iter();
    Ok(codes
        .filter_map(|rule| Some((rule.id.clone(), rule.cameo.clone()?)))
        .collect())
}
