//! What requests share: a few connections that read, the engine, and how many may use each at a time.
//!
//! Whatever reads the disk or codes runs on a thread of its own, never on those that answer; how many there are is
//! bounded, and so is how many wait.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use archive::{Archive, Engine, StoreError};
use sha2::{Digest as _, Sha256};
use syntax::Model;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ServeError;
use crate::error::{Code, Fault};
use crate::kept::Kept;
use crate::metrics::Metrics;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The archive.
    pub archive: PathBuf,
    /// What who asks must know; none where only this machine can ask.
    pub token: Option<String>,
    /// Which network codes.
    pub model: Model,
    /// Whether who asks may correct what the archive holds.
    pub allow_write: bool,
    /// How much at a time, and how long.
    pub limits: Limits,
}

/// How much is done at a time, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections that are open at a time.
    pub connections: usize,
    /// Requests that wait for a thread to read, to write or to code, each.
    pub waiting: usize,
    /// How long a request waits to read or to write.
    pub patience: Duration,
    /// How long an article waits to be coded; coding is slower than reading.
    pub coding_patience: Duration,
    /// How long a connection may take to say what it asks, or say nothing between two requests.
    pub head: Duration,
    /// How long an answer may take to begin, with what is sent to it; coding waits its turn, and so has more.
    pub answer: Duration,
    /// How long who is sent rows as they are found may take none of them.
    pub taking: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            waiting: 512,
            patience: Duration::from_secs(20),
            coding_patience: Duration::from_mins(1),
            head: Duration::from_secs(15),
            answer: Duration::from_secs(90),
            taking: Duration::from_mins(1),
        }
    }
}

/// Bytes of the archive's pages that all readers hold together; the system holds more.
const PAGES: usize = 96 << 20;

/// What requests share; cheap to clone.
#[derive(Debug, Clone)]
pub struct State(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    settings: Settings,
    readers: Mutex<Vec<Archive>>,
    writer: Option<Mutex<Archive>>,
    /// Asked for nothing but whether the archive changed.
    watcher: Mutex<Archive>,
    kept: Kept,
    reading: Lane,
    writing: Lane,
    exporting: Lane,
    coding: Lane,
    /// Always the same threads: what one article took, the next takes again. On those that block it would lie about in the
    /// store of memory of each.
    coders: rayon::ThreadPool,
    engine: OnceLock<Engine>,
    token: Option<[u8; 32]>,
    /// What the tokens of our own forms are made of; new with each start.
    secret: [u8; 32],
    metrics: Metrics,
}

/// So many at a time, and so many that wait.
#[derive(Debug)]
struct Lane {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

impl Lane {
    fn new(places: usize, most: usize, patience: Duration) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            waiting: AtomicUsize::new(0),
            most,
            patience,
        }
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, Fault> {
        /// Counts out whoever waited, also when the request ends first.
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        let busy = || Fault::new(Code::Busy, "too many requests wait; try again");
        let place = Arc::clone(&self.places);
        if before >= self.most {
            return place.try_acquire_owned().map_err(|_| busy());
        }
        let place = place.acquire_owned();
        match tokio::time::timeout(self.patience, place).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(busy()),
        }
    }
}

impl State {
    /// Open the archive as often as it may be read at a time.
    pub fn open(settings: Settings) -> Result<Self, ServeError> {
        // First, since it brings an older format up to date.
        let writer = settings
            .allow_write
            .then(|| Archive::edit(&settings.archive).map(Mutex::new))
            .transpose()?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|e| ServeError::System(e.to_string()))?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let n = cores.clamp(4, 16);
        let readers: Vec<Archive> = (0..n)
            .map(|_| {
                let reader = Archive::open(&settings.archive)?;
                reader.set_cache(PAGES / n)?;
                Ok(reader)
            })
            .collect::<Result<_, archive::OpenError>>()?;
        let watcher = Archive::open(&settings.archive)?;
        let coders = rayon::ThreadPoolBuilder::new()
            .num_threads(cores)
            .thread_name(|n| format!("coder {n}"))
            // Whoever waits for its answer is told.
            .panic_handler(|_| {})
            .build()
            .map_err(|e| ServeError::System(e.to_string()))?;
        let Limits {
            waiting,
            patience,
            coding_patience,
            ..
        } = settings.limits;
        Ok(Self(Arc::new(Shared {
            token: settings.token.as_deref().map(digest),
            settings,
            readers: Mutex::new(readers),
            writer,
            watcher: Mutex::new(watcher),
            kept: Kept::default(),
            writing: Lane::new(1, waiting, patience),
            secret,
            reading: Lane::new(n, waiting, patience),
            exporting: Lane::new((n / 2).max(1), waiting, patience),
            coding: Lane::new(cores, waiting, coding_patience),
            coders,
            engine: OnceLock::new(),
            metrics: Metrics::default(),
        })))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0.settings.archive
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Answers that were made before.
    pub(crate) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    /// Another than before, if somebody wrote to the archive.
    pub(crate) async fn revision(&self) -> Result<i64, Fault> {
        let state = self.clone();
        on_thread(move || {
            let watcher = state.0.watcher.lock();
            Ok(watcher.unwrap_or_else(PoisonError::into_inner).revision()?)
        })
        .await
    }

    /// Whether this is the token; the time it takes tells nothing, since hashes are compared.
    pub(crate) fn knows(&self, token: &str) -> bool {
        self.0.token.is_none_or(|t| t == digest(token))
    }

    /// What a form of ours carries, so that nobody else's can be posted: made of a secret and of what the form is for.
    pub(crate) fn form_token(&self, of: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.0.secret);
        hash.update(of);
        hex(&hash.finalize())
    }

    /// The engine, made when it is first needed.
    pub fn engine(&self) -> &Engine {
        self.0
            .engine
            .get_or_init(|| Engine::embedded(self.0.settings.model))
    }

    /// Ask the archive.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Archive) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = self.0.reading.enter().await?;
        let state = self.clone();
        on_thread(move || {
            let _place = place;
            state.with_reader(ask)
        })
        .await
    }

    /// Ask the archive for what has an id; it is missed where there is none.
    pub(crate) async fn find<T: Send + 'static>(
        &self,
        what: &'static str,
        id: String,
        ask: impl FnOnce(&Archive, &str) -> Result<Option<T>, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        self.read(move |archive| ask(archive, &id)?.ok_or_else(|| Fault::missing(what, &id)))
            .await
    }

    /// Change the archive, where that is allowed; one request at a time.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Archive) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let read_only = || {
            let said =
                "this service only reads; `legation serve --allow-write` lets corrections be made";
            Fault::new(Code::ReadOnly, said)
        };
        if self.0.writer.is_none() {
            return Err(read_only());
        }
        let place = self.0.writing.enter().await?;
        let state = self.clone();
        on_thread(move || {
            let _place = place;
            let writer = state.0.writer.as_ref().ok_or_else(read_only)?;
            let done = change(&mut writer.lock().unwrap_or_else(PoisonError::into_inner));
            state.0.kept.forget();
            done
        })
        .await
    }

    /// Ask for more than is held at a time; what is found goes where `ask` puts it.
    pub(crate) async fn export(
        &self,
        ask: impl FnOnce(&Archive) + Send + 'static,
    ) -> Result<(), Fault> {
        let place = self.0.exporting.enter().await?;
        // A connection of its own: whoever takes it slowly keeps nobody else from reading.
        let path = self.path().to_path_buf();
        let archive = on_thread(move || Ok(Archive::open(&path)?)).await?;
        tokio::task::spawn_blocking(move || {
            let _place = place;
            ask(&archive);
        });
        Ok(())
    }

    /// Code.
    pub(crate) async fn code<T: Send + 'static>(
        &self,
        code: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let place = self.0.coding.enter().await?;
        let state = self.clone();
        let (send, coded) = tokio::sync::oneshot::channel();
        self.0.coders.spawn(move || {
            let _place = place;
            // Who asked may have gone.
            drop(send.send(code(state.engine())));
        });
        coded.await.map_err(Fault::internal)
    }

    fn with_reader<T>(&self, ask: impl FnOnce(&Archive) -> Result<T, Fault>) -> Result<T, Fault> {
        let readers = || {
            self.0
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let kept = readers().pop();
        let archive = match kept {
            Some(archive) => archive,
            None => Archive::open(self.path())?,
        };
        let answer = ask(&archive);
        readers().push(archive);
        answer
    }
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => Err(Fault::internal(error)),
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|n| char::from_digit(u32::from(n), 16))
        .collect()
}
