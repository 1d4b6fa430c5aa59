//! Which parts of a graph can be split by themselves? Its blocks: a cycle never leaves one.

use crate::graph::SignedGraph;

/// A maximal part that no single vertex separates.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Its vertices, in order.
    pub(crate) vertices: Vec<u32>,
    /// Its edges, as indices into the graph's.
    pub(crate) edges: Vec<usize>,
}

impl Block {
    /// Its edges between places in `vertices`.
    pub(crate) fn edges(&self, graph: &SignedGraph) -> Vec<(usize, usize, bool)> {
        let place = |v: u32| self.vertices.binary_search(&v).unwrap_or(0);
        self.edges
            .iter()
            .map(|&e| {
                let edge = graph.edges()[e];
                (place(edge.a), place(edge.b), edge.positive)
            })
            .collect()
    }
}

/// The blocks of a graph (Hopcroft and Tarjan), without recursion: a path may be as long as the graph.
pub(crate) fn blocks(graph: &SignedGraph) -> Vec<Block> {
    let n = graph.names().len();
    let mut near: Vec<Vec<(usize, usize)>> = vec![Vec::new(); n];
    for (i, e) in graph.edges().iter().enumerate() {
        near[e.a as usize].push((e.b as usize, i));
        near[e.b as usize].push((e.a as usize, i));
    }
    let (mut order, mut low) = (vec![0u32; n], vec![0u32; n]);
    let mut clock = 0;
    let mut all = Vec::new();
    let mut edges: Vec<usize> = Vec::new();
    for root in 0..n {
        if order[root] != 0 {
            continue;
        }
        clock += 1;
        (order[root], low[root]) = (clock, clock);
        // Vertex, next neighbour to look at, edge it was reached by.
        let mut path = vec![(root, 0, usize::MAX)];
        while let Some(&mut (v, ref mut next, by)) = path.last_mut() {
            if let Some(&(u, e)) = near[v].get(*next) {
                *next += 1;
                if e == by {
                    continue;
                }
                if order[u] == 0 {
                    clock += 1;
                    (order[u], low[u]) = (clock, clock);
                    edges.push(e);
                    path.push((u, 0, e));
                } else if order[u] < order[v] {
                    edges.push(e);
                    low[v] = low[v].min(order[u]);
                }
                continue;
            }
            path.pop();
            let Some(&(parent, _, _)) = path.last() else {
                break;
            };
            low[parent] = low[parent].min(low[v]);
            if low[v] >= order[parent] {
                let from = edges.iter().rposition(|&e| e == by).unwrap_or(0);
                all.push(block(graph, edges.split_off(from)));
            }
        }
    }
    all
}

fn block(graph: &SignedGraph, edges: Vec<usize>) -> Block {
    let ends = |&e: &usize| [graph.edges()[e].a, graph.edges()[e].b];
    let mut vertices: Vec<u32> = edges.iter().flat_map(ends).collect();
    vertices.sort_unstable();
    vertices.dedup();
    Block { vertices, edges }
}

/// Splits of blocks, put together: where two blocks meet, one of them is turned over.
#[derive(Debug)]
pub(crate) struct Split {
    /// For each edge of the graph whether its ends are in one camp.
    together: Vec<bool>,
}

impl Split {
    pub(crate) fn new(graph: &SignedGraph) -> Self {
        Self {
            together: vec![true; graph.edges().len()],
        }
    }

    /// Take the split of a block, as sides of its vertices.
    pub(crate) fn settle(&mut self, graph: &SignedGraph, block: &Block, side: &[bool]) {
        for (&e, (a, b, _)) in block.edges.iter().zip(block.edges(graph)) {
            self.together[e] = side[a] == side[b];
        }
    }

    /// The camps of all vertices; the first vertex of a component is in the first.
    pub(crate) fn camps(&self, graph: &SignedGraph) -> Vec<bool> {
        let n = graph.names().len();
        let mut near: Vec<Vec<(usize, bool)>> = vec![Vec::new(); n];
        for (e, &together) in graph.edges().iter().zip(&self.together) {
            near[e.a as usize].push((e.b as usize, together));
            near[e.b as usize].push((e.a as usize, together));
        }
        let mut camp: Vec<Option<bool>> = vec![None; n];
        for root in 0..n {
            if camp[root].is_some() {
                continue;
            }
            camp[root] = Some(false);
            let mut open = vec![(root, false)];
            while let Some((v, here)) = open.pop() {
                for &(u, together) in &near[v] {
                    if camp[u].is_none() {
                        let there = here == together;
                        camp[u] = Some(there);
                        open.push((u, there));
                    }
                }
            }
        }
        camp.into_iter().map(Option::unwrap_or_default).collect()
    }
}
