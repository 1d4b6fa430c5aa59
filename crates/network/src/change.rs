//! When did a relation change? Where the rates of cooperation and conflict shift for good, or for a while.
//!
//! The happenings of a period, cooperation and conflict, are counts whose rates are constant between change points. The
//! best cut into stretches is found exactly (PELT: Killick, Fearnhead and Eckley 2012) for a cost that is minus the
//! logarithm of the Poisson likelihood and a price for each stretch. News come in bursts, so the cost is divided by how
//! much more the counts vary from one period to the next than Poisson counts do.

/// Periods in a stretch at least: one alone is a burst.
const SHORTEST: usize = 2;
/// Price of a stretch, in units of the logarithm of the number of periods: two rates and a place, a third more than BIC asks.
const PRICE: f64 = 2.0;

/// Happenings of a period.
pub(crate) type Counts = [u32; 2];

/// The first periods of all stretches but the first.
pub(crate) fn points(counts: &[Counts]) -> Vec<usize> {
    let n = counts.len();
    if n < 2 * SHORTEST {
        return Vec::new();
    }
    let mut sums = vec![[0u64; 2]; n + 1];
    for (i, c) in counts.iter().enumerate() {
        sums[i + 1] = [sums[i][0] + u64::from(c[0]), sums[i][1] + u64::from(c[1])];
    }
    let spread = spread(counts);
    let cost = |from: usize, to: usize| {
        let length = (to - from) as f64;
        let side = |i: usize| {
            let sum = (sums[to][i] - sums[from][i]) as f64;
            if sum > 0.0 {
                -sum * libm::log(sum / length)
            } else {
                0.0
            }
        };
        (side(0) + side(1)) / spread
    };
    let price = PRICE * libm::log(n as f64);
    let mut best = vec![f64::INFINITY; n + 1];
    best[0] = -price;
    let mut last = vec![0; n + 1];
    let mut open: Vec<usize> = vec![0];
    for to in SHORTEST..=n {
        for &from in &open {
            if to - from < SHORTEST {
                continue;
            }
            let total = best[from] + cost(from, to) + price;
            if total < best[to] {
                best[to] = total;
                last[to] = from;
            }
        }
        open.retain(|&from| to - from < SHORTEST || best[from] + cost(from, to) <= best[to]);
        open.push(to + 1 - SHORTEST);
        open.dedup();
    }
    let mut all = Vec::new();
    let mut at = last[n];
    while at > 0 {
        all.push(at);
        at = last[at];
    }
    all.reverse();
    all
}

/// How much more neighbouring periods differ than Poisson counts would: at least 1.
fn spread(counts: &[Counts]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0u32);
    for w in counts.windows(2) {
        for (x, y) in w[0].into_iter().zip(w[1]) {
            let (x, y) = (f64::from(x), f64::from(y));
            if x + y > 0.0 {
                sum += (x - y) * (x - y) / (x + y);
                pairs += 1;
            }
        }
    }
    if pairs == 0 {
        1.0
    } else {
        f64::max(1.0, sum / f64::from(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn poisson(random: &mut Random, mean: f64) -> u32 {
        let (mut times, mut product, end) = (0, random.unit(), libm::exp(-mean));
        while product > end {
            times += 1;
            product *= random.unit();
        }
        times
    }

    #[test]
    fn a_shift_is_found_where_it_is() {
        let mut random = Random::new(4);
        for _ in 0..20 {
            let counts: Vec<Counts> = (0..60)
                .map(|t| {
                    let conflict = if (25..40).contains(&t) { 12.0 } else { 2.0 };
                    [poisson(&mut random, 5.0), poisson(&mut random, conflict)]
                })
                .collect();
            let found = points(&counts);
            assert!(found.len() == 2, "{found:?}");
            assert!(
                found[0].abs_diff(25) <= 1 && found[1].abs_diff(40) <= 1,
                "{found:?}"
            );
        }
    }

    #[test]
    fn noise_seldom_makes_a_point() {
        let mut random = Random::new(5);
        let mut told = 0;
        for round in 0..200 {
            let burst = round % 2 == 0;
            let counts: Vec<Counts> = (0..48)
                .map(|_| {
                    // Half of the series come in bursts, as news do.
                    let rate = if burst && random.below(3) == 0 {
                        9.0
                    } else {
                        3.0
                    };
                    [poisson(&mut random, rate), poisson(&mut random, rate / 2.0)]
                })
                .collect();
            told += usize::from(!points(&counts).is_empty());
        }
        assert!(told <= 10, "{told} of 200");
    }

    #[test]
    fn short_and_empty_series_have_none() {
        assert_eq!(points(&[]), Vec::<usize>::new());
        assert_eq!(points(&[[1, 0], [9, 9]]), Vec::<usize>::new());
        assert_eq!(points(&vec![[0, 0]; 50]), Vec::<usize>::new());
    }
}
