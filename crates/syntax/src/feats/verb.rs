//! Verbs: tense, mood and voice, by tag, auxiliaries and the relation to the head.

use super::Feature;
use super::agreement::{agreement, subject};
use crate::{Deprel, Sentence, Token, TokenIdx, Upos};

pub(super) fn verb(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    let has = |deprel: Deprel| sentence.child(at, deprel).is_some();
    let has_aux = has(Deprel::Aux) || has(Deprel::AuxPass);
    let xpos = match token.xpos.as_str() {
        "NNP" if token.form.ends_with("ing") => "VBG",
        "NNP" if token.form.ends_with("ed") => "VBN",
        other => other,
    };
    match xpos {
        "MD" => all.push(("VerbForm", "Fin")),
        "VBZ" => {
            all.extend([
                ("Mood", "Ind"),
                ("Number", "Sing"),
                ("Person", "3"),
                ("Tense", "Pres"),
                ("VerbForm", "Fin"),
            ]);
        }
        "VBP" | "VBD" => {
            all.extend([
                ("Mood", "Ind"),
                ("Tense", if xpos == "VBD" { "Past" } else { "Pres" }),
                ("VerbForm", "Fin"),
            ]);
            let (number, person) = agreement(sentence, token, at);
            all.extend([("Number", number), ("Person", person)]);
        }
        "VBG" => {
            let is_noun_like = matches!(
                token.deprel,
                Deprel::Acl
                    | Deprel::Amod
                    | Deprel::Xcomp
                    | Deprel::Csubj
                    | Deprel::CsubjPass
                    | Deprel::Compound
            ) || (token.deprel == Deprel::Ccomp && !has_aux)
                || (token.deprel == Deprel::Conj
                    && !has_aux
                    && is_noun_like_conjunct(sentence, token));
            if is_noun_like && !has_aux && token.upos == Upos::Verb {
                all.push(("VerbForm", "Ger"));
            } else {
                all.extend([("Tense", "Pres"), ("VerbForm", "Part")]);
            }
        }
        "VBN" => {
            all.extend([("Tense", "Past"), ("VerbForm", "Part")]);
            let is_perfect = !has(Deprel::AuxPass)
                && (has(Deprel::Aux)
                    || token.deprel == Deprel::Conj && is_perfect_conjunct(sentence, token));
            if token.upos == Upos::Verb && token.xpos != "NNP" && !is_perfect {
                all.push(("Voice", "Pass"));
            }
        }
        _ => base_form(sentence, token, at, all),
    }
}

fn is_noun_like_conjunct(sentence: &Sentence, token: &Token) -> bool {
    let first = token
        .head
        .and_then(|head| sentence.tokens.get(head).map(|t| (head, t)));
    first.is_some_and(|(head, t)| {
        t.xpos == "VBG"
            && matches!(
                t.deprel,
                Deprel::Acl | Deprel::Amod | Deprel::Xcomp | Deprel::Csubj | Deprel::Ccomp
            )
            && sentence.child(head, Deprel::Aux).is_none()
    })
}

fn is_perfect_conjunct(sentence: &Sentence, token: &Token) -> bool {
    token.head.is_some_and(|head| {
        sentence.child(head, Deprel::Aux).is_some()
            && sentence.child(head, Deprel::AuxPass).is_none()
    })
}

/// Infinitive, imperative or subjunctive.
fn base_form(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    // An auxiliary has the mood of the verb it helps.
    let helps = matches!(token.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    let node = if helps { token.head.unwrap_or(at) } else { at };
    let clause = sentence.tokens.get(node).map_or(Deprel::Dep, |t| t.deprel);
    let is_bound = sentence.children(node).any(|c| {
        let child = &sentence.tokens[c];
        c != at
            && (child.xpos == "TO"
                || child.deprel == Deprel::Aux
                    && (child.xpos == "MD" || child.lemma == "do" && child.xpos != "VB"))
    });
    let has_subject = subject(sentence, node).is_some();
    let is_first = match clause {
        Deprel::Conj => sentence
            .tokens
            .get(node)
            .and_then(|t| t.head)
            .is_some_and(|head| is_imperative(sentence, head)),
        _ => {
            matches!(clause, Deprel::Root | Deprel::Parataxis)
                || clause == Deprel::Ccomp && !has_subject
        }
    };
    if is_first && !is_bound && !has_subject && token.xpos == "VB" {
        all.extend([("Mood", "Imp"), ("VerbForm", "Fin")]);
    } else {
        all.push(("VerbForm", "Inf"));
    }
}

fn is_imperative(sentence: &Sentence, at: TokenIdx) -> bool {
    let Some(token) = sentence.tokens.get(at) else {
        return false;
    };
    let is_bound = sentence.children(at).any(|c| {
        let child = &sentence.tokens[c];
        child.xpos == "TO" || child.deprel == Deprel::Aux && child.lemma != "do"
    });
    token.xpos == "VB"
        && !is_bound
        && subject(sentence, at).is_none()
        && matches!(
            token.deprel,
            Deprel::Root | Deprel::Parataxis | Deprel::Ccomp
        )
}
