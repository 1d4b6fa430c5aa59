//! What requests share: a few connections that read, the engine, and how many may use each at a time.
//!
//! Whatever reads the disk or codes runs on a thread of its own, never on those that answer; how many there are is
//! bounded, and so is how many wait.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use archive::{Archive, Engine};
use sha2::{Digest as _, Sha256};
use syntax::Model;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Code, Fault};
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
}

/// Requests that wait for a connection or a coder, at most.
const WAITING: usize = 512;
/// How long they wait.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long articles wait for a coder; coding is slower than reading.
const CODING_PATIENCE: Duration = Duration::from_mins(1);

/// What requests share; cheap to clone.
#[derive(Debug, Clone)]
pub struct State(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    settings: Settings,
    readers: Mutex<Vec<Archive>>,
    reading: Lane,
    exporting: Lane,
    coding: Lane,
    engine: OnceLock<Engine>,
    token: Option<[u8; 32]>,
    metrics: Metrics,
}

/// So many at a time, and so many that wait.
#[derive(Debug)]
struct Lane {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    patience: Duration,
}

impl Lane {
    fn new(places: usize, patience: Duration) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            waiting: AtomicUsize::new(0),
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
        if before >= WAITING {
            return Err(busy());
        }
        let place = Arc::clone(&self.places).acquire_owned();
        match tokio::time::timeout(self.patience, place).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(busy()),
        }
    }
}

impl State {
    /// Open the archive as often as it may be read at a time.
    pub fn open(settings: Settings) -> Result<Self, archive::OpenError> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let readers: Vec<Archive> = (0..cores.clamp(4, 16))
            .map(|_| Archive::open(&settings.archive))
            .collect::<Result<_, _>>()?;
        let n = readers.len();
        Ok(Self(Arc::new(Shared {
            token: settings.token.as_deref().map(digest),
            settings,
            readers: Mutex::new(readers),
            reading: Lane::new(n, PATIENCE),
            exporting: Lane::new((n / 2).max(1), PATIENCE),
            coding: Lane::new(cores, CODING_PATIENCE),
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

    /// Whether this is the token; the time it takes tells nothing, since hashes are compared.
    pub(crate) fn knows(&self, token: &str) -> bool {
        self.0.token.is_none_or(|t| t == digest(token))
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
        on_thread(move || {
            let _place = place;
            Ok(code(state.engine()))
        })
        .await
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
