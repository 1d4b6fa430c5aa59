//! The fold over what is stored: which days must be done again, until when, and what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use plover::Event;
use rusqlite::{Connection, Result, Row, params};

use super::fold::{Cluster, Decision, Joined, PUT_OFF, Rank, Report, State};
use crate::store::summary::{self, Fresh};

/// Where reports came, went or changed.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    /// Type and day, and the day up to which what was there could reach.
    days: BTreeMap<String, BTreeMap<i32, i32>>,
    /// Type and copies, of reports without a day.
    undated: BTreeSet<(String, i64)>,
    /// Happenings to be written anew.
    touched: BTreeSet<i64>,
    /// Events that were written in this transaction.
    fresh: Fresh,
}

impl Dirty {
    /// An event was written: it and its sentence are at hand. Without a sentence, it is to be read again.
    pub(crate) fn wrote(&mut self, n: i64, event: Event, sentence: Option<String>) {
        match sentence {
            Some(sentence) => self.fresh.insert(n, (event, sentence)),
            None => self.fresh.remove(&n),
        };
    }

    /// A report came to stand here, stands here no more, or is another.
    pub(crate) fn mark(&mut self, kind: &str, day: Option<i32>, copy_of: i64) {
        match day {
            Some(day) => {
                let days = self.days.entry(kind.to_owned()).or_default();
                days.entry(day).or_insert(day);
            }
            None => {
                self.undated.insert((kind.to_owned(), copy_of));
            }
        }
    }

    /// A happening lost a report, or one of its reports is another.
    pub(crate) fn touch(&mut self, c: &Connection, happening: i64) -> Result<()> {
        if self.touched.insert(happening) {
            let mut find =
                c.prepare_cached("SELECT type, anchor, reach FROM happening WHERE n = ?")?;
            let mut rows = find.query([happening])?;
            if let Some(row) = rows.next()?
                && let (kind, Some(anchor), Some(reach)) = (
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<i32>>(1)?,
                    row.get::<_, Option<i32>>(2)?,
                )
            {
                let days = self.days.entry(kind).or_default();
                let until = days.entry(anchor).or_insert(anchor);
                *until = (*until).max(reach);
            }
        }
        Ok(())
    }

    /// Do again what must be done again, and write what changed. To be called once in a transaction, at its end.
    pub(crate) fn settle(self, c: &Connection) -> Result<()> {
        let mut changes = Changes {
            touched: self.touched,
            ..Changes::default()
        };
        for (kind, days) in self.days {
            fold_days(c, &kind, days, &mut changes)?;
        }
        for (kind, copies) in self.undated {
            let mut state = State::default();
            for report in undated(c, &kind, copies)? {
                changes.join(&mut state, &Rc::new(report));
            }
        }
        changes.write(c, &self.fresh)
    }
}

/// The report that decided a join, points and words for it.
type By = (i64, f64, String);

/// What the fold found.
#[derive(Debug, Default)]
struct Changes {
    /// Reports by their founder, with the report that decided it.
    joined: BTreeMap<i64, (i64, Option<By>)>,
    touched: BTreeSet<i64>,
}

impl Changes {
    fn join(&mut self, state: &mut State, report: &Rc<Report>) -> Joined {
        let joined = state.join(Rc::clone(report));
        let founder = state.clusters[joined.cluster].founder().n;
        let by = joined.by.clone().map(|(n, m)| (n, m.score, m.reason));
        self.joined.insert(report.n, (founder, by));
        joined
    }

    fn write(mut self, c: &Connection, fresh: &Fresh) -> Result<()> {
        let mut stored =
            c.prepare_cached("SELECT happening, matched, reason FROM report WHERE n = ?")?;
        let mut store = c.prepare_cached(
            "UPDATE report SET happening = ?2, matched = ?3, score = ?4, reason = ?5 WHERE n = ?1",
        )?;
        let mut of_founder = c.prepare_cached("SELECT n FROM happening WHERE founder = ?")?;
        // Founders first: the others need a happening to be of.
        let joined = std::mem::take(&mut self.joined);
        let mut happenings: BTreeMap<i64, i64> = BTreeMap::new();
        let mut new: BTreeMap<i64, i64> = BTreeMap::new();
        let mut unused = summary::unused(c)?;
        for (founder, _) in joined.values() {
            if happenings.contains_key(founder) {
                continue;
            }
            let known = of_founder
                .query_map([founder], |r| r.get(0))?
                .next()
                .transpose()?;
            let n = match known {
                Some(n) => n,
                None => {
                    new.insert(unused, *founder);
                    unused += 1;
                    unused - 1
                }
            };
            happenings.insert(*founder, n);
        }
        for (report, (founder, by)) in &joined {
            let now = happenings.get(founder).copied();
            let (before, matched, reason): (Option<i64>, Option<i64>, Option<String>) =
                stored.query_row([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            let same = before == now
                && matched == by.as_ref().map(|b| b.0)
                && reason.as_deref() == by.as_ref().map(|b| b.2.as_str());
            if same {
                continue;
            }
            let (by, score, reason) = by
                .as_ref()
                .map_or((None, None, None), |b| (Some(b.0), Some(b.1), Some(&b.2)));
            store.execute(params![report, now, by, score, reason])?;
            if before != now {
                self.touched.extend(before);
                self.touched.extend(now);
            }
        }
        // Those that lost their last report first: what took it may have their id.
        let mut has_reports = c.prepare_cached("SELECT 1 FROM report WHERE happening = ?")?;
        let mut left = Vec::new();
        for happening in self.touched {
            if has_reports.exists([happening])? {
                left.push(happening);
            } else {
                summary::rebuild(c, happening, None, fresh)?;
            }
        }
        // Reports that are written anew may have each other's numbers, and so may acts, for a while, have each other's ids.
        for happening in left.iter().filter(|h| !new.contains_key(h)) {
            summary::forget_id(c, *happening)?;
        }
        for happening in left {
            summary::rebuild(c, happening, new.get(&happening).copied(), fresh)?;
        }
        Ok(())
    }
}

fn fold_days(
    c: &Connection,
    kind: &str,
    mut dirty: BTreeMap<i32, i32>,
    changes: &mut Changes,
) -> Result<()> {
    while let Some((first, until)) = dirty.pop_first() {
        let mut state = before(c, kind, first)?;
        let (mut day, mut until, mut is_dirty) = (first, until, true);
        let mut altered = BTreeSet::new();
        loop {
            for report in on_day(c, kind, day)? {
                let report = Rc::new(report);
                let joined = changes.join(&mut state, &report);
                let cluster = &state.clusters[joined.cluster];
                let other = report.founder != Some(cluster.founder().n);
                // Whatever joins an act that is not what it was may make it reach farther.
                if other || is_dirty || altered.contains(&joined.cluster) {
                    altered.insert(joined.cluster);
                    until = until.max(cluster.reach());
                    until = until.max(report.reach.unwrap_or(day));
                }
            }
            let next = next_day(c, kind, day)?;
            let marked = dirty.first_key_value().map(|(&d, _)| d);
            // A marked day may have lost its last report.
            let Some(next) = next.into_iter().chain(marked).min() else {
                break;
            };
            if next > until {
                break;
            }
            is_dirty = false;
            if let Some(reach) = dirty.remove(&next) {
                is_dirty = true;
                until = until.max(reach);
            }
            day = next;
        }
    }
    Ok(())
}

const COLUMNS: &str = "SELECT r.n, r.article, a.key, r.label, a.copy_of, r.day, r.rank, r.profile, a.marks, h.founder, \
                       h.reach FROM report r JOIN article a ON a.n = r.article LEFT JOIN happening h ON h.n = r.happening";

fn report(row: &Row<'_>) -> Result<Report> {
    let profile: String = row.get(7)?;
    let marks: Vec<u8> = row.get(8)?;
    Ok(Report {
        n: row.get(0)?,
        article: row.get(1)?,
        key: row.get(2)?,
        label: row.get(3)?,
        copy_of: row.get(4)?,
        day: row.get(5)?,
        rank: Rank::of(row.get(6)?),
        // Only this program writes it; one that cannot be read is compared with nothing.
        profile: serde_json::from_str(&profile).unwrap_or_default(),
        marks: Rc::new(numbers(&marks)),
        founder: row.get(9)?,
        reach: row.get(10)?,
        decisions: Vec::new(),
    })
}

/// Numbers as they are stored.
fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|b| b.iter().rev().fold(0, |all, &b| all << 8 | u32::from(b)))
        .collect()
}

fn reports(c: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Report>> {
    let mut all = c
        .prepare_cached(sql)?
        .query_map(values, report)?
        .collect::<Result<Vec<_>>>()?;
    all.sort_by(|a, b| (a.day, a.rank, &a.key, a.label).cmp(&(b.day, b.rank, &b.key, b.label)));
    let any: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM decision)")?
        .query_row([], |r| r.get(0))?;
    if !any {
        return Ok(all);
    }
    let mut decided = c.prepare_cached(
        "SELECT other, together FROM decision WHERE report = ?1
         UNION ALL SELECT report, together FROM decision WHERE other = ?1",
    )?;
    for report in &mut all {
        let found = decided.query_map([report.n], |r| {
            Ok(Decision {
                other: r.get(0)?,
                together: r.get(1)?,
            })
        })?;
        report.decisions = found.collect::<Result<_>>()?;
    }
    Ok(all)
}

fn on_day(c: &Connection, kind: &str, day: i32) -> Result<Vec<Report>> {
    let sql = format!("{COLUMNS} WHERE r.type = ? AND r.day = ?");
    reports(c, &sql, params![kind, day])
}

fn undated(c: &Connection, kind: &str, copies: i64) -> Result<Vec<Report>> {
    let sql = format!("{COLUMNS} WHERE a.copy_of = ? AND r.type = ? AND r.day IS NULL");
    reports(c, &sql, params![copies, kind])
}

/// The next day that has a report.
fn next_day(c: &Connection, kind: &str, day: i32) -> Result<Option<i32>> {
    c.prepare_cached("SELECT min(day) FROM report WHERE type = ? AND day > ?")?
        .query_row(params![kind, day], |r| r.get(0))
}

/// The happenings that reach to a day, as they were before it.
fn before(c: &Connection, kind: &str, day: i32) -> Result<State> {
    let sql = format!(
        "{COLUMNS} WHERE h.type = ?1 AND h.anchor >= ?2 - {PUT_OFF} AND h.anchor < ?2 AND h.reach >= ?2 AND r.day < ?2"
    );
    let mut groups: BTreeMap<i64, Vec<Report>> = BTreeMap::new();
    let mut order = Vec::new();
    for report in reports(c, &sql, params![kind, day])? {
        let founder = report.founder.unwrap_or(report.n);
        let group = groups.entry(founder).or_default();
        if group.is_empty() {
            order.push(founder);
        }
        group.push(report);
    }
    let mut state = State::default();
    for founder in order {
        let mut reports = groups.remove(&founder).unwrap_or_default().into_iter();
        if let Some(first) = reports.next() {
            let mut cluster = Cluster::new(Rc::new(first));
            reports.for_each(|r| cluster.push(Rc::new(r)));
            state.add(cluster);
        }
    }
    Ok(state)
}
