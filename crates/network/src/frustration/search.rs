//! Good splits, without proof: tabu search by single flips, with kicks.
//!
//! The upper bound of the line index. Every run is seeded; it ends after so many flips without a better split, or when
//! the budget says so.

use crate::random::Random;

use super::core::Core;

/// A split of a core that is improved step by step.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    /// For each vertex its neighbours and weights.
    near: Vec<Vec<(usize, i64)>>,
    /// The best split so far.
    pub(crate) best: Vec<bool>,
    /// The weight it violates.
    pub(crate) violated: i64,
    random: Random,
}

impl Search {
    /// Starts from everybody on one side.
    pub(crate) fn new(core: &Core) -> Self {
        let mut near = vec![Vec::new(); core.n];
        for l in &core.links {
            near[l.a].push((l.b, l.weight));
            near[l.b].push((l.a, l.weight));
        }
        let best = vec![true; core.n];
        let violated = core.violated(&best);
        Self {
            near,
            best,
            violated,
            random: Random::new(0x5eed),
        }
    }

    /// Improve a given split for a while; keeps what is best.
    pub(crate) fn from(&mut self, core: &Core, side: Vec<bool>, patience: usize) {
        let violated = core.violated(&side);
        self.climb(side, violated, patience, &|| false);
    }

    /// Search anew from the best split with kicks, `rounds` times or until told to stop.
    pub(crate) fn run(&mut self, rounds: usize, patience: usize, stop: &dyn Fn() -> bool) {
        let n = self.near.len();
        for round in 0..rounds {
            if n < 2 || self.violated == 0 || stop() {
                return;
            }
            let mut side = self.best.clone();
            // Mostly small kicks, now and then a new start.
            let kicks = match round % 8 {
                0 if round > 0 => n,
                k => (n * (k + 1) / 24).max(2),
            };
            if kicks >= n {
                for s in &mut side {
                    *s = self.random.next() & 1 == 1;
                }
            } else {
                // Neighbours together: a kick moves a region, not a scatter.
                let mut at = self.random.below(n);
                for _ in 0..kicks {
                    side[at] = !side[at];
                    let near = &self.near[at];
                    at = if near.is_empty() || self.random.below(4) == 0 {
                        self.random.below(n)
                    } else {
                        near[self.random.below(near.len())].0
                    };
                }
            }
            let violated = self.violation(&side);
            self.climb(side, violated, patience, stop);
        }
    }

    fn violation(&self, side: &[bool]) -> i64 {
        let mut sum = 0;
        for (v, near) in self.near.iter().enumerate() {
            for &(u, w) in near {
                if u > v && (side[u] == side[v]) != (w > 0) {
                    sum += w.abs();
                }
            }
        }
        sum
    }

    /// Tabu search from a split until `patience` flips brought nothing better than the best of this climb.
    fn climb(
        &mut self,
        mut side: Vec<bool>,
        mut now: i64,
        patience: usize,
        stop: &dyn Fn() -> bool,
    ) {
        let n = self.near.len();
        if n == 0 {
            return;
        }
        // What a flip takes away from the violated weight.
        let mut gain: Vec<i64> = vec![0; n];
        for v in 0..n {
            gain[v] = self.near[v]
                .iter()
                .map(|&(u, w)| if side[u] == side[v] { -w } else { w })
                .sum();
        }
        let mut free_at = vec![0usize; n];
        let (mut least, mut since, mut step) = (now, 0, 0usize);
        if now < self.violated {
            self.keep(&side, now);
        }
        while since < patience && self.violated > 0 {
            step += 1;
            if step.is_multiple_of(4096) && stop() {
                return;
            }
            let (mut pick, mut top, mut ties) = (usize::MAX, i64::MIN, 0);
            for v in 0..n {
                if gain[v] < top || (free_at[v] > step && now - gain[v] >= self.violated) {
                    continue;
                }
                if gain[v] > top {
                    (pick, top, ties) = (v, gain[v], 1);
                } else {
                    ties += 1;
                    if self.random.below(ties) == 0 {
                        pick = v;
                    }
                }
            }
            if pick == usize::MAX {
                since += 1;
                continue;
            }
            now -= top;
            side[pick] = !side[pick];
            gain[pick] = -top;
            for &(u, w) in &self.near[pick] {
                gain[u] += if side[u] == side[pick] { -2 * w } else { 2 * w };
            }
            free_at[pick] = step + 4 + n / 30 + self.random.below(10);
            if now < least {
                (least, since) = (now, 0);
            } else {
                since += 1;
            }
            if now < self.violated {
                self.keep(&side, now);
            }
        }
    }

    fn keep(&mut self, side: &[bool], violated: i64) {
        self.best.copy_from_slice(side);
        self.violated = violated;
    }
}
