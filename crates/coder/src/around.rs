//! What dictionaries of patterns ask of the words around a head, and where they look for parties.
//!
//! A pattern goes by the order of the text: words before and behind the head, a party in front of it, the first
//! party behind it however deep. Clauses ([`crate::clause`]) say more with less, and the shipped codebook is written
//! in clauses; these places are for rules that were imported.

use syntax::{Deprel, TokenIdx, Upos};

use crate::clause::{self, Found};
use crate::codebook::{Demand, Element, Role, Rule};
use crate::matcher::{Filled, Match, Parties};
use crate::tree::Tree;

/// Whether the head's form is one the rule holds for, and its words stand around it; parties among them are taken.
pub(crate) fn holds(
    s: &Tree<'_>,
    parties: &impl Parties,
    rule: &Rule,
    found: &mut Match<'_>,
) -> bool {
    let head = found.head;
    let is = |token: TokenIdx, word: &str| token < s.tokens.len() && s.form(token) == word;
    if !rule.forms.is_empty() && !rule.forms.iter().any(|form| is(head, form)) {
        return false;
    }
    let Some(around) = &rule.around else {
        return true;
    };
    let run_at = |start: TokenIdx, run: &[String]| {
        run.iter().enumerate().all(|(i, word)| is(start + i, word))
    };
    let at = around.at.iter().find(|(left, right)| {
        left.len() <= head && run_at(head - left.len(), left) && run_at(head + 1, right)
    });
    let Some((left, right)) = at else {
        return false;
    };
    let mut score = 10 + 10 * (left.len() + right.len());
    let mut taken: Vec<Filled> = Vec::new();
    let mut words: Vec<TokenIdx> = (head - left.len()..=head + right.len()).collect();
    let mut role = |role: Role, token: TokenIdx| {
        taken.push(Filled {
            role,
            token,
            by: "pattern",
        });
    };
    // To the left, the nearest of each; every step goes on before what the last one found.
    let mut end = head - left.len();
    for element in around.before.iter().rev() {
        let next = match element {
            Element::Words(runs) => (0..end).rev().find_map(|start| {
                let run = runs
                    .iter()
                    .find(|run| start + run.len() <= end && run_at(start, run))?;
                words.extend(start..start + run.len());
                score += 10 * run.len();
                Some(start)
            }),
            Element::Actor | Element::Recipient => {
                let party = phrases(s, parties, 0..end).into_iter().next_back();
                if let Some(token) = party {
                    role(side(element), token);
                }
                party
            }
            Element::Phrase => (0..end).rev().find(|&t| is_noun(s, t)),
        };
        let Some(next) = next else { return false };
        end = next;
    }
    let mut start = head + right.len() + 1;
    let n = s.tokens.len();
    for element in &around.behind {
        let next = match element {
            Element::Words(runs) => (start..n).find_map(|start| {
                let run = runs.iter().find(|run| run_at(start, run))?;
                words.extend(start..start + run.len());
                score += 10 * run.len();
                Some(start + run.len())
            }),
            Element::Actor | Element::Recipient => {
                let party = phrases(s, parties, start..n).into_iter().next();
                if let Some(token) = party {
                    role(side(element), token);
                }
                party.map(|t| t + 1)
            }
            Element::Phrase => (start..n)
                .find(|&t| is_noun(s, t))
                .map(|t| (t..n).find(|&u| !is_noun(s, u)).unwrap_or(n)),
        };
        let Some(next) = next else { return false };
        start = next;
    }
    found.score += i32::try_from(score + 2 * taken.len()).unwrap_or(i32::MAX);
    found.parties.extend(taken);
    found.words.extend(words);
    true
}

const fn side(element: &Element) -> Role {
    match element {
        Element::Recipient => Role::Recipient,
        _ => Role::Actor,
    }
}

fn is_noun(s: &Tree<'_>, token: TokenIdx) -> bool {
    matches!(s.tokens[token].upos, Upos::Noun | Upos::Propn)
}

/// Whether a word only modifies the one it hangs on: 'Osgiliath soldiers', 'the soldiers of Osgiliath'.
fn is_part(s: &Tree<'_>, token: TokenIdx) -> bool {
    matches!(
        s.tokens[token].deprel,
        Deprel::Amod
            | Deprel::Compound
            | Deprel::Conj
            | Deprel::Flat
            | Deprel::Nmod
            | Deprel::NmodDesc
            | Deprel::NmodPoss
    )
}

/// The heads of phrases that are parties, in text order: no parts of a party, no pronouns.
fn phrases(
    s: &Tree<'_>,
    parties: &impl Parties,
    range: std::ops::Range<TokenIdx>,
) -> Vec<TokenIdx> {
    let meets = |t: TokenIdx| parties.meets(t, Demand::None);
    range
        .clone()
        .filter(|&t| s.tokens[t].upos != Upos::Pron && meets(t))
        .filter(|&t| {
            let mut at = t;
            while let Some(head) = s.tokens[at].head.filter(|_| is_part(s, at)) {
                if range.contains(&head) && meets(head) {
                    return false;
                }
                at = head;
            }
            true
        })
        .collect()
}

/// The parties inside a phrase that is none itself, in text order: 'Iraq's death toll'.
pub(crate) fn inside(
    s: &Tree<'_>,
    parties: &impl Parties,
    place: Found,
    demand: Demand,
) -> Vec<Found> {
    if demand != Demand::Inside || parties.meets(place.token, Demand::None) {
        return Vec::new();
    }
    let own = s.subtree(place.token);
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
        return Vec::new();
    };
    phrases(s, parties, first..last + 1)
        .into_iter()
        .filter(|t| own.contains(t))
        .map(|token| Found {
            token,
            by: "inside the phrase",
        })
        .collect()
}

/// Whether a party stands with another: 'Iran and Iraq'.
pub(crate) fn are_several(s: &Tree<'_>, parties: &impl Parties, token: TokenIdx) -> bool {
    clause::conjuncts(s, token)
        .filter(|&t| parties.meets(t, Demand::None))
        .count()
        > 1
}

/// The parties behind a head and under it, in text order, what a passive puts in front first.
pub(crate) fn behind(s: &Tree<'_>, parties: &impl Parties, head: TokenIdx) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    if clause::is_passive(s, head)
        && let Some(patient) = clause::patient(s, head)
    {
        all.push(patient);
        all.extend(inside(s, parties, patient, Demand::Inside));
    }
    let aside: Vec<TokenIdx> = s
        .children(head)
        .filter(|&c| matches!(s.tokens[c].deprel, Deprel::Parataxis | Deprel::Nsubj))
        .collect();
    all.extend(
        phrases(s, parties, head + 1..s.tokens.len())
            .into_iter()
            .filter(|&t| s.is_under(t, head) && !aside.iter().any(|&a| s.is_under(t, a)))
            .map(|token| Found {
                token,
                by: "behind the head",
            }),
    );
    all
}

/// The clause or phrase behind the head that it speaks of: what is told in it is no act of its own.
pub(crate) fn spoken_of(s: &Tree<'_>, head: TokenIdx) -> Option<TokenIdx> {
    s.children(head).find(|&c| {
        c > head
            && matches!(
                s.tokens[c].deprel,
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj
            )
    })
}
