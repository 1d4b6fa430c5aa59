//! What must not harm an archive: no room, no right to write, others who write, and readers meanwhile.

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use archive::{Archive, Filter, OpenError, Options, Source, StoreError};
use common::{ENGINE, article, folder, ingest};

fn sources(from: usize, to: usize) -> Vec<Source> {
    let text = |i: usize| {
        format!(
            "Rebels attacked Malian soldiers near village {i} on Tuesday. Nobody said why {i} lorries burned."
        )
    };
    (from..to)
        .map(|i| article(&format!("a{i}"), "2020-03-12", "north", &text(i)))
        .collect()
}

fn healthy(archive: &Archive) {
    for check in archive.doctor().expect("looked at") {
        assert_eq!(check.faults, Vec::<String>::new(), "{}", check.name);
    }
}

#[test]
fn a_full_disk_ends_an_ingest_and_loses_nothing() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let first = ingest(&path, sources(0, 20));
    assert_eq!(first.stored, 20);
    let mut archive = Archive::create(&path).expect("it opens");
    let pages = std::fs::metadata(&path).expect("a file").len() / 4096;
    archive
        .set_max_pages(u32::try_from(pages).expect("small") + 60)
        .expect("set");
    let options = Options {
        batch: 10,
        ..Options::default()
    };
    let error = archive
        .ingest(&ENGINE, sources(0, 2000), &options, &|_| {})
        .expect_err("no room");
    assert!(matches!(error, StoreError::Full(_)), "{error}");
    assert!(error.to_string().contains("no room left"), "{error}");
    healthy(&archive);
    let (articles, ..) = archive.size().expect("counts");
    assert!((20..2000).contains(&articles), "{articles}");
    drop(archive);
    // With room again, the same inputs go on from there.
    let rest = ingest(&path, sources(0, 200));
    assert_eq!(rest.stored + rest.known, 200);
    let archive = Archive::open(&path).expect("it opens");
    healthy(&archive);
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn a_file_that_may_only_be_read_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, sources(0, 3));
    let set =
        |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("set");
    set(0o444);
    let bytes = std::fs::read(&path).expect("bytes");
    let archive = Archive::open(&path).expect("it may be read");
    assert_eq!(archive.size().expect("counts").0, 3);
    drop(archive);
    if std::fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("skipped: this user may write to every file");
    } else {
        let error = Archive::create(&path).expect_err("it may not be written");
        assert!(
            matches!(error, OpenError::Store(StoreError::ReadOnly(_))),
            "{error}"
        );
        assert!(
            error.to_string().contains("may not be written to"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read(&path).expect("bytes"), bytes);
    set(0o644);
    // Who opened it to read cannot write by mistake either.
    let mut archive = Archive::open(&path).expect("it opens");
    let error = archive
        .write(ENGINE.material(), Vec::new())
        .expect_err("a reader");
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
}

#[test]
fn a_second_writer_waits_and_then_says_so() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, sources(0, 3));
    let holder = rusqlite::Connection::open(&path).expect("a file");
    holder.execute_batch("BEGIN IMMEDIATE").expect("held");
    let mut second = Archive::create(&path).expect("it opens");
    second.set_wait(1).expect("set");
    let error = second
        .ingest(&ENGINE, sources(3, 6), &Options::default(), &|_| {})
        .expect_err("held by another");
    assert_eq!(
        error.to_string(),
        format!(
            "{}: another process is writing to it; waited 1 s",
            path.display()
        )
    );
    holder.execute_batch("COMMIT").expect("let go");
    let summary = second
        .ingest(&ENGINE, sources(3, 6), &Options::default(), &|_| {})
        .expect("written");
    assert_eq!(summary.stored, 3);
}

#[test]
fn two_ingests_of_the_same_articles_double_nothing() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    drop(Archive::create(&path).expect("it is made"));
    let options = Options {
        batch: 5,
        threads: 1,
    };
    let run = || {
        let mut archive = Archive::create(&path).expect("it opens");
        let summary = archive.ingest(&ENGINE, sources(0, 100), &options, &|_| {});
        summary.expect("written").stored
    };
    let stored = std::thread::scope(|s| {
        let (a, b) = (s.spawn(run), s.spawn(run));
        a.join().expect("done") + b.join().expect("done")
    });
    assert_eq!(stored, 100);
    let archive = Archive::open(&path).expect("it opens");
    assert_eq!(archive.size().expect("counts").0, 100);
    healthy(&archive);
}

#[test]
fn readers_see_whole_articles_while_others_write() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    drop(Archive::create(&path).expect("it is made"));
    let (done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|s| {
        s.spawn(|| {
            let mut last = 0;
            while !done.load(Ordering::Relaxed) {
                let archive = Archive::open(&path).expect("it opens");
                let (articles, ..) = archive.size().expect("counts");
                assert!(articles >= last, "an article went away");
                last = articles;
                for row in archive
                    .query(&Filter {
                        limit: 5,
                        ..Filter::default()
                    })
                    .expect("an answer")
                {
                    let (_, mentions) = archive.happening(&row.id).expect("read").expect("there");
                    assert!(!mentions.is_empty());
                }
                reads.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut archive = Archive::create(&path).expect("it opens");
        let options = Options {
            batch: 10,
            ..Options::default()
        };
        archive
            .ingest(&ENGINE, sources(0, 300), &options, &|_| {})
            .expect("written");
        done.store(true, Ordering::Relaxed);
    });
    assert!(reads.load(Ordering::Relaxed) > 0);
}
