//! What the matcher asks of the actors: who meets the demand of a rule.

use syntax::{Sentence, Token, TokenIdx, Upos};

use super::side::same;
use crate::actor::{Actors, Kind, Resolved};
use crate::codebook::Demand;
use crate::matcher::Parties;
use crate::words::{self, Class};

/// The actors of one sentence, as the matcher asks for them.
pub(super) struct SentenceParties<'a> {
    pub(super) actors: &'a Actors<'a>,
    pub(super) sentence: usize,
    /// Where the sentence starts behind its dateline.
    pub(super) start: TokenIdx,
}

impl Parties for SentenceParties<'_> {
    fn meets(&self, token: TokenIdx, demand: Demand) -> bool {
        if demand == Demand::Thing {
            return true;
        }
        // 'ADDIS ABABA - Ethiopia will': the place of writing does nothing.
        if token < self.start {
            return false;
        }
        let all = self.actors.at_all(self.sentence, token);
        all.iter().any(|r| meets(r, demand))
    }

    fn is_open(&self, token: TokenIdx) -> bool {
        self.actors.is_open_pronoun(self.sentence, token)
    }

    fn same(&self, a: TokenIdx, b: TokenIdx) -> bool {
        let (a, b) = (
            self.actors.at(self.sentence, a),
            self.actors.at(self.sentence, b),
        );
        a.zip(b).is_some_and(|(a, b)| same(&a.entity, &b.entity))
    }

    fn speaks_for(&self, official: TokenIdx, country: TokenIdx) -> bool {
        let at = |token| self.actors.at(self.sentence, token);
        let (Some(a), Some(b)) = (at(official), at(country)) else {
            return false;
        };
        let gov = plover::Sector::Gov;
        let whole = b.entity.sector.is_empty() || b.entity.sector == [gov];
        let office = b.entity.role.as_deref();
        let person =
            b.kind == Kind::Person || office.is_some_and(|word| !words::is(word, Class::Body));
        a.entity.code.is_some()
            && a.entity.code == b.entity.code
            && a.entity.sector.contains(&gov)
            && whole
            && !person
    }
}

fn meets(r: &Resolved, demand: Demand) -> bool {
    let place = matches!(r.kind, Kind::Place);
    let country = matches!(r.kind, Kind::Country | Kind::Capital);
    let person = matches!(r.kind, Kind::Person);
    match demand {
        Demand::None | Demand::Inside | Demand::Several => !place,
        Demand::Official => {
            // 'Their presidents met', 'a delegation flew': of whom they are, another place tells.
            let open = match &r.entity.sector[..] {
                [] => role_is(r, Class::Staff),
                [plover::Sector::Unk] => role_is(r, Class::Abroad),
                _ => false,
            };
            let official = r.entity.sector.iter().any(|s| OFFICIAL.contains(s));
            person || (!country && !place && (official || open))
        }
        Demand::Person => person || matches!(r.kind, Kind::Agent | Kind::Nationals | Kind::Group),
        Demand::Country => country || place,
        Demand::Kind => matches!(r.kind, Kind::Agent),
        Demand::Place | Demand::Thing => true,
    }
}

fn role_is(r: &Resolved, class: Class) -> bool {
    r.entity
        .role
        .as_deref()
        .is_some_and(|role| words::is(role, class))
}

const OFFICIAL: &[plover::Sector] = &[
    plover::Sector::Gov,
    plover::Sector::Leg,
    plover::Sector::Mil,
    plover::Sector::Jud,
    plover::Sector::Eli,
    plover::Sector::Spy,
    plover::Sector::Rel,
    plover::Sector::Opp,
    plover::Sector::Pty,
];

/// Where a sentence starts behind its dateline: 'TEHRAN (Reuters) - ', 'Harare, Zimbabwe - '; 0 if it has none.
pub(super) fn dateline(s: &Sentence, actors: &Actors<'_>, index: usize) -> TokenIdx {
    const LONGEST: usize = 12;
    if !s.starts_paragraph {
        return 0;
    }
    // '(CNN) Italian police': the agency tells it.
    let bracketed = s.tokens.first().is_some_and(|t| t.form == "(")
        && s.tokens.get(2).is_some_and(|t| t.form == ")")
        && s.tokens[1].form.chars().all(char::is_uppercase);
    if bracketed {
        return 3;
    }
    let dash = s
        .tokens
        .iter()
        .take(LONGEST)
        .position(|t| matches!(t.form.as_str(), "-" | "–" | "—" | "--" | ":"));
    let colon = dash.is_some_and(|d| s.tokens[d].form == ":");
    let Some((before, behind)) = dash.and_then(|d| s.tokens.split_at_checked(d + 1)) else {
        return 0;
    };
    let shouts = |t: &Token| t.form.chars().count() > 2 && t.form.chars().all(char::is_uppercase);
    // 'Iran - Iraq war' opens with no town.
    let town = || {
        let at = actors.at(index, 0).map(|r| r.kind);
        let capital = |t: &Token| t.form.chars().next().is_some_and(char::is_uppercase);
        matches!(at, Some(Kind::Place | Kind::Capital))
            && before
                .iter()
                .all(|t| capital(t) || matches!(t.upos, Upos::Punct | Upos::Num))
            && behind.first().is_some_and(capital)
    };
    // 'Islamabad, Feb 19 : The militants'; who shouts before a colon may be a speaker.
    if (!colon && before.first().is_some_and(shouts)) || town() {
        before.len()
    } else {
        0
    }
}
