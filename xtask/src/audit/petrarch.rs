//! The field's dictionaries beside the checkout against the registry: where both know a name and say different things.
//!
//! Nothing is taken over. What differs is listed; what was decided about it stands in `eval/audit/petrarch.tsv`, and only
//! new differences are counted as open.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use coder::actor::{EntryKind, Registry};
use coder::import::Actors;
use plover::{CountryCode, Date};

use super::terms::Held;

const FILES: &[&str] = &[
    "Phoenix.Countries.actors.txt",
    "Phoenix.International.actors.txt",
    "Phoenix.MilNonState.actors.txt",
];
const DECIDED: &str = "eval/audit/petrarch.tsv";

/// Print what differs.
pub(super) fn compare(held: &[Held]) -> Result<()> {
    let folder = crate::tidy::root().join("../shared/dictionaries/petrarch");
    if !folder.exists() {
        println!(
            "audit: petrarch: skipped, {} is not there",
            folder.display()
        );
        return Ok(());
    }
    let decided = decisions()?;
    let mut dictionary = Actors::default();
    for file in FILES {
        let bytes =
            fs::read(folder.join(file)).with_context(|| format!("{file} cannot be read"))?;
        dictionary.read(file, &String::from_utf8_lossy(&bytes));
    }
    let registry = Registry::embedded();
    let (mut both, mut agree, mut unknown) = (0_usize, 0_usize, BTreeMap::<&str, usize>::new());
    let mut open: BTreeSet<String> = BTreeSet::new();
    for actor in dictionary.all() {
        let theirs: BTreeSet<&str> = actor
            .codes
            .iter()
            .filter_map(|c| c.code.get(..3))
            .filter(|c| CountryCode::parse(c).is_some_and(CountryCode::is_country))
            .collect();
        if theirs.is_empty() {
            continue;
        }
        let known = actor.names.iter().flat_map(|n| registry.lookup(n));
        let ours: BTreeSet<&str> = known
            .filter(|e| e.kind != EntryKind::City)
            .filter_map(|e| e.code)
            .map(CountryCode::as_str)
            .collect();
        if ours.is_empty() {
            *unknown.entry(actor.file.as_str()).or_default() += 1;
            continue;
        }
        both += 1;
        if ours.iter().any(|c| theirs.contains(c)) {
            agree += 1;
        } else {
            let list = |all: &BTreeSet<&str>| all.iter().copied().collect::<Vec<_>>().join(",");
            let name = registry_name(&registry, actor.names.iter());
            open.insert(format!(
                "{name}\tcountry\t{}\t{}",
                list(&ours),
                list(&theirs)
            ));
        }
    }
    let (compared, dates) = terms(held, &dictionary);
    open.extend(dates);
    let all = open.len();
    open.retain(|line| {
        let key: Vec<&str> = line.split('\t').take(2).collect();
        !decided.contains(&key.join("\t"))
    });
    println!(
        "audit: petrarch: {both} names known to both, {agree} of one country; {compared} dated terms of government compared"
    );
    for (file, n) in unknown {
        println!("audit: petrarch: {n} actors of {file} are not in the registry");
    }
    println!(
        "audit: petrarch: {all} differences, {} of them not decided",
        open.len()
    );
    for line in open {
        println!("  {line}");
    }
    Ok(())
}

/// The name by which our tables know one of these.
fn registry_name<'n>(registry: &Registry, names: impl Iterator<Item = &'n String>) -> String {
    let mut known = names.flat_map(|n| registry.lookup(n));
    known.next().map_or(String::new(), |e| e.name.to_string())
}

/// Those who by their dictionaries were in no government on the day in the middle of one of our terms, though they have
/// dates for them.
fn terms(held: &[Held], dictionary: &Actors) -> (usize, Vec<String>) {
    let (mut compared, mut all) = (0, Vec::new());
    for term in held
        .iter()
        .filter(|t| t.office == "head-of-government" || t.office == "head-of-state")
    {
        // They end in 2013, and know few days.
        let (Some(start), Some(end)) = (term.start.last, term.end.first) else {
            continue;
        };
        let middle = Date::from_days(i32::midpoint(start.to_days(), end.to_days()));
        if middle.year() < 1992 || middle.year() > 2012 {
            continue;
        }
        let actor = term
            .names
            .iter()
            .find_map(|n| dictionary.get(&n.to_uppercase()));
        let Some(actor) = actor.filter(|a| a.codes.iter().any(coder::import::Code::is_dated))
        else {
            continue;
        };
        compared += 1;
        let code = actor.on(Some(middle)).map_or("", |c| c.code.as_str());
        if !code.starts_with(&format!("{}GOV", term.country)) {
            all.push(format!(
                "{}\t{middle}\t{}GOV\t{code}",
                term.name, term.country
            ));
        }
    }
    (compared, all)
}

/// Names and kinds of difference that were looked into.
fn decisions() -> Result<BTreeSet<String>> {
    let path = crate::tidy::root().join(DECIDED);
    let text = fs::read_to_string(&path).with_context(|| format!("{DECIDED} cannot be read"))?;
    let lines = text.lines().filter(|l| !l.starts_with('#')).skip(1);
    Ok(lines
        .map(|l| l.split('\t').take(2).collect::<Vec<_>>().join("\t"))
        .collect())
}
