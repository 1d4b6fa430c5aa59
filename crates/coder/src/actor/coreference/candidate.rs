//! What a pronoun may stand for: every noun phrase, whether it is a party or not.
//!
//! Phrases that are no party are there to be chosen too: 'it' stands for a plan more often than for who made it, and a
//! pronoun that fits the plan better must not be given to anybody.

use std::ops::Range;

use smallvec::SmallVec;
use syntax::{Deprel, NameClass, TokenIdx, Upos};

use super::feature::{Class, Feature, Features};
use super::gender::{self, Gender};
use super::question::Question;
use crate::actor::{Kind, Resolved};
use crate::attribution;
use crate::clause;
use crate::quote::Quote;
use crate::table::WordMap;
use crate::tree::Tree;
use crate::words::{self, Class as Word};

/// What kind of thing a phrase names, as far as pronouns care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Name,
    Role,
    People,
    Country,
    Body,
    Place,
    NamedThing,
    Thing,
    Event,
    TimeOrSum,
}

/// One thing the text speaks of, however often.
#[derive(Debug, Clone, Copy, Default)]
struct Entity {
    gender: Option<Gender>,
    mentions: u32,
}

/// All things the text has spoken of so far.
#[derive(Debug, Default)]
pub(super) struct Entities {
    all: Vec<Entity>,
    by_key: WordMap<Option<usize>>,
}

impl Entities {
    fn new_one(&mut self) -> usize {
        self.all.push(Entity::default());
        self.all.len() - 1
    }

    fn of(&mut self, key: &str) -> usize {
        let next = self.all.len();
        let known = *self.by_key.entry(key).get_or_insert(next);
        if known == next {
            self.new_one();
        }
        known
    }

    fn mention(&mut self, entity: usize, gender: Option<Gender>) {
        let one = &mut self.all[entity];
        one.mentions += 1;
        one.gender = one.gender.or(gender);
    }
}

/// A phrase that a pronoun may stand for.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) sentence: usize,
    pub(super) token: TokenIdx,
    /// The last word of several that are joined; else the word itself.
    pub(super) last: TokenIdx,
    /// The parties it stands for: places in `Finder::found`.
    pub(super) parties: SmallVec<[usize; 2]>,
    pub(super) entity: usize,
    pub(super) sort: Sort,
    pub(super) plural: bool,
    together: Option<Feature>,
    pub(super) role: Feature,
    /// The verb or noun of its clause.
    pub(super) clause: TokenIdx,
    definite: Feature,
    quote: Option<usize>,
    /// The class of a pronoun, and whether it is reflexive.
    pronoun: Option<Class>,
    known: bool,
}

/// Sentences that a pronoun looks back.
pub(super) const REACH: usize = 3;

/// The quotation that a word stands in.
pub(super) fn quote_of(quotes: &[Quote], at: usize) -> Option<usize> {
    let next = quotes.partition_point(|q| q.span.end <= at);
    let inside = quotes.get(next)?;
    (inside.span.start <= at && !inside.short).then_some(next)
}

/// The word that heads the clause in which a word stands.
pub(super) fn clause_of(s: &Tree<'_>, token: TokenIdx) -> TokenIdx {
    let mut at = token;
    for _ in 0..s.tokens.len() {
        let t = &s.tokens[at];
        let Some(head) = t.head else { return at };
        let heads = matches!(
            t.deprel,
            Deprel::Ccomp
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Csubj
                | Deprel::Parataxis
        ) || (matches!(t.deprel, Deprel::Conj | Deprel::Xcomp)
            && matches!(t.upos, Upos::Verb | Upos::Aux));
        if heads && at != token {
            return at;
        }
        at = head;
    }
    at
}

/// The verb of a relative clause in which the noun it describes is the subject.
pub(super) fn relative_of(s: &Tree<'_>, noun: TokenIdx) -> Option<TokenIdx> {
    let mut clauses = s
        .children(noun)
        .filter(|&c| s.tokens[c].deprel == Deprel::AclRelcl);
    clauses.find(|&verb| {
        s.children(verb).any(|c| {
            matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass)
                && clause::is_relative(s, c)
        })
    })
}

/// The role of a phrase, by the relation it hangs on.
pub(super) fn role_of(s: &Tree<'_>, token: TokenIdx) -> Feature {
    let t = &s.tokens[token];
    match t.deprel {
        Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Csubj => {
            let main = t.head.is_none_or(|h| s.tokens[h].head.is_none());
            if main {
                Feature::Main
            } else {
                Feature::Subject
            }
        }
        Deprel::NsubjPass => Feature::SubjectPassive,
        Deprel::Obj | Deprel::Iobj => Feature::Object,
        Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked => Feature::Oblique,
        Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Compound | Deprel::Amod => Feature::Modifier,
        Deprel::NmodPoss => Feature::Possessor,
        Deprel::Appos => Feature::Apposition,
        Deprel::Conj => Feature::Joined,
        _ => Feature::OtherRole,
    }
}

impl Candidate {
    /// A noun phrase with the parties it stands for; none for words that name nothing by themselves.
    pub(super) fn noun(
        s: &Tree<'_>,
        (sentence, token): (usize, TokenIdx),
        parties: Range<usize>,
        found: &[Resolved],
        quotes: &[Quote],
        entities: &mut Entities,
    ) -> Option<Self> {
        let t = &s.tokens[token];
        if !matches!(t.upos, Upos::Noun | Upos::Propn)
            || matches!(
                t.deprel,
                Deprel::Flat | Deprel::Fixed | Deprel::Goeswith | Deprel::Compound
            ) && parties.is_empty()
        {
            return None;
        }
        let (lemma, form) = (s.lemma(token), s.form(token));
        let party = found.get(parties.clone()).and_then(<[Resolved]>::first);
        let name = s.name_at(token);
        // 'The ministry' is one body, though the tables count its people.
        let several = t.xpos == "NNS" || t.xpos == "NNPS";
        // 'The United States', 'the United Nations' are one.
        let one = matches!(
            party.map(|p| p.kind),
            Some(Kind::Country | Kind::Capital | Kind::Organisation | Kind::Group)
        );
        let body = || {
            let mut words = [lemma, form].into_iter();
            words.any(|w| words::is(last_part(w), Word::Body))
        };
        let plural = !one && (several || party.is_some_and(|p| p.plural) && !body());
        let sort = match (party.map(|p| p.kind), name.map(|n| n.class)) {
            (Some(Kind::Person), Some(NameClass::Per)) => Sort::Name,
            (Some(Kind::Person), _) => Sort::Role,
            (Some(Kind::Agent | Kind::Nationals), _) if plural => Sort::People,
            (Some(Kind::Agent | Kind::Nationals), _) if body() => Sort::Body,
            (Some(Kind::Agent | Kind::Nationals), _) => Sort::Role,
            (Some(Kind::Country | Kind::Capital), _) => Sort::Country,
            (Some(Kind::Organisation | Kind::Group), _) => Sort::Body,
            (_, Some(NameClass::Per)) => Sort::Name,
            (_, Some(NameClass::Org)) => Sort::Body,
            (Some(Kind::Place), _) | (_, Some(NameClass::Loc)) => Sort::Place,
            (None, None) if gender::of_noun(lemma).is_some() => {
                if plural {
                    Sort::People
                } else {
                    Sort::Role
                }
            }
            (None, None) if s.is(token, Word::Time) || t.upos == Upos::Num => Sort::TimeOrSum,
            (None, None) if t.upos == Upos::Propn => Sort::NamedThing,
            (None, None) if is_event(lemma) => Sort::Event,
            (None, None) => Sort::Thing,
        };
        let gender = Self::gender_of(s, token, party, sort);
        let determiner = s
            .children(token)
            .filter(|&c| c < token)
            .find(|&c| matches!(s.tokens[c].deprel, Deprel::Det | Deprel::NmodPoss));
        let definite = match determiner.map(|d| (s.tokens[d].deprel, s.form(d))) {
            _ if t.upos == Upos::Propn => Feature::Bare,
            Some((Deprel::NmodPoss, _)) => Feature::Owned,
            Some((_, "the" | "this" | "that" | "these" | "those")) => Feature::Definite,
            Some(_) => Feature::Indefinite,
            None => Feature::Bare,
        };
        let entity = match party {
            Some(p) if p.entity.identifier_text.is_some() || p.name.is_some() => {
                entities.of(p.called())
            }
            _ if name.is_some() => {
                let name = name.map_or(token..=token, |n| n.first..=n.last);
                let words: Vec<&str> = name.map(|t| s.form(t)).collect();
                entities.of(&words.join(" "))
            }
            _ if definite == Feature::Definite => entities.of(lemma),
            _ => {
                let new = entities.new_one();
                // 'A man … the man'
                if definite == Feature::Indefinite {
                    *entities.by_key.entry(lemma) = Some(new);
                }
                new
            }
        };
        entities.mention(entity, gender);
        Some(Self {
            sentence,
            token,
            last: token,
            entity,
            sort,
            plural,
            together: None,
            role: role_of(s, token),
            clause: clause_of(s, token),
            definite,
            quote: quote_of(quotes, t.span.start),
            pronoun: None,
            known: party
                .is_some_and(|p| p.rule.starts_with("registry") || p.rule == "office on the day"),
            parties: parties.collect(),
        })
    }

    /// Several phrases together: 'A and B', or A and B of 'A met with B'.
    pub(super) fn several(members: &[&Self], met: bool, entities: &mut Entities) -> Option<Self> {
        let (first, last) = (members.first()?, members.last()?);
        if members.iter().any(|m| m.pronoun.is_some()) {
            return None;
        }
        let people = members
            .iter()
            .all(|m| matches!(m.sort, Sort::Name | Sort::Role | Sort::People));
        let sort = if people { Sort::People } else { first.sort };
        Some(Self {
            last: last.token,
            parties: members
                .iter()
                .flat_map(|m| m.parties.iter().copied())
                .collect(),
            entity: entities.new_one(),
            sort,
            plural: true,
            together: Some(if met { Feature::Met } else { Feature::Together }),
            ..(*first).clone()
        })
    }

    /// A pronoun that was asked about; what it stands for, if that was found.
    pub(super) fn pronoun(
        q: &Question<'_>,
        antecedent: Option<&Self>,
        parties: Range<usize>,
        entities: &mut Entities,
    ) -> Self {
        let entity = antecedent.map_or_else(|| entities.new_one(), |a| a.entity);
        entities.mention(entity, q.gender);
        let sort = match q.class {
            Class::Person => Sort::Role,
            Class::It => Sort::Thing,
            Class::They => Sort::People,
        };
        Self {
            sentence: q.sentence,
            token: q.token,
            last: q.token,
            parties: parties.collect(),
            entity,
            sort: antecedent.map_or(sort, |a| a.sort),
            plural: q.class == Class::They,
            together: None,
            role: role_of(q.s, q.token),
            clause: clause_of(q.s, q.token),
            definite: Feature::Bare,
            quote: quote_of(q.quotes, q.s.tokens[q.token].span.start),
            pronoun: Some(q.class),
            known: antecedent.is_some_and(|a| a.known),
        }
    }

    /// By title or noun, or by given name.
    fn gender_of(
        s: &Tree<'_>,
        token: TokenIdx,
        party: Option<&Resolved>,
        sort: Sort,
    ) -> Option<Gender> {
        if !matches!(sort, Sort::Name | Sort::Role) {
            return None;
        }
        let named = s.name_at(token);
        let from = named.map_or(token, |n| n.first).saturating_sub(2);
        let titles = (from..=token).rev().filter(|&t| {
            t == token
                || s.is_under(t, token)
                || named.is_some_and(|n| t + 2 >= n.first && t < n.first)
        });
        let by_title = titles
            .filter(|&t| t == token || s.tokens[t].upos != Upos::Punct)
            .find_map(|t| gender::of_noun(s.lemma(t)).or_else(|| gender::of_noun(s.form(t))));
        let by_role = || {
            let role = party?.entity.role.as_deref()?;
            gender::of_noun(role.rsplit([' ', '-']).next()?)
        };
        let by_name = || {
            let name =
                party.and_then(|p| p.entity.identifier_text.as_deref().or(p.name.as_deref()));
            let first = match name {
                Some(name) => name.split(' ').next().map(str::to_lowercase),
                None => named.map(|n| s.form(n.first).to_owned()),
            };
            gender::of_given(&first?)
        };
        by_title.or_else(by_role).or_else(by_name)
    }

    /// What speaks for the pronoun's standing for it; none if it cannot.
    pub(super) fn features(&self, q: &Question<'_>, entities: &Entities) -> Option<Features> {
        let s = q.s;
        let here = self.sentence == q.sentence;
        let behind = here && self.token > q.token;
        let entity = entities.all[self.entity];
        let gender = match self.pronoun {
            Some(_) => entity.gender,
            None => entity
                .gender
                .filter(|_| matches!(self.sort, Sort::Name | Sort::Role)),
        };
        let mut all = Features::default();
        all.add(Feature::Any);
        match q.class {
            Class::Person => {
                if self.plural || !matches!(self.sort, Sort::Name | Sort::Role) {
                    return None;
                }
                match (gender, q.gender) {
                    (Some(one), Some(other)) if one != other => return None,
                    (Some(_), Some(_)) => all.add(Feature::GenderFits),
                    _ => all.add(Feature::GenderOpen),
                }
            }
            Class::It => {
                if self.plural
                    || matches!(self.sort, Sort::Name | Sort::Role | Sort::People)
                    || gender.is_some()
                {
                    return None;
                }
            }
            Class::They => {
                let one = matches!(self.sort, Sort::Name | Sort::Role) && !self.plural;
                if one {
                    return None;
                }
                all.add(if self.plural {
                    Feature::NumberFits
                } else {
                    Feature::NumberOpen
                });
            }
        }
        if self.pronoun.is_some_and(|class| class != q.class) {
            return None;
        }
        let own = &s.tokens[q.token];
        let possessive = own.xpos == "PRP$" || own.deprel == Deprel::NmodPoss;
        let reflexive = s.form(q.token).ends_with("self") || s.form(q.token).ends_with("selves");
        let role = role_of(s, q.token);
        let clause = clause_of(s, q.token);
        let subject = |role: Feature| {
            matches!(
                role,
                Feature::Subject | Feature::SubjectPassive | Feature::Main
            )
        };
        let object = |role: Feature| matches!(role, Feature::Object | Feature::Oblique);
        if here {
            // A phrase is not what its own words speak of: 'its chairman'; but 'the man who lost his job'.
            let own_words = s.is_under(q.token, self.token) && self.clause == clause;
            if own_words && self.pronoun.is_none() && self.together.is_none() {
                return None;
            }
            let same_head = s.tokens[self.token].head == own.head;
            // Nor are two phrases of one verb the same, but for reflexives.
            if same_head
                && !reflexive
                && !possessive
                && own.deprel != Deprel::Conj
                && self.clause == clause
            {
                return None;
            }
            if reflexive {
                all.add_if(
                    self.clause == clause && subject(self.role),
                    Feature::Reflexive,
                );
            }
            all.add_if(self.clause == clause, Feature::SameClause);
            all.add_if(
                self.clause == clause && subject(self.role) && !subject(role),
                Feature::ClauseSubject,
            );
            let above = self.clause != clause && s.is_under(clause, self.clause);
            // 'X met Y, who praised his visit': who is the subject there is Y, and X is so no more.
            let subject_there = q.relative();
            let told_of = subject_there == Some(self.token);
            let other = subject_there.is_some() && !told_of;
            all.add_if(
                told_of || above && subject(self.role) && !other,
                Feature::AboveSubject,
            );
            // 'The governor said he would resign', but not 'his lawyer said he would'.
            let says = above
                && subject(self.role)
                && s.child(self.token, Deprel::NmodPoss)
                    .is_none_or(|c| !matches!(s.form(c), "his" | "her"))
                && !other
                && s.tokens[clause].head == Some(self.clause)
                && s.tokens[clause].deprel == Deprel::Ccomp
                && attribution::asserts(s.lemma(self.clause));
            all.add_if(says && subject(role), Feature::Says);
            all.add_if(told_of && !subject(role), Feature::ClauseSubject);
        }
        if here && q.class == Class::It && q.is_foe_of(self) {
            return None;
        }
        if behind {
            // 'In his speech, X said': what comes later is meant only where the pronoun's phrase hangs on its verb.
            if !(subject(self.role) && !subject(role) && s.is_under(q.token, self.clause))
                || self.pronoun.is_some()
            {
                return None;
            }
            all.add(Feature::Behind);
        }
        all.add(match q.sentence - self.sentence {
            0 => Feature::Same,
            1 => Feature::Last,
            2 => Feature::Two,
            _ => Feature::Three,
        });
        all.add(self.role);
        all.add_if(subject(self.role) && subject(role), Feature::BothSubjects);
        all.add_if(object(self.role) && object(role), Feature::BothObjects);
        all.add_if(
            self.role == Feature::Possessor && possessive,
            Feature::BothPossessors,
        );
        all.add_if(self.sentence < q.paragraph, Feature::Paragraph);
        match (self.pronoun, self.together) {
            (Some(_), _) => {
                all.add(Feature::Pronoun);
                all.add_if(subject(self.role), Feature::PronounSubject);
            }
            (None, together) => {
                if let Some(together) = together {
                    all.add(together);
                }
                all.add(match self.sort {
                    Sort::Name => Feature::Name,
                    Sort::Role => Feature::Role,
                    Sort::People => Feature::People,
                    Sort::Country => Feature::Country,
                    Sort::Body => Feature::Body,
                    Sort::Place => Feature::Place,
                    Sort::NamedThing => Feature::NamedThing,
                    Sort::Thing => Feature::Thing,
                    Sort::Event => Feature::Event,
                    Sort::TimeOrSum => Feature::TimeOrSum,
                });
                all.add(self.definite);
            }
        }
        if matches!(self.sort, Sort::Country | Sort::Body) {
            let above = here && self.clause != clause && s.is_under(clause, self.clause);
            all.add_if(above && subject(self.role), Feature::AgentAbove);
            let owns = here && self.clause == clause && subject(self.role) && possessive;
            all.add_if(owns, Feature::AgentOwns);
            let before = self.sentence + 1 == q.sentence && self.role == Feature::Main;
            all.add_if(before && subject(role), Feature::AgentGoesOn);
            all.add_if(q.acts(), Feature::AgentActs);
        } else if self.parties.is_empty() {
            all.add_if(q.acts(), Feature::ThingActs);
        }
        all.add_if(!self.parties.is_empty(), Feature::Party);
        all.add_if(self.known, Feature::Known);
        match (self.quote, quote_of(q.quotes, own.span.start)) {
            (None, Some(quote)) => {
                let speaker = q.quotes[quote].speaker == Some((self.sentence, self.token));
                all.add(if speaker {
                    Feature::Speaker
                } else {
                    Feature::IntoQuote
                });
            }
            (Some(_), None) => all.add(Feature::OutOfQuote),
            (Some(one), Some(other)) => all.add(if one == other {
                Feature::OneQuote
            } else {
                Feature::IntoQuote
            }),
            (None, None) => {}
        }
        all.add(match entity.mentions {
            0 | 1 => Feature::Once,
            2 => Feature::Twice,
            _ => Feature::Often,
        });
        all.add_if(self.sentence == 0, Feature::Title);
        Some(all)
    }
}

fn last_part(word: &str) -> &str {
    if !word.as_bytes().contains(&b'-') {
        return word;
    }
    word.rsplit('-').next().unwrap_or_default()
}

/// Nouns that name what happens or is thought, by their endings.
fn is_event(lemma: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "tion", "sion", "ment", "ness", "ance", "ence", "ity", "ism", "ship", "ing", "al",
    ];
    ENDINGS
        .iter()
        .any(|e| lemma.len() > e.len() + 2 && lemma.ends_with(e))
}
