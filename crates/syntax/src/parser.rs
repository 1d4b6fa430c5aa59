//! Text to parsed document: segment, run the network, build trees, look up lemmas and features.

use std::cell::RefCell;

use crate::network::encoder::{self, Pieces, Scratch};
use crate::network::file::ModelError;
use crate::network::file::Weights;
use crate::network::head::{Heads, WordPieces};
use crate::network::kernel::Kernel;
use crate::shape::{SHAPES, shape};
use crate::wordpiece::{self, WordPiece};
use crate::{Deprel, Document, Name, NameClass, Sentence, Upos, feats, lemma, segment, tree};

/// Pieces that go through the network together: enough to use each weight often, few enough to stay cached.
const BATCH_PIECES: usize = 320;
/// Words that are parsed as one tree. Longer sentences are parsed in parts, hung under the first part's root.
const MAX_WORDS: usize = segment::MAX_WORDS;
/// The case class of the marks around a sentence.
#[expect(clippy::cast_possible_truncation, reason = "there are nine classes")]
const EDGE: u8 = SHAPES as u8 - 1;

#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static STANDARD: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/en.standard.net"));

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
    pieces: Pieces,
    words: Vec<WordPieces>,
    word_ids: Vec<u16>,
    cut: wordpiece::Scratch,
    scores: Vec<f32>,
    labels: Vec<usize>,
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
        match Self::with_weights(&STANDARD.0) {
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
            vocabulary,
            separators,
        })
    }

    /// The same parser on other instructions; the result is the same, bit by bit.
    #[must_use]
    pub fn with_kernel(mut self, kernel: Kernel) -> Self {
        self.kernel = kernel;
        self
    }

    /// Segment and parse a text.
    pub fn parse(&self, text: &str) -> (Document, Vec<Warning>) {
        let mut document = segment::segment(text);
        let warnings = self.annotate(&mut document.sentences);
        (document, warnings)
    }

    /// Fill tags, trees, names, lemmas and features of sentences whose tokens are given.
    pub fn annotate(&self, sentences: &mut [Sentence]) -> Vec<Warning> {
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
            let mut start = 0;
            while start < parts.len() {
                let taken = self.gather(sentences, &parts[start..], work);
                self.read_out(sentences, &parts[start..start + taken], work);
                start += taken;
            }
        });
        warnings
    }

    /// Cut words into pieces until a batch is full; the number of parts it holds, at least one.
    fn gather(&self, sentences: &[Sentence], parts: &[Part], work: &mut Work) -> usize {
        let Work {
            pieces,
            words,
            word_ids,
            cut,
            ..
        } = work;
        pieces.ids.clear();
        pieces.cases.clear();
        pieces.ends.clear();
        words.clear();
        for (taken, part) in parts.iter().enumerate() {
            let (ids_before, words_before) = (pieces.ids.len(), words.len());
            words.push(WordPieces {
                first: pieces.ids.len(),
                last: pieces.ids.len(),
                case: EDGE,
            });
            pieces.ids.push(self.separators.0);
            pieces.cases.push(EDGE);
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
                words.push(WordPieces {
                    first: pieces.ids.len(),
                    last: pieces.ids.len() + word_ids.len() - 1,
                    case,
                });
                pieces.ids.extend_from_slice(word_ids);
                pieces.cases.extend(word_ids.iter().map(|_| case));
            }
            pieces.ids.push(self.separators.1);
            pieces.cases.push(EDGE);
            if taken > 0 && pieces.ids.len() > BATCH_PIECES {
                pieces.ids.truncate(ids_before);
                pieces.cases.truncate(ids_before);
                words.truncate(words_before);
                return taken;
            }
            pieces.ends.push(pieces.ids.len());
        }
        parts.len()
    }

    fn read_out(&self, sentences: &mut [Sentence], parts: &[Part], work: &mut Work) {
        let Work {
            scratch,
            heads,
            pieces,
            words,
            scores,
            labels,
            ..
        } = work;
        let w = &self.weights;
        encoder::encode(w, self.kernel, pieces, scratch);
        heads.fill(w, self.kernel, words, scratch);
        let mut row = 0;
        for part in parts {
            let n = part.last - part.first + 1;
            heads.arcs(w, self.kernel, row, n, scores);
            let tree = tree::spanning_tree(scores, n);
            heads.labels(w, self.kernel, row, &tree, labels);
            let sentence = &mut sentences[part.sentence];
            let first_root = sentence.root().filter(|_| part.first > 0);
            let mut before = 0;
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
                let name = heads.name(w, row + i, before);
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
                before = name;
            }
            sentence.names.extend(open);
            if part.last == sentence.tokens.len() {
                feats::fill(sentence);
            }
            row += n;
        }
    }
}

fn class(label: &str) -> Option<NameClass> {
    match label.get(2..)? {
        "PER" => Some(NameClass::Per),
        "ORG" => Some(NameClass::Org),
        _ => Some(NameClass::Loc),
    }
}
