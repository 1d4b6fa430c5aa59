//! Does a hyphen part words? In UD English it does ('so-called' is three words) unless one side cannot stand
//! alone: a prefix ('non-oil', 'pro-Iranian', 'mid-July', 'e-mail') or a suffix ('clock-wise').
//!
//! The prefixes are those that EWT and GUM keep joined more often than not, and others of their kind. 'self',
//! 'well', 'vice', 'eco' and 'x' are not among them: both treebanks part them.

const PREFIXES: [&str; 51] = [
    "agro", "ante", "anti", "arch", "bi", "co", "counter", "cross", "cyber", "e", "electro", "ex",
    "extra", "hyper", "hypo", "infra", "inter", "intra", "macro", "mega", "meta", "micro", "mid",
    "mini", "mis", "mono", "multi", "neo", "neuro", "non", "over", "para", "peri", "poly", "post",
    "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub", "super", "supra",
    "tele", "trans", "ultra", "un", "uni",
];

const SUFFIXES: [&str; 8] = [
    "able", "esque", "fold", "ish", "less", "ness", "ward", "wise",
];

/// Sounds, spelt out: 'uh-huh', 'mm-hm'.
const SOUNDS: [&str; 14] = [
    "ah", "ha", "hm", "hmm", "huh", "m", "mm", "mmm", "nuh", "oh", "ooh", "uh", "um", "whoo",
];

/// Whether a hyphen between these two, both lower-cased, keeps them one word.
pub(super) fn joins(left: &str, right: &str) -> bool {
    // 'mid-1980s' is one word, 'post-2015' is three.
    let is_year = matches!(left, "post" | "pre") && right.starts_with(|c: char| c.is_ascii_digit());
    let prefix =
        PREFIXES.binary_search(&left).is_ok() && !matches!(right, "and" | "or" | "the") && !is_year;
    prefix || SUFFIXES.contains(&right) || (SOUNDS.contains(&left) && SOUNDS.contains(&right))
}

/// Whether groups of digits with hyphens between them are one number: a telephone number or a date. Ranges
/// ('3-4', '1969-1970') are not.
pub(super) fn is_number(groups: &[usize]) -> bool {
    matches!(
        groups,
        [3 | 5, 4] | [3, 3, 4] | [1, 3, 3, 4] | [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2]
    )
}
