//! `legation places`: the places that articles name, and where they lie.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use coder::place::{self, Gazetteer, Mention};
use page::{Article, Warning};
use plover::Location;
use serde::Serialize;
use syntax::{Document, Parser};

use super::{actors, batch};
use crate::args::PlacesArgs;
use crate::input::{self, Input};
use crate::output;

/// A line of the output.
#[derive(Serialize)]
struct Line<'a> {
    article: &'a str,
    sentence: usize,
    /// Where the name stands in the article's text: its first, and the one behind its last.
    bytes: [usize; 2],
    chars: [usize; 2],
    /// What decided for the place.
    rule: &'a str,
    #[serde(flatten)]
    place: Location,
}

/// The places of an article.
struct Found {
    name: String,
    article: Article,
    warnings: Vec<Warning>,
    document: Document,
    mentions: Vec<Mention>,
}

pub(crate) fn run(args: &PlacesArgs) -> Result<bool> {
    let pool = super::pool(args.threads)?;
    let registry = actors::load(args.actors.as_deref())?;
    let parser = Parser::new(args.model.model());
    let files = input::files(&args.inputs.inputs)?;
    let inputs = files
        .iter()
        .flat_map(|f| input::articles(f, args.inputs.date.as_deref()));
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut usable, mut all) = (0, 0);
    let work = |input: Input| {
        let (article, warnings) = page::extract(&input.bytes, &input.options);
        let foreign = warnings.iter().any(|w| matches!(w, Warning::NotEnglish(_)));
        let text = if foreign { "" } else { article.text.as_str() };
        let (document, _) = parser.parse(text);
        let mentions = place::find(&registry, &document);
        Found {
            name: input.name,
            article,
            warnings,
            document,
            mentions,
        }
    };
    batch::in_order(&pool, inputs, work, |result| {
        all += 1;
        let found = match result {
            Ok(found) => found,
            Err(error) => {
                output::note(&format!("{error:#}"));
                return Ok(());
            }
        };
        for warning in &found.warnings {
            output::note(&format!("{}: {warning}", found.name));
        }
        usable += usize::from(!found.document.text.is_empty());
        write(&mut out, &found)
    })?;
    out.flush()?;
    Ok(usable > 0 || all == 0)
}

fn write(out: &mut impl Write, found: &Found) -> Result<()> {
    let text = &found.document.text;
    // Names stand in order: characters are counted on from the last.
    let (mut bytes, mut chars) = (0, 0);
    for mention in &found.mentions {
        let words = mention.span.of(text);
        let between = text.get(bytes..mention.span.start);
        chars += between.map_or(0, |t| t.chars().count());
        bytes = mention.span.start;
        let line = Line {
            article: &found.article.id,
            sentence: mention.sentence,
            bytes: [bytes, mention.span.end],
            chars: [chars, chars + words.chars().count()],
            rule: mention.rule,
            place: Gazetteer::embedded().location(words, mention.place),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}
