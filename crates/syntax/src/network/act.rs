//! The head for an act whose words and parties are marked: who acts and upon whom, by word, what act it is, what became of
//! it, and which of that the marks have right.

use super::encoder::Scratch;
use super::file::Acts;
use super::kernel::{Kernel, Quantised};
use super::{marked, math};

/// What the head says of one act, as probabilities.
pub(crate) struct Reading {
    /// Of both sides, that nobody is it, then of each word.
    pub(crate) sides: [Vec<f32>; 2],
    pub(crate) types: Vec<f32>,
    pub(crate) statuses: Vec<f32>,
    /// Of each judgement by itself.
    pub(crate) right: Vec<f32>,
}

/// The words of an act, of who acts and of upon whom, each perhaps none.
pub(crate) type Marks<'a> = [&'a [usize]; 3];

/// A reading for each act. `rows` are the sentence's, root first; words count from 0.
pub(crate) fn readings(
    head: &Acts,
    kernel: Kernel,
    wide: usize,
    rows: &[f32],
    acts: &[Marks<'_>],
    scratch: &mut Scratch,
) -> Vec<Reading> {
    let mark = |i: usize, x: &mut [f32]| {
        for (words, mark) in acts[i].iter().zip(head.marks.chunks_exact(wide)) {
            marked::add(x, words.iter().copied(), mark);
        }
    };
    let all = |_, _| true;
    marked::through(
        &head.layers,
        kernel,
        wide,
        rows,
        acts.len(),
        mark,
        all,
        scratch,
    );
    let mut features = Vec::with_capacity(acts.len() * 4 * wide);
    for (words, x) in acts.iter().zip(scratch.x.chunks_exact(rows.len())) {
        features.extend_from_slice(&x[..wide]);
        for words in words {
            marked::mean(x, wide, words.iter().copied(), &mut features);
        }
    }
    let (mut quantised, mut sides, mut rest) = (Quantised::default(), Vec::new(), Vec::new());
    quantised.fill(kernel, &scratch.x, wide);
    kernel.multiply(&quantised, &head.point, &mut sides);
    quantised.fill(kernel, &features, head.out.n_in);
    kernel.multiply(&quantised, &head.out, &mut rest);
    let (padded, n) = (head.point.padded(), rows.len() / wide);
    sides
        .chunks_exact(padded * n)
        .zip(rest.chunks_exact(head.out.padded()))
        .take(acts.len())
        .map(|(words, rest)| {
            let side = |k: usize| shares(words.chunks_exact(padded).map(|row| row[k]).collect());
            let (types, rest) = rest[..head.out.n_out].split_at(head.types.len());
            let (statuses, right) = rest.split_at(head.statuses.len());
            Reading {
                sides: [side(0), side(1)],
                types: shares(types.to_vec()),
                statuses: shares(statuses.to_vec()),
                right: right.iter().map(|&x| 1.0 / (1.0 + math::exp(-x))).collect(),
            }
        })
        .collect()
}

fn shares(mut scores: Vec<f32>) -> Vec<f32> {
    let n = scores.len();
    math::softmax(&mut scores, n);
    scores
}
