//! How sure a record is: the chance that its type, actor, recipient and status are all right, as records read by hand were.
//!
//! A logistic model over what is known of a record when it is made: what made it, what the network says of its type, which
//! parties it has, of which sectors, and how they were found, how its status was read. The weights are data (`data/confidence.tsv`).

use plover::{Entity, Event};

use crate::table::Table;

const DATA: &str = include_str!("../data/confidence.tsv");

/// A record that is less sure than this is not told, unless it is asked for: it is clearly more likely wrong somewhere than right.
pub const LEAST: f64 = 0.35;

/// Why an event is not told: too few records like it were right.
pub(crate) fn unsure(event: &Event, least: f64) -> Option<String> {
    let sure = event.confidence.filter(|c| *c < least)?;
    Some(format!(
        "of records like it only {:.0} in 100 were right",
        sure * 100.0
    ))
}

/// Who made an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Rule,
    Network,
}

impl Made {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Network => "network",
        }
    }
}

/// The fitted weights.
#[derive(Debug)]
pub(crate) struct Confidence {
    /// What a record weighs of which nothing else is known.
    base: f64,
    /// The network's probabilities from which on another weight holds, rising.
    seen: Vec<(f32, f64)>,
    /// What each value of a column weighs.
    columns: Table<&'static str, Vec<(&'static str, f64)>>,
}

impl Confidence {
    pub(crate) fn embedded() -> Self {
        let mut own = Self {
            base: 0.0,
            seen: Vec::new(),
            columns: Table::default(),
        };
        for row in plover::codegen::rows(DATA) {
            let &[column, value, weight] = row.as_slice() else {
                continue;
            };
            let Ok(weight) = weight.parse() else { continue };
            match (column, value.parse()) {
                ("base", _) => own.base = weight,
                ("seen", Ok(least)) => own.seen.push((least, weight)),
                _ => own.columns.entry(column).or_default().push((value, weight)),
            }
        }
        own.seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        own
    }

    /// How sure an event is, of whose type the network says `p`, if it sees both parties.
    pub(crate) fn of(&self, event: &Event, made: Made, p: Option<f32>) -> f64 {
        let weight = |column: &str, value: &str| {
            let known = self.columns.get(column).into_iter().flatten();
            known
                .filter(|(v, _)| *v == value)
                .map(|(_, w)| *w)
                .sum::<f64>()
        };
        let seen = match p {
            None => weight("seen", "-"),
            Some(p) => {
                let step = self.seen.iter().rfind(|(least, _)| p >= *least);
                step.map_or(0.0, |(_, weight)| *weight)
            }
        };
        let sum = self.base
            + seen
            + weight("made", made.as_str())
            + weight("sides", sides(event))
            + weight("status", event.status.as_str())
            + weight("read", read(event))
            + weight("actor", found_by(event, "actor[0]"))
            + weight("recipient", found_by(event, "recipient[0]"))
            + weight("type", event.event.as_str())
            + sectors(&event.actor, |sector| weight("actor sector", sector))
            + sectors(&event.recipient, |sector| {
                weight("recipient sector", sector)
            });
        let chance = 1.0 / (1.0 + libm::exp(-sum));
        (chance * 100.0).round() / 100.0
    }
}

/// What the sectors of the first party of a side weigh.
fn sectors(side: &[Entity], weight: impl Fn(&str) -> f64) -> f64 {
    match side.first() {
        Some(party) if !party.sector.is_empty() => {
            party.sector.iter().map(|s| weight(s.as_str())).sum()
        }
        _ => weight("-"),
    }
}

fn sides(event: &Event) -> &'static str {
    match (event.actor.len(), event.recipient.len()) {
        (0, 0) => "none",
        (0, _) => "recipient",
        (1, 0) => "actor",
        (_, 0) => "actors",
        _ => "both",
    }
}

/// How the status was read: off the tense, a modal, or by a clause of the codebook.
fn read(event: &Event) -> &str {
    let rule = rule_of(event, "status").unwrap_or("-");
    match rule.strip_prefix("status:") {
        Some(why) if !why.starts_with(|c: char| c.is_ascii_digit()) => why,
        _ => "codebook",
    }
}

/// How a party was found: the last part of what its evidence says.
fn found_by<'e>(event: &'e Event, field: &str) -> &'e str {
    rule_of(event, field).map_or("-", |rule| rule.rsplit("; ").next().unwrap_or(rule))
}

fn rule_of<'e>(event: &'e Event, field: &str) -> Option<&'e str> {
    let own = event.evidence.iter().find(|e| e.field == field)?;
    Some(&own.rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_column() {
        let own = Confidence::embedded();
        for column in [
            "made",
            "sides",
            "status",
            "read",
            "actor",
            "recipient",
            "type",
            "actor sector",
            "recipient sector",
            "seen",
        ] {
            assert!(own.columns.contains_key(column), "{column}");
        }
        let values: usize = own.columns.values().map(Vec::len).sum();
        assert!(own.seen.len() > 3 && values > 30);
    }
}
