//! Against a server on this machine, by a clock that the test sets: what is new, what is not asked for again, what fails.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use archive::{Archive, Engine, Filter, Source};
use tempfile::TempDir;
use watch::{List, News, Outcome, Settings, Stop, Summary};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded(syntax::Model::Fast));

/// A status, fields of the head, a body.
type Answer = (u16, String, String);

/// A server whose answers can be changed.
#[derive(Clone)]
struct Site {
    at: String,
    answers: Arc<Mutex<BTreeMap<String, Answer>>>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new() -> Self {
        Self::with(|_| {})
    }

    /// One that does something when asked for a path, before it answers.
    fn with(before: impl Fn(&str) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let site = Self {
            at: format!("http://{}", listener.local_addr().expect("it has one")),
            answers: Arc::default(),
            heads: Arc::default(),
        };
        let (answers, heads) = (site.answers.clone(), site.heads.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut head = String::new();
                let mut lines = BufReader::new(&stream);
                while lines.read_line(&mut head).is_ok_and(|n| n > 2) {}
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let conditional = head
                    .lines()
                    .find_map(|l| l.strip_prefix("if-none-match: ").map(str::to_owned));
                heads.lock().expect("no panic").push(head);
                before(&path);
                let answer = answers.lock().expect("no panic").get(&path).cloned();
                let (status, fields, body) =
                    answer.unwrap_or_else(|| (404, String::new(), "no".to_owned()));
                let same =
                    conditional.is_some_and(|tag| fields.contains(&format!("ETag: {tag}\r\n")));
                let (status, body) = if same {
                    (304, String::new())
                } else {
                    (status, body)
                };
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{fields}\r\n{body}",
                    body.len()
                );
            }
        });
        site
    }

    fn set(&self, path: &str, status: u16, fields: &str, body: &str) -> &Self {
        let answer = (status, fields.to_owned(), body.to_owned());
        self.answers
            .lock()
            .expect("no panic")
            .insert(path.to_owned(), answer);
        self
    }

    /// A page whose one sentence names the day.
    fn page(&self, path: &str, words: &str) -> &Self {
        let html = format!(
            "<html><head><title>Talks</title></head><body><article><p>{words} on Tuesday, the foreign ministry said in a short statement to the press.</p>\
             <p>The ambassador was told of the decision in the morning, and left the ministry without a word.</p></article></body></html>"
        );
        self.set(
            path,
            200,
            "Content-Type: text/html; charset=utf-8\r\n",
            &html,
        )
    }

    /// A feed that gives summaries of these pages.
    fn feed(&self, path: &str, fields: &str, pages: &[&str]) -> &Self {
        let items: Vec<String> = pages
            .iter()
            .map(|p| {
                format!(
                    "<item><guid>{p}</guid><link>{p}</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>In short.</description></item>"
                )
            })
            .collect();
        let items = items.concat();
        let feed = format!("<rss version=\"2.0\"><channel>{items}</channel></rss>");
        self.set(path, 200, fields, &feed)
    }

    /// What was asked for since the last time.
    fn asked(&self) -> Vec<String> {
        let heads = std::mem::take(&mut *self.heads.lock().expect("no panic"));
        heads
            .iter()
            .filter_map(|h| h.split(' ').nth(1).map(str::to_owned))
            .collect()
    }
}

/// An archive in a folder that goes away, and a clock.
struct Desk {
    folder: TempDir,
    now: AtomicI64,
    told: Mutex<Vec<String>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder for the test"),
            now: AtomicI64::new(1_700_000_000),
            told: Mutex::default(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("news.legation")
    }

    fn list(feeds: &[String], more: &str) -> List {
        let feeds: Vec<String> = feeds
            .iter()
            .map(|url| format!("[[feed]]\nurl = \"{url}\"\nname = \"Post\"\n"))
            .collect();
        let feeds = feeds.concat();
        let text = format!("delay = \"0s\"\n{more}\n{feeds}");
        let mut list = List::parse("feeds.toml", &text).expect("it is in order");
        list.fetch.allow = fetch::Allow::These(vec![IpAddr::from([127, 0, 0, 1])]);
        list
    }

    fn follow(&self, list: &List, once: bool, stop: &Stop, step: i64) -> Summary {
        let mut archive = Archive::create(&self.path()).expect("it opens");
        let now = || self.now.fetch_add(step, Ordering::SeqCst);
        let tell = |news: &News<'_>| {
            let line = match news {
                News::Feed { feed, outcome } => match outcome {
                    Outcome::Read {
                        entries,
                        new,
                        missed,
                        left,
                        moved,
                    } => format!(
                        "{}: {new} new, {missed} missed, {left} left of {entries}{}",
                        feed.name,
                        if moved.is_some() { ", moved" } else { "" }
                    ),
                    Outcome::Failed { reason, wait } => {
                        format!("{}: {reason} ({wait} s)", feed.name)
                    }
                    _ => format!("{}: unchanged", feed.name),
                },
                News::Fault { feed, fault } => format!("{}: {fault}", feed.name),
                News::Page { url, fault, again } => {
                    let path = url.rsplit('/').next().unwrap_or_default();
                    format!("{path}: {fault}{}", if *again { ", again" } else { "" })
                }
                other => format!("{other:?}"),
            };
            self.told.lock().expect("no panic").push(line);
        };
        let settings = Settings {
            once,
            stop: stop.clone(),
            ..Settings::new(&now, &tell)
        };
        watch::follow(&mut archive, &ENGINE, list, &settings).expect("it is followed")
    }

    /// Each feed once.
    fn once(&self, list: &List) -> Summary {
        self.follow(list, true, &Stop::default(), 0)
    }

    fn told(&self) -> Vec<String> {
        std::mem::take(&mut *self.told.lock().expect("no panic"))
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// What is stored.
    fn articles(&self) -> i64 {
        let archive = Archive::open(&self.path()).expect("it opens");
        for check in archive.doctor().expect("looked at") {
            assert_eq!(check.faults, Vec::<String>::new(), "{}", check.name);
        }
        archive.size().expect("counts").0
    }
}

#[test]
fn what_is_new_is_fetched_once_and_what_did_not_change_is_not_sent() {
    let (site, desk) = (Site::new(), Desk::new());
    site.page("/1", "France expelled two Russian diplomats")
        .page("/2", "Kenya signed a treaty with Ethiopia");
    site.feed(
        "/feed",
        "ETag: \"a\"\r\nLast-Modified: Tue, 05 Mar 2024 10:00:00 GMT\r\n",
        &["/1"],
    );
    let list = Desk::list(&[format!("{}/feed", site.at)], "");
    let summary = desk.once(&list);
    assert_eq!((summary.asked, summary.ingested.stored), (1, 1));
    assert_eq!(site.asked(), ["/robots.txt", "/feed", "/1"]);
    assert_eq!(desk.told(), ["Post: 1 new, 0 missed, 0 left of 1"]);

    // As `legation ingest` would have stored it.
    let archive = Archive::open(&desk.path()).expect("it opens");
    let stored = archive
        .article("/1")
        .expect("read")
        .expect("by the id that the feed gives");
    assert_eq!(stored.url, Some(format!("{}/1", site.at)));
    assert_eq!(stored.date.as_deref(), Some("2024-03-05"));
    let found = archive.query(&Filter::default()).expect("asked");
    assert_eq!(found.len(), 1, "{found:?}");
    drop(archive);
    let body = site.answers.lock().expect("no panic")["/1"].2.clone();
    let again = Source {
        bytes: body.into_bytes(),
        options: page::Options {
            id: Some("/1".to_owned()),
            url: Some(format!("{}/1", site.at)),
            ..page::Options::default()
        },
        ..Source::default()
    };
    let mut archive = Archive::create(&desk.path()).expect("it opens");
    let ingested = archive.ingest(&ENGINE, [again], &archive::Options::default(), &|_| {});
    assert_eq!(ingested.expect("ingested").known, 1);
    drop(archive);

    let summary = desk.once(&list);
    assert_eq!((summary.unchanged, summary.ingested.read), (1, 0));
    let head = site
        .heads
        .lock()
        .expect("no panic")
        .pop()
        .unwrap_or_default();
    assert!(head.contains("if-none-match: \"a\"\r\n"), "{head}");
    assert!(
        head.contains("if-modified-since: Tue, 05 Mar 2024 10:00:00 GMT\r\n"),
        "{head}"
    );
    site.asked();

    site.feed("/feed", "ETag: \"b\"\r\n", &["/2", "/1"]);
    assert_eq!(desk.once(&list).ingested.stored, 1);
    assert_eq!(site.asked(), ["/robots.txt", "/feed", "/2"]);
    assert_eq!(
        desk.told(),
        ["Post: unchanged", "Post: 1 new, 0 missed, 0 left of 2"]
    );
    assert_eq!(desk.articles(), 2);
}

#[test]
fn a_server_that_fails_is_left_alone_for_longer_and_longer() {
    let (site, desk) = (Site::new(), Desk::new());
    let list = Desk::list(&[format!("{}/feed", site.at)], "");
    site.set("/feed", 500, "", "");
    for (wait, status) in [(225, "500"), (450, "500")] {
        assert_eq!(desk.once(&list).failed, 1);
        assert_eq!(
            desk.told(),
            [format!(
                "Post: the server answered with status {status} ({wait} s)"
            )]
        );
        desk.pass(wait - 1);
        assert_eq!(desk.once(&list).asked, 0);
        desk.pass(1);
    }
    site.set("/feed", 429, "Retry-After: 5000\r\n", "");
    assert_eq!(desk.once(&list).failed, 1);
    assert_eq!(
        desk.told(),
        [
            "Post: the server answered with status 429, and asks to be left alone for 5000 s (5000 s)"
        ]
    );
    let date =
        "Date: Tue, 05 Mar 2024 10:00:00 GMT\r\nRetry-After: Tue, 05 Mar 2024 12:00:00 GMT\r\n";
    site.set("/feed", 503, date, "");
    desk.pass(5000);
    assert_eq!(desk.once(&list).failed, 1);
    assert_eq!(
        desk.told(),
        [
            "Post: the server answered with status 503, and asks to be left alone for 7200 s (7200 s)"
        ]
    );
    site.page("/1", "France expelled two Russian diplomats")
        .feed("/feed", "", &["/1"]);
    desk.pass(7200);
    assert_eq!(desk.once(&list).ingested.stored, 1);
    let row = Archive::open(&desk.path())
        .expect("it opens")
        .feed(&list.feeds[0].url);
    let row = row.expect("read");
    assert_eq!((row.failures, row.fault, row.wait), (0, None, 0));
}

#[test]
fn a_feed_that_moved_is_asked_where_it_is() {
    let (site, desk) = (Site::new(), Desk::new());
    site.set("/old", 301, "Location: /new\r\n", "")
        .page("/1", "France expelled two Russian diplomats");
    site.feed("/new", "ETag: \"a\"\r\n", &["/1"]);
    let list = Desk::list(&[format!("{}/old", site.at)], "");
    assert_eq!(desk.once(&list).ingested.stored, 1);
    assert_eq!(desk.told(), ["Post: 1 new, 0 missed, 0 left of 1, moved"]);
    site.asked();
    assert_eq!(desk.once(&list).unchanged, 1);
    assert_eq!(site.asked(), ["/robots.txt", "/new"]);
    // Where it moved to is gone: back to the address that we were given.
    site.set("/new", 410, "", "")
        .set("/old", 302, "Location: /newest\r\n", "");
    site.feed("/newest", "", &["/1"]);
    assert_eq!(desk.once(&list).failed, 1);
    desk.pass(225);
    site.asked();
    assert_eq!(desk.once(&list).failed, 0);
    assert_eq!(site.asked(), ["/robots.txt", "/old", "/newest"]);
    desk.pass(1);
    desk.once(&list);
    assert_eq!(
        site.asked(),
        ["/robots.txt", "/old", "/newest"],
        "it moved for now only"
    );
    assert_eq!(desk.articles(), 1);
}

#[test]
fn one_feed_that_is_broken_does_not_keep_others_from_being_read() {
    let (site, desk) = (Site::new(), Desk::new());
    site.page("/1", "France expelled two Russian diplomats")
        .page("/2", "Kenya signed a treaty with Ethiopia");
    site.feed("/good", "", &["/1"]);
    site.page("/page", "Nothing was told");
    let cut = "<rss><channel><item><link>/2</link></item><item><link>/3</li";
    site.set("/cut", 200, "ETag: \"a\"\r\n", cut);
    site.set("/robots.txt", 200, "", "User-agent: *\nDisallow: /private");
    let feeds: Vec<String> = ["/page", "/cut", "/gone", "/private/feed", "/good"]
        .map(|p| format!("{}{p}", site.at))
        .to_vec();
    let list = Desk::list(&feeds, "");
    let summary = desk.once(&list);
    assert_eq!(
        (summary.asked, summary.failed, summary.ingested.stored),
        (5, 3, 2)
    );
    assert_eq!(
        desk.told(),
        [
            "Post: what came is no feed (225 s)",
            "Post: entry 2: it cannot be read: syntax error: tag not closed: `>` not found before end of input",
            "Post: 1 new, 0 missed, 0 left of 1",
            "Post: the server answered with status 404 (225 s)",
            "Post: the site's robots.txt does not allow it (225 s)",
            "Post: 1 new, 0 missed, 0 left of 1",
        ]
    );
}

#[test]
fn pages_that_cannot_be_had_are_told_and_tried_again_where_that_may_help() {
    let (site, desk) = (Site::new(), Desk::new());
    site.set("/robots.txt", 200, "", "User-agent: *\nDisallow: /private");
    site.page("/1", "France expelled two Russian diplomats");
    site.set(
        "/long",
        200,
        "Content-Type: text/html\r\n",
        &"<p>long</p>".repeat(1000),
    );
    site.set("/film", 200, "Content-Type: video/mp4\r\n", "moov");
    site.set("/busy", 503, "", "");
    site.feed(
        "/feed",
        "ETag: \"a\"\r\n",
        &["/long", "/private", "/film", "/gone", "/busy", "/1"],
    );
    let list = Desk::list(&[format!("{}/feed", site.at)], "max_bytes = 5000");
    let summary = desk.once(&list);
    assert_eq!(
        (
            summary.failed,
            summary.missed,
            summary.left,
            summary.ingested.stored
        ),
        (0, 5, 1, 1)
    );
    assert_eq!(
        desk.told(),
        [
            "long: it is longer than the limit of 5000 bytes",
            "private: the site's robots.txt does not allow it",
            "film: it is video/mp4, and no page",
            "gone: the server answered with status 404",
            "busy: the server answered with status 503, again",
            "Post: 1 new, 5 missed, 1 left of 6",
        ]
    );
    for again in [true, true, true, false] {
        site.asked();
        desk.once(&list);
        assert_eq!(site.asked(), ["/robots.txt", "/feed", "/busy"]);
        let more = if again { ", again" } else { "" };
        assert_eq!(
            desk.told(),
            [
                format!("busy: the server answered with status 503{more}"),
                format!("Post: 0 new, 1 missed, {} left of 6", u8::from(again)),
            ]
        );
    }
    // All is dealt with: only now may the server say that nothing changed.
    desk.once(&list);
    assert_eq!(site.asked(), ["/robots.txt", "/feed"]);
    assert_eq!(desk.told(), ["Post: unchanged"]);
}

#[test]
fn a_site_that_is_down_is_not_tried_page_by_page() {
    let (site, desk) = (Site::new(), Desk::new());
    let pages = ["/a", "/b", "/c", "/d", "/e"];
    for page in pages {
        site.set(page, 500, "", "");
    }
    site.feed("/feed", "", &pages);
    let list = Desk::list(&[format!("{}/feed", site.at)], "");
    let summary = desk.once(&list);
    assert_eq!((summary.missed, summary.left), (3, 5));
    assert_eq!(site.asked(), ["/robots.txt", "/feed", "/a", "/b", "/c"]);
}

#[test]
fn so_many_pages_at_a_time_and_the_rest_later() {
    let (site, desk) = (Site::new(), Desk::new());
    let pages = ["/1", "/2", "/3", "/4", "/5"];
    for page in pages {
        site.page(page, &format!("France expelled {page}0 Russian diplomats"));
    }
    site.feed("/feed", "ETag: \"a\"\r\n", &pages);
    let list = Desk::list(&[format!("{}/feed", site.at)], "max_pages = 2");
    let told = |_| {
        desk.once(&list);
        desk.told().join("; ")
    };
    assert_eq!(
        [0, 1, 2, 3].map(told),
        [
            "Post: 2 new, 0 missed, 3 left of 5",
            "Post: 2 new, 0 missed, 1 left of 5",
            "Post: 1 new, 0 missed, 0 left of 5",
            "Post: unchanged",
        ]
    );
    assert_eq!(desk.articles(), 5);
}

#[test]
fn whole_entries_summaries_and_sitemaps() {
    let (site, desk) = (Site::new(), Desk::new());
    site.page("/1", "France expelled two Russian diplomats")
        .page("/2", "Kenya signed a treaty with Ethiopia");
    let whole = "<feed><entry><id>tag:a</id><link href='/whole'/><content type='html'>The envoys met in Oslo on Monday.</content></entry>\
         <entry><id>tag:b</id><link href='/1'/><summary>They met.</summary></entry></feed>";
    site.set("/whole-feed", 200, "", whole);
    site.set(
        "/map",
        200,
        "",
        "<urlset><url><loc>/2</loc></url><url><loc>/1</loc></url></urlset>",
    );
    let at = |path: &str| format!("{}{path}", site.at);
    let list = Desk::list(&[at("/whole-feed"), at("/map")], "");
    let summary = desk.once(&list);
    assert_eq!((summary.ingested.stored, summary.missed), (3, 0));
    // The page that both name was fetched once.
    let asked = site.asked();
    assert_eq!(asked, ["/robots.txt", "/whole-feed", "/1", "/map", "/2"]);
    let archive = Archive::open(&desk.path()).expect("it opens");
    let entry = archive
        .article("tag:a")
        .expect("read")
        .expect("it is there");
    assert_eq!(entry.text, "The envoys met in Oslo on Monday.");
    assert_eq!(entry.url, Some(at("/whole")));
    drop(archive);
    assert_eq!(desk.once(&list).ingested.read, 0);

    let short = Desk::new();
    let list = Desk::list(&[at("/whole-feed")], "pages = false");
    assert_eq!(short.once(&list).ingested.stored, 2);
    let archive = Archive::open(&short.path()).expect("it opens");
    let entry = archive
        .article("tag:b")
        .expect("read")
        .expect("it is there");
    assert_eq!(entry.text, "They met.");
}

#[test]
fn a_publisher_may_ask_to_be_read_less_often() {
    let (site, desk) = (Site::new(), Desk::new());
    site.set("/feed", 200, "", "<rss><channel><ttl>60</ttl><item><title>A</title><content:encoded>Nothing new.</content:encoded></item></channel></rss>");
    let list = Desk::list(&[format!("{}/feed", site.at)], "");
    assert_eq!(desk.once(&list).asked, 1);
    desk.pass(3500);
    assert_eq!(desk.once(&list).asked, 0);
    desk.pass(60);
    assert_eq!(desk.once(&list).asked, 1);
}

#[test]
fn machines_of_ones_own_are_refused() {
    let (site, desk) = (Site::new(), Desk::new());
    site.feed("/feed", "", &[]);
    let mut list = Desk::list(&[format!("{}/feed", site.at)], "");
    list.fetch.allow = fetch::Allow::Public;
    assert_eq!(desk.once(&list).failed, 1);
    let told = desk.told();
    assert!(
        told[0].starts_with("Post: 127.0.0.1 is an address of this machine"),
        "{told:?}"
    );
    assert_eq!(site.asked(), Vec::<String>::new());
}

#[test]
fn a_stop_is_heard_while_a_server_keeps_us_waiting() {
    let stop = Stop::default();
    let (heard, desk) = (stop.clone(), Desk::new());
    let (asked, at) = std::sync::mpsc::channel::<()>();
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let gone = Mutex::new(gone);
    let site = Site::with(move |path| {
        if path == "/slow" {
            let _ = asked.send(());
            // Until the test lets go of us.
            let _ = gone.lock().expect("no panic").recv();
        }
    });
    site.page("/1", "France expelled two Russian diplomats")
        .page("/slow", "Kenya signed a treaty with Ethiopia");
    site.feed("/feed", "ETag: \"a\"\r\n", &["/1", "/slow"]);
    let list = Desk::list(&[format!("{}/feed", site.at)], "");
    let path = desk.path();
    let stopper = std::thread::spawn(move || {
        at.recv().expect("it is asked");
        // What came before is written without any need for what is to come.
        while Archive::open(&path)
            .and_then(|a| Ok(a.size()?))
            .is_ok_and(|s| s.0 == 0)
        {
            std::thread::yield_now();
        }
        heard.set();
    });
    let summary = desk.follow(&list, false, &stop, 0);
    stopper.join().expect("no panic");
    assert!(summary.stopped);
    assert_eq!(summary.ingested.stored, 1);
    assert_eq!(desk.articles(), 1);
    drop(go);
    // The next run goes on, from what the archive has.
    assert_eq!(desk.once(&list).ingested.stored, 1);
    assert_eq!(desk.articles(), 2);
}

#[test]
fn feeds_are_asked_again_and_again_until_it_is_enough() {
    let stop = Stop::default();
    let (heard, desk) = (stop.clone(), Desk::new());
    let count = AtomicUsize::new(0);
    let site = Site::with(move |path| {
        if path == "/feed" && count.fetch_add(1, Ordering::SeqCst) == 4 {
            heard.set();
        }
    });
    site.feed("/feed", "", &[]);
    let list = Desk::list(&[format!("{}/feed", site.at)], "every = \"20m\"");
    let summary = desk.follow(&list, false, &stop, 1200);
    assert!(summary.stopped);
    assert_eq!(summary.asked, 4);
    assert_eq!(
        site.asked(),
        ["/robots.txt", "/feed", "/feed", "/feed", "/feed", "/feed"]
    );
}

#[test]
fn another_list_is_followed_when_the_turns_of_the_one_before_have_ended() {
    let (site, desk) = (Site::new(), Desk::new());
    site.page("/1", "France expelled two Russian diplomats")
        .page("/2", "Kenya signed a treaty with Ethiopia")
        .feed("/a", "", &["/1"])
        .feed("/b", "", &["/2"]);
    let list = |path: &str| Desk::list(&[format!("{}{path}", site.at)], "");
    let (first, second) = (list("/a"), list("/b"));
    let (turns, given, stop) = (AtomicUsize::new(0), Cell::new(false), Stop::default());
    let tell = |news: &News<'_>| {
        if matches!(news, News::Feed { .. }) {
            turns.fetch_add(1, Ordering::SeqCst);
        }
    };
    let changed = || {
        let turns = turns.load(Ordering::SeqCst);
        if turns == 2 {
            stop.set();
        }
        (turns == 1 && !given.replace(true)).then(|| second.clone())
    };
    let settings = Settings {
        stop: stop.clone(),
        changed: &changed,
        ..Settings::new(&|| 1_700_000_000, &tell)
    };
    let mut archive = Archive::create(&desk.path()).expect("it opens");
    let summary = watch::follow(&mut archive, &ENGINE, &first, &settings).expect("it is followed");
    assert_eq!(
        site.asked(),
        ["/robots.txt", "/a", "/1", "/robots.txt", "/b", "/2"]
    );
    let stored = summary.ingested.stored;
    assert_eq!((summary.feeds, summary.asked, stored), (1, 2, 2));
}
