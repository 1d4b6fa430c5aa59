//! What an ingest costs above coding, and how long questions take: `cargo bench -p legation-archive [-- ARCHIVE|FOLDER]`.
//!
//! The first by CPU time of the process, one thread coding, on articles made of the codebook's own sentences, which tell of
//! an act each, or on the files of a folder, as they come off the web. The second on an archive that `cargo xtask archive` made, warm: each question once unseen, then the median, slowest and fastest of
//! several: by CPU time, and by the clock, in which a busy machine shows.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use archive::{Archive, Engine, Filter, Options, Source};
use cpu_time::ProcessTime;

const ROUNDS: usize = 9;
const ARTICLES: usize = 600;
/// Sentences of an article.
const SENTENCES: usize = 18;

fn main() {
    let file = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    match file.as_deref().map(Path::new) {
        Some(folder) if folder.is_dir() => overhead(&|_| pages(folder)),
        Some(file) => questions(file),
        None => overhead(&articles),
    }
}

fn articles(engine: &Engine) -> Vec<Source> {
    let sentences: Vec<&str> = engine
        .coder
        .codebook()
        .examples()
        .iter()
        .map(|e| e.text.as_str())
        .collect();
    (0..ARTICLES)
        .map(|i| {
            let chosen =
                (0..SENTENCES).map(|k| sentences[(i * 7919 + k * 104_729) % sentences.len()]);
            let text = chosen.collect::<Vec<_>>().join(" ");
            let mut source = Source::text(&format!("a{i}"), &text);
            source.options.date = Some(format!("2021-{:02}-{:02}", 1 + i % 12, 1 + i % 28));
            source.options.url = Some(format!("https://host{}.example/{i}", i % 40));
            source
        })
        .collect()
}

/// The files of a folder.
fn pages(folder: &Path) -> Vec<Source> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.display().to_string();
        let mut source = Source::text(&name, "");
        source.bytes = std::fs::read(path).expect("a file");
        source.options.format = None;
        source
    };
    paths.iter().map(read).collect()
}

fn overhead(articles: &dyn Fn(&Engine) -> Vec<Source>) {
    for (name, model) in [
        ("standard", syntax::Model::Standard),
        ("fast", syntax::Model::Fast),
    ] {
        let engine = Engine::embedded(model);
        let sources = articles(&engine);
        black_box(engine.run(&sources[0].bytes, &sources[0].options));
        let start = ProcessTime::now();
        for source in &sources {
            black_box(engine.run(&source.bytes, &source.options));
        }
        let coding = start.elapsed();
        let path =
            std::env::temp_dir().join(format!("legation-bench-{}.legation", std::process::id()));
        let mut archive = Archive::create(&path).expect("a file to write to");
        let options = Options {
            threads: 1,
            ..Options::default()
        };
        let start = ProcessTime::now();
        archive
            .ingest(&engine, sources, &options, &|_| {})
            .expect("it is written");
        let ingest = start.elapsed();
        let (articles, events, happenings) = archive.size().expect("counts");
        drop(archive);
        std::fs::remove_file(&path).expect("it was there");
        println!(
            "{name}: coding {:.2} s, ingest {:.2} s CPU: {:.1} % above; {articles} articles, {events} events, {happenings} happenings",
            coding.as_secs_f64(),
            ingest.as_secs_f64(),
            100.0 * (ingest.as_secs_f64() / coding.as_secs_f64() - 1.0)
        );
    }
}

fn questions(path: &Path) {
    let archive = Archive::open(path).expect("an archive");
    let (articles, events, happenings) = archive.size().expect("counts");
    println!("{articles} articles, {events} events, {happenings} happenings");
    let months = archive.monthly().expect("counts");
    let busiest = archive.top_dyads(2016, 7, 1).expect("dyads").remove(0);
    let who = |text: &str| Some(text.parse().expect("somebody"));
    let page = |filter: &Filter| archive.query(filter).expect("an answer").len();
    show("one dyad's daily series, the busiest", || {
        archive
            .daily(&busiest.actor, &busiest.recipient, None, None)
            .expect("days")
            .len()
    });
    show("top 20 dyads of a month", || {
        archive.top_dyads(2016, 7, 20).expect("dyads").len()
    });
    show("full text, rare words", || {
        archive
            .search("observatory AND \"417 crates\"", 50)
            .expect("found")
            .len()
    });
    show("full text, a phrase", || {
        archive
            .search("\"two islands and 500 crates\"", 50)
            .expect("found")
            .len()
    });
    show("full text, words of most sentences", || {
        archive.search("crates AND page", 50).expect("found").len()
    });
    show("full text over articles", || {
        archive
            .search_articles("observatory lighthouse", 50)
            .expect("found")
            .len()
    });
    let actor = Filter {
        actor: who(&busiest.actor),
        limit: 50,
        ..Filter::default()
    };
    show("a page of one actor", || page(&actor));
    let filtered = Filter {
        actor: who(&busiest.actor),
        event: vec![plover::EventType::Assault],
        status: vec![plover::Status::Occurred],
        since: plover::Date::parse("2015-01-01"),
        until: plover::Date::parse("2018-12-31"),
        min_sources: Some(2),
        limit: 50,
        ..Filter::default()
    };
    show("a page of one actor, type, status, years, sources", || {
        page(&filtered)
    });
    let between = Filter {
        between: who(&busiest.actor).zip(who(&busiest.recipient)),
        limit: 50,
        ..Filter::default()
    };
    show("a page between two", || page(&between));
    let words = Filter {
        text: Some("\"lighthouse and 417\"".to_owned()),
        limit: 50,
        ..Filter::default()
    };
    show("a page by words", || page(&words));
    let kind = Filter {
        event: vec![plover::EventType::Concede],
        limit: 50,
        ..Filter::default()
    };
    show("a page of one type", || page(&kind));
    show("month by type over everything", || {
        archive.monthly().expect("counts").len()
    });
    println!("({} rows of months)", months.len());
}

fn show(name: &str, mut ask: impl FnMut() -> usize) {
    let rows = ask();
    let (mut cpu, mut wall): (Vec<Duration>, Vec<Duration>) = (0..ROUNDS)
        .map(|_| {
            let (start, clock) = (ProcessTime::now(), Instant::now());
            black_box(ask());
            (start.elapsed(), clock.elapsed())
        })
        .unzip();
    let told = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        let ms = |t: Option<&Duration>| t.map_or(0.0, |t| t.as_secs_f64() * 1e3);
        format!(
            "{:>7.2} ms ({:.2} to {:.2})",
            ms(times.get(ROUNDS / 2)),
            ms(times.first()),
            ms(times.last())
        )
    };
    println!(
        "{name:<52} {} CPU, {} clock, {rows} rows",
        told(&mut cpu),
        told(&mut wall)
    );
}
