//! An input through all stages: page, syntax, coder. What comes out is all that the store needs.
//!
//! It is pure but for the time it takes, and shared by threads. What it was made of ([`Material`]) goes into the archive
//! with what it codes, so that a later coding knows which articles it can change.

use coder::actor::{Registry, naming};
use coder::codebook::Codebook;
use coder::{Coder, Coding, Relations, Story};
use page::{Article, Warning};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use syntax::{Document, Model, NameScores, Parser};

use crate::hex;

/// Codes articles. Built once, shared by all threads.
#[derive(Debug)]
pub struct Engine {
    model: Model,
    /// Sentences and trees.
    pub parser: Parser,
    /// Trees to events.
    pub coder: Coder,
    material: Material,
}

/// An article on its way through the stages.
#[derive(Debug, Clone, Default)]
pub struct Coded {
    /// The page's body and metadata.
    pub article: Article,
    /// Its sentences.
    pub document: Document,
    /// Its events.
    pub coding: Coding,
    /// What was wrong, for people.
    pub warnings: Vec<String>,
    /// Whether there was anything to code.
    pub usable: bool,
}

/// What an engine is made of: rules and tables as name and text, and the network's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// The program.
    pub program: String,
    /// The network.
    pub model: String,
    /// The rules.
    pub codebook: Vec<(String, String)>,
    /// The actors.
    pub actors: Vec<(String, String)>,
    /// How sure a record must be.
    #[serde(default)]
    pub least: String,
}

impl Material {
    /// What is shipped, with a user's files laid over it.
    pub fn new(model: Model, rules: &[(String, String)], tables: &[(String, String)]) -> Self {
        Self {
            program: concat!("legation ", env!("CARGO_PKG_VERSION")).to_owned(),
            model: match model {
                Model::Standard => "standard",
                Model::Fast => "fast",
            }
            .to_owned(),
            codebook: overlaid(coder::codebook::FILES, rules),
            actors: overlaid(coder::actor::FILES, tables),
            least: coder::Least::default().to_string(),
        }
    }

    /// The same for the same material.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(&self.program);
        part(&self.model);
        part(&self.least);
        for (name, text) in self.codebook.iter().chain(&self.actors) {
            part(name);
            part(text);
        }
        hex(&hash.finalize())
    }
}

fn overlaid(shipped: &[(&str, &str)], own: &[(String, String)]) -> Vec<(String, String)> {
    let kept = shipped
        .iter()
        .filter(|(name, _)| own.iter().all(|(o, _)| o != name))
        .map(|&(name, text)| (name.to_owned(), text.to_owned()));
    kept.chain(own.iter().cloned()).collect()
}

impl Engine {
    /// With the shipped rules and actors.
    pub fn embedded(model: Model) -> Self {
        Self::new(
            model,
            Codebook::embedded(),
            Registry::embedded(),
            Material::new(model, &[], &[]),
        )
    }

    /// With these rules and actors, which were made of this material.
    pub fn new(model: Model, codebook: Codebook, registry: Registry, material: Material) -> Self {
        Self {
            model,
            parser: Parser::new(model),
            coder: Coder::new(codebook, registry),
            material,
        }
    }

    /// The same, that tells no record which is less sure than this.
    #[must_use]
    pub fn with_least(mut self, least: coder::Least) -> Self {
        self.coder = self.coder.with_least(least);
        self.material.least = least.to_string();
        self
    }

    /// What it is made of.
    pub fn material(&self) -> &Material {
        &self.material
    }

    /// All stages for one input.
    ///
    /// ```
    /// let engine = archive::Engine::embedded(syntax::Model::Fast);
    /// let coded = engine.run(b"The French president visited Ankara on Monday.", &page::Options::default());
    /// assert_eq!(coded.coding.events[0].event, plover::EventType::Consult);
    /// ```
    pub fn run(&self, input: &[u8], options: &page::Options) -> Coded {
        let (article, found) = page::extract(input, options);
        self.code(article, &found)
    }

    /// The stages after the page, for an article that is one already. A body in another language is not coded: rules
    /// for English would misread it.
    pub fn code(&self, article: Article, found: &[Warning]) -> Coded {
        let foreign = found.iter().any(|w| matches!(w, Warning::NotEnglish(_)));
        let usable = !foreign
            && !found
                .iter()
                .any(|w| matches!(w, Warning::Empty | Warning::Binary | Warning::NoArticle));
        let mut warnings: Vec<String> = found.iter().map(ToString::to_string).collect();
        let (mut document, mut coding) = (Document::default(), Coding::default());
        if usable {
            let (mut parsed, long, encodings) = self.parser.parse_and_encode(&article.text);
            let scores: Vec<NameScores> = encodings.iter().map(|e| e.names().clone()).collect();
            naming::settle(self.coder.registry(), &mut parsed.sentences, &scores);
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

/// What the coder needs to know of an article.
fn story(article: &Article) -> Story {
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
