//! The head for two marked spans: marks, a few layers, means, labels.

use std::ops::Range;

use super::encoder::Scratch;
use super::file::Relation;
use super::kernel::{Kernel, Quantised};
use super::{marked, math};

/// Probabilities of the labels, a list a pair. `rows` are the sentence's, root first; spans count words, from 0, and
/// are not empty.
pub(crate) fn probabilities(
    head: &Relation,
    kernel: Kernel,
    wide: usize,
    rows: &[f32],
    pairs: &[[Range<usize>; 2]],
    scratch: &mut Scratch,
) -> Vec<Vec<f32>> {
    let mark = |i: usize, x: &mut [f32]| {
        for (span, mark) in pairs[i].iter().zip(head.marks.chunks_exact(wide)) {
            marked::add(x, span.clone(), mark);
        }
    };
    // The root and the words of both spans are all that is read below.
    let wanted =
        |i: usize, row: usize| row == 0 || pairs[i].iter().any(|span| span.contains(&(row - 1)));
    marked::through(
        &head.layers,
        kernel,
        wide,
        rows,
        pairs.len(),
        mark,
        wanted,
        scratch,
    );
    let mut features = Vec::with_capacity(pairs.len() * 3 * wide);
    for (pair, x) in pairs.iter().zip(scratch.x.chunks_exact(rows.len())) {
        features.extend_from_slice(&x[..wide]);
        for span in pair {
            marked::mean(x, wide, span.clone(), &mut features);
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
