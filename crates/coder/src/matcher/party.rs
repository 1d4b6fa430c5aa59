//! Parties that no slot names: the subject of a predicate, who does what a noun names, whose the object is.

use std::rc::Rc;

use plover::EventType;
use syntax::{Deprel, TokenIdx, Upos};

use super::{Filled, Match, Matcher, Parties};
use crate::clause::{self, Found};
use crate::codebook::{Demand, Fill, Kind, Position, Role};
use crate::words::Class;

impl<'c, P: Parties> Matcher<'c, '_, P> {
    pub(super) fn predicate_subject(&self, head: TokenIdx) -> Option<Found> {
        let s = self.s;
        let own = s.children(head).find(|&c| {
            matches!(
                s.tokens[c].deprel,
                Deprel::Nsubj | Deprel::NsubjOuter | Deprel::NsubjPass
            )
        })?;
        if clause::is_relative(s, own) {
            return clause::relative_head(s, head).map(|token| Found {
                token,
                by: "relative",
            });
        }
        Some(Found {
            token: own,
            by: "subject",
        })
    }

    /// Who does what an event noun names.
    pub(super) fn noun_actor(&self, found: &mut Match<'c>) {
        let s = self.s;
        let other = found.role(Role::Actor).next().map(|p| p.token);
        if let Some(other) = other {
            // 'spoke at a meeting with miners': who spoke met them.
            let host = (found.rule.effect.event() == Some(EventType::Consult))
                .then(|| clause::owner(s, found.head))
                .flatten()
                .filter(|f| {
                    f.by == "shared subject"
                        && f.token != other
                        && self.parties.meets(f.token, Demand::None)
                });
            if let Some(host) = host.filter(|_| found.role(Role::Actor).count() == 1) {
                let host = Filled {
                    role: Role::Actor,
                    token: host.token,
                    by: host.by,
                };
                found.parties.insert(0, host);
            }
            return;
        }
        let taken: Vec<TokenIdx> = found.parties.iter().map(|p| p.token).collect();
        // 'the beating of a student by policemen': the tree may hang the doer on the object.
        let nouns = s
            .children(found.head)
            .filter(|&c| s.tokens[c].deprel == Deprel::Nmod)
            // 'condemnation of attacks by militants' is not theirs.
            .filter(|&c| {
                let accuses = found.rule.effect.event() == Some(EventType::Accuse);
                !(accuses && self.at(c).is_some())
            });
        let behind = found
            .parties
            .iter()
            .map(|p| p.token)
            .chain(nouns)
            .find_map(|t| clause::phrases(s, t, &["by"]).next())
            .map(|token| Found {
                token,
                by: "by-phrase",
            });
        let owner = clause::owner(s, found.head)
            .filter(|f| f.by != "light verb" || self.light_verb(found.head).is_some());
        let modifiers = s
            .children(found.head)
            .filter(|&c| self.is_modifier(c))
            .map(|token| Found {
                token,
                by: "modifier",
            });
        // 'the killing of farmers' is not theirs.
        let done_to = found.rule.effect.event() == Some(EventType::Assault)
            && s.is(found.head, Class::DoneTo);
        let by: &[&str] = if done_to { &["from"] } else { &["of", "from"] };
        let phrases = clause::phrases(s, found.head, by).map(|token| Found {
            token,
            by: "phrase of the noun",
        });
        // 'the U.S.-led invasion'
        let leader = s
            .children(found.head)
            .filter(|&c| s.tokens[c].deprel == Deprel::Amod && s.lemma(c) == "lead")
            .flat_map(|c| s.children(c))
            .map(|token| Found {
                token,
                by: "modifier",
            });
        let reciprocal = found
            .rule
            .slots
            .iter()
            .filter(|s| matches!(s.fill, Fill::Party(Role::Actor, _)))
            .count()
            > 1;
        let actor = owner
            .into_iter()
            .chain(behind)
            .chain(leader)
            .chain(modifiers)
            .chain(phrases)
            .find(|f| {
                !taken.contains(&f.token)
                    && (self.parties.meets(f.token, Demand::None) || self.parties.is_open(f.token))
            });
        if let Some(actor) = actor
            && !reciprocal
        {
            found.parties.push(Filled {
                role: Role::Actor,
                token: actor.token,
                by: actor.by,
            });
            found.score += 1;
        }
    }

    /// 'a bombing by the group killed 20', 'killed in an ambush by the group': who did the one did the other.
    pub(super) fn inner_actor(&self, found: &mut Match<'c>) {
        let Some(event) = found.rule.effect.event() else {
            return;
        };
        if found.role(Role::Actor).next().is_some() {
            return;
        }
        let inner = found.act.and_then(|act| self.at(act));
        let doer = |m: Rc<Match<'c>>| {
            let same = self.event_of(&m).is_some_and(|e| {
                // 'fired missiles'
                e == event || (event == EventType::Assault && e == EventType::Mobilize)
            });
            m.role(Role::Actor).next().filter(|_| same).map(|p| p.token)
        };
        let mut actor = inner
            .and_then(&doer)
            .map(|t| (t, "party of the embedded act"));
        // 'a bomb planted by the rebels killed him'
        if actor.is_none() && event == EventType::Assault {
            let sent = found.act.and_then(|act| self.launcher(act));
            actor = sent.map(|t| (t, "who sent what struck"));
        }
        if actor.is_none() && clause::is_passive(self.s, found.head) {
            if self.turn(found, event) {
                return;
            }
            actor = self.left_out(found, event, doer);
        }
        // 'killing two in the third attack': the rule asks for no subject, yet there may be one.
        let open = || {
            !found
                .rule
                .slots
                .iter()
                .any(|s| s.position == Position::Subject)
        };
        if actor.is_none()
            && event == EventType::Assault
            && found.rule.head.kind == Kind::Verb
            && open()
        {
            actor = self
                .doer(found.head)
                .filter(|d| self.parties.meets(d.token, Demand::None) && !self.suffers(found, *d))
                .map(|d| (d.token, d.by));
        }
        if let Some((token, by)) = actor {
            found.parties.push(Filled {
                role: Role::Actor,
                token,
                by,
            });
        }
    }

    /// 'was ambushed, killing two', 'came under fire, wounding the pilot': not by who was shot at.
    pub(super) fn suffers(&self, found: &Match<'c>, doer: Found) -> bool {
        let s = self.s;
        doer.by == "adverbial control"
            && found.rule.effect.event() == Some(EventType::Assault)
            && s.tokens[found.head].head.is_some_and(|main| {
                let under = s
                    .children(main)
                    .any(|c| clause::preposition(s, c) == "under");
                clause::is_passive(s, main) || (s.lemma(main) == "come" && under)
            })
    }

    /// 'does not need to convict him' asks for nothing.
    pub(super) fn is_needless(&self, verb: TokenIdx) -> bool {
        let s = self.s;
        let need = |t: TokenIdx| matches!(s.lemma(t), "need" | "have");
        let aux = s
            .children(verb)
            .any(|c| s.tokens[c].deprel == Deprel::Aux && need(c));
        (need(verb) || aux) && crate::status::negation(s, verb).is_some()
    }

    /// Whether a phrase is the actor itself, or only says whose it is: 'withdraw its troops', 'his country's support'.
    pub(super) fn is_own(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let s = self.s;
        self.is_itself(token, found)
            || (s.tokens[token].deprel == Deprel::NmodPoss && self.is_possessed(token))
    }

    /// 'its troops', 'their leaders'.
    pub(super) fn is_possessed(&self, token: TokenIdx) -> bool {
        let s = self.s;
        s.children(token)
            .any(|c| s.tokens[c].deprel == Deprel::NmodPoss && s.tokens[c].upos == Upos::Pron)
    }

    /// 'reiterated his government's support': for whom the actor speaks is not upon whom he acts.
    pub(super) fn is_akin(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let t = &self.s.tokens[token];
        // 'praised the country's efforts' is another matter.
        let given = |noun: TokenIdx| self.s.is(noun, Class::Given);
        t.deprel == Deprel::NmodPoss
            && t.head.is_some_and(given)
            && found
                .role(Role::Actor)
                .any(|p| self.parties.speaks_for(p.token, token))
    }

    /// 'protested the killing of a student', 'an investigation into the minister's death': who suffered is not to blame.
    pub(super) fn is_victim(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let s = self.s;
        let suffers = |t: TokenIdx| {
            (matches!(s.tokens[t].deprel, Deprel::NmodPoss | Deprel::Compound)
                || clause::preposition(s, t) == "of")
                && s.tokens[t]
                    .head
                    .is_some_and(|h| s.is(h, Class::DoneTo) && s.is_under(h, found.head))
        };
        let blames = matches!(
            found.rule.effect.event(),
            Some(EventType::Accuse | EventType::Protest)
        );
        // 'the killing of a Pashtun activist'
        blames && (suffers(token) || s.tokens[token].head.is_some_and(suffers))
    }

    /// Whether a phrase stands for the actor.
    pub(super) fn is_itself(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let actors = found.role(Role::Actor);
        let mut others = actors.map(|p| p.token).filter(|&t| t != token);
        others.any(|t| self.parties.same(t, token))
    }

    /// 'missiles fired by the navy', 'attacks by the army', 'a Hamas-claimed bomb': by whom what struck was sent.
    fn launcher(&self, weapon: TokenIdx) -> Option<TokenIdx> {
        const USED: &[&str] = &["claimed", "fired", "launched", "led", "planted"];
        let s = self.s;
        let fired = s
            .children(weapon)
            .filter(|&c| s.tokens[c].deprel == Deprel::Acl && clause::is_passive(s, c))
            .filter_map(|c| self.doer(c))
            .map(|d| d.token);
        let used = s
            .children(weapon)
            .filter(|&c| s.tokens[c].deprel == Deprel::Amod && USED.contains(&s.form(c)))
            .filter_map(|c| {
                let by = c.checked_sub(2).filter(|_| s.form(c - 1) == "-")?;
                (s.tokens[by].head == Some(c)).then_some(by)
            });
        clause::phrases(s, weapon, &["by"])
            .chain(fired)
            .chain(used)
            .find(|&t| self.parties.meets(t, Demand::None))
    }

    /// 'the border with Ukraine', 'Syria's reactor', 'Hamas targets': the party whose border or reactor it is.
    pub(super) fn beyond(&self, place: Found, position: &Position) -> Option<Found> {
        let s = self.s;
        let noun = matches!(s.tokens[place.token].upos, Upos::Noun);
        if !noun || s.is(place.token, Class::Venue) || self.parties.meets(place.token, Demand::None)
        {
            return None;
        }
        if *position == Position::Subject && !s.is(place.token, Class::Hand) {
            return None;
        }
        // 'a soldier whose camp was overrun'
        let whose = s
            .child(place.token, Deprel::NmodPoss)
            .filter(|&c| s.lemma(c) == "whose")
            .and_then(|_| {
                s.above(place.token)
                    .find(|&t| s.tokens[t].deprel == Deprel::AclRelcl)
            })
            .and_then(|clause| clause::relative_head(s, clause));
        let own = s
            .children(place.token)
            .find(|&c| {
                (self.is_modifier(c) || s.tokens[c].deprel == Deprel::NmodPoss)
                    && self.parties.meets(c, Demand::None)
            })
            .or_else(|| whose.filter(|&t| self.parties.meets(t, Demand::None)))
            .or_else(|| {
                self.launcher(place.token)
                    .filter(|_| *position == Position::Subject)
            });
        let behind = || {
            s.is(place.token, Class::Area).then(|| {
                s.children(place.token).find(|&c| {
                    s.tokens[c].deprel == Deprel::Nmod && self.parties.meets(c, Demand::Place)
                })
            })?
        };
        own.or_else(behind).map(|token| Found {
            token,
            by: "inside the phrase",
        })
    }
}

/// Whether who is named as the object of such an act is whom it is done to; envoys sent and troops moved are not.
pub(super) const fn acts_on_people(event: EventType) -> bool {
    matches!(
        event,
        EventType::Accuse
            | EventType::Assault
            | EventType::Coerce
            | EventType::Protest
            | EventType::Sanction
    )
}

/// Whether such an act answers what somebody else said, did or offered.
pub(super) const fn answers(event: EventType) -> bool {
    matches!(
        event,
        EventType::Accuse | EventType::Reject | EventType::Support
    )
}
