//! Which triangles are balanced? Those whose signs multiply to plus.
//!
//! Weakly unbalanced (Davis) are only those with one hostile edge: friends of one friend at odds.

use crate::graph::SignedGraph;

/// The triangles of a graph, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Triangles {
    /// By the number of hostile edges, 0 to 3.
    pub by_negative: [usize; 4],
    /// For each vertex the triangles it is in and the balanced ones of them.
    pub around: Vec<(usize, usize)>,
}

impl Triangles {
    /// All.
    pub fn total(&self) -> usize {
        self.by_negative.iter().sum()
    }

    /// Those with an even number of hostile edges.
    pub fn balanced(&self) -> usize {
        self.by_negative[0] + self.by_negative[2]
    }

    /// Share of balanced ones; none where there is no triangle.
    pub fn balance(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| self.balanced() as f64 / total as f64)
    }

    /// Share of those that are not friends of one friend at odds; none where there is no triangle.
    pub fn weak_balance(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| (total - self.by_negative[1]) as f64 / total as f64)
    }
}

/// A triangle: its vertices in order and its edges as indices, that of the first two, first and last, last two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Triangle {
    /// Vertices.
    pub vertices: [u32; 3],
    /// Edges.
    pub edges: [usize; 3],
}

/// Count the triangles.
///
/// ```
/// let mut builder = network::graph::Builder::default();
/// for (a, b, positive) in [("a", "b", true), ("b", "c", true), ("c", "a", false), ("a", "d", true)] {
///     builder.add(a, b, positive);
/// }
/// let triangles = network::balance::triangle::triangles(&builder.build().0);
/// assert_eq!((triangles.by_negative, triangles.balance()), ([0, 1, 0, 0], Some(0.0)));
/// ```
pub fn triangles(graph: &SignedGraph) -> Triangles {
    let mut all = Triangles {
        around: vec![(0, 0); graph.names().len()],
        ..Triangles::default()
    };
    each(graph, |t| {
        let negative = hostile(graph, t);
        all.by_negative[negative] += 1;
        for v in t.vertices {
            let around = &mut all.around[v as usize];
            around.0 += 1;
            around.1 += usize::from(negative.is_multiple_of(2));
        }
    });
    all
}

/// The unbalanced triangles that weigh most, at most so many. A triangle weighs what its lightest edge does; of those
/// that weigh the same the first in order of vertices stands first. Without weights all edges weigh 1.
pub fn unbalanced(graph: &SignedGraph, weights: Option<&[f64]>, most: usize) -> Vec<Triangle> {
    let weight = |t: &Triangle| {
        let of = |&e: &usize| weights.and_then(|w| w.get(e)).copied().unwrap_or(1.0);
        t.edges.iter().map(of).fold(f64::INFINITY, f64::min)
    };
    let mut all: Vec<(f64, Triangle)> = Vec::new();
    let order = |a: &(f64, Triangle), b: &(f64, Triangle)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    each(graph, |t| {
        if hostile(graph, t) % 2 == 1 {
            all.push((weight(&t), t));
            // Room for many, so that sorting is seldom.
            if all.len() >= 4 * most + 4096 {
                all.sort_by(order);
                all.truncate(most);
            }
        }
    });
    all.sort_by(order);
    all.truncate(most);
    all.into_iter().map(|(_, t)| t).collect()
}

/// How many edges of a triangle are hostile.
pub fn hostile(graph: &SignedGraph, triangle: Triangle) -> usize {
    let edges = graph.edges();
    triangle
        .edges
        .iter()
        .filter(|&&e| !edges[e].positive)
        .count()
}

/// Each triangle once: edges are directed to the end with more of them, so that no vertex has many to look through.
pub(crate) fn each(graph: &SignedGraph, mut see: impl FnMut(Triangle)) {
    let n = graph.names().len();
    let mut degree = vec![0u32; n];
    for e in graph.edges() {
        degree[e.a as usize] += 1;
        degree[e.b as usize] += 1;
    }
    let rank = |v: u32| (degree[v as usize], v);
    let mut ahead: Vec<Vec<(u32, usize)>> = vec![Vec::new(); n];
    for (i, e) in graph.edges().iter().enumerate() {
        let (from, to) = if rank(e.a) < rank(e.b) {
            (e.a, e.b)
        } else {
            (e.b, e.a)
        };
        ahead[from as usize].push((to, i));
    }
    let mut edge_to = vec![usize::MAX; n];
    for v in 0..n {
        for &(u, e) in &ahead[v] {
            edge_to[u as usize] = e;
        }
        for &(u, vu) in &ahead[v] {
            for &(w, uw) in &ahead[u as usize] {
                let vw = edge_to[w as usize];
                if vw != usize::MAX {
                    see(triangle(graph, [vu, vw, uw]));
                }
            }
        }
        for &(u, _) in &ahead[v] {
            edge_to[u as usize] = usize::MAX;
        }
    }
}

fn triangle(graph: &SignedGraph, edges: [usize; 3]) -> Triangle {
    // Edges are in order of their ends, so sorted indices are those of the first two, first and last, last two.
    let mut edges = edges;
    edges.sort_unstable();
    let all = graph.edges();
    let (first, last) = (all[edges[0]], all[edges[2]]);
    Triangle {
        vertices: [first.a, first.b, last.b],
        edges,
    }
}
