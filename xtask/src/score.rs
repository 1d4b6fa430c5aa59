//! Scores: shares, and macro F1 over the classes of the gold data.

use std::collections::BTreeMap;

/// Macro F1 over the gold classes, and accuracy.
pub(crate) fn macro_f1(pairs: &[(String, String)]) -> (f64, f64) {
    let mut counts: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
    let mut right = 0.0;
    for (gold, predicted) in pairs {
        counts.entry(gold).or_default().1 += 1.0;
        counts.entry(predicted).or_default().2 += 1.0;
        if gold == predicted {
            counts.entry(gold).or_default().0 += 1.0;
            right += 1.0;
        }
    }
    let gold: Vec<f64> = counts
        .values()
        .filter(|c| c.1 > 0.0)
        .map(|&(hit, gold, predicted)| 2.0 * hit / (gold + predicted))
        .collect();
    (
        gold.iter().sum::<f64>() / gold.len().max(1) as f64,
        right / pairs.len().max(1) as f64,
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn scores_by_hand() {
        let pair = |g: &str, p: &str| (g.to_owned(), p.to_owned());
        let (f1, accuracy) = super::macro_f1(&[pair("A", "A"), pair("A", "B"), pair("B", "B")]);
        assert!((accuracy - 2.0 / 3.0).abs() < 1e-9);
        assert!((f1 - 2.0 / 3.0).abs() < 1e-9);
    }
}
