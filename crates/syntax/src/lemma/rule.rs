//! The regular endings of English verbs and adjectives, undone: '-s', '-ed', '-ing', '-er', '-est'.
//!
//! What is left of 'hoping' is 'hop': whether an 'e' was dropped, or a consonant doubled, is decided by the letters
//! at the end of the stem. A stem of one syllable with one vowel and one consonant would have doubled it, so it lost
//! an 'e'; the rest goes by ending, and `data/stems.txt` has the stems that go the other way.

use super::table;

/// The base of a verb in '-s'.
pub(super) fn without_s(form: &str) -> String {
    let Some(stem) = form.strip_suffix('s') else {
        return form.to_owned();
    };
    if form.ends_with("ss") {
        return form.to_owned();
    }
    if let Some(start) = form.strip_suffix("ies") {
        return if start.chars().count() > 1 {
            format!("{start}y")
        } else {
            stem.to_owned()
        };
    }
    let without_es = form.strip_suffix("es").unwrap_or(stem);
    if matches!(stem, "shoe" | "toe" | "hoe" | "canoe") {
        return stem.to_owned();
    }
    let drops = ["sses", "shes", "xes", "zzes", "tzes", "oes"]
        .iter()
        .any(|end| form.ends_with(end))
        || (form.ends_with("ches") && !matches!(without_es, "ach" | "cach"))
        || matches!(without_es, "focus" | "bias" | "canvas" | "quiz");
    if drops {
        without_es.to_owned()
    } else {
        stem.to_owned()
    }
}

/// The base of a verb in '-ed'.
pub(super) fn without_ed(form: &str) -> String {
    let Some(stem) = form.strip_suffix("ed") else {
        return form
            .strip_suffix("'d")
            .or_else(|| form.strip_suffix("’d"))
            .unwrap_or(form)
            .to_owned();
    };
    if !stem.contains(is_vowel_or_y) {
        return form.to_owned();
    }
    if let Some(start) = stem.strip_suffix('i') {
        // 'died' and 'untied', but 'tried' and 'studied'.
        let is_ie = start.chars().count() == 1
            || matches!(start, "unt" | "hogt" | "bel" | "underl" | "overl");
        return if is_ie {
            format!("{stem}e")
        } else {
            format!("{start}y")
        };
    }
    if let Some(start) = stem.strip_suffix('e') {
        return format!("{start}ee");
    }
    base(stem)
}

/// The base of a verb in '-ing'.
pub(super) fn without_ing(form: &str) -> String {
    let Some(stem) = form
        .strip_suffix("ing")
        .or_else(|| form.strip_suffix("in'"))
        .or_else(|| form.strip_suffix("in’"))
    else {
        return form.to_owned();
    };
    if !stem.contains(is_vowel_or_y) {
        return form.to_owned();
    }
    if stem.ends_with(['e', 'i']) {
        return stem.to_owned();
    }
    base(stem)
}

/// The positive of a comparative or superlative.
pub(super) fn positive(form: &str, ending: &str) -> String {
    let Some(stem) = form.strip_suffix(ending) else {
        return form.to_owned();
    };
    if let Some(start) = stem.strip_suffix('i') {
        return format!("{start}y");
    }
    if let Some(start) = stem.strip_suffix('e') {
        return format!("{start}ee");
    }
    match stem {
        "sever" | "tru" => format!("{stem}e"),
        "old" | "young" | "long" | "strong" | "new" | "few" | "full" | "small" | "tall"
        | "dull" | "still" | "ill" | "shrill" => stem.to_owned(),
        _ => base(stem),
    }
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_vowel_or_y(c: char) -> bool {
    is_vowel(c) || c == 'y' || !c.is_ascii()
}

/// A stem without its ending as a word: a doubled consonant made single, a dropped 'e' put back.
fn base(stem: &str) -> String {
    // 'panicked' has a 'k' that 'panic' has not.
    if [
        "panick", "mimick", "traffick", "picnick", "frolick", "bivouack", "shellack", "tarmack",
    ]
    .iter()
    .any(|end| stem.ends_with(end))
    {
        return stem.strip_suffix('k').unwrap_or(stem).to_owned();
    }
    let letters: Vec<char> = stem.chars().collect();
    let &[.., before, last] = letters.as_slice() else {
        return stem.to_owned();
    };
    if before == last && !is_vowel(last) {
        let once = letters.get(..letters.len() - 1).unwrap_or_default();
        let keeps = match last {
            's' | 'f' | 'z' => !matches!(stem, "buss" | "gass" | "quizz" | "focuss" | "biass"),
            'l' => keeps_double_l(stem, once),
            'r' => matches!(stem, "err" | "burr" | "purr" | "whirr"),
            'd' => matches!(stem, "add" | "odd"),
            't' => matches!(stem, "butt" | "boycott"),
            'g' => matches!(stem, "egg"),
            'n' => matches!(stem, "inn"),
            'b' => matches!(stem, "ebb"),
            _ => false,
        };
        return if keeps {
            stem.to_owned()
        } else {
            once.iter().collect()
        };
    }
    if drops_e(stem, &letters) {
        format!("{stem}e")
    } else {
        stem.to_owned()
    }
}

/// 'call', 'install' and 'enroll' against 'travelled', 'cancelled' and 'controlled'.
fn keeps_double_l(stem: &str, once: &[char]) -> bool {
    let vowels = once.iter().filter(|&&c| is_vowel(c)).count();
    let endings = [
        "stall",
        "troll",
        "scroll",
        "stroll",
        "enroll",
        "fulfill",
        "distill",
        "instill",
        "appall",
        "recall",
        "befall",
        "forestall",
        "spell",
        "smell",
        "dwell",
        "skill",
        "quell",
        "shell",
        "install",
        "refill",
        "misspell",
        "backfill",
        "poll",
        "roll",
        "ball",
        "call",
        "mill",
        "squall",
        "thrall",
        "wall",
        "outsell",
        "oversell",
        "resell",
        "undersell",
        "foretell",
        "retell",
    ];
    if matches!(
        stem,
        "controll" | "patroll" | "extoll" | "cajoll" | "dispell"
    ) {
        return false;
    }
    vowels <= 1 || endings.iter().any(|end| stem.ends_with(end))
}

/// Whether the stem lost an 'e' before its ending.
fn drops_e(stem: &str, letters: &[char]) -> bool {
    if let Some(known) = table::stem(stem) {
        return known;
    }
    let at = |back: usize| {
        letters
            .len()
            .checked_sub(back)
            .and_then(|i| letters.get(i))
            .copied()
            .unwrap_or(' ')
    };
    let (last, second, third) = (at(1), at(2), at(3));
    // One vowel before the last consonant: 'hop', 'provid', but not 'need'; the 'u' of 'qu' is none.
    let is_single = is_vowel(second) && (!is_vowel(third) || (third == 'u' && at(4) == 'q'))
        || second == 'y' && third != ' ';
    let vowels = letters
        .iter()
        .zip(letters.iter().skip(1))
        .filter(|&(&a, &b)| is_vowel_or_y(a) && !is_vowel_or_y(b))
        .count();
    let is_short = vowels <= 1 && is_single;
    match last {
        'c' | 'v' | 'u' => true,
        'z' => second != 'z',
        's' => !matches!(second, 's' | 'k' | 't'),
        'l' => {
            matches!(
                second,
                'b' | 'c' | 'd' | 'f' | 'g' | 'k' | 'p' | 's' | 't' | 'z'
            ) || is_single && matches!(second, 'o' | 'u' | 'y')
                || is_short && second != 'e'
        }
        'r' => matches!(second, 't' | 'y') || is_single && matches!(second, 'a' | 'i' | 'u'),
        'g' => matches!(second, 'd' | 'l' | 'r') || is_vowel(second),
        't' => {
            is_single && matches!(second, 'a' | 'u' | 'y')
                || is_short
                || second == 'a' && matches!(third, 'i' | 'u')
        }
        'd' => is_single && second != 'e',
        'n' => is_single && matches!(second, 'i' | 'u' | 'y') || is_short,
        'm' | 'p' | 'k' | 'b' => {
            is_single && second != 'e' && (last != 'p' || is_short || second == 'y')
        }
        'f' => is_short,
        _ => false,
    }
}
