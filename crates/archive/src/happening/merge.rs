//! The fold over what is stored: which days must be done again, until when, and what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use super::fold::{Cluster, Decision, Joined, Match, PUT_OFF, Rank, Report, State, Stored};
use crate::store::summary::{self, Fresh, Summaries, Written};

/// Where reports came, went or changed.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    /// Type and day, and the day up to which what was there could reach.
    days: BTreeMap<String, BTreeMap<i32, i32>>,
    /// Type and copies, of reports without a day.
    undated: BTreeSet<(String, i64)>,
    /// Happenings to be written anew.
    touched: BTreeSet<i64>,
    /// Reports that were written in this transaction.
    fresh: Fresh,
}

impl Dirty {
    /// A report was written. With its events and what it is compared by at hand, it need not be read again.
    pub(crate) fn wrote(&mut self, report: i64, written: Option<Written>) {
        match written {
            Some(written) => self.fresh.insert(report, written),
            None => self.fresh.remove(&report),
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
            fresh: &self.fresh,
            joined: BTreeMap::new(),
            touched: self.touched,
        };
        for (kind, days) in self.days {
            fold_days(c, &kind, days, &mut changes)?;
        }
        for (kind, copies) in self.undated {
            let mut state = State::default();
            for report in undated(c, &kind, copies, &self.fresh)? {
                changes.join(&mut state, &Rc::new(report));
            }
        }
        changes.write(c)
    }
}

/// Where a report belongs now.
#[derive(Debug)]
struct Join {
    /// The founder of its happening, and the happening where it has one.
    founder: i64,
    known: Option<i64>,
    by: Option<Match>,
    /// The happening it was of.
    before: Option<i64>,
    /// The report, where all of it is at hand.
    fresh: Option<Rc<Report>>,
}

/// What the fold found.
#[derive(Debug)]
struct Changes<'f> {
    fresh: &'f Fresh,
    /// Reports that are of another happening than before, or for another reason.
    joined: BTreeMap<i64, Join>,
    touched: BTreeSet<i64>,
}

impl Changes<'_> {
    fn join(&mut self, state: &mut State, report: &Rc<Report>) -> usize {
        let Joined { cluster, by } = state.join(Rc::clone(report));
        let founder = state.clusters[cluster].founder();
        let founded = founder.stored.founder == Some(founder.n);
        let known = founder.stored.happening.filter(|_| founded);
        let stored = &report.stored;
        let same = known.is_some()
            && known == stored.happening
            && stored.matched == by.as_ref().map(|b| b.by)
            && stored.reason.as_ref() == by.as_ref().map(|b| &b.reason);
        if same {
            return cluster;
        }
        let join = Join {
            founder: founder.n,
            known,
            by,
            before: stored.happening,
            fresh: self
                .fresh
                .contains_key(&report.n)
                .then(|| Rc::clone(report)),
        };
        self.joined.insert(report.n, join);
        cluster
    }

    fn write(mut self, c: &Connection) -> Result<()> {
        let mut store = c.prepare_cached(
            "UPDATE report SET happening = ?2, matched = ?3, score = ?4, reason = ?5 WHERE n = ?1",
        )?;
        let mut of_founder = c.prepare_cached("SELECT n FROM happening WHERE founder = ?")?;
        // Founders first: the others need a happening to be of.
        let joined = std::mem::take(&mut self.joined);
        let mut happenings: BTreeMap<i64, i64> = BTreeMap::new();
        // Those that are new, with their reports.
        let mut new: BTreeMap<i64, Vec<&Join>> = BTreeMap::new();
        let mut unused = summary::unused(c)?;
        for join in joined.values() {
            if happenings.contains_key(&join.founder) {
                continue;
            }
            let n = match join.known {
                Some(n) => n,
                // One whose founder was taken out may have a row still, and the founder's number another report.
                None => match of_founder
                    .query_row([join.founder], |r| r.get(0))
                    .optional()?
                {
                    Some(n) => n,
                    None => {
                        new.insert(unused, Vec::new());
                        unused += 1;
                        unused - 1
                    }
                },
            };
            happenings.insert(join.founder, n);
        }
        let mut gained = BTreeSet::new();
        for (report, join) in &joined {
            let Some(&now) = happenings.get(&join.founder) else {
                continue;
            };
            let (by, score, reason) = join.by.as_ref().map_or((None, None, None), |b| {
                (Some(b.by), Some(b.score), Some(&b.reason))
            });
            store.execute(params![report, now, by, score, reason])?;
            gained.insert(now);
            if let Some(reports) = new.get_mut(&now) {
                reports.push(join);
            }
            if join.before != Some(now) {
                self.touched.extend(join.before);
                self.touched.insert(now);
            }
        }
        let mut summaries = Summaries::new(c, self.fresh);
        // Those that lost their last report first: what took it may have their id.
        let mut has_reports = c.prepare_cached("SELECT 1 FROM report WHERE happening = ?")?;
        let mut left = Vec::new();
        for happening in self.touched {
            if gained.contains(&happening) || has_reports.exists([happening])? {
                left.push(happening);
            } else {
                summaries.rebuild(happening)?;
            }
        }
        // Reports that are written anew may have each other's numbers, and so may acts, for a while, have each other's ids.
        for happening in left.iter().filter(|h| !new.contains_key(h)) {
            summary::forget_id(c, *happening)?;
        }
        for happening in left {
            match new.get(&happening) {
                None => summaries.rebuild(happening)?,
                Some(joins) => {
                    let founder = joins.first().map_or(0, |j| j.founder);
                    let reports: Option<Vec<_>> =
                        joins.iter().map(|j| j.fresh.as_deref()).collect();
                    summaries.found(happening, founder, reports.as_deref())?;
                }
            }
        }
        summaries.count()
    }
}

fn fold_days(
    c: &Connection,
    kind: &str,
    mut dirty: BTreeMap<i32, i32>,
    changes: &mut Changes<'_>,
) -> Result<()> {
    let fresh = changes.fresh;
    while let Some((first, until)) = dirty.pop_first() {
        let mut state = before(c, kind, first, fresh)?;
        let (mut day, mut until, mut is_dirty) = (first, until, true);
        let mut altered = BTreeSet::new();
        loop {
            for report in on_day(c, kind, day, fresh)? {
                let report = Rc::new(report);
                let at = changes.join(&mut state, &report);
                let cluster = &state.clusters[at];
                let other = report.stored.founder != Some(cluster.founder().n);
                // Whatever joins an act that is not what it was may make it reach farther.
                if other || is_dirty || altered.contains(&at) {
                    altered.insert(at);
                    until = until.max(cluster.reach());
                    until = until.max(report.stored.reach.unwrap_or(day));
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

const COLUMNS: &str = "SELECT r.n, r.article, a.key, r.label, a.copy_of, r.day, r.rank, r.profile, a.marks, \
                       r.happening, h.founder, h.reach, r.matched, r.reason FROM report r \
                       JOIN article a ON a.n = r.article LEFT JOIN happening h ON h.n = r.happening";

fn report(row: &Row<'_>, fresh: &Fresh) -> Result<Report> {
    let n = row.get(0)?;
    let profile = match fresh.get(&n) {
        Some(written) => Rc::clone(&written.profile),
        // Only this program writes it; one that cannot be read is compared with nothing.
        None => Rc::new(serde_json::from_str(row.get_ref(7)?.as_str()?).unwrap_or_default()),
    };
    Ok(Report {
        n,
        article: row.get(1)?,
        key: row.get(2)?,
        label: row.get(3)?,
        copy_of: row.get(4)?,
        day: row.get(5)?,
        rank: Rank::of(row.get(6)?),
        profile,
        marks: Rc::new(numbers(row.get_ref(8)?.as_blob()?)),
        stored: Stored {
            happening: row.get(9)?,
            founder: row.get(10)?,
            reach: row.get(11)?,
            matched: row.get(12)?,
            reason: row.get(13)?,
        },
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

fn reports(
    c: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    fresh: &Fresh,
) -> Result<Vec<Report>> {
    let mut all = c
        .prepare_cached(sql)?
        .query_map(values, |row| report(row, fresh))?
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

fn on_day(c: &Connection, kind: &str, day: i32, fresh: &Fresh) -> Result<Vec<Report>> {
    let sql = format!("{COLUMNS} WHERE r.type = ? AND r.day = ?");
    reports(c, &sql, params![kind, day], fresh)
}

fn undated(c: &Connection, kind: &str, copies: i64, fresh: &Fresh) -> Result<Vec<Report>> {
    let sql = format!("{COLUMNS} WHERE a.copy_of = ? AND r.type = ? AND r.day IS NULL");
    reports(c, &sql, params![copies, kind], fresh)
}

/// The next day that has a report.
fn next_day(c: &Connection, kind: &str, day: i32) -> Result<Option<i32>> {
    c.prepare_cached("SELECT min(day) FROM report WHERE type = ? AND day > ?")?
        .query_row(params![kind, day], |r| r.get(0))
}

/// The happenings that reach to a day, as they were before it.
fn before(c: &Connection, kind: &str, day: i32, fresh: &Fresh) -> Result<State> {
    let sql = format!(
        "{COLUMNS} WHERE h.type = ?1 AND h.anchor >= ?2 - {PUT_OFF} AND h.anchor < ?2 AND h.reach >= ?2 AND r.day < ?2"
    );
    let mut groups: BTreeMap<i64, Vec<Report>> = BTreeMap::new();
    let mut order = Vec::new();
    for report in reports(c, &sql, params![kind, day], fresh)? {
        let founder = report.stored.founder.unwrap_or(report.n);
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
