//! A number or a range with the unit that stands beside it: '$5-10 million', 'Iraqi dinars', 'percent'.

use super::lexicon;
use super::{form, is_dash, lower, number};
use crate::table;
use crate::tree::Tree;

/// A number or range with the unit that stands beside it.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub(super) first: usize,
    pub(super) end: usize,
    /// The first token of the number itself, and the one after its last.
    pub(super) number: usize,
    pub(super) number_end: usize,
    pub(super) value: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    /// ISO code or `percent`; none if it counts things.
    pub(super) unit: Option<String>,
    pub(super) vague: bool,
    pub(super) suffix: bool,
}

pub(super) fn amount(s: &Tree<'_>, at: usize) -> Option<Amount> {
    let sign = lexicon::sign(form(s, at)).filter(|_| is_sign(s, at));
    let start = at + usize::from(sign.is_some());
    let first = number::read(&s.tokens, start)?;
    let mut amount = Amount {
        first: at,
        end: first.end,
        number: start,
        number_end: first.end,
        value: first.value,
        low: first.low,
        high: first.high,
        unit: sign.map(str::to_owned),
        vague: first.low.is_some(),
        suffix: first.suffix,
    };
    let marked = percent(s, amount.end);
    if let Some(end) = marked {
        amount.end = end;
        amount.unit = Some("percent".to_owned());
    }
    range(s, &mut amount, first.scale);
    if amount.unit.is_none() {
        unit_after(s, &mut amount);
    } else if let Some((unit, end)) = currency_after(s, amount.end) {
        // 'US$5 million dollars'
        if amount.unit.as_ref() == Some(&unit) {
            amount.end = end;
        }
    }
    Some(amount)
}

/// Whether a sign is one: 'ID' and 'LE' are words as well, so a code needs its number right behind or before it.
fn is_sign(s: &Tree<'_>, at: usize) -> bool {
    let letters = form(s, at).chars().all(char::is_alphabetic);
    !letters
        || number::digits(form(s, at + 1)).is_some()
        || s.tokens
            .get(at + 1)
            .is_some_and(|t| t.form.starts_with(|c: char| c.is_ascii_digit()))
}

/// '%', 'percent', 'per cent', 'percentage points' from `at`: the token after.
fn percent(s: &Tree<'_>, at: usize) -> Option<usize> {
    let at =
        at + usize::from(is_dash(form(s, at)) && matches!(lower(s, at + 1), "percent" | "per"));
    match (lower(s, at), lower(s, at + 1)) {
        ("%" | "percent" | "pc" | "pct", _) => Some(at + 1),
        ("per", "cent") | ("percentage", "point" | "points") => Some(at + 2),
        _ => None,
    }
}

/// Take in the second number of a range: '10-15', 'between $5 and $10 million', 'two or three'.
fn range(s: &Tree<'_>, amount: &mut Amount, scale: f64) {
    if amount.vague {
        return;
    }
    let before = amount
        .first
        .checked_sub(1)
        .map(|b| lower(s, b))
        .unwrap_or_default();
    let joint = lower(s, amount.end);
    let joins = is_dash(joint)
        || joint == "or"
        || (joint == "to" && before != "from")
        || (joint == "and" && before == "between");
    if !joins {
        return;
    }
    let next = amount.end + 1;
    let sign = lexicon::sign(form(s, next)).filter(|_| is_sign(s, next));
    if sign.is_some() && sign != amount.unit.as_deref() {
        return;
    }
    let Some(second) =
        number::read(&s.tokens, next + usize::from(sign.is_some())).filter(|n| n.low.is_none())
    else {
        return;
    };
    let mut low = amount.value;
    // '5 to 10 million': the scale is said once.
    if scale <= 1.0 && second.scale > 1.0 && low < second.value / second.scale {
        low *= second.scale;
    }
    let percent = percent(s, second.end);
    let mixed = amount.unit.as_deref() == Some("percent") && percent.is_none();
    if second.value <= low || mixed {
        return;
    }
    amount.end = percent.unwrap_or(second.end);
    if percent.is_some() {
        amount.unit = Some("percent".to_owned());
    }
    amount.value = low;
    amount.low = Some(low);
    amount.high = Some(second.value);
    amount.suffix |= second.suffix;
    if before == "between" {
        amount.first -= 1;
    }
}

fn unit_after(s: &Tree<'_>, amount: &mut Amount) {
    if let Some((unit, end)) = currency_after(s, amount.end) {
        amount.unit = Some(unit);
        amount.end = end;
    }
}

/// A currency behind a number: '20 €', 'million dollars', 'Iraqi dinars', '-dollar', 'of dollars'.
fn currency_after(s: &Tree<'_>, at: usize) -> Option<(String, usize)> {
    if let Some(code) = lexicon::sign(form(s, at))
        .filter(|_| form(s, at) != "ID" && form(s, at) != "LE" && form(s, at) != "LL")
    {
        // '500 $ 20': the sign belongs to the next number.
        let taken = number::digits(form(s, at + 1)).is_some()
            && !s
                .tokens
                .get(at)
                .is_some_and(|t| t.form.chars().all(char::is_alphabetic));
        return (!taken).then(|| (code.to_owned(), at + 1));
    }
    let mut at = at + usize::from(lower(s, at) == "of" || is_dash(form(s, at)));
    let mut adjective = String::new();
    for length in [3, 2, 1] {
        let words = (at..at + length)
            .map(|i| lower(s, i))
            .collect::<Vec<_>>()
            .join(" ");
        if lexicon::is_adjective(&words) {
            adjective = words;
            at += length;
            break;
        }
    }
    let word = s.tokens.get(at)?;
    let lemma = if word.lemma.is_empty() {
        table::lower(word.form.trim_end_matches('s'))
    } else {
        table::lower(&word.lemma)
    };
    // 'pounds of explosives' are no money.
    if lemma == "pound" && lower(s, at + 1) == "of" {
        return None;
    }
    let unit = lexicon::currency(&lemma, &adjective)?;
    // 'real', 'won', 'crown' are words of all trades.
    if matches!(
        &*lemma,
        "real" | "won" | "crown" | "som" | "rand" | "buck" | "sterling"
    ) && adjective.is_empty()
        && word.upos != syntax::Upos::Noun
    {
        return None;
    }
    Some((unit, at + 1))
}
