//! Who stands where in a clause: subject, object and prepositional phrases of a verb or an event noun, as
//! they would stand in the plain active clause.
//!
//! This is the one place that knows English grammar over UD trees: passives, participles, relative clauses,
//! control, raising and coordination all end up as the same positions, so the codebook needs one line for all
//! of them. Every step from the word asked for to the word found is named, and goes into the evidence.

use std::borrow::Cow;

use syntax::{Deprel, TokenIdx, Upos};

use crate::tree::Tree;
use crate::words::{self, Class};

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

/// 'a meeting of army chiefs that was held', 'supporters of the party who were': of two nouns the one that the clause's verb
/// agrees with, wherever the tree hangs the clause.
fn agreeing(s: &Tree<'_>, clause: TokenIdx, noun: TokenIdx) -> TokenIdx {
    let own = s.children(clause).find(|&c| {
        matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass) && is_relative(s, c)
    });
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
        return true;
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
        Deprel::Xcomp => t.head.is_some_and(|h| {
            matches!(
                s.tokens[h].lemma.as_str(),
                "have" | "get" | "see" | "want" | "leave" | "report" | "order"
            )
        }),
        _ => false,
    }
}

fn has_aux(s: &Tree<'_>, verb: TokenIdx) -> bool {
    s.children(verb).any(|c| s.tokens[c].deprel == Deprel::Aux)
}

/// The subject of the active clause: the doer.
pub(crate) fn doer(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    if is_passive(s, verb) {
        return agent(s, verb).or_else(|| causer(s, verb));
    }
    subject(s, verb, 0)
}

/// 'The judge ordered them jailed', 'had him arrested': who has it done.
fn causer(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    let (cause, _) = caused(s, verb)?;
    subject(s, cause, 0).map(|f| Found::new(f.token, "control by subject"))
}

/// Where a participle says what somebody has done to the object: the verb above it, and the object.
fn caused(s: &Tree<'_>, verb: TokenIdx) -> Option<(TokenIdx, TokenIdx)> {
    let t = &s.tokens[verb];
    let bare = t.xpos == "VBN"
        && s.children(verb).all(|c| {
            !matches!(
                s.tokens[c].deprel,
                Deprel::Mark | Deprel::Aux | Deprel::AuxPass
            )
        });
    let head = t.head.filter(|_| bare)?;
    let (cause, object) = match t.deprel {
        Deprel::Xcomp | Deprel::Advcl => (head, s.child(head, Deprel::Obj)?),
        Deprel::Acl if s.tokens[head].deprel == Deprel::Obj => {
            let cause = s.tokens[head].head?;
            (cause, (s.lemma(cause) == "order").then_some(head)?)
        }
        _ => return None,
    };
    let close = (object..verb).all(|k| s.form(k) != ",");
    (matches!(s.lemma(cause), "order" | "have") && close).then_some((cause, object))
}

/// The 'by'-phrase of a passive.
fn agent(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    let by = s
        .children(verb)
        .find(|&c| s.tokens[c].deprel == Deprel::OblAgent)
        .or_else(|| {
            s.children(verb).find(|&c| {
                matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod)
                    && preposition(s, c) == "by"
            })
        });
    by.map(|token| Found::new(token, "by-phrase")).or_else(|| {
        // 'was rescued in a raid by marines'
        let inside = phrases(s, verb, &["in", "during"])
            .filter(|&c| s.tokens[c].upos == Upos::Noun)
            .find_map(|c| phrases(s, c, &["by"]).next());
        if let Some(token) = inside {
            return Some(Found::new(token, "by-phrase"));
        }
        // 'was arrested and beaten by police': the phrase hangs on the last verb.
        let last = s
            .children(verb)
            .rfind(|&c| s.tokens[c].deprel == Deprel::Conj && s.tokens[c].xpos == "VBN")?;
        if s.children(last).any(|c| {
            matches!(
                s.tokens[c].deprel,
                Deprel::NsubjPass | Deprel::AuxPass | Deprel::Nsubj
            )
        }) {
            return None;
        }
        agent(s, last)
    })
}

/// What stands before the verb, in whatever voice.
fn subject(s: &Tree<'_>, verb: TokenIdx, depth: usize) -> Option<Found> {
    if depth > 12 {
        return None;
    }
    let own = s.children(verb).find(|&c| {
        matches!(
            s.tokens[c].deprel,
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter
        ) && !says(s, verb, c)
    });
    if let Some(own) = own {
        if s.tokens[own].deprel != Deprel::NsubjOuter && is_relative(s, own) {
            return relative_head(s, verb).map(|token| Found::new(token, "relative"));
        }
        if s.tokens[own].upos != Upos::Pron || s.tokens[own].lemma != "there" {
            return Some(Found::new(own, "subject"));
        }
    }
    if s.children(verb)
        .any(|c| s.tokens[c].deprel == Deprel::Expl && s.tokens[verb].deprel != Deprel::Conj)
        && own.is_none()
    {
        return None;
    }
    let token = &s.tokens[verb];
    let head = token.head?;
    let verbal =
        matches!(s.tokens[head].upos, Upos::Verb | Upos::Aux | Upos::Adj) || has_cop(s, head);
    match token.deprel {
        // 'said the country was in ruins and appealed to': who says one thing says the other.
        Deprel::Conj
            if verbal
                && s.tokens[head].deprel == Deprel::Ccomp
                && crate::attribution::speaks(&token.lemma)
                && !crate::attribution::speaks(&s.tokens[head].lemma)
                && (is_finite(s, verb) || s.child(verb, Deprel::Obj).is_some())
                && s.tokens[head].head.is_some_and(|said| {
                    said < head && crate::attribution::asserts(&s.tokens[said].lemma)
                }) =>
        {
            let said = s.tokens[head].head?;
            subject(s, said, depth + 1).map(|f| Found::new(f.token, "shared subject"))
        }
        Deprel::Conj if verbal => {
            // A conjoined passive shares the surface subject, which is not the doer of an active conjunct.
            if is_passive(s, head) != is_passive(s, verb) {
                return surface_subject(s, head, depth + 1)
                    .map(|f| Found::new(f.token, "shared subject"));
            }
            let shared = if is_passive(s, head) {
                surface_subject(s, head, depth + 1)
            } else {
                subject(s, head, depth + 1)
            };
            shared.map(|f| Found::new(f.token, "shared subject"))
        }
        Deprel::Xcomp if verbal => {
            let lemma = s.tokens[head].lemma.as_str();
            let object = s
                .child(head, Deprel::Obj)
                .or_else(|| s.child(head, Deprel::Iobj));
            if words::is(lemma, Class::Control)
                || (object.is_some()
                    && !matches!(lemma, "promise" | "threaten")
                    // 'called her to apologise'; what is called an attempt is another matter.
                    && !(words::is(lemma, Class::Attained)
                        && object.is_some_and(|o| {
                            matches!(s.tokens[o].upos, Upos::Propn | Upos::Pron)
                        })))
            {
                return patient(s, head)
                    .or_else(|| receiver(s, head))
                    .map(|f| Found::new(f.token, "control by object"));
            }
            surface_subject(s, head, depth + 1).map(|f| Found::new(f.token, "control by subject"))
        }
        // 'reported on talks in order to calm the region': the reporter does not calm it.
        Deprel::Advcl
            if verbal
                && s.tokens[verb].xpos == "VB"
                && crate::attribution::asserts(&s.tokens[head].lemma) =>
        {
            None
        }
        // 'warned against attacking': somebody else would.
        Deprel::Advcl if preposition(s, verb) == "against" => None,
        // 'criticised them for negotiating', 'kept him from leaving': whom it is done to did so, or would.
        Deprel::Advcl
            if verbal
                && token.xpos == "VBG"
                && matches!(&*preposition(s, verb), "for" | "of" | "from")
                && (is_passive(s, head) || s.child(head, Deprel::Obj).is_some()) =>
        {
            patient(s, head).map(|f| Found::new(f.token, "control by object"))
        }
        // Hung on the ministry's saying, it may be either's: nobody is named who does it.
        Deprel::Advcl
            if token.xpos == "VBG"
                && s.child(verb, Deprel::Mark).is_none()
                && crate::attribution::asserts(&s.tokens[head].lemma)
                && !crate::attribution::speaks(&token.lemma)
                && s.child(head, Deprel::Ccomp).is_some_and(|said| {
                    said < head && verb > head && !is_quoted(s, said..head)
                }) =>
        {
            None
        }
        Deprel::Advcl if verbal && !is_finite(s, verb) => {
            // '"They answered in kind," he said, denying the charge': who said so denies it.
            let saying = (head + 1..verb).rev().find(|&t| {
                (s.tokens[t].deprel == Deprel::Parataxis || s.tokens[head].head == Some(t))
                    && crate::attribution::asserts(&s.tokens[t].lemma)
                    // 'Commandos freed them, the ministry said, killing two': what is not quoted goes on behind it.
                    && is_quoted(s, head..t)
            });
            if let Some(speaker) = saying.and_then(|t| subject(s, t, depth + 1)) {
                return Some(Found::new(speaker.token, "adverbial control"));
            }
            surface_subject(s, head, depth + 1).map(|f| Found::new(f.token, "adverbial control"))
        }
        // 'The envoy spoke by telephone and …, his office said': of two subjects of the saying the one in front is the other's.
        Deprel::Ccomp if head > verb && says_by_two(s, head, verb) => s
            .child(head, Deprel::Nsubj)
            .map(|t| Found::new(t, "subject")),
        Deprel::Ccomp if verbal && !is_finite(s, verb) => {
            surface_subject(s, head, depth + 1).map(|f| Found::new(f.token, "control by subject"))
        }
        // 'Norway has been the largest donor, giving millions': who is what the predicate says.
        Deprel::Acl | Deprel::AclRelcl
            if token.xpos == "VBG"
                && has_cop(s, head)
                && s.children(verb).all(|c| !is_relative(s, c))
                && (head + 1..verb).any(|t| s.form(t) == ",") =>
        {
            surface_subject(s, head, depth + 1).map(|f| Found::new(f.token, "adverbial control"))
        }
        // 'complained to the council, demanding an answer': who complains demands. And 'the man running the ministry'; an
        // infinitive or a gerund after a preposition is another matter.
        Deprel::Acl if token.xpos == "VBG" && s.child(verb, Deprel::Mark).is_none() => {
            match goes_on_with(s, verb, head) {
                Some(over) => surface_subject(s, over, depth + 1)
                    .map(|f| Found::new(f.token, "adverbial control")),
                None => Some(Found::new(head, "participle")),
            }
        }
        // 'granted the firm permission to build': to whom leave is given does so.
        Deprel::Acl
            if words::is(s.lemma(head), Class::Leave) && s.tokens[head].deprel == Deprel::Obj =>
        {
            let given = s.tokens[head].head?;
            receiver(s, given)
                .or_else(|| modifier_named(s, head))
                .map(|f| Found::new(f.token, "control by object"))
        }
        Deprel::Acl if s.child(verb, Deprel::Mark).is_some() => owner(s, head)
            .or_else(|| named_before(s, head))
            .map(|f| Found::new(f.token, "control by owner"))
            .or_else(|| {
                is_headline_plan(s, verb).then(|| Found::new(head, "subject of a headline"))
            }),
        Deprel::AclRelcl if s.children(verb).all(|c| !is_relative(s, c)) && token.xpos == "VBG" => {
            Some(Found::new(head, "participle"))
        }
        _ => None,
    }
}

/// Whether a verb of saying has subjects on both sides of what is said before it.
fn says_by_two(s: &Tree<'_>, saying: TokenIdx, said: TokenIdx) -> bool {
    let mut subjects = s
        .children(saying)
        .filter(|&c| s.tokens[c].deprel == Deprel::Nsubj);
    subjects.clone().any(|c| c < said) && subjects.any(|c| c > said)
}

/// 'killed two and left ten wounded, officials said': a noun behind the verb is the subject of the saying behind it,
/// whatever the tree says.
fn says(s: &Tree<'_>, verb: TokenIdx, noun: TokenIdx) -> bool {
    noun > verb
        && s.above(verb)
            .take_while(|&t| {
                t == verb || t > noun || matches!(s.tokens[t].deprel, Deprel::Ccomp | Deprel::Conj)
            })
            .any(|t| t > noun && crate::attribution::asserts(&s.tokens[t].lemma))
}

/// Behind a comma a participle goes on with the clause before, and does not say more of the noun it hangs on: the verb of
/// that clause.
fn goes_on_with(s: &Tree<'_>, participle: TokenIdx, noun: TokenIdx) -> Option<TokenIdx> {
    let before = participle.checked_sub(1)?;
    let phrase = matches!(s.tokens[noun].deprel, Deprel::Obl | Deprel::Nmod);
    let verb = s
        .above(noun)
        .skip(1)
        .find(|&t| s.tokens[t].upos == Upos::Verb)?;
    (s.form(before) == "," && phrase && verb < noun).then_some(verb)
}

/// Whether a quotation ends among these words.
fn is_quoted(s: &Tree<'_>, mut words: std::ops::Range<TokenIdx>) -> bool {
    words.any(|k| matches!(s.form(k), "\"" | "”" | "''" | "’" | "'"))
}

/// The subject as it stands, a passive's included.
fn surface_subject(s: &Tree<'_>, verb: TokenIdx, depth: usize) -> Option<Found> {
    if is_passive(s, verb) && s.tokens[verb].deprel == Deprel::Acl {
        return s.tokens[verb]
            .head
            .map(|token| Found::new(token, "participle"));
    }
    subject(s, verb, depth)
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
    // The subject of the verb whose object the noun is: 'Iran made a pledge to'.
    let head = s.tokens[noun].head?;
    // 'The president, on a visit to Riga, said'; 'flew in in a bid to end it'
    // 'said at a meeting with miners'
    let kind = match &*preposition(s, noun) {
        "on" | "during" if words::is(s.lemma(noun), Class::Journey) => Some(Class::Journey),
        "in" => Some(Class::Endeavour),
        "at" | "during" | "after" | "following" if phrases(s, noun, &["with"]).next().is_some() => {
            Some(Class::Encounter)
        }
        _ => None,
    };
    if kind.is_some_and(|kind| words::is(s.lemma(noun), kind)) {
        return match s.tokens[noun].deprel {
            Deprel::Obl if s.tokens[head].upos == Upos::Verb => {
                doer(s, head).map(|f| Found::new(f.token, "shared subject"))
            }
            Deprel::Nmod => Some(Found::new(head, "phrase of the party")),
            _ => None,
        };
    }
    match s.tokens[noun].deprel {
        // 'what diplomats called an attempt to' is no attempt of theirs.
        Deprel::Obj if words::is(s.lemma(head), Class::Naming) => None,
        Deprel::Obj if s.tokens[head].upos == Upos::Verb => {
            doer(s, head).map(|f| Found::new(f.token, "light verb"))
        }
        Deprel::Conj => owner(s, head),
        _ => None,
    }
}

/// 'granted the Portuguese government permission': the tree may take to whom it is given for a part of the noun.
fn modifier_named(s: &Tree<'_>, noun: TokenIdx) -> Option<Found> {
    s.child(noun, Deprel::Compound)
        .map(|c| Found::new(c, "modifier"))
}

/// 'US efforts to': a name right before the noun.
fn named_before(s: &Tree<'_>, noun: TokenIdx) -> Option<Found> {
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
                Found::new(own, "passive subject")
            });
        }
        let token = &s.tokens[verb];
        return match token.deprel {
            Deprel::Acl | Deprel::Amod => token.head.map(|h| Found::new(h, "participle")),
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
        if subject.is_some_and(|n| !is_relative(s, n)) && free {
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

/// The indirect object, if any.
pub(crate) fn receiver(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    s.child(verb, Deprel::Iobj)
        .map(|t| Found::new(t, "indirect object"))
}

/// The preposition of a phrase, multi-word ones joined ('`out_of`'); empty if none.
pub(crate) fn preposition<'a>(s: &'a Tree<'_>, token: TokenIdx) -> Cow<'a, str> {
    let mut cases = s
        .children(token)
        .filter(|&c| matches!(s.tokens[c].deprel, Deprel::Case | Deprel::Mark));
    let Some(first) = cases.next() else {
        return Cow::Borrowed("");
    };
    // 'according to', 'following': a participle goes by its form.
    let mut words = if s.tokens[first].upos == Upos::Verb {
        Cow::Owned(s.form(first).to_lowercase())
    } else {
        Cow::Borrowed(s.lemma(first))
    };
    let mut join = |word: &str| {
        let words = words.to_mut();
        words.push('_');
        words.push_str(word);
    };
    let mut fixed = s
        .children(first)
        .filter(|&c| s.tokens[c].deprel == Deprel::Fixed)
        .peekable();
    if fixed.peek().is_some() {
        fixed.for_each(|c| join(s.lemma(c)));
    } else if let Some(second) = cases.next()
        && second == first + 1
        && s.tokens[second].deprel == Deprel::Case
    {
        join(s.lemma(second));
    }
    words
}

/// Phrases under `head` after one of these prepositions; a conjoined verb shares those that come last.
pub(crate) fn phrases<'a, W: AsRef<str>>(
    s: &'a Tree<'_>,
    head: TokenIdx,
    prepositions: &'a [W],
) -> impl Iterator<Item = TokenIdx> + 'a {
    s.children(head).filter(move |&c| {
        matches!(
            s.tokens[c].deprel,
            Deprel::Obl
                | Deprel::Nmod
                | Deprel::OblAgent
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::Xcomp
                | Deprel::Ccomp
        ) && {
            let own = preposition(s, c);
            is_one_of(&own, prepositions)
                || (!words::is(&own, Class::Apart)
                    && own
                        .rsplit_once('_')
                        .is_some_and(|(_, last)| is_one_of(last, prepositions)))
        }
    })
}

pub(crate) fn is_one_of<W: AsRef<str>>(preposition: &str, all: &[W]) -> bool {
    all.iter().any(|p| p.as_ref() == preposition)
}

/// The subject of a clause that says what must be done: 'Israel must free the pilots', 'Libya needs to pay'.
pub(crate) fn bound(s: &Tree<'_>, verb: TokenIdx) -> Option<TokenIdx> {
    let duty = |t: TokenIdx| matches!(s.lemma(t), "must" | "should" | "ought" | "shall" | "need");
    let modal = s
        .children(verb)
        .any(|c| s.tokens[c].deprel == Deprel::Aux && duty(c));
    let governs = matches!(s.lemma(verb), "need" | "ought" | "have")
        && s.child(verb, Deprel::Xcomp)
            .is_some_and(|x| &*preposition(s, x) == "to");
    // 'demanded that it cancel the sale'
    let asked = s.tokens[verb]
        .head
        .is_some_and(|head| words::is(s.lemma(head), Class::Mandative));
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
