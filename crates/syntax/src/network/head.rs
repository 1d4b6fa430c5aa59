//! From features to labels: tags, names, arc scores, and the label of each arc of a tree.

use super::encoder::{Batch, Scratch};
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
    slot: Vec<usize>,
}

/// The labels of a sentence's words, and the buffers of their search.
#[derive(Debug, Default)]
pub(crate) struct NamePath {
    pub(crate) labels: Vec<usize>,
    came_from: Vec<usize>,
    before: Vec<f32>,
    now: Vec<f32>,
}

impl NamePath {
    /// The best run of labels for `n` words, of which `row` gives the scores: IOB2 where no `I-` follows anything but its
    /// own kind. The whole run is weighed, not word by word, so that a doubtful first word does not lose a name.
    pub(crate) fn find<'r>(&mut self, kinds: usize, n: usize, row: impl Fn(usize) -> &'r [f32]) {
        let Self {
            labels,
            came_from,
            before,
            now,
        } = self;
        labels.clear();
        labels.resize(n, 0);
        came_from.clear();
        before.clear();
        let inside = |k: usize| k > 0 && k.is_multiple_of(2);
        for i in 0..n {
            let row = row(i);
            if i == 0 {
                // Nothing goes on at the first word.
                let never = |k| if inside(k) { f32::MIN / 2.0 } else { 0.0 };
                before.extend(row.iter().enumerate().map(|(k, &score)| never(k) + score));
                continue;
            }
            let any = math::argmax(before);
            now.clear();
            for (k, &score) in row.iter().enumerate() {
                let from = match inside(k) {
                    true if before[k - 1] > before[k] => k - 1,
                    true => k,
                    false => any,
                };
                came_from.push(from);
                now.push(before[from] + score);
            }
            std::mem::swap(before, now);
        }
        let mut label = math::argmax(before);
        for i in (0..n).rev() {
            labels[i] = label;
            if i > 0 {
                label = came_from[(i - 1) * kinds + label];
            }
        }
    }
}

impl Heads {
    /// Run every head on the features in `scratch`, a row a word.
    pub(crate) fn fill(&mut self, w: &Weights, kernel: Kernel, batch: &Batch, scratch: &Scratch) {
        let (wide, case_wide) = (w.wide, w.case_wide);
        self.features.clear();
        for (word, x) in batch.words.iter().zip(scratch.x.chunks_exact(wide)) {
            self.features.extend_from_slice(x);
            let case = usize::from(word.case) * case_wide;
            self.features
                .extend_from_slice(&w.case_out[case..case + case_wide]);
        }
        let input = &mut self.quantised;
        input.fill(kernel, &self.features, wide + case_wide);
        kernel.multiply(input, &w.upos, &mut self.upos);
        kernel.multiply(input, &w.xpos, &mut self.xpos);
        kernel.multiply(input, &w.names, &mut self.names);
        let bent = |linear: &Linear, out: &mut Vec<f32>| {
            kernel.multiply(input, linear, out);
            kernel.widen(|| math::gelu(out));
        };
        bent(&w.arc_dep, &mut self.arc_dep);
        bent(&w.rel_dep, &mut self.rel_dep);
        bent(&w.rel_head, &mut self.rel_head);
        bent(&w.arc_head, &mut self.features);
        self.quantised.fill(kernel, &self.features, w.arc.n_in);
        kernel.multiply(&self.quantised, &w.arc, &mut self.arc_head);
    }

    /// The best part of speech of word `i`, as an index into the label set.
    pub(crate) fn upos(&self, w: &Weights, i: usize) -> usize {
        math::argmax(&self.upos[i * w.upos.padded()..][..w.upos.n_out])
    }

    /// The best Penn tag of word `i`.
    pub(crate) fn xpos(&self, w: &Weights, i: usize) -> usize {
        math::argmax(&self.xpos[i * w.xpos.padded()..][..w.xpos.n_out])
    }

    /// The best run of name labels for the `n` words from row `start` on.
    pub(crate) fn names(&self, w: &Weights, start: usize, n: usize, path: &mut NamePath) {
        path.find(w.names.n_out, n, |i| self.name(w, start + i));
    }

    /// The scores of the name labels of row `i`.
    pub(crate) fn name(&self, w: &Weights, i: usize) -> &[f32] {
        &self.names[i * w.names.padded()..][..w.names.n_out]
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
        let Self { slot, chosen, .. } = self;
        slot.clear();
        slot.resize(heads.len(), usize::MAX);
        chosen.clear();
        let mut n_chosen = 0;
        for &head in heads.iter().skip(1) {
            if slot[head] == usize::MAX {
                slot[head] = n_chosen;
                n_chosen += 1;
                chosen.extend_from_slice(&self.rel_head[(start + head) * wide..][..wide]);
            }
        }
        self.quantised.fill(kernel, &self.chosen, wide);
        kernel.multiply(&self.quantised, &w.rel, &mut self.rel);
        labels.clear();
        labels.resize(heads.len(), 0);
        for (i, &head) in heads.iter().enumerate().skip(1) {
            let dep = &self.rel_dep[(start + i) * wide..][..wide];
            let rows = &self.rel[self.slot[head] * w.rel.padded()..][..w.rel.n_out];
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
