//! Which feeds, how often, and how much of them? `feeds.toml`, read with all its faults at once.

use std::fmt;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// How often a feed is asked where nothing is said of it, and at most.
const EVERY: Duration = Duration::from_mins(15);
const MOST_OFTEN: Duration = Duration::from_mins(1);
/// Pages that are fetched of a feed at a time.
const MAX_PAGES: usize = 100;
/// Bytes of a page or feed.
const MAX_BYTES: usize = 8 << 20;
/// Feeds of a list.
const MAX_FEEDS: usize = 10_000;

const ROOT: &[&str] = &[
    "every",
    "max_pages",
    "pages",
    "timeout",
    "max_bytes",
    "max_redirects",
    "delay",
    "contact",
    "feed",
];
const FEED: &[&str] = &["url", "name", "every", "max_pages", "pages"];

/// A list of feeds.
///
/// ```
/// let list = watch::List::parse("feeds.toml", "every = \"1h\"\n[[feed]]\nurl = \"https://news.example/rss\"\n")?;
/// assert_eq!(list.feeds[0].name, "https://news.example/rss");
/// let faults = watch::List::parse("feeds.toml", "[[feed]]\nurl = \"news.example\"\n").unwrap_err();
/// assert_eq!(faults.to_string(), "feeds.toml:2: 'news.example' is no address that can be fetched");
/// # Ok::<(), watch::ListError>(())
/// ```
#[derive(Debug, Clone)]
pub struct List {
    /// In the order of the file.
    pub feeds: Vec<Feed>,
    /// For every connection; which addresses are allowed is not for the file to say.
    pub fetch: fetch::Options,
}

/// A feed to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// How messages name it; its address where it has no name.
    pub name: String,
    /// How often it is asked.
    pub every: Duration,
    /// How many of its pages are fetched at a time.
    pub max_pages: usize,
    /// Whether pages are fetched where the feed has a summary only.
    pub pages: bool,
}

/// What is wrong with a list, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListError {
    file: String,
    /// Line, from 1, and what is wrong there.
    pub faults: Vec<(usize, String)>,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (line, what)) in self.faults.iter().enumerate() {
            let end = if i == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{line}: {what}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for ListError {}

type Key<'a, 'i> = &'a Spanned<DeString<'i>>;
type Value<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// What reads a text, and what it found to be wrong.
struct Reader<'a> {
    text: &'a str,
    faults: Vec<(usize, String)>,
}

impl List {
    /// Read a list; `file` is how its faults name it.
    pub fn parse(file: &str, text: &str) -> Result<Self, ListError> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader {
            text,
            faults: Vec::new(),
        };
        for error in &errors {
            let at = error.span().map_or(0, |s| s.start);
            reader.fault(at, error.message().replace('\n', ", "));
        }
        let list = reader.list(root.get_ref());
        if reader.faults.is_empty() && list.feeds.is_empty() {
            reader.fault(
                0,
                "it names no feed; one is `[[feed]]` and `url = \"…\"` below".to_owned(),
            );
        }
        let mut faults = reader.faults;
        if faults.is_empty() {
            return Ok(list);
        }
        faults.sort();
        faults.dedup();
        Err(ListError {
            file: file.to_owned(),
            faults,
        })
    }
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, what: String) {
        let before = self.text.bytes().take(at);
        let line = 1 + before.filter(|&b| b == b'\n').count();
        self.faults.push((line, what));
    }

    fn list(&mut self, root: &DeTable<'_>) -> List {
        let mut list = List {
            feeds: Vec::new(),
            fetch: fetch::Options {
                max_bytes: MAX_BYTES,
                ..fetch::Options::default()
            },
        };
        let mut common = Feed {
            url: String::new(),
            name: String::new(),
            every: EVERY,
            max_pages: MAX_PAGES,
            pages: true,
        };
        let mut feeds = None;
        for (key, value) in root {
            let fetch = &mut list.fetch;
            match key.get_ref().as_ref() {
                "timeout" => {
                    self.duration(key, value, Duration::from_millis(1), &mut fetch.timeout);
                }
                "delay" => self.duration(key, value, Duration::ZERO, &mut fetch.delay),
                "max_bytes" => self.count(key, value, page::MAX_INPUT, &mut fetch.max_bytes),
                "max_redirects" => self.count(key, value, 20, &mut fetch.max_redirects),
                "contact" => fetch.contact = self.words(key, value),
                "feed" => feeds = Some(value),
                _ => self.common(key, value, ROOT, &mut common),
            }
        }
        let Some(feeds) = feeds else { return list };
        let Some(tables) = feeds.get_ref().as_array() else {
            self.fault(
                feeds.span().start,
                "a feed is written below a line `[[feed]]`".to_owned(),
            );
            return list;
        };
        for value in tables.iter().take(MAX_FEEDS) {
            let at = value.span().start;
            let Some(table) = value.get_ref().as_table() else {
                self.fault(at, "a feed is written below a line `[[feed]]`".to_owned());
                continue;
            };
            if let Some(feed) = self.feed(table, at, common.clone()) {
                if list.feeds.iter().any(|f| f.url == feed.url) {
                    self.fault(at, format!("'{}' is in the list twice", feed.url));
                }
                list.feeds.push(feed);
            }
        }
        if tables.len() > MAX_FEEDS {
            self.fault(
                feeds.span().start,
                format!("there are more than {MAX_FEEDS} feeds"),
            );
        }
        list
    }

    fn feed(&mut self, table: &DeTable<'_>, at: usize, mut feed: Feed) -> Option<Feed> {
        let before = self.faults.len();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "url" => {
                    let Some(url) = self.words(key, value) else {
                        continue;
                    };
                    match fetch::join(&url, "") {
                        Some(whole) => feed.url = whole,
                        None => {
                            let what = format!("'{url}' is no address that can be fetched");
                            self.fault(value.span().start, what);
                        }
                    }
                }
                "name" => feed.name = self.words(key, value).unwrap_or_default(),
                _ => self.common(key, value, FEED, &mut feed),
            }
        }
        if self.faults.len() > before {
            return None;
        }
        if feed.url.is_empty() {
            self.fault(at, "this feed has no `url`".to_owned());
            return None;
        }
        if feed.name.is_empty() {
            feed.name.clone_from(&feed.url);
        }
        Some(feed)
    }

    /// What may be said of one feed or of all.
    fn common(&mut self, key: Key<'_, '_>, value: Value<'_, '_>, known: &[&str], feed: &mut Feed) {
        match key.get_ref().as_ref() {
            "every" => self.duration(key, value, MOST_OFTEN, &mut feed.every),
            "max_pages" => self.count(key, value, 100_000, &mut feed.max_pages),
            "pages" => match value.get_ref().as_bool() {
                Some(yes) => feed.pages = yes,
                None => self.fault(value.span().start, "`pages` is true or false".to_owned()),
            },
            other => {
                let what = format!(
                    "`{other}` is not known here; there are {}",
                    known.join(", ")
                );
                self.fault(key.span().start, what);
            }
        }
    }

    fn words(&mut self, key: Key<'_, '_>, value: Value<'_, '_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::trim);
        let text = text.filter(|t| !t.is_empty() && !t.contains(char::is_control));
        if text.is_none() {
            let what = format!("`{}` is a text in quotes, on one line", key.get_ref());
            self.fault(value.span().start, what);
        }
        text.map(str::to_owned)
    }

    fn count(&mut self, key: Key<'_, '_>, value: Value<'_, '_>, most: usize, into: &mut usize) {
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| usize::from_str_radix(n.as_str(), n.radix()).ok());
        match number.filter(|n| *n <= most) {
            Some(n) => *into = n,
            None => {
                let what = format!("`{}` is a number from 0 to {most}", key.get_ref());
                self.fault(value.span().start, what);
            }
        }
    }

    fn duration(
        &mut self,
        key: Key<'_, '_>,
        value: Value<'_, '_>,
        least: Duration,
        into: &mut Duration,
    ) {
        let read = value.get_ref().as_str().and_then(duration);
        match read {
            Some(time) if time >= least => *into = time,
            Some(_) => {
                let what = format!("`{}` is {least:?} at least", key.get_ref());
                self.fault(value.span().start, what);
            }
            None => {
                let what = format!(
                    "`{}` is a time such as \"15m\": a number and ms, s, m, h or d",
                    key.get_ref()
                );
                self.fault(value.span().start, what);
            }
        }
    }
}

/// A number and a unit; a year at most.
fn duration(text: &str) -> Option<Duration> {
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(at)?;
    let number: u64 = number.parse().ok()?;
    let unit = match unit.trim() {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let time = Duration::from_millis(number.checked_mul(unit)?);
    (time <= Duration::from_hours(24 * 366)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_for_all_and_for_one() {
        let list = List::parse(
            "feeds.toml",
            "every = \"1h\"\nmax_pages = 0x10\ndelay = \"250ms\"\ncontact = \"mailto:desk@news.example\"\n\n\
             [[feed]]\nurl = \"https://a.example/rss#top\"\nname = \"A\"\n\n\
             [[feed]]\nurl = \"http://b.example\"\nevery = \"90s\"\npages = false\n",
        );
        let list = list.expect("it is in order");
        assert_eq!(list.fetch.delay, Duration::from_millis(250));
        assert_eq!(list.fetch.max_bytes, MAX_BYTES);
        let told: Vec<_> = list
            .feeds
            .iter()
            .map(|f| (&*f.url, &*f.name, f.every.as_secs(), f.max_pages, f.pages))
            .collect();
        assert_eq!(
            told,
            [
                ("https://a.example/rss", "A", 3600, 16, true),
                ("http://b.example/", "http://b.example/", 90, 16, false)
            ]
        );
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let told = |text: &str| match List::parse("f.toml", text) {
            Ok(list) => panic!("{list:?}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(
            told(
                "evry = \"1h\"\n[[feed]]\nurl = \"ftp://a.example\"\n[[feed]]\nname = \"B\"\nevery = 5\n\
                 [[feed]]\nname = \"C\"\n[[feed]]\nurl = \"http://me:secret@d.example/\"\nmax_pages = -1\nevery = \"1s\"\n"
            ),
            "f.toml:1: `evry` is not known here; there are every, max_pages, pages, timeout, max_bytes, max_redirects, delay, contact, feed\n\
             f.toml:3: 'ftp://a.example' is no address that can be fetched\n\
             f.toml:6: `every` is a time such as \"15m\": a number and ms, s, m, h or d\n\
             f.toml:7: this feed has no `url`\n\
             f.toml:10: 'http://me:secret@d.example/' is no address that can be fetched\n\
             f.toml:11: `max_pages` is a number from 0 to 100000\n\
             f.toml:12: `every` is 60s at least"
        );
        assert_eq!(
            told(""),
            "f.toml:1: it names no feed; one is `[[feed]]` and `url = \"…\"` below"
        );
        assert_eq!(
            told("feed = 3\n"),
            "f.toml:1: a feed is written below a line `[[feed]]`"
        );
        let twice = "[[feed]]\nurl = \"http://a.example\"\n".repeat(2);
        assert_eq!(
            told(&twice),
            "f.toml:3: 'http://a.example/' is in the list twice"
        );
        assert!(
            told("[[feed]]\nurl = \"http://a.example\nevery = \"5m\"\n").starts_with("f.toml:2: ")
        );
    }

    #[test]
    fn no_text_breaks_it() {
        let deep = format!("feed = {}", "[".repeat(100_000));
        for text in [
            "\0",
            "[[feed]]",
            "[feed",
            "=",
            "\u{feff}",
            "[[feed]]\nurl = '''\n'''",
            &deep,
        ] {
            assert!(List::parse("f", text).is_err(), "{text:.20}");
        }
    }
}
