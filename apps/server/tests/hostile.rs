//! Whatever is sent to be coded, the answer is one that the `OpenAPI` document tells of, and none of them is a fault of ours:
//! bodies cut off, mixed up, of wrong types, too deep and too long, under heads that do not fit them.

mod common;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use common::document::Document;
use common::{Answer, ask, empty, get, request};
use serde_json::{Value, json};

/// Bodies that are made up; the same ones every time.
const CASES: usize = 300;

/// Numbers that look like chance (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or_default()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const TEXT: &str = "France expelled two Russian diplomats on Tuesday, the foreign ministry said. Moscow, which “regrets” it, \
                    promised an answer — 3.5 million euros are at stake.";
const PAGE: &str = "<!doctype html><html><head><meta charset=utf-8><title>Talks &amp; more</title><script type='application/ld+json'>\
                    {\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-05\"}</script></head><body><article><p>France expelled two \
                    Russian diplomats on Tuesday.</p><p>The ambassador was told in the morning.</p></article></body></html>";

/// What is put into a body anywhere.
const ODD: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x87",
    b"\xe2\x80\xae",
    b"\\ud800",
    b"1e999",
    b"-",
    b"\"",
    b"{\"text\":",
    b"]]>",
    b"<![CDATA[",
    b"<script>",
    b"</p></p></p>",
    b"&#x110000;&#0;&#xD800;",
    b"\x1f\x8b\x08\0",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"%PDF-1.7",
];

const MEDIA: &[&str] = &[
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "text/plain;charset=\"",
    "text/plain; charset=shift_jis",
    "text/html",
    "text/html; charset=none-such",
    "TEXT/HTML;;;",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "*/*",
    "",
    ";",
    "\u{e9}",
];

const QUESTIONS: &[&str] = &[
    "",
    "?format=jsonl",
    "?format=csv",
    "?format=%00",
    "?date=2024-02-30",
    "?date=99999999-01-01",
    "?date=2024-03-05&url=javascript:alert(1)&title=%F0%9F%92%A3&id=%2e%2e%2f",
    "?id=&id=",
    "?%ff=%fe",
    "?nothing=such",
    "?url=https://%5b::1",
];

fn spoiled(chance: &mut Chance, whole: &[u8]) -> Vec<u8> {
    let mut body = whole.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(body.len() + 1);
        match chance.below(6) {
            0 => body.truncate(at),
            1 => {
                let odd = *chance.one(ODD);
                body.splice(at..at, odd.iter().copied());
            }
            2 => {
                let end = at + chance.below(body.len() - at + 1);
                let part = body.get(at..end).unwrap_or_default().to_vec();
                body.extend(part);
            }
            3 => {
                if let Some(byte) = body.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            4 => {
                let many =
                    chance.one(&["[", "<div>", "<table><tr><td>", "\"{", "((", "&lt;", "A. "]);
                body.splice(at..at, many.repeat(1 + chance.below(3000)).into_bytes());
            }
            _ => body.rotate_left(at),
        }
    }
    body
}

/// Objects whose fields are of every type, whether or not there are such fields.
fn mistyped(chance: &mut Chance, fields: &[String]) -> Vec<u8> {
    let mut object = serde_json::Map::new();
    for _ in 0..=chance.below(4) {
        let name = chance.one(fields).clone();
        let value = match chance.below(10) {
            0 => Value::Null,
            1 => json!(chance.next()),
            2 => json!(-1.5e300),
            3 => json!([TEXT]),
            4 => json!({"text": TEXT}),
            5 => json!(true),
            6 => json!(""),
            7 => json!("\u{0}\u{fffe}\u{202e}"),
            8 => json!("2024-03-05"),
            _ => json!(if name == "html" { PAGE } else { TEXT }),
        };
        object.insert(name, value);
    }
    serde_json::to_vec(&object).expect("JSON")
}

async fn send(app: &Router, question: &str, media: &str, body: Vec<u8>) -> Answer {
    let mut request = request("POST", &format!("/api/v1/code{question}"));
    if !media.is_empty() {
        request = request.header("content-type", media.as_bytes());
    }
    let request: Request<Body> = request.body(Body::from(body)).expect("a request");
    ask(app, request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_to_be_coded_is_coded_or_refused() {
    let (_folder, app) = empty();
    let document = Document(get(&app, "/api/v1/openapi.json").await.json());
    let sent = &document.0["components"]["schemas"]["Sent"]["properties"];
    let mut fields: Vec<String> = sent.as_object().expect("fields").keys().cloned().collect();
    assert!(fields.len() >= 6, "{fields:?}");
    fields.push("colour".to_owned());
    let whole =
        json!({"id": "a", "url": "https://news.example/a", "date": "2024-03-05", "text": TEXT});
    let whole = [
        serde_json::to_vec(&whole).expect("JSON"),
        TEXT.as_bytes().to_vec(),
        PAGE.as_bytes().to_vec(),
    ];
    let mut chance = Chance(20_261_127);
    let mut seen = std::collections::BTreeMap::new();
    let mut wrong = Vec::new();
    for case in 0..CASES {
        let body = match case % 4 {
            3 => mistyped(&mut chance, &fields),
            kind => spoiled(&mut chance, &whole[kind]),
        };
        let (media, question) = if case % 2 == 0 {
            let own = [
                "application/json",
                "text/plain",
                "text/html",
                "application/json",
            ];
            (own[case % 4], "")
        } else {
            (*chance.one(MEDIA), *chance.one(QUESTIONS))
        };
        let shown = String::from_utf8_lossy(body.get(..200).unwrap_or(&body)).into_owned();
        let answer = send(&app, question, media, body).await;
        *seen.entry(answer.status.as_u16()).or_insert(0) += 1;
        let at = format!(
            "case {case}, {media:?} {question:?} {shown:?}: {}",
            answer.status
        );
        if !matches!(answer.status.as_u16(), 200 | 400 | 413 | 415) {
            wrong.push(at);
            continue;
        }
        let kind = answer.headers["content-type"].to_str().expect("letters");
        if kind == "application/json" {
            let schema = document.of("/api/v1/code", "post", answer.status.as_u16());
            let faults = document.faults(schema, &answer.json(), "answer");
            wrong.extend(faults.into_iter().map(|f| format!("{at}: {f}")));
        } else if kind != "application/x-ndjson" || answer.status != 200 {
            wrong.push(format!("{at}: {kind}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Neither is everything refused, nor is nothing.
    for status in [200, 400, 415] {
        assert!(seen.get(&status).is_some_and(|n| *n >= 10), "{seen:?}");
    }
    let long = send(&app, "", "text/plain", vec![b'a'; (4 << 20) + 1]).await;
    assert_eq!(
        (long.status.as_u16(), long.code().as_str()),
        (413, "too_large")
    );
}
