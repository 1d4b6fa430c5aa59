//! Who stands how to whom in a window of time? The signed network.
//!
//! Cooperation and conflict stay two weights, since many are ally and enemy at once (Maoz and others); the sign is that
//! of their difference, and its stability the share of bootstrap replicates that give it the same sign. A tie whose two
//! weights are equal has no sign.

use plover::Date;

use crate::bootstrap::Bootstrap;
use crate::graph::{Builder, SignedGraph};
use crate::ledger::{Act, Dyad, Ledger};
use crate::tally::{Tally, Weight, side};

/// How a network is made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// What a happening weighs.
    pub weight: Weight,
    /// Happenings that a tie has at least.
    pub min_happenings: u32,
    /// How stability is drawn.
    pub bootstrap: Bootstrap,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            weight: Weight::Score,
            min_happenings: 1,
            bootstrap: Bootstrap {
                replicates: 200,
                seed: 1,
            },
        }
    }
}

/// A tie of two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// First actor, or who acts.
    pub a: u32,
    /// Second actor, or who is acted upon.
    pub b: u32,
    /// What happened between them.
    pub tally: Tally,
    /// 1 cooperation, −1 conflict, 0 as much of one as of the other.
    pub sign: i32,
    /// By how much one outweighs the other.
    pub weight: f64,
    /// Share of replicates with the same sign.
    pub stability: f64,
    dyad: Dyad,
}

/// The actors of a window and how they stand to each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Names of actors that have a tie, in order.
    pub names: Vec<String>,
    /// Ties, in order of their ends.
    pub ties: Vec<Tie>,
    /// Whether a tie runs from `a` to `b`.
    pub directed: bool,
}

/// Whether an act is surely within some days.
fn within(act: &Act, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|d| act.first() >= d) && to.is_none_or(|d| act.last() <= d)
}

/// The network of a window.
pub fn network(ledger: &Ledger, options: &Options) -> Network {
    let open = options.from.is_none() && options.to.is_none();
    let mut ties = Vec::new();
    let mut sums: Vec<i64> = Vec::new();
    for &dyad in ledger.dyads() {
        let inside = |act: &Act| open || within(act, options.from, options.to);
        let mut tally = Tally::default();
        for (act, mentions) in ledger.happenings(dyad) {
            if inside(act) {
                tally.add(act, mentions, options.weight);
            }
        }
        if tally.happenings < options.min_happenings.max(1) {
            continue;
        }
        let difference = tally.cooperation() - tally.conflict();
        let sign = i32::from(difference > 0.0) - i32::from(difference < 0.0);
        let [vc, mc, vx, mx] = tally.quads;
        let one_sided = vc + mc == 0 || vx + mx == 0;
        // Drawing among many happenings of one kind gives that kind every time.
        let stability = if one_sided && tally.happenings > 40 {
            1.0
        } else {
            sums.clear();
            sums.resize(options.bootstrap.replicates, 0);
            for (act, _) in ledger.happenings(dyad) {
                if inside(act) {
                    let weight = options.weight.of(act);
                    let weight = if side(act.quad) == 0 { weight } else { -weight };
                    options
                        .bootstrap
                        .draws(act.happening, |i, times| sums[i] += times * weight);
                }
            }
            let same = sums
                .iter()
                .filter(|s| s.signum() == i64::from(sign))
                .count();
            same as f64 / sums.len().max(1) as f64
        };
        ties.push(Tie {
            a: dyad.a,
            b: dyad.b,
            tally,
            sign,
            weight: difference.abs(),
            stability,
            dyad,
        });
    }
    let mut used = vec![false; ledger.names().len()];
    for tie in &ties {
        used[tie.a as usize] = true;
        used[tie.b as usize] = true;
    }
    let mut place = vec![0; used.len()];
    let mut names = Vec::new();
    for (at, name) in ledger.names().iter().enumerate() {
        if used[at] {
            place[at] = u32::try_from(names.len()).unwrap_or(u32::MAX);
            names.push(name.clone());
        }
    }
    for tie in &mut ties {
        tie.a = place[tie.a as usize];
        tie.b = place[tie.b as usize];
    }
    Network {
        names,
        ties,
        directed: ledger.directed,
    }
}

impl Network {
    /// Name of an actor; empty where there is none of this index.
    pub fn name(&self, actor: u32) -> &str {
        self.names.get(actor as usize).map_or("", String::as_str)
    }

    /// The ties that have a sign as a graph, and for each edge its tie. For undirected networks.
    pub fn signed(&self) -> (SignedGraph, Vec<usize>) {
        let mut builder = Builder::default();
        for name in &self.names {
            builder.vertex(name);
        }
        let with_sign = || self.ties.iter().enumerate().filter(|(_, t)| t.sign != 0);
        for (_, tie) in with_sign() {
            builder.add(self.name(tie.a), self.name(tie.b), tie.sign > 0);
        }
        // Names are in order, so that indices, and with them the order of edges, are the same there.
        (builder.build().0, with_sign().map(|(i, _)| i).collect())
    }

    /// The heaviest happenings that gave a tie its sign, each with the handles of its mentions.
    pub fn reasons(
        &self,
        ledger: &Ledger,
        tie: &Tie,
        options: &Options,
        most: usize,
    ) -> Vec<Vec<u32>> {
        let mut all: Vec<&[Act]> = ledger
            .mentions(tie.dyad)
            .filter(|m| within(&m[0], options.from, options.to))
            .filter(|m| tie.sign == 0 || (tie.sign < 0) == m[0].quad.is_conflict())
            .collect();
        all.sort_by_key(|m| (-options.weight.of(&m[0]), m[0].day(), m[0].happening));
        all.truncate(most);
        all.iter()
            .map(|m| m.iter().map(|a| a.key).collect())
            .collect()
    }
}
