//! What became of the people counted: killed, hurt, arrested.
//!
//! Read off the tree, with the neighbouring words as a second witness where the parser may have gone wrong:
//! 'killing 15', '12 people were killed and 30 wounded'.

use std::borrow::Cow;

use syntax::{Deprel, TokenIdx, Upos};

use super::amount::Amount;
use super::lexicon::{self, Class, casualty};
use super::{Kind, lemma_of, lower};
use crate::table;
use crate::tree::Tree;

/// What became of those counted, as the words they depend on tell.
pub(super) fn became(
    s: &Tree<'_>,
    amount: &Amount,
    top: TokenIdx,
    noun: Option<TokenIdx>,
) -> Option<Kind> {
    // '12 dead', '30 wounded', '12 deaths', '20 arrests'
    if let Some(noun) = noun {
        let lemma = lemma_of(s, noun);
        let word = lower(s, noun);
        let found = casualty(lemma, Class::Noun).or_else(|| casualty(word, Class::Adjective));
        let participle = (s.tokens[noun].upos == Upos::Verb)
            .then(|| casualty(lemma, Class::Verb))
            .flatten();
        if let Some(kind) = found.or(participle) {
            return Some(kind);
        }
        // 'claimed 12 lives'
        let verb = s.tokens[noun]
            .head
            .map(|h| lemma_of(s, h))
            .unwrap_or_default();
        if lemma == "life" && matches!(verb, "claim" | "take" | "cost" | "lose" | "loss") {
            return Some(Kind::Dead);
        }
    }
    // '15 people killed in', '12 people dead'
    let own = s.children(top).find_map(|c| {
        let t = &s.tokens[c];
        match t.deprel {
            Deprel::Acl | Deprel::Amod if t.xpos == "VBN" => casualty(lemma_of(s, c), Class::Verb),
            Deprel::Amod => casualty(lower(s, c), Class::Adjective),
            // 'nine women who were killed'; of those 'who had been arrested' the clause around tells news of its own.
            Deprel::AclRelcl if is_passive(s, c) => {
                casualty(lemma_of(s, c), Class::Verb).filter(|&kind| kind != Kind::Arrested)
            }
            Deprel::AclRelcl => casualty(lemma_of(s, c), Class::Intransitive),
            _ => None,
        }
    });
    own.or_else(|| by_head(s, top))
        .or_else(|| by_neighbour(s, amount, noun))
}

/// By the word that the noun, or what it is joined to, depends on.
pub(super) fn by_head(s: &Tree<'_>, top: TokenIdx) -> Option<Kind> {
    let mut at = top;
    for _ in 0..s.tokens.len() {
        let t = &s.tokens[at];
        let head = t.head?;
        let lemma = lemma_of(s, head);
        let verb = s
            .child(head, Deprel::CompoundPrt)
            .map_or(Cow::Borrowed(lemma), |p| {
                Cow::Owned([lemma, "_", lemma_of(s, p)].concat())
            });
        let complement = s.children(head).filter(|&c| {
            matches!(
                s.tokens[c].deprel,
                Deprel::Xcomp | Deprel::Obj | Deprel::Advmod | Deprel::Amod
            )
        });
        return match t.deprel {
            Deprel::Conj if s.tokens[head].upos != Upos::Verb => {
                at = head;
                continue;
            }
            Deprel::Obj | Deprel::NsubjPass | Deprel::Iobj => {
                casualty(&verb, Class::Verb).or_else(|| {
                    // 'left 12 people dead', 'shot 12 dead'
                    let mut dead =
                        complement.filter_map(|c| casualty(lower(s, c), Class::Adjective));
                    dead.next().filter(|_| matches!(&*lemma, "leave" | "shoot"))
                })
            }
            Deprel::Nsubj => casualty(lemma, Class::Intransitive)
                .or_else(|| casualty(lower(s, head), Class::Adjective))
                .or_else(|| {
                    is_bare_passive(s, head)
                        .then(|| casualty(&verb, Class::Verb))
                        .flatten()
                }),
            Deprel::Nmod | Deprel::NmodPoss => casualty(lemma, Class::Noun),
            // 'the death toll rose to 100', 'the dead numbered'
            Deprel::Obl | Deprel::OblUnmarked
                if lexicon::change(lemma, false).is_some()
                    || lemma == "reach"
                    || lemma == "stand" =>
            {
                let subject = s.child(head, Deprel::Nsubj)?;
                of_the(s, subject)
            }
            _ => None,
        };
    }
    None
}

fn is_passive(s: &Tree<'_>, verb: TokenIdx) -> bool {
    s.child(verb, Deprel::NsubjPass)
        .is_some_and(|n| s.tokens[n].xpos.starts_with('W'))
}

/// 'three wounded', where the parser took a headline's participle for a past tense.
fn is_bare_passive(s: &Tree<'_>, verb: TokenIdx) -> bool {
    s.tokens[verb].xpos == "VBN"
        && s.children(verb)
            .all(|c| !matches!(s.tokens[c].deprel, Deprel::Aux | Deprel::Obj))
}

/// What a noun such as 'toll' or 'number of dead' counts.
fn of_the(s: &Tree<'_>, noun: TokenIdx) -> Option<Kind> {
    casualty(lemma_of(s, noun), Class::Noun).or_else(|| {
        let mut of = s
            .children(noun)
            .filter(|&c| s.tokens[c].deprel == Deprel::Nmod);
        of.find_map(|c| {
            casualty(lower(s, c), Class::Adjective)
                .or_else(|| casualty(lemma_of(s, c), Class::Noun))
        })
    })
}

/// By the words right beside: 'killing 15', '12 people were killed', 'and 30 wounded'.
fn by_neighbour(s: &Tree<'_>, amount: &Amount, noun: Option<TokenIdx>) -> Option<Kind> {
    let before = amount.first.checked_sub(1).filter(|&b| {
        s.tokens[b].upos == Upos::Verb && matches!(s.tokens[b].xpos.as_str(), "VBG" | "VBD")
    });
    if let Some(kind) = before.and_then(|b| casualty(lemma_of(s, b), Class::Verb)) {
        return Some(kind);
    }
    let mut next = noun.map_or(amount.end, |n| n.max(amount.end - 1) + 1);
    // 'were killed', 'have been killed', 'reported killed'
    let passed = [
        "be", "believe", "confirm", "fear", "have", "more", "other", "report",
    ];
    while s
        .tokens
        .get(next)
        .is_some_and(|t| passed.contains(&t.lemma.as_str()))
    {
        next += 1;
    }
    let participle = s.tokens.get(next).filter(|t| t.xpos == "VBN")?;
    casualty(&table::lower(&participle.lemma), Class::Verb)
}
