//! What an element's class and id say it is: a caption, a list of related pieces, a box for comments.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Kinds of hint, in the order of their bits.
pub(super) const KINDS: [&str; 14] = [
    "ad",
    "author",
    "body",
    "caption",
    "comment",
    "gallery",
    "legal",
    "meta",
    "nav",
    "note",
    "related",
    "share",
    "subscribe",
    "title",
];

/// A bit for each kind.
pub(super) type Hints = u16;

/// The bit of a kind; none for one that is not there.
pub(super) const fn bit(kind: &str) -> Hints {
    let mut at = 0;
    while at < KINDS.len() {
        if same(KINDS[at].as_bytes(), kind.as_bytes()) {
            return 1 << at;
        }
        at += 1;
    }
    0
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

static PATTERNS: LazyLock<(Option<AhoCorasick>, Vec<Hints>)> = LazyLock::new(|| {
    let lines = include_str!("../../data/hints.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .filter_map(|l| l.split_once('\t'));
    let (bits, patterns): (Vec<Hints>, Vec<&str>) =
        lines.map(|(kind, pattern)| (bit(kind), pattern)).unzip();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok();
    (automaton, bits)
});

/// Longer names are made by machines.
const MAX_NAME: usize = 400;

/// The hints in a class or an id.
pub(super) fn hints(name: &str, words: &mut String) -> Hints {
    words.clear();
    words.push('-');
    let mut lower = false;
    for c in name.bytes().take(MAX_NAME) {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && lower {
                words.push('-');
            }
            lower = c.is_ascii_lowercase();
            words.push(char::from(c.to_ascii_lowercase()));
        } else {
            lower = false;
            if !words.ends_with('-') {
                words.push('-');
            }
        }
    }
    if !words.ends_with('-') {
        words.push('-');
    }
    let (Some(automaton), bits) = &*PATTERNS else {
        return 0;
    };
    automaton
        .find_overlapping_iter(words.as_str())
        .fold(0, |all, m| all | bits[m.pattern().as_usize()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_words() {
        let mut words = String::new();
        let mut of = |name: &str| hints(name, &mut words);
        assert_eq!(of("relatedArticles"), bit("related"));
        assert_eq!(of("c-photo__Caption"), bit("caption"));
        assert_eq!(of("article__body ad"), bit("body") | bit("ad"));
        assert_eq!(of("headmaster shadow"), 0);
        assert_eq!(of(""), 0);
    }

    #[test]
    fn every_line_names_a_kind() {
        for line in include_str!("../../data/hints.tsv").lines().skip(3) {
            let kind = line.split('\t').next().unwrap_or_default();
            assert_ne!(bit(kind), 0, "{line}");
        }
    }
}
