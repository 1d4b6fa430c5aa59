//! `legation code`: articles to events, on all cores, in the order of the input.

use std::io::{self, BufWriter, Write};
use std::time::Instant;

use anyhow::Result;
use archive::Coded;
use plover::{Entity, Event};

use super::batch;
use crate::args::{CodeArgs, EventFormat};
use crate::input::{self, Input};
use crate::output::{self, Paint, Progress};

pub(crate) fn run(args: &CodeArgs) -> Result<bool> {
    let start = Instant::now();
    let pool = super::pool(args.coding.threads)?;
    let engine = super::engine(args.coding.model.model(), &args.coding.overlays)?;
    let files = input::files(&args.inputs.inputs)?;
    let inputs = files
        .iter()
        .flat_map(|f| input::articles(f, args.inputs.date.as_deref()));
    let mut out = BufWriter::new(io::stdout().lock());
    let paint = Paint::for_stdout();
    let progress = Progress::new(files.len());
    let (mut done, mut coded, mut tokens, mut fine) = (0, 0, 0, true);
    let work = |input: Input| {
        let one = engine.run(&input.bytes, &input.options);
        (input.name, one)
    };
    batch::in_order(&pool, inputs, work, |result| {
        done += 1;
        match result {
            Ok((name, one)) => {
                for warning in &one.warnings {
                    output::note(&format!("{name}: {warning}"));
                }
                coded += usize::from(one.usable);
                fine &= one.usable;
                let sentences = one.document.sentences.iter();
                tokens += sentences.map(|s| s.tokens.len()).sum::<usize>();
                match args.format {
                    EventFormat::Jsonl => one
                        .coding
                        .events
                        .iter()
                        .try_for_each(|e| plover::jsonl::write(&mut out, e))?,
                    EventFormat::Table if !one.usable => {}
                    EventFormat::Table => table(&mut out, &one, paint)?,
                }
            }
            Err(error) => {
                fine = false;
                output::note(&format!("{error:#}"));
            }
        }
        progress.at(done.min(files.len()));
        Ok(())
    })?;
    out.flush()?;
    progress.end();
    if done > 1 {
        let seconds = start.elapsed().as_secs_f64().max(1e-6);
        output::note(&format!(
            "{coded} of {done} articles coded; {:.1} articles/s, {:.0} tokens/s",
            done as f64 / seconds,
            tokens as f64 / seconds
        ));
    }
    // Some articles coded is success with warnings; none is the user's to mend.
    Ok(fine || coded > 0)
}

/// Events for people: one block an event, the sentence below it.
fn table(out: &mut impl Write, one: &Coded, paint: Paint) -> Result<()> {
    let title = one.article.title.as_deref().unwrap_or(&one.article.id);
    writeln!(out, "{}", paint.bold(title))?;
    let date = one
        .article
        .date
        .as_ref()
        .map(|d| format!("{} ({})", d.value, d.basis));
    let inferred = one
        .coding
        .date
        .as_ref()
        .map(|(d, basis)| format!("about {d} ({basis})"));
    if let Some(date) = date.or(inferred) {
        writeln!(out, "{}", paint.dim(&format!("date {date}")))?;
    }
    if !one.article.authors.is_empty() {
        writeln!(
            out,
            "{}",
            paint.dim(&format!("by {}", one.article.authors.join(", ")))
        )?;
    }
    for event in &one.coding.events {
        let modes: Vec<&str> = event.mode.iter().map(|m| m.as_str()).collect();
        let kind = paint.quad(event.quad_code, &format!("{:<10}", event.event));
        writeln!(
            out,
            "\n{kind}{:<14}{:<13}{}",
            modes.join(","),
            event.status,
            event.date.as_deref().unwrap_or("-")
        )?;
        parties(out, "actor", &event.actor)?;
        parties(out, "recipient", &event.recipient)?;
        details(out, event)?;
        writeln!(out, "  {}", paint.dim(&event.text_info.text))?;
    }
    if one.coding.events.is_empty() {
        writeln!(out, "no event")?;
    }
    if !one.article.leftovers.is_empty() {
        writeln!(out, "\n{}", paint.bold("left out of the body"))?;
        for left in &one.article.leftovers {
            let text: String = left.text.chars().take(90).collect();
            writeln!(out, "  {:<12}{}", left.reason.as_str(), paint.dim(&text))?;
        }
    }
    writeln!(out)?;
    Ok(())
}

fn parties(out: &mut impl Write, name: &str, entities: &[Entity]) -> Result<()> {
    for e in entities {
        let sectors: Vec<&str> = e.sector.iter().map(|s| s.as_str()).collect();
        let code = e.code.map_or("---", plover::CountryCode::as_str);
        let known = e
            .identifier_text
            .as_deref()
            .filter(|n| *n != e.entity_text)
            .map_or(String::new(), |n| format!(" = {n}"));
        writeln!(
            out,
            "  {name:<10}{code} {:<8}{}{known}",
            sectors.join(","),
            e.entity_text
        )?;
    }
    Ok(())
}

fn details(out: &mut impl Write, event: &Event) -> Result<()> {
    if !event.context.is_empty() {
        let all: Vec<&str> = event.context.iter().map(|c| c.as_str()).collect();
        writeln!(out, "  context   {}", all.join(", "))?;
    }
    if let Some(place) = &event.event_loc {
        writeln!(out, "  place     {}", place.extracted_place)?;
    }
    for q in &event.quantities {
        let change = q
            .change
            .as_deref()
            .map_or(String::new(), |c| format!("{c} "));
        let about = q
            .approximator
            .as_deref()
            .map_or(String::new(), |a| format!("{a} "));
        writeln!(
            out,
            "  amount    {change}{about}{} {} ({})",
            q.value, q.unit, q.kind
        )?;
    }
    for a in &event.attribution {
        let who = a.speaker.as_ref().map_or("-", |s| {
            s.identifier_text.as_deref().unwrap_or(&s.entity_text)
        });
        writeln!(out, "  said by   {who} ('{}')", a.cue)?;
    }
    for q in &event.quotes {
        let who = q.speaker.as_ref().map_or("-", |s| {
            s.identifier_text.as_deref().unwrap_or(&s.entity_text)
        });
        writeln!(out, "  quote     “{}” ({who})", q.text)?;
    }
    Ok(())
}
