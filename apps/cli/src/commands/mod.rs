//! One module a command. Each returns whether all went well; an error ends the run.

pub(crate) mod actors;
pub(crate) mod balance;
pub(crate) mod batch;
pub(crate) mod code;
pub(crate) mod codebook;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod parse;
pub(crate) mod verify;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use coder::actor::Registry;
use coder::codebook::Codebook;
use coder::{Coder, Coding, Relations, Story};
use page::{Article, Warning};
use syntax::{Document, Model, Parser};

use crate::args::Overlays;
use crate::input::Input;

/// Threads to work on: as many as asked for, or all cores.
pub(crate) fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .context("threads could not be started")
}

/// The engine: built once, shared by all threads.
pub(crate) struct Engine {
    model: Model,
    pub(crate) parser: Parser,
    pub(crate) coder: Coder,
}

/// An article on its way through the stages.
pub(crate) struct Coded {
    pub(crate) article: Article,
    pub(crate) document: Document,
    pub(crate) coding: Coding,
    pub(crate) warnings: Vec<String>,
    /// Whether there was anything to code.
    pub(crate) usable: bool,
}

impl Engine {
    /// With the shipped codebook and registry, or with a user's folders laid over them.
    pub(crate) fn new(model: Model, overlays: &Overlays) -> Result<Self> {
        let (codebook, _) = codebook::load(overlays.codebook.as_deref())?;
        let registry = actors::load(overlays.actors.as_deref())?;
        Ok(Self::with(model, codebook, registry))
    }

    pub(crate) fn with(model: Model, codebook: Codebook, registry: Registry) -> Self {
        Self {
            model,
            parser: Parser::new(model),
            coder: Coder::new(codebook, registry),
        }
    }

    /// All stages for one input. A body in another language is not coded: rules for English would misread it.
    pub(crate) fn run(&self, input: &Input) -> Coded {
        let (article, found) = page::extract(&input.bytes, &input.options);
        let foreign = found.iter().any(|w| matches!(w, Warning::NotEnglish(_)));
        let usable = !foreign
            && !found
                .iter()
                .any(|w| matches!(w, Warning::Empty | Warning::Binary | Warning::NoArticle));
        let mut warnings: Vec<String> = found.iter().map(ToString::to_string).collect();
        let (mut document, mut coding) = (Document::default(), Coding::default());
        if usable {
            let (parsed, long, encodings) = self.parser.parse_and_encode(&article.text);
            warnings.extend(long.iter().map(|w| match w {
                syntax::Warning::LongSentence { sentence, words } => {
                    format!("sentence {sentence} has {words} words; it was parsed in parts")
                }
                _ => "the parser gave a warning".to_owned(),
            }));
            // The fast model is for speed: its network ranks, and adds nothing.
            let relations = Relations::new(&self.parser, &encodings).map(|r| match self.model {
                Model::Standard => r,
                Model::Fast => r.only_ranking(),
            });
            coding = self
                .coder
                .code_with(&story(&article), &parsed, relations.as_ref());
            document = parsed;
        }
        Coded {
            article,
            document,
            coding,
            warnings,
            usable,
        }
    }
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

/// What the coder needs to know of an article.
pub(crate) fn story(article: &Article) -> Story {
    Story {
        article: article.id.clone(),
        title: article.title.clone(),
        date: article
            .date
            .as_ref()
            .and_then(|d| plover::Date::parse(&d.value)),
        publication: article.publisher.clone(),
        url: article.url.clone(),
        language: article.language.clone(),
    }
}
