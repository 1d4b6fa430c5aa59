//! Names the world knows: countries, their people, seats and leaders, organisations, groups.
//!
//! Read from plain tables at start and found by a normal form of their spelling: lower case, no accents,
//! no apostrophes or full stops, hyphens as spaces, the article al-/el- dropped, and the common
//! transliterations of one letter made one ('Kadhimi', 'Kazemi', 'Kadhemi').

mod called;
mod known;
mod load;
mod spelling;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use plover::{CountryCode, Date, Sector};

use crate::codebook::Fault;
use crate::import::{Actors, Agents};
use crate::table::{WordMap, lower};
pub(crate) use known::{Known, Name, is_parted, starting};
pub use load::FILES;
pub(crate) use load::clash;
pub(crate) use spelling::{fold, is_article, key, normal, words};
use spelling::{key_to, last_part};

/// Where something is known from: table and line, and where the row itself says it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The table.
    pub file: Arc<str>,
    /// Its line.
    pub line: usize,
    /// What the row says, if it does.
    pub from: Option<Box<str>>,
}

impl Default for Source {
    fn default() -> Self {
        Self::new(Arc::from(""), 0)
    }
}

impl Source {
    /// A line of a table.
    pub(crate) const fn new(file: Arc<str>, line: usize) -> Self {
        Self {
            file,
            line,
            from: None,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        let from = self.from.as_ref();
        from.map_or(Ok(()), |from| write!(f, ", from {from}"))
    }
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryKind {
    /// A state or territory.
    Country,
    /// Its people or what is of it: 'Iraqi', 'Iraqis'.
    Demonym,
    /// A capital or another word for a government.
    Capital,
    /// A town or region.
    City,
    /// A person.
    Person,
    /// An organisation, company, court, medium.
    Organisation,
    /// An armed group, party or movement.
    Group,
}

/// A dated office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Office as the tables name it: `head-of-government`.
    pub office: Cow<'static, str>,
    /// Title as news names it: 'prime minister'.
    pub title: Cow<'static, str>,
    /// Country.
    pub country: CountryCode,
    /// First day, as far as known.
    pub start: Option<Date>,
    /// Last day; none while in office.
    pub end: Option<Date>,
    /// Who held it.
    pub name: Cow<'static, str>,
    /// Table and line.
    pub source: Source,
}

impl Term {
    /// Whether the office is held on that day.
    pub fn covers(&self, day: Date) -> bool {
        self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day <= e)
    }

    /// As evidence names it.
    pub fn describe(&self) -> String {
        let period = Period {
            start: self.start,
            end: self.end,
        };
        let (country, period) = (self.country.as_str(), period.to_string());
        [&*self.office, " of ", country, " ", &period].concat()
    }
}

/// One thing that has names.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its name.
    pub name: Cow<'static, str>,
    /// Country or body.
    pub code: Option<CountryCode>,
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Wikidata id.
    pub wikidata: Option<Cow<'static, str>>,
    /// Offices, of persons.
    pub terms: Vec<Term>,
    /// Coordinates, of places.
    pub point: Option<(f64, f64)>,
    /// What it is at what time, where a table of dated standings says so.
    pub standings: Vec<Standing>,
    /// Table and line.
    pub source: Source,
}

impl Entry {
    /// With a name and a code, and nothing else known.
    pub(super) fn new(
        kind: EntryKind,
        name: impl Into<Cow<'static, str>>,
        code: Option<CountryCode>,
        source: Source,
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            code,
            sectors: Vec::new(),
            wikidata: None,
            terms: Vec::new(),
            point: None,
            standings: Vec::new(),
            source,
        }
    }

    /// The office it held last: one that is still held, or the one that ended latest.
    pub(crate) fn last_term(&self) -> Option<&Term> {
        let mut terms = self.terms.iter();
        terms
            .clone()
            .rfind(|t| t.end.is_none())
            .or_else(|| terms.by_ref().max_by_key(|t| (t.end, t.start)))
    }

    /// What it is on a day: the dated standing that holds, or the one without a date; where no day is known, the last.
    pub fn on(&self, day: Option<Date>) -> Option<&Standing> {
        let Some(day) = day else {
            return self.standings.last();
        };
        let dated = |s: &&Standing| s.period != Period::default();
        let mut held = self.standings.iter().filter(dated);
        held.find(|s| s.period.covers(day))
            .or_else(|| self.standings.iter().find(|s| !dated(s)))
    }
}

/// Days from one to another, open where none is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

impl Period {
    /// Whether it holds on a day.
    pub fn covers(self, day: Date) -> bool {
        self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day <= e)
    }

    /// Whether both hold on more than a day of hand-over.
    pub fn overlaps(self, other: Self) -> bool {
        let before =
            |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a <= b);
        !before(self.end, other.start) && !before(other.end, self.start)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = self.start {
            start.fmt(f)?;
        }
        f.write_str("..")?;
        self.end.map_or(Ok(()), |end| end.fmt(f))
    }
}

/// What an entry is at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Country or body.
    pub code: Option<CountryCode>,
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// When; always, if it is open on both sides.
    pub period: Period,
    /// Table and line.
    pub source: Source,
}

impl Standing {
    /// As evidence names it.
    pub fn describe(&self) -> String {
        let code = self.code.map_or("---", CountryCode::as_str);
        let sectors = self.sectors.iter().map(|s| s.as_str());
        let words: Vec<&str> = std::iter::once(code).chain(sectors).collect();
        if self.period == Period::default() {
            words.join(" ")
        } else {
            format!("{} {}", words.join(" "), self.period)
        }
    }
}

/// What is known of a common noun for people or bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// Its sectors.
    pub sectors: Vec<Sector>,
    /// Whether it names many.
    pub plural: bool,
    /// Table and line.
    pub source: Source,
}

/// All names.
#[derive(Debug, Default)]
pub struct Registry {
    entries: Vec<Entry>,
    /// Entries by the normal form of their names.
    names: WordMap<Ids>,
    /// The most words of a name that starts with this one, or with these two.
    starts: WordMap<usize>,
    /// Persons by family name.
    families: WordMap<Ids>,
    /// Titles by country, as 'FRA president': who held what, as entry and its term.
    titles: WordMap<Vec<(u32, usize)>>,
    agents: WordMap<Agent>,
    /// The last word of each of these, which tells most nouns from them.
    agent_ends: WordMap<()>,
    longest: usize,
    closed: bool,
}

/// Places in the list of entries: mostly one.
#[derive(Debug, Clone, Default)]
struct Ids {
    first: Option<u32>,
    more: Vec<u32>,
}

impl Ids {
    fn iter(&self) -> impl Iterator<Item = u32> {
        self.first.into_iter().chain(self.more.iter().copied())
    }

    fn add(&mut self, id: u32) {
        if self.first.is_none() {
            self.first = Some(id);
        } else if self.iter().all(|known| known != id) {
            self.more.push(id);
        }
    }

    /// Leave out those before one.
    fn keep_from(&mut self, from: u32) {
        self.more.retain(|&id| id >= from);
        if self.first.is_some_and(|id| id < from) {
            self.first = if self.more.is_empty() {
                None
            } else {
                Some(self.more.remove(0))
            };
        }
    }
}

impl Registry {
    /// No names at all.
    fn empty() -> Self {
        Self {
            longest: 1,
            ..Self::default()
        }
    }

    /// The tables shipped with Legation.
    pub fn embedded() -> Self {
        let (registry, faults) = load::read(&[]);
        debug_assert!(
            faults.is_empty(),
            "the shipped tables are audited: {faults:?}"
        );
        registry
    }

    /// The shipped tables with a user's laid over them: a file takes the place of the shipped one of its name, and a
    /// name that a user's file has is what that file says. What cannot be read is reported, the rest is kept.
    pub fn overlaid(files: &[(String, String)]) -> (Self, Vec<Fault>) {
        load::read(files)
    }

    /// The names and common nouns of imported dictionaries, and nobody besides: a name that they do not know is no
    /// party. The dictionaries' codes are kept apart ([`crate::import::Codes`]); they need not be PLOVER's.
    pub fn of_dictionaries(actors: &Actors, agents: &Agents) -> Self {
        let mut all = Self {
            closed: true,
            ..Self::empty()
        };
        for actor in actors.all() {
            let name = actor.names.first().cloned().unwrap_or_default();
            let source = Source::new(Arc::from(actor.file.as_str()), actor.line);
            let entry = Entry::new(EntryKind::Country, name, None, source);
            let id = u32::try_from(all.entries.len()).unwrap_or(u32::MAX);
            all.entries.push(entry);
            for name in &actor.names {
                let key = key(name);
                if !key.is_empty() {
                    all.name(&key, id);
                }
            }
        }
        for agent in agents.all() {
            for (form, plural) in &agent.forms {
                let known = Agent {
                    sectors: vec![Sector::Unk],
                    plural: *plural,
                    source: Source::new(Arc::from(agent.file.as_str()), agent.line),
                };
                all.add_agent(&lower(form), known);
            }
        }
        all
    }

    /// Let a key find an entry.
    fn name(&mut self, key: &str, id: u32) {
        let mut spaces = key.bytes().enumerate().filter(|(_, b)| *b == b' ');
        let first = spaces.next().map_or(key.len(), |(at, _)| at);
        let second = spaces.next().map_or(key.len(), |(at, _)| at);
        let words = match (first, second) {
            (one, _) if one == key.len() => 1,
            (_, two) if two == key.len() => 2,
            _ => 3 + spaces.count(),
        };
        self.longest = self.longest.max(words);
        let mut start = |end: usize| {
            let most = self.starts.entry(key.get(..end).unwrap_or_default());
            *most = words.max(*most);
        };
        start(first);
        if words > 1 {
            start(second);
        }
        self.names.entry(key).add(id);
    }

    /// Add a common noun or noun phrase for actors, in lower case; the last word on it holds.
    fn add_agent(&mut self, phrase: &str, agent: Agent) {
        self.agent_ends.entry(last_part(phrase));
        *self.agents.entry(phrase) = agent;
    }

    /// Whether a name that it does not know is no party.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The entries with this name.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = &Entry> {
        self.by_key(&key(name))
    }

    /// The entries with this name in its normal form.
    pub(crate) fn by_key<'r>(&'r self, key: &str) -> impl Iterator<Item = &'r Entry> + use<'r> {
        let ids = self.names.get(key).into_iter().flat_map(Ids::iter);
        ids.map(|id| &self.entries[id as usize])
    }

    /// The most words of a name whose normal form starts with this word, or these two; 0 if there is none.
    pub(crate) fn words_from(&self, start: &str) -> usize {
        self.starts.get(start).copied().unwrap_or(0)
    }

    /// Persons of this family name.
    pub fn family(&self, name: &str) -> impl Iterator<Item = &Entry> {
        let ids = self.families.get(&key(name)).into_iter();
        ids.flat_map(Ids::iter).map(|id| &self.entries[id as usize])
    }

    /// The one person whom news means by a family name alone: the only one in office on the day as head of a state or
    /// government, or else the only one who has been that by then. Of several, the one of a country that `near` knows to
    /// be spoken of.
    pub(crate) fn bearer(
        &self,
        family: &str,
        on: Option<Date>,
        near: impl Fn(CountryCode) -> bool,
    ) -> Option<&Entry> {
        let person = |e: &&Entry| e.kind == EntryKind::Person;
        let all: Vec<&Entry> = self.family(family).filter(person).collect();
        let heads = |t: &Term| {
            matches!(
                &*t.office,
                "head-of-state" | "head-of-government" | "supreme-leader"
            )
        };
        let held = |e: &Entry| on.is_some_and(|d| e.terms.iter().any(|t| t.covers(d)));
        let heading = |e: &Entry| {
            let mut terms = e.terms.iter();
            on.is_some_and(|d| terms.any(|t| heads(t) && t.covers(d)))
        };
        let headed = |e: &Entry| {
            let begun = |t: &Term| on.is_none_or(|d| t.start.is_none_or(|s| s <= d));
            e.terms.iter().any(|t| heads(t) && begun(t))
        };
        if let [one] = all[..] {
            return Some(one).filter(|e| on.is_none() || held(e) || headed(e));
        }
        let only = |wanted: &dyn Fn(&Entry) -> bool| -> Option<&Entry> {
            let fitting: Vec<&Entry> = all.iter().copied().filter(|e| wanted(e)).collect();
            match fitting[..] {
                [one] => Some(one),
                _ => {
                    let mut close = fitting.into_iter().filter(|e| e.code.is_some_and(&near));
                    let first = close.next();
                    close.next().is_none().then_some(first).flatten()
                }
            }
        };
        only(&heading)
            .or_else(|| only(&headed))
            .or_else(|| only(&held))
    }

    /// Whether a word in lower case is a common noun for people or bodies, besides what it names.
    pub(crate) fn is_common(&self, word: &str) -> bool {
        word == "house" || self.agents.get(word).is_some()
    }

    /// The country of all whom the registry has for a family name; none if they are of several.
    pub(crate) fn country_of_family(&self, family: &str) -> Option<CountryCode> {
        let mut all = self.family(family).filter(|e| e.kind == EntryKind::Person);
        let code = all.next()?.code?;
        all.all(|e| e.code == Some(code)).then_some(code)
    }

    /// Let a title find who held it, as entry and term.
    fn hold(&mut self, title: &str, term: (u32, usize)) {
        let held = self.titles.entry(title);
        if held.last() != Some(&term) {
            held.push(term);
        }
    }

    /// All terms of an office, named by its title.
    fn terms_of(&self, country: CountryCode, title: &str) -> impl Iterator<Item = &Term> {
        let mut key = String::new();
        title_key(country, title, &mut key);
        let held = self.titles.get(&key).into_iter().flatten();
        held.map(|&(id, term)| &self.entries[id as usize].terms[term])
    }

    /// Who held an office, named by its title, on a day.
    pub fn holder(&self, country: CountryCode, title: &str, on: Date) -> Option<&Term> {
        let mut held = self.terms_of(country, title).filter(|t| t.covers(on));
        let first = held.next()?;
        // A day of hand-over, or an office of several, names nobody.
        held.all(|t| t.name == first.name).then_some(first)
    }

    /// Who takes an office next after a day, within a year.
    pub(crate) fn successor(&self, country: CountryCode, title: &str, on: Date) -> Option<&Term> {
        let next = self
            .terms_of(country, title)
            .filter_map(|t| Some((t.start.filter(|&s| s > on)?, t)))
            .min_by_key(|(start, _)| *start);
        next.filter(|(start, _)| start.to_days() - on.to_days() < 366)
            .map(|n| n.1)
    }

    /// The entry of the person who held a term.
    pub(crate) fn person_of(&self, term: &Term) -> Option<&Entry> {
        self.lookup(&term.name)
            .find(|e| e.kind == EntryKind::Person && e.code == Some(term.country))
    }

    /// What is known of a common noun phrase in lower case.
    pub fn agent(&self, phrase: &str) -> Option<&Agent> {
        self.agents.get(phrase)
    }

    /// Whether some noun phrase that [`Registry::agent`] knows ends in this word.
    pub(crate) fn ends_agent(&self, word: &str) -> bool {
        self.agent_ends.get(last_part(word)).is_some()
    }
}

/// A country's title, as the registry finds its holders by it.
fn title_key(country: CountryCode, title: &str, key: &mut String) {
    key.clear();
    key.push_str(country.as_str());
    key.push(' ');
    key.push_str(&lower(title));
}
