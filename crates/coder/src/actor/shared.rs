//! Names that bodies of several countries have: 'the Senate', 'Congress'; and towns of one name. The registry gives them to
//! the likeliest country; a text that speaks of others, and never of that one, means another body or town.

use plover::CountryCode;

use super::{Kind, Resolved, Shared};

/// How often a text speaks of another country before the name of a town alone is no sign of its own.
const SPOKEN_OF: usize = 3;

/// Take the country from bodies whose shared name is all that speaks for it.
pub(super) fn settle(found: &mut [Resolved]) {
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
    for i in shared {
        let one = &mut found[i];
        let Some(own) = one.entity.code.map(count) else {
            continue;
        };
        let elsewhere = "a name that others have, of a country that the text does not speak of";
        let bodies = "a name that several countries' bodies have";
        let rule = match one.shared {
            Shared::Town => (own == 0 && most >= SPOKEN_OF).then_some(elsewhere),
            _ => (!named.is_empty() && own * 3 < most.max(1)).then_some(bodies),
        };
        if let Some(rule) = rule {
            one.entity.code = None;
            one.entity.identifier_text = None;
            one.via = None;
            one.rule = rule;
        }
    }
}
