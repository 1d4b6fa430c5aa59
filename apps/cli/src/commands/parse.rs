//! `legation parse`: text to CoNLL-U.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use syntax::{Document, Parser, conllu};

use crate::args::ParseArgs;
use crate::output;

/// Sentences or paragraphs that are parsed together.
const BATCH: usize = 256;
/// Bytes of text that are enough for a batch, however few sentences or paragraphs they make.
const BATCH_BYTES: usize = 1 << 20;
/// Bytes of one paragraph; the rest starts another.
const MAX_LINE: u64 = 1 << 20;

pub(crate) fn run(args: &ParseArgs) -> Result<bool> {
    let parser = Parser::standard();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut fine = true;
    for path in &args.inputs {
        let name = path.display().to_string();
        let reader: Box<dyn Read> = if path == Path::new("-") {
            Box::new(io::stdin().lock())
        } else {
            Box::new(File::open(path).with_context(|| format!("{name}: it cannot be opened"))?)
        };
        let reader = BufReader::new(reader);
        fine &= if args.pretokenized {
            pretokenized(&parser, &name, reader, &mut out)?
        } else {
            plain(&parser, &name, reader, &mut out)?
        };
    }
    out.flush()?;
    Ok(fine)
}

fn plain(
    parser: &Parser,
    name: &str,
    mut reader: impl BufRead,
    out: &mut impl Write,
) -> Result<bool> {
    let (mut number, mut fine) = (0, true);
    loop {
        let (mut lines, mut held): (Vec<String>, usize) = (Vec::new(), 0);
        while lines.len() < BATCH && held < BATCH_BYTES {
            let mut bytes = Vec::new();
            let read = reader
                .by_ref()
                .take(MAX_LINE)
                .read_until(b'\n', &mut bytes)
                .with_context(|| format!("{name}: it cannot be read"))?;
            if read == 0 {
                break;
            }
            let line = String::from_utf8_lossy(&bytes);
            if line.contains(char::REPLACEMENT_CHARACTER) && fine {
                output::note(&format!("{name}: some characters are not UTF-8"));
                fine = false;
            }
            if !line.trim().is_empty() {
                held += line.len();
                lines.push(line.trim_end().to_owned());
            }
        }
        if lines.is_empty() {
            return Ok(true);
        }
        let parsed: Vec<Document> = lines.par_iter().map(|line| parser.parse(line).0).collect();
        for document in parsed {
            number += 1;
            conllu::write_document(out, &document, &format!("p{number}"))?;
        }
    }
}

fn pretokenized(
    parser: &Parser,
    name: &str,
    reader: impl BufRead,
    out: &mut impl Write,
) -> Result<bool> {
    let (mut number, mut fine) = (0, true);
    let mut sentences = conllu::Reader::new(reader);
    loop {
        let (mut batch, mut held): (Vec<conllu::Read>, usize) = (Vec::new(), 0);
        while batch.len() < BATCH && held < BATCH_BYTES {
            let Some(next) = sentences.next() else {
                break;
            };
            match next {
                Ok(sentence) => {
                    held += size(&sentence);
                    batch.push(sentence);
                }
                Err(error) => {
                    output::note(&format!("{name}: {error}"));
                    fine = false;
                }
            }
        }
        if batch.is_empty() {
            return Ok(fine);
        }
        batch.par_chunks_mut(16).for_each(|part| {
            let mut inside: Vec<syntax::Sentence> = part
                .iter_mut()
                .map(|r| std::mem::take(&mut r.sentence))
                .collect();
            parser.annotate(&mut inside);
            for (read, sentence) in part.iter_mut().zip(inside) {
                read.sentence = sentence;
            }
        });
        for read in batch {
            number += 1;
            let id = read.id.unwrap_or_else(|| number.to_string());
            conllu::write_sentence(out, &read.sentence, &read.text, &id)?;
        }
    }
}

/// About how many bytes of the file a sentence holds on to.
fn size(read: &conllu::Read) -> usize {
    let words = &read.sentence.tokens;
    let cells = words
        .iter()
        .map(|t| t.form.len() + t.lemma.len() + t.xpos.len() + t.feats.len());
    cells.sum::<usize>() + read.id.as_ref().map_or(0, String::len)
}
