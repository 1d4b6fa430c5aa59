//! The best tree under arc scores: Chu-Liu-Edmonds, with exactly one word under the root.
//!
//! Most sentences need no contraction: the best head of each word is already a tree. Rows are dependents,
//! row and column 0 are the root.

const NEVER: f64 = -1e9;

/// Roots whose own arc is this much worse than the best one are not tried.
const ROOT_MARGIN: f64 = 30.0;
/// Roots that are tried at most.
const MAX_ROOTS: usize = 8;

/// The head of each row; `heads[0]` has no meaning. `scores[dependent * n + head]`.
pub(crate) fn spanning_tree(scores: &[f32], n: usize) -> Vec<usize> {
    if n <= 1 {
        return vec![0; n];
    }
    let mut s: Vec<f64> = scores.iter().map(|&x| f64::from(x)).collect();
    for i in 0..n {
        s[i * n + i] = NEVER;
    }
    let heads = maximum(&s, n);
    if heads.iter().skip(1).filter(|&&h| h == 0).count() == 1 {
        return heads;
    }
    // The best few; in text that is no language every word may seem as good a root.
    let mut roots: Vec<usize> = (1..n).collect();
    roots.sort_by(|&a, &b| s[b * n].total_cmp(&s[a * n]).then(a.cmp(&b)));
    let best_root = s[roots[0] * n];
    roots.retain(|&r| s[r * n] >= best_root - ROOT_MARGIN);
    roots.truncate(MAX_ROOTS);
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut z = s.clone();
    for root in roots {
        for i in 1..n {
            z[i * n] = if i == root { s[i * n] } else { NEVER };
        }
        let tree = maximum(&z, n);
        let value = (1..n).map(|i| z[i * n + tree[i]]).sum();
        if best.as_ref().is_none_or(|(v, _)| value > *v) {
            best = Some((value, tree));
        }
    }
    best.map_or(heads, |(_, tree)| tree)
}

/// The maximum arborescence under row 0, whatever the number of its children.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters that papers on the algorithm use"
)]
fn maximum(s: &[f64], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for i in 1..n {
        for j in 0..n {
            if s[i * n + j] > s[i * n + heads[i]] || heads[i] == i {
                heads[i] = j;
            }
        }
    }
    let Some(cycle) = find_cycle(&heads) else {
        return heads;
    };
    let mut inside = vec![false; n];
    for &c in &cycle {
        inside[c] = true;
    }
    // The cycle becomes one node, the last of a smaller graph.
    let rest: Vec<usize> = (0..n).filter(|&i| !inside[i]).collect();
    let m = rest.len();
    let mut q = vec![NEVER; (m + 1) * (m + 1)];
    let (mut entry, mut exit) = (vec![0; m], vec![0; m]);
    for (a, &u) in rest.iter().enumerate() {
        for (b, &v) in rest.iter().enumerate() {
            if a != b {
                q[a * (m + 1) + b] = s[u * n + v];
            }
        }
        let gain = |c: usize| s[c * n + u] - s[c * n + heads[c]];
        let first =
            cycle.iter().copied().fold(
                cycle[0],
                |best, c| if gain(c) > gain(best) { c } else { best },
            );
        entry[a] = first;
        q[m * (m + 1) + a] = gain(first);
        let out = cycle.iter().copied().fold(cycle[0], |best, c| {
            if s[u * n + c] > s[u * n + best] {
                c
            } else {
                best
            }
        });
        exit[a] = out;
        q[a * (m + 1) + m] = s[u * n + out];
    }
    let small = maximum(&q, m + 1);
    for (a, &u) in rest.iter().enumerate().skip(1) {
        heads[u] = if small[a] == m {
            exit[a]
        } else {
            rest[small[a]]
        };
    }
    let a = small[m];
    heads[entry[a]] = rest[a];
    heads
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every assignment of heads that is a tree with one root, tried one by one.
    fn brute(scores: &[f32], n: usize) -> f64 {
        let mut best = f64::MIN;
        let mut heads = vec![0_usize; n];
        'next: loop {
            let tree = (1..n).all(|i| heads[i] != i)
                && find_cycle(&heads).is_none()
                && heads[1..].iter().filter(|&&h| h == 0).count() == 1;
            if tree {
                best = best.max((1..n).map(|i| f64::from(scores[i * n + heads[i]])).sum());
            }
            for head in heads.iter_mut().skip(1) {
                *head += 1;
                if *head < n {
                    continue 'next;
                }
                *head = 0;
            }
            return best;
        }
    }

    #[test]
    fn trees_are_the_best_there_are() {
        let mut seed = 1_u32;
        for n in 2..=5 {
            for _ in 0..200 {
                let scores: Vec<f32> = (0..n * n)
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f32::from((seed >> 25) as u8) / 8.0
                    })
                    .collect();
                let heads = spanning_tree(&scores, n);
                assert!(find_cycle(&heads).is_none());
                let value: f64 = (1..n).map(|i| f64::from(scores[i * n + heads[i]])).sum();
                assert!(
                    (value - brute(&scores, n)).abs() < 1e-9,
                    "{n} words, {scores:?}, {heads:?}"
                );
            }
        }
    }
}
