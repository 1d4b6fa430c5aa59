//! What is said of events: over the interface and by form, where the service may write; refused where it may not, or where
//! somebody else's page asks.

mod common;

use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use common::{Answer, ask, folder, get, ingest, news, post, request, service};
use serde_json::{Value, json};
use tempfile::TempDir;

/// An archive of a few reports, that may be written to.
async fn written(folder: &TempDir) -> (Router, String) {
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |s| s.allow_write = true);
    let visit = get(&app, "/api/v1/happenings?mode=visit").await.json();
    let id = visit["items"][0]["id"].as_str().expect("an id").to_owned();
    let happening = get(&app, &format!("/api/v1/happenings/{id}")).await.json();
    let event = happening["mentions"][0]["id"].as_str().expect("an id");
    (app, event.to_owned())
}

async fn say(app: &Router, event: &str, said: &Value) -> Answer {
    let path = format!("/api/v1/events/{event}/corrections");
    post(app, &path, "application/json", &said.to_string()).await
}

async fn delete(app: &Router, path: &str) -> Answer {
    let request = request("DELETE", path).body(Body::empty());
    ask(app, request.expect("a request")).await
}

/// The value of a form's field.
fn field<'p>(page: &'p str, name: &str) -> &'p str {
    let after = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name} in {page}"))
        .1;
    after.split_once('"').expect("it ends").0
}

fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        let byte = |b: u8| match b {
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)));
    fields.collect::<Vec<_>>().join("&")
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test(flavor = "multi_thread")]
async fn programs_correct_events_and_take_it_back() {
    let folder = folder();
    let (app, event) = written(&folder).await;
    let path = format!("/api/v1/events/{event}");
    let before = get(&app, &path).await.json();
    let said = json!({"set": {"status": "planned", "recipient": "SDN/GOV Khartoum"}, "note": "only announced"});
    let answer = say(&app, &event, &said).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let standing = answer.json();
    assert_eq!(standing["event"]["status"], "planned");
    assert_eq!(standing["event"]["recipient"][0]["code"], "SDN");
    assert_eq!(standing["corrections"][0]["note"], "only announced");
    // It is what everybody else is told, at once.
    assert_eq!(get(&app, &path).await.json(), standing["event"]);
    assert_eq!(
        get(&app, &format!("{path}/corrections")).await.json(),
        standing
    );
    let all = get(&app, "/api/v1/corrections?limit=1").await.json();
    assert_eq!(
        (&all["items"][0]["event"], &all["next_offset"]),
        (&json!(event), &json!(1))
    );
    let rules = get(&app, "/api/v1/corrections?format=rules").await;
    assert!(rules.text().contains("| planned"), "{}", rules.text());

    // All of it, or nothing.
    for (said, word) in [
        (json!({"set": {"status": "denied", "date": "soon"}}), "soon"),
        (json!({"set": {"colour": "red"}}), "colour"),
        (json!({"set": {"event": "AID", "mode": "visit"}}), "visit"),
        (json!({"set": {"actor": "KEN/XXX"}}), "XXX"),
        (json!({"set": {"status": ""}}), "status"),
        (json!({"note": "nothing"}), "nothing is said"),
        (json!({"wrong": "yes"}), "boolean"),
        (json!({"right": true}), "right"),
        (json!({"wrong": true, "note": "a".repeat(3000)}), "longer"),
    ] {
        let answer = say(&app, &event, &said).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (400, "bad_question")
        );
        assert!(answer.text().contains(word), "{said}: {}", answer.text());
    }
    assert_eq!(get(&app, &path).await.json(), standing["event"]);
    for other in [json!({"together": "none"}), json!({"apart": "none"})] {
        assert_eq!(say(&app, &event, &other).await.code(), "not_found");
    }

    let gone = say(&app, &event, &json!({"wrong": true})).await.json();
    assert_eq!(gone["event"], Value::Null);
    assert_eq!(get(&app, &path).await.status, StatusCode::NOT_FOUND);
    let still = get(&app, &format!("{path}/corrections")).await.json();
    assert_eq!(still["corrections"].as_array().map(Vec::len), Some(3));
    let back = delete(&app, &format!("{path}/corrections")).await.json();
    assert_eq!(back, json!({"event": before, "corrections": []}));
    assert_eq!(say(&app, "none-1", &said).await.code(), "not_found");
    assert_eq!(
        delete(&app, "/api/v1/events/none-1/corrections")
            .await
            .code(),
        "not_found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_taken_apart() {
    let folder = folder();
    let (app, _) = written(&folder).await;
    let sources = |answer: &Answer| answer.json()["happening"]["sources"].clone();
    let of = "/api/v1/happenings/visit-again-1";
    assert_eq!(sources(&get(&app, of).await), 2);
    let said = json!({"apart": "visit-1"});
    assert_eq!(
        say(&app, "visit-again-1", &said).await.status,
        StatusCode::OK
    );
    assert_eq!(sources(&get(&app, of).await), 1);
    let said = json!({"together": "visit-1"});
    let page = get(&app, "/corrections").await;
    assert!(
        page.text().contains("Not the same act as"),
        "{}",
        page.text()
    );
    delete(&app, "/api/v1/events/visit-again-1/corrections").await;
    say(&app, "visit-again-1", &said).await;
    assert_eq!(sources(&get(&app, of).await), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_corrects_what_was_changed_in_it() {
    let folder = folder();
    let (app, event) = written(&folder).await;
    let told_in = format!("/articles/{}", event.rsplit_once('-').expect("a number").0);
    let article = get(&app, &told_in).await;
    let address = format!("/events/{event}/correct");
    assert!(article.text().contains(&format!("href=\"{address}\"")));
    let happening = get(&app, &format!("/happenings/{event}")).await;
    assert!(happening.text().contains(&format!("href=\"{address}\"")));

    let page = get(&app, &address).await;
    let token = field(page.text(), "token").to_owned();
    let actor = field(page.text(), "was_actor").to_owned();
    assert!(actor.starts_with("KEN/"), "{actor}");
    let mut fields = vec![
        ("token", token.as_str()),
        ("was_status", "occurred"),
        ("status", "postponed"),
        ("was_actor", actor.as_str()),
        ("actor", actor.as_str()),
        ("was_date", "2021-03-01"),
        ("date", ""),
        ("note", "<b>rain</b>"),
        ("what", "right"),
    ];
    let answer = post(&app, &address, FORM, &form(&fields)).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    let to = answer.headers["location"]
        .to_str()
        .expect("text")
        .to_owned();
    assert_eq!(to, format!("{address}?done=right"));
    let seen = get(&app, &to).await;
    assert!(seen.text().contains("role=\"status\""));
    assert!(seen.text().contains("&lt;b&gt;rain&lt;/b&gt;"));
    let standing = get(&app, &format!("/api/v1/events/{event}/corrections")).await;
    let fields_said: Vec<Value> = standing.json()["corrections"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|c| c["field"].clone())
        .collect();
    // Only what was changed.
    assert_eq!(fields_said, ["status", "date"]);
    assert_eq!(standing.json()["event"].get("date"), None);
    assert!(get(&app, &told_in).await.text().contains("corrected"));

    // What is wrong is said above what was filled in.
    fields[2].1 = "finished";
    let refused = post(&app, &address, FORM, &form(&fields)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains("role=\"alert\"") && refused.text().contains("finished"));

    let undo = form(&[("token", &token), ("what", "undo")]);
    let answer = post(&app, &address, FORM, &undo).await;
    assert_eq!(
        answer.headers["location"],
        format!("{address}?done=undone").as_str()
    );
    let wrong = form(&[("token", &token), ("what", "wrong")]);
    post(&app, &address, FORM, &wrong).await;
    let page = get(&app, &address).await;
    assert!(page.text().contains("Said to be no event"));
    let article = get(&app, &told_in).await;
    assert!(article.text().contains("Said to be no event") && article.text().contains(&address));
    assert_eq!(
        get(&app, "/events/none-1/correct").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_corrects_where_the_service_only_reads() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    let said = say(&app, "visit-1", &json!({"wrong": true})).await;
    assert_eq!(
        (said.status, said.code().as_str()),
        (StatusCode::FORBIDDEN, "read_only")
    );
    let undone = delete(&app, "/api/v1/events/visit-1/corrections").await;
    assert_eq!(undone.code(), "read_only");
    let page = get(&app, "/events/visit-1/correct").await;
    assert!(page.text().contains("--allow-write") && !page.text().contains("<select"));
    let sent = post(
        &app,
        "/events/visit-1/correct",
        FORM,
        &form(&[("what", "wrong")]),
    )
    .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert!(sent.text().contains("--allow-write"), "{}", sent.text());
    for page in ["/articles/visit", "/happenings/visit-1"] {
        assert!(!get(&app, page).await.text().contains("/correct\""));
    }
    assert_eq!(
        get(&app, "/api/v1/events/visit-1").await.status,
        StatusCode::OK
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_corrects() {
    let folder = folder();
    let (app, event) = written(&folder).await;
    let address = format!("/events/{event}/correct");
    let page = get(&app, &address).await;
    let token = field(page.text(), "token").to_owned();
    let other = get(&app, "/events/clash-1/correct").await;
    let of_other = field(other.text(), "token").to_owned();
    // A form without our token, with one that was guessed, or with that of another event.
    for token in ["", "0123456789abcdef", &of_other] {
        let sent = form(&[("token", token), ("what", "wrong")]);
        let answer = post(&app, &address, FORM, &sent).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "'{token}'");
        // One's own form, from before a restart, is not lost.
        assert!(answer.text().contains("once more"));
    }
    // With the token, from elsewhere.
    let api = format!("/api/v1/events/{event}/corrections");
    let right = form(&[("token", &token), ("what", "wrong")]);
    let json = json!({"wrong": true}).to_string();
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for (method, path, media, body) in [
            ("POST", &address, FORM, &right),
            ("POST", &api, "application/json", &json),
            ("DELETE", &api, "application/json", &json),
        ] {
            let request = request(method, path)
                .header("content-type", media)
                .header(name, value)
                .body(Body::from(body.clone()));
            let answer = ask(&app, request.expect("a request")).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{method} {path} {name}: {value}"
            );
        }
    }
    // What a form of another site could send to the interface is not taken for JSON.
    for media in ["text/plain", FORM, "multipart/form-data"] {
        let answer = post(&app, &api, media, &json).await;
        assert_eq!(answer.code(), "unsupported_media_type");
    }
    assert_eq!(
        get(&app, &format!("/api/v1/events/{event}")).await.status,
        StatusCode::OK
    );
}
