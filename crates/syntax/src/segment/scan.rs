//! A paragraph cut into words and signs, from left to right.
//!
//! Each rule looks at the characters around it and at most one word ahead, so a paragraph costs time in
//! proportion to its length, whatever it holds.

use super::abbreviation::Kind;
use super::line::{Line, Piece, is_apostrophe, is_gap, is_word};
use super::{contraction, web, word};

const SMILEYS: [&str; 24] = [
    ":'(", ":'-(", ":(", ":)", ":-(", ":-)", ":-/", ":-D", ":-P", ":-p", ":D", ":P", ":o)", ":p",
    ";(", ";)", ";-)", ";P", "<3", "=(", "=)", "=D", ">:(", "^_^",
];

/// The pieces of a paragraph in order; beside them the pieces that end in the period of an abbreviation.
pub(super) fn scan(line: &Line<'_>, out: &mut Vec<Piece>, abbreviations: &mut Vec<(usize, Kind)>) {
    out.clear();
    abbreviations.clear();
    let mut context = word::Context::default();
    let (mut i, mut run_end, mut has_at) = (0, 0, false);
    while i < line.chars.len() {
        if is_gap(line.at(i)) {
            i += 1;
            continue;
        }
        if i >= run_end {
            let run = line.chars.get(i..).unwrap_or_default();
            let run = run.split(|&c| is_gap(c)).next().unwrap_or_default();
            run_end = i + run.len();
            has_at = run.contains(&'@');
        }
        let first = out.len();
        let (end, kind) = next(line, i, run_end, has_at, &mut context, out);
        if let Some(kind) = kind {
            abbreviations.push((out.len() - 1, kind));
        }
        if out.len() > first {
            context.previous = out.last().copied();
        }
        i = end.max(i + 1);
    }
}

fn next(
    line: &Line<'_>,
    i: usize,
    run_end: usize,
    has_at: bool,
    context: &mut word::Context,
    out: &mut Vec<Piece>,
) -> (usize, Option<Kind>) {
    let c = line.at(i);
    let starts_word = !is_word(line.before(i));
    if is_word(c) {
        if starts_word && let Some(end) = web::address(line, i, run_end, has_at) {
            out.push(Piece {
                start: i,
                end,
                glued: false,
            });
            return (end, None);
        }
        return word::cut(line, i, context, out);
    }
    if is_apostrophe(c) || c == '‘' {
        return quote(line, i, starts_word, context, out);
    }
    let end = sign(line, i, starts_word);
    out.push(Piece {
        start: i,
        end,
        glued: false,
    });
    (end, None)
}

/// A single quotation mark, or an apostrophe that stands for letters left out.
fn quote(
    line: &Line<'_>,
    i: usize,
    starts_word: bool,
    context: &mut word::Context,
    out: &mut Vec<Piece>,
) -> (usize, Option<Kind>) {
    let c = line.at(i);
    let mut end = i + 1;
    if line.at(i + 1) == c {
        // Two of them are one double mark.
        end = i + 2;
    } else if is_word(line.at(i + 1)) && c != '`' {
        let tail_end = line.run(i + 1).min(i + 8);
        let tail = line.lower(i + 1, tail_end);
        let is_clitic = contraction::is_clitic(&tail) && !is_gap(line.before(i)) && i > 0;
        if is_clitic || (starts_word && contraction::starts_with_apostrophe(&tail)) {
            end = tail_end;
        } else {
            context.open_single = true;
        }
    } else {
        context.open_single = false;
    }
    out.push(Piece {
        start: i,
        end,
        glued: false,
    });
    (end, None)
}

/// The end of the sign at `i`.
fn sign(line: &Line<'_>, i: usize, starts_word: bool) -> usize {
    let (c, next) = (line.at(i), line.at(i + 1));
    if starts_word && let Some(length) = smiley(line, i) {
        return i + length;
    }
    match c {
        '.' if next.is_ascii_digit() && starts_word => number_end(line, i + 1),
        '!' | '?' => {
            i + line
                .chars
                .iter()
                .skip(i)
                .take_while(|&&d| matches!(d, '!' | '?'))
                .count()
        }
        '…' => {
            i + line
                .chars
                .iter()
                .skip(i)
                .take_while(|&&d| matches!(d, '.' | '…'))
                .count()
        }
        '[' if line.slice(i, i + 5) == ['[', '.', '.', '.', ']'] => i + 5,
        '[' if line.slice(i, i + 3) == ['[', '…', ']'] => i + 3,
        '#' | '@' if starts_word && next.is_alphabetic() => line.run(i + 1),
        '+' if next.is_ascii_digit() && (is_gap(line.before(i)) || i == 0) => {
            number_end(line, i + 1)
        }
        '.' | '-' | '–' | '—' | '=' | '*' | '_' | '~' | '+' | '#' | '<' | '>' | '|' | '•' => {
            i + line.chars.iter().skip(i).take_while(|&&d| d == c).count()
        }
        _ => {
            i + 1
                + line
                    .chars
                    .iter()
                    .skip(i + 1)
                    .take_while(|&&d| {
                        matches!(
                            d,
                            '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}'
                        )
                    })
                    .count()
        }
    }
}

fn number_end(line: &Line<'_>, i: usize) -> usize {
    let mut end = line.digits(i);
    while matches!(line.at(end), '.' | ',' | '-') && line.at(end + 1).is_ascii_digit() {
        end = line.digits(end + 1);
    }
    end
}

fn smiley(line: &Line<'_>, i: usize) -> Option<usize> {
    if !matches!(line.at(i), ':' | ';' | '=' | '<' | '>' | '^') {
        return None;
    }
    let found = SMILEYS
        .iter()
        .map(|s| (s, s.chars().count()))
        .filter(|(s, n)| s.chars().eq(line.slice(i, i + n).iter().copied()));
    let length = found.map(|(_, n)| n).max()?;
    let after = line.at(i + length);
    (is_gap(after) || matches!(after, '.' | ',' | '!' | ')' | '"')).then_some(length)
}
