//! Who did what a passive leaves out, where something else in its clause tells: the clause beside it, whose border it was,
//! whose troops they are.

use std::rc::Rc;

use plover::EventType;
use syntax::{Deprel, TokenIdx, Upos};

use super::{Match, Matcher, Parties};
use crate::clause;
use crate::codebook::{Demand, Role};
use crate::words::Class;

impl<'c, P: Parties> Matcher<'c, '_, P> {
    /// Make an actor of a party that a rule, being written in the active, took for whom it was done to; whether there was one.
    pub(super) fn turn(&self, found: &mut Match<'c>, event: EventType) -> bool {
        let s = self.s;
        // 'were expelled from Russia': the country that they had to leave; of one that expels them it is the country they are of.
        let expelled = found.rule.effect.has_mode(&["expel"]);
        // 'Nigerian troops were withdrawn': their own side withdrew them.
        let moved = self.moved(found, event);
        let own = found.parties.iter_mut().find(|p| {
            let left = expelled
                && p.by.contains("phrase")
                && clause::preposition(s, p.token) == "from"
                && self.parties.meets(p.token, Demand::Country);
            let theirs = moved.is_some_and(|moved| {
                matches!(
                    s.tokens[p.token].deprel,
                    Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::Nmod
                ) && s.tokens[p.token].head == Some(moved)
            });
            p.role == Role::Recipient && (left || theirs)
        });
        own.map(|own| own.role = Role::Actor).is_some()
    }

    /// What is withdrawn.
    fn moved(&self, found: &Match<'c>, event: EventType) -> Option<TokenIdx> {
        let withdrawn = event == EventType::Retreat && found.rule.effect.has_mode(&["withdraw"]);
        // 'The union's peacekeepers are deployed'
        let sent = matches!(event, EventType::Aid | EventType::Mobilize);
        self.patient(found.head)
            .map(|f| f.token)
            .filter(|&t| withdrawn || sent && self.s.is(t, Class::Troops))
    }

    /// The doer that the passive does not name, and how it was found; `same` is who does an act of the same kind.
    pub(super) fn left_out(
        &self,
        found: &Match<'c>,
        event: EventType,
        same: impl Fn(Rc<Match<'c>>) -> Option<TokenIdx>,
    ) -> Option<(TokenIdx, &'static str)> {
        let s = self.s;
        let judged = matches!(
            event,
            EventType::Accuse | EventType::Coerce | EventType::Reject | EventType::Concede
        );
        if judged && let Some(court) = self.court(found.head) {
            return Some((court, "the court where it was done"));
        }
        match event {
            // 'were killed when soldiers opened fire': the clause beside it says by whom.
            EventType::Assault => self
                .clauses_of_time(found.head)
                .filter_map(|c| self.at(c))
                .find_map(same)
                .or_else(|| self.attacker_beside(found.head))
                .map(|t| (t, "doer of the clause beside it")),
            EventType::Retreat => self
                .moved(found, event)
                .filter(|&t| self.parties.meets(t, Demand::None))
                .map(|t| (t, "whose troops they are")),
            // 'Chadian peacekeepers are deployed'
            EventType::Aid | EventType::Mobilize => {
                let moved = self.moved(found, event)?;
                s.children(moved)
                    .filter(|&c| self.is_modifier(c) || s.tokens[c].deprel == Deprel::NmodPoss)
                    .find(|&c| {
                        self.parties.meets(c, Demand::None) && !self.parties.meets(c, Demand::Kind)
                    })
                    .map(|t| (t, "whose troops they are"))
            }
            // 'was summoned to the foreign ministry'
            EventType::Accuse if s.lemma(found.head) == "summon" => {
                clause::phrases(s, found.head, &["to"])
                    .find(|&t| self.parties.meets(t, Demand::None))
                    .map(|t| (t, "where he was summoned to"))
            }
            // 'was seized when insurgents overran the town'
            EventType::Coerce => self
                .gatekeeper(found)
                .map(|t| (t, "whose border it is"))
                .or_else(|| {
                    let held = found.rule.effect.has_mode(&["arrest"]);
                    self.attacker_beside(found.head)
                        .filter(|_| held)
                        .map(|t| (t, "doer of the clause beside it"))
                }),
            _ => None,
        }
    }

    /// 'was jailed at the magistrates' court'
    fn court(&self, verb: TokenIdx) -> Option<TokenIdx> {
        clause::phrases(self.s, verb, &["at", "in", "before"])
            .find(|&t| self.s.is(t, Class::Court) && self.parties.meets(t, Demand::None))
    }

    /// 'was killed when a suicide bomber rammed the gate': whoever he says nothing more of did it.
    fn attacker_beside(&self, verb: TokenIdx) -> Option<TokenIdx> {
        let s = self.s;
        self.clauses_of_time(verb).find_map(|c| {
            let doer = self.doer(c)?.token;
            s.is(doer, Class::Attacker).then_some(doer)
        })
    }

    /// 'was barred from entering Turkey', 'was banned from Russia': the country whose border it is.
    fn gatekeeper(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        clause::phrases(s, found.head, &["from"]).find_map(|from| {
            let country = |&t: &TokenIdx| self.parties.meets(t, Demand::Country);
            if s.tokens[from].upos != Upos::Verb {
                return Some(from).filter(country);
            }
            let object = self.patient(from).map(|f| f.token);
            object.filter(|t| s.is(from, Class::Crossing) && country(t))
        })
    }

    /// Clauses under a verb that say when or how it came about.
    pub(super) fn clauses_of_time(&self, verb: TokenIdx) -> impl Iterator<Item = TokenIdx> {
        let s = self.s;
        s.children(verb).filter(move |&c| {
            let opens = |d: TokenIdx| {
                matches!(s.tokens[d].deprel, Deprel::Mark | Deprel::Advmod)
                    && matches!(s.lemma(d), "when" | "as" | "after")
            };
            s.tokens[c].deprel == Deprel::Advcl && s.children(c).any(opens)
        })
    }
}
