//! Rules against trees: which clause of the codebook each word heads, and who fills its places.
//!
//! Of the rules that hold at a word, the most specific wins: more words, more acts, more demanded of the
//! parties. A rule holds only if every place that is not optional is filled from the clause itself
//! ([`crate::clause`]); nothing is taken from elsewhere in the sentence.

mod beneath;
mod fill;
mod inside;
mod party;
mod passive;
mod place;
mod words;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use plover::EventType;
use smallvec::{SmallVec, smallvec};
use syntax::{Deprel, NameClass, TokenIdx, Upos};

use crate::around;
use crate::clause::{self, Found};
use crate::codebook::{Codebook, Demand, Effect, Fill, Headed, Kind, Role, Rule, Slot, Takes};
use crate::status;
use crate::tree::Tree;
use crate::words::Class;
use words::Words;

/// What the matcher must know of the parties: whether a noun phrase is an actor, and of what kind.
pub(crate) trait Parties {
    /// Whether the phrase headed by `token` meets `demand`.
    fn meets(&self, token: TokenIdx, demand: Demand) -> bool;
    /// Whether the phrase is no actor but a pronoun that was not resolved: a party without a name.
    fn is_open(&self, token: TokenIdx) -> bool;
    /// Whether two phrases stand for one party: 'Colombia' and 'its'.
    fn same(&self, a: TokenIdx, b: TokenIdx) -> bool;
    /// Whether the first holds office in a country whose government, or which itself, the second is.
    fn speaks_for(&self, official: TokenIdx, country: TokenIdx) -> bool;
}

/// A party's place in a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) role: Role,
    pub(crate) token: TokenIdx,
    pub(crate) by: &'static str,
}

/// A rule that holds at a word.
#[derive(Debug, Clone)]
pub(crate) struct Match<'c> {
    pub(crate) rule: &'c Rule,
    pub(crate) head: TokenIdx,
    pub(crate) parties: SmallVec<[Filled; 2]>,
    /// The embedded act, if the rule speaks of one.
    pub(crate) act: Option<TokenIdx>,
    /// The words of the trigger: head, particle, object words.
    pub(crate) words: SmallVec<[TokenIdx; 4]>,
    /// Words that filled word slots, under which parties may be found.
    pub(crate) nouns: Vec<TokenIdx>,
    pub(crate) score: i32,
}

impl Match<'_> {
    pub(crate) fn role(&self, role: Role) -> impl Iterator<Item = &Filled> {
        self.parties.iter().filter(move |p| p.role == role)
    }
}

/// Matches of one sentence, each word looked at once.
pub(crate) struct Matcher<'c, 's, P> {
    codebook: &'c Codebook,
    s: &'s Tree<'s>,
    parties: &'s P,
    words: Words,
    seen: RefCell<Vec<Seen<'c>>>,
    clauses: Vec<Clause>,
}

/// Who stands where in the clause of a verb: every rule of the verb asks for it, and it is found once.
#[derive(Debug, Clone, Default)]
struct Clause {
    doer: OnceCell<Option<Found>>,
    patient: OnceCell<Option<Found>>,
}

#[derive(Debug, Clone)]
enum Seen<'c> {
    No,
    Looking,
    Done(Option<Rc<Match<'c>>>),
}

impl<'c, 's, P: Parties> Matcher<'c, 's, P> {
    pub(crate) fn new(codebook: &'c Codebook, s: &'s Tree<'s>, parties: &'s P) -> Self {
        Self {
            codebook,
            s,
            parties,
            words: Words::new(codebook.vocabulary(), s),
            seen: RefCell::new(vec![Seen::No; s.tokens.len()]),
            clauses: vec![Clause::default(); s.tokens.len()],
        }
    }

    fn doer(&self, verb: TokenIdx) -> Option<Found> {
        let known = &self.clauses[verb].doer;
        *known.get_or_init(|| clause::doer(self.s, verb))
    }

    fn patient(&self, verb: TokenIdx) -> Option<Found> {
        let known = &self.clauses[verb].patient;
        *known.get_or_init(|| clause::patient(self.s, verb))
    }

    /// The best rule at a word.
    pub(crate) fn at(&self, token: TokenIdx) -> Option<Rc<Match<'c>>> {
        self.words.lemma(token)?;
        let seen = self.seen.borrow()[token].clone();
        match seen {
            Seen::Done(found) => return found,
            // A cycle of embeddings cannot be in a tree, but a rule may ask for its own head.
            Seen::Looking => return None,
            Seen::No => {}
        }
        self.seen.borrow_mut()[token] = Seen::Looking;
        let found = self.best(token).map(Rc::new);
        self.seen.borrow_mut()[token] = Seen::Done(found.clone());
        found
    }

    fn best(&self, token: TokenIdx) -> Option<Match<'c>> {
        let t = &self.s.tokens[token];
        let mut best: Option<Match<'c>> = None;
        for headed in self.codebook.headed_by(self.words.lemma(token)) {
            let mut needs = self.codebook.needs(headed);
            if !needs.all(|list| self.words.has(list)) {
                continue;
            }
            let fits = match headed.kind {
                Kind::Verb => {
                    // 'displaced families', 'a recognised state': a state, of an act told elsewhere if at all.
                    (t.upos == Upos::Verb
                        && t.deprel != Deprel::Amod
                        && !is_stance(self.s, token)
                        && !is_no_verb(self.s, token))
                        || (t.upos == Upos::Aux && t.deprel == Deprel::Root)
                }
                Kind::Noun => {
                    t.upos == Upos::Noun || (t.upos == Upos::Propn && !self.is_in_name(token))
                }
                Kind::Predicate => {
                    matches!(t.upos, Upos::Adj | Upos::Noun | Upos::Verb | Upos::Adv)
                        && (clause::has_cop(self.s, token) || is_bare_predicate(self.s, token))
                }
                Kind::Refusal => {
                    t.deprel == Deprel::Aux
                        && t.head
                            .is_some_and(|verb| status::negation(self.s, verb).is_some())
                }
            };
            if fits
                && let Some(found) = self.hold(headed, token)
                && best.as_ref().is_none_or(|b| found.score > b.score)
            {
                best = Some(found);
            }
        }
        best
    }

    /// 'the International Conference of Support for Chad' is a body's name, and tells of no conference.
    fn is_in_name(&self, token: TokenIdx) -> bool {
        self.s
            .name_at(token)
            .is_some_and(|n| n.class == NameClass::Org && n.last > n.first + 1)
    }

    fn hold(&self, headed: &Headed, head: TokenIdx) -> Option<Match<'c>> {
        if headed.kind == Kind::Refusal {
            return self.refusal(self.codebook.rule_of(headed), head);
        }
        let loose = headed.loose;
        let verb = headed.kind == Kind::Verb;
        let mut with = None;
        if verb && !loose {
            // 'break' is not 'break out': with a particle only a rule that names it holds, without one only the others.
            let has = |particle: &str| {
                self.s.children(head).find(|&c| {
                    matches!(
                        self.s.tokens[c].deprel,
                        Deprel::CompoundPrt | Deprel::Advmod | Deprel::Obl
                    ) && self.s.tokens[c].lemma.eq_ignore_ascii_case(particle)
                })
            };
            with = headed.particles.iter().find_map(|particle| has(particle));
            if with.is_none()
                && (!headed.alone || self.s.child(head, Deprel::CompoundPrt).is_some())
            {
                return None;
            }
        }
        // A rule that knows no object says nothing of a clause that has one: 'protested that he was tired'.
        if verb
            && !loose
            && headed.takes == Takes::Nothing
            && self
                .s
                .children(head)
                .any(|c| matches!(self.s.tokens[c].deprel, Deprel::Ccomp | Deprel::Obj))
        {
            return None;
        }
        // 'was flown to Abidjan' is no journey of somebody's own.
        if verb
            && !loose
            && headed.is_event
            && matches!(headed.takes, Takes::Nothing | Takes::Act)
            && clause::is_passive(self.s, head)
        {
            return None;
        }
        // 'called it an attempt', 'named him envoy': what is said of the object makes another sense of the verb.
        if headed.takes == Takes::Party
            && verb
            && self.s.children(head).any(|c| {
                self.s.tokens[c].deprel == Deprel::Xcomp
                    && matches!(self.s.tokens[c].upos, Upos::Noun | Upos::Adj | Upos::Propn)
            })
        {
            return None;
        }
        let rule = self.codebook.rule_of(headed);
        let mut found = Match {
            rule,
            head,
            parties: SmallVec::new(),
            act: None,
            words: std::iter::once(head).chain(with).collect(),
            nouns: Vec::new(),
            score: if with.is_some() { 10 } else { 0 },
        };
        if !around::holds(self.s, self.parties, rule, &mut found) {
            return None;
        }
        // Objects before phrases: a phrase may hang on the object's noun.
        for slot in &rule.slots {
            let filled = match rule.head.kind {
                Kind::Noun => self.noun_slot(slot, &mut found),
                Kind::Verb | Kind::Predicate | Kind::Refusal => self.verb_slot(slot, &mut found),
            };
            if !filled && !slot.optional {
                return None;
            }
        }
        if rule.head.kind == Kind::Noun {
            // 'the killing of a guard in Lima' is done to the guard, whatever rule asks for the place.
            let suffers = self.s.is(head, Class::DoneTo);
            let victim = || {
                let mut of = clause::phrases(self.s, head, &["of"]);
                of.any(|t| {
                    self.parties.meets(t, Demand::None)
                        && found.parties.iter().all(|p| p.token != t)
                })
            };
            if suffers && rule.effect.event() == Some(EventType::Assault) && victim() {
                return None;
            }
            self.noun_actor(&mut found);
        }
        if verb && !loose && headed.is_event && self.is_named(&found) {
            return None;
        }
        self.inner_actor(&mut found);
        self.to_owner(&mut found);
        if rule.effect.event().is_some()
            && found.role(Role::Recipient).next().is_none()
            && !self.is_mutual(&found)
            && !loose
            && !rule
                .slots
                .iter()
                .any(|s| matches!(s.fill, Fill::Party(Role::Recipient, _)) && !s.optional)
        {
            self.nested_recipient(&mut found);
        }
        if loose {
            found.act = found.act.or_else(|| around::spoken_of(self.s, head));
        }
        found.words.sort_unstable();
        found.words.dedup();
        Some(found)
    }

    /// Whether a verb of naming says what its object is called, of which the rule knows nothing: 'called him a puppet',
    /// 'declared it unlawful'.
    fn is_named(&self, found: &Match<'c>) -> bool {
        let (s, verb) = (self.s, found.head);
        let called = |c: TokenIdx| {
            s.tokens[c].deprel == Deprel::Xcomp
                && matches!(s.tokens[c].upos, Upos::Noun | Upos::Adj | Upos::Propn)
                && !found.nouns.contains(&c)
        };
        s.is(verb, Class::Naming)
            && s.child(verb, Deprel::Obj).is_some()
            && (s.child(verb, Deprel::Iobj).is_some() || s.children(verb).any(called))
    }

    /// Two that exchange fire do so upon each other, and two that agree do so with each other.
    fn is_mutual(&self, found: &Match<'c>) -> bool {
        let closed = found.rule.effect.event() == Some(EventType::Support)
            && self.s.is(found.head, Class::Closing);
        let agree = closed || found.rule.effect.event() == Some(EventType::Agree);
        let several = |p: &Filled| around::are_several(self.s, self.parties, p.token);
        (found.rule.head.kind == Kind::Noun && found.role(Role::Actor).count() > 1)
            || (closed && found.role(Role::Actor).count() > 1)
            || (agree && found.role(Role::Actor).any(several))
    }

    /// 'will not lift the ban': who will not do what was asked, or could be hoped for, refuses it.
    fn refusal(&self, rule: &'c Rule, head: TokenIdx) -> Option<Match<'c>> {
        let verb = self.s.tokens[head].head?;
        let not = status::negation(self.s, verb)?;
        let inner = self.at(verb)?;
        let event = self.event_of(&inner)?;
        let meant = |slot: &Slot| matches!(&slot.fill, Fill::Act(types) if types.contains(&event));
        let doer = self.doer(verb)?;
        if !rule.slots.iter().any(meant)
            || !(self.parties.meets(doer.token, Demand::None) || self.parties.is_open(doer.token))
        {
            return None;
        }
        let mut words = smallvec![head, not, verb];
        words.extend_from_slice(&inner.words);
        words.sort_unstable();
        words.dedup();
        let mut found = Match {
            rule,
            head,
            parties: smallvec![Filled {
                role: Role::Actor,
                token: doer.token,
                by: doer.by,
            }],
            act: Some(verb),
            words,
            nouns: vec![verb],
            score: 20,
        };
        self.nested_recipient(&mut found);
        Some(found)
    }

    /// The event type a match comes down to, through light verbs and changes of status.
    pub(crate) fn event_of(&self, found: &Match<'c>) -> Option<EventType> {
        match found.rule.effect {
            Effect::Event { event, .. } => Some(event),
            Effect::Light | Effect::Status(_) => found
                .act
                .and_then(|act| self.at(act))
                .and_then(|m| self.event_of(&m)),
        }
    }
}

/// 'rebels opposed to the president', 'committed to peace': a state, not an act.
fn is_stance(s: &Tree<'_>, token: TokenIdx) -> bool {
    let participle = s.tokens[token].xpos == "VBN"
        && matches!(s.tokens[token].deprel, Deprel::Acl | Deprel::Advcl);
    // 'soldiers backed by helicopters'
    let armed = || {
        matches!(s.lemma(token), "back" | "support")
            && clause::phrases(s, token, &["by"])
                .any(|t| s.is(t, Class::Weapon) || s.is(t, Class::Troops))
    };
    let stance = || {
        s.is(token, Class::Stance)
            && s.child(token, Deprel::AuxPass).is_none()
            && s.children(token).any(|c| clause::preposition(s, c) == "to")
    };
    participle && (armed() || stance())
}

/// 'a camp for the displaced' tells of people; and in 'offered a regiment, attack helicopters and jets' a bare infinitive
/// joined to a finite verb is a noun that the tagger mistook.
fn is_no_verb(s: &Tree<'_>, token: TokenIdx) -> bool {
    let t = &s.tokens[token];
    let people = || {
        t.xpos == "VBN"
            && matches!(
                t.deprel,
                Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Nsubj
            )
            && s.child(token, Deprel::Det).is_some()
    };
    let mistaken = || {
        let finite = t
            .head
            .filter(|&h| s.tokens[h].xpos == "VBD" || s.tokens[h].xpos == "VBN");
        t.xpos == "VB"
            && t.deprel == Deprel::Conj
            && s.children(token).all(|c| {
                matches!(
                    s.tokens[c].deprel,
                    Deprel::Obj | Deprel::Cc | Deprel::Punct | Deprel::Conj
                )
            })
            && finite.is_some_and(|h| {
                let opens = |c: TokenIdx| {
                    matches!(s.tokens[c].xpos.as_str(), "VB" | "TO" | "MD") && c < token
                };
                s.child(h, Deprel::Obj).is_some() && !s.children(h).any(opens)
            })
    };
    people() || mistaken()
}

/// 'Talks under way', 'X ready to': headlines leave out the copula.
fn is_bare_predicate(s: &Tree<'_>, token: TokenIdx) -> bool {
    s.tokens[token].upos == Upos::Adj
        && matches!(
            s.tokens[token].deprel,
            Deprel::Root | Deprel::Xcomp | Deprel::Conj
        )
}
