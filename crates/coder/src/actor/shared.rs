//! Names that bodies of several countries have: 'the Senate', 'Congress'. The registry gives them to the likeliest country;
//! a text that speaks of others, and never of that one, means another body.

use plover::CountryCode;

use super::Resolved;
use crate::table::lower;
use crate::words::{self, Class};

/// Take the country from bodies whose shared name is all that speaks for it.
pub(super) fn settle(found: &mut [Resolved]) {
    let is_shared = |r: &Resolved| {
        r.entity.identifier_text.is_some() && {
            let text = lower(&r.entity.entity_text);
            words::is(text.strip_prefix("the ").unwrap_or(&text), Class::Shared)
        }
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
        let entity = &mut found[i].entity;
        if entity
            .code
            .is_some_and(|own| !named.is_empty() && count(own) * 3 < most.max(1))
        {
            entity.code = None;
            entity.identifier_text = None;
            found[i].rule = "a name that several countries' bodies have";
        }
    }
}
