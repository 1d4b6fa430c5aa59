//! Is an amount a new level or a step: 'raised to', 'cut by', 'fell 5 percent'?

use syntax::{Deprel, TokenIdx, Upos};

use super::lexicon::{self, Change};
use super::{Kind, lemma_of, lower};
use crate::tree::Tree;

/// Whether the amount is a new level or a step: `to`, `by`; what it came from is neither.
pub(super) fn change(
    s: &Tree<'_>,
    first: usize,
    head: TokenIdx,
    kind: Kind,
) -> Option<&'static str> {
    let case = s
        .children(head)
        .find(|&c| s.tokens[c].deprel == Deprel::Case)
        .map(|c| lower(s, c));
    let before = first
        .checked_sub(1)
        .map(|b| lower(s, b))
        .unwrap_or_default();
    let word = match before {
        "to" | "by" | "from" => before,
        _ => case.unwrap_or_default(),
    };
    let astray = || {
        matches!(&*word, "to" | "by")
            .then(|| passed_over(s, first, head))
            .flatten()
    };
    let changer = changer(s, head).or_else(astray)?;
    match word {
        "to" => Some("to"),
        "by" => Some("by"),
        "of" if changer == Change::Noun && matches!(kind, Kind::Money | Kind::Percent) => {
            Some("by")
        }
        // 'fell 5 percent', 'a 20 percent rise', 'cut tariffs 10 percent'
        "" => match (changer, kind) {
            (Change::Moves | Change::Noun, Kind::Percent | Kind::Money)
            | (Change::Moved, Kind::Percent) => Some("by"),
            _ => None,
        },
        _ => None,
    }
}

/// What goes up or down to an amount that stands without a noun: 'raised the number of troops to 300' speaks of troops.
pub(super) fn thing(s: &Tree<'_>, head: TokenIdx) -> Option<String> {
    let verb = s.tokens[head]
        .head
        .filter(|&h| lexicon::change(lemma_of(s, h), false).is_some())?;
    let noun = [Deprel::Obj, Deprel::NsubjPass, Deprel::Nsubj]
        .iter()
        .find_map(|&d| s.child(verb, d).filter(|&c| c != head))?;
    let lemma = lemma_of(s, noun);
    let number = matches!(
        lemma,
        "number" | "total" | "count" | "figure" | "tally" | "toll" | "strength"
    );
    let of = s.child(noun, Deprel::Nmod).filter(|_| number);
    Some(of.map_or(lemma, |c| lemma_of(s, c)).to_owned())
}

/// 'voicing his wish to raise trade to about $20 billion', hung on 'voicing': the verb of change that stands
/// between the amount and the word it was hung on.
fn passed_over(s: &Tree<'_>, first: usize, head: TokenIdx) -> Option<Change> {
    let over = s.tokens[head].head.filter(|&h| h < first)?;
    (over + 1..first)
        .rev()
        .filter(|&t| s.tokens[t].upos == Upos::Verb && s.is_under(t, over))
        .find_map(|t| lexicon::change(lemma_of(s, t), false))
}

/// The word of change above an amount, within its clause.
fn changer(s: &Tree<'_>, head: TokenIdx) -> Option<Change> {
    let mut at = head;
    for step in 0..5 {
        let t = &s.tokens[at];
        if step > 0
            && matches!(
                t.deprel,
                Deprel::Ccomp | Deprel::AclRelcl | Deprel::Parataxis | Deprel::Conj
            )
            && t.upos == Upos::Verb
        {
            return None;
        }
        at = t.head?;
        let noun = s.tokens[at].upos == Upos::Noun;
        if let Some(change) = lexicon::change(lemma_of(s, at), noun) {
            // 'a rise in exports worth $5 million': not the amount of the rise.
            let direct = step == 0 || !noun;
            return direct.then_some(change);
        }
        if s.tokens[at].upos == Upos::Verb {
            return None;
        }
    }
    None
}
