//! `cargo xtask audit`: are the registry's tables in order, and what do they lack?
//!
//! Faults fail: what cannot be read, rows out of order, terms that end before they start, two holders of one office on
//! the same day, names given twice. Gaps do not: `--gaps` lists the years in which a state has no known holder of an
//! office. `--petrarch` compares with the field's dictionaries beside the checkout (`petrarch`).

mod petrarch;
mod table;
mod terms;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use coder::actor::{FILES, Registry};

use table::{Row, Table};

/// Columns that rows of a table are sorted by, by a column that only it has.
const ORDER: &[(&str, &[&str])] = &[
    ("phrase", &["phrase"]),
    ("demonyms", &["code"]),
    ("office", &["country", "office", "start"]),
    ("kind", &["id"]),
    ("organisation", &["name"]),
];

/// Check the tables; print faults, gaps or differences.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let tables = tables();
    let held = terms::held(&tables);
    for table in &tables {
        println!("audit: {}: {} rows", table.name, table.rows.len());
    }
    for (office, all) in &terms::gaps(&held) {
        let years: f64 = all.iter().map(terms::Gap::years).sum();
        println!(
            "audit: {office}: {} gaps, {years:.0} years in all",
            all.len()
        );
        if args.contains(&"--gaps") {
            for gap in all {
                println!("  {gap}");
            }
        }
    }
    if args.contains(&"--petrarch") {
        petrarch::compare(&held)?;
    }
    let faults = faults(&tables, &held);
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("audit: {} faults", faults.len());
    }
    println!("audit: in order");
    Ok(())
}

/// The shipped tables.
fn tables() -> Vec<Table<'static>> {
    let all = FILES.iter();
    all.map(|(name, text)| Table::new(name, text)).collect()
}

/// All that is wrong with the tables.
fn faults(tables: &[Table<'_>], held: &[terms::Held]) -> Vec<String> {
    let shipped: Vec<(String, String)> = FILES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let (_, unread) = Registry::overlaid(&shipped);
    let mut all: Vec<String> = unread.iter().map(ToString::to_string).collect();
    for table in tables {
        order(table, &mut all);
        lists(table, &mut all);
    }
    twice(tables, &mut all);
    terms::faults(held, &mut all);
    all
}

fn fault(table: &Table<'_>, row: &Row<'_>, reason: &str) -> String {
    let shown: String = row.text.chars().take(100).collect();
    format!("{}:{}: {reason}\n  {shown}", table.name, row.line)
}

/// Rows stand in the order of their columns.
fn order(table: &Table<'_>, faults: &mut Vec<String>) {
    let by = ORDER.iter().find(|(column, _)| table.has(column));
    let Some((_, columns)) = by else { return };
    let key = |row: &Row<'_>| -> Vec<String> {
        columns
            .iter()
            .map(|c| table.cell(row, c).to_owned())
            .collect()
    };
    for pair in table.rows.windows(2) {
        if key(&pair[1]) < key(&pair[0]) {
            faults.push(fault(table, &pair[1], "the row is out of order"));
        }
    }
}

/// No list of a row says anything twice, or what its name says.
fn lists(table: &Table<'_>, faults: &mut Vec<String>) {
    for row in &table.rows {
        for column in [
            "aliases", "names", "demonyms", "capital", "metonyms", "cities",
        ] {
            let mut seen = vec![table.cell(row, "name")];
            let skip_name = matches!(column, "aliases" | "names");
            if !skip_name {
                seen.clear();
            }
            for name in table.list(row, column) {
                if seen.contains(&name) {
                    faults.push(fault(table, row, &format!("'{name}' stands twice")));
                }
                seen.push(name);
            }
        }
    }
}

/// A name of two bodies or groups, or of two places of one kind, finds only one of them.
fn twice(tables: &[Table<'_>], faults: &mut Vec<String>) {
    for table in tables.iter().filter(|t| t.has("id") || t.has("phrase")) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for row in &table.rows {
            let own = [table.cell(row, "name"), table.cell(row, "phrase")];
            let mut names: Vec<String> = own
                .into_iter()
                .filter(|n| !n.is_empty())
                .chain(table.list(row, "aliases"))
                .map(str::to_lowercase)
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                if let Some(line) = first.get(&name) {
                    let reason = format!("'{name}' is also the name in line {line}");
                    faults.push(fault(table, row, &reason));
                }
                first.insert(name, row.line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_tables_are_in_order() {
        let tables = tables();
        let faults = faults(&tables, &terms::held(&tables));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn faults_are_found() {
        let leaders = Table::new(
            "x.tsv",
            "country\toffice\ttitle\tname\taliases\tstart\tend\n\
             ATL\thead-of-state\tpresident\tA\tA\t2001-02\t2005-06\n\
             ATL\thead-of-state\tpresident\tB\t\t2004\t2003\n\
             ATL\thead-of-state\tpresident\tC\t\t2004-05\t2007\n\
             ATL\thead-of-government\tpresident\tC\t\t2004-05\t2007\n",
        );
        let mut found = Vec::new();
        order(&leaders, &mut found);
        lists(&leaders, &mut found);
        terms::faults(&terms::held(&[leaders]), &mut found);
        let wanted = [
            "out of order",
            "stands twice",
            "ends before",
            "at the same time",
        ];
        assert_eq!(found.len(), wanted.len(), "{found:#?}");
        for (one, wanted) in found.iter().zip(wanted) {
            assert!(one.contains(wanted), "{one}");
        }
    }
}
