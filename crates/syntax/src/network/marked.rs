//! A sentence with some of its words marked, as the heads for relations and for acts read it.

use super::encoder::{self, Scratch};
use super::file::Layer;
use super::kernel::Kernel;

/// Run layers over copies of a sentence's rows, root first, each copy marked by `mark`; they end up in `scratch.x`, copy
/// by copy, of the last layer only the rows that are `wanted` of each copy. The copies go through side by side, so that each
/// weight is used often.
#[expect(
    clippy::too_many_arguments,
    reason = "both heads are run by it, each with all of this"
)]
pub(crate) fn through(
    layers: &[Layer],
    kernel: Kernel,
    wide: usize,
    rows: &[f32],
    n: usize,
    mut mark: impl FnMut(usize, &mut [f32]),
    wanted: impl Fn(usize, usize) -> bool,
    scratch: &mut Scratch,
) {
    scratch.x.clear();
    for copy in 0..n {
        let start = scratch.x.len();
        scratch.x.extend_from_slice(rows);
        mark(copy, &mut scratch.x[start..]);
    }
    let each = rows.len() / wide;
    let ends: Vec<usize> = (1..=n).map(|i| i * each).collect();
    for (i, layer) in layers.iter().enumerate() {
        let last = i + 1 == layers.len();
        let wanted = |row: usize| !last || wanted(row / each, row % each);
        encoder::forward(layer, kernel, wide, &ends, wanted, scratch);
    }
}

/// Add a mark to the rows of these words, which count from 0 behind the root.
pub(crate) fn add(x: &mut [f32], words: impl Iterator<Item = usize>, mark: &[f32]) {
    let wide = mark.len();
    for word in words {
        let row = &mut x[(word + 1) * wide..(word + 2) * wide];
        for (x, &m) in row.iter_mut().zip(mark) {
            *x += m;
        }
    }
}

/// The mean of the rows of these words, behind `out`; zeros for none.
pub(crate) fn mean(x: &[f32], wide: usize, words: impl Iterator<Item = usize>, out: &mut Vec<f32>) {
    let (start, mut n) = (out.len(), 0.0_f32);
    out.resize(start + wide, 0.0);
    for word in words {
        let row = &x[(word + 1) * wide..(word + 2) * wide];
        for (sum, &x) in out[start..].iter_mut().zip(row) {
            *sum += x;
        }
        n += 1.0;
    }
    if n > 0.0 {
        for sum in &mut out[start..] {
            *sum /= n;
        }
    }
}
