//! Which of the places of one name is meant?
//!
//! Each candidate is weighed by what the text says of it (what it lies in, what kind of place it is), by the countries the
//! text speaks of, by places nearby that it names, and by its size. Names whose text leaves one candidate far ahead help to
//! decide the others in a second and third round. A small place that nothing speaks for is not taken.

use std::collections::BTreeMap;

use plover::CountryCode;
use syntax::Upos;

use super::Mention;
use super::gazetteer::{Countries, Gazetteer, PlaceId, kilometres};
use super::mention::Spotted;
use super::words::Kind;
use crate::actor::{EntryKind, Known, Registry};
use crate::tree::Tree;

/// Weighs in steps of the logarithm of people: what is worth 1 makes up for a place ten times as large.
mod weight {
    /// Only another name of it.
    pub(super) const ALIAS: f64 = -1.0;
    /// A country by its name.
    pub(super) const COUNTRY: f64 = 2.5;
    /// A first-level division.
    pub(super) const FIRST: f64 = 0.3;
    /// A second-level division, which has the people of the town it is named for besides.
    pub(super) const SECOND: f64 = -0.7;
    /// How much larger a division may be than the town of its name, and yet the town is meant.
    pub(super) const SEAT: f64 = 1.6;
    /// A capital.
    pub(super) const CAPITAL: f64 = 1.0;
    /// The registry knows the name in this country.
    pub(super) const KNOWN: f64 = 1.5;
    /// It is of the kind that the words beside it say, or not.
    pub(super) const KIND: f64 = 2.0;
    /// The text says what it lies in.
    pub(super) const INSIDE: f64 = 6.0;
    /// It lies beside what the text says it lies in, as places do whose division was cut up or whose region has no bounds.
    pub(super) const BESIDE: f64 = 3.0;
    /// The text speaks of its country, at most.
    pub(super) const SPOKEN: f64 = 2.5;
    /// The text speaks of its first-level division.
    pub(super) const DIVISION: f64 = 1.6;
    /// It stands in a list with others of its kind.
    pub(super) const LISTED: f64 = 1.8;
    /// The text names a place within [`NEAR`] kilometres, or within [`AROUND`].
    pub(super) const NEARBY: f64 = 1.2;
    pub(super) const NOT_FAR: f64 = 0.6;
}

/// Kilometres between a place and the middle of a division that it may have lain in, and of a region or an island.
const BESIDE: f64 = 130.0;
const IN_REGION: f64 = 300.0;
const NEAR: f64 = 120.0;
const AROUND: f64 = 350.0;
/// What a place without anything that speaks for it needs: about five thousand people.
const LEAST: f64 = 3.7;
/// Words between a name and that of what it lies in.
const GAP: usize = 2;
const ROUNDS: usize = 3;
/// Why a name that no table has got a place.
const WITHIN: &str = "known is only what it lies in";

/// Two mentions each.
type Pairs = Vec<(usize, usize)>;

/// What all mentions of one name may mean.
struct Group<'g> {
    candidates: Vec<Candidate<'g>>,
    chosen: Option<usize>,
    mentions: usize,
}

struct Candidate<'g> {
    place: PlaceId,
    countries: Countries<'g>,
    /// What does not depend on the other names.
    base: f64,
    /// What speaks for it besides its size.
    support: f64,
    score: f64,
    rule: &'static str,
}

pub(super) fn resolve(
    registry: &Registry,
    gazetteer: &Gazetteer,
    trees: &[Tree<'_>],
    known: &Known<'_>,
    spotted: &[Spotted],
) -> Vec<Mention> {
    if spotted.is_empty() {
        return Vec::new();
    }
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut of: Vec<usize> = Vec::with_capacity(spotted.len());
    for one in spotted {
        let at = *index.entry(one.key.as_str()).or_insert_with(|| {
            groups.push(Group {
                candidates: candidates(gazetteer, one),
                chosen: None,
                mentions: 0,
            });
            groups.len() - 1
        });
        groups[at].mentions += 1;
        of.push(at);
        if let Some(kind) = one.kind {
            let share = 1.0 / groups[at].mentions as f64;
            let firsts: Vec<_> = groups[at]
                .candidates
                .iter()
                .filter(|c| gazetteer.code(c.place) == "ADM1")
                .map(|c| gazetteer.country(c.place))
                .collect();
            for c in &mut groups[at].candidates {
                let code = gazetteer.code(c.place);
                // The province of 'New York' is not its county, which bears the name as well.
                let lesser = matches!(kind, Kind::First | Kind::FirstHead)
                    && code == "ADM2"
                    && firsts.contains(&gazetteer.country(c.place));
                let fits = kind.fits(code, gazetteer.class(c.place)) && !lesser;
                let weight = if fits { weight::KIND } else { -weight::KIND };
                c.base += weight * share;
                if fits && kind != Kind::Part {
                    c.support += 0.5;
                    c.rule = "what it is called";
                }
            }
        }
    }
    let (pairs, lists) = pairs(trees, spotted);
    let spoken = demonyms(registry, trees, known);
    for round in 0..ROUNDS {
        weigh(gazetteer, &mut groups, &pairs, &lists, &of, &spoken, round);
    }
    let mut mentions = Vec::with_capacity(spotted.len());
    for (i, (one, &group)) in spotted.iter().zip(&of).enumerate() {
        let chosen = groups[group].chosen.map(|c| &groups[group].candidates[c]);
        // Of a place that no table has, what it lies in is known, where the text says so.
        let outer = || {
            let mut outer = pairs.iter().filter(|p| p.0 == i).map(|p| of[p.1]);
            let place = outer.find_map(|g| chosen_of(&groups[g]))?;
            let narrow = gazetteer.class(place) != "A" || gazetteer.code(place) != "PCL";
            Some(place).filter(|_| narrow)
        };
        let within = if chosen.is_none() { outer() } else { None };
        if let Some(place) = within {
            mentions.push(Mention {
                sentence: one.sentence,
                first: one.first,
                last: one.last,
                span: one.span,
                place: Some(place),
                rule: WITHIN,
            });
            continue;
        }
        mentions.push(Mention {
            sentence: one.sentence,
            first: one.first,
            last: one.last,
            span: one.span,
            place: chosen.map(|c| c.place),
            rule: chosen.map_or("name", |c| c.rule),
        });
    }
    mentions
}

fn candidates<'g>(gazetteer: &'g Gazetteer, one: &Spotted) -> Vec<Candidate<'g>> {
    let mut all: Vec<Candidate<'_>> = Vec::new();
    let (known, country) = known(gazetteer, one);
    let mut add = |place: PlaceId, alias: bool| {
        let code = gazetteer.code(place);
        let mut base = gazetteer.size(place);
        base += match code {
            "ADM1" => weight::FIRST,
            "ADM2" => weight::SECOND,
            "PPLC" => weight::CAPITAL,
            _ => 0.0,
        };
        if alias {
            base += weight::ALIAS;
        }
        let mut rule = "largest of its name";
        let mut support = 0.0;
        if let Some((kind, country)) = known
            && gazetteer.country(place) == Some(country)
        {
            // The registry's word for a country is one for its place; a town of that name lies in it.
            if kind == EntryKind::Country && code == "PCL" {
                base += weight::COUNTRY;
                rule = "country";
                support += 1.0;
            } else if kind != EntryKind::Country {
                base += weight::KNOWN;
                support += 1.0;
            }
        }
        all.push(Candidate {
            place,
            countries: gazetteer.countries(place),
            base,
            support,
            score: 0.0,
            rule,
        });
    };
    if let Some(place) = country {
        add(place, false);
    }
    for &(place, alias) in &one.named {
        if Some(place) != country {
            add(place, alias);
        }
    }
    // 'In Gao' is in the town, not in the division that is named for it.
    let towns: Vec<PlaceId> = all
        .iter()
        .map(|c| c.place)
        .filter(|&p| gazetteer.class(p) == "P")
        .collect();
    for c in &mut all {
        let seat = towns.iter().any(|&t| {
            let inside =
                gazetteer.first(t) == Some(c.place) || gazetteer.second(t) == Some(c.place);
            inside && gazetteer.size(t) + weight::SEAT > gazetteer.size(c.place)
        });
        if seat {
            c.base -= weight::SEAT;
        }
    }
    all
}

/// What the registry knows by the name, and the country it names. 'England' is a word for a country, and a division of it.
fn known(
    gazetteer: &Gazetteer,
    one: &Spotted,
) -> (Option<(EntryKind, CountryCode)>, Option<PlaceId>) {
    let Some((EntryKind::Country, code)) = one.known else {
        return (one.known, None);
    };
    let country = gazetteer.of_country(code);
    let is_name = |name: &str| super::spelling::key(name) == one.key;
    let own = is_name(code.name()) || country.is_some_and(|c| is_name(gazetteer.name(c)));
    let division = one.named.iter().any(|&(p, alias)| {
        !alias && gazetteer.code(p) == "ADM1" && gazetteer.country(p) == Some(code)
    });
    if division && !own {
        (Some((EntryKind::City, code)), None)
    } else {
        (one.known, country)
    }
}

/// Mentions of which one says what the other lies in: 'Paris, Texas', 'Solhan in Burkina Faso', 'Iraq's Anbar'.
/// And those that stand one behind the other in a list.
fn pairs(trees: &[Tree<'_>], spotted: &[Spotted]) -> (Pairs, Pairs) {
    let (mut all, mut lists) = (Vec::new(), Vec::new());
    for i in 1..spotted.len() {
        let (a, b) = (&spotted[i - 1], &spotted[i]);
        if a.sentence != b.sentence || b.first <= a.last {
            continue;
        }
        let s = &trees[a.sentence];
        let mut between: Vec<&str> = (a.last + 1..b.first).map(|t| s.form(t)).collect();
        between.retain(|w| !super::words::is(w, Kind::Part) && super::words::calls(w).is_none());
        if between.len() > GAP {
            continue;
        }
        if let ["," | "and" | "or" | "&" | ";"] | [",", "and"] = between.as_slice() {
            lists.push((i - 1, i));
        }
        match between.as_slice() {
            ["," | "in" | "(" | "of"] | [",", "in"] | ["in", "the"] => all.push((i - 1, i)),
            ["located" | "situated" | "based", "in"] => all.push((i - 1, i)),
            [] => {
                all.push((i - 1, i));
                all.push((i, i - 1));
            }
            ["'s" | "’s" | "'" | "’"] => all.push((i, i - 1)),
            _ => {}
        }
    }
    (all, lists)
}

/// Whether both are countries, or divisions of one country.
fn is_like(gazetteer: &Gazetteer, one: PlaceId, other: PlaceId) -> bool {
    let code = gazetteer.code(one);
    code == gazetteer.code(other)
        && (code == "PCL" || gazetteer.country(one) == gazetteer.country(other))
}

/// The countries whose people or things the text speaks of: 'Iraqi forces'.
fn demonyms(
    registry: &Registry,
    trees: &[Tree<'_>],
    known: &Known<'_>,
) -> BTreeMap<CountryCode, f64> {
    let mut all = BTreeMap::new();
    for (index, s) in trees.iter().enumerate() {
        for name in known.of(index).iter().filter(|n| n.first == n.last) {
            let token = &s.tokens[name.first];
            let may = matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn);
            if !may || !token.form.starts_with(char::is_uppercase) {
                continue;
            }
            let people = registry
                .having(*name)
                .filter(|e| e.kind == EntryKind::Demonym);
            for code in people.filter_map(|e| e.code) {
                *all.entry(code).or_insert(0.0) += 0.7;
            }
        }
    }
    all
}

fn weigh(
    gazetteer: &Gazetteer,
    groups: &mut [Group<'_>],
    pairs: &[(usize, usize)],
    lists: &[(usize, usize)],
    of: &[usize],
    demonyms: &BTreeMap<CountryCode, f64>,
    round: usize,
) {
    // What the text speaks of, as far as it is known by now.
    let mut spoken = demonyms.clone();
    let mut points: Vec<(usize, (f64, f64))> = Vec::new();
    for (i, group) in groups.iter().enumerate() {
        let Some(chosen) = group.chosen.map(|c| &group.candidates[c]) else {
            continue;
        };
        let countries = chosen.countries;
        let is_country = gazetteer.code(chosen.place) == "PCL";
        for code in countries.iter() {
            let each = if is_country { 1.0 } else { 0.6 };
            *spoken.entry(code).or_insert(0.0) +=
                each * (group.mentions as f64).sqrt() / countries.count() as f64;
        }
        if !is_country {
            points.push((i, gazetteer.point(chosen.place)));
        }
    }
    let most = spoken.values().copied().fold(0.0, f64::max).max(1.0);
    let chosen: Vec<Option<PlaceId>> = groups
        .iter()
        .map(|g| g.chosen.map(|c| g.candidates[c].place))
        .collect();
    for i in 0..groups.len() {
        let own = groups[i].chosen.map(|c| groups[i].candidates[c].countries);
        let held = groups[i].mentions as f64;
        for c in 0..groups[i].candidates.len() {
            let candidate = &groups[i].candidates[c];
            let (place, mut score, mut support) =
                (candidate.place, candidate.base, candidate.support);
            let mut rule = candidate.rule;
            {
                let share = candidate
                    .countries
                    .iter()
                    .map(|code| {
                        let all = spoken.get(&code).copied().unwrap_or(0.0);
                        // What a name added itself does not speak for it.
                        let mine = own.is_some_and(|o| o.contains(code));
                        (all - if mine { 0.6 * held.sqrt() } else { 0.0 }).max(0.0)
                    })
                    .fold(0.0, f64::max);
                if share > 0.3 {
                    score += weight::SPOKEN * (0.4 + 0.6 * share / most);
                    support += 1.0;
                    if rule != "country" {
                        rule = "its country is spoken of";
                    }
                }
                let division = gazetteer.first(place).filter(|&f| f != place);
                let mut others = chosen.iter().enumerate().filter(|(j, _)| *j != i);
                let in_division = division.is_some_and(|f| others.any(|(_, c)| *c == Some(f)));
                if in_division {
                    score += weight::DIVISION;
                    support += 1.0;
                    rule = "its division is spoken of";
                }
                let nearest = if round > 0 && gazetteer.code(place) != "PCL" {
                    let others = points.iter().filter(|p| p.0 != i).map(|p| p.1);
                    nearest(gazetteer.point(place), others)
                } else {
                    f64::INFINITY
                };
                if nearest < AROUND {
                    let near = nearest < NEAR;
                    if !in_division {
                        score += if near {
                            weight::NEARBY
                        } else {
                            weight::NOT_FAR
                        };
                    }
                    support += 0.7;
                }
            }
            match said(gazetteer, groups, pairs, of, i, place, round) {
                Some(Said::Within) => {
                    score += weight::INSIDE;
                    support += 3.0;
                    rule = "the text says what it lies in";
                }
                Some(Said::Beside) => {
                    score += weight::BESIDE;
                    support += 1.5;
                    rule = "it lies by what the text says it lies in";
                }
                None => {}
            }
            let listed = lists.iter().any(|&(one, next)| {
                let other = match (of[one] == i, of[next] == i) {
                    (true, false) => of[next],
                    (false, true) => of[one],
                    _ => return false,
                };
                chosen[other].is_some_and(|c| is_like(gazetteer, place, c))
            });
            if listed && matches!(gazetteer.code(place), "PCL" | "ADM1") {
                score += weight::LISTED;
                support += 1.0;
            }
            // 'Paris, Texas' speaks for Texas too.
            let around = pairs.iter().any(|&(inner, outer)| {
                of[outer] == i
                    && of[inner] != i
                    && groups[of[inner]]
                        .candidates
                        .iter()
                        .any(|o| gazetteer.lies_in(o.place, place))
            });
            if around {
                score += weight::SPOKEN;
                support += 1.0;
            }
            let candidate = &mut groups[i].candidates[c];
            candidate.score = score;
            candidate.rule = rule;
            let taken = support > 0.0 || candidate.base >= LEAST + 1.0;
            if !taken || candidate.base + support < LEAST {
                candidate.score = f64::NEG_INFINITY;
            }
        }
        let best = groups[i]
            .candidates
            .iter()
            .enumerate()
            .filter(|(_, c)| c.score > f64::NEG_INFINITY)
            .max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0)))
            .map(|(at, _)| at);
        groups[i].chosen = best;
    }
}

/// How a place lies to what the text says it lies in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Beside,
    Within,
}

/// Whether a candidate of a group lies in what the text says of it, by the pairs of mentions.
fn said(
    gazetteer: &Gazetteer,
    groups: &[Group<'_>],
    pairs: &[(usize, usize)],
    of: &[usize],
    group: usize,
    place: PlaceId,
    round: usize,
) -> Option<Said> {
    let outer = pairs
        .iter()
        .filter(|&&(inner, outer)| of[inner] == group && of[outer] != group)
        .map(|&(_, outer)| &groups[of[outer]])
        // 'Virginia, Washington and Ohio' lists; it does not say what lies in what.
        .filter(|outer| !peers(gazetteer, &groups[group], outer));
    outer
        .filter_map(|outer| {
            let within = |p: PlaceId| gazetteer.lies_in(place, p);
            let chosen = chosen_of(outer).filter(|_| round > 0);
            let all = outer.candidates.iter();
            let inside = match chosen {
                Some(p) => within(p) || all.into_iter().any(|o| within(o.place) && o.base > 5.5),
                None => all.into_iter().any(|o| within(o.place)),
            };
            let beside = || chosen.is_some_and(|p| beside(gazetteer, place, p));
            if inside {
                Some(Said::Within)
            } else {
                beside().then_some(Said::Beside)
            }
        })
        .max()
}

/// Whether a town lies so near to the middle of a division or region that it may lie in it, whatever the table says.
fn beside(gazetteer: &Gazetteer, place: PlaceId, outer: PlaceId) -> bool {
    let reach = match gazetteer.code(outer) {
        "ADM1" | "ADM2" => BESIDE,
        "RGN" | "ISL" | "ISLS" | "PEN" | "VAL" | "DLTA" => IN_REGION,
        _ => return false,
    };
    gazetteer.class(place) == "P"
        && kilometres(gazetteer.point(place), gazetteer.point(outer)) < reach
}

/// Kilometres to the nearest of these points, of those that may be around.
fn nearest(own: (f64, f64), others: impl Iterator<Item = (f64, f64)>) -> f64 {
    // A degree of latitude is some 111 kilometres, wherever it is.
    const DEGREES: f64 = AROUND / 110.0;
    others
        .filter(|other| (own.0 - other.0).abs() < DEGREES)
        .map(|other| kilometres(other, own))
        .fold(f64::INFINITY, f64::min)
}

/// Whether both may be countries, or both first-level divisions of one country.
fn peers(gazetteer: &Gazetteer, one: &Group<'_>, other: &Group<'_>) -> bool {
    let mut levels = one.candidates.iter().filter_map(|c| level(gazetteer, c));
    levels.any(|own| {
        let mut others = other.candidates.iter();
        others.any(|c| level(gazetteer, c) == Some(own))
    })
}

/// A country, or a first-level division and whose it is.
fn level(
    gazetteer: &Gazetteer,
    candidate: &Candidate<'_>,
) -> Option<(&'static str, Option<CountryCode>)> {
    match gazetteer.code(candidate.place) {
        "PCL" => Some(("PCL", None)),
        "ADM1" => Some(("ADM1", gazetteer.country(candidate.place))),
        _ => None,
    }
}

fn chosen_of(group: &Group<'_>) -> Option<PlaceId> {
    group.chosen.map(|c| group.candidates[c].place)
}
