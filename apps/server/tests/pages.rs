//! Pages as they are answered: every one of them for every archive, and nothing in them that an article wrote but as text.

mod common;

use archive::Source;
use axum::http::StatusCode;
use common::{empty, folder, get, ingest, news, post, service};

const PAGES: &[&str] = &[
    "/",
    "/events",
    "/events?actor=KEN&sort=scale",
    "/events?event=AID&since=2021-01-01",
    "/actors",
    "/network",
    "/map",
    "/try",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_archive() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    for path in PAGES.iter().chain(&[
        "/actors/KEN",
        "/relations/ETH/SDN",
        "/articles/visit",
        "/articles/clash",
    ]) {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        assert!(answer.text().starts_with("<!DOCTYPE html>"), "{path}");
        assert!(
            !answer.text().contains("style="),
            "{path}: styles in a page are not let through"
        );
    }
    let visit = get(&app, "/api/v1/happenings?mode=visit").await.json();
    let id = visit["items"][0]["id"].as_str().expect("an id").to_owned();
    let happening = get(&app, &format!("/happenings/{id}")).await;
    assert!(happening.text().contains("courier") && happening.text().contains("gazette"));
    let article = get(&app, "/articles/visit").await;
    let text = article.text();
    assert!(
        text.contains("class=\"m act\"") && text.contains("class=\"m actor\""),
        "{text}"
    );
    assert!(text.contains("https://courier.example/visit#:~:text="));
    // From what changed between two to the sentence that says so, in two clicks.
    let relation = get(&app, "/relations/KEN/ETH").await;
    assert!(
        relation.text().contains(&format!("/happenings/{id}")),
        "{}",
        relation.text()
    );
    assert!(happening.text().contains("/articles/visit#e-"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_archive_says_what_to_do() {
    let (_folder, app) = empty();
    for path in PAGES {
        assert_eq!(get(&app, path).await.status, StatusCode::OK, "{path}");
    }
    assert!(get(&app, "/").await.text().contains("legation ingest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_is_a_page_too() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    for (path, status) in [
        ("/nowhere", 404),
        ("/happenings/none", 404),
        ("/articles/none", 404),
        ("/actors/XXX", 404),
        ("/network?since=never", 400),
        ("/relations/%21/KEN", 400),
    ] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.text().starts_with("<!DOCTYPE html>"), "{path}");
    }
    let wrong = get(&app, "/events?event=FIGHT&actor=KEN").await;
    assert!(wrong.text().contains("FIGHT") && wrong.text().contains("value=\"KEN\""));
}

/// Strings that do something where they are not escaped.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<a href=\"https://spam.example\">cheap</a>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "\u{202e}<b>backwards</b>",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_an_article_says_is_markup() {
    let folder = folder();
    let path = folder.path().join("hostile.legation");
    let mut sources = Vec::new();
    for (i, hostile) in HOSTILE.iter().enumerate() {
        let text = format!(
            "Kenyan President {hostile} visited Ethiopia on Monday. Kenya's {hostile} party condemned Ethiopia on Monday.\n\n\
             https://spam.example/buy now {hostile}"
        );
        let mut source = Source::text(&format!("a{i}{hostile}"), &text);
        source.options.title = Some((*hostile).to_owned());
        source.options.url = Some((*hostile).to_owned());
        source.options.date = Some("2021-03-03".to_owned());
        sources.push(source);
    }
    ingest(&path, sources);
    let app = service(&path, |_| {});
    let mut addresses = vec![
        "/".to_owned(),
        "/events".to_owned(),
        "/actors".to_owned(),
        "/network".to_owned(),
        "/map".to_owned(),
    ];
    let happenings = get(&app, "/api/v1/happenings?limit=500").await.json();
    for row in happenings["items"].as_array().expect("a list") {
        let id = row["id"].as_str().expect("an id");
        addresses.push(format!("/happenings/{}", escaped(id)));
    }
    for (i, hostile) in HOSTILE.iter().enumerate() {
        let word = escaped(hostile);
        addresses.push(format!("/articles/{}", escaped(&format!("a{i}{hostile}"))));
        addresses.push(format!(
            "/events?actor={word}&text={word}&place={word}&event={word}"
        ));
        addresses.push(format!("/actors/{word}"));
        addresses.push(format!("/relations/{word}/KEN"));
        addresses.push(format!("/network?since={word}"));
        addresses.push(format!("/{word}"));
    }
    for address in addresses {
        let answer = get(&app, &address).await;
        assert!(answer.status.as_u16() < 500, "{address}");
        harmless(answer.text(), &address);
    }
    for hostile in HOSTILE {
        let form = format!(
            "text={0}%20Kenya%20visited%20Ethiopia.%20{0}&title={0}&date=2021-03-03",
            escaped(hostile)
        );
        let answer = post(&app, "/try", "application/x-www-form-urlencoded", &form).await;
        assert_eq!(answer.status, StatusCode::OK, "{hostile}");
        harmless(answer.text(), hostile);
    }
}

/// Only our own tags are in it, no address but of the web or ours, and no handler.
fn harmless(page: &str, name: &str) {
    let lower = page.to_lowercase();
    for raw in [
        "<script>",
        "<img",
        "<iframe",
        "<b>",
        "onerror=alert(1)>",
        "<svg onload",
        "href=\"javascript:",
        "href=\"https://spam.example",
        "href=\"data:",
    ] {
        assert!(!lower.contains(raw), "{name}: {raw} in {page}");
    }
    for attribute in [" onload=\"", " onerror=\"", " onclick=\"", "srcdoc=\""] {
        assert!(!lower.contains(attribute), "{name}: {attribute}");
    }
}

fn escaped(text: &str) -> String {
    let byte = |b: u8| match b {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
