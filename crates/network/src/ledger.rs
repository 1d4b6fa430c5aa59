//! Which acts stand between which two actors? Events as small rows, gathered, sorted, each happening counted once.
//!
//! 1. a [`Gatherer`] takes outlines of records as they come, from a file or an archive, and keeps of each what counting
//!    needs: 32 bytes a dyad. Several gatherers on several cores are joined by [`Gatherer::absorb`];
//! 2. [`Gatherer::close`] sorts them into a [`Ledger`]: dyads in order of names, acts in an order of their own. From here
//!    on nothing depends on the order in which the events came;
//! 3. mentions of one happening in one dyad are one [`Act`]: the surest mention, of these the one dated best, speaks.
//!
//! An act with several actors and recipients stands between each of them. One of cooperation with several actors and no
//! recipient (both sides of talks are its actors, as PLOVER has it) stands between all its actors.

use std::collections::HashMap;

use plover::outline::{Outline, Party};
use plover::{Date, EventType, Quad, Status};

use crate::random::mix;

/// Who is an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// A country or a body of no country, by its code.
    #[default]
    Country,
    /// A code with its first sector: `IRN GOV`.
    Sector,
    /// A name.
    Actor,
}

/// What is taken from the events.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who is an actor.
    pub level: Level,
    /// Whether who acts and who is acted upon are told apart.
    pub directed: bool,
    /// Statuses that count; only what occurred, unless more is asked for.
    pub status: Vec<Status>,
    /// No earlier day.
    pub from: Option<Date>,
    /// No later day.
    pub to: Option<Date>,
    /// Leave out records less sure than this; a record without confidence stays.
    pub min_confidence: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::Country,
            directed: false,
            status: vec![Status::Occurred],
            from: None,
            to: None,
            min_confidence: 0.0,
        }
    }
}

/// How many events were taken, and why the others were not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Events seen.
    pub events: u64,
    /// Events that stand in a dyad.
    pub taken: u64,
    /// Of a status that was not asked for.
    pub other_status: u64,
    /// Less sure than asked for.
    pub unsure: u64,
    /// Without a date.
    pub undated: u64,
    /// Outside of the window, or known too vaguely to be surely within it.
    pub outside: u64,
    /// Without two actors that are known at this level.
    pub one_sided: u64,
}

/// One mention of an act between two actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// What stands for its happening: a hash of the id, so that it depends on nothing else.
    pub happening: u64,
    /// First day it may have been, in days since 1970.
    first: i32,
    dyad: u32,
    /// The caller's handle of the record.
    pub key: u32,
    /// Score in hundredths.
    pub score: i16,
    /// Days after the first that it may have been as well.
    span: u16,
    /// Type.
    pub event: EventType,
    /// Quad.
    pub quad: Quad,
    /// Records that tell of it, where the source has merged them already.
    mentions: u16,
    /// Confidence in hundredths; 100 where it was not measured.
    confidence: u8,
}

impl Act {
    /// First day it may have been.
    pub fn first(&self) -> Date {
        Date::from_days(self.first)
    }

    /// Last day it may have been.
    pub fn last(&self) -> Date {
        Date::from_days(self.first + i32::from(self.span))
    }

    /// Days since 1970 of its first day.
    pub(crate) const fn day(&self) -> i32 {
        self.first
    }

    /// The middle of the days it may have been, in days since 1970.
    pub(crate) const fn middle(&self) -> i32 {
        self.first + (self.span / 2) as i32
    }

    /// Which mention of a happening speaks for it: the surest, then the one dated best; then any fixed one.
    fn order(&self) -> impl Ord + use<> {
        (
            self.happening,
            u8::MAX - self.confidence,
            self.span,
            self.first,
            self.event,
            self.quad,
            self.score,
            self.key,
        )
    }
}

/// Takes events.
#[derive(Debug, Default)]
pub struct Gatherer {
    options: Options,
    names: HashMap<String, u32>,
    dyads: HashMap<(u32, u32), u32>,
    acts: Vec<Act>,
    /// Those of gatherers that were absorbed.
    full: Vec<Vec<Act>>,
    counts: Counts,
    sides: (Vec<u32>, Vec<u32>),
}

impl Gatherer {
    /// With these options.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    /// Take an event. `key` is what [`Act::key`] will say of it.
    pub fn add(&mut self, key: u32, event: &Outline<'_>) {
        self.add_merged(key, event, 1);
    }

    /// Take a happening that so many records tell of.
    pub fn add_merged(&mut self, key: u32, event: &Outline<'_>, mentions: usize) {
        self.counts.events += 1;
        if !self.options.status.contains(&event.status) {
            self.counts.other_status += 1;
            return;
        }
        let confidence = event.confidence.unwrap_or(1.0);
        if confidence < self.options.min_confidence {
            self.counts.unsure += 1;
            return;
        }
        let Some((first, last)) = event.date else {
            self.counts.undated += 1;
            return;
        };
        let (from, to) = (self.options.from, self.options.to);
        if from.is_some_and(|d| first < d) || to.is_some_and(|d| last > d) {
            self.counts.outside += 1;
            return;
        }
        let (mut actors, mut recipients) = std::mem::take(&mut self.sides);
        self.side(&event.actor, &mut actors);
        self.side(&event.recipient, &mut recipients);
        let joint = event.recipient.is_empty() && !event.quad.is_conflict();
        let happening = event
            .happening
            .as_deref()
            .map_or_else(|| hash(1, &event.id), |h| hash(2, h));
        let act = Act {
            happening,
            first: first.to_days(),
            dyad: 0,
            key,
            score: hundredths(event.scale),
            span: u16::try_from(last.to_days() - first.to_days()).unwrap_or(u16::MAX),
            event: event.event,
            quad: event.quad,
            mentions: u16::try_from(mentions).unwrap_or(u16::MAX),
            confidence: u8::try_from(hundredths(confidence.clamp(0.0, 1.0))).unwrap_or(100),
        };
        let before = self.acts.len();
        for (i, &a) in actors.iter().enumerate() {
            let others = if joint { &actors[i + 1..] } else { &recipients };
            for &b in others {
                self.between(a, b, act);
                if joint && self.options.directed {
                    self.between(b, a, act);
                }
            }
        }
        if self.acts.len() > before {
            self.counts.taken += 1;
        } else {
            self.counts.one_sided += 1;
        }
        self.sides = (actors, recipients);
    }

    fn between(&mut self, a: u32, b: u32, act: Act) {
        if a == b {
            return;
        }
        let pair = if self.options.directed {
            (a, b)
        } else {
            (a.min(b), a.max(b))
        };
        let next = u32::try_from(self.dyads.len()).unwrap_or(u32::MAX);
        let dyad = *self.dyads.entry(pair).or_insert(next);
        self.acts.push(Act { dyad, ..act });
    }

    /// The actors of one side, each once.
    fn side(&mut self, parties: &[Party<'_>], to: &mut Vec<u32>) {
        to.clear();
        for party in parties {
            let known = match (self.options.level, party.code) {
                (Level::Country, Some(code)) => self.name(code.as_str()),
                (Level::Sector, Some(code)) => match party.sector {
                    Some(sector) => self.name(&format!("{code} {sector}")),
                    None => self.name(code.as_str()),
                },
                (Level::Actor, _) if !party.name.is_empty() => self.name(&party.name),
                _ => continue,
            };
            if !to.contains(&known) {
                to.push(known);
            }
        }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.names.get(name) {
            return known;
        }
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.insert(name.to_owned(), next);
        next
    }

    /// Take over what another has gathered with the same options.
    pub fn absorb(&mut self, other: Self) {
        let mut names = vec![String::new(); other.names.len()];
        for (name, index) in sorted(other.names) {
            names[index as usize] = name;
        }
        let place: Vec<u32> = names.iter().map(|n| self.name(n)).collect();
        let mut dyads = vec![0; other.dyads.len()];
        for ((a, b), index) in sorted(other.dyads) {
            let (a, b) = (place[a as usize], place[b as usize]);
            let pair = if self.options.directed {
                (a, b)
            } else {
                (a.min(b), a.max(b))
            };
            let next = u32::try_from(self.dyads.len()).unwrap_or(u32::MAX);
            dyads[index as usize] = *self.dyads.entry(pair).or_insert(next);
        }
        for mut acts in other.full.into_iter().chain([other.acts]) {
            for act in &mut acts {
                act.dyad = dyads[act.dyad as usize];
            }
            // What stays must not hold room that was never used.
            acts.shrink_to_fit();
            self.full.push(acts);
        }
        let (ours, theirs) = (&mut self.counts, other.counts);
        ours.events += theirs.events;
        ours.taken += theirs.taken;
        ours.other_status += theirs.other_status;
        ours.unsure += theirs.unsure;
        ours.undated += theirs.undated;
        ours.outside += theirs.outside;
        ours.one_sided += theirs.one_sided;
    }

    /// Sort what was gathered.
    pub fn close(self) -> Ledger {
        // Names and dyads were numbered as they came; in the ledger they go by name.
        let by_name = sorted(self.names);
        let mut place = vec![0; by_name.len()];
        for (at, (_, index)) in (0..).zip(&by_name) {
            place[*index as usize] = at;
        }
        let names: Vec<String> = by_name.into_iter().map(|(name, _)| name).collect();
        let directed = self.options.directed;
        let mut pairs: Vec<((u32, u32), u32)> = sorted(self.dyads)
            .into_iter()
            .map(|((a, b), index)| {
                let (a, b) = (place[a as usize], place[b as usize]);
                (
                    if directed {
                        (a, b)
                    } else {
                        (a.min(b), a.max(b))
                    },
                    index,
                )
            })
            .collect();
        pairs.sort_unstable();
        let mut dyad = vec![0u32; pairs.len()];
        for (at, &(_, index)) in (0..).zip(&pairs) {
            dyad[index as usize] = at;
        }
        let chunks: Vec<Vec<Act>> = self.full.into_iter().chain([self.acts]).collect();
        let mut count = vec![0usize; pairs.len() + 1];
        for act in chunks.iter().flatten() {
            count[dyad[act.dyad as usize] as usize + 1] += 1;
        }
        for i in 1..count.len() {
            count[i] += count[i - 1];
        }
        let start = count.clone();
        let total = count.last().copied().unwrap_or(0);
        let nothing = Act {
            happening: 0,
            first: 0,
            dyad: 0,
            key: 0,
            score: 0,
            span: 0,
            event: EventType::Agree,
            quad: Quad::VerbalCooperation,
            mentions: 0,
            confidence: 0,
        };
        let mut acts = vec![nothing; total];
        for chunk in chunks {
            for act in chunk {
                let to = dyad[act.dyad as usize];
                let at = &mut count[to as usize];
                acts[*at] = Act { dyad: to, ..act };
                *at += 1;
            }
        }
        let dyads = pairs
            .iter()
            .zip(start.windows(2))
            .map(|(&((a, b), _), range)| Dyad {
                a,
                b,
                acts: (range[0], range[1]),
            })
            .collect();
        for range in start.windows(2) {
            acts[range[0]..range[1]].sort_unstable_by_key(Act::order);
        }
        Ledger {
            names,
            dyads,
            acts,
            counts: self.counts,
            directed,
        }
    }
}

/// What a map holds, in order.
fn sorted<K: Ord, V: Ord>(map: HashMap<K, V>) -> Vec<(K, V)> {
    let mut all: Vec<(K, V)> = map.into_iter().collect();
    all.sort_unstable();
    all
}

fn hundredths(x: f64) -> i16 {
    let x = (x * 100.0)
        .round()
        .clamp(f64::from(i16::MIN), f64::from(i16::MAX));
    #[expect(clippy::cast_possible_truncation, reason = "clamped to it")]
    let whole = x as i16;
    whole
}

/// A number for an id.
fn hash(seed: u64, text: &str) -> u64 {
    let mut sum = mix(seed ^ (text.len() as u64));
    for part in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        sum = mix(sum ^ u64::from_le_bytes(word));
    }
    sum
}

/// Two actors and the acts between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dyad {
    /// First, or who acts.
    pub a: u32,
    /// Second, or who is acted upon.
    pub b: u32,
    acts: (usize, usize),
}

/// Acts by dyad, in an order that is theirs.
#[derive(Debug)]
pub struct Ledger {
    names: Vec<String>,
    dyads: Vec<Dyad>,
    acts: Vec<Act>,
    /// What was taken and what not.
    pub counts: Counts,
    /// Whether who acts and who is acted upon are told apart.
    pub directed: bool,
}

impl Ledger {
    /// Names of the actors, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Name of an actor; empty where there is none of this index.
    pub fn name(&self, actor: u32) -> &str {
        self.names.get(actor as usize).map_or("", String::as_str)
    }

    /// First and last day of all acts.
    pub fn days(&self) -> Option<(Date, Date)> {
        let first = self.acts.iter().map(Act::first).min()?;
        let last = self.acts.iter().map(Act::last).max()?;
        Some((first, last))
    }

    /// The dyads, in order of the names of their actors.
    pub fn dyads(&self) -> &[Dyad] {
        &self.dyads
    }

    /// The dyad of two actors by name; where direction does not count, in either order.
    pub fn dyad(&self, a: &str, b: &str) -> Option<Dyad> {
        let place = |name: &str| {
            let at = self.names.binary_search_by(|n| n.as_str().cmp(name)).ok()?;
            u32::try_from(at).ok()
        };
        let (a, b) = (place(a)?, place(b)?);
        let pair = if self.directed {
            (a, b)
        } else {
            (a.min(b), a.max(b))
        };
        let at = self
            .dyads
            .binary_search_by_key(&pair, |d| (d.a, d.b))
            .ok()?;
        self.dyads.get(at).copied()
    }

    /// The happenings of a dyad: the mention that speaks for each, and how many there are.
    pub fn happenings(&self, dyad: Dyad) -> impl Iterator<Item = (&Act, usize)> {
        self.mentions(dyad).map(|m| (&m[0], records(m)))
    }

    /// The happenings of a dyad with all their mentions, the one that speaks first.
    pub fn mentions(&self, dyad: Dyad) -> impl Iterator<Item = &[Act]> {
        self.acts[dyad.acts.0..dyad.acts.1].chunk_by(|a, b| a.happening == b.happening)
    }
}

/// How many records tell of a happening with these mentions.
pub(crate) fn records(mentions: &[Act]) -> usize {
    mentions.iter().map(|m| usize::from(m.mentions)).sum()
}
