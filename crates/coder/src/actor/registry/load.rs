//! Tables to a registry: the shipped ones, and a user's laid over them.
//!
//! What a table is for is told by its columns, which its first line names; a user's file may be any of the shipped
//! kinds, or one of dated standings (`name aliases kind country sectors start end from`), as imports write it. A row
//! that cannot be read is reported with file, line and reason.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use plover::{CountryCode, Date, Sector};

use super::{
    Agent, Entry, EntryKind, Ids, Period, Registry, Source, Standing, Term, key, key_to, title_key,
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

/// The words of a table as entries keep them: of a shipped one where they lie.
type Own<'t> = fn(&'t str) -> Cow<'static, str>;

/// The columns that tables may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Aliases,
    Capital,
    Cities,
    Code,
    Country,
    Demonyms,
    End,
    From,
    Kind,
    Lat,
    Lon,
    Metonyms,
    Name,
    Names,
    Number,
    Office,
    Organisation,
    Phrase,
    Sectors,
    Start,
    Title,
    Wikidata,
}

impl Column {
    const COUNT: usize = Self::Wikidata as usize + 1;

    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "aliases" => Self::Aliases,
            "capital" => Self::Capital,
            "cities" => Self::Cities,
            "code" => Self::Code,
            "country" => Self::Country,
            "demonyms" => Self::Demonyms,
            "end" => Self::End,
            "from" => Self::From,
            "kind" => Self::Kind,
            "lat" => Self::Lat,
            "lon" => Self::Lon,
            "metonyms" => Self::Metonyms,
            "name" => Self::Name,
            "names" => Self::Names,
            "number" => Self::Number,
            "office" => Self::Office,
            "organisation" => Self::Organisation,
            "phrase" => Self::Phrase,
            "sectors" => Self::Sectors,
            "start" => Self::Start,
            "title" => Self::Title,
            "wikidata" => Self::Wikidata,
            _ => return None,
        })
    }
}

/// Where the columns of a table stand.
#[derive(Debug)]
struct Columns {
    count: usize,
    at: [Option<usize>; Column::COUNT],
}

impl Columns {
    fn of(header: &str) -> Self {
        let mut all = Self {
            count: 0,
            at: [None; Column::COUNT],
        };
        for word in header.split('\t') {
            if let Some(column) = Column::parse(word.trim()) {
                all.at[column as usize].get_or_insert(all.count);
            }
            all.count += 1;
        }
        all
    }

    fn has(&self, all: &[Column]) -> bool {
        all.iter().all(|&column| self.at[column as usize].is_some())
    }

    /// The cells of a line, as many as there are columns.
    fn cells<'t>(&self, line: &'t str, cells: &mut Vec<&'t str>) {
        let whole = cells.len() + self.count;
        let mut start = 0;
        let tabs = line.bytes().enumerate().filter(|(_, b)| *b == b'\t');
        for end in tabs.map(|(at, _)| at).chain([line.len()]) {
            cells.push(trimmed(line.get(start..end).unwrap_or_default()));
            start = end + 1;
        }
        cells.resize(whole, "");
    }
}

fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A row of a table.
struct Row<'t, 'r> {
    file: &'r Arc<str>,
    line: usize,
    text: &'t str,
    columns: &'r Columns,
    cells: &'r [&'t str],
    own: Own<'t>,
}

impl<'t> Row<'t, '_> {
    /// The cell of a column; empty where there is none.
    fn cell(&self, column: Column) -> &'t str {
        let at = self.columns.at[column as usize];
        at.and_then(|i| self.cells.get(i)).copied().unwrap_or("")
    }

    fn list(&self, column: Column) -> impl Iterator<Item = &'t str> + use<'t> {
        let cell = self.cell(column);
        let all = (!cell.is_empty()).then(|| cell.split(';'));
        all.into_iter()
            .flatten()
            .map(trimmed)
            .filter(|s| !s.is_empty())
    }

    /// Words of it as an entry keeps them.
    fn own(&self, words: &'t str) -> Cow<'static, str> {
        (self.own)(words)
    }

    /// The cell of a column as an entry keeps it, if there is something in it.
    fn filled(&self, column: Column) -> Option<Cow<'static, str>> {
        Some(self.cell(column))
            .filter(|c| !c.is_empty())
            .map(self.own)
    }

    /// Table and line, and where the row itself says it is from.
    fn source(&self) -> Source {
        let from = Some(self.cell(Column::From)).filter(|from| !from.is_empty());
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
        key: String::new(),
    };
    for (name, text) in FILES.iter().filter(|(name, _)| !own(name)) {
        reader.table(name, text, Cow::Borrowed);
    }
    reader.shipped = u32::try_from(reader.registry.entries.len()).unwrap_or(u32::MAX);
    for (name, text) in files {
        reader.table(name, text, |words| Cow::Owned(words.to_owned()));
    }
    (reader.registry, reader.faults)
}

impl Registry {
    /// No names yet, and room for the shipped ones.
    fn with_room() -> Self {
        Self {
            entries: Vec::with_capacity(14_500),
            names: WordMap::with_room(22_500),
            starts: WordMap::with_room(27_000),
            families: WordMap::with_room(7_500),
            titles: WordMap::with_room(2_200),
            agents: WordMap::with_room(4_700),
            ..Self::empty()
        }
    }
}

struct Reader {
    registry: Registry,
    faults: Vec<Fault>,
    /// Entries below this number are shipped; a name that a later one has is its alone.
    shipped: u32,
    /// Room for a key.
    key: String,
}

impl Reader {
    fn table<'t>(&mut self, name: &str, text: &'t str, own: Own<'t>) {
        let file: Arc<str> = Arc::from(name);
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
        let Some((at, header)) = lines.next() else {
            return;
        };
        let columns = Columns::of(header);
        let mut cells: Vec<&str> = Vec::with_capacity(text.len() / 8);
        let lines: Vec<(usize, &str)> = lines
            .inspect(|(_, line)| columns.cells(line, &mut cells))
            .collect();
        let rows =
            lines
                .iter()
                .zip(cells.chunks_exact(columns.count))
                .map(|(&(i, text), cells)| Row {
                    file: &file,
                    line: i + 1,
                    text,
                    columns: &columns,
                    cells,
                    own,
                });
        let has = |all: &[Column]| columns.has(all);
        if has(&[Column::Phrase, Column::Sectors]) {
            rows.for_each(|r| self.agent(&r));
        } else if has(&[Column::Demonyms, Column::Code]) {
            rows.for_each(|r| self.country(&r));
        } else if has(&[Column::Office, Column::Name]) {
            rows.for_each(|r| self.leader(&r));
        } else if has(&[Column::From, Column::Name]) {
            let rows: Vec<Row<'_, '_>> = rows.collect();
            self.standings(&rows);
        } else if has(&[Column::Organisation, Column::Name]) {
            rows.for_each(|r| self.person_row(&r));
        } else if has(&[Column::Kind, Column::Name]) {
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

    fn fault(&mut self, row: &Row<'_, '_>, part: &str, reason: impl Into<String>) {
        self.faults.push(Fault {
            file: row.file.as_ref().to_owned(),
            line: row.line,
            text: row.text.to_owned(),
            part: part.to_owned(),
            reason: reason.into(),
        });
    }

    /// The country of a row; none where the cell is empty. An unknown one is a fault.
    fn code(&mut self, row: &Row<'_, '_>, column: Column) -> Option<CountryCode> {
        let cell = row.cell(column);
        let code = CountryCode::parse(cell);
        if code.is_none() && !cell.is_empty() {
            self.fault(row, cell, format!("'{cell}' is no country code"));
        }
        code
    }

    fn sectors(&mut self, row: &Row<'_, '_>) -> Vec<Sector> {
        let mut all = Vec::new();
        for word in row.list(Column::Sectors) {
            match Sector::parse(word) {
                Some(sector) => all.push(sector),
                None => self.fault(row, word, format!("'{word}' is no sector")),
            }
        }
        all
    }

    fn day(&mut self, row: &Row<'_, '_>, column: Column, last: bool) -> Option<Date> {
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
            self.with_key(name, |all, key| all.name(id, key));
        }
        id
    }

    /// Do something with the normal form of a name.
    fn with_key<T>(&mut self, name: &str, work: impl FnOnce(&mut Self, &str) -> T) -> T {
        let mut key = std::mem::take(&mut self.key);
        key_to(name, &mut key);
        let done = work(self, &key);
        self.key = key;
        done
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

    fn country(&mut self, row: &Row<'_, '_>) {
        let Some(code) = self.code(row, Column::Code) else {
            return;
        };
        let point = row
            .cell(Column::Lat)
            .parse()
            .ok()
            .zip(row.cell(Column::Lon).parse().ok());
        let entry = |kind, name| Entry {
            point,
            ..Entry::new(kind, row.own(name), Some(code), row.source())
        };
        let name = row.cell(Column::Name);
        self.add(
            entry(EntryKind::Country, name),
            std::iter::once(name).chain(row.list(Column::Names)),
        );
        self.add(entry(EntryKind::Demonym, name), row.list(Column::Demonyms));
        for (column, kind) in [
            (Column::Capital, EntryKind::Capital),
            (Column::Metonyms, EntryKind::Capital),
            (Column::Cities, EntryKind::City),
        ] {
            for name in row.list(column) {
                let mut one = entry(kind, name);
                if column != Column::Capital {
                    one.point = None;
                }
                self.add(one, std::iter::once(name));
            }
        }
    }

    fn person(&mut self, row: &Row<'_, '_>, code: Option<CountryCode>) -> u32 {
        let name = row.cell(Column::Name);
        self.with_key(name, |all, key| {
            let registry = &all.registry;
            let known = registry.names.get(key).into_iter().flat_map(Ids::iter);
            let known = known.into_iter().find(|&id| {
                let e = &registry.entries[id as usize];
                e.kind == EntryKind::Person && e.name == name && e.code == code
            });
            if let Some(id) = known {
                return id;
            }
            let entry = Entry::new(EntryKind::Person, row.own(name), code, row.source());
            let id = all.add(entry, std::iter::empty());
            all.call(id, key);
            id
        })
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

    fn leader(&mut self, row: &Row<'_, '_>) {
        let Some(country) = self.code(row, Column::Country) else {
            if row.cell(Column::Country).is_empty() {
                self.fault(row, row.text, "an office is of a country");
            }
            return;
        };
        let id = self.person(row, Some(country));
        for alias in row.list(Column::Aliases) {
            self.with_key(alias, |all, key| all.call(id, key));
        }
        let start = self.day(row, Column::Start, false);
        let end = self.day(row, Column::End, true);
        if let Some(wikidata) = row.filled(Column::Wikidata) {
            self.registry.entries[id as usize].wikidata = Some(wikidata);
        }
        let title = row.cell(Column::Title);
        for office in row.list(Column::Office) {
            let terms = &mut self.registry.entries[id as usize].terms;
            let place = terms.len();
            // Most people have one.
            if place == 0 {
                terms.reserve_exact(1);
            }
            terms.push(Term {
                office: row.own(office),
                title: row.own(title),
                country,
                start,
                end,
                name: row.own(row.cell(Column::Name)),
                source: row.source(),
            });
            title_key(country, title, &mut self.key);
            self.registry.hold(&self.key, (id, place));
            title_key(country, office, &mut self.key);
            let words = self.key.replace('-', " ");
            self.registry.hold(&words, (id, place));
        }
    }

    fn body(&mut self, row: &Row<'_, '_>) {
        let kind = if row.file.starts_with("groups") {
            EntryKind::Group
        } else {
            EntryKind::Organisation
        };
        let name = row.cell(Column::Name);
        let entry = Entry {
            sectors: self.sectors(row),
            wikidata: row.filled(Column::Wikidata),
            ..Entry::new(
                kind,
                row.own(name),
                self.code(row, Column::Country),
                row.source(),
            )
        };
        self.add(
            entry,
            std::iter::once(name).chain(row.list(Column::Aliases)),
        );
    }

    fn person_row(&mut self, row: &Row<'_, '_>) {
        let code = self.code(row, Column::Country);
        let id = self.person(row, code);
        for alias in row.list(Column::Aliases) {
            self.with_key(alias, |all, key| all.call(id, key));
        }
        self.registry.entries[id as usize].sectors = self.sectors(row);
    }

    fn agent(&mut self, row: &Row<'_, '_>) {
        let sectors = self.sectors(row);
        let agent = Agent {
            sectors,
            plural: row.cell(Column::Number) == "pl",
            source: row.source(),
        };
        self.registry
            .add_agent(&lower(row.cell(Column::Phrase)), agent);
    }

    /// Dated standings: the rows of one name are one entry. Two that contradict each other are both refused.
    fn standings(&mut self, rows: &[Row<'_, '_>]) {
        let mut by_name: BTreeMap<&str, Vec<(&Row<'_, '_>, Standing)>> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for row in rows {
            let name = row.cell(Column::Name);
            if name.is_empty() {
                self.fault(row, row.text, "the row has no name");
                continue;
            }
            let standing = Standing {
                code: self.code(row, Column::Country),
                sectors: self.sectors(row),
                period: Period {
                    start: self.day(row, Column::Start, false),
                    end: self.day(row, Column::End, true),
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
            let mut entry = Entry::new(kind, row.own(name), code, row.source());
            let mut names: Vec<&str> = vec![name];
            for (row, standing) in kept {
                names.extend(row.list(Column::Aliases));
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

    fn kind(&mut self, row: &Row<'_, '_>) -> Option<EntryKind> {
        Some(match row.cell(Column::Kind) {
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
                self.with_key(name, |all, key| all.call(id, key));
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
