//! Pronouns: person, number, gender and case by form; whether they ask or relate, by the tree.

use super::{Feature, quantifier, under_relative};
use crate::{Deprel, Sentence, Token, TokenIdx};

pub(super) fn pronoun(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    let lower = token.form.to_lowercase();
    match token.xpos.as_str() {
        "PRP" | "PRP$" => personal(token, &lower, all),
        "WP" | "WDT" => {
            let is_free = token.lemma == "what" || token.lemma == "whatever";
            let is_relative = under_relative(sentence, at)
                || is_free
                    && sentence
                        .children(at)
                        .any(|c| sentence.tokens[c].deprel == Deprel::AclRelcl);
            all.push(("PronType", if is_relative { "Rel" } else { "Int" }));
        }
        "WP$" => all.extend([("Poss", "Yes"), ("PronType", "Rel")]),
        "DT" => match lower.as_str() {
            "this" | "that" => all.extend([("Number", "Sing"), ("PronType", "Dem")]),
            "these" | "those" => all.extend([("Number", "Plur"), ("PronType", "Dem")]),
            _ => quantifier(&token.lemma, all),
        },
        "NN" => {
            let lemma = token.lemma.as_str();
            let kind = if lemma.starts_with("some") || lemma.starts_with("any") {
                "Ind"
            } else if lemma.starts_with("every") {
                "Tot"
            } else {
                "Neg"
            };
            all.push(("PronType", kind));
            if lemma != "none" {
                all.push(("Number", "Sing"));
            }
        }
        _ => {}
    }
}

fn personal(token: &Token, lower: &str, all: &mut Vec<Feature>) {
    let is_possessive = token.xpos == "PRP$";
    let (number, person, gender) = match lower {
        "i" | "me" | "my" | "mine" | "myself" => ("Sing", "1", ""),
        "we" | "us" | "our" | "ours" | "ourselves" | "'s" | "’s" => ("Plur", "1", ""),
        "you" | "your" | "yours" | "u" | "ur" | "ya" => ("", "2", ""),
        "yourself" => ("Sing", "2", ""),
        "yourselves" => ("Plur", "2", ""),
        "he" | "him" | "his" | "himself" => ("Sing", "3", "Masc"),
        "she" | "her" | "hers" | "herself" => ("Sing", "3", "Fem"),
        "it" | "its" | "itself" => ("Sing", "3", "Neut"),
        "one" | "oneself" => ("Sing", "3", ""),
        _ => ("Plur", "3", ""),
    };
    all.push(("PronType", "Prs"));
    all.push(("Person", person));
    if !number.is_empty() {
        all.push(("Number", number));
    }
    if !gender.is_empty() {
        all.push(("Gender", gender));
    }
    let is_own = matches!(lower, "mine" | "ours" | "yours" | "hers" | "theirs")
        || lower == "his" && !is_possessive;
    let is_object = !matches!(
        token.deprel,
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Expl
    );
    let case = match lower {
        _ if is_possessive => "Gen",
        "one" => "",
        _ if is_own => "",
        "i" | "we" | "he" | "she" | "they" => "Nom",
        "you" | "u" | "ya" | "it" => {
            if is_object
                && !matches!(
                    token.deprel,
                    Deprel::Root
                        | Deprel::Conj
                        | Deprel::Dep
                        | Deprel::Parataxis
                        | Deprel::Vocative
                        | Deprel::Reparandum
                )
            {
                "Acc"
            } else {
                "Nom"
            }
        }
        _ => "Acc",
    };
    if is_possessive || is_own {
        all.push(("Poss", "Yes"));
    }
    if !case.is_empty() {
        all.push(("Case", case));
    }
    if lower.ends_with("self") || lower.ends_with("selves") {
        all.push(("Reflex", "Yes"));
        if matches!(
            token.deprel,
            Deprel::NmodUnmarked | Deprel::OblUnmarked | Deprel::Nmod
        ) && let Some(kind) = all.first_mut()
        {
            *kind = ("PronType", "Emp");
        }
    }
}
