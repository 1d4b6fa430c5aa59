//! One turn of a feed: ask for it, see what is new in it, fetch the pages of that. Nothing is written here; what comes of
//! it goes to the one who writes, in order.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use archive::{Archive, EntryRow, FeedRow, Source, StoreError};
use fetch::{Fetcher, Validators};
use page::stream::{Item, Kind, Stream};
use page::{Format, feed, sitemap};

use crate::list::Feed;
use crate::pace;
use crate::stop::Stop;

/// So often a page is tried that its server does not give now.
const MAX_TRIES: u32 = 5;
/// After so many pages in a row that cannot be had now, the others are left for another time.
const MAX_IN_A_ROW: usize = 3;
/// Faults of a feed's entries that are told one by one.
const MAX_FAULTS: usize = 5;

/// What all turns share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) fetcher: Fetcher,
    pub(crate) stop: Stop,
    /// To look what is there.
    pub(crate) archive: Mutex<Archive>,
    /// Entries on their way to the archive, so that two feeds that name one page fetch it once.
    pub(crate) claims: Arc<Mutex<BTreeSet<String>>>,
}

/// What a turn is told.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) index: usize,
    pub(crate) feed: Feed,
    pub(crate) row: FeedRow,
    pub(crate) now: i64,
}

/// What a turn tells.
#[derive(Debug)]
pub(crate) enum Message {
    /// Something new, and what is to be kept of its entry once it is in the archive.
    Article(Box<Source>, EntryRow, Claim),
    /// A page that could not be had.
    Missed(EntryRow),
    /// Something wrong in a feed that does not keep it from being read.
    Fault { index: usize, fault: String },
    /// The turn is over.
    Ended(Box<Ended>),
    /// Look whether to stop.
    Wake,
}

/// How a turn ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) index: usize,
    pub(crate) row: FeedRow,
    pub(crate) outcome: Outcome,
    /// The archive could not be read.
    pub(crate) broken: Option<StoreError>,
}

/// What came of asking a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing changed since it was read last.
    Unchanged,
    /// It was read.
    Read {
        /// How many entries it has.
        entries: usize,
        /// Of these, new and had.
        new: usize,
        /// Of these, new and not to be had, now or ever.
        missed: usize,
        /// Of these, left for the next time.
        left: usize,
        /// Where it moved for good, told once.
        moved: Option<String>,
    },
    /// It could not be read.
    Failed {
        /// Why.
        reason: String,
        /// For how many seconds it will be left alone.
        wait: i64,
    },
}

/// An entry that is on its way, until this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    key: String,
    all: Arc<Mutex<BTreeSet<String>>>,
}

impl Claim {
    fn new(key: &str, all: &Arc<Mutex<BTreeSet<String>>>) -> Option<Self> {
        let mut claims = all.lock().unwrap_or_else(PoisonError::into_inner);
        claims.insert(key.to_owned()).then(|| Self {
            key: key.to_owned(),
            all: all.clone(),
        })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut claims = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        claims.remove(&self.key);
    }
}

/// Why a turn breaks off.
enum Broken {
    /// Nobody listens any more.
    Off,
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a feed's entries come to.
#[derive(Debug, Default)]
struct Tally {
    entries: usize,
    faults: usize,
    first_fault: Option<String>,
    new: usize,
    missed: usize,
    /// Those that will be tried again.
    left: usize,
    in_a_row: usize,
}

/// A turn at work.
struct Turn<'a> {
    shared: &'a Shared,
    send: &'a SyncSender<Message>,
    feed: &'a Feed,
    index: usize,
    tally: Tally,
}

/// Take a feed's turn. False once nobody listens.
pub(crate) fn take(shared: &Shared, task: Task, send: &SyncSender<Message>) -> bool {
    let Task {
        index,
        feed,
        mut row,
        now,
    } = task;
    row.asked = now;
    let mut turn = Turn {
        shared,
        send,
        feed: &feed,
        index,
        tally: Tally::default(),
    };
    let (outcome, broken) = match turn.ask(&mut row) {
        Ok(outcome) => (outcome, None),
        Err(Broken::Off) => return false,
        Err(Broken::Store(error)) => (Outcome::Unchanged, Some(error)),
    };
    let ended = Ended {
        index,
        row,
        outcome,
        broken,
    };
    send.send(Message::Ended(Box::new(ended))).is_ok()
}

impl Turn<'_> {
    fn send(&self, message: Message) -> Result<(), Broken> {
        self.send.send(message).map_err(|_| Broken::Off)
    }

    fn ask(&mut self, row: &mut FeedRow) -> Result<Outcome, Broken> {
        let address = row.moved.clone().unwrap_or_else(|| self.feed.url.clone());
        let since = Validators {
            etag: row.etag.clone(),
            last_modified: row.last_modified.clone(),
        };
        let answer = self.shared.fetcher.fetch_changed(&address, &since);
        let page = match answer {
            Ok(Some(page)) => page,
            Ok(None) => {
                // What it said of itself when it was read still holds; what its faults made of that does not.
                if row.failures > 0 {
                    row.wait = 0;
                }
                (row.failures, row.fault) = (0, None);
                return Ok(Outcome::Unchanged);
            }
            Err(error) => {
                if !error.is_passing() {
                    // Next time at the address that we were given.
                    row.moved = None;
                }
                let asked = match error {
                    fetch::Error::Later { after, .. } => after,
                    _ => Duration::ZERO,
                };
                return Ok(self.failed(row, &error.to_string(), asked));
            }
        };
        let mut stream = Stream::seekable(Cursor::new(page.bytes));
        let keep = match stream.kind() {
            Kind::Feed | Kind::JsonFeed => {
                let mut entries = feed::Entries::new(stream);
                for entry in entries.by_ref() {
                    match entry {
                        Ok(item) => self.entry(&page.url, item)?,
                        Err(fault) => self.fault(fault.to_string())?,
                    }
                }
                entries.keep()
            }
            Kind::Sitemap => {
                for place in sitemap::Places::new(stream) {
                    match place {
                        Ok(place) if place.is_sitemap => {
                            self.fault(format!(
                                "{}: sitemaps of sitemaps are not followed",
                                place.url
                            ))?;
                        }
                        Ok(place) => self.entry(&page.url, of_place(place))?,
                        Err(fault) => self.fault(fault.to_string())?,
                    }
                }
                None
            }
            _ => {
                return Ok(self.failed(row, "what came is no feed", Duration::ZERO));
            }
        };
        let tally = &self.tally;
        if let Some(fault) = tally.first_fault.clone().filter(|_| tally.entries == 0) {
            return Ok(self.failed(row, &fault, Duration::ZERO));
        }
        if tally.faults > MAX_FAULTS {
            let more = tally.faults - MAX_FAULTS;
            self.send(Message::Fault {
                index: self.index,
                fault: format!("{more} more of its entries cannot be read"),
            })?;
        }
        let tally = &self.tally;
        (row.failures, row.fault) = (0, None);
        row.wait = pace::after_success(keep);
        // As long as something is left to do, the feed has to come whole.
        let all = tally.left == 0;
        row.etag = page.validators.etag.filter(|_| all);
        row.last_modified = page.validators.last_modified.filter(|_| all);
        let moved = page.moved.filter(|m| tally.entries > 0 && *m != address);
        if moved.is_some() {
            row.moved.clone_from(&moved);
        }
        Ok(Outcome::Read {
            entries: tally.entries,
            new: tally.new,
            missed: tally.missed,
            left: tally.left,
            moved,
        })
    }

    fn failed(&self, row: &mut FeedRow, reason: &str, asked: Duration) -> Outcome {
        row.failures = row.failures.saturating_add(1);
        row.wait = pace::after_failure(row.failures, self.feed.every, asked);
        row.fault = Some(reason.to_owned());
        Outcome::Failed {
            reason: reason.to_owned(),
            wait: row.wait,
        }
    }

    /// What came of an entry before.
    fn known(&self, key: &str, url: Option<&str>) -> Result<Option<EntryRow>, StoreError> {
        let archive = &self.shared.archive;
        let archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
        archive.entry(key, url)
    }

    fn fault(&mut self, fault: String) -> Result<(), Broken> {
        let tally = &mut self.tally;
        tally.faults += 1;
        let told = tally.faults <= MAX_FAULTS;
        tally.first_fault.get_or_insert_with(|| fault.clone());
        if told {
            let index = self.index;
            self.send(Message::Fault { index, fault })?;
        }
        Ok(())
    }

    /// What is to be done with an entry: nothing, if it was done before.
    fn entry(&mut self, base: &str, mut item: Item) -> Result<(), Broken> {
        self.tally.entries += 1;
        let written = item.options.url.as_deref();
        let address = written.and_then(|a| fetch::join(base, a));
        if !written.is_some_and(|w| w.contains("://")) {
            item.options.url.clone_from(&address);
        }
        let page = address.filter(|_| item.partial && self.feed.pages);
        let key = match (&page, &item.options.id) {
            (Some(url), _) => url.clone(),
            (None, Some(id)) => format!("{} {id}", self.feed.url),
            (None, None) => format!("{} {}", self.feed.url, page::id(&item.bytes)),
        };
        let known = self.known(&key, page.as_deref())?;
        if known.as_ref().is_some_and(|k| k.done) {
            return Ok(());
        }
        let full = self.tally.new + self.tally.missed >= self.feed.max_pages;
        if full || self.tally.in_a_row >= MAX_IN_A_ROW || self.shared.stop.is_set() {
            self.tally.left += 1;
            return Ok(());
        }
        let Some(claim) = Claim::new(&key, &self.shared.claims) else {
            self.tally.left += 1;
            return Ok(());
        };
        let mut row = EntryRow {
            key,
            ..known.unwrap_or_default()
        };
        let source = match page {
            Some(url) => self.page(&url, item, &mut row)?,
            None => Some(Source {
                name: format!("{}: entry {}", self.feed.name, item.number),
                bytes: item.bytes,
                options: item.options,
            }),
        };
        match source {
            Some(source) => {
                self.tally.new += 1;
                self.tally.in_a_row = 0;
                (row.done, row.fault) = (true, None);
                self.send(Message::Article(Box::new(source), row, claim))
            }
            None if row.done && row.fault.is_none() => self.send(Message::Missed(row)),
            None => {
                self.tally.missed += 1;
                self.tally.left += usize::from(!row.done);
                self.send(Message::Missed(row))
            }
        }
    }

    /// The page an entry leads to; none, with the reason in the row, if it cannot be had or is there already.
    fn page(
        &mut self,
        url: &str,
        item: Item,
        row: &mut EntryRow,
    ) -> Result<Option<Source>, Broken> {
        let page = match self.shared.fetcher.fetch(url) {
            Ok(page) => page,
            Err(error) => {
                row.tries += 1;
                row.done = !error.is_passing() || row.tries >= MAX_TRIES;
                row.fault = Some(error.to_string());
                if error.is_passing() {
                    self.tally.in_a_row += 1;
                }
                return Ok(None);
            }
        };
        if let Some(kind) = page.media_type.as_deref().filter(|k| !is_text(k)) {
            row.tries += 1;
            (row.done, row.fault) = (true, Some(format!("it is {kind}, and no page")));
            return Ok(None);
        }
        if page.url != url
            && self
                .known(&page.url, Some(&page.url))?
                .is_some_and(|k| k.done)
        {
            row.done = true;
            return Ok(None);
        }
        Ok(Some(Source {
            name: page.url.clone(),
            options: known(&page, item.options),
            bytes: page.bytes,
        }))
    }
}

/// What is known of a page: what led there, and what its server says.
pub fn known(page: &fetch::Page, of: page::Options) -> page::Options {
    page::Options {
        url: Some(page.url.clone()),
        charset: page.charset.clone(),
        format: match page.media_type.as_deref() {
            Some("text/html" | "application/xhtml+xml") => Some(Format::Html),
            Some("text/plain") => Some(Format::Text),
            _ => None,
        },
        ..of
    }
}

/// Whether there can be an article in it.
fn is_text(media_type: &str) -> bool {
    let kind = media_type
        .split_once('/')
        .map_or(media_type, |(kind, _)| kind);
    kind == "text" || media_type.ends_with("xml") || media_type == "application/octet-stream"
}

/// A place of a sitemap as an entry.
fn of_place(place: sitemap::Place) -> Item {
    Item {
        number: 0,
        bytes: Vec::new(),
        options: page::Options {
            url: Some(place.url),
            title: place.title,
            date: place.published,
            date_basis: Some("sitemap"),
            ..page::Options::default()
        },
        partial: true,
    }
}
