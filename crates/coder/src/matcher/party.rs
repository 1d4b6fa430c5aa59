//! Parties that no slot names: the subject of a predicate, who does what a noun names, whose the object is.

use std::rc::Rc;

use plover::{EventType, Quad};
use syntax::{Deprel, TokenIdx, Upos};

use super::{Filled, Match, Matcher, Parties};
use crate::clause::{self, Found};
use crate::codebook::{Demand, Fill, Kind, Position, Role};
use crate::words::{self, Class};

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
        let behind = found
            .parties
            .iter()
            .find_map(|p| clause::phrases(s, p.token, &["by"]).next())
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
            && words::is(s.lemma(found.head), Class::DoneTo);
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
            .and_then(doer)
            .map(|t| (t, "party of the embedded act"));
        // 'were killed when soldiers opened fire': the clause beside it says by whom.
        if actor.is_none() && event == EventType::Assault && clause::is_passive(self.s, found.head)
        {
            actor = self
                .clauses_of_time(found.head)
                .filter_map(|c| self.at(c))
                .find_map(doer)
                .map(|t| (t, "doer of the clause beside it"));
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
            actor = clause::doer(self.s, found.head)
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

    /// Clauses under a verb that say when or how it came about.
    fn clauses_of_time(&self, verb: TokenIdx) -> impl Iterator<Item = TokenIdx> {
        let s = self.s;
        s.children(verb).filter(move |&c| {
            let opens = |d: TokenIdx| {
                matches!(s.tokens[d].deprel, Deprel::Mark | Deprel::Advmod)
                    && matches!(s.lemma(d), "when" | "as" | "after")
            };
            s.tokens[c].deprel == Deprel::Advcl && s.children(c).any(opens)
        })
    }

    /// Whom a denial or a refusal answers: who made the charge or the request that it speaks of.
    fn answered(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        let claims = [EventType::Accuse, EventType::Request, EventType::Threaten];
        let told = |at: TokenIdx| {
            let m = self.at(at).filter(|m| m.head != found.head)?;
            self.event_of(&m).filter(|e| claims.contains(e))?;
            let p = m.role(Role::Actor).next()?;
            (!self.is_own(p.token, found)).then_some(p.token)
        };
        // 'accused the army of abuses, allegations the army rejects'
        let described = found.nouns.iter().find_map(|&n| {
            let apart = matches!(
                s.tokens[n].deprel,
                Deprel::Parataxis | Deprel::Appos | Deprel::OblUnmarked | Deprel::Obj
            );
            let over = s.tokens[n]
                .head
                .filter(|&h| apart && h != found.head && h < n)?;
            std::iter::successors(Some(over), |&t| s.tokens[t].head)
                .find(|&t| s.tokens[t].upos == Upos::Verb)
        });
        // 'accused Iran of it, but Iran denied the charge'
        let joined = || {
            let t = &s.tokens[found.head];
            t.head
                .filter(|&h| matches!(t.deprel, Deprel::Conj | Deprel::Parataxis) && h < found.head)
        };
        described.and_then(told).or_else(|| joined().and_then(told))
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

    /// 'threatened to strike unless the government resigned', 'will not lift it until Cuba frees them': who has to act.
    fn waited_for(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        if !matches!(
            found.rule.effect.event(),
            Some(EventType::Threaten | EventType::Reject | EventType::Protest)
        ) {
            return None;
        }
        let heads = [Some(found.head), found.act];
        let under = heads.into_iter().flatten().flat_map(|h| s.children(h));
        let mut clauses = under.filter(|&c| {
            s.tokens[c].deprel == Deprel::Advcl
                && s.children(c).any(|m| {
                    s.tokens[m].deprel == Deprel::Mark
                        && match s.lemma(m) {
                            "unless" | "until" => true,
                            "if" => crate::status::negation(s, c).is_some(),
                            _ => false,
                        }
                })
        });
        clauses.find_map(|c| {
            let subject = s.children(c).find(|&n| {
                matches!(s.tokens[n].deprel, Deprel::Nsubj) && self.parties.meets(n, Demand::None)
            })?;
            (!self.is_own(subject, found) && !self.is_possessed(subject)).then_some(subject)
        })
    }

    /// Whether a phrase is the actor itself, or only says whose it is: 'withdraw its troops', 'his country's support'.
    pub(super) fn is_own(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let s = self.s;
        self.is_itself(token, found)
            || (s.tokens[token].deprel == Deprel::NmodPoss && self.is_possessed(token))
    }

    /// 'its troops', 'their leaders'.
    fn is_possessed(&self, token: TokenIdx) -> bool {
        let s = self.s;
        s.children(token)
            .any(|c| s.tokens[c].deprel == Deprel::NmodPoss && s.tokens[c].upos == Upos::Pron)
    }

    /// 'reiterated his government's support': for whom the actor speaks is not upon whom he acts.
    pub(super) fn is_akin(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let t = &self.s.tokens[token];
        // 'praised the country's efforts' is another matter.
        let given = |noun: TokenIdx| words::is(self.s.lemma(noun), Class::Given);
        t.deprel == Deprel::NmodPoss
            && t.head.is_some_and(given)
            && found
                .role(Role::Actor)
                .any(|p| self.parties.speaks_for(p.token, token))
    }

    /// Whether a phrase stands for the actor.
    pub(super) fn is_itself(&self, token: TokenIdx, found: &Match<'c>) -> bool {
        let actors = found.role(Role::Actor);
        let mut others = actors.map(|p| p.token).filter(|&t| t != token);
        others.any(|t| self.parties.same(t, token))
    }

    /// A recipient inside the object: 'rejected Iran's offer', 'lifted restrictions on Sudan'.
    pub(super) fn nested_recipient(&self, found: &mut Match<'c>) {
        let Some(event) = found.rule.effect.event() else {
            return;
        };
        let taken: Vec<TokenIdx> = found.parties.iter().map(|p| p.token).collect();
        if event == EventType::Accuse
            && let Some(act) = found.act
        {
            // Who condemns an attack blames the attacker, not the one attacked.
            let inner = self.at(act);
            let attacker = inner
                .as_ref()
                .and_then(|m| m.role(Role::Actor).next().copied())
                .filter(|p| !taken.contains(&p.token));
            let place = attacker.map(|p| p.token).or_else(|| {
                let at = ["in", "by"];
                clause::phrases(self.s, act, &at)
                    .chain(
                        inner
                            .iter()
                            .flat_map(|m| &m.parties)
                            .flat_map(|p| clause::phrases(self.s, p.token, &at)),
                    )
                    .find(|&t| self.parties.meets(t, Demand::Country))
            });
            if let Some(token) = place {
                found.parties.push(Filled {
                    role: Role::Recipient,
                    token,
                    by: "inside the object",
                });
            }
            return;
        }
        let s = self.s;
        // 'lodged a complaint with the court': it is told, and not blamed.
        if event == EventType::Accuse
            && found
                .nouns
                .iter()
                .any(|&n| words::is(s.lemma(n), Class::Lodged))
        {
            return;
        }
        // 'denied that a reporter had been beaten': whoever says so is not named.
        let content = |&t: &TokenIdx| {
            s.tokens[t].deprel == Deprel::Ccomp && s.tokens[t].head == Some(found.head)
        };
        if event == EventType::Reject && found.nouns.iter().chain(&found.act).any(content) {
            return;
        }
        // 'summoned the Danish ambassador': the object's noun is a party itself.
        if acts_on_people(event)
            && let Some(&token) = found.nouns.iter().find(|&&n| {
                s.tokens[n].upos == Upos::Noun
                    && !(event == EventType::Sanction
                        && (words::is(s.lemma(n), Class::Troops) || self.is_possessed(n)))
                    && (matches!(s.tokens[n].deprel, Deprel::Obj | Deprel::NsubjPass)
                        || matches!(&*clause::preposition(s, n), "at" | "against" | "with"))
                    && self.parties.meets(n, Demand::None)
            })
        {
            found.parties.push(Filled {
                role: Role::Recipient,
                token,
                by: "object",
            });
            return;
        }
        // 'ready to withdraw from R': the word that the rule asks for may be an act with parties of its own.
        let mut acts = found.act.into_iter().chain(found.nouns.iter().copied());
        if let Some(inner) = acts.find_map(|act| self.at(act).filter(|m| m.head != found.head)) {
            let free = |p: &&Filled| {
                !taken.contains(&p.token)
                    && !self.is_own(p.token, found)
                    && (self.parties.meets(p.token, Demand::None)
                        || (p.role == Role::Recipient
                            && self.parties.meets(p.token, Demand::Country)))
            };
            let asked = |p: &&Filled| {
                event != EventType::Request || !self.parties.meets(p.token, Demand::Person)
            };
            // Who rejects or welcomes an act answers whoever did or offered it.
            // Who condemns violence against workers blames whoever did it.
            let blamed =
                matches!(event, EventType::Accuse | EventType::Protest) && self.is_conflict(&inner);
            let order: &[Role] = if blamed {
                &[Role::Actor]
            } else if answers(event) && event != EventType::Accuse {
                &[Role::Actor, Role::Recipient]
            } else {
                &[Role::Recipient, Role::Actor]
            };
            let other = order
                .iter()
                .copied()
                .find_map(|role| inner.role(role).find(|p| free(p) && asked(p)));
            if let Some(party) = other {
                found.parties.push(Filled {
                    role: Role::Recipient,
                    token: party.token,
                    by: "party of the embedded act",
                });
                return;
            }
            if blamed {
                return;
            }
        }
        if event == EventType::Reject
            && let Some(token) = self.answered(found).filter(|t| !taken.contains(t))
        {
            found.parties.push(Filled {
                role: Role::Recipient,
                token,
                by: "whose word it answers",
            });
            return;
        }
        if let Some(token) = self.waited_for(found).filter(|t| !taken.contains(t)) {
            found.parties.push(Filled {
                role: Role::Recipient,
                token,
                by: "whose act it waits for",
            });
            return;
        }
        let mut layer: Vec<TokenIdx> = found.nouns.clone();
        for depth in 0..3 {
            let mut next = Vec::new();
            for &noun in &layer {
                for c in s.children(noun) {
                    // 'protested against quotas in government jobs'
                    // 'the circumstances of the crash of a Chadian airliner', 'a solution for Syrian refugees'
                    let far = event == EventType::Accuse && depth > 1
                        || depth > 0 && self.parties.meets(c, Demand::Kind)
                        || event == EventType::Request
                            && self.parties.meets(noun, Demand::Person)
                            && !self.parties.meets(noun, Demand::Official)
                            && !words::is(s.lemma(noun), Class::Troops);
                    if far && self.is_modifier(c) {
                        continue;
                    }
                    // 'rejected the aid announced by the union': whoever did what is answered.
                    let mediated = matches!(
                        s.lemma(c),
                        "broker" | "mediate" | "host" | "sponsor" | "facilitate" | "draft"
                    );
                    let doer = (s.tokens[c].deprel == Deprel::Acl
                        && clause::is_passive(s, c)
                        && !mediated)
                        .then(|| clause::doer(s, c))
                        .flatten()
                        .filter(|d| {
                            !taken.contains(&d.token) && self.parties.meets(d.token, Demand::None)
                        });
                    if let Some(doer) = doer.filter(|_| event.quad() != Quad::MaterialConflict) {
                        found.parties.push(Filled {
                            role: Role::Recipient,
                            token: doer.token,
                            by: "doer of the object",
                        });
                        return;
                    }
                    // 'attacked a house belonging to a doctor', 'seized assets owned by the bank'
                    let whose = match s.lemma(c) {
                        "belong" => Some("to"),
                        "own" | "run" | "hold" | "control" => Some("by"),
                        _ => None,
                    };
                    let whose = whose.filter(|_| s.tokens[c].deprel == Deprel::Acl);
                    let owner = whose.and_then(|by| {
                        clause::phrases(s, c, &[by]).find(|&t| {
                            !taken.contains(&t)
                                && !self.is_own(t, found)
                                && self.parties.meets(t, Demand::None)
                        })
                    });
                    if let Some(token) = owner {
                        found.parties.push(Filled {
                            role: Role::Recipient,
                            token,
                            by: "owner of the object",
                        });
                        return;
                    }
                    // 'lifted the sanctions imposed on Ruritania', 'the embargo it had placed on the island'
                    let laid = matches!(s.tokens[c].deprel, Deprel::Acl | Deprel::AclRelcl)
                        .then(|| {
                            clause::phrases(s, c, &["on", "upon", "against"]).find(|&t| {
                                !taken.contains(&t)
                                    && !self.is_own(t, found)
                                    && (self.parties.meets(t, Demand::None)
                                        || self.parties.meets(t, Demand::Country))
                            })
                        })
                        .flatten();
                    if let Some(token) = laid {
                        found.parties.push(Filled {
                            role: Role::Recipient,
                            token,
                            by: "inside the object",
                        });
                        return;
                    }
                    // Under a verb ('not to allow any threat to Iran') objects and phrases lead on.
                    let verbal = s.tokens[noun].upos == Upos::Verb
                        && matches!(
                            s.tokens[c].deprel,
                            Deprel::Obj | Deprel::Obl | Deprel::Iobj | Deprel::Xcomp
                        );
                    let position = verbal
                        || matches!(s.tokens[c].deprel, Deprel::NmodPoss | Deprel::Nmod)
                        || self.is_modifier(c);
                    let preposition = clause::preposition(s, c);
                    // Who condemns violence against workers, or their beating, does not blame the workers.
                    let victim = matches!(event, EventType::Accuse | EventType::Protest)
                        && (matches!(&*preposition, "against" | "on" | "upon" | "towards")
                            || &*preposition == "of" && words::is(s.lemma(noun), Class::DoneTo));
                    if !position
                        || victim
                        || taken.contains(&c)
                        || words::is(&preposition, Class::Apart)
                        || words::is(s.lemma(c), Class::Apart)
                    {
                        continue;
                    }
                    // Who asks for a man's release, or to honour him, does not ask him.
                    let asked = event == EventType::Request
                        && s.tokens[c].deprel != Deprel::Amod
                        && self.parties.meets(c, Demand::Person);
                    let mere_place = matches!(&*preposition, "in" | "at" | "near")
                        || (verbal && matches!(&*preposition, "on" | "from"));
                    // 'its troops', 'their leaders' are the actor's own.
                    let own = self.is_possessed(c);
                    let territory = !mere_place && self.parties.meets(c, Demand::Country);
                    let own = own
                        || self.is_own(c, found)
                        || (verbal && words::is(s.lemma(c), Class::Troops))
                        || self.is_akin(c, found)
                        // 'agreed to set up a peace force'
                        || (verbal
                            && event == EventType::Agree
                            && s.tokens[c].deprel == Deprel::Obj
                            && words::is(s.lemma(noun), Class::Send)
                            && self.parties.meets(c, Demand::Kind));
                    if (self.parties.meets(c, Demand::None) || territory) && !asked && !own {
                        if !mere_place {
                            found.parties.push(Filled {
                                role: Role::Recipient,
                                token: c,
                                by: "inside the object",
                            });
                            return;
                        }
                    } else if verbal || s.tokens[c].deprel == Deprel::Nmod {
                        next.push(c);
                    }
                }
            }
            layer = next;
        }
        // 'gave 2 million euros to fight hunger in Malawi': aid is to whoever is where it goes.
        if event == EventType::Aid {
            let under: Vec<TokenIdx> = std::iter::once(found.head)
                .chain(found.nouns.iter().copied())
                .collect();
            let place = under.iter().flat_map(|&t| s.subtree(t)).filter(|&t| {
                matches!(&*clause::preposition(s, t), "in" | "across" | "throughout")
                    && !taken.contains(&t)
                    && self.parties.meets(t, Demand::Country)
                    && !self.is_own(t, found)
            });
            if let Some(token) = place.min() {
                found.parties.push(Filled {
                    role: Role::Recipient,
                    token,
                    by: "place of the aid",
                });
            }
        }
    }

    /// 'the border with Ukraine', 'Syria's reactor', 'Hamas targets': the party whose border or reactor it is.
    pub(super) fn beyond(&self, place: Found, position: &Position) -> Option<Found> {
        let s = self.s;
        let lemma = s.lemma(place.token);
        let noun = matches!(s.tokens[place.token].upos, Upos::Noun);
        if !noun || self.parties.meets(place.token, Demand::None) {
            return None;
        }
        if *position == Position::Subject && !words::is(lemma, Class::Hand) {
            return None;
        }
        let own = s.children(place.token).find(|&c| {
            (self.is_modifier(c) || s.tokens[c].deprel == Deprel::NmodPoss)
                && self.parties.meets(c, Demand::None)
        });
        let behind = || {
            words::is(lemma, Class::Area).then(|| {
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
