//! Which universal features does a word have: number, person, tense, mood, case, degree?
//!
//! English shows few of them on the word, so they follow from the tags, the lemma and the tree: 'reported' is
//! singular because its subject is, 'it' is accusative as an object, 'meeting' is a gerund as a noun's modifier. Conventions are
//! those of EWT where it and GUM differ ('now', 'never', 'you'), but adverbs in '-ly' have a degree, as in GUM.
//!
//! Without a tree (no heads, every relation `dep`) the features that tags alone give are still there.

mod agreement;
mod pronoun;
mod verb;

use crate::{Deprel, Sentence, Token, TokenIdx, Upos};

type Feature = (&'static str, &'static str);

/// The features of one word, as CoNLL-U writes them: sorted, empty if there are none.
pub fn feats(sentence: &Sentence, at: TokenIdx) -> String {
    let Some(token) = sentence.tokens.get(at) else {
        return String::new();
    };
    let mut all: Vec<Feature> = Vec::with_capacity(8);
    match token.upos {
        Upos::Noun | Upos::Propn => noun(token, &mut all),
        Upos::Adj => adjective(token, &mut all),
        Upos::Adv => adverb(sentence, token, at, &mut all),
        Upos::Verb | Upos::Aux => verb::verb(sentence, token, at, &mut all),
        Upos::Pron => pronoun::pronoun(sentence, token, at, &mut all),
        Upos::Det => determiner(token, &mut all),
        Upos::Num => number(token, &mut all),
        Upos::Part if token.lemma == "not" => all.push(("Polarity", "Neg")),
        Upos::Cconj if matches!(token.lemma.as_str(), "nor" | "neither") => {
            all.push(("Polarity", "Neg"));
        }
        Upos::Intj if token.lemma == "no" => all.push(("Polarity", "Neg")),
        Upos::Intj if matches!(token.lemma.as_str(), "yes" | "yep" | "yeah") => {
            all.push(("Polarity", "Pos"));
        }
        Upos::Sym if token.xpos == "NN" => all.push(("Number", "Sing")),
        Upos::X if token.xpos == "FW" => all.push(("Foreign", "Yes")),
        _ => {}
    }
    let lower = |name: &'static str| name.bytes().map(|b| b.to_ascii_lowercase());
    all.sort_by(|(a, _), (b, _)| lower(a).cmp(lower(b)));
    let length: usize = all
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    let mut out = String::with_capacity(length);
    for (name, value) in &all {
        if !out.is_empty() {
            out.push('|');
        }
        out.push_str(name);
        out.push('=');
        out.push_str(value);
    }
    out
}

/// The features of every word of a sentence, filled in.
pub fn fill(sentence: &mut Sentence) {
    for at in 0..sentence.tokens.len() {
        let found = feats(sentence, at);
        if let Some(token) = sentence.tokens.get_mut(at) {
            token.feats = found;
        }
    }
}

/// Whether they differ in nothing but the size of their letters.
fn same_letters(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || !(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase()
}

fn has_digit(token: &Token) -> bool {
    token.form.bytes().any(|b| b.is_ascii_digit())
}

fn noun(token: &Token, all: &mut Vec<Feature>) {
    match token.xpos.as_str() {
        "NN" | "NNP" => all.push(("Number", "Sing")),
        "FW" if token.lemma == "etc." => all.extend([("Abbr", "Yes"), ("Number", "Plur")]),
        "NNS" | "NNPS" => {
            let is_decade = has_digit(token) && token.lemma.ends_with("0s");
            let is_counted =
                !token.lemma.ends_with('s') || !same_letters(&token.lemma, &token.form);
            let is_plural =
                is_counted || matches!(token.lemma.as_str(), "series" | "species" | "crossroads");
            all.push((
                "Number",
                if is_plural && !is_decade {
                    "Plur"
                } else {
                    "Ptan"
                },
            ));
            if is_decade {
                all.extend([("NumForm", "Combi"), ("NumType", "Card")]);
            }
        }
        _ => {}
    }
    let is_ordinal = token.xpos == "NN"
        && has_digit(token)
        && ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| token.lemma.ends_with(end));
    if is_ordinal {
        all.extend([("NumForm", "Combi"), ("NumType", "Ord")]);
    }
    if token.xpos == "NN" && matches!(token.lemma.as_str(), "half" | "third") {
        all.extend([("NumForm", "Word"), ("NumType", "Frac")]);
    }
    // 'Sept.': months and days whose lemma is the whole name; 'a.m.' and 'p.m.'.
    let is_clipped = token.upos == Upos::Propn
        && token.lemma.len() > token.form.trim_end_matches('.').len()
        && !token.lemma.ends_with('.');
    if is_clipped && token.xpos == "NNP"
        || token.upos == Upos::Noun && matches!(token.form.as_str(), "a.m." | "p.m.")
    {
        all.push(("Abbr", "Yes"));
    }
}

const ORDINALS: [&str; 22] = [
    "eighteenth",
    "eighth",
    "eleventh",
    "fifteenth",
    "fifth",
    "first",
    "fourteenth",
    "fourth",
    "hundredth",
    "nineteenth",
    "ninth",
    "second",
    "seventeenth",
    "seventh",
    "sixteenth",
    "sixth",
    "tenth",
    "third",
    "thirteenth",
    "thousandth",
    "twelfth",
    "twentieth",
];

fn adjective(token: &Token, all: &mut Vec<Feature>) {
    match token.xpos.as_str() {
        "JJ" | "NNP" => all.push(("Degree", "Pos")),
        "JJR" => all.push(("Degree", "Cmp")),
        "JJS" => all.push(("Degree", "Sup")),
        _ => return,
    }
    let ends = ["st", "nd", "rd", "th", "lf"];
    let is_candidate = token.form.get(token.form.len().saturating_sub(2)..);
    if !is_candidate.is_some_and(|end| ends.iter().any(|e| end.eq_ignore_ascii_case(e))) {
        return;
    }
    let lower = token.form.to_lowercase();
    if has_digit(token)
        && ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| lower.ends_with(end))
    {
        all.extend([("NumForm", "Combi"), ("NumType", "Ord")]);
    } else if ORDINALS.binary_search(&lower.as_str()).is_ok() {
        all.extend([("NumForm", "Word"), ("NumType", "Ord")]);
    } else if lower == "half" {
        all.extend([("NumForm", "Word"), ("NumType", "Frac")]);
    }
}

fn adverb(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    match token.xpos.as_str() {
        "RBR" => all.push(("Degree", "Cmp")),
        "RBS" => all.push(("Degree", "Sup")),
        "WRB" => {
            let is_free = matches!(
                token.lemma.as_str(),
                "whenever" | "wherever" | "wherein" | "whereby"
            );
            let in_relative = under_relative(sentence, at);
            all.push((
                "PronType",
                if is_free || in_relative { "Rel" } else { "Int" },
            ));
        }
        "RB" => match token.lemma.as_str() {
            "now" | "then" | "here" | "there" => all.push(("PronType", "Dem")),
            "never" | "nowhere" => all.push(("PronType", "Neg")),
            "always" | "everywhere" => all.push(("PronType", "Tot")),
            "ever" | "sometimes" | "somewhere" | "anywhere" | "somehow" | "sometime"
            | "anytime" => all.push(("PronType", "Ind")),
            "first" | "second" | "third" => all.extend([("NumForm", "Word"), ("NumType", "Ord")]),
            "once" | "twice" => all.extend([("NumForm", "Word"), ("NumType", "Mult")]),
            "well" | "far" | "long" | "soon" | "hard" | "early" | "fast" | "late" | "badly"
            | "high" | "low" | "close" | "deep" | "near" => {
                all.push(("Degree", "Pos"));
            }
            lemma if lemma.ends_with("ly") && lemma != "only" => all.push(("Degree", "Pos")),
            _ => {}
        },
        _ => {}
    }
}

fn determiner(token: &Token, all: &mut Vec<Feature>) {
    match token.lemma.as_str() {
        "the" => all.extend([("Definite", "Def"), ("PronType", "Art")]),
        "a" => all.extend([("Definite", "Ind"), ("PronType", "Art")]),
        "this" | "that" => {
            let is_plural = matches!(token.form.to_lowercase().as_str(), "these" | "those");
            all.extend([
                ("Number", if is_plural { "Plur" } else { "Sing" }),
                ("PronType", "Dem"),
            ]);
        }
        "half" => all.extend([
            ("NumForm", "Word"),
            ("NumType", "Frac"),
            ("PronType", "Ind"),
        ]),
        "what" | "which" | "whatever" | "whichever" => all.push(("PronType", "Int")),
        lemma => quantifier(lemma, all),
    }
}

fn quantifier(lemma: &str, all: &mut Vec<Feature>) {
    let kind = match lemma {
        "all" | "every" | "each" | "both" => "Tot",
        "no" | "neither" | "none" => "Neg",
        "some" | "any" | "another" | "either" | "such" | "quite" | "many" => "Ind",
        _ => return,
    };
    all.push(("PronType", kind));
}

fn number(token: &Token, all: &mut Vec<Feature>) {
    let is_roman = token
        .form
        .chars()
        .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    let form = if has_digit(token) {
        "Digit"
    } else if is_roman {
        "Roman"
    } else {
        "Word"
    };
    let is_fraction = token
        .form
        .split_once('/')
        .is_some_and(|(part, whole)| part.len() == 1 && whole.len() == 1)
        || token.form.chars().any(|c| matches!(c, '½' | '¼' | '¾'));
    let is_decimal = has_digit(token)
        && token.form.matches('.').count() == 1
        && !token.form.contains(['-', '/']);
    all.extend([
        ("NumForm", form),
        (
            "NumType",
            if is_fraction || is_decimal {
                "Frac"
            } else {
                "Card"
            },
        ),
    ]);
    let is_short = matches!(
        token.form.as_str(),
        "m" | "k" | "b" | "bn" | "M" | "K" | "B" | "t"
    ) && token.lemma.ends_with("on") | token.lemma.ends_with("and");
    if is_short {
        all.push(("Abbr", "Yes"));
    }
}
/// Whether a word that asks or relates does the latter: it lies in a relative clause, close to its verb.
fn under_relative(sentence: &Sentence, at: TokenIdx) -> bool {
    let mut node = at;
    for _ in 0..4 {
        let Some(token) = sentence.tokens.get(node) else {
            return false;
        };
        match token.deprel {
            Deprel::AclRelcl | Deprel::AdvclRelcl => return true,
            Deprel::Ccomp | Deprel::Advcl | Deprel::Csubj | Deprel::Root if node != at => {
                return false;
            }
            _ => {}
        }
        match token.head {
            Some(head) => node = head,
            None => return false,
        }
    }
    false
}
