//! The product on 64-bit Arm's vectors, which every such processor has.

#![expect(
    unsafe_code,
    reason = "loads of vectors go through pointers; each stays inside its slice"
)]

use std::arch::aarch64::{
    int32x4_t, vdupq_n_s32, vget_low_s8, vld1q_s8, vmull_high_s8, vmull_s8, vpadalq_s16,
    vpaddq_s32, vreinterpretq_s8_s32, vst1q_s32,
};

use super::super::file::{BLOCK, Linear, STEP};
use super::{Quantised, finish};

pub(super) fn multiply(x: &Quantised, linear: &Linear, out: &mut [f32]) {
    let n_rows = x.rows.len();
    for block in 0..linear.padded() / BLOCK {
        let mut row = 0;
        while row < n_rows {
            row += match n_rows - row {
                4.. => tile::<4>(x, linear, out, block, row),
                2 | 3 => tile::<2>(x, linear, out, block, row),
                _ => tile::<1>(x, linear, out, block, row),
            };
        }
    }
}

/// The product of `R` rows with one block; the number of rows.
#[inline]
fn tile<const R: usize>(
    x: &Quantised,
    linear: &Linear,
    out: &mut [f32],
    block: usize,
    row: usize,
) -> usize {
    let size = BLOCK * x.wide;
    let weights = &linear.weight[block * size..(block + 1) * size];
    let rows: [&[u8]; R] =
        std::array::from_fn(|r| &x.bytes[(row + r) * x.wide..(row + r + 1) * x.wide]);
    // A register holds four outputs of four inputs; its sums, two partial sums an output.
    // SAFETY: NEON is part of every aarch64 target.
    let mut sums: [[[int32x4_t; 2]; 4]; R] = unsafe { [[[vdupq_n_s32(0); 2]; 4]; R] };
    for step in 0..x.wide / STEP {
        for q in 0..4 {
            // SAFETY: `step < wide / STEP`, so the 16 bytes end inside the block of `16 * wide`.
            let w = unsafe { vld1q_s8(weights.as_ptr().add(step * BLOCK * STEP + q * 16).cast()) };
            for r in 0..R {
                // SAFETY: `4 * step + 4 <= wide`, the length of the row.
                unsafe {
                    let four = rows[r]
                        .as_ptr()
                        .add(step * STEP)
                        .cast::<i32>()
                        .read_unaligned();
                    let four = vreinterpretq_s8_s32(vdupq_n_s32(four));
                    let low = vmull_s8(vget_low_s8(four), vget_low_s8(w));
                    sums[r][q][0] = vpadalq_s16(sums[r][q][0], low);
                    let high = vmull_high_s8(four, w);
                    sums[r][q][1] = vpadalq_s16(sums[r][q][1], high);
                }
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let mut lanes = [0_i32; BLOCK];
        for (lanes, sums) in lanes.chunks_exact_mut(4).zip(sums) {
            // SAFETY: the chunk holds 16 bytes.
            unsafe { vst1q_s32(lanes.as_mut_ptr(), vpaddq_s32(sums[0], sums[1])) };
        }
        let first = block * BLOCK;
        let at = (row + r) * linear.padded() + first;
        finish(&lanes, linear, first, x.rows[row + r], &mut out[at..]);
    }
    R
}
