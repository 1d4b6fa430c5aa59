//! How much rests on single happenings? Each is drawn 0, 1, 2 … times, as in a bootstrap, over and over.
//!
//! How often a happening is drawn in a replicate is Poisson with mean 1 and depends on the happening, the replicate and
//! the seed alone. So a happening is drawn alike wherever it counts, nothing depends on an order, and no list of draws is
//! kept.

use crate::random::mix;

/// Times drawn, by a byte of chance: Poisson of mean 1 in 256ths, its mean exactly 1.
const DRAWN: [u8; 256] = {
    let mut table = [0; 256];
    // 95 of 0, 93 of 1, 47 of 2, 16 of 3, 4 of 4, 1 of 5.
    let ends = [95, 188, 235, 251, 255, 256];
    let mut i = 0;
    while i < 256 {
        let mut times = 0;
        while ends[times as usize] <= i {
            times += 1;
        }
        table[i] = times;
        i += 1;
    }
    table
};

/// How replicates are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How many.
    pub replicates: usize,
    /// Another seed draws others.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self {
            replicates: 400,
            seed: 1,
        }
    }
}

impl Bootstrap {
    /// For each replicate how often a happening is drawn.
    pub(crate) fn draws(self, happening: u64, mut see: impl FnMut(usize, i64)) {
        let base = mix(happening ^ mix(self.seed));
        for block in 0..self.replicates.div_ceil(8) {
            let bytes = mix(base.wrapping_add(block as u64)).to_le_bytes();
            for (i, byte) in (block * 8..self.replicates).zip(bytes) {
                see(i, i64::from(DRAWN[usize::from(byte)]));
            }
        }
    }
}

/// The middle 95 % of values, by rank.
pub(crate) fn interval(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = share * (values.len().checked_sub(1)? as f64);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank within the list"
        )]
        values.get(rank.round() as usize).copied()
    };
    Some((at(0.025)?, at(0.975)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_mean_and_variance_one_and_depend_on_the_seed() {
        let (mut sum, mut squares, mut count) = (0, 0, 0);
        for happening in 0..200 {
            Bootstrap::default().draws(mix(happening), |_, times| {
                sum += times;
                squares += times * times;
                count += 1;
            });
        }
        let mean = f64::from(i32::try_from(sum).expect("it is small")) / f64::from(count);
        let second = f64::from(i32::try_from(squares).expect("it is small")) / f64::from(count);
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        assert!((second - mean * mean - 1.0).abs() < 0.05, "{second}");
        let drawn = |seed| {
            let mut all = Vec::new();
            Bootstrap {
                replicates: 20,
                seed,
            }
            .draws(7, |_, times| all.push(times));
            all
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        assert_eq!(drawn(1).len(), 20);
    }
}
