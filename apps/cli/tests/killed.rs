//! Killed at any moment, an ingest loses no article that it had committed, doubles none, and goes on.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use archive::Archive;

/// Kills that must have hit an ingest at work.
const KILLS: usize = 50;
/// Articles of an archive.
const ARTICLES: usize = 150;

fn legation(archive: &Path, input: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legation"));
    command
        .args(["ingest", "--model", "fast", "--batch", "7"])
        .args([archive, input])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Ids of the articles and what is said of all happenings.
fn told(path: &Path) -> (Vec<String>, String) {
    let archive = Archive::open(path).expect("it opens after a kill");
    for check in archive.doctor().expect("looked at") {
        assert_eq!(check.faults, Vec::<String>::new(), "{}", check.name);
    }
    let mut ids = Vec::new();
    for i in 0..ARTICLES {
        let id = format!("a{i}");
        if archive.article(&id).expect("read").is_some() {
            ids.push(id);
        }
    }
    let (articles, ..) = archive.size().expect("counts");
    assert_eq!(
        i64::try_from(ids.len()),
        Ok(articles),
        "an article is there twice"
    );
    let mut out = String::new();
    archive
        .each_happening(|row| {
            writeln!(out, "{}", serde_json::to_string(&row).expect("JSON")).expect("a string");
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
    (ids, out)
}

#[test]
fn an_ingest_killed_fifty_times_ends_as_one_that_never_was() {
    let folder = std::env::temp_dir().join(format!("legation-killed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let file = |name: &str| -> PathBuf { folder.join(name) };
    let mut lines = String::new();
    for i in 0..ARTICLES {
        let text = format!(
            "Rebels attacked Malian soldiers near village {} on Tuesday. The army had left it {i} days before.",
            i % 90
        );
        let day = 1 + i % 28;
        let line = serde_json::json!({"id": format!("a{i}"), "date": format!("2020-03-{day:02}"), "text": text});
        writeln!(lines, "{line}").expect("a string");
    }
    let input = file("in.jsonl");
    std::fs::write(&input, lines).expect("written");
    let whole = file("whole.legation");
    let start = std::time::Instant::now();
    assert!(
        legation(&whole, &input)
            .status()
            .expect("it runs")
            .success()
    );
    // Whatever else the machine does: kills fall within the time that a whole run takes.
    let time = u64::try_from(start.elapsed().as_millis())
        .expect("milliseconds")
        .max(50);
    let whole = told(&whole);
    assert_eq!(whole.0.len(), ARTICLES);

    let (mut kills, mut round, mut seed) = (0, 0, 1_u64);
    while kills < KILLS {
        round += 1;
        let path = file(&format!("{round}.legation"));
        let mut before: Vec<String> = Vec::new();
        loop {
            let mut child = legation(&path, &input).spawn().expect("it runs");
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(Duration::from_millis((seed >> 33) % time));
            let ended = child.try_wait().expect("asked").is_some();
            // The system's own kill: nothing of the process runs after it.
            let _ = child.kill();
            child.wait().expect("it is gone");
            kills += usize::from(!ended);
            if !path.exists() || std::fs::metadata(&path).expect("a file").len() == 0 {
                continue;
            }
            let now = match Archive::open(&path) {
                // Killed before the first commit: there is nothing yet, and the next run makes it.
                Err(archive::OpenError::Missing(_)) => continue,
                _ => told(&path),
            };
            for id in &before {
                assert!(now.0.contains(id), "{id} was committed and is lost");
            }
            before.clone_from(&now.0);
            if ended || kills >= KILLS {
                break;
            }
        }
        assert!(legation(&path, &input).status().expect("it runs").success());
        assert!(
            told(&path) == whole,
            "round {round}: not what an ingest in one go gives"
        );
    }
    std::fs::remove_dir_all(&folder).expect("it was there");
}
