//! The float operations of the network: multiplications, additions, divisions and roots in a fixed order.
//!
//! IEEE 754 gives each of them one result, so nothing here depends on platform or vector width. Sums over a
//! row run in 16 lanes that are then added in a fixed order: that is what lets the compiler use vectors.

#![expect(
    clippy::inline_always,
    reason = "each is compiled anew for the vector width of its caller"
)]

use super::file::Norm;

const LANES: usize = 16;

/// Added to a number, it leaves no bits behind the point: rounding to nearest, ties to even, on every processor.
const WHOLE: f32 = 12_582_912.0;

/// The nearest whole number, ties to even, of one below 2²² in size.
#[inline(always)]
pub(crate) fn round(x: f32) -> i32 {
    (x + WHOLE).to_bits().cast_signed() - WHOLE.to_bits().cast_signed()
}

/// `e` to the `x`, by a polynomial on the fraction and the exponent's bits; relative error under 2e-7.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    let x = x.clamp(-87.0, 87.0);
    let whole = x * LOG2_E + WHOLE;
    let exponent = whole.to_bits().cast_signed() - WHOLE.to_bits().cast_signed();
    let whole = whole - WHOLE;
    // ln 2 in two parts, so that the fraction keeps its last bits.
    let f = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * f + 1.398_199_9e-3;
    let p = p * f + 8.333_452e-3;
    let p = p * f + 4.166_579_6e-2;
    let p = p * f + 0.166_666_65;
    let p = p * f + 0.5;
    let p = p * f * f + f + 1.0;
    #[expect(clippy::cast_sign_loss, reason = "the exponent lies in -126..=126")]
    let scale = f32::from_bits(((exponent + 127) as u32) << 23);
    p * scale
}

/// GELU, in place: `x · Φ(x)` with Φ a polynomial of `x`, bent straight outside of [-3, 3]. Training uses the
/// same one (`training/model.py`), so its distance from the true curve (.004 at most) costs nothing.
#[inline(always)]
pub(crate) fn gelu(row: &mut [f32]) {
    for x in row {
        let c = x.clamp(-3.0, 3.0);
        let s = c * c;
        let p = 0.004_265_886_9 + s * -0.000_140_276_75;
        let p = 0.385_275_07 + s * (-0.051_320_785 + s * p);
        *x *= 0.5 + c * p;
    }
}

/// The smallest and the largest value of a row, and of zero.
#[inline(always)]
pub(crate) fn bounds(row: &[f32]) -> (f32, f32) {
    let (mut low, mut high) = ([0.0_f32; LANES], [0.0_f32; LANES]);
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder();
    // Comparisons, not `min`: a vector instruction has them, and what it says of NaN does not matter here.
    for chunk in chunks {
        for (i, &x) in chunk.iter().enumerate() {
            low[i] = if x < low[i] { x } else { low[i] };
            high[i] = if x > high[i] { x } else { high[i] };
        }
    }
    for (i, &x) in rest.iter().enumerate() {
        low[i] = if x < low[i] { x } else { low[i] };
        high[i] = if x > high[i] { x } else { high[i] };
    }
    (
        low.into_iter().fold(0.0, f32::min),
        high.into_iter().fold(0.0, f32::max),
    )
}

/// The sum of `f` over a row.
#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += f(x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane += f(x);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// Add `other` to `row` and normalise it.
#[inline(always)]
pub(crate) fn add_and_normalise(row: &mut [f32], other: &[f32], norm: &Norm) {
    for (x, &y) in row.iter_mut().zip(other) {
        *x += y;
    }
    normalise(row, norm);
}

/// Layer norm, in place.
#[inline(always)]
pub(crate) fn normalise(row: &mut [f32], norm: &Norm) {
    let n = row.len() as f32;
    let mean = sum(row, |x| x) / n;
    let variance = sum(row, |x| (x - mean) * (x - mean)) / n;
    let scale = 1.0 / (variance + 1e-12).sqrt();
    for ((x, &w), &b) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
        *x = (*x - mean) * scale * w + b;
    }
}

/// The largest value of a row.
#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let mut lanes = [f32::MIN; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane = if x > *lane { x } else { *lane };
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane = if x > *lane { x } else { *lane };
    }
    lanes.into_iter().fold(f32::MIN, f32::max)
}

/// Softmax of the first `n` values, in place; the rest, padding, becomes zero.
#[inline(always)]
pub(crate) fn softmax(row: &mut [f32], n: usize) {
    let max = largest(&row[..n]);
    for x in row.iter_mut() {
        *x = exp(*x - max);
    }
    row[n..].fill(0.0);
    let inverse = 1.0 / sum(row, |x| x);
    for x in row.iter_mut() {
        *x *= inverse;
    }
}

/// The product of two rows.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let (left_rest, right_rest) = (left.remainder(), right.remainder());
    for (x, y) in left.zip(right) {
        for i in 0..LANES {
            lanes[i] += x[i] * y[i];
        }
    }
    for (i, (x, y)) in left_rest.iter().zip(right_rest).enumerate() {
        lanes[i] += x * y;
    }
    sum(&lanes, |x| x)
}

/// Index of the largest value; the first of equals.
pub(crate) fn argmax(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, &x) in row.iter().enumerate() {
        if x > row[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for i in -800..800_i16 {
            let x = f32::from(i) / 10.0;
            let exact = libm::expf(x);
            assert!(
                (exp(x) - exact).abs() <= exact * 3e-7,
                "exp({x}) = {} instead of {exact}",
                exp(x)
            );
        }
    }

    #[test]
    fn rounds_to_even() {
        for (x, whole) in [
            (0.5, 0),
            (1.5, 2),
            (2.5, 2),
            (-0.5, 0),
            (-1.5, -2),
            (126.7, 127),
            (-3.2, -3),
        ] {
            assert_eq!(round(x), whole, "{x}");
        }
    }

    #[test]
    fn gelu_is_close_to_the_true_curve() {
        for i in -60..=60_i16 {
            let x = f32::from(i) / 10.0;
            let mut row = [x];
            gelu(&mut row);
            let exact = x * 0.5 * (1.0 + libm::erff(x / std::f32::consts::SQRT_2));
            assert!((row[0] - exact).abs() < 0.0045, "gelu({x}) = {}", row[0]);
        }
    }

    #[test]
    fn bounds_hold_zero_and_all_values() {
        assert_eq!(bounds(&[1.0, 5.0]), (0.0, 5.0));
        let row: Vec<f32> = (0..40_i16).map(|i| f32::from(i) - 19.5).collect();
        assert_eq!(bounds(&row), (-19.5, 19.5));
    }

    #[test]
    fn softmax_sums_to_one() {
        let mut row = [1.0, 2.0, 3.0, -50.0, 9.0];
        softmax(&mut row, 4);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert_eq!(argmax(&row), 2);
        assert_eq!(row[4].to_bits(), 0, "padding weighs nothing");
    }
}
