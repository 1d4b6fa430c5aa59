//! Where an act took place: the place phrase of its own clause, never the dateline or another sentence.

use plover::{CountryCode, Evidence, Location};
use syntax::{Deprel, Span, TokenIdx};

use crate::actor::{Actors, Kind};
use crate::clause;
use crate::ground::Ground;
use crate::tree::Tree;
use crate::words::{self, Class};

/// The place of an act, from the phrases that hang on its own words.
pub(crate) fn of(
    s: &Tree<'_>,
    head: TokenIdx,
    own: &[TokenIdx],
    sentence: usize,
    actors: &Actors<'_>,
    ground: &Ground<'_>,
    evidence: &mut Vec<Evidence>,
) -> Option<Location> {
    let phrase = phrases(s, head).find(|&t| own.contains(&t) && is_place(actors, sentence, t))?;
    let resolved = actors.at(sentence, phrase)?;
    evidence.push(ground.evidence(
        "event_loc",
        resolved.span,
        ["place phrase; ", resolved.rule].concat(),
    ));
    let country = resolved.entity.code.filter(|c| c.is_country());
    Some(Location {
        extracted_place: ground.words(resolved.span).to_owned(),
        resolved_place: resolved.entity.identifier_text.clone(),
        lat: resolved
            .point
            .map(|p| p.0)
            .filter(|_| resolved.kind != Kind::Country),
        lon: resolved
            .point
            .map(|p| p.1)
            .filter(|_| resolved.kind != Kind::Country),
        country: country.map(|c| c.name().to_owned()),
        country_code: country,
        resolution: Some(if resolved.kind == Kind::Country { 1 } else { 4 }),
        ..Location::default()
    })
}

/// The country of the place phrase of a clause.
pub(crate) fn country_of(
    s: &Tree<'_>,
    head: TokenIdx,
    sentence: usize,
    actors: &Actors<'_>,
) -> Option<(CountryCode, Span)> {
    phrases(s, head)
        .filter(|&t| is_place(actors, sentence, t))
        .find_map(|t| {
            let resolved = actors.at(sentence, t)?;
            Some((resolved.entity.code?, resolved.span))
        })
}

fn is_place(actors: &Actors<'_>, sentence: usize, token: TokenIdx) -> bool {
    actors
        .at(sentence, token)
        .is_some_and(|r| matches!(r.kind, Kind::Place | Kind::Country | Kind::Capital))
}

fn phrases(s: &Tree<'_>, head: TokenIdx) -> impl Iterator<Item = TokenIdx> {
    let places = move |node: TokenIdx| {
        s.children(node).filter(move |&c| {
            matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod)
                && words::is(&clause::preposition(s, c), Class::Locative)
        })
    };
    // 'in Gao', and 'in the town of Gao'.
    let direct: Vec<TokenIdx> = places(head).collect();
    let object = clause::patient(s, head)
        .filter(|f| f.by == "object")
        .map(|f| f.token);
    let all = direct.into_iter().chain(
        object
            .into_iter()
            .flat_map(move |o| places(o).collect::<Vec<_>>()),
    );
    all.flat_map(move |t| {
        std::iter::once(t).chain(
            s.children(t)
                .filter(|&c| {
                    s.tokens[c].deprel == Deprel::Nmod || s.tokens[c].deprel == Deprel::Appos
                })
                .collect::<Vec<_>>(),
        )
    })
}
