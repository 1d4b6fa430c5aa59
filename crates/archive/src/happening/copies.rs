//! Which articles are copies of one text?
//!
//! Texts are cut into runs of four words. Candidates share a part of their `MinHash` signatures ([`bands`]); of those the
//! runs themselves are counted: two are copies where the longer one has most of the shorter ([`is_copy`]), so that a
//! copy that was cut is still one.

use super::profile::each_word;

/// Words in a run.
const RUN: usize = 4;
/// Hashes in a band, and bands: of two texts of which one is half of the other, 19 of 20 share a band.
const ROWS: usize = 3;
const BANDS: usize = 20;
/// Fewer runs than this say nothing.
const FEWEST: usize = 12;
/// Share of the shorter text's runs that both have.
const ENOUGH: f64 = 0.6;
/// Days between the publications of two copies.
pub(crate) const WITHIN: i32 = 7;

/// The runs of a text, hashed, in order, each once.
pub(crate) fn runs(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::with_capacity(text.len() / 5);
    each_word(text, |w| words.push(fnv(w.as_bytes())));
    let mut runs: Vec<u64> = words
        .windows(RUN)
        .map(|w| w.iter().fold(0, |all, &word| mix(all ^ word)))
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The bands of a text's signature; none where the text is too short.
pub(crate) fn bands(runs: &[u64]) -> Vec<i64> {
    if runs.len() < FEWEST {
        return Vec::new();
    }
    let least = |seed: u64| {
        let seed = mix(seed + 1);
        runs.iter().map(|r| mix(r ^ seed)).min().unwrap_or_default()
    };
    (0..BANDS)
        .map(|band| {
            let rows = (0..ROWS).map(|row| least((band * ROWS + row) as u64));
            rows.fold(mix(band as u64), |all, h| mix(all ^ h))
                .cast_signed()
        })
        .collect()
}

/// Whether one of two texts has most of the other: their share, if so.
pub(crate) fn is_copy(a: &[u64], b: &[u64]) -> Option<f64> {
    let least = a.len().min(b.len());
    if least < FEWEST {
        return None;
    }
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let share = both as f64 / least as f64;
    (share >= ENOUGH).then_some(share)
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |h, &b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// The finisher of `SplitMix64`.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        let words: Vec<String> = (from..to).map(|i| format!("word{i}")).collect();
        words.join(" ")
    }

    #[test]
    fn a_text_cut_short_is_a_copy_and_shares_a_band() {
        let (long, short) = (runs(&text(0, 400)), runs(&text(0, 200)));
        assert_eq!(is_copy(&long, &short), Some(1.0));
        let (a, b) = (bands(&long), bands(&short));
        assert!(a.iter().any(|band| b.contains(band)));
    }

    #[test]
    fn other_texts_are_none_whatever_they_share() {
        let (a, b) = (runs(&text(0, 400)), runs(&text(250, 650)));
        assert_eq!(is_copy(&a, &b), None);
        assert_eq!(is_copy(&runs("too short"), &runs("too short")), None);
    }
}
