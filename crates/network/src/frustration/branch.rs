//! Proof: branch and cut over the edges of a core.
//!
//! An edge is violated (1) or not (0). Any split violates an odd number of edges of every negative cycle, hence at least
//! one: these cuts, found when they are violated, give the bound, and where it is fractional an edge is tried both ways.
//! The node with the lowest bound goes first, so that the lowest open bound is one for the whole at any time.

use super::core::Core;
use super::cycle::Separator;
use super::lp::{Lp, Solved};
use super::search::Search;

/// Slack in rounding a bound up: far above what floats lose, far below 1.
const ROUNDING: f64 = 1e-6;
/// Steps of the simplex in one solve.
const MOST_STEPS: usize = 20_000;
/// Numbers of a tableau: half a gigabyte. A graph that would need more keeps the bounds it has by then.
const MOST_NUMBERS: usize = 64 << 20;
/// Cuts of one round.
const MOST_CUTS: usize = 120;

/// What is known of a core's index, scale taken out.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    pub(crate) lower: i64,
    pub(crate) upper: i64,
}

#[derive(Debug, Clone)]
struct Node {
    fixed: Vec<(usize, bool)>,
    bound: f64,
}

/// How a node ended.
enum End {
    /// Nothing better is in it.
    Closed,
    /// An edge to try both ways, and its value.
    Branch(usize, f64),
    /// The budget is used up.
    Stopped,
}

struct Branching<'a> {
    core: &'a Core,
    search: &'a mut Search,
    separator: Separator,
    lp: Lp,
    /// The part of the index that no split of the core changes.
    constant: f64,
    /// Edges whose value is settled for all nodes.
    settled: Vec<Option<bool>>,
    stop: &'a dyn Fn() -> bool,
}

/// Bounds for the index of a core, starting from a search that has run.
pub(crate) fn prove(core: &Core, search: &mut Search, stop: &dyn Fn() -> bool) -> Proof {
    let scale = core.scale as f64;
    let costs = core.links.iter().map(|l| l.weight.abs() as f64 / scale);
    let mut branching = Branching {
        lp: Lp::new(costs.collect()),
        separator: Separator::new(core),
        constant: core.index(0) as f64 / scale,
        settled: vec![None; core.links.len()],
        core,
        search,
        stop,
    };
    branching.run()
}

/// What a search says by itself: its split from above, from below what no split of the core changes.
pub(crate) fn unproven(core: &Core, search: &Search) -> Proof {
    let upper = core.index(search.violated) / core.scale;
    Proof {
        lower: (core.index(0) / core.scale).clamp(0, upper),
        upper,
    }
}

impl Branching<'_> {
    fn upper(&self) -> i64 {
        self.core.index(self.search.violated) / self.core.scale
    }

    /// The index is a whole number.
    fn rounded(&self, bound: f64) -> i64 {
        let up = (self.constant + bound - ROUNDING).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an index of a graph in memory"
        )]
        let up = up as i64;
        up.max(0)
    }

    fn run(&mut self) -> Proof {
        let mut open = vec![Node {
            fixed: Vec::new(),
            bound: 0.0,
        }];
        let (mut nodes, mut lower) = (0, 0);
        let mut next: Option<Node> = None;
        loop {
            let lowest = open
                .iter()
                .chain(&next)
                .map(|n| self.rounded(n.bound))
                .min();
            lower = lower.max(lowest.unwrap_or_else(|| self.upper()).min(self.upper()));
            if lower >= self.upper() {
                break;
            }
            let node = match next.take() {
                Some(node) => node,
                None => {
                    let best = open
                        .iter()
                        .enumerate()
                        .min_by(|a, b| a.1.bound.total_cmp(&b.1.bound))
                        .map(|(i, _)| i);
                    let Some(best) = best else { break };
                    open.swap_remove(best)
                }
            };
            if self.rounded(node.bound) >= self.upper() {
                continue;
            }
            nodes += 1;
            let mut bound = node.bound;
            let end = self.explore(&node, &mut bound, nodes == 1);
            match end {
                End::Closed => {}
                End::Stopped => {
                    open.push(Node { bound, ..node });
                    let lowest = open.iter().map(|n| self.rounded(n.bound)).min();
                    lower = lower.max(lowest.unwrap_or(0).min(self.upper()));
                    break;
                }
                End::Branch(edge, value) => {
                    let child = |violated: bool| {
                        let mut fixed = node.fixed.clone();
                        fixed.push((edge, violated));
                        Node { fixed, bound }
                    };
                    let up = value > 0.5;
                    open.push(child(!up));
                    next = Some(child(up));
                }
            }
        }
        Proof {
            lower,
            upper: self.upper(),
        }
    }

    fn bounds_of(&mut self, node: &Node) {
        let mut bounds: Vec<(f64, f64)> = self
            .settled
            .iter()
            .map(|s| s.map_or((0.0, 1.0), |v| if v { (1.0, 1.0) } else { (0.0, 0.0) }))
            .collect();
        for &(e, violated) in &node.fixed {
            bounds[e] = if violated { (1.0, 1.0) } else { (0.0, 0.0) };
        }
        for (e, (low, high)) in bounds.into_iter().enumerate() {
            self.lp.bound(e, low, high);
        }
    }

    fn explore(&mut self, node: &Node, bound: &mut f64, root: bool) -> End {
        self.bounds_of(node);
        let m = self.core.links.len();
        let mut x = vec![0.0; m];
        let (mut stalled, mut last, mut refreshed) = (0, f64::NEG_INFINITY, false);
        for round in 0.. {
            let solved = self.lp.solve(MOST_STEPS, self.stop);
            if solved == Solved::Infeasible {
                // An empty program is believed only of a fresh tableau.
                if refreshed || self.lp.pivots < 200 {
                    return End::Closed;
                }
                refreshed = true;
                self.lp.refresh();
                continue;
            }
            let certified = self.lp.certified();
            *bound = bound.max(certified);
            if self.rounded(*bound) >= self.upper() {
                return End::Closed;
            }
            if solved == Solved::Stopped || (self.stop)() || self.lp.size() > MOST_NUMBERS {
                return End::Stopped;
            }
            if self.lp.objective() - certified > 1e-3 && !refreshed {
                refreshed = true;
                self.lp.refresh();
                continue;
            }
            for (e, x) in x.iter_mut().enumerate() {
                *x = self.lp.x(e);
            }
            if root && round % 4 == 0 || round == 0 {
                let side = self.round(&x);
                self.search.from(self.core, side, 2 * self.core.n);
                if self.rounded(*bound) >= self.upper() {
                    return End::Closed;
                }
            }
            if root {
                self.settle(certified);
            }
            stalled = if certified < last + 1e-3 {
                stalled + 1
            } else {
                0
            };
            last = certified;
            let edge = self.branching_edge(&x);
            let stuck = stalled >= if root { 12 } else { 3 };
            if let Some(edge) = edge.filter(|_| stuck) {
                return End::Branch(edge, x[edge]);
            }
            let best = &self.search.best;
            let cuts = self
                .separator
                .separate(self.core, &x, best, MOST_CUTS, self.stop);
            if cuts.is_empty() {
                // A search for cuts that was broken off has not shown that there are none.
                if (self.stop)() {
                    return End::Stopped;
                }
                let Some(edge) = edge else {
                    // Whole: the violated edges are those of a split.
                    let side = self.round(&x);
                    self.search.from(self.core, side, 0);
                    return End::Closed;
                };
                return End::Branch(edge, x[edge]);
            }
            if stalled == 0 {
                self.lp.purge(0.05);
            }
            for cut in cuts {
                self.lp.add(cut);
            }
        }
        End::Stopped
    }

    /// What can no longer be otherwise in anything better than the best split.
    fn settle(&mut self, certified: f64) {
        let room = self.upper() as f64 - 1.0 + ROUNDING - self.constant - certified;
        for e in 0..self.settled.len() {
            let price = self.lp.reduced(e);
            if self.settled[e].is_none() && price.abs() > room + 1e-3 {
                let violated = price < 0.0;
                self.settled[e] = Some(violated);
                let to = f64::from(u8::from(violated));
                self.lp.bound(e, to, to);
            }
        }
    }

    fn branching_edge(&self, x: &[f64]) -> Option<usize> {
        let score = |e: usize| {
            let off = (x[e] - 0.5).abs();
            (0.5 - off) * (1.0 + (self.core.links[e].weight.abs() as f64 / self.core.scale as f64))
        };
        (0..x.len())
            .filter(|&e| x[e] > 1e-6 && x[e] < 1.0 - 1e-6)
            .max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)))
    }

    /// The split that the surest edges span.
    fn round(&self, x: &[f64]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|&a, &b| {
            let sure = |e: usize| (x[e] - 0.5).abs();
            sure(b).total_cmp(&sure(a)).then(a.cmp(&b))
        });
        let n = self.core.n;
        let mut root: Vec<usize> = (0..n).collect();
        let mut opposite = vec![false; n];
        let find = |root: &[usize], opposite: &[bool], mut at: usize| {
            let mut turned = false;
            while root[at] != at {
                turned ^= opposite[at];
                at = root[at];
            }
            (at, turned)
        };
        for e in order {
            let link = self.core.links[e];
            let differ = (link.weight > 0) == (x[e] > 0.5);
            let (a, oa) = find(&root, &opposite, link.a);
            let (b, ob) = find(&root, &opposite, link.b);
            if a != b {
                root[b] = a;
                opposite[b] = oa ^ ob ^ differ;
            }
        }
        (0..n).map(|v| find(&root, &opposite, v).1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Without a search beforehand every proof has to come of the cuts, and a bound that is a little too high would
    /// close a node that holds the best split.
    #[test]
    fn proofs_do_not_lean_on_the_search() {
        let mut random = Random::new(3);
        for round in 0..300 {
            let n = 6 + random.below(7);
            let mut edges = Vec::new();
            for a in 0..n {
                for b in 0..a {
                    if random.below(10) < 7 {
                        edges.push((a, b, random.below(2) == 0));
                    }
                }
            }
            let best = (0..1u32 << (n - 1))
                .map(|split| {
                    let side = |v: usize| split >> v & 1;
                    let bad = |e: &&(usize, usize, bool)| (side(e.0) == side(e.1)) != e.2;
                    edges.iter().filter(bad).count()
                })
                .min();
            let core = Core::of(n, &edges);
            let mut search = Search::new(&core);
            let proof = prove(&core, &mut search, &|| false);
            let best = best.and_then(|b| i64::try_from(b).ok());
            assert_eq!(
                (Some(proof.lower), Some(proof.upper)),
                (best, best),
                "round {round}: {edges:?}"
            );
        }
    }
}
