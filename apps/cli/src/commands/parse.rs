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

/// Input in parts, each of them in pieces that one core takes.
trait Source: Send {
    type Piece: Send;

    /// The next part; none at the end.
    fn part(&mut self) -> Result<Vec<Self::Piece>>;

    /// The CoNLL-U of a piece.
    fn parsed(parser: &Parser, piece: Self::Piece) -> io::Result<Vec<u8>>;
}

fn stream<S: Source>(parser: &Parser, source: &mut S, out: &mut (impl Write + Send)) -> Result<()> {
    let mut part = source.part()?;
    let mut done: Vec<io::Result<Vec<u8>>> = Vec::new();
    while !part.is_empty() {
        let (now, around) = rayon::join(
            || {
                part.into_par_iter()
                    .map(|piece| S::parsed(parser, piece))
                    .collect::<Vec<_>>()
            },
            || -> Result<Vec<S::Piece>> {
                for bytes in done {
                    out.write_all(&bytes?)?;
                }
                source.part()
            },
        );
        done = now;
        part = around?;
    }
    for bytes in done {
        out.write_all(&bytes?)?;
    }
    Ok(())
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
    type Piece = Vec<(usize, String)>;

    fn part(&mut self) -> Result<Vec<Self::Piece>> {
        let mut pieces = vec![Vec::new()];
        let (mut bytes, mut of_piece) = (0, 0);
        let size = part_size();
        while bytes < size {
            let Some(paragraph) = self.paragraph()? else {
                break;
            };
            if of_piece >= PIECE {
                pieces.push(Vec::new());
                of_piece = 0;
            }
            bytes += paragraph.1.len();
            of_piece += paragraph.1.len();
            if let Some(piece) = pieces.last_mut() {
                piece.push(paragraph);
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        Ok(pieces)
    }

    fn parsed(parser: &Parser, piece: Self::Piece) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let documents = parser.parse_all(piece.iter().map(|(_, text)| text.as_str()));
        for ((number, _), document) in piece.iter().zip(&documents) {
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
    type Piece = Vec<(String, conllu::Read)>;

    fn part(&mut self) -> Result<Vec<Self::Piece>> {
        let mut pieces = vec![Vec::new()];
        let (mut bytes, mut of_piece) = (0, 0);
        let size = part_size();
        while bytes < size {
            match self.sentences.next() {
                None => break,
                Some(Err(error)) => {
                    output::note(&format!("{}: {error}", self.name));
                    self.fine = false;
                }
                Some(Ok(read)) => {
                    if of_piece >= PIECE {
                        pieces.push(Vec::new());
                        of_piece = 0;
                    }
                    bytes += read.text.len();
                    of_piece += read.text.len();
                    self.number += 1;
                    let id = read.id.clone().unwrap_or_else(|| self.number.to_string());
                    if let Some(piece) = pieces.last_mut() {
                        piece.push((id, read));
                    }
                }
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        Ok(pieces)
    }

    fn parsed(parser: &Parser, mut piece: Self::Piece) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut inside: Vec<syntax::Sentence> = piece
            .iter_mut()
            .map(|(_, read)| std::mem::take(&mut read.sentence))
            .collect();
        parser.annotate(&mut inside);
        for ((id, read), sentence) in piece.iter().zip(&inside) {
            conllu::write_sentence(&mut out, sentence, &read.text, id)?;
        }
        Ok(out)
    }
}
