//! What is a signed graph? Named vertices and edges that are friendly or hostile, each pair at most once.
//!
//! Lists of edges come from anywhere, so they hold loops, pairs told twice and pairs told with both signs. [`Builder`]
//! gives each of these a defined result and says what it did: a loop is left out, a repetition counts once, a pair with
//! both signs has no sign and is left out. Vertices are kept in order of name and edges in order of their ends, so that
//! the order in which they were told changes nothing.

use std::collections::BTreeMap;

/// An edge between two vertices, the smaller index first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// First end.
    pub a: u32,
    /// Second end.
    pub b: u32,
    /// Whether it is friendly.
    pub positive: bool,
}

impl Edge {
    /// 1 or -1.
    pub const fn sign(self) -> i32 {
        if self.positive { 1 } else { -1 }
    }
}

/// An undirected graph whose edges have a sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedGraph {
    names: Vec<String>,
    edges: Vec<Edge>,
}

/// What was not taken as it was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Irregular {
    /// Edges from a vertex to itself, by its name.
    pub loops: Vec<String>,
    /// Pairs told more than once with one sign.
    pub repeated: Vec<(String, String)>,
    /// Pairs told with both signs.
    pub contradicting: Vec<(String, String)>,
}

impl Irregular {
    /// Whether there was nothing of the kind.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Gathers edges.
///
/// ```
/// let mut builder = network::graph::Builder::default();
/// for (a, b, positive) in [("IRN", "SYR", true), ("SYR", "IRN", true), ("IRQ", "IRN", true), ("IRN", "IRQ", false)] {
///     builder.add(a, b, positive);
/// }
/// let (graph, irregular) = builder.build();
/// assert_eq!((graph.names().len(), graph.edges().len()), (3, 1));
/// assert_eq!(irregular.contradicting, [("IRN".to_owned(), "IRQ".to_owned())]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Builder {
    names: BTreeMap<String, u32>,
    /// How often each pair was told friendly and hostile.
    told: BTreeMap<(u32, u32), (u32, u32)>,
    loops: Vec<u32>,
}

impl Builder {
    /// A vertex, with or without edges.
    pub fn vertex(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.names.get(name) {
            return known;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.insert(name.to_owned(), index);
        index
    }

    /// An edge.
    pub fn add(&mut self, a: &str, b: &str, positive: bool) {
        let (a, b) = (self.vertex(a), self.vertex(b));
        if a == b {
            self.loops.push(a);
            return;
        }
        let told = self.told.entry((a.min(b), a.max(b))).or_default();
        if positive {
            told.0 += 1;
        } else {
            told.1 += 1;
        }
    }

    /// The graph, and what was not taken into it.
    pub fn build(self) -> (SignedGraph, Irregular) {
        // Indices were given in the order of telling; those of the graph go by name.
        let mut place = vec![0; self.names.len()];
        for (at, &index) in (0..).zip(self.names.values()) {
            place[index as usize] = at;
        }
        let names: Vec<String> = self.names.into_keys().collect();
        let name = |v: u32| names[v as usize].clone();
        let mut irregular = Irregular::default();
        let mut edges = Vec::new();
        for ((a, b), (friendly, hostile)) in self.told {
            let (a, b) = (place[a as usize], place[b as usize]);
            let (a, b) = (a.min(b), a.max(b));
            if friendly > 0 && hostile > 0 {
                irregular.contradicting.push((name(a), name(b)));
                continue;
            }
            if friendly + hostile > 1 {
                irregular.repeated.push((name(a), name(b)));
            }
            let positive = friendly > 0;
            edges.push(Edge { a, b, positive });
        }
        edges.sort_unstable();
        irregular.loops = self
            .loops
            .iter()
            .map(|&v| name(place[v as usize]))
            .collect();
        irregular.loops.sort_unstable();
        irregular.repeated.sort_unstable();
        irregular.contradicting.sort_unstable();
        (SignedGraph { names, edges }, irregular)
    }
}

impl SignedGraph {
    /// The names of the vertices, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The edges, in order of their ends.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// How many friendly and hostile edges each vertex has, in order.
    pub fn degrees(&self) -> Vec<(usize, usize)> {
        let mut all = vec![(0, 0); self.names.len()];
        for edge in &self.edges {
            for v in [edge.a, edge.b] {
                let (positive, negative) = &mut all[v as usize];
                *(if edge.positive { positive } else { negative }) += 1;
            }
        }
        all
    }

    /// Name of a vertex; empty where there is none of this index.
    pub fn name(&self, vertex: u32) -> &str {
        self.names.get(vertex as usize).map_or("", String::as_str)
    }

    /// How many edges are hostile.
    pub fn negative(&self) -> usize {
        self.edges.iter().filter(|e| !e.positive).count()
    }

    /// For each vertex its neighbours in order, each with whether the edge is friendly.
    pub fn neighbours(&self) -> Vec<Vec<(u32, bool)>> {
        let mut all = vec![Vec::new(); self.names.len()];
        for e in &self.edges {
            all[e.a as usize].push((e.b, e.positive));
            all[e.b as usize].push((e.a, e.positive));
        }
        for list in &mut all {
            list.sort_unstable();
        }
        all
    }

    /// The part of it between some vertices, and which vertices and edges these were.
    pub fn part(&self, of: &[bool]) -> (Self, Vec<usize>, Vec<usize>) {
        let inside = |v: u32| of.get(v as usize).copied().unwrap_or(false);
        let vertices: Vec<usize> = (0..self.names.len())
            .filter(|&v| of.get(v) == Some(&true))
            .collect();
        let mut place = vec![0; self.names.len()];
        for (at, &v) in (0..).zip(&vertices) {
            place[v] = at;
        }
        let kept = |e: &Edge| inside(e.a) && inside(e.b);
        let edges: Vec<usize> = (0..self.edges.len())
            .filter(|&i| kept(&self.edges[i]))
            .collect();
        let part = Self {
            names: vertices.iter().map(|&v| self.names[v].clone()).collect(),
            edges: edges
                .iter()
                .map(|&i| Edge {
                    a: place[self.edges[i].a as usize],
                    b: place[self.edges[i].b as usize],
                    ..self.edges[i]
                })
                .collect(),
        };
        (part, vertices, edges)
    }

    /// For each vertex the number of its connected component, numbered in order of their first vertex.
    pub fn components(&self) -> Vec<u32> {
        let neighbours = self.neighbours();
        let mut number = vec![u32::MAX; self.names.len()];
        let mut next = 0;
        for start in 0..self.names.len() {
            if number[start] != u32::MAX {
                continue;
            }
            let mut open = vec![start];
            number[start] = next;
            while let Some(v) = open.pop() {
                for &(u, _) in &neighbours[v] {
                    if number[u as usize] == u32::MAX {
                        number[u as usize] = next;
                        open.push(u as usize);
                    }
                }
            }
            next += 1;
        }
        number
    }
}
