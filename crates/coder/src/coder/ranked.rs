//! What the network adds to the rules: how likely each record is, parties that a rule left empty, and acts between two
//! named parties where no rule held. All of it is marked in the evidence as the network's.

use std::ops::Range;
use std::rc::Rc;

use plover::{Event, EventType, Evidence, Status, fold};
use smallvec::smallvec;
use syntax::{Deprel, TokenIdx, Upos};

use super::between::Reach;
use super::judged::Chosen;
use super::parties::{SentenceParties, dateline};
use super::record::Page;
use super::side::same;
use crate::actor::{Kind, Resolved};
use crate::attribution;
use crate::clause;
use crate::codebook::{Effect, Head, Role, Rule, WordList};
use crate::confidence::{Made, RELATION};
use crate::matcher::{Filled, Match};
use crate::relation::{Answers, Likelihood, Pair};
use crate::sentence;
use crate::words::{self, Class};

/// Pairs of a sentence that the network is asked about, besides those of the rules.
const MOST_PAIRS: usize = 12;
/// And those whose second party stands in another clause: more of them add little and cost much.
const MOST_FAR: usize = 1;
/// What fills a party that a rule left empty is at least this likely.
const FILL: f32 = 0.5;
/// And one that stands in another clause under the act's.
const FILL_FAR: f32 = 0.75;
/// An act that no rule names is at least this likely.
const ALONE: f32 = 0.75;
/// And one upon whom another clause under it names.
const ALONE_FAR: f32 = 0.85;

/// A type that the network holds for less likely than this, and another for more likely than that, is not coded.
const UNLIKELY: (f32, f32) = (0.02, 0.92);

/// A rule a type that stands for the network in its acts.
pub(super) fn rules() -> Vec<Rule> {
    let rule = |&event: &EventType| Rule {
        id: RELATION.to_owned(),
        text: format!("A {} R", event.as_str().to_lowercase()),
        effect: Effect::Event {
            event,
            mode: None,
            status: None,
        },
        head: Head {
            kind: crate::codebook::Kind::Verb,
            lemmas: Vec::new(),
        },
        slots: Vec::new(),
        cameo: None,
        not: WordList::default(),
        bare: false,
        told: false,
        forms: Vec::new(),
        around: None,
    };
    EventType::ALL.iter().map(rule).collect()
}

/// What the rules make of the sentence, and rules a type that stand for the network among them.
pub(super) struct Ruled<'a, 'c> {
    pub(super) network: &'c [Rule],
    pub(super) parties: &'a SentenceParties<'a>,
    pub(super) matches: &'a [Rc<Match<'c>>],
}

/// A party of the sentence: the word it hangs on, its words, and who it is.
struct Mention<'a> {
    token: TokenIdx,
    words: Range<TokenIdx>,
    who: &'a Resolved,
}

impl Page<'_> {
    /// How likely the network holds each of these events; none for those of which it sees no pair.
    pub(super) fn likelihoods(
        &self,
        answers: &Answers<'_>,
        events: &[Event],
    ) -> Vec<Option<Likelihood>> {
        let pairs: Vec<Option<Pair>> = events.iter().map(|e| self.pair_of(e)).collect();
        let asked: Vec<Pair> = pairs.iter().flatten().cloned().collect();
        let mut told = answers.ask(&asked).into_iter();
        let answer = |p: &Option<Pair>| p.as_ref().and_then(|_| told.next().flatten());
        pairs.iter().map(answer).collect()
    }

    /// Who acts and upon whom; two that act together where nobody else is named.
    fn pair_of(&self, event: &Event) -> Option<Pair> {
        let side = |field: &str| self.words_of(event, field);
        let actor = side("actor[0]")?;
        let other = side("recipient[0]").or_else(|| side("actor[1]"))?;
        Some([actor, other])
    }

    /// The words of the sentence that a field's evidence covers.
    pub(super) fn words_of(&self, event: &Event, field: &str) -> Option<Range<TokenIdx>> {
        let evidence = event.evidence.iter().find(|e| e.field == field)?;
        self.words_at(evidence.span.bytes)
    }

    pub(super) fn words_at(&self, [start, end]: [usize; 2]) -> Option<Range<TokenIdx>> {
        let inside = |t: TokenIdx| {
            let span = self.s.tokens[t].span;
            span.start < end && start < span.end
        };
        let first = (0..self.s.tokens.len()).find(|&t| inside(t))?;
        let last = (first..self.s.tokens.len())
            .take_while(|&t| inside(t))
            .last()?;
        Some(first..last + 1)
    }

    /// Parties between which the network may see an act; each once.
    fn mentions(&self) -> Vec<Mention<'_>> {
        let start = dateline(self.s, self.actors, self.index);
        let mut all: Vec<Mention<'_>> = Vec::new();
        for (token, who) in self.actors.of_sentence(self.index) {
            if token < start || who.is_mere_place() {
                continue;
            }
            let Some(words) = self.words_at([who.span.start, who.span.end]) else {
                continue;
            };
            // 'the Kenyan president' is himself, and not 'the Kenyan'.
            all.retain(|m| m.words.len() >= words.len() || !overlap(&m.words, &words));
            if all.iter().all(|m| !overlap(&m.words, &words)) {
                all.push(Mention { token, words, who });
            }
        }
        all
    }

    /// Why the network speaks against each of these events: it is all but sure that its type is another.
    pub(super) fn unlikely(&self, answers: &Answers<'_>, events: &[Event]) -> Vec<Option<String>> {
        let likelihoods = self.likelihoods(answers, events);
        let why = |(event, likelihood): (&Event, Option<Likelihood>)| {
            let likelihood = likelihood?;
            let (best, p) = likelihood.best();
            // 'called her to apologise': what the network sees may be the other thing that is told.
            let told = events.iter().any(|e| viewed(e) == Some(best));
            // The labels it learned from know no cyber attack.
            let unknown = event.mode.first().is_some_and(|m| m.as_str() == "cyber");
            let against =
                !told && !unknown && likelihood.of(viewed(event)?) < UNLIKELY.0 && p > UNLIKELY.1;
            against.then(|| format!("the network holds it for {best} ({p:.2})"))
        };
        events.iter().zip(likelihoods).map(why).collect()
    }

    /// Fill what rules left empty, and add acts that no rule names.
    pub(super) fn add_from_network(
        &self,
        answers: &Answers<'_>,
        rules: &Ruled<'_, '_>,
        events: &mut Vec<Event>,
    ) {
        let mentions = self.mentions();
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for s in 0..mentions.len() {
            for t in 0..mentions.len() {
                let (a, b) = (&mentions[s], &mentions[t]);
                // Where something is does nothing; nor does a country to a place of its own.
                let nobody = a.who.kind == Kind::Place || self.is_where(a.token);
                let at_home = b.who.kind == Kind::Place && a.who.entity.code == b.who.entity.code;
                let one = s == t || same(&a.who.entity, &b.who.entity);
                let told = || events.iter().any(|e| self.linked(e, a, b));
                if nobody || at_home || one || told() {
                    continue;
                }
                match self.use_of(events, a, b) {
                    Some(Reach::Near) => near.push((s, t)),
                    Some(Reach::Far) => far.push((s, t)),
                    None => {}
                }
            }
        }
        let apart = |&(s, t): &(usize, usize)| mentions[s].token.abs_diff(mentions[t].token);
        near.sort_by_key(apart);
        near.truncate(MOST_PAIRS);
        far.sort_by_key(apart);
        far.truncate(MOST_FAR);
        let pairs = [near, far].concat();
        let asked: Vec<Pair> = pairs
            .iter()
            .map(|&(s, t)| [mentions[s].words.clone(), mentions[t].words.clone()])
            .collect();
        let mut found: Vec<(f32, EventType, usize, usize)> = Vec::new();
        for (&(s, t), answer) in pairs.iter().zip(answers.ask(&asked)) {
            if let Some(likelihood) = answer {
                let (event, p) = likelihood.best();
                if p > likelihood.none && p >= FILL.min(ALONE) {
                    found.push((p, event, s, t));
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3)));
        for (p, kind, s, t) in found {
            let (a, b) = (&mentions[s], &mentions[t]);
            if events.iter().any(|e| self.linked(e, a, b)) {
                continue;
            }
            if p >= FILL && self.fill(events, kind, a, b, p) {
                continue;
            }
            let Some((trigger, reach)) = self.act_word(kind, a.token, b.token) else {
                continue;
            };
            let least = match reach {
                Reach::Near => ALONE,
                Reach::Far => ALONE_FAR,
            };
            // Told already, of one of them and perhaps in other words: 'received him in his first meeting with'.
            let again = events.iter().any(|e| {
                let parties = || e.actor.iter().chain(&e.recipient);
                let known = |m: &Mention<'_>| {
                    let own = &m.who.entity;
                    parties().any(|p| same(p, own) || (p.code.is_some() && p.code == own.code))
                };
                viewed(e) == Some(kind) && (known(a) || known(b))
            });
            let taken = events.iter().any(|e| {
                let words = self.words_of(e, "event");
                let same_act = words.is_some_and(|w| w.contains(&trigger));
                let both = self.touches(e, "actor[", a) || self.touches(e, "recipient[", b);
                (same_act && (both || viewed(e) == Some(kind))) || (viewed(e) == Some(kind) && both)
            });
            if taken || again || p < least {
                continue;
            }
            if let Some(event) = self.act_of(rules, kind, trigger, [a, b], p) {
                events.push(event);
            }
        }
    }

    /// How near a pair stands of which an answer could fill an event or make one: the network is not asked about others.
    fn use_of(&self, events: &[Event], a: &Mention<'_>, b: &Mention<'_>) -> Option<Reach> {
        let makes = [EventType::Accuse, EventType::Agree].map(|kind| {
            let word = self.act_word(kind, a.token, b.token);
            word.map(|(_, reach)| reach)
        });
        let fills = events.iter().filter_map(|e| Some(self.lacks(e, a, b)?.2));
        makes.into_iter().flatten().chain(fills).min()
    }

    /// The party that an event lacks, and the field it would fill, if the other is its own and the words are in reach.
    fn lacks<'m, 'a>(
        &self,
        event: &Event,
        a: &'m Mention<'a>,
        b: &'m Mention<'a>,
    ) -> Option<(&'static str, &'m Mention<'a>, Reach)> {
        let (field, missing) = if event.recipient.is_empty() && self.touches(event, "actor[", a) {
            ("recipient[0]", b)
        } else if event.actor.is_empty() && self.touches(event, "recipient[", b) {
            ("actor[0]", a)
        } else {
            return None;
        };
        // What a pronoun stands for is not sure enough to be guessed at.
        // Nor is the country in 'the NATO secretary', or whoever stands behind the verb and does nothing by it.
        let s = self.s;
        // 'Three Russian journalists of NTV were freed': not by whom the other party's own words name.
        let other = if field == "actor[0]" {
            "recipient[0]"
        } else {
            "actor[0]"
        };
        let other = self.words_of(event, other)?;
        let within = s
            .above(missing.token)
            .any(|t| other.contains(&t) && s.tokens[t].head.is_none_or(|h| !other.contains(&h)));
        let inside = within || s.is_under(a.token, b.token) || s.is_under(b.token, a.token);
        let trigger = self.words_of(event, "event")?.start;
        let idle = field == "actor[0]"
            && missing.token > trigger
            && !matches!(
                &*clause::preposition(s, missing.token),
                "by" | "from" | "of"
            );
        // 'condemned the murder of a man': he is not to blame.
        let victim = clause::preposition(s, missing.token) == "of"
            && s.tokens[missing.token]
                .head
                .is_some_and(|h| s.is(h, Class::DoneTo));
        // Nor are those in the matter that is blamed or asked for: 'deplored the looting of UN premises', 'the policeman's murder'.
        let matter = matches!(event.event, EventType::Accuse | EventType::Request)
            && field == "recipient[0]"
            && matches!(
                s.tokens[missing.token].deprel,
                Deprel::Nmod | Deprel::NmodPoss | Deprel::Compound | Deprel::Amod
            )
            && !matches!(&*clause::preposition(s, missing.token), "by" | "from");
        // 'the country's largest rebel army' is not the country.
        // 'a refugee centre' is none of them.
        let whose = missing.who.kind == Kind::Agent
            && match s.tokens[missing.token].deprel {
                Deprel::NmodPoss => true,
                Deprel::Compound => event.event != EventType::Assault,
                _ => false,
            };
        // Two who fight, or agree, do so with each other.
        let together = matches!(
            event.event,
            EventType::Assault | EventType::Agree | EventType::Cooperate
        ) || event.event == EventType::Support && s.is(trigger, Class::Closing);
        let together = together && event.actor.len() > 1;
        // 'mobilized the army', 'police and the army': what it is told with.
        let joined = |e: &Evidence| {
            let mut words = self.words_at(e.span.bytes).into_iter().flatten();
            e.field.starts_with("event_text")
                && words.any(|t| {
                    s.tokens[t].deprel == Deprel::Conj && s.tokens[t].head == Some(missing.token)
                })
        };
        let moved = event.event == EventType::Mobilize
            && (self.touches(event, "event_text", missing) || event.evidence.iter().any(joined));
        if s.tokens[missing.token].upos == Upos::Pron
            || inside
            || idle
            || victim
            || matter
            || moved
            || together
            || whose
        {
            return None;
        }
        // Where something happened is nobody who did it, and nobody it was done to by a guess; nor is through whom it was done.
        let phrase = clause::preposition(s, missing.token);
        let lodged = || {
            let event = self.words_of(event, "event");
            event.is_some_and(|mut words| words.any(|t| s.is(t, Class::Lodged)))
        };
        let aside = words::is(&phrase, Class::Apart)
            || matches!(&*phrase, "over" | "about" | "on")
            || (&*phrase == "with" && lodged());
        if aside || self.is_where(missing.token) {
            return None;
        }
        let one_side = a.who.entity.code.is_some() && a.who.entity.code == b.who.entity.code;
        if one_side || event.event == EventType::Consult {
            return None;
        }
        let reach = self.reach(trigger, missing.token)?;
        (reach == Reach::Near || field == "recipient[0]").then_some((field, missing, reach))
    }

    /// Whether an event joins both, in any roles.
    fn linked(&self, event: &Event, a: &Mention<'_>, b: &Mention<'_>) -> bool {
        let party = |m| self.touches(event, "actor[", m) || self.touches(event, "recipient[", m);
        party(a) && party(b)
    }

    fn touches(&self, event: &Event, field: &str, mention: &Mention<'_>) -> bool {
        event.evidence.iter().any(|e| {
            e.field.starts_with(field)
                && self
                    .words_at(e.span.bytes)
                    .is_some_and(|w| overlap(&w, &mention.words))
        })
    }

    /// Give an event of this type the party it lacks; whether there was one.
    fn fill(
        &self,
        events: &mut [Event],
        kind: EventType,
        a: &Mention<'_>,
        b: &Mention<'_>,
        p: f32,
    ) -> bool {
        for event in events.iter_mut().filter(|e| viewed(e) == Some(kind)) {
            let Some((field, mention, reach)) = self.lacks(event, a, b) else {
                continue;
            };
            if reach == Reach::Far && p < FILL_FAR {
                continue;
            }
            self.give(
                event,
                field,
                Chosen::of(mention.who),
                mention.token,
                RELATION,
                p,
            );
            return true;
        }
        false
    }

    /// The first of the parties that a party is joined to by 'and': all of them act, or it is done to all.
    fn first_joined(&self, token: TokenIdx) -> TokenIdx {
        let s = self.s;
        let is_party = |t: &TokenIdx| !self.actors.at_all(self.index, *t).is_empty();
        let mut first = token;
        while let Some(head) = s.tokens[first].head.filter(is_party) {
            if s.tokens[first].deprel != Deprel::Conj {
                break;
            }
            first = head;
        }
        first
    }

    /// The parties that a party is joined to.
    pub(super) fn beside(&self, token: TokenIdx) -> impl Iterator<Item = &Resolved> {
        let joined = clause::conjuncts(self.s, self.first_joined(token));
        let others = joined.filter(move |&t| t != token);
        others
            .flat_map(|t| self.actors.at_all(self.index, t))
            .filter(|r| !r.is_mere_place())
    }

    fn act_of(
        &self,
        rules: &Ruled<'_, '_>,
        kind: EventType,
        trigger: TokenIdx,
        [a, b]: [&Mention<'_>; 2],
        p: f32,
    ) -> Option<Event> {
        let party = |role, token| Filled {
            role,
            token,
            by: RELATION,
        };
        let firsts = [self.first_joined(a.token), self.first_joined(b.token)];
        // 'France and Britain agreed': each to the other.
        let [first_a, first_b] = if firsts[0] == firsts[1] {
            [a.token, b.token]
        } else {
            firsts
        };
        let found = Match {
            rule: &rules.network[kind as usize],
            head: trigger,
            parties: smallvec![party(Role::Actor, first_a), party(Role::Recipient, first_b)],
            act: None,
            words: smallvec![trigger],
            nouns: Vec::new(),
            score: 0,
        };
        let mut act = sentence::read_also(self.s, rules.parties, rules.matches, found).ok()?;
        // The network's types are those of the manual's view: what is promised, threatened or refused is one already.
        let folded = matches!(
            kind,
            EventType::Agree | EventType::Threaten | EventType::Reject
        );
        match act.verdict.status {
            Status::Planned if folded => act.verdict.status = Status::Occurred,
            // Who does not do something may refuse it; who does not rule it out does not.
            Status::Denied if kind == EventType::Reject && !refuses(self.s.lemma(trigger)) => {
                act.verdict.status = Status::Occurred;
            }
            Status::Denied | Status::Hypothetical => return None,
            _ => {}
        }
        let mut event = self.event(&act).ok()?;
        if event.actor.is_empty() || event.recipient.is_empty() {
            return None;
        }
        if let Some(evidence) = event.evidence.iter_mut().find(|e| e.field == "event") {
            evidence.via = Some(told(p));
        }
        self.describe_doer(&mut event, trigger, a.token);
        Some(event)
    }

    /// 'Romania's directorate asked': it did, not Romania.
    fn describe_doer(&self, event: &mut Event, trigger: TokenIdx, token: TokenIdx) {
        let Some(doer) = self.unnamed_doer(trigger, token) else {
            return;
        };
        let named = event.evidence.iter_mut().find(|e| e.field == "actor[0]");
        let (Some(chosen), Some(evidence), [actor]) =
            (self.described(doer), named, event.actor.as_mut_slice())
        else {
            return;
        };
        let rule = [chosen.rule, "; ", RELATION].concat();
        let via = evidence.via.take();
        *evidence = self.ground.evidence("actor[0]", chosen.span, rule);
        evidence.via = via;
        *actor = chosen.entity;
        event.evidence.retain(|e| !e.field.starts_with("actor[0]."));
    }
}

fn refuses(lemma: &str) -> bool {
    attribution::denies(lemma) || matches!(lemma, "rule" | "refuse" | "decline")
}

/// What made an event.
pub(super) fn made_by(event: &Event) -> Made {
    let first = event.evidence.first();
    if first.is_some_and(|e| e.rule == RELATION) {
        Made::Network
    } else {
        Made::Rule
    }
}

/// The type of an event in the view that the network's labels are of.
pub(super) fn viewed(event: &Event) -> Option<EventType> {
    fold::fold(event.event, event.mode.first().copied(), event.status).map(|f| f.event)
}

/// How the network came to a party that its own words lead to by `via`.
pub(super) fn by_way_of(via: Option<&str>, p: f32) -> String {
    match via {
        Some(via) => format!("{via}; {}", told(p)),
        None => told(p),
    }
}

fn told(p: f32) -> String {
    format!("network {p:.2}")
}

fn overlap(a: &Range<TokenIdx>, b: &Range<TokenIdx>) -> bool {
    a.start < b.end && b.start < a.end
}
