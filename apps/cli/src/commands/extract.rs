//! `legation extract`: the article in a page.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use page::{Article, Warning};
use serde_json::{Value, json};

use super::batch;
use crate::args::{ArticleFormat, ExtractArgs};
use crate::input::{self, Input};
use crate::output;

pub(crate) fn run(args: &ExtractArgs) -> Result<bool> {
    let pool = super::pool(args.threads)?;
    let files = input::files(&args.inputs.inputs)?;
    let inputs = files
        .iter()
        .flat_map(|f| input::articles(f, args.inputs.date.as_deref()));
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut found, mut all) = (0, 0);
    let work = |input: Input| {
        let (article, warnings) = page::extract(&input.bytes, &input.options);
        (input.name, article, warnings)
    };
    batch::in_order(&pool, inputs, work, |result| {
        all += 1;
        let (name, article, warnings) = match result {
            Ok(read) => read,
            Err(error) => {
                output::note(&format!("{error:#}"));
                return Ok(());
            }
        };
        found += usize::from(!article.text.is_empty());
        write(&mut out, args.format, &name, &article, &warnings)
    })?;
    out.flush()?;
    Ok(found > 0 || all == 0)
}

/// Write an article, and what was wrong with the bytes it came in.
pub(super) fn write(
    out: &mut impl Write,
    format: ArticleFormat,
    name: &str,
    article: &Article,
    warnings: &[Warning],
) -> Result<()> {
    for warning in warnings {
        output::note(&format!("{name}: {warning}"));
    }
    match format {
        ArticleFormat::Text => writeln!(out, "{}", article.text)?,
        ArticleFormat::Json => {
            serde_json::to_writer(&mut *out, &as_json(article, warnings))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn as_json(article: &Article, warnings: &[Warning]) -> Value {
    let leftovers: Vec<Value> = article
        .leftovers
        .iter()
        .map(|l| json!({"text": l.text, "reason": l.reason.as_str(), "bytes": l.bytes}))
        .collect();
    json!({
        "id": article.id,
        "hash": article.hash,
        "title": article.title,
        "authors": article.authors,
        "date": article.date.as_ref().map(|d| d.value.as_str()),
        "date_basis": article.date.as_ref().map(|d| d.basis.as_str()),
        "updated": article.updated.as_ref().map(|d| d.value.as_str()),
        "updated_basis": article.updated.as_ref().map(|d| d.basis.as_str()),
        "publisher": article.publisher,
        "url": article.url,
        "language": article.language,
        "text": article.text,
        "leftovers": leftovers,
        "warnings": warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
