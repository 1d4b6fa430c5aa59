//! A real browser drives the main paths, where Chromium and its driver are installed; elsewhere it says that it was
//! skipped. Screenshots are left in the build's own folder. No error may stand in the console, and `axe-core`, where
//! `AXE_CORE` names its file, may find nothing serious.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::path::Path;

use common::browser::Browser;
use common::{folder, ingest, listen, news};
use serde_json::json;

/// What `axe-core` finds serious, where it is at hand.
fn barriers(browser: &Browser, axe: Option<&str>) -> Vec<String> {
    let Some(axe) = axe else { return Vec::new() };
    browser.run(axe);
    let script = "const done = arguments[arguments.length - 1];
        axe.run().then(r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
            .map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))), e => done([String(e)]));";
    let found = browser.tell("execute/async", &json!({"script": script, "args": []}));
    found
        .as_array()
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_main_paths() {
    let Some(browser) = Browser::open() else {
        println!("skipped: chromedriver and chromium are not installed");
        return;
    };
    let axe = std::env::var_os("AXE_CORE")
        .map(|path| std::fs::read_to_string(Path::new(&path)).expect("AXE_CORE is a file"));
    if axe.is_none() {
        println!("skipped: AXE_CORE does not name axe-core's file; accessibility was not checked");
    }
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let site = format!("http://{}", listen(&path, |s| s.allow_write = true));
    let mut wrong = Vec::new();
    let mut look = |name: &str| {
        browser.picture(name);
        wrong.extend(
            barriers(&browser, axe.as_deref())
                .into_iter()
                .map(|b| format!("{name}: {b}")),
        );
        wrong.extend(
            browser
                .complaints()
                .into_iter()
                .map(|c| format!("{name}: {c}")),
        );
    };

    browser.go(&site);
    look("overview");
    // From a relation to the sentence that says so in two clicks.
    browser.go(&format!("{site}/relations/ETH/SDN"));
    // A point on the line of time leads to its evidence.
    browser.click("svg a[href^='/happenings/'] circle");
    browser.until("return location.pathname.startsWith('/happenings/')");
    browser.go(&format!("{site}/relations/ETH/SDN"));
    look("relation");
    browser.click("table.rows td.t a");
    browser.until("return location.pathname.startsWith('/happenings/')");
    look("happening");
    browser.click("a[href^='/articles/']");
    browser.until("return location.pathname.startsWith('/articles/')");
    // Words light their records up, and records their words.
    browser.run("document.querySelector('.m.act').dispatchEvent(new MouseEvent('mouseenter'))");
    browser.until("return document.querySelectorAll('.record.lit').length > 0");
    browser.run("document.querySelector('.m.act').dispatchEvent(new MouseEvent('mouseleave'))");
    browser.run("document.querySelector('.record').focus()");
    browser.until("return document.querySelectorAll('.m.lit').length > 0");
    look("article");

    // One click from a record to where it is corrected; what comes of it is seen at once.
    browser.click(".record a[href$='/correct']");
    browser.until("return document.querySelector('select[name=status]') !== null");
    look("correct");
    // By keyboard alone; Enter in a field does what the first button says.
    browser.write("select[name=status]", "planned");
    browser.write("input[name=note]", "only announced\u{e007}");
    browser.until("return document.querySelector('[role=status]') !== null");
    browser.until("return document.querySelector('dl.facts') && document.body.textContent.includes('status is planned')");
    look("corrected");
    browser.click("button[value=undo]");
    browser.until("return location.search === '?done=undone'");
    browser.click("button[value=wrong]");
    browser.until(
        "return location.search === '?done=wrong' && document.querySelector('select') === null",
    );
    look("wrong");
    browser.go(&format!("{site}/corrections"));
    browser.until("return document.querySelector('a[href$=\"/correct\"]') !== null");
    look("corrections");

    browser.go(&format!("{site}/events"));
    browser.write("input[name='actor']", "KEN");
    browser.click("form.card button");
    browser.until("return location.search.includes('actor=KEN') && document.querySelectorAll('table.rows tbody tr').length > 0");
    look("events");
    browser.go(&format!("{site}/actors/KEN"));
    look("actor");
    browser.go(&format!("{site}/network?since=2021-01-01&until=2021-12-31"));
    browser.until("return Number(document.getElementById('canvas').dataset.drawn) >= 3");
    browser.until("return document.querySelector('#canvas line[stroke-opacity]') !== null");
    // The month before is there as soon as it is asked for.
    browser.until("return document.getElementById('canvas').dataset.ready !== undefined");
    browser.run("const m = document.getElementById('month'); m.value = Number(m.value) - 1; m.dispatchEvent(new Event('input'))");
    browser.until("return document.getElementById('month-label').textContent === '2021-02' && document.getElementById('canvas').dataset.drawn === '2'");
    look("network");
    browser.go(&format!("{site}/map?since=2021-01-01&until=2021-12-31"));
    browser.until("return document.getElementById('canvas').dataset.drawn !== undefined");
    look("map");

    browser.go(&format!("{site}/try"));
    browser.write(
        "textarea",
        "Kenya expelled the Sudanese ambassador on Monday.",
    );
    browser.click("form.card button");
    browser.until("return document.querySelectorAll('.record').length > 0");
    look("try");
    browser.go(&format!("{site}/nowhere"));
    browser.picture("nowhere");
    let _ = browser.complaints();

    // In the dark every page is as readable.
    browser.prefer("dark");
    for (name, page) in [
        ("overview", "/"),
        ("events", "/events"),
        ("article", "/articles/clash"),
        ("relation", "/relations/ETH/SDN"),
        ("network", "/network?since=2021-01-01&until=2021-12-31"),
        ("map", "/map?since=2021-01-01&until=2021-12-31"),
        ("correct", "/events/visit-1/correct"),
        ("try", "/try"),
    ] {
        browser.go(&format!("{site}{page}"));
        browser.until("return document.readyState === 'complete'");
        look(&format!("dark-{name}"));
    }
    browser.prefer("light");

    // A phone: nothing is wider than the screen.
    browser.size(400, 800);
    for page in [
        "/",
        "/events",
        "/articles/clash",
        "/network",
        "/map",
        "/try",
        "/relations/ETH/SDN",
        "/events/visit-1/correct",
        "/corrections",
    ] {
        browser.go(&format!("{site}{page}"));
        let wide =
            browser.run("return document.documentElement.scrollWidth > window.innerWidth + 1");
        assert_eq!(wide, json!(false), "{page} is wider than a phone");
        browser.picture(&format!("phone{}", page.replace('/', "-")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
