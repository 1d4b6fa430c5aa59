//! Code again what another codebook, other actors or another network can code differently, and nothing else.
//!
//! What a coding was made of is in the archive. Its lines are held against the new ones: an article in which no word of a
//! changed line stands cannot come out differently, and is left alone. Which articles have those words is asked of the
//! full-text index, whose lemmas were made for it. Another program or network can change anything.

use std::collections::{BTreeMap, BTreeSet};

use plover::Event;
use rusqlite::{Connection, Result, params};

use crate::engine::{Coded, Engine, Material};
use crate::error::StoreError;
use crate::happening::merge::Dirty;
use crate::happening::profile::words_of;
use crate::store::events::{coded_events, keep_past, rewrite_coded};
use crate::store::write::{coding, rewrite_text};
use crate::store::{Archive, Prepared};

/// Articles of a transaction.
const BATCH: usize = 64;
/// Words of one question to the index.
const WORDS: usize = 200;

/// What came of coding again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recoded {
    /// Articles in the archive.
    pub articles: usize,
    /// Of these, coded again.
    pub coded: usize,
    /// Of these, with other events than before.
    pub changed: usize,
}

impl Archive {
    /// Code again what this engine can code differently; with `all`, everything.
    pub fn recode(
        &mut self,
        engine: &Engine,
        all: bool,
        threads: usize,
        tell: &dyn Fn(&Recoded),
    ) -> std::result::Result<Recoded, StoreError> {
        let material = engine.material();
        let mut done = Recoded::default();
        let plan = self.transaction(|c| plan(c, material, all));
        let (now, mut again, articles) = plan.map_err(|e| self.store_error(e))?;
        done.articles = articles;
        let threads = match threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        while !again.is_empty() {
            let batch = again.split_off(again.len().saturating_sub(BATCH));
            let read = batch
                .iter()
                .map(|&n| article(&self.connection, n))
                .collect::<Result<Vec<_>>>();
            let read = read.map_err(|e| self.store_error(e))?;
            let share = read.len().div_ceil(threads).max(1);
            let coded: Vec<(i64, Prepared)> = std::thread::scope(|scope| {
                let hands: Vec<_> = read
                    .chunks(share)
                    .map(|part| {
                        scope.spawn(move || {
                            part.iter()
                                .map(|(n, a)| (*n, code(engine, a)))
                                .collect::<Vec<_>>()
                        })
                    })
                    .collect();
                let results = hands.into_iter().map(std::thread::ScopedJoinHandle::join);
                results
                    .flat_map(|r| r.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            });
            let n = coded.len();
            let changed = self.transaction(|c| {
                let mut dirty = Dirty::default();
                let mut changed = 0;
                for (article, prepared) in coded {
                    changed += usize::from(replace(c, now, article, &prepared, &mut dirty)?);
                }
                dirty.settle(c)?;
                Ok(changed)
            });
            done.coded += n;
            done.changed += changed.map_err(|e| self.store_error(e))?;
            tell(&done);
        }
        Ok(done)
    }
}

/// The coding's row, the articles to be coded again, and how many there are. Articles that cannot come out differently
/// are of the new coding from now on.
fn plan(c: &Connection, material: &Material, all: bool) -> Result<(i64, Vec<i64>, usize)> {
    let now = coding(c, material)?;
    let mut codings = c.prepare("SELECT n, material FROM coding WHERE n <> ? ORDER BY n")?;
    let codings = codings
        .query_map([now], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<Vec<(i64, String)>>>()?;
    let mut again: BTreeSet<i64> = BTreeSet::new();
    for (before, old) in codings {
        let old: Material = serde_json::from_str(&old).unwrap_or_default();
        let touched = if all {
            None
        } else {
            changed_words(&old, material)
        };
        match touched {
            None => again.extend(articles_of(c, before)?),
            Some(words) => {
                let mut hit = BTreeSet::new();
                let words: Vec<String> = words.into_iter().map(|w| format!("\"{w}\"")).collect();
                for some in words.chunks(WORDS) {
                    let mut find = c.prepare_cached(
                        "SELECT rowid FROM article_text WHERE article_text MATCH ?",
                    )?;
                    let found = find.query_map([some.join(" OR ")], |r| r.get::<_, i64>(0))?;
                    for n in found {
                        hit.insert(n?);
                    }
                }
                for n in articles_of(c, before)? {
                    if hit.contains(&n) {
                        again.insert(n);
                    } else {
                        c.prepare_cached("UPDATE article SET coding = ? WHERE n = ?")?
                            .execute(params![now, n])?;
                    }
                }
            }
        }
    }
    if all {
        again.extend(articles_of(c, now)?);
    }
    let articles = c.query_row("SELECT count(*) FROM article", [], |r| r.get(0))?;
    Ok((now, again.into_iter().rev().collect(), articles))
}

fn articles_of(c: &Connection, coding: i64) -> Result<Vec<i64>> {
    c.prepare_cached("SELECT n FROM article WHERE coding = ?")?
        .query_map([coding], |r| r.get(0))?
        .collect()
}

/// The words of all lines that only one of two materials has; none where more than lines differs.
fn changed_words(old: &Material, new: &Material) -> Option<BTreeSet<String>> {
    if (&old.program, &old.model) != (&new.program, &new.model) {
        return None;
    }
    let mut words = BTreeSet::new();
    for (before, after, rules) in [
        (&old.codebook, &new.codebook, true),
        (&old.actors, &new.actors, false),
    ] {
        let index = |files: &[(String, String)]| -> BTreeMap<String, String> {
            files.iter().cloned().collect()
        };
        let (before, after) = (index(before), index(after));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let text =
                |files: &BTreeMap<String, String>| files.get(name).cloned().unwrap_or_default();
            let (x, y) = (text(&before), text(&after));
            if x == y {
                continue;
            }
            for line in changed_lines(&x, &y, rules) {
                words.extend(words_of(&line).filter(|w| !says_nothing(w)));
            }
        }
    }
    Some(words)
}

/// Lines of one text and not of the other. A heading, or an order that changed, stands for all lines of its file.
fn changed_lines(before: &str, after: &str, rules: bool) -> Vec<String> {
    let meant = |line: &&str| {
        let comment =
            line.starts_with('#') || (rules && (line.starts_with("+ ") || line.starts_with("- ")));
        !line.is_empty() && !comment
    };
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(str::trim)
            .filter(meant)
            .map(str::to_owned)
            .collect()
    };
    let (x, y) = (lines(before), lines(after));
    let count = |all: &[String]| {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for line in all {
            *counts.entry(line.clone()).or_default() += 1;
        }
        counts
    };
    let (a, b) = (count(&x), count(&y));
    let changed: BTreeSet<&String> = a
        .keys()
        .chain(b.keys())
        .filter(|line| a.get(*line) != b.get(*line))
        .collect();
    let heading = |line: &&&String| {
        let first = line.split_whitespace().next().unwrap_or_default();
        rules && (line.starts_with('[') || ["event", "status", "light", "class"].contains(&first))
    };
    // Without what changed, both must be one and the same sequence: else a rule stands under another heading.
    let rest = |all: &[String]| -> Vec<String> {
        all.iter()
            .filter(|l| !changed.contains(l))
            .cloned()
            .collect()
    };
    if changed.iter().any(|line| heading(&line)) || rest(&x) != rest(&y) {
        return x.into_iter().chain(y).collect();
    }
    changed.into_iter().cloned().collect()
}

/// Words that stand in every article, and that no rule hangs on alone.
fn says_nothing(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "over",
        "r", "that", "the", "to", "up", "upon", "with", "x",
    ];
    COMMON.contains(&word)
}

fn article(c: &Connection, n: i64) -> Result<(i64, page::Article)> {
    c.prepare_cached(
        "SELECT id, hash, title, date, date_basis, publisher, url, language, text FROM article WHERE n = ?",
    )?
    .query_row([n], |r| {
        let (value, basis): (Option<String>, Option<String>) = (r.get(3)?, r.get(4)?);
        let article = page::Article {
            id: r.get(0)?,
            hash: r.get(1)?,
            title: r.get(2)?,
            date: value.map(|value| page::PageDate {
                value,
                basis: basis.unwrap_or_default(),
            }),
            publisher: r.get(5)?,
            url: r.get(6)?,
            language: r.get(7)?,
            text: r.get(8)?,
            ..page::Article::default()
        };
        Ok((n, article))
    })
}

fn code(engine: &Engine, article: &page::Article) -> Prepared {
    // The page stage has looked at it; what it found that matters here is told by what is there.
    let language = article.language.clone().unwrap_or_default();
    let warnings = if article.text.is_empty() {
        vec![page::Warning::NoArticle]
    } else if language != "en" && !language.is_empty() {
        vec![page::Warning::NotEnglish(language)]
    } else {
        Vec::new()
    };
    let coded: Coded = engine.code(article.clone(), &warnings);
    Prepared::new(coded, &page::Options::default())
}

/// Put a new coding in place of the old. Whether anything of it is other than before.
fn replace(
    c: &Connection,
    coding: i64,
    article: i64,
    new: &Prepared,
    dirty: &mut Dirty,
) -> Result<bool> {
    rewrite_text(c, article, new)?;
    let old = coded_events(c, article)?;
    let labels = |all: &mut Vec<(i64, Event)>| {
        // Labels of happenings are names; which events share one is what counts.
        let mut names: Vec<Option<String>> = Vec::new();
        for (_, e) in all.iter_mut() {
            let at = names.iter().position(|n| n.is_some() && *n == e.happening);
            let at = at.unwrap_or_else(|| {
                names.push(e.happening.clone());
                names.len() - 1
            });
            e.happening = Some(at.to_string());
        }
    };
    let id = &new.article.id;
    let mut coded: Vec<(i64, Event)> = (1..).zip(new.events.iter().cloned()).collect();
    for (seq, e) in &mut coded {
        e.id = format!("{id}-{seq}");
        id.clone_into(&mut e.article);
        e.cite_info = plover::CiteInfo::default();
    }
    let (mut before, mut after) = (old, coded.clone());
    for (_, e) in before.iter_mut().chain(&mut after) {
        e.cite_info = plover::CiteInfo::default();
        e.coder.clear();
    }
    labels(&mut before);
    labels(&mut after);
    let changed = before != after;
    if changed {
        keep_past(c, coding, article)?;
        rewrite_coded(c, article, coded, dirty)?;
    }
    c.prepare_cached("UPDATE article SET coding = ? WHERE n = ?")?
        .execute(params![coding, article])?;
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn material(codebook: &str, actors: &str) -> Material {
        Material {
            codebook: vec![("X.rules".to_owned(), codebook.to_owned())],
            actors: vec![("a.tsv".to_owned(), actors.to_owned())],
            ..Material::default()
        }
    }

    fn words(old: &Material, new: &Material) -> Option<Vec<String>> {
        changed_words(old, new).map(|w| w.into_iter().collect())
    }

    #[test]
    fn only_the_words_of_changed_lines_count() {
        let old = material("event AID\nA give R *\nA lend R *\n", "name\nOslo\n");
        let new = material(
            "event AID\n# why\nA give R *\nA hand_over to R\n+ Sentence of a test.\n",
            "name\nOslo\nAarhus\n",
        );
        let found = words(&old, &new).unwrap_or_default();
        assert_eq!(found, ["aarhus", "hand", "lend"]);
        assert_eq!(words(&old, &old), Some(Vec::new()));
    }

    #[test]
    fn a_rule_under_another_heading_is_another_rule() {
        let old = material("event AID\n[x]\nA give R *\n[y]\nA lend R *\n", "");
        let new = material("event AID\n[x]\n[y]\nA give R *\nA lend R *\n", "");
        let found = words(&old, &new).unwrap_or_default();
        assert!(found.contains(&"give".to_owned()) && found.contains(&"lend".to_owned()));
    }

    #[test]
    fn another_network_can_change_anything() {
        let old = material("", "");
        let new = Material {
            model: "other".to_owned(),
            ..old.clone()
        };
        assert_eq!(words(&old, &new), None);
    }
}
