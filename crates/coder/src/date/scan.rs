//! Days, months and years on a line of tokens: 'Monday, July 20, 2020', '19-20 July', '2020-07-20', 'in 2019'.
//!
//! At each token the longest reading wins ([`super::period`] reads the vaguer kinds); then two readings with
//! 'to', 'and' or a dash between them may make a range. A reading is dropped where the words are a name
//! ('Black Friday', 'Vision 2030'), a verb ('may') or a count ('2015 soldiers').

use plover::Weekday;
use syntax::{Deprel, NameClass, Sentence, Upos};

use super::lexicon::{self, Note, Word};
use super::{Bound, Kind, Part, Which, period};

/// A reading: tokens `first..end`.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) bound: Bound,
    /// Whether the day stands first in an all-digit date that can only be read one way.
    pub(super) day_first: Option<bool>,
}

/// A kind and the token after it.
pub(super) type Read = (Kind, usize);

/// The tokens of a sentence, lower-cased, curly apostrophes made straight.
pub(super) struct Line<'a> {
    pub(super) s: &'a Sentence,
    lower: Vec<String>,
}

impl<'a> Line<'a> {
    fn new(s: &'a Sentence) -> Self {
        let lower = s.tokens.iter().map(|t| t.form.to_lowercase().replace(['’', '‘'], "'"));
        Self { s, lower: lower.collect() }
    }

    /// The word at `at`, or nothing.
    pub(super) fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    /// The word before `at`, or nothing.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |b| self.word(b))
    }

    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub(super) fn calendar(&self, at: usize) -> Option<(Word, Note)> {
        lexicon::word(self.word(at))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.s.tokens.get(at).is_some_and(|t| t.form.starts_with(char::is_uppercase))
    }

    fn is_verb(&self, at: usize) -> bool {
        self.s.tokens.get(at).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux) && !t.xpos.is_empty())
    }

    pub(super) fn weekday(&self, at: usize) -> Option<Weekday> {
        match self.calendar(at)? {
            (Word::Weekday(day), Note::Plain) => Some(day),
            (Word::Weekday(day), _) if self.is_capital(at) => {
                let beside = self.word(at).ends_with('.') || matches!(self.word(at + 1), "," | ".");
                (beside || self.month(at + 1).is_some() || self.day(at + 1).is_some()).then_some(day)
            }
            _ => None,
        }
    }

    /// A month that stands beside a day or a year.
    pub(super) fn month(&self, at: usize) -> Option<u8> {
        match self.calendar(at)? {
            (Word::Month(month), Note::Plain) => Some(month),
            (Word::Month(month), _) if self.is_capital(at) => Some(month),
            _ => None,
        }
    }

    /// A day of the month in digits or as an ordinal: its number and the token after.
    pub(super) fn day(&self, at: usize) -> Option<(u8, usize)> {
        let word = self.word(at);
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
        if (1..=2).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit()) {
            let day: u8 = bare.parse().ok()?;
            return (1..=31).contains(&day).then_some((day, at + 1));
        }
        self.ordinal_day(at)
    }

    /// 'first' to 'thirty-first'.
    fn ordinal_day(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((Word::Ordinal(n), _)) = self.calendar(at) {
            return Some((n, at + 1));
        }
        let tens = match self.word(at) {
            "twenty" => 20,
            "thirty" => 30,
            _ => return None,
        };
        let next = at + 1 + usize::from(self.word(at + 1) == "-");
        match self.calendar(next)? {
            (Word::Ordinal(n), _) if n < 10 && tens + n <= 31 => Some((tens + n, next + 1)),
            _ => None,
        }
    }

    /// A year of four digits.
    pub(super) fn year(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let year: i32 = digits.then(|| word.parse().ok()).flatten()?;
        (1000..2200).contains(&year).then_some(year)
    }

    /// A year that ends a date: ', 2020', '2020', 'of 2020', '(2020'.
    pub(super) fn closing_year(&self, at: usize) -> Option<(i32, usize)> {
        let next = at + usize::from(self.is(at, &[",", "of", "in"]));
        let year = self.year(next)?;
        let counted = next > at && self.counts(next);
        (!counted && (1700..2200).contains(&year)).then_some((year, next + 1))
    }

    /// Whether the number at `at` counts what follows: '2015 soldiers'.
    fn counts(&self, at: usize) -> bool {
        let Some(t) = self.s.tokens.get(at) else { return false };
        let many = |i: usize| self.s.tokens.get(i).is_some_and(|n| matches!(n.xpos.as_str(), "NNS" | "NNPS"));
        if t.deprel == Deprel::Nummod {
            return t.head.is_some_and(|h| h > at && many(h));
        }
        self.word(at + 1) == "people" || self.s.tokens.get(at + 1).is_some_and(|n| n.head == Some(at) && n.deprel == Deprel::Nmod)
    }
}

/// Every reading of a sentence, in order, not overlapping.
pub(super) fn scan(s: &Sentence) -> Vec<Found> {
    let line = Line::new(s);
    let mut all = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match read_at(&line, at).filter(|f| !is_name(s, f.first, f.end)) {
            Some(found) => {
                at = found.end;
                all.push(found);
            }
            None => at += 1,
        }
    }
    all
}

fn read_at(line: &Line<'_>, at: usize) -> Option<Found> {
    if matches!(line.before(at), "every" | "each") {
        return None;
    }
    if let Some((kind, end)) = enclosed(line, at) {
        return Some(Found { first: at, end, kind, bound: Bound::At, day_first: None });
    }
    let (kind, end, day_first) = atom(line, at)?;
    let (kind, end) = joined(line, at, kind, end);
    Some(Found { first: at, end, bound: bound(line, at, end), kind, day_first })
}

/// 'from X to Y', 'between X and Y'.
fn enclosed(line: &Line<'_>, at: usize) -> Option<Read> {
    let ends: &[&str] = match line.word(at) {
        "from" => &["to", "until", "till", "through", "-", "–", "—"],
        "between" => &["and", "-", "–"],
        _ => return None,
    };
    let bare = |at: usize| line.year(at).filter(|y| (1500..2100).contains(y)).map(|year| (Kind::Year { year, part: Part::Whole }, at + 1));
    let read = |at: usize| {
        let at = at + usize::from(line.is(at, &["on", "early", "late"]) && line.weekday(at + 1).is_some());
        atom(line, at).map(|(kind, end, _)| (kind, end)).or_else(|| bare(at))
    };
    if line.word(at) == "between"
        && let Some(read) = day_days_month(line, at + 1)
    {
        return Some(read);
    }
    let (from, middle) = read(at + 1)?;
    if !line.is(middle, ends) {
        // 'from July 19-20' is a range by itself.
        return None;
    }
    let (to, end) = read(middle + 1).or_else(|| same_month(line, &from, middle + 1))?;
    Some((range(from, to)?, end))
}

/// A reading with what may follow it: '- 22 July', 'to Friday'.
fn joined(line: &Line<'_>, at: usize, kind: Kind, end: usize) -> Read {
    let dash = line.is(end, &["-", "–", "—", "/"]);
    if !dash && !line.is(end, &["to", "through", "until", "till"]) || matches!(kind, Kind::Range { .. } | Kind::Shift { .. }) {
        return (kind, end);
    }
    // 'moved it from Monday to Friday' was read as a range before; 'postponed from Monday to Friday' stays wrong.
    let next = if dash {
        let year = line.year(end + 1).map(|year| (Kind::Year { year, part: Part::Whole }, end + 2));
        match kind {
            Kind::Year { year, .. } => year.or_else(|| short_year(line, year, end + 1)),
            _ => atom(line, end + 1).map(|(k, e, _)| (k, e)),
        }
    } else {
        atom(line, end + 1).map(|(k, e, _)| (k, e)).filter(|(k, _)| class(k) == class(&kind) && !matches!(k, Kind::Year { .. }))
    };
    if let Some((to, last)) = next
        && class(&to) == class(&kind)
        && let Some(range) = range(kind.clone(), to)
        && at < end
    {
        return (range, last);
    }
    (kind, end)
}

/// '2014-18'.
fn short_year(line: &Line<'_>, year: i32, at: usize) -> Option<Read> {
    let word = line.word(at);
    let tail: i32 = (word.len() == 2).then(|| word.parse().ok()).flatten()?;
    let full = year - year % 100 + tail;
    (full > year).then_some((Kind::Year { year: full, part: Part::Whole }, at + 1))
}

/// The second half of 'from July 19 to 21'.
fn same_month(line: &Line<'_>, from: &Kind, at: usize) -> Option<Read> {
    let Kind::Day { month: Some(month), day: first, .. } = *from else { return None };
    let (day, end) = line.day(at)?;
    let (year, end) = line.closing_year(end).map_or((None, end), |(y, e)| (Some(y), e));
    (day > first).then_some((Kind::Day { year, month: Some(month), day, weekday: None, swappable: false }, end))
}

fn class(kind: &Kind) -> u8 {
    match kind {
        Kind::Day { .. } | Kind::Weekday { .. } | Kind::NthWeekday { .. } | Kind::Shift { .. } => 0,
        Kind::Month { .. } => 1,
        Kind::Year { .. } => 2,
        Kind::Decade { .. } => 3,
        Kind::Season { .. } | Kind::Fraction { .. } => 4,
        _ => 5,
    }
}

/// A range; the first part takes year and month from the last where it has none.
fn range(mut from: Kind, to: Kind) -> Option<Kind> {
    match (&mut from, &to) {
        (Kind::Day { year, month, .. }, Kind::Day { year: y, month: m, .. }) => {
            *year = year.or(*y);
            *month = month.or(*m);
        }
        (Kind::Month { year, .. }, Kind::Month { year: y, .. }) => *year = year.or(*y),
        (Kind::Year { year, .. }, Kind::Year { year: y, .. }) if *year > *y => return None,
        _ => {}
    }
    Some(Kind::Range { from: Box::new(from), to: Box::new(to) })
}

/// The longest single reading at `at`, and the order of an all-digit date if it shows.
fn atom(line: &Line<'_>, at: usize) -> Option<(Kind, usize, Option<bool>)> {
    let readings = [
        weekday_and_day(line, at),
        month_day(line, at),
        day_month(line, at),
        period::read(line, at),
        month_alone(line, at),
        weekday_alone(line, at),
        day_alone(line, at),
        year_alone(line, at),
    ];
    let numeric = numeric(line.word(at)).map(|(kind, order)| (kind, at + 1, order));
    let best = readings.into_iter().flatten().map(|(kind, end)| (kind, end, None)).chain(numeric);
    // The first of equally long ones.
    best.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// 'Monday, July 20', 'Monday (20 July)', 'Monday the 20th'.
fn weekday_and_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let named = line.weekday(at)?;
    let mut next = at + 1;
    let bracket = line.word(next) == "(";
    next += usize::from(line.is(next, &[",", "("]));
    next += usize::from(line.word(next) == "on");
    let with = |mut kind: Kind| {
        match &mut kind {
            Kind::Day { weekday, .. } => *weekday = Some(named),
            Kind::Range { from, .. } => {
                if let Kind::Day { weekday, .. } = from.as_mut() {
                    *weekday = Some(named);
                }
            }
            _ => return None,
        }
        Some(kind)
    };
    let day = month_day(line, next).or_else(|| day_month(line, next)).or_else(|| numeric(line.word(next)).map(|(k, _)| (k, next + 1)));
    if let Some((kind, end)) = day {
        let end = end + usize::from(bracket && line.word(end) == ")");
        return Some((with(kind)?, end));
    }
    if line.word(at + 1) == "the"
        && let Some((day, end)) = line.day(at + 2)
        && line.month(end).is_none()
    {
        return Some((Kind::Day { year: None, month: None, day, weekday: Some(named), swappable: false }, end));
    }
    None
}

/// 'July 20', 'July 20th, 2020', 'July 19-20, 2020', 'July 20 (Monday)'.
fn month_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let month = line.month(at)?;
    let start = at + 1 + usize::from(line.word(at + 1) == "the") + usize::from(line.word(at + 1) == "-");
    let (day, end) = line.day(start)?;
    // 'May 20 percent', 'March 10 miles': a count after all.
    if line.is(end, &["percent", "%", "per", "million", "billion", "thousand"]) {
        return None;
    }
    let plain = |day| Kind::Day { year: None, month: Some(month), day, weekday: None, swappable: false };
    if line.is(end, &["-", "–", "—", "to", "and", "through", "/"])
        && let Some((last, after)) = line.day(end + 1)
        && last > day
        && line.month(after).is_none()
        && !(line.word(end) == "and" && line.counts(end + 1))
    {
        let (year, after) = line.closing_year(after).map_or((None, after), |(y, e)| (Some(y), e));
        let one = |day| Kind::Day { year, month: Some(month), day, weekday: None, swappable: false };
        return Some((range(one(day), one(last))?, after));
    }
    let mut kind = plain(day);
    let mut end = end;
    if let Some((y, after)) = line.closing_year(end)
        && let Kind::Day { year, .. } = &mut kind
    {
        *year = Some(y);
        end = after;
    }
    Some(trailing_weekday(line, kind, end))
}

/// The weekday that may follow a date: '(Monday)', ', Monday'.
fn trailing_weekday(line: &Line<'_>, mut kind: Kind, end: usize) -> Read {
    if line.is(end, &["(", ","])
        && let Some(named) = line.weekday(end + 1)
        && let Kind::Day { weekday, .. } = &mut kind
        && (line.word(end) == ",") != (line.word(end + 2) == ")")
    {
        // 'on July 20, Monday's talks' are another matter.
        if line.word(end) == "," && line.word(end + 2) == "'s" || line.month(end + 2).is_some() {
            return (kind, end);
        }
        *weekday = Some(named);
        return (kind, end + 2 + usize::from(line.word(end) == "("));
    }
    (kind, end)
}

/// '20 July 2020', 'the 20th of July', '19-20 July', '1st and 2nd of May'.
fn day_month(line: &Line<'_>, at: usize) -> Option<Read> {
    if let Some(read) = day_days_month(line, at) {
        return Some(read);
    }
    let start = at + usize::from(line.word(at) == "the");
    let (day, end) = line.day(start)?;
    let next = end + usize::from(line.is(end, &["of", "-"]));
    let month = line.month(next)?;
    let (year, after) = line.closing_year(next + 1).map_or((None, next + 1), |(y, e)| (Some(y), e));
    Some(trailing_weekday(line, Kind::Day { year, month: Some(month), day, weekday: None, swappable: false }, after))
}

/// '19-20 July', '19 and 20 July', '3 to 12 of September'.
fn day_days_month(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let (first, end) = line.day(start)?;
    if !line.is(end, &["-", "–", "—", "and", "to", "/"]) {
        return None;
    }
    let (last, end) = line.day(end + 1 + usize::from(line.word(end + 1) == "the"))?;
    let next = end + usize::from(line.word(end) == "of");
    let month = line.month(next)?;
    let (year, after) = line.closing_year(next + 1).map_or((None, next + 1), |(y, e)| (Some(y), e));
    let one = |day| Kind::Day { year, month: Some(month), day, weekday: None, swappable: false };
    (last > first).then(|| range(one(first), one(last)).map(|kind| (kind, after))).flatten()
}

/// An all-digit date in one token, and whether its day stands first if only one order is possible.
fn numeric(word: &str) -> Option<(Kind, Option<bool>)> {
    if word == "9/11" {
        let kind = Kind::Day { year: Some(2001), month: Some(9), day: 11, weekday: None, swappable: false };
        return Some((kind, None));
    }
    let word = word.split_once('t').map_or(word, |(date, _)| date);
    let mark = ['-', '/', '.'].into_iter().find(|&c| word.matches(c).count() == 2)?;
    let parts: Vec<&str> = word.split(mark).collect();
    if parts.iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let n: Vec<i32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    let &[a, b, c] = n.as_slice() else { return None };
    let small = |v: i32, most: i32| (1..=most).contains(&v).then(|| u8::try_from(v).ok()).flatten();
    let day = |year, month, day, swappable| Kind::Day { year: Some(year), month: Some(month), day, weekday: None, swappable };
    if parts[0].len() == 4 {
        return Some((day(a, small(b, 12)?, small(c, 31)?, false), None)).filter(|_| (1000..2200).contains(&a));
    }
    let year = match parts[2].len() {
        4 if (1000..2200).contains(&c) => c,
        2 if mark == '/' && c < 50 => 2000 + c,
        2 if mark == '/' => 1900 + c,
        _ => return None,
    };
    match (small(a, 12), small(b, 12)) {
        // Dots are never American.
        (_, Some(b)) if mark == '.' => Some((day(year, b, small(a, 31)?, false), None)),
        (Some(a), Some(b)) => Some((day(year, a, b, a != b), None)),
        (Some(a), None) => Some((day(year, a, small(b, 31)?, false), Some(false))),
        (None, Some(b)) => Some((day(year, b, small(a, 31)?, false), Some(true))),
        (None, None) => None,
    }
}

/// 'July', 'July 2020', 'July of 2020'.
fn month_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let month = line.month(at)?;
    let kind = |year| Kind::Month { year, month, which: Which::Bare, part: Part::Whole };
    if let Some((year, end)) = line.closing_year(at + 1).filter(|_| !line.is(at + 1, &["in"])) {
        return Some((kind(Some(year)), end));
    }
    let (_, note) = line.calendar(at)?;
    let led = matches!(
        line.before(at),
        "in" | "since" | "until" | "till" | "by" | "of" | "from" | "through" | "during" | "before" | "after" | "between" | "to" | "mid" | "early" | "late"
    );
    let conjoined = matches!(line.before(at), "and" | "or" | "-" | "–") && at >= 2 && line.month(at - 2).is_some();
    let trusted = note == Note::Plain || (led || conjoined) && !line.is_verb(at) || line.word(at).ends_with('.') && note == Note::Short;
    (trusted && !(note == Note::Plain && line.is_verb(at))).then_some((kind(None), at + 1))
}

/// 'Monday', 'Monday night', 'Monday of next week', 'the first Friday of July'.
fn weekday_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let start = at + usize::from(line.word(at) == "the");
    let ordinal = match line.calendar(start) {
        Some((Word::Ordinal(n), _)) if n <= 5 => Some(n),
        _ => (line.word(start) == "last").then_some(0),
    };
    if let Some(ordinal) = ordinal
        && let Some(weekday) = line.weekday(start + 1)
        && line.is(start + 2, &["of", "in"])
        && let Some(month) = line.month(start + 3)
    {
        let (year, end) = line.closing_year(start + 4).map_or((None, start + 4), |(y, e)| (Some(y), e));
        return Some((Kind::NthWeekday { ordinal, weekday, month, year }, end));
    }
    let weekday = line.weekday(at)?;
    let next = at + 1;
    let of = next + usize::from(line.is(next, &["of", "in"]));
    let week = match line.word(of) {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    };
    if let Some(week) = week.filter(|_| line.word(of + 1) == "week") {
        return Some((Kind::Weekday { weekday, which: Which::Week(week) }, of + 2));
    }
    let end = next + usize::from(line.is(next, &["morning", "afternoon", "evening", "night", "noon"]));
    Some((Kind::Weekday { weekday, which: Which::Bare }, end))
}

/// 'on the 20th'.
fn day_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    if line.word(at) != "the" || !matches!(line.before(at), "on" | "by" | "until" | "since" | "from" | "of") {
        return None;
    }
    let (day, end) = line.day(at + 1)?;
    let digits = line.word(at + 1).starts_with(|c: char| c.is_ascii_digit());
    // 'on the 20th anniversary'; no word of a phrase may follow.
    let closed = line.s.tokens.get(end).is_none_or(|t| {
        matches!(t.upos, Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj) || t.upos == Upos::X && !t.form.starts_with(char::is_alphabetic)
    });
    (digits && closed && line.before(at) != "of").then_some((Kind::Day { year: None, month: None, day, weekday: None, swappable: false }, end))
}

/// 'in 2019', 'the 2015 deal'.
fn year_alone(line: &Line<'_>, at: usize) -> Option<Read> {
    let year = line.year(at)?;
    let read = Some((Kind::Year { year, part: Part::Whole }, at + 1));
    if line.counts(at) || line.is(at + 1, &["%", "percent", "per", "million", "billion", "hours", "gmt", "hrs"]) {
        return None;
    }
    let near = (1800..2100).contains(&year);
    match line.before(at) {
        "in" | "since" | "during" | "until" | "till" | "throughout" | "circa" | "year" | "early" | "late" | "mid" | "through" => return read,
        "by" | "from" | "before" | "after" | "of" | "to" | "around" | "between" | "for" | "(" | "than" | "back" | "early-" | "late-" if near => return read,
        "and" | "or" | "," | "–" | "-" => {
            // The second of two years.
            return read.filter(|_| near && at >= 2 && line.year(at - 2).is_some());
        }
        _ => {}
    }
    // 'the 2015 nuclear deal', 'its 2003 invasion of'; 'Vision 2030' and 'Resolution 2254' are names.
    let token = line.s.tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|b| line.s.tokens.get(b));
    let named = before.is_some_and(|b| b.upos == Upos::Propn || b.form.starts_with(char::is_uppercase) && at > 1);
    let within = before.is_some_and(|b| matches!(b.upos, Upos::Det | Upos::Adj) || b.form == "'s" || b.form == "’s" || b.xpos == "PRP$");
    let follows = line.s.tokens.get(at + 1).is_some_and(|n| matches!(n.upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num | Upos::Verb));
    let owned = within || before.is_some_and(|b| b.upos == Upos::Adp);
    if near && !named && owned && follows && (1900..2100).contains(&year) {
        return read;
    }
    // 'They met Jan 5 2019', '2019 was a bad year'.
    let placed = matches!(token.deprel, Deprel::Obl | Deprel::OblUnmarked | Deprel::NmodUnmarked | Deprel::Nsubj) && !token.xpos.is_empty();
    read.filter(|_| near && !named && placed)
}

/// Whether the words are a name rather than a time: 'Black Friday', 'Sunday Times', 'April'.
fn is_name(s: &Sentence, first: usize, end: usize) -> bool {
    let last = end - 1;
    let person = |i: usize| s.names.iter().any(|n| n.class == NameClass::Per && n.first <= i && i <= n.last);
    let days = (first..end).any(|i| s.tokens[i].form.starts_with(|c: char| c.is_ascii_digit()));
    let covered = s.names.iter().find(|n| n.first <= first && last <= n.last);
    match covered {
        // A longer name around the words; a year or a day in it dates it all the same ('Tokyo 2020' does not).
        Some(n) if n.first < first || n.last > last => end - first == 1 || !days,
        Some(_) => first == last && person(first),
        None => false,
    }
}

/// What stands before an expression: 'since', 'until', 'by', 'before', 'after'.
fn bound(line: &Line<'_>, first: usize, end: usize) -> Bound {
    let Some(before) = first.checked_sub(1) else { return Bound::At };
    let before = if line.word(before) == "the" { before.saturating_sub(1) } else { before };
    let bound = match line.word(before) {
        "since" => Bound::Since,
        "by" => Bound::By,
        "until" | "till" | "before" => Bound::Before,
        "after" => Bound::After,
        "to" if line.before(before) == "prior" => Bound::Before,
        _ => return Bound::At,
    };
    // 'after Monday's attack', 'before the 2019 war': the preposition belongs to the noun.
    if matches!(line.word(end), "'s" | "'") {
        return Bound::At;
    }
    match line.s.tokens[before].head {
        Some(head) if (first..end).contains(&head) => bound,
        None => bound,
        Some(_) => Bound::At,
    }
}

/// A single reading at `at` that means one day: what 'two days after' may count from.
pub(super) fn whole_day(line: &Line<'_>, at: usize) -> Option<Read> {
    let at = at + usize::from(line.word(at) == "on");
    let plain = weekday_and_day(line, at)
        .or_else(|| month_day(line, at))
        .or_else(|| day_month(line, at))
        .or_else(|| numeric(line.word(at)).map(|(kind, _)| (kind, at + 1)))
        .or_else(|| period::deictic(line, at))
        .or_else(|| weekday_alone(line, at));
    plain.filter(|(kind, _)| class(kind) == 0)
}

/// A single reading at `at` that a part can be taken of.
pub(super) fn whole(line: &Line<'_>, at: usize) -> Option<Read> {
    let year = line.year(at).filter(|y| (1500..2200).contains(y)).map(|year| (Kind::Year { year, part: Part::Whole }, at + 1));
    let month = || {
        let month = line.month(at)?;
        let (year, end) = line.closing_year(at + 1).map_or((None, at + 1), |(y, e)| (Some(y), e));
        Some((Kind::Month { year, month, which: Which::Bare, part: Part::Whole }, end))
    };
    let readings = [year, whole_day(line, at), month(), period::named_which(line, at), period::season(line, at)];
    readings.into_iter().flatten().reduce(|best, next| if next.1 > best.1 { next } else { best })
}
