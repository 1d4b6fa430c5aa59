//! The head for two marked spans: marks, a few layers, means, labels.

use std::ops::Range;

use super::encoder::{self, Scratch};
use super::file::Relation;
use super::kernel::{Kernel, Quantised};
use super::math;

/// Probabilities of the labels, a list a pair. `rows` are the sentence's, root first; spans count words, from 0, and
/// are not empty. Pairs go through the layers side by side, so that each weight is used often.
pub(crate) fn probabilities(
    head: &Relation,
    kernel: Kernel,
    wide: usize,
    rows: &[f32],
    pairs: &[[Range<usize>; 2]],
    scratch: &mut Scratch,
) -> Vec<Vec<f32>> {
    let n = rows.len() / wide;
    scratch.x.clear();
    for pair in pairs {
        let start = scratch.x.len();
        scratch.x.extend_from_slice(rows);
        for (span, mark) in pair.iter().zip(head.marks.chunks_exact(wide)) {
            let marked = start + (span.start + 1) * wide..start + (span.end + 1) * wide;
            for row in scratch.x[marked].chunks_exact_mut(wide) {
                for (x, &m) in row.iter_mut().zip(mark) {
                    *x += m;
                }
            }
        }
    }
    let ends: Vec<usize> = (1..=pairs.len()).map(|i| i * n).collect();
    for layer in &head.layers {
        encoder::forward(layer, kernel, wide, &ends, scratch);
    }
    let mut features = Vec::with_capacity(pairs.len() * 3 * wide);
    for (pair, x) in pairs.iter().zip(scratch.x.chunks_exact(rows.len())) {
        features.extend_from_slice(&x[..wide]);
        for span in pair {
            let mut mean = vec![0.0_f32; wide];
            for row in x[(span.start + 1) * wide..(span.end + 1) * wide].chunks_exact(wide) {
                for (sum, &x) in mean.iter_mut().zip(row) {
                    *sum += x;
                }
            }
            let n = span.len() as f32;
            features.extend(mean.iter().map(|sum| sum / n));
        }
    }
    let (mut quantised, mut scores) = (Quantised::default(), Vec::new());
    quantised.fill(kernel, &features, head.out.n_in);
    kernel.multiply(&quantised, &head.out, &mut scores);
    scores
        .chunks_exact_mut(head.out.padded())
        .take(pairs.len())
        .map(|scores| {
            let scores = &mut scores[..head.out.n_out];
            math::softmax(scores, head.out.n_out);
            scores.to_vec()
        })
        .collect()
}
