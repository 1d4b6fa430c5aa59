//! Letters that a text explains in brackets, 'the Free Farmers' Movement (FFM)', 'the FFM (Free Farmers' Movement)', or by a
//! name before them whose initials they are.
//!
//! What the text says they stand for holds over what a table has for the same letters.

use syntax::{NameClass, Span, TokenIdx};

use super::Finder;
use crate::actor::mention::Phrases;
use crate::actor::{Kind, Resolved};
use crate::table::Table;
use crate::tree::Tree;

/// Most words in brackets.
const LONGEST: usize = 10;

/// Where the words stand that some letters stand for.
#[derive(Debug, Clone, Copy)]
struct Words {
    sentence: usize,
    first: TokenIdx,
    last: TokenIdx,
}

/// The acronyms that a text explains, by their letters.
#[derive(Debug, Default)]
pub(super) struct Acronyms(Table<String, Words>);

impl Acronyms {
    pub(super) fn new(text: &str, trees: &[Tree<'_>]) -> Self {
        let mut all = Self::default();
        if text.contains('(') {
            all.bracketed(trees);
        }
        all.initials(trees);
        all
    }

    fn bracketed(&mut self, trees: &[Tree<'_>]) {
        for (sentence, s) in trees.iter().enumerate() {
            let open = (1..s.tokens.len()).filter(|&t| s.tokens[t].form == "(");
            for at in open {
                let mut inside = (at + 1..s.tokens.len()).take(LONGEST + 1);
                let Some(close) = inside.find(|&t| s.tokens[t].form == ")") else {
                    continue;
                };
                let found = if close == at + 2 && is_acronym(&s.tokens[at + 1].form) {
                    let form = &s.tokens[at + 1].form;
                    before(s, at, form).map(|first| (form, first, at - 1))
                } else if is_acronym(&s.tokens[at - 1].form) && close > at + 2 {
                    let form = &s.tokens[at - 1].form;
                    let first = before(s, close, form).filter(|&first| first == at + 1);
                    first.map(|first| (form, first, close - 1))
                } else {
                    None
                };
                if let Some((form, first, last)) = found {
                    self.0.entry(form.clone()).or_insert(Words {
                        sentence,
                        first,
                        last,
                    });
                }
            }
        }
    }

    /// 'The Social Democratic Front marched', and then 'the SDF'.
    fn initials(&mut self, trees: &[Tree<'_>]) {
        /// Fewer letters begin too many names.
        const LEAST: usize = 3;
        let mut seen: Vec<(&str, usize)> = Vec::new();
        for (sentence, s) in trees.iter().enumerate() {
            let forms = s.tokens.iter().map(|t| t.form.as_str());
            for form in forms.filter(|f| f.len() >= LEAST && is_acronym(f)) {
                match seen.iter_mut().find(|(known, _)| *known == form) {
                    Some((_, last)) => *last = sentence,
                    None => seen.push((form, sentence)),
                }
            }
        }
        for (form, last) in seen {
            if self.0.contains_key(form) {
                continue;
            }
            let named = trees[..=last].iter().enumerate().find_map(|(sentence, s)| {
                let body = |t: TokenIdx| s.name_at(t).is_some_and(|n| n.class != NameClass::Per);
                let ends = (1..s.tokens.len()).filter(|&t| body(t) && s.tokens[t].form != form);
                let mut whole = ends.filter_map(|last| Some((before(s, last + 1, form)?, last)));
                let (first, last) = whole.find(|(first, last)| first < last)?;
                Some(Words {
                    sentence,
                    first,
                    last,
                })
            });
            if let Some(words) = named {
                self.0.insert(form.to_owned(), words);
            }
        }
    }
}

/// From two letters to seven, all of them capitals.
fn is_acronym(form: &str) -> bool {
    (2..8).contains(&form.chars().count()) && form.chars().all(char::is_uppercase)
}

/// Where the words that end before a token begin, if their first letters are those of the acronym.
fn before(s: &Tree<'_>, end: TokenIdx, acronym: &str) -> Option<TokenIdx> {
    let mut letters = acronym.chars().rev().peekable();
    for at in (0..end).rev() {
        let word = s.tokens[at].form.as_str();
        let initial = word.chars().next()?;
        if letters.peek() == Some(&initial) {
            letters.next();
            if letters.peek().is_none() {
                return Some(at);
            }
        } else if initial.is_uppercase() || word.len() > 4 {
            // Between capitals only small words count for nothing: 'of', 'for the', an apostrophe.
            return None;
        }
    }
    None
}

impl Finder<'_> {
    /// What letters stand for that the text explains somewhere.
    pub(super) fn acronym(&self, phrases: &Phrases<'_, '_>, token: TokenIdx) -> Option<Resolved> {
        let s = phrases.s;
        let words = *self.acronyms.0.get(&s.tokens[token].form)?;
        let long = &self.trees[words.sentence];
        let link = Span::new(
            long.tokens[words.first].span.start,
            long.tokens[words.last].span.end,
        );
        let called = link.of(&self.document.text);
        let (first, last) = phrases.core(token);
        let span = Span::new(s.tokens[first].span.start, s.tokens[last].span.end);
        let inside = |&&(sentence, t, _): &&(usize, TokenIdx, usize)| {
            sentence == words.sentence && words.first <= t && t <= words.last
        };
        // The head of the words is the last of their parties that is no adjective.
        let party = |r: &&Resolved| {
            matches!(r.kind, Kind::Organisation | Kind::Group | Kind::Agent)
                && r.span.end >= long.tokens[words.last].span.end
        };
        let mut named = self.known.iter().filter(inside).map(|k| &self.found[k.2]);
        let known = named.rfind(party);
        let own = phrases.resolve(token);
        let mut one = match known {
            Some(known) => known.clone(),
            None => phrases.by_name(called, token).or_else(|| own.clone())?,
        };
        // The tables say the same.
        let known_by = |r: &Resolved| r.entity.identifier_text.clone();
        let said = own.as_ref().and_then(known_by);
        if said.is_some() && said == known_by(&one) {
            return None;
        }
        let name = one
            .entity
            .identifier_text
            .get_or_insert_with(|| called.to_owned());
        let text = span.of(&self.document.text);
        one.via = Some(format!("{text} → {name}"));
        text.clone_into(&mut one.entity.entity_text);
        one.span = span;
        one.link = Some(known.map_or(link, |known| known.span));
        one.rule = "coreference:acronym";
        Some(one)
    }
}
