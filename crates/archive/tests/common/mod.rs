//! A folder that goes away, a network that is quick, and records made by hand.

#![allow(dead_code, reason = "each test file uses what it needs")]

pub(crate) mod cases;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use archive::{Archive, Engine, Options, Source, Summary};

/// The quick network; what it codes is not what is tested here.
pub(crate) static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::embedded(syntax::Model::Fast));

/// A folder of one test.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("legation-archive-{}-{n}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An article with date and publisher.
pub(crate) fn article(id: &str, date: &str, host: &str, text: &str) -> Source {
    let mut source = Source::text(id, text);
    source.options.date = Some(date.to_owned());
    source.options.url = Some(format!("https://{host}.example/{id}"));
    source
}

/// Put articles into an archive.
pub(crate) fn ingest(path: &Path, sources: Vec<Source>) -> Summary {
    let mut archive = Archive::create(path).expect("it opens");
    archive
        .ingest(&ENGINE, sources, &Options::default(), &|_| {})
        .expect("it is written")
}
