//! An article into the archive: its text, sentences, events and reports, in the caller's transaction.

use std::rc::Rc;

use plover::Event;
use rusqlite::{Connection, OptionalExtension as _, Result, TransactionBehavior, params};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use syntax::Upos;

use super::Archive;
use super::events::{Words, write_events};
use super::schema::SENTENCE_BITS;
use super::summary::Teller;
use crate::engine::{Coded, Material};
use crate::error::StoreError;
use crate::happening::copies;
use crate::happening::fold::Rank;
use crate::happening::merge::Dirty;
use crate::happening::profile::hash_words;
use crate::hex;

/// An article with all that is stored of it, worked out where there are many hands: writing is left to one.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    pub(crate) key: String,
    pub(crate) article: page::Article,
    pub(crate) warnings: Vec<String>,
    pub(crate) sentences: Vec<(usize, usize)>,
    lemmas: String,
    bands: Vec<i64>,
    marks: Vec<u8>,
    pub(crate) events: Vec<Event>,
}

/// What makes an article the same: the id it was given, its bytes, its address.
pub(crate) fn key(input: &[u8], options: &page::Options) -> String {
    key_of(
        &hex(&Sha256::digest(input)),
        options.id.as_deref(),
        options.url.as_deref(),
    )
}

fn key_of(hash: &str, id: Option<&str>, url: Option<&str>) -> String {
    let mut all = Sha256::new();
    for part in [Some(hash), id, url] {
        let part = part.unwrap_or_default();
        all.update((part.len() as u64).to_le_bytes());
        all.update(part);
    }
    hex(&all.finalize())
}

impl Prepared {
    /// Of what the engine made of an input.
    pub fn new(coded: Coded, options: &page::Options) -> Self {
        let Coded {
            article,
            document,
            coding,
            warnings,
            ..
        } = coded;
        let runs = copies::runs(&article.text);
        Self {
            key: key_of(&article.hash, options.id.as_deref(), options.url.as_deref()),
            warnings,
            sentences: document
                .sentences
                .iter()
                .map(|s| (s.span.start, s.span.end))
                .collect(),
            lemmas: lemmas(&document),
            bands: copies::bands(&runs),
            marks: marks(&document)
                .iter()
                .flat_map(|m| m.to_le_bytes())
                .collect(),
            events: coding.events,
            article,
        }
    }
}

impl Prepared {
    /// About how many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        /// A record with its evidence.
        const EVENT: usize = 4096;
        let leftovers = self.article.leftovers.iter().map(|l| l.text.len());
        let text = self.article.text.len() + self.lemmas.len() + leftovers.sum::<usize>();
        2 * text + EVENT * self.events.len()
    }
}

/// Each lemma of a text once: what a changed rule can touch is found by it.
fn lemmas(document: &syntax::Document) -> String {
    let tokens = document.sentences.iter().flat_map(|s| &s.tokens);
    let mut all: Vec<&str> = tokens.map(|t| t.lemma.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

/// The nouns, names and numbers at the head of a text, hashed: what tells one story from another.
fn marks(document: &syntax::Document) -> Vec<u32> {
    /// Sentences in which a report says what it is about.
    const HEAD: usize = 8;
    let tokens = document.sentences.iter().take(HEAD).flat_map(|s| &s.tokens);
    let mut all = Vec::new();
    for token in tokens {
        if matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Num) {
            hash_words(&token.lemma, &mut all);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Who tells it: the publisher, or the host of the address; empty where neither is known.
fn source(article: &page::Article) -> String {
    let publisher = article.publisher.clone().filter(|p| !p.trim().is_empty());
    publisher
        .or_else(|| host(article.url.as_deref()?))
        .unwrap_or_default()
}

/// The host of an address, without `www`.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_lowercase())
}

impl Archive {
    /// Write articles in one transaction, with the happenings and counts that follow from them. How many were new.
    pub fn write(
        &mut self,
        material: &Material,
        articles: impl IntoIterator<Item = Prepared>,
    ) -> std::result::Result<usize, StoreError> {
        let written = self.transaction(|c| {
            let coding = coding(c, material)?;
            let mut dirty = Dirty::default();
            let mut new = Vec::new();
            for article in articles {
                new.extend(insert(c, coding, article, &mut dirty)?);
            }
            dirty.settle(c)?;
            // Last of all, and together: many another statement would make the index of words write what it has gathered.
            for (n, article) in &new {
                write_words(c, *n, article)?;
                write_sentence_words(c, *n, article)?;
            }
            Ok(new.len())
        });
        written.map_err(|e| self.store_error(e))
    }

    /// All of it or nothing.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    /// Whether an input is in the archive already.
    pub(crate) fn knows(&self, key: &str) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM article WHERE key = ?")?
            .exists([key])
    }
}

/// The row of what coded.
pub(crate) fn coding(c: &Connection, material: &Material) -> Result<i64> {
    let fingerprint = material.fingerprint();
    let known = c
        .prepare_cached("SELECT n FROM coding WHERE fingerprint = ?")?
        .query_row([&fingerprint], |r| r.get(0))
        .optional()?;
    if let Some(n) = known {
        return Ok(n);
    }
    c.execute(
        "INSERT INTO coding (fingerprint, coder, model, material) VALUES (?, ?, ?, ?)",
        params![
            fingerprint,
            material.program,
            material.model,
            serde_json::to_string(material).unwrap_or_default()
        ],
    )?;
    Ok(c.last_insert_rowid())
}

/// Write an article unless it is there, all but the index of its words. Its number, where it is new.
fn insert(
    c: &Connection,
    coding: i64,
    mut p: Prepared,
    dirty: &mut Dirty,
) -> Result<Option<(i64, Prepared)>> {
    let there = |column: &str, value: &str| {
        c.prepare_cached(&format!("SELECT 1 FROM article WHERE {column} = ?"))?
            .exists([value])
    };
    if there("key", &p.key)? {
        return Ok(None);
    }
    if there("id", &p.article.id)? {
        // Another text under the same id, or the same text at another address: both stay, and can be told apart.
        let mark: String = p.key.chars().take(12).collect();
        p.article.id = format!("{}@{mark}", p.article.id);
    }
    let a = &p.article;
    let day = a
        .date
        .as_ref()
        .and_then(|d| plover::Date::parse(&d.value))
        .map(plover::Date::to_days);
    let leftovers: Vec<_> = a
        .leftovers
        .iter()
        .map(|l| json!({"text": l.text, "reason": l.reason.as_str()}))
        .collect();
    c.prepare_cached(
        "INSERT INTO article (key, id, hash, coding, copy_of, day, title, authors, date, date_basis, publisher, source,
         url, language, warnings, leftovers, marks, text) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        p.key,
        a.id,
        a.hash,
        coding,
        day,
        a.title,
        json!(a.authors).to_string(),
        a.date.as_ref().map(|d| &d.value),
        a.date.as_ref().map(|d| &d.basis),
        a.publisher,
        source(a),
        a.url,
        a.language,
        json!(p.warnings).to_string(),
        json!(leftovers).to_string(),
        p.marks,
        a.text,
    ])?;
    let n = c.last_insert_rowid();
    write_sentences(c, n, &p)?;
    link_copies(c, n, &p, dirty)?;
    let words = Words {
        text: &p.article.text,
        sentences: &p.sentences,
        teller: Rc::new(Teller {
            source: source(&p.article),
            day,
            date: p.article.date.as_ref().map(|d| d.value.clone()),
        }),
    };
    let events = (1..).zip(std::mem::take(&mut p.events)).collect();
    write_events(c, n, events, Some(&words), dirty)?;
    Ok(Some((n, p)))
}

/// The words of an article, to be found by.
fn write_words(c: &Connection, article: i64, p: &Prepared) -> Result<()> {
    c.prepare_cached("INSERT INTO article_text (rowid, title, text, lemmas) VALUES (?, ?, ?, ?)")?
        .execute(params![article, p.article.title, p.article.text, p.lemmas])?;
    Ok(())
}

/// And those of its sentences.
fn write_sentence_words(c: &Connection, article: i64, p: &Prepared) -> Result<()> {
    let mut words = c.prepare_cached("INSERT INTO sentence_text (rowid, text) VALUES (?, ?)")?;
    for (i, &(start, end)) in p.sentences.iter().enumerate() {
        words.execute(params![
            sentence(article, i),
            p.article.text.get(start..end)
        ])?;
    }
    Ok(())
}

fn write_sentences(c: &Connection, article: i64, p: &Prepared) -> Result<()> {
    let mut row = c.prepare_cached("INSERT INTO sentence VALUES (?, ?, ?)")?;
    for (i, &(start, end)) in p.sentences.iter().enumerate() {
        row.execute(params![sentence(article, i), start, end])?;
    }
    Ok(())
}

/// The number of an article's sentence.
pub(crate) fn sentence(article: i64, index: usize) -> i64 {
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    (article << SENTENCE_BITS) | index.min((1 << SENTENCE_BITS) - 1)
}

/// Find the copies of an article that is new, and bring them under one that stands for all.
fn link_copies(c: &Connection, n: i64, p: &Prepared, dirty: &mut Dirty) -> Result<()> {
    let mut find = c.prepare_cached(
        "SELECT DISTINCT a.n, a.copy_of, a.day FROM band b JOIN article a ON a.n = b.article WHERE b.hash = ?",
    )?;
    let mut candidates: Vec<(i64, i64, Option<i32>)> = Vec::new();
    let mut band = c.prepare_cached("INSERT OR IGNORE INTO band VALUES (?, ?)")?;
    for hash in &p.bands {
        let found = find.query_map([hash], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        for candidate in found {
            let candidate = candidate?;
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        band.execute(params![hash, n])?;
    }
    let day = p
        .article
        .date
        .as_ref()
        .and_then(|d| plover::Date::parse(&d.value));
    let day = day.map(plover::Date::to_days);
    let mut of: Vec<i64> = Vec::new();
    let mut mine = None;
    let mut text = c.prepare_cached("SELECT text FROM article WHERE n = ?")?;
    for (candidate, copy_of, other) in candidates {
        let near = day
            .zip(other)
            .is_none_or(|(a, b)| (a - b).abs() <= copies::WITHIN);
        if !near || of.contains(&copy_of) {
            continue;
        }
        let theirs = copies::runs(&text.query_row([candidate], |r| r.get::<_, String>(0))?);
        let mine = mine.get_or_insert_with(|| copies::runs(&p.article.text));
        if copies::is_copy(mine, &theirs).is_some() {
            of.push(copy_of);
        }
    }
    c.prepare_cached("UPDATE article SET copy_of = n WHERE n = ?")?
        .execute([n])?;
    if of.is_empty() {
        return Ok(());
    }
    // Reports of all that are now copies of each other stand where the earliest of them was published.
    let mut members: Vec<i64> = vec![n];
    let mut of_copy = c.prepare_cached("SELECT n FROM article WHERE copy_of = ?")?;
    for copy_of in of {
        let found = of_copy.query_map([copy_of], |r| r.get(0))?;
        members.extend(found.collect::<Result<Vec<i64>>>()?);
    }
    let mut about = c.prepare_cached("SELECT day IS NULL, day, key FROM article WHERE n = ?")?;
    let mut first: Option<(First, i64)> = None;
    for &member in &members {
        let order = about.query_row([member], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        if first.as_ref().is_none_or(|(best, _)| order < *best) {
            first = Some((order, member));
        }
    }
    let Some(((_, day, _), stands)) = first else {
        return Ok(());
    };
    let mut reports = c.prepare_cached(
        "SELECT r.n, r.type, r.day, r.rank, a.copy_of, r.happening FROM report r JOIN article a ON a.n = r.article
         WHERE r.article = ?",
    )?;
    let mut moved = c.prepare_cached("UPDATE report SET day = ?, rank = ? WHERE n = ?")?;
    let mut set = c.prepare_cached("UPDATE article SET copy_of = ? WHERE n = ?")?;
    for &member in &members {
        let mut rows = reports.query([member])?;
        while let Some(row) = rows.next()? {
            let (report, kind, was): (i64, String, Option<i32>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            dirty.mark(&kind, was, row.get(4)?);
            if let Some(happening) = row.get(5)? {
                dirty.touch(c, happening)?;
            }
            let rank: i64 = row.get(3)?;
            let (now, rank) = if rank < Rank::Published as i64 {
                (was, rank)
            } else {
                (day, unsaid(day) as i64)
            };
            moved.execute(params![now, rank, report])?;
            dirty.mark(&kind, now, stands);
        }
        set.execute(params![stands, member])?;
    }
    Ok(())
}

/// The earliest of several copies: dated before undated, then by day, then by key.
type First = (bool, Option<i32>, String);

/// How well a day is known that only publication tells.
pub(crate) fn unsaid(day: Option<i32>) -> Rank {
    match day {
        Some(_) => Rank::Published,
        None => Rank::Unknown,
    }
}

/// Where another parser cuts an article into other sentences, or finds other lemmas and names: write these.
pub(crate) fn rewrite_text(c: &Connection, article: i64, p: &Prepared) -> Result<()> {
    let (low, high) = (sentence(article, 0), sentence(article, usize::MAX));
    let there = c
        .prepare_cached("SELECT start, end FROM sentence WHERE n BETWEEN ? AND ? ORDER BY n")?
        .query_map([low, high], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<Vec<(usize, usize)>>>()?;
    if there != p.sentences {
        for rows in ["sentence WHERE n", "sentence_text WHERE rowid"] {
            c.prepare_cached(&format!("DELETE FROM {rows} BETWEEN ? AND ?"))?
                .execute([low, high])?;
        }
        write_sentences(c, article, p)?;
        write_sentence_words(c, article, p)?;
    }
    c.prepare_cached("DELETE FROM article_text WHERE rowid = ?")?
        .execute([article])?;
    c.prepare_cached("UPDATE article SET marks = ? WHERE n = ?")?
        .execute(params![p.marks, article])?;
    write_words(c, article, p)
}
