//! What a text reports on, where that decides what its verbs mean: on a pitch nobody attacks, beats or strikes anybody, and
//! whom an earthquake killed nobody assaulted.

use std::sync::LazyLock;

use plover::{Entity, Event, EventType, Sector};

use crate::table::Table;
use crate::tree::Tree;

/// What a strong word counts for; a weak one counts for one.
const STRONG: usize = 3;
/// How many different strong words a report on sport has at least.
const FEWEST: usize = 3;
/// How much its words count for together, at least, to a hundred words of the text.
const SHARE: usize = 5;

/// Lemmas, and whether they are strong.
static WORDS: LazyLock<Table<&str, bool>> =
    LazyLock::new(|| classed(include_str!("../data/words/sport.tsv"), "strong"));

/// The words of a table, and whether each is of this class.
fn classed(table: &'static str, class: &str) -> Table<&'static str, bool> {
    plover::codegen::rows(table)
        .filter_map(|row| Some((*row.first()?, *row.get(1)? == class)))
        .collect()
}

/// Whether a text is a report on sport.
pub(crate) fn is_sport(trees: &[Tree<'_>]) -> bool {
    let words: &Table<&str, bool> = &WORDS;
    let (mut strong, mut weight, mut length) = (Vec::new(), 0, 0);
    let tokens = trees
        .iter()
        .flat_map(|s| (0..s.tokens.len()).map(move |t| (s, t)));
    for (s, token) in tokens {
        length += 1;
        let lemma = s.tokens[token].lemma.as_str();
        // Only a name is in capitals: 'FIFA'.
        let named = || {
            let capital = lemma.starts_with(char::is_uppercase);
            capital.then(|| words.get_key_value(s.lemma(token)))?
        };
        let known = words.get_key_value(lemma).or_else(named);
        let Some((&word, &is_strong)) = known else {
            continue;
        };
        weight += if is_strong { STRONG } else { 1 };
        if is_strong && !strong.contains(&word) {
            strong.push(word);
        }
    }
    strong.len() >= FEWEST && weight * 100 >= SHARE * length
}

/// Why an event of a report on sport is none: no body that acts in politics is party to it.
pub(crate) fn unofficial(event: &Event) -> Option<String> {
    let mut parties = event.actor.iter().chain(&event.recipient);
    (!parties.any(is_official))
        .then(|| "a report on sport, and nobody known in politics is party to it".to_owned())
}

/// Lemmas of disasters and accidents, and of violence.
static HARMS: LazyLock<Table<&str, bool>> =
    LazyLock::new(|| classed(include_str!("../data/words/harm.tsv"), "disaster"));

/// Whether what harms people in a text is a disaster or an accident, as more of its words tell than tell of violence.
pub(crate) fn is_disaster(trees: &[Tree<'_>]) -> bool {
    let words: &Table<&str, bool> = &HARMS;
    let tokens = trees.iter().flat_map(|s| &s.tokens);
    let known = tokens.filter_map(|t| words.get(t.lemma.as_str()));
    let (disaster, violence) =
        known.fold(
            (0, 0),
            |(d, v), &of_disaster| {
                if of_disaster { (d + 1, v) } else { (d, v + 1) }
            },
        );
    disaster > 2 * violence && disaster >= 2
}

/// Why an event of a report on a disaster is none: people came to harm, and nobody is said to have harmed them.
pub(crate) fn unblamed(event: &Event) -> Option<String> {
    (event.event == EventType::Assault && event.actor.is_empty())
        .then(|| "a report on a disaster, and nobody is said to have done it".to_owned())
}

fn is_official(entity: &Entity) -> bool {
    const OFFICIAL: &[Sector] = &[
        Sector::Gov,
        Sector::Mil,
        Sector::Cop,
        Sector::Jud,
        Sector::Leg,
        Sector::Opp,
        Sector::Pty,
        Sector::Reb,
        Sector::Spy,
        Sector::Uaf,
    ];
    entity.code.is_some() && entity.sector.iter().any(|s| OFFICIAL.contains(s))
}
