//! What do publishers say is new, and when may we ask again?
//!
//! ```text
//! feeds.toml ──▶ schedule ── turns ──▶ workers (a feed each) ── pages ──▶ ingest ──▶ archive
//!                   ▲                                                       │
//!                   └────────── how each feed stands, kept there ───────────┘
//! ```
//!
//! 1. a [`List`] says which feeds, how often, and how much of them;
//! 2. a feed whose time has come gets its turn: it is asked for what changed, and pages that the archive does not hold
//!    are fetched, within the limits of the `fetch` crate;
//! 3. they go into the archive as `legation ingest` puts them there, and only then is it written down that they did. A
//!    stop at any time, or a kill, costs at most that a page is fetched again.
//!
//! ```no_run
//! use archive::{Archive, Engine};
//! use watch::{List, Settings, Stop};
//!
//! let list = List::parse("feeds.toml", "[[feed]]\nurl = \"https://news.example/rss\"\n").unwrap();
//! let mut archive = Archive::create("news.legation".as_ref()).unwrap();
//! let engine = Engine::embedded(syntax::Model::Fast);
//! let settings = Settings { once: true, ..Settings::new(&|| 1_700_000_000, &|_| {}) };
//! let summary = watch::follow(&mut archive, &engine, &list, &settings).unwrap();
//! println!("{} of {} feeds were asked", summary.asked, summary.feeds);
//! ```
//!
//! It has no clock: who calls says what time it is.

mod list;
mod pace;
mod stop;
mod turn;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use archive::{Archive, Engine, EntryRow, FeedRow, OpenError, Progress, Source, StoreError};
use fetch::Fetcher;

pub use list::{Feed, List, ListError};
pub use stop::Stop;
use turn::{Claim, Ended, Message, Shared, Task};
pub use turn::{Outcome, known};

/// Feeds that have their turn at a time.
const WORKERS: usize = 8;
/// Messages that wait to be heard.
const WAITING: usize = 8;
/// Articles, and bytes of them, that are ingested at a time.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 << 20;
/// However far the next feed's time is, the clock and the list are looked at so often: either may be set.
const LOOK: Duration = Duration::from_mins(1);

/// How to follow.
pub struct Settings<'a> {
    /// Ask each feed once that may be asked, and end.
    pub once: bool,
    /// How articles are ingested.
    pub ingest: archive::Options,
    /// What ends it.
    pub stop: Stop,
    /// Seconds since 1970.
    pub now: &'a dyn Fn() -> i64,
    /// Who wants to know.
    pub tell: &'a (dyn Fn(&News<'_>) + Sync),
    /// Another list to follow from now on, where there is one; asked from time to time.
    pub changed: &'a dyn Fn() -> Option<List>,
}

impl<'a> Settings<'a> {
    /// Until stopped, on all cores.
    pub fn new(now: &'a dyn Fn() -> i64, tell: &'a (dyn Fn(&News<'_>) + Sync)) -> Self {
        Self {
            once: false,
            ingest: archive::Options::default(),
            stop: Stop::default(),
            now,
            tell,
            changed: &|| None,
        }
    }
}

impl std::fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            once,
            ingest,
            stop,
            now: _,
            tell: _,
            changed: _,
        } = self;
        f.debug_struct("Settings")
            .field("once", once)
            .field("ingest", ingest)
            .field("stop", stop)
            .finish_non_exhaustive()
    }
}

/// What happens.
#[derive(Debug)]
#[non_exhaustive]
pub enum News<'a> {
    /// A feed had its turn.
    Feed {
        /// Which.
        feed: &'a Feed,
        /// What came of it.
        outcome: &'a Outcome,
    },
    /// Something is wrong in a feed, and the rest of it was read.
    Fault {
        /// Which.
        feed: &'a Feed,
        /// What.
        fault: &'a str,
    },
    /// A page could not be had.
    Page {
        /// Its address.
        url: &'a str,
        /// Why.
        fault: &'a str,
        /// Whether it will be tried again.
        again: bool,
    },
    /// Something was wrong with an article, and it was stored.
    Warning {
        /// Its name.
        name: &'a str,
        /// What.
        warning: &'a str,
    },
    /// Somebody else is writing to the archive; it is tried again.
    Busy(&'a StoreError),
}

/// What came of it all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Feeds of the list.
    pub feeds: usize,
    /// How often one was asked.
    pub asked: usize,
    /// Of these, nothing had changed.
    pub unchanged: usize,
    /// Of these, it could not be read.
    pub failed: usize,
    /// Pages that could not be had.
    pub missed: usize,
    /// Entries left for the next time.
    pub left: usize,
    /// What was ingested.
    pub ingested: archive::Summary,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// Follow feeds into an archive: until stopped, or each once. Where the list is another meanwhile, turns that were begun are
/// finished, and the new one is followed.
pub fn follow(
    archive: &mut Archive,
    engine: &Engine,
    list: &List,
    settings: &Settings<'_>,
) -> Result<Summary, OpenError> {
    let mut list = Cow::Borrowed(list);
    let mut summary = Summary::default();
    loop {
        let next = follow_list(archive, engine, &list, settings, &mut summary);
        if let Ok(Some(next)) = next {
            list = Cow::Owned(next);
            continue;
        }
        summary.stopped = settings.stop.is_set();
        // Whoever still waits for an answer from somewhere is not waited for: nobody hears it any more.
        settings.stop.set();
        return next.map(|_| summary);
    }
}

/// The list to follow after this one, if any.
fn follow_list(
    archive: &mut Archive,
    engine: &Engine,
    list: &List,
    settings: &Settings<'_>,
    summary: &mut Summary,
) -> Result<Option<List>, OpenError> {
    let (send, messages) = sync_channel(WAITING);
    let wake = send.clone();
    settings
        .stop
        .wakes(move || drop(wake.try_send(Message::Wake)));
    let shared = Arc::new(Shared {
        fetcher: Fetcher::new(list.fetch.clone()),
        stop: settings.stop.clone(),
        archive: Mutex::new(Archive::open(archive.path())?),
        claims: Arc::default(),
    });
    let tasks = workers(&shared, &send, WORKERS.min(list.feeds.len()));
    drop(send);
    let mut stands = Vec::with_capacity(list.feeds.len());
    for feed in &list.feeds {
        stands.push(Stand {
            row: archive.feed(&feed.url)?,
            asked: false,
        });
    }
    summary.feeds = list.feeds.len();
    let mut follower = Follower {
        archive,
        engine,
        list,
        settings,
        stands,
        tasks,
        running: 0,
        busy: BTreeSet::new(),
        batch: Batch::default(),
        summary,
    };
    Ok(follower.run(&messages)?)
}

/// Threads that take turns; they end when nobody hands any out, or nobody listens.
fn workers(shared: &Arc<Shared>, send: &SyncSender<Message>, number: usize) -> SyncSender<Task> {
    let (tasks, todo) = sync_channel::<Task>(WORKERS);
    let todo = Arc::new(Mutex::new(todo));
    for _ in 0..number {
        let (shared, send, todo) = (shared.clone(), send.clone(), todo.clone());
        std::thread::spawn(move || {
            loop {
                let next = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(task) = next else { return };
                if !turn::take(&shared, task, &send) {
                    return;
                }
            }
        });
    }
    tasks
}

/// How a feed stands.
struct Stand {
    row: FeedRow,
    /// In this run.
    asked: bool,
}

/// What waits to be written.
#[derive(Default)]
struct Batch {
    sources: Vec<Source>,
    /// Of the sources, one each.
    entries: Vec<EntryRow>,
    claims: Vec<Claim>,
    bytes: usize,
    missed: Vec<EntryRow>,
}

struct Follower<'a> {
    archive: &'a mut Archive,
    engine: &'a Engine,
    list: &'a List,
    settings: &'a Settings<'a>,
    stands: Vec<Stand>,
    tasks: SyncSender<Task>,
    running: usize,
    /// Hosts whose feeds have their turn.
    busy: BTreeSet<String>,
    batch: Batch,
    summary: &'a mut Summary,
}

impl Follower<'_> {
    fn run(&mut self, messages: &Receiver<Message>) -> Result<Option<List>, StoreError> {
        let mut other = None;
        while !self.settings.stop.is_set() {
            if other.is_none() && !self.settings.once {
                other = (self.settings.changed)();
            }
            if other.is_some() && self.running == 0 {
                return Ok(other);
            }
            let next = match other {
                None => self.hand_out(),
                Some(_) => LOOK,
            };
            if self.running == 0 && (self.settings.once || self.list.feeds.is_empty()) {
                break;
            }
            let wait = if self.running > 0 {
                LOOK
            } else {
                next.min(LOOK)
            };
            match messages.recv_timeout(wait) {
                Ok(message) => self.hear(message)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while self.batch.sources.len() < BATCH && self.batch.bytes < BATCH_BYTES {
                let Ok(message) = messages.try_recv() else {
                    break;
                };
                self.hear(message)?;
            }
            self.write()?;
        }
        Ok(None)
    }

    /// Give feeds their turn whose time has come; how long until the next one's.
    fn hand_out(&mut self) -> Duration {
        let now = (self.settings.now)();
        let mut waiting: Vec<(i64, usize)> = Vec::new();
        let mut next = i64::MAX;
        for (i, (stand, feed)) in self.stands.iter().zip(&self.list.feeds).enumerate() {
            let every = (!self.settings.once).then_some(feed.every);
            let due = pace::due(&stand.row, every);
            if (self.settings.once && stand.asked) || self.busy.contains(host(&feed.url)) {
                continue;
            }
            if due <= now {
                waiting.push((due, i));
            } else {
                next = next.min(due);
            }
        }
        waiting.sort_unstable();
        for (_, index) in waiting {
            let feed = &self.list.feeds[index];
            if self.running >= WORKERS || self.busy.contains(host(&feed.url)) {
                continue;
            }
            let stand = &mut self.stands[index];
            let task = Task {
                index,
                feed: feed.clone(),
                row: stand.row.clone(),
                now,
            };
            if self.tasks.try_send(task).is_ok() {
                stand.asked = true;
                self.running += 1;
                self.busy.insert(host(&feed.url).to_owned());
            }
        }
        Duration::from_secs(u64::try_from(next.saturating_sub(now)).unwrap_or(0))
    }

    fn hear(&mut self, message: Message) -> Result<(), StoreError> {
        match message {
            Message::Article(source, entry, claim) => {
                let batch = &mut self.batch;
                batch.bytes += source.bytes.len();
                batch.sources.push(*source);
                batch.entries.push(entry);
                batch.claims.push(claim);
            }
            Message::Missed(entry) => {
                if let Some(fault) = &entry.fault {
                    self.summary.missed += 1;
                    (self.settings.tell)(&News::Page {
                        url: &entry.key,
                        fault,
                        again: !entry.done,
                    });
                }
                self.batch.missed.push(entry);
            }
            Message::Fault { index, fault } => {
                let feed = &self.list.feeds[index];
                (self.settings.tell)(&News::Fault {
                    feed,
                    fault: &fault,
                });
            }
            Message::Ended(ended) => self.ended(*ended)?,
            Message::Wake => {}
        }
        Ok(())
    }

    /// A turn is over. How the feed stands is kept after all that came of it.
    fn ended(&mut self, ended: Ended) -> Result<(), StoreError> {
        self.write()?;
        self.running -= 1;
        let feed = &self.list.feeds[ended.index];
        self.busy.remove(host(&feed.url));
        if let Some(error) = ended.broken {
            return Err(error);
        }
        // Stopped on the way: what was not written is still to come.
        if self.settings.stop.is_set() {
            return Ok(());
        }
        self.summary.asked += 1;
        match &ended.outcome {
            Outcome::Unchanged => self.summary.unchanged += 1,
            Outcome::Failed { .. } => self.summary.failed += 1,
            Outcome::Read { left, .. } => self.summary.left += left,
        }
        let row = &ended.row;
        patiently(self.settings, || self.archive.write_feed(Some(row), &[]))?;
        (self.settings.tell)(&News::Feed {
            feed,
            outcome: &ended.outcome,
        });
        self.stands[ended.index].row = ended.row;
        Ok(())
    }

    /// What waits, into the archive.
    fn write(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.batch);
        let Batch {
            sources,
            entries,
            claims,
            bytes: _,
            missed,
        } = batch;
        if sources.is_empty() && missed.is_empty() {
            return Ok(());
        }
        let stop = &self.settings.stop;
        let tell = |progress: Progress<'_>| {
            if let Progress::Warning { name, warning } = progress {
                (self.settings.tell)(&News::Warning { name, warning });
            }
        };
        let mut taken = 0;
        if !sources.is_empty() {
            let ingested = patiently(self.settings, || {
                taken = 0;
                let inputs = sources.iter().take_while(|_| !stop.is_set());
                let inputs = inputs.inspect(|_| taken += 1).cloned();
                self.archive
                    .ingest(self.engine, inputs, &self.settings.ingest, &tell)
            })?;
            let sum = &mut self.summary.ingested;
            sum.read += ingested.read;
            sum.known += ingested.known;
            sum.stored += ingested.stored;
            sum.unusable += ingested.unusable;
            sum.events += ingested.events;
        }
        let mut rows = entries;
        rows.truncate(taken);
        rows.extend(missed);
        patiently(self.settings, || self.archive.write_feed(None, &rows))?;
        drop(claims);
        Ok(())
    }
}

/// Somebody else may be writing for long; that is no reason to end, unless we are to.
fn patiently<T>(
    settings: &Settings<'_>,
    mut work: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    loop {
        match work() {
            Err(error @ StoreError::Busy { .. }) if !settings.stop.is_set() => {
                (settings.tell)(&News::Busy(&error));
            }
            other => return other,
        }
    }
}

/// The host of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
