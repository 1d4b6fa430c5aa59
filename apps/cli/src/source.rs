//! Events to count, from where they lie, and the records behind a figure.
//!
//! A source gives outlines of its records to gatherers, each with a handle, and finds what handles stand for again. There
//! are two kinds, a file of events and an archive, whose happenings are merged already; what is done with them does not
//! know which.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use archive::Archive;
use network::ledger::{Gatherer, Ledger, Options};
use plover::Event;
use plover::outline::Outline;
use rayon::prelude::*;

use crate::args::{By, LevelChoice, Selection, WeightChoice};
use crate::commands::cite::Happening;
use crate::output;

/// Bytes that one core takes at a time.
const BLOCK: usize = 4 << 20;
/// Faults that are told one by one.
const TOLD: usize = 20;

trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// Events, from where they lie.
pub(crate) enum Source {
    /// One a line.
    File(EventFile),
    /// Merged, in an archive; with the ids of its happenings by handle.
    Archive(Box<Archive>, Vec<Box<str>>),
}

impl Source {
    /// Open an archive or a file of events, or take standard input.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut head = Vec::new();
        if path != Path::new("-")
            && let Ok(file) = File::open(path)
        {
            let _ = file.take(ARCHIVE.len() as u64).read_to_end(&mut head);
        }
        if head == ARCHIVE {
            return Ok(Self::Archive(Box::new(Archive::open(path)?), Vec::new()));
        }
        EventFile::open(path).map(Self::File)
    }

    /// Whether everything in it could be used.
    pub(crate) const fn fine(&self) -> bool {
        match self {
            Self::File(file) => file.faults == 0,
            Self::Archive(..) => true,
        }
    }

    /// Gather all events.
    pub(crate) fn gather(&mut self, options: &Options, threads: Option<usize>) -> Result<Ledger> {
        match self {
            Self::File(file) => file.gather(options, threads),
            Self::Archive(archive, ids) => {
                let mut all = Gatherer::new(options.clone());
                archive.each_outline(None, |outline, mentions| {
                    let key = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                    all.add_merged(key, outline, mentions);
                    ids.push(outline.id.as_ref().into());
                    ControlFlow::Continue(())
                })?;
                Ok(all.close())
            }
        }
    }

    /// The happenings that handles stand for, each with all its mentions.
    pub(crate) fn cite(&mut self, groups: &[&[u32]]) -> Result<Vec<Option<Happening>>> {
        match self {
            Self::File(file) => {
                let records = file.records(groups.iter().copied().flatten().copied())?;
                Ok(groups
                    .iter()
                    .map(|keys| Happening::of(&records, keys))
                    .collect())
            }
            Self::Archive(archive, ids) => groups
                .iter()
                .map(|keys| {
                    let id = keys.first().and_then(|&k| ids.get(k as usize));
                    let found = id.map(|id| archive.happening(id)).transpose()?.flatten();
                    Ok(found.map(|(row, mentions)| Happening {
                        id: Some(row.id),
                        date: row.date,
                        event: row.event,
                        mode: row.mode.into_iter().collect(),
                        events: mentions.into_iter().map(|m| m.event.id).collect(),
                        text: row.text,
                    }))
                })
                .collect(),
        }
    }
}

/// What every file of the archive's store begins with.
const ARCHIVE: &[u8] = b"SQLite format 3\0";

/// A file of events, one a line.
pub(crate) struct EventFile {
    name: String,
    input: Box<dyn Seekable>,
    /// Where each block starts and the number of its first line.
    blocks: Vec<(u64, u32)>,
    /// Lines that could not be used.
    faults: usize,
}

/// Whole lines, and where they stand.
struct Block {
    bytes: Vec<u8>,
    first_line: u32,
}

/// A line that is no event.
type Fault = (u32, String);

impl EventFile {
    /// Open a file, or take standard input.
    fn open(path: &Path) -> Result<Self> {
        let (name, input): (_, Box<dyn Seekable>) = if path == Path::new("-") {
            let mut bytes = Vec::new();
            io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .context("standard input cannot be read")?;
            ("standard input".to_owned(), Box::new(Cursor::new(bytes)))
        } else {
            let name = path.display().to_string();
            let file = File::open(path).with_context(|| format!("{name}: it cannot be opened"))?;
            if file.metadata().is_ok_and(|m| m.is_dir()) {
                bail!("{name}: it is a folder, not a file of events");
            }
            (name, Box::new(file))
        };
        Ok(Self {
            name,
            input,
            blocks: Vec::new(),
            faults: 0,
        })
    }

    /// Gather all events, on all cores.
    fn gather(&mut self, options: &Options, threads: Option<usize>) -> Result<Ledger> {
        let pool = crate::commands::pool(threads)?;
        let mut all = Gatherer::new(options.clone());
        let mut reading = Reading::default();
        let mut batch = self.batch(&mut reading, pool.current_num_threads())?;
        while !batch.is_empty() {
            let done: Vec<(Gatherer, Vec<Fault>)> =
                pool.install(|| batch.par_iter().map(|b| gather(b, options)).collect());
            for (gatherer, faults) in done {
                all.absorb(gatherer);
                for (line, reason) in faults {
                    self.fault(line, &reason);
                }
            }
            batch = self.batch(&mut reading, pool.current_num_threads())?;
        }
        if self.faults > TOLD {
            output::note(&format!(
                "{}: {} lines could not be used; the first {TOLD} are told",
                self.name, self.faults
            ));
        }
        Ok(all.close())
    }

    fn fault(&mut self, line: u32, reason: &str) {
        self.faults += 1;
        if self.faults <= TOLD {
            output::note(&format!("{}: line {line}: {reason}", self.name));
        }
    }

    fn batch(&mut self, reading: &mut Reading, count: usize) -> Result<Vec<Block>> {
        let mut batch = Vec::new();
        while batch.len() < count {
            let cannot = || format!("{}: it cannot be read", self.name);
            let Some(block) = reading.block(&mut self.input).with_context(cannot)? else {
                break;
            };
            if let Some(line) = reading.long.take() {
                let limit = plover::jsonl::MAX_LINE;
                self.fault(line, &format!("it has more than {limit} bytes"));
            }
            self.blocks.push((block.1, block.0.first_line));
            batch.push(block.0);
        }
        Ok(batch)
    }

    /// The records of some handles.
    fn records(&mut self, keys: impl Iterator<Item = u32>) -> Result<BTreeMap<u32, Event>> {
        let mut wanted: Vec<u32> = keys.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut all = BTreeMap::new();
        let mut at = 0;
        while let Some(&key) = wanted.get(at) {
            let block = self
                .blocks
                .partition_point(|b| b.1 <= key)
                .saturating_sub(1);
            let Some(&(offset, first)) = self.blocks.get(block) else {
                break;
            };
            let end = self.blocks.get(block + 1).map_or(u64::MAX, |b| b.0);
            let cannot = || format!("{}: it cannot be read again", self.name);
            self.input
                .seek(SeekFrom::Start(offset))
                .with_context(cannot)?;
            let mut bytes = Vec::new();
            self.input
                .by_ref()
                .take(end - offset)
                .read_to_end(&mut bytes)
                .with_context(cannot)?;
            for (line, text) in (first..).zip(bytes.split(|&b| b == b'\n')) {
                if wanted.get(at) == Some(&line) {
                    at += 1;
                    let event = plover::jsonl::read(unmarked(text)).next();
                    if let Some(Ok(event)) = event {
                        all.insert(line, event);
                    }
                }
            }
            // A file that shrank meanwhile.
            if wanted.get(at) == Some(&key) {
                at += 1;
            }
        }
        Ok(all)
    }
}

/// A line without the mark that some programs start a file with.
fn unmarked(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(line)
        .trim_ascii()
}

fn gather(block: &Block, options: &Options) -> (Gatherer, Vec<Fault>) {
    let mut gatherer = Gatherer::new(options.clone());
    let mut faults = Vec::new();
    let ends = memchr::memchr_iter(b'\n', &block.bytes).chain([block.bytes.len()]);
    let mut start = 0;
    for (line, end) in (block.first_line..).zip(ends) {
        let bytes = unmarked(&block.bytes[start..end]);
        start = end + 1;
        if bytes.is_empty() {
            continue;
        }
        match Outline::read(bytes) {
            Ok(event) => gatherer.add(line, &event),
            Err(error) => faults.push((line, error.to_string())),
        }
    }
    (gatherer, faults)
}

/// A file on its way to blocks of whole lines.
#[derive(Default)]
struct Reading {
    /// The beginning of a line whose end is not read yet.
    rest: Vec<u8>,
    offset: u64,
    line: u32,
    ended: bool,
    /// A line that was passed over for its length.
    long: Option<u32>,
}

impl Reading {
    /// The next block and its offset.
    fn block(&mut self, mut input: &mut dyn Seekable) -> io::Result<Option<(Block, u64)>> {
        if self.line == 0 {
            self.line = 1;
        }
        let mut bytes = std::mem::take(&mut self.rest);
        while !self.ended {
            let before = bytes.len();
            let read = (&mut input).take(BLOCK as u64).read_to_end(&mut bytes)?;
            self.ended = read < BLOCK;
            if memchr::memchr(b'\n', &bytes[before..]).is_some() {
                break;
            }
            if bytes.len() > plover::jsonl::MAX_LINE {
                self.long = Some(self.line);
                self.pass_over(input, &mut bytes)?;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if !self.ended {
            let end = bytes
                .iter()
                .rposition(|&b| b == b'\n')
                .map_or(bytes.len(), |at| at + 1);
            self.rest = bytes.split_off(end);
        }
        let block = Block {
            first_line: self.line,
            bytes,
        };
        let offset = self.offset;
        self.offset += block.bytes.len() as u64;
        let lines = memchr::memchr_iter(b'\n', &block.bytes).count();
        self.line = self
            .line
            .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        Ok(Some((block, offset)))
    }

    /// Drop a line that is too long; what follows it stays.
    fn pass_over(&mut self, mut input: &mut dyn Seekable, bytes: &mut Vec<u8>) -> io::Result<()> {
        while !self.ended {
            self.offset += bytes.len() as u64;
            bytes.clear();
            let read = (&mut input).take(BLOCK as u64).read_to_end(bytes)?;
            self.ended = read < BLOCK;
            if let Some(at) = bytes.iter().position(|&b| b == b'\n') {
                self.offset += at as u64 + 1;
                bytes.drain(..=at);
                self.line += 1;
                return Ok(());
            }
        }
        self.offset += bytes.len() as u64;
        bytes.clear();
        Ok(())
    }
}

impl Selection {
    /// As the ledger's options.
    pub(crate) fn options(&self, directed: bool) -> Options {
        Options {
            level: match self.level {
                LevelChoice::Country => network::ledger::Level::Country,
                LevelChoice::Sector => network::ledger::Level::Sector,
                LevelChoice::Actor => network::ledger::Level::Actor,
            },
            directed,
            status: self.status.iter().flat_map(|s| s.0.clone()).collect(),
            from: self.from.map(|d| d.0),
            to: self.to.map(|d| d.1),
            min_confidence: self.min_confidence,
        }
    }

    pub(crate) const fn weighing(&self) -> network::tally::Weight {
        match self.weight {
            WeightChoice::Score => network::tally::Weight::Score,
            WeightChoice::Count => network::tally::Weight::Count,
        }
    }

    pub(crate) const fn drawing(&self) -> network::bootstrap::Bootstrap {
        network::bootstrap::Bootstrap {
            replicates: self.bootstrap as usize,
            seed: self.seed,
        }
    }
}

impl By {
    pub(crate) const fn step(self) -> network::period::Step {
        match self {
            Self::Day => network::period::Step::Day,
            Self::Week => network::period::Step::Week,
            Self::Month => network::period::Step::Month,
            Self::Year => network::period::Step::Year,
        }
    }
}
