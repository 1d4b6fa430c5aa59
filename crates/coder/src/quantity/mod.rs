//! How much, how many? Amounts of a sentence: money, people killed, hurt and arrested, troops, shares, things.
//!
//! 1. A number, a range of numbers or a vague word (`number`) with its currency, its '%' or the noun it counts.
//! 2. What loosens it ('about', 'at least', 'or more'), with the bound that leaves.
//! 3. What kind it is: from the unit, or for people from what the text says became of them.
//! 4. Whether it is the level something changes `to`, or the step it changes `by`.
//!
//! A range or a vague word has the least it can be as its value, and both bounds. Numbers that count nothing are
//! left out: dates, durations, ages, numbers of articles and resolutions, parts of names, 'one of', 'the two
//! countries'.

mod amount;
mod became;
mod change;
mod counted;
mod lexicon;
pub(crate) mod number;

use syntax::{Sentence, Span, TokenIdx};

use crate::date::DateExpression;
use crate::ground::Ground;
use crate::signal::Part;
use crate::tree::{Lowered, Tree};
use amount::{Amount, amount};
use lexicon::Bound;

/// An amount in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// First token, what loosens it included.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// The words.
    pub span: Span,
    /// The amount; the least of a range.
    pub value: f64,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// ISO 4217 code, `percent`, or the lemma of the noun counted.
    pub unit: String,
    /// What kind of amount.
    pub kind: Kind,
    /// 'about', 'at least', 'dozens'.
    pub approximator: Option<String>,
    /// `to`, `by` or `from`, where something changes.
    pub change: Option<&'static str>,
    /// The word of the amount that the others hang on.
    pub head: TokenIdx,
}

/// Kinds of amounts, as the record has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Money.
    Money,
    /// People killed.
    Dead,
    /// People hurt.
    Injured,
    /// People arrested.
    Arrested,
    /// Soldiers.
    Troops,
    /// A share.
    Percent,
    /// Anything else that can be counted.
    Count,
}

impl Kind {
    /// As in the record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Dead => "dead",
            Self::Injured => "injured",
            Self::Arrested => "arrested",
            Self::Troops => "troops",
            Self::Percent => "percent",
            Self::Count => "count",
        }
    }
}

/// Whether what a noun or number depends on befalls people: it kills, hurts or holds them.
pub(crate) fn befell(s: &Tree<'_>, token: TokenIdx) -> bool {
    became::by_head(s, token).is_some()
}

impl Quantity {
    /// As records hold it.
    pub(crate) fn record(&self, ground: &Ground<'_>) -> plover::Quantity {
        plover::Quantity {
            value: self.value,
            low: self.low,
            high: self.high,
            unit: self.unit.clone(),
            kind: self.kind.as_str().to_owned(),
            approximator: self.approximator.clone(),
            change: self.change.map(str::to_owned),
            text: ground.words(self.span).to_owned(),
            span: ground.span(self.span),
        }
    }
}

/// The amounts of a sentence of `text`, in order, not overlapping.
///
/// ```
/// let (document, _) = syntax::Parser::standard().parse("He wants to raise trade to about $20 billion.");
/// let found = coder::quantity::find(&document.sentences[0], &document.text);
/// assert_eq!((found[0].value, found[0].unit.as_str()), (2e10, "USD"));
/// assert_eq!((found[0].approximator.as_deref(), found[0].change), (Some("about"), Some("to")));
/// ```
pub fn find(s: &Sentence, text: &str) -> Vec<Quantity> {
    let lowered = Lowered::new(std::slice::from_ref(s));
    let trees = lowered.trees();
    let all = trees.iter().flat_map(|s| {
        // Most sentences have no number, and reading dates costs more than finding that out.
        if has_number(s) {
            amounts(s, text, &crate::date::tokens(s))
        } else {
            Vec::new()
        }
    });
    all.collect()
}

/// The amounts of a sentence whose expressions of time are known.
pub(crate) fn find_beside(s: &Tree<'_>, text: &str, dates: &[DateExpression]) -> Vec<Quantity> {
    if !has_number(s) {
        return Vec::new();
    }
    let mut dated = vec![false; s.tokens.len()];
    for date in dates {
        dated[date.first..=date.last].fill(true);
    }
    amounts(s, text, &dated)
}

fn has_number(s: &Tree<'_>) -> bool {
    (0..s.tokens.len())
        .any(|at| s.signal(at).has(Part::Number) && number::read(&s.tokens, at).is_some())
}

fn amounts(s: &Tree<'_>, text: &str, dated: &[bool]) -> Vec<Quantity> {
    let mut all = Vec::new();
    let mut at = 0;
    let number = |at: TokenIdx| at < dated.len() && s.signal(at).has(Part::Number);
    while at < s.tokens.len() {
        // It starts with its number, or with a sign before it.
        let amount = if dated[at] || !(number(at) || number(at + 1)) {
            None
        } else {
            amount(s, at)
        };
        let Some(amount) = amount.filter(|a| !dated[a.first..a.end].iter().any(|d| *d)) else {
            at += 1;
            continue;
        };
        let end = amount.end;
        if let Some(quantity) = quantity(s, text, &amount) {
            at = end.max(quantity.last + 1);
            all.push(quantity);
        } else {
            at = end;
        }
    }
    all
}

fn form<'s>(s: &'s Tree<'_>, at: usize) -> &'s str {
    s.tokens.get(at).map_or("", |t| t.form.as_str())
}

/// A word in lower case, or nothing.
fn lower<'s>(s: &'s Tree<'_>, at: usize) -> &'s str {
    s.tokens.get(at).map_or("", |_| s.form(at))
}

/// The lemma, or the word itself where nothing gave it one.
fn lemma_of<'s>(s: &'s Tree<'_>, at: TokenIdx) -> &'s str {
    match s.lemma(at) {
        "" => s.form(at),
        lemma => lemma,
    }
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—")
}

/// The whole quantity around an amount, unless it counts nothing.
fn quantity(s: &Tree<'_>, text: &str, amount: &Amount) -> Option<Quantity> {
    let money_or_share = amount.unit.is_some();
    let counted = if money_or_share {
        None
    } else {
        Some(counted::of(s, amount)?)
    };
    let (mut first, mut last) = (amount.first, amount.end - 1);
    let mut low = amount.low;
    let mut high = amount.high;
    let mut approximator = None;
    if let Some((start, words, bound)) = loosened_before(s, amount.first) {
        first = start;
        (low, high) = bounded(bound, amount, low, high);
        approximator = (bound != Bound::Exact).then_some(words);
    } else if let Some((end, words, bound)) = loosened_after(s, amount.end) {
        last = last.max(end - 1);
        (low, high) = bounded(bound, amount, low, high);
        approximator = Some(words);
    } else if amount.vague {
        let words = Span::new(
            s.tokens[amount.number].span.start,
            s.tokens[amount.number_end - 1].span.end,
        );
        approximator = Some(words.of(text).to_owned());
    }
    let (kind, unit) = match (&amount.unit, &counted) {
        (Some(unit), _) if unit == "percent" => (Kind::Percent, unit.clone()),
        (Some(unit), _) => (Kind::Money, unit.clone()),
        (None, Some(counted)) => (counted.kind, counted.unit.clone()),
        (None, None) => return None,
    };
    if let Some(noun) = counted.as_ref().and_then(|c| c.noun).filter(|&n| n > last) {
        last = noun;
    }
    let head = counted
        .and_then(|c| c.noun)
        .filter(|n| (first..=last).contains(n))
        .unwrap_or(amount.number);
    let head = top(s, first, last, head);
    Some(Quantity {
        first,
        last,
        span: s.tokens[first].span.cover(s.tokens[last].span),
        value: amount.value,
        low,
        high,
        unit,
        kind,
        approximator,
        change: change::change(s, first, head, kind),
        head,
    })
}

fn bounded(
    bound: Bound,
    amount: &Amount,
    low: Option<f64>,
    high: Option<f64>,
) -> (Option<f64>, Option<f64>) {
    match bound {
        Bound::Least => (low.or(Some(amount.value)), high),
        Bound::Most => (low, high.or(Some(amount.value))),
        Bound::About | Bound::Exact => (low, high),
    }
}

/// The phrase before an amount that loosens it: where it starts, its words, and the bound it leaves.
fn loosened_before(s: &Tree<'_>, first: usize) -> Option<(usize, String, Bound)> {
    lexicon::APPROXIMATORS
        .iter()
        .filter(|a| !a.after)
        .find_map(|a| {
            let start = first.checked_sub(a.words.len())?;
            let fits = a
                .words
                .iter()
                .enumerate()
                .all(|(i, w)| lower(s, start + i) == *w);
            // 'won over 20 voters', 'turned around 3 ships': a verb's own particle.
            let particle =
                a.words.len() == 1 && s.tokens[start].deprel == syntax::Deprel::CompoundPrt;
            (fits && !particle).then(|| (start, a.words.join(" "), a.bound))
        })
}

fn loosened_after(s: &Tree<'_>, end: usize) -> Option<(usize, String, Bound)> {
    lexicon::APPROXIMATORS
        .iter()
        .filter(|a| a.after)
        .find_map(|a| {
            let fits = a
                .words
                .iter()
                .enumerate()
                .all(|(i, w)| lower(s, end + i) == *w);
            fits.then(|| (end + a.words.len(), a.words.join(" "), a.bound))
        })
}

/// The word of `first..=last` that the others hang on, from `head` up.
fn top(s: &Tree<'_>, first: usize, last: usize, head: TokenIdx) -> TokenIdx {
    let mut at = head;
    for _ in first..=last {
        match s.tokens[at].head {
            Some(up) if (first..=last).contains(&up) => at = up,
            _ => break,
        }
    }
    at
}
