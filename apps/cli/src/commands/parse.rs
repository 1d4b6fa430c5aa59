//! `legation parse`: text to CoNLL-U, streaming: a bounded part of the input is in memory, whatever its size.
//!
//! Input is read in parts. While one part is parsed on all cores, the one before is written and the next is read, so
//! that output comes in order and no core waits for the disk.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use syntax::{Parser, conllu};

use crate::args::ParseArgs;
use crate::output;

/// Bytes that one core takes at a time, about: a batch or two of the network.
const PIECE: usize = 2 << 10;
/// Pieces of a part for each core: so many that cores which end a part early wait little.
const PIECES: usize = 32;
/// Bytes of one paragraph; the rest starts another.
const MAX_LINE: u64 = 1 << 20;

pub(crate) fn run(args: &ParseArgs) -> Result<bool> {
    let parser = Parser::new(args.model.model());
    let pool = super::pool(args.threads)?;
    let mut out = BufWriter::new(io::stdout());
    let mut fine = true;
    for path in &args.inputs {
        let name = path.display().to_string();
        let reader: Box<dyn Read + Send> = if path == Path::new("-") {
            Box::new(io::stdin())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => {
                    output::note(&format!("{name}: it cannot be opened: {error}"));
                    fine = false;
                    continue;
                }
            }
        };
        let reader = BufReader::new(reader);
        let all = pool.install(|| {
            if args.pretokenized {
                let mut source = Tokenized::new(&name, reader);
                stream(&parser, &mut source, &mut out).map(|()| source.fine)
            } else {
                let mut source = Plain::new(&name, reader);
                stream(&parser, &mut source, &mut out).map(|()| true)
            }
        });
        match all {
            Ok(all) => fine &= all,
            // A file that cannot be read to its end does not end the others; a reader of ours that left does.
            Err(error) if error.is::<ReadFailed>() => {
                output::note(&format!("{error:#}"));
                fine = false;
            }
            Err(error) => return Err(error),
        }
    }
    out.flush()?;
    Ok(fine)
}

/// An input that broke off.
#[derive(Debug)]
struct ReadFailed(String);

impl std::fmt::Display for ReadFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReadFailed {}

/// Bytes of a part. More cores take longer parts, so that output starts soon on few.
fn part_size() -> usize {
    PIECE * PIECES * rayon::current_num_threads()
}

/// Input that comes piecemeal.
trait Source: Send {
    type Item: Send;

    /// The next item; none at the end.
    fn next(&mut self) -> Result<Option<Self::Item>>;

    /// About how many bytes of text an item holds.
    fn size(item: &Self::Item) -> usize;

    /// The CoNLL-U of some items.
    fn parsed(parser: &Parser, items: Vec<Self::Item>) -> io::Result<Vec<u8>>;
}

/// The next part, in pieces that one core takes, and what ended it before its time: what was read before is not lost.
fn part<S: Source>(source: &mut S) -> (Vec<Vec<S::Item>>, Result<()>) {
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let (mut bytes, mut of_piece, mut ended) = (0, 0, Ok(()));
    let size = part_size();
    while bytes < size {
        match source.next() {
            Ok(Some(item)) => {
                bytes += S::size(&item);
                of_piece += S::size(&item);
                piece.push(item);
            }
            Ok(None) => break,
            Err(error) => {
                ended = Err(error);
                break;
            }
        }
        if of_piece >= PIECE {
            pieces.push(std::mem::take(&mut piece));
            of_piece = 0;
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    (pieces, ended)
}

fn write(out: &mut impl Write, parsed: Vec<io::Result<Vec<u8>>>) -> Result<()> {
    for bytes in parsed {
        out.write_all(&bytes?)?;
    }
    Ok(())
}

fn stream<S: Source>(parser: &Parser, source: &mut S, out: &mut (impl Write + Send)) -> Result<()> {
    let (mut pieces, mut ended) = part(source);
    let mut done = Vec::new();
    while !pieces.is_empty() {
        let goes_on = ended.is_ok();
        let (now, around) = rayon::join(
            || {
                pieces
                    .into_par_iter()
                    .map(|items| S::parsed(parser, items))
                    .collect()
            },
            || -> Result<_> {
                write(out, done)?;
                Ok(goes_on.then(|| part(source)))
            },
        );
        done = now;
        (pieces, ended) = around?.unwrap_or((Vec::new(), ended));
    }
    write(out, done)?;
    ended
}

/// Plain text, a paragraph a line.
struct Plain<'a, R> {
    name: &'a str,
    reader: R,
    number: usize,
    warned: bool,
}

impl<'a, R: BufRead + Send> Plain<'a, R> {
    fn new(name: &'a str, reader: R) -> Self {
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
struct Tokenized<'a, R: BufRead> {
    name: &'a str,
    sentences: conllu::Reader<R>,
    number: usize,
    fine: bool,
}

impl<'a, R: BufRead + Send> Tokenized<'a, R> {
    fn new(name: &'a str, reader: R) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_an_input_broke_off_is_written() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk went away"))
            }
        }
        let parser = Parser::new(syntax::Model::Fast);
        let whole = "The envoys met.\nTalks failed.\n".as_bytes();
        let mut source = Plain::new("news.txt", BufReader::new(whole.chain(Broken)));
        let mut out = Vec::new();
        let error = stream(&parser, &mut source, &mut out).expect_err("it broke off");
        assert!(error.is::<ReadFailed>());
        assert!(error.to_string().starts_with("news.txt: it cannot be read"));
        let out = String::from_utf8(out).expect("CoNLL-U is UTF-8");
        assert!(
            out.contains("# newdoc id = p1") && out.contains("# newdoc id = p2"),
            "{out}"
        );
    }
}
