//! The transformer: rows of word pieces to a row of features a word, for many sentences at once.
//!
//! The pieces of a batch lie behind each other without padding; only attention knows where a sentence ends. From
//! the layer on that the weights file names, each word goes on as one row, the mean of its first and last piece:
//! what pieces say of each other is known by then, and there are a third more pieces than words.

use super::file::{HEAD, Layer, Weights};
use super::kernel::{Kernel, Quantised};
use super::math;

/// Attention scores are computed in runs of this many.
const RUN: usize = 16;
/// Rows that go through a layer together, unless one sentence has more.
const GROUP: usize = 96;

/// A batch of sentences, as pieces and as words. The first word of each sentence is its root.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Vocabulary row of each piece.
    pub(crate) ids: Vec<u16>,
    /// Letter-case class of each piece.
    pub(crate) cases: Vec<u8>,
    /// Where each sentence ends in `ids`.
    pub(crate) ends: Vec<usize>,
    /// The words.
    pub(crate) words: Vec<Word>,
    /// Where each sentence ends in `words`.
    pub(crate) word_ends: Vec<usize>,
}

/// Where a word's pieces lie in the batch, and its case class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) case: u8,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.ids.clear();
        self.cases.clear();
        self.ends.clear();
        self.words.clear();
        self.word_ends.clear();
    }

    /// The rows of each sentence, once rows are words.
    pub(crate) fn rows(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.word_ends.iter().copied());
        starts.zip(&self.word_ends).map(|(start, &end)| start..end)
    }
}

/// Buffers that live as long as a thread works.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// The rows that go from layer to layer.
    pub(crate) x: Vec<f32>,
    /// The rows as the head for relations reads them, where somebody asked for them.
    pub(crate) early: Option<Vec<f32>>,
    y: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    keys: Vec<f32>,
    weights: Vec<f32>,
    queries: Vec<usize>,
    quantised: Quantised,
}

/// Run the encoder; the features end up in `scratch.x`, `wide` values a word.
pub(crate) fn encode(w: &Weights, kernel: Kernel, batch: &Batch, scratch: &mut Scratch) {
    embed(w, kernel, batch, scratch);
    let early = w.relation.as_ref().map(|head| head.from);
    for i in 0..=w.layers.len() {
        if i == w.pool {
            pool(w.wide, kernel, batch, scratch);
        }
        if let Some(rows) = scratch.early.as_mut().filter(|_| early == Some(i)) {
            rows.clone_from(&scratch.x);
        }
        if let Some(layer) = w.layers.get(i) {
            let ends = if i < w.pool {
                &batch.ends
            } else {
                &batch.word_ends
            };
            forward(layer, kernel, w.wide, ends, |_| true, scratch);
        }
    }
}

/// One layer, in place on `scratch.x`; `ends` says where each sentence ends. Of the rows that it ends up in, only those
/// that `wanted` holds are, where it says so: it looks at all of them and leaves the others as they were.
///
/// A few sentences go through all of it before the next: their rows stay in the cache next to the weights.
pub(crate) fn forward(
    layer: &Layer,
    kernel: Kernel,
    wide: usize,
    ends: &[usize],
    wanted: impl Fn(usize) -> bool,
    scratch: &mut Scratch,
) {
    let (mut start, mut first) = (0, 0);
    while first < ends.len() {
        let mut last = first;
        while last + 1 < ends.len() && ends[last + 1] - start <= GROUP {
            last += 1;
        }
        let end = ends[last];
        scratch.queries.clear();
        let rows = (start..end).filter(|&row| wanted(row));
        scratch.queries.extend(rows.map(|row| row - start));
        forward_group(layer, kernel, wide, start, &ends[first..=last], scratch);
        start = end;
        first = last + 1;
    }
}

/// One layer for the sentences that start at row `start` and end at `ends`: for those of their rows that are among the queries.
fn forward_group(
    layer: &Layer,
    kernel: Kernel,
    wide: usize,
    start: usize,
    ends: &[usize],
    scratch: &mut Scratch,
) {
    let Scratch {
        x,
        y,
        qkv,
        attended,
        keys,
        weights,
        queries,
        quantised,
        ..
    } = scratch;
    let end = ends.last().copied().unwrap_or(start);
    let x = &mut x[start * wide..end * wide];
    quantised.fill(kernel, x, wide);
    kernel.multiply(quantised, &layer.qkv, qkv);
    attended.resize(queries.len() * wide, 0.0);
    let (mut from, mut done) = (start, 0);
    for &to in ends {
        let padded = (to - from).next_multiple_of(RUN);
        keys.clear();
        keys.resize(HEAD * padded, 0.0);
        weights.resize(padded, 0.0);
        let rows = from - start..to - start;
        let own = queries[done..].partition_point(|&q| q < rows.end);
        let asked = &queries[done..done + own];
        let attended = &mut attended[done * wide..(done + own) * wide];
        kernel.widen(|| {
            for head in 0..wide / HEAD {
                attend(
                    qkv,
                    attended,
                    keys,
                    weights,
                    wide,
                    rows.clone(),
                    asked,
                    head,
                );
            }
        });
        (from, done) = (to, done + own);
    }
    quantised.fill(kernel, attended, wide);
    kernel.multiply(quantised, &layer.o, y);
    // Row by row, so that each is normalised and quantised while it is in the cache.
    quantised.start(queries.len(), wide);
    kernel.widen(|| {
        for (&row, y) in queries.iter().zip(y.chunks_exact(wide)) {
            let x = &mut x[row * wide..(row + 1) * wide];
            math::add_and_normalise(x, y, &layer.ln1);
            quantised.push(x);
        }
    });
    kernel.multiply(quantised, &layer.up, y);
    let inner = layer.down.n_in;
    quantised.start(queries.len(), inner);
    kernel.widen(|| {
        for row in y.chunks_exact_mut(inner) {
            math::gelu(row);
            quantised.push(row);
        }
    });
    kernel.multiply(quantised, &layer.down, y);
    kernel.widen(|| {
        for (&row, y) in queries.iter().zip(y.chunks_exact(wide)) {
            let x = &mut x[row * wide..(row + 1) * wide];
            math::add_and_normalise(x, y, &layer.ln2);
        }
    });
}

fn embed(w: &Weights, kernel: Kernel, batch: &Batch, scratch: &mut Scratch) {
    let wide = w.wide;
    let Scratch { x, y, .. } = scratch;
    x.resize(batch.ids.len() * wide, 0.0);
    y.resize(wide, 0.0);
    let mut start = 0;
    for &end in &batch.ends {
        kernel.widen(|| {
            for i in start..end {
                let x = &mut x[i * wide..(i + 1) * wide];
                w.word.unpack(usize::from(batch.ids[i]), x);
                w.position.unpack((i - start).min(w.n_positions - 1), y);
                let case = &w.case[usize::from(batch.cases[i]) * wide..][..wide];
                for ((x, &position), &case) in x.iter_mut().zip(&*y).zip(case) {
                    *x = *x + position + case;
                }
                math::normalise(x, &w.ln);
            }
        });
        start = end;
    }
}

/// From rows of pieces to rows of words.
fn pool(wide: usize, kernel: Kernel, batch: &Batch, scratch: &mut Scratch) {
    let Scratch { x, y, .. } = scratch;
    y.resize(batch.words.len() * wide, 0.0);
    kernel.widen(|| {
        for (word, out) in batch.words.iter().zip(y.chunks_exact_mut(wide)) {
            let first = &x[word.first * wide..][..wide];
            let last = &x[word.last * wide..][..wide];
            for ((out, a), b) in out.iter_mut().zip(first).zip(last) {
                *out = (a + b) / 2.0;
            }
        }
    });
    std::mem::swap(x, y);
}

/// One head's attention among the rows of one sentence, from `qkv` to `attended`, which has a row for each that is asked for.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "compiled anew for the vector width of its caller"
)]
#[expect(clippy::too_many_arguments, reason = "buffers that its caller keeps")]
fn attend(
    qkv: &[f32],
    attended: &mut [f32],
    keys: &mut [f32],
    weights: &mut [f32],
    wide: usize,
    rows: std::ops::Range<usize>,
    asked: &[usize],
    head: usize,
) {
    let scale = 1.0 / (HEAD as f32).sqrt();
    let (n, padded) = (rows.len(), weights.len());
    let part = |i: usize, part: usize| -> &[f32] {
        &qkv[(rows.start + i) * 3 * wide + part * wide + head * HEAD..][..HEAD]
    };
    // Keys lie transposed and padded, so that the innermost loops run over whole vectors.
    for j in 0..n {
        for (d, &k) in part(j, 1).iter().enumerate() {
            keys[d * padded + j] = k;
        }
    }
    for (&row, attended) in asked.iter().zip(attended.chunks_exact_mut(wide)) {
        let query = part(row - rows.start, 0);
        for (run, weights) in weights.chunks_exact_mut(RUN).enumerate() {
            let mut sums = [0.0_f32; RUN];
            for (d, &q) in query.iter().enumerate() {
                let q = q * scale;
                let keys = &keys[d * padded + run * RUN..][..RUN];
                for (sum, &k) in sums.iter_mut().zip(keys) {
                    *sum += q * k;
                }
            }
            weights.copy_from_slice(&sums);
        }
        math::softmax(weights, n);
        let mut sums = [0.0_f32; HEAD];
        for (j, &weight) in weights.iter().take(n).enumerate() {
            for (sum, &v) in sums.iter_mut().zip(part(j, 2)) {
                *sum += weight * v;
            }
        }
        attended[head * HEAD..][..HEAD].copy_from_slice(&sums);
    }
}
