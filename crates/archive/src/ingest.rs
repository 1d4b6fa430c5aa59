//! Many inputs into the archive: coded by many hands, written by one.
//!
//! ```text
//! caller ── inputs ──▶ coders (threads) ── articles ──▶ writer ──▶ transactions
//!   └─ at most so many bytes on their way ─────────────────┘
//! ```
//!
//! The caller's own thread reads the inputs, so that they may be anything; what is in the archive already is passed over
//! before it is coded, which makes a second run after any kind of end a continuation. A transaction holds whole
//! articles, so at a kill those of the last seconds are coded again and nothing is lost or doubled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::{Engine, Material};
use crate::error::StoreError;
use crate::store::write::key;
use crate::store::{Archive, Prepared};

/// Most articles of a transaction, and the longest time between two.
const BATCH: usize = 256;
/// Bytes of articles and events after which a transaction ends, however few they are: all of them are held until then.
const BATCH_BYTES: usize = 8 << 20;
/// A transaction has a price of its own, whatever is in it; more of them would be noticed where coding is fast.
const PAUSE: Duration = Duration::from_secs(3);
/// Bytes that inputs on their way may take at a time, as [`weight`] has it.
const ON_THE_WAY: usize = 160 << 20;
/// Bytes that coding takes for each byte of a body: a sentence's vectors are many times its letters.
const CODING: usize = 400;

/// Bytes that an input takes until it is coded, whatever it turns out to hold.
fn weight(input: &Source) -> usize {
    2 * input.bytes.len() + CODING * input.bytes.len().min(page::MAX_TEXT)
}

/// An input: bytes, and what is known of them.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// How messages name it.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What is known of it.
    pub options: page::Options,
}

impl Source {
    /// A plain text under an id.
    pub fn text(id: &str, text: &str) -> Self {
        Self {
            name: id.to_owned(),
            bytes: text.as_bytes().to_vec(),
            options: page::Options {
                id: Some(id.to_owned()),
                format: Some(page::Format::Text),
                ..page::Options::default()
            },
        }
    }
}

/// How to ingest.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Threads that code; 0 for all cores.
    pub threads: usize,
    /// Most articles of a transaction; 0 for 256.
    pub batch: usize,
}

/// How far an ingest is, or what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Inputs read.
    pub read: usize,
    /// Of these, in the archive before.
    pub known: usize,
    /// Articles stored.
    pub stored: usize,
    /// Of these, with nothing that could be coded.
    pub unusable: usize,
    /// Events of the articles stored.
    pub events: usize,
}

/// What is told while it goes on.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// Articles were committed.
    Committed(&'a Summary),
    /// Something was wrong with an input; it was stored all the same.
    Warning {
        /// The input.
        name: &'a str,
        /// What.
        warning: &'a str,
    },
}

impl Archive {
    /// Code inputs and store them. An input that is there already is passed over. What `tell` is told is told by the
    /// thread that writes.
    pub fn ingest(
        &mut self,
        engine: &Engine,
        inputs: impl IntoIterator<Item = Source>,
        options: &Options,
        tell: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Summary, StoreError> {
        let threads = match options.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        };
        let batch = match options.batch {
            0 => BATCH,
            n => n,
        };
        let reader = Self::open(self.path()).ok();
        let budget = Budget::default();
        let failed = AtomicBool::new(false);
        let (send_input, inputs_in) = sync_channel::<(Source, usize)>(4 * threads);
        let inputs_in = Mutex::new(inputs_in);
        let (send_coded, coded_in) = sync_channel::<Done>(4 * threads);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let send = send_coded.clone();
                let (inputs_in, budget) = (&inputs_in, &budget);
                scope.spawn(move || {
                    loop {
                        let next = inputs_in
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .recv();
                        let Ok((source, weight)) = next else {
                            return;
                        };
                        let done = code(engine, source, weight);
                        if let Err(unsent) = send.send(done) {
                            budget.give(unsent.0.weight);
                        }
                    }
                });
            }
            drop(send_coded);
            let writer = {
                let (budget, failed) = (&budget, &failed);
                let material = engine.material();
                let archive = &mut *self;
                scope.spawn(move || {
                    let written = archive.write_all(material, &coded_in, budget, batch, tell);
                    if written.is_err() {
                        failed.store(true, Ordering::Relaxed);
                    }
                    // Whoever still waits for room or for a taker is let go.
                    budget.close();
                    drop(coded_in);
                    written
                })
            };
            let (mut read, mut known) = (0, 0);
            for source in inputs {
                if failed.load(Ordering::Relaxed) {
                    break;
                }
                read += 1;
                let key = key(&source.bytes, &source.options);
                if reader
                    .as_ref()
                    .is_some_and(|r| r.knows(&key).unwrap_or(false))
                {
                    known += 1;
                    continue;
                }
                let weight = weight(&source);
                budget.take(weight);
                if send_input.send((source, weight)).is_err() {
                    break;
                }
            }
            drop(send_input);
            let written = writer.join();
            let mut summary = written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            summary.read = read;
            summary.known += known;
            Ok(summary)
        })
    }

    fn write_all(
        &mut self,
        material: &Material,
        coded: &Receiver<Done>,
        budget: &Budget,
        most: usize,
        tell: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<Summary, StoreError> {
        let mut summary = Summary::default();
        let (mut batch, mut held): (Vec<Prepared>, usize) = (Vec::new(), 0);
        let mut since = Instant::now();
        loop {
            let wait = PAUSE.saturating_sub(since.elapsed());
            let (next, ended) =
                match coded.recv_timeout(if batch.is_empty() { PAUSE } else { wait }) {
                    Ok(done) => (Some(done), false),
                    Err(RecvTimeoutError::Timeout) => (None, false),
                    Err(RecvTimeoutError::Disconnected) => (None, true),
                };
            if let Some(done) = next {
                if batch.is_empty() {
                    since = Instant::now();
                }
                budget.give(done.weight);
                held += done.prepared.size();
                for warning in &done.prepared.warnings {
                    tell(Progress::Warning {
                        name: &done.name,
                        warning,
                    });
                }
                summary.unusable += usize::from(!done.usable);
                summary.events += done.prepared.events.len();
                batch.push(done.prepared);
            }
            let full = batch.len() >= most || held >= BATCH_BYTES;
            if !batch.is_empty() && (ended || full || since.elapsed() >= PAUSE) {
                let n = batch.len();
                let new = self.write(material, batch.drain(..))?;
                held = 0;
                summary.stored += new;
                summary.known += n - new;
                tell(Progress::Committed(&summary));
            }
            if ended {
                return Ok(summary);
            }
        }
    }
}

/// An input that was coded.
struct Done {
    name: String,
    prepared: Prepared,
    usable: bool,
    /// What was taken of the budget for it.
    weight: usize,
}

fn code(engine: &Engine, source: Source, weight: usize) -> Done {
    let coded = engine.run(&source.bytes, &source.options);
    let usable = coded.usable;
    Done {
        name: source.name,
        prepared: Prepared::new(coded, &source.options),
        usable,
        weight,
    }
}

/// Bytes that may be on their way. One input is always let through, however large.
#[derive(Debug, Default)]
struct Budget {
    taken: Mutex<(usize, bool)>,
    freed: Condvar,
}

impl Budget {
    fn take(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.0 > 0 && taken.0 + bytes > ON_THE_WAY && !taken.1 {
            taken = self
                .freed
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        taken.0 += bytes;
    }

    fn give(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.0 = taken.0.saturating_sub(bytes);
        self.freed.notify_all();
    }

    fn close(&self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.1 = true;
        self.freed.notify_all();
    }
}
