//! How soon a page is seen, and how heavy it is, in a real browser: `cargo bench -p legation-server --bench pages -- ARCHIVE`.
//!
//! Each page of an archive is opened five times; what is told is the median of the last four first paints, what came over
//! the wire with nothing cached, and how long it takes until what was done to a page is drawn: the median of seven times, each
//! on the page opened anew, and the slowest.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::Path;
use std::time::Duration;

use archive::Archive;
use common::browser::Browser;
use common::listen;
use serde_json::json;

const TIMES: usize = 5;
const MOVES: usize = 7;

/// First paint; bytes of the page and all it loads, as they were sent.
const PAINT: &str = "const paint = performance.getEntriesByType('paint').find(p => p.name === 'first-contentful-paint');";
const SENT: &str = "const sent = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, e) => sum + e.encodedBodySize, 0);";

/// What is done to a page, and how long until it is drawn. Waits for two frames: the first draws it.
fn done(what: &str, until: &str) -> String {
    format!(
        "const done = arguments[arguments.length - 1]; const start = performance.now();
         const look = () => requestAnimationFrame(() => ({until}) ? requestAnimationFrame(() => done(performance.now() - start)) : look());
         {what}; look();"
    )
}

fn main() {
    let asked = std::env::args().skip(1).find(|a| !a.starts_with("--"));
    let Some(path) = asked else {
        println!(
            "skipped: name an archive, as in `cargo bench -p legation-server --bench pages -- news.legation`"
        );
        return;
    };
    let Some(browser) = Browser::open() else {
        println!("skipped: chromedriver and chromium are not installed");
        return;
    };
    let path = Path::new(&path);
    let archive = Archive::open(path).expect("an archive");
    let month = archive
        .latest_month()
        .expect("it is read")
        .expect("it has a dated act");
    let actors = archive.actors(month, month, 2).expect("they are read");
    let [first, second] = &actors[..] else {
        panic!("it has two actors");
    };
    let article = archive
        .latest_articles(1, 0)
        .expect("they are read")
        .remove(0)
        .article;
    let filter = archive::Filter {
        limit: 1,
        ..archive::Filter::default()
    };
    let happening = archive.query(&filter).expect("they are read").remove(0).id;
    let event = archive
        .events_of(&article)
        .expect("they are read")
        .first()
        .map(|e| e.event.id.clone());
    let pages = [
        ("overview", "/".to_owned()),
        ("events", "/events".to_owned()),
        (
            "events, filtered",
            format!("/events?actor={}&event=ACCUSE&sort=sources", first.code),
        ),
        ("search", "/events?text=talks".to_owned()),
        ("happening", format!("/happenings/{happening}")),
        ("article", format!("/articles/{article}")),
        ("actors", "/actors".to_owned()),
        ("actor", format!("/actors/{}", first.code)),
        (
            "relation",
            format!("/relations/{}/{}", first.code, second.code),
        ),
        ("network", "/network".to_owned()),
        ("map", "/map".to_owned()),
        (
            "correct",
            format!("/events/{}/correct", event.unwrap_or_default()),
        ),
        ("corrections", "/corrections".to_owned()),
        ("try it", "/try".to_owned()),
    ];
    let site = format!("http://{}", listen(path, |_| {}));
    println!("page                first paint ms (cold, then median)   KB sent");
    for (name, page) in &pages {
        let mut paints = Vec::new();
        let mut sent = 0.0;
        for _ in 0..TIMES {
            // What was loaded before is loaded anew.
            browser.tell(
                "goog/cdp/execute",
                &json!({"cmd": "Network.clearBrowserCache", "params": {}}),
            );
            browser.go(&format!("{site}{page}"));
            browser.until(&format!(
                "{PAINT} return paint !== undefined && document.readyState === 'complete'"
            ));
            // What scripts fetch.
            std::thread::sleep(Duration::from_millis(200));
            let seen = browser.run(&format!("{PAINT} {SENT} return [paint.startTime, sent]"));
            paints.push(seen[0].as_f64().unwrap_or(f64::NAN));
            sent = seen[1].as_f64().unwrap_or(f64::NAN) / 1024.0;
        }
        let cold = paints.remove(0);
        paints.sort_by(f64::total_cmp);
        println!(
            "{name:<20}{cold:>8.0} {:>8.0} {sent:>24.0}",
            paints[paints.len() / 2]
        );
    }
    println!("\nwhat is done                ms until drawn (median, slowest)");
    // Months further back each time, which nobody has asked for: neither page nor service has them.
    let moved = |by: &str| {
        format!(
            "const s = document.getElementById('month'); window.before = document.getElementById('canvas').dataset.since; s.value = Number(s.value) - {by}; s.dispatchEvent(new Event('input'))"
        )
    };
    for (name, page, what, until) in [
        (
            "a word is pointed at",
            format!("/articles/{article}"),
            "document.querySelector('.m.act').dispatchEvent(new MouseEvent('mouseenter'))"
                .to_owned(),
            "document.querySelector('.record.lit')",
        ),
        (
            "leftovers unfolded",
            format!("/articles/{article}"),
            "document.querySelector('details summary').click()".to_owned(),
            "document.querySelector('details[open]')",
        ),
        (
            "the month is moved",
            "/network".to_owned(),
            moved("1"),
            "document.getElementById('canvas').dataset.since !== window.before",
        ),
        (
            "to a month far away",
            "/network".to_owned(),
            moved("TIMES"),
            "document.getElementById('canvas').dataset.since !== window.before",
        ),
    ] {
        let mut took: Vec<f64> = (0..MOVES)
            .map(|time| {
                browser.go(&format!("{site}{page}"));
                browser.until("return document.readyState === 'complete' && (!document.getElementById('month') || document.getElementById('canvas').dataset.ready !== undefined)");
                let what = what.replace("TIMES", &(7 + 5 * time).to_string());
                let asked = json!({"script": done(&what, until), "args": []});
                let took = browser.tell("execute/async", &asked);
                took.as_f64().unwrap_or(f64::NAN)
            })
            .collect();
        took.sort_by(f64::total_cmp);
        println!(
            "{name:<26}{:>8.0} {:>8.0}",
            took[took.len() / 2],
            took[took.len() - 1]
        );
    }
}
