//! `legation extract`: the article in a page.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use page::{Article, Warning};
use serde_json::{Value, json};

use crate::args::{ArticleFormat, ExtractArgs};
use crate::{input, output};

pub(crate) fn run(args: &ExtractArgs) -> Result<bool> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut found, mut all) = (0, 0);
    for file in input::files(&args.inputs.inputs)? {
        for input in input::articles(&file, args.inputs.date.as_deref()) {
            all += 1;
            let input = match input {
                Ok(input) => input,
                Err(error) => {
                    output::note(&format!("{error:#}"));
                    continue;
                }
            };
            let (article, warnings) = page::extract(&input.bytes, &input.options);
            for warning in &warnings {
                output::note(&format!("{}: {warning}", input.name));
            }
            found += usize::from(!article.text.is_empty());
            match args.format {
                ArticleFormat::Text => writeln!(out, "{}", article.text)?,
                ArticleFormat::Json => {
                    serde_json::to_writer(&mut out, &as_json(&article, &warnings))?;
                    writeln!(out)?;
                }
            }
        }
    }
    out.flush()?;
    Ok(found > 0 || all == 0)
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
        "publisher": article.publisher,
        "url": article.url,
        "language": article.language,
        "text": article.text,
        "leftovers": leftovers,
        "warnings": warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
