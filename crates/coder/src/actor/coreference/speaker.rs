//! Who 'I' and 'we' are: in a quotation, whoever speaks it. 'We' is whom the speaker speaks for, and so only a body, or
//! whoever holds office.

use std::ops::Range;

use plover::Sector;
use syntax::TokenIdx;

use super::Finder;
use super::candidate::quote_of;
use crate::actor::{Kind, Resolved};

/// Whoever speaks, alone and with others, in lower case.
const ALONE: &[&str] = &["i", "me", "my", "myself"];
const TOGETHER: &[&str] = &["we", "us", "our", "ourselves"];

pub(super) fn is_first_person(word: &str) -> bool {
    ALONE.contains(&word) || TOGETHER.contains(&word)
}

/// Whether whoever speaks so speaks for more than himself.
fn speaks_for_others(party: &Resolved) -> bool {
    const OFFICE: [Sector; 6] = [
        Sector::Gov,
        Sector::Mil,
        Sector::Reb,
        Sector::Opp,
        Sector::Pty,
        Sector::Leg,
    ];
    let office = party.entity.sector.iter().any(|s| OFFICE.contains(s));
    office
        || matches!(
            party.kind,
            Kind::Organisation | Kind::Group | Kind::Country | Kind::Capital
        )
}

impl Finder<'_> {
    /// The speaker of the quotation that the pronoun stands in; `at` are the parties of its sentence so far.
    pub(super) fn speaker(
        &self,
        index: usize,
        token: TokenIdx,
        at: &[Range<usize>],
    ) -> Vec<Resolved> {
        let span = self.trees[index].tokens[token].span;
        let quote = quote_of(self.quotes, span.start).map(|q| &self.quotes[q]);
        let Some((sentence, speaker)) = quote.and_then(|q| q.speaker) else {
            return Vec::new();
        };
        let parties: Vec<usize> = if sentence == index {
            at[speaker].clone().collect()
        } else {
            let known = self.known.iter();
            known
                .filter(|&&(s, t, _)| (s, t) == (sentence, speaker))
                .map(|&(_, _, place)| place)
                .collect()
        };
        let text = &self.document.text;
        let alone = ALONE.contains(&self.trees[index].form(token));
        parties
            .into_iter()
            .filter(|&place| alone || speaks_for_others(&self.found[place]))
            .map(|place| {
                let mut one = super::pointed(&self.found[place], span, text);
                one.rule = "coreference:speaker";
                one
            })
            .collect()
    }
}
