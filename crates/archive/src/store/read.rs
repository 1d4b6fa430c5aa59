//! What is in the archive, as plain rows.

use std::borrow::Cow;
use std::ops::ControlFlow;

use plover::outline::{Outline, Party};
use plover::{CiteInfo, CountryCode, Date, Event, EventType, Mode, Quad, Status};
use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row, params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::Archive;
use super::summary::{Digest, NOBODY, Side};
use crate::error::StoreError;

/// One act, whoever told of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HappeningRow {
    /// Its id: `h-` and that of the event that founded it. An id that was once given keeps leading to the happening
    /// which that event is of.
    pub id: String,
    /// PLOVER type.
    pub event: String,
    /// The mode most reports give.
    pub mode: Option<String>,
    /// What became of it, all reports considered.
    pub status: String,
    /// What became of it, as it was told: each status with the day of the first article that has it.
    pub statuses: Vec<(String, Option<String>)>,
    /// Quad of the type.
    pub quad_code: i64,
    /// Score of the mode, or of the type.
    pub event_scale: Option<f64>,
    /// When: a day, a month or a year.
    pub date: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Country of the place.
    pub country: Option<String>,
    /// Who acts.
    pub actor: Vec<PartyRow>,
    /// Who is acted upon.
    pub recipient: Vec<PartyRow>,
    /// Its contexts, by any report.
    pub context: Vec<String>,
    /// Of the surest report.
    pub confidence: Option<f64>,
    /// Events coded of it.
    pub events: i64,
    /// Articles that tell of it.
    pub articles: i64,
    /// Sources that tell of it independently: copies of one text, and articles of one publisher, count once.
    pub sources: i64,
    /// The sentence of the founding report.
    pub text: String,
}

/// A party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyRow {
    /// Country, or the code of a body of no country.
    pub code: Option<String>,
    /// Sectors, the most important first.
    pub sector: Vec<String>,
    /// Its name, or the words of the text.
    pub name: String,
}

/// What one article tells of a happening.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionRow {
    /// The record.
    pub event: Event,
    /// Who published it.
    pub source: String,
    /// The article that its article is a copy of.
    pub copy_of: Option<String>,
    /// Why it is of this happening; none for the report that founded it.
    pub reason: Option<String>,
    /// Points for that.
    pub score: Option<f64>,
    /// The event that decided it.
    pub matched: Option<String>,
}

/// An event with the happening it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// The record.
    pub event: Event,
    /// The happening.
    pub happening: Option<String>,
}

/// An article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArticleRow {
    /// Its id.
    pub id: String,
    /// SHA-256 of the bytes it came from.
    pub hash: String,
    /// Headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Publication date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where the date was read.
    pub date_basis: Option<String>,
    /// Who published it, as the page says.
    pub publisher: Option<String>,
    /// Who published it: `publisher`, or the host of `url`; empty where neither is known.
    pub source: String,
    /// Where it was found.
    pub url: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The body.
    pub text: String,
    /// What was wrong with it.
    pub warnings: Vec<String>,
    /// What was on the page besides, each with the reason.
    pub leftovers: Vec<(String, String)>,
    /// The article it is a copy of.
    pub copy_of: Option<String>,
    /// What coded it.
    pub coder: String,
    /// With which network.
    pub model: String,
}

/// A sentence or article in which words were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HitRow {
    /// The article.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// The sentence's number; none where the whole article was searched.
    pub sequence: Option<i64>,
    /// The sentence, or the beginning of the article.
    pub text: String,
}

/// Where a mention is shown among those of its happening: publication, how well the day is known, article, number.
type Place = (Option<i32>, i64, String, i64);

impl Archive {
    /// A happening with every mention of it, by its id or by that of any event of it.
    pub fn happening(
        &self,
        id: &str,
    ) -> std::result::Result<Option<(HappeningRow, Vec<MentionRow>)>, StoreError> {
        let read = || {
            let c = &self.connection;
            let _whole = self.snapshot()?;
            let event = id.strip_prefix("h-").unwrap_or(id);
            let n: Option<i64> = c
                .prepare_cached(
                    "SELECT coalesce((SELECT n FROM happening WHERE id = ?1),
                     (SELECT r.happening FROM event e JOIN report r ON r.n = e.report WHERE e.id = ?2))",
                )?
                .query_row([id, event], |r| r.get(0))?;
            let Some(n) = n else {
                return Ok(None);
            };
            let sql = format!("{HAPPENING} FROM happening h WHERE h.n = ?");
            let row = c.prepare_cached(&sql)?.query_row([n], happening)?;
            let mut all: Vec<(Place, MentionRow)> = Vec::new();
            let sql = format!(
                "{EVENT}, a.source, nullif(o.id, a.id), r.reason, r.score,
                 (SELECT m.id FROM event m WHERE m.report = r.matched ORDER BY m.seq LIMIT 1), a.day, r.rank, a.key, e.seq
                 {FROM_EVENT} LEFT JOIN article o ON o.n = a.copy_of WHERE r.happening = ?"
            );
            let mut find = c.prepare_cached(&sql)?;
            let mut rows = find.query([n])?;
            while let Some(row) = rows.next()? {
                let Some(event) = event_of(row)? else {
                    continue;
                };
                let mention = MentionRow {
                    event: event.event,
                    source: row.get(WIDTH)?,
                    copy_of: row.get(WIDTH + 1)?,
                    reason: row.get(WIDTH + 2)?,
                    score: row.get(WIDTH + 3)?,
                    matched: row.get(WIDTH + 4)?,
                };
                let order = (
                    row.get(WIDTH + 5)?,
                    row.get(WIDTH + 6)?,
                    row.get(WIDTH + 7)?,
                    row.get(WIDTH + 8)?,
                );
                all.push((order, mention));
            }
            all.sort_by(|a, b| a.0.cmp(&b.0));
            Ok(Some((row, all.into_iter().map(|(_, m)| m).collect())))
        };
        read().map_err(|e| self.store_error(e))
    }

    /// An article.
    pub fn article(&self, id: &str) -> std::result::Result<Option<ArticleRow>, StoreError> {
        let read = || {
            self.connection
                .prepare_cached(
                    "SELECT a.id, a.hash, a.title, a.authors, a.date, a.date_basis, a.publisher, a.source, a.url, a.language,
                     a.text, a.warnings, a.leftovers, nullif(o.id, a.id), g.coder, g.model
                     FROM article a JOIN coding g ON g.n = a.coding LEFT JOIN article o ON o.n = a.copy_of WHERE a.id = ?",
                )?
                .query_row([id], article)
                .optional()
        };
        read().map_err(|e| self.store_error(e))
    }

    /// One event.
    pub fn event(&self, id: &str) -> std::result::Result<Option<EventRow>, StoreError> {
        let read = || {
            let sql = format!("{EVENT} {FROM_EVENT} WHERE e.id = ?");
            let mut find = self.connection.prepare_cached(&sql)?;
            let mut rows = find.query([id])?;
            rows.next()?.map_or(Ok(None), event_of)
        };
        read().map_err(|e| self.store_error(e))
    }

    /// Every event, one at a time, in the order they came, until told to stop.
    pub fn each_event(
        &self,
        mut take: impl FnMut(EventRow) -> ControlFlow<()>,
    ) -> std::result::Result<(), StoreError> {
        let mut read = || {
            let sql = format!("{EVENT} {FROM_EVENT} ORDER BY e.n");
            let mut find = self.connection.prepare(&sql)?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(event) = event_of(row)?
                    && take(event).is_break()
                {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|e| self.store_error(e))
    }

    /// Every happening, one at a time, by day, until told to stop.
    pub fn each_happening(
        &self,
        mut take: impl FnMut(HappeningRow) -> ControlFlow<()>,
    ) -> std::result::Result<(), StoreError> {
        let mut read = || {
            let sql = format!("{HAPPENING} FROM happening h ORDER BY h.day, h.id");
            let mut find = self.connection.prepare(&sql)?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                if take(happening(row)?).is_break() {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|e| self.store_error(e))
    }

    /// Every happening in outline with how many events tell of it, or those from one day to another; in no order, until told
    /// to stop. A row with a word that is none of PLOVER's is passed over.
    pub fn each_outline(
        &self,
        days: Option<(Date, Date)>,
        mut take: impl FnMut(&Outline<'_>, usize) -> ControlFlow<()>,
    ) -> std::result::Result<(), StoreError> {
        let mut read = || {
            let condition = days.map_or("", |_| " WHERE day BETWEEN ? AND ?");
            let mut find = self
                .connection
                .prepare_cached(&format!("{OUTLINE}{condition}"))?;
            let days = days.into_iter().flat_map(|(first, last)| [first, last]);
            let mut rows = find.query(params_from_iter(days.map(Date::to_days)))?;
            while let Some(row) = rows.next()? {
                let events = usize::try_from(row.get::<_, i64>(8)?).unwrap_or(1);
                if let Some(outline) = outline(row)?
                    && take(&outline, events).is_break()
                {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|e| self.store_error(e))
    }

    /// What several statements read is of one moment, though another process writes between them.
    pub(crate) fn snapshot(&self) -> rusqlite::Result<Option<rusqlite::Transaction<'_>>> {
        let c = &self.connection;
        c.is_autocommit()
            .then(|| c.unchecked_transaction())
            .transpose()
    }

    /// The rows of a statement, each as `row` reads it.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        row: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> std::result::Result<Vec<T>, StoreError> {
        let read = || {
            let mut find = self.connection.prepare_cached(sql)?;
            find.query_map(values, row)?.collect::<Result<_>>()
        };
        read().map_err(|e| self.store_error(e))
    }

    /// How many articles, events and happenings there are.
    pub fn size(&self) -> std::result::Result<(i64, i64, i64), StoreError> {
        let sql = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM event), (SELECT count(*) FROM happening)";
        let read = self
            .connection
            .query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)));
        read.map_err(|e| self.store_error(e))
    }
}

pub(crate) const HAPPENING: &str = "SELECT h.id, h.type, h.mode, h.status, h.quad, h.scale, h.date, h.place, h.country, \
                                    h.confidence, h.events, h.articles, h.sources, h.digest";

pub(crate) fn happening(row: &Row<'_>) -> Result<HappeningRow> {
    let digest: String = row.get(13)?;
    let digest: Digest = serde_json::from_str(&digest).unwrap_or_default();
    let sides = |all: Vec<Side>| {
        let party = |s: Side| PartyRow {
            code: Some(s.code).filter(|c| c != NOBODY),
            sector: s.sectors,
            name: s.name,
        };
        all.into_iter().map(party).collect()
    };
    Ok(HappeningRow {
        id: row.get(0)?,
        event: row.get(1)?,
        mode: row.get(2)?,
        status: row.get(3)?,
        statuses: digest.statuses,
        quad_code: row.get(4)?,
        event_scale: row.get(5)?,
        date: row.get(6)?,
        place: row.get(7)?,
        country: row.get(8)?,
        actor: sides(digest.actor),
        recipient: sides(digest.recipient),
        context: digest.context,
        confidence: row.get(9)?,
        events: row.get(10)?,
        articles: row.get(11)?,
        sources: row.get(12)?,
        text: digest.text,
    })
}

/// What counting takes of a happening; the columns beside its digest are words and numbers, and but for sectors nothing is copied.
const OUTLINE: &str =
    "SELECT id, type, mode, status, quad, scale, date, confidence, events, digest FROM happening";

/// The parties of a [`Digest`], borrowed; the rest is passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Parties<'a> {
    #[serde(borrow)]
    actor: Vec<Named<'a>>,
    #[serde(borrow)]
    recipient: Vec<Named<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    sectors: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

impl<'a> From<Named<'a>> for Party<'a> {
    fn from(named: Named<'a>) -> Self {
        Self {
            code: CountryCode::parse(&named.code),
            sector: named.sectors.first().and_then(|s| s.parse().ok()),
            name: named.name,
        }
    }
}

/// None where a word of it is none of PLOVER's.
fn outline<'r>(row: &'r Row<'_>) -> Result<Option<Outline<'r>>> {
    let words = |i| -> Result<Option<&'r str>> { Ok(row.get_ref(i)?.as_str_or_null()?) };
    let id = words(0)?.unwrap_or_default();
    let event: Option<EventType> = words(1)?.and_then(|t| t.parse().ok());
    let status: Option<Status> = words(3)?.and_then(|s| s.parse().ok());
    let (Some(event), Some(status)) = (event, status) else {
        return Ok(None);
    };
    let digest = words(9)?.unwrap_or_default();
    let parties: Parties<'r> = serde_json::from_str(digest).unwrap_or_default();
    let quad = row.get::<_, Option<i64>>(4)?;
    let quad = quad.and_then(|q| Quad::from_code(u8::try_from(q).ok()?));
    Ok(Some(Outline {
        id: id.into(),
        date: words(6)?.and_then(plover::outline::days),
        actor: parties.actor.into_iter().map(Party::from).collect(),
        recipient: parties.recipient.into_iter().map(Party::from).collect(),
        mode: words(2)?.and_then(|m| Mode::parse(event, m)),
        status,
        quad: quad.unwrap_or_else(|| event.quad()),
        scale: row
            .get::<_, Option<f64>>(5)?
            .unwrap_or_else(|| event.base_score()),
        event,
        confidence: row.get(7)?,
        happening: Some(id.into()),
    }))
}

/// Columns of [`EVENT`].
pub(crate) const WIDTH: usize = 9;

pub(crate) const EVENT: &str = "SELECT k.json, h.id, a.title, a.url, a.publisher, a.language, a.date, a.id, \
                                CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.end - s.start) AS TEXT)";

pub(crate) const FROM_EVENT: &str = "FROM event e JOIN record k ON k.event = e.n JOIN article a ON a.n = e.article \
                                     LEFT JOIN sentence s ON s.n = e.sentence LEFT JOIN report r ON r.n = e.report \
                                     LEFT JOIN happening h ON h.n = r.happening";

/// A record with what the article has of it; none where it cannot be read, which is `doctor`'s to tell.
pub(crate) fn event_of(row: &Row<'_>) -> Result<Option<EventRow>> {
    let json: String = row.get(0)?;
    let Ok(mut event) = serde_json::from_str::<Event>(&json) else {
        return Ok(None);
    };
    let happening: Option<String> = row.get(1)?;
    event.cite_info = CiteInfo {
        title: row.get(2)?,
        url: row.get(3)?,
        publication: row.get(4)?,
        language: row.get(5)?,
        date: row.get(6)?,
    };
    event.article = row.get(7)?;
    event.text_info.text = row.get::<_, Option<String>>(8)?.unwrap_or_default();
    event.happening.clone_from(&happening);
    Ok(Some(EventRow { event, happening }))
}

fn article(row: &Row<'_>) -> Result<ArticleRow> {
    let list = |json: String| serde_json::from_str::<Vec<String>>(&json).unwrap_or_default();
    let leftovers: String = row.get(12)?;
    let leftovers: Vec<serde_json::Value> = serde_json::from_str(&leftovers).unwrap_or_default();
    let word = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    Ok(ArticleRow {
        id: row.get(0)?,
        hash: row.get(1)?,
        title: row.get(2)?,
        authors: list(row.get(3)?),
        date: row.get(4)?,
        date_basis: row.get(5)?,
        publisher: row.get(6)?,
        source: row.get(7)?,
        url: row.get(8)?,
        language: row.get(9)?,
        text: row.get(10)?,
        warnings: list(row.get(11)?),
        leftovers: leftovers
            .iter()
            .map(|l| (word(l, "text"), word(l, "reason")))
            .collect(),
        copy_of: row.get(13)?,
        coder: row.get(14)?,
        model: row.get(15)?,
    })
}

/// Sentences or articles in which words stand, the latest that came first.
pub(crate) fn search(
    c: &Connection,
    words: &str,
    articles: bool,
    limit: usize,
) -> Result<Vec<HitRow>> {
    let sql = if articles {
        "SELECT a.id, a.title, a.date, NULL, substr(a.text, 1, 200) FROM article a
         WHERE a.n IN (SELECT rowid FROM article_text WHERE article_text MATCH ? ORDER BY rowid DESC LIMIT ?)
         ORDER BY a.n DESC"
    } else {
        "SELECT a.id, a.title, a.date, s.n & 131071,
                CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.end - s.start) AS TEXT)
         FROM sentence s JOIN article a ON a.n = s.n >> 17
         WHERE s.n IN (SELECT rowid FROM sentence_text WHERE sentence_text MATCH ? ORDER BY rowid DESC LIMIT ?)
         ORDER BY s.n DESC"
    };
    c.prepare_cached(sql)?
        .query_map(params![words, limit], |r| {
            Ok(HitRow {
                article: r.get(0)?,
                title: r.get(1)?,
                date: r.get(2)?,
                sequence: r.get(3)?,
                text: r.get(4)?,
            })
        })?
        .collect()
}
