//! What does a number count, if anything?

use syntax::{Deprel, TokenIdx, Upos};

use super::amount::Amount;
use super::became::became;
use super::change::{self, change};
use super::lexicon::{self, casualty};
use super::{Kind, form, is_dash, lemma_of, lower};
use crate::table;
use crate::tree::Tree;
use crate::words::{self, Class};

/// What an amount counts.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    /// The noun, where there is one.
    pub(super) noun: Option<TokenIdx>,
    pub(super) unit: String,
    pub(super) kind: Kind,
}

/// Who counts as people where no noun says so.
const PEOPLE: &str = "people";

/// What the amount counts, or nothing if it counts nothing.
pub(super) fn of(s: &Tree<'_>, amount: &Amount) -> Option<Counted> {
    if is_label(s, amount) {
        return None;
    }
    let number = number_head(s, amount);
    let noun = noun(s, amount, number);
    let top = noun.filter(|&n| !s.is_under(n, number)).unwrap_or(number);
    let lemma = noun.map(|n| lemma_of(s, n));
    if lemma.is_some_and(|l| words::is(l, Class::Time)) {
        return None;
    }
    let one = amount.value <= 1.0;
    let including = s.children(top).any(|c| {
        s.tokens[c].deprel == Deprel::Case && s.tokens[c].form.eq_ignore_ascii_case("including")
    });
    let became = if including {
        None
    } else {
        became(s, amount, top, noun)
    };
    let kind = match (became, &lemma) {
        (Some(kind), _) => kind,
        (None, Some(l)) if words::is(l, Class::Troops) => Kind::Troops,
        (None, Some(_)) if one => return None,
        (None, Some(_)) if is_definite(s, top) && amount.value < 20.0 => return None,
        // '5m' without a noun of people or things may be metres.
        (None, Some(_)) => Kind::Count,
        (None, None) if change(s, amount.first, number, Kind::Count).is_some() && !one => {
            Kind::Count
        }
        (None, None) => return None,
    };
    let adjectival = noun.is_some_and(|n| {
        casualty(lemma_of(s, n), lexicon::Class::Adjective).is_some()
            || casualty(lemma_of(s, n), lexicon::Class::Noun).is_some()
    });
    let unit = match lemma {
        Some(l) if !adjectival && l != "other" => l.to_owned(),
        Some(_) if became.is_some() => PEOPLE.to_owned(),
        Some(l) => l.to_owned(),
        None => {
            if became.is_some() {
                PEOPLE.to_owned()
            } else {
                change::thing(s, number).unwrap_or_default()
            }
        }
    };
    Some(Counted { noun, unit, kind })
}

/// Whether a number names rather than counts.
fn is_label(s: &Tree<'_>, amount: &Amount) -> bool {
    let (at, end) = (amount.number, amount.end);
    let before = at.checked_sub(1);
    let touches = |i: usize| {
        i > 0
            && s.tokens
                .get(i)
                .is_some_and(|t| t.span.start == s.tokens[i - 1].span.end)
    };
    // List numbers: '2. The army', '3) The'.
    if at == 0 && matches!(form(s, end), "." | ")" | ":") && number_is_digits(s, at) {
        return true;
    }
    // '25-year-old', 'two-state', 'three-day', '12-member'.
    if is_dash(form(s, end))
        && touches(end)
        && touches(end + 1)
        && s.tokens
            .get(end + 1)
            .is_some_and(|t| t.form.starts_with(char::is_alphabetic))
    {
        return true;
    }
    // '25 years old' is met by the noun; '2:1', 'F-16', 'COVID-19'.
    if before.is_some_and(|b| is_dash(form(s, b)) && touches(at) && touches(b)) {
        return true;
    }
    let Some(before) = before else { return false };
    if words::is(lemma_of(s, before), Class::Numbered)
        || words::is(lower(s, before), Class::Numbered)
    {
        return true;
    }
    // 'one of', 'number one'
    if lower(s, at) == "one" && lower(s, at + 1) == "of" {
        return true;
    }
    let inside = s
        .names
        .iter()
        .any(|n| n.first <= at && at <= n.last && n.last > n.first);
    let follows_name =
        s.tokens[before].upos == Upos::Propn && s.tokens[at].deprel != Deprel::Nummod;
    // ', 25,' behind a name is an age.
    let aged = form(s, before) == ","
        && matches!(form(s, end), "," | "." | "")
        && amount.end == at + 1
        && number_is_digits(s, at)
        && !before_is_number(s, before);
    // 'the 32 Artillery Brigade'
    let unit = s.tokens[at]
        .head
        .filter(|&h| h >= end && s.tokens[at].deprel == Deprel::Nummod);
    let numbered = unit.is_some_and(|h| s.tokens[h].xpos == "NNP") && amount.value > 1.0;
    inside || numbered || follows_name || aged && s.tokens[at].deprel != Deprel::Conj
}

fn before_is_number(s: &Tree<'_>, at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|b| s.tokens[b].upos == Upos::Num)
}

fn number_is_digits(s: &Tree<'_>, at: usize) -> bool {
    form(s, at).starts_with(|c: char| c.is_ascii_digit())
}

/// The word of the number that depends on something outside it.
fn number_head(s: &Tree<'_>, amount: &Amount) -> TokenIdx {
    let inside = |i: TokenIdx| (amount.number..amount.end).contains(&i);
    let mut all =
        (amount.number..amount.end).filter(|&i| s.tokens[i].head.is_none_or(|h| !inside(h)));
    let outer = all
        .clone()
        .find(|&i| matches!(s.tokens[i].upos, Upos::Num | Upos::Noun | Upos::Adj));
    outer.or_else(|| all.next()).unwrap_or(amount.number)
}

/// The noun counted.
fn noun(s: &Tree<'_>, amount: &Amount, number: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[number];
    let nominal = |i: TokenIdx| {
        matches!(
            s.tokens[i].upos,
            Upos::Noun | Upos::Propn | Upos::Sym | Upos::Adj | Upos::X | Upos::Verb | Upos::Pron
        )
    };
    // 'dozens of people', '12 of the soldiers', 'a number of 12'.
    if lower(s, amount.end) == "of" {
        let of = s.children(number).find(|&c| {
            s.tokens[c].deprel == Deprel::Nmod && c > amount.end && s.tokens[c].upos != Upos::Pron
        });
        if of.is_some() {
            return of;
        }
    }
    match (t.deprel, t.head) {
        (
            Deprel::Nummod
            | Deprel::Compound
            | Deprel::Amod
            | Deprel::Det
            | Deprel::NmodUnmarked
            | Deprel::Advmod,
            Some(head),
        ) if head >= amount.end && nominal(head) => {
            // 'three were wounded': the parser may take the participle for a noun.
            (s.tokens[head].upos != Upos::Verb || s.tokens[head].xpos == "VBN").then_some(head)
        }
        // '30 others', '12 more': what is counted stands right behind.
        _ => {
            let next = amount.end;
            let right = s.tokens.get(next).is_some_and(|n| {
                n.upos == Upos::Noun && n.head != Some(number)
                    || n.lemma == "other"
                    || n.lemma == "people"
            });
            right.then_some(next)
        }
    }
}

fn is_definite(s: &Tree<'_>, top: TokenIdx) -> bool {
    s.children(top).any(|c| {
        let t = &s.tokens[c];
        t.deprel == Deprel::NmodPoss
            || t.deprel == Deprel::Det
                && matches!(
                    &*table::lower(&t.lemma),
                    "the" | "these" | "those" | "this" | "that"
                )
    })
}
