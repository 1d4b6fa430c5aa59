//! How long do many events take, and how good are bounds after a while? CPU time and peak memory.
//!
//! `cargo bench -p legation-network -- events 10000000`, `-- json 200000`, `-- noisy 60 FOLDER`: the last writes its graphs
//! to the folder, for other solvers to try.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use network::graph::Builder;
use network::ledger::{Gatherer, Options};
use network::{period::Step, series, tally::Weight, window};
use plover::outline::{Outline, Party};
use plover::{CountryCode, Date, EventType, Status};

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let number = |at: usize, other: usize| {
        arguments
            .get(at)
            .and_then(|a| a.parse().ok())
            .unwrap_or(other)
    };
    match arguments.first().map(String::as_str) {
        Some("events") => events(number(1, 1_000_000)),
        Some("json") => json(number(1, 100_000)),
        Some("noisy") => noisy(number(1, 10), arguments.get(2).map(String::as_str)),
        _ => {
            events(1_000_000);
            json(100_000);
            noisy(5, None);
        }
    }
}

/// Events of 20 years between 195 countries, some pairs far more often than others.
fn each(count: usize, mut see: impl FnMut(u32, &Outline<'_>)) {
    let codes: Vec<CountryCode> = CountryCode::all().filter(|c| c.cow().is_some()).collect();
    let mut chance = Chance(1);
    let first = Date::new(2000, 1, 1).map_or(0, Date::to_days);
    let mut happening = String::new();
    let party = |code| {
        vec![Party {
            code: Some(code),
            ..Party::default()
        }]
    };
    for i in 0..count {
        let mut pick = || {
            // The lower of two draws: low numbers come more often.
            let (x, y) = (chance.below(codes.len()), chance.below(codes.len()));
            codes[x.min(y)]
        };
        let (a, b) = (pick(), pick());
        let event = EventType::ALL[chance.below(EventType::ALL.len())];
        let day = Date::from_days(first + i32::try_from(chance.below(7305)).unwrap_or(0));
        happening.clear();
        let _ = write!(happening, "article{}-h{}", chance.below(count), i % 3);
        see(
            u32::try_from(i).unwrap_or(u32::MAX),
            &Outline {
                id: "".into(),
                date: Some((day, day)),
                actor: party(a),
                recipient: party(b),
                event,
                mode: None,
                status: Status::Occurred,
                quad: event.quad(),
                scale: event.base_score(),
                confidence: Some(chance.unit()),
                happening: Some(happening.as_str().into()),
            },
        );
    }
}

fn events(count: usize) {
    let start = ProcessTime::now();
    let mut seen = 0u64;
    each(count, |key, event| {
        seen = seen.wrapping_add(u64::from(key) + event.actor.len() as u64);
    });
    let making = start.elapsed();
    let start = ProcessTime::now();
    let mut gatherer = Gatherer::new(Options::default());
    each(count, |key, event| gatherer.add(key, event));
    let gathered = start.elapsed().saturating_sub(making);
    let start = ProcessTime::now();
    let ledger = gatherer.close();
    let closed = start.elapsed();
    let start = ProcessTime::now();
    let options = series::Options {
        step: Step::Month,
        from: None,
        to: None,
        weight: Weight::Score,
        half_life: 90.0,
        bootstrap: None,
        changes: false,
    };
    let mut periods = 0;
    for &dyad in ledger.dyads() {
        periods += series::series(&ledger, dyad, &options).map_or(0, |s| s.periods.len());
    }
    let told = start.elapsed();
    let start = ProcessTime::now();
    let network = window::network(&ledger, &window::Options::default());
    let drawn = start.elapsed();
    println!(
        "{count} events: gathered {gathered:.2?}, sorted {closed:.2?}, {} monthly series of {periods} periods {told:.2?}, \
         network of {} ties with stability {drawn:.2?}; in all {:.2?} CPU, peak memory {} ({seen})",
        ledger.dyads().len(),
        network.ties.len(),
        gathered + closed + told + drawn,
        peak()
    );
}

/// The most memory the process had, where the system tells it.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |l| l.trim().to_owned())
}

fn json(count: usize) {
    let mut lines = Vec::new();
    each(count, |key, event| {
        let side = |p: &[Party<'_>]| {
            let code = p
                .first()
                .and_then(|p| p.code)
                .map_or("", CountryCode::as_str);
            format!(
                "[{{\"code\":\"{code}\",\"sector\":[\"GOV\"],\"entity_text\":\"the government\"}}]"
            )
        };
        let date = event.date.map(|d| d.0.to_string()).unwrap_or_default();
        lines.push(format!(
            "{{\"id\":\"article{key}-1\",\"article\":\"article{key}\",\"date\":\"{date}\",\"actor\":{},\"recipient\":{},\
             \"event\":\"{}\",\"mode\":[],\"context\":[],\"status\":\"occurred\",\"event_text\":[\"said\"],\"quad_code\":{},\
             \"event_scale\":{},\"confidence\":0.9,\"happening\":\"{}\"}}",
            side(&event.actor),
            side(&event.recipient),
            event.event,
            event.quad.code(),
            event.scale,
            event.happening.as_deref().unwrap_or_default()
        ));
    });
    let bytes: usize = lines.iter().map(String::len).sum();
    let start = ProcessTime::now();
    let mut gatherer = Gatherer::new(Options::default());
    let mut read = 0;
    for (key, line) in (0..).zip(&lines) {
        if let Ok(event) = Outline::read(line.as_bytes()) {
            gatherer.add(key, &event);
            read += 1;
        }
    }
    let spent = start.elapsed();
    println!(
        "{read} lines of {} bytes read and gathered in {spent:.2?} CPU: {:.0} MB/s, {:.1} s for ten million",
        bytes / count.max(1),
        bytes as f64 / 1e6 / spent.as_secs_f64(),
        spent.as_secs_f64() * 1e7 / count as f64
    );
}

/// Two hidden camps of 190 actors and 1,000 edges, of whose signs a share is wrong.
fn noisy(seconds: usize, folder: Option<&str>) {
    for noise in [10, 20, 25, 30] {
        for seed in 1..=3u64 {
            let mut chance = Chance(seed * 1000 + noise);
            let camp: Vec<bool> = (0..190).map(|_| chance.unit() < 0.5).collect();
            let mut edges = std::collections::BTreeMap::new();
            while edges.len() < 1000 {
                let (a, b) = (chance.below(190), chance.below(190));
                let positive = (camp[a] == camp[b]) ^ (chance.unit() < noise as f64 / 100.0);
                if a != b {
                    edges.entry((a.min(b), a.max(b))).or_insert(positive);
                }
            }
            let mut builder = Builder::default();
            let mut table = String::from("a\tb\tsign\n");
            for (&(a, b), &positive) in &edges {
                builder.add(&format!("{a:03}"), &format!("{b:03}"), positive);
                let _ = writeln!(table, "{a:03}\t{b:03}\t{}", if positive { 1 } else { -1 });
            }
            if let Some(folder) = folder {
                let _ = fs::create_dir_all(folder);
                let _ = fs::write(format!("{folder}/noisy-{noise}-{seed}.tsv"), table);
            }
            let (graph, _) = builder.build();
            let (start, cpu) = (Instant::now(), ProcessTime::now());
            // CPU time is the budget: other work on the machine does not count.
            let limit = Duration::from_secs(seconds as u64);
            let found = network::frustration::frustration(&graph, &|| {
                cpu.elapsed().as_secs_f64() / limit.as_secs_f64()
            });
            println!(
                "noise {noise} % seed {seed}: {} to {}, gap {:.1} %, {:.1?} CPU, {:.1?}",
                found.lower,
                found.upper,
                100.0 * (found.upper - found.lower) as f64 / found.upper.max(1) as f64,
                cpu.elapsed(),
                start.elapsed()
            );
        }
    }
}
