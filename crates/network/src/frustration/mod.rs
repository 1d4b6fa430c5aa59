//! How many edges does the best split into two camps violate? The line index of balance, with proven bounds.
//!
//! 1. the graph falls into blocks (no negative cycle runs through two), each solved by itself (`block`);
//! 2. what follows from neighbours is taken out of a block (`core`);
//! 3. tabu search finds a split (`search`): the upper bound;
//! 4. cutting planes and branching prove how good it is (`branch`, `lp`, `cycle`): the lower bound.
//!
//! The caller says how much of its budget is spent, so that the crate needs no clock. A result that the budget did not
//! touch depends on the graph alone.

mod block;
mod branch;
mod core;
mod cycle;
mod lp;
mod search;

use crate::graph::SignedGraph;

use self::branch::Proof;
use self::core::Core;
use self::search::Search;

/// The line index of balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frustration {
    /// No split violates fewer edges.
    pub lower: u64,
    /// The split below violates this many.
    pub upper: u64,
    /// For each vertex its camp; in every component the first vertex is in the first camp, `false`.
    pub camp: Vec<bool>,
}

impl Frustration {
    /// The index, where it is proven.
    pub fn index(&self) -> Option<u64> {
        (self.lower == self.upper).then_some(self.upper)
    }

    /// Whether this split violates an edge.
    pub fn violates(&self, edge: crate::graph::Edge) -> bool {
        (self.camp[edge.a as usize] == self.camp[edge.b as usize]) != edge.positive
    }
}

/// The line index of a graph. `spent` says which part of the budget is used up, from 0 to 1; at 1 the bounds that are
/// proven by then are given.
///
/// ```
/// let mut builder = network::graph::Builder::default();
/// for (a, b, positive) in [("a", "b", true), ("b", "c", true), ("c", "a", false)] {
///     builder.add(a, b, positive);
/// }
/// let (graph, _) = builder.build();
/// assert_eq!(network::frustration::frustration(&graph, &|| 0.0).index(), Some(1));
/// ```
pub fn frustration(graph: &SignedGraph, spent: &dyn Fn() -> f64) -> Frustration {
    let stop = || spent() >= 1.0;
    of(graph, &stop, &|core, search| {
        branch::prove(core, search, &stop)
    })
}

/// A good split, for who looks at camps and does not wait for a proof: nearly always the one that [`frustration`] then
/// proves to be the best. Its lower bound is only what is seen at once, so that the index is seldom known.
pub fn split(graph: &SignedGraph) -> Frustration {
    of(graph, &|| false, &|core, search| {
        branch::unproven(core, search)
    })
}

fn of(
    graph: &SignedGraph,
    stop: &dyn Fn() -> bool,
    bounds: &dyn Fn(&Core, &mut Search) -> Proof,
) -> Frustration {
    let mut split = block::Split::new(graph);
    let (mut lower, mut upper) = (0, 0);
    for block in block::blocks(graph) {
        let edges = block.edges(graph);
        let core = Core::of(block.vertices.len(), &edges);
        let mut search = Search::new(&core);
        let patience = (40 * core.n).min(4_000);
        search.run(8, patience, stop);
        let proof = bounds(&core, &mut search);
        lower += proof.lower;
        upper += proof.upper;
        split.settle(graph, &block, &core.widen(&search.best));
    }
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Frustration {
        lower: count(lower),
        upper: count(upper),
        camp: split.camps(graph),
    }
}
