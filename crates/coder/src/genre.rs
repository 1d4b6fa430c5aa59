//! What a text reports on, where that decides what its verbs mean: on a pitch nobody attacks, beats or strikes anybody, and
//! whom an earthquake killed nobody assaulted.

use plover::{Entity, Event, EventType, Sector};
use syntax::TokenIdx;

use crate::tree::Tree;
use crate::words::Class;

/// What a strong word counts for; a weak one counts for one.
const STRONG: usize = 3;
/// How many different strong words a report on sport has at least.
const FEWEST: usize = 3;
/// How much its words count for together, at least, to a hundred words of the text.
const SHARE: usize = 5;

/// Whether a text is a report on sport.
pub(crate) fn is_sport(trees: &[Tree<'_>]) -> bool {
    let (mut strong, mut weight, mut length) = (Vec::new(), 0, 0);
    for (s, token) in tokens(trees) {
        length += 1;
        let is_strong = s.is(token, Class::Sport);
        // Only a name is in capitals: 'FIFA'.
        let named = || s.tokens[token].lemma.starts_with(char::is_uppercase);
        if !(is_strong || s.is(token, Class::Sporting)) || !(is_small(s, token) || named()) {
            continue;
        }
        weight += if is_strong { STRONG } else { 1 };
        if is_strong && !strong.contains(&s.lemma(token)) {
            strong.push(s.lemma(token));
        }
    }
    strong.len() >= FEWEST && weight * 100 >= SHARE * length
}

fn tokens<'t>(trees: &'t [Tree<'t>]) -> impl Iterator<Item = (&'t Tree<'t>, TokenIdx)> {
    let own = |s: &'t Tree<'t>| (0..s.tokens.len()).map(move |token| (s, token));
    trees.iter().flat_map(own)
}

/// Whether the lemma of a word is in small letters.
fn is_small(s: &Tree<'_>, token: TokenIdx) -> bool {
    s.tokens[token].lemma == s.lemma(token)
}

/// Why an event of a report on sport is none: no body that acts in politics is party to it.
pub(crate) fn unofficial(event: &Event) -> Option<String> {
    let mut parties = event.actor.iter().chain(&event.recipient);
    (!parties.any(is_official))
        .then(|| "a report on sport, and nobody known in politics is party to it".to_owned())
}

/// Whether what harms people in a text is a disaster or an accident, as more of its words tell than tell of violence.
pub(crate) fn is_disaster(trees: &[Tree<'_>]) -> bool {
    let (mut disaster, mut violence) = (0, 0);
    for (s, token) in tokens(trees) {
        let (harm, wrong) = (s.is(token, Class::Disaster), s.is(token, Class::Violence));
        if (harm || wrong) && is_small(s, token) {
            disaster += usize::from(harm);
            violence += usize::from(wrong);
        }
    }
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
