//! `legation verify`: every evidence span of every event, read again in the article.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;

use anyhow::{Context, Result};

use crate::args::VerifyArgs;
use crate::{input, output};

pub(crate) fn run(args: &VerifyArgs) -> Result<bool> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for file in input::files(&args.inputs.inputs)? {
        for input in input::articles(&file, args.inputs.date.as_deref()) {
            let input = match input {
                Ok(input) => input,
                Err(error) => {
                    output::note(&format!("{error:#}"));
                    continue;
                }
            };
            let (article, _) = page::extract(&input.bytes, &input.options);
            texts.insert(article.id, article.text);
        }
    }
    let file = File::open(&args.events)
        .with_context(|| format!("{}: it cannot be opened", args.events.display()))?;
    let (mut checked, mut spans) = (0, 0);
    for event in plover::jsonl::read(BufReader::new(file)) {
        let event = event.with_context(|| args.events.display().to_string())?;
        let Some(text) = texts.get(&event.article) else {
            output::note(&format!(
                "{}: its article '{}' is not among the inputs",
                event.id, event.article
            ));
            return Ok(false);
        };
        let faults = plover::validate::verify(&event, text)
            .into_iter()
            .chain(plover::validate::validate(&event));
        if let Some(fault) = faults.into_iter().next() {
            output::note(&format!("{}: {fault}", event.id));
            return Ok(false);
        }
        checked += 1;
        spans += event.evidence.len()
            + event.quotes.len()
            + event.quantities.len()
            + event.attribution.len();
    }
    output::note(&format!(
        "{checked} events, {spans} spans: every one is in its article"
    ));
    Ok(true)
}
