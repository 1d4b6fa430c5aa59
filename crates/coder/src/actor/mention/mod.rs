//! One noun phrase: its words, the names in it, and what it stands for by itself.

mod entity;
mod name;
mod office;
mod title;

use plover::{CountryCode, Date, Entity};
use syntax::{Deprel, Document, NameClass, Span, TokenIdx, Upos};

use super::registry::{self, Entry, EntryKind, Registry};
use super::{Kind, Resolved, Shared};
use crate::clause;
use crate::tree::Tree;
use crate::words::Class;
use entity::is_small_town;
pub(super) use entity::sector_of;
pub(super) use office::is_outlaw;
use title::Title;

/// A name of the registry in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Named<'r> {
    pub(super) first: TokenIdx,
    pub(super) last: TokenIdx,
    pub(super) entry: &'r Entry,
}

/// Looks at phrases of one sentence.
pub(super) struct Phrases<'r, 'd> {
    pub(super) registry: &'r Registry,
    pub(super) document: &'d Document,
    pub(super) s: &'d Tree<'d>,
    pub(super) on: Option<Date>,
    pub(super) named: Vec<Named<'r>>,
}

/// Of what country a phrase is, and what says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) code: CountryCode,
    pub(super) words: Span,
    /// Whether a town says so that others may be called like.
    pub(super) small_town: bool,
}

impl<'r, 'd> Phrases<'r, 'd> {
    pub(super) fn new(
        registry: &'r Registry,
        document: &'d Document,
        s: &'d Tree<'d>,
        known: &[registry::Name<'r>],
        on: Option<Date>,
    ) -> Self {
        let mut all = Self {
            registry,
            document,
            s,
            on,
            named: Vec::new(),
        };
        all.find_names(known);
        all
    }

    pub(super) fn words(&self, first: TokenIdx, last: TokenIdx) -> Span {
        Span::new(
            self.s.tokens[first].span.start,
            self.s.tokens[last].span.end,
        )
    }

    /// The words before and behind a head that make up its name or description, in order.
    pub(super) fn core(&self, head: TokenIdx) -> (TokenIdx, TokenIdx) {
        let s = self.s;
        let (mut first, mut last) = (head, head);
        let inside = |c: TokenIdx| {
            // 'Last year militants attacked'
            if s.tokens[c].deprel == Deprel::NmodUnmarked && s.is(c, Class::Time) {
                return false;
            }
            matches!(
                s.tokens[c].deprel,
                Deprel::Det
                    | Deprel::DetPredet
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::Nummod
                    | Deprel::NmodDesc
                    | Deprel::NmodPoss
                    | Deprel::Flat
                    | Deprel::NmodUnmarked
                    | Deprel::Goeswith
            ) || (s.tokens[c].deprel == Deprel::Punct
                && matches!(s.tokens[c].form.as_str(), "-" | "–"))
                || (s.tokens[c].deprel == Deprel::Nmod && c < head)
        };
        for c in s.children(head).filter(|&c| inside(c)) {
            let (a, b) = s.ends(c);
            if c < head {
                first = first.min(a);
            } else if s.tokens[c].deprel == Deprel::Amod && b > c {
                // 'fighters loyal to the general' are not the general.
            } else if a == last + 1 || s.tokens[c].deprel == Deprel::Flat {
                last = last.max(b);
            }
        }
        // 'secretary-general' whole, 'opposition' of 'opposition-held'.
        if last > head && s.tokens[last].deprel == Deprel::Punct {
            let next = s.tokens.get(last + 1).map(|t| (t.upos, t.head));
            match next {
                Some((Upos::Noun | Upos::Adj, of))
                    if of == Some(head) || of == s.tokens[head].head =>
                {
                    last += 1;
                }
                _ => last -= 1,
            }
        }
        // A name right behind a title belongs to it, whatever the tree says: 'Minister Javad Zarif'.
        let noun = matches!(s.tokens[head].upos, Upos::Noun | Upos::Propn);
        if noun && last == head && self.name_at(head).is_none() {
            let registered = self
                .named
                .iter()
                .find(|n| n.first == last + 1 && n.entry.kind == EntryKind::Person)
                .map(|n| n.last);
            let by_network = s
                .names
                .iter()
                .find(|n| n.first == last + 1 && n.class == NameClass::Per)
                .map(|n| n.last);
            if let Some(end) = registered.or(by_network)
                && self.is_title_word(head)
            {
                last = end;
            }
        }
        (first, last)
    }

    pub(super) fn name_at(&self, token: TokenIdx) -> Option<&Named<'r>> {
        self.named
            .iter()
            .find(|n| n.first <= token && token <= n.last)
    }

    /// The country that modifies a phrase: 'Iraqi', 'Iraq's', 'of Iraq', 'in Bishkek'.
    pub(super) fn country_of(
        &self,
        head: TokenIdx,
        skip: Option<(TokenIdx, TokenIdx)>,
    ) -> Option<Origin> {
        let s = self.s;
        let of_name = |t: TokenIdx| {
            let named = self.name_at(t)?;
            if skip.is_some_and(|(a, b)| named.first >= a && named.last <= b)
                || self.is_part_of_participle(named.last)
                || self.is_ethnic(named.first)
            {
                return None;
            }
            matches!(
                named.entry.kind,
                EntryKind::Country | EntryKind::Demonym | EntryKind::Capital | EntryKind::City
            )
            .then(|| {
                named.entry.code.map(|code| Origin {
                    code,
                    words: self.words(named.first, named.last),
                    small_town: is_small_town(named.entry),
                })
            })
            .flatten()
        };
        let (first, last) = self.core(head);
        // 'Mali's neighbours' are of any country but Mali.
        let opposite = s.is(head, Class::Opposite);
        let own = |t: &TokenIdx| !opposite || !self.is_possessor(*t);
        if let Some(found) = (first..=last).filter(own).find_map(of_name) {
            return Some(found);
        }
        if opposite {
            return None;
        }
        // 'Qatar, whose mediators': the noun that the relative clause is about.
        if let Some(found) = clause::whose(s, head).and_then(of_name) {
            return Some(found);
        }
        // 'The Obama administration' is of his country.
        if s.is(head, Class::Body)
            && let Some(before) = (first..head)
                .rev()
                .find(|&t| s.tokens[t].upos == Upos::Propn)
            && let Some(code) = self.country_of_person(before)
        {
            return Some(Origin {
                code,
                words: self.words(before, before),
                small_town: false,
            });
        }
        // 'its embassy in Bishkek' is not of where it is, nor are rulers and ministers who gather there.
        let gather = s.tokens[head].xpos == "NNS"
            && matches!(s.lemma(head), "minister" | "ruler" | "president");
        // Nor is 'Gbagbo's adviser in Paris', or a movement's spokesman there.
        let of_others = || {
            s.children(head).any(|c| match s.tokens[c].deprel {
                Deprel::NmodPoss => true,
                Deprel::Nmod => matches!(&*clause::preposition(s, c), "of" | "for"),
                _ => false,
            })
        };
        let abroad = || gather || of_others() || s.is(head, Class::Abroad);
        s.children(head)
            .filter(|&c| {
                let preposition = clause::preposition(s, c);
                s.tokens[c].deprel == Deprel::Nmod
                    && matches!(&*preposition, "of" | "in" | "from" | "for")
                    && !(&*preposition == "in" && abroad())
            })
            .find_map(|c| {
                of_name(c).or_else(|| {
                    // 'the ministers of foreign affairs of Iraq'; 'a court in the capital, Bishkek'
                    s.children(c)
                        .filter(|&d| {
                            matches!(
                                s.tokens[d].deprel,
                                Deprel::Nmod | Deprel::Compound | Deprel::Amod | Deprel::NmodPoss
                            )
                        })
                        .find_map(of_name)
                })
            })
    }

    /// 'ethnic Albanian rebels' are of no country that the word tells.
    fn is_ethnic(&self, first: TokenIdx) -> bool {
        first > 0 && self.s.form(first - 1) == "ethnic"
    }

    /// Whether a name is the first part of 'Iran-backed' or 'US-led': it is not the country of what follows.
    fn is_part_of_participle(&self, last: TokenIdx) -> bool {
        let form = |t: TokenIdx| self.s.tokens.get(t).map_or("", |t| t.form.as_str());
        let next = self.s.tokens.get(last + 2).map_or("", |t| t.xpos.as_str());
        matches!(form(last + 1), "-" | "–")
            && next.starts_with("VB")
            && !matches!(
                form(last + 2),
                "based" | "flagged" | "owned" | "controlled" | "held"
            )
    }

    /// The country of a person named by a family name or in full.
    fn country_of_person(&self, token: TokenIdx) -> Option<CountryCode> {
        let named = self.name_at(token).map(|n| n.entry);
        if let Some(entry) = named {
            return entry.code.filter(|_| entry.kind == EntryKind::Person);
        }
        // 'Victoria Police' is of no Crown Princess.
        let name = self.s.name_at(token);
        if name.is_some_and(|n| n.class == NameClass::Loc) {
            return None;
        }
        let family = &self.s.tokens[token].form;
        let near = |code| self.named.iter().any(|n| n.entry.code == Some(code));
        let bearer = self
            .registry
            .bearer(family, self.on, near)
            .and_then(|e| e.code);
        // 'Barrow's coalition' is of no Belize where the sentence speaks of Gambians.
        let others = self.named.iter().any(|n| n.entry.code.is_some());
        bearer.or_else(|| {
            let only = self.registry.country_of_family(family)?;
            (!others || near(only)).then_some(only)
        })
    }

    /// What a phrase stands for by itself.
    pub(super) fn resolve(&self, head: TokenIdx) -> Option<Resolved> {
        let s = self.s;
        let (first, last) = self.core(head);
        // The head's own name, or a name beside a title.
        let own = self.name_at(head).or_else(|| {
            self.named
                .iter()
                .filter(|n| n.entry.kind == EntryKind::Person && n.first >= first && n.last <= last)
                .find(|n| {
                    !self.is_possessor(n.last)
                        && !self.is_possessor(n.first)
                        && !self.is_namesake(n, head)
                })
        });
        if let Some(named) = own {
            return self.of_entry(named, head, first, last);
        }
        if let Some(named) = self.place_named_after(head) {
            return Some(named);
        }
        let word = &s.tokens[head];
        let person = s
            .names
            .iter()
            .find(|n| n.first <= head && head <= n.last)
            .or_else(|| self.described(head));
        if let Some(title) = self.title(head).filter(|_| {
            word.upos != Upos::Propn || person.is_none_or(|n| n.class != NameClass::Per)
        }) {
            return Some(self.of_title(&title, head, first, last));
        }
        let name = person.filter(|_| !self.registry.is_closed())?;
        let (from, to) = (name.first.min(first), name.last.max(last));
        let span = self.words(from, to);
        let country = self.country_of(head, None);
        let by_town = country.is_some_and(|c| c.small_town);
        let country = country.map(|c| c.code);
        let mut base = Resolved {
            entity: Entity {
                code: country,
                entity_text: span.of(&self.document.text).to_owned(),
                ..Entity::default()
            },
            span,
            kind: Kind::Place,
            rule: "name",
            via: None,
            link: None,
            point: None,
            of: None,
            likely: None,
            demonym_only: false,
            shared: if by_town { Shared::Town } else { Shared::No },
            plural: false,
            name: None,
        };
        Some(match name.class {
            NameClass::Per => {
                // 'Deputy Mayor X': the whole title ends at the last word before the name.
                let title = (from..=to)
                    .filter(|t| !(name.first..=name.last).contains(t))
                    .rev()
                    .find_map(|t| {
                        let whole = (t < name.first).then_some(from);
                        Some((t, self.title_from(t, whole)?))
                    })
                    .or_else(|| self.apposition_title(head));
                let entity = &mut base.entity;
                entity.code = country.or_else(|| self.apposition_country(head));
                if let Some((at, title)) = title {
                    let body = self.body_beside(at, &title).map(|n| n.entry);
                    let (code, sectors) = self.of_whom(at, &title, body);
                    entity.code = code.or(entity.code);
                    entity.sector = title.standing(sectors);
                    entity.role = Some(title.words);
                }
                let words = self.words(name.first, name.last);
                Resolved {
                    kind: Kind::Person,
                    rule: "name with its title",
                    name: Some(words.of(&self.document.text).to_owned()),
                    ..base
                }
            }
            NameClass::Org => {
                if let Some(title) = self.title(head) {
                    base.entity.sector = title.sectors;
                }
                Resolved {
                    kind: Kind::Organisation,
                    ..base
                }
            }
            NameClass::Loc => base,
        })
    }

    /// The person whose name stands right behind a description: 'former defender Jan Nowak'.
    fn described(&self, head: TokenIdx) -> Option<&'d syntax::Name> {
        let s = self.s;
        let noun = s.tokens[head].upos == Upos::Noun;
        let name = s.names.iter().find(|n| n.first == head + 1)?;
        let beside = (name.first..=name.last).any(|t| {
            s.tokens[t].head == Some(head)
                && matches!(
                    s.tokens[t].deprel,
                    Deprel::Appos | Deprel::Flat | Deprel::NmodDesc
                )
        });
        (noun && name.class == NameClass::Per && beside).then_some(name)
    }

    /// A place that bears a person's name is of that person's country, where nothing says another: 'Hugo Chavez Airport'.
    fn place_named_after(&self, head: TokenIdx) -> Option<Resolved> {
        let s = self.s;
        // A street is nobody's.
        if self.named.is_empty() || s.tokens[head].upos != Upos::Propn || s.is(head, Class::Venue) {
            return None;
        }
        let place = s
            .name_at(head)
            .filter(|n| n.class == NameClass::Loc && n.last == head)?;
        let whose = self.named.iter().find(|n| {
            n.entry.kind == EntryKind::Person
                && place.first <= n.first
                && n.first < n.last
                && self.is_namesake(n, head)
        })?;
        let span = self.words(place.first, place.last);
        let country = self.country_of(head, None).map(|c| c.code);
        Some(Resolved {
            entity: Entity {
                code: country.or(whose.entry.code),
                entity_text: span.of(&self.document.text).to_owned(),
                ..Entity::default()
            },
            span,
            kind: Kind::Organisation,
            rule: "a place named after a person",
            via: Some(format!("named after {}", whose.entry.name)),
            link: None,
            point: None,
            of: None,
            likely: None,
            demonym_only: false,
            shared: Shared::No,
            plural: false,
            name: None,
        })
    }

    /// Whether a name only tells whose the phrase is, or after whom: 'a Hugo Chavez supporter', 'Hugo Chavez Airport'.
    fn is_namesake(&self, named: &Named<'_>, head: TokenIdx) -> bool {
        let of = |t: TokenIdx| {
            let t = &self.s.tokens[t];
            t.head == Some(head) && t.deprel == Deprel::Compound
        };
        named.last < head && (named.first..=named.last).any(of)
    }

    fn is_possessor(&self, token: TokenIdx) -> bool {
        self.s.tokens[token].deprel == Deprel::NmodPoss
            || self.s.children(token).any(|c| {
                self.s.tokens[c].deprel == Deprel::Case
                    && self.s.tokens[c].form.ends_with('s')
                    && c > token
            })
    }

    fn apposition_title(&self, head: TokenIdx) -> Option<(TokenIdx, Title)> {
        self.s
            .children(head)
            .filter(|&c| self.s.tokens[c].deprel == Deprel::Appos)
            .find_map(|c| Some((c, self.title(c)?)))
    }

    fn apposition_country(&self, head: TokenIdx) -> Option<CountryCode> {
        self.s
            .children(head)
            .filter(|&c| self.s.tokens[c].deprel == Deprel::Appos)
            .find_map(|c| self.country_of(c, None))
            .map(|c| c.code)
    }
}
