//! What acts of one sentence tell of each other: who rallies outside an embassy, demanding something, demands it of the
//! embassy; a truce brokered by a third was brokered between those who signed it.
//!
//! Only where one act hangs on the other as its participle or shares its subject, and only into a place left empty.

use plover::EventType;
use syntax::{Deprel, TokenIdx};

use crate::clause;
use crate::codebook::{Demand, Role};
use crate::matcher::{Filled, Parties};
use crate::sentence::{Act, Reading};
use crate::tree::Tree;
use crate::words::Class;

/// How evidence names what was taken from a neighbour.
const BY: &str = "party of the act beside it";

/// Fill what acts leave empty from those they hang on.
pub(crate) fn share<P: Parties>(s: &Tree<'_>, parties: &P, readings: &mut [Reading<'_>]) {
    for at in 0..readings.len() {
        let Ok(act) = &readings[at].act else { continue };
        if act.role(Role::Recipient).next().is_some() {
            continue;
        }
        let others = readings
            .iter()
            .enumerate()
            .filter(|&(i, _)| i != at)
            .filter_map(|(_, r)| r.act.as_ref().ok());
        let free = |&t: &TokenIdx| {
            let mut own = act.parties.iter().map(|p| p.token);
            (parties.meets(t, Demand::None) || parties.is_open(t))
                && own.all(|p| p != t && !parties.same(p, t))
        };
        let found = others.into_iter().find_map(|other| {
            let mut told = addressed(s, act, other)
                .or_else(|| aimed_at(s, act, other))
                .or_else(|| brokered(s, act, other))?;
            told.retain(free);
            (!told.is_empty()).then_some(told)
        });
        let found = found.or_else(|| {
            let goal = goal(s, act)?;
            let party = parties.meets(goal, Demand::None) && free(&goal);
            party.then(|| vec![goal])
        });
        if let (Some(found), Ok(act)) = (found, &mut readings[at].act) {
            act.parties.extend(found.into_iter().map(|token| Filled {
                role: Role::Recipient,
                token,
                by: BY,
            }));
        }
    }
}

/// 'rallied outside the embassy, demanding its closure', 'met the president and offered vaccines': to whom it is said.
fn addressed(s: &Tree<'_>, act: &Act<'_>, outer: &Act<'_>) -> Option<Vec<TokenIdx>> {
    if !hangs_on(s, act, outer) {
        return None;
    }
    match (kind(outer)?, kind(act)?) {
        (EventType::Protest | EventType::Accuse, EventType::Request | EventType::Threaten)
        | (EventType::Protest, EventType::Accuse) => {
            let mut told = all(outer, Role::Recipient);
            // 'complained to the council, demanding an apology': of somebody else.
            told.retain(|&t| &*clause::preposition(s, t) != "to");
            // 'accused the army of abuses and called for an inquiry': of whoever holds them.
            let joined = s.tokens[act.top].deprel == Deprel::Conj;
            let apart = joined && kind(outer) == Some(EventType::Accuse);
            (!apart).then_some(told)
        }
        // 'summoned the envoy to complain'
        (EventType::Accuse, EventType::Accuse) if s.lemma(outer.found.head) == "summon" => {
            Some(all(outer, Role::Recipient))
        }
        // Both who met are actors; one of them goes on to offer, or is the one named to have signed.
        (EventType::Consult, own) => {
            let together = match own {
                EventType::Agree => true,
                // 'telephoned the king, discussing oil'
                EventType::Consult => {
                    act.role(Role::Actor).count() == 1 && s.tokens[act.top].deprel == Deprel::Advcl
                }
                EventType::Support | EventType::Cooperate => s.is(act.found.head, Class::Closing),
                _ => false,
            };
            together.then(|| sides(outer))
        }
        _ => None,
    }
}

/// 'marched to the ministry to ask for help', 'will go to Ashgabat and ask for a new schedule': where who asks has gone.
fn goal(s: &Tree<'_>, act: &Act<'_>) -> Option<TokenIdx> {
    let asks = matches!(kind(act)?, EventType::Request | EventType::Agree);
    let top = &s.tokens[act.top];
    let motion = top
        .head
        .filter(|&h| asks && s.is(h, Class::Motion) && h < act.top)?;
    let joined = match top.deprel {
        Deprel::Advcl | Deprel::Xcomp => matches!(top.xpos.as_str(), "VB" | "VBG"),
        Deprel::Conj => true,
        _ => false,
    };
    let own = s.child(act.top, Deprel::Nsubj).is_some();
    let mut to = clause::phrases(s, motion, &["to"]);
    to.find(|&t| joined && !own && t < act.top)
}

/// 'marched through the capital, urging the government to resign': at whom a protest is aimed.
fn aimed_at(s: &Tree<'_>, act: &Act<'_>, inner: &Act<'_>) -> Option<Vec<TokenIdx>> {
    let (own, told) = (kind(act)?, kind(inner)?);
    let fits = own == EventType::Protest && matches!(told, EventType::Request | EventType::Accuse);
    (fits && hangs_on(s, inner, act)).then(|| all(inner, Role::Recipient))
}

/// 'signed a ceasefire brokered by Qatar': between whom it was brokered.
fn brokered(s: &Tree<'_>, act: &Act<'_>, outer: &Act<'_>) -> Option<Vec<TokenIdx>> {
    let third = act.found.rule.effect.has_mode(&["third-party"]);
    let described = s.tokens[act.found.head].deprel == Deprel::Acl
        && s.tokens[act.found.head]
            .head
            .is_some_and(|noun| outer.found.words.contains(&noun));
    (third && described).then(|| sides(outer))
}

/// Whether an act is a participle or a later verb of whoever does the other.
fn hangs_on(s: &Tree<'_>, act: &Act<'_>, outer: &Act<'_>) -> bool {
    let Some(head) = s.tokens[act.top].head else {
        return false;
    };
    let joined = match s.tokens[act.top].deprel {
        // 'staged a protest demanding that the authorities free him'
        Deprel::Advcl | Deprel::Acl => s.tokens[act.top].xpos == "VBG",
        Deprel::Xcomp => s.lemma(head) == "summon",
        Deprel::Conj => s.children(act.top).all(|c| {
            !matches!(
                s.tokens[c].deprel,
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter
            )
        }),
        _ => false,
    };
    let is_own = |t: TokenIdx| act.role(Role::Actor).any(|p| p.token == t);
    let same = clause::doer(s, outer.found.head).is_some_and(|d| is_own(d.token))
        || outer.role(Role::Actor).any(|p| is_own(p.token));
    let under = head == outer.top || outer.found.words.contains(&head);
    joined && same && under
}

fn kind(act: &Act<'_>) -> Option<EventType> {
    act.found.rule.effect.event()
}

fn all(act: &Act<'_>, role: Role) -> Vec<TokenIdx> {
    act.role(role).map(|p| p.token).collect()
}

/// Actors first.
fn sides(act: &Act<'_>) -> Vec<TokenIdx> {
    let both = act.role(Role::Actor).chain(act.role(Role::Recipient));
    both.map(|p| p.token).collect()
}
