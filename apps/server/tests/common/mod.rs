//! An archive made for a test, and requests without a socket.

#![allow(dead_code, reason = "each test file uses what it needs")]

pub(crate) mod browser;
pub(crate) mod document;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::LazyLock;

use archive::{Archive, Engine, Options, Source};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use server::{Limits, Settings, State};
use tempfile::TempDir;
use tower::ServiceExt as _;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded(syntax::Model::Fast));

/// A folder of one test, which goes away with it.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// An article with date and publisher.
pub(crate) fn article(id: &str, date: &str, host: &str, text: &str) -> Source {
    let mut source = Source::text(id, text);
    source.options.date = Some(date.to_owned());
    source.options.url = Some(format!("https://{host}.example/{id}"));
    source
}

/// Put articles into an archive.
pub(crate) fn ingest(path: &Path, sources: Vec<Source>) {
    let mut archive = Archive::create(path).expect("it opens");
    archive
        .ingest(&ENGINE, sources, &Options::default(), &|_| {})
        .expect("it is written");
}

/// The service of an archive without articles, and the folder it lies in.
pub(crate) fn empty() -> (TempDir, Router) {
    let folder = folder();
    let path = folder.path().join("empty.legation");
    ingest(&path, Vec::new());
    let app = service(&path, |_| {});
    (folder, app)
}

/// A few invented reports, two of them of one act.
pub(crate) fn news() -> Vec<Source> {
    vec![
        article(
            "visit",
            "2021-03-03",
            "courier",
            "Kenyan President Uhuru Kenyatta visited Ethiopia on Monday. Ethiopia praised Kenya for its aid.\n\nThe two \
             leaders signed a trade agreement in Addis Ababa on Monday.",
        ),
        article(
            "visit-again",
            "2021-03-03",
            "gazette",
            "Kenya's president, Uhuru Kenyatta, visited Ethiopia on Monday.",
        ),
        article(
            "clash",
            "2021-03-20",
            "courier",
            "Ethiopian troops attacked a Sudanese border post on Friday, killing three soldiers. Sudan condemned Ethiopia \
             and expelled the Ethiopian ambassador. Kenya criticized Sudan on Friday.",
        ),
        article(
            "aid",
            "2021-02-11",
            "herald",
            "Kenya provided food aid to Sudan on Wednesday. Sudan thanked Kenya.",
        ),
    ]
}

/// How to serve an archive.
fn settings(path: &Path, change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings {
        archive: path.to_path_buf(),
        token: None,
        model: syntax::Model::Fast,
        allow_write: false,
        limits: Limits::default(),
    };
    change(&mut settings);
    settings
}

/// The service of an archive.
pub(crate) fn service(path: &Path, change: impl FnOnce(&mut Settings)) -> Router {
    server::app(State::open(settings(path, change)).expect("the archive opens"))
}

/// The service on a port of its own, for as long as the test runs.
pub(crate) fn listen(path: &Path, change: impl FnOnce(&mut Settings)) -> SocketAddr {
    let settings = settings(path, change);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        server::serve(settings, any, std::future::pending(), |address, _| {
            tell.send(address).expect("it is heard");
        })
        .expect("it serves");
    });
    told.recv().expect("an address")
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("it is UTF-8")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub(crate) fn code(&self) -> String {
        let json = self.json();
        json["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

pub(crate) async fn ask(app: &Router, request: Request<Body>) -> Answer {
    let response = app.clone().oneshot(request).await.expect("it never fails");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 64 << 20).await.expect("a body");
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.to_vec(),
    }
}

pub(crate) fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:7117")
}

pub(crate) async fn get(app: &Router, path: &str) -> Answer {
    let request = request("GET", path).body(Body::empty());
    ask(app, request.expect("a request")).await
}

pub(crate) async fn post(app: &Router, path: &str, media: &str, body: &str) -> Answer {
    let request = request("POST", path)
        .header("content-type", media)
        .body(Body::from(body.to_owned()));
    ask(app, request.expect("a request")).await
}
