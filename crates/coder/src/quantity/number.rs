//! Numbers in digits and in words, without what they count: '5,000', 'twenty-three', 'half a million',
//! 'dozens', 'several hundred'.
//!
//! Works on forms alone, so it holds whatever the tree says. A vague word gives the least it can mean as its
//! value, and both bounds: 'dozens' is 24, at least 24 and at most 99.

use std::borrow::Cow;
use std::sync::LazyLock;

use syntax::Token;

use crate::table::{self, Table};

/// A number read from a run of tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// The token after it.
    pub(crate) end: usize,
    /// Whether the first token is in digits.
    pub(crate) digits: bool,
    /// What a scale word or suffix multiplied by, 1 without one: '10 to 15 million' shares it.
    pub(crate) scale: f64,
    /// Whether the scale is a mere letter ('5m'), which may be a unit of length as well.
    pub(crate) suffix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    Unit(f64),
    Ten(f64),
    Scale(f64),
    Suffix(f64),
    Vague(f64, f64),
}

const NUMBERS: &str = include_str!("../../data/words/numbers.tsv");

static WORDS: LazyLock<Table<&str, Word>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(NUMBERS);
    rows.filter_map(|row| {
        let value: f64 = row.get(2)?.parse().ok()?;
        let word = match *row.get(1)? {
            "unit" => Word::Unit(value),
            "ten" => Word::Ten(value),
            "scale" => Word::Scale(value),
            "suffix" => Word::Suffix(value),
            _ => Word::Vague(value, row.get(3)?.parse().ok()?),
        };
        Some((*row.first()?, word))
    })
    .collect()
});

/// The words a number may start with; others start with digits.
pub(crate) fn openers() -> impl Iterator<Item = &'static str> {
    let rows = plover::codegen::rows(NUMBERS).filter_map(|row| row.first().copied());
    rows.chain(["a", "an", "half"])
}

/// Whether a number may start with this word: most words are found out right here.
fn may_start(form: &str) -> bool {
    if form.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return true;
    }
    let opens = |word: &&str| form.eq_ignore_ascii_case(word);
    ["a", "an", "half"].iter().any(opens) || table::get_lower(&WORDS, form).is_some()
}

fn lower(tokens: &[Token], at: usize) -> Cow<'_, str> {
    tokens
        .get(at)
        .map_or(Cow::Borrowed(""), |t| table::lower(&t.form))
}

fn word(tokens: &[Token], at: usize) -> Option<Word> {
    table::get_lower(&WORDS, &tokens.get(at)?.form).copied()
}

/// The value of a form in digits: '5,000', '1.5', '.08'.
pub(crate) fn digits(form: &str) -> Option<f64> {
    let starts = form.starts_with(|c: char| c.is_ascii_digit())
        || (form.starts_with('.') && form.chars().count() > 1);
    let allowed = form
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if !starts || !allowed || form.matches('.').count() > 1 || form.chars().count() > 24 {
        return None;
    }
    let whole = form.split('.').next().unwrap_or_default();
    // '5,000', '12,34,567'; but not '1,2' and not '7,20'.
    let mut groups = whole.split(',');
    groups.next();
    let groups: Vec<usize> = groups.map(str::len).collect();
    if groups.last().is_some_and(|&n| n != 3) || groups.iter().any(|n| !matches!(n, 2 | 3)) {
        return None;
    }
    form.replace(',', "").parse().ok()
}

/// Digits with a letter of scale in one token: '20bn', '5k'.
fn digits_with_suffix(form: &str) -> Option<(f64, f64)> {
    if !form.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let cut = form.find(|c: char| c.is_alphabetic())?;
    let (number, suffix) = form.split_at_checked(cut)?;
    match table::get_lower(&WORDS, suffix)? {
        Word::Suffix(scale) => Some((digits(number)?, *scale)),
        _ => None,
    }
}

/// The longest number that starts at `at`.
pub(crate) fn read(tokens: &[Token], at: usize) -> Option<Number> {
    let form = &tokens.get(at)?.form;
    if !may_start(form) {
        return None;
    }
    in_digits(tokens, at)
        .or_else(|| vague(tokens, at))
        .or_else(|| half(tokens, at))
        .or_else(|| in_words(tokens, at))
}

fn touches(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1].span.end == tokens[at].span.start
}

/// Scale words from `at`, hyphens between them skipped: the factor and the token after.
fn scales(tokens: &[Token], mut at: usize) -> (f64, usize, bool) {
    let (mut factor, mut suffix, mut seen) = (1.0, false, false);
    loop {
        let next = if lower(tokens, at) == "-" && touches(tokens, at) {
            at + 1
        } else {
            at
        };
        match word(tokens, next) {
            Some(Word::Scale(scale)) => factor *= scale,
            Some(Word::Suffix(scale)) if !seen && touches(tokens, next) && next == at => {
                factor = scale;
                suffix = true;
            }
            _ => return (factor, at, suffix),
        }
        at = next + 1;
        seen = true;
        if suffix {
            return (factor, at, suffix);
        }
    }
}

/// 'and a half' from `at`.
fn and_a_half(tokens: &[Token], at: usize) -> bool {
    lower(tokens, at) == "and" && lower(tokens, at + 1) == "a" && lower(tokens, at + 2) == "half"
}

fn in_digits(tokens: &[Token], at: usize) -> Option<Number> {
    let form = &tokens.get(at)?.form;
    let exact = |value, end, scale, suffix| Number {
        value,
        low: None,
        high: None,
        end,
        digits: true,
        scale,
        suffix,
    };
    if let Some((value, scale)) = digits_with_suffix(form) {
        return Some(exact(value * scale, at + 1, scale, true));
    }
    let mut value = digits(form)?;
    let mut end = at + 1;
    if and_a_half(tokens, end) {
        value += 0.5;
        end += 3;
    }
    let (scale, mut end, suffix) = scales(tokens, end);
    if and_a_half(tokens, end) && scale > 1.0 {
        value += 0.5;
        end += 3;
    }
    Some(exact(value * scale, end, scale, suffix))
}

/// 'half a million', 'half-a-million', 'half a dozen'.
fn half(tokens: &[Token], at: usize) -> Option<Number> {
    if lower(tokens, at) != "half" {
        return None;
    }
    let mut next = at + 1;
    while matches!(&*lower(tokens, next), "-" | "a") && next < at + 4 {
        next += 1;
    }
    let Some(Word::Scale(scale)) = word(tokens, next) else {
        return None;
    };
    let (more, end, _) = scales(tokens, next + 1);
    Some(Number {
        value: scale * more / 2.0,
        low: None,
        high: None,
        end,
        digits: false,
        scale,
        suffix: false,
    })
}

fn vague(tokens: &[Token], at: usize) -> Option<Number> {
    let start = at + usize::from(lower(tokens, at) == "a");
    let Some(Word::Vague(low, high)) = word(tokens, start) else {
        return None;
    };
    let (mut low, mut high) = (low, high);
    let first = lower(tokens, start);
    // 'a couple', 'a handful', 'a few', 'the past few', but 'few dared'.
    let counted = at > 0
        && matches!(
            &*lower(tokens, at - 1),
            "past" | "last" | "next" | "first" | "coming"
        );
    let article = matches!(&*first, "couple" | "handful" | "few");
    if (start == at) == article && !(first == "few" && counted) {
        return None;
    }
    let mut end = start + 1;
    loop {
        let next = end + usize::from(lower(tokens, end) == "of");
        match word(tokens, next) {
            // 'tens of thousands', 'several hundred', 'a couple of dozen'.
            Some(Word::Vague(more, _)) if more >= 24.0 && next > end => {
                let scale = match &*lower(tokens, next) {
                    "hundreds" => 100.0,
                    "thousands" => 1e3,
                    "millions" => 1e6,
                    "billions" => 1e9,
                    "trillions" => 1e12,
                    _ => return None,
                };
                low *= scale;
                high *= scale;
                // 'tens of thousands' ends where 'hundreds of thousands' begins.
                high += scale - 1.0;
            }
            Some(Word::Scale(scale)) => {
                low *= scale;
                high *= scale;
            }
            _ => break,
        }
        end = next + 1;
    }
    Some(Number {
        value: low,
        low: Some(low),
        high: Some(high),
        end,
        digits: false,
        scale: 1.0,
        suffix: false,
    })
}

/// 'twenty-three', 'one hundred and six', 'two and a half million', 'a dozen'.
fn in_words(tokens: &[Token], at: usize) -> Option<Number> {
    let (mut total, mut current) = (0.0, 0.0);
    let mut last: Option<Word> = None;
    let mut end = at;
    let mut next = at;
    let mut scale_seen = 1.0;
    if matches!(&*lower(tokens, at), "a" | "an") {
        // Only 'a hundred', 'a dozen', 'a million' are numbers.
        if !matches!(word(tokens, at + 1), Some(Word::Scale(_))) {
            return None;
        }
        current = 1.0;
        last = Some(Word::Unit(1.0));
        next = at + 1;
    }
    loop {
        let form = lower(tokens, next);
        let joined = form == "-" && touches(tokens, next) && last.is_some();
        let and = form == "and" && matches!(last, Some(Word::Scale(_)));
        if and_a_half(tokens, next) && last.is_some() {
            current += 0.5;
            next += 3;
            end = next;
            last = Some(Word::Unit(0.5));
            continue;
        }
        let step = next + usize::from(joined || and);
        let Some(now) = word(tokens, step) else { break };
        match (last, now) {
            (None | Some(Word::Ten(_) | Word::Scale(_)), Word::Unit(v))
                if v > 0.0 || last.is_none() =>
            {
                if matches!(last, Some(Word::Ten(_))) && v > 9.0 {
                    break;
                }
                current += v;
            }
            (None | Some(Word::Scale(_)), Word::Ten(v)) => current += v,
            (Some(_), Word::Scale(v)) if v < 1000.0 && current > 0.0 => {
                current *= v;
                scale_seen = v;
            }
            (Some(_), Word::Scale(v)) => {
                if current == 0.0 {
                    // 'two hundred thousand million'
                    total *= v;
                } else {
                    total += current * v;
                }
                current = 0.0;
                scale_seen = v;
            }
            _ => break,
        }
        last = Some(now);
        next = step + 1;
        end = next;
        if next - at > 24 {
            break;
        }
    }
    (end > at).then_some(Number {
        value: total + current,
        low: None,
        high: None,
        end,
        digits: false,
        scale: scale_seen,
        suffix: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(f64, usize)> {
        let document = syntax::segment::segment(text);
        let number = read(&document.sentences[0].tokens, 0)?;
        Some((number.value, number.end))
    }

    #[test]
    fn numbers_of_every_kind() {
        let cases: &[(&str, f64, usize)] = &[
            ("5,000 troops", 5000.0, 1),
            ("12,34,567 people", 1_234_567.0, 1),
            ("1.5 million people", 1_500_000.0, 2),
            ("twenty-three men", 23.0, 3),
            ("one hundred and six men", 106.0, 4),
            ("two thousand and two hundred", 2200.0, 5),
            ("two and a half million people", 2_500_000.0, 5),
            ("2 and a half million people", 2_500_000.0, 5),
            ("half a million people", 500_000.0, 3),
            ("half-a-million people", 500_000.0, 5),
            ("a dozen men", 12.0, 2),
            ("two dozen men", 24.0, 2),
            ("a hundred men", 100.0, 2),
            ("500 crore rupees", 5e9, 2),
            ("20bn euros", 2e10, 2),
            ("dozens of people", 24.0, 1),
            ("tens of thousands of people", 20_000.0, 3),
            ("hundreds of thousands", 200_000.0, 3),
            ("several hundred men", 300.0, 2),
            ("a few dozen men", 36.0, 3),
            ("a couple of hundred men", 200.0, 4),
            ("eleven men", 11.0, 1),
            ("3 million dollars", 3e6, 2),
            ("one million two hundred thousand", 1_200_000.0, 5),
        ];
        for &(text, number, end) in cases {
            assert_eq!(value(text), Some((number, end)), "{text}");
        }
        for text in [
            "a man",
            "10:30",
            "1/3",
            "half the men",
            "9/11",
            "couple",
            "1,2",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
