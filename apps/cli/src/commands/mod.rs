//! One module a command. Each returns whether all went well; an error ends the run.

pub(crate) mod code;
pub(crate) mod codebook;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod parse;
pub(crate) mod verify;

use std::path::Path;

use anyhow::{Context as _, Result};
use coder::actor::Registry;
use coder::codebook::Codebook;
use coder::{Coder, Coding, Relations, Story};
use page::{Article, Warning};
use syntax::{Document, Model, Parser};

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
    /// With the shipped codebook, or with a user's folder laid over it.
    pub(crate) fn new(model: Model, overlay: Option<&Path>) -> Result<Self> {
        Ok(Self::with(model, codebook::load(overlay)?.0))
    }

    pub(crate) fn with(model: Model, codebook: Codebook) -> Self {
        Self {
            parser: Parser::new(model),
            coder: Coder::new(codebook, Registry::embedded()),
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
            let relations = Relations::new(&self.parser, &encodings);
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
