//! How much went on, by actor, partner, month and place: what pages that show an archive begin with. It is read from the
//! counts that are kept as articles come in, so that it costs the same in the largest archive, or within a span of days.

use plover::Date;
use rusqlite::{OptionalExtension as _, Result, Row, params};
use serde::Serialize;

use crate::error::StoreError;
use crate::store::Archive;
use crate::store::read::{self, EventRow, HitRow};

/// How much an actor does, and how much is done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VolumeRow {
    /// The actor's code.
    pub code: String,
    /// Happenings in which it acts upon somebody.
    pub acts: i64,
    /// Happenings in which it is acted upon.
    pub receives: i64,
}

/// A month of an actor's acts, by type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MonthRow {
    /// `YYYY-MM`.
    pub month: String,
    /// PLOVER type.
    pub event: String,
    /// What became of them.
    pub status: String,
    /// Happenings with each who is acted upon, added up.
    pub happenings: i64,
}

/// How much happened at a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceRow {
    /// Its name.
    pub place: String,
    /// The country's code.
    pub country: Option<String>,
    /// How exactly the place is known, 1 a country to 5 within a city, where it was resolved.
    pub resolution: Option<i64>,
    /// Latitude, where it was resolved.
    pub lat: Option<f64>,
    /// Longitude.
    pub lon: Option<f64>,
    /// Happenings there.
    pub happenings: i64,
    /// Of these, conflict.
    pub conflict: i64,
}

/// The number of a month, as counts keep it.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

fn volume(row: &Row<'_>) -> Result<VolumeRow> {
    Ok(VolumeRow {
        code: row.get(0)?,
        acts: row.get(1)?,
        receives: row.get(2)?,
    })
}

impl Archive {
    /// Changes whenever somebody else wrote to the archive: what was read before may be asked for again.
    pub fn revision(&self) -> std::result::Result<i64, StoreError> {
        let read = self
            .connection
            .pragma_query_value(None, "data_version", |r| r.get(0));
        read.map_err(|e| self.store_error(e))
    }

    /// Articles as they came, the last first.
    pub fn latest_articles(
        &self,
        limit: usize,
        offset: usize,
    ) -> std::result::Result<Vec<HitRow>, StoreError> {
        self.rows(
            "SELECT id, title, date, substr(text, 1, 200) FROM article ORDER BY n DESC LIMIT ? OFFSET ?",
            params![limit, offset],
            |r| {
                Ok(HitRow {
                    article: r.get(0)?,
                    title: r.get(1)?,
                    date: r.get(2)?,
                    sequence: None,
                    text: r.get(3)?,
                })
            },
        )
    }

    /// The events of an article, in its order.
    pub fn events_of(&self, article: &str) -> std::result::Result<Vec<EventRow>, StoreError> {
        let read = || {
            let sql = format!(
                "{} {} WHERE a.id = ? ORDER BY e.seq",
                read::EVENT,
                read::FROM_EVENT
            );
            let mut find = self.connection.prepare_cached(&sql)?;
            let mut rows = find.query([article])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.extend(read::event_of(row)?);
            }
            Ok(all)
        };
        read().map_err(|e| self.store_error(e))
    }

    /// The latest month in which something took place; what is planned for later does not count.
    pub fn latest_month(&self) -> std::result::Result<Option<Date>, StoreError> {
        let read = || {
            self.connection
                .prepare_cached("SELECT max(month) FROM type_month WHERE status = 'occurred'")?
                .query_row([], |r| r.get::<_, Option<i64>>(0))
        };
        let month = read().map_err(|e| self.store_error(e))?;
        Ok(month.and_then(|m| {
            let year = i32::try_from(m.div_euclid(12)).ok()?;
            Date::new(year, u8::try_from(m.rem_euclid(12) + 1).ok()?, 1)
        }))
    }

    /// The actors of the months in which two days lie, those with the most happenings first.
    pub fn actors(
        &self,
        since: Date,
        until: Date,
        limit: usize,
    ) -> std::result::Result<Vec<VolumeRow>, StoreError> {
        self.rows(
            "SELECT code, sum(acts), sum(receives) FROM (
               SELECT actor AS code, happenings AS acts, 0 AS receives FROM dyad_month WHERE month BETWEEN ?1 AND ?2
               UNION ALL
               SELECT recipient, 0, happenings FROM dyad_month WHERE month BETWEEN ?1 AND ?2
             ) WHERE code <> '---' GROUP BY code ORDER BY sum(acts) + sum(receives) DESC, code LIMIT ?3",
            params![number(since), number(until), limit],
            volume,
        )
    }

    /// With whom an actor had to do in the months in which two days lie: what it did to each, and each to it.
    pub fn partners(
        &self,
        code: &str,
        since: Date,
        until: Date,
        limit: usize,
    ) -> std::result::Result<Vec<VolumeRow>, StoreError> {
        let first = |day: Date| day.add_days(1 - i32::from(day.day()));
        let last = first(until).add_months(1).add_days(-1);
        // The days of each pair are found by the index; by month all pairs would be read. Who there is, is found by leaps.
        self.rows(
            "WITH RECURSIVE whom(code) AS (
               SELECT min(recipient) FROM dyad_day WHERE actor = ?1 UNION ALL
               SELECT (SELECT min(recipient) FROM dyad_day WHERE actor = ?1 AND recipient > code) FROM whom WHERE code NOT NULL),
             who(code) AS (
               SELECT min(actor) FROM dyad_day UNION ALL
               SELECT (SELECT min(actor) FROM dyad_day WHERE actor > code) FROM who WHERE code NOT NULL)
             SELECT code, sum(acts), sum(receives) FROM (
               SELECT code, happenings AS acts, 0 AS receives FROM whom CROSS JOIN dyad_day
                 WHERE actor = ?1 AND recipient = code AND day BETWEEN ?2 AND ?3
               UNION ALL
               SELECT code, 0, happenings FROM who CROSS JOIN dyad_day
                 WHERE actor = code AND recipient = ?1 AND day BETWEEN ?2 AND ?3
             ) WHERE code <> '---' GROUP BY code ORDER BY sum(acts) + sum(receives) DESC, code LIMIT ?4",
            params![code, first(since).to_days(), last.to_days(), limit],
            volume,
        )
    }

    /// An actor's acts by month and type.
    pub fn months_of(
        &self,
        code: &str,
        since: Date,
        until: Date,
    ) -> std::result::Result<Vec<MonthRow>, StoreError> {
        self.rows(
            "SELECT strftime('%Y-%m', day * 86400, 'unixepoch'), type, status, sum(happenings) FROM dyad_day
             WHERE actor = ? AND day BETWEEN ? AND ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            params![code, since.to_days(), until.to_days()],
            |r| {
                Ok(MonthRow {
                    month: r.get(0)?,
                    event: r.get(1)?,
                    status: r.get(2)?,
                    happenings: r.get(3)?,
                })
            },
        )
    }

    /// The names under which an actor's code comes, a few of them.
    pub fn names_of(
        &self,
        code: &str,
        limit: usize,
    ) -> std::result::Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT n.text FROM (SELECT name, count(*) AS k FROM
               (SELECT name FROM party WHERE code = ? ORDER BY role, day DESC LIMIT 2000) GROUP BY name) p
             JOIN name n ON n.n = p.name ORDER BY p.k DESC, n.text LIMIT ?",
            params![code, limit],
            |r| r.get(0),
        )
    }

    /// Where something happened between two days, the places with the most first.
    pub fn places(
        &self,
        since: Date,
        until: Date,
        limit: usize,
    ) -> std::result::Result<Vec<PlaceRow>, StoreError> {
        let read = || {
            let mut find = self.connection.prepare_cached(
                "SELECT place, country, count(*), sum(quad > 2), max(n) FROM happening
                 WHERE day BETWEEN ? AND ? AND place IS NOT NULL GROUP BY place, country ORDER BY 3 DESC, place LIMIT ?",
            )?;
            let mut rows = find.query(params![since.to_days(), until.to_days(), limit])?;
            // Coordinates stand in the records; one of each place is read.
            let mut located = self.connection.prepare_cached(
                "SELECT k.json ->> '$.event_loc.lat', k.json ->> '$.event_loc.lon', k.json ->> '$.event_loc.resolution'
                 FROM report r JOIN event e ON e.report = r.n JOIN record k ON k.event = e.n
                 WHERE r.happening = ? AND k.json ->> '$.event_loc.lat' IS NOT NULL LIMIT 1",
            )?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let n: i64 = row.get(4)?;
                let at: Option<(Option<f64>, Option<f64>, Option<i64>)> = located
                    .query_row([n], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                    .optional()?;
                let (lat, lon, resolution) = at.unwrap_or_default();
                all.push(PlaceRow {
                    place: row.get(0)?,
                    country: row.get(1)?,
                    resolution,
                    lat,
                    lon,
                    happenings: row.get(2)?,
                    conflict: row.get(3)?,
                });
            }
            Ok(all)
        };
        read().map_err(|e| self.store_error(e))
    }
}
