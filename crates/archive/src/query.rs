//! Questions: who did what to whom, when, where, in what state, by how many sources. Each is answered from an index,
//! chosen by what the question asks; nothing is scanned that is not shown, but where the question names no party, word,
//! type or time.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;

use plover::{Context, CountryCode, Date, EventType, Sector, Status};
use rusqlite::types::Value;
use rusqlite::{Result, params};
use serde::Serialize;

use crate::error::{QueryError, StoreError};
use crate::store::Archive;
use crate::store::read::{self, HappeningRow, HitRow};

/// What happenings are asked for; a field that is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Who acts.
    pub actor: Option<Who>,
    /// Who is acted upon.
    pub recipient: Option<Who>,
    /// Two that act upon each other, in either direction, or together.
    pub between: Option<(Who, Who)>,
    /// Types, any of which will do.
    pub event: Vec<EventType>,
    /// Modes, any of which will do.
    pub mode: Vec<String>,
    /// Contexts, any of which will do.
    pub context: Vec<Context>,
    /// Statuses, any of which will do.
    pub status: Vec<Status>,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Words of the place, or the code of its country.
    pub place: Option<String>,
    /// Words of a publisher's name or host.
    pub source: Option<String>,
    /// Words of a sentence that tells of it, as `FTS5` of `SQLite` reads them.
    pub text: Option<String>,
    /// Fewest independent sources.
    pub min_sources: Option<i64>,
    /// Most rows; 0 for all.
    pub limit: usize,
    /// Rows to pass over before.
    pub offset: usize,
}

/// A party as a question names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A country or body by code, and a sector where one is given: `IRN`, `IRQ/REB`.
    Code(String, Option<Sector>),
    /// A sector of any country: `REB`.
    Sector(Sector),
    /// Words of a name.
    Name(String),
}

impl FromStr for Who {
    type Err = QueryError;

    fn from_str(text: &str) -> std::result::Result<Self, QueryError> {
        let text = text.trim();
        let sector = |word: &str| {
            Sector::parse(word).ok_or_else(|| {
                QueryError::Question(format!("'{text}': '{word}' is no sector of PLOVER"))
            })
        };
        if let Some((code, of)) = text.split_once('/')
            && let Some(code) = CountryCode::parse(code)
        {
            return Ok(Self::Code(code.as_str().to_owned(), Some(sector(of)?)));
        }
        if let Some(code) = CountryCode::parse(text) {
            return Ok(Self::Code(code.as_str().to_owned(), None));
        }
        if let Some(sector) = Sector::parse(text) {
            return Ok(Self::Sector(sector));
        }
        if text.chars().any(char::is_alphanumeric) {
            return Ok(Self::Name(text.to_owned()));
        }
        Err(QueryError::Question(format!("'{text}' names nobody")))
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code, None) => f.write_str(code),
            Self::Code(code, Some(sector)) => write!(f, "{code}/{sector}"),
            Self::Sector(sector) => write!(f, "{sector}"),
            Self::Name(words) => f.write_str(words),
        }
    }
}

impl Filter {
    /// What it asks for, by the names of its fields.
    pub(crate) fn told(&self) -> BTreeMap<String, String> {
        fn list<T: ToString>(all: &[T]) -> Option<String> {
            let all: Vec<String> = all.iter().map(T::to_string).collect();
            Some(all.join(",")).filter(|t| !t.is_empty())
        }
        let between = self.between.as_ref();
        let fields = [
            ("actor", self.actor.as_ref().map(Who::to_string)),
            ("recipient", self.recipient.as_ref().map(Who::to_string)),
            ("between", between.map(|(a, b)| format!("{a} {b}"))),
            ("event", list(&self.event)),
            ("mode", list(&self.mode)),
            ("context", list(&self.context)),
            ("status", list(&self.status)),
            ("since", self.since.map(|d| d.to_string())),
            ("until", self.until.map(|d| d.to_string())),
            ("place", self.place.clone()),
            ("source", self.source.clone()),
            ("text", self.text.clone()),
            ("min_sources", self.min_sources.map(|n| n.to_string())),
            (
                "limit",
                Some(self.limit).filter(|n| *n > 0).map(|n| n.to_string()),
            ),
        ];
        let asked = fields.into_iter();
        asked
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    }
}

/// How many of a type and status there were in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CountRow {
    /// The day, `YYYY-MM-DD`, or month, `YYYY-MM`.
    pub time: String,
    /// PLOVER type.
    pub event: String,
    /// What became of them.
    pub status: String,
    /// Happenings.
    pub happenings: i64,
    /// Events coded of them.
    pub events: i64,
}

/// How much went on between two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DyadRow {
    /// Who acts, by code; `---` where it is not known.
    pub actor: String,
    /// Who is acted upon.
    pub recipient: String,
    /// Happenings.
    pub happenings: i64,
    /// Events coded of them.
    pub events: i64,
}

/// The parties of one happening: a few, whereas those of a code may be most of the table.
const PARTIES: &str = "party p INDEXED BY party_by_happening";

/// A statement on its way.
#[derive(Default)]
struct Sql {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Sql {
    fn and(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.into());
        self.values.extend(values);
    }

    fn any_of<'v>(&mut self, column: &str, values: impl ExactSizeIterator<Item = &'v str>) {
        if values.len() > 0 {
            let marks = vec!["?"; values.len()].join(", ");
            let values = values.map(|v| Value::from(v.to_owned()));
            self.and(format!("{column} IN ({marks})"), values);
        }
    }
}

impl Archive {
    /// The happenings asked for, the latest first.
    pub fn query(&self, filter: &Filter) -> std::result::Result<Vec<HappeningRow>, QueryError> {
        let mut all = Vec::new();
        self.each_of(filter, |row| {
            all.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    /// The same, one at a time, until told to stop: however many there are, one is held.
    pub fn each_of(
        &self,
        filter: &Filter,
        take: impl FnMut(HappeningRow) -> ControlFlow<()>,
    ) -> std::result::Result<(), QueryError> {
        if let Some(words) = &filter.text {
            self.check_words("sentence_text", words)?;
        }
        Ok(self
            .happenings(filter, take)
            .map_err(|e| self.store_error(e))?)
    }

    /// The happenings asked for that most sources tell of; of those that as many tell of, the strongest first.
    pub fn most_told(&self, filter: &Filter) -> std::result::Result<Vec<HappeningRow>, QueryError> {
        if let Some(words) = &filter.text {
            self.check_words("sentence_text", words)?;
        }
        Ok(self.told(filter).map_err(|e| self.store_error(e))?)
    }

    /// Sentences in which words stand, the last that came first. The words are as `FTS5` of `SQLite` reads them: `"exact
    /// phrase"`, `nuclear OR missile`, `sanct*`, `NEAR(oil embargo, 5)`.
    pub fn search(
        &self,
        words: &str,
        limit: usize,
    ) -> std::result::Result<Vec<HitRow>, QueryError> {
        self.check_words("sentence_text", words)?;
        let found = read::search(&self.connection, words, false, limit);
        Ok(found.map_err(|e| self.store_error(e))?)
    }

    /// Articles in which words stand, anywhere; `title:`, `text:` and `lemmas:` ask for a part.
    pub fn search_articles(
        &self,
        words: &str,
        limit: usize,
    ) -> std::result::Result<Vec<HitRow>, QueryError> {
        self.check_words("article_text", words)?;
        let found = read::search(&self.connection, words, true, limit);
        Ok(found.map_err(|e| self.store_error(e))?)
    }

    /// A dyad's days.
    pub fn daily(
        &self,
        actor: &str,
        recipient: &str,
        since: Option<Date>,
        until: Option<Date>,
    ) -> std::result::Result<Vec<CountRow>, StoreError> {
        self.rows(
            "SELECT day, type, status, happenings, events FROM dyad_day
             WHERE actor = ? AND recipient = ? AND day BETWEEN ? AND ? ORDER BY day, type, status",
            params![
                actor,
                recipient,
                since.unwrap_or(Date::FIRST).to_days(),
                until.unwrap_or(Date::LAST).to_days()
            ],
            |r| {
                Ok(CountRow {
                    time: Date::from_days(r.get(0)?).to_string(),
                    event: r.get(1)?,
                    status: r.get(2)?,
                    happenings: r.get(3)?,
                    events: r.get(4)?,
                })
            },
        )
    }

    /// The dyads of a month with the most happenings.
    pub fn top_dyads(
        &self,
        year: i32,
        month: u8,
        limit: usize,
    ) -> std::result::Result<Vec<DyadRow>, StoreError> {
        self.rows(
            "SELECT actor, recipient, sum(happenings), sum(events) FROM dyad_month WHERE month = ?
             GROUP BY actor, recipient ORDER BY 3 DESC, 1, 2 LIMIT ?",
            params![year * 12 + i32::from(month) - 1, limit],
            |r| {
                Ok(DyadRow {
                    actor: r.get(0)?,
                    recipient: r.get(1)?,
                    happenings: r.get(2)?,
                    events: r.get(3)?,
                })
            },
        )
    }

    /// Every month, by type and status.
    pub fn monthly(&self) -> std::result::Result<Vec<CountRow>, StoreError> {
        self.rows(
            "SELECT month, event, status, happenings, events FROM monthly",
            [],
            |r| {
                Ok(CountRow {
                    time: r.get(0)?,
                    event: r.get(1)?,
                    status: r.get(2)?,
                    happenings: r.get(3)?,
                    events: r.get(4)?,
                })
            },
        )
    }

    /// Whether FTS5 can read these words; what it says is for programmers.
    fn check_words(&self, table: &str, words: &str) -> std::result::Result<(), QueryError> {
        let tried = self
            .connection
            .prepare_cached(&format!(
                "SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1"
            ))
            .and_then(|mut s| s.exists([words]));
        match tried {
            Ok(_) => Ok(()),
            // What words FTS5 cannot read is an error of the statement; others are the store's.
            Err(e)
                if matches!(e, rusqlite::Error::SqlInputError { .. })
                    || e.sqlite_error().is_some_and(|e| e.extended_code == 1) =>
            {
                let text = e.to_string();
                let reason = text.split("fts5: ").last().unwrap_or_default();
                let reason = reason.split(" in SELECT").next().unwrap_or_default();
                let reason = reason.split(": Error code").next().unwrap_or_default();
                Err(QueryError::Question(format!(
                    "'{words}' cannot be searched for ({reason}); put words with signs in them in double quotes"
                )))
            }
            Err(e) => Err(self.store_error(e).into()),
        }
    }

    fn happenings(
        &self,
        filter: &Filter,
        mut take: impl FnMut(HappeningRow) -> ControlFlow<()>,
    ) -> Result<()> {
        let (from, conditions, day, values) = self.statement(filter)?;
        let text = if filter.limit > 0 && day == "d.day" {
            // All of a dyad is sorted; only what is shown is read whole. A happening may come twice.
            let most = 2 * (filter.limit + filter.offset);
            format!(
                "{}, h.n FROM (SELECT h.n AS n, d.day AS day, h.id AS id {from} WHERE {conditions}
                 ORDER BY d.day DESC, h.id LIMIT {most}) f CROSS JOIN happening h ON h.n = f.n ORDER BY f.day DESC, f.id",
                read::HAPPENING
            )
        } else {
            format!(
                "{}, h.n {from} WHERE {conditions} ORDER BY {day} DESC, h.id",
                read::HAPPENING
            )
        };
        let mut find = self.connection.prepare_cached(&text)?;
        let mut rows = find.query(rusqlite::params_from_iter(values))?;
        let (mut taken, mut seen, mut last) = (0, 0, Vec::new());
        while let Some(row) = rows.next()? {
            // A happening of two parties that are both asked for comes twice, one after the other.
            let n: i64 = row.get(14)?;
            if last.contains(&n) {
                continue;
            }
            last.push(n);
            if last.len() > 64 {
                last.remove(0);
            }
            seen += 1;
            if seen <= filter.offset {
                continue;
            }
            taken += 1;
            if take(read::happening(row)?).is_break() || taken == filter.limit {
                break;
            }
        }
        Ok(())
    }

    fn told(&self, filter: &Filter) -> Result<Vec<HappeningRow>> {
        let (from, conditions, _, mut values) = self.statement(filter)?;
        // Only what is shown is read whole.
        let order = "h.sources DESC, abs(coalesce(h.scale, 0)) DESC, h.day DESC, h.id";
        let text = format!(
            "{} FROM happening h WHERE h.n IN (SELECT h.n {from} WHERE {conditions} GROUP BY h.n ORDER BY {order}
             LIMIT ? OFFSET ?) ORDER BY {order}",
            read::HAPPENING
        );
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let limit = if filter.limit == 0 {
            -1
        } else {
            number(filter.limit)
        };
        values.extend([Value::from(limit), Value::from(number(filter.offset))]);
        self.connection
            .prepare_cached(&text)?
            .query_map(rusqlite::params_from_iter(values), read::happening)?
            .collect()
    }

    /// From where happenings are read, what they must have, which day they are ordered by, and the values.
    fn statement(&self, filter: &Filter) -> Result<(String, String, &'static str, Vec<Value>)> {
        let mut sql = Sql::default();
        // The index that is read in its order: of the rarest that is asked for.
        let (from, day) = self.driver(filter, &mut sql)?;
        sql.any_of("h.type", filter.event.iter().map(|t| t.as_str()));
        sql.any_of("h.mode", filter.mode.iter().map(String::as_str));
        sql.any_of("h.status", filter.status.iter().map(|s| s.as_str()));
        if !filter.context.is_empty() {
            let marks = vec!["?"; filter.context.len()].join(", ");
            let values = filter
                .context
                .iter()
                .map(|c| Value::from(c.as_str().to_owned()));
            sql.and(
                format!("EXISTS (SELECT 1 FROM json_each(h.digest, '$.context') j WHERE j.value IN ({marks}))"),
                values,
            );
        }
        if let Some(since) = filter.since {
            sql.and(format!("{day} >= ?"), [i64::from(since.to_days()).into()]);
        }
        if let Some(until) = filter.until {
            sql.and(format!("{day} <= ?"), [i64::from(until.to_days()).into()]);
        }
        if let Some(place) = &filter.place {
            sql.and(
                "(h.place LIKE '%' || ? || '%' OR h.country = ?)",
                [place.clone().into(), place.clone().into()],
            );
        }
        if let Some(source) = &filter.source {
            sql.and(
                "EXISTS (SELECT 1 FROM report r JOIN article a ON a.n = r.article
                 WHERE r.happening = h.n AND a.source LIKE '%' || ? || '%')",
                [source.clone().into()],
            );
        }
        if let Some(n) = filter.min_sources {
            sql.and("h.sources >= ?", [n.into()]);
        }
        let conditions = if sql.conditions.is_empty() {
            "1".to_owned()
        } else {
            sql.conditions.join(" AND ")
        };
        Ok((from, conditions, day, sql.values))
    }

    /// From where happenings are read, and which day they are ordered by.
    fn driver(&self, filter: &Filter, sql: &mut Sql) -> Result<(String, &'static str)> {
        let mut parties: Vec<(&Who, Option<i64>)> = Vec::new();
        parties.extend(filter.actor.as_ref().map(|w| (w, Some(0))));
        parties.extend(filter.recipient.as_ref().map(|w| (w, Some(1))));
        let mut from = None;
        if let (Some(Who::Code(a, _)), Some(Who::Code(b, _))) = (&filter.actor, &filter.recipient) {
            from = Some("FROM dyad d CROSS JOIN happening h ON h.n = d.happening");
            sql.and(
                "d.actor = ? AND d.recipient = ?",
                [a.clone().into(), b.clone().into()],
            );
        }
        if let Some((a, b)) = &filter.between {
            let mut all = false;
            if let (Who::Code(x, u), Who::Code(y, v), None) = (a, b, from) {
                // Without sectors it is all that dyads say.
                all = u.is_none() && v.is_none() && x != y;
                from = Some("FROM dyad d CROSS JOIN happening h ON h.n = d.happening");
                let [x, y] = [Value::from(x.clone()), Value::from(y.clone())];
                // Each by the index; pairs in a list would be looked for in all of the table.
                sql.and(
                    "(d.actor = ? AND d.recipient = ? OR d.actor = ? AND d.recipient = ?)",
                    [x.clone(), y.clone(), y, x],
                );
            } else {
                parties.extend([(a, None), (b, None)]);
            }
            if !all {
                self.between(a, b, sql)?;
            }
        }
        if from.is_some() {
            for (who, role) in parties {
                self.has(who, role, sql)?;
            }
            has_words(filter, sql);
            return Ok((from.unwrap_or_default().to_owned(), "d.day"));
        }
        if filter.text.is_some() {
            for (who, role) in parties {
                self.has(who, role, sql)?;
            }
            has_words(filter, sql);
            return Ok(("FROM happening h".to_owned(), "h.day"));
        }
        // One party leads, the others are looked up.
        let lead = parties
            .iter()
            .position(|(w, _)| matches!(w, Who::Name(_)))
            .or_else(|| parties.iter().position(|(w, _)| matches!(w, Who::Code(..))));
        let Some(lead) = lead else {
            for (who, role) in parties {
                self.has(who, role, sql)?;
            }
            return Ok(("FROM happening h".to_owned(), "h.day"));
        };
        for (i, (who, role)) in parties.into_iter().enumerate() {
            if i == lead {
                let (condition, values) = self.is_party(who)?;
                sql.and(condition, values);
                if let Some(role) = role {
                    sql.and("p.role = ?", [role.into()]);
                }
            } else {
                self.has(who, role, sql)?;
            }
        }
        Ok((
            "FROM party p CROSS JOIN happening h ON h.n = p.happening".to_owned(),
            "p.day",
        ))
    }

    fn has(&self, who: &Who, role: Option<i64>, sql: &mut Sql) -> Result<()> {
        let (condition, mut values) = self.is_party(who)?;
        let role = match role {
            Some(role) => {
                values.push(role.into());
                " AND p.role = ?"
            }
            None => "",
        };
        sql.and(
            format!(
                "EXISTS (SELECT 1 FROM {PARTIES} WHERE p.happening = h.n AND {condition}{role})"
            ),
            values,
        );
        Ok(())
    }

    /// Both are in it, as two parties: one acts upon the other, or both act together.
    fn between(&self, a: &Who, b: &Who, sql: &mut Sql) -> Result<()> {
        let (x, mut values) = self.is_party(a)?;
        let (y, more) = self.is_party(b)?;
        values.extend(more);
        let y = y.replace("p.", "q.");
        sql.and(
            format!(
                "EXISTS (SELECT 1 FROM {PARTIES} CROSS JOIN party q INDEXED BY party_by_happening
                 ON q.happening = p.happening AND q.rowid <> p.rowid WHERE p.happening = h.n AND {x} AND {y} AND (p.role <> q.role OR NOT EXISTS
                 (SELECT 1 FROM party o WHERE o.happening = h.n AND o.role = 1)))"
            ),
            values,
        );
        Ok(())
    }

    /// What a row of `party p` must have.
    fn is_party(&self, who: &Who) -> Result<(String, Vec<Value>)> {
        Ok(match who {
            Who::Code(code, None) => ("p.code = ?".to_owned(), vec![code.clone().into()]),
            Who::Code(code, Some(sector)) => (
                "p.code = ? AND p.sectors LIKE ?".to_owned(),
                vec![code.clone().into(), format!("% {sector} %").into()],
            ),
            Who::Sector(sector) => (
                "p.sectors LIKE ?".to_owned(),
                vec![format!("% {sector} %").into()],
            ),
            Who::Name(words) => {
                // A NUL would end the question within its quotes.
                let quoted: Vec<String> = words
                    .split(|c: char| c.is_whitespace() || c == '\0')
                    .filter(|w| !w.is_empty())
                    .map(|w| format!("\"{}\"", w.replace('"', "\"\"")))
                    .collect();
                let names: Vec<i64> = self
                    .connection
                    .prepare_cached("SELECT rowid FROM name_text WHERE name_text MATCH ?")?
                    .query_map([quoted.join(" ")], |r| r.get(0))?
                    .collect::<Result<_>>()?;
                let marks = vec!["?"; names.len()].join(", ");
                let names = names.into_iter().map(Value::from).collect();
                (format!("p.name IN ({marks})"), names)
            }
        })
    }
}

/// Words must stand in a sentence that tells of it.
fn has_words(filter: &Filter, sql: &mut Sql) {
    if let Some(words) = &filter.text {
        sql.and(
            "h.n IN (SELECT r.happening FROM sentence_text t JOIN event e ON e.sentence = t.rowid
             JOIN report r ON r.n = e.report WHERE t.sentence_text MATCH ?)",
            [words.clone().into()],
        );
    }
}
