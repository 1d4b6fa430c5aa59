//! One module a command. Each returns whether all went well; an error ends the run.

pub(crate) mod actors;
pub(crate) mod balance;
pub(crate) mod batch;
pub(crate) mod cite;
pub(crate) mod code;
pub(crate) mod codebook;
pub(crate) mod correct;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod fetch;
pub(crate) mod ingest;
pub(crate) mod parse;
pub(crate) mod places;
pub(crate) mod query;
pub(crate) mod recode;
pub(crate) mod relations;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod verify;
pub(crate) mod watch;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use archive::{Engine, Material};
use syntax::Model;

use crate::args::Overlays;

/// Threads to work on: as many as asked for, or all cores.
pub(crate) fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .context("threads could not be started")
}

/// The engine with the shipped codebook and registry, or with a user's folders laid over them.
pub(crate) fn engine(model: Model, overlays: &Overlays) -> Result<Engine> {
    let rules = match &overlays.codebook {
        Some(folder) => files(folder, "rules", "codebook")?,
        None => Vec::new(),
    };
    let tables = match &overlays.actors {
        Some(folder) => files(folder, "tsv", "tables of actors")?,
        None => Vec::new(),
    };
    let (codebook, _) = codebook::load(overlays.codebook.as_deref())?;
    let registry = actors::load(overlays.actors.as_deref())?;
    let material = Material::new(model, &rules, &tables);
    let engine = Engine::new(model, codebook, registry, material);
    Ok(engine.with_least(overlays.min_confidence))
}

/// The files of an overlay's folder that end so, by name, in order.
pub(crate) fn files(folder: &Path, extension: &str, what: &str) -> Result<Vec<(String, String)>> {
    let cannot = || format!("{}: the {what} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.extension().is_some_and(|e| e == extension) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("{}: no file there ends in .{extension}", folder.display());
    }
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{}: it cannot be read as UTF-8 text", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok((name.into_owned(), text))
    };
    paths.into_iter().map(read).collect()
}
