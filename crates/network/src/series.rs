//! How do two actors stand, period by period? Counts, net cooperation, decay, uncertainty, change points.
//!
//! A happening is counted in the period that surely holds it: one known to the month only has no day. Decay follows
//! Σ w · 2^(−(t − tₑ)/h), cooperation and conflict apart, as it stands at the end of each period. No half-life is the
//! right one (Arena, Mulder and Leenders 2023), so that two others, half and double of it, always stand beside it.

use plover::Date;

use crate::bootstrap::{Bootstrap, interval};
use crate::change;
use crate::ledger::{Act, Dyad, Ledger, records};
use crate::period::Step;
use crate::tally::{Tally, Weight, net, side};

/// Periods of a series beyond which nobody can have meant it: a stray year 0001 would make as many days.
pub const MAX_PERIODS: usize = 200_000;
/// Happenings of a period below which drawing among them says nothing.
const ENOUGH: u32 = 5;
/// Happenings told for a change.
const TOLD: usize = 5;

/// How a series is made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Its step.
    pub step: Step,
    /// First day; that of the first happening where there is none.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// What a happening weighs.
    pub weight: Weight,
    /// Days after which a happening weighs half.
    pub half_life: f64,
    /// How uncertainty is drawn; none for none.
    pub bootstrap: Option<Bootstrap>,
    /// Whether change points are looked for.
    pub changes: bool,
}

/// A series.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its step.
    pub step: Step,
    /// Every period from the first to the last, empty ones as well.
    pub periods: Vec<Period>,
    /// Happenings that are dated too vaguely for the step.
    pub vague: usize,
    /// The half-lives of [`Period::decayed`], in days.
    pub half_lives: [f64; 3],
    /// Where rates shift.
    pub changes: Vec<Change>,
}

/// A period of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Its number; [`Step::label`] writes it.
    pub period: i32,
    /// What happened in it.
    pub tally: Tally,
    /// 95 % interval of net cooperation, where enough happened.
    pub interval: Option<(f64, f64)>,
    /// Cooperation and conflict at its end, decayed, for each half-life.
    pub decayed: [(f64, f64); 3],
}

impl Period {
    /// Net cooperation of what is left of the past, for one of the half-lives.
    pub fn standing(&self, half_life: usize) -> Option<f64> {
        let (cooperation, conflict) = *self.decayed.get(half_life)?;
        let all = cooperation + conflict;
        // Less than this is rounding, or as good as forgotten.
        (all > 1e-6).then(|| (cooperation - conflict) / all)
    }
}

/// A point at which rates shift.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// First period after it, as a place in [`Series::periods`].
    pub at: usize,
    /// Happenings a period before and after: cooperation, conflict.
    pub before: [f64; 2],
    /// After.
    pub after: [f64; 2],
    /// The happenings that make it, heaviest first, each with the handles of its mentions: of what became more after it,
    /// else the last of what became less.
    pub happenings: Vec<Vec<u32>>,
}

/// The series of a dyad. An error says that it would be endless.
pub fn series(ledger: &Ledger, dyad: Dyad, options: &Options) -> Result<Series, String> {
    let step = options.step;
    let mut vague = 0;
    let mut placed: Vec<(i32, &[Act])> = Vec::new();
    for mentions in ledger.mentions(dyad) {
        let (first, last) = (mentions[0].first(), mentions[0].last());
        if options.from.is_some_and(|d| first < d) || options.to.is_some_and(|d| last > d) {
            continue;
        }
        let period = step.of(first);
        if step.of(last) == period {
            placed.push((period, mentions));
        } else {
            vague += 1;
        }
    }
    placed.sort_unstable_by_key(|(period, m)| (*period, m[0].middle(), m[0].happening));
    let first = options
        .from
        .map(|d| step.of(d))
        .or(placed.first().map(|p| p.0));
    let last = options
        .to
        .map(|d| step.of(d))
        .or(placed.last().map(|p| p.0));
    let half_lives = [
        options.half_life,
        options.half_life / 2.0,
        options.half_life * 2.0,
    ];
    let mut series = Series {
        step,
        periods: Vec::new(),
        vague,
        half_lives,
        changes: Vec::new(),
    };
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(series);
    };
    if usize::try_from(i64::from(last) - i64::from(first)).is_ok_and(|n| n >= MAX_PERIODS) {
        return Err(format!(
            "from {} to {} there are more than {MAX_PERIODS} periods; choose a window or a longer step",
            step.label(first),
            step.label(last)
        ));
    }
    let mut state = [(0.0, 0.0); 3];
    let (mut day, mut next) = (i32::MIN, 0);
    for period in first..=last {
        let start = next;
        let mut tally = Tally::default();
        while let Some((_, mentions)) = placed.get(next).filter(|p| p.0 == period) {
            let act = &mentions[0];
            tally.add(act, records(mentions), options.weight);
            decay(&mut state, half_lives, day, act.middle());
            day = act.middle();
            let weight = options.weight.of(act) as f64 / 100.0;
            for (cooperation, conflict) in &mut state {
                if act.quad.is_conflict() {
                    *conflict += weight;
                } else {
                    *cooperation += weight;
                }
            }
            next += 1;
        }
        let mut decayed = state;
        decay(&mut decayed, half_lives, day, step.last(period).to_days());
        let acts = placed[start..next].iter().map(|p| &p.1[0]);
        series.periods.push(Period {
            period,
            tally,
            interval: options
                .bootstrap
                .filter(|_| tally.happenings >= ENOUGH)
                .and_then(|b| uncertainty(b, acts, options.weight)),
            decayed,
        });
    }
    if options.changes {
        series.changes = changes(&series.periods, &placed, options.weight);
    }
    Ok(series)
}

fn decay(state: &mut [(f64, f64); 3], half_lives: [f64; 3], from: i32, to: i32) {
    if from == i32::MIN || to <= from {
        return;
    }
    for ((cooperation, conflict), half_life) in state.iter_mut().zip(half_lives) {
        let left = libm::exp2(-f64::from(to - from) / half_life);
        *cooperation *= left;
        *conflict *= left;
    }
}

fn uncertainty<'a>(
    bootstrap: Bootstrap,
    acts: impl Iterator<Item = &'a Act>,
    weight: Weight,
) -> Option<(f64, f64)> {
    let mut sums = vec![[0i64; 2]; bootstrap.replicates];
    for act in acts {
        let (side, weight) = (side(act.quad), weight.of(act));
        bootstrap.draws(act.happening, |replicate, times| {
            sums[replicate][side] += times * weight;
        });
    }
    interval(sums.iter().filter_map(|s| net(s[0], s[1])).collect())
}

fn changes(periods: &[Period], placed: &[(i32, &[Act])], weight: Weight) -> Vec<Change> {
    let counts: Vec<change::Counts> = periods
        .iter()
        .map(|p| {
            let [vc, mc, vx, mx] = p.tally.quads;
            [vc + mc, vx + mx]
        })
        .collect();
    let points = change::points(&counts);
    let ends = |i: usize| points.get(i).copied().unwrap_or(periods.len());
    let rate = |from: usize, to: usize| {
        [0, 1].map(|side| {
            let sum: u32 = counts[from..to].iter().map(|c| c[side]).sum();
            f64::from(sum) / (to - from) as f64
        })
    };
    let mut all = Vec::new();
    for (i, &at) in points.iter().enumerate() {
        let from = if i == 0 { 0 } else { points[i - 1] };
        let (before, after) = (rate(from, at), rate(at, ends(i + 1)));
        let rose = [after[0] > before[0], after[1] > before[1]];
        // What is new stands in the first periods after; what has ended in the last ones before.
        let (low, high) = if rose[0] || rose[1] {
            (at, ends(i + 1).min(at + 3))
        } else {
            (at.saturating_sub(3).max(from), at)
        };
        let wanted = |act: &Act| (!rose[0] && !rose[1]) || rose[side(act.quad)];
        let within = periods[low].period..=periods[high - 1].period;
        let mut made: Vec<&[Act]> = placed
            .iter()
            .filter(|(period, m)| within.contains(period) && wanted(&m[0]))
            .map(|p| p.1)
            .collect();
        made.sort_by_key(|m| (-weight.of(&m[0]), m[0].day(), m[0].happening));
        made.truncate(TOLD);
        all.push(Change {
            at,
            before,
            after,
            happenings: made
                .iter()
                .map(|m| m.iter().map(|a| a.key).collect())
                .collect(),
        });
    }
    all
}
