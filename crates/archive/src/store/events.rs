//! An article's events: written as the coder has them and corrected where an analyst said so, taken out, written again.
//!
//! The articles that have corrections keep beside them what the coder had, so that a correction can be undone and a new
//! coding corrected in turn.

use std::rc::Rc;

use plover::{CiteInfo, Event};
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::read::{EVENT, FROM_EVENT, WIDTH, event_of};
use super::summary::{Teller, Told, Written};
use super::write::{sentence, unsaid};
use crate::correct;
use crate::happening::fold::Rank;
use crate::happening::merge::Dirty;
use crate::happening::profile::Profile;

/// What of an article is at hand while its events are written, so that it need not be read again.
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) sentences: &'a [(usize, usize)],
    pub(crate) teller: Rc<Teller>,
}

/// Write an article's events, and the reports they come to. The article's row is there.
pub(crate) fn write_events(
    c: &Connection,
    article: i64,
    events: Vec<(i64, Event)>,
    words: Option<&Words<'_>>,
    dirty: &mut Dirty,
) -> Result<()> {
    let (copy_of, published, id): (i64, Option<i32>, String) = c
        .prepare_cached(
            "SELECT copy_of, (SELECT min(b.day) FROM article b WHERE b.copy_of = a.copy_of), id FROM article a WHERE n = ?",
        )?
        .query_row([article], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let kept = correct::kept(c, article)?;
    let text = if kept.is_empty() {
        String::new()
    } else {
        c.prepare_cached("SELECT text FROM article WHERE n = ?")?
            .query_row([article], |r| r.get(0))?
    };
    let mut labels: Vec<String> = Vec::new();
    let mut groups: Vec<Vec<(i64, Event)>> = Vec::new();
    for (seq, mut event) in events {
        id.clone_into(&mut event.article);
        event.id = format!("{id}-{seq}");
        let kind = event.event;
        let label = event.happening.take();
        let Some(event) = correct::apply(&kept, event, &text) else {
            continue;
        };
        // What is of another type now is of another act.
        let label = label
            .filter(|_| event.event == kind)
            .unwrap_or_else(|| format!("alone {seq}"));
        match labels.iter().position(|l| *l == label) {
            Some(at) => groups[at].push((seq, event)),
            None => {
                labels.push(label);
                groups.push(vec![(seq, event)]);
            }
        }
    }
    for (label, group) in (1_i64..).zip(groups) {
        let events: Vec<&Event> = group.iter().map(|(_, e)| e).collect();
        let Some(first) = events.first() else {
            continue;
        };
        let profile = Profile::of(&events);
        let (day, rank) = match profile.days {
            Some((a, b)) if a == b => (Some(a), Rank::Stated),
            Some((a, _)) => (Some(a), Rank::Wide),
            None => (published, unsaid(published)),
        };
        let kind = first.event.as_str();
        c.prepare_cached(
            "INSERT INTO report (article, label, type, day, rank, profile) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            article,
            label,
            kind,
            day,
            rank as i64,
            serde_json::to_string(&profile).unwrap_or_default()
        ])?;
        let report = c.last_insert_rowid();
        dirty.mark(kind, day, copy_of);
        let mut written = words.map(|words| Written {
            profile: Rc::new(profile),
            article: Rc::clone(&words.teller),
            events: Vec::new(),
        });
        for (seq, event) in group {
            let sequence = event.text_info.sequence;
            let (n, event) = write_event(c, article, report, seq, event)?;
            if let (Some(words), Some(written)) = (words, &mut written) {
                let span = words.sentences.get(sequence);
                let sentence = span.and_then(|&(start, end)| words.text.get(start..end));
                let sentence = sentence.unwrap_or_default().to_owned();
                let told = Told {
                    event,
                    seq,
                    sentence,
                };
                written.events.push((n, told));
            }
        }
        dirty.wrote(report, written);
    }
    decide(c, article, &id, dirty)
}

/// The event's number, and as much of it as is kept.
fn write_event(
    c: &Connection,
    article: i64,
    report: i64,
    seq: i64,
    mut e: Event,
) -> Result<(i64, Event)> {
    c.prepare_cached(
        "INSERT INTO event (id, article, seq, sentence, report, type, mode, status, date, confidence)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        e.id,
        article,
        seq,
        sentence(article, e.text_info.sequence),
        report,
        e.event.as_str(),
        e.mode.first().map(|m| m.as_str()),
        e.status.as_str(),
        e.date,
        e.confidence,
    ])?;
    let n = c.last_insert_rowid();
    // The article has these.
    e.cite_info = CiteInfo::default();
    e.text_info.text = String::new();
    c.prepare_cached("INSERT INTO record VALUES (?, ?)")?
        .execute(params![n, serde_json::to_string(&e).unwrap_or_default()])?;
    Ok((n, e))
}

/// Take an article's events out, to write others.
fn delete_events(c: &Connection, article: i64, dirty: &mut Dirty) -> Result<()> {
    let mut reports = c.prepare_cached(
        "SELECT r.n, r.type, r.day, a.copy_of, r.happening FROM report r JOIN article a ON a.n = r.article
         WHERE r.article = ?",
    )?;
    let mut rows = reports.query([article])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        dirty.mark(&kind, row.get(2)?, row.get(3)?);
        if let Some(happening) = row.get(4)? {
            dirty.touch(c, happening)?;
        }
    }
    for sql in [
        "DELETE FROM decision WHERE report IN (SELECT n FROM report WHERE article = ?1)
         OR other IN (SELECT n FROM report WHERE article = ?1)",
        "DELETE FROM record WHERE event IN (SELECT n FROM event WHERE article = ?)",
        "DELETE FROM event WHERE article = ?",
        "DELETE FROM report WHERE article = ?",
    ] {
        c.prepare_cached(sql)?.execute([article])?;
    }
    Ok(())
}

/// Write an article's events anew, its corrections being others.
pub(crate) fn rewrite_events(
    c: &Connection,
    article: i64,
    coded: Vec<(i64, Event)>,
    dirty: &mut Dirty,
) -> Result<()> {
    delete_events(c, article, dirty)?;
    write_events(c, article, coded, None, dirty)
}

/// Write an article's events anew, the coder having others.
pub(crate) fn rewrite_coded(
    c: &Connection,
    article: i64,
    coded: Vec<(i64, Event)>,
    dirty: &mut Dirty,
) -> Result<()> {
    c.prepare_cached("DELETE FROM coded_event WHERE article = ?")?
        .execute([article])?;
    if is_corrected(c, article)? {
        save_coded(c, article, &coded)?;
    }
    rewrite_events(c, article, coded, dirty)
}

fn is_corrected(c: &Connection, article: i64) -> Result<bool> {
    c.prepare_cached("SELECT 1 FROM correction WHERE article = ?")?
        .exists([article])
}

/// Keep what the coder has of an article, before anything of it is corrected.
pub(crate) fn keep_coded(c: &Connection, article: i64) -> Result<()> {
    if is_corrected(c, article)? {
        return Ok(());
    }
    let coded = coded_events(c, article)?;
    c.prepare_cached("DELETE FROM coded_event WHERE article = ?")?
        .execute([article])?;
    save_coded(c, article, &coded)
}

fn save_coded(c: &Connection, article: i64, coded: &[(i64, Event)]) -> Result<()> {
    let mut insert = c.prepare_cached("INSERT INTO coded_event VALUES (?, ?, ?)")?;
    for (seq, event) in coded {
        let json = serde_json::to_string(event).unwrap_or_default();
        insert.execute(params![article, seq, json])?;
    }
    Ok(())
}

/// What the coder has of an article, by number.
pub(crate) fn coded_events(c: &Connection, article: i64) -> Result<Vec<(i64, Event)>> {
    let kept = c
        .prepare_cached("SELECT seq, json FROM coded_event WHERE article = ? ORDER BY seq")?
        .query_map([article], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?
        .collect::<Result<Vec<(i64, String)>>>()?;
    if !kept.is_empty() {
        let read = kept
            .into_iter()
            .filter_map(|(n, json)| Some((n, serde_json::from_str(&json).ok()?)));
        return Ok(read.collect());
    }
    // Without corrections, what is there is what the coder had.
    let sql = format!("{EVENT}, e.seq, r.label {FROM_EVENT} WHERE e.article = ? ORDER BY e.seq");
    let mut find = c.prepare_cached(&sql)?;
    let mut rows = find.query([article])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(found) = event_of(row)? {
            let mut event = found.event;
            let label: Option<i64> = row.get(WIDTH + 1)?;
            event.happening = label.map(|label| format!("act {label}"));
            event.cite_info = CiteInfo::default();
            all.push((row.get(WIDTH)?, event));
        }
    }
    Ok(all)
}

/// An article's events as they stand, corrections and all.
pub(crate) fn article_events(c: &Connection, article: i64) -> Result<Vec<Event>> {
    let sql = format!("{EVENT} {FROM_EVENT} WHERE e.article = ? ORDER BY e.seq");
    let mut find = c.prepare_cached(&sql)?;
    let mut rows = find.query([article])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.extend(event_of(row)?.map(|row| row.event));
    }
    Ok(all)
}

/// Keep what a coding had of an article that this batch changes.
pub(crate) fn keep_past(c: &Connection, batch: i64, article: i64) -> Result<()> {
    let mut insert = c.prepare_cached(
        "INSERT INTO past_event (batch, article, coding, json) SELECT ?, n, coding, ? FROM article WHERE n = ?",
    )?;
    let mut any = false;
    for event in article_events(c, article)? {
        let json = serde_json::to_string(&event).unwrap_or_default();
        insert.execute(params![batch, json, article])?;
        any = true;
    }
    if !any {
        // That there was nothing is news where there is something now.
        insert.execute(params![batch, "", article])?;
    }
    Ok(())
}

/// Bring an analyst's decisions on pairs of acts to the reports that have just been written.
fn decide(c: &Connection, article: i64, id: &str, dirty: &mut Dirty) -> Result<()> {
    let mut find = c.prepare_cached(
        "SELECT article, start, end, field, other FROM correction
         WHERE field IN ('apart', 'together') AND (article = ?1 OR other LIKE ?2 || char(9) || '%') ORDER BY n",
    )?;
    let mut rows = find.query(params![article, id])?;
    while let Some(row) = rows.next()? {
        let other: String = row.get(4)?;
        let mut parts = other.split('\t');
        let (name, from, to) = (parts.next(), parts.next(), parts.next());
        let there: Option<i64> = c
            .prepare_cached("SELECT n FROM article WHERE id = ?")?
            .query_row([name], |r| r.get(0))
            .optional()?;
        let number = |text: Option<&str>| text.and_then(|t| t.parse::<i64>().ok()).unwrap_or(-1);
        let one = report_at(c, row.get(0)?, row.get(1)?, row.get(2)?)?;
        let two = match there {
            Some(there) => report_at(c, there, number(from), number(to))?,
            None => None,
        };
        let (Some(one), Some(two)) = (one, two) else {
            continue;
        };
        let together = row.get::<_, String>(3)? == "together";
        c.prepare_cached("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)")?
            .execute(params![one, two, together])?;
        for report in [one, two] {
            let (kind, day, copy_of) = standing(c, report)?;
            dirty.mark(&kind, day, copy_of);
        }
        if together {
            stand_beside(c, one, two, dirty)?;
        }
    }
    Ok(())
}

/// The report of the act that these words name.
fn report_at(c: &Connection, article: i64, start: i64, end: i64) -> Result<Option<i64>> {
    c.prepare_cached(
        "SELECT e.report FROM event e JOIN record k ON k.event = e.n WHERE e.article = ?1
         AND EXISTS (SELECT 1 FROM json_each(k.json, '$.evidence') v WHERE v.value ->> 'field' = 'event'
         AND v.value ->> '$.bytes[0]' = ?2 AND v.value ->> '$.bytes[1]' = ?3) ORDER BY e.seq LIMIT 1",
    )?
    .query_row([article, start, end], |r| r.get(0))
    .optional()
}

/// Type, day and copies of a report.
fn standing(c: &Connection, report: i64) -> Result<(String, Option<i32>, i64)> {
    c.prepare_cached(
        "SELECT r.type, r.day, a.copy_of FROM report r JOIN article a ON a.n = r.article WHERE r.n = ?",
    )?
    .query_row([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
}

/// Put one report where the other stands, so that the fold meets both: an analyst says that they are of one act, and the
/// day of the one that is better known is that of both.
fn stand_beside(c: &Connection, one: i64, two: i64, dirty: &mut Dirty) -> Result<()> {
    /// How well the day is known, the day, the happening.
    type Known = (i64, bool, Option<i32>, Option<i64>);
    let mut find =
        c.prepare_cached("SELECT rank, day IS NULL, day, happening FROM report WHERE n = ?")?;
    let mut read = |n: i64| -> Result<Known> {
        find.query_row([n], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
    };
    let (first, second) = (read(one)?, read(two)?);
    let (stays, goes, n) = if first <= second {
        (first, second, two)
    } else {
        (second, first, one)
    };
    if let Some(happening) = goes.3 {
        dirty.touch(c, happening)?;
    }
    c.prepare_cached("UPDATE report SET day = ? WHERE n = ?")?
        .execute(params![stays.2, n])?;
    let (kind, day, copy_of) = standing(c, n)?;
    dirty.mark(&kind, day, copy_of);
    Ok(())
}
