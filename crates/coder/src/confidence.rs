//! How sure a record is: the chance that its type, actor, recipient and status are all right, as records read by hand were.
//!
//! A logistic model over what is known of a record when it is made: what made it; what the network says of it; which
//! parties it has, of which sectors, and how they were found; how its status was read. The weights are data
//! (`data/confidence.tsv`).

use plover::{Entity, Event};

use crate::table::Table;

const DATA: &str = include_str!("../data/confidence.tsv");

/// How sure a record must be to be told. One that lacks a side tells less, and where it is wrong the text mostly names that
/// side somewhere; of those that the network filled or made, readers found six in ten right, however sure the rest is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Least {
    /// One whose rules say who acted and upon whom, or which two acted together.
    pub whole: f64,
    /// One that lacks a side, or has it from the network.
    pub half: f64,
}

impl Least {
    /// The same for both.
    pub const fn of_all(least: f64) -> Self {
        Self {
            whole: least,
            half: least,
        }
    }

    fn of(self, event: &Event) -> f64 {
        let guessed = |field| matches!(found_by(event, field), FILLED | RELATION);
        let named = matches!(sides(event), "both" | "actors");
        if named && !guessed("actor[0]") && !guessed("recipient[0]") {
            self.whole
        } else {
            self.half
        }
    }
}

impl Default for Least {
    fn default() -> Self {
        Self {
            whole: 0.6,
            half: 0.8,
        }
    }
}

/// `0.7`, or `0.7,0.85` for whole records and for half ones.
impl std::str::FromStr for Least {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, half) = text.split_once(',').unwrap_or((text, text));
        let number = |text: &str| {
            let p: Option<f64> = text.trim().parse().ok();
            p.filter(|p| (0.0..=1.0).contains(p))
                .ok_or_else(|| format!("'{text}' is no number from 0 to 1"))
        };
        Ok(Self {
            whole: number(whole)?,
            half: number(half)?,
        })
    }
}

impl std::fmt::Display for Least {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{}", self.whole, self.half)
    }
}

/// Why an event is not told: too few records like it were right.
pub(crate) fn unsure(event: &Event, least: Least) -> Option<String> {
    let least = least.of(event);
    let sure = event.confidence.filter(|c| *c < least)?;
    Some(format!(
        "of records like it only {:.0} in 100 were right, and {:.0} are asked for",
        sure * 100.0,
        least * 100.0
    ))
}

/// How evidence names the network where it filled a side.
pub(crate) const FILLED: &str = "network";

/// And where it says of two parties what one does to the other.
pub(crate) const RELATION: &str = "relation";

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

/// What is held of a record, as probabilities in the order of [`JUDGED`].
pub(crate) type Judged = [f32; 11];

/// The columns of [`Judged`]. The network: that a field is right, that all are; that these words are who acts and upon whom;
/// that it is this act, and became this. And that a pronoun stands for whom it was taken for; what is none is sure.
#[doc(hidden)]
pub const JUDGED: [&str; 11] = [
    "right type",
    "right status",
    "right actor",
    "right recipient",
    "right all",
    "words actor",
    "words recipient",
    "act type",
    "act status",
    "link actor",
    "link recipient",
];

/// The fitted weights: of records that the network judged, and of those that it did not.
#[derive(Debug)]
pub(crate) struct Confidence {
    judged: Weights,
    plain: Weights,
}

#[derive(Debug, Default)]
struct Weights {
    /// What a record weighs of which nothing else is known.
    base: f64,
    /// What each of [`JUDGED`] weighs, by how far its probability is from even.
    judged: [f64; JUDGED.len()],
    /// What each value of a column weighs.
    columns: Table<&'static str, Table<&'static str, f64>>,
}

impl Confidence {
    pub(crate) fn embedded() -> Self {
        let mut own = Self {
            judged: Weights::default(),
            plain: Weights::default(),
        };
        for row in plover::codegen::rows(DATA) {
            let &[of, column, value, weight] = row.as_slice() else {
                continue;
            };
            let Ok(weight) = weight.parse() else { continue };
            let weights = match of {
                "judged" => &mut own.judged,
                _ => &mut own.plain,
            };
            weights.set(column, value, weight);
        }
        own
    }

    /// How sure an event is, of which the network says `reading`.
    pub(crate) fn of(&self, event: &Event, made: Made, reading: Option<&Judged>) -> f64 {
        let weights = if reading.is_some() {
            &self.judged
        } else {
            &self.plain
        };
        let chance = 1.0 / (1.0 + libm::exp(-weights.sum(event, made, reading)));
        (chance * 100.0).round() / 100.0
    }
}

impl Weights {
    fn set(&mut self, column: &'static str, value: &'static str, weight: f64) {
        if column == "base" {
            self.base = weight;
        } else if let Some(at) = JUDGED.iter().position(|j| *j == column) {
            self.judged[at] = weight;
        } else {
            self.columns
                .entry(column)
                .or_default()
                .insert(value, weight);
        }
    }

    fn of(&self, column: &str, value: &str) -> f64 {
        let values = self.columns.get(column);
        values.and_then(|v| v.get(value)).copied().unwrap_or(0.0)
    }

    fn sum(&self, event: &Event, made: Made, reading: Option<&Judged>) -> f64 {
        let traits = [
            ("made", made.as_str()),
            ("sides", sides(event)),
            ("status", event.status.as_str()),
            ("read", read(event)),
            ("actor", found_by(event, "actor[0]")),
            ("recipient", found_by(event, "recipient[0]")),
            ("type", event.event.as_str()),
        ];
        let judged = reading.into_iter().flat_map(|reading| {
            let each = reading.iter().zip(&self.judged);
            each.map(|(p, weight)| logit(f64::from(*p)) * weight)
        });
        self.base
            + traits.iter().map(|(c, v)| self.of(c, v)).sum::<f64>()
            + judged.sum::<f64>()
            + sectors(&event.actor, |sector| self.of("actor sector", sector))
            + sectors(&event.recipient, |s| self.of("recipient sector", s))
    }
}

/// How far a probability is from even; what is all but sure is no surer than so.
pub fn logit(p: f64) -> f64 {
    let p = p.clamp(0.0025, 0.9975);
    libm::log(p / (1.0 - p))
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
        for weights in [&own.judged, &own.plain] {
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
            ] {
                assert!(weights.columns.contains_key(column), "{column}");
            }
            let values: usize = weights.columns.values().map(Table::len).sum();
            assert!(values > 30);
        }
        assert!(own.judged.judged.iter().any(|w| *w > 0.1));
        assert!(own.plain.judged.iter().all(|w| w.abs() < 1e-9));
    }
}
