//! What a clause acts upon: its object, a passive's subject, or the noun that it describes.

use syntax::{Deprel, TokenIdx, Upos};

use super::doer::{caused, subject, surface_subject};
use super::{Found, behind_role, is_passive, is_relative, preposition, relative_head, whose};
use crate::tree::Tree;
use crate::words::Class;

/// The object of the active clause: who or what is acted upon.
pub(crate) fn patient(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    if is_passive(s, verb) {
        if let Some(own) = s
            .children(verb)
            .find(|&c| s.tokens[c].deprel == Deprel::NsubjPass)
        {
            return Some(if is_relative(s, own) {
                Found::new(relative_head(s, verb)?, "relative")
            } else {
                let own = behind_role(s, verb, own).unwrap_or(own);
                Found::new(own, "passive subject")
            });
        }
        let token = &s.tokens[verb];
        return match token.deprel {
            Deprel::Acl | Deprel::Amod => token.head.map(|h| {
                // 'the meeting of ministers held in Nairobi': it was not the ministers who were held.
                let over = s.tokens[h].head.filter(|&over| {
                    s.lemma(verb) == "hold"
                        && &*preposition(s, h) == "of"
                        && s.is(over, Class::Encounter)
                });
                Found::new(over.unwrap_or(h), "participle")
            }),
            Deprel::Conj => token.head.and_then(|h| {
                let shared = if is_passive(s, h) {
                    patient(s, h)
                } else {
                    // 'telephoned his counterpart and was expected to speak'
                    s.child(verb, Deprel::AuxPass)
                        .and_then(|_| surface_subject(s, h, 0))
                };
                shared.map(|f| Found::new(f.token, "shared subject"))
            }),
            Deprel::Advcl | Deprel::Xcomp => {
                if let Some((_, object)) = caused(s, verb) {
                    return Some(Found::new(object, "control by object"));
                }
                if let Some(noun) = noun_before(s, verb) {
                    return Some(Found::new(noun, "participle"));
                }
                surface_subject(s, verb, 0).map(|f| Found::new(f.token, "participle"))
            }
            _ => subject(s, verb, 0),
        };
    }
    // 'said no to': a word of saying's object, whatever it is called.
    let said = || {
        s.children(verb)
            .find(|&c| s.tokens[c].deprel == Deprel::Ccomp && s.tokens[c].upos == Upos::Intj)
    };
    // 'the raid, which doctors said had killed four': of two objects the relative one is no object.
    let objects = || {
        s.children(verb)
            .filter(|&c| s.tokens[c].deprel == Deprel::Obj)
    };
    let object = objects()
        .find(|&c| !is_relative(s, c))
        .or_else(|| objects().next())
        .or_else(said);
    if let Some(own) = object {
        return if is_relative(s, own) {
            relative_head(s, verb).map(|t| Found::new(t, "relative"))
        } else {
            Some(Found::new(own, "object"))
        };
    }
    // 'the sanctions the United States imposed': the object is the noun that the clause describes.
    let token = &s.tokens[verb];
    if token.deprel == Deprel::AclRelcl {
        let subject = s
            .children(verb)
            .find(|&c| matches!(s.tokens[c].deprel, Deprel::Nsubj));
        let free = s.children(verb).all(|c| !is_relative(s, c));
        // 'Kenya, whose president urged': whose he is is nobody he urges.
        let own = |n: TokenIdx| !is_relative(s, n) && whose(s, n).is_none();
        if subject.is_some_and(own) && free {
            return token.head.map(|h| Found::new(h, "relative object"));
        }
    }
    // 'arrested and deported the man'
    if let Some(last) = s
        .children(verb)
        .find(|&c| s.tokens[c].deprel == Deprel::Conj && s.tokens[c].upos == Upos::Verb)
    {
        let own = s
            .children(last)
            .any(|c| matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass));
        // Only a verb right before the conjunction shares what follows.
        let adjacent = s
            .children(verb)
            .all(|c| c < verb || c >= last || s.tokens[c].deprel == Deprel::Punct);
        if !own && adjacent && !is_passive(s, last) {
            return s
                .child(last, Deprel::Obj)
                .map(|t| Found::new(t, "shared object"));
        }
    }
    None
}

/// 'the return of Japanese abducted by the North': the tree may hang a participle on the verb, but no comma parts it from the
/// noun it describes.
fn noun_before(s: &Tree<'_>, participle: TokenIdx) -> Option<TokenIdx> {
    let before = participle.checked_sub(1)?;
    let bare = s.tokens[participle].xpos == "VBN"
        && s.children(participle).all(|c| {
            !matches!(
                s.tokens[c].deprel,
                Deprel::Mark | Deprel::Aux | Deprel::AuxPass | Deprel::Advmod
            )
        });
    let phrase = matches!(s.tokens[before].deprel, Deprel::Nmod | Deprel::Obj)
        && !matches!(s.tokens[before].upos, Upos::Pron | Upos::Adv);
    (bare && phrase && s.tokens[participle].deprel == Deprel::Advcl).then_some(before)
}

/// The indirect object, if any.
pub(crate) fn receiver(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    s.child(verb, Deprel::Iobj)
        .map(|t| Found::new(t, "indirect object"))
}
