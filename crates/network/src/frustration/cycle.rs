//! Which negative cycle does a fractional split leave uncut? Shortest paths in the graph of both sides.
//!
//! Every vertex stands twice, once a side; a positive edge joins equal sides, a negative one opposite sides. A path
//! from a vertex to its other self is a closed walk of negative sign, and if its edges' values sum to less than 1, it
//! holds a negative cycle whose inequality is violated.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::core::Core;

/// Sums below 1 by less than this are not cut.
const VIOLATED: f64 = 1e-4;
/// What an edge costs besides its value: of paths alike the one with fewer edges.
const STEP: f64 = 1e-7;

/// Finds violated cycles.
#[derive(Debug)]
pub(crate) struct Separator {
    /// For each vertex: neighbour, edge, whether positive.
    near: Vec<Vec<(usize, usize, bool)>>,
    dist: Vec<f64>,
    from: Vec<(usize, usize)>,
    heap: BinaryHeap<Reach>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Reach(f64, usize);

impl Eq for Reach {}

impl Ord for Reach {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Reach {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Separator {
    pub(crate) fn new(core: &Core) -> Self {
        let mut near = vec![Vec::new(); core.n];
        for (e, l) in core.links.iter().enumerate() {
            near[l.a].push((l.b, e, l.weight > 0));
            near[l.b].push((l.a, e, l.weight > 0));
        }
        Self {
            near,
            dist: vec![f64::INFINITY; 2 * core.n],
            from: vec![(usize::MAX, usize::MAX); 2 * core.n],
            heap: BinaryHeap::new(),
        }
    }

    /// Violated cycles, the most violated first, each as a sorted list of edges, at most `most`. `best` is a good
    /// split: every negative cycle holds an edge that it violates, so that paths start at those only.
    pub(crate) fn separate(
        &mut self,
        core: &Core,
        x: &[f64],
        best: &[bool],
        most: usize,
        stop: &dyn Fn() -> bool,
    ) -> Vec<Vec<usize>> {
        let bad = |e: usize| {
            let l = core.links[e];
            (best[l.a] == best[l.b]) != (l.weight > 0)
        };
        // A set of vertices that touches every violated edge, greedily.
        let mut open: Vec<Vec<usize>> = self
            .near
            .iter()
            .map(|n| n.iter().filter(|&&(_, e, _)| bad(e)).map(|t| t.1).collect())
            .collect();
        let mut found: Vec<(f64, Vec<usize>)> = Vec::new();
        let mut covered = vec![false; core.links.len()];
        while let Some((v, _)) = open
            .iter()
            .map(|edges| edges.iter().filter(|&&e| !covered[e]).count())
            .enumerate()
            .filter(|&(_, count)| count > 0)
            .max_by_key(|&(v, count)| (count, std::cmp::Reverse(v)))
        {
            for e in std::mem::take(&mut open[v]) {
                covered[e] = true;
            }
            if stop() {
                break;
            }
            self.paths(v, x);
            self.closed(v, x, &mut found);
        }
        for (_, cycle) in &mut found {
            cycle.sort_unstable();
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        found.dedup_by(|a, b| a.1 == b.1);
        // First such that share no edge, then the others: cuts that say different things.
        let mut used = vec![0u8; core.links.len()];
        let (mut chosen, mut others) = (Vec::new(), Vec::new());
        for (_, cycle) in found {
            if cycle.iter().any(|&e| used[e] >= 2) {
                others.push(cycle);
                continue;
            }
            for &e in &cycle {
                used[e] += 1;
            }
            chosen.push(cycle);
        }
        let wanted = most.max(chosen.len().min(2 * most));
        chosen.extend(others);
        chosen.truncate(wanted);
        chosen
    }

    /// Shortest paths from one side of a vertex, up to length 1.
    fn paths(&mut self, source: usize, x: &[f64]) {
        self.dist.fill(f64::INFINITY);
        self.heap.clear();
        self.dist[2 * source] = 0.0;
        self.from[2 * source] = (usize::MAX, usize::MAX);
        self.heap.push(Reach(0.0, 2 * source));
        while let Some(Reach(d, at)) = self.heap.pop() {
            if d > self.dist[at] {
                continue;
            }
            for &(u, e, positive) in &self.near[at / 2] {
                let to = 2 * u + if positive { at % 2 } else { 1 - at % 2 };
                let reach = d + x[e].max(0.0) + STEP;
                if reach < 1.0 - VIOLATED && reach < self.dist[to] {
                    self.dist[to] = reach;
                    self.from[to] = (at, e);
                    self.heap.push(Reach(reach, to));
                }
            }
        }
    }

    /// The cycles that the paths from a vertex close: to its other self, and over each of its edges.
    fn closed(&self, source: usize, x: &[f64], found: &mut Vec<(f64, Vec<usize>)>) {
        let mut ends: Vec<(usize, Option<usize>)> = vec![(2 * source + 1, None)];
        for &(u, e, positive) in &self.near[source] {
            // The path has the sign that the edge lacks.
            ends.push((2 * u + usize::from(positive), Some(e)));
        }
        for (end, closing) in ends {
            let length = self.dist[end] + closing.map_or(0.0, |e| x[e].max(0.0));
            if length >= 1.0 - VIOLATED {
                continue;
            }
            let mut walk: Vec<(usize, usize)> = Vec::new();
            let mut at = end;
            while at != 2 * source {
                let (before, e) = self.from[at];
                walk.push((at / 2, e));
                at = before;
            }
            if let Some(e) = closing {
                walk.push((source, e));
            }
            if let Some(cycle) = self.simple(&walk) {
                let length: f64 = cycle.iter().map(|&e| x[e].max(0.0)).sum();
                if length < 1.0 - VIOLATED {
                    found.push((length, cycle));
                }
            }
        }
    }

    /// A simple negative cycle within a closed walk of negative sign: of two parts that a vertex divides it in, one is
    /// negative. The walk lists each vertex with the edge that leaves it.
    fn simple(&self, walk: &[(usize, usize)]) -> Option<Vec<usize>> {
        let positive =
            |v: usize, e: usize| self.near[v].iter().find(|t| t.1 == e).is_none_or(|t| t.2);
        let mut stack: Vec<(usize, usize)> = Vec::new();
        for &(v, e) in walk {
            if let Some(first) = stack.iter().position(|s| s.0 == v) {
                let negative = stack[first..]
                    .iter()
                    .filter(|s| !positive(s.0, s.1))
                    .count();
                if negative % 2 == 1 {
                    return Some(stack[first..].iter().map(|s| s.1).collect());
                }
                stack.truncate(first);
            }
            stack.push((v, e));
        }
        let negative = stack.iter().filter(|s| !positive(s.0, s.1)).count();
        (negative % 2 == 1).then(|| stack.iter().map(|s| s.1).collect())
    }
}
