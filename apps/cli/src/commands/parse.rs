//! `legation parse`: text to CoNLL-U, streaming: a bounded part of the input is in memory, whatever its size.
//!
//! Input is read in parts. While one part is parsed on all cores, the one before is written and the next is read, so
//! that output comes in order and no core waits for the disk.

mod source;

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use coder::actor::Registry;
use page::Format;
use page::stream::Kind;
use rayon::prelude::*;
use syntax::Parser;

use self::source::{Pages, Plain, Source, Tokenized};
use crate::args::ParseArgs;
use crate::{input, output};

/// Bytes that one core takes at a time, about: a batch or two of the network.
const PIECE: usize = 2 << 10;
/// Pieces of a part for each core: so many that cores which end a part early wait little.
const PIECES: usize = 32;
/// Bytes of one paragraph; the rest starts another.
const MAX_LINE: u64 = 1 << 20;

pub(crate) fn run(args: &ParseArgs) -> Result<bool> {
    let reader = Reader::new(args.model.model());
    let pool = super::pool(args.threads)?;
    let mut out = BufWriter::new(io::stdout());
    let mut fine = true;
    for path in &input::files(&args.inputs)? {
        let opened = match input::open(path) {
            Ok(opened) => opened,
            Err(error) => {
                output::note(&format!("{error:#}"));
                fine = false;
                continue;
            }
        };
        let name = opened.name.clone();
        let plain = opened.kind == Kind::Page && opened.known.format != Some(Format::Html);
        let all = pool.install(|| {
            if args.pretokenized {
                let mut source = Tokenized::new(&name, opened.stream);
                stream(&reader, &mut source, &mut out).map(|()| source.fine)
            } else if plain {
                let mut source = Plain::new(&name, opened.stream);
                stream(&reader, &mut source, &mut out).map(|()| true)
            } else {
                let mut source = Pages::new(opened.articles(None));
                stream(&reader, &mut source, &mut out).map(|()| source.fine)
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

/// What reads words: the parser, and the registry that helps with their names.
struct Reader {
    parser: Parser,
    registry: Registry,
}

impl Reader {
    fn new(model: syntax::Model) -> Self {
        Self {
            parser: Parser::new(model),
            registry: Registry::embedded(),
        }
    }
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

fn stream<S: Source>(reader: &Reader, source: &mut S, out: &mut (impl Write + Send)) -> Result<()> {
    let (mut pieces, mut ended) = part(source);
    let mut done = Vec::new();
    while !pieces.is_empty() {
        let goes_on = ended.is_ok();
        let (now, around) = rayon::join(
            || {
                pieces
                    .into_par_iter()
                    .map(|items| S::parsed(reader, items))
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

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    #[test]
    fn what_was_read_before_an_input_broke_off_is_written() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk went away"))
            }
        }
        let reader = Reader::new(syntax::Model::Fast);
        let whole = "The envoys met.\nTalks failed.\n".as_bytes();
        let mut source = Plain::new("news.txt", BufReader::new(whole.chain(Broken)));
        let mut out = Vec::new();
        let error = stream(&reader, &mut source, &mut out).expect_err("it broke off");
        assert!(error.is::<ReadFailed>());
        assert!(error.to_string().starts_with("news.txt: it cannot be read"));
        let out = String::from_utf8(out).expect("CoNLL-U is UTF-8");
        assert!(
            out.contains("# newdoc id = p1") && out.contains("# newdoc id = p2"),
            "{out}"
        );
    }
}
