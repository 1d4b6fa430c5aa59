//! What `legation parse` reads: paragraphs of plain text, sentences of CoNLL-U, articles.

use std::io::{self, BufRead, Read};

use anyhow::Result;
use coder::actor::naming;
use syntax::conllu;

use super::{MAX_LINE, ReadFailed, Reader};
use crate::input::{Articles, Input};
use crate::output;

/// Input that comes piecemeal.
pub(super) trait Source: Send {
    type Item: Send;

    /// The next item; none at the end.
    fn next(&mut self) -> Result<Option<Self::Item>>;

    /// About how many bytes of text an item holds.
    fn size(item: &Self::Item) -> usize;

    /// The CoNLL-U of some items.
    fn parsed(reader: &Reader, items: Vec<Self::Item>) -> io::Result<Vec<u8>>;
}

/// Plain text, a paragraph a line.
pub(super) struct Plain<'a, R> {
    name: &'a str,
    reader: R,
    number: usize,
    warned: bool,
}

impl<'a, R: BufRead + Send> Plain<'a, R> {
    pub(super) fn new(name: &'a str, reader: R) -> Self {
        Self {
            name,
            reader,
            number: 0,
            warned: false,
        }
    }

    /// The next paragraph that holds anything, numbered from 1.
    fn paragraph(&mut self) -> Result<Option<(usize, String)>> {
        loop {
            let mut bytes = Vec::new();
            let read = self
                .reader
                .by_ref()
                .take(MAX_LINE)
                .read_until(b'\n', &mut bytes)
                .map_err(|error| {
                    ReadFailed(format!("{}: it cannot be read: {error}", self.name))
                })?;
            if read == 0 {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&bytes);
            if matches!(line, std::borrow::Cow::Owned(_)) && !self.warned {
                output::note(&format!("{}: some characters are not UTF-8", self.name));
                self.warned = true;
            }
            if !line.trim().is_empty() {
                self.number += 1;
                return Ok(Some((self.number, line.trim_end().to_owned())));
            }
        }
    }
}

impl<R: BufRead + Send> Source for Plain<'_, R> {
    type Item = (usize, String);

    fn next(&mut self) -> Result<Option<Self::Item>> {
        self.paragraph()
    }

    fn size((_, text): &Self::Item) -> usize {
        text.len()
    }

    fn parsed(reader: &Reader, items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let documents = naming::parse_all(
            &reader.parser,
            &reader.registry,
            items.iter().map(|(_, text)| text.as_str()),
        );
        for ((number, _), document) in items.iter().zip(&documents) {
            conllu::write_document(&mut out, document, &format!("p{number}"))?;
        }
        Ok(out)
    }
}

/// CoNLL-U, whose sentences and words are kept.
pub(super) struct Tokenized<'a, R: BufRead> {
    name: &'a str,
    sentences: conllu::Reader<R>,
    number: usize,
    /// The first sentence of the next run.
    ahead: Option<(String, conllu::Read)>,
    pub(super) fine: bool,
}

/// Sentences of one document that are read together: what is known of one helps with the names of the others. The bound
/// keeps a document without end from being one.
const RUN: usize = 64;

impl<'a, R: BufRead + Send> Tokenized<'a, R> {
    pub(super) fn new(name: &'a str, reader: R) -> Self {
        Self {
            name,
            sentences: conllu::Reader::new(reader),
            number: 0,
            ahead: None,
            fine: true,
        }
    }

    fn sentence(&mut self) -> Option<(String, conllu::Read)> {
        for next in self.sentences.by_ref() {
            match next {
                Err(error) => {
                    output::note(&format!("{}: {error}", self.name));
                    self.fine = false;
                }
                Ok(read) => {
                    self.number += 1;
                    let id = read.id.clone().unwrap_or_else(|| self.number.to_string());
                    return Some((id, read));
                }
            }
        }
        None
    }
}

impl<R: BufRead + Send> Source for Tokenized<'_, R> {
    type Item = Vec<(String, conllu::Read)>;

    fn next(&mut self) -> Result<Option<Self::Item>> {
        let mut run: Vec<_> = self.ahead.take().into_iter().collect();
        while run.len() < RUN {
            let Some(next) = self.sentence() else { break };
            if next.1.starts_document && !run.is_empty() {
                self.ahead = Some(next);
                break;
            }
            run.push(next);
        }
        Ok((!run.is_empty()).then_some(run))
    }

    fn size(run: &Self::Item) -> usize {
        run.iter().map(|(_, read)| read.text.len()).sum()
    }

    fn parsed(reader: &Reader, items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        for mut run in items {
            let mut inside: Vec<syntax::Sentence> = run
                .iter_mut()
                .map(|(_, read)| std::mem::take(&mut read.sentence))
                .collect();
            let (_, scores) = reader.parser.annotate_and_score(&mut inside);
            naming::settle(&reader.registry, &mut inside, &scores);
            for ((id, read), sentence) in run.iter().zip(&inside) {
                conllu::write_sentence(&mut out, sentence, &read.text, id)?;
            }
        }
        Ok(out)
    }
}

/// Pages, feeds and archives, a document an article.
pub(super) struct Pages<'a> {
    articles: Articles<'a>,
    pub(super) fine: bool,
}

impl<'a> Pages<'a> {
    pub(super) fn new(articles: Articles<'a>) -> Self {
        Self {
            articles,
            fine: true,
        }
    }
}

impl Source for Pages<'_> {
    type Item = Input;

    fn next(&mut self) -> Result<Option<Self::Item>> {
        for next in self.articles.by_ref() {
            match next {
                Ok(input) => return Ok(Some(input)),
                Err(error) => {
                    output::note(&format!("{error:#}"));
                    self.fine = false;
                }
            }
        }
        Ok(None)
    }

    /// Of a page's markup a part is text, and most of the work is in that.
    fn size(item: &Self::Item) -> usize {
        item.bytes.len() / 16
    }

    fn parsed(reader: &Reader, items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut articles = Vec::new();
        for item in &items {
            let (article, warnings) = page::extract(&item.bytes, &item.options);
            for warning in warnings {
                output::note(&format!("{}: {warning}", item.name));
            }
            articles.push(article);
        }
        let documents = naming::parse_all(
            &reader.parser,
            &reader.registry,
            articles.iter().map(|a| a.text.as_str()),
        );
        for (article, document) in articles.iter().zip(&documents) {
            conllu::write_document(&mut out, document, &article.id)?;
        }
        Ok(out)
    }
}
