//! Phrases in text order: what was named before lends its identity to names, titles and pronouns after it.

use std::ops::Range;

use plover::Date;
use syntax::{Deprel, Document, Span, TokenIdx, Upos};

use super::mention::Phrases;
use super::registry::{EntryKind, Registry};
use super::{Kind, Resolved};
use crate::clause;
use crate::table::{Table, lower};
use crate::tree::Tree;
use crate::words::{self, Class};

/// Someone or something mentioned before.
#[derive(Debug, Clone)]
struct Known {
    /// Its place in [`Finder::found`].
    resolved: usize,
    sentence: usize,
    token: TokenIdx,
    subject: bool,
}

/// Walks a document.
pub(super) struct Finder<'a> {
    registry: &'a Registry,
    document: &'a Document,
    trees: &'a [Tree<'a>],
    on: Option<Date>,
    /// All parties, in text order.
    pub(super) found: Vec<Resolved>,
    known: Vec<Known>,
    /// Of the persons among them, places in `found`: those with a title, and the latest of each family name and of
    /// each first name.
    titled: Vec<usize>,
    by_family: Table<String, usize>,
    by_first: Table<String, usize>,
}

/// Where the parties of each word stand in [`Finder::found`], and the pronouns that stand for none.
type Found = (Vec<Range<usize>>, Vec<TokenIdx>);

/// Parties of a sentence of news, about: what room is made for.
const PHRASES: usize = 6;

/// How many sentences back a pronoun looks.
const REACH: usize = 2;

impl<'a> Finder<'a> {
    pub(super) fn new(
        registry: &'a Registry,
        document: &'a Document,
        trees: &'a [Tree<'a>],
        on: Option<Date>,
    ) -> Self {
        Self {
            registry,
            document,
            trees,
            on,
            found: Vec::with_capacity(PHRASES * trees.len()),
            known: Vec::with_capacity(PHRASES * trees.len()),
            titled: Vec::new(),
            by_family: Table::default(),
            by_first: Table::default(),
        }
    }

    pub(super) fn sentence(&mut self, index: usize) -> Found {
        let document = self.document;
        let s = &self.trees[index];
        let phrases = Phrases::new(self.registry, document, s, self.on);
        let mut at = vec![0..0; s.tokens.len()];
        let mut open = Vec::new();
        for (token, place) in at.iter_mut().enumerate() {
            let t = &s.tokens[token];
            // Words inside a name have no party of their own.
            if matches!(t.deprel, Deprel::Flat | Deprel::Fixed | Deprel::Goeswith) {
                continue;
            }
            let resolved = match t.upos {
                Upos::Pron | Upos::Det if is_personal(t.xpos.as_str()) => {
                    let all = self.pronoun(index, token);
                    if all.is_empty() {
                        open.push(token);
                    }
                    all
                }
                // 'military aid' is of no military: of adjectives only nationalities are parties, and what dictionaries name.
                Upos::Adj => {
                    let mut all = self.phrase(&phrases, index, token);
                    let asset = || t.head.is_some_and(|h| words::is(s.lemma(h), Class::Asset));
                    let named = self.registry.is_closed() || t.deprel != Deprel::Amod || asset();
                    all.retain(|r| named || r.kind != Kind::Agent);
                    all
                }
                Upos::Noun | Upos::Propn | Upos::X | Upos::Num => {
                    self.phrase(&phrases, index, token)
                }
                // 'some of the prisoners'
                Upos::Pron | Upos::Det if words::is(s.lemma(token), Class::People) => {
                    self.phrase(&phrases, index, token)
                }
                _ => Vec::new(),
            };
            if resolved.is_empty() {
                continue;
            }
            // A relative pronoun makes its noun the subject that a later 'his' refers to.
            let relative = s.children(token).any(|c| {
                s.tokens[c].deprel == Deprel::AclRelcl
                    && s.children(c)
                        .any(|d| s.tokens[d].deprel == Deprel::Nsubj && clause::is_relative(s, d))
            });
            let subject = relative
                || matches!(
                    t.deprel,
                    Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter
                );
            let first = self.found.len();
            for one in resolved {
                let remembered = if t.upos == Upos::Pron {
                    subject
                } else {
                    !one.demonym_only
                };
                if remembered {
                    self.known.push(Known {
                        resolved: self.found.len(),
                        sentence: index,
                        token,
                        subject,
                    });
                    if one.kind == Kind::Person {
                        self.name(&one);
                    }
                }
                self.found.push(one);
            }
            *place = first..self.found.len();
        }
        (at, open)
    }

    /// Remember by what names and titles the next of the parties found can be spoken of again.
    fn name(&mut self, person: &Resolved) {
        let place = self.found.len();
        if person.entity.role.is_some() || person.entity.office.is_some() {
            self.titled.push(place);
        }
        let name = super::registry::key(person.called());
        let mut words = name.split(' ');
        let first = words.next().unwrap_or_default();
        self.by_first.insert(first.to_owned(), place);
        let family = words.next_back().unwrap_or(first);
        self.by_family.insert(family.to_owned(), place);
    }

    fn party(&self, known: &Known) -> &Resolved {
        &self.found[known.resolved]
    }

    fn phrase(&self, phrases: &Phrases<'_, '_>, index: usize, token: TokenIdx) -> Vec<Resolved> {
        let s = phrases.s;
        let lemma = s.lemma(token);
        // 'no country would': nobody is named.
        let nobody = |c: TokenIdx| {
            s.tokens[c].deprel == Deprel::Det && matches!(s.lemma(c), "no" | "neither")
        };
        if s.children(token).any(nobody) {
            return Vec::new();
        }
        if let Some(all) = self.collective(phrases, index, token, lemma) {
            return all;
        }
        // 'thousands of students' are students.
        let counts = words::is(lemma, Class::People) || s.tokens[token].upos == Upos::Num;
        // 'tens of thousands of students' are counted twice, wherever the tree hangs them.
        let counted = |t: TokenIdx| {
            s.subtree(t).into_iter().find(|&c| {
                c > t
                    && s.tokens[c].deprel == Deprel::Nmod
                    && clause::preposition(s, c) == "of"
                    && !words::is(s.lemma(c), Class::People)
            })
        };
        if counts
            && let Some(inner) = counted(token)
            && let Some(mut counted) = phrases.resolve(inner)
        {
            let first = phrases.core(token).0;
            counted.span = Span::new(s.tokens[first].span.start, counted.span.end);
            counted
                .span
                .of(&self.document.text)
                .clone_into(&mut counted.entity.entity_text);
            counted.plural = true;
            return vec![counted];
        }
        let Some(mut resolved) = phrases.resolve(token) else {
            return self.family_name(phrases, token).into_iter().collect();
        };
        // A name that the tables do not know may be the family name of someone they, or the text, do know.
        if resolved.entity.identifier_text.is_none()
            && resolved.rule.starts_with("name")
            && let Some(full) = self.family_name(phrases, token)
        {
            return vec![full];
        }
        // A drone is whose it is, and nobody's where that is not said.
        if resolved.kind == Kind::Agent
            && resolved.entity.code.is_none()
            && words::is(lemma, Class::Weapon)
        {
            return Vec::new();
        }
        if resolved.kind == Kind::Agent && !resolved.plural {
            self.known_holder(&mut resolved);
        }
        // 'troops from India and China' are of both.
        let mut all = vec![resolved];
        if all[0].kind == Kind::Agent && all[0].plural {
            let phrase = s.children(token).find(|&c| {
                s.tokens[c].deprel == Deprel::Nmod
                    && matches!(&*clause::preposition(s, c), "from" | "of")
            });
            for other in phrase.into_iter().flat_map(|c| clause::conjuncts(s, c)) {
                let code = phrases.name_at(other).and_then(|n| n.entry.code);
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
                    all.push(one);
                }
            }
        }
        all
    }

    /// 'the prime minister', 'the Iranian ayatollah': someone introduced with that title before.
    fn known_holder(&self, resolved: &mut Resolved) {
        let Some(role) = resolved.entity.role.clone() else {
            return;
        };
        let definite = {
            let first = resolved
                .entity
                .entity_text
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_lowercase();
            matches!(first.as_str(), "the" | "this" | "that")
                || resolved.entity.code.is_some() && !matches!(first.as_str(), "a" | "an")
        };
        if !definite {
            return;
        }
        let before = self.titled.iter().rev().map(|&i| &self.found[i]).find(|r| {
            let title = r.entity.role.as_deref().or(r.entity.office.as_deref());
            r.kind == Kind::Person
                && (resolved.entity.code.is_none() || r.entity.code == resolved.entity.code)
                && title.is_some_and(|t| t == role || ends(t, &role) || ends(&role, t))
        });
        if let Some(known) = before {
            let words = resolved.entity.entity_text.clone();
            let name = known.called().to_owned();
            resolved.entity = plover::Entity {
                entity_text: words.clone(),
                role: Some(role),
                ..known.entity.clone()
            };
            resolved.entity.identifier_text = Some(name.clone());
            resolved.kind = Kind::Person;
            resolved.rule = "coreference:title";
            resolved.via = Some(format!("{words} → {name}"));
            resolved.link = Some(known.span);
        }
    }

    /// A family name of someone named before, or of the one person in office who bears it.
    fn family_name(&self, phrases: &Phrases<'_, '_>, token: TokenIdx) -> Option<Resolved> {
        let s = phrases.s;
        let t = &s.tokens[token];
        if t.upos != Upos::Propn {
            return None;
        }
        let (first, last) = phrases.core(token);
        let key = super::registry::key(&s.tokens[last.max(token)].form);
        let span = Span::new(s.tokens[first].span.start, s.tokens[last].span.end);
        let words = || span.of(&self.document.text).to_owned();
        let several = last > token
            || s.children(token)
                .any(|c| matches!(s.tokens[c].deprel, Deprel::Flat));
        // By family name first; 'Abiy' for Abiy Ahmed if nobody has it for a family name.
        let before = self.by_family.get(&key).or_else(|| self.by_first.get(&key));
        let before = before.map(|&i| &self.found[i]);
        if let Some(known) = before.filter(|_| !several || first < token) {
            let mut resolved = known.clone();
            let (words, name) = (words(), resolved.called().to_owned());
            resolved.entity.entity_text.clone_from(&words);
            resolved.link = Some(known.span);
            resolved.via = Some(format!("{words} → {name}"));
            resolved.span = span;
            resolved.rule = "coreference:family name";
            if resolved.entity.identifier_text.is_none() {
                resolved.entity.identifier_text = Some(name);
            }
            return Some(resolved);
        }
        let person = s
            .names
            .iter()
            .any(|n| n.first <= token && token <= n.last && n.class == syntax::NameClass::Per);
        if several || !person {
            return None;
        }
        // Nobody of this name in the text so far: someone later in it, or the only one in office.
        let bearers: Vec<_> = self
            .registry
            .family(&t.form)
            .filter(|e| e.kind == EntryKind::Person)
            .collect();
        let on_day: Vec<_> = bearers
            .iter()
            .filter(|e| self.on.is_some_and(|d| e.terms.iter().any(|x| x.covers(d))))
            .collect();
        let entry = match (&on_day[..], &bearers[..]) {
            ([one], _) => one,
            ([], [one]) if self.on.is_none() => one,
            _ => return None,
        };
        let office = entry
            .terms
            .iter()
            .find(|x| self.on.is_some_and(|d| x.covers(d)));
        let words = words();
        Some(Resolved {
            entity: plover::Entity {
                code: entry.code,
                sector: office.map_or_else(
                    || entry.sectors.clone(),
                    |x| vec![super::mention::sector_of(&x.office)],
                ),
                entity_text: words.clone(),
                identifier_id: entry.wikidata.clone(),
                identifier_text: Some(entry.name.clone()),
                office: office.map(|x| x.title.clone()),
                role: None,
            },
            span,
            kind: Kind::Person,
            rule: "registry:family name",
            via: Some(format!("{words} → {}", entry.name)),
            link: None,
            point: None,
            demonym_only: false,
            plural: false,
            name: None,
        })
    }

    /// 'the two countries', 'both sides', 'his country'.
    fn collective(
        &self,
        phrases: &Phrases<'_, '_>,
        index: usize,
        token: TokenIdx,
        lemma: &str,
    ) -> Option<Vec<Resolved>> {
        let s = phrases.s;
        if !words::is(lemma, Class::Pair) {
            return None;
        }
        let (first, last) = phrases.core(token);
        let span = Span::new(s.tokens[first].span.start, s.tokens[last].span.end);
        let words = span.of(&self.document.text).to_owned();
        let copy = |k: &Resolved, rule: &'static str, sectors: bool| {
            let name = k.called().to_owned();
            let mut one = k.clone();
            one.via = Some(format!("{words} → {name}"));
            one.link = Some(k.span);
            one.span = span;
            one.entity.entity_text.clone_from(&words);
            one.rule = rule;
            if !sectors {
                one.entity.sector.clear();
            }
            one
        };
        let poss = s.child(token, Deprel::NmodPoss);
        if let Some(poss) = poss
            && matches!(lemma, "country" | "nation" | "state" | "government")
            && is_personal(&s.tokens[poss].xpos)
        {
            let owner = self.pronoun(index, poss);
            let code = owner.first()?.entity.code?;
            let mut one = copy(owner.first()?, "coreference:possessor's country", false);
            one.entity = plover::Entity {
                code: Some(code),
                entity_text: words.clone(),
                identifier_text: Some(code.name().to_owned()),
                sector: if lemma == "government" {
                    vec![plover::Sector::Gov]
                } else {
                    Vec::new()
                },
                ..plover::Entity::default()
            };
            one.via = Some(format!("{words} → {}", code.name()));
            one.kind = Kind::Country;
            return Some(vec![one]);
        }
        let two = (first..=last).any(|t| matches!(s.lemma(t), "two" | "both"));
        if !two {
            return None;
        }
        let wanted = |k: &&Known| match lemma {
            "leader" | "president" | "minister" => self.party(k).kind == Kind::Person,
            "side" | "party" => !matches!(self.party(k).kind, Kind::Place),
            _ => {
                matches!(
                    self.party(k).kind,
                    Kind::Country | Kind::Capital | Kind::Person | Kind::Agent
                ) && self.party(k).entity.code.is_some()
            }
        };
        let by_country = !matches!(lemma, "leader" | "president" | "minister");
        // Who mediates between the two is not one of them.
        let object = !matches!(s.tokens[token].deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let mut all: Vec<Resolved> = Vec::new();
        for k in self
            .known
            .iter()
            .rev()
            .take_while(|k| k.sentence + REACH >= index)
            .filter(wanted)
        {
            let seen = all.iter().any(|r| {
                if by_country {
                    r.entity.code == self.party(k).entity.code
                } else {
                    crate::coder::same(&r.entity, &self.party(k).entity)
                }
            });
            let doer = s.tokens[token].head.and_then(|verb| clause::doer(s, verb));
            let outside =
                object && k.sentence == index && doer.is_some_and(|d| s.is_under(k.token, d.token));
            let no_country =
                by_country && self.party(k).entity.code.is_none_or(|c| !c.is_country());
            if seen || outside || no_country {
                continue;
            }
            let mut one = copy(self.party(k), "coreference:the two", !by_country);
            if by_country && let Some(code) = one.entity.code {
                one.entity = plover::Entity {
                    code: Some(code),
                    entity_text: words.clone(),
                    identifier_text: Some(code.name().to_owned()),
                    ..plover::Entity::default()
                };
                one.via = Some(format!("{words} → {}", code.name()));
                one.kind = Kind::Country;
            } else if by_country {
                continue;
            }
            all.push(one);
            if all.len() == 2 {
                all.reverse();
                return Some(all);
            }
        }
        None
    }

    /// Who a pronoun stands for.
    fn pronoun(&self, index: usize, token: TokenIdx) -> Vec<Resolved> {
        let s = &self.trees[index];
        let t = &s.tokens[token];
        let lemma = lower(&t.form);
        let fits: fn(&Resolved) -> bool = match &*lemma {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                |r| r.kind == Kind::Person || (r.kind == Kind::Agent && !r.plural)
            }
            "it" | "its" | "itself" => |r| {
                matches!(
                    r.kind,
                    Kind::Country | Kind::Capital | Kind::Organisation | Kind::Group
                ) || (r.kind == Kind::Agent && r.entity.role.as_deref().is_some_and(is_body))
            },
            "they" | "them" | "their" | "theirs" | "themselves" => {
                |r| (r.plural || matches!(r.kind, Kind::Group)) && r.kind != Kind::Person
            }
            _ => return Vec::new(),
        };
        if matches!(&*lemma, "they" | "them" | "their")
            && let Some(both) = self.last_pair(index, token)
        {
            return both
                .into_iter()
                .map(|k| pointed(k, t.span, &self.document.text))
                .collect();
        }
        let mut best: Option<(i32, &Known)> = None;
        for k in self.known.iter().rev() {
            if k.sentence + REACH < index {
                break;
            }
            if !fits(self.party(k)) || (k.sentence == index && k.token >= token) {
                continue;
            }
            // Nor is an object the doer of its own clause: 'fired at them to disperse them'.
            let object = matches!(t.deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl);
            if k.sentence == index
                && object
                && t.head
                    .and_then(|verb| clause::doer(s, verb))
                    .is_some_and(|d| d.token == k.token)
            {
                continue;
            }
            // A possessor is not the head it stands beside; an object pronoun is not its own clause's subject.
            if k.sentence == index && t.deprel == Deprel::Obj && s.tokens[k.token].head == t.head {
                continue;
            }
            let distance = i32::try_from(index - k.sentence).unwrap_or(0);
            let mut score = 10 - 4 * distance + if k.subject { 5 } else { 0 };
            if k.sentence == index {
                score += 2;
            }
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, k));
            }
        }
        best.map(|(_, k)| pointed(self.party(k), t.span, &self.document.text))
            .into_iter()
            .collect()
    }

    /// The last two that were joined or met in the same clause: 'A met with B, and they discussed'.
    fn last_pair(&self, index: usize, token: TokenIdx) -> Option<Vec<&Resolved>> {
        // The two of this sentence, or the two of the last one.
        [index, index.checked_sub(1)?]
            .into_iter()
            .find_map(|sentence| self.pair_of(sentence, index, token))
    }

    fn pair_of(&self, sentence: usize, index: usize, token: TokenIdx) -> Option<Vec<&Resolved>> {
        let mut all: Vec<&Known> = Vec::new();
        for k in self
            .known
            .iter()
            .rev()
            .skip_while(|k| k.sentence > sentence)
            .take_while(|k| k.sentence == sentence)
            .filter(|k| sentence < index || k.token < token)
        {
            if self.party(k).kind != Kind::Person
                || all
                    .iter()
                    .any(|a| crate::coder::same(&self.party(a).entity, &self.party(k).entity))
            {
                continue;
            }
            all.push(k);
        }
        if all.len() != 2 {
            return None;
        }
        all.reverse();
        Some(all.into_iter().map(|k| self.party(k)).collect())
    }
}

/// Whether a title is a longer form of another: 'foreign minister' of 'minister'.
fn ends(long: &str, short: &str) -> bool {
    long.strip_suffix(short)
        .is_some_and(|rest| rest.ends_with(' '))
}

fn pointed(r: &Resolved, span: Span, text: &str) -> Resolved {
    let mut one = r.clone();
    let name = r.called().to_owned();
    one.via = Some(format!("{} → {name}", span.of(text)));
    one.link = Some(r.span);
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

/// Titles that name bodies rather than people.
fn is_body(role: &str) -> bool {
    role.rsplit([' ', '-'])
        .next()
        .is_some_and(|last| words::is(last, Class::Body))
}
