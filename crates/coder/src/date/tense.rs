//! Does the clause around an expression look back or ahead?
//!
//! Only what grammar says: the finite verb above it, through infinitives and participles. 'was to visit on
//! Monday' is neither: the plan is past, the visit may be on either side of the day of writing.

use syntax::{Sentence, TokenIdx, Upos};

use super::Direction;

/// The way the clause around the tokens `first..end` looks.
pub(super) fn of(s: &Sentence, first: usize, end: usize) -> Direction {
    let outer = (first..end).find(|&i| s.tokens[i].head.is_none_or(|h| !(first..end).contains(&h)));
    let Some(mut at) = outer else {
        return Direction::Unknown;
    };
    let mut infinitive = false;
    // A tree has no cycle; a bound costs nothing.
    for _ in 0..s.tokens.len() {
        if is_clause(s, at) {
            match verb(s, at) {
                Verb::Past if infinitive => return Direction::Unknown,
                Verb::Past => return Direction::Past,
                Verb::Future => return Direction::Future,
                Verb::Present if infinitive => return Direction::Future,
                Verb::Present => return Direction::Unknown,
                Verb::Infinitive => infinitive = true,
                Verb::Open => {}
            }
        }
        match s.tokens[at].head {
            Some(head) => at = head,
            None => break,
        }
    }
    Direction::Unknown
}

#[derive(Clone, Copy)]
enum Verb {
    Past,
    Present,
    Future,
    Infinitive,
    /// A participle: its tense is that of what it hangs on.
    Open,
}

fn is_clause(s: &Sentence, at: TokenIdx) -> bool {
    matches!(s.tokens[at].upos, Upos::Verb | Upos::Aux)
        || s.child(at, syntax::Deprel::Cop).is_some()
}

fn verb(s: &Sentence, at: TokenIdx) -> Verb {
    use syntax::Deprel::{Aux, AuxPass, Cop, Mark};
    let helpers = || {
        s.children(at)
            .filter(|&c| matches!(s.tokens[c].deprel, Aux | AuxPass | Cop))
    };
    if helpers().any(|c| {
        matches!(
            s.tokens[c].lemma.to_lowercase().as_str(),
            "will" | "shall" | "wo" | "'ll" | "’ll"
        )
    }) {
        return Verb::Future;
    }
    if s.children(at)
        .any(|c| s.tokens[c].deprel == Mark && s.tokens[c].form.eq_ignore_ascii_case("to"))
    {
        return Verb::Infinitive;
    }
    let forms: Vec<TokenIdx> = helpers().chain([at]).collect();
    if forms.iter().any(|&i| s.tokens[i].xpos == "VBD") {
        return Verb::Past;
    }
    let has = helpers().any(|c| s.tokens[c].lemma == "have");
    if has && s.tokens[at].xpos == "VBN" {
        return Verb::Past;
    }
    if forms.iter().any(|&i| s.tokens[i].xpos == "MD") {
        return Verb::Present;
    }
    if forms
        .iter()
        .any(|&i| matches!(s.tokens[i].xpos.as_str(), "VBZ" | "VBP"))
    {
        // 'is visiting on Monday'
        return if s.tokens[at].xpos == "VBG" {
            Verb::Future
        } else {
            Verb::Present
        };
    }
    Verb::Open
}
