//! Whose act a noun names: its possessor, its phrase with 'by', or the subject of the verb that lends it one.

use syntax::{Deprel, TokenIdx, Upos};

use super::Found;
use super::doer::doer;
use super::phrase::{phrases, preposition};
use crate::tree::Tree;
use crate::words::Class;

/// The verb that asks for an act, or the act's own: 'urged Russia to withdraw after talks with', and talked himself.
fn asker(s: &Tree<'_>, verb: TokenIdx) -> TokenIdx {
    let above = s.tokens[verb]
        .head
        .filter(|&a| s.tokens[a].upos == Upos::Verb);
    let asks = above.filter(|&a| match s.tokens[verb].deprel {
        Deprel::Xcomp => s.is(a, Class::Control) && s.child(a, Deprel::Obj).is_some(),
        Deprel::Ccomp => s.is(a, Class::Mandative),
        _ => false,
    });
    asks.unwrap_or(verb)
}

/// Who possesses or does what a noun names: 'Iraq's call', 'the call by Iraq', 'the minister has a plan to'.
pub(crate) fn owner(s: &Tree<'_>, noun: TokenIdx) -> Option<Found> {
    if let Some(owner) = s.child(noun, Deprel::NmodPoss) {
        return Some(Found::new(owner, "possessor"));
    }
    if let Some(by) = s
        .children(noun)
        .find(|&c| s.tokens[c].deprel == Deprel::Nmod && preposition(s, c) == "by")
    {
        return Some(Found::new(by, "by-phrase"));
    }
    // 'after weeks of talks with'
    let counted = |t: TokenIdx| {
        let over = s.tokens[t].head.filter(|_| preposition(s, t) == "of")?;
        let counts = s.is(over, Class::Time) || s.is(over, Class::Acts);
        counts.then_some(over)
    };
    let own = noun;
    let noun = counted(noun).unwrap_or(noun);
    // The subject of the verb whose object the noun is: 'Iran made a pledge to'.
    let head = s.tokens[noun].head?;
    // 'The president, on a visit to Riga, said'; 'flew in in a bid to end it'
    // 'said at a meeting with miners'
    let kind = match &*preposition(s, noun) {
        "on" | "during" if s.is(noun, Class::Journey) => Some(Class::Journey),
        "in" => Some(Class::Endeavour),
        "at" | "during" | "after" | "following" if phrases(s, own, &["with"]).next().is_some() => {
            Some(Class::Encounter)
        }
        _ => None,
    };
    if kind.is_some_and(|kind| s.is(own, kind)) {
        return match s.tokens[noun].deprel {
            Deprel::Obl if s.tokens[head].upos == Upos::Verb => {
                doer(s, asker(s, head)).map(|f| Found::new(f.token, "shared subject"))
            }
            Deprel::Nmod => Some(Found::new(head, "phrase of the party")),
            _ => None,
        };
    }
    match s.tokens[noun].deprel {
        // 'what diplomats called an attempt to' is no attempt of theirs.
        Deprel::Obj if s.is(head, Class::Naming) => None,
        Deprel::Obj if s.tokens[head].upos == Upos::Verb => {
            doer(s, head).map(|f| Found::new(f.token, "light verb"))
        }
        Deprel::Conj => owner(s, head),
        _ => None,
    }
}

/// 'granted the Portuguese government permission': the tree may take to whom it is given for a part of the noun.
pub(super) fn modifier_named(s: &Tree<'_>, noun: TokenIdx) -> Option<Found> {
    s.child(noun, Deprel::Compound)
        .map(|c| Found::new(c, "modifier"))
}

/// 'US efforts to': a name right before the noun.
pub(super) fn named_before(s: &Tree<'_>, noun: TokenIdx) -> Option<Found> {
    s.children(noun)
        .find(|&c| {
            c < noun
                && matches!(s.tokens[c].deprel, Deprel::Compound | Deprel::Amod)
                && (s.tokens[c].upos == Upos::Propn
                    || (s.tokens[c].upos == Upos::Adj
                        && s.tokens[c].form.starts_with(char::is_uppercase)))
        })
        .map(|c| Found::new(c, "modifier"))
}
