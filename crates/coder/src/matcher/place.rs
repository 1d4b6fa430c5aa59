//! Where a slot's fillers may stand: the grammar gives the places, the rule says what may fill them (`fill`).

use plover::{EventType, Quad};
use smallvec::SmallVec;
use syntax::{Deprel, TokenIdx, Upos};

use super::party::{acts_on_people, answers};
use super::{Filled, Match, Matcher, Parties};
use crate::around;
use crate::clause::{self, Found};
use crate::codebook::{Demand, Effect, Fill, Kind, Position, Role, Slot};
use crate::words::Class;

impl<'c, P: Parties> Matcher<'c, '_, P> {
    pub(super) fn verb_slot(&self, slot: &Slot, found: &mut Match<'c>) -> bool {
        let (s, head) = (self.s, found.head);
        match &slot.position {
            Position::Subject => {
                let doer = if found.rule.head.kind == Kind::Predicate {
                    self.predicate_subject(head)
                } else {
                    self.doer(head).or_else(|| self.hung_agent(head))
                };
                let Some(doer) = doer else {
                    // Passives, infinitives and headlines may leave the doer out.
                    return match slot.fill {
                        Fill::Party(..) => true,
                        // 'the visit was postponed' is the patient's clause; an act as subject has to be there.
                        _ => self.fill(slot, std::iter::empty(), found),
                    };
                };
                if let Fill::Party(role, _) = slot.fill
                    && found.rule.effect.event().is_none()
                {
                    // Whoever plans or postpones need not be an actor for the act to be planned.
                    if self.parties.meets(doer.token, Demand::None) {
                        found.parties.push(Filled {
                            role,
                            token: doer.token,
                            by: doer.by,
                        });
                    }
                    return true;
                }
                // 'a report accusing the army': the report's author does.
                let author = clause::owner(s, doer.token).filter(|_| {
                    doer.by == "participle" && !self.parties.meets(doer.token, Demand::None)
                });
                // 'a drone strike killed two': it acts for whoever sent it, and that is not told.
                let sent = matches!(slot.fill, Fill::Party(Role::Actor, Demand::None))
                    && s.is(doer.token, Class::Hand)
                    && found.rule.effect.event().is_some_and(acts_on_people);
                if matches!(slot.fill, Fill::Party(Role::Actor, _)) && self.suffers(found, doer) {
                    return true;
                }
                self.fill(slot, std::iter::once(doer).chain(author), found) || sent
            }
            Position::Object => {
                let mut objects: SmallVec<[Found; 2]> = SmallVec::new();
                if found.rule.head.kind == Kind::Verb {
                    objects.extend(self.patient(head));
                    objects.extend(clause::receiver(s, head));
                    if let Some(own) = s.child(head, Deprel::Obj)
                        && objects.iter().all(|f| f.token != own)
                    {
                        objects.push(Found {
                            token: own,
                            by: "object",
                        });
                    }
                }
                // 'took three tourists hostage', 'set them free': what the object becomes.
                if matches!(slot.fill, Fill::Words(..)) {
                    let becomes = s.children(head).filter(|&c| {
                        s.tokens[c].deprel == Deprel::Xcomp
                            && matches!(
                                s.tokens[c].upos,
                                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Adv
                            )
                    });
                    objects.extend(becomes.map(|token| Found {
                        token,
                        by: "complement",
                    }));
                }
                if matches!(slot.fill, Fill::Act(_) | Fill::Duty(_)) {
                    objects.extend(
                        s.children(head)
                            .filter(|&c| {
                                // 'concluded talks', not 'concluded that it was an attack'
                                let clause = s.tokens[c].deprel == Deprel::Ccomp
                                    && !matches!(found.rule.effect, Effect::Light);
                                (clause || s.tokens[c].deprel == Deprel::Xcomp)
                                    && clause::preposition(s, c) != "to"
                            })
                            .map(|token| Found {
                                token,
                                by: "complement",
                            }),
                    );
                }
                self.fill(slot, objects.into_iter(), found)
            }
            Position::Behind => {
                let places = around::behind(s, self.parties, head);
                self.fill(slot, places.into_iter(), found)
            }
            Position::After(prepositions) => {
                let mut places: Vec<Found> = clause::phrases(s, head, prepositions)
                    .map(|token| Found {
                        token,
                        by: "prepositional phrase",
                    })
                    .collect();
                // A phrase may hang on the object, or on what hangs on it: '$2 billion in aid to Vietnam'.
                // 'called the demand for their withdrawal absurd' calls for nothing.
                let asked = |slot: &Slot| slot.position == Position::Object;
                let spare =
                    s.child(head, Deprel::Obj).is_some() && !found.rule.slots.iter().any(asked);
                let object = self
                    .patient(head)
                    .filter(|f| found.rule.head.kind == Kind::Verb && !f.by.starts_with("relative"))
                    .filter(|_| !spare)
                    .map(|f| f.token);
                let mut nouns: SmallVec<[TokenIdx; 4]> =
                    found.nouns.iter().copied().chain(object).collect();
                let inner: SmallVec<[TokenIdx; 4]> = nouns
                    .iter()
                    .flat_map(|&n| {
                        s.children(n).filter(|&c| {
                            s.tokens[c].deprel == Deprel::Nmod
                                && !self.parties.meets(c, Demand::None)
                        })
                    })
                    .collect();
                nouns.extend(inner);
                // 'mobilized troops for a battle against R': what it is for is against whom it is.
                if prepositions.iter().any(|p| p == "against") {
                    nouns.extend(clause::phrases(s, head, &["for", "in"]).filter(|&t| {
                        s.tokens[t].upos == Upos::Noun
                            && !s.is(t, Class::Apart)
                            && !self.parties.meets(t, Demand::None)
                    }));
                }
                nouns.sort_unstable();
                nouns.dedup();
                for noun in nouns {
                    places.extend(clause::phrases(s, noun, prepositions).map(|token| Found {
                        token,
                        by: "phrase of the object",
                    }));
                }
                if prepositions.iter().any(|p| p == "to")
                    && places.is_empty()
                    && matches!(slot.fill, Fill::Act(_))
                {
                    places.extend(s.child(head, Deprel::Xcomp).map(|token| Found {
                        token,
                        by: "infinitive",
                    }));
                }
                // 'attacked an army base in Kandahar', 'rejected her plan to withdraw from the union': whose the object is
                // goes before where it lies, and before what it is about.
                if let (Fill::Party(Role::Recipient, demand), Some(event)) =
                    (&slot.fill, found.rule.effect.event())
                    && ((*demand == Demand::Place && acts_on_people(event))
                        || (*demand == Demand::None
                            && answers(event)
                            && prepositions
                                .iter()
                                .any(|p| matches!(p.as_str(), "of" | "by" | "from"))))
                {
                    // 'attacked a Daesh factory and other positions in Syria'
                    let first = |n: TokenIdx| {
                        s.tokens[n]
                            .head
                            .filter(|_| s.tokens[n].deprel == Deprel::Conj)
                    };
                    let things = found
                        .nouns
                        .iter()
                        .flat_map(|&n| std::iter::once(n).chain(first(n)))
                        .filter(|&n| self.at(n).is_none());
                    let owners = things.filter_map(|token| {
                        let noun = Found {
                            token,
                            by: "object",
                        };
                        self.beyond(noun, &Position::Object)
                    });
                    let owners = owners.filter(|f| !self.is_akin(f.token, found));
                    places.splice(0..0, owners.collect::<Vec<_>>());
                }
                // 'burned a portrait of the king in Seoul': of the prepositions that a rule names the first goes before the others.
                places.sort_by_key(|p| {
                    let own = clause::preposition(s, p.token);
                    prepositions.iter().position(|name| *name == *own)
                });
                // 'strikes against the rebels in Syria': whom it is done to goes before where.
                if prepositions.iter().any(|p| p == "against") {
                    places.sort_by_key(|p| {
                        !matches!(
                            &*clause::preposition(s, p.token),
                            "against" | "on" | "upon" | ""
                        )
                    });
                }
                // 'the man they met with', 'to whom aid was sent'
                if places.is_empty()
                    && let Some(stranded) = self.stranded(head, prepositions)
                {
                    places.push(stranded);
                }
                // 'condemned the expulsion of its envoys': blamed is not whom it was done to, nor praised who was freed.
                let answer = found.rule.effect.event();
                if matches!(answer, Some(EventType::Accuse | EventType::Support)) {
                    let done = |e: EventType| {
                        answer == Some(EventType::Accuse)
                            || e == EventType::Retreat
                            || e.quad() == Quad::MaterialConflict
                    };
                    let acts: Vec<_> = found
                        .nouns
                        .iter()
                        .filter_map(|&n| self.at(n))
                        .filter(|m| self.event_of(m).is_some_and(done))
                        .collect();
                    places.retain(|p| {
                        let mut victims = acts.iter().flat_map(|m| m.role(Role::Recipient));
                        victims.all(|v| v.token != p.token)
                            || clause::preposition(s, p.token) != "of"
                    });
                }
                // 'protested against the arrest of their leader': not at whom was arrested; and a town is only where it was.
                if found.rule.effect.event() == Some(EventType::Protest)
                    && matches!(slot.fill, Fill::Party(Role::Recipient, _))
                {
                    places.retain(|p| {
                        let venue = s.is(p.token, Class::Venue);
                        let area =
                            s.tokens[p.token].upos == Upos::Noun && s.is(p.token, Class::Area);
                        !(venue || area)
                            || !matches!(
                                &*clause::preposition(s, p.token),
                                "in" | "at" | "on" | "near" | "across" | "through" | "throughout"
                            )
                    });
                    let mut spoken = None;
                    places.retain_mut(|p| {
                        let Some(act) = self.at(p.token).filter(|m| self.is_conflict(m)) else {
                            return true;
                        };
                        spoken = spoken.or(Some(p.token));
                        let doer = act.role(Role::Actor).next().map(|d| d.token);
                        p.token = doer.unwrap_or(p.token);
                        doer.is_some()
                    });
                    found.act = found.act.or(spoken);
                }
                self.fill(slot, places.into_iter(), found)
            }
        }
    }

    pub(super) fn is_conflict(&self, m: &Match<'c>) -> bool {
        let quad = self.event_of(m).map(EventType::quad);
        matches!(quad, Some(Quad::VerbalConflict | Quad::MaterialConflict))
    }

    /// 'released from captivity by the militia': the tree may hang the doer of a passive on the phrase before it.
    fn hung_agent(&self, verb: TokenIdx) -> Option<Found> {
        let s = self.s;
        if !clause::is_passive(s, verb) {
            return None;
        }
        let phrases = s
            .children(verb)
            .filter(|&c| c > verb && s.tokens[c].deprel == Deprel::Obl && self.at(c).is_none());
        let token = phrases
            .flat_map(|phrase| clause::phrases(s, phrase, &["by"]))
            .find(|&t| self.parties.meets(t, Demand::None))?;
        Some(Found {
            token,
            by: "by-phrase",
        })
    }

    /// The noun that a stranded or fronted preposition of a relative clause belongs to.
    fn stranded(&self, verb: TokenIdx, prepositions: &[String]) -> Option<Found> {
        let s = self.s;
        let pronoun = s.children(verb).find(|&c| {
            clause::is_relative(s, c)
                && matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod)
                && clause::is_one_of(&clause::preposition(s, c), prepositions)
        });
        pronoun
            .and_then(|_| clause::relative_head(s, verb))
            .map(|token| Found {
                token,
                by: "relative",
            })
    }

    pub(super) fn noun_slot(&self, slot: &Slot, found: &mut Match<'c>) -> bool {
        let (s, head) = (self.s, found.head);
        match &slot.position {
            Position::After(prepositions) => {
                let mut places: Vec<Found> = clause::phrases(s, head, prepositions)
                    .map(|token| Found {
                        token,
                        by: "phrase of the noun",
                    })
                    .collect();
                // 'a visit by the minister to Prague': the tree may hang the second phrase on the first.
                let doers: Vec<TokenIdx> = s
                    .children(head)
                    .filter(|&c| {
                        // 'condemnation of attacks by militants' is not theirs.
                        s.tokens[c].deprel == Deprel::Nmod
                            && matches!(&*clause::preposition(s, c), "by" | "of")
                            && !(found.rule.effect.event() == Some(EventType::Accuse)
                                && self.at(c).is_some())
                    })
                    .collect();
                for doer in doers {
                    places.extend(clause::phrases(s, doer, prepositions).map(|token| Found {
                        token,
                        by: "phrase behind the actor",
                    }));
                }
                // 'made a visit to', 'launched an attack on': the phrase may hang on the light verb.
                // 'calls in Iraq to boycott': the infinitive right behind the noun is its own, wherever the tree hangs it.
                if places.is_empty()
                    && matches!(slot.fill, Fill::Act(_))
                    && prepositions.iter().any(|p| p == "to")
                {
                    places.extend(self.infinitive_behind(head).map(|token| Found {
                        token,
                        by: "infinitive behind the noun",
                    }));
                }
                if let Some(verb) = self.light_verb(head) {
                    places.extend(clause::phrases(s, verb, prepositions).map(|token| Found {
                        token,
                        by: "phrase of the light verb",
                    }));
                }
                self.fill(slot, places.into_iter(), found)
            }
            Position::Behind => {
                let places = around::behind(s, self.parties, head);
                self.fill(slot, places.into_iter(), found)
            }
            Position::Object | Position::Subject => match &slot.fill {
                Fill::Words(words, _) => {
                    let modifier = s
                        .children(head)
                        .find(|&c| self.is_modifier(c) && self.is_word(c, words));
                    found.words.extend(modifier);
                    found.score += if modifier.is_some() { 10 } else { 0 };
                    modifier.is_some()
                }
                Fill::Party(..) => {
                    let inside = s
                        .children(head)
                        .filter(|&c| self.is_modifier(c) || s.tokens[c].deprel == Deprel::NmodPoss);
                    let inside: Vec<Found> = inside
                        .map(|token| Found {
                            token,
                            by: "modifier",
                        })
                        .collect();
                    self.fill(slot, inside.into_iter(), found)
                }
                _ => false,
            },
        }
    }

    fn infinitive_behind(&self, noun: TokenIdx) -> Option<TokenIdx> {
        let s = self.s;
        let next = (noun + 1..s.tokens.len()).find(|&i| !s.is_under(i, noun))?;
        let to = s
            .tokens
            .get(next)
            .filter(|t| t.deprel == Deprel::Mark && t.lemma == "to")?;
        to.head
            .filter(|&verb| verb > next && s.tokens[verb].deprel == Deprel::Advcl)
    }

    /// The verb that an event noun is the object, or passive subject, of, if the codebook calls it light.
    pub(super) fn light_verb(&self, noun: TokenIdx) -> Option<TokenIdx> {
        let s = self.s;
        let verb = match s.tokens[noun].deprel {
            Deprel::Obj | Deprel::NsubjPass => s.tokens[noun].head?,
            Deprel::Conj => return self.light_verb(s.tokens[noun].head?),
            _ => return None,
        };
        let lemma = s.lemma(verb);
        let light = self
            .codebook
            .rules_for(lemma)
            .any(|r| r.head.kind == Kind::Verb && r.effect.event().is_none());
        (s.tokens[verb].upos == Upos::Verb && light).then_some(verb)
    }
}
