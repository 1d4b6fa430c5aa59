//! The product on x86-64's vectors.

#![expect(
    unsafe_code,
    reason = "loads and stores of vectors go through pointers; each stays inside its slice"
)]
#![expect(
    clippy::inline_always,
    reason = "each is compiled anew for the vector width of its caller"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_dpbusd_avx_epi32,
    _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps,
    _mm256_mullo_epi32, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_si256,
    _mm256_storeu_ps, _mm256_sub_epi32, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32,
    _mm512_loadu_ps, _mm512_loadu_si512, _mm512_mul_ps, _mm512_mullo_epi32, _mm512_set1_epi32,
    _mm512_set1_ps, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_sub_epi32,
};

use super::super::file::{BLOCK, Linear, STEP};
use super::Quantised;

/// Bytes of the weights that one step of a block eats.
const BITE: usize = BLOCK * STEP;

#[target_feature(enable = "avx2")]
pub(super) fn with_avx2<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
pub(super) fn with_avx512<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Slices whose lengths were compared once, so that the tiles need not.
#[derive(Clone, Copy)]
struct Product<'a> {
    x: &'a Quantised,
    linear: &'a Linear,
    padded: usize,
    out: *mut f32,
}

impl<'a> Product<'a> {
    fn new(x: &'a Quantised, linear: &'a Linear, out: &mut [f32]) -> Self {
        let padded = linear.padded();
        assert!(
            x.bytes.len() == x.rows.len() * x.wide
                && x.wide == linear.n_in
                && x.wide.is_multiple_of(STEP)
                && linear.weight.len() == padded * x.wide
                && [linear.scale.len(), linear.bias.len(), linear.sum.len()] == [padded; 3]
                && out.len() == x.rows.len() * padded,
            "a product's parts fit each other"
        );
        Self {
            x,
            linear,
            padded,
            out: out.as_mut_ptr(),
        }
    }

    /// Four bytes of a row, for all lanes.
    ///
    /// SAFETY: `row` is a row, `step < wide / STEP`.
    #[inline(always)]
    unsafe fn four(&self, row: usize, step: usize) -> i32 {
        let at = row * self.x.wide + step * STEP;
        // SAFETY: the four bytes end inside the row.
        unsafe { self.x.bytes.as_ptr().add(at).cast::<i32>().read_unaligned() }
    }

    /// The weights of a step of a block.
    ///
    /// SAFETY: `block` is a block, `step < wide / STEP`.
    #[inline(always)]
    unsafe fn bite(&self, block: usize, step: usize) -> *const u8 {
        let at = block * BLOCK * self.x.wide + step * BITE;
        // SAFETY: the 64 bytes end inside the block.
        unsafe { self.linear.weight.as_ptr().add(at) }
    }

    /// Where the outputs of a row and block go.
    ///
    /// SAFETY: `row` is a row, `block` is a block.
    #[inline(always)]
    unsafe fn to(&self, row: usize, block: usize) -> *mut f32 {
        // SAFETY: the 16 values end inside the row.
        unsafe { self.out.add(row * self.padded + block * BLOCK) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
pub(super) fn multiply_vnni(x: &Quantised, linear: &Linear, out: &mut [f32]) {
    let product = Product::new(x, linear, out);
    let (n_rows, n_blocks) = (x.rows.len(), product.padded / BLOCK);
    let mut block = 0;
    while block < n_blocks {
        let wide = (n_blocks - block).min(4);
        let mut row = 0;
        while row < n_rows {
            let left = n_rows - row;
            // SAFETY: `row` and `block` leave room for as many rows and blocks as each tile takes.
            row += unsafe {
                match wide {
                    4 => match left {
                        6.. => wide_tile::<4, 6>(product, block, row),
                        4 | 5 => wide_tile::<4, 4>(product, block, row),
                        2 | 3 => wide_tile::<4, 2>(product, block, row),
                        _ => wide_tile::<4, 1>(product, block, row),
                    },
                    2 | 3 => match left {
                        8.. => wide_tile::<2, 8>(product, block, row),
                        4.. => wide_tile::<2, 4>(product, block, row),
                        _ => wide_tile::<2, 1>(product, block, row),
                    },
                    _ => match left {
                        8.. => wide_tile::<1, 8>(product, block, row),
                        4.. => wide_tile::<1, 4>(product, block, row),
                        _ => wide_tile::<1, 1>(product, block, row),
                    },
                }
            };
        }
        block += if wide == 3 { 2 } else { wide };
    }
}

/// The product of `R` rows with `B` blocks, all sums in registers; the number of rows.
///
/// Four arrays by name: an array of arrays of this size the compiler would keep in memory.
///
/// SAFETY: there are `R` rows from `row` on and `B` blocks, of 1 to 4, from `block` on.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
unsafe fn wide_tile<const B: usize, const R: usize>(
    p: Product<'_>,
    block: usize,
    row: usize,
) -> usize {
    let none = [_mm512_setzero_si512(); R];
    let (mut s0, mut s1, mut s2, mut s3) = (none, none, none, none);
    for step in 0..p.x.wide / STEP {
        // SAFETY: `step < wide / STEP`; rows and blocks are there.
        unsafe {
            let w: [__m512i; B] =
                std::array::from_fn(|b| _mm512_loadu_si512(p.bite(block + b, step).cast()));
            for r in 0..R {
                let four = _mm512_set1_epi32(p.four(row + r, step));
                s0[r] = _mm512_dpbusd_epi32(s0[r], four, w[0]);
                if B > 1 {
                    s1[r] = _mm512_dpbusd_epi32(s1[r], four, w[1]);
                }
                if B > 2 {
                    s2[r] = _mm512_dpbusd_epi32(s2[r], four, w[2]);
                }
                if B > 3 {
                    s3[r] = _mm512_dpbusd_epi32(s3[r], four, w[3]);
                }
            }
        }
    }
    // SAFETY: the rows and the blocks are there.
    unsafe {
        put(p, block, row, &s0);
        if B > 1 {
            put(p, block + 1, row, &s1);
        }
        if B > 2 {
            put(p, block + 2, row, &s2);
        }
        if B > 3 {
            put(p, block + 3, row, &s3);
        }
    }
    R
}

/// From the sums of a block to its outputs: the very operations of `finish`, in its order.
///
/// SAFETY: there are `R` rows from `row` on, and `block` is a block.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
unsafe fn put<const R: usize>(p: Product<'_>, block: usize, row: usize, sums: &[__m512i; R]) {
    let first = block * BLOCK;
    // SAFETY: these have `padded` values, so 16 from a block's first on.
    let (sum, scale, bias) = unsafe {
        (
            _mm512_loadu_si512(p.linear.sum.as_ptr().add(first).cast()),
            _mm512_loadu_ps(p.linear.scale.as_ptr().add(first)),
            _mm512_loadu_ps(p.linear.bias.as_ptr().add(first)),
        )
    };
    for (r, &whole) in sums.iter().enumerate() {
        let x = p.x.rows[row + r];
        let zero = _mm512_mullo_epi32(_mm512_set1_epi32(x.zero), sum);
        let exact = _mm512_cvtepi32_ps(_mm512_sub_epi32(whole, zero));
        let scale = _mm512_mul_ps(_mm512_set1_ps(x.scale), scale);
        let value = _mm512_add_ps(_mm512_mul_ps(exact, scale), bias);
        // SAFETY: the row and the block are there.
        unsafe { _mm512_storeu_ps(p.to(row + r, block), value) };
    }
}

/// Both products on 256 bits differ in one step only: four products added to each lane.
macro_rules! on_256_bits {
    ($multiply:ident, $tile:ident, $features:literal, $add:expr) => {
        #[target_feature(enable = $features)]
        pub(super) fn $multiply(x: &Quantised, linear: &Linear, out: &mut [f32]) {
            let product = Product::new(x, linear, out);
            let n_rows = x.rows.len();
            for block in 0..product.padded / BLOCK {
                let mut row = 0;
                while row < n_rows {
                    // SAFETY: `row` leaves room for as many rows as each tile takes.
                    row += unsafe {
                        match n_rows - row {
                            4.. => $tile::<4>(product, block, row),
                            2 | 3 => $tile::<2>(product, block, row),
                            _ => $tile::<1>(product, block, row),
                        }
                    };
                }
            }
        }

        /// The product of `R` rows with one block, all sums in registers; the number of rows.
        ///
        /// SAFETY: there are `R` rows from `row` on, and `block` is a block.
        #[inline]
        #[target_feature(enable = $features)]
        unsafe fn $tile<const R: usize>(p: Product<'_>, block: usize, row: usize) -> usize {
            let mut sums = [[_mm256_setzero_si256(); 2]; R];
            for step in 0..p.x.wide / STEP {
                // SAFETY: `step < wide / STEP`; rows and the block are there.
                unsafe {
                    let w: [__m256i; 2] = std::array::from_fn(|half| {
                        _mm256_loadu_si256(p.bite(block, step).add(half * BITE / 2).cast())
                    });
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let four = _mm256_set1_epi32(p.four(row + r, step));
                        for (sum, &w) in sums.iter_mut().zip(&w) {
                            *sum = $add(*sum, four, w);
                        }
                    }
                }
            }
            for half in 0..2 {
                let first = block * BLOCK + half * BLOCK / 2;
                // SAFETY: these have `padded` values, so 8 from half a block's first on.
                let (sum, scale, bias) = unsafe {
                    (
                        _mm256_loadu_si256(p.linear.sum.as_ptr().add(first).cast()),
                        _mm256_loadu_ps(p.linear.scale.as_ptr().add(first)),
                        _mm256_loadu_ps(p.linear.bias.as_ptr().add(first)),
                    )
                };
                for (r, sums) in sums.iter().enumerate() {
                    // The very operations of `finish`, in its order.
                    let x = p.x.rows[row + r];
                    let zero = _mm256_mullo_epi32(_mm256_set1_epi32(x.zero), sum);
                    let exact = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums[half], zero));
                    let scale = _mm256_mul_ps(_mm256_set1_ps(x.scale), scale);
                    let value = _mm256_add_ps(_mm256_mul_ps(exact, scale), bias);
                    // SAFETY: the row and the block are there.
                    unsafe { _mm256_storeu_ps(p.to(row + r, block).add(half * BLOCK / 2), value) };
                }
            }
            R
        }
    };
}

/// `vpmaddubsw` adds two products in 16 bits: at most 2 · 127 · 128, which fits.
#[inline]
#[target_feature(enable = "avx2")]
fn add_in_two_steps(sum: __m256i, four: __m256i, w: __m256i) -> __m256i {
    let pairs = _mm256_maddubs_epi16(four, w);
    _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))
}

on_256_bits!(multiply_avx2, tile_avx2, "avx2", add_in_two_steps);
on_256_bits!(
    multiply_avx_vnni,
    tile_avx_vnni,
    "avx2,avxvnni",
    _mm256_dpbusd_avx_epi32
);
