//! The interface for programs: what it answers, and what it says of what it does not.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::{ask, empty, folder, get, ingest, news, post, request, service};

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_asked() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});

    let all = get(&app, "/api/v1/happenings").await.json();
    let items = all["items"].as_array().expect("a list").clone();
    assert!(items.len() >= 5, "{all}");
    assert!(all["next_offset"].is_null());
    // Two reports of one visit.
    let visit = get(
        &app,
        "/api/v1/happenings?actor=KEN&recipient=ETH&mode=visit",
    )
    .await;
    let visit = visit.json();
    assert_eq!(visit["items"][0]["sources"], 2, "{visit}");
    let id = visit["items"][0]["id"].as_str().expect("an id");
    let one = get(&app, &format!("/api/v1/happenings/{id}")).await.json();
    assert_eq!(one["happening"], visit["items"][0]);
    assert_eq!(one["mentions"].as_array().map(Vec::len), Some(2));
    let event = one["mentions"][0]["id"].as_str().expect("an id");
    let event = get(&app, &format!("/api/v1/events/{event}")).await.json();
    assert_eq!(event, one["mentions"][0]);

    // Pages lie side by side, in every order.
    for sort in ["date", "type", "scale", "sources"] {
        let mut pieces = Vec::new();
        let mut offset = Some(0);
        while let Some(at) = offset {
            let address = format!("/api/v1/happenings?limit=2&sort={sort}&offset={at}");
            let page = get(&app, &address).await.json();
            pieces.extend(page["items"].as_array().expect("a list").clone());
            offset = page["next_offset"].as_u64();
        }
        assert_eq!(pieces.len(), items.len(), "{sort}");
        assert!(items.iter().all(|i| pieces.contains(i)), "{sort}");
    }
    // Lines are the rows of pages.
    let lines = get(&app, "/api/v1/happenings?format=jsonl").await;
    let rows: Vec<serde_json::Value> = lines
        .text()
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(rows, items);
    let csv = get(&app, "/api/v1/happenings?format=csv").await;
    assert_eq!(csv.text().lines().count(), items.len() + 1);

    let events = get(&app, "/api/v1/events?format=jsonl").await;
    let from_page = get(&app, "/api/v1/events").await.json();
    let n = from_page["items"].as_array().map(Vec::len);
    assert_eq!(Some(events.text().lines().count()), n);

    let article = get(&app, "/api/v1/articles/clash").await.json();
    assert_eq!(article["date"], "2021-03-20");
    let own = get(&app, "/api/v1/articles/clash/events").await.json();
    assert!(
        own["items"].as_array().is_some_and(|i| i.len() >= 3),
        "{own}"
    );
    let hits = get(&app, "/api/v1/search?text=ambassador").await.json();
    assert_eq!(hits["items"][0]["article"], "clash");
    let hits = get(&app, "/api/v1/articles?text=food").await.json();
    assert_eq!(hits["items"][0]["article"], "aid");

    let actors = get(&app, "/api/v1/actors").await.json();
    let codes: Vec<&str> = actors["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|a| a["code"].as_str())
        .collect();
    assert!(
        ["ETH", "KEN", "SDN"].iter().all(|c| codes.contains(c)),
        "{codes:?}"
    );
    let kenya = get(&app, "/api/v1/actors/KEN").await.json();
    assert_eq!(kenya["name"], "Kenya");
    assert!(kenya["partners"].as_array().is_some_and(|p| !p.is_empty()));
    let two = get(&app, "/api/v1/relations/ETH/SDN").await.json();
    assert!(
        two["a_to_b"].as_array().is_some_and(|d| !d.is_empty()),
        "{two}"
    );
    let network = get(&app, "/api/v1/network?since=2021-01-01&until=2021-12-31").await;
    let network = network.json();
    let edges = network["edges"].as_array().expect("edges");
    let hostile = edges.iter().find(|e| e["a"] == "ETH" && e["b"] == "SDN");
    assert_eq!(
        hostile.map(|e| &e["sign"]),
        Some(&serde_json::json!(-1)),
        "{network}"
    );
    let balance = get(&app, "/api/v1/balance?since=2021-01-01&until=2021-12-31").await;
    assert_eq!(balance.json(), network["balance"]);
    // What is drawn does not wait for a proof; all else is the same.
    let mut drawn = get(
        &app,
        "/api/v1/network?since=2021-01-01&until=2021-12-31&prove=false",
    )
    .await
    .json();
    let bounds = drawn["balance"]["frustration_bounds"].clone();
    let proven = &network["balance"]["frustration"];
    assert!(
        bounds[0].as_u64() <= proven.as_u64() && proven.as_u64() <= bounds[1].as_u64(),
        "{drawn}"
    );
    for told in ["frustration", "frustration_bounds"] {
        drawn["balance"][told] = network["balance"][told].clone();
    }
    assert_eq!(drawn, network);
    // A name with a NUL in it is no fault of ours.
    for who in ["actor", "recipient"] {
        let odd = get(&app, &format!("/api/v1/happenings?{who}=Uhuru%00Kenyatta")).await;
        assert_eq!(odd.status, StatusCode::OK, "{}", odd.text());
    }
    let places = get(&app, "/api/v1/places").await;
    assert_eq!(places.status, StatusCode::OK, "{}", places.text());
    let metrics = get(&app, "/api/v1/metrics").await;
    assert!(metrics.text().contains("legation_articles 4\n"));
    assert!(
        metrics
            .text()
            .contains("route=\"/api/v1/happenings/{id}\",status=\"200\"")
    );
    assert_eq!(get(&app, "/api/v1/health").await.json()["status"], "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_coded_however_it_is_sent() {
    let (_folder, app) = empty();
    let text = "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday.";
    let plain = post(
        &app,
        "/api/v1/code?id=a&date=2021-03-03",
        "text/plain",
        text,
    )
    .await;
    let plain = plain.json();
    assert_eq!(plain["events"][0]["event"], "CONSULT", "{plain}");
    assert_eq!(plain["events"][0]["date"], "2021-03-01");
    let object = serde_json::json!({"id": "a", "date": "2021-03-03", "text": text}).to_string();
    let object = post(&app, "/api/v1/code", "application/json", &object).await;
    assert_eq!(object.json(), plain);
    let page = format!("<html><body><article><p>{text}</p></article></body></html>");
    let page = post(&app, "/api/v1/code", "text/html; charset=utf-8", &page).await;
    assert_eq!(page.json()["events"][0]["event"], "CONSULT");
    let lines = post(
        &app,
        "/api/v1/code?id=a&date=2021-03-03&format=jsonl",
        "text/plain",
        text,
    )
    .await;
    let first: serde_json::Value = serde_json::from_str(lines.text().trim()).expect("JSON");
    assert_eq!(first, plain["events"][0]);
    let nothing = post(&app, "/api/v1/code", "text/plain", "").await.json();
    assert_eq!(nothing["events"], serde_json::json!([]));
    assert!(
        nothing["warnings"]
            .as_array()
            .is_some_and(|w| !w.is_empty())
    );

    for (media, body, status, code) in [
        ("application/json", "{\"text\": 1}", 400, "bad_question"),
        ("application/json", "{}", 400, "bad_question"),
        (
            "application/json",
            "{\"text\": \"a\", \"html\": \"b\"}",
            400,
            "bad_question",
        ),
        (
            "application/json",
            "{\"text\": \"a\", \"date\": \"soon\"}",
            400,
            "bad_question",
        ),
        ("image/png", "x", 415, "unsupported_media_type"),
    ] {
        let answer = post(&app, "/api/v1/code", media, body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code),
            "{body}"
        );
    }
    let large = "a ".repeat(3 << 20);
    let large = post(&app, "/api/v1/code", "text/plain", &large).await;
    assert_eq!(large.code(), "too_large");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_with_a_code() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    for (path, status, code) in [
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/happenings/h-none", 404, "not_found"),
        ("/api/v1/events/none", 404, "not_found"),
        ("/api/v1/articles/none", 404, "not_found"),
        ("/api/v1/articles/none/events", 404, "not_found"),
        ("/api/v1/articles/..%2f..%2fetc%2fpasswd", 404, "not_found"),
        ("/api/v1/actors/XXX", 404, "not_found"),
        ("/api/v1/happenings?evnt=AID", 400, "bad_question"),
        ("/api/v1/happenings?event=FIGHT", 400, "bad_question"),
        ("/api/v1/happenings?actor=%21%21", 400, "bad_question"),
        ("/api/v1/happenings?text=%22open", 400, "bad_question"),
        (
            "/api/v1/happenings?text=%22open&format=jsonl",
            400,
            "bad_question",
        ),
        ("/api/v1/happenings?sort=luck", 400, "bad_question"),
        ("/api/v1/happenings?format=xml", 400, "bad_question"),
        (
            "/api/v1/happenings?offset=999999999999999999999",
            400,
            "bad_question",
        ),
        ("/api/v1/search", 400, "bad_question"),
        ("/api/v1/network?since=2021-02-30", 400, "bad_question"),
        ("/api/v1/network?prove=perhaps", 400, "bad_question"),
        ("/api/v1/events?format=csv", 400, "bad_question"),
        ("/api/v1/relations/ETH/SDN?limit=5", 400, "bad_question"),
        (
            "/api/v1/network?since=2021-02-03&until=2020-01-01",
            400,
            "bad_question",
        ),
        ("/api/v1/code", 405, "method_not_allowed"),
    ] {
        let answer = get(&app, path).await;
        let found = (answer.status.as_u16(), answer.code());
        assert_eq!(
            found,
            (status, code.to_owned()),
            "{path}: {}",
            answer.text()
        );
    }
    let long = format!("/api/v1/search?text={}", "a".repeat(10_000));
    assert_eq!(get(&app, &long).await.code(), "too_long");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_archive_answers_too() {
    let (_folder, app) = empty();
    for path in [
        "happenings",
        "events",
        "articles",
        "actors",
        "relations",
        "network",
        "balance",
        "places",
        "metrics",
    ] {
        let answer = get(&app, &format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_describes_what_is_served() {
    let (_folder, app) = empty();
    let document = get(&app, "/api/v1/openapi.json").await.json();
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|v| v.starts_with("3.1")),
        "{document}"
    );
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() >= 18);
    for (path, methods) in paths {
        let filled = path
            .replace("{id}", "x")
            .replace("{code}", "KEN")
            .replace("{a}", "KEN")
            .replace("{b}", "ETH");
        for method in methods.as_object().expect("methods").keys() {
            let request = request(&method.to_uppercase(), &filled).body(Body::from("Kenya."));
            let answer = ask(&app, request.expect("a request")).await;
            let told = String::from_utf8_lossy(&answer.body).contains("nothing at this address");
            assert!(
                !told && answer.status != StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_packed_for_who_can_unpack() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    let request = request("GET", "/api/v1/happenings")
        .header("accept-encoding", "gzip")
        .body(Body::empty());
    let answer = ask(&app, request.expect("a request")).await;
    assert_eq!(answer.headers["content-encoding"], "gzip");
    assert!(answer.body.starts_with(&[0x1f, 0x8b]));
}
