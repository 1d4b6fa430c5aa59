//! 'The two countries', 'both sides', 'his country': phrases that stand for parties by what they are to each other.
//!
//! Two are meant only where just two are there to be meant: the countries that stand together in the words before, in the
//! sentence or the one before it. Where a third stands among them, only two that are joined or share a clause are taken.

use plover::{CountryCode, Entity, Sector};
use syntax::{Deprel, Span, TokenIdx};

use super::{Finder, is_personal};
use crate::actor::mention::Phrases;
use crate::actor::{Kind, Resolved};
use crate::clause;
use crate::tree::Tree;
use crate::words::Class;

impl Finder<'_> {
    /// Whether a word may head such a phrase.
    pub(super) fn is_collective(&self, index: usize, token: TokenIdx) -> bool {
        let s = &self.trees[index];
        // 'The two ministers of Chile and Peru' says whose they are.
        let said = s
            .children(token)
            .any(|c| s.tokens[c].deprel == Deprel::Nmod && clause::preposition(s, c) == "of");
        s.is(token, Class::Pair)
            && !said
            && (s
                .child(token, Deprel::NmodPoss)
                .is_some_and(|p| is_personal(&s.tokens[p].xpos))
                || s.children(token)
                    .any(|c| matches!(s.lemma(c), "two" | "both")))
    }

    /// The parties it stands for; none where that cannot be told, and the phrase then stands for nobody.
    pub(super) fn collective(
        &mut self,
        phrases: &Phrases<'_, '_>,
        index: usize,
        token: TokenIdx,
    ) -> Vec<Resolved> {
        let trees = self.trees;
        let s = &trees[index];
        let (first, last) = phrases.core(token);
        let span = Span::new(s.tokens[first].span.start, s.tokens[last].span.end);
        let lemma = s.lemma(token);
        if let Some(owner) = s.child(token, Deprel::NmodPoss)
            && is_personal(&s.tokens[owner].xpos)
        {
            return match lemma {
                "country" | "nation" | "state" | "government" => {
                    self.country_of_owner(index, owner, span, lemma == "government")
                }
                _ => Vec::new(),
            };
        }
        let people = matches!(lemma, "leader" | "president" | "minister");
        let words = span.of(&self.document.text);
        let before =
            |&&(sentence, at, _): &&(usize, TokenIdx, usize)| (sentence, at) < (index, first);
        let doers = acting_on(s, token);
        // Sides are of a quarrel, and countries that stand close by mostly not in it.
        let sides = matches!(lemma, "side" | "party");
        let before_it = index.checked_sub(1).filter(|_| !sides);
        for sentence in [Some(index), before_it].into_iter().flatten() {
            let named: Vec<&(usize, TokenIdx, usize)> = self
                .known
                .iter()
                .filter(|k| k.0 == sentence)
                .filter(before)
                .filter(|k| sentence != index || !doers.contains(&k.1))
                .filter(|k| fits(&self.found[k.2], people))
                .collect();
            let mut two = self.distinct(named.iter().map(|k| k.2), people);
            if two.len() != 2 || sides {
                two = self.joined_pair(sentence, &named, people);
            }
            if let [a, b] = two[..] {
                return [a, b]
                    .into_iter()
                    .map(|k| Self::stands_for(&self.found[k], span, words, people))
                    .collect();
            }
            // More than two without a pair among them: nobody can say which are meant.
            if !named.is_empty() {
                break;
            }
        }
        Vec::new()
    }

    /// 'his country': that of whom the pronoun stands for.
    fn country_of_owner(
        &mut self,
        index: usize,
        owner: TokenIdx,
        span: Span,
        government: bool,
    ) -> Vec<Resolved> {
        let Some(owner) = self.answered(index, owner).cloned() else {
            return Vec::new();
        };
        let Some(code) = owner.entity.code.filter(|c| c.is_country()) else {
            return Vec::new();
        };
        let words = span.of(&self.document.text);
        let mut one = Self::stands_for(&owner, span, words, false);
        one.entity = country(code, words);
        if government {
            one.entity.sector = vec![Sector::Gov];
        }
        one.rule = "coreference:possessor's country";
        one.link = owner.link.or(one.link);
        vec![one]
    }

    /// Those that differ from each other, in text order, by country or by who they are.
    fn distinct(&self, all: impl Iterator<Item = usize>, people: bool) -> Vec<usize> {
        let mut distinct: Vec<usize> = Vec::new();
        for one in all {
            let new = &self.found[one];
            let same = |&known: &usize| {
                let known = &self.found[known];
                if people {
                    crate::coder::same(&known.entity, &new.entity)
                } else {
                    known.entity.code == new.entity.code
                }
            };
            if !distinct.iter().any(same) {
                distinct.push(one);
            }
        }
        distinct
    }

    /// The last two of more that are joined by 'and', or are the doer and a phrase of one verb.
    fn joined_pair(
        &self,
        sentence: usize,
        named: &[&(usize, TokenIdx, usize)],
        people: bool,
    ) -> Vec<usize> {
        let s = &self.trees[sentence];
        let together = |a: TokenIdx, b: TokenIdx| {
            let (head, other) = (s.tokens[a].head, s.tokens[b].head);
            let joined = s.tokens[b].deprel == Deprel::Conj && other == Some(a);
            let verb = head.filter(|_| head == other);
            joined
                || verb.is_some_and(|v| {
                    clause::doer(s, v).is_some_and(|d| d.token == a)
                        && matches!(s.tokens[b].deprel, Deprel::Obj | Deprel::Obl)
                })
        };
        for (i, b) in named.iter().enumerate().rev() {
            let pair = named[..i].iter().rev().find(|a| together(a.1, b.1));
            if let Some(a) = pair {
                // 'A, B and C' are three.
                let three = clause::conjuncts(s, a.1).count() > 2;
                let two = self.distinct([a.2, b.2].into_iter(), people);
                if two.len() == 2 && !three {
                    return two;
                }
            }
        }
        Vec::new()
    }

    fn stands_for(known: &Resolved, span: Span, words: &str, people: bool) -> Resolved {
        let mut one = known.clone();
        one.span = span;
        one.link = Some(known.span);
        one.rule = "coreference:the two";
        one.plural = false;
        if let (false, Some(code)) = (people, known.entity.code) {
            one.entity = country(code, words);
            one.kind = Kind::Country;
            one.via = Some(format!("{words} → {}", code.name()));
        } else {
            one.via = Some(format!("{words} → {}", known.called()));
            let name = known.called().to_owned();
            one.entity.identifier_text.get_or_insert(name);
            words.clone_into(&mut one.entity.entity_text);
        }
        one
    }
}

/// Who acts upon what the phrase stands for, and so is none of it: 'Cuba and Norway thanked both parties'.
fn acting_on(s: &Tree<'_>, token: TokenIdx) -> Vec<TokenIdx> {
    let t = &s.tokens[token];
    let upon = match t.deprel {
        Deprel::Obj | Deprel::Iobj => true,
        Deprel::Obl => matches!(&*clause::preposition(s, token), "with" | "on" | "to"),
        _ => false,
    };
    let doer = t
        .head
        .filter(|_| upon)
        .and_then(|verb| clause::doer(s, verb));
    doer.map_or_else(Vec::new, |d| clause::conjuncts(s, d.token).collect())
}

/// A country that words stand for.
fn country(code: CountryCode, words: &str) -> Entity {
    Entity {
        code: Some(code),
        entity_text: words.to_owned(),
        identifier_text: Some(code.name().to_owned()),
        ..Entity::default()
    }
}

/// Whether a party may be one of two leaders, or of two countries and whoever acts for them.
fn fits(r: &Resolved, people: bool) -> bool {
    if people {
        return r.kind == Kind::Person;
    }
    r.kind != Kind::Place && r.entity.code.is_some_and(CountryCode::is_country)
}
