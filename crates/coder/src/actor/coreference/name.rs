//! Names spoken of again: by family name, by the first of several names, by what a body is called for short.
//!
//! A later name is a person's if each of its words is one of that person's and it ends as that name does; two persons of
//! the text with one family name share it with nobody.

use smallvec::SmallVec;
use syntax::{Deprel, Document, NameClass, Span, TokenIdx, Upos};

use super::Finder;
use crate::actor::mention::{Phrases, sector_of};
use crate::actor::registry::{self, Entry, EntryKind};
use crate::actor::{Kind, Resolved, Shared};
use crate::clause;
use crate::table::{Table, WordMap};
use crate::tree::Tree;
use crate::words::{self, Class};

/// The persons a text has named, by parts of their names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Places in `Finder::found`: the latest mention of each person of a family name, or of a first name.
    by_family: WordMap<SmallVec<[usize; 2]>>,
    by_first: WordMap<SmallVec<[usize; 2]>>,
    /// Full names that the text gives somewhere, by family name: a headline has the family name alone.
    full: Table<String, Vec<String>>,
    /// What each of the persons is called, by place.
    called: Table<usize, String>,
}

impl Names {
    pub(super) fn new(document: &Document, trees: &[Tree<'_>]) -> Self {
        let mut all = Self::default();
        for s in trees {
            for name in s
                .names
                .iter()
                .filter(|n| n.class == NameClass::Per && n.last > n.first)
            {
                let span = Span::new(
                    s.tokens[name.first].span.start,
                    s.tokens[name.last].span.end,
                );
                let key = registry::key(span.of(&document.text));
                if let Some((_, family)) = key.rsplit_once(' ') {
                    let full = all.full.entry(family.to_owned()).or_default();
                    if !full.contains(&key) {
                        full.push(key);
                    }
                }
            }
        }
        all
    }

    /// A person, who stands at a place of `Finder::found`.
    pub(super) fn add(&mut self, person: &Resolved, place: usize) {
        let name = registry::key(person.called());
        let mut words = name.split(' ');
        let first = words.next().unwrap_or_default();
        let family = words.next_back().unwrap_or(first);
        for (table, part) in [(&mut self.by_first, first), (&mut self.by_family, family)] {
            let all = table.entry(part);
            // The same person again: the latest mention stands for all.
            all.retain(|known| self.called.get(known) != Some(&name));
            all.push(place);
        }
        self.called.insert(place, name);
    }

    /// The one person that a name of these words may mean.
    fn find(&self, words: &[&str]) -> Option<usize> {
        let last = *words.last()?;
        let fits = |place: &&usize| {
            let name = self.called.get(*place).map_or("", String::as_str);
            words
                .iter()
                .all(|w| name.split(' ').any(|n| n == *w || is_initial(w, n)))
        };
        let by_family = self.by_family.get(last).into_iter().flatten();
        let fitting: Vec<&usize> = by_family.filter(fits).collect();
        match fitting[..] {
            [one] => return Some(*one),
            [_, _, ..] => return None,
            [] => {}
        }
        // 'Abiy' for Abiy Ahmed if nobody has it for a family name.
        match self.by_first.get(words.first()?).map(SmallVec::as_slice) {
            Some([one]) if words.len() == 1 => Some(*one),
            _ => None,
        }
    }

    /// The full name that the text gives for a family name, if it is one.
    fn full(&self, family: &str) -> Option<&str> {
        match self.full.get(family).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        }
    }
}

fn is_initial(word: &str, name: &str) -> bool {
    word.len() == 1 && name.starts_with(word)
}

/// Months that are names of people too.
fn is_month(form: &str) -> bool {
    matches!(form, "april" | "august" | "june" | "march" | "may")
}

impl Finder<'_> {
    /// A name that stands for someone named before, or for the one person the registry has for it.
    pub(super) fn short_name(
        &self,
        phrases: &Phrases<'_, '_>,
        token: TokenIdx,
    ) -> Option<Resolved> {
        let s = phrases.s;
        if s.tokens[token].upos != Upos::Propn {
            return None;
        }
        let name = s.names.iter().find(|n| n.first <= token && token <= n.last);
        // The network may take a family name for a place; where it stands as one, it is.
        let place = name.is_some_and(|n| n.class == NameClass::Loc);
        if place && words::is(&clause::preposition(s, token), Class::Locative) {
            return None;
        }
        // 'KANU' is no Mr Kanu.
        if s.is_shouted(&s.tokens[token].form) {
            return None;
        }
        // 'in May' is when, whoever else is called so.
        if is_month(s.form(token)) && matches!(s.tokens[token].deprel, Deprel::Obl | Deprel::Nmod) {
            return None;
        }
        let (first, last) = phrases.core(token);
        let own = match name {
            Some(n) => n.first..=n.last,
            None => {
                let flat = s
                    .children(token)
                    .filter(|&c| s.tokens[c].deprel == Deprel::Flat);
                token..=flat.max().unwrap_or(token)
            }
        };
        let span_of =
            |a: TokenIdx, b: TokenIdx| Span::new(s.tokens[a].span.start, s.tokens[b].span.end);
        let text = span_of(*own.start(), *own.end()).of(&self.document.text);
        let key = registry::key(text.trim_end_matches("'s"));
        let parts: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
        let span = span_of(first.min(*own.start()), last.max(*own.end()));
        if let Some(known) = self.names.find(&parts).map(|place| &self.found[place]) {
            return Some(self.again(known, span));
        }
        if parts.len() != 1 || name.is_none_or(|n| n.class != NameClass::Per) {
            return None;
        }
        // The full name comes later.
        let full = self.names.full(&key);
        let entry = match full.map(|full| self.registry.by_key(full).collect::<Vec<&Entry>>()) {
            Some(all) => match all[..] {
                [one] if one.kind == EntryKind::Person => Some(one),
                _ => return None,
            },
            None => self
                .registry
                .bearer(&key, self.on, |code| self.is_spoken_of(phrases, code)),
        };
        entry.map_or_else(
            || self.compatriot(&key, span),
            |entry| Some(self.of_bearer(entry, span)),
        )
    }

    fn again(&self, known: &Resolved, span: Span) -> Resolved {
        let mut resolved = known.clone();
        let words = span.of(&self.document.text);
        let name = resolved.called().to_owned();
        words.clone_into(&mut resolved.entity.entity_text);
        resolved.link = Some(known.span);
        resolved.via = Some(format!("{words} → {name}"));
        resolved.span = span;
        resolved.rule = "coreference:family name";
        resolved.entity.identifier_text.get_or_insert(name);
        resolved
    }

    /// Somebody of whom only the country is certain: all whom the registry has for the name are of it.
    fn compatriot(&self, family: &str, span: Span) -> Option<Resolved> {
        let code = self.registry.country_of_family(family)?;
        let words = span.of(&self.document.text);
        let mut one = Self::person(words, span);
        one.entity.code = Some(code);
        one.rule = "registry:country of all of that name";
        one.via = Some(format!("{words} → {code}"));
        Some(one)
    }

    /// Whether a country is named in the sentence, or was before.
    fn is_spoken_of(&self, phrases: &Phrases<'_, '_>, code: plover::CountryCode) -> bool {
        let here = phrases.named.iter().map(|n| n.entry.code);
        let before = self.found.iter().map(|r| r.entity.code);
        here.chain(before).any(|c| c == Some(code))
    }

    fn of_bearer(&self, entry: &Entry, span: Span) -> Resolved {
        let words = span.of(&self.document.text);
        let office = entry
            .terms
            .iter()
            .find(|x| self.on.is_some_and(|d| x.covers(d)));
        let left = self.on.is_some() && office.is_none() && entry.sectors.is_empty();
        let sector = match office {
            Some(term) => vec![sector_of(&term.office)],
            None if left => vec![plover::Sector::Eli],
            None if !entry.sectors.is_empty() => entry.sectors.clone(),
            // No day is known: the office last held.
            None => {
                let last = entry.last_term().map(|t| sector_of(&t.office));
                last.into_iter().collect()
            }
        };
        let mut one = Self::person(words, span);
        one.entity.code = entry.code;
        one.entity.sector = sector;
        one.entity.identifier_id = entry.wikidata.as_deref().map(str::to_owned);
        one.entity.identifier_text = Some(entry.name.to_string());
        one.entity.office = office.map(|x| x.title.to_string());
        one.rule = "registry:family name";
        one.via = Some(format!("{words} → {}", entry.name));
        one
    }

    fn person(words: &str, span: Span) -> Resolved {
        Resolved {
            entity: plover::Entity {
                entity_text: words.to_owned(),
                ..plover::Entity::default()
            },
            span,
            kind: Kind::Person,
            rule: "name",
            via: None,
            link: None,
            point: None,
            of: None,
            likely: None,
            demonym_only: false,
            shared: Shared::No,
            plural: false,
            name: None,
        }
    }
}
