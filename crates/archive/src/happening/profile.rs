//! What a report is compared by: parties, day, modes, place, amounts, and the words of its sentences.

use plover::{Entity, Event, EventType, Status};
use serde::{Deserialize, Serialize};

/// A report, as far as it can be compared with another. It is a function of the record and of nothing else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Profile {
    /// Who acts.
    pub(crate) actors: Vec<Party>,
    /// Who is acted upon.
    pub(crate) recipients: Vec<Party>,
    /// Its modes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) modes: Vec<String>,
    /// Whether who acts and who is acted upon may change places.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) mutual: bool,
    /// What became of the act.
    pub(crate) status: String,
    /// First and last day it may have been on, where the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) days: Option<(i32, i32)>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
    /// Money, as unit and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) money: Vec<(String, f64)>,
    /// Dead, injured, arrested.
    #[serde(skip_serializing_if = "is_empty")]
    pub(crate) counts: [Option<u64>; 3],
    /// Content words of its sentences, as hashes in order.
    pub(crate) words: Vec<u32>,
    /// Words that name the parties, as hashes in order: they are compared as parties already.
    pub(crate) names: Vec<u32>,
    /// Where the words that name the act stand; with the article, what an analyst's decision is kept by.
    pub(crate) at: (usize, usize),
}

/// A party, as far as it can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Party {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) sectors: Vec<String>,
    /// Its name in lower-case words, where it is one: not that of a country, nor a common noun.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) name: Vec<String>,
}

/// A place, as far as it can be compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Place {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    /// Latitude and longitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) point: Option<(f64, f64)>,
    /// Whether it is a country or a part of one, in which others may lie.
    pub(crate) wide: bool,
}

fn is_empty(counts: &[Option<u64>; 3]) -> bool {
    counts.iter().all(Option::is_none)
}

/// How strong a status is: what was done stands over what was meant.
pub(crate) fn strength(status: Status) -> u8 {
    match status {
        Status::Hypothetical => 0,
        Status::Planned => 1,
        Status::Denied => 2,
        Status::Postponed => 3,
        Status::Cancelled => 4,
        Status::Ongoing => 5,
        Status::Occurred => 6,
    }
}

impl Profile {
    /// Of the mentions of one act in one article.
    pub(crate) fn of(events: &[&Event]) -> Self {
        let mut all = Self::default();
        let mut status = Status::Hypothetical;
        let mut words = Vec::new();
        let mut names = Vec::new();
        for event in events {
            let side = |mine: &mut Vec<Party>, theirs: &[Entity], names: &mut Vec<u32>| {
                for entity in theirs {
                    let party = Party::of(entity);
                    hash_words(&entity.entity_text, names);
                    hash_words(entity.identifier_text.as_deref().unwrap_or_default(), names);
                    if let Some(code) = entity.code {
                        hash_words(code.name(), names);
                    }
                    if !mine.contains(&party) {
                        mine.push(party);
                    }
                }
            };
            side(&mut all.actors, &event.actor, &mut names);
            side(&mut all.recipients, &event.recipient, &mut names);
            for mode in &event.mode {
                let mode = mode.as_str().to_owned();
                if !all.modes.contains(&mode) {
                    all.modes.push(mode);
                }
            }
            if strength(event.status) >= strength(status) {
                status = event.status;
            }
            let stated = event
                .date_info
                .as_ref()
                .filter(|d| d.basis != "publication");
            if let Some(date) = stated {
                let days = (
                    date.value.to_days(),
                    date.end.unwrap_or(date.value).to_days(),
                );
                // The finest of what the mentions say.
                if all.days.is_none_or(|d| days.1 - days.0 < d.1 - d.0) {
                    all.days = Some(days);
                }
            }
            if let Some(place) = &event.event_loc {
                let place = Place::of(place);
                if all.place.as_ref().is_none_or(|p| p.wide && !place.wide) {
                    all.place = Some(place);
                }
            }
            for q in event.quantities.iter().filter(|q| q.kind == "money") {
                all.money.push((q.unit.clone(), q.value));
            }
            for (mine, theirs) in
                all.counts
                    .iter_mut()
                    .zip([event.dead, event.injured, event.arrested])
            {
                *mine = mine.or(theirs);
            }
            hash_words(&event.text_info.text, &mut words);
        }
        all.mutual = events.iter().any(|e| {
            matches!(
                e.event,
                EventType::Agree | EventType::Consult | EventType::Cooperate
            )
        });
        status.as_str().clone_into(&mut all.status);
        for list in [&mut words, &mut names] {
            list.sort_unstable();
            list.dedup();
        }
        all.words = words;
        all.names = names;
        all.at = events.first().map_or((0, 0), |e| named_at(e));
        all
    }

    /// Whether the act has been done, as the report has it.
    pub(crate) fn is_held(&self) -> bool {
        matches!(self.status.as_str(), "occurred" | "ongoing")
    }

    /// The one day it was on, where the text says so.
    pub(crate) fn day(&self) -> Option<i32> {
        self.days.filter(|d| d.0 == d.1).map(|d| d.0)
    }

    /// The codes of all parties.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.actors
            .iter()
            .chain(&self.recipients)
            .filter_map(|p| p.code.as_deref())
    }
}

/// Where the words that name the act stand.
pub(crate) fn named_at(event: &Event) -> (usize, usize) {
    let named = event.evidence.iter().find(|e| e.field == "event");
    named
        .or_else(|| event.evidence.first())
        .map_or((event.text_info.start, event.text_info.end), |e| {
            (e.span.bytes[0], e.span.bytes[1])
        })
}

impl Party {
    fn of(entity: &Entity) -> Self {
        let country = |name: &str| entity.code.is_some_and(|c| c.name() == name);
        let name = entity
            .identifier_text
            .as_deref()
            .filter(|name| !country(name))
            .filter(|name| name.chars().any(char::is_uppercase));
        Self {
            code: entity.code.map(|c| c.as_str().to_owned()),
            sectors: entity
                .sector
                .iter()
                .map(|s| s.as_str().to_owned())
                .collect(),
            name: name.map(|n| words_of(n).collect()).unwrap_or_default(),
        }
    }
}

impl Place {
    fn of(place: &plover::Location) -> Self {
        let country = place.country_code;
        let name = place
            .city
            .as_ref()
            .or(place.resolved_place.as_ref())
            .unwrap_or(&place.extracted_place);
        let name = words_of(name).collect::<Vec<_>>().join(" ");
        let is_country = |n: &str| {
            plover::CountryCode::all()
                .any(|c| words_of(c.name()).collect::<Vec<_>>().join(" ") == n)
        };
        Self {
            wide: place
                .resolution
                .map_or_else(|| is_country(&name), |r| r <= 2),
            name,
            country: country.map(|c| c.as_str().to_owned()),
            point: place.lat.zip(place.lon),
        }
    }
}

/// Words in lower case: letters and digits, whatever stands between.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = String> {
    cut(text).map(str::to_lowercase)
}

/// The same one at a time, in room that is used again: all words of all articles go through here.
pub(crate) fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut lower = String::new();
    for word in cut(text) {
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            // Some letters have another form at a word's end.
            lower.push_str(&word.to_lowercase());
        }
        take(&lower);
    }
}

fn cut(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}

/// Words that say nothing of what a sentence is about, in order.
const EMPTY: &[&str] = &[
    "about",
    "after",
    "again",
    "against",
    "all",
    "also",
    "and",
    "any",
    "are",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "can",
    "could",
    "did",
    "does",
    "during",
    "each",
    "earlier",
    "for",
    "friday",
    "from",
    "had",
    "has",
    "have",
    "her",
    "him",
    "his",
    "into",
    "its",
    "itself",
    "later",
    "may",
    "might",
    "monday",
    "more",
    "most",
    "new",
    "not",
    "now",
    "off",
    "one",
    "only",
    "other",
    "our",
    "out",
    "over",
    "own",
    "said",
    "same",
    "saturday",
    "say",
    "says",
    "she",
    "should",
    "since",
    "some",
    "such",
    "sunday",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "thursday",
    "told",
    "tuesday",
    "two",
    "under",
    "until",
    "upon",
    "very",
    "was",
    "wednesday",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "will",
    "with",
    "would",
    "year",
    "yesterday",
    "you",
];

/// Content words without their endings, hashed.
pub(crate) fn hash_words(text: &str, into: &mut Vec<u32>) {
    each_word(text, |word| {
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let short = || word.chars().nth(2).is_none();
        if number || !(short() || EMPTY.binary_search(&word).is_ok()) {
            into.push(hash(stem(word)));
        }
    });
}

/// A word without the endings that English puts on.
fn stem(word: &str) -> &str {
    let mut stem = word;
    for ending in ["ing", "ies", "ied", "es", "ed", "s", "ly", "e"] {
        if let Some(short) = stem.strip_suffix(ending)
            && short.chars().nth(3).is_some()
        {
            stem = short;
            break;
        }
    }
    let end = stem.char_indices().nth(7).map_or(stem.len(), |(at, _)| at);
    stem.get(..end).unwrap_or(stem)
}

/// FNV-1a.
pub(crate) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |h, b| {
        (h ^ u32::from(b)).wrapping_mul(16_777_619)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_empty_words_is_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn forms_of_a_word_are_one() {
        for (a, b) in [
            ("visited", "visits"),
            ("strikes", "strike"),
            ("talks", "talk"),
        ] {
            assert_eq!(stem(a), stem(b));
        }
    }
}
