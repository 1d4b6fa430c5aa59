//! Who a phrase stands for: names, titles, offices by date, common nouns with a country, pronouns.
//!
//! 1. [`Registry`]: what the tables know.
//! 2. [`Actors::new`] walks the text once, in order: each noun phrase is resolved by name, then by office,
//!    then as a common noun with the country its modifiers give; people named are remembered, so that a
//!    family name, a title or a pronoun later finds them.
//! 3. [`Actors::at_all`] answers for the phrase headed by a word.
//!
//! A name that no table knows stays a name of the text: `identifier` is filled from tables only.

mod coreference;
mod mention;
pub mod naming;
mod registry;
mod shared;

use std::ops::Range;

use plover::{Date, Entity};
use syntax::{Document, Span, TokenIdx};

use crate::quote::{self, Quote};
use crate::tree::{Lowered, Tree};
pub use registry::{Agent, Entry, EntryKind, FILES, Period, Registry, Source, Standing, Term};
pub(crate) use registry::{Known, Name, clash, fold, starting};

/// What kind of party a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A country.
    Country,
    /// A capital or another word for a government.
    Capital,
    /// A named person, or one found by office.
    Person,
    /// An organisation.
    Organisation,
    /// An armed group, party or movement.
    Group,
    /// A common noun for people or bodies: 'soldiers', 'the government'.
    Agent,
    /// The people of a country: 'Iraqis'.
    Nationals,
    /// A place that is no party.
    Place,
}

/// Of what kind a name is that others may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// It has one bearer.
    No,
    /// That of a small town, or of a body of a shared name that it is only of.
    Town,
    /// That of a body or party.
    Body,
}

/// What a phrase stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The party, as records hold it.
    pub entity: Entity,
    /// The words.
    pub span: Span,
    /// What kind it is.
    pub kind: Kind,
    /// What resolved it.
    pub rule: &'static str,
    /// The link from the words to the party, in words.
    pub via: Option<String>,
    /// The words the link goes to.
    pub link: Option<Span>,
    /// The words outside its own that say of which country or body it is.
    pub of: Option<Span>,
    /// How likely the link is, of a pronoun's that was weighed against others.
    pub likely: Option<f32>,
    /// Coordinates, of places and capitals.
    pub point: Option<(f64, f64)>,
    /// A nationality as a modifier: 'Iraqi', not 'Iraqis'.
    pub demonym_only: bool,
    /// Whether it has its country from a name that others may have.
    pub shared: Shared,
    /// Whether the words name several.
    pub plural: bool,
    /// The name alone, without title or country, of a person that only the text knows.
    pub name: Option<String>,
}

impl Resolved {
    /// Whether it is a place of which not even the country is known: nobody acts for it.
    pub(crate) fn is_mere_place(&self) -> bool {
        self.kind == Kind::Place && self.entity.code.is_none()
    }

    /// What the party is called: its name in the tables, in the text, or else the words.
    pub(crate) fn called(&self) -> &str {
        let known = self
            .entity
            .identifier_text
            .as_deref()
            .or(self.name.as_deref());
        known.unwrap_or(&self.entity.entity_text)
    }
}

/// A third-person pronoun and all that decides what it stands for: who fits the weights asks for it.
#[derive(Debug, Clone)]
pub struct Pronoun {
    /// Its sentence.
    pub sentence: usize,
    /// Its word.
    pub token: TokenIdx,
    /// Its class: the column of the table of weights.
    pub class: &'static str,
    /// The features of its standing for nothing.
    pub nothing: Vec<&'static str>,
    /// What it may stand for.
    pub choices: Vec<PronounChoice>,
}

/// A phrase that a pronoun may stand for.
#[derive(Debug, Clone)]
pub struct PronounChoice {
    /// Its sentence.
    pub sentence: usize,
    /// Its head.
    pub first: TokenIdx,
    /// The head of the last phrase, where several are joined; else the same.
    pub last: TokenIdx,
    /// Phrases with the same number are of one thing.
    pub entity: usize,
    /// Whether it is a party.
    pub is_party: bool,
    /// What holds of it and the pronoun.
    pub features: Vec<&'static str>,
}

/// The third-person pronouns of a document, with what each may stand for.
pub fn pronouns(registry: &Registry, document: &Document) -> Vec<Pronoun> {
    let lowered = Lowered::new(&document.sentences);
    let trees = lowered.trees();
    let quotes = quote::in_trees(document, &trees);
    let known = Known::new(registry, document);
    coreference::Finder::new(registry, document, &trees, &quotes, &known, None).pronouns()
}

/// The parties of a document.
#[derive(Debug)]
pub struct Actors<'a> {
    document: &'a Document,
    found: Vec<Resolved>,
    /// Where those of each word stand in `found`, sentence by sentence.
    at: Vec<Vec<Range<usize>>>,
    open: Vec<Vec<TokenIdx>>,
}

impl<'a> Actors<'a> {
    /// Find all parties of a document; `on` is the day it is about.
    pub fn new(registry: &'a Registry, document: &'a Document, on: Option<Date>) -> Self {
        let lowered = Lowered::new(&document.sentences);
        let trees = lowered.trees();
        let quotes = quote::in_trees(document, &trees);
        let known = Known::new(registry, document);
        Self::in_trees(registry, document, &trees, &quotes, &known, on)
    }

    pub(crate) fn in_trees(
        registry: &Registry,
        document: &'a Document,
        trees: &[Tree<'_>],
        quotes: &[Quote],
        known: &Known<'_>,
        on: Option<Date>,
    ) -> Self {
        let mut finder = coreference::Finder::new(registry, document, trees, quotes, known, on);
        let mut all = Self {
            document,
            found: Vec::new(),
            at: Vec::with_capacity(document.sentences.len()),
            open: Vec::new(),
        };
        for index in 0..document.sentences.len() {
            let (found, open) = finder.sentence(index);
            all.at.push(found);
            all.open.push(open);
        }
        all.found = finder.found;
        shared::settle(&mut all.found, &all.at);
        all
    }

    /// The party that the phrase headed by this word stands for.
    pub fn at(&self, sentence: usize, head: TokenIdx) -> Option<&Resolved> {
        self.at_all(sentence, head).first()
    }

    /// The parties it stands for: 'they', 'the two countries' stand for several.
    pub fn at_all(&self, sentence: usize, head: TokenIdx) -> &[Resolved] {
        self.at
            .get(sentence)
            .and_then(|s| s.get(head))
            .and_then(|range| self.found.get(range.clone()))
            .unwrap_or_default()
    }

    /// The parties of a sentence, in text order, each with the word its phrase hangs on.
    pub(crate) fn of_sentence(
        &self,
        sentence: usize,
    ) -> impl Iterator<Item = (TokenIdx, &Resolved)> {
        let words = 0..self.at.get(sentence).map_or(0, Vec::len);
        words.flat_map(move |token| {
            let all = self.at_all(sentence, token).iter();
            all.map(move |one| (token, one))
        })
    }

    /// Whether the word is a pronoun for a party that was not found.
    pub fn is_open_pronoun(&self, sentence: usize, head: TokenIdx) -> bool {
        self.open.get(sentence).is_some_and(|s| s.contains(&head))
    }

    /// The document.
    pub fn document(&self) -> &Document {
        self.document
    }
}
