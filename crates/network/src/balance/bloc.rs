//! How many edges does the best split into k blocs violate? Hostile ones within a bloc, friendly ones between blocs.
//!
//! With two blocs this is the frustration index, and its split is the proven one. With more it is a search, hence an
//! upper bound; a lower one comes of triangles with one hostile edge that share no edge, each of which every split of
//! whatever number violates once. Doreian and Mrvar weigh the two kinds of violation; both are told here.

use crate::frustration::Frustration;
use crate::graph::SignedGraph;
use crate::random::Random;

use super::triangle;

/// Blocs tried.
const MOST_BLOCS: usize = 8;
/// New starts for each number of blocs.
const STARTS: usize = 12;

/// A split into blocs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocs {
    /// How many blocs it may have.
    pub k: usize,
    /// Hostile edges within a bloc.
    pub within: usize,
    /// Friendly edges between blocs.
    pub between: usize,
    /// No split into this many blocs violates fewer edges.
    pub lower: usize,
    /// The bloc of each vertex, numbered by their first vertices.
    pub bloc: Vec<usize>,
}

impl Blocs {
    /// Edges that it violates.
    pub const fn violated(&self) -> usize {
        self.within + self.between
    }
}

/// The best splits found into one, two, … blocs, as long as another bloc helps.
pub fn blocs(graph: &SignedGraph, two: &Frustration) -> Vec<Blocs> {
    let n = graph.names().len();
    if n == 0 {
        return Vec::new();
    }
    let lower = apart(graph);
    let mut all = vec![
        told(graph, 1, vec![0; n], graph.negative()),
        told(
            graph,
            2,
            two.camp.iter().map(|&c| usize::from(c)).collect(),
            usize::try_from(two.lower).unwrap_or(0),
        ),
    ];
    let near = graph.neighbours();
    for k in 3..=MOST_BLOCS.min(n) {
        let before = &all[k - 2];
        let mut search = Search::new(&near, k);
        search.improve(before.bloc.clone());
        let mut random = Random::new(k as u64);
        // Sparse large graphs: fewer starts, for time's sake.
        let starts = if graph.edges().len() > 50_000 {
            2
        } else {
            STARTS
        };
        for _ in 0..starts {
            search.kick(&mut random);
        }
        let found = told(graph, k, search.best, lower);
        if found.violated() >= before.violated() {
            break;
        }
        all.push(found);
    }
    all
}

/// Triangles with one hostile edge that share no edge, gathered greedily.
fn apart(graph: &SignedGraph) -> usize {
    let mut used = vec![false; graph.edges().len()];
    let mut count = 0;
    triangle::each(graph, |t| {
        if triangle::hostile(graph, t) == 1 && t.edges.iter().all(|&e| !used[e]) {
            for e in t.edges {
                used[e] = true;
            }
            count += 1;
        }
    });
    count
}

fn told(graph: &SignedGraph, k: usize, bloc: Vec<usize>, lower: usize) -> Blocs {
    let mut number = vec![usize::MAX; bloc.iter().max().map_or(0, |m| m + 1)];
    let mut next = 0;
    for &b in &bloc {
        if number[b] == usize::MAX {
            number[b] = next;
            next += 1;
        }
    }
    let bloc: Vec<usize> = bloc.into_iter().map(|b| number[b]).collect();
    let (mut within, mut between) = (0, 0);
    for e in graph.edges() {
        let together = bloc[e.a as usize] == bloc[e.b as usize];
        within += usize::from(together && !e.positive);
        between += usize::from(!together && e.positive);
    }
    Blocs {
        k,
        within,
        between,
        lower: lower.min(within + between),
        bloc,
    }
}

/// Moves single vertices to the bloc that violates least, with kicks.
struct Search<'a> {
    near: &'a [Vec<(u32, bool)>],
    k: usize,
    best: Vec<usize>,
    violated: Option<i64>,
}

impl<'a> Search<'a> {
    const fn new(near: &'a [Vec<(u32, bool)>], k: usize) -> Self {
        Self {
            near,
            k,
            best: Vec::new(),
            violated: None,
        }
    }

    /// Go down from a split until no single move helps; keep what is best.
    fn improve(&mut self, mut bloc: Vec<usize>) {
        // What a vertex violates in a bloc, less what all of its friends do: lower is better.
        let pull = |bloc: &[usize], v: usize, sums: &mut [i64]| {
            sums.fill(0);
            for &(u, positive) in &self.near[v] {
                sums[bloc[u as usize]] += if positive { -1 } else { 1 };
            }
        };
        let mut sums = vec![0i64; self.k];
        loop {
            let mut moved = false;
            for v in 0..bloc.len() {
                pull(&bloc, v, &mut sums);
                let to = (0..self.k).min_by_key(|&b| (sums[b], b)).unwrap_or(0);
                if sums[to] < sums[bloc[v]] {
                    bloc[v] = to;
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        let mut violated = 0;
        for (v, near) in self.near.iter().enumerate() {
            for &(u, positive) in near {
                let u = u as usize;
                violated += i64::from(u > v && (bloc[u] == bloc[v]) != positive);
            }
        }
        if self.violated.is_none_or(|best| violated < best) {
            self.violated = Some(violated);
            self.best = bloc;
        }
    }

    /// Move a few vertices anywhere and go down again.
    fn kick(&mut self, random: &mut Random) {
        let mut bloc = self.best.clone();
        let n = bloc.len();
        for _ in 0..(n / 8).max(2) {
            let at = random.below(n);
            bloc[at] = random.below(self.k);
        }
        self.improve(bloc);
    }
}
