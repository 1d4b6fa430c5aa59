//! Phrases in text order: what was named before lends its identity to names, titles and pronouns after it.
//!
//! Each sentence is walked twice. First its noun phrases are resolved, by themselves or by what was named before (`name`,
//! `title`); then its pronouns (`pronoun`) and 'both countries' (`collective`), which may also stand for what comes later
//! in the sentence. A link is made where one reading is likely enough, and the pronoun stays open else.

mod acronym;
mod candidate;
mod collective;
mod crowd;
mod feature;
mod gender;
mod name;
mod owner;
mod pronoun;
mod question;
mod speaker;
mod title;

use std::fmt::Write as _;
use std::ops::Range;

use plover::{Date, Sector};
use smallvec::{SmallVec, smallvec};
use syntax::{Deprel, Document, Span, TokenIdx, Upos};

use super::mention::Phrases;
use super::registry::{EntryKind, Known, Registry};
use super::{Kind, Pronoun, PronounChoice, Resolved};
use crate::clause;
use crate::quote::Quote;
use crate::tree::Tree;
use crate::words::Class;
use acronym::Acronyms;
use candidate::{Candidate, Entities};
use name::Names;
use pronoun::Asked;

/// Walks a document.
pub(super) struct Finder<'a> {
    registry: &'a Registry,
    document: &'a Document,
    trees: &'a [Tree<'a>],
    quotes: &'a [Quote],
    registered: &'a Known<'a>,
    on: Option<Date>,
    /// All parties, in the order they were found.
    pub(super) found: Vec<Resolved>,
    /// Those that are named by nouns: sentence, word and place in `found`, in text order.
    known: Vec<(usize, TokenIdx, usize)>,
    /// Persons with a title, places in `found`.
    titled: Vec<usize>,
    names: Names,
    acronyms: Acronyms,
    /// What pronouns may stand for, in the order of the sentences; empty in a text without pronouns.
    candidates: Vec<Candidate>,
    entities: Entities,
    has_pronouns: bool,
    /// Where the parties of the pronouns of this sentence stand in `found`.
    answers: Vec<(TokenIdx, Range<usize>)>,
    keep_asked: bool,
    asked: Vec<Asked>,
}

/// Where the parties of each word stand in [`Finder::found`], and the pronouns that stand for none.
type Found = (Vec<Range<usize>>, Vec<TokenIdx>);

/// What a phrase stands for: mostly one party.
type Standing = SmallVec<[Resolved; 1]>;

/// Parties of a sentence of news, about: what room is made for.
const PHRASES: usize = 6;

impl<'a> Finder<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        document: &'a Document,
        trees: &'a [Tree<'a>],
        quotes: &'a [Quote],
        registered: &'a Known<'a>,
        on: Option<Date>,
    ) -> Self {
        let mut tokens = trees.iter().flat_map(|s| s.tokens.iter());
        let has_pronouns = tokens.any(|t| {
            is_personal(&t.xpos) && feature::Class::of(&crate::table::lower(&t.form)).is_some()
        });
        Self {
            registry,
            document,
            trees,
            quotes,
            registered,
            on,
            found: Vec::with_capacity(PHRASES * trees.len()),
            known: Vec::with_capacity(PHRASES * trees.len()),
            titled: Vec::new(),
            names: Names::new(document, trees),
            acronyms: Acronyms::new(&document.text, trees),
            candidates: Vec::new(),
            entities: Entities::default(),
            has_pronouns,
            answers: Vec::new(),
            keep_asked: false,
            asked: Vec::new(),
        }
    }

    /// What each pronoun was decided by, for who fits the weights.
    pub(super) fn pronouns(mut self) -> Vec<Pronoun> {
        self.keep_asked = true;
        for index in 0..self.trees.len() {
            self.sentence(index);
        }
        let asked = std::mem::take(&mut self.asked);
        asked
            .into_iter()
            .map(|asked| Pronoun {
                sentence: asked.sentence,
                token: asked.token,
                class: asked.class.as_str(),
                nothing: asked.nothing.names(),
                choices: asked
                    .choices
                    .iter()
                    .map(|&(at, features)| {
                        let c = &self.candidates[at];
                        PronounChoice {
                            sentence: c.sentence,
                            first: c.token,
                            last: c.last,
                            entity: c.entity,
                            is_party: self.is_party(c),
                            features: features.names(),
                        }
                    })
                    .collect(),
            })
            .collect()
    }

    pub(super) fn sentence(&mut self, index: usize) -> Found {
        let trees = self.trees;
        let s = &trees[index];
        let phrases = Phrases::new(
            self.registry,
            self.document,
            s,
            self.registered.of(index),
            self.on,
        );
        let mut at = vec![0..0; s.tokens.len()];
        let mut open = Vec::new();
        let mut later = Vec::new();
        let mut parts = Vec::new();
        for (token, place) in at.iter_mut().enumerate() {
            let t = &s.tokens[token];
            // Words inside a name have no party of their own.
            if matches!(t.deprel, Deprel::Flat | Deprel::Fixed | Deprel::Goeswith) {
                continue;
            }
            let resolved = match t.upos {
                Upos::Pron | Upos::Det if is_personal(&t.xpos) => {
                    later.push(token);
                    continue;
                }
                Upos::Noun if self.is_collective(index, token) => {
                    later.push(token);
                    continue;
                }
                // 'military aid' is of no military: of adjectives only nationalities are parties, and what dictionaries name.
                Upos::Adj => {
                    let mut all = self.phrase(&phrases, token);
                    let asset = || t.head.is_some_and(|h| s.is(h, Class::Asset));
                    let named = self.registry.is_closed() || t.deprel != Deprel::Amod || asset();
                    all.retain(|r| named || r.kind != Kind::Agent);
                    all
                }
                Upos::Noun | Upos::Propn | Upos::X | Upos::Num => {
                    let mut all = self.phrase(&phrases, token);
                    if all.is_empty() {
                        all.extend(self.crowd(&phrases, index, token));
                    }
                    if all.is_empty()
                        && let Some(whole) = part_of(s, token)
                    {
                        parts.push((token, whole));
                        continue;
                    }
                    all
                }
                // 'some of the prisoners'
                Upos::Pron | Upos::Det if s.is(token, Class::People) => {
                    if let Some(whole) = part_of(s, token) {
                        parts.push((token, whole));
                        continue;
                    }
                    self.phrase(&phrases, token)
                }
                _ => continue,
            };
            // Most words.
            if resolved.is_empty() {
                continue;
            }
            let first = self.found.len();
            for one in resolved {
                if !one.demonym_only {
                    self.known.push((index, token, self.found.len()));
                    if one.kind == Kind::Person {
                        self.remember(&one);
                    }
                }
                self.found.push(one);
            }
            *place = first..self.found.len();
        }
        if self.has_pronouns {
            self.candidates_of(index, &at);
        }
        self.answers.clear();
        for token in later {
            let pronoun = is_personal(&s.tokens[token].xpos);
            let resolved = if pronoun && speaker::is_first_person(s.form(token)) {
                self.speaker(index, token, &at).into()
            } else if pronoun {
                self.pronoun(index, token).into()
            } else {
                // 'The two sides' that nobody can tell are still two sides.
                let both = self.collective(&phrases, index, token);
                if both.is_empty() {
                    self.phrase(&phrases, token)
                } else {
                    both.into()
                }
            };
            if resolved.is_empty() {
                if pronoun {
                    open.push(token);
                }
                continue;
            }
            let first = self.found.len();
            self.found.extend(resolved);
            at[token] = first..self.found.len();
            self.answers.push((token, at[token].clone()));
            // What comes later may be spoken of again: 'met both leaders and urged them'.
            if !pronoun {
                let mut own = self.candidates.iter_mut().rev();
                let own = own.find(|c| (c.sentence, c.token) == (index, token));
                if let Some(own) = own {
                    own.parties = at[token].clone().collect();
                }
            }
        }
        self.belong(index, &at);
        // 'freed nine of them': some of those that the pronoun stands for.
        for (token, whole) in parts {
            let first = self.found.len();
            let end = s.tokens[whole].span.end;
            for place in at[whole].clone() {
                let mut one = self.found[place].clone();
                one.span = Span::new(s.tokens[token].span.start, end);
                one.span
                    .of(&self.document.text)
                    .clone_into(&mut one.entity.entity_text);
                self.found.push(one);
            }
            at[token] = first..self.found.len();
        }
        (at, open)
    }

    /// What a pronoun of this sentence was found to stand for.
    fn answered(&self, _index: usize, token: TokenIdx) -> Option<&Resolved> {
        let (_, range) = self.answers.iter().find(|(t, _)| *t == token)?;
        self.found.get(range.clone())?.first()
    }

    /// The noun phrases of a sentence as what pronouns may stand for, singly and together.
    fn candidates_of(&mut self, index: usize, at: &[Range<usize>]) {
        let trees = self.trees;
        let s = &trees[index];
        let first = self.candidates.len();
        for (token, parties) in at.iter().enumerate() {
            self.candidates.extend(Candidate::noun(
                s,
                (index, token),
                parties.clone(),
                &self.found,
                self.quotes,
                &mut self.entities,
            ));
        }
        let mut together = Vec::new();
        let own = &self.candidates[first..];
        let of = |token: TokenIdx| own.iter().find(|c| c.token == token);
        for one in own {
            let t = &s.tokens[one.token];
            if t.deprel != Deprel::Conj && s.child(one.token, Deprel::Conj).is_some() {
                let joined: Vec<&Candidate> =
                    clause::conjuncts(s, one.token).filter_map(of).collect();
                let and = joined.iter().skip(1).all(|c| {
                    let mut marks = s
                        .children(c.token)
                        .filter(|&m| s.tokens[m].deprel == Deprel::Cc);
                    marks.all(|m| s.form(m) == "and" || s.form(m) == "&")
                });
                if joined.len() > 1 && and {
                    together.extend(Candidate::several(&joined, false, &mut self.entities));
                }
            }
            // 'A met with B', and then 'they' did something.
            let with = t
                .head
                .filter(|_| t.deprel == Deprel::Obl && clause::preposition(s, one.token) == "with");
            let doer = with
                .and_then(|verb| clause::doer(s, verb))
                .and_then(|d| of(d.token));
            if let Some(doer) = doer.filter(|d| d.token < one.token) {
                together.extend(Candidate::several(&[doer, one], true, &mut self.entities));
            }
        }
        self.candidates.extend(together);
    }

    /// Remember by what names and titles the next of the parties found can be spoken of again.
    fn remember(&mut self, person: &Resolved) {
        let place = self.found.len();
        if person.entity.role.is_some() || person.entity.office.is_some() {
            self.titled.push(place);
        }
        self.names.add(person, place);
    }

    fn phrase(&self, phrases: &Phrases<'_, '_>, token: TokenIdx) -> Standing {
        let s = phrases.s;
        // 'no country would': nobody is named.
        let nobody = |c: TokenIdx| {
            s.tokens[c].deprel == Deprel::Det && matches!(s.lemma(c), "no" | "neither")
        };
        if s.children(token).any(nobody) {
            return Standing::new();
        }
        // 'thousands of students' are students.
        let counts = s.is(token, Class::People) || s.tokens[token].upos == Upos::Num;
        // 'tens of thousands of students' are counted twice, wherever the tree hangs them.
        let counted = |t: TokenIdx| {
            s.subtree(t).into_iter().find(|&c| {
                let counted = |h: TokenIdx| h == t || s.is(h, Class::People);
                c > t
                    && s.tokens[c].deprel == Deprel::Nmod
                    && s.tokens[c].head.is_some_and(counted)
                    && clause::preposition(s, c) == "of"
                    && !s.is(c, Class::People)
            })
        };
        // 'a squad of Dominican mercenaries' are mercenaries; of a column of smoke nobody is.
        let band = !counts && s.is(token, Class::Band);
        let are_people = |r: &Resolved| {
            let kind = matches!(r.kind, Kind::Agent | Kind::Nationals) && r.plural;
            let sectors = &r.entity.sector;
            kind && (r.entity.code.is_some() || !sectors.is_empty() && *sectors != [Sector::Unk])
        };
        if (counts || band)
            && let Some(inner) = counted(token)
            && let Some(mut counted) = phrases.resolve(inner)
            && (counts || are_people(&counted))
        {
            let first = phrases.core(token).0;
            counted.span = Span::new(s.tokens[first].span.start, counted.span.end);
            counted
                .span
                .of(&self.document.text)
                .clone_into(&mut counted.entity.entity_text);
            counted.plural = true;
            return smallvec![counted];
        }
        if let Some(one) = self.acronym(phrases, token) {
            return smallvec![one];
        }
        let Some(mut resolved) = phrases.resolve(token) else {
            let short = self.short_name(phrases, token);
            return short.map_or_else(Standing::new, |one| smallvec![one]);
        };
        // A name that the tables do not know may be the family name of someone they, or the text, do know.
        if resolved.entity.identifier_text.is_none()
            && resolved.rule.starts_with("name")
            && let Some(full) = self.short_name(phrases, token)
        {
            return smallvec![full];
        }
        if self.on.is_none() && resolved.kind == Kind::Person && resolved.entity.role.is_none() {
            self.office_told(&mut resolved);
        }
        // A drone is whose it is, and nobody's where that is not said.
        if resolved.kind == Kind::Agent
            && resolved.entity.code.is_none()
            && s.is(token, Class::Weapon)
        {
            return Standing::new();
        }
        if resolved.kind == Kind::Agent && !resolved.plural {
            self.known_holder(s, token, &mut resolved);
        }
        // 'North and South Korea'
        let side = s.children(token).find(|&c| {
            matches!(s.tokens[c].deprel, Deprel::Compound | Deprel::Amod)
                && phrases
                    .name_at(c)
                    .is_some_and(|n| n.first == n.last && n.entry.kind == EntryKind::Country)
                && s.child(c, Deprel::Conj).is_some()
        });
        if resolved.kind == Kind::Country
            && let Some(other) = side.and_then(|c| phrases.resolve(c))
        {
            return [other, resolved].into_iter().collect();
        }
        // 'troops from India and China' are of both.
        let mut all: Standing = smallvec![resolved];
        if all[0].kind == Kind::Agent && all[0].plural {
            let phrase = s.children(token).find(|&c| {
                s.tokens[c].deprel == Deprel::Nmod
                    && matches!(&*clause::preposition(s, c), "from" | "of")
            });
            // 'Thai and Cambodian troops', 'Russia and Turkey's ministers'
            let before = s.children(token).filter(|&c| {
                c < token
                    && matches!(
                        s.tokens[c].deprel,
                        Deprel::Amod | Deprel::Compound | Deprel::NmodPoss
                    )
            });
            let both = before.filter(|&c| s.child(c, Deprel::Conj).is_some());
            for other in phrase
                .into_iter()
                .chain(both)
                .flat_map(|c| clause::conjuncts(s, c))
            {
                let name = phrases.name_at(other);
                let code = name.and_then(|n| n.entry.code);
                if code.is_some()
                    && all
                        .iter()
                        .all(|r| r.entity.code.is_some() && r.entity.code != code)
                {
                    let mut one = all[0].clone();
                    one.entity.code = code;
                    one.via = Some(format!(
                        "{} → {}",
                        s.tokens[other].form,
                        code.map_or("", plover::CountryCode::as_str)
                    ));
                    let words = name.map(|n| phrases.words(n.first, n.last));
                    one.of = words.filter(|words| !words.overlaps(one.span));
                    all.push(one);
                }
            }
        }
        all
    }
}

/// The pronoun in 'nine of them', 'several of his' and the like.
fn part_of(s: &Tree<'_>, token: TokenIdx) -> Option<TokenIdx> {
    let counts = s.tokens[token].upos == Upos::Num || s.is(token, Class::People);
    s.children(token).filter(|_| counts).find(|&c| {
        s.tokens[c].deprel == Deprel::Nmod
            && s.tokens[c].xpos == "PRP"
            && clause::preposition(s, c) == "of"
    })
}

fn linked(r: &Resolved, span: Span, text: &str, likely: Option<f32>) -> Resolved {
    let mut one = pointed(r, span, text);
    // A link to a pronoun is no surer than that one's.
    one.likely = match (r.likely, likely) {
        (Some(a), Some(b)) => Some(a * b),
        (a, b) => a.or(b),
    };
    if let (Some(p), Some(via)) = (one.likely, &mut one.via) {
        // Writing to a string does not fail.
        let _ = write!(via, " ({p:.2})");
    }
    one
}

fn pointed(r: &Resolved, span: Span, text: &str) -> Resolved {
    let mut one = r.clone();
    let name = r.called().to_owned();
    one.via = Some(format!("{} → {name}", span.of(text)));
    // A pronoun for what another pronoun stands for points to the words that name it.
    one.link = Some(if r.rule == "coreference:pronoun" {
        r.link.unwrap_or(r.span)
    } else {
        r.span
    });
    one.span = span;
    if one.entity.identifier_text.is_none() {
        one.entity.identifier_text = Some(name);
    }
    span.of(text).clone_into(&mut one.entity.entity_text);
    one.rule = "coreference:pronoun";
    one
}

fn is_personal(xpos: &str) -> bool {
    matches!(xpos, "PRP" | "PRP$")
}
