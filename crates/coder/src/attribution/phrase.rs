//! What is said otherwise than by a verb: 'the claim that', 'reports of', 'according to', 'citing', 'reportedly'.

use syntax::{Deprel, TokenIdx, Upos};

use super::verb::is_clause;
use super::{Attributed, Kind};
use crate::clause;
use crate::tree::Tree;

/// 'X's statement that', 'reports of an attack', 'claims by X'.
pub(super) fn by_noun(s: &Tree<'_>, cue: TokenIdx, kind: Kind) -> Vec<Attributed> {
    let modifier = || {
        // 'media reports', 'Russian claims'
        let c = s.children(cue).find(|&c| {
            matches!(s.tokens[c].deprel, Deprel::Compound | Deprel::Amod)
                && matches!(s.tokens[c].upos, Upos::Noun | Upos::Propn | Upos::Adj)
        });
        c.filter(|&c| {
            s.tokens[c].upos != Upos::Adj || s.tokens[c].form.starts_with(char::is_uppercase)
        })
    };
    let from = || {
        s.children(cue)
            .find(|&c| s.tokens[c].deprel == Deprel::Nmod && clause::preposition(s, c) == "from")
    };
    let speaker = clause::owner(s, cue)
        .map(|f| f.token)
        .or_else(from)
        .or_else(modifier);
    let lemma = s.lemma(cue);
    let kind = if matches!(lemma, "report" | "rumor" | "rumour")
        || kind == Kind::Denied
        || speaker.is_none()
    {
        kind
    } else {
        Kind::Said
    };
    let contents = s.children(cue).filter(|&c| {
        let t = &s.tokens[c];
        match t.deprel {
            Deprel::Ccomp => true,
            // 'the claim that', not 'a statement issued on Monday'
            Deprel::Acl | Deprel::AclRelcl => s.children(c).any(|m| {
                s.tokens[m].deprel == Deprel::Mark && s.tokens[m].form.eq_ignore_ascii_case("that")
            }),
            Deprel::Nmod => {
                matches!(
                    lemma,
                    "report"
                        | "rumor"
                        | "rumour"
                        | "allegation"
                        | "accusation"
                        | "claim"
                        | "denial"
                        | "announcement"
                        | "confirmation"
                ) && matches!(&*clause::preposition(s, c), "of" | "about")
            }
            _ => false,
        }
    });
    contents
        .map(|content| Attributed {
            content,
            speaker,
            cue,
            kind,
        })
        .collect()
}

/// 'according to the ministry'.
pub(super) fn according_to(s: &Tree<'_>, cue: TokenIdx) -> Option<Attributed> {
    let t = &s.tokens[cue];
    if !t.form.eq_ignore_ascii_case("according") {
        return None;
    }
    let below = || {
        s.children(cue)
            .find(|&c| matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod | Deprel::Obj))
    };
    let speaker = if t.deprel == Deprel::Case {
        t.head
    } else {
        below()
    }?;
    let holder = if t.deprel == Deprel::Case {
        s.tokens[speaker].head
    } else {
        t.head
    }?;
    Some(Attributed {
        content: clause_of(s, holder),
        speaker: Some(speaker),
        cue,
        kind: Kind::AccordingTo,
    })
}

/// 'AFP reported, citing officials': the officials say so too.
pub(super) fn citing(s: &Tree<'_>, cue: TokenIdx) -> Option<Attributed> {
    let t = &s.tokens[cue];
    if t.upos != Upos::Verb || !matches!(s.form(cue), "citing" | "quoting") {
        return None;
    }
    let speaker = s.child(cue, Deprel::Obj)?;
    let head = t.head?;
    let content = s
        .child(head, Deprel::Ccomp)
        .unwrap_or(if t.deprel == Deprel::Advcl {
            head
        } else {
            return None;
        });
    Some(Attributed {
        content,
        speaker: Some(speaker),
        cue,
        kind: Kind::Reported,
    })
}

/// 'reportedly', 'allegedly'.
pub(super) fn by_adverb(s: &Tree<'_>, cue: TokenIdx) -> Option<Attributed> {
    let t = &s.tokens[cue];
    let told = t.deprel == Deprel::Advmod
        && matches!(
            s.form(cue),
            "reportedly" | "allegedly" | "purportedly" | "supposedly"
        );
    let content = t.head.filter(|_| told)?;
    Some(Attributed {
        content,
        speaker: None,
        cue,
        kind: Kind::Reported,
    })
}

/// The word that heads the clause a noun stands in.
fn clause_of(s: &Tree<'_>, noun: TokenIdx) -> TokenIdx {
    let mut at = noun;
    for _ in 0..s.tokens.len() {
        if is_clause(s, at) {
            return at;
        }
        match s.tokens[at].head {
            Some(head) => at = head,
            None => return at,
        }
    }
    noun
}
