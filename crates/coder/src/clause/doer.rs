//! The doer of a clause: its subject, the phrase with 'by' of a passive, or whoever controls a clause without a subject.

use syntax::{Deprel, TokenIdx, Upos};

use super::owner::{modifier_named, named_before, owner};
use super::patient::{patient, receiver};
use super::phrase::{phrases, preposition};
use super::{
    Found, behind_role, has_cop, is_finite, is_headline_plan, is_passive, is_relative,
    relative_head,
};
use crate::tree::Tree;
use crate::words::{self, Class};

/// The subject of the active clause: the doer.
pub(crate) fn doer(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    if is_passive(s, verb) {
        return agent(s, verb).or_else(|| causer(s, verb));
    }
    subject(s, verb, 0)
}

/// 'The judge ordered them jailed', 'had him arrested': who has it done.
pub(super) fn causer(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
    let (cause, _) = caused(s, verb)?;
    subject(s, cause, 0).map(|f| Found::new(f.token, "control by subject"))
}

/// Where a participle says what somebody has done to the object: the verb above it, and the object.
pub(super) fn caused(s: &Tree<'_>, verb: TokenIdx) -> Option<(TokenIdx, TokenIdx)> {
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
pub(super) fn agent(s: &Tree<'_>, verb: TokenIdx) -> Option<Found> {
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
pub(super) fn subject(s: &Tree<'_>, verb: TokenIdx, depth: usize) -> Option<Found> {
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
            let own = behind_role(s, verb, own).unwrap_or(own);
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
            // 'summoned the envoy to complain'
            let told_off = lemma == "summon" && words::is(&token.lemma, Class::Voicing);
            // 'called her to apologise'; what is called an attempt is another matter.
            let called = || {
                words::is(lemma, Class::Attained)
                    && object.is_some_and(|o| matches!(s.tokens[o].upos, Upos::Propn | Upos::Pron))
            };
            let own = told_off || matches!(lemma, "promise" | "threaten") || object.is_none();
            if words::is(lemma, Class::Control) || !(own || called()) {
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
        // 'They overran the base, officials said, killing ten': officials killed nobody.
        Deprel::Advcl
            if token.xpos == "VBG"
                && words::is(&token.lemma, Class::Harming)
                && told_before(s, head, verb).is_some() =>
        {
            let told = told_before(s, head, verb)?;
            surface_subject(s, told, depth + 1).map(|f| Found::new(f.token, "adverbial control"))
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
        // 'sponsored a resolution criticising them': who sponsors it criticises.
        Deprel::Acl
            if token.xpos == "VBG"
                && s.is(head, Class::Writing)
                && s.tokens[head].deprel == Deprel::Obj =>
        {
            let issued = s.tokens[head].head?;
            doer(s, issued).map(|f| Found::new(f.token, "control by owner"))
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
        // 'as attacks by the rebels left ten dead': finite, whatever the tree makes of it.
        Deprel::Acl
            if token.xpos == "VBD"
                && s.child(verb, Deprel::Obj).is_some()
                && s.child(verb, Deprel::Mark).is_none() =>
        {
            Some(Found::new(head, "participle"))
        }
        // 'accused the law of attacking': what is accused is said to do so.
        Deprel::Acl
            if token.xpos == "VBG"
                && preposition(s, verb) == "of"
                && s.tokens[head].deprel == Deprel::Obj
                && s.tokens[head]
                    .head
                    .is_some_and(|over| s.is(over, Class::Charging)) =>
        {
            Some(Found::new(head, "control by object"))
        }
        // 'granted the firm permission to build': to whom leave is given does so.
        Deprel::Acl if s.is(head, Class::Leave) && s.tokens[head].deprel == Deprel::Obj => {
            let given = s.tokens[head].head?;
            receiver(s, given)
                .or_else(|| modifier_named(s, head))
                .map(|f| Found::new(f.token, "control by object"))
        }
        // 'challenged a White House plan to arrest them': whose plan it is, before whoever deals with it.
        Deprel::Acl if s.child(verb, Deprel::Mark).is_some() => owner(s, head)
            .filter(|f| f.by != "light verb" || named_before(s, head).is_none())
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

/// The verb of what is told in front of a verb of saying, where something follows behind it.
fn told_before(s: &Tree<'_>, saying: TokenIdx, behind: TokenIdx) -> Option<TokenIdx> {
    let told = match s.tokens[saying].deprel {
        Deprel::Parataxis => s.tokens[saying].head,
        _ => s.child(saying, Deprel::Ccomp),
    };
    let asserts = crate::attribution::asserts(&s.tokens[saying].lemma);
    told.filter(|&t| asserts && t < saying && saying < behind)
}

/// Whether a verb of saying has subjects on both sides of what is said before it.
pub(super) fn says_by_two(s: &Tree<'_>, saying: TokenIdx, said: TokenIdx) -> bool {
    let mut subjects = s
        .children(saying)
        .filter(|&c| s.tokens[c].deprel == Deprel::Nsubj);
    subjects.clone().any(|c| c < said) && subjects.any(|c| c > said)
}

/// 'killed two and left ten wounded, officials said': a noun behind the verb is the subject of the saying behind it,
/// whatever the tree says.
pub(super) fn says(s: &Tree<'_>, verb: TokenIdx, noun: TokenIdx) -> bool {
    noun > verb
        && s.above(verb)
            .take_while(|&t| {
                t == verb || t > noun || matches!(s.tokens[t].deprel, Deprel::Ccomp | Deprel::Conj)
            })
            .any(|t| t > noun && crate::attribution::asserts(&s.tokens[t].lemma))
}

/// Behind a comma a participle goes on with the clause before, and does not say more of the noun it hangs on: the verb of
/// that clause.
pub(super) fn goes_on_with(s: &Tree<'_>, participle: TokenIdx, noun: TokenIdx) -> Option<TokenIdx> {
    let before = participle.checked_sub(1)?;
    let phrase = matches!(s.tokens[noun].deprel, Deprel::Obl | Deprel::Nmod);
    let verb = s
        .above(noun)
        .skip(1)
        .find(|&t| s.tokens[t].upos == Upos::Verb)?;
    (s.form(before) == "," && phrase && verb < noun).then_some(verb)
}

/// Whether a quotation ends among these words.
pub(super) fn is_quoted(s: &Tree<'_>, mut words: std::ops::Range<TokenIdx>) -> bool {
    words.any(|k| matches!(s.form(k), "\"" | "”" | "''" | "’" | "'"))
}

/// The subject as it stands, a passive's included.
pub(super) fn surface_subject(s: &Tree<'_>, verb: TokenIdx, depth: usize) -> Option<Found> {
    if is_passive(s, verb) && s.tokens[verb].deprel == Deprel::Acl {
        return s.tokens[verb]
            .head
            .map(|token| Found::new(token, "participle"));
    }
    subject(s, verb, depth)
}
