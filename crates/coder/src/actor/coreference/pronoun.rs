//! Who a pronoun stands for: the phrase that what speaks for it makes likely enough, or nobody.

use syntax::{Deprel, TokenIdx};

use super::Finder;
use super::candidate::{Candidate, REACH};
use super::feature::{Class, Feature, Features, threshold};
use super::gender::Gender;
use super::question::Question;
use crate::actor::{Kind, Resolved};

/// What a pronoun may stand for, with what speaks for each.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) sentence: usize,
    pub(super) token: TokenIdx,
    pub(super) class: Class,
    /// Places in `Finder::candidates`.
    pub(super) choices: Vec<(usize, Features)>,
    pub(super) nothing: Features,
}

impl Finder<'_> {
    /// The parties a third-person pronoun stands for, and the pronoun among what later ones may stand for.
    pub(super) fn pronoun(&mut self, index: usize, token: TokenIdx) -> Vec<Resolved> {
        let trees = self.trees;
        let s = &trees[index];
        if s.tokens[token].deprel == Deprel::Expl {
            return Vec::new();
        }
        let Some(class) = Class::of(s.form(token)) else {
            return Vec::new();
        };
        let gender = match s.form(token) {
            "he" | "him" | "his" | "himself" => Some(Gender::Male),
            "she" | "her" | "hers" | "herself" => Some(Gender::Female),
            _ => None,
        };
        let paragraph = (0..=index).rev().find(|&i| trees[i].starts_paragraph);
        let q = Question {
            s,
            sentence: index,
            token,
            class,
            gender,
            quotes: self.quotes,
            paragraph: paragraph.unwrap_or(0),
        };
        let asked = self.ask(&q);
        let sure = asked.choices.iter().map(|&(at, _)| at).find(|&at| {
            matches!(class, Class::It | Class::They)
                && q.is_surely(&self.candidates[at])
                && self.is_party(&self.candidates[at])
        });
        let chosen = match sure {
            Some(at) => Some((at, None)),
            None => self.choose(&asked).map(|(at, p)| (at, Some(p))),
        };
        let first = self.found.len();
        let resolved: Vec<Resolved> = chosen.map_or(Vec::new(), |(at, likely)| {
            let parties = self.candidates[at].parties.iter();
            let span = s.tokens[token].span;
            parties
                .map(|&p| super::linked(&self.found[p], span, &self.document.text, likely))
                .collect()
        });
        let entity = chosen.map(|(at, _)| self.candidates[at].clone());
        let parties = first..first + resolved.len();
        let own = Candidate::pronoun(&q, entity.as_ref(), parties, &mut self.entities);
        self.candidates.push(own);
        if self.keep_asked {
            self.asked.push(asked);
        }
        resolved
    }

    /// All that it may stand for.
    fn ask(&self, q: &Question<'_>) -> Asked {
        let mut choices: Vec<(usize, Features)> = Vec::new();
        let from = self
            .candidates
            .partition_point(|c| c.sentence + REACH < q.sentence);
        for (at, candidate) in self.candidates.iter().enumerate().skip(from) {
            if candidate.sentence == q.sentence && candidate.token == q.token {
                continue;
            }
            if let Some(features) = candidate.features(q, &self.entities) {
                choices.push((at, features));
            }
        }
        // From the nearest on; what stands behind the pronoun comes last.
        let place = |at: usize| {
            let c = &self.candidates[at];
            (c.sentence, c.token)
        };
        let here = (q.sentence, q.token);
        choices.sort_by_key(|&(at, _)| (place(at) > here, std::cmp::Reverse(place(at))));
        let mut seen: Vec<usize> = Vec::new();
        for (at, features) in &mut choices {
            let entity = self.candidates[*at].entity;
            if !seen.contains(&entity) {
                seen.push(entity);
            }
            features.add(match seen.len() {
                1 => Feature::Nearest,
                2 => Feature::Second,
                _ => Feature::Third,
            });
        }
        if seen.len() == 1 {
            for (_, features) in &mut choices {
                features.add(Feature::Only);
            }
        }
        Asked {
            sentence: q.sentence,
            token: q.token,
            class: q.class,
            nothing: q.nothing(seen.len()),
            choices,
        }
    }

    /// Whether a phrase stands for somebody that may act: a mere place does not.
    pub(super) fn is_party(&self, candidate: &Candidate) -> bool {
        let mut parties = candidate.parties.iter().map(|&p| &self.found[p]);
        parties.any(|p| p.kind != Kind::Place)
    }

    /// The mention by which the likeliest thing is linked, if it is likely enough and a party; how likely it is.
    fn choose(&self, asked: &Asked) -> Option<(usize, f32)> {
        let score = |f: Features| f.weight(asked.class);
        let scored: Vec<(usize, f32)> = asked
            .choices
            .iter()
            .map(|&(at, f)| (at, score(f)))
            .collect();
        let nothing = score(asked.nothing);
        let most = scored.iter().fold(nothing, |m, &(_, s)| m.max(s));
        let weight = |s: f32| libm::expf(s - most);
        let all: f32 = weight(nothing) + scored.iter().map(|&(_, s)| weight(s)).sum::<f32>();
        let of_entity = |entity: usize| -> f32 {
            let own = scored
                .iter()
                .filter(|(at, _)| self.candidates[*at].entity == entity);
            own.map(|&(_, s)| weight(s)).sum()
        };
        let likely = |at: usize| of_entity(self.candidates[at].entity) / all;
        let best = scored.iter().max_by(|a, b| {
            (likely(a.0), a.1)
                .partial_cmp(&(likely(b.0), b.1))
                .unwrap_or(std::cmp::Ordering::Equal)
        })?;
        let sure = likely(best.0);
        let chosen = sure >= threshold(asked.class);
        (chosen && self.is_party(&self.candidates[best.0])).then_some((best.0, sure))
    }
}
