//! Lines that name an author or a day: 'By Jane Doe | 21 July 2020 | 3 comments'.

use crate::date::{self, Order};
use crate::people::{self, people};

/// What a byline says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) authors: Vec<String>,
    /// Of publication, as `YYYY-MM-DD`.
    pub(crate) date: Option<String>,
    /// Of the last change.
    pub(crate) updated: Option<String>,
}

/// A longer line is no byline.
const MAX_WORDS: usize = 26;

/// Words that a line about publication opens with.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "first published",
    "date",
    "on ",
    "publicado",
    "veröffentlicht",
    "publié",
    "pubblicato",
    "geplaatst",
    "created",
    "released",
    "issued",
    "опубликовано",
    "datum",
];
/// And about a change.
const UPDATED: &[&str] = &[
    "updated",
    "last updated",
    "modified",
    "last modified",
    "update:",
    "edited",
    "atualizado",
    "actualizado",
    "aktualisiert",
    "mis à jour",
    "aggiornato",
    "bijgewerkt",
];

/// Read a line as a byline, if it is nothing else.
pub(crate) fn read(line: &str) -> Option<Byline> {
    read_in(line, Order::Unknown)
}

/// The same, where the page's language tells the order of day and month.
pub(crate) fn read_in(line: &str, order: Order) -> Option<Byline> {
    if line.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    let mut found = Byline::default();
    let (mut parts, mut known) = (0, 0);
    for part in line.split(['|', '•', '·', '—', '–']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        parts += 1;
        let lower = part.to_lowercase();
        let by = people::after_by(part)
            .filter(|rest| rest.starts_with(|c: char| !c.is_lowercase()))
            .filter(|_| !part.ends_with(['.', '!', '?']) || part.split_whitespace().count() < 7);
        let stated = if UPDATED.iter().any(|u| lower.starts_with(u)) {
            &mut found.updated
        } else {
            &mut found.date
        };
        let dated = if let Some(day) = date::day(part, order).filter(|_| only_date(&lower)) {
            stated.get_or_insert(day);
            true
        } else {
            false
        };
        if let Some(names) = by {
            // What comes after the date in one part ('By Jane Doe 21 July 2020') is none of the names.
            let names = names
                .split(|c: char| c.is_ascii_digit())
                .next()
                .unwrap_or_default();
            let names = without_month(names);
            let mut people = people(names);
            if people.is_empty()
                && (dated || !lower.starts_with("by ") || names.contains(' '))
                && let Some(name) = people::signature(names)
            {
                people.push(name);
            }
            known += usize::from(!people.is_empty() || dated);
            found.authors.extend(people);
        } else if dated
            || lower.ends_with("comments")
            || lower.ends_with("comment")
            || lower.ends_with("min read")
            || lower.ends_with(" ago")
            || UPDATED.iter().any(|u| lower.starts_with(u))
            || PUBLISHED.iter().any(|p| lower.starts_with(p)) && part.split_whitespace().count() < 8
        {
            known += 1;
        } else if people::is_name(part) && line.contains(['|', '•', '·', '—', '–']) {
            found.authors.push(part.to_owned());
            known += 1;
        }
    }
    let trusted = !found.authors.is_empty() || found.date.is_some() || found.updated.is_some();
    (trusted && known * 2 > parts).then_some(found)
}

/// Whether a part has little in it beside a date.
fn only_date(lower: &str) -> bool {
    lower.split_whitespace().count() <= 12
        && lower
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| w.len() > 3 && !date::mentions(&format!("1 {w}")))
            .count()
            <= 6
}

fn without_month(names: &str) -> &str {
    let trimmed = names.trim_end_matches([' ', ',', ':']);
    match trimmed.rsplit_once([' ', ',']) {
        Some((rest, last)) if date::mentions(&format!("1 {}", last.to_lowercase())) => rest,
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, authors, date, updated) in [
            (
                "By Jane Doe | 21 July 2020 | 3 comments",
                "Jane Doe",
                "2020-07-21",
                "",
            ),
            ("By Jane Doe July 21, 2020", "Jane Doe", "2020-07-21", ""),
            ("By Jane Doe, Associated Press", "Jane Doe", "", ""),
            (
                "Published 21 July 2020 | Updated 22 July 2020",
                "",
                "2020-07-21",
                "2020-07-22",
            ),
            ("by Regan September 15, 2014", "Regan", "2014-09-15", ""),
            ("By The Associated Press", "The Associated Press", "", ""),
            ("Amina Yusuf · 3 May 2019", "Amina Yusuf", "2019-05-03", ""),
            (
                "November 20, 2019 / 10:12 AM / CBS News",
                "",
                "2019-11-20",
                "",
            ),
        ] {
            let found = read(line).unwrap_or_default();
            assert_eq!(found.authors.join("|"), authors, "{line}");
            assert_eq!(found.date.unwrap_or_default(), date, "{line}");
            assert_eq!(found.updated.unwrap_or_default(), updated, "{line}");
        }
        for line in [
            "By noon the fighting had stopped.",
            "By Monday the fighting had stopped.",
            "World News",
            "By Country",
            "The treaty was signed on 21 July 2020 by both ministers in the capital of the neighbouring country.",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
