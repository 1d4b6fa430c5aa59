//! Text to parsed document: segment, run the network, build trees, look up lemmas and features.

mod act;
mod model;
mod name;
mod relation;

use std::cell::RefCell;

use crate::network::encoder::{self, Batch, Scratch, Word};
use crate::network::file::ModelError;
use crate::network::file::{Acts, Weights};
use crate::network::head::{Heads, NamePath};
use crate::network::kernel::Kernel;
use crate::shape::{SHAPES, shape};
use crate::wordpiece::{self, WordPiece};
use crate::{Deprel, Document, Name, NameClass, Sentence, Upos, feats, lemma, segment, tree};

pub use act::{ActLabels, ActReading, MarkedAct, Side};
pub use model::Model;
pub use name::{NAME_LABELS, NameScores};
pub use relation::Encoding;

/// Pieces that go through the network together: enough to use each weight often, few enough to stay cached.
const BATCH_PIECES: usize = 320;
/// Words that are parsed as one tree. Longer sentences are parsed in parts, hung under the first part's root.
const MAX_WORDS: usize = segment::MAX_WORDS;
/// The case class of the marks around a sentence.
#[expect(clippy::cast_possible_truncation, reason = "there are nine classes")]
const EDGE: u8 = SHAPES as u8 - 1;

/// Tags, parses and names sentences with an embedded network.
///
/// Building one costs a few milliseconds; it can be shared between threads.
///
/// ```
/// let parser = syntax::Parser::standard();
/// let (document, _) = parser.parse("The minister visited Ankara.");
/// let sentence = &document.sentences[0];
/// let visited = sentence.root().unwrap();
/// assert_eq!(sentence.tokens[visited].lemma, "visit");
/// assert_eq!(sentence.tokens[sentence.child(visited, syntax::Deprel::Nsubj).unwrap()].form, "minister");
/// ```
#[derive(Debug)]
pub struct Parser {
    weights: Weights,
    acts: Option<Acts>,
    vocabulary: WordPiece<'static>,
    kernel: Kernel,
    upos: Vec<Upos>,
    deprel: Vec<Deprel>,
    names: Vec<Option<NameClass>>,
    separators: (u16, u16),
}

/// What was wrong with a text, though it was parsed all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A sentence had more words than are parsed as one tree.
    LongSentence {
        /// Index of the sentence.
        sentence: usize,
        /// Its number of words.
        words: usize,
    },
}

#[derive(Debug, Default)]
struct Work {
    scratch: Scratch,
    heads: Heads,
    batch: Batch,
    word_ids: Vec<u16>,
    cut: wordpiece::Scratch,
    scores: Vec<f32>,
    labels: Vec<usize>,
    names: NamePath,
    /// The scores of the names of the batch, a row a word.
    name_rows: Vec<[f32; NAME_LABELS]>,
}

thread_local! {
    static WORK: RefCell<Work> = RefCell::default();
}

/// A run of words of one sentence that is parsed as one tree.
#[derive(Debug, Clone, Copy)]
struct Part {
    sentence: usize,
    first: usize,
    last: usize,
}

impl Parser {
    /// The standard English model.
    pub fn standard() -> Self {
        Self::new(Model::Standard)
    }

    /// An embedded model.
    pub fn new(model: Model) -> Self {
        match Self::with_weights(model.bytes()).and_then(|p| p.with_acts_of(model)) {
            Ok(parser) => parser,
            Err(error) => unreachable!("the embedded model was read by the tests: {error}"),
        }
    }

    /// A network from the bytes of a weights file.
    pub fn with_weights(bytes: &'static [u8]) -> Result<Self, ModelError> {
        let weights = Weights::read(bytes)?;
        let vocabulary = WordPiece::new(weights.vocabulary)
            .ok_or_else(|| ModelError("its vocabulary is damaged".to_owned()))?;
        let piece = |name: &str| {
            vocabulary
                .id_of(name)
                .ok_or_else(|| ModelError(format!("its vocabulary lacks {name}")))
        };
        let separators = (piece("[CLS]")?, piece("[SEP]")?);
        Ok(Self {
            kernel: Kernel::best(),
            upos: weights.labels.upos.iter().map(|l| Upos::parse(l)).collect(),
            deprel: weights
                .labels
                .deprel
                .iter()
                .map(|l| Deprel::parse(l))
                .collect(),
            names: weights.labels.names.iter().map(|l| class(l)).collect(),
            weights,
            acts: None,
            vocabulary,
            separators,
        })
    }

    /// The same with the head for acts that an embedded model has, if it has one.
    pub fn with_acts_of(self, model: Model) -> Result<Self, ModelError> {
        match model.acts() {
            Some(bytes) => self.with_acts(bytes),
            None => Ok(self),
        }
    }

    /// The same with a head for acts from the bytes of a weights file of its own.
    pub fn with_acts(mut self, bytes: &'static [u8]) -> Result<Self, ModelError> {
        self.acts = Some(Acts::read(bytes, self.weights.wide)?);
        Ok(self)
    }

    /// The same parser on other instructions, the portable ones where the processor lacks them; the result is the
    /// same, bit by bit.
    #[must_use]
    pub fn with_kernel(mut self, kernel: Kernel) -> Self {
        self.kernel = kernel.checked();
        self
    }

    /// Segment and parse a text.
    pub fn parse(&self, text: &str) -> (Document, Vec<Warning>) {
        let mut document = segment::segment(text);
        let warnings = self.annotate(&mut document.sentences);
        (document, warnings)
    }

    /// Segment and parse a text, and keep what the encoder made of each sentence: [`Parser::relate`] reads it.
    pub fn parse_and_encode(&self, text: &str) -> (Document, Vec<Warning>, Vec<Encoding>) {
        let mut document = segment::segment(text);
        let (warnings, encodings) = self.annotate_and_encode(&mut document.sentences);
        (document, warnings, encodings)
    }

    /// Segment and parse many texts together: short ones then share the network's batches.
    pub fn parse_all<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Document> {
        let mut documents: Vec<Document> = texts.into_iter().map(segment::segment).collect();
        let mut together: Vec<Sentence> = documents
            .iter_mut()
            .flat_map(|d| d.sentences.iter_mut().map(std::mem::take))
            .collect();
        self.annotate(&mut together);
        let slots = documents.iter_mut().flat_map(|d| &mut d.sentences);
        for (slot, sentence) in slots.zip(together) {
            *slot = sentence;
        }
        documents
    }

    /// Fill tags, trees, names, lemmas and features of sentences whose tokens are given.
    pub fn annotate(&self, sentences: &mut [Sentence]) -> Vec<Warning> {
        self.annotate_each(sentences, false, |_, _, _| {})
    }

    /// As [`Parser::annotate`], and give the scores that names were chosen by.
    pub fn annotate_and_score(
        &self,
        sentences: &mut [Sentence],
    ) -> (Vec<Warning>, Vec<NameScores>) {
        let mut all = vec![NameScores::default(); sentences.len()];
        let warnings = self.annotate_each(sentences, false, |part, _, names| {
            all[part.sentence].rows.extend_from_slice(names);
        });
        (warnings, all)
    }

    /// As [`Parser::annotate`], and keep what the encoder made of each sentence: [`Parser::relate`] reads it.
    pub fn annotate_and_encode(&self, sentences: &mut [Sentence]) -> (Vec<Warning>, Vec<Encoding>) {
        let mut all: Vec<Encoding> = Vec::with_capacity(sentences.len());
        for sentence in sentences.iter() {
            all.push(Encoding {
                rows: Vec::new(),
                names: NameScores::default(),
                n_words: sentence.tokens.len().min(MAX_WORDS),
            });
        }
        let warnings = self.annotate_each(sentences, true, |part, rows, names| {
            let one = &mut all[part.sentence];
            one.names.rows.extend_from_slice(names);
            if part.first == 0 {
                one.rows = rows.to_vec();
            }
        });
        (warnings, all)
    }

    /// Annotate, and show `look` the scores of the names of each part, and with `encode` its rows, root first, as the head
    /// for relations reads them.
    fn annotate_each(
        &self,
        sentences: &mut [Sentence],
        encode: bool,
        mut look: impl FnMut(Part, &[f32], &[[f32; NAME_LABELS]]),
    ) -> Vec<Warning> {
        let mut parts = Vec::with_capacity(sentences.len());
        let mut warnings = Vec::new();
        for (i, sentence) in sentences.iter_mut().enumerate() {
            let n = sentence.tokens.len();
            if n > MAX_WORDS {
                warnings.push(Warning::LongSentence {
                    sentence: i,
                    words: n,
                });
            }
            sentence.names.clear();
            parts.extend((0..n).step_by(MAX_WORDS).map(|first| Part {
                sentence: i,
                first,
                last: n.min(first + MAX_WORDS),
            }));
        }
        WORK.with_borrow_mut(|work| {
            work.scratch.early = encode.then(Vec::new);
            let mut start = 0;
            while start < parts.len() {
                let taken = self.gather(sentences, &parts[start..], work);
                let batch = &parts[start..start + taken];
                self.read_out(sentences, batch, work);
                let early = work.scratch.early.as_deref().unwrap_or_default();
                let wide = self.weights.wide;
                let mut named = work.name_rows.as_slice();
                for (part, rows) in batch.iter().zip(work.batch.rows()) {
                    let (own, rest) = named.split_at(part.last - part.first);
                    named = rest;
                    let encoded = early.get(rows.start * wide..rows.end * wide);
                    look(*part, encoded.unwrap_or_default(), own);
                }
                start += taken;
            }
        });
        warnings
    }

    /// Cut words into pieces until a batch is full; the number of parts it holds, at least one.
    fn gather(&self, sentences: &[Sentence], parts: &[Part], work: &mut Work) -> usize {
        let Work {
            batch,
            word_ids,
            cut,
            ..
        } = work;
        batch.clear();
        for (taken, part) in parts.iter().enumerate() {
            let (ids_before, words_before) = (batch.ids.len(), batch.words.len());
            batch.words.push(Word {
                first: ids_before,
                last: ids_before,
                case: EDGE,
            });
            batch.ids.push(self.separators.0);
            batch.cases.push(EDGE);
            // A long sentence of rare words must still fit the positions the network knows.
            let most = ((self.weights.n_positions - 2) / (part.last - part.first)).max(1);
            for (i, token) in sentences[part.sentence].tokens[part.first..part.last]
                .iter()
                .enumerate()
            {
                word_ids.clear();
                self.vocabulary.pieces(&token.form, cut, word_ids);
                word_ids.truncate(most);
                let case = shape(&token.form, i);
                batch.words.push(Word {
                    first: batch.ids.len(),
                    last: batch.ids.len() + word_ids.len() - 1,
                    case,
                });
                batch.ids.extend_from_slice(word_ids);
                batch.cases.extend(word_ids.iter().map(|_| case));
            }
            batch.ids.push(self.separators.1);
            batch.cases.push(EDGE);
            if taken > 0 && batch.ids.len() > BATCH_PIECES {
                batch.ids.truncate(ids_before);
                batch.cases.truncate(ids_before);
                batch.words.truncate(words_before);
                return taken;
            }
            batch.ends.push(batch.ids.len());
            batch.word_ends.push(batch.words.len());
        }
        parts.len()
    }

    fn read_out(&self, sentences: &mut [Sentence], parts: &[Part], work: &mut Work) {
        let Work {
            scratch,
            heads,
            batch,
            scores,
            labels,
            names,
            name_rows,
            ..
        } = work;
        name_rows.clear();
        let w = &self.weights;
        encoder::encode(w, self.kernel, batch, scratch);
        heads.fill(w, self.kernel, batch, scratch);
        let mut row = 0;
        for part in parts {
            let n = part.last - part.first + 1;
            heads.arcs(w, self.kernel, row, n, scores);
            let tree = tree::spanning_tree(scores, n);
            heads.labels(w, self.kernel, row, &tree, labels);
            let sentence = &mut sentences[part.sentence];
            let first_root = sentence.root().filter(|_| part.first > 0);
            heads.names(w, row + 1, n - 1, names);
            name_rows.extend((1..n).map(|i| self.name_row(heads.name(w, row + i))));
            let mut open: Option<Name> = None;
            for i in 1..n {
                let at = part.first + i - 1;
                let token = &mut sentence.tokens[at];
                token.upos = self.upos[heads.upos(w, row + i)];
                token.xpos.clear();
                token.xpos.push_str(w.labels.xpos[heads.xpos(w, row + i)]);
                (token.head, token.deprel) = match tree[i] {
                    0 if first_root.is_some() => (first_root, Deprel::Parataxis),
                    0 => (None, Deprel::Root),
                    head => (Some(part.first + head - 1), self.deprel[labels[i]]),
                };
                token.lemma = lemma::lemma(&token.form, token.upos, &token.xpos);
                let name = names.labels[i - 1];
                match (&mut open, self.names[name]) {
                    (Some(open), Some(class)) if name % 2 == 0 && open.class == class => {
                        open.last = at;
                    }
                    (_, class) => {
                        sentence.names.extend(open.take());
                        open = class.map(|class| Name {
                            first: at,
                            last: at,
                            class,
                        });
                    }
                }
            }
            sentence.names.extend(open);
            if part.last == sentence.tokens.len() {
                feats::fill(sentence);
            }
            row += n;
        }
    }
}

impl Parser {
    /// The scores of a word's name labels, in the order of [`NameScores`], whatever the order in the weights.
    fn name_row(&self, scores: &[f32]) -> [f32; NAME_LABELS] {
        let mut row = [f32::MIN / 4.0; NAME_LABELS];
        for (k, (&score, class)) in scores.iter().zip(&self.names).enumerate() {
            let label = class.map_or(0, |c| NameScores::label(c) + usize::from(k % 2 == 0));
            row[label] = score;
        }
        row
    }
}

fn class(label: &str) -> Option<NameClass> {
    match label.get(2..)? {
        "PER" => Some(NameClass::Per),
        "ORG" => Some(NameClass::Org),
        _ => Some(NameClass::Loc),
    }
}
