//! What the network scores each word's place in a name with, for who knows more of names than it.
//!
//! The parser takes the best run of labels by itself. A reader that has tables of names, or the rest of the document,
//! may add to the scores and have the best run taken anew: [`NameScores::best`].

use crate::network::head::NamePath;
use crate::{Name, NameClass};

/// The labels of [`NameScores`], in their order: no name, and for each class its first word and the others.
pub const NAME_LABELS: usize = 7;

/// The classes in the order of their labels.
const CLASSES: [NameClass; 3] = [NameClass::Per, NameClass::Org, NameClass::Loc];

/// The scores of the name labels of a sentence's words: greater is likelier, and each row is only known up to a number
/// added to all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NameScores {
    /// A row a word: no name, then the first word and the others of a person, an organisation, a place.
    pub rows: Vec<[f32; NAME_LABELS]>,
}

impl NameScores {
    /// The label of the first word of a name of a class; that of its other words stands behind it.
    pub const fn label(class: NameClass) -> usize {
        match class {
            NameClass::Per => 1,
            NameClass::Org => 3,
            NameClass::Loc => 5,
        }
    }

    /// The names of the best run of labels.
    pub fn best(&self) -> Vec<Name> {
        let mut path = NamePath::default();
        if !self.rows.is_empty() {
            path.find(NAME_LABELS, self.rows.len(), |i| &self.rows[i]);
        }
        names(&path.labels)
    }
}

/// The names that a run of labels says.
fn names(labels: &[usize]) -> Vec<Name> {
    let mut all: Vec<Name> = Vec::new();
    let mut goes_on = None;
    for (at, &label) in labels.iter().enumerate() {
        let class = label
            .checked_sub(1)
            .and_then(|l| CLASSES.get(l / 2))
            .copied();
        match (class, all.last_mut()) {
            (Some(class), Some(open)) if label % 2 == 0 && goes_on == Some(class) => {
                open.last = at;
            }
            (Some(class), _) => all.push(Name {
                first: at,
                last: at,
                class,
            }),
            (None, _) => {}
        }
        goes_on = class;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_run_is_taken() {
        let mut scores = NameScores {
            rows: vec![[0.0; NAME_LABELS]; 4],
        };
        scores.rows[0][1] = 2.0;
        scores.rows[1][2] = 1.0;
        scores.rows[2][0] = 1.0;
        scores.rows[3][5] = 3.0;
        let name = |first, last, class| Name { first, last, class };
        assert_eq!(
            scores.best(),
            [name(0, 1, NameClass::Per), name(3, 3, NameClass::Loc)]
        );
        assert!(NameScores::default().best().is_empty());
    }
}
