//! What do some happenings add up to? Counts by quad, cooperation and conflict apart, scores.
//!
//! Scores are kept in hundredths, as whole numbers: sums are exact, and no order changes them.

use plover::{EventType, Quad, crosswalk};

use crate::ledger::Act;

/// How much a happening weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The size of its PLOVER score.
    #[default]
    Score,
    /// 1.
    Count,
}

impl Weight {
    /// In hundredths.
    pub(crate) fn of(self, act: &Act) -> i64 {
        match self {
            Self::Score => i64::from(act.score).abs(),
            Self::Count => 100,
        }
    }
}

/// The sum of happenings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Happenings.
    pub happenings: u32,
    /// Mentions of them.
    pub mentions: u32,
    /// Happenings by quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [u32; 4],
    cooperation: i64,
    conflict: i64,
    plover: i64,
    goldstein: i64,
}

impl Tally {
    pub(crate) fn add(&mut self, act: &Act, mentions: usize, weight: Weight) {
        self.happenings += 1;
        self.mentions += u32::try_from(mentions).unwrap_or(u32::MAX);
        self.quads[usize::from(act.quad.code()) - 1] += 1;
        if act.quad.is_conflict() {
            self.conflict += weight.of(act);
        } else {
            self.cooperation += weight.of(act);
        }
        self.plover += i64::from(act.score);
        self.goldstein += goldstein(act.event);
    }

    /// Weight of what was cooperation.
    pub fn cooperation(&self) -> f64 {
        self.cooperation as f64 / 100.0
    }

    /// Weight of what was conflict.
    pub fn conflict(&self) -> f64 {
        self.conflict as f64 / 100.0
    }

    /// Net cooperation, −1 to 1; none where nothing weighs.
    pub fn net(&self) -> Option<f64> {
        net(self.cooperation, self.conflict)
    }

    /// Sum of PLOVER scores.
    pub fn plover(&self) -> f64 {
        self.plover as f64 / 100.0
    }

    /// Sum of Goldstein scores, each that of the type's CAMEO root.
    pub fn goldstein(&self) -> f64 {
        self.goldstein as f64 / 100.0
    }

    /// Mean of a sum.
    pub fn mean(&self, sum: f64) -> Option<f64> {
        (self.happenings > 0).then(|| sum / f64::from(self.happenings))
    }
}

/// (cooperation − conflict) / (cooperation + conflict).
pub(crate) fn net(cooperation: i64, conflict: i64) -> Option<f64> {
    let all = cooperation + conflict;
    (all > 0).then(|| (cooperation - conflict) as f64 / all as f64)
}

/// Goldstein's score of a type, in hundredths.
fn goldstein(event: EventType) -> i64 {
    static SCORES: std::sync::LazyLock<Vec<i64>> = std::sync::LazyLock::new(|| {
        let score = |e: &EventType| crosswalk::goldstein(crosswalk::root(*e)).unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "scores lie between -10 and 10"
        )]
        let whole = |e: &EventType| (score(e) * 100.0).round() as i64;
        EventType::ALL.iter().map(whole).collect()
    });
    SCORES.get(event as usize).copied().unwrap_or(0)
}

/// Which side a quad is on: 0 cooperation, 1 conflict.
pub(crate) const fn side(quad: Quad) -> usize {
    if quad.is_conflict() { 1 } else { 0 }
}
