//! Where does a sentence end? At '.', '!', '?' and dots, with the quotation marks, brackets and footnote marks that
//! close after them, if what follows can begin a sentence. Colons and semicolons end none.

use super::abbreviation::Kind;
use super::line::{Line, Piece, is_gap};

/// Words that begin sentences and rarely names: after 'U.S.' or 'Inc.' they mark the border.
#[rustfmt::skip]
const STARTERS: [&str; 82] = [
    "A", "About", "According", "After", "All", "Also", "Although", "Among", "An", "And", "Another", "As", "At", "Because", "Before", "But",
    "By", "During", "Each", "Even", "For", "Four", "From", "Had", "He", "Her", "Here", "His", "How", "However", "I", "If", "In", "Is", "It", "Its",
    "Last", "Later", "Many", "Meanwhile", "Most", "My", "No", "None", "Not", "Now", "Of", "On", "Once", "One", "Our", "Several", "She", "Since", "So",
    "Some", "Such", "That", "The", "Their", "Then", "There", "These", "They", "This", "Those", "Three", "Through", "To", "Two", "Under", "Until", "We", "What",
    "When", "Where", "While", "Who", "Why", "With", "Yet", "You",
];

/// Verbs between a quotation that ends in '!' or '?' and the full stop of its sentence.
#[rustfmt::skip]
const SPEECH: [&str; 24] = [
    "added", "announced", "answered", "argued", "asked", "asks", "called", "cried", "declared", "demanded", "exclaimed", "joked", "noted",
    "replied", "said", "says", "shouted", "screamed", "sighed", "tells", "told", "tweeted", "wondered", "wrote",
];

/// Days and time zones go on after 'a.m.'.
#[rustfmt::skip]
const AFTER_TIME: [&str; 36] = [
    "AEST", "BST", "CDT", "CEST", "CET", "CST", "Central", "EDT", "EST", "ET", "Eastern", "Friday", "GMT", "IST", "JST", "January", "July",
    "June", "MDT", "MST", "March", "Monday", "Mountain", "PDT", "PST", "PT", "Pacific", "Saturday", "September", "Sunday", "TO", "Thursday", "Tuesday", "UTC",
    "WAT", "Wednesday",
];

const DAYS: [&str; 7] = [
    "Friday",
    "Monday",
    "Saturday",
    "Sunday",
    "Thursday",
    "Tuesday",
    "Wednesday",
];

#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "April", "August", "December", "February", "January", "July", "June", "March", "May", "November", "October", "September",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    Mark,
    Dots,
    Abbreviation(Kind),
}

struct Sides<'a> {
    line: &'a Line<'a>,
    pieces: &'a [Piece],
}

/// The first piece of each sentence of a paragraph but the first one.
pub(super) fn breaks(
    line: &Line<'_>,
    pieces: &[Piece],
    abbreviations: &[(usize, Kind)],
    out: &mut Vec<usize>,
) {
    out.clear();
    let sides = Sides { line, pieces };
    let mut short = abbreviations.iter().copied().peekable();
    let (mut start, mut k, mut is_quoted) = (0, 0, false);
    while k < pieces.len() {
        let kind = short.next_if(|&(at, _)| at == k).map(|(_, kind)| kind);
        is_quoted ^= sides.first(k) == '"';
        let Some(end) = kind.map(End::Abbreviation).or_else(|| sides.end(k)) else {
            k += 1;
            if let Some(next) = sides.heading(start, k) {
                out.push(next);
                start = next;
            }
            continue;
        };
        let (next, is_closed) = sides.close(k + 1, &mut is_quoted);
        while short.next_if(|&(at, _)| at < next).is_some() {}
        if next < pieces.len() && sides.begins(end, start, k, next, is_closed) {
            out.push(next);
            start = next;
        }
        k = next;
    }
}

impl Sides<'_> {
    fn piece(&self, k: usize) -> &[char] {
        self.pieces
            .get(k)
            .map_or(&[], |p| self.line.slice(p.start, p.end))
    }

    fn first(&self, k: usize) -> char {
        self.piece(k).first().copied().unwrap_or(' ')
    }

    fn is(&self, k: usize, words: &[&str]) -> bool {
        let piece = self.piece(k);
        piece.len() < 16 && words.iter().any(|w| w.chars().eq(piece.iter().copied()))
    }

    fn gap_before(&self, k: usize) -> bool {
        self.pieces
            .get(k)
            .is_none_or(|p| is_gap(self.line.before(p.start)) || p.start == 0)
    }

    fn end(&self, k: usize) -> Option<End> {
        match self.piece(k) {
            ['.' | '。' | '．' | '।' | '۔' | '؟'] => Some(End::Stop),
            ['！' | '？'] => Some(End::Mark),
            ['.' | '…', ..] | ['[', '.' | '…', ..] => Some(End::Dots),
            ['!' | '?', ..] => Some(End::Mark),
            _ => None,
        }
    }

    /// The first piece after what closes at `k`, and whether a quotation or bracket did.
    fn close(&self, mut k: usize, is_quoted: &mut bool) -> (usize, bool) {
        let mut is_closed = false;
        loop {
            let is_tight = !self.gap_before(k);
            match self.piece(k) {
                ['"'] if is_tight || (*is_quoted && self.gap_before(k + 1)) => {
                    *is_quoted = !*is_quoted;
                    is_closed = true;
                }
                [')' | ']' | '}' | '”' | '»' | '」' | '』'] | ['”' | '’', '”' | '’'] =>
                {
                    is_closed = true;
                }
                ['\'' | '’'] | ['\'', '\''] if is_tight => is_closed = true,
                ['.' | '!' | '?' | '…', ..] if is_tight => {}
                // A footnote number: 'minority rights.4 Even though'.
                digits
                    if is_tight
                        && (1..=3).contains(&digits.len())
                        && digits.iter().all(char::is_ascii_digit) =>
                {
                    if !self.first(k + 1).is_uppercase() || !self.gap_before(k + 1) {
                        return (k, is_closed);
                    }
                }
                ['['] if self.note(k).is_some() => k += self.note(k).unwrap_or_default(),
                _ => return (k, is_closed),
            }
            k += 1;
        }
    }

    /// '[22]' and '[citation needed]', as encyclopaedias set them after the full stop: where it closes, from `k`.
    fn note(&self, k: usize) -> Option<usize> {
        let length = (2..6).find(|&n| self.piece(k + n) == [']'])?;
        let inside = self.piece(k + 1);
        let is_number = length == 2
            && inside.len() <= 4
            && (inside.iter().all(char::is_ascii_digit) || inside.len() == 1);
        (is_number || self.is(k + length - 1, &["needed"])).then_some(length)
    }

    /// Whether a sentence begins at `next`, after the end at `k` of one that began at `start`.
    fn begins(&self, end: End, start: usize, k: usize, next: usize, is_closed: bool) -> bool {
        let opened = (next..self.pieces.len())
            .take_while(|&m| self.opens(m))
            .take(3)
            .count();
        let first = self.first(next + opened);
        let runs_on =
            matches!(end, End::Stop | End::Mark) && first.is_uppercase() && self.ends_word(k);
        if !self.gap_before(next) && !runs_on {
            return matches!(self.first(k), '。' | '！' | '？' | '．');
        }
        if matches!(
            self.first(next),
            ',' | ';' | ':' | ')' | ']' | '}' | '%' | '/' | '='
        ) || (opened == 0 && matches!(first, '!' | '?'))
        {
            return false;
        }
        let is_lower = first.is_lowercase();
        match end {
            End::Stop if self.is_item(start, k) => false,
            End::Stop if is_lower && opened == 0 => !is_closed && !self.is_clipped(k),
            End::Stop => true,
            End::Mark
                if is_closed
                    && (is_lower
                        || self.is_speech(next)
                        || matches!(self.first(k - usize::from(k > 0)), '(' | '[')) =>
            {
                false
            }
            End::Mark => !matches!(self.first(next), '.' | '…' | '—' | '–' | '-'),
            End::Dots => {
                k > start
                    && first.is_uppercase()
                    && !self.opens(k - 1)
                    && !matches!(self.first(k - 1), ',' | ':')
            }
            End::Abbreviation(kind) => self.begins_after(kind, k, next, opened, first),
        }
    }

    fn begins_after(&self, kind: Kind, k: usize, next: usize, opened: usize, first: char) -> bool {
        if !first.is_uppercase() || matches!(kind, Kind::Title | Kind::BeforeNumber) {
            return false;
        }
        if opened > 0 {
            // 'the U.S. (UN)' goes on, 'in the U.S. "We ...' does not.
            return matches!(self.first(next), '"' | '“')
                && self.piece(next + opened).len() != 1
                && kind != Kind::Title;
        }
        match kind {
            Kind::Time => !self.is(next, &AFTER_TIME),
            _ => self.is(k, &["etc."]) || self.is(next, &STARTERS),
        }
    }

    /// Where a heading without a full stop gives over to the next sentence, right before `k` or some pieces on:
    /// 'Figure 1.3 This map', 'A title Tuesday, March 3, 2020 The text', 'A caption Photo: AFP'.
    fn heading(&self, start: usize, k: usize) -> Option<usize> {
        let is_number = |k: usize| self.first(k).is_ascii_digit();
        let is_caption =
            k == start + 2 && self.is(start, &["Figure", "Table"]) && is_number(start + 1);
        if is_caption && self.first(k).is_uppercase() {
            return Some(k);
        }
        if self.is(k, &["Image", "Photo", "Photograph"])
            && self.piece(k + 1) == [':']
            && self.first(k - 1).is_alphanumeric()
        {
            return Some(k);
        }
        let is_date = |k: usize| {
            self.is(k, &DAYS)
                && self.piece(k + 1) == [',']
                && self.is(k + 2, &MONTHS)
                && is_number(k + 3)
                && self.piece(k + 4) == [',']
                && self.piece(k + 5).len() == 4
                && is_number(k + 5)
        };
        if is_date(k)
            && self.first(k + 6).is_uppercase()
            && !self.first(k - 1).is_lowercase()
            && !matches!(self.first(k - 1), ',' | '(' | '-')
        {
            return Some(k);
        }
        (k >= start + 6 && is_date(start) && k == start + 6 && self.first(k).is_uppercase())
            .then_some(k)
    }

    /// Opening quotation marks and brackets.
    fn opens(&self, k: usize) -> bool {
        matches!(
            self.piece(k),
            ['"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '{' | '¿' | '¡' | '「' | '『']
                | ['`', '`']
                | ['\'', '\'']
                | ['‘', '‘']
        )
    }

    /// '1.' or 'a.' at the head of an item.
    fn is_item(&self, start: usize, k: usize) -> bool {
        let label = self.piece(start);
        let is_roman = label.len() <= 4
            && label
                .iter()
                .all(|c| matches!(c, 'I' | 'V' | 'X' | 'i' | 'v' | 'x'));
        k == start + 1
            && (label.len() <= 3 && label.iter().all(char::is_ascii_digit)
                || label.len() == 1 && label.iter().all(|c| c.is_alphabetic())
                || is_roman)
    }

    /// Whether the word before the period looks cut short: no vowel in it.
    fn is_clipped(&self, k: usize) -> bool {
        let word = k.checked_sub(1).map_or(&[][..], |k| self.piece(k));
        (1..=5).contains(&word.len())
            && word.iter().all(|c| {
                c.is_alphabetic()
                    && !matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
            })
    }

    /// Whether a word ends before the period at `k`, so that 'left.The' is two sentences and 'A.The' is not.
    fn ends_word(&self, k: usize) -> bool {
        k.checked_sub(1)
            .and_then(|k| self.piece(k).last())
            .is_some_and(|c| c.is_lowercase() || matches!(c, ')' | '"' | '”'))
    }

    /// 'Smith said', 'the minister asked': a speaker and a verb of saying in the next few words.
    fn is_speech(&self, next: usize) -> bool {
        (next..next + 4)
            .take_while(|&m| self.first(m).is_alphabetic())
            .any(|m| self.is(m, &SPEECH))
    }
}
