//! What is served is what the `OpenAPI` document says is served: every body holds against its schema, and has no field that
//! the schema does not tell of.

mod common;

use axum::Router;
use axum::body::Body;
use common::{Answer, article, ask, folder, get, ingest, news, post, request, service};
use serde_json::{Value, json};

/// A document, whose schemas refer to each other.
struct Document(Value);

impl Document {
    /// The schema of a response's JSON.
    fn of(&self, path: &str, method: &str, status: u16) -> &Value {
        let escaped = path.replace('/', "~1");
        let at = format!(
            "/paths/{escaped}/{method}/responses/{status}/content/application~1json/schema"
        );
        let found = self.0.pointer(&at);
        found.unwrap_or_else(|| panic!("{method} {path} {status} has no schema"))
    }

    fn resolved<'d>(&'d self, schema: &'d Value) -> &'d Value {
        match schema["$ref"].as_str() {
            Some(to) => {
                let found = self.0.pointer(to.trim_start_matches('#'));
                self.resolved(found.unwrap_or_else(|| panic!("{to} leads nowhere")))
            }
            None => schema,
        }
    }

    /// What is wrong with a value.
    fn faults(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fields = Vec::new();
        self.check(schema, value, at, &mut faults, &mut fields);
        // Fields are told of by any of the schemas that hold together.
        if let Value::Object(object) = value {
            for name in object.keys().filter(|k| !fields.contains(&k.as_str())) {
                faults.push(format!("{at}.{name} is not told of"));
            }
        }
        faults
    }

    fn check<'d>(
        &'d self,
        schema: &'d Value,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
        fields: &mut Vec<&'d str>,
    ) {
        let schema = self.resolved(schema);
        let Value::Object(keywords) = schema else {
            faults.push(format!("{at}: its schema says nothing"));
            return;
        };
        for (keyword, told) in keywords {
            match keyword.as_str() {
                "default" | "description" | "format" | "title" => {}
                "minimum" => {
                    if value
                        .as_f64()
                        .is_some_and(|v| v < told.as_f64().unwrap_or(0.0))
                    {
                        faults.push(format!("{at}: {value} is below {told}"));
                    }
                }
                "type" => {
                    let types = told.as_array().cloned().unwrap_or(vec![told.clone()]);
                    if !types
                        .iter()
                        .any(|t| is(t.as_str().unwrap_or_default(), value))
                    {
                        faults.push(format!("{at}: {value} is none of {told}"));
                    }
                }
                "enum" => {
                    if !told.as_array().is_some_and(|all| all.contains(value)) {
                        faults.push(format!("{at}: {value} is no word of the list"));
                    }
                }
                "pattern" => {
                    // The one that there is: a code.
                    assert_eq!(told, "^[A-Z]{3}$");
                    let text = value.as_str().unwrap_or_default();
                    if text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
                        faults.push(format!("{at}: {value} is no code"));
                    }
                }
                "required" => {
                    for name in told
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str)
                    {
                        if value.is_object() && value.get(name).is_none() {
                            faults.push(format!("{at}.{name} is missing"));
                        }
                    }
                }
                "properties" => {
                    for (name, property) in told.as_object().into_iter().flatten() {
                        fields.push(name);
                        if let Some(inner) = value.get(name) {
                            faults.extend(self.faults(property, inner, &format!("{at}.{name}")));
                        }
                    }
                }
                "items" => {
                    let before = schema["prefixItems"].as_array().map_or(0, Vec::len);
                    for inner in value.as_array().into_iter().flatten().skip(before) {
                        faults.extend(self.faults(told, inner, &format!("{at}[]")));
                    }
                }
                "prefixItems" => {
                    let pairs = told.as_array().into_iter().flatten();
                    let values = value.as_array().into_iter().flatten();
                    for (schema, inner) in pairs.zip(values) {
                        faults.extend(self.faults(schema, inner, &format!("{at}[]")));
                    }
                }
                "minItems" | "maxItems" => {
                    let n = value.as_array().map(|a| a.len() as u64);
                    let fits = |n: u64| match keyword.as_str() {
                        "minItems" => told.as_u64() <= Some(n),
                        _ => told.as_u64() >= Some(n),
                    };
                    if !n.is_none_or(fits) {
                        faults.push(format!("{at}: so many are not told of"));
                    }
                }
                "allOf" => {
                    for part in told.as_array().into_iter().flatten() {
                        self.check(part, value, at, faults, fields);
                    }
                }
                "oneOf" => {
                    let all = told.as_array().into_iter().flatten();
                    let tried: Vec<Vec<String>> =
                        all.map(|one| self.faults(one, value, at)).collect();
                    if !tried.iter().any(Vec::is_empty) {
                        faults.extend(tried.into_iter().flatten());
                    }
                    // Which of them it was has been looked at, with its fields.
                    for one in told.as_array().into_iter().flatten() {
                        let own = self.resolved(one)["properties"].as_object();
                        fields.extend(own.into_iter().flatten().map(|(k, _)| k.as_str()));
                    }
                }
                other => faults.push(format!("{at}: '{other}' is not understood here")),
            }
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

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
async fn nothing_is_described_as_a_bare_object() {
    let folder = folder();
    let path = folder.path().join("empty.legation");
    ingest(&path, Vec::new());
    let app = service(&path, |_| {});
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
