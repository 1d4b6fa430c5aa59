//! Tables to a registry: the shipped ones, and a user's laid over them.
//!
//! What a table is for is told by its columns, which its first line names; a user's file may be any of the shipped
//! kinds, or one of dated standings (`name aliases kind country sectors start end from`), as imports write it. A row
//! that cannot be read is reported with file, line and reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use plover::{CountryCode, Date, Sector};

use super::{
    Agent, Entry, EntryKind, Ids, Period, Registry, Source, Standing, Term, key, title_key,
};
use crate::codebook::Fault;
use crate::table::{WordMap, lower};

/// The shipped tables by name, in the order they are read.
pub const FILES: &[(&str, &str)] = &[
    (
        "countries.tsv",
        include_str!("../../../data/places/countries.tsv"),
    ),
    (
        "africa.tsv",
        include_str!("../../../data/actors/leaders/africa.tsv"),
    ),
    (
        "americas.tsv",
        include_str!("../../../data/actors/leaders/americas.tsv"),
    ),
    (
        "asia.tsv",
        include_str!("../../../data/actors/leaders/asia.tsv"),
    ),
    (
        "europe.tsv",
        include_str!("../../../data/actors/leaders/europe.tsv"),
    ),
    (
        "middle_east.tsv",
        include_str!("../../../data/actors/leaders/middle_east.tsv"),
    ),
    (
        "organisations.tsv",
        include_str!("../../../data/actors/organisations.tsv"),
    ),
    (
        "groups.tsv",
        include_str!("../../../data/actors/groups.tsv"),
    ),
    (
        "peoples.tsv",
        include_str!("../../../data/actors/peoples.tsv"),
    ),
    (
        "people.tsv",
        include_str!("../../../data/actors/people.tsv"),
    ),
    (
        "agents.tsv",
        include_str!("../../../data/agents/agents.tsv"),
    ),
];

/// A row of a table.
struct Row<'t> {
    file: Arc<str>,
    line: usize,
    text: &'t str,
    columns: &'t [&'t str],
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// The cell of a column; empty where there is none.
    fn cell(&self, column: &str) -> &'t str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|i| self.cells.get(i)).map_or("", |c| c.trim())
    }

    fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cell(column)
            .split(';')
            .map(str::trim)
            .filter(|s| !s.is_empty())
    }

    /// Table and line, and where the row itself says it is from.
    fn source(&self) -> Source {
        let from = Some(self.cell("from")).filter(|from| !from.is_empty());
        Source {
            from: from.map(Box::from),
            ..Source::new(self.file.clone(), self.line)
        }
    }
}

/// The shipped tables, with these laid over them.
pub(super) fn read(files: &[(String, String)]) -> (Registry, Vec<Fault>) {
    let own = |name: &str| files.iter().any(|(f, _)| f == name);
    let mut reader = Reader {
        registry: Registry::with_room(),
        faults: Vec::new(),
        shipped: 0,
    };
    for (name, text) in FILES.iter().filter(|(name, _)| !own(name)) {
        reader.table(name, text);
    }
    reader.shipped = u32::try_from(reader.registry.entries.len()).unwrap_or(u32::MAX);
    for (name, text) in files {
        reader.table(name, text);
    }
    (reader.registry, reader.faults)
}

impl Registry {
    /// No names yet, and room for the shipped ones.
    fn with_room() -> Self {
        Self {
            entries: Vec::with_capacity(13_000),
            names: WordMap::with_room(21_000),
            starts: WordMap::with_room(25_000),
            families: WordMap::with_room(7_000),
            titles: WordMap::with_room(2_100),
            agents: WordMap::with_room(4_400),
            ..Self::empty()
        }
    }
}

struct Reader {
    registry: Registry,
    faults: Vec<Fault>,
    /// Entries below this number are shipped; a name that a later one has is its alone.
    shipped: u32,
}

impl Reader {
    fn table(&mut self, name: &str, text: &str) {
        let file: Arc<str> = Arc::from(name);
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let Some((at, header)) = lines.next() else {
            return;
        };
        let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
        let rows = lines.map(|(i, text)| Row {
            file: file.clone(),
            line: i + 1,
            text,
            columns: &columns,
            cells: plover::codegen::cells(text),
        });
        let has = |column: &str| columns.contains(&column);
        if has("phrase") && has("sectors") {
            rows.for_each(|r| self.agent(&r));
        } else if has("demonyms") && has("code") {
            rows.for_each(|r| self.country(&r));
        } else if has("office") && has("name") {
            rows.for_each(|r| self.leader(&r));
        } else if has("from") && has("name") {
            let rows: Vec<Row<'_>> = rows.collect();
            self.standings(&rows);
        } else if has("organisation") && has("name") {
            rows.for_each(|r| self.person_row(&r));
        } else if has("kind") && has("name") {
            rows.for_each(|r| self.body(&r));
        } else {
            self.faults.push(Fault {
                file: name.to_owned(),
                line: at + 1,
                text: header.to_owned(),
                part: header.to_owned(),
                reason: "no table of the registry has these columns".to_owned(),
            });
        }
    }

    fn fault(&mut self, row: &Row<'_>, part: &str, reason: impl Into<String>) {
        self.faults.push(Fault {
            file: row.file.as_ref().to_owned(),
            line: row.line,
            text: row.text.to_owned(),
            part: part.to_owned(),
            reason: reason.into(),
        });
    }

    /// The country of a row; none where the cell is empty. An unknown one is a fault.
    fn code(&mut self, row: &Row<'_>, column: &str) -> Option<CountryCode> {
        let cell = row.cell(column);
        let code = CountryCode::parse(cell);
        if code.is_none() && !cell.is_empty() {
            self.fault(row, cell, format!("'{cell}' is no country code"));
        }
        code
    }

    fn sectors(&mut self, row: &Row<'_>) -> Vec<Sector> {
        let mut all = Vec::new();
        for word in row.list("sectors") {
            match Sector::parse(word) {
                Some(sector) => all.push(sector),
                None => self.fault(row, word, format!("'{word}' is no sector")),
            }
        }
        all
    }

    fn day(&mut self, row: &Row<'_>, column: &str, last: bool) -> Option<Date> {
        let cell = row.cell(column);
        let found = day(cell, last);
        if found.is_none() && !cell.is_empty() {
            self.fault(row, cell, format!("'{cell}' is no year, month or day"));
        }
        found
    }

    fn add<'n>(&mut self, entry: Entry, names: impl Iterator<Item = &'n str>) -> u32 {
        let id = u32::try_from(self.registry.entries.len()).unwrap_or(u32::MAX);
        self.registry.entries.push(entry);
        for name in names {
            self.name(id, &key(name));
        }
        id
    }

    /// Let a key find an entry.
    fn name(&mut self, id: u32, key: &str) {
        if key.is_empty() {
            return;
        }
        if id >= self.shipped && self.shipped > 0 && self.registry.names.get(key).is_some() {
            self.registry.names.entry(key).keep_from(self.shipped);
        }
        self.registry.name(key, id);
    }

    fn country(&mut self, row: &Row<'_>) {
        let Some(code) = self.code(row, "code") else {
            return;
        };
        let point = row
            .cell("lat")
            .parse()
            .ok()
            .zip(row.cell("lon").parse().ok());
        let entry = |kind, name: &str| Entry {
            point,
            ..Entry::new(kind, name, Some(code), row.source())
        };
        let name = row.cell("name");
        self.add(
            entry(EntryKind::Country, name),
            std::iter::once(name).chain(row.list("names")),
        );
        self.add(entry(EntryKind::Demonym, name), row.list("demonyms"));
        for (column, kind) in [
            ("capital", EntryKind::Capital),
            ("metonyms", EntryKind::Capital),
            ("cities", EntryKind::City),
        ] {
            for name in row.list(column) {
                let mut one = entry(kind, name);
                if column != "capital" {
                    one.point = None;
                }
                self.add(one, std::iter::once(name));
            }
        }
    }

    fn person(&mut self, row: &Row<'_>, name: &str, code: Option<CountryCode>) -> u32 {
        let key = key(name);
        let known = self
            .registry
            .names
            .get(&key)
            .into_iter()
            .flat_map(Ids::iter);
        let known = known.into_iter().find(|&id| {
            let e = &self.registry.entries[id as usize];
            e.kind == EntryKind::Person && e.name == name && e.code == code
        });
        if let Some(id) = known {
            return id;
        }
        let entry = Entry::new(EntryKind::Person, name, code, row.source());
        let id = self.add(entry, std::iter::empty());
        self.call(id, &key);
        id
    }

    /// Let a person be found by a key, and by the family name it ends in.
    fn call(&mut self, id: u32, key: &str) {
        if key.is_empty() {
            return;
        }
        self.name(id, key);
        let family = key.rsplit(' ').next().unwrap_or_default();
        self.registry.families.entry(family).add(id);
    }

    fn leader(&mut self, row: &Row<'_>) {
        let Some(country) = self.code(row, "country") else {
            if row.cell("country").is_empty() {
                self.fault(row, row.text, "an office is of a country");
            }
            return;
        };
        let name = row.cell("name");
        let id = self.person(row, name, Some(country));
        for alias in row.list("aliases") {
            self.call(id, &key(alias));
        }
        let (start, end) = (self.day(row, "start", false), self.day(row, "end", true));
        let entry = &mut self.registry.entries[id as usize];
        if !row.cell("wikidata").is_empty() {
            entry.wikidata = Some(row.cell("wikidata").to_owned());
        }
        for office in row.list("office") {
            let place = entry.terms.len();
            entry.terms.push(Term {
                office: office.to_owned(),
                title: row.cell("title").to_owned(),
                country,
                start,
                end,
                name: name.to_owned(),
                source: row.source(),
            });
            for title in [row.cell("title"), &office.replace('-', " ")] {
                let held = self.registry.titles.entry(&title_key(country, title));
                if held.last() != Some(&(id, place)) {
                    held.push((id, place));
                }
            }
        }
    }

    fn body(&mut self, row: &Row<'_>) {
        let kind = if row.file.starts_with("groups") {
            EntryKind::Group
        } else {
            EntryKind::Organisation
        };
        let name = row.cell("name");
        let entry = Entry {
            sectors: self.sectors(row),
            wikidata: Some(row.cell("wikidata").to_owned()).filter(|w| !w.is_empty()),
            ..Entry::new(kind, name, self.code(row, "country"), row.source())
        };
        self.add(entry, std::iter::once(name).chain(row.list("aliases")));
    }

    fn person_row(&mut self, row: &Row<'_>) {
        let code = self.code(row, "country");
        let id = self.person(row, row.cell("name"), code);
        for alias in row.list("aliases") {
            self.call(id, &key(alias));
        }
        self.registry.entries[id as usize].sectors = self.sectors(row);
    }

    fn agent(&mut self, row: &Row<'_>) {
        let sectors = self.sectors(row);
        let agent = Agent {
            sectors,
            plural: row.cell("number") == "pl",
            source: row.source(),
        };
        self.registry.add_agent(&lower(row.cell("phrase")), agent);
    }

    /// Dated standings: the rows of one name are one entry. Two that contradict each other are both refused.
    fn standings(&mut self, rows: &[Row<'_>]) {
        let mut by_name: BTreeMap<&str, Vec<(&Row<'_>, Standing)>> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for row in rows {
            let name = row.cell("name");
            if name.is_empty() {
                self.fault(row, row.text, "the row has no name");
                continue;
            }
            let standing = Standing {
                code: self.code(row, "country"),
                sectors: self.sectors(row),
                period: Period {
                    start: self.day(row, "start", false),
                    end: self.day(row, "end", true),
                },
                source: row.source(),
            };
            if !by_name.contains_key(name) {
                order.push(name);
            }
            by_name.entry(name).or_default().push((row, standing));
        }
        for name in order {
            let all = by_name.remove(name).unwrap_or_default();
            let refused = contradictory(&all, |(_, a), (_, b)| {
                (a.code != b.code || a.sectors != b.sectors) && clash(a.period, b.period)
            });
            for &(i, other) in &refused {
                let (row, against) = (all[i].0, all[other].0);
                let reason = format!(
                    "it contradicts line {}, and neither is taken: {}",
                    against.line, against.text
                );
                self.fault(row, row.text, reason);
            }
            let mut kept = all
                .into_iter()
                .enumerate()
                .filter(|(i, _)| !refused.iter().any(|(r, _)| r == i))
                .map(|(_, one)| one)
                .peekable();
            let Some(first) = kept.peek() else { continue };
            let (row, code) = (first.0, first.1.code);
            let Some(kind) = self.kind(row) else { continue };
            let mut entry = Entry::new(kind, name, code, row.source());
            let mut names: Vec<&str> = vec![name];
            for (row, standing) in kept {
                names.extend(row.list("aliases"));
                entry.standings.push(standing);
            }
            if let [only] = &entry.standings[..]
                && only.period == Period::default()
            {
                entry.sectors.clone_from(&only.sectors);
                entry.standings.clear();
            }
            self.lay(entry, &names);
        }
    }

    fn kind(&mut self, row: &Row<'_>) -> Option<EntryKind> {
        Some(match row.cell("kind") {
            "country" => EntryKind::Country,
            "demonym" => EntryKind::Demonym,
            "capital" => EntryKind::Capital,
            "city" => EntryKind::City,
            "person" => EntryKind::Person,
            "organisation" => EntryKind::Organisation,
            "group" => EntryKind::Group,
            other => {
                self.fault(
                    row,
                    other,
                    "kinds are country, demonym, capital, city, person, organisation and group",
                );
                return None;
            }
        })
    }

    /// An entry by names of which some may be known already for the very country: they stay what they are.
    fn lay(&mut self, entry: Entry, names: &[&str]) {
        let plain = entry.kind == EntryKind::Country && entry.standings.is_empty();
        let known = |name: &&str| {
            let ids = self
                .registry
                .names
                .get(&key(name))
                .into_iter()
                .flat_map(Ids::iter);
            plain
                && ids.map(|id| &self.registry.entries[id as usize]).any(|e| {
                    e.code == entry.code && e.sectors.is_empty() && e.kind != EntryKind::Person
                })
        };
        let new: Vec<&str> = names.iter().copied().filter(|n| !known(n)).collect();
        let person = entry.kind == EntryKind::Person;
        let id = self.add(entry, new.iter().copied());
        if person {
            for name in new {
                self.call(id, &key(name));
            }
        }
    }
}

/// Whether two standings of one entry speak of the same time: both dated and overlapping, or both not dated.
pub(crate) fn clash(a: Period, b: Period) -> bool {
    let dated = |p: Period| p != Period::default();
    dated(a) == dated(b) && (!dated(a) || a.overlaps(b))
}

/// Those that contradict another, each with the first it contradicts.
pub(crate) fn contradictory<T>(all: &[T], clash: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    (0..all.len())
        .filter_map(|i| {
            let other = (0..all.len()).find(|&o| o != i && clash(&all[i], &all[o]))?;
            Some((i, other))
        })
        .collect()
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
