//! The head for two marked spans: marks, one layer, means, labels.

use std::ops::Range;

use super::encoder::{self, Scratch};
use super::file::Relation;
use super::kernel::{Kernel, Quantised};
use super::math;

/// Probabilities of the labels. `rows` are the sentence's, root first; spans count words, from 0, and are not empty.
pub(crate) fn probabilities(
    head: &Relation,
    kernel: Kernel,
    wide: usize,
    rows: &[f32],
    spans: [Range<usize>; 2],
    scratch: &mut Scratch,
) -> Vec<f32> {
    scratch.x.clear();
    scratch.x.extend_from_slice(rows);
    for (span, mark) in spans.iter().zip(head.marks.chunks_exact(wide)) {
        for row in scratch.x[(span.start + 1) * wide..(span.end + 1) * wide].chunks_exact_mut(wide)
        {
            for (x, &m) in row.iter_mut().zip(mark) {
                *x += m;
            }
        }
    }
    encoder::forward(&head.layer, kernel, wide, &[rows.len() / wide], scratch);
    let mut features = scratch.x[..wide].to_vec();
    for span in spans {
        let mut mean = vec![0.0_f32; wide];
        for row in scratch.x[(span.start + 1) * wide..(span.end + 1) * wide].chunks_exact(wide) {
            for (sum, &x) in mean.iter_mut().zip(row) {
                *sum += x;
            }
        }
        let n = span.len() as f32;
        features.extend(mean.iter().map(|sum| sum / n));
    }
    let (mut quantised, mut scores) = (Quantised::default(), Vec::new());
    quantised.fill(kernel, &features, head.out.n_in);
    kernel.multiply(&quantised, &head.out, &mut scores);
    scores.truncate(head.out.n_out);
    let n = scores.len();
    math::softmax(&mut scores, n);
    scores
}
