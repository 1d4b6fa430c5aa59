//! Who stands where in a clause: subject, object and prepositional phrases of a verb or an event noun, as
//! they would stand in the plain active clause.
//!
//! This is the one place that knows English grammar over UD trees: passives, participles, relative clauses,
//! control, raising and coordination all end up as the same positions, so the codebook needs one line for all
//! of them. Every step from the word asked for to the word found is named, and goes into the evidence.

mod doer;
mod owner;
mod patient;
mod phrase;

use syntax::{Deprel, NameClass, TokenIdx, Upos};

use crate::tree::Tree;
use crate::words::Class;
pub(crate) use doer::doer;
pub(crate) use owner::owner;
pub(crate) use patient::{patient, receiver};
pub(crate) use phrase::{is_one_of, phrases, preposition};

/// A word found in a position, and the construction it was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) token: TokenIdx,
    pub(crate) by: &'static str,
}

impl Found {
    const fn new(token: TokenIdx, by: &'static str) -> Self {
        Self { token, by }
    }
}

/// Whether `token` is a relative pronoun of the clause it stands in.
pub(crate) fn is_relative(s: &Tree<'_>, token: TokenIdx) -> bool {
    let t = &s.tokens[token];
    // 'what they called' describes no noun.
    matches!(t.xpos.as_str(), "WDT" | "WP" | "WP$") && !t.lemma.starts_with("what")
}

/// The noun that a relative clause headed by `verb` (or by what `verb` is joined to) describes.
pub(crate) fn relative_head(s: &Tree<'_>, verb: TokenIdx) -> Option<TokenIdx> {
    let mut at = verb;
    for _ in 0..s.tokens.len() {
        let head = s.tokens[at].head?;
        match s.tokens[at].deprel {
            Deprel::AclRelcl | Deprel::AdvclRelcl => return Some(agreeing(s, at, head)),
            Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl => at = head,
            _ => return None,
        }
    }
    None
}

/// The noun that a noun is of by its 'whose': 'Qatar' in 'Qatar, whose mediators said'.
pub(crate) fn whose(s: &Tree<'_>, noun: TokenIdx) -> Option<TokenIdx> {
    s.children(noun).find(|&c| s.lemma(c) == "whose")?;
    relative_head(s, s.tokens[noun].head?)
}

/// 'a meeting of army chiefs that was held', 'supporters of the party who were': of two nouns the one that the clause's verb
/// agrees with, wherever the tree hangs the clause.
fn agreeing(s: &Tree<'_>, clause: TokenIdx, noun: TokenIdx) -> TokenIdx {
    let own = s.children(clause).find(|&c| {
        matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass) && is_relative(s, c)
    });
    if let Some(other) = of_its_kind(s, clause, noun) {
        return other;
    }
    let outer = s.tokens[noun].head.filter(|&h| {
        s.tokens[noun].deprel == Deprel::Nmod && s.tokens[h].upos == Upos::Noun && h < noun
    });
    let (Some(_), Some(outer)) = (own, outer) else {
        return noun;
    };
    let finite = |t: TokenIdx| match (s.tokens[t].xpos.as_str(), s.form(t)) {
        ("VBZ", _) | (_, "was") => Some(false),
        ("VBP", _) | (_, "were") => Some(true),
        _ => None,
    };
    let verb = std::iter::once(clause)
        .chain(s.children(clause))
        .find_map(|t| {
            let inside = t == clause
                || matches!(
                    s.tokens[t].deprel,
                    Deprel::Aux | Deprel::AuxPass | Deprel::Cop
                );
            finite(t).filter(|_| inside)
        });
    let plural = |t: TokenIdx| {
        matches!(s.tokens[t].xpos.as_str(), "NNS" | "NNPS") || s.child(t, Deprel::Conj).is_some()
    };
    match verb {
        Some(number) if plural(noun) != number && plural(outer) == number => outer,
        _ => noun,
    }
}

/// 'detainees at the camp in Bamako, who': no place, but whoever is there; 'envoys of the republic of Ossetia, which': no
/// people, but whose they are. `None` where the tree's own noun is of the pronoun's kind.
fn of_its_kind(s: &Tree<'_>, clause: TokenIdx, noun: TokenIdx) -> Option<TokenIdx> {
    let pronoun = s.children(clause).find(|&c| is_relative(s, c))?;
    let place = |t: TokenIdx| s.name_at(t).is_some_and(|n| n.class == NameClass::Loc);
    let inner = |t: TokenIdx| s.tokens[t].deprel == Deprel::Nmod;
    match s.form(pronoun) {
        "who" | "whom" if place(noun) || s.is(noun, Class::Asset) => {
            let mut at = noun;
            while inner(at) {
                at = s.tokens[at].head.filter(|&h| h < at)?;
                let by = inner(at).then(|| preposition(s, at));
                let there = by.is_some_and(|by| matches!(&*by, "at" | "in" | "near" | "on"));
                if !there && !place(at) {
                    return Some(at);
                }
            }
            None
        }
        "which" => {
            let people = [Class::Staff, Class::Troops];
            let people = people.iter().any(|&c| s.is(noun, c));
            let mut named = s
                .children(noun)
                .filter(|&c| noun < c && c < pronoun && inner(c) && s.name_at(c).is_some());
            people.then(|| named.next_back()).flatten()
        }
        _ => None,
    }
}

/// 'Three leaders who had fought his appointment as minister were arrested': the tree may take 'as minister were arrested' for a
/// clause. What has neither article nor owner behind 'as' is a role; the subject is the noun that the sentence is left with.
pub(super) fn behind_role(s: &Tree<'_>, verb: TokenIdx, subject: TokenIdx) -> Option<TokenIdx> {
    let bare = s.tokens[subject].xpos == "NN"
        && s.children(subject)
            .all(|c| matches!(s.tokens[c].deprel, Deprel::Amod | Deprel::Compound));
    let mark = s
        .child(verb, Deprel::Mark)
        .filter(|&m| s.lemma(m) == "as")?;
    let first = s
        .children(subject)
        .next()
        .map_or(subject, |c| c.min(subject));
    let left = s.root().filter(|&root| {
        matches!(s.tokens[root].upos, Upos::Noun | Upos::Propn) && !has_cop(s, root)
    })?;
    let clause = s
        .above(verb)
        .take_while(|&t| t != left)
        .find(|&t| s.tokens[t].deprel == Deprel::AclRelcl)?;
    (bare && mark + 1 == first && s.tokens[clause].head == Some(left)).then_some(left)
}

/// The head and everything joined to it by 'and', 'or', commas, in text order.
pub(crate) fn conjuncts(s: &Tree<'_>, head: TokenIdx) -> impl Iterator<Item = TokenIdx> + use<> {
    let joined = |at: TokenIdx| {
        s.children(at)
            .filter(|&c| s.tokens[c].deprel == Deprel::Conj && is_nominal(s, c))
    };
    // Mostly the head is alone, and nothing need be gathered.
    let mut all: Vec<TokenIdx> = joined(head).collect();
    let mut next = 0;
    while next < all.len() {
        all.extend(joined(all[next]));
        next += 1;
    }
    let alone = all.is_empty().then_some(head);
    if alone.is_none() {
        all.push(head);
        all.sort_unstable();
    }
    alone.into_iter().chain(all)
}

fn is_nominal(s: &Tree<'_>, token: TokenIdx) -> bool {
    matches!(
        s.tokens[token].upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X | Upos::Det
    )
}

/// Whether a verb stands in the passive.
pub(crate) fn is_passive(s: &Tree<'_>, verb: TokenIdx) -> bool {
    let t = &s.tokens[verb];
    if s.children(verb).any(|c| {
        matches!(
            s.tokens[c].deprel,
            Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass
        )
    }) {
        // 'is opposed to the talks': so he is, and nobody does it to him.
        let by_nature = s.is(verb, Class::Stance)
            && phrases(s, verb, &["to"]).next().is_some()
            && phrases(s, verb, &["by"]).next().is_none();
        return !by_nature;
    }
    // 'were freed and flown home': no past tense looks so, whatever the tag says.
    let only_participle = t.xpos == "VBD"
        && t.deprel == Deprel::Conj
        && matches!(
            s.form(verb),
            "flown"
                | "taken"
                | "given"
                | "shown"
                | "driven"
                | "beaten"
                | "thrown"
                | "torn"
                | "seen"
                | "chosen"
                | "drawn"
        );
    if t.xpos != "VBN" && !only_participle {
        return false;
    }
    // A bare participle: 'troops sent by', 'shot by police, he'; but 'has visited and met'.
    match t.deprel {
        Deprel::Acl | Deprel::Advcl | Deprel::Amod => !has_aux(s, verb),
        Deprel::Conj => {
            !has_aux(s, verb)
                && s.child(verb, Deprel::Obj).is_none()
                && t.head
                    .is_some_and(|h| s.tokens[h].upos == Upos::Verb && is_passive(s, h))
        }
        Deprel::Root | Deprel::Parataxis => {
            !has_aux(s, verb) && s.child(verb, Deprel::Obj).is_none()
        }
        // 'reported killed', but not 'reported to have killed'
        Deprel::Xcomp => {
            !has_aux(s, verb)
                && t.head.is_some_and(|h| {
                    matches!(
                        s.tokens[h].lemma.as_str(),
                        "have" | "get" | "see" | "want" | "leave" | "report" | "order"
                    )
                })
        }
        _ => false,
    }
}

fn has_aux(s: &Tree<'_>, verb: TokenIdx) -> bool {
    s.children(verb).any(|c| s.tokens[c].deprel == Deprel::Aux)
}

pub(crate) fn has_cop(s: &Tree<'_>, token: TokenIdx) -> bool {
    s.child(token, Deprel::Cop).is_some()
}

/// Whether a clause has a finite verb of its own.
pub(crate) fn is_finite(s: &Tree<'_>, verb: TokenIdx) -> bool {
    let finite = |i: TokenIdx| matches!(s.tokens[i].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    finite(verb)
        || s.children(verb).any(|c| {
            matches!(
                s.tokens[c].deprel,
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop
            ) && finite(c)
        })
}

/// The subject of a clause that says what must be done: 'Israel must free the pilots', 'Libya needs to pay'.
pub(crate) fn bound(s: &Tree<'_>, verb: TokenIdx) -> Option<TokenIdx> {
    let duty = |t: TokenIdx| matches!(s.lemma(t), "must" | "should" | "ought" | "shall" | "need");
    let modal = s
        .children(verb)
        .any(|c| s.tokens[c].deprel == Deprel::Aux && duty(c));
    let governs = matches!(s.lemma(verb), "need" | "ought" | "have")
        && s.child(verb, Deprel::Xcomp)
            .is_some_and(|x| &*preposition(s, x) == "to")
        // 'have yet to agree' binds nobody.
        && (verb..s.tokens.len().min(verb + 3)).all(|t| s.form(t) != "yet");
    // 'demanded that it cancel the sale'
    let asked = s.tokens[verb]
        .head
        .is_some_and(|head| s.is(head, Class::Mandative));
    let wanted = asked
        && matches!(s.tokens[verb].xpos.as_str(), "VB" | "VBP")
        && s.tokens[verb].deprel == Deprel::Ccomp
        && !has_aux(s, verb)
        && preposition(s, verb) != "to";
    if !modal && !governs && !wanted {
        return None;
    }
    s.children(verb)
        .find(|&c| matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass))
}

/// 'Bhutan to host Indian minister': a name, an infinitive right behind it, and no finite verb.
pub(crate) fn is_headline_plan(s: &Tree<'_>, verb: TokenIdx) -> bool {
    let t = &s.tokens[verb];
    t.deprel == Deprel::Acl
        && t.head.is_some_and(|head| {
            let named = s.tokens[head].upos == Upos::Propn || s.child(head, Deprel::Det).is_none();
            s.tokens[head].head.is_none() && head < verb && named
        })
        && !(0..s.tokens.len())
            .any(|i| matches!(s.tokens[i].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD"))
}
