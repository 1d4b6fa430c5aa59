//! Dictionaries as tables of the registry: what a user lays over the shipped ones.
//!
//! A code is read three letters at a time: a country or body first, then sectors (`data/import/codes.tsv` for those
//! that are CAMEO's and not PLOVER's). The dictionary's own string stays in the column `from`, since PLOVER has no
//! field for some of it. Codes of one name that hold at the same time and differ are refused, all of them: one is
//! wrong, and the file does not say which.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use plover::{CountryCode, Sector};

use super::{Actor, Actors, Agents, Code, Fault, fault};
use crate::actor::clash;

const CODES: &str = include_str!("../../data/import/codes.tsv");

/// A table, and what of the dictionary is not in it.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The table, its first line the columns.
    pub text: String,
    /// Its rows.
    pub rows: usize,
    /// Lines that could not be used.
    pub faults: Vec<Fault>,
}

/// What a file says, as a table of the registry: of actors, or of agents where its codes say with `~` where an actor's
/// code stands.
pub fn table(file: &str, text: &str) -> Table {
    let is_agents = super::lines(text)
        .filter_map(|(_, _, line)| line.split_once('['))
        .any(|(_, code)| code.contains('~'));
    if is_agents {
        let mut agents = Agents::default();
        let faults = agents.read(file, text);
        agent_rows(file, text, &agents, faults)
    } else {
        let mut actors = Actors::default();
        let faults = actors.read(file, text);
        actor_rows(file, text, &actors, faults)
    }
}

/// What a code comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Meaning {
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
}

/// The meaning of a code, or the part that has none.
fn meaning(code: &str) -> Result<Meaning, String> {
    let mut all = Meaning::default();
    let mut rest = code;
    let mut first = true;
    while !rest.is_empty() {
        let (part, after) = rest.split_at_checked(3).unwrap_or((rest, ""));
        let row = plover::codegen::rows(CODES).find(|r| r.first() == Some(&part));
        let cell = |i: usize| row.as_ref().and_then(|r| r.get(i)).copied().unwrap_or("");
        let (country, sector) = if row.is_some() {
            (CountryCode::parse(cell(1)), Sector::parse(cell(2)))
        } else {
            (CountryCode::parse(part), Sector::parse(part))
        };
        // Behind the first part, letters that name a group or creed of their own say nothing PLOVER keeps.
        if first && row.is_none() && country.is_none() && sector.is_none() {
            return Err(part.to_owned());
        }
        // 'IGOUNO' is the United Nations, 'MNCUSA' a company at home there.
        let body = all.country.is_some_and(|c| c.as_str() == "IGO");
        if all.country.is_none() && first || body && country.is_some_and(|c| !c.is_country()) {
            all.country = country;
        }
        let as_sector = sector.filter(|s| !all.sectors.contains(s));
        all.sectors.extend(as_sector);
        first = false;
        rest = after;
    }
    Ok(all)
}

fn actor_rows(file: &str, text: &str, actors: &Actors, faults: Vec<Fault>) -> Table {
    let mut out = Table {
        faults,
        ..Table::default()
    };
    let refused = contradictions(text, actors, &mut out.faults);
    let _ = writeln!(
        out.text,
        "# Imported from {file}.\nname\taliases\tkind\tcountry\tsectors\tstart\tend\tfrom"
    );
    for actor in actors.all() {
        let Some((first, others)) = actor.names.split_first() else {
            continue;
        };
        let mut aliases: Vec<String> = others.iter().map(|n| readable(n)).collect();
        aliases.dedup();
        let mut kept = Vec::new();
        for code in &actor.codes {
            if refused.iter().any(|r| std::ptr::eq(*r, code)) {
                continue;
            }
            match meaning(&code.code) {
                Ok(meaning) => kept.push((code, meaning)),
                Err(part) => out.faults.push(fault(
                    file,
                    code.line,
                    &code.text,
                    &part,
                    format!("'{part}' is no country, body or sector"),
                )),
            }
        }
        let kind = kind(&kept);
        for (i, (code, meaning)) in kept.iter().enumerate() {
            let sectors: Vec<&str> = meaning.sectors.iter().map(|s| s.as_str()).collect();
            let day = |d: Option<plover::Date>| d.map_or(String::new(), |d| d.to_string());
            let _ = writeln!(
                out.text,
                "{}\t{}\t{kind}\t{}\t{}\t{}\t{}\t{file}:{} {}",
                readable(first),
                if i == 0 {
                    aliases.join(";")
                } else {
                    String::new()
                },
                meaning.country.map_or("", CountryCode::as_str),
                sectors.join(";"),
                day(code.period.start),
                day(code.period.end),
                code.line,
                code.code
            );
            out.rows += 1;
        }
    }
    out.faults.sort_by_key(|f| f.line);
    out
}

/// What kind of thing has these codes: a mere country code is a country's, dated codes are a person's.
fn kind(codes: &[(&Code, Meaning)]) -> &'static str {
    let dated = codes.iter().any(|(c, _)| c.is_dated());
    let sectors = || codes.iter().flat_map(|(_, m)| &m.sectors);
    let countries = codes
        .iter()
        .all(|(_, m)| m.country.is_some_and(CountryCode::is_country));
    if sectors().next().is_none() && countries {
        "country"
    } else if dated {
        "person"
    } else if sectors().any(|s| *s == Sector::Reb) {
        "group"
    } else {
        "organisation"
    }
}

/// Codes of one name that hold at the same time and differ.
fn contradictions<'a>(text: &str, actors: &'a Actors, faults: &mut Vec<Fault>) -> Vec<&'a Code> {
    let mut by_name: BTreeMap<String, Vec<(&Actor, &Code)>> = BTreeMap::new();
    for actor in actors.all() {
        for name in &actor.names {
            let all = by_name.entry(name.to_uppercase()).or_default();
            all.extend(actor.codes.iter().map(|c| (actor, c)));
        }
    }
    let mut refused: Vec<&Code> = Vec::new();
    for all in by_name.values() {
        for (i, (actor, code)) in all.iter().enumerate() {
            let other = all
                .iter()
                .enumerate()
                .find(|&(o, (_, c))| o != i && c.code != code.code && clash(code.period, c.period));
            let Some((_, (_, other))) = other else {
                continue;
            };
            if refused.iter().any(|r| std::ptr::eq(*r, *code)) {
                continue;
            }
            refused.push(code);
            let line = text.lines().nth(other.line - 1).unwrap_or_default();
            let reason = format!(
                "it contradicts line {}, and neither is taken: {}",
                other.line,
                line.trim()
            );
            faults.push(fault(
                &actor.file,
                code.line,
                &code.text,
                &code.code,
                reason,
            ));
        }
    }
    refused
}

fn agent_rows(file: &str, text: &str, agents: &Agents, faults: Vec<Fault>) -> Table {
    let mut out = Table {
        faults,
        ..Table::default()
    };
    let _ = writeln!(out.text, "# Imported from {file}.\nphrase\tsectors\tnumber");
    for agent in agents.all() {
        let sectors = match meaning(&agent.code) {
            Ok(meaning) if !meaning.sectors.is_empty() => meaning.sectors,
            _ => {
                let line = text.lines().nth(agent.line - 1).unwrap_or_default();
                let reason = format!("'{}' is no sector", agent.code);
                out.faults
                    .push(fault(file, agent.line, line, &agent.code, reason));
                continue;
            }
        };
        let sectors: Vec<&str> = sectors.iter().map(|s| s.as_str()).collect();
        for (form, plural) in &agent.forms {
            let number = if *plural { "pl" } else { "sg" };
            let _ = writeln!(
                out.text,
                "{}\t{}\t{number}",
                form.to_lowercase(),
                sectors.join(";")
            );
            out.rows += 1;
        }
    }
    out.faults.sort_by_key(|f| f.line);
    out
}

/// A name in capitals as text has it: 'Ministry of Defence', but 'IMF' and 'U.N.'.
fn readable(name: &str) -> String {
    let name = name.replace(['\t', ';'], " ");
    if !name.contains(' ') && (name.chars().count() <= 3 || name.contains('.')) {
        return name;
    }
    let word = |(i, word): (usize, &str)| {
        let lower = word.to_lowercase();
        if i > 0
            && matches!(
                lower.as_str(),
                "of" | "the" | "and" | "for" | "in" | "de" | "al"
            )
        {
            return lower;
        }
        // Each part of 'Ki-Moon', and what has full stops in it as it is.
        if word.contains('.') {
            return word.to_owned();
        }
        let parts = lower.split('-').map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
        });
        parts.collect::<Vec<String>>().join("-")
    };
    let words = name.split(' ').enumerate().map(word);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_to_countries_and_sectors() {
        let shown = |code: &str| match meaning(code) {
            Ok(m) => {
                let country = m.country.map_or("-", CountryCode::as_str);
                let sectors: Vec<&str> = m.sectors.iter().map(|s| s.as_str()).collect();
                format!("{country} {}", sectors.join(" "))
            }
            Err(part) => format!("no {part}"),
        };
        assert_eq!(shown("USAGOV"), "USA GOV");
        assert_eq!(shown("TMPGOVHLH"), "TLS GOV MED");
        assert_eq!(shown("IGOUNO"), "UNO ");
        assert_eq!(shown("MNCUSAMED"), "MNC BUS JRN");
        assert_eq!(shown("IMGMUSALQ"), "IMG REB REL");
        assert_eq!(shown("MED"), "- JRN");
        assert_eq!(shown("ZZZGOV"), "no ZZZ");
    }

    #[test]
    fn the_crosswalk_knows_only_codes_of_plover() {
        for row in plover::codegen::rows(CODES) {
            assert!(
                row[1].is_empty() || CountryCode::parse(row[1]).is_some(),
                "{row:?}"
            );
            assert!(
                row[2].is_empty() || Sector::parse(row[2]).is_some(),
                "{row:?}"
            );
        }
    }

    #[test]
    fn names_are_written_as_text_has_them() {
        assert_eq!(readable("IMF"), "IMF");
        assert_eq!(readable("MINISTRY OF DEFENCE"), "Ministry of Defence");
        assert_eq!(readable("AL-QAEDA"), "Al-Qaeda");
        assert_eq!(readable("U.N. ENVOY"), "U.N. Envoy");
    }
}
