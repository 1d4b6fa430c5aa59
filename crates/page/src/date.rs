//! Dates as pages write them, in the languages news is most often in.
//!
//! A date that could be read in two ways ('03/04/2020', and nothing tells whether the day comes first) is none.

/// Which of day and month comes first where both are numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Order {
    Day,
    Month,
    #[default]
    Unknown,
}

impl Order {
    /// As people write where this language (`en-US`) is spoken.
    pub(crate) fn of_language(language: &str) -> Self {
        let language = language.to_ascii_lowercase().replace('_', "-");
        match language.as_str() {
            "en-us" | "en-ph" | "es-us" => Self::Month,
            // English alone says nothing.
            "" | "en" => Self::Unknown,
            _ => Self::Day,
        }
    }
}

/// Names of the twelve months, by language; three letters of an English one are enough.
const MONTHS: [[&str; 12]; 11] = [
    [
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
    ],
    [
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    [
        "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
        "kasım", "aralık",
    ],
    [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
];

/// A text with more words than this is no date.
const MAX_WORDS: usize = 60;

/// The number of a month, by its name in lower case.
fn month(name: &str) -> Option<u32> {
    let at = MONTHS
        .iter()
        .find_map(|m| m.iter().position(|m| *m == name));
    let at = at.or_else(|| {
        let short = name.len() == 3 || name == "sept";
        MONTHS[0].iter().position(|m| short && m.starts_with(name))
    })?;
    u32::try_from(at + 1).ok()
}

/// `YYYY-MM-DD`, if there is such a day.
fn valid(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..=2100).contains(&year) && (1..=last).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Days since 0000-03-01, of a day as `YYYY-MM-DD`.
fn ordinal(day: &str) -> Option<i64> {
    let part = |from, to| day.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1)
}

/// Whether two days follow on each other.
pub(crate) fn adjoin(a: &str, b: &str) -> bool {
    ordinal(a)
        .zip(ordinal(b))
        .is_some_and(|(a, b)| (a - b).abs() == 1)
}

/// Whether a time is given as it is in Greenwich, whatever day the page's readers had.
pub(crate) fn is_universal(time: &str) -> bool {
    let time = time.trim();
    time.len() > 10 && (time.ends_with('Z') || time.ends_with("+00:00") || time.ends_with("+0000"))
}

/// The first day that a text names in full, as `YYYY-MM-DD`.
pub(crate) fn day(text: &str, order: Order) -> Option<String> {
    let mut words: Vec<(String, char)> = Vec::new();
    let mut word = String::new();
    // Each run of letters or digits, with the character after it.
    for c in text.chars().chain(std::iter::once(' ')) {
        let letter = c.is_alphanumeric();
        let breaks = word
            .chars()
            .next_back()
            .is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit());
        if !word.is_empty() && (!letter || breaks) {
            words.push((std::mem::take(&mut word).to_lowercase(), c));
            if words.len() > MAX_WORDS {
                break;
            }
        }
        if letter {
            word.push(c);
        }
    }
    let number = |at: usize| words.get(at).and_then(|(w, _)| w.parse::<u32>().ok());
    for at in 0..words.len() {
        let found = numeric(&words, at, order).or_else(|| named(&words, at, &number));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// '2020-07-21', '21.07.2020', '7/21/2020', '2020年7月21日', '20200721'.
fn numeric(words: &[(String, char)], at: usize, order: Order) -> Option<String> {
    let (first, sign) = words.get(at)?;
    if first.len() == 8 && first.starts_with(['1', '2']) {
        let part = |from: usize, to: usize| first.get(from..to)?.parse().ok();
        return valid(part(0, 4)?, part(4, 6)?, part(6, 8)?);
    }
    let a: u32 = first.parse().ok()?;
    if *sign == '年' && words.get(at + 1)?.0 == "年" {
        return valid(
            a,
            words.get(at + 2)?.0.parse().ok()?,
            words.get(at + 4)?.0.parse().ok()?,
        );
    }
    if !matches!(sign, '-' | '/' | '.') {
        return None;
    }
    let (second, again) = words.get(at + 1)?;
    let third = &words.get(at + 2)?.0;
    if again != sign || second.len() > 2 {
        return None;
    }
    let (b, c): (u32, u32) = (second.parse().ok()?, third.parse().ok()?);
    if first.len() == 4 {
        return (third.len() <= 2).then(|| valid(a, b, c)).flatten();
    }
    if first.len() > 2 || third.len() != 4 {
        return None;
    }
    let day_first = if *sign == '.' || a > 12 {
        true
    } else if b > 12 {
        false
    } else if a == b {
        true
    } else {
        match order {
            Order::Day => true,
            Order::Month => false,
            Order::Unknown => return None,
        }
    };
    if day_first {
        valid(c, b, a)
    } else {
        valid(c, a, b)
    }
}

/// '21 July 2020', 'July 21, 2020', '21 de julho de 2020', '2020 July 21'.
fn named(
    words: &[(String, char)],
    at: usize,
    number: &impl Fn(usize) -> Option<u32>,
) -> Option<String> {
    let month = month(&words[at].0)?;
    let skipped = |at: usize| {
        words.get(at).is_some_and(|(w, _)| {
            matches!(w.as_str(), "de" | "of" | "del" | "th" | "st" | "nd" | "rd")
        })
    };
    let after = |at: usize| if skipped(at) { at + 1 } else { at };
    let before = at
        .checked_sub(1)
        .map(|at| if skipped(at) { at.wrapping_sub(1) } else { at });
    let day_before = before.and_then(number).filter(|d| (1..=31).contains(d));
    let next = after(at + 1);
    let (first, second) = (number(next), number(after(next + 1)));
    if let (Some(day), Some(year)) = (day_before, first.filter(|y| *y > 1900)) {
        return valid(year, month, day);
    }
    let day = first.filter(|d| (1..=31).contains(d))?;
    if let Some(year) = second.filter(|y| *y > 1900) {
        return valid(year, month, day);
    }
    let year = before.and_then(number).filter(|y| *y > 1900)?;
    valid(year, month, day)
}

/// Whether a line (in lower case) seems to name a day or a time ago.
pub(crate) fn mentions(lower: &str) -> bool {
    if !lower.contains(|c: char| c.is_ascii_digit()) || lower.len() > 200 {
        return false;
    }
    lower.ends_with(" ago")
        || lower
            .split(|c: char| !c.is_alphabetic())
            .any(|w| w.len() >= 3 && month(w).is_some())
        || day(lower, Order::Day).is_some()
}

/// The date that many addresses carry: `/2020/07/21/`, `/2020/jul/21/`, `-20200721`.
pub(crate) fn in_url(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(['/', '-', '_', '.', '?', '=', '&']).collect();
    parts
        .windows(3)
        .find_map(|w| {
            let fits = w[0].len() == 4 && w[1].len() <= 3 && (1..=2).contains(&w[2].len());
            let number = w[1].parse().ok().filter(|_| w[1].len() <= 2);
            let month = number.or_else(|| month(&w[1].to_lowercase()))?;
            fits.then(|| valid(w[0].parse().ok()?, month, w[2].parse().ok()?))?
        })
        .or_else(|| {
            let stamp = |p: &&str| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit());
            parts.iter().filter(|p| stamp(p)).find_map(|p| {
                let year: u32 = p.get(..4)?.parse().ok()?;
                let day = valid(year, p.get(4..6)?.parse().ok()?, p.get(6..8)?.parse().ok()?);
                day.filter(|_| (1990..=2100).contains(&year))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_pages_print_them() {
        for (text, expected) in [
            ("21 July 2020", "2020-07-21"),
            ("July 21, 2020", "2020-07-21"),
            ("Tue, 3rd Mar 2015 10:00", "2015-03-03"),
            ("2019-12-31T23:00:00Z", "2019-12-31"),
            ("Updated 10:15 AM ET, Wed November 20, 2019", "2019-11-20"),
            ("21 de julho de 2020 às 10h", "2020-07-21"),
            ("Montag, 3. März 2014", "2014-03-03"),
            ("1er juillet 2016", ""),
            ("2018年10月2日", "2018-10-02"),
            ("17.08.2018 12:30", "2018-08-17"),
            ("11/19/2019", "2019-11-19"),
            ("19/11/2019", "2019-11-19"),
            ("03/04/2020", ""),
            ("20191118T101500", "2019-11-18"),
            ("18 ноября 2019, 10:00", "2019-11-18"),
            ("March of the penguins", ""),
            ("31 February 2020", ""),
            ("May 2020", ""),
            ("phone 555-123-2020", ""),
        ] {
            let expected = Some(expected).filter(|e| !e.is_empty());
            assert_eq!(day(text, Order::Unknown).as_deref(), expected, "{text}");
        }
        assert_eq!(
            day("03/04/2020", Order::Month).as_deref(),
            Some("2020-03-04")
        );
        assert_eq!(
            day("03/04/2020", Order::of_language("de")).as_deref(),
            Some("2020-04-03")
        );
    }

    #[test]
    fn days_that_adjoin() {
        assert!(adjoin("2020-02-29", "2020-03-01") && adjoin("2020-01-01", "2019-12-31"));
        assert!(!adjoin("2020-01-01", "2020-01-01") && !adjoin("2019-02-28", "2019-03-02"));
    }

    #[test]
    fn dates_in_addresses() {
        for (url, expected) in [
            (
                "https://a.example/world/2020/07/21/visit.html",
                "2020-07-21",
            ),
            ("https://a.example/story/2019/nov/19/meth", "2019-11-19"),
            ("https://a.example/news/2019-11-19/visit", "2019-11-19"),
            ("https://a.example/news/visit-20191119", "2019-11-19"),
            ("https://a.example/1234/56/78", ""),
            ("https://a.example/article-14841234", ""),
        ] {
            let expected = Some(expected).filter(|e| !e.is_empty());
            assert_eq!(in_url(url).as_deref(), expected, "{url}");
        }
    }
}
