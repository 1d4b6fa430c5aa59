//! `legation watch`: feeds into an archive. It opens connections, within the limits of the `fetch` crate.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use archive::Archive;
use watch::{List, News, Outcome, Settings, Stop, Summary};

use crate::args::WatchArgs;
use crate::output::{self, counted};
use crate::signal;

pub(crate) fn run(args: &WatchArgs) -> Result<bool> {
    let file = args.feeds.display().to_string();
    let read = || {
        let text = fs::read_to_string(&args.feeds)
            .with_context(|| format!("{file}: it cannot be read as UTF-8 text"))?;
        let mut list = List::parse(&file, &text)?;
        list.fetch.allow = args.allowed.addresses();
        anyhow::Ok(list)
    };
    let followed = |list: &List| {
        let feeds = count(list.feeds.len(), "feed");
        output::note(&format!("{feeds} of {file} are followed"));
    };
    let seen = Cell::new(stamp(&args.feeds));
    let list = read()?;
    let engine = super::engine(args.coding.model.model(), &args.coding.overlays)?;
    let mut archive = Archive::create(&args.archive)?;
    let stop = Stop::default();
    let enough = stop.clone();
    signal::on_end(move || enough.set())?;
    // One that cannot be read is told of, and the list before goes on.
    let changed = || {
        let now = stamp(&args.feeds);
        if seen.replace(now) == now {
            return None;
        }
        match read() {
            Ok(list) => {
                followed(&list);
                Some(list)
            }
            Err(error) => {
                output::note(&format!("{error:#}; the list before is followed on"));
                None
            }
        }
    };
    let settings = Settings {
        once: args.once,
        ingest: archive::Options {
            threads: args.coding.threads.unwrap_or(0),
            ..archive::Options::default()
        },
        stop,
        changed: &changed,
        ..Settings::new(&now, &tell)
    };
    if !args.once {
        followed(&list);
    }
    let summary = watch::follow(&mut archive, &engine, &list, &settings)?;
    output::note(&told(&summary));
    let (articles, events, happenings) = archive.size()?;
    output::note(&format!(
        "{}: {articles} articles, {events} events, {happenings} happenings",
        args.archive.display()
    ));
    Ok(!args.once || (summary.failed == 0 && !summary.stopped))
}

/// What of a file is another when it was written anew; none while it is away.
fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

fn tell(news: &News<'_>) {
    let line = match news {
        News::Feed { feed, outcome } => match outcome {
            Outcome::Read {
                entries,
                new,
                missed,
                left,
                moved,
            } => {
                let mut parts = Vec::new();
                if *new > 0 {
                    parts.push(format!(
                        "{new} new of {}",
                        count_as(*entries, "entry", "entries")
                    ));
                }
                if *missed > 0 {
                    parts.push(format!("{} could not be had", count(*missed, "page")));
                }
                if *left > 0 {
                    parts.push(format!("{left} left for the next time"));
                }
                if let Some(to) = moved {
                    parts.push(format!("it moved to {to}"));
                }
                if parts.is_empty() {
                    return;
                }
                format!("{}: {}", feed.name, parts.join(", "))
            }
            Outcome::Failed { reason, wait } => {
                let named = if feed.name == feed.url {
                    feed.name.clone()
                } else {
                    format!("{} ({})", feed.name, feed.url)
                };
                format!("{named}: {reason}; it is left alone for {}", span(*wait))
            }
            _ => return,
        },
        News::Fault { feed, fault } => format!("{}: {fault}", feed.name),
        News::Page { url, fault, again } => {
            let again = if *again {
                "; it will be tried again"
            } else {
                ""
            };
            format!("{url}: {fault}{again}")
        }
        News::Warning { name, warning } => format!("{name}: {warning}"),
        News::Busy(error) => format!("{error}; it is tried again"),
        _ => return,
    };
    output::note(&line);
}

fn told(summary: &Summary) -> String {
    let Summary {
        feeds,
        asked,
        unchanged,
        failed,
        missed,
        left,
        ingested,
        stopped,
    } = summary;
    let stopped = if *stopped { "stopped: " } else { "" };
    format!(
        "{stopped}{}, asked {asked} times ({unchanged} unchanged, {failed} failed), {} stored ({} with nothing to code), {} there before, {} that could not be had, {left} left for the next time",
        count(*feeds, "feed"),
        count(ingested.stored, "article"),
        ingested.unusable,
        ingested.known,
        count(*missed, "page"),
    )
}

fn count(n: usize, thing: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), thing)
}

fn count_as(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}
