//! Rules against trees: which clause of the codebook each word heads, and who fills its places.
//!
//! Of the rules that hold at a word, the most specific wins: more words, more acts, more demanded of the
//! parties. A rule holds only if every place that is not optional is filled from the clause itself
//! ([`crate::clause`]); nothing is taken from elsewhere in the sentence.

use std::cell::RefCell;

use syntax::{Deprel, Sentence, TokenIdx, Upos};

use crate::clause::{self, Found};
use crate::codebook::{Codebook, Demand, Effect, Fill, Kind, Position, Role, Rule, Slot};

/// What the matcher must know of the parties: whether a noun phrase is an actor, and of what kind.
pub(crate) trait Parties {
    /// Whether the phrase headed by `token` meets `demand`.
    fn meets(&self, token: TokenIdx, demand: Demand) -> bool;
    /// Whether the phrase is no actor but a pronoun that was not resolved: a party without a name.
    fn is_open(&self, token: TokenIdx) -> bool;
}

/// A party's place in a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) role: Role,
    pub(crate) token: TokenIdx,
    pub(crate) by: &'static str,
}

/// A rule that holds at a word.
#[derive(Debug, Clone)]
pub(crate) struct Match<'c> {
    pub(crate) rule: &'c Rule,
    pub(crate) head: TokenIdx,
    pub(crate) parties: Vec<Filled>,
    /// The embedded act, if the rule speaks of one.
    pub(crate) act: Option<TokenIdx>,
    /// The words of the trigger: head, particle, object words.
    pub(crate) words: Vec<TokenIdx>,
    /// Words that filled word slots, under which parties may be found.
    pub(crate) nouns: Vec<TokenIdx>,
    pub(crate) score: i32,
}

impl Match<'_> {
    pub(crate) fn role(&self, role: Role) -> impl Iterator<Item = &Filled> {
        self.parties.iter().filter(move |p| p.role == role)
    }
}

/// Matches of one sentence, each word looked at once.
pub(crate) struct Matcher<'c, 's, P> {
    codebook: &'c Codebook,
    s: &'s Sentence,
    parties: &'s P,
    seen: RefCell<Vec<Seen<'c>>>,
}

#[derive(Debug, Clone)]
enum Seen<'c> {
    No,
    Looking,
    Done(Option<Box<Match<'c>>>),
}

impl<'c, 's, P: Parties> Matcher<'c, 's, P> {
    pub(crate) fn new(codebook: &'c Codebook, s: &'s Sentence, parties: &'s P) -> Self {
        Self {
            codebook,
            s,
            parties,
            seen: RefCell::new(vec![Seen::No; s.tokens.len()]),
        }
    }

    /// The best rule at a word.
    pub(crate) fn at(&self, token: TokenIdx) -> Option<Match<'c>> {
        let seen = self.seen.borrow()[token].clone();
        match seen {
            Seen::Done(found) => return found.map(|m| *m),
            // A cycle of embeddings cannot be in a tree, but a rule may ask for its own head.
            Seen::Looking => return None,
            Seen::No => {}
        }
        self.seen.borrow_mut()[token] = Seen::Looking;
        let found = self.best(token);
        self.seen.borrow_mut()[token] = Seen::Done(found.clone().map(Box::new));
        found
    }

    fn best(&self, token: TokenIdx) -> Option<Match<'c>> {
        let t = &self.s.tokens[token];
        let lemma = t.lemma.to_lowercase();
        let mut best: Option<Match<'c>> = None;
        for rule in self.codebook.rules_for(&lemma) {
            let fits = match rule.head.kind {
                Kind::Verb => {
                    t.upos == Upos::Verb || (t.upos == Upos::Aux && t.deprel == Deprel::Root)
                }
                Kind::Noun => matches!(t.upos, Upos::Noun | Upos::Propn),
                Kind::Predicate => {
                    matches!(t.upos, Upos::Adj | Upos::Noun | Upos::Verb | Upos::Adv)
                        && (clause::has_cop(self.s, token) || is_bare_predicate(self.s, token))
                }
            };
            if !fits {
                continue;
            }
            if let Some(found) = self.hold(rule, token)
                && best.as_ref().is_none_or(|b| found.score > b.score)
            {
                best = Some(found);
            }
        }
        best
    }

    fn hold(&self, rule: &'c Rule, head: TokenIdx) -> Option<Match<'c>> {
        let mut found = Match {
            rule,
            head,
            parties: Vec::new(),
            act: None,
            words: vec![head],
            nouns: Vec::new(),
            score: 0,
        };
        if rule.head.kind == Kind::Verb {
            // 'break' is not 'break out': with a particle only a rule that names it holds, without one only the others.
            let lemma = self.s.tokens[head].lemma.to_lowercase();
            let has = |particle: &str| {
                self.s.children(head).find(|&c| {
                    matches!(
                        self.s.tokens[c].deprel,
                        Deprel::CompoundPrt | Deprel::Advmod | Deprel::Obl
                    ) && self.s.tokens[c].lemma.eq_ignore_ascii_case(particle)
                })
            };
            let wanted: Vec<&Option<String>> = rule
                .head
                .lemmas
                .iter()
                .filter(|(l, _)| *l == lemma)
                .map(|(_, p)| p)
                .collect();
            let found_particle = wanted.iter().filter_map(|p| p.as_deref()).find_map(has);
            if let Some(particle) = found_particle {
                found.words.push(particle);
                found.score += 10;
            } else if !wanted.iter().any(|p| p.is_none())
                || self.s.child(head, Deprel::CompoundPrt).is_some()
            {
                return None;
            }
        }
        // A rule that knows no object says nothing of a clause that has one: 'protested that he was tired'.
        if rule.head.kind == Kind::Verb
            && !rule
                .slots
                .iter()
                .any(|s| s.position == Position::Object || matches!(s.fill, Fill::Act(_)))
            && self
                .s
                .children(head)
                .any(|c| matches!(self.s.tokens[c].deprel, Deprel::Ccomp | Deprel::Obj))
        {
            return None;
        }
        // 'called it an attempt', 'named him envoy': what is said of the object makes another sense of the verb.
        let plain_object = rule
            .slots
            .iter()
            .any(|s| s.position == Position::Object && matches!(s.fill, Fill::Party(..)))
            && !rule.slots.iter().any(|s| matches!(s.fill, Fill::Act(_)));
        if plain_object
            && rule.head.kind == Kind::Verb
            && self.s.children(head).any(|c| {
                self.s.tokens[c].deprel == Deprel::Xcomp
                    && matches!(self.s.tokens[c].upos, Upos::Noun | Upos::Adj | Upos::Propn)
            })
        {
            return None;
        }
        // Objects before phrases: a phrase may hang on the object's noun.
        for slot in &rule.slots {
            let filled = match rule.head.kind {
                Kind::Noun => self.noun_slot(slot, &mut found),
                Kind::Verb | Kind::Predicate => self.verb_slot(slot, &mut found),
            };
            if !filled && !slot.optional {
                return None;
            }
        }
        if rule.head.kind == Kind::Noun {
            self.noun_actor(&mut found);
        }
        if let Effect::Event { .. } = rule.effect
            && found.role(Role::Recipient).next().is_none()
            && !rule
                .slots
                .iter()
                .any(|s| matches!(s.fill, Fill::Party(Role::Recipient, _)) && !s.optional)
        {
            self.nested_recipient(&mut found);
        }
        found.words.sort_unstable();
        found.words.dedup();
        Some(found)
    }

    fn verb_slot(&self, slot: &Slot, found: &mut Match<'c>) -> bool {
        let (s, head) = (self.s, found.head);
        match &slot.position {
            Position::Subject => {
                let doer = if found.rule.head.kind == Kind::Predicate {
                    self.predicate_subject(head)
                } else {
                    clause::doer(s, head)
                };
                let Some(doer) = doer else {
                    // Passives, infinitives and headlines may leave the doer out.
                    return match slot.fill {
                        Fill::Party(..) => true,
                        // 'the visit was postponed' is the patient's clause; an act as subject has to be there.
                        _ => self.fill(
                            slot,
                            clause::patient(s, head).into_iter().filter(|_| false),
                            found,
                        ),
                    };
                };
                if let Fill::Party(role, _) = slot.fill
                    && !matches!(found.rule.effect, Effect::Event { .. })
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
                self.fill(slot, std::iter::once(doer), found)
            }
            Position::Object => {
                let mut objects: Vec<Found> = Vec::new();
                if found.rule.head.kind == Kind::Verb {
                    objects.extend(clause::patient(s, head));
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
                if matches!(slot.fill, Fill::Act(_)) {
                    objects.extend(
                        s.children(head)
                            .filter(|&c| {
                                matches!(s.tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp)
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
            Position::After(prepositions) => {
                let mut places: Vec<Found> = clause::phrases(s, head, prepositions)
                    .map(|token| Found {
                        token,
                        by: "prepositional phrase",
                    })
                    .collect();
                // A phrase may hang on the object, or on what hangs on it: '$2 billion in aid to Vietnam'.
                let object = clause::patient(s, head)
                    .filter(|f| found.rule.head.kind == Kind::Verb && !f.by.starts_with("relative"))
                    .map(|f| f.token);
                let mut nouns: Vec<TokenIdx> = found.nouns.iter().copied().chain(object).collect();
                let inner: Vec<TokenIdx> = nouns
                    .iter()
                    .flat_map(|&n| {
                        s.children(n).filter(|&c| {
                            s.tokens[c].deprel == Deprel::Nmod
                                && !self.parties.meets(c, Demand::None)
                        })
                    })
                    .collect();
                nouns.extend(inner);
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
                // 'the man they met with', 'to whom aid was sent'
                if places.is_empty()
                    && let Some(stranded) = self.stranded(head, prepositions)
                {
                    places.push(stranded);
                }
                self.fill(slot, places.into_iter(), found)
            }
        }
    }

    /// The noun that a stranded or fronted preposition of a relative clause belongs to.
    fn stranded(&self, verb: TokenIdx, prepositions: &[String]) -> Option<Found> {
        let s = self.s;
        let pronoun = s.children(verb).find(|&c| {
            clause::is_relative(s, c)
                && matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod)
                && prepositions.contains(&clause::preposition(s, c))
        });
        pronoun
            .and_then(|_| clause::relative_head(s, verb))
            .map(|token| Found {
                token,
                by: "relative",
            })
    }

    fn predicate_subject(&self, head: TokenIdx) -> Option<Found> {
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

    fn noun_slot(&self, slot: &Slot, found: &mut Match<'c>) -> bool {
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
                        s.tokens[c].deprel == Deprel::Nmod
                            && matches!(clause::preposition(s, c).as_str(), "by" | "of")
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
    fn light_verb(&self, noun: TokenIdx) -> Option<TokenIdx> {
        let s = self.s;
        let verb = match s.tokens[noun].deprel {
            Deprel::Obj | Deprel::NsubjPass => s.tokens[noun].head?,
            Deprel::Conj => return self.light_verb(s.tokens[noun].head?),
            _ => return None,
        };
        let lemma = s.tokens[verb].lemma.to_lowercase();
        let light = self
            .codebook
            .rules_for(&lemma)
            .any(|r| r.head.kind == Kind::Verb && !matches!(r.effect, Effect::Event { .. }));
        (s.tokens[verb].upos == Upos::Verb && light).then_some(verb)
    }

    /// Who does what an event noun names.
    fn noun_actor(&self, found: &mut Match<'c>) {
        let s = self.s;
        if found.role(Role::Actor).next().is_some() {
            return;
        }
        let taken: Vec<TokenIdx> = found.parties.iter().map(|p| p.token).collect();
        let owner = clause::owner(s, found.head)
            .filter(|f| f.by != "light verb" || self.light_verb(found.head).is_some());
        let modifiers = s
            .children(found.head)
            .filter(|&c| self.is_modifier(c))
            .map(|token| Found {
                token,
                by: "modifier",
            });
        let of: Vec<String> = vec!["of".to_owned(), "from".to_owned()];
        let phrases: Vec<TokenIdx> = clause::phrases(s, found.head, &of).collect();
        let phrases = phrases.into_iter().map(|token| Found {
            token,
            by: "phrase of the noun",
        });
        let reciprocal = found
            .rule
            .slots
            .iter()
            .filter(|s| matches!(s.fill, Fill::Party(Role::Actor, _)))
            .count()
            > 1;
        let actor = owner.into_iter().chain(modifiers).chain(phrases).find(|f| {
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

    /// A recipient inside the object: 'rejected Iran's offer', 'lifted restrictions on Sudan'.
    fn nested_recipient(&self, found: &mut Match<'c>) {
        const NEVER: &[&str] = &[
            "by", "since", "during", "after", "before", "until", "despite", "amid",
        ];
        let Effect::Event { event, .. } = found.rule.effect else {
            return;
        };
        let taken: Vec<TokenIdx> = found.parties.iter().map(|p| p.token).collect();
        if event == plover::EventType::Accuse
            && let Some(act) = found.act
        {
            // Who condemns an attack blames the attacker, not the one attacked.
            let inner = self.at(act);
            let attacker = inner
                .as_ref()
                .and_then(|m| m.role(Role::Actor).next().copied())
                .filter(|p| !taken.contains(&p.token));
            let place = attacker.map(|p| p.token).or_else(|| {
                let at = ["in".to_owned(), "by".to_owned()];
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
        if let Some(inner) = found.act.and_then(|act| self.at(act)) {
            let free = |p: &&Filled| {
                !taken.contains(&p.token) && self.parties.meets(p.token, Demand::None)
            };
            let asked = |p: &&Filled| {
                event != plover::EventType::Request || !self.parties.meets(p.token, Demand::Person)
            };
            let other = inner
                .role(Role::Recipient)
                .find(|p| free(p) && asked(p))
                .or_else(|| inner.role(Role::Actor).find(|p| free(p) && asked(p)));
            if let Some(party) = other {
                found.parties.push(Filled {
                    role: Role::Recipient,
                    token: party.token,
                    by: "party of the embedded act",
                });
                return;
            }
        }
        let mut layer: Vec<TokenIdx> = found.nouns.clone();
        for _ in 0..3 {
            let mut next = Vec::new();
            for &noun in &layer {
                for c in s.children(noun) {
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
                    if !position || taken.contains(&c) || NEVER.contains(&preposition.as_str()) {
                        continue;
                    }
                    // Who asks for a man's release, or to honour him, does not ask him.
                    let asked = event == plover::EventType::Request
                        && self.parties.meets(c, Demand::Person);
                    let mere_place = matches!(preposition.as_str(), "in" | "at" | "near")
                        || (verbal && matches!(preposition.as_str(), "on" | "from"));
                    if self.parties.meets(c, Demand::None) && !asked {
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
    }

    fn is_modifier(&self, token: TokenIdx) -> bool {
        matches!(self.s.tokens[token].deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Nmod if clause::preposition(self.s, token).is_empty())
    }

    fn is_word(&self, token: TokenIdx, words: &[String]) -> bool {
        let t = &self.s.tokens[token];
        let lemma = if t.upos == Upos::Sym {
            "dollar".to_owned()
        } else {
            t.lemma.to_lowercase()
        };
        // 'troops' and 'talks' are their own lemmas in some treebanks.
        words.iter().any(|w| {
            *w == lemma || lemma.strip_suffix('s') == Some(w) || t.form.eq_ignore_ascii_case(w)
        })
    }

    fn fill(
        &self,
        slot: &Slot,
        places: impl Iterator<Item = Found>,
        found: &mut Match<'c>,
    ) -> bool {
        let s = self.s;
        match &slot.fill {
            Fill::Party(role, demand) => {
                for place in places.flat_map(|place| {
                    std::iter::once(place).chain(self.beyond(place, &slot.position))
                }) {
                    if found.parties.iter().any(|p| p.token == place.token) {
                        continue;
                    }
                    let open = self.parties.is_open(place.token) && *demand == Demand::None;
                    if open || self.parties.meets(place.token, *demand) {
                        found.parties.push(Filled {
                            role: *role,
                            token: place.token,
                            by: place.by,
                        });
                        found.score +=
                            if slot.optional { 1 } else { 2 } + i32::from(*demand != Demand::None);
                        return true;
                    }
                }
                false
            }
            Fill::Words(words, modifiers) => {
                for place in places {
                    for token in clause::conjuncts(s, place.token) {
                        let noun = self.counted(token);
                        if !self.is_word(noun, words) || self.is_forbidden(noun, found.rule) {
                            continue;
                        }
                        let mut all = Vec::new();
                        for list in modifiers {
                            let modifier = s
                                .children(noun)
                                .find(|&c| self.is_modifier(c) && self.is_word(c, list));
                            all.extend(modifier);
                        }
                        if all.len() < modifiers.len() {
                            continue;
                        }
                        found.score += 10 + 10 * i32::try_from(all.len()).unwrap_or(0);
                        found.words.push(noun);
                        found.words.extend(all);
                        found.nouns.push(noun);
                        return true;
                    }
                }
                false
            }
            Fill::Act(types) => {
                let needed =
                    !types.is_empty() || !matches!(found.rule.effect, Effect::Event { .. });
                for place in places {
                    let inner = self.act(place.token);
                    let event = inner.as_ref().and_then(|m| self.event_of(m));
                    // 'promised not to arrest' promises no arrest.
                    let negated = inner
                        .as_ref()
                        .is_some_and(|m| crate::status::negation(s, m.head).is_some());
                    let fits = match event {
                        Some(event) => types.is_empty() || (types.contains(&event) && !negated),
                        None => !needed,
                    };
                    if fits && !self.is_forbidden(place.token, found.rule) {
                        found.act = Some(inner.map_or(place.token, |m| m.head));
                        found.nouns.push(place.token);
                        found.score += if types.is_empty() { 1 } else { 8 };
                        return true;
                    }
                }
                false
            }
            Fill::Anything => {
                let mut any = false;
                for place in places {
                    if self.is_forbidden(place.token, found.rule) {
                        return false;
                    }
                    found.nouns.push(place.token);
                    // What somebody is accused of, fined for or asked about is no act of its own.
                    found.act = found.act.or(Some(place.token));
                    any = true;
                }
                any
            }
        }
    }

    /// 'the border with Ukraine', 'Syria's reactor', 'Hamas targets': the party whose border or reactor it is.
    fn beyond(&self, place: Found, position: &Position) -> Option<Found> {
        /// Nouns whose party may stand behind them in a phrase of their own.
        const PLACES: &[&str] = &[
            "airspace",
            "area",
            "border",
            "boundary",
            "capital",
            "city",
            "coast",
            "district",
            "east",
            "embassy",
            "frontier",
            "government",
            "north",
            "outskirts",
            "part",
            "people",
            "port",
            "province",
            "region",
            "shore",
            "side",
            "soil",
            "south",
            "state",
            "territory",
            "town",
            "village",
            "water",
            "waters",
            "west",
        ];
        /// Things that act for whoever has them.
        const HANDS: &[&str] = &[
            "administration",
            "aircraft",
            "artillery",
            "bomber",
            "cabinet",
            "campaign",
            "drone",
            "jet",
            "missile",
            "navy",
            "office",
            "plane",
            "regime",
            "rocket",
            "strike",
            "warplane",
            "warship",
        ];
        let s = self.s;
        let lemma = s.tokens[place.token].lemma.to_lowercase();
        let noun = matches!(s.tokens[place.token].upos, Upos::Noun);
        if !noun || self.parties.meets(place.token, Demand::None) {
            return None;
        }
        if *position == Position::Subject && !HANDS.contains(&lemma.as_str()) {
            return None;
        }
        let own = s.children(place.token).find(|&c| {
            (self.is_modifier(c) || s.tokens[c].deprel == Deprel::NmodPoss)
                && self.parties.meets(c, Demand::None)
        });
        let behind = || {
            PLACES.contains(&lemma.as_str()).then(|| {
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

    /// The act a phrase names: at its head, or at what 'a series of', 'plans for' count or hold.
    fn act(&self, token: TokenIdx) -> Option<Match<'c>> {
        clause::conjuncts(self.s, token)
            .into_iter()
            .find_map(|t| self.at(t))
            .or_else(|| {
                let inner = self.counted(token);
                if inner != token { self.at(inner) } else { None }
            })
    }

    /// 'a series of attacks' is about attacks.
    fn counted(&self, token: TokenIdx) -> TokenIdx {
        const MEASURES: &[&str] = &[
            "series", "number", "wave", "string", "round", "set", "kind", "type", "form", "dozens",
            "dozen", "lot", "spate", "act",
        ];
        if MEASURES.contains(&self.s.tokens[token].lemma.as_str()) {
            let of = ["of".to_owned()];
            let inner = clause::phrases(self.s, token, &of).next();
            return inner.unwrap_or(token);
        }
        token
    }

    /// The event type a match comes down to, through light verbs and changes of status.
    pub(crate) fn event_of(&self, found: &Match<'c>) -> Option<plover::EventType> {
        match found.rule.effect {
            Effect::Event { event, .. } => Some(event),
            Effect::Light | Effect::Status(_) => found
                .act
                .and_then(|act| self.at(act))
                .and_then(|m| self.event_of(&m)),
        }
    }

    fn is_forbidden(&self, token: TokenIdx, rule: &Rule) -> bool {
        !rule.not.is_empty()
            && (self.is_word(token, &rule.not)
                || self
                    .s
                    .children(token)
                    .any(|c| self.is_modifier(c) && self.is_word(c, &rule.not)))
    }
}

/// 'Talks under way', 'X ready to': headlines leave out the copula.
fn is_bare_predicate(s: &Sentence, token: TokenIdx) -> bool {
    s.tokens[token].upos == Upos::Adj
        && matches!(
            s.tokens[token].deprel,
            Deprel::Root | Deprel::Xcomp | Deprel::Conj
        )
}
