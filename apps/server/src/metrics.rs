//! What the service did, as Prometheus reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the classes of durations, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Counters.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), Durations>>,
    /// Articles coded.
    pub(crate) coded: AtomicU64,
    /// Events coded of them.
    pub(crate) events: AtomicU64,
}

#[derive(Debug, Default)]
struct Durations {
    classes: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// A request was answered. `route` is the pattern, not the address: there are few of them.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let of = requests.entry((route.to_owned(), status)).or_default();
        of.count += 1;
        of.seconds += seconds;
        for (class, upper) in of.classes.iter_mut().zip(BUCKETS) {
            *class += u64::from(seconds <= upper);
        }
    }

    /// All of them, and the archive's size.
    pub(crate) fn text(&self, size: (i64, i64, i64)) -> String {
        let mut out = String::new();
        let mut line = |text: std::fmt::Arguments<'_>| {
            let _ = writeln!(out, "{text}");
        };
        for (name, help, value) in [
            ("articles", "Articles in the archive.", size.0),
            ("events", "Events in the archive.", size.1),
            ("happenings", "Happenings in the archive.", size.2),
        ] {
            line(format_args!("# HELP legation_{name} {help}"));
            line(format_args!("# TYPE legation_{name} gauge"));
            line(format_args!("legation_{name} {value}"));
        }
        for (name, help, value) in [
            (
                "coded_articles_total",
                "Articles coded on request.",
                &self.coded,
            ),
            (
                "coded_events_total",
                "Events coded on request.",
                &self.events,
            ),
        ] {
            line(format_args!("# HELP legation_{name} {help}"));
            line(format_args!("# TYPE legation_{name} counter"));
            line(format_args!(
                "legation_{name} {}",
                value.load(Ordering::Relaxed)
            ));
        }
        let name = "legation_http_request_duration_seconds";
        line(format_args!(
            "# HELP {name} Requests answered, and how long it took."
        ));
        line(format_args!("# TYPE {name} histogram"));
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), of) in &*requests {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (class, upper) in of.classes.iter().zip(BUCKETS) {
                line(format_args!(
                    "{name}_bucket{{{labels},le=\"{upper}\"}} {class}"
                ));
            }
            line(format_args!(
                "{name}_bucket{{{labels},le=\"+Inf\"}} {}",
                of.count
            ));
            line(format_args!("{name}_sum{{{labels}}} {}", of.seconds));
            line(format_args!("{name}_count{{{labels}}} {}", of.count));
        }
        out
    }
}
