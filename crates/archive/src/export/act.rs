//! A happening as exports need it: its row, with what only the records have of its parties and place.

use plover::crosswalk::Cameo;
use plover::fold::{self, Folded};
use plover::{Context, Date, Entity, Event, EventType, Location, Mode, Status};
use rusqlite::Result;
use sha2::{Digest as _, Sha256};

use super::code::Codes;
use crate::store::Archive;
use crate::store::read::{self, HappeningRow, PartyRow};

/// What is known of a happening.
#[derive(Debug)]
pub(super) struct Act {
    /// Its row.
    pub(super) row: HappeningRow,
    pub(super) event: EventType,
    pub(super) mode: Option<Mode>,
    pub(super) status: Status,
    pub(super) context: Vec<Context>,
    /// First and last day that it may have been on.
    pub(super) days: Option<(Date, Date)>,
    /// Its parties, each in the words of the first mention that has it, with what others know besides.
    pub(super) actor: Vec<Entity>,
    pub(super) recipient: Vec<Entity>,
    /// Its place, as the first mention that has it says.
    pub(super) place: Option<Location>,
    /// The report that founded it.
    pub(super) founder: Mention,
    /// The day of the first article that tells of it.
    pub(super) told: Option<Date>,
    /// Whether the first paragraph of any article tells of it.
    pub(super) lead: bool,
    /// The CAMEO code of the rule that named the act in the founding report, where that is the happening's type and mode.
    pub(super) cameo: Option<Cameo>,
}

/// Who acts, and upon whom.
pub(super) type Pair<'a> = (Option<&'a Entity>, Option<&'a Entity>);

/// What an article tells of it.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) event: Event,
    /// What coded it.
    pub(super) coding: i64,
    /// Who published it.
    pub(super) source: String,
    /// The article's day.
    pub(super) published: Option<Date>,
    /// Characters before its sentence.
    pub(super) before: usize,
    /// Characters of the article.
    pub(super) length: i64,
    /// Whether it is in the first paragraph.
    pub(super) lead: bool,
}

/// Every mention of a happening, one at a time, in the order in which they were merged.
pub(super) fn each_mention(
    archive: &Archive,
    happening: &str,
    mut take: impl FnMut(Mention),
) -> Result<()> {
    let sql = format!(
        "{}, a.source, a.day,
         length(CAST(substr(CAST(a.text AS BLOB), 1, s.start) AS TEXT)), length(a.text),
         instr(substr(CAST(a.text AS BLOB), 1, s.start), x'0A') = 0, a.coding
         {} WHERE r.happening = (SELECT n FROM happening WHERE id = ?)
         ORDER BY r.day, r.rank, a.key, r.label, e.seq",
        read::EVENT,
        read::FROM_EVENT
    );
    let mut find = archive.connection.prepare_cached(&sql)?;
    let mut rows = find.query([happening])?;
    while let Some(row) = rows.next()? {
        let Some(found) = read::event_of(row)? else {
            continue;
        };
        take(Mention {
            event: found.event,
            source: row.get(read::WIDTH)?,
            published: row
                .get::<_, Option<i32>>(read::WIDTH + 1)?
                .map(Date::from_days),
            before: row
                .get::<_, Option<usize>>(read::WIDTH + 2)?
                .unwrap_or_default(),
            length: row.get(read::WIDTH + 3)?,
            lead: row.get::<_, Option<bool>>(read::WIDTH + 4)? == Some(true),
            coding: row.get(read::WIDTH + 5)?,
        });
    }
    Ok(())
}

impl Act {
    /// A happening with what its mentions say; none where no record of it can be read.
    pub(super) fn read(
        archive: &Archive,
        row: HappeningRow,
        codes: &mut Codes,
    ) -> Result<Option<Self>> {
        let Some(event) = EventType::parse(&row.event) else {
            return Ok(None);
        };
        let mut actor = parties(&row.actor);
        let mut recipient = parties(&row.recipient);
        let (mut place, mut founder, mut told, mut lead) = (None, None, None, false);
        each_mention(archive, &row.id, |mention| {
            for (known, side) in [
                (&mut actor, &mention.event.actor),
                (&mut recipient, &mention.event.recipient),
            ] {
                for (party, entity) in known {
                    if let Some(found) = side.iter().find(|e| is(e, party)) {
                        fill(entity, found);
                    }
                }
            }
            if place.is_none() {
                place = mention
                    .event
                    .event_loc
                    .clone()
                    .filter(|p| is_place(p, &row));
            }
            told = match (told, mention.published) {
                (Some(a), Some(b)) => Some(Date::min(a, b)),
                (a, b) => a.or(b),
            };
            lead |= mention.lead;
            let first = row.id.strip_prefix("h-") == Some(&mention.event.id);
            if first || founder.is_none() {
                founder = Some(mention);
            }
        })?;
        let Some(founder) = founder else {
            return Ok(None);
        };
        let filled = |all: Vec<(PartyRow, Option<Entity>)>| -> Vec<Entity> {
            all.into_iter()
                .map(|(row, entity)| entity.unwrap_or_else(|| bare(&row)))
                .collect()
        };
        let mode = row.mode.as_deref().and_then(|m| Mode::parse(event, m));
        let same = founder.event.event == event && founder.event.mode.first().copied() == mode;
        let cameo = codes.of(archive, founder.coding, &founder.event)?;
        Ok(Some(Self {
            event,
            mode,
            cameo: cameo.filter(|_| same),
            status: Status::parse(&row.status).unwrap_or(Status::Occurred),
            context: row
                .context
                .iter()
                .filter_map(|c| Context::parse(c))
                .collect(),
            days: row.date.as_deref().and_then(plover::outline::days),
            actor: filled(actor),
            recipient: filled(recipient),
            place,
            founder,
            told,
            lead,
            row,
        }))
    }

    /// The PLOVER view of it; none where it is left out of that.
    pub(super) fn view(&self) -> Option<Folded> {
        fold::fold(self.event, self.mode, self.status)
    }

    /// The day it was on, where it is known to the day.
    pub(super) fn day(&self) -> Option<Date> {
        self.days.filter(|(a, b)| a == b).map(|(a, _)| a)
    }

    /// Who acts upon whom, for formats that have two sides of one each: each upon each, and where several act together and
    /// upon nobody, each of them upon each other.
    pub(super) fn pairs(&self) -> Vec<Pair<'_>> {
        let (a, b) = (&self.actor, &self.recipient);
        match (a.len(), b.len()) {
            (0, _) => b.iter().map(|r| (None, Some(r))).collect(),
            (1, 0) => vec![(a.first(), None)],
            (_, 0) => {
                let others = |i| a.iter().enumerate().filter(move |(j, _)| *j != i);
                let each = a.iter().enumerate();
                each.flat_map(|(i, x)| others(i).map(move |(_, y)| (Some(x), Some(y))))
                    .collect()
            }
            _ => a
                .iter()
                .flat_map(|x| b.iter().map(move |y| (Some(x), Some(y))))
                .collect(),
        }
    }

    /// The number of the row for two of its parties: the same in every export, whatever else is in the archive.
    pub(super) fn number(&self, pair: Pair<'_>) -> i64 {
        let side = |e: Option<&Entity>| {
            e.map_or(String::new(), |e| {
                let code = e.code.map_or("---", plover::CountryCode::as_str);
                let sectors: Vec<&str> = e.sector.iter().map(|s| s.as_str()).collect();
                format!("{code}/{} {}", sectors.join(","), name(e))
            })
        };
        number(&[&self.row.id, &side(pair.0), &side(pair.1)])
    }
}

/// A number above 0 for words, for formats whose ids are numbers.
pub(super) fn number(words: &[&str]) -> i64 {
    let hash = Sha256::digest(words.join("\t"));
    let head = hash.iter().take(8);
    let number = head.fold(0_i64, |n, b| (n << 8) | i64::from(*b)) & i64::MAX;
    number.max(1)
}

/// The name a party goes by.
pub(super) fn name(entity: &Entity) -> &str {
    entity
        .identifier_text
        .as_deref()
        .unwrap_or(&entity.entity_text)
}

fn parties(rows: &[PartyRow]) -> Vec<(PartyRow, Option<Entity>)> {
    rows.iter().map(|p| (p.clone(), None)).collect()
}

/// Whether a record's party is that of the happening's row.
fn is(entity: &Entity, party: &PartyRow) -> bool {
    let sectors = entity.sector.iter().map(|s| s.as_str());
    name(entity) == party.name
        && entity.code.map(plover::CountryCode::as_str) == party.code.as_deref()
        && sectors.eq(party.sector.iter().map(String::as_str))
}

/// What a mention knows of a party that earlier ones did not.
fn fill(known: &mut Option<Entity>, found: &Entity) {
    match known {
        None => *known = Some(found.clone()),
        Some(known) => {
            for (of, with) in [
                (&mut known.identifier_id, &found.identifier_id),
                (&mut known.office, &found.office),
                (&mut known.role, &found.role),
            ] {
                if of.is_none() {
                    of.clone_from(with);
                }
            }
        }
    }
}

/// A party of which no record has more than the row.
fn bare(party: &PartyRow) -> Entity {
    Entity {
        code: party.code.as_deref().and_then(plover::CountryCode::parse),
        sector: party
            .sector
            .iter()
            .filter_map(|s| plover::Sector::parse(s))
            .collect(),
        entity_text: party.name.clone(),
        ..Entity::default()
    }
}

/// Whether a record's place is that of the happening's row.
fn is_place(place: &Location, row: &HappeningRow) -> bool {
    let name = place.city.as_ref().or(place.resolved_place.as_ref());
    let name = name.unwrap_or(&place.extracted_place);
    row.place.as_ref() == Some(name)
        && place.country_code.map(plover::CountryCode::as_str) == row.country.as_deref()
}
