//! Which names of the registry stand in a text: each that some words of it spell, before anybody chooses among them.
//!
//! Actors, places and offices all ask for them. They are found once a text, from every word that a name may start with.

use syntax::{Document, Sentence, Span, TokenIdx};

use super::{Entry, Ids, Registry, fold, is_article, normal, words};

/// Words of a sentence that spell a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'r> {
    pub(crate) first: TokenIdx,
    pub(crate) last: TokenIdx,
    ids: &'r Ids,
}

/// The names that stand in a text.
#[derive(Debug)]
pub(crate) struct Known<'r> {
    /// Sentence by sentence, by their first words and then by their last.
    names: Vec<Name<'r>>,
    /// Where those of each sentence end.
    ends: Vec<usize>,
}

impl<'r> Known<'r> {
    pub(crate) fn new(registry: &'r Registry, document: &Document) -> Self {
        let sentences = &document.sentences;
        let mut all = Self {
            names: Vec::with_capacity(4 * sentences.len()),
            ends: Vec::with_capacity(sentences.len()),
        };
        let mut run = Run::default();
        for s in sentences {
            for first in (0..s.tokens.len()).filter(|&t| may_start(s, t)) {
                run.read(registry, document, s, first);
                for at in 0..run.ends.len() {
                    if let Some(ids) = registry.names.get(run.key(at)) {
                        let last = first + at;
                        all.names.push(Name { first, last, ids });
                    }
                }
            }
            all.ends.push(all.names.len());
        }
        all
    }

    /// The names of a sentence.
    pub(crate) fn of(&self, sentence: usize) -> &[Name<'r>] {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let start = sentence.checked_sub(1).map_or(0, end);
        self.names.get(start..end(sentence)).unwrap_or_default()
    }
}

/// Of the names of a sentence those that start with a word.
pub(crate) fn starting<'k, 'r>(names: &'k [Name<'r>], first: TokenIdx) -> &'k [Name<'r>] {
    let start = names.partition_point(|n| n.first < first);
    let rest = names.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|n| n.first == first).count();
    rest.get(..count).unwrap_or_default()
}

impl Registry {
    /// The entries that have a name.
    pub(crate) fn having<'r>(&'r self, name: Name<'r>) -> impl Iterator<Item = &'r Entry> {
        name.ids.iter().map(|id| &self.entries[id as usize])
    }

    /// The entries whose name these words are.
    pub(crate) fn named<'r>(
        &'r self,
        names: &[Name<'r>],
        first: TokenIdx,
        last: TokenIdx,
    ) -> impl Iterator<Item = &'r Entry> + use<'r> {
        let here = starting(names, first);
        let name = here.iter().copied().find(|n| n.last == last);
        name.into_iter().flat_map(|name| self.having(name))
    }
}

/// Whether a name may start with a word: one in capitals, 'al-Sadr', or what the network takes for the first of a name.
fn may_start(s: &Sentence, at: TokenIdx) -> bool {
    let form = &s.tokens[at].form;
    form.starts_with(char::is_uppercase)
        || form.starts_with("al")
        || s.names.iter().any(|n| n.first == at)
}

/// What names seldom go on behind.
const fn is_stop(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '"' | '“' | '”' | '\n')
}

/// Whether a name has something in it that parts what it has from what stands beside it.
pub(crate) fn is_parted(name: &str) -> bool {
    name.contains(is_stop)
}

/// The tokens from one on, folded as long as a name may go on in them.
#[derive(Debug, Default)]
struct Run {
    folded: String,
    /// Where each token ends in it.
    ends: Vec<usize>,
    key: String,
}

impl Run {
    fn read(&mut self, registry: &Registry, document: &Document, s: &Sentence, at: usize) {
        self.folded.clear();
        self.ends.clear();
        // The most words of a name that starts as these tokens do.
        let mut most = 0;
        let mut start = s.tokens[at].span.start;
        let mut tokens = s.tokens[at..].iter().take(registry.longest + 3).peekable();
        while let Some(token) = tokens.next() {
            let text = Span::new(start, token.span.end).of(&document.text);
            start = token.span.end.max(start);
            fold(text, &mut self.folded);
            let mut words = words(&self.folded);
            let first = words.next().unwrap_or_default();
            let second = words.next();
            let third = words.next();
            if third.is_none() {
                let own = registry.words_from(first);
                // A comma is of its word, and few names have one.
                if own == 0 && is_parted(text) {
                    break;
                }
                most = own.max(most);
            } else if let Some(second) = second {
                self.key.clear();
                self.key.extend([first, " ", second]);
                most = registry.words_from(&self.key).max(2);
            }
            let count = [second, third].iter().flatten().count() + 1 + words.count();
            if count > 1 && count > most {
                break;
            }
            // Most words begin no name; one that is no article and has ended will not.
            let ended = tokens.peek().is_some_and(|t| t.span.start > start);
            if most == 0 && ended && !first.is_empty() && !is_article(first) {
                break;
            }
            self.ends.push(self.folded.len());
        }
        if most == 0 {
            self.ends.clear();
        }
    }

    /// The normal form of the first tokens.
    fn key(&mut self, last: usize) -> &str {
        self.key.clear();
        let folded = self.folded.get(..self.ends[last]).unwrap_or_default();
        normal(folded, &mut self.key);
        &self.key
    }
}
