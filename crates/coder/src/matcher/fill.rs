//! What fills a slot: a party, an act, words, anything.

use std::rc::Rc;

use plover::EventType;
use syntax::{Deprel, TokenIdx};

use super::{Filled, Match, Matcher, Parties};
use crate::around;
use crate::clause::{self, Found};
use crate::codebook::{Demand, Fill, Position, Role, Slot};
use crate::words::Class;

impl<'c, P: Parties> Matcher<'c, '_, P> {
    pub(super) fn fill(
        &self,
        slot: &Slot,
        places: impl Iterator<Item = Found>,
        found: &mut Match<'c>,
    ) -> bool {
        let s = self.s;
        match &slot.fill {
            Fill::Party(role, demand) => {
                let mut own = None;
                for place in places.flat_map(|place| {
                    // Who is met or called is somebody, not what somebody has.
                    let someone = matches!(demand, Demand::Person | Demand::Official)
                        || found.rule.effect.event() == Some(EventType::Request)
                            && slot.position == Position::Object;
                    // 'rallied in the king's support'
                    let for_them = found.rule.effect.event() == Some(EventType::Protest)
                        && s.is(place.token, Class::Given);
                    let beyond = self
                        .beyond(place, &slot.position)
                        .filter(|_| !someone && !for_them);
                    std::iter::once(place).chain(beyond).chain(around::inside(
                        s,
                        self.parties,
                        place,
                        *demand,
                    ))
                }) {
                    if *demand == Demand::Several
                        && !around::are_several(s, self.parties, place.token)
                    {
                        continue;
                    }
                    if found.parties.iter().any(|p| p.token == place.token) {
                        continue;
                    }
                    if *role == Role::Recipient && self.is_victim(place.token, found) {
                        continue;
                    }
                    if *role == Role::Recipient && self.is_own(place.token, found) {
                        own = own.or(Some(place));
                        continue;
                    }
                    if (slot.position != Position::Subject || place.by == "by-phrase")
                        && self.is_forbidden(place.token, found.rule)
                    {
                        return false;
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
                // 'surrendered to her feelings': an act upon oneself, which is none.
                let reflexive =
                    own.filter(|own| !slot.optional && self.is_itself(own.token, found));
                found.parties.extend(reflexive.map(|own| Filled {
                    role: *role,
                    token: own.token,
                    by: own.by,
                }));
                reflexive.is_some()
            }
            Fill::Words(words, modifiers) => {
                for place in places {
                    // 'sent troops and weapons': troops are not whom the weapons are sent.
                    let party = found.parties.iter().any(|p| p.token == place.token);
                    for token in clause::conjuncts(s, place.token) {
                        if party && token != place.token {
                            continue;
                        }
                        let noun = self.counted(token);
                        if !self.is_word(noun, words) || self.is_forbidden(noun, found.rule) {
                            continue;
                        }
                        // 'vowed to resume attacks' promises nothing.
                        if found.rule.effect.event() == Some(EventType::Agree)
                            && s.tokens[noun].xpos == "VB"
                            && self.at(noun).is_some_and(|m| self.is_conflict(&m))
                        {
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
                let needed = !types.is_empty() || found.rule.effect.event().is_none();
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
                        // An infinitive that the rule asks for says more than another party.
                        let infinitive = matches!(slot.position, Position::After(_))
                            && s.tokens[place.token].xpos == "VB";
                        found.score += match (types.is_empty(), infinitive && !slot.optional) {
                            (true, false) => 1,
                            (true, true) => 4,
                            (false, _) => 8,
                        };
                        return true;
                    }
                }
                false
            }
            Fill::Duty(role) => {
                for place in places {
                    let bound = clause::bound(s, place.token);
                    let Some(subject) = bound.filter(|&t| self.parties.meets(t, Demand::None))
                    else {
                        continue;
                    };
                    // Of what 'should be allowed', others are asked; nobody is of what 'need not be', or of what 'we must do'.
                    let own = |p: &Filled| {
                        let whose = s.child(subject, Deprel::NmodPoss);
                        p.token == subject
                            || self.parties.same(p.token, subject)
                            || whose.is_some_and(|t| self.parties.same(p.token, t))
                    };
                    if found.parties.iter().any(own)
                        || clause::is_passive(s, place.token)
                        || self.is_needless(place.token)
                    {
                        continue;
                    }
                    found.parties.push(Filled {
                        role: *role,
                        token: subject,
                        by: "subject of the duty",
                    });
                    found.act = Some(place.token);
                    found.nouns.push(place.token);
                    found.score += 12;
                    return true;
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

    /// The act a phrase names: at its head, or at what 'a series of', 'plans for' count or hold.
    fn act(&self, token: TokenIdx) -> Option<Rc<Match<'c>>> {
        clause::conjuncts(self.s, token)
            .find_map(|t| self.at(t))
            .or_else(|| {
                let inner = self.counted(token);
                if inner != token { self.at(inner) } else { None }
            })
    }
}
