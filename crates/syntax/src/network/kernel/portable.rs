//! The product in plain Rust, shaped so that a compiler finds vectors in it at any width.

use super::super::file::{BLOCK, Linear, STEP};
use super::{Quantised, finish};

/// Rows that share each unpacked weight.
const TALL: usize = 4;

pub(super) fn multiply(x: &Quantised, linear: &Linear, out: &mut [f32]) {
    let n_rows = x.rows.len();
    let mut unpacked: Vec<[i16; BLOCK * STEP]> = vec![[0; BLOCK * STEP]; x.wide / STEP];
    for (block, weights) in linear.weight.chunks_exact(BLOCK * linear.n_in).enumerate() {
        for (to, from) in unpacked.iter_mut().zip(weights.chunks_exact(BLOCK * STEP)) {
            for o in 0..BLOCK {
                for i in 0..STEP {
                    to[i * BLOCK + o] = i16::from(from[o * STEP + i].cast_signed());
                }
            }
        }
        let mut row = 0;
        while row + TALL <= n_rows {
            tile::<TALL>(x, linear, &unpacked, block, row, out);
            row += TALL;
        }
        while row < n_rows {
            tile::<1>(x, linear, &unpacked, block, row, out);
            row += 1;
        }
    }
}

fn tile<const R: usize>(
    rows: &Quantised,
    linear: &Linear,
    weights: &[[i16; BLOCK * STEP]],
    block: usize,
    row: usize,
    out: &mut [f32],
) {
    let mut sums = [[0_i32; BLOCK]; R];
    for (step, w) in weights.iter().enumerate() {
        let (near, far) = w.split_at(2 * BLOCK);
        for (r, sums) in sums.iter_mut().enumerate() {
            let four = &rows.bytes[(row + r) * rows.wide + step * STEP..][..STEP];
            let x: [i16; STEP] = std::array::from_fn(|i| i16::from(four[i]));
            for o in 0..BLOCK {
                // Two products of 7 by 8 bits still fit 16.
                sums[o] += i32::from(x[0] * near[o] + x[1] * near[BLOCK + o]);
                sums[o] += i32::from(x[2] * far[o] + x[3] * far[BLOCK + o]);
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let first = block * BLOCK;
        let at = (row + r) * linear.padded() + first;
        finish(
            sums,
            linear,
            first,
            rows.rows[row + r],
            &mut out[at..at + BLOCK],
        );
    }
}
