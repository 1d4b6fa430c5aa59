//! What is said under a verb of saying: clauses, infinitives, objects, '…, X said', 'as X said', 'X said: …'.

use syntax::{Deprel, TokenIdx, Upos};

use super::lexicon::{Class, word};
use super::speaker::speaker;
use super::{Attributed, Kind};
use crate::clause;
use crate::tree::Tree;
use crate::words;

pub(super) fn by_verb(s: &Tree<'_>, cue: TokenIdx, class: Class, object: bool) -> Vec<Attributed> {
    let passive = clause::is_passive(s, cue);
    let speaker = speaker(s, cue);
    let kind = match class {
        Class::Deny => Kind::Denied,
        _ if passive && speaker.is_none() => Kind::Reported,
        _ if s.tokens[cue].lemma == "report" => Kind::Reported,
        _ => Kind::Said,
    };
    let one = |content| Attributed {
        content,
        speaker,
        cue,
        kind,
    };
    let mut all = Vec::new();
    for c in s.children(cue) {
        let t = &s.tokens[c];
        let said = match t.deprel {
            // 'asked whether', 'said how' are said all the same; a bare infinitive is not: 'told him to leave'.
            Deprel::Ccomp | Deprel::CsubjPass => {
                (!is_infinitive(s, c) && !is_aside(s, cue, c)) || class == Class::Deny
            }
            // 'claims to have killed', 'denied attacking', 'was reported to have visited'
            Deprel::Xcomp => {
                passive || class == Class::Deny || (is_verbal(s, c) && !controls(s, cue))
            }
            Deprel::Obj => object && !passive && !is_relative(s, c),
            Deprel::NsubjPass => {
                object && passive && s.tokens[cue].lemma != "report" && class != Class::Think
            }
            Deprel::Obl => is_about(s, cue, c),
            // 'X said: "…"'
            Deprel::Parataxis => {
                c > cue
                    && is_clause(s, c)
                    && s.child(cue, Deprel::Ccomp).is_none()
                    && word(s, c).is_none()
            }
            // 'said that A, and that B', where the second was hung on the verb
            Deprel::Conj => s.children(c).any(|m| {
                s.tokens[m].deprel == Deprel::Mark && s.tokens[m].form.eq_ignore_ascii_case("that")
            }),
            _ => false,
        };
        if said {
            all.push(one(c));
        }
    }
    // '…, X said', 'as X said'
    let t = &s.tokens[cue];
    if let Some(head) = t.head
        && s.child(cue, Deprel::Ccomp).is_none()
        && class != Class::Deny
    {
        let as_said = t.deprel == Deprel::Advcl
            && s.children(cue).any(|m| {
                matches!(s.tokens[m].deprel, Deprel::Mark | Deprel::Advmod)
                    && s.tokens[m].form.eq_ignore_ascii_case("as")
            });
        // 'MOSCOW – A court has said': a dateline is nothing that is said.
        if t.deprel == Deprel::Parataxis
            && is_clause(s, head)
            && (speaker.is_some() || passive)
            && all.is_empty()
            || as_said
        {
            all.push(one(head));
        }
    }
    all
}

/// 'tell', 'warn', 'urge' somebody to do: wanted, not said to be so.
fn controls(s: &Tree<'_>, cue: TokenIdx) -> bool {
    s.child(cue, Deprel::Obj).is_some()
        || s.child(cue, Deprel::Iobj).is_some()
        || !matches!(
            s.tokens[cue].lemma.as_str(),
            "claim" | "admit" | "allege" | "confess"
        )
}

/// 'He pointed out that …, pledging to': a participle of his own after what he said.
fn is_aside(s: &Tree<'_>, cue: TokenIdx, c: TokenIdx) -> bool {
    let bare = s.tokens[c].xpos == "VBG"
        && s.children(c).all(|d| {
            !matches!(
                s.tokens[d].deprel,
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::AuxPass
            )
        });
    bare && s
        .children(cue)
        .any(|d| d < c && s.tokens[d].deprel == Deprel::Ccomp)
}

fn is_infinitive(s: &Tree<'_>, at: TokenIdx) -> bool {
    s.tokens[at].xpos == "VB"
        && s.children(at).any(|c| {
            s.tokens[c].deprel == Deprel::Mark && s.tokens[c].form.eq_ignore_ascii_case("to")
        })
}

fn is_verbal(s: &Tree<'_>, at: TokenIdx) -> bool {
    matches!(s.tokens[at].upos, Upos::Verb | Upos::Aux) || clause::has_cop(s, at)
}

pub(super) fn is_clause(s: &Tree<'_>, at: TokenIdx) -> bool {
    is_verbal(s, at)
        || s.children(at)
            .any(|c| matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass))
}

fn is_relative(s: &Tree<'_>, at: TokenIdx) -> bool {
    clause::is_relative(s, at)
}

/// 'reported about upcoming visits', 'spoke of an attack'.
fn is_about(s: &Tree<'_>, cue: TokenIdx, c: TokenIdx) -> bool {
    let verb = words::is(&s.tokens[cue].lemma, words::Class::About);
    let of = matches!(&*clause::preposition(s, c), "about" | "of" | "on");
    // 'reported on Monday'
    verb && of
        && s.tokens[c].upos != Upos::Num
        && !(clause::preposition(s, c) == "on" && s.tokens[c].upos == Upos::Propn)
}
