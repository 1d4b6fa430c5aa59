//! The part of a block that is hard: what remains when every vertex whose side follows from its neighbours' is taken out.
//!
//! Signed weights J and sides s = ±1: the line index is (Σ|J| − max Σ J s s) / 2, so two weights between the same ends
//! simply add. Two rules take vertices out without changing the maximum beyond a constant:
//! - an edge that weighs at least half of all that meet at one of its ends is satisfied in some best split: its ends
//!   become one (this covers vertices of degree 1 and 2);
//! - a vertex of degree 3 is replaced by a triangle between its neighbours (star to triangle). Its weights are halves,
//!   so all weights are doubled where that is needed.
//!
//! Both are undone in reverse to read a split of the block off a split of the core.

use std::collections::{BTreeMap, BTreeSet};

/// Weights are not doubled beyond this.
const MAX_SCALE: i64 = 1 << 20;

/// An edge of the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// Signed weight, in units of 1 / `scale`; never 0.
    pub(crate) weight: i64,
}

/// What is left of a block.
#[derive(Debug, Clone)]
pub(crate) struct Core {
    /// Number of vertices.
    pub(crate) n: usize,
    pub(crate) links: Vec<Link>,
    /// What a weight of 1 in the block is here.
    pub(crate) scale: i64,
    /// Σ|J| of the block less the constant the reductions gained, in units of 1 / `scale`: the line index of the block is
    /// (`offset` − max Σ J s s over the core) / 2 of these.
    pub(crate) offset: i64,
    /// For each vertex of the core that of the block.
    kept: Vec<usize>,
    undo: Vec<Undo>,
    of_block: usize,
}

#[derive(Debug, Clone)]
enum Undo {
    /// The side of the first is that of the second, or the other one.
    Same(usize, usize, bool),
    /// The side of a vertex follows from its neighbours'.
    Star(usize, Vec<(usize, i64)>),
}

/// A block while it is reduced.
struct Reducing {
    weights: Vec<BTreeMap<usize, i64>>,
    scale: i64,
    gained: i64,
    total: i64,
    undo: Vec<Undo>,
    open: BTreeSet<usize>,
}

impl Core {
    /// Reduce a block with vertices 0 to n − 1.
    pub(crate) fn of(n: usize, edges: &[(usize, usize, bool)]) -> Self {
        let mut weights = vec![BTreeMap::new(); n];
        for &(a, b, positive) in edges {
            let w = if positive { 1 } else { -1 };
            weights[a].insert(b, w);
            weights[b].insert(a, w);
        }
        let mut r = Reducing {
            weights,
            scale: 1,
            gained: 0,
            total: i64::try_from(edges.len()).unwrap_or(i64::MAX),
            undo: Vec::new(),
            open: (0..n).collect(),
        };
        while let Some(v) = r.open.pop_first() {
            if !r.contract(v) {
                r.star(v);
            }
        }
        let kept: Vec<usize> = (0..n).filter(|&v| !r.weights[v].is_empty()).collect();
        let mut place = vec![usize::MAX; n];
        for (i, &v) in kept.iter().enumerate() {
            place[v] = i;
        }
        let mut links = Vec::new();
        for &v in &kept {
            for (&u, &weight) in r.weights[v].range(v + 1..) {
                links.push(Link {
                    a: place[v],
                    b: place[u],
                    weight,
                });
            }
        }
        Self {
            n: kept.len(),
            links,
            scale: r.scale,
            offset: r.total * r.scale - r.gained,
            kept,
            undo: r.undo,
            of_block: n,
        }
    }

    /// The split of the block that a split of the core stands for.
    pub(crate) fn widen(&self, side: &[bool]) -> Vec<bool> {
        let mut all = vec![false; self.of_block];
        for (&v, &s) in self.kept.iter().zip(side) {
            all[v] = s;
        }
        for step in self.undo.iter().rev() {
            match step {
                Undo::Same(v, u, same) => all[*v] = all[*u] == *same,
                Undo::Star(v, star) => {
                    let pull: i64 = star.iter().map(|&(u, w)| if all[u] { w } else { -w }).sum();
                    all[*v] = pull > 0;
                }
            }
        }
        all
    }

    /// The line index of the block, scaled, where the violated weight of the core is this.
    pub(crate) fn index(&self, violated: i64) -> i64 {
        let all: i64 = self.links.iter().map(|l| l.weight.abs()).sum();
        (self.offset - all) / 2 + violated
    }

    /// The weight that a split violates, scaled.
    pub(crate) fn violated(&self, side: &[bool]) -> i64 {
        let bad = |l: &&Link| (side[l.a] == side[l.b]) != (l.weight > 0);
        self.links.iter().filter(bad).map(|l| l.weight.abs()).sum()
    }
}

impl Reducing {
    /// Join a vertex to the neighbour it sides with in some best split.
    fn contract(&mut self, v: usize) -> bool {
        let all: i64 = self.weights[v].values().map(|w| w.abs()).sum();
        let Some((u, w)) = self.weights[v]
            .iter()
            .map(|(&u, &w)| (u, w))
            .find(|&(_, w)| 2 * w.abs() >= all)
        else {
            return false;
        };
        let rest = std::mem::take(&mut self.weights[v]);
        self.gained += w.abs();
        self.undo.push(Undo::Same(v, u, w > 0));
        for (x, weight) in rest {
            self.weights[x].remove(&v);
            self.open.insert(x);
            if x != u {
                self.add(u, x, if w > 0 { weight } else { -weight });
            }
        }
        self.open.remove(&v);
        true
    }

    /// Replace a vertex of degree 3 by a triangle.
    fn star(&mut self, v: usize) {
        if self.weights[v].len() != 3 {
            return;
        }
        let sum: i64 = self.weights[v].values().map(|w| w.abs()).sum();
        if sum % 2 != 0 {
            if self.scale >= MAX_SCALE {
                return;
            }
            self.scale *= 2;
            self.gained *= 2;
            for w in self.weights.iter_mut().flat_map(BTreeMap::values_mut) {
                *w *= 2;
            }
        }
        let star: Vec<(usize, i64)> = std::mem::take(&mut self.weights[v]).into_iter().collect();
        let sum: i64 = star.iter().map(|(_, w)| w.abs()).sum();
        self.gained += sum / 2;
        for &(u, _) in &star {
            self.weights[u].remove(&v);
            self.open.insert(u);
        }
        for (i, j, k) in [(0, 1, 2), (0, 2, 1), (1, 2, 0)] {
            let ((a, wa), (b, wb), (_, wc)) = (star[i], star[j], star[k]);
            let weight = (wa.abs() + wb.abs() - wc.abs()) / 2;
            self.add(a, b, weight * wa.signum() * wb.signum());
        }
        self.undo.push(Undo::Star(v, star));
    }

    fn add(&mut self, a: usize, b: usize, weight: i64) {
        for (x, y) in [(a, b), (b, a)] {
            let here = self.weights[x].entry(y).or_insert(0);
            *here += weight;
            if *here == 0 {
                self.weights[x].remove(&y);
            }
        }
        self.open.insert(a);
        self.open.insert(b);
    }
}
