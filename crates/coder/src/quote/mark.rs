//! Where are the quoted words? Pairs of quotation marks in a text.
//!
//! Marks are told from apostrophes, inches and primes by what stands beside them. A quotation may run over
//! paragraphs if each of them opens it anew; one that is never closed ends with its paragraph if its mark could
//! only open, and is dropped if it could be either. Marks inside a quotation belong to it.

use syntax::Span;

/// A longer quotation had its closing mark forgotten.
const LONGEST: usize = 6000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// “ ” and „ “
    Curly,
    /// « »
    Angle,
    /// " on both sides
    Straight,
    /// ‘ ’
    Single,
    /// ' on both sides
    Tick,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    mark: Mark,
    /// First byte after the mark.
    start: usize,
    /// First byte after the latest opening mark: there its paragraph's part begins.
    latest: usize,
}

/// The quoted words of a text, without their marks, in order, not overlapping.
pub(super) fn quoted(text: &str) -> Vec<Span> {
    if !may_open(text) {
        return Vec::new();
    }
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(text.len());
    chars.extend(text.char_indices());
    let mut all = Vec::new();
    let mut open: Option<Open> = None;
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        if open.is_none() && !is_mark(c) {
            i += 1;
            continue;
        }
        let before = i.checked_sub(1).map_or('\n', |b| chars[b].1);
        let after = chars.get(i + 1).map_or('\n', |a| a.1);
        // '' and `` stand for one mark.
        let pair = matches!(c, '\'' | '`') && after == c;
        let width = if pair { 2 } else { 1 };
        let next = chars.get(i + width).map_or(text.len(), |n| n.0);
        let beyond = chars.get(i + width).map_or('\n', |n| n.1);
        match open {
            None => {
                if let Some(mark) = opens(c, pair, before, beyond)
                    && (mark != Mark::Tick || tick_closes(&chars, i + 1))
                {
                    open = Some(Open {
                        mark,
                        start: next,
                        latest: next,
                    });
                }
            }
            Some(now) if c == '\n' => {
                let goes_on = reopened(&chars, i, now.mark);
                if let Some(first) = goes_on {
                    let latest = chars.get(first + 1).map_or(text.len(), |n| n.0);
                    open = Some(Open { latest, ..now });
                    i = first + 1;
                    continue;
                }
                if matches!(now.mark, Mark::Curly | Mark::Angle) {
                    push(&mut all, text, now.start, at);
                }
                open = None;
            }
            Some(now) => {
                let apostrophe = is_possessive(before, beyond)
                    && matches!(now.mark, Mark::Single | Mark::Tick)
                    && closes_later(&chars, i + 1, now.mark);
                if closes(now.mark, c, pair, before, beyond) && !apostrophe {
                    push(&mut all, text, now.start, at);
                    open = None;
                } else if now.mark == Mark::Curly && c == '“' && next - now.latest > 3 {
                    // The mark before was never closed.
                    open = Some(Open {
                        mark: Mark::Curly,
                        start: next,
                        latest: next,
                    });
                }
            }
        }
        if open.is_some_and(|o| at.saturating_sub(o.start) > LONGEST) {
            open = None;
        }
        i += width;
    }
    if let Some(now) = open.filter(|o| matches!(o.mark, Mark::Curly | Mark::Angle)) {
        push(&mut all, text, now.start, text.len());
    }
    all
}

/// Whether a text has anything that could be an opening mark: most sentences have not.
fn may_open(text: &str) -> bool {
    let mut before = b' ';
    text.bytes().any(|byte| {
        let letter = before.is_ascii_alphanumeric();
        before = byte;
        byte >= 0x80 || matches!(byte, b'"' | b'`') || byte == b'\'' && !letter
    })
}

fn push(all: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let words = Span::new(start, end).of(text);
    let (front, back) = (
        words.len() - words.trim_start().len(),
        words.len() - words.trim_end().len(),
    );
    let span = Span::new(start + front, end - back.min(end - start - front));
    if span.of(text).chars().any(char::is_alphanumeric) {
        all.push(span);
    }
}

/// Whether a letter may open a quotation at all.
const fn is_mark(c: char) -> bool {
    matches!(c, '“' | '„' | '«' | '"' | '`' | '\'' | '‘')
}

fn opens(c: char, pair: bool, before: char, after: char) -> Option<Mark> {
    let free = before.is_whitespace()
        || matches!(
            before,
            '(' | '[' | '—' | '–' | '-' | '/' | ':' | '“' | '"' | '…'
        );
    let word = !after.is_whitespace();
    match c {
        '“' | '„' => Some(Mark::Curly),
        '«' => Some(Mark::Angle),
        '"' => (free && word).then_some(Mark::Straight),
        '`' if pair => Some(Mark::Straight),
        '\'' if pair => (free && word).then_some(Mark::Straight),
        // '‘90s' and '‘em' are apostrophes set wrongly.
        '‘' => (free && word && !after.is_ascii_digit()).then_some(Mark::Single),
        '\'' => (free && (after.is_alphabetic() || after == '…')).then_some(Mark::Tick),
        _ => None,
    }
}

fn closes(mark: Mark, c: char, pair: bool, before: char, after: char) -> bool {
    let ends = !after.is_alphanumeric();
    match mark {
        Mark::Curly => {
            c == '”' || (c == '"' && ends) || (c == '“' && !before.is_whitespace() && ends)
        }
        Mark::Angle => c == '»',
        Mark::Straight => (c == '"' || c == '”' || pair) && !before.is_whitespace() && ends,
        Mark::Single => c == '’' && ends && !before.is_whitespace(),
        Mark::Tick => c == '\'' && !pair && ends && !before.is_whitespace(),
    }
}

/// 'the ministers’ visit': after an s and before a word, it may be an apostrophe; it is if another mark can close.
const fn is_possessive(before: char, after: char) -> bool {
    before == 's' && after == ' '
}

/// Whether a straight single mark before `from` finds its partner in the same paragraph, within some hundred letters.
fn tick_closes(chars: &[(usize, char)], from: usize) -> bool {
    // ''Twas', ''em' and their like open nothing.
    let word: String = chars
        .iter()
        .skip(from)
        .map(|c| c.1)
        .take_while(|c| c.is_alphabetic())
        .collect();
    if matches!(
        word.to_lowercase().as_str(),
        "em" | "tis" | "twas" | "til" | "till" | "cause" | "n" | "s" | "round" | "bout"
    ) {
        return false;
    }
    closes_later(chars, from + 1, Mark::Tick)
}

fn closes_later(chars: &[(usize, char)], from: usize, mark: Mark) -> bool {
    for i in from..chars.len().min(from + 600) {
        let (before, c) = (chars[i - 1].1, chars[i].1);
        let after = chars.get(i + 1).map_or('\n', |n| n.1);
        if c == '\n' || opens(c, false, before, after) == Some(mark) {
            return false;
        }
        if closes(mark, c, after == '\'', before, after) {
            return true;
        }
    }
    false
}

/// The opening mark with which the next paragraph takes up the quotation, if it does: its index.
fn reopened(chars: &[(usize, char)], newline: usize, mark: Mark) -> Option<usize> {
    let first = (newline + 1..chars.len()).find(|&i| !chars[i].1.is_whitespace())?;
    let after = chars.get(first + 1).map_or('\n', |a| a.1);
    let same = match mark {
        Mark::Curly => chars[first].1 == '“',
        Mark::Straight => chars[first].1 == '"',
        Mark::Single => chars[first].1 == '‘',
        Mark::Angle => chars[first].1 == '«',
        Mark::Tick => false,
    };
    (same && !after.is_whitespace()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_kind() {
        let cases: &[(&str, &[&str])] = &[
            ("He said “peace is near” today.", &["peace is near"]),
            (
                "He said \"peace is near,\" twice: \"near.\"",
                &["peace is near,", "near."],
            ),
            ("He said 'it isn't over' and left.", &["it isn't over"]),
            ("He said ‘it isn’t over’ and left.", &["it isn’t over"]),
            (
                "The ministers' visit and the 1990's 'peace process' failed.",
                &["peace process"],
            ),
            ("“It is a ‘great’ day,” he said.", &["It is a ‘great’ day,"]),
            ("A 6\" pipe and a 5\" nail.", &[]),
            (
                "„Frieden“, sagte er. «La paix», dit-il.",
                &["Frieden", "La paix"],
            ),
            ("``Peace is near,'' he said.", &["Peace is near,"]),
            ("“We fought.\n“We won,” he said.", &["We fought.\n“We won,"]),
            ("“We fought.\nThe army left.", &["We fought."]),
            ("\"We fought.\nThe army \"left\" it.", &["left"]),
            ("'Tis said that rock 'n' roll is dead.", &[]),
            ("the band “U2” and “”.", &["U2"]),
        ];
        for (text, wanted) in cases {
            let found: Vec<&str> = quoted(text).into_iter().map(|s| s.of(text)).collect();
            assert_eq!(found, *wanted, "{text}");
        }
    }
}
