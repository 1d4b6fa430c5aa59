//! Which share of closed walks is balanced? tr exp A over tr exp |A| (Estrada and Benzi).
//!
//! By eigenvalues, component by component. Both traces are taken relative to the largest eigenvalue of all, since exp of
//! it would leave the range of floats in dense graphs.

use crate::eigen::{Eigen, eigen};
use crate::graph::SignedGraph;

/// Vertices of a component beyond which its eigenvalues would take minutes.
pub const MAX_COMPONENT: usize = 1_000;

/// Closed walks, weighed by 1 / length!.
#[derive(Debug, Clone, PartialEq)]
pub struct Walks {
    /// tr exp A / tr exp |A|.
    pub balance: f64,
    /// The same for the walks from each vertex.
    pub local: Vec<f64>,
}

/// Measure the closed walks of a graph; none where it has no vertex, or a component that is too large.
pub fn walks(graph: &SignedGraph) -> Option<Walks> {
    let component = graph.components();
    let count = component.iter().max()? + 1;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count as usize];
    for (v, &c) in component.iter().enumerate() {
        members[c as usize].push(v);
    }
    if members.iter().any(|m| m.len() > MAX_COMPONENT) {
        return None;
    }
    let mut place = vec![0; component.len()];
    for list in &members {
        for (i, &v) in list.iter().enumerate() {
            place[v] = i;
        }
    }
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
    for (i, e) in graph.edges().iter().enumerate() {
        edges[component[e.a as usize] as usize].push(i);
    }
    let parts: Vec<(Eigen, Eigen)> = members
        .iter()
        .zip(&edges)
        .map(|(members, edges)| {
            let n = members.len();
            let of = |signed: bool| {
                let mut matrix = vec![0.0; n * n];
                for &e in edges {
                    let edge = graph.edges()[e];
                    let (a, b) = (place[edge.a as usize], place[edge.b as usize]);
                    let x = if signed { f64::from(edge.sign()) } else { 1.0 };
                    matrix[a * n + b] = x;
                    matrix[b * n + a] = x;
                }
                eigen(n, &matrix)
            };
            (of(true), of(false))
        })
        .collect();
    let top = |e: &Eigen| e.values.last().copied().unwrap_or(0.0);
    let highest = parts.iter().map(|p| top(&p.1)).fold(0.0, f64::max);
    let (mut signed, mut all) = (0.0, 0.0);
    let mut local = vec![1.0; component.len()];
    for (members, (with, without)) in members.iter().zip(&parts) {
        signed += trace(with, highest);
        all += trace(without, highest);
        let own = top(without);
        let (own_signed, own_all) = (diagonal(with, own), diagonal(without, own));
        for ((&v, s), a) in members.iter().zip(own_signed).zip(own_all) {
            local[v] = s / a;
        }
    }
    Some(Walks {
        balance: signed / all,
        local,
    })
}

/// tr exp, divided by exp of `highest`.
fn trace(parts: &Eigen, highest: f64) -> f64 {
    parts.values.iter().map(|v| libm::exp(v - highest)).sum()
}

/// The diagonal of exp, divided by exp of `highest`.
fn diagonal(parts: &Eigen, highest: f64) -> Vec<f64> {
    let n = parts.values.len();
    let mut sums = vec![0.0; n];
    for (k, value) in parts.values.iter().enumerate() {
        let factor = libm::exp(value - highest);
        for (sum, x) in sums.iter_mut().zip(&parts.vectors[k * n..][..n]) {
            *sum += factor * x * x;
        }
    }
    sums
}
