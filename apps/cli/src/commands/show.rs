//! `legation show`: one happening with all that was told of it, the words that each field came from set off; or an
//! article.

use std::io::{self, Write};

use anyhow::Result;
use archive::table::names;
use archive::{Archive, ArticleRow, HappeningRow, MentionRow};
use plover::Event;
use serde::Serialize;

use crate::args::ShowArgs;
use crate::output::{self, Paint};

/// A happening with what each article tells of it; the service answers with the same.
#[derive(Serialize)]
struct Told<'a> {
    happening: &'a HappeningRow,
    mentions: &'a [&'a Event],
}

pub(crate) fn run(args: &ShowArgs) -> Result<bool> {
    let archive = Archive::open(&args.archive)?;
    let mut out = io::stdout().lock();
    if let Some((row, mentions)) = archive.happening(&args.id)? {
        if args.json {
            let events: Vec<&Event> = mentions.iter().map(|m| &m.event).collect();
            let all = Told {
                happening: &row,
                mentions: &events,
            };
            writeln!(out, "{}", serde_json::to_string(&all)?)?;
        } else {
            happening(&mut out, &row, &mentions)?;
        }
        return Ok(true);
    }
    if let Some(row) = archive.article(&args.id)? {
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&row)?)?;
        } else {
            article(&mut out, &row)?;
        }
        return Ok(true);
    }
    output::note(&format!(
        "{}: no happening, event or article in it has the id '{}'",
        args.archive.display(),
        args.id
    ));
    Ok(false)
}

fn happening(out: &mut impl Write, row: &HappeningRow, mentions: &[MentionRow]) -> Result<()> {
    let paint = Paint::for_stdout();
    let head = format!(
        "{} {} {} {}",
        row.event,
        row.mode.as_deref().unwrap_or_default(),
        row.status,
        row.date.as_deref().unwrap_or("undated")
    );
    writeln!(out, "{}", paint.bold(&head))?;
    writeln!(out, "  id        {}", row.id)?;
    writeln!(out, "  actor     {}", names(&row.actor))?;
    writeln!(out, "  recipient {}", names(&row.recipient))?;
    if let Some(place) = &row.place {
        let country = row
            .country
            .as_ref()
            .map_or(String::new(), |c| format!(" ({c})"));
        writeln!(out, "  place     {place}{country}")?;
    }
    if !row.context.is_empty() {
        writeln!(out, "  context   {}", row.context.join(", "))?;
    }
    if row.statuses.len() > 1 {
        let told: Vec<String> = row
            .statuses
            .iter()
            .map(|(s, day)| format!("{s} ({})", day.as_deref().unwrap_or("undated")))
            .collect();
        writeln!(out, "  told as   {}", told.join(" → "))?;
    }
    writeln!(
        out,
        "  told by   {}, {}, {}",
        output::counted(row.sources, "independent source"),
        output::counted(row.articles, "article"),
        output::counted(row.events, "mention")
    )?;
    for mention in mentions {
        let event = &mention.event;
        let cite = &event.cite_info;
        let from = [
            Some(mention.source.as_str()).filter(|s| !s.is_empty()),
            cite.date.as_deref(),
            cite.title.as_deref(),
        ];
        let from: Vec<&str> = from.into_iter().flatten().collect();
        writeln!(
            out,
            "\n{}  {}",
            paint.bold(&event.id),
            paint.dim(&from.join(" · "))
        )?;
        if let Some(url) = &cite.url {
            writeln!(out, "  {}", paint.dim(url))?;
        }
        writeln!(out, "  {}", marked(event, paint))?;
        for evidence in &event.evidence {
            writeln!(
                out,
                "  {:<22}{:<30} {}",
                evidence.field,
                one_line(&evidence.text),
                paint.dim(&evidence.rule)
            )?;
        }
        if let Some(of) = &mention.copy_of {
            writeln!(out, "  copy of   {of}")?;
        }
        match (&mention.reason, &mention.matched) {
            (Some(reason), Some(with)) => {
                writeln!(out, "  merged    with {with}: {reason}")?;
            }
            _ => writeln!(out, "  merged    first of its happening")?,
        }
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentence with the words that fields came from set off: by colour on a terminal, by brackets elsewhere.
fn marked(event: &Event, paint: Paint) -> String {
    /// Fields in the order in which they are set off.
    const FIRST: [&str; 5] = ["event", "actor", "recipient", "date", "event_loc"];
    let (text, start) = (&event.text_info.text, event.text_info.start);
    let mut spans: Vec<(usize, usize, &str)> = event
        .evidence
        .iter()
        .filter(|e| e.span.bytes[0] >= start && e.span.bytes[1] <= start + text.len())
        .map(|e| {
            let field = e.field.split(['[', '.']).next().unwrap_or_default();
            (e.span.bytes[0] - start, e.span.bytes[1] - start, field)
        })
        .collect();
    // Where several fields rest on one word, it is set off for the first.
    spans.sort_by_key(|&(from, _, field)| {
        let first = FIRST.iter().position(|f| *f == field);
        (first.unwrap_or(FIRST.len()), from)
    });
    let mut chosen: Vec<(usize, usize, &str)> = Vec::new();
    for span in spans {
        if chosen.iter().all(|c| span.1 <= c.0 || c.1 <= span.0) {
            chosen.push(span);
        }
    }
    chosen.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (from, to, field) in chosen {
        let (Some(before), Some(words)) = (text.get(at..from), text.get(from..to)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&paint.field(field, words));
        at = to;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    one_line(&out)
}

fn article(out: &mut impl Write, row: &ArticleRow) -> Result<()> {
    let paint = Paint::for_stdout();
    writeln!(
        out,
        "{}",
        paint.bold(row.title.as_deref().unwrap_or(&row.id))
    )?;
    let about = [
        Some(row.id.as_str()),
        Some(row.source.as_str()).filter(|s| !s.is_empty()),
        row.date.as_deref(),
        row.url.as_deref(),
    ];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    writeln!(out, "{}", paint.dim(&about.join(" · ")))?;
    if let Some(of) = &row.copy_of {
        writeln!(out, "{}", paint.dim(&format!("a copy of {of}")))?;
    }
    writeln!(
        out,
        "{}",
        paint.dim(&format!("coded by {} ({})", row.coder, row.model))
    )?;
    for warning in &row.warnings {
        writeln!(out, "{}", paint.dim(warning))?;
    }
    writeln!(out, "\n{}", row.text)?;
    if !row.leftovers.is_empty() {
        writeln!(out, "\n{}", paint.bold("left out of the body"))?;
        for (text, reason) in &row.leftovers {
            writeln!(out, "  {reason:<12}{}", paint.dim(text))?;
        }
    }
    Ok(())
}
