//! What `legation parse` reads: paragraphs of plain text, sentences of CoNLL-U, articles.

use std::io::{self, BufRead, Read};

use anyhow::Result;
use syntax::{Parser, conllu};

use super::{MAX_LINE, ReadFailed};
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
    fn parsed(parser: &Parser, items: Vec<Self::Item>) -> io::Result<Vec<u8>>;
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

    fn parsed(parser: &Parser, items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let documents = parser.parse_all(items.iter().map(|(_, text)| text.as_str()));
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
    pub(super) fine: bool,
}

impl<'a, R: BufRead + Send> Tokenized<'a, R> {
    pub(super) fn new(name: &'a str, reader: R) -> Self {
        Self {
            name,
            sentences: conllu::Reader::new(reader),
            number: 0,
            fine: true,
        }
    }
}

impl<R: BufRead + Send> Source for Tokenized<'_, R> {
    type Item = (String, conllu::Read);

    fn next(&mut self) -> Result<Option<Self::Item>> {
        for next in self.sentences.by_ref() {
            match next {
                Err(error) => {
                    output::note(&format!("{}: {error}", self.name));
                    self.fine = false;
                }
                Ok(read) => {
                    self.number += 1;
                    let id = read.id.clone().unwrap_or_else(|| self.number.to_string());
                    return Ok(Some((id, read)));
                }
            }
        }
        Ok(None)
    }

    fn size((_, read): &Self::Item) -> usize {
        read.text.len()
    }

    fn parsed(parser: &Parser, mut items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut inside: Vec<syntax::Sentence> = items
            .iter_mut()
            .map(|(_, read)| std::mem::take(&mut read.sentence))
            .collect();
        parser.annotate(&mut inside);
        for ((id, read), sentence) in items.iter().zip(&inside) {
            conllu::write_sentence(&mut out, sentence, &read.text, id)?;
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

    fn parsed(parser: &Parser, items: Vec<Self::Item>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut articles = Vec::new();
        for item in &items {
            let (article, warnings) = page::extract(&item.bytes, &item.options);
            for warning in warnings {
                output::note(&format!("{}: {warning}", item.name));
            }
            articles.push(article);
        }
        let documents = parser.parse_all(articles.iter().map(|a| a.text.as_str()));
        for (article, document) in articles.iter().zip(&documents) {
            conllu::write_document(&mut out, document, &article.id)?;
        }
        Ok(out)
    }
}
