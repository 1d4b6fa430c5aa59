//! Quoted words, and who said them.

use syntax::{Document, Span, TokenIdx, Upos};

use crate::attribution::SPEECH;
use crate::clause;

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, without the marks.
    pub span: Span,
    /// Sentence and head of the speaker's phrase.
    pub speaker: Option<(usize, TokenIdx)>,
    /// One word or a title rather than speech.
    pub short: bool,
}

/// A quotation longer than this many bytes had its closing mark forgotten.
const LONGEST: usize = 4000;

/// All quotations of a text.
pub fn find(document: &Document) -> Vec<Quote> {
    let text = &document.text;
    let mut all = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        match (open, c) {
            (None, '“' | '„' | '«') => open = Some((after, c)),
            (None, '"') => open = Some((after, c)),
            (Some((start, mark)), '”' | '“' | '»' | '"') if closes(mark, c) => {
                if at - start <= LONGEST {
                    all.push(quote(document, Span::new(start, at)));
                }
                open = None;
            }
            // Another opening mark: a paragraph of the same speech, or a mark that was never closed.
            (Some(_), '“') => open = Some((after, c)),
            (Some((start, '"')), '\n') if at > start => open = None,
            _ => {}
        }
    }
    all
}

const fn closes(open: char, mark: char) -> bool {
    matches!(
        (open, mark),
        ('“' | '"', '”' | '"') | ('„', '“' | '”') | ('«', '»')
    )
}

fn quote(document: &Document, span: Span) -> Quote {
    let words = span.of(&document.text).split_whitespace().count();
    Quote {
        span,
        speaker: speaker(document, span),
        short: words < 3,
    }
}

/// The subject of the word of saying nearest to the quotation, in the sentence it starts or ends in.
fn speaker(document: &Document, span: Span) -> Option<(usize, TokenIdx)> {
    let around = document.sentences.iter().enumerate().filter(|(_, s)| {
        s.span
            .overlaps(Span::new(span.start.saturating_sub(1), span.end + 1))
    });
    let mut best: Option<(usize, usize, TokenIdx)> = None;
    for (index, s) in around {
        for (cue, t) in s.tokens.iter().enumerate() {
            let speaks = t.upos == Upos::Verb
                && (SPEECH.contains(&t.lemma.as_str())
                    || matches!(t.lemma.as_str(), "call" | "describe" | "ask" | "urge"));
            if !speaks || span.contains(t.span) {
                continue;
            }
            let Some(subject) = clause::doer(s, cue) else {
                continue;
            };
            if span.contains(s.tokens[subject.token].span) {
                continue;
            }
            let distance = if t.span.end <= span.start {
                span.start - t.span.end
            } else {
                t.span.start.saturating_sub(span.end)
            };
            if best.is_none_or(|b| distance < b.0) {
                best = Some((distance, index, subject.token));
            }
        }
    }
    best.map(|(_, index, token)| (index, token))
}
