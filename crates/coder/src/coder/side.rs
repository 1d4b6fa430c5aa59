//! The entities of one side of an act, and who they are of.

use plover::{Entity, Event, EventType, Evidence, Sector};

use syntax::{Deprel, TokenIdx};

use super::record::Page;
use crate::actor::Kind as ActorKind;
use crate::clause;
use crate::codebook::{Kind, Role};
use crate::ground;
use crate::matcher::Filled;
use crate::place;
use crate::sentence::Act;
use crate::words::Class;

impl Page<'_> {
    pub(super) fn same_sides(&self, act: &Act<'_>) -> bool {
        let tokens = |role: Role| -> Vec<&Entity> {
            act.role(role)
                .flat_map(|p| self.actors.at_all(self.index, p.token))
                .map(|r| &r.entity)
                .collect()
        };
        let (actors, recipients) = (tokens(Role::Actor), tokens(Role::Recipient));
        !recipients.is_empty() && recipients.iter().all(|r| actors.iter().any(|a| same(a, r)))
    }

    /// The entities of one side, with their evidence.
    pub(super) fn side(
        &self,
        act: &Act<'_>,
        role: Role,
        others: &[Entity],
        evidence: &mut Vec<Evidence>,
    ) -> Vec<Entity> {
        let name = role.as_str();
        let mut all: Vec<Entity> = Vec::new();
        for party in act.role(role) {
            for token in clause::conjuncts(self.s, party.token) {
                for resolved in self.actors.at_all(self.index, token) {
                    if resolved.is_mere_place() && !self.is_place_meant(act, role, token) {
                        continue;
                    }
                    if all.iter().chain(others).any(|e| same(e, &resolved.entity)) {
                        continue;
                    }
                    // 'closed the border, an official in the capital said': a phrase with a country's own
                    // seat says where it acts, not upon whom.
                    // What of its own a country's minister defends is its own all the same.
                    let defended = act.found.rule.effect.event() == Some(EventType::Support)
                        && matches!(&*clause::preposition(self.s, party.token), "" | "'s");
                    let embedded = party.by == "party of the embedded act";
                    let ours = match resolved.kind {
                        ActorKind::Country | ActorKind::Capital => true,
                        // 'promised to open the port of Aqaba': what lies in what one says or grants is no other party.
                        ActorKind::Place => {
                            (embedded || party.by.contains("inside")) && !moves(act)
                                || &*clause::preposition(self.s, party.token) == "in"
                                    && at_home(act, others)
                        }
                        _ => false,
                    };
                    // Who declares a state of emergency in his country does so to it.
                    let at_home_too = act.found.rule.effect.has_mode(&["martial-law", "curfew"]);
                    let own = !(defended || at_home_too)
                        && ours
                        && (embedded || party.by.contains("phrase") || party.by.contains("inside"))
                        && others
                            .iter()
                            .any(|e| e.code.is_some() && e.code == resolved.entity.code);
                    if own {
                        continue;
                    }
                    let mut entity = resolved.entity.clone();
                    let field = ground::indexed(name, all.len());
                    let mut own = self.ground.evidence(
                        field.clone(),
                        resolved.span,
                        [resolved.rule, "; ", party.by].concat(),
                    );
                    own.via.clone_from(&resolved.via);
                    evidence.push(own);
                    if let Some(link) = resolved.link {
                        evidence.push(self.ground.evidence(
                            format!("{field}.identifier_text"),
                            link,
                            resolved.rule,
                        ));
                    }
                    if let Some(of) = resolved.of {
                        evidence.push(self.ground.evidence(
                            format!("{field}.code"),
                            of,
                            resolved.rule,
                        ));
                    }
                    if entity.code.is_none() {
                        self.code_from_place(act, party, others, &mut entity, &field, evidence);
                    }
                    if role == Role::Actor
                        && takes_arms(act, self.s.lemma(token))
                        && entity.sector == [Sector::Cvl]
                    {
                        entity.sector = vec![Sector::Uaf];
                    }
                    all.push(entity);
                }
            }
        }
        all
    }

    /// Whether a place stands for itself, though no table knows it: who travels to it visits it, and what is attacked itself is
    /// no mere place of an attack.
    fn is_place_meant(&self, act: &Act<'_>, role: Role, token: TokenIdx) -> bool {
        let effect = &act.found.rule.effect;
        let visit = effect.event() == Some(EventType::Consult) && effect.has_mode(&["visit"]);
        let attacked = effect.event() == Some(EventType::Assault)
            && role == Role::Recipient
            && matches!(&*clause::preposition(self.s, token), "" | "of");
        // 'on the Cuyuni river'
        let part = self.s.tokens[token].deprel == Deprel::Compound;
        (visit || attacked) && !part
    }

    /// 'killed five soldiers in Mali': soldiers of no stated country, acted upon there.
    fn code_from_place(
        &self,
        act: &Act<'_>,
        party: &Filled,
        others: &[Entity],
        entity: &mut Entity,
        field: &str,
        evidence: &mut Vec<Evidence>,
    ) {
        // 'urged certain countries in Beijing': whom one only speaks to is elsewhere.
        let upon = matches!(
            act.found.rule.effect.event(),
            Some(
                EventType::Assault
                    | EventType::Coerce
                    | EventType::Protest
                    | EventType::Aid
                    | EventType::Retreat
                    | EventType::Concede
            )
        );
        // 'took a hundred foreigners hostage in Yemen', 'attacked both countries in Geneva'
        if self.s.is(party.token, Class::Abroad)
            || self.s.is(party.token, Class::Pair)
            || !upon
            || party.role != Role::Recipient
            || entity.identifier_text.is_some()
            || act.found.rule.head.kind != Kind::Verb
        {
            return;
        }
        // 'two of its men', 'her husband': whose they are, not where they are, tells of what country.
        let s = self.s;
        let whose = |t: TokenIdx| s.child(t, Deprel::NmodPoss).is_some();
        let of = s
            .children(party.token)
            .any(|c| clause::preposition(s, c) == "of" && whose(c));
        if whose(party.token) || of {
            return;
        }
        let place = place::country_of(self.s, act.found.head, self.index, self.actors);
        // An army that attacks 'a military target' attacks not itself.
        let itself = |code| {
            let mut own = others.iter().filter(|o| o.code == Some(code));
            act.found.rule.effect.event() == Some(EventType::Assault)
                && own.any(|o| !o.sector.is_empty() && o.sector == entity.sector)
        };
        if let Some((code, span)) = place.filter(|&(code, _)| !itself(code)) {
            entity.code = Some(code);
            evidence.push(self.ground.evidence(
                format!("{field}.code"),
                span,
                "place phrase of the clause",
            ));
        }
    }

    /// 'bilateral', 'mutual': the recipient is whom the actor deals with in the act told just before.
    pub(super) fn counterpart<'e>(
        &self,
        before: impl DoubleEndedIterator<Item = &'e Event>,
        event: &mut Event,
    ) {
        const MUTUAL: &[&str] = &["bilateral", "mutual", "two-way"];
        let (true, Some(own)) = (
            event.recipient.is_empty(),
            event.actor.first().and_then(|a| a.code),
        ) else {
            return;
        };
        let s = self.s;
        let Some(trigger) = s.tokens.iter().position(|t| {
            event
                .evidence
                .first()
                .is_some_and(|e| e.span.bytes[0] == t.span.start)
        }) else {
            return;
        };
        let Some(word) = s
            .subtree(trigger)
            .into_iter()
            .find(|&t| MUTUAL.contains(&s.tokens[t].lemma.as_str()))
        else {
            return;
        };
        let told = before
            .rev()
            .take_while(|e| e.text_info.sequence + 1 >= self.index);
        let other = told
            .filter(|e| {
                e.actor
                    .iter()
                    .chain(&e.recipient)
                    .any(|p| p.code == Some(own))
            })
            .find_map(|e| {
                e.actor
                    .iter()
                    .chain(&e.recipient)
                    .find_map(|p| p.code.filter(|&c| c != own))
            });
        if let Some(code) = other {
            let span = s.tokens[word].span;
            let words = self.ground.words(span).to_owned();
            let mut evidence =
                self.ground
                    .evidence("recipient[0]", span, "coreference:counterpart");
            evidence.via = Some(format!("{words} → {}", code.name()));
            event.evidence.push(evidence);
            event.recipient.push(Entity {
                code: Some(code),
                entity_text: words,
                identifier_text: Some(code.name().to_owned()),
                ..Entity::default()
            });
        }
    }
}

/// Whether it is done to a place as to people: to attack it, to leave it, to send soldiers there.
fn moves(act: &Act<'_>) -> bool {
    let own = act.found.rule.effect.event();
    matches!(
        own,
        Some(EventType::Assault | EventType::Retreat | EventType::Mobilize | EventType::Consult)
    )
}

/// Where soldiers and police of a state storm a prison is where it is, if it is at home.
fn at_home(act: &Act<'_>, others: &[Entity]) -> bool {
    act.found.rule.effect.event() == Some(EventType::Assault)
        && others.iter().any(|e| {
            let force = |s: &Sector| matches!(s, Sector::Mil | Sector::Cop);
            e.sector.iter().any(force) && !e.sector.contains(&Sector::Reb)
        })
}

/// Whether two entities are one and the same party.
pub(crate) fn same(a: &Entity, b: &Entity) -> bool {
    fn name(e: &Entity) -> &str {
        e.identifier_text.as_deref().unwrap_or(&e.entity_text)
    }
    match (&a.identifier_text, &b.identifier_text) {
        (Some(x), Some(y)) => x == y,
        // 'their' that stands for 'The government' is the government.
        _ => name(a) == name(b) && a.code == b.code,
    }
}

/// Whether it is done with guns or bombs, or people are taken: whoever does so is no civilian, though he is called no more than a man.
fn takes_arms(act: &Act<'_>, who: &str) -> bool {
    let effect = &act.found.rule.effect;
    effect.event() == Some(EventType::Assault)
        && (effect.has_mode(&["firearms", "explosives"])
            || effect.has_mode(&["abduct"]) && matches!(who, "man" | "men"))
}
