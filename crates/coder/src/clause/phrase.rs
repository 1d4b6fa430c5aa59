//! Prepositional phrases, and the prepositions they go by.

use std::borrow::Cow;

use syntax::{Deprel, TokenIdx, Upos};

use crate::tree::Tree;
use crate::words::{self, Class};

/// The preposition of a phrase, multi-word ones joined ('`out_of`'); empty if none.
pub(crate) fn preposition<'a>(s: &'a Tree<'_>, token: TokenIdx) -> Cow<'a, str> {
    let mut cases = s
        .children(token)
        .filter(|&c| matches!(s.tokens[c].deprel, Deprel::Case | Deprel::Mark));
    let Some(first) = cases.next() else {
        return Cow::Borrowed("");
    };
    // 'according to', 'following': a participle goes by its form.
    let mut words = if s.tokens[first].upos == Upos::Verb {
        Cow::Owned(s.form(first).to_lowercase())
    } else {
        Cow::Borrowed(s.lemma(first))
    };
    let mut join = |word: &str| {
        let words = words.to_mut();
        words.push('_');
        words.push_str(word);
    };
    let mut fixed = s
        .children(first)
        .filter(|&c| s.tokens[c].deprel == Deprel::Fixed)
        .peekable();
    if fixed.peek().is_some() {
        fixed.for_each(|c| join(s.lemma(c)));
    } else if let Some(second) = cases.next()
        && second == first + 1
        && s.tokens[second].deprel == Deprel::Case
    {
        join(s.lemma(second));
    }
    words
}

/// Phrases under `head` after one of these prepositions; a conjoined verb shares those that come last.
pub(crate) fn phrases<'a, W: AsRef<str>>(
    s: &'a Tree<'_>,
    head: TokenIdx,
    prepositions: &'a [W],
) -> impl Iterator<Item = TokenIdx> + 'a {
    s.children(head).filter(move |&c| {
        matches!(
            s.tokens[c].deprel,
            Deprel::Obl
                | Deprel::Nmod
                | Deprel::OblAgent
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::Xcomp
                | Deprel::Ccomp
        ) && {
            let own = preposition(s, c);
            is_one_of(&own, prepositions)
                || (!words::is(&own, Class::Apart)
                    && own
                        .rsplit_once('_')
                        .is_some_and(|(_, last)| is_one_of(last, prepositions)))
        }
    })
}

pub(crate) fn is_one_of<W: AsRef<str>>(preposition: &str, all: &[W]) -> bool {
    all.iter().any(|p| p.as_ref() == preposition)
}
