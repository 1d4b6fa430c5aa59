//! The happenings behind a figure, with the ids of their records and the sentence of the one that speaks for them.

use std::collections::BTreeMap;

use network::ledger::{Counts, Ledger};
use plover::Event;
use serde::Serialize;

use crate::output;

/// A happening as figures name it.
#[derive(Debug, Serialize)]
pub(crate) struct Happening {
    #[serde(rename = "happening", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) event: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) mode: Vec<String>,
    pub(crate) events: Vec<String>,
    pub(crate) text: String,
}

impl Happening {
    /// That of these records, the first of which speaks.
    pub(crate) fn of(records: &BTreeMap<u32, Event>, keys: &[u32]) -> Option<Self> {
        let first = records.get(keys.first()?)?;
        let mut events: Vec<String> = keys
            .iter()
            .filter_map(|k| records.get(k))
            .map(|e| e.id.clone())
            .collect();
        events.sort_unstable();
        events.dedup();
        Some(Self {
            id: first.happening.clone(),
            date: first.date.clone(),
            event: first.event.to_string(),
            mode: first.mode.iter().map(ToString::to_string).collect(),
            events,
            text: first.text_info.text.clone(),
        })
    }

    /// On one line.
    pub(crate) fn line(&self) -> String {
        const LONGEST: usize = 100;
        let date = self.date.as_deref().unwrap_or("-");
        let event = [self.event.as_str()]
            .into_iter()
            .chain(self.mode.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ");
        let more = match self.events.len() {
            0 | 1 => String::new(),
            n => format!(" +{}", n - 1),
        };
        let id = self.events.first().map_or("", String::as_str);
        let mut text: String = self.text.chars().take(LONGEST).collect();
        if self.text.chars().count() > LONGEST {
            text.push('…');
        }
        format!("{date}  {event:<18} {id}{more}  {text}")
            .trim_end()
            .to_owned()
    }
}

/// Say what was not counted.
pub(crate) fn tell(counts: &Counts) {
    let parts = [
        (counts.other_status, "of another status"),
        (counts.unsure, "less sure"),
        (counts.undated, "undated"),
        (counts.outside, "outside of the window or too vaguely dated"),
        (counts.one_sided, "without two actors known at this level"),
    ];
    let left: Vec<String> = parts
        .iter()
        .filter(|p| p.0 > 0)
        .map(|(n, why)| format!("{n} {why}"))
        .collect();
    if !left.is_empty() {
        output::note(&format!(
            "{} of {} events counted; left out: {}",
            counts.taken,
            counts.events,
            left.join(", ")
        ));
    }
}

/// Counts as they stand in JSON.
#[derive(Debug, Serialize)]
pub(crate) struct CountsReport {
    events: u64,
    taken: u64,
    other_status: u64,
    unsure: u64,
    undated: u64,
    outside: u64,
    one_sided: u64,
}

impl From<&Ledger> for CountsReport {
    fn from(ledger: &Ledger) -> Self {
        let c = &ledger.counts;
        Self {
            events: c.events,
            taken: c.taken,
            other_status: c.other_status,
            unsure: c.unsure,
            undated: c.undated,
            outside: c.outside,
            one_sided: c.one_sided,
        }
    }
}
