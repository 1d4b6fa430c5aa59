//! The ontology's tables to Rust: `generated.rs` is what [`generate`] makes of `data/*.tsv`.
//!
//! `cargo xtask codegen` rewrites the file, `--check` and a test refuse one that is out of date.

use std::fmt::Write as _;

/// The tables that code is made of, by name.
pub const TABLES: &[(&str, &str)] = &[
    ("events", include_str!("../data/events.tsv")),
    ("modes", include_str!("../data/modes.tsv")),
    ("contexts", include_str!("../data/contexts.tsv")),
    ("sectors", include_str!("../data/sectors.tsv")),
    ("status", include_str!("../data/status.tsv")),
    ("auxmodes", include_str!("../data/auxmodes.tsv")),
    ("countries", include_str!("../data/countries.tsv")),
];

/// The rows of a table, without comments and header, as cells.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
        .map(cells)
}

/// The cells of a line. Big tables are read at every start, so no list of cells grows step by step.
pub fn cells(line: &str) -> Vec<&str> {
    const MOST: usize = 12;
    let mut all = Vec::with_capacity(MOST);
    let mut start = 0;
    for (at, _) in line.bytes().enumerate().filter(|(_, b)| *b == b'\t') {
        all.push(line.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    all.push(line.get(start..).unwrap_or_default());
    all
}

fn table(name: &str) -> &'static str {
    TABLES
        .iter()
        .find(|(n, _)| *n == name)
        .map_or("", |(_, text)| text)
}

/// '`pro_autocracy`' and 'third-party' to `ProAutocracy`, `ThirdParty`; 'AGREE' to `Agree`.
fn variant(word: &str) -> String {
    word.split(['_', '-'])
        .map(|part| {
            let mut letters = part.chars();
            let first: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            first + &letters.as_str().to_lowercase()
        })
        .collect()
}

/// The text of `generated.rs`.
pub fn generate() -> String {
    let mut out = String::from(
        "// @generated from data/*.tsv by `cargo xtask codegen`; edit the tables instead.\n\nvocabulary! {\n",
    );
    for list in [
        List {
            name: "EventType",
            kind: "event type",
            doc: "The 16 event types of PLOVER 2.0.",
            meaning: 4,
            table: "events",
        },
        List {
            name: "Context",
            kind: "context",
            doc: "The 37 contexts of PLOVER 2.0.",
            meaning: 1,
            table: "contexts",
        },
        List {
            name: "Sector",
            kind: "sector",
            doc: "The sector codes of PLOVER 2.0.",
            meaning: 1,
            table: "sectors",
        },
        List {
            name: "Status",
            kind: "status",
            doc: "What the text says became of an act.",
            meaning: 1,
            table: "status",
        },
        List {
            name: "AuxMode",
            kind: "auxiliary mode",
            doc: "The manual's special contexts, which qualify an act as a whole; ours is [`Status`].",
            meaning: 1,
            table: "auxmodes",
        },
    ] {
        list.write(&mut out);
    }
    out.push_str("}\n\n");
    events(&mut out);
    modes(&mut out);
    countries(&mut out);
    out
}

/// A closed list of words that becomes an enum.
struct List {
    name: &'static str,
    /// As messages call it.
    kind: &'static str,
    doc: &'static str,
    /// Column of the meaning.
    meaning: usize,
    table: &'static str,
}

impl List {
    fn write(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "    /// {}\n    {} {:?} {{",
            self.doc, self.name, self.kind
        );
        for row in rows(table(self.table)) {
            let meaning = row.get(self.meaning).copied().unwrap_or_default();
            let _ = writeln!(
                out,
                "        /// {meaning}.\n        {} = \"{}\", {meaning:?},",
                variant(row[0]),
                row[0],
            );
        }
        out.push_str("    }\n");
    }
}

fn events(out: &mut String) {
    out.push_str("const EVENTS: &[(EventType, u8, f64, bool)] = &[\n");
    for row in rows(table("events")) {
        let score: f64 = row[2].parse().unwrap_or(f64::NAN);
        let _ = writeln!(
            out,
            "    (EventType::{}, {}, {score:.1}, {}),",
            variant(row[0]),
            row[1],
            row[3] == "r"
        );
    }
    out.push_str("];\n\n");
}

fn modes(out: &mut String) {
    out.push_str("const MODES: &[(EventType, &str, Option<f64>, &str)] = &[\n");
    for row in rows(table("modes")) {
        let score = row[2].parse::<f64>().ok();
        let score = score.map_or("None".to_owned(), |s| format!("Some({s:.1})"));
        let _ = writeln!(
            out,
            "    (EventType::{}, \"{}\", {score}, {:?}),",
            variant(row[0]),
            row[1],
            row[3]
        );
    }
    out.push_str("];\n\nimpl Mode {\n");
    for (i, row) in rows(table("modes")).enumerate() {
        let constant = format!("{}_{}", row[0], row[1].replace('-', "_").to_uppercase());
        let _ = writeln!(
            out,
            "    /// {} {}. {}.\n    pub const {constant}: Self = Self({i});",
            row[0], row[1], row[3],
        );
    }
    out.push_str("}\n\n");
}

fn countries(out: &mut String) {
    out.push_str("const COUNTRIES: &[(&str, &str, Option<u16>, &str)] = &[\n");
    for row in rows(table("countries")) {
        let cow = row
            .get(2)
            .filter(|c| !c.is_empty())
            .map_or("None".to_owned(), |c| format!("Some({c})"));
        let fips = row.get(3).copied().unwrap_or_default();
        let _ = writeln!(
            out,
            "    (\"{}\", \"{}\", {cow}, \"{fips}\"),",
            row[0], row[1]
        );
    }
    out.push_str("];\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_file_is_up_to_date() {
        let committed: String = include_str!("generated.rs").split_whitespace().collect();
        let fresh: String = generate().split_whitespace().collect();
        assert_eq!(committed, fresh, "run `cargo xtask codegen`");
    }

    #[test]
    fn tables_are_sorted_and_whole() {
        for (name, text) in TABLES {
            let columns = text
                .lines()
                .find(|l| !l.starts_with('#'))
                .map_or(0, |header| header.split('\t').count());
            let mut last: Option<String> = None;
            for row in rows(text) {
                assert_eq!(row.len(), columns, "{name}: {row:?}");
                let key = match *name {
                    "modes" => format!("{}\t{}", row[0], row[1]),
                    _ => row[0].to_owned(),
                };
                let in_order = *name == "status" || last.as_ref().is_none_or(|l| *l < key);
                assert!(in_order, "{name}: '{key}' is out of order or there twice");
                last = Some(key);
            }
        }
    }
}
