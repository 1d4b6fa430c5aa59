//! What the network says of a record as it was made: who its parties are that the rules left out, and whether its fields are right.

use std::ops::Range;

use plover::{Entity, Event, EventType, Sector};
use syntax::{ActLabels, ActReading, Deprel, MarkedAct, Side, Span, TokenIdx, Upos};

use super::ranked::by_way_of;
use super::record::Page;
use super::side::same;
use crate::actor::Resolved;
use crate::confidence::{FILLED, Judged};
use crate::ground;
use crate::relation::Relations;

/// A side is filled where the network holds it for less likely than this that the sentence names nobody.
const NOBODY: f32 = 0.2;

/// And by a word that is at least this likely to be the one.
const LIKELY: f32 = 0.5;

/// A party that the network chose: who, which words say so, and how they were understood.
pub(super) struct Chosen {
    pub(super) entity: Entity,
    pub(super) span: Span,
    pub(super) rule: &'static str,
    via: Option<String>,
}

impl Chosen {
    pub(super) fn of(party: &Resolved) -> Self {
        Self {
            entity: party.entity.clone(),
            span: party.span,
            rule: party.rule,
            via: party.via.clone(),
        }
    }
}

impl Page<'_> {
    /// Fill the sides that rules left empty and that the network is all but sure the sentence names; then what it says of
    /// each of the events, nothing where it knows no acts or sees none of an event's words.
    pub(super) fn judge(
        &self,
        relations: &Relations<'_>,
        events: &mut [Event],
    ) -> Vec<Option<Judged>> {
        let Some(labels) = relations.acts() else {
            return vec![None; events.len()];
        };
        let mut acts: Vec<MarkedAct> = events.iter().map(|e| self.marked(e)).collect();
        let mut readings = relations.read(self.index, &acts);
        let mut changed: Vec<usize> = Vec::new();
        for (i, event) in events.iter_mut().enumerate() {
            let filled = readings[i]
                .as_ref()
                .is_some_and(|r| self.fill_sides(r, event));
            if filled {
                acts[i] = self.marked(event);
                changed.push(i);
            }
        }
        let again: Vec<MarkedAct> = changed.iter().map(|&i| acts[i].clone()).collect();
        for (i, reading) in changed.into_iter().zip(relations.read(self.index, &again)) {
            readings[i] = reading;
        }
        let judged = readings.into_iter().zip(&acts).zip(events);
        judged
            .map(|((reading, act), event)| {
                let links = || ["actor[0]", "recipient[0]"].map(|field| self.link(event, field));
                reading.map(|r| judge(&r, &labels, act, event, links()))
            })
            .collect()
    }

    /// How likely the link is by which a party was found; what was not weighed is sure.
    fn link(&self, event: &Event, field: &str) -> f32 {
        let own = event.evidence.iter().find(|e| e.field == field);
        let likely = own.and_then(|own| {
            let mut parties = self.words_at(own.span.bytes).into_iter().flatten();
            parties.find_map(|t| {
                let all = self.actors.at_all(self.index, t).iter();
                let mut same = all.filter(|r| [r.span.start, r.span.end] == own.span.bytes);
                same.find_map(|r| r.likely)
            })
        });
        likely.unwrap_or(1.0)
    }

    /// Whether a side was filled.
    fn fill_sides(&self, reading: &ActReading, event: &mut Event) -> bool {
        let mut any = false;
        let asked = event.event == EventType::Request;
        let trigger = self.words_of(event, "event").unwrap_or(0..0);
        for (field, side) in [
            ("actor[0]", &reading.actor),
            ("recipient[0]", &reading.recipient),
        ] {
            let (own, other) = if field == "actor[0]" {
                (&event.actor, &event.recipient)
            } else {
                (&event.recipient, &event.actor)
            };
            if !own.is_empty() || side.nobody >= NOBODY {
                continue;
            }
            let Some((word, p)) = likeliest(side).filter(|(_, p)| *p >= LIKELY) else {
                continue;
            };
            if field == "recipient[0]" && asked && self.is_asked_for(&trigger, word) {
                continue;
            }
            let Some(chosen) = self
                .chosen(word)
                .filter(|c| !other.iter().any(|e| same(e, &c.entity)))
            else {
                continue;
            };
            self.give(event, field, chosen, word, FILLED, p);
            any = true;
        }
        any
    }

    /// Give an event the party that it lacks at a field, and those that one is joined to at its word.
    pub(super) fn give(
        &self,
        event: &mut Event,
        field: &str,
        chosen: Chosen,
        word: TokenIdx,
        by: &str,
        p: f32,
    ) {
        let (name, own, other) = if field == "actor[0]" {
            ("actor", &mut event.actor, &event.recipient)
        } else {
            ("recipient", &mut event.recipient, &event.actor)
        };
        for one in std::iter::once(chosen).chain(self.beside(word).map(Chosen::of)) {
            if !own.is_empty() && own.iter().chain(other).any(|e| same(e, &one.entity)) {
                continue;
            }
            let field = ground::indexed(name, own.len());
            let rule = [one.rule, "; ", by].concat();
            let mut evidence = self.ground.evidence(field, one.span, rule);
            evidence.via = Some(by_way_of(one.via.as_deref(), p));
            event.evidence.push(evidence);
            own.push(one.entity);
        }
    }

    /// 'called for honouring the general': of whom something is asked is not whom it is to be done to.
    fn is_asked_for(&self, trigger: &Range<TokenIdx>, word: TokenIdx) -> bool {
        let s = self.s;
        let mut above = s.above(word).skip_while(|&t| {
            matches!(
                s.tokens[t].deprel,
                Deprel::Conj | Deprel::Flat | Deprel::Appos
            )
        });
        let first = above.next().unwrap_or(word);
        s.tokens[first].deprel == Deprel::Obj
            && s.tokens[first].head.is_some_and(|act| {
                !trigger.contains(&act) && s.above(act).any(|t| trigger.contains(&t))
            })
    }

    /// The party that the phrase around a word stands for; one that no table knows is what it is called.
    fn chosen(&self, word: TokenIdx) -> Option<Chosen> {
        let s = self.s;
        let known = |t: TokenIdx| {
            let party = self.actors.at(self.index, t)?;
            (!party.is_mere_place()).then(|| Chosen::of(party))
        };
        // The word may lie within the phrase: 'UN' of 'the UN mission'.
        let within = || {
            let at = s.tokens[word].span.start;
            let mut above = s.above(word);
            above.find_map(|t| known(t).filter(|c| c.span.start <= at && at < c.span.end))
        };
        known(word).or_else(within).or_else(|| self.described(word))
    }

    /// A party that is only described: 'a ferryman'.
    pub(super) fn described(&self, word: TokenIdx) -> Option<Chosen> {
        let s = self.s;
        if !matches!(s.tokens[word].upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let before = |c: TokenIdx| {
            c < word
                && matches!(
                    s.tokens[c].deprel,
                    Deprel::Det
                        | Deprel::Amod
                        | Deprel::Compound
                        | Deprel::Nummod
                        | Deprel::NmodPoss
                )
        };
        let first = s
            .children(word)
            .filter(|&c| before(c))
            .map(|c| s.ends(c).0)
            .min();
        let first = first.unwrap_or(word).min(word);
        let span = Span::new(s.tokens[first].span.start, s.tokens[word].span.end);
        let code = (first..word).find_map(|t| self.actors.at(self.index, t)?.entity.code);
        Some(Chosen {
            entity: Entity {
                code,
                sector: vec![Sector::Unk],
                entity_text: self.ground.words(span).to_owned(),
                ..Entity::default()
            },
            span,
            rule: "description",
            via: None,
        })
    }

    /// The words of the sentence that tell of an event, and those of its parties.
    fn marked(&self, event: &Event) -> MarkedAct {
        let words = |is: &dyn Fn(&str) -> bool| {
            let spans = event.evidence.iter().filter(|e| is(&e.field));
            let ranges = spans.filter_map(|e| self.words_at(e.span.bytes));
            let mut all: Vec<TokenIdx> = ranges.flat_map(Range::into_iter).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        MarkedAct {
            trigger: words(&|field| field == "event" || field.starts_with("event_text")),
            actor: words(&|field| is_party(field, "actor[")),
            recipient: words(&|field| is_party(field, "recipient[")),
        }
    }
}

/// The likeliest word of a side.
fn likeliest(side: &Side) -> Option<(TokenIdx, f32)> {
    let words = side.words.iter().copied().enumerate();
    words.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// What a reading says of an event that was made of these words.
fn judge(
    reading: &ActReading,
    labels: &ActLabels<'_>,
    act: &MarkedAct,
    event: &Event,
    [link_actor, link_recipient]: [f32; 2],
) -> Judged {
    let of = |names: &[&str], probabilities: &[f32], name: &str| {
        let at = names.iter().position(|n| *n == name);
        at.and_then(|at| probabilities.get(at))
            .copied()
            .unwrap_or(0.0)
    };
    let right = |field: &str| of(labels.judged, &reading.right, field);
    [
        right("type"),
        right("status"),
        right("actor"),
        right("recipient"),
        right("all"),
        reading.actor.of(&act.actor),
        reading.recipient.of(&act.recipient),
        of(labels.types, &reading.types, event.event.as_str()),
        of(labels.statuses, &reading.statuses, event.status.as_str()),
        link_actor,
        link_recipient,
    ]
}

/// Whether a field is a party itself, not what is known of it: 'actor[0]', not 'actor[0].code'.
fn is_party(field: &str, side: &str) -> bool {
    field.starts_with(side) && field.ends_with(']')
}
