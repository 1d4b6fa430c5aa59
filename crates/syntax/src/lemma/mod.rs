//! What is the dictionary form of a word?
//!
//! By its tags: a word is looked up among the irregular ones (`data/verbs.txt`, `data/nouns.txt`, written by hand) and the exceptions
//! counted on the treebanks (`data/lemmas.tsv`), then undone by the rules of English inflection (`rule`, `plural`).
//! Rules rather than a model: they are exact on regular words, however rare, and cost nothing.
//!
//! Conventions are those of EWT and GUM: pronouns go to their subject form ('him' to 'he', 'them' to 'they') and
//! possessives keep theirs, 'n't' is 'not', possessive ''s' is ''s', 'better' is 'good' or 'well' by its tag, names
//! keep their letters ('States' as NNPS is 'State'), everything else is lower-cased.

mod plural;
mod rule;
mod table;

use std::borrow::Cow;

use crate::Upos;

/// The lemma of `form` with these tags.
///
/// ```
/// use syntax::{Upos, lemma::lemma};
/// assert_eq!(lemma("postponed", Upos::Verb, "VBN"), "postpone");
/// assert_eq!(lemma("n't", Upos::Part, "RB"), "not");
/// assert_eq!(lemma("Nations", Upos::Propn, "NNPS"), "Nation");
/// ```
pub fn lemma(form: &str, upos: Upos, xpos: &str) -> String {
    // Most words are in small letters as they stand.
    let is_small = form
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    let lower = if is_small {
        Cow::Borrowed(form)
    } else {
        Cow::Owned(form.to_lowercase())
    };
    if let Some(found) = table::exception(&lower, upos, xpos) {
        return match (upos, xpos) {
            (Upos::Propn, _) if form.starts_with(char::is_uppercase) => capital(found),
            _ => found.to_owned(),
        };
    }
    match upos {
        Upos::Propn => name(form, &lower, xpos),
        Upos::Verb | Upos::Aux if xpos == "NNP" => capital(&verb(&lower, guess(&lower))),
        Upos::Verb => verb(&lower, xpos),
        Upos::Aux if xpos == "MD" => auxiliary(&lower).to_owned(),
        Upos::Aux => verb(&lower, xpos),
        Upos::Noun => noun(form, &lower, xpos),
        Upos::Adj | Upos::Adv => quality(form, &lower, upos, xpos),
        Upos::Pron | Upos::Det => pronoun(&lower, xpos).to_owned(),
        Upos::Part => particle(&lower).to_owned(),
        Upos::Num => number(form, &lower),
        Upos::Punct | Upos::Sym => sign(form),
        Upos::X if xpos == "NNP" || xpos == "FW" || xpos == "LS" => form.to_owned(),
        _ => lower.into_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The tag that the ending of a verb used as a name speaks for: 'United' in 'United Nations'.
fn guess(lower: &str) -> &'static str {
    if lower.ends_with("ing") {
        "VBG"
    } else if lower.ends_with("ed") {
        "VBN"
    } else {
        "VB"
    }
}

fn name(form: &str, lower: &str, xpos: &str) -> String {
    if xpos != "NNPS" {
        return form.to_owned();
    }
    if let Some(singular) = table::noun(lower) {
        return capital(singular);
    }
    // Rules cut or change only the end: what stands before keeps its letters.
    let singular = plural::singular(lower);
    let kept = form
        .chars()
        .zip(singular.chars())
        .take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase()))
        .count();
    form.chars()
        .take(kept)
        .chain(singular.chars().skip(kept))
        .collect()
}

fn verb(lower: &str, xpos: &str) -> String {
    if let Some(found) = table::verb(lower, xpos) {
        return found.to_owned();
    }
    match xpos {
        "VBZ" => rule::without_s(lower),
        "VBD" | "VBN" => match table::prefixed_verb(lower) {
            Some(found) => found,
            _ => rule::without_ed(lower),
        },
        "VBG" => rule::without_ing(lower),
        _ => lower.to_owned(),
    }
}

fn auxiliary(lower: &str) -> &str {
    match lower {
        "ca" => "can",
        "wo" | "'ll" | "’ll" | "ll" => "will",
        "'d" | "’d" | "d" => "would",
        _ => lower,
    }
}

fn noun(form: &str, lower: &str, xpos: &str) -> String {
    match lower {
        "am" | "a.m" | "a.m." => return "a.m.".to_owned(),
        "pm" | "p.m" | "p.m." => return "p.m.".to_owned(),
        "etc" => return "etc.".to_owned(),
        _ => {}
    }
    let has_capital = form.chars().any(char::is_uppercase);
    if xpos == "NN" && is_prefixed_name(form) {
        return form.to_owned();
    }
    if xpos == "NN" {
        let is_symbol = has_capital
            && (form.chars().any(|c| c.is_ascii_digit()) || form.chars().nth(1).is_none());
        return if is_symbol {
            form.to_owned()
        } else {
            lower.to_owned()
        };
    }
    if xpos != "NNS" {
        return lower.to_owned();
    }
    if lower.ends_with("0s") || lower.ends_with("0's") || lower.ends_with("0’s") {
        return lower.replace(['\'', '’'], "");
    }
    // 'CDs': the letters are a name.
    let body = form.strip_suffix('s').unwrap_or(form);
    let body = body.strip_suffix(['\'', '’']).unwrap_or(body);
    if body.len() > 1
        && body != form
        && body.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
    {
        return body.to_owned();
    }
    let singular = table::noun(lower).map_or_else(|| plural::singular(lower), ToOwned::to_owned);
    let named = capital(&singular);
    if form.starts_with(char::is_uppercase) && table::is_national(&named) {
        named
    } else {
        singular
    }
}

fn quality(form: &str, lower: &str, upos: Upos, xpos: &str) -> String {
    let is_more = matches!(xpos, "JJR" | "RBR");
    let is_most = matches!(xpos, "JJS" | "RBS");
    match lower {
        "better" | "best" if is_more || is_most => {
            return if upos == Upos::Adv { "well" } else { "good" }.to_owned();
        }
        "worse" | "worst" if is_more || is_most => {
            return if upos == Upos::Adv { "badly" } else { "bad" }.to_owned();
        }
        "farther" | "farthest" | "furthest" => return "far".to_owned(),
        "further" if is_more && upos == Upos::Adv => return "far".to_owned(),
        "elder" | "eldest" if is_more || is_most => return "old".to_owned(),
        "fewer" | "fewest" => return "few".to_owned(),
        "n't" | "n’t" | "nt" => return "not".to_owned(),
        "more" | "most" | "less" | "least" | "lesser" | "further" | "latter" | "former" => {
            return lower.to_owned();
        }
        _ => {}
    }
    if is_more || is_most {
        return rule::positive(lower, if is_more { "er" } else { "est" });
    }
    if xpos == "NNP"
        || is_prefixed_name(form)
        || (upos == Upos::Adj && form.starts_with(char::is_uppercase) && table::is_national(form))
    {
        return form.to_owned();
    }
    match lower {
        "'n" | "n" => "and".to_owned(),
        _ => lower.to_owned(),
    }
}

/// 'pro-Beijing', 'anti-Houthi': a name behind a prefix.
fn is_prefixed_name(form: &str) -> bool {
    form.split_once('-').is_some_and(|(prefix, name)| {
        !prefix.is_empty()
            && prefix.bytes().all(|b| b.is_ascii_lowercase())
            && name.starts_with(char::is_uppercase)
    })
}

fn pronoun<'a>(lower: &'a str, xpos: &str) -> &'a str {
    match (lower, xpos) {
        ("her", "PRP") => "she",
        ("mine", _) => "my",
        ("yours", _) => "your",
        ("hers", _) => "her",
        ("ours", _) => "our",
        ("theirs", _) => "their",
        ("me", _) => "I",
        ("i", "PRP") => "I",
        ("him", _) => "he",
        ("them" | "em" | "'em" | "’em", _) => "they",
        ("us" | "'s" | "’s" | "s", "PRP") => "we",
        ("u" | "ya", "PRP") => "you",
        ("an", _) => "a",
        ("these", _) => "this",
        ("those", _) => "that",
        _ => lower,
    }
}

fn particle(lower: &str) -> &str {
    match lower {
        "'s" | "’s" | "'" | "’" | "s" | "`s" => "'s",
        "n't" | "n’t" | "nt" => "not",
        "na" | "ta" | "a" => "to",
        _ => lower,
    }
}

fn number(form: &str, lower: &str) -> String {
    match lower {
        "m" | "mn" => return "million".to_owned(),
        "k" => return "thousand".to_owned(),
        "b" | "bn" => return "billion".to_owned(),
        "tn" => return "trillion".to_owned(),
        _ => {}
    }
    if form
        .chars()
        .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
    {
        return form.to_owned();
    }
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return lower.replace(',', "");
    }
    lower.replace('’', "'")
}

fn sign(form: &str) -> String {
    match form {
        "“" | "”" | "„" | "``" => "\"",
        "‘" | "’" => "'",
        "‘’" | "’’" | "‘‘" => "''",
        "–" => "-",
        _ => form,
    }
    .to_owned()
}
