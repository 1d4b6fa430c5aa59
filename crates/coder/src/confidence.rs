//! How sure a record is: the share of records like it that were right where the answer is known (`data/confidence.tsv`).

const DATA: &str = include_str!("../data/confidence.tsv");

/// Who made an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Rule,
    Network,
}

/// The counted shares.
#[derive(Debug)]
pub(crate) struct Confidence {
    steps: Vec<(Made, Option<f32>, f64)>,
}

impl Confidence {
    pub(crate) fn embedded() -> Self {
        let step = |cells: &[&str]| {
            let made = match *cells.first()? {
                "rule" => Made::Rule,
                "network" => Made::Network,
                _ => return None,
            };
            let least = *cells.get(1)?;
            let least = if least == "-" {
                None
            } else {
                Some(least.parse().ok()?)
            };
            Some((made, least, cells.get(2)?.parse().ok()?))
        };
        Self {
            steps: DATA
                .lines()
                .filter_map(|line| step(&line.split('\t').collect::<Vec<_>>()))
                .collect(),
        }
    }

    /// How sure an event is, of whose type the network says `p`, if it sees both parties.
    pub(crate) fn of(&self, made: Made, p: Option<f32>) -> Option<f64> {
        let fits = |least: Option<f32>| match (least, p) {
            (None, None) => true,
            (Some(least), Some(p)) => p >= least,
            _ => false,
        };
        let all = self.steps.iter().filter(|s| s.0 == made && fits(s.1));
        all.map(|s| s.2).next_back()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_likely_the_surer() {
        let confidence = Confidence::embedded();
        for made in [Made::Rule, Made::Network] {
            let sure: Vec<f64> = (0_u8..=100)
                .filter_map(|i| confidence.of(made, Some(f32::from(i) / 100.0)))
                .collect();
            assert_eq!(sure.len(), 101);
            assert!(sure.is_sorted(), "{made:?}");
        }
        assert_eq!(confidence.of(Made::Rule, None), Some(0.56));
    }
}
