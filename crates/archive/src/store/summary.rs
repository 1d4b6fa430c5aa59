//! Happenings as rows, and the counts over them: written in the transaction that changes what they are of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use plover::{Entity, Event, ResolvedDate, Status};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Result, ToSql, params};
use serde::{Deserialize, Serialize};

use crate::happening::fold::{Report, reach_from};
use crate::happening::profile::{Profile, strength};

/// What stands for a country that is not known.
pub(crate) const NOBODY: &str = "---";

/// What of a happening is only shown, not asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Digest {
    pub(crate) actor: Vec<Side>,
    pub(crate) recipient: Vec<Side>,
    pub(crate) context: Vec<String>,
    /// What became of it, as it was told: status and the day of the first article that says so.
    pub(crate) statuses: Vec<(String, Option<String>)>,
    /// The founder's sentence.
    pub(crate) text: String,
}

/// A party of a happening.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Side {
    pub(crate) code: String,
    pub(crate) sectors: Vec<String>,
    pub(crate) name: String,
}

/// A mention, as far as a happening's row needs it.
struct Mention<'f> {
    event: Cow<'f, Event>,
    sentence: Cow<'f, str>,
    article: i64,
    copy_of: i64,
    source: Cow<'f, str>,
    published: Option<i32>,
    published_on: Option<Cow<'f, str>>,
    rank: i64,
    day: Option<i32>,
}

/// A number that no happening has.
pub(crate) fn unused(c: &Connection) -> Result<i64> {
    c.prepare_cached("SELECT coalesce(max(n), 0) + 1 FROM happening")?
        .query_row([], |r| r.get(0))
}

/// Take a happening's id away where it is to have another, until [`rebuild`] gives it.
pub(crate) fn forget_id(c: &Connection, happening: i64) -> Result<()> {
    c.prepare_cached(
        "UPDATE happening SET id = 'founded by ' || founder WHERE n = ? AND id NOT IN ('founded by ' || founder,
         'h-' || coalesce((SELECT e.id FROM event e WHERE e.report = founder ORDER BY e.seq LIMIT 1), ''))",
    )?
    .execute([happening])?;
    Ok(())
}

/// Reports of this transaction by number: they need not be read again.
pub(crate) type Fresh = BTreeMap<i64, Written>;

/// A report as it was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) profile: Rc<Profile>,
    pub(crate) article: Rc<Teller>,
    /// Its events in order, by number.
    pub(crate) events: Vec<(i64, Told)>,
}

/// An event as it was written, without what the article has.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) event: Event,
    pub(crate) seq: i64,
    pub(crate) sentence: String,
}

/// Who tells it, and when.
#[derive(Debug, Default)]
pub(crate) struct Teller {
    pub(crate) source: String,
    pub(crate) day: Option<i32>,
    pub(crate) date: Option<String>,
}

/// Happenings and events that came, less those that went.
type Sum = (i64, i64);
/// Actor, recipient, day, type and status.
type DayKey = (String, String, i32, String, String);
/// Month, type and status, whoever acts.
type MonthKey = (i32, String, String);

/// Happenings written anew from their reports, and what that does to the counts, which are written at the end.
pub(crate) struct Summaries<'a> {
    c: &'a Connection,
    fresh: &'a Fresh,
    by_day: BTreeMap<DayKey, Sum>,
    by_month: BTreeMap<MonthKey, Sum>,
    names: BTreeMap<String, i64>,
}

impl<'a> Summaries<'a> {
    pub(crate) fn new(c: &'a Connection, fresh: &'a Fresh) -> Self {
        Self {
            c,
            fresh,
            by_day: BTreeMap::new(),
            by_month: BTreeMap::new(),
            names: BTreeMap::new(),
        }
    }

    /// Write a happening's row and parties anew from its reports; without reports there is none.
    pub(crate) fn rebuild(&mut self, happening: i64) -> Result<()> {
        let c = self.c;
        self.uncount(happening)?;
        for table in ["party", "dyad"] {
            c.prepare_cached(&format!("DELETE FROM {table} WHERE happening = ?"))?
                .execute([happening])?;
        }
        let founder: Option<i64> = c
            .prepare_cached("SELECT founder FROM happening WHERE n = ?")?
            .query_row([happening], |r| r.get(0))
            .optional()?;
        let mentions = mentions(c, happening, self.fresh)?;
        if mentions.is_empty() {
            c.prepare_cached("DELETE FROM happening WHERE n = ?")?
                .execute([happening])?;
            return Ok(());
        }
        let reach = reach(c, happening, founder)?;
        self.write(happening, founder, false, &mentions, reach)
    }

    /// Write a happening that has no row yet: of these reports, where all of them are at hand.
    pub(crate) fn found(
        &mut self,
        happening: i64,
        founder: i64,
        reports: Option<&[&Report]>,
    ) -> Result<()> {
        let known = reports.and_then(|reports| {
            let mentions = at_hand(reports, self.fresh)?;
            let anchor = reports.iter().find(|r| r.n == founder)?.day;
            let put_off = reports.iter().any(|r| r.profile.status == "postponed");
            let reach = anchor.map(|day| reach_from(day, put_off));
            Some((mentions, (anchor, reach)))
        });
        let (mentions, reach) = match known {
            Some(known) => known,
            None => (
                mentions(self.c, happening, self.fresh)?,
                reach(self.c, happening, Some(founder))?,
            ),
        };
        self.write(happening, Some(founder), true, &mentions, reach)
    }

    fn write(
        &mut self,
        happening: i64,
        founder: Option<i64>,
        new: bool,
        mentions: &[Mention<'_>],
        (anchor, reach): (Option<i32>, Option<i32>),
    ) -> Result<()> {
        let Some(first) = mentions.first() else {
            return Ok(());
        };
        let kind = first.event.event;
        let held = |m: &&Mention<'_>| matches!(m.event.status, Status::Occurred | Status::Ongoing);
        // Who was there tells the day; of two who were, who says it.
        let dated = mentions
            .iter()
            .filter(held)
            .chain(mentions)
            .filter(|m| m.event.date.is_some())
            .min_by_key(|m| (m.rank, !held(m)));
        let day = dated.and_then(|m| m.day);
        let date = dated.and_then(|m| match m.rank {
            2 => m.day.map(|d| plover::Date::from_days(d).to_string()),
            _ => m
                .event
                .date_info
                .as_ref()
                .map(ResolvedDate::iso)
                .or_else(|| m.event.date.clone()),
        });
        let status = status(mentions);
        let mode = commonest(
            mentions
                .iter()
                .filter_map(|m| m.event.mode.first().copied()),
        );
        let place = commonest(mentions.iter().filter_map(|m| {
            m.event.event_loc.as_ref().map(|p| {
                let name = p.city.as_ref().or(p.resolved_place.as_ref());
                (
                    name.unwrap_or(&p.extracted_place).clone(),
                    p.country_code.map(plover::CountryCode::as_str),
                )
            })
        }));
        let sides =
            |of: fn(&Event) -> &[Entity]| parties(mentions.iter().flat_map(|m| of(&m.event)));
        let digest = Digest {
            actor: sides(|e| &e.actor),
            recipient: sides(|e| &e.recipient),
            context: {
                let all: BTreeSet<_> = mentions.iter().flat_map(|m| &m.event.context).collect();
                all.into_iter().map(|c| c.as_str().to_owned()).collect()
            },
            statuses: statuses(mentions),
            text: first.sentence.clone().into_owned(),
        };
        let confidence = mentions
            .iter()
            .filter_map(|m| m.event.confidence)
            .reduce(f64::max);
        let articles: BTreeSet<i64> = mentions.iter().map(|m| m.article).collect();
        let scale = mode
            .and_then(plover::Mode::score)
            .unwrap_or_else(|| kind.base_score());
        let row = if new {
            "INSERT INTO happening (n, type, mode, status, quad, scale, day, date, anchor, reach, place, country, confidence,
         events, articles, sources, digest, founder, id)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
         'h-' || (SELECT e.id FROM event e WHERE e.report = ?18 ORDER BY e.seq LIMIT 1)"
        } else {
            "UPDATE happening SET type = ?2, mode = ?3, status = ?4, quad = ?5, scale = ?6, day = ?7, date = ?8, anchor = ?9,
         reach = ?10, place = ?11, country = ?12, confidence = ?13, events = ?14, articles = ?15, sources = ?16,
         digest = ?17, id = 'h-' || (SELECT e.id FROM event e WHERE e.report = ?18 ORDER BY e.seq LIMIT 1) WHERE n = ?1"
        };
        self.c.prepare_cached(row)?.execute(params![
            happening,
            kind.as_str(),
            mode.map(plover::Mode::as_str),
            status.as_str(),
            kind.quad().code(),
            scale,
            day,
            date,
            anchor,
            reach,
            place.as_ref().map(|p| &p.0),
            place.as_ref().and_then(|p| p.1),
            confidence,
            mentions.len(),
            articles.len(),
            sources(mentions),
            serde_json::to_string(&digest).unwrap_or_default(),
            founder,
        ])?;
        let dyads = self.write_parties(happening, day, &digest)?;
        if let Some(day) = day {
            let events = i64::try_from(mentions.len()).unwrap_or(i64::MAX);
            self.add(day, kind.as_str(), status.as_str(), dyads, (1, events));
        }
        Ok(())
    }

    /// Its parties; who acts upon whom.
    fn write_parties(
        &mut self,
        happening: i64,
        day: Option<i32>,
        digest: &Digest,
    ) -> Result<Vec<(String, String)>> {
        let c = self.c;
        let mut insert = c.prepare_cached("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?)")?;
        for (role, sides) in [(0, &digest.actor), (1, &digest.recipient)] {
            for side in sides {
                let sectors = format!(" {} ", side.sectors.join(" "));
                let name = self.name(&side.name)?;
                insert.execute(params![happening, role, side.code, sectors, name, day])?;
            }
        }
        let codes =
            |sides: &[Side]| -> BTreeSet<String> { sides.iter().map(|s| s.code.clone()).collect() };
        let (actors, mut recipients) = (codes(&digest.actor), codes(&digest.recipient));
        let together = recipients.is_empty() && actors.len() > 1;
        if together {
            recipients.clone_from(&actors);
        } else if recipients.is_empty() {
            recipients.insert(NOBODY.to_owned());
        }
        let actors = if actors.is_empty() {
            BTreeSet::from([NOBODY.to_owned()])
        } else {
            actors
        };
        let mut insert = c.prepare_cached("INSERT INTO dyad VALUES (?, ?, ?, ?)")?;
        let mut dyads = Vec::new();
        for actor in &actors {
            for recipient in recipients.iter().filter(|r| !together || *r != actor) {
                insert.execute(params![actor, recipient, day, happening])?;
                dyads.push((actor.clone(), recipient.clone()));
            }
        }
        Ok(dyads)
    }

    /// The row of a name.
    fn name(&mut self, text: &str) -> Result<i64> {
        if let Some(&n) = self.names.get(text) {
            return Ok(n);
        }
        let c = self.c;
        let known = c
            .prepare_cached("SELECT n FROM name WHERE text = ?")?
            .query_row([text], |r| r.get(0))
            .optional()?;
        let n = match known {
            Some(n) => n,
            None => {
                c.prepare_cached("INSERT INTO name (text) VALUES (?)")?
                    .execute([text])?;
                let n = c.last_insert_rowid();
                c.prepare_cached("INSERT INTO name_text (rowid, text) VALUES (?, ?)")?
                    .execute(params![n, text])?;
                n
            }
        };
        self.names.insert(text.to_owned(), n);
        Ok(n)
    }

    /// Take a happening out of the counts, as it stands.
    fn uncount(&mut self, happening: i64) -> Result<()> {
        let row: Option<(Option<i32>, String, String, i64)> = self
            .c
            .prepare_cached(
                "SELECT day, type, status, events FROM happening WHERE n = ? AND events > 0",
            )?
            .query_row([happening], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })
            .optional()?;
        let Some((Some(day), kind, status, events)) = row else {
            return Ok(());
        };
        let dyads = self
            .c
            .prepare_cached("SELECT actor, recipient FROM dyad WHERE happening = ?")?
            .query_map([happening], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<_>>()?;
        self.add(day, &kind, &status, dyads, (-1, -events));
        Ok(())
    }

    /// Bear in mind what comes to the counts.
    fn add(
        &mut self,
        day: i32,
        kind: &str,
        status: &str,
        dyads: Vec<(String, String)>,
        (happenings, events): Sum,
    ) {
        let add = |sum: &mut Sum| {
            sum.0 += happenings;
            sum.1 += events;
        };
        let (kind, status) = (kind.to_owned(), status.to_owned());
        let by_month = (month_of(day), kind.clone(), status.clone());
        add(self.by_month.entry(by_month).or_default());
        for (actor, recipient) in dyads {
            let by_day = (actor, recipient, day, kind.clone(), status.clone());
            add(self.by_day.entry(by_day).or_default());
        }
    }

    /// Write what came to the counts.
    pub(crate) fn count(self) -> Result<()> {
        let c = self.c;
        let mut dyad_month: BTreeMap<(i32, String, String, String), Sum> = BTreeMap::new();
        let changed = |(_, sum): &(_, Sum)| *sum != (0, 0);
        let mut days = Count::of(
            c,
            "dyad_day",
            &["actor", "recipient", "day", "type", "status"],
        )?;
        for ((actor, recipient, day, kind, status), sum) in self.by_day.into_iter().filter(changed)
        {
            days.add(&[&actor, &recipient, &day, &kind, &status], sum)?;
            let key = (month_of(day), actor, recipient, status);
            let all = dyad_month.entry(key).or_default();
            *all = (all.0 + sum.0, all.1 + sum.1);
        }
        let mut months = Count::of(c, "dyad_month", &["month", "actor", "recipient", "status"])?;
        for ((month, actor, recipient, status), sum) in dyad_month {
            months.add(&[&month, &actor, &recipient, &status], sum)?;
        }
        let mut types = Count::of(c, "type_month", &["month", "type", "status"])?;
        for ((month, kind, status), sum) in self.by_month {
            types.add(&[&month, &kind, &status], sum)?;
        }
        Ok(())
    }
}

/// Where a mention stands among those of its happening: day, how well it is known, article, act, event.
type Order<'a> = (Option<i32>, i64, Cow<'a, str>, i64, i64);

/// The mentions of reports that are at hand; none where one is not.
fn at_hand<'f>(reports: &[&Report], fresh: &'f Fresh) -> Option<Vec<Mention<'f>>> {
    let mut all: Vec<(Order<'_>, Mention<'f>)> = Vec::new();
    for report in reports {
        let written = fresh.get(&report.n)?;
        let rank = report.rank as i64;
        for (_, told) in &written.events {
            let key = Cow::Borrowed(report.key.as_str());
            let mention = Mention {
                event: Cow::Borrowed(&told.event),
                sentence: Cow::Borrowed(&told.sentence),
                article: report.article,
                copy_of: report.copy_of,
                source: Cow::Borrowed(&written.article.source),
                published: written.article.day,
                published_on: written.article.date.as_deref().map(Cow::Borrowed),
                rank,
                day: report.day,
            };
            all.push(((report.day, rank, key, report.label, told.seq), mention));
        }
    }
    Some(in_order(all))
}

fn in_order<'f>(mut all: Vec<(Order<'_>, Mention<'f>)>) -> Vec<Mention<'f>> {
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, m)| m).collect()
}

fn mentions<'f>(c: &Connection, happening: i64, fresh: &'f Fresh) -> Result<Vec<Mention<'f>>> {
    let mut find = c.prepare_cached(
        "SELECT e.n, a.n, a.copy_of, a.source, a.day, a.date, r.rank, r.day, a.key, r.label, e.seq, r.n
         FROM report r JOIN event e ON e.report = r.n JOIN article a ON a.n = r.article WHERE r.happening = ?",
    )?;
    let mut stored = c.prepare_cached(
        "SELECT k.json, CAST(substr(CAST(a.text AS BLOB), s.start + 1, s.end - s.start) AS TEXT)
         FROM event e JOIN record k ON k.event = e.n JOIN article a ON a.n = e.article
         LEFT JOIN sentence s ON s.n = e.sentence WHERE e.n = ?",
    )?;
    let mut rows = find.query([happening])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(0)?;
        let written = fresh.get(&row.get(11)?).into_iter().flat_map(|w| &w.events);
        let (event, sentence) = if let Some((_, told)) = written.into_iter().find(|w| w.0 == n) {
            (
                Cow::Borrowed(&told.event),
                Cow::Borrowed(told.sentence.as_str()),
            )
        } else {
            let (json, sentence): (String, Option<String>) =
                stored.query_row([n], |r| Ok((r.get(0)?, r.get(1)?)))?;
            // A record that cannot be read is `doctor`'s to tell of.
            let Ok(event) = serde_json::from_str::<Event>(&json) else {
                continue;
            };
            (Cow::Owned(event), Cow::Owned(sentence.unwrap_or_default()))
        };
        let order: Order<'_> = (
            row.get(7)?,
            row.get(6)?,
            Cow::Owned(row.get(8)?),
            row.get(9)?,
            row.get(10)?,
        );
        let mention = Mention {
            event,
            article: row.get(1)?,
            copy_of: row.get(2)?,
            source: Cow::Owned(row.get(3)?),
            published: row.get(4)?,
            published_on: row.get::<_, Option<String>>(5)?.map(Cow::Owned),
            rank: row.get(6)?,
            day: row.get(7)?,
            sentence,
        };
        all.push((order, mention));
    }
    Ok(in_order(all))
}

/// The founder's day, and that up to which a report may join; the same rule as the fold's.
fn reach(
    c: &Connection,
    happening: i64,
    founder: Option<i64>,
) -> Result<(Option<i32>, Option<i32>)> {
    let mut find = c.prepare_cached(
        "SELECT f.day, EXISTS (SELECT 1 FROM report r WHERE r.happening = ? AND r.profile ->> 'status' = 'postponed')
         FROM report f WHERE f.n = ?",
    )?;
    let found: Option<(Option<i32>, bool)> = find
        .query_row(params![happening, founder], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((Some(anchor), put_off)) = found else {
        return Ok((None, None));
    };
    Ok((Some(anchor), Some(reach_from(anchor, put_off))))
}

/// What became of it: done, if anybody says so; else what the latest say.
fn status(mentions: &[Mention<'_>]) -> Status {
    let has = |s: Status| mentions.iter().any(|m| m.event.status == s);
    if has(Status::Occurred) {
        return Status::Occurred;
    }
    if has(Status::Ongoing) {
        return Status::Ongoing;
    }
    mentions
        .iter()
        .map(|m| (m.published, strength(m.event.status), m.event.status))
        .max_by_key(|&(day, strength, _)| (day, strength))
        .map_or(Status::Occurred, |(_, _, status)| status)
}

/// Each status once, with the day it was first told, in that order.
fn statuses(mentions: &[Mention<'_>]) -> Vec<(String, Option<String>)> {
    let mut first: BTreeMap<u8, (Option<i32>, &Mention<'_>)> = BTreeMap::new();
    for m in mentions {
        let known = first
            .entry(strength(m.event.status))
            .or_insert((m.published, m));
        if m.published.unwrap_or(i32::MAX) < known.0.unwrap_or(i32::MAX) {
            *known = (m.published, m);
        }
    }
    let mut all: Vec<_> = first.into_iter().collect();
    all.sort_by_key(|(strength, (day, _))| (day.unwrap_or(i32::MAX), *strength));
    all.into_iter()
        .map(|(_, (_, m))| {
            (
                m.event.status.as_str().to_owned(),
                m.published_on.as_deref().map(str::to_owned),
            )
        })
        .collect()
}

/// The value that comes most often; of those the first.
fn commonest<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    let most = counts.iter().map(|&(_, n)| n).max()?;
    counts.into_iter().find(|&(_, n)| n == most).map(|(v, _)| v)
}

/// How many told of it independently: neither copies of one text nor from one publisher.
fn sources(mentions: &[Mention<'_>]) -> usize {
    let mut groups: Vec<(BTreeSet<i64>, BTreeSet<&str>)> = Vec::new();
    for m in mentions {
        let mut merged = (BTreeSet::from([m.copy_of]), BTreeSet::new());
        if !m.source.is_empty() {
            merged.1.insert(&*m.source);
        }
        let (same, mut others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|g| !g.0.is_disjoint(&merged.0) || !g.1.is_disjoint(&merged.1));
        for (copies, names) in same {
            merged.0.extend(copies);
            merged.1.extend(names);
        }
        others.push(merged);
        groups = others;
    }
    groups.len()
}

/// The parties of one side; who is only less exactly named than another is left out.
fn parties<'e>(entities: impl Iterator<Item = &'e Entity>) -> Vec<Side> {
    let mut all: Vec<(Side, bool)> = Vec::new();
    for e in entities {
        let country = |n: &str| e.code.is_some_and(|c| c.name() == n);
        let name = e.identifier_text.as_ref().unwrap_or(&e.entity_text);
        let named = e.identifier_text.as_deref().is_some_and(|n| !country(n));
        let side = Side {
            code: e.code.map_or(NOBODY, |c| c.as_str()).to_owned(),
            sectors: e.sector.iter().map(|s| s.as_str().to_owned()).collect(),
            name: name.clone(),
        };
        if !all.iter().any(|(known, _)| *known == side) {
            all.push((side, named));
        }
    }
    let covers = |(j, b): (usize, &(Side, bool)), (i, a): (usize, &(Side, bool))| {
        i != j
            && !a.1
            && (a.0.code == b.0.code || a.0.code == NOBODY)
            && a.0.sectors.iter().all(|s| b.0.sectors.contains(s))
            && (b.1 || (a.0.code != NOBODY || b.0.code == NOBODY || a.0.sectors.is_empty()))
            && (b.1 || a.0.sectors.len() < b.0.sectors.len() || a.0.code != b.0.code || j < i)
    };
    all.iter()
        .enumerate()
        .filter(|&a| !all.iter().enumerate().any(|b| covers(b, a)))
        .map(|(_, (side, _))| side.clone())
        .collect()
}

/// A table of counts by a key.
struct Count<'c> {
    add: CachedStatement<'c>,
    clear: CachedStatement<'c>,
}

impl<'c> Count<'c> {
    fn of(c: &'c Connection, table: &str, key: &[&str]) -> Result<Self> {
        let places = vec!["?"; key.len() + 2].join(", ");
        let is = key.join(" = ? AND ");
        Ok(Self {
            add: c.prepare_cached(&format!(
                "INSERT INTO {table} VALUES ({places}) ON CONFLICT DO UPDATE SET
                 happenings = happenings + excluded.happenings, events = events + excluded.events"
            ))?,
            clear: c.prepare_cached(&format!(
                "DELETE FROM {table} WHERE {is} = ? AND happenings = 0"
            ))?,
        })
    }

    /// Add happenings and events; what comes to nothing has no row.
    fn add(&mut self, key: &[&dyn ToSql], (happenings, events): Sum) -> Result<()> {
        if (happenings, events) == (0, 0) {
            return Ok(());
        }
        let sum: [&dyn ToSql; 2] = [&happenings, &events];
        self.add.execute(&*[key, &sum].concat())?;
        if happenings < 0 {
            self.clear.execute(key)?;
        }
        Ok(())
    }
}

/// Months since the year 0.
fn month_of(day: i32) -> i32 {
    let date = plover::Date::from_days(day);
    date.year() * 12 + i32::from(date.month()) - 1
}
