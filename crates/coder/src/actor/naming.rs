//! Names again, with what the registry and the rest of the text know: where they end, and of which class they are.
//!
//! The network reads one sentence and no table. Here
//! 1. a place and the state behind it are two names ('Miramar California'), and a common noun in lower case behind a name is
//!    none of it ('Doda district'); a title that the network took for a name of its own is of the name behind it
//!    ('Prophet Mohammed');
//! 2. what the registry knows by a whole name is what the registry says, and a country or full name that the network
//!    doubted is taken, but not where it ends a longer one ('House' in 'Random House');
//! 3. one form is of one class all over a text: the likeliest by the network's scores for all its mentions; what
//!    a text calls a storm is no person in it.

use std::sync::LazyLock;

use syntax::{
    Deprel, Document, NAME_LABELS, Name, NameClass, NameScores, Parser, Sentence, TokenIdx, Upos,
};

use super::registry::{self, EntryKind, Registry};
use crate::table::{Table, Words, lower};

/// The classes, in the order of [`chances`].
const CLASSES: [NameClass; 3] = [NameClass::Per, NameClass::Org, NameClass::Loc];
/// The longest name that is looked up, in words.
const LONGEST: usize = 7;
/// How likely the network must hold some name to be where the registry has one.
const DOUBT: f32 = 0.15;
/// How likely it must hold words in lower case to be a name.
const SURE: f32 = 0.7;
/// What the registry's word weighs beside the network's chances for one mention.
const REGISTERED: f32 = 1.0;

/// Words that end names of bodies and of nothing else.
const BODIES: &[&str] = &[
    "agency",
    "association",
    "bank",
    "bureau",
    "commission",
    "committee",
    "company",
    "corp",
    "corporation",
    "council",
    "department",
    "federation",
    "foundation",
    "inc",
    "llc",
    "ltd",
    "ministry",
    "party",
    "plc",
    "press",
    "times",
    "union",
];

/// States by all that they are called.
static STATES: LazyLock<Words<String>> = LazyLock::new(|| {
    let rows = plover::codegen::rows(include_str!("../../data/words/states.tsv"));
    rows.flat_map(|row| {
        let short = row.get(1).copied().unwrap_or_default().split(';');
        let all = std::iter::once(row[0]).chain(short);
        all.map(registry::key).collect::<Vec<String>>()
    })
    .collect()
});

/// As [`Parser::parse_all`], with the names of each text settled.
pub fn parse_all<'t>(
    parser: &Parser,
    registry: &Registry,
    texts: impl IntoIterator<Item = &'t str>,
) -> Vec<Document> {
    let mut documents: Vec<Document> = texts.into_iter().map(syntax::segment::segment).collect();
    let mut together: Vec<Sentence> = documents
        .iter_mut()
        .flat_map(|d| d.sentences.iter_mut().map(std::mem::take))
        .collect();
    let (_, scores) = parser.annotate_and_score(&mut together);
    let mut all = together.into_iter().zip(scores);
    for document in &mut documents {
        let (sentences, scores): (Vec<Sentence>, Vec<NameScores>) =
            all.by_ref().take(document.sentences.len()).unzip();
        document.sentences = sentences;
        settle(registry, &mut document.sentences, &scores);
    }
    documents
}

/// Choose the names of the sentences of a text anew, by the network's scores for them and by what is known besides.
pub fn settle(registry: &Registry, sentences: &mut [Sentence], scores: &[NameScores]) {
    for (sentence, scores) in sentences.iter_mut().zip(scores) {
        if scores.rows.len() == sentence.tokens.len() {
            bound(registry, sentence);
            add_known(registry, sentence, scores);
        }
    }
    leave_storms(sentences);
    spread(sentences, scores);
    agree(registry, sentences, scores);
}

/// Storms bear people's names: what a text calls so is nobody in it.
fn leave_storms(sentences: &mut [Sentence]) {
    const STORMS: &[&str] = &["hurricane", "typhoon", "cyclone", "storm"];
    let mut named: Vec<String> = Vec::new();
    for sentence in sentences.iter() {
        for pair in sentence.tokens.windows(2) {
            if let [kind, name] = pair
                && name.upos == Upos::Propn
                && name.form.starts_with(char::is_uppercase)
                && STORMS.contains(&&*lower(&kind.form))
            {
                named.push(name.form.clone());
            }
        }
    }
    if named.is_empty() {
        return;
    }
    for Sentence { names, tokens, .. } in sentences {
        names.retain(|n| n.first != n.last || !named.contains(&tokens[n.first].form));
    }
}

/// Three letters or more, all of them capitals.
fn is_acronym(form: &str) -> bool {
    form.len() > 2 && form.chars().all(char::is_uppercase)
}

/// A form in capitals that is a name elsewhere in the text is one where the network doubted it; one in lower case that it
/// doubts is none.
fn spread(sentences: &mut [Sentence], scores: &[NameScores]) {
    let mut known: Table<String, NameClass> = Table::default();
    for (sentence, scores) in sentences.iter_mut().zip(scores) {
        let Sentence { names, tokens, .. } = sentence;
        names.retain(|name| {
            let mut forms = tokens[name.first..=name.last].iter();
            let lower = forms.all(|t| !t.form.chars().any(char::is_uppercase));
            let rows = scores.rows.get(name.first..=name.last);
            let mut rows = rows.unwrap_or_default().iter();
            !lower || rows.all(|row| 1.0 - chances(row)[0] > SURE)
        });
        for name in names.iter().filter(|n| n.first == n.last) {
            let form = &tokens[name.first].form;
            if form.starts_with(char::is_uppercase) && form.chars().count() > 2 {
                known.insert(form.clone(), name.class);
            }
        }
    }
    for (sentence, scores) in sentences.iter_mut().zip(scores) {
        let Sentence { names, tokens, .. } = sentence;
        for (at, (token, row)) in tokens.iter().zip(&scores.rows).enumerate() {
            let Some(&class) = known.get(&token.form) else {
                continue;
            };
            let free = !names.iter().any(|n| n.first <= at && at <= n.last);
            let proper = token.upos == Upos::Propn || is_acronym(&token.form);
            if free && proper && 1.0 - chances(row)[0] >= DOUBT {
                names.push(Name {
                    first: at,
                    last: at,
                    class,
                });
            }
        }
        names.sort_by_key(|n| n.first);
    }
}

/// The normal form of some words of a sentence.
fn key(sentence: &Sentence, first: TokenIdx, last: TokenIdx) -> String {
    let mut text = String::new();
    for (n, token) in sentence.tokens[first..=last].iter().enumerate() {
        if n > 0 && sentence.tokens[first + n - 1].space_after {
            text.push(' ');
        }
        text.push_str(&token.form);
    }
    registry::key(&text)
}

/// The class of what the registry has by this name, if it is all of one class.
fn class_of(registry: &Registry, key: &str) -> Option<NameClass> {
    let class = |kind: EntryKind| match kind {
        EntryKind::Country | EntryKind::Capital | EntryKind::City => Some(NameClass::Loc),
        EntryKind::Person => Some(NameClass::Per),
        EntryKind::Organisation | EntryKind::Group => Some(NameClass::Org),
        EntryKind::Demonym => None,
    };
    let mut all = registry.by_key(key).map(|e| class(e.kind));
    let first = all.next()??;
    all.all(|c| c == Some(first)).then_some(first)
}

/// Where names end.
fn bound(registry: &Registry, sentence: &mut Sentence) {
    let mut all = Vec::with_capacity(sentence.names.len());
    for mut name in std::mem::take(&mut sentence.names) {
        let capital = |t: TokenIdx| sentence.tokens[t].form.starts_with(char::is_uppercase);
        let none_of_it = |t: TokenIdx| {
            let token = &sentence.tokens[t];
            let lower = token.form.chars().all(char::is_lowercase);
            match token.upos {
                Upos::Noun | Upos::Adj | Upos::Adv | Upos::Verb | Upos::Aux | Upos::Pron => {
                    lower && capital(t - 1)
                }
                Upos::Adp | Upos::Cconj | Upos::Det | Upos::Sconj => lower,
                Upos::Punct => matches!(token.form.as_str(), "," | ";" | ":" | "-"),
                _ => false,
            }
        };
        while name.last > name.first && none_of_it(name.last) {
            name.last -= 1;
        }
        // 'Rodale Press' is no place, whatever the network takes it for.
        let end = lower(&sentence.tokens[name.last].form);
        let body = BODIES.contains(&end.trim_end_matches('.'));
        if name.last > name.first && body && capital(name.last) {
            name.class = NameClass::Org;
        }
        match state_behind(registry, sentence, name) {
            Some(at) => {
                all.push(Name {
                    last: at - 1,
                    ..name
                });
                all.push(Name { first: at, ..name });
            }
            None => all.push(name),
        }
    }
    sentence.names = whole(sentence, all);
}

/// Two names side by side that are one: of a person, or of an article and what it belongs to.
fn whole(sentence: &Sentence, parts: Vec<Name>) -> Vec<Name> {
    let mut all: Vec<Name> = Vec::with_capacity(parts.len());
    for name in parts {
        match all.last_mut() {
            Some(last)
                if last.class == name.class
                    && last.last + 1 == name.first
                    && (name.class == NameClass::Per
                        || last.first == last.last
                            && sentence.tokens[last.first].upos == Upos::Det) =>
            {
                last.last = name.last;
            }
            _ => all.push(name),
        }
    }
    all
}

/// Where the state or country begins that ends the name of a place.
fn state_behind(registry: &Registry, sentence: &Sentence, name: Name) -> Option<TokenIdx> {
    const DIRECTIONS: &[&str] = &[
        "new",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "upper",
        "lower",
        "greater",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "mid",
        "downtown",
        "of",
        "the",
        "in",
        "and",
        "baja",
        "papua",
        "university",
        "mainland",
    ];
    if name.class != NameClass::Loc
        || registry
            .by_key(&key(sentence, name.first, name.last))
            .next()
            .is_some()
    {
        return None;
    }
    (name.first + 1..=name.last).find(|&at| {
        let before = lower(&sentence.tokens[at - 1].form);
        if DIRECTIONS.contains(&&*before) || !before.chars().any(char::is_alphabetic) {
            return false;
        }
        let rest = key(sentence, at, name.last);
        STATES.contains(&rest) || registry.by_key(&rest).any(|e| e.kind == EntryKind::Country)
    })
}

/// Names of the registry that the network doubted.
fn add_known(registry: &Registry, sentence: &mut Sentence, scores: &NameScores) {
    let n = sentence.tokens.len();
    let mut added = Vec::new();
    let mut at = 0;
    while at < n {
        let mut next = at + 1;
        if sentence.tokens[at].form.starts_with(char::is_uppercase)
            && sentence.tokens[at].upos == Upos::Propn
        {
            for last in (at..n.min(at + LONGEST)).rev() {
                let taken = sentence
                    .names
                    .iter()
                    .any(|n| n.first <= last && at <= n.last);
                if taken || at == last && ends_name(sentence, at) {
                    continue;
                }
                let Some(class) = class_of(registry, &key(sentence, at, last)) else {
                    continue;
                };
                let named = scores.rows[at..=last]
                    .iter()
                    .map(|row| 1.0 - chances(row)[0]);
                if named.fold(1.0, f32::min) >= DOUBT {
                    added.push(Name {
                        first: at,
                        last,
                        class,
                    });
                    next = last + 1;
                    break;
                }
            }
        }
        at = next;
    }
    sentence.names.extend(added);
    sentence.names.sort_by_key(|n| n.first);
}

/// Whether a word ends a longer name by its capitals: 'House' in 'Random House'.
fn ends_name(sentence: &Sentence, at: TokenIdx) -> bool {
    // The first word of a sentence has a capital anyway.
    let Some(before) = at.checked_sub(1).filter(|&b| b > 0) else {
        return false;
    };
    let token = &sentence.tokens[before];
    let within = matches!(token.deprel, Deprel::Compound | Deprel::Flat | Deprel::Amod);
    let written = |wanted: fn(char) -> bool| token.form.chars().any(wanted);
    let named = token.form.starts_with(char::is_uppercase) && written(char::is_lowercase);
    named && within && token.head == Some(at)
}

/// One form is of one class.
fn agree(registry: &Registry, sentences: &mut [Sentence], scores: &[NameScores]) {
    let mut votes: Table<String, [f32; 3]> = Table::default();
    let mut keys: Vec<Vec<String>> = Vec::with_capacity(sentences.len());
    for (sentence, scores) in sentences.iter().zip(scores) {
        let mut own = Vec::with_capacity(sentence.names.len());
        for name in &sentence.names {
            let key = key(sentence, name.first, name.last);
            let vote = votes.entry(key.clone()).or_insert_with(|| {
                let known = class_of(registry, &key);
                CLASSES.map(|c| if known == Some(c) { REGISTERED } else { 0.0 })
            });
            if let Some(rows) = scores.rows.get(name.first..=name.last) {
                for row in rows {
                    for (vote, chance) in vote.iter_mut().zip(&chances(row)[1..]) {
                        *vote += chance / rows.len() as f32;
                    }
                }
            }
            own.push(key);
        }
        keys.push(own);
    }
    for (sentence, keys) in sentences.iter_mut().zip(keys) {
        for (name, key) in sentence.names.iter_mut().zip(keys) {
            let Some(vote) = votes.get(&key) else {
                continue;
            };
            let best = (0..3).max_by(|&a, &b| vote[a].total_cmp(&vote[b]));
            name.class = best.map_or(name.class, |b| CLASSES[b]);
        }
    }
}

/// The chances of a word's being no name, and of the classes.
fn chances(row: &[f32; NAME_LABELS]) -> [f32; 4] {
    let most = row.iter().copied().fold(f32::MIN, f32::max);
    let weights = row.map(|s| libm::expf(s - most));
    let all: f32 = weights.iter().sum();
    let mut chances = [weights[0] / all; 4];
    for (chance, class) in chances[1..].iter_mut().zip(CLASSES) {
        let label = NameScores::label(class);
        *chance = (weights[label] + weights[label + 1]) / all;
    }
    chances
}
