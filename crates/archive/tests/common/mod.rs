//! A folder that goes away, a network that is quick, and records made by hand.

#![allow(dead_code, reason = "each test file uses what it needs")]

pub(crate) mod cases;

use std::path::Path;
use std::sync::LazyLock;

use archive::{Archive, Engine, Options, Source, Summary};
use tempfile::TempDir;

/// The quick network; what it codes is not what is tested here.
/// Tells all, however unsure: what is tried here is what becomes of records, not which are told.
pub(crate) static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::embedded(syntax::Model::Fast).with_least(coder::Least::of_all(0.0)));

/// A folder of one test, which goes away with it.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
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
