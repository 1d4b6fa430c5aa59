//! Our own kernel and encoder behind the few calls that the comparison needs.

use crate::model::{Dense, Model, Norm};
use crate::network::encoder::{Batch, Scratch, Word, encode};
use crate::network::file::{BLOCK, Labels, Layer, Linear, Rows, STEP, Weights};
use crate::network::kernel::{Kernel, Quantised};

/// The kernels that can run here, the best last.
pub fn kernels() -> Vec<String> {
    Kernel::available()
        .iter()
        .map(|k| format!("{k:?}"))
        .collect()
}

/// An affine map.
pub struct Product {
    kernel: Kernel,
    linear: Linear,
    x: Quantised,
}

impl Product {
    /// With the kernel that stands at `kernel` in [`kernels`].
    pub fn new(dense: &Dense, kernel: usize) -> Self {
        Self {
            kernel: Kernel::available()[kernel],
            linear: linear(dense),
            x: Quantised::default(),
        }
    }

    pub fn quantise(&mut self, rows: &[f32]) {
        self.x.fill(self.kernel, rows, self.linear.n_in);
    }

    pub fn multiply(&self, out: &mut Vec<f32>) {
        self.kernel.multiply(&self.x, &self.linear, out);
    }
}

/// The whole encoder.
pub struct Encoder {
    kernel: Kernel,
    weights: Weights,
    batch: Batch,
    scratch: Scratch,
}

impl Encoder {
    /// For `sentences` sentences of `long` pieces each.
    pub fn new(model: &Model, sentences: usize, long: usize) -> Self {
        let n = sentences * long;
        let n_words = model.words.len() / model.wide;
        Self {
            kernel: Kernel::best(),
            weights: weights(model),
            // Every piece is a word, so that all layers do all of the work, as the others' do.
            batch: Batch {
                ids: (0..n).map(|i| (i * 7 % n_words) as u16).collect(),
                cases: vec![0; n],
                ends: (1..=sentences).map(|s| s * long).collect(),
                words: (0..n)
                    .map(|i| Word {
                        first: i,
                        last: i,
                        case: 0,
                    })
                    .collect(),
                word_ends: (1..=sentences).map(|s| s * long).collect(),
            },
            scratch: Scratch::default(),
        }
    }

    /// The features of all pieces.
    pub fn encode(&mut self) -> &[f32] {
        encode(&self.weights, self.kernel, &self.batch, &mut self.scratch);
        &self.scratch.x
    }
}

fn linear(dense: &Dense) -> Linear {
    let (n_in, n_out) = (dense.n_in, dense.n_out);
    assert_eq!(n_out % BLOCK, 0, "these shapes need no padding");
    let mut weight = vec![0; n_in * n_out];
    for o in 0..n_out {
        for i in 0..n_in {
            let at =
                o / BLOCK * BLOCK * n_in + i / STEP * BLOCK * STEP + o % BLOCK * STEP + i % STEP;
            weight[at] = dense.weight[o * n_in + i].cast_unsigned();
        }
    }
    Linear {
        n_in,
        n_out,
        scale: dense.scale.clone(),
        bias: dense.bias.clone(),
        sum: dense
            .weight
            .chunks_exact(n_in)
            .map(|row| row.iter().map(|&w| i32::from(w)).sum())
            .collect(),
        weight: weight.leak(),
    }
}

fn norm(norm: &Norm) -> crate::network::file::Norm {
    crate::network::file::Norm {
        weight: norm.weight.clone(),
        bias: norm.bias.clone(),
    }
}

fn rows(values: &[i8], wide: usize) -> Rows {
    let bytes: Vec<u8> = values.iter().map(|v| v.cast_unsigned()).collect();
    Rows {
        scale: vec![0.01; values.len() / wide],
        weight: bytes.leak(),
    }
}

fn weights(model: &Model) -> Weights {
    let none = || Linear {
        n_in: 0,
        n_out: 0,
        scale: Vec::new(),
        bias: Vec::new(),
        sum: Vec::new(),
        weight: &[],
    };
    assert_eq!(
        model.wide / model.heads,
        32,
        "the only width of a head our encoder has"
    );
    Weights {
        wide: model.wide,
        pool: model.layers.len(),
        n_positions: model.positions.len() / model.wide,
        case_wide: 0,
        vocabulary: &[],
        word: rows(&model.words, model.wide),
        position: rows(&model.positions, model.wide),
        case: vec![0.0; model.wide],
        ln: norm(&model.ln),
        layers: model
            .layers
            .iter()
            .map(|layer| Layer {
                qkv: linear(&layer.qkv),
                o: linear(&layer.o),
                ln1: norm(&layer.ln1),
                up: linear(&layer.up),
                down: linear(&layer.down),
                ln2: norm(&layer.ln2),
            })
            .collect(),
        case_out: Vec::new(),
        upos: none(),
        xpos: none(),
        names: none(),
        arc_head: none(),
        arc_dep: none(),
        rel_head: none(),
        rel_dep: none(),
        arc: none(),
        rel: none(),
        labels: Labels {
            upos: Vec::new(),
            xpos: Vec::new(),
            deprel: Vec::new(),
            names: Vec::new(),
        },
        relation: None,
    }
}
