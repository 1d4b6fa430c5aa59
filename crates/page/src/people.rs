//! Names of authors in bylines and author fields.

/// Words that a byline opens with.
const OPENINGS: &[&str] = &[
    "by ",
    "by: ",
    "written by ",
    "posted by ",
    "published by ",
    "reported by ",
    "words by ",
    "story by ",
    "reporting by ",
    "author: ",
    "author ",
    "authors: ",
    "von ",
    "por ",
    "par ",
    "di ",
    "door ",
    "av ",
    "af ",
    "oleh ",
    "автор: ",
    "escrito por ",
];

/// Words, in lower case, that names of people do not have: jobs, outlets, agencies, what stands beside a name.
const NOT_NAMES: &[&str] = &[
    "about",
    "admin",
    "administrator",
    "afp",
    "agencies",
    "agency",
    "all",
    "analysis",
    "analyst",
    "and",
    "ani",
    "ap",
    "archive",
    "article",
    "articles",
    "assistant",
    "associate",
    "associated",
    "author",
    "authors",
    "bbc",
    "blog",
    "board",
    "breaking",
    "bureau",
    "business",
    "by",
    "channel",
    "chief",
    "cnbc",
    "cnn",
    "columnist",
    "comment",
    "comments",
    "community",
    "company",
    "contact",
    "contributed",
    "contributing",
    "contributor",
    "contributors",
    "correspondent",
    "corporation",
    "correspondents",
    "daily",
    "desk",
    "digital",
    "director",
    "editor",
    "editorial",
    "editors",
    "email",
    "entertainment",
    "facebook",
    "feature",
    "featured",
    "features",
    "follow",
    "for",
    "freelance",
    "freelancer",
    "from",
    "global",
    "group",
    "guest",
    "herald",
    "home",
    "in",
    "international",
    "instagram",
    "journal",
    "journalist",
    "live",
    "magazine",
    "media",
    "meteorologist",
    "min",
    "more",
    "network",
    "news",
    "newspaper",
    "newsroom",
    "of",
    "on",
    "online",
    "opinion",
    "opinions",
    "photographer",
    "photos",
    "political",
    "politics",
    "post",
    "posted",
    "posts",
    "press",
    "producer",
    "profile",
    "published",
    "read",
    "reporter",
    "reporters",
    "reuters",
    "science",
    "senior",
    "service",
    "share",
    "special",
    "sports",
    "staff",
    "subscribe",
    "team",
    "technology",
    "the",
    "times",
    "to",
    "twitter",
    "updated",
    "video",
    "world",
];
/// More of them.
const NOR_NAMES: &[&str] = &[
    "africa",
    "asia",
    "attack",
    "east",
    "europe",
    "government",
    "minister",
    "president",
    "talks",
    "update",
    "view",
    "war",
    "with",
    "writer",
    "writers",
    "www",
    "xinhua",
    "your",
    "usa",
    "today",
    "tribune",
    "web",
    "gallery",
    "tv",
];

/// Lower-case words inside names.
const PARTICLES: &[&str] = &[
    "al", "ap", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du",
    "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu",
];

/// What follows a name and is none.
const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "phd", "md", "ph.d", "m.d"];

/// The rest of a line that opens like a byline.
pub(crate) fn after_by(line: &str) -> Option<&str> {
    let line = line.trim();
    let head: String = line.chars().take(24).collect::<String>().to_lowercase();
    let opening = OPENINGS.iter().find(|o| head.starts_with(**o))?;
    let rest = line.get(opening.len()..)?.trim();
    (!rest.is_empty() && rest.split_whitespace().count() <= 24).then_some(rest)
}

/// Names in a list of authors, in order and once each; jobs, outlets, handles and dates are left out.
pub(crate) fn people(list: &str) -> Vec<String> {
    let list = after_by(list).unwrap_or(list.trim());
    let mut all: Vec<String> = Vec::new();
    if list.contains("://") || list.len() > 400 {
        return all;
    }
    for part in list.split([
        '|', '•', '·', '—', '–', ';', ',', '&', '/', '\n', '(', ')', '+',
    ]) {
        // 'Jane Doe on Monday at 11:04'.
        let mut rest = part.split(" on ").next().unwrap_or(part);
        rest = rest.split(" at ").next().unwrap_or(rest);
        while !rest.is_empty() {
            let (name, after) = [" and ", " und ", " et ", " with ", " og ", " och ", " y "]
                .iter()
                .filter_map(|and| rest.split_once(and))
                .min_by_key(|(name, _)| name.len())
                .unwrap_or((rest, ""));
            rest = after;
            if let Some(name) = person(name)
                && !all.iter().any(|a| a.eq_ignore_ascii_case(&name))
            {
                all.push(name);
            }
        }
    }
    all
}

/// Who a byline or a field names where it is no full name of a person: a first name, an agency, a newsroom with a name.
pub(crate) fn signature(text: &str) -> Option<String> {
    let text = after_by(text).unwrap_or(text.trim());
    let text = text
        .split(['|', '•', '·', '—', '–', ';', ',', '(', '/'])
        .next()
        .unwrap_or_default()
        .split(" on ")
        .next()
        .unwrap_or_default()
        .trim_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = |w: &str| matches!(w, "of" | "the" | "and" | "for" | "de" | "des" | "der");
    let fits = (1..=5).contains(&words.len())
        && text.starts_with(char::is_uppercase)
        && words.iter().all(|w| {
            small(w)
                || w.starts_with(char::is_uppercase)
                    && w.chars()
                        .all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
        })
        && !words
            .iter()
            .any(|w| NOBODY.contains(&w.to_lowercase().as_str()));
    fits.then(|| text.to_owned())
}

/// Words of signatures that name nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "author",
    "category",
    "country",
    "date",
    "editor",
    "editors",
    "email",
    "guest",
    "location",
    "name",
    "on",
    "published",
    "staff",
    "subject",
    "team",
    "topic",
    "type",
    "unknown",
    "updated",
    "user",
    "webmaster",
];

/// A name of a person as it is written, without what stands around it; capitals only become ordinary letters.
fn person(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_start_matches("and ")
        .trim_matches(|c: char| !c.is_alphanumeric());
    let text = after_by(text).unwrap_or(text);
    is_name(text).then(|| {
        let shouts = text.chars().filter(|c| c.is_lowercase()).count() == 0
            && text.contains(' ')
            && text.is_ascii();
        if shouts { calm(text) } else { text.to_owned() }
    })
}

fn calm(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|w| {
            let mut start = true;
            w.chars()
                .map(|c| {
                    let c = if start { c } else { c.to_ascii_lowercase() };
                    start = !c.is_alphabetic();
                    c
                })
                .collect()
        })
        .collect();
    words.join(" ")
}

/// Two to five words that could be a person's name, and nothing else.
pub(crate) fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|w| w.starts_with(char::is_uppercase) || uncased(w))
        .count();
    (2..=5).contains(&words.len())
        && capitals >= 2
        && words.iter().enumerate().all(|(at, word)| {
            let bare = word.trim_end_matches(['.', ',']);
            let lower = bare.to_lowercase();
            if PARTICLES.contains(&lower.as_str()) && at > 0
                || SUFFIXES.contains(&lower.as_str()) && at > 1
            {
                return true;
            }
            (bare.starts_with(char::is_uppercase) || uncased(bare))
                && bare
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‘'))
                && !NOT_NAMES.contains(&lower.as_str())
                && !NOR_NAMES.contains(&lower.as_str())
        })
}

/// Written in letters that have no capitals.
fn uncased(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_authors() {
        for (list, expected) in [
            (
                "By Jane Doe and John van der Berg",
                "Jane Doe|John van der Berg",
            ),
            ("JANE DOE, Associated Press", "Jane Doe"),
            ("Jane Doe, CNN Business", "Jane Doe"),
            ("By Jane Doe | Staff Writer | 21 July 2020", "Jane Doe"),
            ("Jane Doe, John Roe & Ann Poe", "Jane Doe|John Roe|Ann Poe"),
            ("Reuters Staff", ""),
            ("https://www.example.org/janedoe", ""),
            ("Jane Doe (@janedoe)", "Jane Doe"),
            (
                "Von Erika Mustermann und Max Muster",
                "Erika Mustermann|Max Muster",
            ),
            ("Sinéad O’Connor", "Sinéad O’Connor"),
            ("Jane Doe, Jane Doe", "Jane Doe"),
            (
                "By Jane Doe , John Roe on Monday, November 18th, 2019 at 11:08 a.m.",
                "Jane Doe|John Roe",
            ),
        ] {
            assert_eq!(people(list).join("|"), expected, "{list}");
        }
    }

    #[test]
    fn signatures() {
        for (line, expected) in [
            ("by European Space Agency", "European Space Agency"),
            ("written by Regan", "Regan"),
            ("By Staff Reports", ""),
            ("By noon the town was taken", ""),
            ("admin", ""),
        ] {
            assert_eq!(signature(line).unwrap_or_default(), expected, "{line}");
        }
    }

    #[test]
    fn bare_names() {
        assert!(is_name("Amina Yusuf"));
        assert!(!is_name("World News"));
        assert!(!is_name("Amina"));
    }
}
