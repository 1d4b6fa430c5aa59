//! From features to labels: tags, names, arc scores, and the label of each arc of a tree.

use super::encoder::Scratch;
use super::file::{Linear, Weights};
use super::kernel::{Kernel, Quantised};
use super::math;

/// What the heads say of the words of a batch. Row 0 of each sentence is its root.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    features: Vec<f32>,
    upos: Vec<f32>,
    xpos: Vec<f32>,
    names: Vec<f32>,
    arc_dep: Vec<f32>,
    arc_head: Vec<f32>,
    rel_dep: Vec<f32>,
    rel_head: Vec<f32>,
    /// Scores of a tree's labels, for the distinct heads of one sentence.
    rel: Vec<f32>,
    quantised: Quantised,
    chosen: Vec<f32>,
}

/// Where a word's pieces lie in the batch, and its case class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordPieces {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) case: u8,
}

impl Heads {
    /// Read the features of `words` (each sentence's root first) and run every head on them.
    pub(crate) fn fill(
        &mut self,
        w: &Weights,
        kernel: Kernel,
        words: &[WordPieces],
        scratch: &mut Scratch,
    ) {
        let wide = w.wide;
        self.features.clear();
        for word in words {
            let (first, last) = (
                &scratch.x[word.first * wide..][..wide],
                &scratch.x[word.last * wide..][..wide],
            );
            self.features
                .extend(first.iter().zip(last).map(|(a, b)| (a + b) / 2.0));
            self.features.extend_from_slice(
                &w.case_out[usize::from(word.case) * w.case_wide..][..w.case_wide],
            );
        }
        let input = &mut scratch.quantised;
        input.fill(kernel, &self.features, wide + w.case_wide);
        kernel.multiply(input, &w.upos, &mut self.upos);
        kernel.multiply(input, &w.xpos, &mut self.xpos);
        kernel.multiply(input, &w.names, &mut self.names);
        let bent = |linear: &Linear, out: &mut Vec<f32>| {
            kernel.multiply(input, linear, out);
            kernel.widen(|| math::gelu(out));
            unpad(out, linear);
        };
        bent(&w.arc_dep, &mut self.arc_dep);
        bent(&w.rel_dep, &mut self.rel_dep);
        bent(&w.rel_head, &mut self.rel_head);
        bent(&w.arc_head, &mut self.features);
        self.quantised.fill(kernel, &self.features, w.arc.n_in);
        kernel.multiply(&self.quantised, &w.arc, &mut self.arc_head);
        unpad(&mut self.arc_head, &w.arc);
    }

    /// The best part of speech of word `i`, as an index into the label set.
    pub(crate) fn upos(&self, w: &Weights, i: usize) -> usize {
        math::argmax(&self.upos[i * w.upos.padded()..][..w.upos.n_out])
    }

    /// The best Penn tag of word `i`.
    pub(crate) fn xpos(&self, w: &Weights, i: usize) -> usize {
        math::argmax(&self.xpos[i * w.xpos.padded()..][..w.xpos.n_out])
    }

    /// The best legal continuation of a name: IOB2 where no `I-` follows anything but its own kind.
    pub(crate) fn name(&self, w: &Weights, i: usize, before: usize) -> usize {
        let row = &self.names[i * w.names.padded()..][..w.names.n_out];
        let legal = |k: usize| !(k > 0 && k.is_multiple_of(2)) || before == k || before + 1 == k;
        (0..row.len())
            .filter(|&k| legal(k))
            .fold(0, |best, k| if row[k] > row[best] { k } else { best })
    }

    /// Arc scores of the sentence whose root is row `start`: `scores[dependent * n + head]`, `n` rows.
    pub(crate) fn arcs(
        &self,
        w: &Weights,
        kernel: Kernel,
        start: usize,
        n: usize,
        scores: &mut Vec<f32>,
    ) {
        let wide = w.arc.n_out;
        scores.resize(n * n, 0.0);
        let vector = |rows: &'_ [f32], i: usize| -> std::ops::Range<usize> {
            debug_assert!((start + i + 1) * wide <= rows.len(), "every word has a row");
            (start + i) * wide..(start + i + 1) * wide
        };
        kernel.widen(|| {
            for dependent in 0..n {
                let dep = &self.arc_dep[vector(&self.arc_dep, dependent)];
                for head in 0..n {
                    scores[dependent * n + head] =
                        math::dot(dep, &self.arc_head[vector(&self.arc_head, head)]);
                }
            }
        });
    }

    /// The label of each arc of a tree; `heads[i]` is the head of row `i`, row 0 is the root.
    pub(crate) fn labels(
        &mut self,
        w: &Weights,
        kernel: Kernel,
        start: usize,
        heads: &[usize],
        labels: &mut Vec<usize>,
    ) {
        let (wide, root) = (
            w.rel.n_in,
            w.labels.deprel.iter().position(|&l| l == "root"),
        );
        let mut slot = vec![usize::MAX; heads.len()];
        self.chosen.clear();
        let mut n_chosen = 0;
        for &head in heads.iter().skip(1) {
            if slot[head] == usize::MAX {
                slot[head] = n_chosen;
                n_chosen += 1;
                self.chosen
                    .extend_from_slice(&self.rel_head[(start + head) * wide..][..wide]);
            }
        }
        self.quantised.fill(kernel, &self.chosen, wide);
        kernel.multiply(&self.quantised, &w.rel, &mut self.rel);
        labels.clear();
        labels.resize(heads.len(), 0);
        for (i, &head) in heads.iter().enumerate().skip(1) {
            let dep = &self.rel_dep[(start + i) * wide..][..wide];
            let rows = &self.rel[slot[head] * w.rel.padded()..][..w.rel.n_out];
            let mut best = (f32::MIN, 0);
            for (k, row) in rows.chunks_exact(wide + 1).enumerate() {
                // Only the root's arc is called root.
                if (Some(k) == root) != (head == 0) {
                    continue;
                }
                let score = math::dot(&row[..wide], dep) + row[wide];
                if score > best.0 {
                    best = (score, k);
                }
            }
            labels[i] = best.1;
        }
    }
}

/// Drop the padding of each row.
fn unpad(rows: &mut Vec<f32>, linear: &Linear) {
    let (padded, wide) = (linear.padded(), linear.n_out);
    if padded == wide {
        return;
    }
    let n = rows.len() / padded;
    for i in 1..n {
        rows.copy_within(i * padded..i * padded + wide, i * wide);
    }
    rows.truncate(n * wide);
}
