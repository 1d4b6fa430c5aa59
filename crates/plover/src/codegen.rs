//! The ontology's tables to Rust: `generated.rs` is what [`generate`] makes of `data/*.tsv`.
//!
//! `cargo xtask codegen` rewrites the file, `--check` and a test refuse one that is out of date.

use std::fmt::Write as _;

/// The tables by name.
pub const TABLES: &[(&str, &str)] = &[
    ("events", include_str!("../data/events.tsv")),
    ("modes", include_str!("../data/modes.tsv")),
    ("contexts", include_str!("../data/contexts.tsv")),
    ("sectors", include_str!("../data/sectors.tsv")),
    ("status", include_str!("../data/status.tsv")),
    ("countries", include_str!("../data/countries.tsv")),
];

/// The rows of a table, without comments and header, as cells.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
        .map(|l| l.split('\t').collect())
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
    let mut list = |name: &str, doc: &str, column: usize, meaning: usize, from: &str| {
        let _ = writeln!(out, "    /// {doc}\n    {name} {{");
        for row in rows(table(from)) {
            let word = row[column];
            let _ = writeln!(
                out,
                "        /// {}.",
                row.get(meaning)
                    .filter(|_| meaning > column)
                    .map_or_else(|| format!("`{word}`"), |m| (*m).to_owned())
            );
            let _ = writeln!(out, "        {} = \"{word}\",", variant(word));
        }
        let _ = writeln!(out, "    }}");
    };
    list(
        "EventType",
        "The 16 event types of PLOVER 2.0.",
        0,
        4,
        "events",
    );
    list(
        "Context",
        "The 37 contexts of PLOVER 2.0.",
        0,
        0,
        "contexts",
    );
    list("Sector", "The sector codes of PLOVER 2.0.", 0, 1, "sectors");
    list(
        "Status",
        "What the text says became of an act.",
        0,
        1,
        "status",
    );
    out.push_str("}\n\nconst EVENTS: &[(EventType, u8, f64, bool)] = &[\n");
    for row in rows(table("events")) {
        let score: f64 = row[2].parse().unwrap_or(0.0);
        let _ = writeln!(
            out,
            "    (EventType::{}, {}, {score:.1}, {}),",
            variant(row[0]),
            row[1],
            row[3] == "r"
        );
    }
    out.push_str("];\n\nconst MODES: &[(EventType, &str, Option<f64>)] = &[\n");
    for row in rows(table("modes")) {
        let score = row.get(2).and_then(|s| s.parse::<f64>().ok());
        let score = score.map_or("None".to_owned(), |s| format!("Some({s:.1})"));
        let _ = writeln!(
            out,
            "    (EventType::{}, \"{}\", {score}),",
            variant(row[0]),
            row[1]
        );
    }
    out.push_str("];\n\nimpl Mode {\n");
    for (i, row) in rows(table("modes")).enumerate() {
        let constant = format!("{}_{}", row[0], row[1].replace('-', "_").to_uppercase());
        let _ = writeln!(
            out,
            "    /// {} {}.\n    pub const {constant}: Self = Self({i});",
            row[0], row[1]
        );
    }
    out.push_str("}\n\nconst COUNTRIES: &[(&str, &str, Option<u16>)] = &[\n");
    for row in rows(table("countries")) {
        let cow = row
            .get(2)
            .filter(|c| !c.is_empty())
            .map_or("None".to_owned(), |c| format!("Some({c})"));
        let _ = writeln!(out, "    (\"{}\", \"{}\", {cow}),", row[0], row[1]);
    }
    out.push_str("];\n");
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_file_is_up_to_date() {
        let committed: String = include_str!("generated.rs").split_whitespace().collect();
        let fresh: String = super::generate().split_whitespace().collect();
        assert_eq!(committed, fresh, "run `cargo xtask codegen`");
    }
}
