//! The transformer: rows of word pieces to rows of features, for many sentences at once.
//!
//! The pieces of a batch lie behind each other without padding; only attention knows where a sentence ends.

use super::file::{Rows, Weights};
use super::kernel::{Kernel, Quantised};
use super::math;

/// The pieces of a batch of sentences.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// Vocabulary row of each piece.
    pub(crate) ids: Vec<u16>,
    /// Letter-case class of each piece.
    pub(crate) cases: Vec<u8>,
    /// Where each sentence ends in `ids`.
    pub(crate) ends: Vec<usize>,
}

/// Buffers that live as long as a thread works.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) x: Vec<f32>,
    pub(crate) y: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    keys: Vec<f32>,
    weights: Vec<f32>,
    pub(crate) quantised: Quantised,
}

/// Run the encoder; the features end up in `scratch.x`, `wide` values a piece.
pub(crate) fn encode(w: &Weights, kernel: Kernel, pieces: &Pieces, scratch: &mut Scratch) {
    embed(w, kernel, pieces, scratch);
    let wide = w.wide;
    for layer in &w.layers {
        scratch.quantised.fill(kernel, &scratch.x, wide);
        kernel.multiply(&scratch.quantised, &layer.qkv, &mut scratch.qkv);
        attend(w, kernel, &pieces.ends, scratch);
        scratch.quantised.fill(kernel, &scratch.attended, wide);
        kernel.multiply(&scratch.quantised, &layer.o, &mut scratch.y);
        kernel.widen(|| {
            for (x, y) in scratch
                .x
                .chunks_exact_mut(wide)
                .zip(scratch.y.chunks_exact(wide))
            {
                math::add_and_normalise(x, y, &layer.ln1);
            }
        });
        scratch.quantised.fill(kernel, &scratch.x, wide);
        kernel.multiply(&scratch.quantised, &layer.up, &mut scratch.y);
        kernel.widen(|| math::gelu(&mut scratch.y));
        scratch.quantised.fill(kernel, &scratch.y, layer.down.n_in);
        kernel.multiply(&scratch.quantised, &layer.down, &mut scratch.y);
        kernel.widen(|| {
            for (x, y) in scratch
                .x
                .chunks_exact_mut(wide)
                .zip(scratch.y.chunks_exact(wide))
            {
                math::add_and_normalise(x, y, &layer.ln2);
            }
        });
    }
}

fn embed(w: &Weights, kernel: Kernel, pieces: &Pieces, scratch: &mut Scratch) {
    let wide = w.wide;
    scratch.x.resize(pieces.ids.len() * wide, 0.0);
    let mut start = 0;
    for &end in &pieces.ends {
        for i in start..end {
            let (word, case) = (usize::from(pieces.ids[i]), usize::from(pieces.cases[i]));
            let position = (i - start).min(w.n_positions - 1);
            let x = &mut scratch.x[i * wide..(i + 1) * wide];
            kernel.widen(|| {
                let (word, word_scale) = row(&w.word, word, wide);
                let (position, position_scale) = row(&w.position, position, wide);
                let case = &w.case[case * wide..(case + 1) * wide];
                for (((x, &a), &b), &c) in x.iter_mut().zip(word).zip(position).zip(case) {
                    *x = f32::from(a.cast_signed()) * word_scale
                        + f32::from(b.cast_signed()) * position_scale
                        + c;
                }
                math::normalise(x, &w.ln);
            });
        }
        start = end;
    }
}

fn row(rows: &Rows, i: usize, wide: usize) -> (&'static [u8], f32) {
    (&rows.weight[i * wide..(i + 1) * wide], rows.scale[i])
}

/// Attention inside each sentence, from `scratch.qkv` to `scratch.attended`.
fn attend(w: &Weights, kernel: Kernel, ends: &[usize], scratch: &mut Scratch) {
    let (wide, n_heads) = (w.wide, w.n_heads);
    let size = wide / n_heads;
    let scale = 1.0 / (size as f32).sqrt();
    let Scratch {
        qkv,
        attended,
        keys,
        weights,
        x,
        ..
    } = scratch;
    attended.resize(x.len(), 0.0);
    let mut start = 0;
    for &end in ends {
        let n = end - start;
        keys.resize(size * n, 0.0);
        weights.resize(n, 0.0);
        for head in 0..n_heads {
            let at = |i: usize, part: usize| (start + i) * 3 * wide + part * wide + head * size;
            kernel.widen(|| {
                // Keys lie transposed, so that the innermost loops run over neighbours.
                for j in 0..n {
                    for (d, &k) in qkv[at(j, 1)..at(j, 1) + size].iter().enumerate() {
                        keys[d * n + j] = k;
                    }
                }
                for i in 0..n {
                    weights.fill(0.0);
                    for (d, &q) in qkv[at(i, 0)..at(i, 0) + size].iter().enumerate() {
                        let q = q * scale;
                        for (weight, &k) in weights.iter_mut().zip(&keys[d * n..(d + 1) * n]) {
                            *weight += q * k;
                        }
                    }
                    math::softmax(weights);
                    let to = (start + i) * wide + head * size;
                    let out = &mut attended[to..to + size];
                    out.fill(0.0);
                    for (j, &weight) in weights.iter().enumerate() {
                        for (o, &v) in out.iter_mut().zip(&qkv[at(j, 2)..at(j, 2) + size]) {
                            *o += weight * v;
                        }
                    }
                }
            });
        }
        start = end;
    }
}
