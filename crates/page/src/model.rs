//! How likely a line is to be body: its features, weighed.
//!
//! A logistic model whose weights are a table (`data/*.tsv`, made by `training/lines.py`): one number for each feature
//! and kind of line, so that a person can read why a line stayed. Sums run in the table's order, hence the same result on
//! every machine.

use std::sync::LazyLock;

/// Weights for lines of HTML: those that Readability kept, and the others.
static HTML: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("../data/html.tsv")));
/// Weights for lines of plain text.
static TEXT: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("../data/text.tsv")));

/// A table of weights.
#[derive(Debug)]
pub(crate) struct Model {
    bias: [f32; 2],
    weights: Vec<[f32; 2]>,
}

impl Model {
    pub(crate) fn html() -> &'static Self {
        &HTML
    }

    pub(crate) fn text() -> &'static Self {
        &TEXT
    }

    /// Lines of a name and a weight for each kind of line, tab-separated; the first is the bias.
    fn read(table: &str) -> Self {
        let mut rows = rows(table).map(|(_, weights)| weights);
        Self {
            bias: rows.next().unwrap_or_default(),
            weights: rows.collect(),
        }
    }

    /// The log odds that a line is body. `features` calls its argument for each feature, in the table's order.
    pub(crate) fn score<F>(&self, kind: bool, features: F) -> f32
    where
        F: FnOnce(&mut dyn FnMut(&'static str, f32)),
    {
        let kind = usize::from(kind);
        let mut sum = self.bias[kind];
        let mut weights = self.weights.iter();
        features(&mut |_, value| {
            if let Some(weight) = weights.next() {
                sum += weight[kind] * value;
            }
        });
        sum
    }
}

fn rows(table: &str) -> impl Iterator<Item = (&str, [f32; 2])> {
    let lines = table.lines().filter(|l| !l.starts_with('#')).skip(1);
    lines.map(|line| {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or_default();
        let mut weight = || cells.next().and_then(|c| c.parse().ok()).unwrap_or(0.0);
        (name, [weight(), weight()])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables are read by place, so their names have to be the features', in order.
    #[test]
    fn the_tables_name_the_features() {
        let page =
            b"<html><body><p>One line of text, and nothing else on this page.</p></body></html>";
        let html = crate::observe(page, crate::Format::Html);
        let text = crate::observe(b"One line of text, and nothing else.", crate::Format::Text);
        for (table, line) in [
            (include_str!("../data/html.tsv"), &html[0]),
            (include_str!("../data/text.tsv"), &text[0]),
        ] {
            let names: Vec<&str> = rows(table).map(|r| r.0).collect();
            let features: Vec<&str> = line.values.iter().map(|v| v.0).collect();
            assert_eq!(names.split_first(), Some((&"bias", features.as_slice())));
        }
    }
}
