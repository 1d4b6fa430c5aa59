//! When? Expressions of time in a text, and the days they mean.
//!
//! 1. [`find`] reads every expression off the tokens and keeps what it says, unresolved ([`Kind`]): 'Monday',
//!    'July 20', 'two days ago' mean nothing without a day to count from.
//! 2. [`Anchor`] is that day: the story's publication date, or, for an undated text, what [`infer`] can prove
//!    from weekdays that fall on dates, years mentioned, the terms of office of the people named, and events whose
//!    day everybody knows.
//! 3. [`resolve`] gives the calendar days, how precise they are and on what basis.
//!
//! Reading goes by forms; the tree is asked only to tell 'in May' from 'may', 'the 2015 deal' from '2015
//! soldiers', and past from future. What cannot be known is left open: 'two days later' with nothing before it,
//! 'before July 20', 'yesterday' in a text of unknown date.

mod anchor;
mod calendar;
mod count;
mod day;
mod kind;
mod known;
mod lexicon;
mod line;
mod named;
mod near;
mod period;
mod range;
mod resolve;
mod scan;
mod stretch;
mod tense;
mod year;

use syntax::{Document, Span, TokenIdx};

use crate::tree::{Lowered, Tree};
pub(crate) use anchor::infer_in_trees;
pub use anchor::{Anchor, Term, infer};
pub use kind::{Base, Kind, Part, Season, Unit, Which};
pub(crate) use known::{may_start as starts_event, openers as event_openers};
pub(crate) use lexicon::{openers, tellers};
pub use resolve::{conflict, resolve};

/// An expression of time in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateExpression {
    /// Sentence of the document.
    pub sentence: usize,
    /// First token.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// What it says.
    pub kind: Kind,
    /// Whether it says when, or since or until when.
    pub bound: Bound,
    /// Whether its clause looks back or ahead.
    pub tense: Direction,
}

/// Whether an expression says when something is, or from or up to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Bound {
    /// Then.
    #[default]
    At,
    /// From then on: 'since 2015'.
    Since,
    /// Then at the latest: 'by July'.
    By,
    /// Not then, but at some time up to it: 'before', 'until'.
    Before,
    /// Not then, but at some time from it: 'after'.
    After,
}

/// Which way a clause looks from the day it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// It tells what was.
    Past,
    /// It tells what will be.
    Future,
    /// It does not say.
    #[default]
    Unknown,
}

impl Direction {
    /// The way an act of this status lies. A visit that was put off may have been meant for yesterday or tomorrow.
    pub const fn of(status: plover::Status) -> Self {
        match status {
            plover::Status::Occurred | plover::Status::Ongoing | plover::Status::Denied => {
                Self::Past
            }
            plover::Status::Planned => Self::Future,
            plover::Status::Postponed
            | plover::Status::Cancelled
            | plover::Status::Hypothetical => Self::Unknown,
        }
    }
}

/// Sentences back that 'two days later' may look for a time told.
const TOLD: usize = 3;

/// The expressions of time of a text, in order, not overlapping.
///
/// ```
/// let document = syntax::segment::segment("He left on Monday, July 20, and came back two days later.");
/// let found = coder::date::find(&document);
/// assert_eq!(found[0].text, "Monday, July 20");
/// let anchor = coder::date::Anchor::published(plover::Date::new(2020, 8, 3).unwrap());
/// let back = coder::date::resolve(&found[1], &anchor, coder::date::Direction::Past).unwrap();
/// assert_eq!(back.value.to_string(), "2020-07-22");
/// ```
pub fn find(document: &Document) -> Vec<DateExpression> {
    let lowered = Lowered::new(&document.sentences);
    in_trees(document, &lowered.trees())
}

pub(crate) fn in_trees(document: &Document, trees: &[Tree<'_>]) -> Vec<DateExpression> {
    let mut all: Vec<DateExpression> = Vec::new();
    let mut day_first = None;
    for (index, s) in trees.iter().enumerate() {
        let found = scan::scan(s);
        let days = found.iter().any(|f| is_open_day(&f.kind));
        let events = if days { known::mentions(s) } else { Vec::new() };
        for found in found {
            let span = s.tokens[found.first]
                .span
                .cover(s.tokens[found.end - 1].span);
            let mut kind = found.kind;
            let told = all
                .iter()
                .rev()
                .take_while(|e| index - e.sentence <= TOLD)
                .find(|e| e.bound == Bound::At);
            attach(&mut kind, told.map(|e| &e.kind));
            // 'The September 11 attacks' were in one year only.
            let event = events
                .iter()
                .find(|m| m.first <= found.first && found.end <= m.last + 1);
            if let (
                Kind::Day {
                    year: open @ None, ..
                },
                Some(event),
            ) = (&mut kind, event)
            {
                *open = Some(event.day.year());
            }
            all.push(DateExpression {
                sentence: index,
                first: found.first,
                last: found.end - 1,
                span,
                text: span.of(&document.text).to_owned(),
                kind,
                bound: found.bound,
                tense: tense::of(s, found.first, found.end),
            });
            day_first = day_first.or(found.day_first);
        }
    }
    if let Some(day_first) = day_first {
        // One '20/07/2020' tells how the paper writes '05/07/2020'.
        for e in &mut all {
            settle(&mut e.kind, day_first);
        }
    }
    all
}

/// The tokens of a sentence that are part of an expression of time: no number there counts anything.
pub(crate) fn tokens(s: &Tree<'_>) -> Vec<bool> {
    let mut taken = vec![false; s.tokens.len()];
    for found in scan::scan(s) {
        taken[found.first..found.end].fill(true);
    }
    taken
}

/// Whether a word, in lower case, is a weekday, a month or another word of the calendar.
pub(crate) fn is_calendar(word: &str) -> bool {
    lexicon::word(word).is_some()
}

/// Whether it is a day of a month whose year is not said.
const fn is_open_day(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Day {
            year: None,
            month: Some(_),
            ..
        }
    )
}

/// Give 'two days later' the time it counts from.
fn attach(kind: &mut Kind, told: Option<&Kind>) {
    if let Kind::Shift { from, .. } = kind
        && *from == Base::Told
        && let Some(told) = told
        && depth(told) < 6
    {
        *from = Base::At(Box::new(told.clone()));
    }
}

/// How many times stand in one another: a chronicle of 'a day later' must not grow without bound.
fn depth(kind: &Kind) -> usize {
    match kind {
        Kind::Shift {
            from: Base::At(base),
            ..
        } => 1 + depth(base),
        Kind::Range { from, to } => 1 + depth(from).max(depth(to)),
        _ => 0,
    }
}

fn settle(kind: &mut Kind, day_first: bool) {
    match kind {
        Kind::Day {
            month: Some(month),
            day,
            swappable,
            ..
        } if *swappable => {
            if day_first {
                std::mem::swap(month, day);
            }
            *swappable = false;
        }
        Kind::Range { from, to } => {
            settle(from, day_first);
            settle(to, day_first);
        }
        Kind::Shift {
            from: Base::At(base),
            ..
        } => settle(base, day_first),
        _ => {}
    }
}
