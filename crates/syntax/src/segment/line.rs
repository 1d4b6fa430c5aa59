//! One paragraph as characters, so that rules can look both ways; asking beyond an end gives a space.

use unicode_normalization::char::is_combining_mark;

/// How far a rule looks at letters ahead: the bound that keeps the scan linear.
const LOOK_AHEAD: usize = 300;

/// The characters of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) chars: &'a [char],
}

/// A word or sign as a range of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it belongs to the same surface unit as the piece before it, as 'n't' in 'don't'.
    pub(super) glued: bool,
}

impl Line<'_> {
    pub(super) fn at(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or(' ')
    }

    pub(super) fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or(' ', |i| self.at(i))
    }

    /// The characters `start..end`, as many of them as there are.
    pub(super) fn slice(&self, start: usize, end: usize) -> &[char] {
        self.chars
            .get(start..end.min(self.chars.len()))
            .unwrap_or_default()
    }

    /// Whether these small letters and signs stand at `i`, in letters of any size.
    pub(super) fn starts_with(&self, i: usize, lower: &str) -> bool {
        lower
            .chars()
            .enumerate()
            .all(|(n, c)| self.at(i + n).to_ascii_lowercase() == c)
    }

    pub(super) fn text(&self, start: usize, end: usize) -> String {
        self.slice(start, end).iter().collect()
    }

    pub(super) fn lower(&self, start: usize, end: usize) -> String {
        self.slice(start, end)
            .iter()
            .flat_map(|c| c.to_lowercase())
            .collect()
    }

    /// The end of the letters and digits that start at `i`, as far as any rule looks.
    pub(super) fn run(&self, i: usize) -> usize {
        let rest = self.slice(i, i + LOOK_AHEAD);
        i + rest.iter().position(|&c| !is_word(c)).unwrap_or(rest.len())
    }

    /// The end of the ASCII digits that start at `i`, as far as any rule looks.
    pub(super) fn digits(&self, i: usize) -> usize {
        i + self
            .chars
            .iter()
            .skip(i)
            .take(LOOK_AHEAD)
            .take_while(|c| c.is_ascii_digit())
            .count()
    }

    /// The first place from `i` that is not a gap.
    pub(super) fn skip_gap(&self, i: usize) -> usize {
        i + self
            .chars
            .iter()
            .skip(i)
            .take_while(|&&c| is_gap(c))
            .count()
    }
}

/// White space and characters that show nothing: they lie between tokens, never in one.
pub(super) fn is_gap(c: char) -> bool {
    if c.is_ascii() {
        return c <= ' ' || c == '\u{7f}';
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether it ends a paragraph.
pub(super) const fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// What words are made of: letters, digits, what combines with them, and signs without a width inside words.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // A superscript is a sign of its own: 'km²' is 'km' and '²'.
    (c.is_alphanumeric() && !matches!(c, '²' | '³' | 'º' | 'ª'))
        || is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// Apostrophes, and the signs people type for one.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ')
}
