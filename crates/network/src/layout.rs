//! Where does each actor stand on the sheet? Friends near each other, camps apart, the same every time.
//!
//! Springs (Fruchterman and Reingold): all push each other away, friendly edges pull, hostile ones push once more. It
//! starts from two half circles, one a camp, in order of names, and cools down in a fixed number of steps, so that no
//! chance comes in.

use crate::graph::SignedGraph;
use crate::scene::{Anchor, Colour, Scene, Stroke};

/// Actors beyond which a picture shows nothing, and of these the ones with most edges are drawn.
pub const MOST_ACTORS: usize = 150;
const STEPS: usize = 400;
const SIZE: f64 = 900.0;
const TOP: f64 = 84.0;

/// What a picture shows of a graph besides itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looks<'a> {
    /// Camp of each vertex.
    pub camp: &'a [bool],
    /// Weight of each edge; all alike where there are none.
    pub weights: Option<&'a [f64]>,
    /// Whether the best split violates an edge.
    pub violated: &'a [bool],
}

/// Positions from 0 to 1 in both directions.
pub fn positions(graph: &SignedGraph, camp: &[bool]) -> Vec<[f64; 2]> {
    let n = graph.names().len();
    let mut at = Vec::with_capacity(n);
    let mut seen = [0usize; 2];
    let size = [false, true].map(|c| {
        (0..n)
            .filter(|&v| camp.get(v).copied().unwrap_or(false) == c)
            .count()
    });
    for v in 0..n {
        let side = usize::from(camp.get(v).copied().unwrap_or(false));
        let turn = (seen[side] as f64 + 0.5) / size[side].max(1) as f64;
        seen[side] += 1;
        let angle = std::f64::consts::PI * (turn + 0.5);
        let (x, y) = (libm::cos(angle), libm::sin(angle));
        at.push(if side == 0 {
            [x - 0.3, y]
        } else {
            [0.3 - x, y]
        });
    }
    let ideal = 1.6 / (n.max(1) as f64).sqrt();
    for step in 0..STEPS {
        let mut force = vec![[0.0; 2]; n];
        for i in 0..n {
            for j in 0..i {
                let (d, distance) = apart(at[i], at[j]);
                let push = ideal * ideal / distance;
                add(&mut force, i, j, d, push / distance);
            }
        }
        for e in graph.edges() {
            let (a, b) = (e.a as usize, e.b as usize);
            let (d, distance) = apart(at[a], at[b]);
            // Many edges at once would pull all into a point.
            let strength = if e.positive {
                -distance * distance / ideal
            } else {
                0.5 * ideal * ideal / distance
            };
            let degree = ((n.max(2) as f64).sqrt() / 2.0).max(1.0);
            add(&mut force, a, b, d, strength / distance / degree);
        }
        let heat = 0.12 * (1.0 - step as f64 / STEPS as f64);
        for (at, [x, y]) in at.iter_mut().zip(force) {
            // A weak pull to the middle keeps parts that do not know each other on the sheet.
            let (x, y) = (x - 0.3 * ideal * at[0], y - 0.3 * ideal * at[1]);
            let length = (x * x + y * y).sqrt().max(1e-9);
            let by = length.min(heat) / length;
            at[0] += x * by;
            at[1] += y * by;
        }
    }
    let fold =
        |axis: usize, f: fn(f64, f64) -> f64| at.iter().map(|p| p[axis]).reduce(f).unwrap_or(0.0);
    let (left, right) = (fold(0, f64::min), fold(0, f64::max));
    let (low, high) = (fold(1, f64::min), fold(1, f64::max));
    let place = |x: f64, from: f64, to: f64| {
        if to > from {
            (x - from) / (to - from)
        } else {
            0.5
        }
    };
    at.iter()
        .map(|[x, y]| [place(*x, left, right), place(*y, low, high)])
        .collect()
}

fn apart(a: [f64; 2], b: [f64; 2]) -> ([f64; 2], f64) {
    let d = [a[0] - b[0], a[1] - b[1]];
    let distance = (d[0] * d[0] + d[1] * d[1]).sqrt().max(1e-3);
    (d, distance)
}

fn add(force: &mut [[f64; 2]], i: usize, j: usize, d: [f64; 2], by: f64) {
    for axis in 0..2 {
        force[i][axis] += d[axis] * by;
        force[j][axis] -= d[axis] * by;
    }
}

/// The graph as a picture: a shape a camp, solid friendly edges, dashed hostile ones.
pub fn picture(graph: &SignedGraph, looks: Looks<'_>, title: &str) -> Scene {
    let n = graph.names().len();
    let mut degree = vec![0usize; n];
    for e in graph.edges() {
        degree[e.a as usize] += 1;
        degree[e.b as usize] += 1;
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&v| (std::cmp::Reverse(degree[v]), v));
    let mut shown = vec![false; n];
    for &v in order.iter().take(MOST_ACTORS) {
        shown[v] = true;
    }
    let (part, of, edges) = graph.part(&shown);
    let camp: Vec<bool> = of
        .iter()
        .map(|&v| looks.camp.get(v).copied().unwrap_or(false))
        .collect();
    let mut scene = Scene::new(SIZE, SIZE + TOP, title.to_owned());
    scene.text([24.0, 30.0], Anchor::Start, 17.0, title).bold = true;
    let key = |scene: &mut Scene, x: f64, y: f64, words: &str, stroke: Stroke| {
        scene.path(vec![[x, y - 4.0], [x + 30.0, y - 4.0]], stroke);
        scene.text([x + 38.0, y], Anchor::Start, 12.0, words);
    };
    key(
        &mut scene,
        24.0,
        56.0,
        "friendly",
        Stroke::solid(Colour::Blue, 2.0),
    );
    key(
        &mut scene,
        150.0,
        56.0,
        "hostile",
        Stroke::dashed(Colour::Vermillion, 2.0, [6.0, 4.0]),
    );
    key(
        &mut scene,
        270.0,
        56.0,
        "violates the camps (black below)",
        Stroke::solid(Colour::Black, 4.0),
    );
    scene.shapes.push(crate::scene::Shape::Circle(
        [560.0, 52.0],
        7.0,
        Colour::SkyBlue,
    ));
    scene.text([574.0, 56.0], Anchor::Start, 12.0, "camp 1");
    scene.shapes.push(crate::scene::Shape::Square(
        [650.0, 52.0],
        6.5,
        Colour::Orange,
    ));
    scene.text([664.0, 56.0], Anchor::Start, 12.0, "camp 2");
    if part.names().len() < n {
        let words = format!("the {} of {n} actors with most ties", part.names().len());
        scene.text([24.0, 76.0], Anchor::Start, 12.0, words).colour = Colour::Grey;
    }
    let places: Vec<[f64; 2]> = positions(&part, &camp)
        .into_iter()
        .map(|[x, y]| [60.0 + x * (SIZE - 120.0), TOP + 30.0 + y * (SIZE - 80.0)])
        .collect();
    let most = looks
        .weights
        .into_iter()
        .flatten()
        .copied()
        .fold(0.0, f64::max);
    // Of many ties each is thin and pale.
    let crowd = (10.0 / (edges.len().max(1) as f64).sqrt()).clamp(0.3, 1.0);
    // What is violated lies above the rest.
    for above in [false, true] {
        for (edge, &index) in part.edges().iter().zip(&edges) {
            let violated = looks.violated.get(index).copied().unwrap_or(false);
            if violated != above {
                continue;
            }
            let weight = looks
                .weights
                .and_then(|w| w.get(index))
                .copied()
                .unwrap_or(0.0);
            let width = if most > 0.0 {
                crowd * (0.8 + 3.2 * (weight / most).sqrt())
            } else {
                1.4
            };
            let ends = vec![places[edge.a as usize], places[edge.b as usize]];
            if violated {
                let under = Stroke {
                    opacity: 0.35,
                    ..Stroke::solid(Colour::Black, width + 3.0)
                };
                scene.path(ends.clone(), under);
            }
            let stroke = if edge.positive {
                Stroke::solid(Colour::Blue, width)
            } else {
                Stroke::dashed(Colour::Vermillion, width, [6.0, 4.0])
            };
            let opacity = if violated { 1.0 } else { crowd };
            scene.path(ends, Stroke { opacity, ..stroke });
        }
    }
    for (v, &[x, y]) in places.iter().enumerate() {
        let shape = if camp[v] {
            crate::scene::Shape::Square([x, y], 7.0, Colour::Orange)
        } else {
            crate::scene::Shape::Circle([x, y], 7.5, Colour::SkyBlue)
        };
        scene.shapes.push(shape);
    }
    for (name, &[x, y]) in part.names().iter().zip(&places) {
        scene
            .text([x, y - 11.0], Anchor::Middle, 12.0, name.as_str())
            .bold = true;
    }
    scene
}
