//! Quoted words, and who spoke them.
//!
//! 1. `mark` finds the words between quotation marks.
//! 2. The speaker is the subject of the word of saying that the quotation hangs on ('“…,” X said', 'X called for
//!    “…”'); failing that, of the nearest one in its sentences; failing that, for a quotation that fills its
//!    sentences, the speaker of the quotation or the colon right before it.
//!
//! A quotation of one or two words is marked [`Quote::short`]: a title or a word held at arm's length rather than
//! speech.

mod mark;

use syntax::{Deprel, Document, Span, TokenIdx, Upos};

use crate::attribution;
use crate::tree::{Lowered, Tree};

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, without the marks.
    pub span: Span,
    /// The sentence they begin in.
    pub sentence_first: usize,
    /// The sentence they end in.
    pub sentence_last: usize,
    /// Sentence and head of the speaker's phrase.
    pub speaker: Option<(usize, TokenIdx)>,
    /// Sentence and token of the word of saying.
    pub cue: Option<(usize, TokenIdx)>,
    /// One or two words: a title or a scare quote rather than speech.
    pub short: bool,
}

/// Words between a quotation and a word of saying that the tree does not join to it.
const REACH: usize = 12;

/// The quotations of a text, in order, not overlapping.
///
/// ```
/// let (document, _) = syntax::Parser::standard().parse("“We stand with our neighbours,” the prime minister said.");
/// let quotes = coder::quote::find(&document);
/// assert_eq!(quotes[0].span.of(&document.text), "We stand with our neighbours,");
/// let (sentence, token) = quotes[0].speaker.unwrap();
/// assert_eq!(document.sentences[sentence].tokens[token].form, "minister");
/// ```
pub fn find(document: &Document) -> Vec<Quote> {
    let lowered = Lowered::new(&document.sentences);
    in_trees(document, &lowered.trees())
}

pub(crate) fn in_trees(document: &Document, trees: &[Tree<'_>]) -> Vec<Quote> {
    let mut all: Vec<Quote> = Vec::new();
    let spans = mark::quoted(&document.text);
    for &span in &spans {
        let at = document
            .sentences
            .partition_point(|s| s.span.end <= span.start);
        let end = document
            .sentences
            .partition_point(|s| s.span.start < span.end);
        if at >= end {
            continue;
        }
        let place = Place {
            trees,
            span,
            spans: &spans,
            first: at,
            last: end - 1,
        };
        let said = place
            .by_tree()
            .or_else(|| place.by_neighbour())
            .or_else(|| place.by_context(all.last()));
        all.push(Quote {
            span,
            sentence_first: at,
            sentence_last: end - 1,
            speaker: said.and_then(|s| s.speaker),
            cue: said.map(|s| s.cue),
            short: span.of(&document.text).split_whitespace().count() < 3,
        });
    }
    all
}

#[derive(Debug, Clone, Copy)]
struct Said {
    speaker: Option<(usize, TokenIdx)>,
    cue: (usize, TokenIdx),
}

/// A quotation and the sentences it stands in.
#[derive(Debug)]
struct Place<'a> {
    trees: &'a [Tree<'a>],
    span: Span,
    spans: &'a [Span],
    first: usize,
    last: usize,
}

impl Place<'_> {
    fn sentences(&self) -> impl Iterator<Item = (usize, &Tree<'_>)> {
        self.trees
            .iter()
            .enumerate()
            .take(self.last + 1)
            .skip(self.first)
    }

    fn is_quoted(&self, s: &Tree<'_>, token: TokenIdx) -> bool {
        self.spans.iter().any(|q| q.contains(s.tokens[token].span))
    }

    fn inside(&self, s: &Tree<'_>, token: TokenIdx) -> bool {
        self.span.contains(s.tokens[token].span)
    }

    /// What a word of saying outside the quotation says of it.
    fn said(&self, index: usize, s: &Tree<'_>, cue: TokenIdx) -> Said {
        let accord = s.tokens[cue].form.eq_ignore_ascii_case("according");
        let speaker = if accord {
            s.tokens[cue]
                .head
                .filter(|_| s.tokens[cue].deprel == Deprel::Case)
                .or_else(|| s.child(cue, Deprel::Obl))
        } else {
            attribution::speaker(s, cue)
        };
        // 'said it "saddens" him': no one quoted names the speaker.
        let speaker = speaker
            .filter(|&t| !self.is_quoted(s, t))
            .map(|t| (index, t));
        Said {
            speaker,
            cue: (index, cue),
        }
    }

    /// By the tree: what governs the quoted words, or what hangs on them.
    fn by_tree(&self) -> Option<Said> {
        for (index, s) in self.sentences() {
            let tokens: Vec<TokenIdx> =
                (0..s.tokens.len()).filter(|&t| self.inside(s, t)).collect();
            // '…, X said': under the quoted words.
            let below = tokens.iter().flat_map(|&t| s.children(t)).find(|&c| {
                let deprel = s.tokens[c].deprel;
                !self.is_quoted(s, c)
                    && matches!(deprel, Deprel::Parataxis | Deprel::Advcl | Deprel::Acl)
                    && attribution::is_speech(s, c)
            });
            let below = below.filter(|&c| !is_naming(s, c));
            if let Some(cue) = below {
                return Some(self.said(index, s, cue));
            }
            let accord = (0..s.tokens.len()).find(|&t| {
                s.tokens[t].form.eq_ignore_ascii_case("according")
                    && !self.is_quoted(s, t)
                    && tokens.iter().any(|&q| hangs(s, t, q))
            });
            if let Some(cue) = accord {
                return Some(self.said(index, s, cue));
            }
            // 'X said “…”', 'X called for “…”': over them.
            let top = tokens.iter().copied().find(|&t| {
                s.tokens[t].upos != Upos::Punct
                    && s.tokens[t].head.is_none_or(|h| !self.inside(s, h))
            });
            let mut at = top.and_then(|t| s.tokens[t].head);
            while let Some(token) = at {
                if !self.is_quoted(s, token)
                    && attribution::is_speech(s, token)
                    && !is_naming(s, token)
                {
                    return Some(self.said(index, s, token));
                }
                at = s.tokens[token].head;
            }
        }
        None
    }

    /// By position: the nearest word of saying in the sentences of the quotation, no other quotation between.
    fn by_neighbour(&self) -> Option<Said> {
        let mut best: Option<(usize, usize, TokenIdx)> = None;
        for (index, s) in self.sentences() {
            let start = (0..s.tokens.len()).find(|&t| self.inside(s, t));
            let end = (0..s.tokens.len()).rfind(|&t| self.inside(s, t));
            let (Some(start), Some(end)) = (start, end) else {
                continue;
            };
            for cue in 0..s.tokens.len() {
                if self.is_quoted(s, cue) || !attribution::is_speech(s, cue) {
                    continue;
                }
                let distance = if cue < start { start - cue } else { cue - end };
                let between = if cue < start {
                    cue..start
                } else {
                    end + 1..cue
                };
                let blocked = between.clone().any(|t| self.is_quoted(s, t));
                if distance <= REACH
                    && !blocked
                    && best.is_none_or(|b| distance < b.0)
                    && attribution::speaker(s, cue).is_some()
                {
                    best = Some((distance, index, cue));
                }
            }
        }
        best.map(|(_, index, cue)| self.said(index, &self.trees[index], cue))
    }

    /// A quotation that fills its sentences: whoever spoke right before speaks on.
    fn by_context(&self, before: Option<&Quote>) -> Option<Said> {
        let filled = |s: &Tree<'_>| {
            (0..s.tokens.len()).all(|t| self.inside(s, t) || s.tokens[t].upos == Upos::Punct)
        };
        if !self.sentences().all(|(_, s)| filled(s)) {
            return None;
        }
        if let Some(next) = self.said_after() {
            return Some(next);
        }
        let previous = self.first.checked_sub(1)?;
        let s = &self.trees[previous];
        // 'X said: “…” “…”'
        if let Some(quote) =
            before.filter(|q| q.sentence_last == previous || q.sentence_last == self.first)
            && let Some(cue) = quote.cue
        {
            return Some(Said {
                speaker: quote.speaker,
                cue,
            });
        }
        let colon = s.tokens.last().is_some_and(|t| t.form == ":");
        let close = colon || !self.trees[self.first].starts_paragraph;
        // The last word of saying of the sentence before.
        let cue = (0..s.tokens.len()).rfind(|&t| {
            attribution::is_speech(s, t)
                && !self.is_quoted(s, t)
                && attribution::speaker(s, t).is_some()
        });
        cue.filter(|_| close).map(|cue| self.said(previous, s, cue))
    }

    /// '“…!” X said.', where the splitter made two sentences of it.
    fn said_after(&self) -> Option<Said> {
        let index = self.last + 1;
        let s = self
            .trees
            .get(index)
            .filter(|s| !s.starts_paragraph && s.tokens.len() < 12)?;
        let cue = s.root().filter(|&r| {
            attribution::is_speech(s, r)
                && s.child(r, Deprel::Ccomp).is_none()
                && s.child(r, Deprel::Obj).is_none()
        })?;
        Some(self.said(index, s, cue)).filter(|said| said.speaker.is_some())
    }
}

/// Whether 'according to' at `cue` is said of the clause that holds `token`.
fn hangs(s: &Tree<'_>, cue: TokenIdx, token: TokenIdx) -> bool {
    let source = s.tokens[cue]
        .head
        .filter(|_| s.tokens[cue].deprel == Deprel::Case)
        .unwrap_or(cue);
    s.tokens[source].head.is_some_and(|h| h == token)
}

/// 'a campaign called “…”': a name, which nobody says.
fn is_naming(s: &Tree<'_>, cue: TokenIdx) -> bool {
    let t = &s.tokens[cue];
    t.xpos == "VBN"
        && t.deprel == Deprel::Acl
        && matches!(t.lemma.as_str(), "call" | "term" | "brand" | "describe")
}
