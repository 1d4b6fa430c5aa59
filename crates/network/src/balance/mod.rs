//! How balanced is a signed graph? Several measures, none of which is the score: they disagree by nature.
//!
//! | measure | asks | module |
//! |---|---|---|
//! | triangle balance | which share of triangles has an even number of hostile edges | [`triangle`] |
//! | walk balance | the same of closed walks of all lengths, short ones counting most (Estrada and Benzi) | [`walk`] |
//! | frustration index | how many edges the best split into two camps violates (Harary, Aref and Wilson) | [`crate::frustration`] |
//! | weak balance | the same where an enemy's enemy may be an enemy: k blocs (Davis, Doreian and Mrvar) | [`bloc`] |

pub mod bloc;
pub mod triangle;
pub mod walk;

use crate::frustration::{Frustration, frustration};
use crate::graph::SignedGraph;

use self::bloc::Blocs;
use self::triangle::Triangles;
use self::walk::Walks;

/// All measures of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Triangles, balanced and not.
    pub triangles: Triangles,
    /// Closed walks; absent where a component is too large ([`walk::MAX_COMPONENT`]).
    pub walks: Option<Walks>,
    /// The line index, its bounds and the camps.
    pub frustration: Frustration,
    /// The best splits into up to so many blocs that were found.
    pub blocs: Vec<Blocs>,
    /// How balance stands around each vertex, in the graph's order.
    pub actors: Vec<ActorBalance>,
}

/// How balance stands around one vertex.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorBalance {
    /// Friendly edges.
    pub positive: usize,
    /// Hostile edges.
    pub negative: usize,
    /// Triangles it is in.
    pub triangles: usize,
    /// Those of them that are balanced.
    pub balanced: usize,
    /// Closed walks from it: (exp A)ᵢᵢ / (exp |A|)ᵢᵢ (Diaz-Diaz, Bartesaghi and Estrada).
    pub walk: Option<f64>,
    /// Edges of it that the best split violates.
    pub violated: usize,
}

impl Balance {
    /// Measure a graph. `spent` is the budget's, as for [`frustration`].
    pub fn of(graph: &SignedGraph, spent: &dyn Fn() -> f64) -> Self {
        let triangles = triangle::triangles(graph);
        let walks = walk::walks(graph);
        let frustration = frustration(graph, spent);
        let blocs = bloc::blocs(graph, &frustration);
        let mut actors: Vec<ActorBalance> = graph
            .degrees()
            .into_iter()
            .enumerate()
            .map(|(v, (positive, negative))| ActorBalance {
                positive,
                negative,
                triangles: triangles.around[v].0,
                balanced: triangles.around[v].1,
                walk: walks.as_ref().map(|w| w.local[v]),
                violated: 0,
            })
            .collect();
        for &edge in graph.edges() {
            for v in [edge.a, edge.b] {
                actors[v as usize].violated += usize::from(frustration.violates(edge));
            }
        }
        Self {
            triangles,
            walks,
            frustration,
            blocs,
            actors,
        }
    }

    /// 1 − 2 L / m, where the index is proven and there are edges (Aref and Wilson).
    pub fn normalised_frustration(&self, graph: &SignedGraph) -> Option<f64> {
        let edges = graph.edges().len();
        let index = self.frustration.index()?;
        (edges > 0).then(|| 1.0 - 2.0 * index as f64 / edges as f64)
    }
}
