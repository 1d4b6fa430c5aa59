//! Where are the sentences and words of a text?
//!
//! By rule, after the conventions of the UD English treebanks EWT and GUM:
//!
//! 1. Lines are paragraphs: a line break ends a sentence, always.
//! 2. `scan` cuts a paragraph into words and signs from left to right. Contractions part (`contraction`), hyphens
//!    part unless a prefix stands before them (`hyphen`), abbreviations keep their period (`abbreviation`),
//!    web addresses stay whole (`web`).
//! 3. `boundary` finds the ends of sentences among the pieces, `heading` those without a full stop (datelines, captions).
//! 4. A sentence of more than [`MAX_WORDS`] words is split at the best punctuation near the limit.
//!
//! Rules rather than a model, because a wrong cut can then be explained and put right in one place, and because the
//! text is all they need.
//!
//! Invariants: no text makes it fail; spans are in order, do not overlap, and lie on character borders; what lies
//! between them is white space and characters without a shape, so tokens and gaps give back the text; time grows in
//! proportion to the text.

mod abbreviation;
mod boundary;
mod contraction;
mod cue;
mod heading;
mod hyphen;
mod line;
mod number;
mod scan;
mod web;
mod word;

use crate::{Document, MultiwordToken, Sentence, Span, Token};
use line::{Line, Piece, is_break, is_gap};

/// A longer sentence is split.
pub const MAX_WORDS: usize = 200;

/// Sentences and words of `text`; lemmas, tags and trees are left empty.
///
/// ```
/// let document = syntax::segment::segment("Mr. Kadhimi didn't reply. The U.S.-led talks go on.");
/// let forms: Vec<_> = document.sentences[0].tokens.iter().map(|t| t.form.as_str()).collect();
/// assert_eq!(forms, ["Mr.", "Kadhimi", "did", "n't", "reply", "."]);
/// assert_eq!(document.sentences.len(), 2);
/// ```
pub fn segment(text: &str) -> Document {
    let mut sentences = Vec::new();
    let (mut chars, mut bytes) = (Vec::new(), Vec::new());
    let (mut pieces, mut abbreviations, mut breaks) = (Vec::new(), Vec::new(), Vec::new());
    let mut letters = text.char_indices().peekable();
    while letters.peek().is_some() {
        chars.clear();
        bytes.clear();
        for (at, c) in letters.by_ref() {
            bytes.push(at);
            if is_break(c) {
                break;
            }
            chars.push(c);
        }
        if bytes.len() == chars.len() {
            bytes.push(text.len());
        }
        let line = Line { chars: &chars };
        scan::scan(&line, &mut pieces, &mut abbreviations);
        boundary::breaks(&line, &pieces, &abbreviations, &mut breaks);
        let mut start = 0;
        for end in breaks.iter().copied().chain([pieces.len()]) {
            let mut rest = pieces.get(start..end).unwrap_or_default();
            while !rest.is_empty() {
                let (now, later) = rest.split_at(limit(&line, rest));
                let is_first = start == 0 && now.first() == pieces.first();
                sentences.push(sentence(text, &line, &bytes, now, is_first));
                rest = later;
            }
            start = end;
        }
    }
    Document {
        text: text.to_owned(),
        sentences,
    }
}

/// How many of these pieces make one sentence: all, or up to the best punctuation before [`MAX_WORDS`].
fn limit(line: &Line<'_>, pieces: &[Piece]) -> usize {
    if pieces.len() <= MAX_WORDS {
        return pieces.len();
    }
    let is_one_of = |i: usize, signs: &[char]| {
        pieces
            .get(i)
            .is_some_and(|p| p.end == p.start + 1 && signs.contains(&line.at(p.start)))
    };
    let window = MAX_WORDS / 2..MAX_WORDS;
    let after = |signs: &[char]| {
        window
            .clone()
            .rev()
            .find(|&i| is_one_of(i, signs))
            .map(|i| i + 1)
    };
    let best = after(&[';'])
        .or_else(|| after(&[':', '—', '–', ')']))
        .or_else(|| after(&[',']));
    let mut best = best.unwrap_or(MAX_WORDS);
    // A unit of several words is never parted; the bound holds even where all words are one unit.
    while best > 1 && pieces.get(best).is_some_and(|p| p.glued) {
        best -= 1;
    }
    if best > 1 { best } else { MAX_WORDS }
}

fn sentence(
    text: &str,
    line: &Line<'_>,
    bytes: &[usize],
    pieces: &[Piece],
    starts_paragraph: bool,
) -> Sentence {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(text.len());
    let mut multiword: Vec<MultiwordToken> = Vec::new();
    let mut tokens: Vec<Token> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let span = Span::new(at(piece.start), at(piece.end));
        let idx = tokens.len();
        if piece.glued
            && let Some(before) = tokens.last()
        {
            let first = match multiword.last_mut() {
                Some(unit) if unit.last + 1 == idx => {
                    unit.last = idx;
                    unit.span.end = span.end;
                    unit.span.of(text).clone_into(&mut unit.form);
                    None
                }
                _ => Some(before.span.start),
            };
            if let Some(start) = first {
                let span = Span::new(start, span.end);
                multiword.push(MultiwordToken {
                    first: idx - 1,
                    last: idx,
                    span,
                    form: span.of(text).to_owned(),
                });
            }
        }
        tokens.push(Token {
            span,
            space_after: piece.end >= line.chars.len() || is_gap(line.at(piece.end)),
            ..Token::new(span.of(text))
        });
    }
    let span = tokens
        .first()
        .zip(tokens.last())
        .map_or(Span::default(), |(a, b)| a.span.cover(b.span));
    Sentence {
        span,
        tokens,
        multiword,
        names: Vec::new(),
        starts_paragraph,
    }
}
