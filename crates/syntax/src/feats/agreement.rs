//! Number and person of a finite verb, which English mostly leaves to the subject.

use crate::{Deprel, Sentence, Token, TokenIdx, Upos};

/// The subject among the dependents of `at`.
pub(super) fn subject(sentence: &Sentence, at: TokenIdx) -> Option<TokenIdx> {
    let rank = |deprel: Deprel| match deprel {
        Deprel::Nsubj => 0,
        Deprel::NsubjPass => 1,
        Deprel::NsubjOuter => 2,
        Deprel::Csubj => 3,
        Deprel::CsubjPass => 4,
        _ => 5,
    };
    sentence
        .children(at)
        .map(|c| (rank(sentence.tokens[c].deprel), c))
        .filter(|&(rank, _)| rank < 5)
        .min()
        .map(|(_, c)| c)
}

/// Number and person that a finite verb takes from its subject.
pub(super) fn agreement(
    sentence: &Sentence,
    token: &Token,
    at: TokenIdx,
) -> (&'static str, &'static str) {
    if ["am", "'m", "’m", "m"]
        .iter()
        .any(|am| token.form.eq_ignore_ascii_case(am))
    {
        return ("Sing", "1");
    }
    let mut node = match token.deprel {
        Deprel::Aux | Deprel::AuxPass | Deprel::Cop => token.head.unwrap_or(at),
        _ => at,
    };
    for _ in 0..8 {
        if let Some(found) = subject(sentence, node) {
            return person(sentence, found, node, token);
        }
        let Some(verb) = sentence.tokens.get(node) else {
            break;
        };
        // A conjunct shares the subject of the first one.
        match (verb.deprel, verb.head) {
            (Deprel::Conj, Some(head)) => node = head,
            _ => break,
        }
    }
    match (token.xpos.as_str(), token.lemma.as_str()) {
        ("VBD", _) => ("Sing", "3"),
        // 'Thank you', 'Hope all is well'.
        (_, "thank" | "hope") => ("Sing", "1"),
        _ => ("Plur", "3"),
    }
}

fn person(
    sentence: &Sentence,
    subject: TokenIdx,
    verb: TokenIdx,
    token: &Token,
) -> (&'static str, &'static str) {
    let Some(found) = sentence.tokens.get(subject) else {
        return ("Sing", "3");
    };
    let is_relative = matches!(found.xpos.as_str(), "WDT" | "WP")
        && sentence
            .tokens
            .get(verb)
            .is_some_and(|t| t.deprel == Deprel::AclRelcl);
    if is_relative && let Some(head) = sentence.tokens.get(verb).and_then(|t| t.head) {
        return number_of(sentence, head, token);
    }
    number_of(sentence, subject, token)
}

fn number_of(sentence: &Sentence, at: TokenIdx, verb: &Token) -> (&'static str, &'static str) {
    let Some(token) = sentence.tokens.get(at) else {
        return ("Sing", "3");
    };
    let is_group = sentence
        .children(at)
        .any(|c| sentence.tokens[c].deprel == Deprel::Conj)
        && sentence
            .children(at)
            .chain(sentence.children(at).flat_map(|c| sentence.children(c)))
            .any(|c| sentence.tokens[c].lemma == "and");
    let lower = token.form.to_lowercase();
    let plain = match (token.upos, lower.as_str()) {
        (Upos::Pron, "i" | "me") => ("Sing", "1"),
        (Upos::Pron, "we" | "us") => ("Plur", "1"),
        (Upos::Pron, "you") => ("Sing", "2"),
        (Upos::Pron, "they" | "them" | "these" | "those") => ("Plur", "3"),
        _ => match token.xpos.as_str() {
            "NNS" | "NNPS" => ("Plur", "3"),
            _ => (
                if verb.xpos == "VBP" || lower_is_were(verb) {
                    "Plur"
                } else {
                    "Sing"
                },
                "3",
            ),
        },
    };
    match plain {
        ("Sing", "1") if is_group => ("Plur", "1"),
        ("Sing", "3") if is_group => ("Plur", "3"),
        _ => plain,
    }
}

fn lower_is_were(verb: &Token) -> bool {
    verb.form.eq_ignore_ascii_case("were")
}
