//! Names the world knows: countries, their people, seats and leaders, organisations, groups.
//!
//! Read from plain tables at start and found by a normal form of their spelling: lower case, no accents,
//! no apostrophes or full stops, hyphens as spaces, the article al-/el- dropped, and the common
//! transliterations of one letter made one ('Kadhimi', 'Kazemi', 'Kadhemi').

use plover::{CountryCode, Date, Sector};
use syntax::Document;

use super::data;
use crate::table::{Table, Words};

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
    pub office: String,
    /// Title as news names it: 'prime minister'.
    pub title: String,
    /// Country.
    pub country: CountryCode,
    /// First day, as far as known.
    pub start: Option<Date>,
    /// Last day; none while in office.
    pub end: Option<Date>,
    /// Who held it.
    pub name: String,
}

impl Term {
    /// Whether the office is held on that day.
    pub fn covers(&self, day: Date) -> bool {
        self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day <= e)
    }

    /// As evidence names it.
    pub fn describe(&self) -> String {
        let day = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
        format!(
            "{} of {} {}..{}",
            self.office,
            self.country,
            day(self.start),
            day(self.end)
        )
    }
}

/// One thing that has names.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its name.
    pub name: String,
    /// Country or body.
    pub code: Option<CountryCode>,
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Offices, of persons.
    pub terms: Vec<Term>,
    /// Coordinates, of places.
    pub point: Option<(f64, f64)>,
}

/// All names.
#[derive(Debug, Default)]
pub struct Registry {
    entries: Vec<Entry>,
    by_key: Table<String, Vec<u32>>,
    /// Persons by family name.
    by_family: Table<String, Vec<u32>>,
    /// Titles by country: who held what.
    by_title: Table<(CountryCode, String), Vec<Term>>,
    agents: Table<String, (Vec<Sector>, bool)>,
    /// The last word of each of these, which tells most nouns from them.
    agent_ends: Words<String>,
    /// The most words of a name that starts with this one.
    firsts: Table<String, usize>,
    faults: Vec<String>,
    longest: usize,
}

impl Registry {
    /// The tables shipped with Legation.
    pub fn embedded() -> Self {
        let mut all = Self {
            longest: 1,
            ..Self::default()
        };
        all.countries(data::COUNTRIES);
        for (name, table) in data::LEADERS {
            all.leaders(name, table);
        }
        all.bodies(
            "organisations.tsv",
            data::ORGANISATIONS,
            EntryKind::Organisation,
        );
        all.bodies("groups.tsv", data::GROUPS, EntryKind::Group);
        all.people(data::PEOPLE);
        for row in rows(data::AGENTS) {
            let sectors = sectors(row.get(1).copied().unwrap_or_default());
            let phrase = row[0].to_lowercase();
            all.agent_ends.insert(last_part(&phrase).to_owned());
            all.agents
                .insert(phrase, (sectors, row.get(2) == Some(&"pl")));
        }
        all
    }

    /// Rows that could not be read.
    pub fn audit(&self) -> &[String] {
        &self.faults
    }

    fn add(&mut self, entry: Entry, names: impl Iterator<Item = String>) -> u32 {
        let id = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for name in names {
            let key = key(&name);
            if !key.is_empty() {
                self.name(key, id);
            }
        }
        self.entries.push(entry);
        id
    }

    /// Let a key find an entry.
    fn name(&mut self, key: String, id: u32) {
        let words = key.split(' ').count();
        self.longest = self.longest.max(words);
        let first = key.split(' ').next().unwrap_or_default();
        match self.firsts.get_mut(first) {
            Some(most) => *most = words.max(*most),
            None => {
                self.firsts.insert(first.to_owned(), words);
            }
        }
        let ids = self.by_key.entry(key).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    fn countries(&mut self, table: &str) {
        for row in rows(table) {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let Some(code) = CountryCode::parse(cell(0)) else {
                self.faults
                    .push(format!("countries.tsv: '{}' is no country code", cell(0)));
                continue;
            };
            let point = cell(9).parse().ok().zip(cell(10).parse().ok());
            let entry = |kind, name: &str| Entry {
                kind,
                name: name.to_owned(),
                code: Some(code),
                sectors: Vec::new(),
                wikidata: None,
                terms: Vec::new(),
                point,
            };
            let names = |i: usize| list(cell(i)).map(str::to_owned).collect::<Vec<_>>();
            let all = std::iter::once(cell(3).to_owned())
                .chain(names(4))
                .collect::<Vec<_>>();
            self.add(entry(EntryKind::Country, cell(3)), all.into_iter());
            self.add(entry(EntryKind::Demonym, cell(3)), names(5).into_iter());
            for (column, kind) in [
                (6, EntryKind::Capital),
                (7, EntryKind::Capital),
                (8, EntryKind::City),
            ] {
                for name in names(column) {
                    let mut one = entry(kind, &name);
                    if column != 6 {
                        one.point = None;
                    }
                    self.add(one, std::iter::once(name));
                }
            }
        }
    }

    fn person(&mut self, name: &str, code: Option<CountryCode>) -> u32 {
        let known = self.by_key.get(&key(name)).into_iter().flatten().copied();
        let known = known.into_iter().find(|&id| {
            let e = &self.entries[id as usize];
            e.kind == EntryKind::Person && e.name == name && e.code == code
        });
        if let Some(id) = known {
            return id;
        }
        let entry = Entry {
            kind: EntryKind::Person,
            name: name.to_owned(),
            code,
            sectors: Vec::new(),
            wikidata: None,
            terms: Vec::new(),
            point: None,
        };
        let id = self.add(entry, std::iter::once(name.to_owned()));
        if let Some(family) = key(name).split(' ').next_back() {
            self.by_family
                .entry(family.to_owned())
                .or_default()
                .push(id);
        }
        id
    }

    fn alias(&mut self, id: u32, name: &str) {
        let key = key(name);
        self.name(key.clone(), id);
        if let Some(family) = key.split(' ').next_back() {
            let ids = self.by_family.entry(family.to_owned()).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }

    fn leaders(&mut self, file: &str, table: &str) {
        for row in rows(table) {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let Some(country) = CountryCode::parse(cell(0)) else {
                self.faults
                    .push(format!("{file}: '{}' is no country code", cell(0)));
                continue;
            };
            let id = self.person(cell(3), Some(country));
            for alias in list(cell(4)) {
                self.alias(id, alias);
            }
            let entry = &mut self.entries[id as usize];
            if !cell(7).is_empty() {
                entry.wikidata = Some(cell(7).to_owned());
            }
            for office in list(cell(1)) {
                let term = Term {
                    office: office.to_owned(),
                    title: cell(2).to_owned(),
                    country,
                    start: day(cell(5), false),
                    end: day(cell(6), true),
                    name: cell(3).to_owned(),
                };
                entry.terms.push(term.clone());
                let words = office.replace('-', " ");
                for title in [cell(2).to_lowercase(), words] {
                    let held = self.by_title.entry((country, title)).or_default();
                    if held.last() != Some(&term) {
                        held.push(term.clone());
                    }
                }
            }
        }
    }

    fn bodies(&mut self, file: &str, table: &str, kind: EntryKind) {
        for row in rows(table) {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let code = CountryCode::parse(cell(3));
            if code.is_none() && !cell(3).is_empty() {
                self.faults.push(format!(
                    "{file}: '{}' is no country code ({})",
                    cell(3),
                    cell(1)
                ));
            }
            let entry = Entry {
                kind,
                name: cell(1).to_owned(),
                code,
                sectors: sectors(cell(4)),
                wikidata: Some(cell(8)).filter(|w| !w.is_empty()).map(str::to_owned),
                terms: Vec::new(),
                point: None,
            };
            let names: Vec<String> = std::iter::once(cell(1))
                .chain(list(cell(2)))
                .map(str::to_owned)
                .collect();
            self.add(entry, names.into_iter());
        }
    }

    fn people(&mut self, table: &str) {
        for row in rows(table) {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let id = self.person(cell(0), CountryCode::parse(cell(2)));
            for alias in list(cell(1)) {
                self.alias(id, alias);
            }
            self.entries[id as usize].sectors = sectors(cell(3));
        }
    }

    /// The most words a name has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The entries with this name.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = &Entry> {
        self.by_key(&key(name))
    }

    /// The entries with this name in its normal form.
    pub(crate) fn by_key<'r>(&'r self, key: &str) -> impl Iterator<Item = &'r Entry> + use<'r> {
        self.by_key
            .get(key)
            .into_iter()
            .flatten()
            .map(|&id| &self.entries[id as usize])
    }

    /// The most words of a name whose normal form starts with this word; 0 if there is none.
    pub(crate) fn words_from(&self, first: &str) -> usize {
        self.firsts.get(first).copied().unwrap_or(0)
    }

    /// Persons of this family name.
    pub(crate) fn family(&self, name: &str) -> impl Iterator<Item = &Entry> {
        self.by_family
            .get(&key(name))
            .into_iter()
            .flatten()
            .map(|&id| &self.entries[id as usize])
    }

    /// Who held an office, named by its title, on a day.
    pub fn holder(&self, country: CountryCode, title: &str, on: Date) -> Option<&Term> {
        let mut held = self
            .by_title
            .get(&(country, title.to_lowercase()))?
            .iter()
            .filter(|t| t.covers(on));
        let first = held.next()?;
        // A day of hand-over, or an office of several, names nobody.
        held.all(|t| t.name == first.name).then_some(first)
    }

    /// The entry of the person who held a term.
    pub(crate) fn person_of(&self, term: &Term) -> Option<&Entry> {
        self.lookup(&term.name)
            .find(|e| e.kind == EntryKind::Person && e.code == Some(term.country))
    }

    /// The sectors of a common noun phrase, and whether it names many.
    pub(crate) fn agent(&self, phrase: &str) -> Option<&(Vec<Sector>, bool)> {
        self.agents.get(phrase)
    }

    /// Whether some noun phrase that [`Registry::agent`] knows ends in this word.
    pub(crate) fn ends_agent(&self, word: &str) -> bool {
        self.agent_ends.contains(last_part(word))
    }

    /// The dated terms of the people a text names in full: they narrow down when it was written.
    pub fn terms_of_people_named(
        &self,
        document: &Document,
    ) -> Vec<(Option<Date>, Option<Date>, String)> {
        let mut all: Vec<(Option<Date>, Option<Date>, String)> = Vec::new();
        for s in &document.sentences {
            for name in &s.names {
                let words = syntax::Span::new(
                    s.tokens[name.first].span.start,
                    s.tokens[name.last].span.end,
                )
                .of(&document.text);
                let people: Vec<&Entry> = self
                    .lookup(words)
                    .filter(|e| e.kind == EntryKind::Person && !e.terms.is_empty())
                    .collect();
                let [person] = people[..] else { continue };
                // Titles before the name choose the term: 'Iranian Foreign Minister Mohammad Javad Zarif'.
                let from = s.tokens[name.first.saturating_sub(4)].span.start;
                let before = syntax::Span::new(from, s.tokens[name.first].span.start)
                    .of(&document.text)
                    .to_lowercase();
                for term in &person.terms {
                    if before.contains(&term.title)
                        && all.iter().all(|a| a.2 != term.name || a.0 != term.start)
                    {
                        all.push((
                            term.start,
                            term.end,
                            format!("{} ({})", term.name, term.describe()),
                        ));
                    }
                }
            }
        }
        all
    }
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    plover::codegen::rows(table)
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|s| !s.is_empty())
}

fn sectors(cell: &str) -> Vec<Sector> {
    list(cell).filter_map(Sector::parse).collect()
}

/// A day from YYYY, YYYY-MM or YYYY-MM-DD: the first, or the last, that it may mean.
fn day(cell: &str, last: bool) -> Option<Date> {
    let mut parts = cell.split('-').map(|p| p.parse::<i32>().ok());
    let year = parts.next()??;
    let month = parts
        .next()
        .flatten()
        .and_then(|m| u8::try_from(m).ok())
        .unwrap_or(if last { 12 } else { 1 });
    let whole = if last {
        plover::days_in_month(year, month)
    } else {
        1
    };
    let day = parts
        .next()
        .flatten()
        .and_then(|d| u8::try_from(d).ok())
        .unwrap_or(whole);
    Date::new(year, month, day)
}

/// The last word of a phrase, hyphens counted as spaces.
fn last_part(phrase: &str) -> &str {
    phrase.rsplit([' ', '-']).next().unwrap_or_default()
}

/// The normal form of a name.
pub(crate) fn key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold(name, &mut folded);
    if words(&folded).map(|w| w.len() + 1).sum::<usize>() == folded.len() + 1 {
        return folded;
    }
    let mut key = String::with_capacity(folded.len());
    normal(&folded, &mut key);
    key
}

/// Letters in their plain form, what joins words as a space, apostrophes and full stops left out.
pub(crate) fn fold(name: &str, out: &mut String) {
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' | ' ' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`' | '.' | '"' => {}
            '-' | '–' | '/' | '_' => out.push(' '),
            c if c.is_whitespace() => out.push(' '),
            c => fold_letter(c, out),
        }
    }
}

/// The words of a folded name that count: of several, no articles.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    let parts = || folded.split(' ').filter(|word| !word.is_empty());
    let several = parts().nth(1).is_some();
    parts().filter(move |word| {
        !(several
            && matches!(
                *word,
                "al" | "el" | "the" | "ul" | "ad" | "as" | "ash" | "an"
            ))
    })
}

/// A folded name with single spaces and without articles.
pub(crate) fn normal(folded: &str, out: &mut String) {
    for word in words(folded) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// The first word of a folded name that counts, and how many do.
pub(crate) fn first_word(folded: &str) -> (&str, usize) {
    let mut all = words(folded);
    let first = all.next();
    (
        first.unwrap_or_default(),
        first.map_or(0, |_| 1 + all.count()),
    )
}

fn fold_letter(c: char, out: &mut String) {
    let plain = match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å'
        | 'Ā' | 'ə' => "a",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "c",
        'ď' | 'đ' | 'Đ' | 'ð' => "d",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'ğ' | 'ģ' | 'Ğ' => "g",
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' | 'İ' | 'Í' | 'Î' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'Ł' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'Ñ' => "n",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' | 'Ó' | 'Ö' | 'Ø' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'Ś' | 'Š' | 'Ş' | 'Ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'Ú' | 'Ü' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' | 'Ž' | 'Ż' => "z",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        c => {
            out.extend(c.to_lowercase());
            return;
        }
    };
    out.push_str(plain);
}
