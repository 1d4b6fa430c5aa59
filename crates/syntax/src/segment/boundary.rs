//! Where does a sentence end? At '.', '!', '?' and dots, with the quotation marks, brackets and footnote marks that
//! close after them, if what follows can begin a sentence. Colons and semicolons end none.

use super::abbreviation::Kind;
use super::cue::{AFTER_TIME, BEFORE_TIME, NAMELESS, SPEECH, STARTERS};
use super::heading;
use super::line::{Line, Piece, is_gap};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    Mark,
    Dots,
    Smiley,
    Abbreviation(Kind),
}

/// The pieces of a paragraph, asked by their number; beyond an end there is nothing.
pub(super) struct Sides<'a> {
    line: &'a Line<'a>,
    pub(super) pieces: &'a [Piece],
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
    if heading::is_reference(&sides) {
        return;
    }
    let mut short = abbreviations.iter().copied().peekable();
    let (mut start, mut k, mut is_quoted) = (0, 0, false);
    if let Some(next) = heading::dateline(&sides, 0) {
        out.push(next);
        (start, k) = (next, next);
        while short.next_if(|&(at, _)| at < next).is_some() {}
    }
    let dated = heading::closing_date(&sides);
    while k < pieces.len() {
        let kind = short.next_if(|&(at, _)| at == k).map(|(_, kind)| kind);
        is_quoted ^= sides.first(k) == '"';
        let Some(end) = kind.map(End::Abbreviation).or_else(|| sides.end(k)) else {
            k += 1;
            if let Some(next) = heading::gives_over(&sides, start, k, dated) {
                out.push(next);
                start = next;
            }
            continue;
        };
        let (next, is_closed) = sides.close(k + 1, end, &mut is_quoted);
        // 'about the U.S.? Do', 'Reed Jr.. He': a mark of its own behind the abbreviation's period.
        let end = match (end, sides.first(k + 1)) {
            (End::Abbreviation(_), '.') if next > k + 1 => End::Stop,
            (End::Abbreviation(_), '!' | '?') if next > k + 1 => End::Mark,
            _ => end,
        };
        while short.next_if(|&(at, _)| at < next).is_some() {}
        let begins = next < pieces.len() && sides.begins(end, start, k, next, is_closed);
        k = next;
        if begins {
            out.push(next);
            start = next;
            if let Some(behind) = heading::dateline(&sides, next) {
                out.push(behind);
                (start, k) = (behind, behind);
                while short.next_if(|&(at, _)| at < behind).is_some() {}
            }
        }
    }
}

/// ':)' and its like: no other sign of several characters begins so.
fn is_smiley(piece: &[char]) -> bool {
    matches!(piece, [':' | ';' | '=', second, ..] if !matches!(second, ':' | ';' | '='))
        && piece.len() <= 4
}

impl Sides<'_> {
    pub(super) fn piece(&self, k: usize) -> &[char] {
        self.pieces
            .get(k)
            .map_or(&[], |p| self.line.slice(p.start, p.end))
    }

    pub(super) fn first(&self, k: usize) -> char {
        self.piece(k).first().copied().unwrap_or(' ')
    }

    pub(super) fn is(&self, k: usize, words: &[&str]) -> bool {
        let piece = self.piece(k);
        // Nearly all are told apart by length alone; the words asked for are ASCII.
        words
            .iter()
            .any(|w| w.len() == piece.len() && w.chars().eq(piece.iter().copied()))
    }

    pub(super) fn gap_before(&self, k: usize) -> bool {
        self.pieces
            .get(k)
            .is_none_or(|p| is_gap(self.line.before(p.start)) || p.start == 0)
    }

    fn end(&self, k: usize) -> Option<End> {
        match self.piece(k) {
            ['.'] if self.piece(k + 1) == ['.'] => Some(End::Dots),
            ['.' | '。' | '．' | '।' | '۔' | '؟'] => Some(End::Stop),
            ['！' | '？'] => Some(End::Mark),
            ['.' | '…', ..] | ['[', '.' | '…', ..] => Some(End::Dots),
            ['!' | '?', ..] => Some(End::Mark),
            smiley if is_smiley(smiley) => Some(End::Smiley),
            _ => None,
        }
    }

    /// The first piece after what closes at `k`, and whether a quotation or bracket did.
    fn close(&self, mut k: usize, end: End, is_quoted: &mut bool) -> (usize, bool) {
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
                // Dots with spaces between them: '. . .'.
                ['.'] if end == End::Dots => {}
                smiley if is_smiley(smiley) => {}
                // The same set apart: 'minority rights. 4 Even though', or last in its paragraph.
                digits
                    if end == End::Stop
                        && !is_tight
                        && digits.len() <= 2
                        && digits.iter().all(char::is_ascii_digit)
                        && (k + 1 == self.pieces.len()
                            || self.gap_before(k + 1) && self.is(k + 1, &STARTERS)) => {}
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
            End::Stop if self.is_item(start, k) || self.is_bracketed_word(start, k) => false,
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
            // 'in Help! (1965)': the title of a work.
            End::Mark if heading::is_year_in_brackets(self, next) => false,
            End::Mark => !matches!(self.first(next), '.' | '…' | '—' | '–' | '-'),
            End::Smiley => k > start && self.is(next + opened, &STARTERS),
            End::Dots => {
                k > start
                    && first.is_uppercase()
                    && !self.opens(k - 1)
                    && !matches!(self.first(k - 1), ',' | ':')
            }
            End::Abbreviation(kind) => self.begins_after(kind, (start, k, next), opened, first),
        }
    }

    fn begins_after(
        &self,
        kind: Kind,
        (start, k, next): (usize, usize, usize),
        opened: usize,
        first: char,
    ) -> bool {
        if !first.is_uppercase() || kind == Kind::BeforeNumber {
            return false;
        }
        if kind == Kind::Title {
            // 'on Elm St. She', but 'a.k.a. The Fox'.
            let has_dots = self.piece(k).iter().filter(|&&c| c == '.').count() > 1;
            return !has_dots && self.is(next, &NAMELESS);
        }
        if kind == Kind::Initial {
            return self.is(next, &NAMELESS);
        }
        if opened > 0 {
            // 'the U.S. (UN)' goes on, 'in the U.S. "We ...' does not.
            return matches!(self.first(next), '"' | '“') && self.piece(next + opened).len() != 1;
        }
        match kind {
            // 'At 7 p.m. Israel closed the crossing.'
            Kind::Time if k <= start + 4 && self.is(start, &BEFORE_TIME) => false,
            Kind::Time => !self.is(next, &AFTER_TIME),
            _ => self.is(k, &["etc."]) || self.is(next, &STARTERS),
        }
    }

    /// Opening quotation marks and brackets.
    pub(super) fn opens(&self, k: usize) -> bool {
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

    /// 'Gen. (ret.) Levy': one word and its period in brackets, but not '(Laughter.)' between sentences.
    fn is_bracketed_word(&self, start: usize, k: usize) -> bool {
        k > start + 2 && self.first(k - 2) == '(' && self.first(k + 1) == ')'
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
