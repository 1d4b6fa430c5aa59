//! The registry from its tables.

use plover::{CountryCode, Date, Sector};

use super::{Entry, EntryKind, Ids, Registry, Term, key, title_key};
use crate::actor::data;
use crate::table::{WordMap, lower};

impl Registry {
    /// The tables shipped with Legation.
    pub fn embedded() -> Self {
        let mut all = Self {
            entries: Vec::with_capacity(13_000),
            names: WordMap::with_room(21_000),
            starts: WordMap::with_room(25_000),
            families: WordMap::with_room(7_000),
            titles: WordMap::with_room(2_100),
            agents: WordMap::with_room(4_400),
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
            all.add_agent(&lower(row[0]), sectors, row.get(2) == Some(&"pl"));
        }
        all
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
            let all = std::iter::once(cell(3)).chain(list(cell(4)));
            self.add(entry(EntryKind::Country, cell(3)), all);
            self.add(entry(EntryKind::Demonym, cell(3)), list(cell(5)));
            for (column, kind) in [
                (6, EntryKind::Capital),
                (7, EntryKind::Capital),
                (8, EntryKind::City),
            ] {
                for name in list(cell(column)) {
                    let mut one = entry(kind, name);
                    if column != 6 {
                        one.point = None;
                    }
                    self.add(one, std::iter::once(name));
                }
            }
        }
    }

    fn person(&mut self, name: &str, code: Option<CountryCode>) -> u32 {
        let key = key(name);
        let known = self.names.get(&key).into_iter().flat_map(Ids::iter);
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
        let id = self.add::<&str>(entry, std::iter::empty());
        self.call(&key, id);
        id
    }

    /// Let a person be found by a name, and by the family name it ends in.
    fn call(&mut self, key: &str, id: u32) {
        if key.is_empty() {
            return;
        }
        self.name(key, id);
        let family = key.rsplit(' ').next().unwrap_or_default();
        self.families.entry(family).add(id);
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
                self.call(&key(alias), id);
            }
            let entry = &mut self.entries[id as usize];
            if !cell(7).is_empty() {
                entry.wikidata = Some(cell(7).to_owned());
            }
            for office in list(cell(1)) {
                let place = entry.terms.len();
                entry.terms.push(Term {
                    office: office.to_owned(),
                    title: cell(2).to_owned(),
                    country,
                    start: day(cell(5), false),
                    end: day(cell(6), true),
                    name: cell(3).to_owned(),
                });
                for title in [cell(2), &office.replace('-', " ")] {
                    let held = self.titles.entry(&title_key(country, title));
                    if held.last() != Some(&(id, place)) {
                        held.push((id, place));
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
            self.add(entry, std::iter::once(cell(1)).chain(list(cell(2))));
        }
    }

    fn people(&mut self, table: &str) {
        for row in rows(table) {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            let id = self.person(cell(0), CountryCode::parse(cell(2)));
            for alias in list(cell(1)) {
                self.call(&key(alias), id);
            }
            self.entries[id as usize].sectors = sectors(cell(3));
        }
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
