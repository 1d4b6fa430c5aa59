//! The words that no rule gets right, read from `data/` once.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::Upos;

const VERBS: &str = include_str!("../../data/verbs.txt");
const NOUNS: &str = include_str!("../../data/nouns.txt");
const STEMS: &str = include_str!("../../data/stems.txt");
const LEMMAS: &str = include_str!("../../data/lemmas.tsv");
const ADJECTIVES: &str = include_str!("../../data/adjectives.txt");

/// FNV-1a: the tables are our own, so a hash that nobody can attack has nothing to guard, and words are short.
#[derive(Debug, Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

type Map<V> = HashMap<&'static str, V, BuildHasherDefault<Fnv>>;
type Table = Map<&'static str>;

/// Form to lemma. A form of two verbs ('lay', 'saw') goes to the one of which it is a form, not the base.
static VERB: LazyLock<Table> = LazyLock::new(|| forms(VERBS));
static NOUN: LazyLock<Table> = LazyLock::new(|| forms(NOUNS));
static NATIONAL: LazyLock<HashSet<&'static str, BuildHasherDefault<Fnv>>> =
    LazyLock::new(|| lines(ADJECTIVES).collect());
static STEM: LazyLock<Map<bool>> = LazyLock::new(|| {
    lines(STEMS)
        .filter_map(|line| Some((line.get(1..)?, line.starts_with('+'))))
        .collect()
});
/// Each form with its tags and their lemmas.
static EXCEPTION: LazyLock<Map<Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut table: Map<Vec<_>> = Map::default();
    for line in lines(LEMMAS) {
        let mut cells = line.split('\t');
        if let (Some(form), Some(tag), Some(lemma)) = (cells.next(), cells.next(), cells.next()) {
            table.entry(form).or_default().push((tag, lemma));
        }
    }
    table
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn forms(text: &'static str) -> Table {
    let mut table = Table::default();
    for line in lines(text) {
        let mut words = line.split(' ');
        let lemma = words.next().unwrap_or_default();
        for form in words {
            table.entry(form).or_insert(lemma);
        }
    }
    table
}

/// The lemma of an irregular form; only forms that the tag allows.
pub(super) fn verb(lower: &str, xpos: &str) -> Option<&'static str> {
    match (lower, xpos) {
        ("'s" | "’s" | "s" | "'d" | "’d" | "d", _) => {}
        // 'found', 'saw', 'lay', 'wound' and 'ground' are base forms too.
        (_, "VB" | "VBP")
            if !matches!(
                lower,
                "am" | "are"
                    | "'m"
                    | "’m"
                    | "m"
                    | "'re"
                    | "’re"
                    | "re"
                    | "'ve"
                    | "’ve"
                    | "ve"
                    | "ai"
                    | "art"
                    | "gon"
                    | "wan"
            ) =>
        {
            return None;
        }
        _ => {}
    }
    match (lower, xpos) {
        ("'d" | "’d" | "d", "VBD" | "VBN") => Some("have"),
        ("'s" | "’s" | "s", _) => Some("be"),
        _ => VERB.get(lower).copied(),
    }
}

/// The lemma of an irregular form behind a prefix: 'outshone', 'prepaid', 'pre-made'.
pub(super) fn prefixed_verb(lower: &str) -> Option<String> {
    const PREFIXES: [&str; 12] = [
        "back", "co", "cross", "fore", "inter", "mis", "out", "over", "pre", "re", "un", "under",
    ];
    PREFIXES.iter().find_map(|prefix| {
        let rest = lower.strip_prefix(prefix)?;
        let bare = rest.strip_prefix('-').unwrap_or(rest);
        let lemma = VERB.get(bare).filter(|_| bare.len() > 2)?;
        Some(format!("{}{lemma}", lower.strip_suffix(bare)?))
    })
}

/// Whether the stem lost an 'e', where that is known: by its longest ending in the table.
pub(super) fn stem(stem: &str) -> Option<bool> {
    let whole = STEM.get(format!("^{stem}").as_str());
    whole
        .or_else(|| {
            stem.char_indices()
                .find_map(|(i, _)| STEM.get(stem.get(i..)?))
        })
        .copied()
}

/// The singular of an irregular plural.
pub(super) fn noun(lower: &str) -> Option<&'static str> {
    NOUN.get(lower).copied()
}

/// The lemma that EWT and GUM give where rules would not.
pub(super) fn exception(lower: &str, upos: Upos, xpos: &str) -> Option<&'static str> {
    let tags = EXCEPTION.get(lower)?;
    let of = |wanted: &str| tags.iter().find(|(tag, _)| *tag == wanted);
    of(xpos)
        .or_else(|| of(upos.as_str()))
        .map(|&(_, lemma)| lemma)
}

/// Adjectives that end like those of nations and are not.
#[rustfmt::skip]
const PLAIN: [&str; 24] = [
    "Agrarian", "Amphibian", "Antiquarian", "Authoritarian", "Civilian", "Clean", "Custodian", "Disciplinarian", "Egalitarian", "Equestrian", "Guardian",
    "Humanitarian", "Lean", "Libertarian", "Mean", "Median", "Pedestrian", "Reptilian", "Sectarian", "Subterranean", "Totalitarian", "Utilitarian", "Vegetarian", "Veterinarian",
];

/// Whether a capitalised adjective is one of a nation, people or faith.
pub(super) fn is_national(form: &str) -> bool {
    let is_listed = |word: &str| NATIONAL.contains(word);
    let last = form.rsplit('-').next().unwrap_or(form);
    let is_shouted = form.chars().nth(1).is_some_and(char::is_uppercase);
    let by_ending = ["ian", "ean", "nese", "lese", "mese", "istani"]
        .iter()
        .any(|end| form.ends_with(end));
    let is_plain = PLAIN.contains(&form);
    !is_shouted && (is_listed(form) || is_listed(last) || (by_ending && !is_plain))
}
