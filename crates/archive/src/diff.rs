//! What differs between two codings of the same articles: events gained, lost and changed.
//!
//! Events of one article are held against each other by the words that name the act; what is left over on both sides and
//! stands in one sentence under one type is the same act named by other words.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use plover::{Entity, Event};
use rusqlite::{OptionalExtension as _, Result};

use crate::error::StoreError;
use crate::happening::profile::named_at;
use crate::store::Archive;
use crate::store::events::article_events;

/// A difference: with `before` alone the event was lost, with `after` alone it was gained.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// As the first coding has it.
    pub before: Option<Event>,
    /// As the second coding has it.
    pub after: Option<Event>,
    /// Where both have it, the fields that differ.
    pub fields: Vec<&'static str>,
}

/// What two archives have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Articles that both have.
    pub articles: usize,
    /// Articles of the first alone.
    pub only_first: usize,
    /// Articles of the second alone.
    pub only_second: usize,
}

impl Archive {
    /// The differences between the articles that both archives have.
    pub fn diff(
        &self,
        other: &Self,
        mut take: impl FnMut(Difference) -> ControlFlow<()>,
    ) -> std::result::Result<Compared, StoreError> {
        let mut all = Compared::default();
        let mine = self.articles_by_key().map_err(|e| self.store_error(e))?;
        let theirs = other.articles_by_key().map_err(|e| other.store_error(e))?;
        all.only_second = theirs.keys().filter(|k| !mine.contains_key(*k)).count();
        for (key, n) in &mine {
            let Some(m) = theirs.get(key) else {
                all.only_first += 1;
                continue;
            };
            all.articles += 1;
            let before = article_events(&self.connection, *n).map_err(|e| self.store_error(e))?;
            let after = article_events(&other.connection, *m).map_err(|e| other.store_error(e))?;
            for difference in differences(before, after) {
                if take(difference).is_break() {
                    return Ok(all);
                }
            }
        }
        Ok(all)
    }

    /// The differences between the coding before the last and what is there now, of the articles that it changed; none
    /// where nothing was ever coded again.
    pub fn diff_last(
        &self,
        mut take: impl FnMut(Difference) -> ControlFlow<()>,
    ) -> std::result::Result<Option<Compared>, StoreError> {
        let mut read = || -> Result<Option<Compared>> {
            let c = &self.connection;
            let last: Option<i64> = c
                .query_row(
                    "SELECT batch FROM past_event ORDER BY n DESC LIMIT 1",
                    [],
                    |r| r.get(0),
                )
                .optional()?;
            let Some(last) = last else {
                return Ok(None);
            };
            let mut find = c.prepare(
                "SELECT DISTINCT article FROM past_event WHERE batch = ? ORDER BY article",
            )?;
            let articles = find
                .query_map([last], |r| r.get(0))?
                .collect::<Result<Vec<i64>>>()?;
            let mut past = c.prepare(
                "SELECT json FROM past_event WHERE batch = ? AND article = ? ORDER BY n",
            )?;
            let mut all = Compared::default();
            for article in articles {
                all.articles += 1;
                let before = past
                    .query_map([last, article], |r| r.get::<_, String>(0))?
                    .filter_map(|json| json.map(|j| serde_json::from_str(&j).ok()).transpose())
                    .collect::<Result<Vec<Event>>>()?;
                for difference in differences(before, article_events(c, article)?) {
                    if take(difference).is_break() {
                        return Ok(Some(all));
                    }
                }
            }
            Ok(Some(all))
        };
        read().map_err(|e| self.store_error(e))
    }

    fn articles_by_key(&self) -> Result<BTreeMap<String, i64>> {
        self.connection
            .prepare("SELECT key, n FROM article")?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect()
    }
}

/// Of one article.
fn differences(before: Vec<Event>, after: Vec<Event>) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut after: Vec<Option<Event>> = after.into_iter().map(Some).collect();
    let mut left = Vec::new();
    for event in before {
        let same = |e: &Event| named_at(e) == named_at(&event) && e.event == event.event;
        let moved = |e: &Event| named_at(e) == named_at(&event);
        let found = [&same as &dyn Fn(&Event) -> bool, &moved]
            .iter()
            .find_map(|test| after.iter().position(|e| e.as_ref().is_some_and(test)));
        match found.and_then(|at| after[at].take()) {
            Some(now) => all.extend(changed(event, now)),
            None => left.push(event),
        }
    }
    for event in left {
        let near = |e: &Event| e.event == event.event && e.text_info.start == event.text_info.start;
        let found = after.iter().position(|e| e.as_ref().is_some_and(near));
        match found.and_then(|at| after[at].take()) {
            Some(now) => all.extend(changed(event, now)),
            None => all.push(Difference {
                before: Some(event),
                after: None,
                fields: Vec::new(),
            }),
        }
    }
    all.extend(after.into_iter().flatten().map(|event| Difference {
        before: None,
        after: Some(event),
        fields: Vec::new(),
    }));
    all
}

/// The fields that differ; ids, evidence and confidence are no news.
fn changed(before: Event, after: Event) -> Option<Difference> {
    let parties = |all: &[Entity]| -> BTreeSet<String> {
        let name = |e: &Entity| {
            e.identifier_text
                .clone()
                .unwrap_or_else(|| e.entity_text.clone())
        };
        all.iter()
            .map(|e| format!("{:?} {:?} {}", e.code, e.sector, name(e)))
            .collect()
    };
    let quantities = |e: &Event| -> Vec<String> {
        e.quantities
            .iter()
            .map(|q| format!("{} {}", q.value, q.unit))
            .collect()
    };
    let speakers = |e: &Event| -> Vec<String> {
        let speaker = |a: &plover::Attribution| {
            a.speaker
                .as_ref()
                .map_or(String::new(), |s| s.entity_text.clone())
        };
        e.attribution.iter().map(speaker).collect()
    };
    let fields = [
        ("event", before.event != after.event),
        ("mode", before.mode != after.mode),
        ("status", before.status != after.status),
        ("date", before.date != after.date),
        ("actor", parties(&before.actor) != parties(&after.actor)),
        (
            "recipient",
            parties(&before.recipient) != parties(&after.recipient),
        ),
        ("context", before.context != after.context),
        ("event_loc", before.event_loc != after.event_loc),
        ("quantities", quantities(&before) != quantities(&after)),
        ("attribution", speakers(&before) != speakers(&after)),
    ];
    let fields: Vec<&str> = fields.into_iter().filter(|f| f.1).map(|f| f.0).collect();
    (!fields.is_empty()).then_some(Difference {
        before: Some(before),
        after: Some(after),
        fields,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use plover::{EventType, Evidence, Status, TextSpan};

    fn event(kind: EventType, at: usize) -> Event {
        let mut event = Event::new(kind);
        event.evidence.push(Evidence {
            field: "event".into(),
            span: TextSpan {
                bytes: [at, at + 3],
                chars: [at, at + 3],
            },
            ..Evidence::default()
        });
        event
    }

    #[test]
    fn gained_lost_and_changed_are_told_apart() {
        let kept = event(EventType::Aid, 5);
        let mut put_off = event(EventType::Consult, 20);
        let planned = put_off.clone();
        put_off.status = Status::Postponed;
        let mut lost = event(EventType::Assault, 40);
        lost.text_info.start = 30;
        let gained = event(EventType::Accuse, 60);
        let found = differences(
            vec![kept.clone(), planned.clone(), lost.clone()],
            vec![gained.clone(), put_off.clone(), kept],
        );
        let told: Vec<_> = found
            .into_iter()
            .map(|d| (d.before, d.after, d.fields))
            .collect();
        let wanted = [
            (Some(planned), Some(put_off), vec!["status"]),
            (Some(lost), None, vec![]),
            (None, Some(gained), vec![]),
        ];
        assert_eq!(told, wanted);
    }
}
