//! Months and years that stand by themselves: 'in July', 'July 2020', 'July last year', 'in 2019', 'the 2015 deal'.
//!
//! Here the tree decides most: 'may' and 'march' are verbs, '2015' may count soldiers, 'Vision 2030' is a name.

use syntax::{Deprel, Upos};

use super::lexicon::Note;
use super::line::{Line, Read};
use super::{Kind, Part, Which};

/// 'July last year', 'July 20 of this year'.
pub(super) fn of_year(line: &Line<'_>, kind: Kind, end: usize) -> Read {
    let open = match kind {
        Kind::Month { year, which, .. } => year.is_none() && which == Which::Bare,
        Kind::Day { year, month, .. } => year.is_none() && month.is_some(),
        Kind::NthWeekday { year, .. } => year.is_none(),
        _ => false,
    };
    let next = end + usize::from(line.is(end, &["of", "in", ","]));
    let offset = match line.word(next) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return (kind, end),
    };
    if !open || line.word(next + 1) != "year" {
        return (kind, end);
    }
    (
        Kind::OfYear {
            offset,
            kind: Box::new(kind),
        },
        next + 2,
    )
}

/// 'July', 'July 2020', 'July of 2020'.
pub(super) fn month_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let month = line.month(at)?;
    let kind = |year| Kind::Month {
        year,
        month,
        which: Which::Bare,
        part: Part::Whole,
    };
    if let Some((year, end)) = line
        .closing_year(at + 1)
        .filter(|_| !line.is(at + 1, &["in"]))
    {
        return Some((kind(Some(year)), end));
    }
    let (_, note) = line.calendar(at)?;
    let led = matches!(
        line.before(at),
        "in" | "since"
            | "until"
            | "till"
            | "by"
            | "of"
            | "from"
            | "through"
            | "during"
            | "before"
            | "after"
            | "between"
            | "to"
            | "mid"
            | "early"
            | "late"
    );
    let conjoined = matches!(line.before(at), "and" | "or" | "-" | "–")
        && at >= 2
        && line.month(at - 2).is_some();
    let trusted = note == Note::Plain
        || (led || conjoined) && !line.is_verb(at)
        || line.word(at).ends_with('.') && note == Note::Short;
    (trusted && !(note == Note::Plain && line.is_verb(at))).then_some((kind(None), at + 1))
}

/// 'in 2019', 'the 2015 deal'.
pub(super) fn year_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let year = line.year(at)?;
    let read = Some((
        Kind::Year {
            year,
            part: Part::Whole,
        },
        at + 1,
    ));
    if line.counts(at)
        || line.is(
            at + 1,
            &[
                "%", "percent", "per", "million", "billion", "hours", "gmt", "hrs",
            ],
        )
    {
        return None;
    }
    let near = (1800..2100).contains(&year);
    // '2014-2018'
    if near
        && line.is(at + 1, &["-", "–"])
        && line.year(at + 2).is_some_and(|y| y > year && y < 2100)
    {
        return read;
    }
    match line.before(at) {
        "in" | "since" | "during" | "until" | "till" | "throughout" | "circa" | "year"
        | "early" | "late" | "mid" | "through" => return read,
        "by" | "from" | "before" | "after" | "of" | "to" | "around" | "between" | "for" | "("
        | "than" | "back" | "early-" | "late-"
            if near =>
        {
            return read;
        }
        "and" | "or" | "," | "–" | "-" => {
            // The second of two years.
            return read.filter(|_| near && at >= 2 && line.year(at - 2).is_some());
        }
        _ => {}
    }
    // 'the 2015 nuclear deal', 'its 2003 invasion of'; 'Vision 2030' and 'Resolution 2254' are names.
    let token = line.s.tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|b| line.s.tokens.get(b));
    let named = before
        .is_some_and(|b| b.upos == Upos::Propn || b.form.starts_with(char::is_uppercase) && at > 1);
    let within = before.is_some_and(|b| {
        matches!(b.upos, Upos::Det | Upos::Adj)
            || b.form == "'s"
            || b.form == "’s"
            || b.xpos == "PRP$"
    });
    let follows = line.s.tokens.get(at + 1).is_some_and(|n| {
        matches!(
            n.upos,
            Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num | Upos::Verb
        )
    });
    let owned = within || before.is_some_and(|b| b.upos == Upos::Adp);
    if near && !named && owned && follows && (1900..2100).contains(&year) {
        return read;
    }
    // 'They met Jan 5 2019', '2019 was a bad year'.
    let placed = matches!(
        token.deprel,
        Deprel::Obl | Deprel::OblUnmarked | Deprel::NmodUnmarked | Deprel::Nsubj
    ) && !token.xpos.is_empty();
    read.filter(|_| near && !named && placed)
}
