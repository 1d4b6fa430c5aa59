//! `legation watch`: feeds into an archive. It opens connections, within the limits of the `fetch` crate.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use archive::Archive;
use watch::{List, News, Outcome, Settings, Stop, Summary};

use crate::args::WatchArgs;
use crate::output::{self, counted};

pub(crate) fn run(args: &WatchArgs) -> Result<bool> {
    let file = args.feeds.display().to_string();
    let text = fs::read_to_string(&args.feeds)
        .with_context(|| format!("{file}: it cannot be read as UTF-8 text"))?;
    let mut list = List::parse(&file, &text)?;
    list.fetch.allow = args.allowed.addresses();
    let engine = super::engine(args.coding.model.model(), &args.coding.overlays)?;
    let mut archive = Archive::create(&args.archive)?;
    let stop = Stop::default();
    on_signal(stop.clone())?;
    let settings = Settings {
        once: args.once,
        ingest: archive::Options {
            threads: args.coding.threads.unwrap_or(0),
            min_confidence: args.coding.min_confidence,
            ..archive::Options::default()
        },
        stop,
        ..Settings::new(&now, &tell)
    };
    if !args.once {
        output::note(&format!(
            "{} of {file} are followed",
            count(list.feeds.len(), "feed")
        ));
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

/// Stop at the first signal to end. At the second the process ends as it would have without us: the archive is none
/// the worse for it.
fn on_signal(stop: Stop) -> Result<()> {
    let cannot = "signals cannot be listened to";
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().context(cannot)?;
    let mut signals = runtime.block_on(async { Signals::new() }).context(cannot)?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            output::note("stopping: what is being written is finished");
            stop.set();
            signals.next().await;
            #[expect(clippy::exit, reason = "whoever asks twice does not want to wait")]
            std::process::exit(130);
        });
    });
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        std::future::poll_fn(|cx| {
            let interrupt = self.interrupt.poll_recv(cx).is_ready();
            let terminate = self.terminate.poll_recv(cx).is_ready();
            if interrupt || terminate {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
