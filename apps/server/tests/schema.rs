//! What is served is what the `OpenAPI` document says is served: every body holds against its schema, and has no field that
//! the schema does not tell of.

mod common;

use axum::Router;
use axum::body::Body;
use common::document::Document;
use common::{Answer, article, ask, empty, folder, get, ingest, news, post, request, service};
use serde_json::json;

/// An article with most of what a record may have.
const RICH: &str = "Kenyan President Uhuru Kenyatta said on Monday that Ethiopia had attacked a Sudanese village near Khartoum, \
killing 12 people and wounding about 30. \"Ethiopia must stop the attacks on Sudan,\" Kenyatta said. Sudan may impose sanctions worth $5 million on \
Ethiopia next week, the Reuters news agency reported. Protesters marched in Nairobi on 1 March 2021, and police arrested 40 of them.";

#[tokio::test(flavor = "multi_thread")]
async fn every_body_is_as_the_document_says() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let mut sources = news();
    sources.push(article("rich", "2021-03-03", "courier", RICH));
    ingest(&path, sources);
    let app = service(&path, |s| s.allow_write = true);
    let document = Document(get(&app, "/api/v1/openapi.json").await.json());

    let said = json!({"set": {"status": "planned"}, "note": "announced"}).to_string();
    let media = "application/json";
    let corrections = "/api/v1/events/rich-1/corrections";
    let visit = get(&app, "/api/v1/happenings?mode=visit").await.json();
    let id = visit["items"][0]["id"].as_str().expect("an id").to_owned();
    let sent = json!({"id": "a", "date": "2021-03-03", "text": RICH}).to_string();
    let answers: Vec<(&str, &str, Answer)> = vec![
        (
            "/api/v1/events/{id}/corrections",
            "post",
            post(&app, corrections, media, &said).await,
        ),
        (
            "/api/v1/events/{id}/corrections",
            "get",
            get(&app, corrections).await,
        ),
        (
            "/api/v1/corrections",
            "get",
            get(&app, "/api/v1/corrections").await,
        ),
        (
            "/api/v1/happenings",
            "get",
            get(&app, "/api/v1/happenings?limit=500").await,
        ),
        (
            "/api/v1/happenings",
            "get",
            get(&app, "/api/v1/happenings?limit=1").await,
        ),
        (
            "/api/v1/happenings",
            "get",
            get(&app, "/api/v1/happenings?event=FIGHT").await,
        ),
        (
            "/api/v1/happenings/{id}",
            "get",
            get(&app, &format!("/api/v1/happenings/{id}")).await,
        ),
        (
            "/api/v1/happenings/{id}",
            "get",
            get(&app, "/api/v1/happenings/none").await,
        ),
        (
            "/api/v1/events",
            "get",
            get(&app, "/api/v1/events?limit=500").await,
        ),
        (
            "/api/v1/events/{id}",
            "get",
            get(&app, "/api/v1/events/rich-1").await,
        ),
        (
            "/api/v1/articles",
            "get",
            get(&app, "/api/v1/articles").await,
        ),
        (
            "/api/v1/articles/{id}",
            "get",
            get(&app, "/api/v1/articles/rich").await,
        ),
        (
            "/api/v1/articles/{id}/events",
            "get",
            get(&app, "/api/v1/articles/rich/events").await,
        ),
        (
            "/api/v1/search",
            "get",
            get(&app, "/api/v1/search?text=Sudan").await,
        ),
        ("/api/v1/search", "get", get(&app, "/api/v1/search").await),
        ("/api/v1/actors", "get", get(&app, "/api/v1/actors").await),
        (
            "/api/v1/actors/{code}",
            "get",
            get(&app, "/api/v1/actors/KEN").await,
        ),
        (
            "/api/v1/relations",
            "get",
            get(&app, "/api/v1/relations").await,
        ),
        (
            "/api/v1/relations/{a}/{b}",
            "get",
            get(&app, "/api/v1/relations/ETH/SDN").await,
        ),
        (
            "/api/v1/network",
            "get",
            get(&app, "/api/v1/network?since=2021-01-01").await,
        ),
        (
            "/api/v1/balance",
            "get",
            get(&app, "/api/v1/balance?since=2021-01-01").await,
        ),
        (
            "/api/v1/places",
            "get",
            get(&app, "/api/v1/places?since=2021-01-01").await,
        ),
        ("/api/v1/health", "get", get(&app, "/api/v1/health").await),
        (
            "/api/v1/code",
            "post",
            post(&app, "/api/v1/code", media, &sent).await,
        ),
        (
            "/api/v1/code",
            "post",
            post(&app, "/api/v1/code", "image/png", "x").await,
        ),
        (
            "/api/v1/events/{id}/corrections",
            "delete",
            delete(&app, corrections).await,
        ),
    ];
    let mut faults = Vec::new();
    for (path, method, answer) in &answers {
        let schema = document.of(path, method, answer.status.as_u16());
        let value = answer.json();
        faults.extend(document.faults(schema, &value, &format!("{method} {path}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    // Something was looked at.
    let events = &answers[8].2.json()["items"];
    for field in [
        "attribution",
        "event_loc",
        "quotes",
        "quantities",
        "date_info",
        "cite_info",
    ] {
        let any = events.as_array().into_iter().flatten();
        assert!(any.map(|e| e.get(field)).any(|f| f.is_some()), "{field}");
    }
    // And the look itself finds faults.
    let event = &events[0];
    let schema = document.of("/api/v1/events/{id}", "get", 200);
    for (field, wrong) in [
        ("event", json!("FIGHT")),
        ("id", json!(7)),
        ("mode", json!("visit")),
        ("quad_code", json!(9)),
        ("colour", json!("red")),
        ("evidence", json!([{"field": "event"}])),
    ] {
        let mut other = event.clone();
        other[field] = wrong;
        assert_ne!(
            document.faults(schema, &other, "event"),
            Vec::<String>::new(),
            "{field}"
        );
    }
}

async fn delete(app: &Router, path: &str) -> Answer {
    let request = request("DELETE", path).body(Body::empty());
    ask(app, request.expect("a request")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_tells_what_it_takes_and_how_it_refuses() {
    let (_folder, app) = empty();
    let document = get(&app, "/api/v1/openapi.json").await.json();
    let mut wrong = Vec::new();
    let mut looked = 0;
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            for status in ["401", "403", "414", "500", "503"] {
                if operation["responses"][status]["content"]["application/json"].is_null() {
                    wrong.push(format!("{method} {path}: {status}"));
                }
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let schema = &parameter["schema"];
                let told = match parameter["name"].as_str().unwrap_or_default() {
                    "limit" | "offset" | "min_sources" => {
                        schema["type"] == "integer" && schema["maximum"].is_number()
                    }
                    "since" | "until" | "date" => schema["format"] == "date",
                    "format" | "sort" => schema["enum"].is_array(),
                    "event" | "mode" | "context" | "status" => {
                        schema["items"]["enum"].is_array() && parameter["explode"] == false
                    }
                    "prove" => schema["type"] == "boolean",
                    _ => schema["type"] == "string" || schema["type"][0] == "string",
                };
                looked += 1;
                if !told || !parameter["description"].is_string() {
                    wrong.push(format!("{method} {path}: {parameter}"));
                }
            }
        }
    }
    assert!(wrong.is_empty() && looked > 50, "{looked} {wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_described_as_a_bare_object() {
    let (_folder, app) = empty();
    let document = get(&app, "/api/v1/openapi.json").await.json();
    let mut bare = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                for (media, content) in response["content"].as_object().into_iter().flatten() {
                    let schema = &content["schema"];
                    if schema.get("$ref").is_none() && schema["type"] != "string" {
                        bare.push(format!("{method} {path} {status} {media}: {schema}"));
                    }
                }
            }
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
