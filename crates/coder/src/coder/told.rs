//! When an act was, who says so, and in what words.

use plover::{Entity, Evidence, ResolvedDate};
use syntax::{Deprel, TokenIdx, Upos};

use super::parties::dateline;
use super::record::Page;
use crate::attribution::Attributed;
use crate::date::{self, DateExpression};
use crate::ground;
use crate::sentence::Act;
use crate::tree::Tree;

/// Whether an expression hangs on a word by phrases alone: in 'took no part in talks planned for Thursday' the day is that of
/// the plan, not of the refusal. What is said of an act that is named by a noun ('talks planned for Thursday') is said of it.
fn in_clause(s: &Tree<'_>, e: &DateExpression, node: TokenIdx, act: TokenIdx) -> bool {
    let mut at = e.first;
    for _ in 0..s.tokens.len() {
        if at == node {
            return true;
        }
        let Some(head) = s.tokens[at].head else {
            return false;
        };
        let clause = matches!(
            s.tokens[at].deprel,
            Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Advcl
                | Deprel::AdvclRelcl
                | Deprel::Ccomp
                | Deprel::Csubj
                | Deprel::CsubjPass
        );
        let of_act = head == act && matches!(s.tokens[act].upos, Upos::Noun | Upos::Propn);
        if clause && at != act && !of_act {
            return false;
        }
        at = head;
    }
    false
}

impl Page<'_> {
    pub(super) fn date(&self, act: &Act<'_>, evidence: &mut Vec<Evidence>) -> Option<ResolvedDate> {
        let s = self.s;
        let direction = date::Direction::of(act.verdict.status);
        // The nearest expression that hangs on the act or on what it hangs on; one under another act is that act's.
        let mut at = Some(act.found.head);
        let mut tried: Vec<TokenIdx> = Vec::new();
        while let Some(node) = at {
            let own = self.expressions.iter().find(|e| {
                (e.first..=e.last).all(|t| s.is_under(t, node))
                    && in_clause(s, e, node, act.found.head)
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
                    ["date:", &resolved.basis].concat(),
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

    pub(super) fn attribution(
        &self,
        act: &Act<'_>,
        evidence: &mut Vec<Evidence>,
    ) -> Vec<plover::Attribution> {
        let s = self.s;
        let mut chain: Vec<&Attributed> = self
            .attributed
            .iter()
            .filter(|a| a.cue != act.found.head && s.is_under(act.found.head, a.content))
            .collect();
        // Outermost first: its content covers the most.
        chain.sort_by_key(|a| (std::cmp::Reverse(s.size(a.content)), a.content));
        let mut all = Vec::new();
        for a in chain {
            let cue = s.tokens[a.cue].span;
            let speaker = a
                .speaker
                .filter(|&t| t >= dateline(s, self.actors, self.index))
                .and_then(|t| self.actors.at(self.index, t));
            let field = ground::indexed("attribution", all.len());
            evidence.push(self.ground.evidence(field.clone(), cue, "attribution"));
            let speaker = speaker.map(|resolved| {
                let mut own =
                    self.ground
                        .evidence(format!("{field}.speaker"), resolved.span, resolved.rule);
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

    pub(super) fn quotations(
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
