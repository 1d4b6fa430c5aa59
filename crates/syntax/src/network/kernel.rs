//! Matrix products of 8-bit integers, by the widest instructions the processor has.
//!
//! Inputs are rows of bytes with 128 added, weights signed bytes in blocks of 16 outputs by 4 inputs (the
//! shape `vpdpbusd` eats). Sums are exact in 32 bits, so all kernels give the same integers; what follows,
//! from integers to floats, is one function for all.

#![expect(
    clippy::inline_always,
    reason = "each is compiled anew for the vector width of its caller"
)]

use super::file::{BLOCK, Linear, STEP};

/// Rows quantised to 8 bits: `byte - 128 = round(x / scale)`.
#[derive(Debug, Default)]
pub(crate) struct Quantised {
    bytes: Vec<u8>,
    scale: Vec<f32>,
    wide: usize,
}

/// The instructions a product runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// Plain Rust.
    Portable,
    /// AVX2.
    Avx2,
    /// AVX-512 with VNNI.
    Vnni,
}

impl Kernel {
    /// Every kernel this processor can run, the fastest last.
    pub fn available() -> Vec<Self> {
        #[cfg_attr(
            not(target_arch = "x86_64"),
            expect(unused_mut, reason = "only x86-64 has others")
        )]
        let mut all = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vnni")
            {
                all.push(Self::Vnni);
            }
        }
        all
    }

    /// The fastest kernel this processor can run.
    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// Run `work` compiled for this kernel's vector width. `work` must be inlined to profit.
    #[inline(always)]
    pub(crate) fn widen<T>(self, work: impl FnOnce() -> T) -> T {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `available` saw the features")]
            Self::Avx2 => unsafe { x86::with_avx2(work) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `available` saw the features")]
            Self::Vnni => unsafe { x86::with_avx512(work) },
            _ => work(),
        }
    }

    /// `out = x · linear`, one row of `linear.padded()` values for each row of `x`.
    pub(crate) fn multiply(self, x: &Quantised, linear: &Linear, out: &mut Vec<f32>) {
        assert_eq!(
            x.wide, linear.n_in,
            "a product needs as many inputs as the weights have"
        );
        let n_rows = x.scale.len();
        // Every value is written below, so what the buffer held before does not matter.
        out.resize(n_rows * linear.padded(), 0.0);
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `available` saw the features")]
            Self::Vnni => unsafe { x86::multiply_vnni(x, linear, out) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `available` saw the features")]
            Self::Avx2 => unsafe { x86::multiply_avx2(x, linear, out) },
            _ => multiply_portable(x, linear, out),
        }
    }
}

impl Quantised {
    /// Quantise `rows`, each `wide` values.
    pub(crate) fn fill(&mut self, kernel: Kernel, rows: &[f32], wide: usize) {
        self.wide = wide;
        self.bytes.resize(rows.len(), 0);
        self.scale.clear();
        for (row, bytes) in rows
            .chunks_exact(wide)
            .zip(self.bytes.chunks_exact_mut(wide))
        {
            self.scale.push(kernel.widen(|| quantise(row, bytes)));
        }
    }
}

#[inline(always)]
fn quantise(row: &[f32], bytes: &mut [u8]) -> f32 {
    let max = row
        .iter()
        .fold(0.0_f32, |max, x| max.max(x.abs()))
        .max(1e-8);
    let inverse = 127.0 / max;
    for (byte, &x) in bytes.iter_mut().zip(row) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the value lies in 1..=255"
        )]
        let value = ((x * inverse).round_ties_even() as i32 + 128) as u8;
        *byte = value;
    }
    max / 127.0
}

/// From the sums of one block to its outputs.
#[inline(always)]
fn finish(sums: &[i32; BLOCK], linear: &Linear, first: usize, scale: f32, out: &mut [f32]) {
    let range = first..first + BLOCK;
    let (sum, weight, bias) = (
        &linear.sum[range.clone()],
        &linear.scale[range.clone()],
        &linear.bias[range],
    );
    for o in 0..BLOCK {
        out[o] = (sums[o] - 128 * sum[o]) as f32 * (scale * weight[o]) + bias[o];
    }
}

fn multiply_portable(x: &Quantised, linear: &Linear, out: &mut [f32]) {
    let padded = linear.padded();
    for (block, weights) in linear.weight.chunks_exact(BLOCK * linear.n_in).enumerate() {
        for (r, (bytes, out)) in x
            .bytes
            .chunks_exact(x.wide)
            .zip(out.chunks_exact_mut(padded))
            .enumerate()
        {
            let mut sums = [0_i32; BLOCK];
            for (four, step) in bytes
                .chunks_exact(STEP)
                .zip(weights.chunks_exact(BLOCK * STEP))
            {
                for (sum, w) in sums.iter_mut().zip(step.chunks_exact(STEP)) {
                    for (&a, &b) in four.iter().zip(w) {
                        *sum += i32::from(a) * i32::from(b.cast_signed());
                    }
                }
            }
            let first = block * BLOCK;
            finish(
                &sums,
                linear,
                first,
                x.scale[r],
                &mut out[first..first + BLOCK],
            );
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "loads of vectors go through pointers; each stays inside its slice"
)]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, __m512i, _mm_loadu_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16,
        _mm256_cvtepu8_epi16, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm256_storeu_si256, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_storeu_si512,
    };

    use super::{BLOCK, Linear, Quantised, STEP, finish};

    #[target_feature(enable = "avx2")]
    pub(super) fn with_avx2<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    pub(super) fn with_avx512<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    fn four(bytes: &[u8], at: usize) -> i32 {
        i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    pub(super) fn multiply_vnni(x: &Quantised, linear: &Linear, out: &mut [f32]) {
        let n_rows = x.scale.len();
        let n_blocks = linear.padded() / BLOCK;
        let mut block = 0;
        while block < n_blocks {
            let wide = (n_blocks - block).min(4);
            let mut row = 0;
            while row < n_rows {
                let tall = (n_rows - row).min(6);
                match (wide, tall) {
                    (4, 6) => tile::<4, 6>(x, linear, out, block, row),
                    (4, 4..) => tile::<4, 4>(x, linear, out, block, row),
                    (4, 2..) => tile::<4, 2>(x, linear, out, block, row),
                    (4, _) => tile::<4, 1>(x, linear, out, block, row),
                    (_, 6) => (0..wide).for_each(|b| tile::<1, 6>(x, linear, out, block + b, row)),
                    _ => (0..wide).for_each(|b| {
                        (0..tall).for_each(|t| tile::<1, 1>(x, linear, out, block + b, row + t));
                    }),
                }
                row += match (wide, tall) {
                    (4, 4 | 5) => 4,
                    (4, 2 | 3) => 2,
                    _ => tall,
                };
            }
            block += wide;
        }
    }

    /// The product of `R` rows with `B` blocks, all sums in registers.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    fn tile<const B: usize, const R: usize>(
        x: &Quantised,
        linear: &Linear,
        out: &mut [f32],
        block: usize,
        row: usize,
    ) {
        let (wide, padded) = (x.wide, linear.padded());
        let size = BLOCK * wide;
        let weights: [&[u8]; B] =
            std::array::from_fn(|b| &linear.weight[(block + b) * size..(block + b + 1) * size]);
        let rows: [&[u8]; R] =
            std::array::from_fn(|r| &x.bytes[(row + r) * wide..(row + r + 1) * wide]);
        let mut sums: [[__m512i; R]; B] = [[_mm512_setzero_si512(); R]; B];
        for step in 0..wide / STEP {
            // SAFETY: `step < wide / STEP`, so the 64 bytes end inside the block of `16 * wide`.
            let w: [__m512i; B] = std::array::from_fn(|b| unsafe {
                _mm512_loadu_si512(weights[b].as_ptr().add(step * BLOCK * STEP).cast())
            });
            for r in 0..R {
                // SAFETY: `4 * step + 4 <= wide`, the length of the row.
                let four = unsafe {
                    rows[r]
                        .as_ptr()
                        .add(step * STEP)
                        .cast::<i32>()
                        .read_unaligned()
                };
                let four = _mm512_set1_epi32(four);
                for b in 0..B {
                    sums[b][r] = _mm512_dpbusd_epi32(sums[b][r], four, w[b]);
                }
            }
        }
        for (b, sums) in sums.iter().enumerate() {
            for (r, &sum) in sums.iter().enumerate() {
                let mut lanes = [0_i32; BLOCK];
                // SAFETY: `lanes` holds 64 bytes.
                unsafe { _mm512_storeu_si512(lanes.as_mut_ptr().cast(), sum) };
                let first = (block + b) * BLOCK;
                let at = (row + r) * padded + first;
                finish(
                    &lanes,
                    linear,
                    first,
                    x.scale[row + r],
                    &mut out[at..at + BLOCK],
                );
            }
        }
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn multiply_avx2(x: &Quantised, linear: &Linear, out: &mut [f32]) {
        let padded = linear.padded();
        for (block, weights) in linear.weight.chunks_exact(BLOCK * linear.n_in).enumerate() {
            let first = block * BLOCK;
            let mut row = 0;
            while row < x.scale.len() {
                let tall = (x.scale.len() - row).min(2);
                let mut lanes = [[0_i32; BLOCK]; 2];
                if tall == 2 {
                    half_tile::<2>(x, weights, row, &mut lanes);
                } else {
                    half_tile::<1>(x, weights, row, &mut lanes);
                }
                for (r, lanes) in lanes.iter().take(tall).enumerate() {
                    let at = (row + r) * padded + first;
                    finish(
                        lanes,
                        linear,
                        first,
                        x.scale[row + r],
                        &mut out[at..at + BLOCK],
                    );
                }
                row += tall;
            }
        }
    }

    /// The product of `R` rows with one block. Bytes are widened to 16 bits first: `vpmaddubsw` would
    /// saturate, and saturated sums differ from the other kernels'.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half_tile<const R: usize>(
        x: &Quantised,
        weights: &[u8],
        row: usize,
        out: &mut [[i32; BLOCK]; 2],
    ) {
        // A quarter holds four outputs, each as two partial sums.
        let mut sums: [[__m256i; 4]; R] = [[_mm256_setzero_si256(); 4]; R];
        for step in 0..x.wide / STEP {
            let w: [__m256i; 4] = std::array::from_fn(|q| {
                let at = step * BLOCK * STEP + q * 16;
                let part: &[u8] = &weights[at..at + 16];
                // SAFETY: `part` holds 16 bytes.
                #[expect(clippy::cast_ptr_alignment, reason = "the load takes any alignment")]
                let part = unsafe { _mm_loadu_si128(part.as_ptr().cast::<__m128i>()) };
                _mm256_cvtepi8_epi16(part)
            });
            for (r, sums) in sums.iter_mut().enumerate() {
                let bytes = _mm256_set1_epi32(four(&x.bytes, (row + r) * x.wide + step * STEP));
                let bytes = _mm256_cvtepu8_epi16(std::arch::x86_64::_mm256_castsi256_si128(bytes));
                for q in 0..4 {
                    sums[q] = _mm256_add_epi32(sums[q], _mm256_madd_epi16(bytes, w[q]));
                }
            }
        }
        for (sums, out) in sums.iter().zip(out) {
            for (q, &sum) in sums.iter().enumerate() {
                let mut pairs = [0_i32; 8];
                // SAFETY: `pairs` holds 32 bytes.
                unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().cast(), sum) };
                for o in 0..4 {
                    out[q * 4 + o] = pairs[2 * o] + pairs[2 * o + 1];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator, so that the case is the same everywhere.
    fn noise(seed: &mut u32) -> u8 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 24) as u8
    }

    #[test]
    fn all_kernels_give_the_same_bits() {
        let mut seed = 7;
        for (n_in, n_out, n_rows) in [(8, 5, 1), (384, 64, 13), (400, 17, 7), (96, 161, 8)] {
            let padded = usize::div_ceil(n_out, BLOCK) * BLOCK;
            let weight: Vec<u8> = (0..padded * n_in)
                .map(|_| noise(&mut seed).max(1))
                .collect();
            let weight: &'static [u8] = weight.leak();
            let scale = (0..padded)
                .map(|_| f32::from(noise(&mut seed)) / 255.0)
                .collect();
            let sum = (0..padded)
                .map(|o| {
                    let block = &weight[o / BLOCK * BLOCK * n_in..][..BLOCK * n_in];
                    (0..n_in)
                        .map(|i| {
                            i32::from(
                                block[i / STEP * BLOCK * STEP + o % BLOCK * STEP + i % STEP]
                                    .cast_signed(),
                            )
                        })
                        .sum()
                })
                .collect();
            let linear = Linear {
                n_in,
                n_out,
                scale,
                bias: vec![0.5; padded],
                sum,
                weight,
            };
            let rows: Vec<f32> = (0..n_rows * n_in)
                .map(|_| f32::from(noise(&mut seed)) - 100.0)
                .collect();
            let mut x = Quantised::default();
            let mut expected = Vec::new();
            x.fill(Kernel::Portable, &rows, n_in);
            Kernel::Portable.multiply(&x, &linear, &mut expected);
            for kernel in Kernel::available() {
                let (mut y, mut out) = (Quantised::default(), Vec::new());
                y.fill(kernel, &rows, n_in);
                assert_eq!(x.bytes, y.bytes, "{kernel:?} quantises alike");
                kernel.multiply(&y, &linear, &mut out);
                assert_eq!(expected, out, "{kernel:?} on {n_in}x{n_out}, {n_rows} rows");
            }
        }
    }
}
