//! A parsed article to events: the one place where all parts of a record meet.
//!
//! 1. expressions of time date the article, where it has no date of its own;
//! 2. actors are found once for the whole text;
//! 3. each sentence is read against the codebook (`sentence`);
//! 4. each act becomes a record with parties, status, date, place, quantities, quotations and speaker;
//! 5. mentions of one act are brought together (`happening`).

use plover::{CiteInfo, Date, Entity, Event, Evidence, ResolvedDate, TextInfo};
use syntax::{Deprel, Document, Sentence, Span, TokenIdx};

use crate::actor::{Actors, Kind as ActorKind, Registry, Resolved};
use crate::attribution::{self, Attributed};
use crate::clause;
use crate::codebook::{Codebook, Demand, Effect, Kind, Role};
use crate::context::Contexts;
use crate::date::{self, Anchor, DateExpression};
use crate::ground::{self, Ground};
use crate::matcher::{Filled, Parties};
use crate::quantity;
use crate::quote;
use crate::sentence::{self, Act};
use crate::story::Story;
use crate::trace::{Outcome, Trace};
use crate::{happening, place};

/// Codes parsed articles. Building one reads codebook and registry; it can be shared between threads.
#[derive(Debug)]
pub struct Coder {
    codebook: Codebook,
    registry: Registry,
    contexts: Contexts,
    name: String,
}

/// What came of an article.
#[derive(Debug, Clone, Default)]
pub struct Coding {
    /// The events, in text order.
    pub events: Vec<Event>,
    /// Every rule that held, and what came of it.
    pub traces: Vec<Trace>,
    /// The day the text is about, where it was found out, and how.
    pub date: Option<(Date, String)>,
}

impl Default for Coder {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Coder {
    /// The coder with the codebook and registry shipped with it.
    pub fn embedded() -> Self {
        Self::new(Codebook::embedded(), Registry::embedded())
    }

    /// A coder with these rules and actors.
    pub fn new(codebook: Codebook, registry: Registry) -> Self {
        let name = format!(
            "legation {} codebook {} rules",
            env!("CARGO_PKG_VERSION"),
            codebook.rules().len()
        );
        Self {
            codebook,
            registry,
            contexts: Contexts::embedded(),
            name,
        }
    }

    /// Its codebook.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Its registry.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Code an article.
    pub fn code(&self, story: &Story, document: &Document) -> Coding {
        let expressions = date::find(document);
        let anchor = self.anchor(story, document, &expressions);
        let actors = Actors::new(&self.registry, document, anchor.date);
        let quotes = quote::find(document);
        let mut coding = Coding {
            date: anchor.date.map(|d| (d, anchor.basis.clone())),
            ..Coding::default()
        };
        let ground = Ground::new(&document.text);
        for (index, s) in document.sentences.iter().enumerate() {
            let parties = SentenceParties {
                actors: &actors,
                sentence: index,
            };
            let readings = sentence::read(&self.codebook, s, &parties);
            if readings.is_empty() {
                continue;
            }
            let heads: Vec<TokenIdx> = readings
                .iter()
                .filter_map(|r| r.act.as_ref().ok())
                .flat_map(|a| [a.found.head, a.top])
                .collect();
            let page = Page {
                story,
                document,
                s,
                index,
                ground: &ground,
                actors: &actors,
                expressions: &expressions,
                anchor: &anchor,
                attributed: attribution::find(s),
                quantities: quantity::find(s, &document.text),
                quotes: &quotes,
                contexts: &self.contexts,
                heads,
            };
            for reading in readings {
                let arguments = reading.found.parties.iter().map(|p| {
                    let role = if p.role == Role::Actor {
                        "actor"
                    } else {
                        "recipient"
                    };
                    format!("{role} {} ({})", s.tokens[p.token].form, p.by)
                });
                let mut trace = Trace {
                    sentence: index,
                    token: reading.found.head,
                    rule: reading.found.rule.id.clone(),
                    clause: reading.found.rule.text.clone(),
                    arguments: arguments.collect(),
                    outcome: Outcome::Dropped(String::new()),
                };
                trace.outcome = match reading.act.and_then(|act| page.event(&act)) {
                    Ok(mut event) => {
                        page.counterpart(&coding.events, &mut event);
                        event.coder.clone_from(&self.name);
                        coding.events.push(event);
                        Outcome::Coded(coding.events.len() - 1)
                    }
                    Err(reason) => Outcome::Dropped(reason),
                };
                coding.traces.push(trace);
            }
        }
        happening::merge(&mut coding, &story.article);
        coding
    }

    fn anchor(&self, story: &Story, document: &Document, expressions: &[DateExpression]) -> Anchor {
        match story.date {
            Some(day) => Anchor::published(day),
            None => {
                let terms = self.registry.terms_of_people_named(document);
                let terms: Vec<date::Term> = terms.into_iter().map(date::Term::from).collect();
                date::infer(expressions, &terms)
            }
        }
    }
}

/// The actors of one sentence, as the matcher asks for them.
struct SentenceParties<'a> {
    actors: &'a Actors<'a>,
    sentence: usize,
}

impl Parties for SentenceParties<'_> {
    fn meets(&self, token: TokenIdx, demand: Demand) -> bool {
        if demand == Demand::Thing {
            return true;
        }
        // 'ADDIS ABABA - Ethiopia will': the place of writing does nothing.
        if token < dateline(&self.actors.document().sentences[self.sentence]) {
            return false;
        }
        let all = self.actors.at_all(self.sentence, token);
        all.iter().any(|r| meets(r, demand))
    }

    fn is_open(&self, token: TokenIdx) -> bool {
        self.actors.is_open_pronoun(self.sentence, token)
    }
}

fn meets(r: &Resolved, demand: Demand) -> bool {
    let place = matches!(r.kind, ActorKind::Place);
    let country = matches!(r.kind, ActorKind::Country | ActorKind::Capital);
    let person = matches!(r.kind, ActorKind::Person);
    match demand {
        Demand::None => !place,
        Demand::Official => {
            person || (!country && !place && r.entity.sector.iter().any(|s| OFFICIAL.contains(s)))
        }
        Demand::Person => {
            person
                || matches!(
                    r.kind,
                    ActorKind::Agent | ActorKind::Nationals | ActorKind::Group
                )
        }
        Demand::Country => country || place,
        Demand::Place | Demand::Thing => true,
    }
}

const OFFICIAL: &[plover::Sector] = &[
    plover::Sector::Gov,
    plover::Sector::Leg,
    plover::Sector::Mil,
    plover::Sector::Jud,
    plover::Sector::Eli,
    plover::Sector::Spy,
    plover::Sector::Rel,
    plover::Sector::Opp,
    plover::Sector::Pty,
];

/// Everything that is known around one sentence.
struct Page<'a> {
    story: &'a Story,
    document: &'a Document,
    s: &'a Sentence,
    index: usize,
    ground: &'a Ground<'a>,
    actors: &'a Actors<'a>,
    expressions: &'a [DateExpression],
    anchor: &'a Anchor,
    attributed: Vec<Attributed>,
    quantities: Vec<quantity::Quantity>,
    quotes: &'a [quote::Quote],
    contexts: &'a Contexts,
    /// The heads of all acts of the sentence: what hangs on one does not belong to another.
    heads: Vec<TokenIdx>,
}

impl Page<'_> {
    fn event(&self, act: &Act<'_>) -> Result<Event, String> {
        let rule = act.found.rule;
        let Effect::Event { event, mode, .. } = rule.effect else {
            return Err("not an event rule".to_owned());
        };
        let mut evidence: Vec<Evidence> = Vec::new();
        let s = self.s;
        let trigger = s.tokens[act.found.head].span;
        evidence.push(self.ground.evidence("event", trigger, &rule.id));
        let words: Vec<Span> = act.found.words.iter().map(|&t| s.tokens[t].span).collect();
        for (i, &span) in words.iter().enumerate() {
            evidence.push(
                self.ground
                    .evidence(format!("event_text[{i}]"), span, &rule.id),
            );
        }
        if mode.is_some() {
            evidence.push(self.ground.evidence(
                "mode[0]",
                ground::cover(s, &act.found.words),
                &rule.id,
            ));
        }
        let why = act
            .status_rule
            .map_or_else(|| format!("status:{}", act.verdict.why), str::to_owned);
        evidence.push(
            self.ground
                .evidence("status", s.tokens[act.verdict.token].span, why),
        );
        let actor = self.side(act, Role::Actor, &[], &mut evidence);
        let recipient = self.side(act, Role::Recipient, &actor, &mut evidence);
        if actor.is_empty() && recipient.is_empty() && !rule.bare {
            return Err("neither actor nor recipient could be named".to_owned());
        }
        if act.found.role(Role::Recipient).next().is_some()
            && recipient.is_empty()
            && act.found.rule.slots.iter().any(|slot| {
                !slot.optional
                    && matches!(slot.fill, crate::codebook::Fill::Party(Role::Recipient, _))
            })
            && actor.iter().any(|_| true)
            && self.same_sides(act)
        {
            return Err("actor and recipient are the same".to_owned());
        }
        let subtree = self.own_words(act);
        let context = self.contexts.of(s, &subtree);
        for (i, (_, span)) in context.iter().enumerate() {
            evidence.push(
                self.ground
                    .evidence(format!("context[{i}]"), *span, "contexts.tsv"),
            );
        }
        let date_info = self.date(act, &mut evidence);
        let event_loc = place::of(
            s,
            act.found.head,
            &subtree,
            self.index,
            self.actors,
            self.ground,
            &mut evidence,
        );
        let attribution = self.attribution(act, &mut evidence);
        let quantities: Vec<plover::Quantity> = self
            .quantities
            .iter()
            .filter(|q| subtree.contains(&q.head) || subtree.contains(&q.first))
            .map(|q| q.record(self.ground))
            .collect();
        let size = |kind: &str| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "counts of people are whole and small"
            )]
            quantities
                .iter()
                .find(|q| q.kind == kind)
                .map(|q| q.value.max(0.0) as u64)
        };
        let speaker = attribution
            .last()
            .and_then(|a: &plover::Attribution| a.speaker.as_ref());
        let own: Vec<TokenIdx> = subtree
            .iter()
            .copied()
            .filter(|&t| s.is_under(t, act.found.head))
            .collect();
        let quotes = self.quotations(act, &own, speaker);
        let sentence = TextInfo {
            sequence: self.index,
            start: s.span.start,
            end: s.span.end,
            text: self.ground.words(s.span).to_owned(),
        };
        Ok(Event {
            id: String::new(),
            article: self.story.article.clone(),
            date: date_info.as_ref().map(ResolvedDate::iso),
            date_info,
            actor,
            recipient,
            event,
            mode: mode.into_iter().collect(),
            context: context.into_iter().map(|(c, _)| c).collect(),
            status: act.verdict.status,
            attribution,
            event_loc,
            event_text: words
                .iter()
                .map(|&w| self.ground.words(w).to_owned())
                .collect(),
            quad_code: event.quad(),
            event_scale: mode
                .and_then(plover::Mode::score)
                .or(Some(event.base_score())),
            dead: size("dead"),
            injured: size("injured"),
            arrested: size("arrested"),
            quantities,
            quotes,
            confidence: None,
            text_info: sentence,
            cite_info: CiteInfo {
                title: self.story.title.clone(),
                url: self.story.url.clone(),
                publication: self.story.publication.clone(),
                language: self.story.language.clone(),
                date: self.story.date.map(|d| d.to_string()),
            },
            coder: String::new(),
            happening: None,
            evidence,
        })
    }

    fn same_sides(&self, act: &Act<'_>) -> bool {
        let tokens = |role: Role| -> Vec<Entity> {
            act.parties
                .iter()
                .filter(|p| p.role == role)
                .flat_map(|p| self.actors.at_all(self.index, p.token))
                .map(|r| r.entity.clone())
                .collect()
        };
        let (actors, recipients) = (tokens(Role::Actor), tokens(Role::Recipient));
        !recipients.is_empty() && recipients.iter().all(|r| actors.iter().any(|a| same(a, r)))
    }

    /// The entities of one side, with their evidence.
    fn side(
        &self,
        act: &Act<'_>,
        role: Role,
        others: &[Entity],
        evidence: &mut Vec<Evidence>,
    ) -> Vec<Entity> {
        let name = if role == Role::Actor {
            "actor"
        } else {
            "recipient"
        };
        let mut all: Vec<Entity> = Vec::new();
        for party in act.parties.iter().filter(|p| p.role == role) {
            for token in clause::conjuncts(self.s, party.token) {
                for resolved in self.actors.at_all(self.index, token) {
                    if matches!(resolved.kind, ActorKind::Place) && resolved.entity.code.is_none() {
                        continue;
                    }
                    if all.iter().chain(others).any(|e| same(e, &resolved.entity)) {
                        continue;
                    }
                    // 'closed the border, an official in the capital said': a phrase with a country's own
                    // seat says where it acts, not upon whom.
                    let own = matches!(resolved.kind, ActorKind::Country | ActorKind::Capital)
                        && (party.by.contains("phrase") || party.by.contains("inside"))
                        && others
                            .iter()
                            .any(|e| e.code.is_some() && e.code == resolved.entity.code);
                    if own {
                        continue;
                    }
                    let mut entity = resolved.entity.clone();
                    let field = format!("{name}[{}]", all.len());
                    let mut own = self.ground.evidence(
                        &field,
                        resolved.span,
                        format!("{}; {}", resolved.rule, party.by),
                    );
                    own.via.clone_from(&resolved.via);
                    evidence.push(own);
                    if let Some(link) = resolved.link {
                        evidence.push(self.ground.evidence(
                            format!("{field}.identifier_text"),
                            link,
                            &resolved.rule,
                        ));
                    }
                    if entity.code.is_none() {
                        self.code_from_place(act, party, &mut entity, &field, evidence);
                    }
                    all.push(entity);
                }
            }
        }
        all
    }

    /// 'killed five soldiers in Mali': soldiers of no stated country, acted upon there.
    fn code_from_place(
        &self,
        act: &Act<'_>,
        party: &Filled,
        entity: &mut Entity,
        field: &str,
        evidence: &mut Vec<Evidence>,
    ) {
        if party.role != Role::Recipient
            || entity.identifier_text.is_some()
            || act.found.rule.head.kind != Kind::Verb
        {
            return;
        }
        let place = place::country_of(self.s, act.found.head, self.index, self.actors);
        if let Some((code, span)) = place {
            entity.code = Some(code);
            evidence.push(self.ground.evidence(
                format!("{field}.code"),
                span,
                "place phrase of the clause",
            ));
        }
    }

    /// 'bilateral', 'mutual': the recipient is whom the actor deals with in the act told just before.
    fn counterpart(&self, before: &[Event], event: &mut Event) {
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
            .iter()
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

    /// The words that belong to the act and to no other act under it.
    fn own_words(&self, act: &Act<'_>) -> Vec<TokenIdx> {
        let s = self.s;
        let top = act.top;
        (0..s.tokens.len())
            .filter(|&t| {
                let mut at = t;
                loop {
                    if at == top || at == act.found.head {
                        return true;
                    }
                    if self.heads.contains(&at) {
                        return false;
                    }
                    match s.tokens[at].head {
                        Some(head) => at = head,
                        None => return false,
                    }
                }
            })
            .collect()
    }

    fn date(&self, act: &Act<'_>, evidence: &mut Vec<Evidence>) -> Option<ResolvedDate> {
        let s = self.s;
        let direction = date::Direction::of(act.verdict.status);
        let here: Vec<&DateExpression> = self
            .expressions
            .iter()
            .filter(|e| e.sentence == self.index)
            .collect();
        // The nearest expression that hangs on the act or on what it hangs on; one under another act is that act's.
        let mut at = Some(act.found.head);
        let mut tried: Vec<TokenIdx> = Vec::new();
        while let Some(node) = at {
            let own = here.iter().find(|e| {
                (e.first..=e.last).all(|t| s.is_under(t, node))
                    && !self.heads.iter().any(|&h| {
                        h != act.found.head
                            && h != node
                            && !tried.contains(&h)
                            && s.is_under(h, node)
                            && s.is_under(e.first, h)
                    })
            });
            if let Some(expression) = own
                && let Some(resolved) = date::resolve(expression, self.anchor, direction)
            {
                evidence.push(self.ground.evidence(
                    "date",
                    expression.span,
                    format!("date:{}", resolved.basis),
                ));
                return Some(resolved);
            }
            tried.push(node);
            let boundary = matches!(
                s.tokens[node].deprel,
                Deprel::Parataxis | Deprel::AclRelcl | Deprel::Ccomp
            );
            at = s.tokens[node].head.filter(|&h| {
                !boundary && !self.heads.contains(&h)
                    || self.heads.contains(&h) && !boundary && act.top == h
            });
        }
        // News tells of the day before it is printed, or of that day; the basis says that nobody stated it.
        let held = matches!(
            act.verdict.status,
            plover::Status::Occurred | plover::Status::Ongoing
        );
        self.story.date.filter(|_| held).map(|day| ResolvedDate {
            value: day,
            end: None,
            precision: "day".to_owned(),
            basis: "publication".to_owned(),
            text: String::new(),
        })
    }

    fn attribution(&self, act: &Act<'_>, evidence: &mut Vec<Evidence>) -> Vec<plover::Attribution> {
        let s = self.s;
        let mut chain: Vec<&Attributed> = self
            .attributed
            .iter()
            .filter(|a| a.cue != act.found.head && s.is_under(act.found.head, a.content))
            .collect();
        // Outermost first: its content covers the most.
        chain.sort_by_key(|a| (std::cmp::Reverse(s.subtree(a.content).len()), a.content));
        let mut all = Vec::new();
        for a in chain {
            let cue = s.tokens[a.cue].span;
            let speaker = a
                .speaker
                .filter(|&t| t >= dateline(s))
                .and_then(|t| self.actors.at(self.index, t));
            let field = format!("attribution[{}]", all.len());
            evidence.push(self.ground.evidence(&field, cue, "attribution"));
            let speaker = speaker.map(|resolved| {
                let mut own =
                    self.ground
                        .evidence(format!("{field}.speaker"), resolved.span, &resolved.rule);
                own.via.clone_from(&resolved.via);
                evidence.push(own);
                resolved.entity.clone()
            });
            all.push(plover::Attribution {
                speaker,
                cue: self.ground.words(cue).to_owned(),
                span: self.ground.span(cue),
            });
        }
        all
    }

    fn quotations(
        &self,
        act: &Act<'_>,
        subtree: &[TokenIdx],
        speaker: Option<&Entity>,
    ) -> Vec<plover::Quote> {
        let s = self.s;
        let trigger = s.tokens[act.found.head].span;
        let words = self.quotes.iter().filter(|q| {
            !q.short
                && (q.span.contains(trigger)
                    || subtree.iter().any(|&t| q.span.contains(s.tokens[t].span)))
        });
        words
            .map(|q| {
                let own = q
                    .speaker
                    .and_then(|(sentence, token)| self.actors.at(sentence, token))
                    .map(|r| r.entity.clone());
                plover::Quote {
                    text: q.span.of(&self.document.text).to_owned(),
                    speaker: own.or_else(|| speaker.cloned()),
                    span: self.ground.span(q.span),
                }
            })
            .collect()
    }
}

/// Where a sentence starts behind its dateline: 'TEHRAN (Reuters) - '; 0 if it has none.
fn dateline(s: &Sentence) -> TokenIdx {
    const LONGEST: usize = 10;
    let shouted = s
        .tokens
        .first()
        .is_some_and(|t| t.form.chars().count() > 2 && t.form.chars().all(char::is_uppercase));
    if !shouted || !s.starts_paragraph {
        return 0;
    }
    let dash = s
        .tokens
        .iter()
        .take(LONGEST)
        .position(|t| matches!(t.form.as_str(), "-" | "–" | "—" | "--"));
    dash.map_or(0, |d| d + 1)
}

/// Whether two entities are one and the same party.
pub(crate) fn same(a: &Entity, b: &Entity) -> bool {
    let name = |e: &Entity| {
        e.identifier_text
            .clone()
            .unwrap_or_else(|| e.entity_text.clone())
    };
    match (&a.identifier_text, &b.identifier_text) {
        (Some(x), Some(y)) => x == y,
        // 'their' that stands for 'The government' is the government.
        _ => name(a) == name(b) && a.code == b.code,
    }
}
