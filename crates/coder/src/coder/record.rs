//! One act to one record.

use plover::{CiteInfo, Entity, Event, EventType, Evidence, Mode, ResolvedDate, Sector, TextInfo};
use syntax::{Document, Span, TokenIdx};

use crate::actor::Actors;
use crate::attribution::Attributed;
use crate::codebook::{Effect, Fill, Role};
use crate::context::Contexts;
use crate::date::{Anchor, DateExpression};
use crate::ground::{self, Ground};
use crate::place;
use crate::quantity::Quantity;
use crate::quote::Quote;
use crate::sentence::Act;
use crate::story::Story;
use crate::tree::Tree;
use crate::words::Class;

/// Everything that is known around one sentence.
pub(super) struct Page<'a> {
    pub(super) story: &'a Story,
    pub(super) document: &'a Document,
    pub(super) s: &'a Tree<'a>,
    pub(super) index: usize,
    pub(super) ground: &'a Ground<'a>,
    pub(super) actors: &'a Actors<'a>,
    /// The places that the sentence names.
    pub(super) places: &'a [place::Mention],
    pub(super) expressions: &'a [DateExpression],
    pub(super) anchor: &'a Anchor,
    pub(super) attributed: Vec<Attributed>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) quotes: &'a [Quote],
    pub(super) contexts: &'a Contexts,
    /// The heads of all acts of the sentence: what hangs on one does not belong to another.
    pub(super) heads: Vec<TokenIdx>,
}

/// Whether all who act are rebels, armed men or criminals.
fn outside_the_law(actor: &[Entity]) -> bool {
    let is = |e: &Entity| {
        let mut sectors = e.sector.iter();
        sectors.any(|s| matches!(s, Sector::Reb | Sector::Uaf | Sector::Crm))
            && !e.sector.contains(&Sector::Gov)
    };
    !actor.is_empty() && actor.iter().all(is)
}

impl Page<'_> {
    pub(super) fn event(&self, act: &Act<'_>) -> Result<Event, String> {
        let rule = act.found.rule;
        let Effect::Event { event, mode, .. } = rule.effect else {
            return Err("not an event rule".to_owned());
        };
        let mut evidence: Vec<Evidence> = Vec::with_capacity(16);
        let s = self.s;
        let trigger = s.tokens[act.found.head].span;
        evidence.push(self.ground.evidence("event", trigger, &rule.id));
        let words: Vec<Span> = act.found.words.iter().map(|&t| s.tokens[t].span).collect();
        for (i, &span) in words.iter().enumerate() {
            evidence.push(
                self.ground
                    .evidence(ground::indexed("event_text", i), span, &rule.id),
            );
        }
        let told = match (mode, act.means) {
            (Some(mode), _) => Some((mode, rule.id.as_str(), ground::cover(s, &act.found.words))),
            (None, means) => means.map(|(mode, id, at)| (mode, id, s.tokens[at].span)),
        };
        let mode = told.map(|(mode, id, words)| {
            evidence.push(self.ground.evidence("mode[0]", words, id));
            mode
        });
        let why = act
            .status_rule
            .map_or_else(|| ["status:", act.verdict.why].concat(), str::to_owned);
        evidence.push(
            self.ground
                .evidence("status", s.tokens[act.verdict.token].span, why),
        );
        let actor = self.side(act, Role::Actor, &[], &mut evidence);
        let recipient = self.side(act, Role::Recipient, &actor, &mut evidence);
        // Whoever has no right to hold people, and holds them, abducts.
        let taken = s.is(act.found.head, Class::Taking);
        let (event, mode) = if mode == Some(Mode::COERCE_ARREST) && taken && outside_the_law(&actor)
        {
            (EventType::Assault, Some(Mode::ASSAULT_ABDUCT))
        } else {
            (event, mode)
        };
        if actor.is_empty() && recipient.is_empty() && !rule.bare {
            return Err("neither actor nor recipient could be named".to_owned());
        }
        if act.found.role(Role::Recipient).next().is_some()
            && recipient.is_empty()
            && act
                .found
                .rule
                .slots
                .iter()
                .any(|slot| !slot.optional && matches!(slot.fill, Fill::Party(Role::Recipient, _)))
            && actor.iter().any(|_| true)
            && self.same_sides(act)
        {
            return Err("actor and recipient are the same".to_owned());
        }
        let subtree = self.own_words(act);
        let context = self.contexts.of(s, &subtree);
        for (i, (_, span)) in context.iter().enumerate() {
            evidence.push(self.ground.evidence(
                ground::indexed("context", i),
                *span,
                "contexts.tsv",
            ));
        }
        let date_info = self.date(act, &mut evidence);
        let event_loc = place::of(
            s,
            &place::Act {
                event,
                head: act.found.head,
                words: &act.found.words,
                own: &subtree,
                sentence: self.index,
                dates: self.expressions,
            },
            self.places,
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
        let mut own = Vec::with_capacity(subtree.len());
        own.extend(subtree.iter().filter(|&&t| s.is_under(t, act.found.head)));
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

    /// The words that belong to the act and to no other act under it.
    fn own_words(&self, act: &Act<'_>) -> Vec<TokenIdx> {
        let s = self.s;
        let top = act.top;
        let is_own = |t: &TokenIdx| {
            let mut at = *t;
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
        };
        let mut all = Vec::with_capacity(s.tokens.len());
        all.extend((0..s.tokens.len()).filter(is_own));
        all
    }
}
