//! One noun phrase: its words, the names in it, and what it stands for by itself.

use plover::{CountryCode, Date, Entity, Sector};
use syntax::{Deprel, Document, NameClass, Sentence, Span, TokenIdx, Upos};

use super::registry::{Entry, EntryKind, Registry, Term};
use super::{Kind, Resolved};
use crate::clause;

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
    pub(super) s: &'d Sentence,
    pub(super) on: Option<Date>,
    pub(super) named: Vec<Named<'r>>,
}

/// A title that names an office, with or without a name beside it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) words: String,
    pub(super) sectors: Vec<Sector>,
    pub(super) plural: bool,
    pub(super) former: bool,
}

const FORMER: &[&str] = &[
    "former", "ex", "late", "ousted", "deposed", "then", "previous", "exiled", "retired",
    "outgoing",
];

impl<'r, 'd> Phrases<'r, 'd> {
    pub(super) fn new(
        registry: &'r Registry,
        document: &'d Document,
        s: &'d Sentence,
        on: Option<Date>,
    ) -> Self {
        let mut all = Self {
            registry,
            document,
            s,
            on,
            named: Vec::new(),
        };
        all.find_names();
        all
    }

    fn words(&self, first: TokenIdx, last: TokenIdx) -> Span {
        Span::new(
            self.s.tokens[first].span.start,
            self.s.tokens[last].span.end,
        )
    }

    /// Longest names first, from left to right.
    fn find_names(&mut self) {
        let n = self.s.tokens.len();
        let longest = self.registry.longest() + 3;
        let mut at = 0;
        while at < n {
            let word = &self.s.tokens[at];
            let capital = word.form.chars().next().is_some_and(char::is_uppercase)
                || word.form.starts_with("al");
            let mut next = at + 1;
            if capital && word.upos != Upos::Punct {
                for last in (at..n.min(at + longest)).rev() {
                    if self.s.tokens[last].upos == Upos::Punct {
                        continue;
                    }
                    let span = self.words(at, last);
                    let text = span.of(&self.document.text);
                    if text.contains([',', ';', '(', ')', '"', '“', '”', '\n']) {
                        continue;
                    }
                    let candidates: Vec<&'r Entry> = self.registry.lookup(text).collect();
                    if let Some(entry) = self.choose(&candidates, at, last, text) {
                        self.named.push(Named {
                            first: at,
                            last,
                            entry,
                        });
                        next = last + 1;
                        break;
                    }
                }
            }
            at = next;
        }
    }

    /// The reading of a name that fits its spelling and the network's view of it.
    fn choose(
        &self,
        candidates: &[&'r Entry],
        first: TokenIdx,
        last: TokenIdx,
        text: &str,
    ) -> Option<&'r Entry> {
        let class = self
            .s
            .names
            .iter()
            .find(|n| n.first <= last && first <= n.last)
            .map(|n| n.class);
        let token = &self.s.tokens[first];
        if first == last {
            // 'us', 'May', 'turkey': words that are names only when written as names.
            if text.chars().all(char::is_lowercase) {
                return None;
            }
            let acronym = candidates
                .iter()
                .all(|e| e.name.chars().count() > 4 || e.name.to_uppercase() == e.name);
            let shouted = text
                .chars()
                .filter(|c| c.is_alphabetic())
                .all(char::is_uppercase);
            if text.chars().count() <= 3
                && acronym
                && !shouted
                && !text.contains('.')
                && !candidates.iter().any(|e| e.name == text)
            {
                return None;
            }
            if !matches!(
                token.upos,
                Upos::Propn | Upos::Adj | Upos::Noun | Upos::X | Upos::Num
            ) {
                return None;
            }
        }
        // A name inside a longer name of another kind is not that name: 'Jordan' in 'Michael Jordan'.
        let inside = self
            .s
            .names
            .iter()
            .find(|n| n.first <= first && last <= n.last && (n.first < first || last < n.last));
        if let Some(name) = inside
            && name.class == NameClass::Per
            && candidates.iter().all(|e| e.kind != EntryKind::Person)
        {
            let before = &self.s.tokens[name.first];
            // Titles are sometimes taken into the name; a demonym in front is still a demonym.
            if !(candidates.iter().any(|e| e.kind == EntryKind::Demonym)
                && before.span.start == token.span.start)
            {
                return None;
            }
        }
        let rank = |e: &Entry| match (e.kind, class) {
            (EntryKind::Person, Some(NameClass::Per)) => 0,
            (EntryKind::Organisation | EntryKind::Group, Some(NameClass::Org)) => 0,
            (EntryKind::Country | EntryKind::Capital | EntryKind::City, Some(NameClass::Loc)) => 0,
            (EntryKind::Demonym, _) if token.upos == Upos::Adj => 0,
            (EntryKind::Person, Some(_)) if first == last => 9,
            (EntryKind::Country, _) => 1,
            (EntryKind::Capital, _) => 2,
            (EntryKind::Organisation | EntryKind::Group, _) => 3,
            (EntryKind::Person, _) => 4,
            (EntryKind::Demonym, _) => 5,
            (EntryKind::City, _) => 6,
        };
        let best = candidates.iter().copied().min_by_key(|e| rank(e))?;
        // The network says it is a person, the table knows only a place: a person it is.
        if class == Some(NameClass::Per) && first == last && best.kind == EntryKind::City {
            return None;
        }
        // Two people of the same name: the one in office on the day, or nobody.
        if best.kind == EntryKind::Person {
            let people: Vec<&&Entry> = candidates
                .iter()
                .filter(|e| e.kind == EntryKind::Person)
                .collect();
            if people.len() > 1 {
                let on_day: Vec<&&&Entry> = people
                    .iter()
                    .filter(|e| self.on.is_some_and(|d| e.terms.iter().any(|t| t.covers(d))))
                    .collect();
                return if let [one] = on_day[..] {
                    Some(**one)
                } else {
                    None
                };
            }
        }
        Some(best)
    }

    /// The words before and behind a head that make up its name or description, in order.
    pub(super) fn core(&self, head: TokenIdx) -> (TokenIdx, TokenIdx) {
        let s = self.s;
        let (mut first, mut last) = (head, head);
        let inside = |c: TokenIdx| {
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
            let part = s.subtree(c);
            let (a, b) = (part[0], part[part.len() - 1]);
            if c < head {
                first = first.min(a);
            } else if a == last + 1 || s.tokens[c].deprel == Deprel::Flat {
                last = last.max(b);
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

    fn is_title_word(&self, head: TokenIdx) -> bool {
        self.registry
            .agent(&self.s.tokens[head].lemma.to_lowercase())
            .is_some()
    }

    /// The span of a phrase.
    fn span_of(&self, first: TokenIdx, last: TokenIdx) -> Span {
        self.words(first, last)
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
    ) -> Option<(CountryCode, Span)> {
        let s = self.s;
        let of_name = |t: TokenIdx| {
            let named = self.name_at(t)?;
            if skip.is_some_and(|(a, b)| named.first >= a && named.last <= b) {
                return None;
            }
            matches!(
                named.entry.kind,
                EntryKind::Country | EntryKind::Demonym | EntryKind::Capital | EntryKind::City
            )
            .then(|| {
                named
                    .entry
                    .code
                    .map(|c| (c, self.words(named.first, named.last)))
            })
            .flatten()
        };
        let (first, last) = self.core(head);
        if let Some(found) = (first..=last).find_map(of_name) {
            return Some(found);
        }
        // 'Iranian-affiliated', 'US-led' are one token or three; the first part is not the country of what follows.
        s.children(head)
            .filter(|&c| {
                s.tokens[c].deprel == Deprel::Nmod
                    && matches!(
                        clause::preposition(s, c).as_str(),
                        "of" | "in" | "from" | "for"
                    )
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

    /// The longest title or agent phrase that ends at `head`.
    pub(super) fn title(&self, head: TokenIdx) -> Option<Title> {
        let s = self.s;
        let (first, _) = self.core(head);
        let word = &s.tokens[head];
        let number = word.xpos == "NNS" || word.xpos == "NNPS";
        for start in first..=head {
            let mut phrase: Vec<String> = (start..head)
                .map(|t| s.tokens[t].form.to_lowercase())
                .collect();
            phrase.push(word.lemma.to_lowercase());
            let joined = phrase.join(" ").replace(" - ", "-");
            let mut exact = phrase.clone();
            exact.pop();
            exact.push(word.form.to_lowercase());
            let exact = exact.join(" ");
            let known = self
                .registry
                .agent(&joined)
                .or_else(|| self.registry.agent(&exact))
                .or_else(|| self.registry.agent(&joined.replace('-', " ")));
            if let Some((sectors, plural)) = known {
                let former = (first..start)
                    .any(|t| FORMER.contains(&s.tokens[t].lemma.to_lowercase().as_str()))
                    || FORMER.contains(&s.tokens[start].lemma.to_lowercase().as_str());
                let words = joined
                    .trim_start_matches("former ")
                    .trim_start_matches("ex-")
                    .to_owned();
                return Some(Title {
                    words,
                    sectors: sectors.clone(),
                    plural: *plural || number,
                    former,
                });
            }
        }
        None
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
                .find(|n| !self.is_possessor(n.last) && !self.is_possessor(n.first))
        });
        if let Some(named) = own {
            return self.of_entry(named, head, first, last);
        }
        let word = &s.tokens[head];
        let person = s.names.iter().find(|n| n.first <= head && head <= n.last);
        if let Some(title) = self.title(head).filter(|_| {
            word.upos != Upos::Propn || person.is_none_or(|n| n.class != NameClass::Per)
        }) {
            return Some(self.of_title(&title, head, first, last));
        }
        let name = person?;
        let (from, to) = (name.first.min(first), name.last.max(last));
        let span = self.span_of(from, to);
        let words = self
            .words(name.first, name.last)
            .of(&self.document.text)
            .to_owned();
        let country = self.country_of(head, None).map(|c| c.0);
        let base = Resolved {
            entity: Entity {
                entity_text: span.of(&self.document.text).to_owned(),
                ..Entity::default()
            },
            span,
            kind: Kind::Place,
            rule: "name".to_owned(),
            via: None,
            link: None,
            point: None,
            demonym_only: false,
            plural: false,
            name: None,
        };
        Some(match name.class {
            NameClass::Per => {
                let title = (from..=to)
                    .filter(|t| !(name.first..=name.last).contains(t))
                    .find_map(|t| self.title(t))
                    .or_else(|| self.apposition_title(head));
                let mut entity = Entity {
                    code: country.or_else(|| self.apposition_country(head)),
                    ..Entity::default()
                };
                if let Some(title) = title {
                    entity.sector = if title.former {
                        vec![Sector::Eli]
                    } else {
                        title.sectors
                    };
                    entity.role = Some(title.words);
                }
                entity.entity_text.clone_from(&base.entity.entity_text);
                Resolved {
                    entity,
                    kind: Kind::Person,
                    rule: "name with its title".to_owned(),
                    name: Some(words),
                    ..base
                }
            }
            NameClass::Org => {
                let mut entity = Entity {
                    code: country,
                    ..base.entity.clone()
                };
                if let Some(title) = self.title(head) {
                    entity.sector = title.sectors;
                }
                Resolved {
                    entity,
                    kind: Kind::Organisation,
                    ..base
                }
            }
            NameClass::Loc => Resolved {
                entity: Entity {
                    code: country,
                    ..base.entity.clone()
                },
                ..base
            },
        })
    }

    fn is_possessor(&self, token: TokenIdx) -> bool {
        self.s.tokens[token].deprel == Deprel::NmodPoss
            || self.s.children(token).any(|c| {
                self.s.tokens[c].deprel == Deprel::Case
                    && self.s.tokens[c].form.ends_with('s')
                    && c > token
            })
    }

    fn apposition_title(&self, head: TokenIdx) -> Option<Title> {
        self.s
            .children(head)
            .filter(|&c| self.s.tokens[c].deprel == Deprel::Appos)
            .find_map(|c| self.title(c))
    }

    fn apposition_country(&self, head: TokenIdx) -> Option<CountryCode> {
        self.s
            .children(head)
            .filter(|&c| self.s.tokens[c].deprel == Deprel::Appos)
            .find_map(|c| self.country_of(c, None))
            .map(|c| c.0)
    }

    fn of_entry(
        &self,
        named: &Named<'r>,
        head: TokenIdx,
        first: TokenIdx,
        last: TokenIdx,
    ) -> Option<Resolved> {
        let entry = named.entry;
        let word = &self.s.tokens[head];
        let (from, to) = (named.first.min(first), named.last.max(last));
        let mut span = self.span_of(from, to);
        let mut entity = Entity {
            code: entry.code,
            identifier_id: entry.wikidata.clone(),
            identifier_text: Some(entry.name.clone()),
            ..Entity::default()
        };
        let mut rule = "registry";
        let mut via = None;
        let kind = match entry.kind {
            EntryKind::Country => {
                span = self.words(named.first, named.last);
                Kind::Country
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
        // A name that only modifies an unknown common noun ('Iraq war') says nothing of who the noun stands for.
        if !(named.first..=named.last).contains(&head) && entry.kind != EntryKind::Person {
            return None;
        }
        span.of(&self.document.text)
            .clone_into(&mut entity.entity_text);
        Some(Resolved {
            demonym_only: entry.kind == EntryKind::Demonym && word.upos == Upos::Adj,
            plural: word.xpos.ends_with('S'),
            name: None,
            entity,
            span,
            kind,
            rule: rule.to_owned(),
            via,
            link: None,
            point: entry.point,
        })
    }

    /// What a person of the registry is on the day: in office, or once.
    fn standing(
        &self,
        entry: &Entry,
        from: TokenIdx,
        name_first: TokenIdx,
    ) -> (Vec<Sector>, Option<String>, Option<String>) {
        let former = (from..name_first)
            .any(|t| FORMER.contains(&self.s.tokens[t].lemma.to_lowercase().as_str()));
        let held = self
            .on
            .and_then(|day| entry.terms.iter().find(|t| t.covers(day)));
        match held {
            Some(term) if !former => (
                vec![sector_of(&term.office)],
                Some(term.title.clone()),
                Some(format!("{} ({})", entry.name, term.describe())),
            ),
            _ if !entry.sectors.is_empty() => (entry.sectors.clone(), None, None),
            _ if former || (self.on.is_some() && entry.terms.iter().all(|t| t.end.is_some())) => {
                (vec![Sector::Eli], None, None)
            }
            // No day is known: the office as the text's own title gives it, or the last one held.
            _ => {
                let last = entry.terms.last();
                (
                    last.map(|t| vec![sector_of(&t.office)]).unwrap_or_default(),
                    None,
                    None,
                )
            }
        }
    }

    fn of_title(&self, title: &Title, head: TokenIdx, first: TokenIdx, last: TokenIdx) -> Resolved {
        let span = self.span_of(first, last);
        let country = self.country_of(head, None);
        let mut entity = Entity {
            code: country.map(|c| c.0),
            sector: if title.former {
                vec![Sector::Eli]
            } else {
                title.sectors.clone()
            },
            entity_text: span.of(&self.document.text).to_owned(),
            role: Some(title.words.clone()),
            ..Entity::default()
        };
        let mut resolved = Resolved {
            span,
            kind: Kind::Agent,
            rule: if country.is_some() {
                "agents.tsv with a country"
            } else {
                "agents.tsv"
            }
            .to_owned(),
            via: country.map(|(code, words)| format!("{} → {code}", words.of(&self.document.text))),
            link: None,
            point: None,
            demonym_only: false,
            plural: title.plural,
            name: None,
            entity: Entity::default(),
        };
        if let (Some((code, _)), Some(day), false, false) =
            (country, self.on, title.former, title.plural)
            && let Some(term) = self.registry.holder(code, &title.words, day)
        {
            apply(&mut entity, &mut resolved, self.registry, term);
        }
        resolved.entity = entity;
        resolved
    }
}

/// A description becomes the person who holds the office.
fn apply(entity: &mut Entity, resolved: &mut Resolved, registry: &Registry, term: &Term) {
    entity.identifier_text = Some(term.name.clone());
    entity.identifier_id = registry.person_of(term).and_then(|e| e.wikidata.clone());
    entity.office = Some(term.title.clone());
    resolved.kind = Kind::Person;
    "office on the day".clone_into(&mut resolved.rule);
    resolved.via = Some(format!(
        "{} → {} ({})",
        entity.entity_text,
        term.name,
        term.describe()
    ));
}

/// The sector of an office.
pub(super) fn sector_of(office: &str) -> Sector {
    match office {
        "military-chief" => Sector::Mil,
        "intelligence-chief" => Sector::Spy,
        "opposition-leader" => Sector::Opp,
        "speaker" => Sector::Leg,
        "first-lady" => Sector::Eli,
        _ => Sector::Gov,
    }
}
