//! Which universal features does a word have: number, person, tense, mood, case, degree?
//!
//! English shows few of them on the word, so they follow from the tags, the lemma and the tree: 'reported' is
//! singular because its subject is, 'it' is accusative as an object, 'meeting' is a gerund as a noun's modifier. Conventions are
//! those of EWT where it and GUM differ ('now', 'never', 'you'), but adverbs in '-ly' have a degree, as in GUM.
//!
//! Without a tree (no heads, every relation `dep`) the features that tags alone give are still there.

use crate::{Deprel, Sentence, Token, TokenIdx, Upos};

type Feature = (&'static str, &'static str);

/// The features of one word, as CoNLL-U writes them: sorted, empty if there are none.
pub fn feats(sentence: &Sentence, at: TokenIdx) -> String {
    let Some(token) = sentence.tokens.get(at) else {
        return String::new();
    };
    let mut all: Vec<Feature> = Vec::new();
    match token.upos {
        Upos::Noun | Upos::Propn => noun(token, &mut all),
        Upos::Adj => adjective(token, &mut all),
        Upos::Adv => adverb(sentence, token, at, &mut all),
        Upos::Verb | Upos::Aux => verb(sentence, token, at, &mut all),
        Upos::Pron => pronoun(sentence, token, at, &mut all),
        Upos::Det => determiner(token, &mut all),
        Upos::Num => number(token, &mut all),
        Upos::Part if token.lemma == "not" => all.push(("Polarity", "Neg")),
        Upos::Cconj if matches!(token.lemma.as_str(), "nor" | "neither") => {
            all.push(("Polarity", "Neg"))
        }
        Upos::Intj if token.lemma == "no" => all.push(("Polarity", "Neg")),
        Upos::Intj if matches!(token.lemma.as_str(), "yes" | "yep" | "yeah") => {
            all.push(("Polarity", "Pos"))
        }
        Upos::Sym if token.xpos == "NN" => all.push(("Number", "Sing")),
        Upos::X if token.xpos == "FW" => all.push(("Foreign", "Yes")),
        _ => {}
    }
    all.sort_unstable_by_key(|(name, _)| name.to_ascii_lowercase());
    let cells: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    cells.join("|")
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

fn has_digit(token: &Token) -> bool {
    token.form.chars().any(|c| c.is_ascii_digit())
}

fn noun(token: &Token, all: &mut Vec<Feature>) {
    match token.xpos.as_str() {
        "NN" | "NNP" => all.push(("Number", "Sing")),
        "FW" if token.lemma == "etc." => all.extend([("Abbr", "Yes"), ("Number", "Plur")]),
        "NNS" | "NNPS" => {
            let is_decade = has_digit(token) && token.lemma.ends_with("0s");
            let is_counted = token.lemma.to_lowercase() != token.form.to_lowercase()
                || !token.lemma.ends_with('s');
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
    if token.xpos == "NNP" && is_clipped
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

fn verb(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    let has = |deprel: Deprel| sentence.child(at, deprel).is_some();
    let has_aux = has(Deprel::Aux) || has(Deprel::AuxPass);
    let xpos = match token.xpos.as_str() {
        "NNP" if token.form.ends_with("ing") => "VBG",
        "NNP" if token.form.ends_with("ed") => "VBN",
        other => other,
    };
    match xpos {
        "MD" => all.push(("VerbForm", "Fin")),
        "VBZ" => {
            all.extend([
                ("Mood", "Ind"),
                ("Number", "Sing"),
                ("Person", "3"),
                ("Tense", "Pres"),
                ("VerbForm", "Fin"),
            ]);
        }
        "VBP" | "VBD" => {
            all.extend([
                ("Mood", "Ind"),
                ("Tense", if xpos == "VBD" { "Past" } else { "Pres" }),
                ("VerbForm", "Fin"),
            ]);
            let (number, person) = agreement(sentence, token, at);
            all.extend([("Number", number), ("Person", person)]);
        }
        "VBG" => {
            let is_noun_like = matches!(
                token.deprel,
                Deprel::Acl
                    | Deprel::Amod
                    | Deprel::Xcomp
                    | Deprel::Csubj
                    | Deprel::CsubjPass
                    | Deprel::Compound
            ) || (token.deprel == Deprel::Ccomp && !has_aux)
                || (token.deprel == Deprel::Conj
                    && !has_aux
                    && is_noun_like_conjunct(sentence, token));
            if is_noun_like && !has_aux && token.upos == Upos::Verb {
                all.push(("VerbForm", "Ger"));
            } else {
                all.extend([("Tense", "Pres"), ("VerbForm", "Part")]);
            }
        }
        "VBN" => {
            all.extend([("Tense", "Past"), ("VerbForm", "Part")]);
            let is_perfect = !has(Deprel::AuxPass)
                && (has(Deprel::Aux)
                    || token.deprel == Deprel::Conj && is_perfect_conjunct(sentence, token));
            if token.upos == Upos::Verb && token.xpos != "NNP" && !is_perfect {
                all.push(("Voice", "Pass"));
            }
        }
        _ => base_form(sentence, token, at, all),
    }
}

fn is_noun_like_conjunct(sentence: &Sentence, token: &Token) -> bool {
    let first = token
        .head
        .and_then(|head| sentence.tokens.get(head).map(|t| (head, t)));
    first.is_some_and(|(head, t)| {
        t.xpos == "VBG"
            && matches!(
                t.deprel,
                Deprel::Acl | Deprel::Amod | Deprel::Xcomp | Deprel::Csubj | Deprel::Ccomp
            )
            && sentence.child(head, Deprel::Aux).is_none()
    })
}

fn is_perfect_conjunct(sentence: &Sentence, token: &Token) -> bool {
    token.head.is_some_and(|head| {
        sentence.child(head, Deprel::Aux).is_some()
            && sentence.child(head, Deprel::AuxPass).is_none()
    })
}

/// Infinitive, imperative or subjunctive.
fn base_form(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    // An auxiliary has the mood of the verb it helps.
    let helps = matches!(token.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    let node = if helps { token.head.unwrap_or(at) } else { at };
    let clause = sentence.tokens.get(node).map_or(Deprel::Dep, |t| t.deprel);
    let is_bound = sentence.children(node).any(|c| {
        let child = &sentence.tokens[c];
        c != at
            && (child.xpos == "TO"
                || child.deprel == Deprel::Aux
                    && (child.xpos == "MD" || child.lemma == "do" && child.xpos != "VB"))
    });
    let has_subject = subject(sentence, node).is_some();
    let is_first = match clause {
        Deprel::Conj => sentence
            .tokens
            .get(node)
            .and_then(|t| t.head)
            .is_some_and(|head| is_imperative(sentence, head)),
        _ => {
            matches!(clause, Deprel::Root | Deprel::Parataxis)
                || clause == Deprel::Ccomp && !has_subject
        }
    };
    if is_first && !is_bound && !has_subject && token.xpos == "VB" {
        all.extend([("Mood", "Imp"), ("VerbForm", "Fin")]);
    } else {
        all.push(("VerbForm", "Inf"));
    }
}

fn is_imperative(sentence: &Sentence, at: TokenIdx) -> bool {
    let Some(token) = sentence.tokens.get(at) else {
        return false;
    };
    let is_bound = sentence.children(at).any(|c| {
        let child = &sentence.tokens[c];
        child.xpos == "TO" || child.deprel == Deprel::Aux && child.lemma != "do"
    });
    token.xpos == "VB"
        && !is_bound
        && subject(sentence, at).is_none()
        && matches!(
            token.deprel,
            Deprel::Root | Deprel::Parataxis | Deprel::Ccomp
        )
}

/// The subject among the dependents of `at`.
fn subject(sentence: &Sentence, at: TokenIdx) -> Option<TokenIdx> {
    [
        Deprel::Nsubj,
        Deprel::NsubjPass,
        Deprel::NsubjOuter,
        Deprel::Csubj,
        Deprel::CsubjPass,
    ]
    .into_iter()
    .find_map(|deprel| sentence.child(at, deprel))
}

/// Number and person that a finite verb takes from its subject.
fn agreement(sentence: &Sentence, token: &Token, at: TokenIdx) -> (&'static str, &'static str) {
    match token.form.to_lowercase().as_str() {
        "am" | "'m" | "’m" | "m" => return ("Sing", "1"),
        _ => {}
    }
    let mut node = match token.deprel {
        Deprel::Aux | Deprel::AuxPass | Deprel::Cop => token.head.unwrap_or(at),
        _ => at,
    };
    for _ in 0..8 {
        if let Some(found) = subject(sentence, node) {
            return person(sentence, found, node, token);
        }
        let Some(verb) = sentence.tokens.get(node) else {
            break;
        };
        // A conjunct shares the subject of the first one.
        match (verb.deprel, verb.head) {
            (Deprel::Conj, Some(head)) => node = head,
            _ => break,
        }
    }
    match (token.xpos.as_str(), token.lemma.as_str()) {
        ("VBD", _) => ("Sing", "3"),
        // 'Thank you', 'Hope all is well'.
        (_, "thank" | "hope") => ("Sing", "1"),
        _ => ("Plur", "3"),
    }
}

fn person(
    sentence: &Sentence,
    subject: TokenIdx,
    verb: TokenIdx,
    token: &Token,
) -> (&'static str, &'static str) {
    let Some(found) = sentence.tokens.get(subject) else {
        return ("Sing", "3");
    };
    let is_relative = matches!(found.xpos.as_str(), "WDT" | "WP")
        && sentence
            .tokens
            .get(verb)
            .is_some_and(|t| t.deprel == Deprel::AclRelcl);
    if is_relative && let Some(head) = sentence.tokens.get(verb).and_then(|t| t.head) {
        return number_of(sentence, head, token);
    }
    number_of(sentence, subject, token)
}

fn number_of(sentence: &Sentence, at: TokenIdx, verb: &Token) -> (&'static str, &'static str) {
    let Some(token) = sentence.tokens.get(at) else {
        return ("Sing", "3");
    };
    let is_group = sentence
        .children(at)
        .any(|c| sentence.tokens[c].deprel == Deprel::Conj)
        && sentence
            .children(at)
            .chain(sentence.children(at).flat_map(|c| sentence.children(c)))
            .any(|c| sentence.tokens[c].lemma == "and");
    let lower = token.form.to_lowercase();
    let plain = match (token.upos, lower.as_str()) {
        (Upos::Pron, "i" | "me") => ("Sing", "1"),
        (Upos::Pron, "we" | "us") => ("Plur", "1"),
        (Upos::Pron, "you") => ("Sing", "2"),
        (Upos::Pron, "they" | "them" | "these" | "those") => ("Plur", "3"),
        _ => match token.xpos.as_str() {
            "NNS" | "NNPS" => ("Plur", "3"),
            _ => (
                if verb.xpos == "VBP" || lower_is_were(verb) {
                    "Plur"
                } else {
                    "Sing"
                },
                "3",
            ),
        },
    };
    match plain {
        ("Sing", "1") if is_group => ("Plur", "1"),
        ("Sing", "3") if is_group => ("Plur", "3"),
        _ => plain,
    }
}

fn lower_is_were(verb: &Token) -> bool {
    verb.form.eq_ignore_ascii_case("were")
}

fn pronoun(sentence: &Sentence, token: &Token, at: TokenIdx, all: &mut Vec<Feature>) {
    let lower = token.form.to_lowercase();
    match token.xpos.as_str() {
        "PRP" | "PRP$" => personal(token, &lower, all),
        "WP" | "WDT" => {
            let is_free = token.lemma == "what" || token.lemma == "whatever";
            let is_relative = under_relative(sentence, at)
                || is_free
                    && sentence
                        .children(at)
                        .any(|c| sentence.tokens[c].deprel == Deprel::AclRelcl);
            all.push(("PronType", if is_relative { "Rel" } else { "Int" }));
        }
        "WP$" => all.extend([("Poss", "Yes"), ("PronType", "Rel")]),
        "DT" => match lower.as_str() {
            "this" | "that" => all.extend([("Number", "Sing"), ("PronType", "Dem")]),
            "these" | "those" => all.extend([("Number", "Plur"), ("PronType", "Dem")]),
            _ => quantifier(&token.lemma, all),
        },
        "NN" => {
            let lemma = token.lemma.as_str();
            let kind = if lemma.starts_with("some") || lemma.starts_with("any") {
                "Ind"
            } else if lemma.starts_with("every") {
                "Tot"
            } else {
                "Neg"
            };
            all.push(("PronType", kind));
            if lemma != "none" {
                all.push(("Number", "Sing"));
            }
        }
        _ => {}
    }
}

fn personal(token: &Token, lower: &str, all: &mut Vec<Feature>) {
    let is_possessive = token.xpos == "PRP$";
    let (number, person, gender) = match lower {
        "i" | "me" | "my" | "mine" | "myself" => ("Sing", "1", ""),
        "we" | "us" | "our" | "ours" | "ourselves" | "'s" | "’s" => ("Plur", "1", ""),
        "you" | "your" | "yours" | "u" | "ur" | "ya" => ("", "2", ""),
        "yourself" => ("Sing", "2", ""),
        "yourselves" => ("Plur", "2", ""),
        "he" | "him" | "his" | "himself" => ("Sing", "3", "Masc"),
        "she" | "her" | "hers" | "herself" => ("Sing", "3", "Fem"),
        "it" | "its" | "itself" => ("Sing", "3", "Neut"),
        "one" | "oneself" => ("Sing", "3", ""),
        _ => ("Plur", "3", ""),
    };
    all.push(("PronType", "Prs"));
    all.push(("Person", person));
    if !number.is_empty() {
        all.push(("Number", number));
    }
    if !gender.is_empty() {
        all.push(("Gender", gender));
    }
    let is_own = matches!(lower, "mine" | "ours" | "yours" | "hers" | "theirs")
        || lower == "his" && !is_possessive;
    let is_object = !matches!(
        token.deprel,
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Expl
    );
    let case = match lower {
        _ if is_possessive => "Gen",
        "one" => "",
        _ if is_own => "",
        "i" | "we" | "he" | "she" | "they" => "Nom",
        "you" | "u" | "ya" | "it" => {
            if is_object
                && !matches!(
                    token.deprel,
                    Deprel::Root
                        | Deprel::Conj
                        | Deprel::Dep
                        | Deprel::Parataxis
                        | Deprel::Vocative
                        | Deprel::Reparandum
                )
            {
                "Acc"
            } else {
                "Nom"
            }
        }
        _ => "Acc",
    };
    if is_possessive || is_own {
        all.push(("Poss", "Yes"));
    }
    if !case.is_empty() {
        all.push(("Case", case));
    }
    if lower.ends_with("self") || lower.ends_with("selves") {
        all.push(("Reflex", "Yes"));
        if matches!(
            token.deprel,
            Deprel::NmodUnmarked | Deprel::OblUnmarked | Deprel::Nmod
        ) && let Some(kind) = all.first_mut()
        {
            *kind = ("PronType", "Emp");
        }
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
