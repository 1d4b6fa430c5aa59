//! Bylines, names and dates as pages write them.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that no name of a person has.
const NOT_NAMES: &[&str] = &[
    "news",
    "home",
    "world",
    "politics",
    "the",
    "and",
    "of",
    "in",
    "on",
    "to",
    "for",
    "daily",
    "times",
    "post",
    "breaking",
    "update",
    "live",
    "video",
    "photos",
    "opinion",
    "analysis",
    "minister",
    "president",
    "government",
    "reuters",
    "afp",
    "talks",
    "war",
    "attack",
    "east",
    "africa",
    "asia",
    "europe",
];

/// Authors and date of a line such as 'By Jane Doe | 21 July 2020 | 3 comments'.
pub(crate) fn byline(line: &str) -> Option<(Vec<String>, Option<String>)> {
    if line.split_whitespace().count() > 18 {
        return None;
    }
    let parts: Vec<&str> = line
        .split(['|', '•', '·', '—', '–'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let mut authors = Vec::new();
    let mut found = None;
    let mut known = 0;
    for part in &parts {
        let lower = part.to_lowercase();
        if let Some(names) = strip_by(part) {
            authors.extend(people(names));
            known += 1;
        } else if let Some(day) = date(part) {
            found = Some(day);
            known += 1;
        } else if lower.ends_with("comments")
            || lower.ends_with("comment")
            || lower.ends_with("min read")
            || lower.starts_with("updated")
            || lower.starts_with("published")
            || lower.starts_with("posted")
        {
            known += 1;
        } else if parts.len() > 1 && is_bare_name(part) {
            authors.push((*part).to_owned());
            known += 1;
        }
    }
    let trusted = !authors.is_empty() || found.is_some();
    (trusted
        && known * 2 > parts.len()
        && (parts.len() > 1 || !authors.is_empty() || is_only_date(line)))
    .then_some((authors, found))
}

fn is_only_date(line: &str) -> bool {
    line.split_whitespace().count() <= 7
}

fn strip_by(part: &str) -> Option<&str> {
    [
        "By ",
        "by ",
        "BY ",
        "Written by ",
        "Por ",
        "Von ",
        "Di ",
        "Posted by ",
    ]
    .iter()
    .find_map(|p| part.strip_prefix(p))
    .filter(|rest| rest.split_whitespace().count() <= 10 && rest.starts_with(char::is_uppercase))
}

/// Names in a list of authors; agencies and jobs are not names.
pub(crate) fn people(list: &str) -> Vec<String> {
    let list = list
        .trim()
        .trim_start_matches("By ")
        .trim_start_matches("by ");
    list.split([',', ';', '&', '/'])
        .flat_map(|p| p.split(" and "))
        .map(|p| p.trim().trim_end_matches(['.', '|']).trim())
        .filter(|p| {
            p.split_whitespace().count() <= 6
                && p.starts_with(char::is_uppercase)
                && !p.contains("://")
        })
        .map(str::to_owned)
        .collect()
}

/// A line of two to four capitalised words and nothing else.
pub(crate) fn is_bare_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|w| {
            let name = w.trim_end_matches('.');
            let particle = matches!(*w, "al" | "bin" | "de" | "van" | "von" | "el" | "da" | "di");
            particle
                || (name.starts_with(char::is_uppercase)
                    && name
                        .chars()
                        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
                    && (name.chars().skip(1).any(char::is_lowercase) || name.chars().count() == 1)
                    && !NOT_NAMES.contains(&name.to_lowercase().as_str()))
        })
}

/// A day as pages print it, as `YYYY-MM-DD`.
pub(crate) fn date(text: &str) -> Option<String> {
    let iso = text.trim();
    if iso.len() >= 10
        && let Some(day) = iso.get(..10).filter(|d| is_iso(d))
    {
        return Some(day.to_owned());
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let month_of = |w: &str| {
        MONTHS
            .iter()
            .position(|m| *m == w || (w.len() >= 3 && m.starts_with(w) && w.len() <= 4))
            .map(|i| i + 1)
    };
    for i in 0..words.len() {
        let Some(month) = month_of(&words[i]) else {
            continue;
        };
        let number = |j: Option<usize>| {
            j.and_then(|j| words.get(j)).and_then(|w| {
                w.trim_end_matches(|c: char| c.is_alphabetic())
                    .parse::<u32>()
                    .ok()
            })
        };
        let day_before = number(i.checked_sub(1)).filter(|d| (1..=31).contains(d));
        let day_after = number(Some(i + 1)).filter(|d| (1..=31).contains(d));
        let (day, year) = match (day_before, day_after) {
            (Some(d), _) if number(Some(i + 1)).is_some_and(|y| y > 1900) => {
                (d, number(Some(i + 1)))
            }
            (_, Some(d)) => (d, number(Some(i + 2))),
            _ => continue,
        };
        if let Some(year) = year.filter(|y| (1900..=2100).contains(y)) {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
    }
    None
}

fn is_iso(day: &str) -> bool {
    let b = day.as_bytes();
    b.len() == 10
        && b[4] == b'-'
        && b[7] == b'-'
        && b.iter()
            .enumerate()
            .all(|(i, c)| i == 4 || i == 7 || c.is_ascii_digit())
}

/// The date that many addresses carry: `/2020/07/21/`.
pub(crate) fn date_in_url(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|w| {
        let ok = w[0].len() == 4 && (1..=2).contains(&w[1].len()) && (1..=2).contains(&w[2].len());
        let (year, month, day): (u32, u32, u32) =
            (w[0].parse().ok()?, w[1].parse().ok()?, w[2].parse().ok()?);
        (ok && (1990..=2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_pages_print_them() {
        for (text, day) in [
            ("21 July 2020", "2020-07-21"),
            ("July 21, 2020", "2020-07-21"),
            ("Tue, 3rd Mar 2015 10:00", "2015-03-03"),
            ("2019-12-31T23:00:00Z", "2019-12-31"),
        ] {
            assert_eq!(date(text).as_deref(), Some(day), "{text}");
        }
        assert_eq!(date("March of the penguins"), None);
        assert_eq!(
            date_in_url("https://a.example/world/2020/07/21/visit.html").as_deref(),
            Some("2020-07-21")
        );
    }

    #[test]
    fn bylines() {
        assert_eq!(
            byline("By Jane Doe | 21 July 2020 | 3 comments"),
            Some((vec!["Jane Doe".to_owned()], Some("2020-07-21".to_owned())))
        );
        assert_eq!(byline("By noon the fighting had stopped."), None);
        assert!(is_bare_name("Amina Yusuf"));
        assert!(!is_bare_name("World News"));
    }
}
