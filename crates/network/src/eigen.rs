//! Eigenvalues and eigenvectors of a symmetric matrix, the same bits on every platform.
//!
//! Householder's reduction to a tridiagonal matrix and implicit QL (as in EISPACK's `tred2` and `tql2`), in plain
//! multiplications, additions and square roots, which round alike everywhere. Linear algebra crates choose fused or
//! vector instructions by machine, and their last bits with them. Vectors are kept as rows, so that rotations and
//! updates run over contiguous memory.

/// A symmetric matrix taken apart: `values` in ascending order, `vectors` row by row beside them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Eigen {
    pub(crate) values: Vec<f64>,
    /// Row k, `vectors[k * n..][..n]`, is the unit vector of `values[k]`.
    pub(crate) vectors: Vec<f64>,
}

/// Sweeps of QL for one value; more than two or three are seldom needed.
const MOST_SWEEPS: usize = 60;

/// Take apart a symmetric matrix of n rows, row by row.
pub(crate) fn eigen(n: usize, matrix: &[f64]) -> Eigen {
    if n == 0 || matrix.len() != n * n {
        return Eigen::default();
    }
    let mut a = matrix.to_vec();
    let (mut diagonal, mut off) = (vec![0.0; n], vec![0.0; n]);
    let mut reflectors = tridiagonal(n, &mut a, &mut diagonal, &mut off);
    let mut vectors = accumulate(n, &mut reflectors);
    ql(n, &mut diagonal, &mut off, &mut vectors);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| diagonal[i].total_cmp(&diagonal[j]).then(i.cmp(&j)));
    Eigen {
        values: order.iter().map(|&k| diagonal[k]).collect(),
        vectors: order
            .iter()
            .flat_map(|&k| vectors[k * n..][..n].iter().copied())
            .collect(),
    }
}

/// The reflections that made a matrix tridiagonal: for each step its vector and the scale of it.
type Reflectors = Vec<(Vec<f64>, f64)>;

/// Reduce to tridiagonal form: step k makes row k zero beyond its neighbour of the diagonal.
fn tridiagonal(n: usize, a: &mut [f64], diagonal: &mut [f64], off: &mut [f64]) -> Reflectors {
    let mut reflectors = Vec::with_capacity(n);
    let mut p = vec![0.0; n];
    for k in 0..n {
        diagonal[k] = a[k * n + k];
        if k + 1 == n {
            break;
        }
        let mut v: Vec<f64> = a[k * n + k + 1..(k + 1) * n].to_vec();
        let tail: f64 = v[1..].iter().map(|x| x * x).sum();
        if tail == 0.0 {
            off[k + 1] = v[0];
            reflectors.push((Vec::new(), 0.0));
            continue;
        }
        let norm = (v[0] * v[0] + tail).sqrt();
        let alpha = if v[0] > 0.0 { -norm } else { norm };
        off[k + 1] = alpha;
        v[0] -= alpha;
        let beta = 2.0 / (v[0] * v[0] + tail);
        // The rest of the matrix from both sides: A − v wᵀ − w vᵀ.
        let (size, first) = (v.len(), k + 1);
        let p = &mut p[..size];
        for (i, p) in p.iter_mut().enumerate() {
            let row = &a[(first + i) * n + first..(first + i + 1) * n];
            *p = beta * dot(row, &v);
        }
        let half = beta / 2.0 * dot(p, &v);
        for (p, v) in p.iter_mut().zip(&v) {
            *p -= half * v;
        }
        for i in 0..size {
            let (vi, wi) = (v[i], p[i]);
            let row = &mut a[(first + i) * n + first..(first + i + 1) * n];
            for ((x, &v), &w) in row.iter_mut().zip(&v).zip(p.iter()) {
                *x -= vi * w + wi * v;
            }
        }
        reflectors.push((v, beta));
    }
    reflectors
}

/// Four sums side by side: vectors of four lanes give the same bits as this, and so does any other machine.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (mut left, mut right) = (a.chunks_exact(4), b.chunks_exact(4));
    for (x, y) in (&mut left).zip(&mut right) {
        for i in 0..4 {
            sums[i] += x[i] * y[i];
        }
    }
    let rest: f64 = left
        .remainder()
        .iter()
        .zip(right.remainder())
        .map(|(x, y)| x * y)
        .sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// The product of the reflections, as a matrix whose row k is Q's column k.
fn accumulate(n: usize, reflectors: &mut Reflectors) -> Vec<f64> {
    let mut q = vec![0.0; n * n];
    for k in 0..n {
        q[k * n + k] = 1.0;
    }
    for (k, (v, beta)) in reflectors.iter().enumerate().rev() {
        if v.is_empty() {
            continue;
        }
        let first = k + 1;
        // Rows are columns of Q, so that a reflection of columns is a dot product along each row.
        for row in first..n {
            let part = &mut q[row * n + first..(row + 1) * n];
            let by = beta * dot(part, v);
            for (x, v) in part.iter_mut().zip(v) {
                *x -= by * v;
            }
        }
    }
    q
}

#[expect(clippy::many_single_char_names, reason = "the names of EISPACK's tql2")]
/// Implicit QL with shifts; rotations turn the rows of `vectors`.
fn ql(n: usize, d: &mut [f64], off: &mut [f64], vectors: &mut [f64]) {
    let e = off;
    e.rotate_left(1);
    e[n - 1] = 0.0;
    for l in 0..n {
        for _ in 0..MOST_SWEEPS {
            let small = |m: usize| e[m].abs() <= f64::EPSILON * (d[m].abs() + d[m + 1].abs());
            let m = (l..n - 1).find(|&m| small(m)).unwrap_or(n - 1);
            if m == l {
                break;
            }
            let mut g = (d[l + 1] - d[l]) / (2.0 * e[l]);
            let mut r = (g * g + 1.0).sqrt();
            g = d[m] - d[l] + e[l] / (g + if g >= 0.0 { r } else { -r });
            let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
            let mut broke = false;
            for i in (l..m).rev() {
                let f = s * e[i];
                let b = c * e[i];
                r = (f * f + g * g).sqrt();
                e[i + 1] = r;
                if r == 0.0 {
                    d[i + 1] -= p;
                    e[m] = 0.0;
                    broke = true;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                r = (d[i] - g) * s + 2.0 * c * b;
                p = s * r;
                d[i + 1] = g + p;
                g = c * r - b;
                let (low, high) = vectors.split_at_mut((i + 1) * n);
                for (x, y) in low[i * n..].iter_mut().zip(&mut high[..n]) {
                    let t = *y;
                    *y = s * *x + c * t;
                    *x = c * *x - s * t;
                }
            }
            if broke {
                continue;
            }
            d[l] -= p;
            e[l] = g;
            e[m] = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn values_and_vectors_put_the_matrix_together_again() {
        let mut random = Random::new(7);
        for n in [1, 2, 3, 5, 17, 40] {
            let mut matrix = vec![0.0; n * n];
            for i in 0..n {
                for j in 0..=i {
                    // Sparse ones have blocks and equal values.
                    let x = if n > 5 && random.below(3) > 0 {
                        0.0
                    } else {
                        random.unit() * 4.0 - 2.0
                    };
                    matrix[i * n + j] = x;
                    matrix[j * n + i] = x;
                }
            }
            let parts = eigen(n, &matrix);
            assert!(parts.values.is_sorted(), "{n}");
            for i in 0..n {
                for j in 0..n {
                    let sum = |f: &dyn Fn(usize) -> f64| {
                        (0..n)
                            .map(|k| f(k) * parts.vectors[k * n + i] * parts.vectors[k * n + j])
                            .sum::<f64>()
                    };
                    let unit = f64::from(u8::from(i == j));
                    assert!((sum(&|_| 1.0) - unit).abs() < 1e-12, "{n} {i} {j}");
                    let whole = sum(&|k| parts.values[k]);
                    assert!((whole - matrix[i * n + j]).abs() < 1e-11, "{n} {i} {j}");
                }
            }
        }
    }
}
