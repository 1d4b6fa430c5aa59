//! Words that speak of places by standing beside their names (`data/places/words.tsv`).

use std::sync::LazyLock;

use crate::table::Table;

macro_rules! kinds {
    ($($name:ident $word:literal)*) => {
        /// What a word beside a name says of it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kind { $($name),* }

        impl Kind {
            fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    First "first"
    Second "second"
    Town "town"
    Water "water"
    Height "height"
    Island "island"
    Part "part"
    Site "site"
    Alone "alone"
    FirstHead "first-head"
    TownHead "town-head"
}

impl Kind {
    /// Whether a place of this `GeoNames` code and class is of the kind; a region may be called a province.
    pub(super) fn fits(self, code: &str, class: &str) -> bool {
        match self {
            Self::First | Self::FirstHead => matches!(code, "ADM1" | "ADM2" | "RGN"),
            Self::Second => matches!(code, "ADM2" | "ADM1"),
            Self::Town | Self::TownHead => class == "P",
            Self::Water => class == "H",
            Self::Height => class == "T",
            Self::Island => class == "T",
            Self::Part | Self::Site | Self::Alone => true,
        }
    }
}

static WORDS: LazyLock<Table<&str, Vec<Kind>>> = LazyLock::new(|| {
    let mut all: Table<&str, Vec<Kind>> = Table::default();
    for row in plover::codegen::rows(include_str!("../../data/places/words.tsv")) {
        if let Some(kind) = row.get(1).and_then(|word| Kind::parse(word)) {
            all.entry(row[0]).or_default().push(kind);
        }
    }
    all
});

fn of(word: &str) -> &'static [Kind] {
    let words: &'static Table<&str, Vec<Kind>> = &WORDS;
    words.get(word).map_or(&[], Vec::as_slice)
}

/// Whether a word, in lower case, is of a kind.
pub(super) fn is(word: &str, kind: Kind) -> bool {
    of(word).contains(&kind)
}

/// What kind of place the word calls what stands beside it.
pub(super) fn calls(word: &str) -> Option<Kind> {
    let called = |k: &&Kind| {
        !matches!(
            k,
            Kind::Part | Kind::Site | Kind::Alone | Kind::FirstHead | Kind::TownHead
        )
    };
    of(word).iter().find(called).copied()
}

/// What kind of place has one of these at its head: 'the Kirkuk governor', 'the mayor of London'.
pub(super) fn heads(word: &str) -> Option<Kind> {
    let head = |k: &&Kind| matches!(k, Kind::FirstHead | Kind::TownHead);
    of(word).iter().find(head).copied()
}
