//! Where an act took place: the place phrase of its own clause, never the dateline or another sentence.

use plover::{CountryCode, EventType, Evidence, Location};
use syntax::{Deprel, Span, TokenIdx};

use super::{Gazetteer, Mention};
use crate::actor::{Actors, Kind};
use crate::clause;
use crate::date::DateExpression;
use crate::ground::Ground;
use crate::tree::Tree;
use crate::words::{self, Class};

/// What is asked for the place of an act.
pub(crate) struct Act<'a> {
    pub(crate) event: EventType,
    pub(crate) head: TokenIdx,
    /// The words that name it.
    pub(crate) words: &'a [TokenIdx],
    /// The words that belong to it.
    pub(crate) own: &'a [TokenIdx],
    pub(crate) sentence: usize,
    /// What says when, and is no place: 'in May'.
    pub(crate) dates: &'a [DateExpression],
}

/// The place of an act, from the phrases that hang on its own words.
pub(crate) fn of(
    s: &Tree<'_>,
    act: &Act<'_>,
    places: &[Mention],
    actors: &Actors<'_>,
    ground: &Ground<'_>,
    evidence: &mut Vec<Evidence>,
) -> Option<Location> {
    let named = |t: TokenIdx| places.iter().find(|m| m.first <= t && t <= m.last);
    let with_object = |object| act.words.contains(&object) || !is_said(act.event);
    let phrase = phrases(s, act.head, with_object).find(|&t| {
        let dated = act.dates.iter().any(|e| e.first <= t && t <= e.last);
        !dated && act.own.contains(&t) && (named(t).is_some() || is_place(actors, act.sentence, t))
    })?;
    if let Some(mention) = named(phrase) {
        let rule = ["place phrase; ", mention.rule].concat();
        evidence.push(ground.evidence("event_loc", mention.span, rule));
        let words = ground.words(mention.span);
        return Some(Gazetteer::embedded().location(words, mention.place));
    }
    let resolved = actors.at(act.sentence, phrase)?;
    let rule = ["place phrase; ", resolved.rule].concat();
    evidence.push(ground.evidence("event_loc", resolved.span, rule));
    let words = ground.words(resolved.span);
    let country = resolved.entity.code.filter(|c| c.is_country());
    if resolved.kind == Kind::Country
        && let Some(place) = country.and_then(|c| Gazetteer::embedded().of_country(c))
    {
        return Some(Gazetteer::embedded().location(words, Some(place)));
    }
    Some(Location {
        extracted_place: words.to_owned(),
        country: country.map(|c| c.name().to_owned()),
        country_code: country,
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
    phrases(s, head, |_| true)
        .filter(|&t| is_place(actors, sentence, t))
        .find_map(|t| {
            let resolved = actors.at(sentence, t)?;
            Some((resolved.entity.code?, resolved.span))
        })
}

/// Whether the act is one of words about something else, whose place is not its own: 'condemned the attack in Kabul', but not
/// 'signed a deal in Vienna', where the deal is part of the act.
fn is_said(event: EventType) -> bool {
    matches!(
        event,
        EventType::Accuse
            | EventType::Reject
            | EventType::Request
            | EventType::Support
            | EventType::Threaten
    )
}

fn is_place(actors: &Actors<'_>, sentence: usize, token: TokenIdx) -> bool {
    actors
        .at(sentence, token)
        .is_some_and(|r| matches!(r.kind, Kind::Place | Kind::Country | Kind::Capital))
}

fn phrases(
    s: &Tree<'_>,
    head: TokenIdx,
    with_object: impl Fn(TokenIdx) -> bool,
) -> impl Iterator<Item = TokenIdx> {
    let places = move |node: TokenIdx| {
        s.children(node).filter(move |&c| {
            matches!(s.tokens[c].deprel, Deprel::Obl | Deprel::Nmod)
                && words::is(&clause::preposition(s, c), Class::Locative)
        })
    };
    // 'in Gao', and 'in the town of Gao'.
    let direct: Vec<TokenIdx> = places(head).collect();
    let object = clause::patient(s, head)
        .filter(|f| f.by == "object" && with_object(f.token))
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
