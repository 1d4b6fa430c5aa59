//! Recipients that no slot names: inside the object, in the act that it speaks of, in the clause that it waits for.

use plover::{EventType, Quad};
use smallvec::SmallVec;
use syntax::{Deprel, TokenIdx, Upos};

use super::party::{acts_on_people, answers};
use super::{Filled, Match, Matcher, Parties};
use crate::clause;
use crate::codebook::{Demand, Role};
use crate::words::Class;

impl<'c, P: Parties> Matcher<'c, '_, P> {
    /// A recipient inside the object: 'rejected Iran's offer', 'lifted restrictions on Sudan'.
    pub(super) fn nested_recipient(&self, found: &mut Match<'c>) {
        if let Some((token, by)) = self.inside(found) {
            found.parties.push(Filled {
                role: Role::Recipient,
                token,
                by,
            });
        }
    }

    /// The word that stands for it, and where it was found.
    fn inside(&self, found: &Match<'c>) -> Option<(TokenIdx, &'static str)> {
        let event = found.rule.effect.event()?;
        let taken: SmallVec<[TokenIdx; 4]> = found.parties.iter().map(|p| p.token).collect();
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
            let place = place.or_else(|| self.who_in_it(found.head, act));
            return place.map(|token| (token, "inside the object"));
        }
        let s = self.s;
        // 'lodged a complaint with the court': it is told, and not blamed.
        if event == EventType::Accuse && found.nouns.iter().any(|&n| s.is(n, Class::Lodged)) {
            return None;
        }
        // 'demanded the president's resignation': of him.
        if event == EventType::Request {
            let leaving = found.nouns.iter().filter(|&&n| s.is(n, Class::Leaving));
            let mut whose = leaving.filter_map(|&n| s.child(n, Deprel::NmodPoss));
            let whose = whose.find(|&t| self.parties.meets(t, Demand::None));
            if let Some(token) = whose.filter(|t| !taken.contains(t)) {
                return Some((token, "inside the object"));
            }
        }
        // 'denied that a reporter had been beaten': whoever says so is not named.
        let content = |&t: &TokenIdx| {
            s.tokens[t].deprel == Deprel::Ccomp && s.tokens[t].head == Some(found.head)
        };
        if event == EventType::Reject && found.nouns.iter().chain(&found.act).any(content) {
            return None;
        }
        // 'summoned the Danish ambassador': the object's noun is a party itself.
        if acts_on_people(event)
            && let Some(&token) = found.nouns.iter().find(|&&n| {
                s.tokens[n].upos == Upos::Noun
                    && !(event == EventType::Sanction
                        && (s.is(n, Class::Troops) || self.is_possessed(n)))
                    && (matches!(s.tokens[n].deprel, Deprel::Obj | Deprel::NsubjPass)
                        || matches!(&*clause::preposition(s, n), "at" | "against" | "with")
                        || (event == EventType::Protest
                            && matches!(&*clause::preposition(s, n), "to" | "towards" | "toward")))
                    && self.parties.meets(n, Demand::None)
            })
        {
            return Some((token, "object"));
        }
        // 'walked out of parliament'
        if event == EventType::Reject
            && let Some(&token) = found.nouns.iter().find(|&&n| {
                matches!(&*clause::preposition(s, n), "of" | "from" | "out_of")
                    && s.tokens[n].head == Some(found.head)
                    && self.parties.meets(n, Demand::Official)
            })
        {
            return Some((token, "object"));
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
            // 'denied shooting at protesters': it is not they who say so.
            let own_deed = event == EventType::Reject
                && crate::attribution::denies(s.lemma(found.head))
                && s.tokens[inner.head].xpos == "VBG";
            if own_deed {
                return None;
            }
            // 'repelled an attack by the rebels': whoever attacked is fought.
            let repelled = event == EventType::Assault
                && self.event_of(&inner) == Some(EventType::Assault)
                && found.act.is_some();
            // 'welcomed the release of the soldiers' welcomes whoever freed them.
            let done = event == EventType::Support
                && self.event_of(&inner).is_some_and(|e| {
                    matches!(e.quad(), Quad::MaterialConflict) || e == EventType::Retreat
                });
            let order: &[Role] = if blamed || done {
                &[Role::Actor]
            } else if repelled || answers(event) && event != EventType::Accuse {
                &[Role::Actor, Role::Recipient]
            } else {
                &[Role::Recipient, Role::Actor]
            };
            let other = order
                .iter()
                .copied()
                .find_map(|role| inner.role(role).find(|p| free(p) && asked(p)));
            if let Some(party) = other {
                return Some((party.token, "party of the embedded act"));
            }
            if blamed || done {
                let doer = self.who_in_it(found.head, inner.head);
                return doer.map(|token| (token, "inside the object"));
            }
        }
        if event == EventType::Reject
            && let Some(token) = self.answered(found).filter(|t| !taken.contains(t))
        {
            return Some((token, "whose word it answers"));
        }
        if let Some(token) = self.waited_for(found).filter(|t| !taken.contains(t)) {
            return Some((token, "whose act it waits for"));
        }
        // 'agreed to serve as a mediator'
        let told = self.beneath(found, event, &taken);
        if let Some(told) = told.filter(|t| &*clause::preposition(s, t.0) != "as") {
            return Some(told);
        }
        match event {
            EventType::Concede => self.who_is_to(found).map(|t| (t, "whom it lets do so")),
            EventType::Request => self.who_is_to(found).map(|t| (t, "who is to do so")),
            EventType::Assault => self
                .provoker(found)
                .map(|t| (t, "who provoked it"))
                .or_else(|| {
                    self.dispersed(found)
                        .map(|t| (t, "whom it was to disperse"))
                }),
            EventType::Aid => self
                .place_of_aid(found, &taken)
                .map(|t| (t, "place of the aid")),
            _ => None,
        }
    }

    /// 'condemned the attack, in which gunmen killed two': who did what a clause tells of it.
    fn who_in_it(&self, verb: TokenIdx, act: TokenIdx) -> Option<TokenIdx> {
        let s = self.s;
        let under = s
            .children(act)
            .filter(|&c| s.tokens[c].deprel == Deprel::Acl && clause::is_passive(s, c));
        let mut described = s
            .children(verb)
            .filter(|&c| self.describes(c, act))
            .chain(under);
        let by = described.find_map(|c| clause::phrases(s, c, &["by"]).next());
        if let Some(by) = by.filter(|&t| self.parties.meets(t, Demand::None)) {
            return Some(by);
        }
        let told = s
            .children(act)
            .filter(|&c| s.tokens[c].deprel == Deprel::AclRelcl && !clause::is_passive(s, c));
        told.filter(|&c| self.at(c).is_some_and(|m| self.is_conflict(&m)))
            .filter_map(|c| self.doer(c))
            .map(|d| d.token)
            .find(|&t| t != act && self.parties.meets(t, Demand::None))
    }

    /// 'fired tear gas to scatter them', 'used batons to clear protesters': on whom it was used.
    fn dispersed(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        if !found.rule.effect.has_mode(&["crowd-control"]) {
            return None;
        }
        let aims = s.children(found.head).filter(|&c| {
            let t = &s.tokens[c];
            t.xpos == "VB" && matches!(t.deprel, Deprel::Advcl | Deprel::Xcomp | Deprel::Acl)
        });
        // 'to break up a march by students'
        aims.filter_map(|c| self.patient(c))
            .flat_map(|f| {
                std::iter::once(f.token).chain(clause::phrases(s, f.token, &["by", "of"]))
            })
            .find(|&t| {
                (self.parties.meets(t, Demand::None) || self.parties.is_open(t))
                    && !self.is_own(t, found)
            })
    }

    /// 'gave approval for the agency to deliver aid', 'dropped its demand that the president resign': who is to do so.
    fn who_is_to(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        let words = found.nouns.iter().copied().chain([found.head]);
        words
            .flat_map(|word| s.children(word))
            .filter(|&c| matches!(s.tokens[c].deprel, Deprel::Acl | Deprel::Advcl))
            .filter(|&c| {
                let mark = clause::preposition(s, c);
                s.tokens[c].xpos == "VB" && mark.contains("for") || mark == "that"
            })
            .filter_map(|c| s.child(c, Deprel::Nsubj))
            .find(|&t| self.parties.meets(t, Demand::None) && !self.is_own(t, found))
    }

    /// 'gave 2 million euros to fight hunger in Malawi': aid is to whoever is where it goes.
    fn place_of_aid(&self, found: &Match<'c>, taken: &[TokenIdx]) -> Option<TokenIdx> {
        let s = self.s;
        let under = std::iter::once(found.head).chain(found.nouns.iter().copied());
        let place = under.flat_map(|t| s.subtree(t)).filter(|&t| {
            matches!(&*clause::preposition(s, t), "in" | "across" | "throughout")
                && !taken.contains(&t)
                && self.parties.meets(t, Demand::Country)
                && !self.is_own(t, found)
        });
        place.min()
    }

    /// 'opened fire after protesters threw stones': who did what an attack answers, in a clause that says when or after what
    /// it came.
    fn provoker(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        if clause::is_passive(s, found.head) {
            return None;
        }
        // Fire is opened, and tear gas used, on whoever did what the clause tells, be it an act or not.
        let crowd = found.rule.effect.has_mode(&["crowd-control", "firearms"]);
        let doer = |c: TokenIdx| {
            let tried = s.child(c, Deprel::Xcomp);
            let mut acts = std::iter::once(c).chain(tried).filter_map(|t| self.at(t));
            let hostile = crowd || acts.any(|m| self.is_conflict(&m));
            let doer = self.doer(c).filter(|_| hostile)?.token;
            (self.parties.meets(doer, Demand::None) && !self.is_own(doer, found)).then_some(doer)
        };
        // 'hurled bottles at the police, who fired tear gas'
        let thrown = || {
            let victim = clause::relative_head(s, found.head).filter(|_| crowd)?;
            s.above(victim).skip(1).find_map(|t| {
                let m = self.at(t).filter(|m| self.is_conflict(m))?;
                let at_them = m.role(Role::Recipient).any(|p| p.token == victim);
                let p = m.role(Role::Actor).next().filter(|_| at_them)?;
                (!self.is_own(p.token, found)).then_some(p.token)
            })
        };
        self.clauses_of_time(found.head)
            .find_map(doer)
            .or_else(thrown)
    }

    /// Whom a denial or a refusal answers: who made the charge or the request that it speaks of.
    fn answered(&self, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        let claims = [EventType::Accuse, EventType::Request, EventType::Threaten];
        let told = |at: TokenIdx| {
            let m = self.at(at).filter(|m| m.head != found.head);
            let m = m.filter(|m| self.event_of(m).is_some_and(|e| claims.contains(&e)));
            // 'complained that the rebels had taken money, a charge they denied': who says so charges them.
            let said = || {
                let says = crate::attribution::asserts(s.lemma(at)) && m.is_none();
                self.doer(at).filter(|_| says).map(|d| d.token)
            };
            let maker = match &m {
                Some(m) => m.role(Role::Actor).next().map(|p| p.token),
                None => said().filter(|&t| self.parties.meets(t, Demand::None)),
            }?;
            (!self.is_own(maker, found)).then_some(maker)
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
            s.above(over)
                .filter(|&t| s.tokens[t].upos == Upos::Verb)
                .find_map(told)
        });
        // 'accused Iran of it, but Iran denied the charge'
        let joined = || {
            let t = &s.tokens[found.head];
            t.head
                .filter(|&h| matches!(t.deprel, Deprel::Conj | Deprel::Parataxis) && h < found.head)
        };
        // 'threatened to vote against it, and he again refused to back it' answers nobody.
        let against = s.tokens[found.head].deprel == Deprel::Parataxis
            || s.children(found.head)
                .any(|c| s.tokens[c].deprel == Deprel::Cc && s.lemma(c) == "but")
            || found
                .nouns
                .iter()
                .any(|&n| s.is(n, Class::Alleged) || s.is(n, Class::Wanted));
        described.or_else(|| joined().filter(|_| against).and_then(told))
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
        // 'threatened to attack unless': the clause may hang on what is threatened.
        let heads = [
            Some(found.head),
            found.act,
            s.child(found.head, Deprel::Xcomp),
        ];
        let under = heads.into_iter().flatten().flat_map(|h| s.children(h));
        let mut clauses = under.filter(|&c| {
            s.tokens[c].deprel == Deprel::Advcl
                && s.children(c).any(|m| {
                    s.tokens[m].deprel == Deprel::Mark
                        && match s.lemma(m) {
                            "unless" | "until" => true,
                            "if" => {
                                crate::status::negation(s, c).is_some()
                                    || matches!(s.lemma(c), "fail" | "refuse")
                            }
                            _ => false,
                        }
                })
        });
        // 'until he is sure that Syria complies' waits for Syria.
        clauses.find_map(|c| {
            s.subtree(c).into_iter().find(|&n| {
                matches!(s.tokens[n].deprel, Deprel::Nsubj | Deprel::NsubjPass)
                    && self.parties.meets(n, Demand::None)
                    && !self.is_own(n, found)
                    && !self.is_possessed(n)
            })
        })
    }
}
