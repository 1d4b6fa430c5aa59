//! Matrix products of 8-bit integers, by the widest instructions the processor has.
//!
//! Inputs are rows of 7-bit numbers with a scale and a zero point each, weights signed bytes in blocks of 16
//! outputs by 4 inputs (the shape `vpdpbusd` eats). Seven bits are what lets AVX2 add two products in 16 bits
//! without saturating, and NEON take them for signed; the zero point gives most of the eighth bit back, since
//! rows lean to one side. Sums are exact in 32 bits, so all kernels give the same integers; what follows, from
//! integers to floats, is one function for all.

#![expect(
    clippy::inline_always,
    reason = "each is compiled anew for the vector width of its caller"
)]

#[cfg(target_arch = "aarch64")]
mod neon;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::file::{BLOCK, Linear};
use super::math;

/// The largest input byte.
const MOST: f32 = 127.0;

/// Rows quantised to 7 bits: `byte - zero = round(x / scale)`.
#[derive(Debug, Default)]
pub(crate) struct Quantised {
    bytes: Vec<u8>,
    rows: Vec<Row>,
    wide: usize,
}

/// What makes the bytes of a row numbers again.
#[derive(Debug, Clone, Copy)]
struct Row {
    scale: f32,
    zero: i32,
}

/// The instructions a product runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kernel {
    /// Plain Rust.
    Portable,
    /// AVX2.
    Avx2,
    /// AVX2 with the 256-bit form of VNNI.
    AvxVnni,
    /// AVX-512 with VNNI.
    Vnni,
    /// 64-bit Arm's vectors.
    Neon,
}

impl Kernel {
    /// Every kernel this processor can run, the fastest last.
    pub fn available() -> Vec<Self> {
        #[cfg_attr(
            not(any(target_arch = "x86_64", target_arch = "aarch64")),
            expect(unused_mut, reason = "only these have others")
        )]
        let mut all = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
                if is_x86_feature_detected!("avxvnni") {
                    all.push(Self::AvxVnni);
                }
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
        #[cfg(target_arch = "aarch64")]
        all.push(Self::Neon);
        all
    }

    /// The fastest kernel this processor can run.
    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// This kernel, or the portable one where the processor lacks its instructions.
    pub(crate) fn checked(self) -> Self {
        if Self::available().contains(&self) {
            self
        } else {
            Self::Portable
        }
    }

    /// Run `work` compiled for this kernel's vector width. `work` must be inlined to profit.
    #[inline(always)]
    pub(crate) fn widen<T>(self, work: impl FnOnce() -> T) -> T {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `checked` saw the features")]
            Self::Avx2 | Self::AvxVnni => unsafe { x86::with_avx2(work) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `checked` saw the features")]
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
        // Every value is written below, so what the buffer held before does not matter.
        out.resize(x.rows.len() * linear.padded(), 0.0);
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `checked` saw the features")]
            Self::Vnni => unsafe { x86::multiply_vnni(x, linear, out) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `checked` saw the features")]
            Self::AvxVnni => unsafe { x86::multiply_avx_vnni(x, linear, out) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "SAFETY: `checked` saw the features")]
            Self::Avx2 => unsafe { x86::multiply_avx2(x, linear, out) },
            #[cfg(target_arch = "aarch64")]
            Self::Neon => neon::multiply(x, linear, out),
            _ => portable::multiply(x, linear, out),
        }
    }
}

impl Quantised {
    /// Quantise `rows`, each `wide` values.
    pub(crate) fn fill(&mut self, kernel: Kernel, rows: &[f32], wide: usize) {
        self.start(rows.len() / wide, wide);
        kernel.widen(|| {
            for row in rows.chunks_exact(wide) {
                self.push(row);
            }
        });
    }

    /// Make room for `n` rows, none of them there yet.
    pub(crate) fn start(&mut self, n: usize, wide: usize) {
        self.wide = wide;
        self.bytes.resize(n * wide, 0);
        self.rows.clear();
    }

    /// Quantise one more row, while it is still in the cache.
    #[inline(always)]
    pub(crate) fn push(&mut self, row: &[f32]) {
        let at = self.rows.len() * self.wide;
        self.rows
            .push(quantise(row, &mut self.bytes[at..at + self.wide]));
    }
}

#[inline(always)]
fn quantise(row: &[f32], bytes: &mut [u8]) -> Row {
    let (low, high) = math::bounds(row);
    let range = (high - low).max(1e-8);
    let inverse = MOST / range;
    let zero = math::round(-low * inverse);
    for (byte, &x) in bytes.iter_mut().zip(row) {
        // Between 0 and 127, so the lowest byte is all of it.
        *byte = (math::round(x * inverse) + zero)
            .clamp(0, 127)
            .to_le_bytes()[0];
    }
    Row {
        scale: range / MOST,
        zero,
    }
}

/// From the sums of one block to its outputs.
#[inline(always)]
fn finish(sums: &[i32; BLOCK], linear: &Linear, first: usize, row: Row, out: &mut [f32]) {
    let range = first..first + BLOCK;
    let (sum, weight, bias) = (
        &linear.sum[range.clone()],
        &linear.scale[range.clone()],
        &linear.bias[range],
    );
    let out = &mut out[..BLOCK];
    for o in 0..BLOCK {
        out[o] = (sums[o] - row.zero * sum[o]) as f32 * (row.scale * weight[o]) + bias[o];
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::STEP;
    use super::*;

    /// A small generator, so that the case is the same everywhere.
    fn noise(seed: &mut u32) -> u8 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 24) as u8
    }

    fn linear(seed: &mut u32, n_in: usize, n_out: usize, extreme: bool) -> Linear {
        let padded = usize::div_ceil(n_out, BLOCK) * BLOCK;
        let weight: Vec<u8> = (0..padded * n_in)
            .map(|_| {
                let byte = noise(seed);
                // The largest weights of one sign are what a saturating instruction would trip over.
                if extreme { 127 + (byte & 1) } else { byte }
            })
            .collect();
        let weight: &'static [u8] = weight.leak();
        let at = |o: usize, i: usize| {
            let block = &weight[o / BLOCK * BLOCK * n_in..][..BLOCK * n_in];
            i32::from(block[i / STEP * BLOCK * STEP + o % BLOCK * STEP + i % STEP].cast_signed())
        };
        Linear {
            n_in,
            n_out,
            scale: (0..padded)
                .map(|_| f32::from(noise(seed)) / 255.0)
                .collect(),
            bias: vec![0.5; padded],
            sum: (0..padded)
                .map(|o| (0..n_in).map(|i| at(o, i)).sum())
                .collect(),
            weight,
        }
    }

    #[test]
    fn all_kernels_give_the_same_bits() {
        let mut seed = 7;
        for (n_in, n_out, n_rows) in [
            (8, 5, 1),
            (384, 64, 13),
            (400, 17, 7),
            (96, 161, 8),
            (1536, 48, 5),
        ] {
            for extreme in [false, true] {
                let linear = linear(&mut seed, n_in, n_out, extreme);
                let rows: Vec<f32> = (0..n_rows * n_in)
                    .map(|_| {
                        if extreme {
                            3.0
                        } else {
                            f32::from(noise(&mut seed)) - 100.0
                        }
                    })
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

    #[test]
    fn rows_come_back_within_half_a_step() {
        let mut seed = 3;
        for lean in [0.0, -90.0, 200.0] {
            let row: Vec<f32> = (0..64)
                .map(|_| f32::from(noise(&mut seed)) + lean)
                .collect();
            let mut x = Quantised::default();
            x.fill(Kernel::best(), &row, 64);
            let Row { scale, zero } = x.rows[0];
            for (&byte, &value) in x.bytes.iter().zip(&row) {
                assert!(((i32::from(byte) - zero) as f32 * scale - value).abs() <= scale * 1.01);
            }
        }
    }

    #[test]
    fn the_portable_product_is_the_sum_it_says() {
        let mut seed = 11;
        let linear = linear(&mut seed, 24, 20, false);
        let row: Vec<f32> = (0..24).map(|_| f32::from(noise(&mut seed))).collect();
        let (mut x, mut out) = (Quantised::default(), Vec::new());
        x.fill(Kernel::Portable, &row, 24);
        Kernel::Portable.multiply(&x, &linear, &mut out);
        for o in 0..20 {
            let block = &linear.weight[o / BLOCK * BLOCK * 24..];
            let exact: i32 = (0..24)
                .map(|i| {
                    let w =
                        block[i / STEP * BLOCK * STEP + o % BLOCK * STEP + i % STEP].cast_signed();
                    (i32::from(x.bytes[i]) - x.rows[0].zero) * i32::from(w)
                })
                .sum();
            let expected = exact as f32 * (x.rows[0].scale * linear.scale[o]) + 0.5;
            assert_eq!(out[o].to_bits(), expected.to_bits());
        }
    }
}
