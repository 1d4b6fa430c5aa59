//! Words that only the whole text settles: whether officers are of the police or of an army; names that bodies of several
//! countries have, 'the Senate', 'Congress', and towns of one name. The registry gives them to the likeliest country; a text
//! that speaks of others, and never of that one, means another body or town.

use std::ops::Range;

use plover::{CountryCode, Sector};

use super::{Kind, Resolved, Shared};

/// How often a text speaks of another country before the name of a town alone is no sign of its own.
const SPOKEN_OF: usize = 3;

/// Officers are an army's where a text tells of soldiers, and of no police.
fn officers(found: &mut [Resolved]) {
    let is_officer = |r: &Resolved| {
        r.entity.role.as_deref() == Some("officer") && r.entity.sector == [Sector::Cop]
    };
    let tells_of = |sector: Sector| {
        let mut all = found.iter().filter(|r| !is_officer(r));
        all.any(|r| r.entity.sector.contains(&sector))
    };
    if !found.iter().any(is_officer) || tells_of(Sector::Cop) || !tells_of(Sector::Mil) {
        return;
    }
    for one in found.iter_mut().filter(|r| is_officer(r)) {
        one.entity.sector = vec![Sector::Mil];
    }
}

/// Whether the sentence of a party names a country, and never its own.
fn is_alone(i: usize, shared: &[usize], found: &[Resolved], at: &[Vec<Range<usize>>]) -> bool {
    let holds = |words: &&Vec<Range<usize>>| words.iter().any(|r| r.contains(&i));
    let Some(sentence) = at.iter().find(holds) else {
        return false;
    };
    let others = sentence
        .iter()
        .flat_map(Clone::clone)
        .filter(|k| !shared.contains(k));
    let mut codes = others
        .filter_map(|k| found[k].entity.code)
        .filter(|c| c.is_country())
        .peekable();
    codes.peek().is_some() && codes.all(|c| Some(c) != found[i].entity.code)
}

/// Brussels is the European Union, unless the text, or the sentence, speaks as much of Belgium.
fn seat_of_union(found: &mut [Resolved], at: &[Vec<Range<usize>>]) {
    let is_seat = |r: &Resolved| {
        r.kind == Kind::Capital && r.entity.identifier_text.as_deref() == Some("Brussels")
    };
    let is_of =
        |r: &Resolved, code: &str| !is_seat(r) && r.entity.code.is_some_and(|c| c.as_str() == code);
    let named = |code: &str| found.iter().filter(|r| is_of(r, code)).count();
    // Most texts.
    if !found.iter().any(is_seat) {
        return;
    }
    let union = "EUR".parse().ok();
    if union.is_none() || named("BEL") > 0 && named("EUR") <= named("BEL") {
        return;
    }
    // 'broke with Belgium, accusing Brussels'
    let belgian = |k: usize| is_of(&found[k], "BEL");
    let sentences = at.iter().map(|words| words.iter().flat_map(Clone::clone));
    let others = sentences.filter(|s| !s.clone().any(belgian));
    // 'In Brussels' is where something is.
    let seats: Vec<usize> = others
        .flatten()
        .filter(|&k| is_seat(&found[k]) && !found[k].entity.sector.is_empty())
        .collect();
    for k in seats {
        found[k].entity.code = union;
        found[k].via = Some("Brussels → European Union".to_owned());
    }
}

/// Settle all of that; `at` tells where the parties of each word stand, sentence by sentence.
pub(super) fn settle(found: &mut [Resolved], at: &[Vec<Range<usize>>]) {
    seat_of_union(found, at);
    officers(found);
    names(found, at);
}

/// Take the country from bodies and towns whose shared name is all that speaks for it.
fn names(found: &mut [Resolved], at: &[Vec<Range<usize>>]) {
    // A person of the registry is who he is, whatever stands before his name.
    let is_shared = |r: &Resolved| {
        let person = r.kind == Kind::Person && r.entity.identifier_text.is_some();
        // Most parties.
        let state = matches!(r.kind, Kind::Country | Kind::Capital | Kind::Nationals);
        r.entity.code.is_some() && !person && !state && r.link.is_none() && r.shared != Shared::No
    };
    let shared: Vec<usize> = (0..found.len()).filter(|&i| is_shared(&found[i])).collect();
    if shared.is_empty() {
        return;
    }
    // A pronoun tells no more than what it stands for.
    let told = |i: &usize| !shared.contains(i) && found[*i].link.is_none();
    let named: Vec<CountryCode> = (0..found.len())
        .filter(told)
        .filter_map(|i| found[i].entity.code)
        .collect();
    // It is the body of a country that the text hardly speaks of, beside another, as little.
    let count = |code: CountryCode| named.iter().filter(|&&c| c == code).count();
    let most = named.iter().map(|&c| count(c)).max().unwrap_or_default();
    let elsewhere = "a name that others have, of a country that the text does not speak of";
    let bodies = "a name that several countries' bodies have";
    let why = |&i: &usize| {
        let own = count(found[i].entity.code?);
        let less = || own < most && is_alone(i, &shared, found, at);
        match found[i].shared {
            Shared::Town => (most >= SPOKEN_OF && (own == 0 || less())).then_some(elsewhere),
            _ => (!named.is_empty() && (own * 3 < most.max(1) || less())).then_some(bodies),
        }
    };
    let others: Vec<(usize, &str)> = shared.iter().filter_map(|i| Some((*i, why(i)?))).collect();
    let mut settled = Vec::with_capacity(others.len());
    for (i, rule) in others {
        let one = &mut found[i];
        one.entity.code = None;
        one.entity.identifier_text = None;
        one.via = None;
        one.rule = rule;
        settled.push(one.span);
    }
    if settled.is_empty() {
        return;
    }
    // So what stands for them: 'it', 'the NLA'.
    let linked = found
        .iter_mut()
        .filter(|r| r.link.is_some_and(|l| settled.contains(&l)));
    for one in linked {
        one.entity.code = None;
    }
}
