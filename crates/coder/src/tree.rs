//! A sentence with what is asked of its tree again and again found once: children, what lies under a word, lemmas in
//! lower case.

use std::ops::{Deref, Range};

use syntax::{Deprel, Name, Sentence, TokenIdx};

use crate::signal::Signal;
use crate::words::{Class, Classes};

/// A sentence and its index. Its own questions take the place of the sentence's, which look at every word.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    s: &'s Sentence,
    /// The children of a word, in text order, stand in `children` from here to where those of the next start.
    starts: Vec<usize>,
    children: Vec<TokenIdx>,
    nodes: Vec<Node>,
    words: Vec<Word<'s>>,
}

/// What is asked of a word again and again.
#[derive(Debug, Clone, Copy)]
struct Word<'s> {
    /// Form and lemma, in lower case.
    form: &'s str,
    lemma: &'s str,
    /// The classes of the lemma.
    classes: Classes,
    /// What may start at the form.
    signal: Signal,
}

/// The words of a text in lower case, all in one string: what its trees lie upon.
#[derive(Debug)]
pub(crate) struct Lowered<'s> {
    sentences: &'s [Sentence],
    text: String,
    /// Where each ends, form and lemma by turns.
    ends: Vec<usize>,
}

impl<'s> Lowered<'s> {
    pub(crate) fn new(sentences: &'s [Sentence]) -> Self {
        /// Letters of a word, and more.
        const LETTERS: usize = 8;
        let words = 2 * sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
        let mut all = Self {
            sentences,
            text: String::with_capacity(LETTERS * words),
            ends: Vec::with_capacity(words),
        };
        for token in sentences.iter().flat_map(|s| &s.tokens) {
            for word in [&token.form, &token.lemma] {
                if word.is_ascii() {
                    all.text.push_str(word);
                } else {
                    all.text.push_str(&word.to_lowercase());
                }
                all.ends.push(all.text.len());
            }
        }
        all.text.make_ascii_lowercase();
        all
    }

    /// The trees of the text.
    pub(crate) fn trees(&self) -> Vec<Tree<'_>> {
        let mut start = 0;
        let mut word = |end: usize| {
            let word = self.text.get(start..end).unwrap_or_default();
            start = end;
            word
        };
        let (pairs, _) = self.ends.as_chunks();
        let mut words = pairs.iter().map(|&[form, lemma]| {
            let (form, lemma) = (word(form), word(lemma));
            Word {
                form,
                lemma,
                classes: Classes::of(lemma),
                signal: Signal::of(form),
            }
        });
        let tree = |s| Tree::new(s, &mut words);
        self.sentences.iter().map(tree).collect()
    }
}

/// A word among those under it.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Its place from the root down, and the place behind all that lie under it.
    enter: usize,
    exit: usize,
    /// The first and last words under it, itself included.
    first: TokenIdx,
    last: TokenIdx,
}

impl Deref for Tree<'_> {
    type Target = Sentence;

    fn deref(&self) -> &Sentence {
        self.s
    }
}

impl<'s> Tree<'s> {
    fn new(s: &'s Sentence, words: impl Iterator<Item = Word<'s>>) -> Self {
        let n = s.tokens.len();
        let heads = || s.tokens.iter().map(|t| t.head.filter(|&h| h < n));
        let mut starts = vec![0; n + 1];
        for head in heads().flatten() {
            starts[head + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut children = vec![0; starts[n]];
        let mut next = starts.clone();
        for (i, head) in heads().enumerate() {
            if let Some(head) = head {
                children[next[head]] = i;
                next[head] += 1;
            }
        }
        let mut tree = Self {
            s,
            starts,
            children,
            nodes: vec![Node::default(); n],
            words: words.take(n).collect(),
        };
        tree.walk(next);
        tree
    }

    /// Number the words from the roots down. Trees read from a file may have cycles; their words keep no number.
    fn walk(&mut self, mut next: Vec<usize>) {
        let tokens = &self.s.tokens;
        next.copy_from_slice(&self.starts);
        let mut place = 0;
        for root in (0..tokens.len()).filter(|&i| tokens[i].head.is_none()) {
            let mut at = root;
            loop {
                if self.nodes[at].enter == 0 {
                    place += 1;
                    self.nodes[at] = Node {
                        enter: place,
                        exit: 0,
                        first: at,
                        last: at,
                    };
                }
                if next[at] < self.starts[at + 1] {
                    next[at] += 1;
                    at = self.children[next[at] - 1];
                    continue;
                }
                self.nodes[at].exit = place + 1;
                let done = self.nodes[at];
                let Some(head) = tokens[at].head else { break };
                let above = &mut self.nodes[head];
                above.first = above.first.min(done.first);
                above.last = above.last.max(done.last);
                at = head;
            }
        }
    }

    fn range(&self, head: TokenIdx) -> Range<usize> {
        match (self.starts.get(head), self.starts.get(head + 1)) {
            (Some(&from), Some(&to)) => from..to,
            _ => 0..0,
        }
    }

    /// The dependents of `head`, in text order.
    pub(crate) fn children(
        &self,
        head: TokenIdx,
    ) -> impl DoubleEndedIterator<Item = TokenIdx> + Clone {
        self.children[self.range(head)].iter().copied()
    }

    /// The first dependent of `head` with this relation.
    pub(crate) fn child(&self, head: TokenIdx, deprel: Deprel) -> Option<TokenIdx> {
        self.children(head)
            .find(|&c| self.s.tokens[c].deprel == deprel)
    }

    /// Whether `node` is `ancestor` or lies under it.
    pub(crate) fn is_under(&self, node: TokenIdx, ancestor: TokenIdx) -> bool {
        let (below, above) = (self.nodes[node], self.nodes[ancestor]);
        node == ancestor || (above.enter..above.exit).contains(&below.enter) && above.enter > 0
    }

    /// A word and those it hangs on, up to the root; a cycle is gone round once.
    pub(crate) fn above(&self, token: TokenIdx) -> impl Iterator<Item = TokenIdx> {
        std::iter::successors(Some(token), |&t| self.s.tokens[t].head).take(self.s.tokens.len())
    }

    /// Whether words stand in capitals where not all do.
    pub(crate) fn is_shouted(&self, words: &str) -> bool {
        let lower = |words: &str| words.contains(char::is_lowercase);
        words.len() > 2 && !lower(words) && self.tokens.iter().any(|t| lower(&t.form))
    }

    /// The name that a word is of, as the network has it.
    pub(crate) fn name_at(&self, token: TokenIdx) -> Option<&Name> {
        let names = &self.s.names;
        names.iter().find(|n| n.first <= token && token <= n.last)
    }

    /// The tokens of the subtree under `head`, itself included, in text order.
    pub(crate) fn subtree(&self, head: TokenIdx) -> Vec<TokenIdx> {
        let (first, last) = self.ends(head);
        (first..=last).filter(|&i| self.is_under(i, head)).collect()
    }

    /// The first and last words under `head`, itself included.
    pub(crate) fn ends(&self, head: TokenIdx) -> (TokenIdx, TokenIdx) {
        let node = self.nodes[head];
        if node.enter == 0 {
            (head, head)
        } else {
            (node.first, node.last)
        }
    }

    /// How many words lie under `head`, itself included.
    pub(crate) fn size(&self, head: TokenIdx) -> usize {
        let node = self.nodes[head];
        (node.exit - node.enter).max(1)
    }

    /// A word as it stands, in lower case.
    pub(crate) fn form(&self, token: TokenIdx) -> &str {
        self.words[token].form
    }

    /// The lemma of a word in lower case.
    pub(crate) fn lemma(&self, token: TokenIdx) -> &str {
        self.words[token].lemma
    }

    /// Whether the lemma of a word is of a class.
    pub(crate) fn is(&self, token: TokenIdx, class: Class) -> bool {
        self.words[token].classes.has(class)
    }

    /// What may start at a word.
    pub(crate) fn signal(&self, token: TokenIdx) -> Signal {
        self.words[token].signal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_answers_as_the_sentence_does() {
        let text = "The minister, who had visited Ankara, said on Monday that the two sides would meet again.";
        let (document, _) = syntax::Parser::standard().parse(text);
        let s = &document.sentences[0];
        let lowered = Lowered::new(&document.sentences);
        let tree = &lowered.trees()[0];
        for a in 0..s.tokens.len() {
            assert!(tree.children(a).eq(s.children(a)));
            assert_eq!(tree.subtree(a), s.subtree(a));
            assert_eq!(tree.size(a), s.subtree(a).len());
            for b in 0..s.tokens.len() {
                assert_eq!(tree.is_under(a, b), s.is_under(a, b));
            }
        }
    }

    #[test]
    fn a_cycle_is_no_tree_and_no_end() {
        let mut s = syntax::Sentence::default();
        for head in [Some(1), Some(0), None] {
            let mut token = syntax::Token::new("a");
            token.head = head;
            s.tokens.push(token);
        }
        let lowered = Lowered::new(std::slice::from_ref(&s));
        let tree = &lowered.trees()[0];
        assert!(tree.is_under(0, 0) && !tree.is_under(0, 2));
        assert_eq!(tree.above(0).count(), 3);
        assert_eq!(tree.subtree(0), [0]);
    }
}
