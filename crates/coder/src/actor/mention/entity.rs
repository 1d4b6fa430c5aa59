//! What a name of the registry, or a title, stands for on the day the text is about.

use plover::{CountryCode, Entity, Sector};
use syntax::{Deprel, TokenIdx, Upos};

use super::title::Title;
use super::{Named, Origin, Phrases};
use crate::actor::registry::{Entry, EntryKind, Registry, Term};
use crate::actor::{Kind, Resolved, Shared};
use crate::clause;
use crate::place::Gazetteer;
use crate::table::lower;
use crate::words::{self, Class};

impl<'r> Phrases<'r, '_> {
    pub(super) fn of_entry(
        &self,
        named: &Named<'r>,
        head: TokenIdx,
        first: TokenIdx,
        last: TokenIdx,
    ) -> Option<Resolved> {
        let entry = named.entry;
        let word = &self.s.tokens[head];
        let (from, to) = (named.first.min(first), named.last.max(last));
        let mut span = self.words(from, to);
        let mut entity = Entity {
            code: entry.code,
            identifier_id: entry.wikidata.as_deref().map(str::to_owned),
            identifier_text: Some(entry.name.to_string()),
            ..Entity::default()
        };
        let mut rule = "registry";
        let mut via = None;
        let kind = match entry.kind {
            EntryKind::Country => {
                span = self.words(named.first, named.last);
                Kind::Country
            }
            // 'Talks in Tripoli': a place, and no government.
            EntryKind::Capital if self.is_where(head) && entry.point.is_some() => {
                span = self.words(named.first, named.last);
                Kind::Capital
            }
            EntryKind::Capital => {
                span = self.words(named.first, named.last);
                entity.sector = vec![Sector::Gov];
                via = Some(format!(
                    "{} → government of {}",
                    entry.name,
                    entry.code.map_or("", CountryCode::name)
                ));
                Kind::Capital
            }
            EntryKind::City => {
                // 'Gaza officials' has its own head; here the town itself is the head.
                span = self.words(named.first, named.last);
                Kind::Place
            }
            EntryKind::Demonym => {
                entity.identifier_text = None;
                // 'ethnic Chinese' are of no China, 'Croatian Serbs' of Croatia.
                if self.is_ethnic(named.first) {
                    entity.code = None;
                } else if let Some(country) = self.where_people_live(named, head) {
                    entity.code = Some(country);
                }
                if word.upos == Upos::Adj
                    && word.xpos == "JJ"
                    && word.deprel != Deprel::Nsubj
                    && word.deprel != Deprel::Obj
                {
                    span = self.words(named.first, named.last);
                } else if let Some(title) = self.title(head) {
                    entity.sector = title.sectors;
                }
                Kind::Nationals
            }
            EntryKind::Person => {
                let (sectors, office, from_office) = self.standing(entry, from, named.first);
                entity.sector = sectors;
                // 'opposition leader X': what the text calls him goes before what the tables have for the day.
                let titles: Vec<(TokenIdx, Title)> = (from..named.first)
                    .rev()
                    .filter_map(|t| Some((t, self.title(t).filter(|title| !title.former)?)))
                    .collect();
                let opposes = titles.iter().any(|(_, t)| t.sectors.contains(&Sector::Opp));
                if opposes {
                    entity.sector = vec![Sector::Opp];
                } else if let Some(told) = self.told_term(entry, head, from, named.first) {
                    entity.sector = vec![sector_of(&told.office)];
                    entity.role = Some(told.title.to_string());
                }
                // 'OAS Secretary-General Cesar Gaviria' is no more of his country.
                let serves = titles.iter().find_map(|(at, title)| {
                    let body = self.body_beside(*at, title)?.entry;
                    let many = body.code.is_some_and(|c| !c.is_country());
                    many.then(|| self.of_whom(*at, title, Some(body)))
                });
                if let Some((code, sectors)) = serves {
                    entity.code = code;
                    entity.sector = sectors;
                }
                entity.office = office;
                via = from_office;
                rule = "registry:person";
                Kind::Person
            }
            EntryKind::Organisation => {
                entity.sector.clone_from(&entry.sectors);
                Kind::Organisation
            }
            EntryKind::Group => {
                entity.sector.clone_from(&entry.sectors);
                Kind::Group
            }
        };
        if let Some(now) = entry.on(self.on) {
            entity.code = now.code;
            entity.sector.clone_from(&now.sectors);
            via = Some(format!("{} ({})", entry.name, now.describe()));
        }
        // A name that only modifies an unknown common noun ('Iraq war') says nothing of who the noun stands for.
        if !(named.first..=named.last).contains(&head) && entry.kind != EntryKind::Person {
            return None;
        }
        span.of(&self.document.text)
            .clone_into(&mut entity.entity_text);
        Some(Resolved {
            of: None,
            likely: None,
            demonym_only: entry.kind == EntryKind::Demonym && word.upos == Upos::Adj,
            shared: self.shared(named),
            plural: word.xpos.ends_with('S'),
            name: None,
            entity,
            span,
            kind,
            rule,
            via,
            link: None,
            point: entry.point,
        })
    }

    /// The country that an adjective gives a people: 'Turkish Kurds'.
    fn where_people_live(&self, named: &Named<'_>, head: TokenIdx) -> Option<CountryCode> {
        let s = self.s;
        let noun = s.tokens[head].xpos == "NNPS" || s.tokens[head].xpos == "NNS";
        let before = named
            .first
            .checked_sub(1)
            .filter(|_| noun && named.last == head)?;
        let place = self.name_at(before)?.entry;
        let of = matches!(place.kind, EntryKind::Demonym | EntryKind::Country);
        place
            .code
            .filter(|_| of && s.tokens[before].head == Some(head))
    }

    /// The body of which a title speaks, none of whose words are the title's own: 'the Labour minister' is of no party.
    pub(super) fn body_beside(&self, head: TokenIdx, title: &Title) -> Option<&Named<'r>> {
        let s = self.s;
        let named = self
            .body_of(head)
            .filter(|_| !s.is(head, Class::Opposite))?;
        let own = lower(self.words(named.first, named.last).of(&self.document.text));
        let within = title.words.starts_with(&*own) && named.last < head;
        (!within).then_some(named)
    }

    /// Whether a country owns a noun: 'Russia's ambassador'.
    fn is_whose(&self, country: Origin, head: TokenIdx) -> bool {
        let owner = self.s.child(head, Deprel::NmodPoss);
        owner.is_some_and(|o| {
            let own = self.s.tokens[o].span;
            country.words.start <= own.start && own.end <= country.words.end
        })
    }

    /// Whether others may be called by the words of a name.
    fn shared(&self, named: &Named<'_>) -> Shared {
        let words = self.words(named.first, named.last).of(&self.document.text);
        let is_shared = |name: &str| {
            let name = lower(name);
            words::is(name.strip_prefix("the ").unwrap_or(&name), Class::Shared)
        };
        // An acronym is as much its own as the name that it stands for: 'the National Liberation Army (NLA)'.
        let acronym = named.first == named.last && !words.chars().any(char::is_lowercase);
        let body = matches!(named.entry.kind, EntryKind::Organisation | EntryKind::Group);
        if body && (is_shared(words) || acronym && is_shared(&named.entry.name)) {
            Shared::Body
        } else if is_small_town(named.entry) {
            Shared::Town
        } else {
            Shared::No
        }
    }

    /// The organisation or group of a name, as what a word of the sentence stands for.
    pub(in crate::actor) fn by_name(&self, name: &str, token: TokenIdx) -> Option<Resolved> {
        let mut all = self.registry.lookup(name);
        let entry = all.next()?;
        let body = matches!(entry.kind, EntryKind::Organisation | EntryKind::Group);
        let named = Named {
            first: token,
            last: token,
            entry,
        };
        let (first, last) = self.core(token);
        (body && all.next().is_none())
            .then(|| self.of_entry(&named, token, first, last))
            .flatten()
    }

    /// Whether a phrase tells where something is: 'in Tehran', 'near Kabul', a list of which it is part.
    fn is_where(&self, head: TokenIdx) -> bool {
        let t = &self.s.tokens[head];
        let place = matches!(
            &*clause::preposition(self.s, head),
            "in" | "at" | "near" | "outside" | "around" | "inside" | "across"
        );
        place && matches!(t.deprel, Deprel::Obl | Deprel::Nmod)
    }

    /// What a person of the registry is on the day: in office, or once.
    fn standing(
        &self,
        entry: &Entry,
        from: TokenIdx,
        name_first: TokenIdx,
    ) -> (Vec<Sector>, Option<String>, Option<String>) {
        let former = (from..name_first).any(|t| self.is_former(t));
        let held = self
            .on
            .and_then(|day| entry.terms.iter().find(|t| t.covers(day)));
        match held {
            Some(term) if !former => (
                vec![sector_of(&term.office)],
                Some(term.title.to_string()),
                Some([&*entry.name, " (", &term.describe(), ")"].concat()),
            ),
            _ if !entry.sectors.is_empty() => (entry.sectors.clone(), None, None),
            _ if former || (self.on.is_some() && entry.terms.iter().all(|t| t.end.is_some())) => {
                (vec![Sector::Eli], None, None)
            }
            // No day is known: the last one held.
            _ => {
                let last = entry.last_term();
                (
                    last.map(|t| vec![sector_of(&t.office)]).unwrap_or_default(),
                    None,
                    None,
                )
            }
        }
    }

    /// The office of a person that the text's own title names, where no day tells which was held.
    fn told_term<'e>(
        &self,
        entry: &'e Entry,
        head: TokenIdx,
        from: TokenIdx,
        name_first: TokenIdx,
    ) -> Option<&'e Term> {
        if self.on.is_some() || entry.terms.is_empty() {
            return None;
        }
        let s = self.s;
        let apposed = s
            .children(head)
            .filter(|&c| s.tokens[c].deprel == Deprel::Appos);
        let title = (from..name_first)
            .rev()
            .chain(apposed)
            .filter(|&t| matches!(s.tokens[t].upos, Upos::Noun | Upos::Propn))
            .find_map(|t| self.title(t))
            .filter(|title| !title.former && !title.coming)?;
        let mut terms = entry.terms.iter().rev();
        terms.find(|term| term.title == title.words)
    }

    pub(super) fn of_title(
        &self,
        title: &Title,
        head: TokenIdx,
        first: TokenIdx,
        last: TokenIdx,
    ) -> Resolved {
        let behind = self.name_behind(title, head);
        let last = if title.is_general() {
            last.max(title.end)
        } else {
            last
        };
        let span = self.words(first, behind.map_or(last, |name| name.last));
        let country = self.country_of(head, None);
        let named = self.body_beside(head, title);
        let (body, sectors) = self.of_whom(head, title, named.map(|n| n.entry));
        // 'judges in The Hague'
        let tries_others = |c: &Origin| {
            sectors.contains(&Sector::Jud)
                && lower(c.words.of(&self.document.text)).trim_start_matches("the ") == "hague"
        };
        let country = country.filter(|c| !tries_others(c));
        let by_town = body.is_none() && country.is_some_and(|c| c.small_town);
        // 'senators of the Democratic Party'
        let of_shared = named.is_some_and(|n| self.shared(n) == Shared::Body);
        let shared = if by_town || of_shared {
            Shared::Town
        } else {
            Shared::No
        };
        // 'his men', 'two of its men' are what he or it is, and 'the two men' whoever was named before.
        let men = matches!(title.words.as_str(), "man" | "men")
            && (self.s.child(head, Deprel::NmodPoss).is_some() || self.is_known(head));
        let sectors = if men { vec![Sector::Unk] } else { sectors };
        let mut entity = Entity {
            code: match country {
                // 'Russia's NATO ambassador'
                Some(c) if self.s.is(head, Class::Abroad) && self.is_whose(c, head) => Some(c.code),
                _ => body.or(country.map(|c| c.code)),
            },
            sector: title.standing(sectors),
            entity_text: span.of(&self.document.text).to_owned(),
            role: Some(title.words.clone()),
            ..Entity::default()
        };
        let of = match (named.filter(|_| body.is_some()), country) {
            (Some(name), _) => Some(self.words(name.first, name.last)),
            (None, country) => country.map(|c| c.words),
        };
        let of = of.filter(|of| !of.overlaps(span));
        let mut resolved = Resolved {
            span,
            kind: Kind::Agent,
            rule: if country.is_some() {
                "agents.tsv with a country"
            } else {
                "agents.tsv"
            },
            via: country.map(|c| format!("{} → {}", c.words.of(&self.document.text), c.code)),
            link: None,
            point: None,
            of,
            likely: None,
            demonym_only: false,
            shared,
            plural: title.plural,
            name: None,
            entity: Entity::default(),
        };
        // 'the chancellor, Angela Merkel': the name says who, whatever the day.
        let named = self
            .s
            .children(head)
            .filter(|&c| self.s.tokens[c].deprel == Deprel::Appos && !title.plural)
            .find_map(|c| {
                self.name_at(c)
                    .filter(|n| n.entry.kind == EntryKind::Person)
            });
        let named = named.or_else(|| {
            let own = self.name_at(behind?.first)?;
            (own.entry.kind == EntryKind::Person).then_some(own)
        });
        if let Some(named) = named {
            entity.identifier_text = Some(named.entry.name.to_string());
            let wikidata = named.entry.wikidata.as_deref();
            entity.identifier_id = wikidata.map(str::to_owned);
            entity.code = entity.code.or(named.entry.code);
            // 'his deputy, X'
            if entity.sector.is_empty() {
                entity.sector = self.standing(named.entry, first, first).0;
            }
            resolved.kind = Kind::Person;
            resolved.rule = "apposition";
            resolved.via = Some(format!("{} → {}", entity.entity_text, named.entry.name));
            resolved.link = Some(self.words(named.first, named.last));
        } else if let Some(name) = behind {
            let words = self.words(name.first, name.last);
            resolved.kind = Kind::Person;
            resolved.rule = "name with its title";
            resolved.name = Some(words.of(&self.document.text).to_owned());
        } else if let (Some(Origin { code, .. }), Some(day), false, false) =
            (country, self.on, title.former, title.plural)
            && let Some(term) = self.holder(code, title, day)
        {
            apply(&mut entity, &mut resolved, self.registry, term);
            if title.coming {
                entity.office = None;
                resolved.rule = "office to come";
            }
        }
        resolved.entity = entity;
        resolved
    }
}

/// Whether a name of the registry is that of a town small enough for others to be called so.
pub(super) fn is_small_town(entry: &Entry) -> bool {
    /// Some two hundred thousand people.
    const LARGE: f64 = 5.3;
    let places = Gazetteer::embedded();
    entry.kind == EntryKind::City
        && !places
            .named(&entry.name)
            .iter()
            .any(|&(place, _)| places.country(place) == entry.code && places.size(place) >= LARGE)
}

/// A description becomes the person who holds the office.
fn apply(entity: &mut Entity, resolved: &mut Resolved, registry: &Registry, term: &Term) {
    entity.identifier_text = Some(term.name.to_string());
    let wikidata = registry.person_of(term).and_then(|e| e.wikidata.as_deref());
    entity.identifier_id = wikidata.map(str::to_owned);
    entity.office = Some(term.title.to_string());
    resolved.kind = Kind::Person;
    resolved.rule = "office on the day";
    resolved.via = Some(format!(
        "{} → {} ({})",
        entity.entity_text,
        term.name,
        term.describe()
    ));
}

/// The sector of an office.
pub(in crate::actor) fn sector_of(office: &str) -> Sector {
    match office {
        "military-chief" => Sector::Mil,
        "intelligence-chief" => Sector::Spy,
        "opposition-leader" => Sector::Opp,
        "speaker" => Sector::Leg,
        "first-lady" => Sector::Eli,
        _ => Sector::Gov,
    }
}
