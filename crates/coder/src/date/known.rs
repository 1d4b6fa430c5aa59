//! Events whose day everybody knows, and what their mention says of the day a text was written.
//!
//! 'The assassination of X' was not written of before it; 'the 20th anniversary of the attacks', 'the attacks five years
//! ago' and 'last year's attacks' say how long after. 'Two days after the attacks' says when something else was, and of
//! the text no more than that it is later. Only `data/words/events.tsv` knows events, each certain to the day.

use std::borrow::Cow;
use std::sync::LazyLock;

use plover::Date;
use syntax::{Document, Sentence, TokenIdx};

use super::lexicon::{self, Word};
use super::{Base, DateExpression, Direction, Kind, Term, Unit, Which, tense};
use crate::actor::fold;
use crate::signal::Part;
use crate::table::Table;
use crate::tree::Tree;
use crate::words::{self, Class};

/// Days before and after an anniversary in which news speaks of it.
const ANNIVERSARY: i32 = 45;

/// A name of an event, in words, and its day.
#[derive(Debug)]
struct Named {
    words: Vec<String>,
    day: Date,
    /// As a reader may call it.
    name: String,
}

/// A mention of an event in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) first: TokenIdx,
    pub(super) last: TokenIdx,
    pub(super) day: Date,
    name: &'static str,
}

/// All names, by their first word.
static EVENTS: LazyLock<Table<String, Vec<Named>>> = LazyLock::new(|| {
    let mut all: Table<String, Vec<Named>> = Table::default();
    for row in plover::codegen::rows(include_str!("../../data/words/events.tsv")) {
        let &[day, acts, whose] = row.as_slice() else {
            continue;
        };
        let Some(day) = Date::parse(day) else {
            continue;
        };
        for whom in whose.split(';') {
            let forms = if acts.is_empty() {
                vec![whom.to_owned()]
            } else {
                let acts = acts.split(';');
                acts.flat_map(|act| forms(act, whom)).collect()
            };
            for name in forms {
                let words: Vec<String> = name.split(' ').flat_map(plain).collect();
                let name = name.replace(" 's", "'s");
                if let Some(first) = words.first().cloned() {
                    let names = all.entry(first).or_default();
                    names.push(Named { words, day, name });
                }
            }
        }
    }
    all
});

/// The ways in which news says that something happened to somebody, or on a day.
fn forms(act: &str, whom: &str) -> Vec<String> {
    ["of", "on"]
        .map(|by| format!("{act} {by} {whom}"))
        .into_iter()
        .chain([
            format!("{act} of the {whom}"),
            format!("{act} on the {whom}"),
            format!("{whom} {act}"),
            // Words as the tokenizer cuts them.
            format!("{whom} 's {act}"),
        ])
        .collect()
}

/// The words of a token in plain letters: months and ordinals as numbers, nothing for what joins words.
fn plain(form: &str) -> Vec<String> {
    let mut folded = String::new();
    let words = words_of(form, &mut folded);
    words.map(Cow::into_owned).collect()
}

/// The same, of which only numbers are copied; what the others lie in is written to `folded`.
fn words_of<'a>(form: &'a str, folded: &'a mut String) -> impl Iterator<Item = Cow<'a, str>> {
    folded.clear();
    // '9/11' is one word, and no score of '9-11'.
    let date = form.contains('/') && form.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    if !date {
        fold(form, folded);
    }
    let whole = |word: &'a str| match lexicon::word(word) {
        Some((Word::Month(month), _)) => Cow::Owned(format!("#{month}")),
        _ => day_number(word).map_or(Cow::Borrowed(word), |n| Cow::Owned(n.to_string())),
    };
    let words = folded.split_ascii_whitespace().map(whole);
    date.then_some(Cow::Borrowed(form)).into_iter().chain(words)
}

fn is_plain(form: &str) -> bool {
    form.bytes().all(|b| b.is_ascii_lowercase())
}

/// '20th' as 20.
fn day_number(word: &str) -> Option<i32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    digits.parse().ok()
}

/// The names that start with the first word of a token.
fn starting(form: &str, folded: &mut String) -> &'static [Named] {
    let events: &'static Table<String, Vec<Named>> = &EVENTS;
    let names = if is_plain(form) && lexicon::word(form).is_none() {
        events.get(form)
    } else {
        let first = words_of(form, folded).next();
        first.and_then(|word| events.get(&*word))
    };
    names.map_or(&[], Vec::as_slice)
}

/// Whether some name starts with a word.
pub(crate) fn may_start(form: &str) -> bool {
    !starting(form, &mut String::new()).is_empty()
}

/// The words of small letters that some name starts with.
pub(crate) fn openers() -> impl Iterator<Item = &'static str> {
    let events: &'static Table<String, Vec<Named>> = &EVENTS;
    let months = lexicon::calendar().filter(|word| may_start(word));
    events.keys().map(String::as_str).chain(months)
}

/// The words of a sentence from a token on, read as far as they are asked for.
struct Run<'s> {
    s: &'s Sentence,
    next: TokenIdx,
    words: Vec<(String, TokenIdx)>,
}

impl Run<'_> {
    /// A word and its token.
    fn word(&mut self, at: usize) -> Option<(&str, TokenIdx)> {
        while self.words.len() <= at {
            let token = self.s.tokens.get(self.next)?;
            let words = plain(&token.form).into_iter();
            self.words.extend(words.map(|word| (word, self.next)));
            self.next += 1;
        }
        let (word, token) = &self.words[at];
        Some((word, *token))
    }

    /// The last token of a name that stands here; it ends with that token: '9/11' in '9/11/2014' does not.
    fn end(&mut self, named: &Named) -> Option<TokenIdx> {
        let mut last = self.next;
        for (at, word) in named.words.iter().enumerate() {
            let (own, token) = self.word(at)?;
            if own != word {
                return None;
            }
            last = token;
        }
        let behind = self.word(named.words.len());
        behind
            .is_none_or(|(_, token)| token != last)
            .then_some(last)
    }
}

/// The events that a sentence names.
pub(super) fn mentions(s: &Tree<'_>) -> Vec<Mention> {
    let mut folded = String::new();
    let mut all: Vec<Mention> = Vec::new();
    // Most sentences have none.
    let may = |at: TokenIdx| s.signal(at).has(Part::Event);
    if !(0..s.tokens.len()).any(may) {
        return all;
    }
    let mut at = 0;
    while let Some(token) = s.tokens.get(at) {
        let mut run = Run {
            s,
            next: at,
            words: Vec::new(),
        };
        let here = if may(at) {
            starting(&token.form, &mut folded)
        } else {
            &[]
        };
        let here = here.iter();
        let found = here.filter_map(|named| Some((named, run.end(named)?)));
        match found.max_by_key(|(named, _)| named.words.len()) {
            Some((named, last)) => {
                all.push(Mention {
                    first: at,
                    last,
                    day: named.day,
                    name: &named.name,
                });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    all
}

/// The events that each sentence names.
pub(super) fn all(trees: &[Tree<'_>]) -> Vec<Vec<Mention>> {
    trees.iter().map(mentions).collect()
}

/// The expressions that do not stand in the name of an event.
pub(super) fn outside<'a>(
    events: &[Vec<Mention>],
    expressions: &'a [DateExpression],
) -> impl Iterator<Item = &'a DateExpression> {
    let within = |e: &DateExpression| {
        let here = events.get(e.sentence);
        here.is_some_and(|all| all.iter().any(|m| m.first <= e.last && e.first <= m.last))
    };
    expressions.iter().filter(move |e| !within(e))
}

/// Between which days a text was written, by each event that it names.
pub(super) fn spans(
    document: &Document,
    events: &[Vec<Mention>],
    expressions: &[DateExpression],
) -> Vec<Term> {
    let mut all: Vec<Term> = Vec::new();
    for (index, (s, named)) in document.sentences.iter().zip(events).enumerate() {
        for m in named.iter().filter(|m| happened(s, m)) {
            let here = expressions.iter().filter(|e| e.sentence == index);
            let span = anniversary(s, m).or_else(|| beside(s, m, here));
            let (start, end, why) = span.unwrap_or_else(|| (m.day, None, m.name.to_owned()));
            let why = format!("{why} ({})", m.day);
            if all.iter().all(|t| t.why != why) {
                all.push(Term {
                    start: Some(start),
                    end,
                    why,
                    held: false,
                });
            }
        }
    }
    all
}

/// Whether the sentence speaks of it as of something that has been, not of a plot or of one to come.
fn happened(s: &Sentence, m: &Mention) -> bool {
    let ahead = tense::of(s, m.first, m.last + 1) == Direction::Future;
    let next = s.tokens.get(m.last + 1).map(|t| t.form.to_lowercase());
    let tried = matches!(
        next.as_deref(),
        Some("attempt" | "attempts" | "plot" | "plots" | "plan" | "plans")
    );
    let before = m
        .first
        .checked_sub(1)
        .map(|t| s.tokens[t].form.to_lowercase());
    let said = |class| before.as_deref().is_some_and(|word| words::is(word, class));
    let unreal = [Class::Hypothetical, Class::Planned].into_iter().any(said);
    let to_come = ahead && anniversary(s, m).is_none();
    !(tried || unreal || to_come)
}

type Span = (Date, Option<Date>, String);

/// 'The 20th anniversary of the attacks', 'the attacks' 20th anniversary'; whoever adds a year ('in 2011') may tell of the past.
fn anniversary(s: &Sentence, m: &Mention) -> Option<Span> {
    const LEADS: &[&str] = &["of", "the", "'s", "’s", "'", "’"];
    let form = |at: TokenIdx| s.tokens[at].form.to_lowercase();
    let mut before = (0..m.first)
        .rev()
        .filter(|&t| !LEADS.contains(&form(t).as_str()));
    let word = before.next().filter(|&t| form(t) == "anniversary");
    let (at, word) = match word {
        Some(word) => (before.next()?, word),
        None => {
            let mut after =
                (m.last + 1..s.tokens.len()).filter(|&t| !LEADS.contains(&form(t).as_str()));
            let at = after.next()?;
            (at, after.next().filter(|&t| form(t) == "anniversary")?)
        }
    };
    let count = ordinal(&form(at))?;
    let told = |t: &TokenIdx| {
        form(*t)
            .parse::<i32>()
            .is_ok_and(|n| (1900..2100).contains(&n))
    };
    let close = word.saturating_sub(6)..(word.max(m.last) + 5).min(s.tokens.len());
    if close
        .filter(|t| !(m.first..=m.last).contains(t))
        .any(|t| told(&t))
    {
        return None;
    }
    let day = years_on(m.day, count)?;
    let end = match (count % 10, count % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    let why = format!("{count}{end} anniversary of {}", m.name);
    Some((
        day.add_days(-ANNIVERSARY).max(m.day),
        Some(day.add_days(ANNIVERSARY)),
        why,
    ))
}

/// '20th', 'twentieth'.
fn ordinal(word: &str) -> Option<i32> {
    if let Some((Word::Ordinal(n), _)) = lexicon::word(word) {
        return Some(i32::from(n));
    }
    day_number(word).filter(|n| (1..=150).contains(n))
}

fn years_on(day: Date, years: i32) -> Option<Date> {
    let year = day.year() + years;
    Date::new(year, day.month(), day.day()).or_else(|| Date::new(year, day.month(), 28))
}

/// 'The attacks five years ago', 'the killing of X last week', 'last year's attacks': the event's day, as seen from the text's.
fn beside<'a>(
    s: &Sentence,
    m: &Mention,
    mut expressions: impl Iterator<Item = &'a DateExpression>,
) -> Option<Span> {
    let joins = |from: TokenIdx, to: TokenIdx, words: &[&str]| {
        (from..to).all(|t| words.contains(&s.tokens[t].form.to_lowercase().as_str()))
    };
    expressions.find_map(|e| {
        let behind = e.first > m.last && joins(m.last + 1, e.first, &["on", "in", ","]);
        let before = e.last < m.first && joins(e.last + 1, m.first, &["'s", "’s", "the"]);
        let possessive = before && m.first > e.last + 1;
        let (from, to) = (behind || possessive)
            .then(|| seen_from(&e.kind, m.day))
            .flatten()?;
        Some((from.max(m.day), Some(to), format!("{} {}", m.name, e.text)))
    })
}

/// The first and last day from which a day is what an expression says.
fn seen_from(kind: &Kind, day: Date) -> Option<(Date, Date)> {
    let between = |from: i32, to: i32| Some((day.add_days(from), day.add_days(to)));
    match *kind {
        Kind::Period {
            unit: Unit::Year,
            offset,
            ..
        } => {
            let year = day.year() - offset;
            Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?))
        }
        Kind::Period {
            unit: Unit::Month,
            offset,
            ..
        } => between(-30 * offset - 31, -30 * offset + 31),
        Kind::Period {
            unit: Unit::Week,
            offset,
            ..
        } => between(-7 * offset - 7, -7 * offset + 7),
        Kind::Shift {
            unit,
            count,
            from: Base::Now,
        } if count <= 0 => {
            // People round: 'five years ago' is half a year off at the most.
            let (days, off) = match unit {
                Unit::Day => (1.0, 0.0),
                Unit::Week => (7.0, 4.0),
                Unit::Month => (30.44, 16.0),
                Unit::Year => (365.25, 183.0),
                _ => return None,
            };
            let all = -f64::from(count) * days;
            #[expect(clippy::cast_possible_truncation, reason = "days of a few centuries")]
            between((all - off) as i32, (all + off) as i32)
        }
        Kind::Weekday {
            weekday,
            which: Which::Bare | Which::Last,
        } if weekday == day.weekday() => between(0, 7),
        _ => None,
    }
}
