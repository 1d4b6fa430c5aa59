//! Answers that were made before: kept, packed or plain, until somebody writes to the archive.
//!
//! A dashboard's pages are asked for over and over, by many, and the same question has the same answer as long as the
//! archive is the same. How much is kept is bounded; what streams, and what may not be kept, is made each time.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Fault;
use crate::state::State;

/// The longest answer that is kept, and all of them together, in bytes.
const LONGEST: u64 = 1 << 20;
const ALL: usize = 24 << 20;
/// What keeping an answer costs besides its bytes.
const BESIDES: usize = 1 << 10;
/// How long after somebody else wrote an older answer may be given; after a correction of ours none is.
const FRESH: Duration = Duration::from_millis(100);

/// Answers by address, and by how they may be packed.
type Key = (String, String);

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Answers>);

#[derive(Debug, Default)]
struct Answers {
    revision: i64,
    looked: Option<Instant>,
    /// How often we wrote.
    written: u64,
    by_key: HashMap<Key, (HeaderMap, Bytes)>,
    /// In the order they came.
    order: VecDeque<Key>,
    bytes: usize,
}

impl Kept {
    fn answers(&self) -> std::sync::MutexGuard<'_, Answers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The archive was written to by us.
    pub(crate) fn forget(&self) {
        let mut answers = self.answers();
        answers.looked = None;
        answers.written += 1;
    }

    /// The archive's revision, where it was looked at just now; else what [`Self::look`] must be told.
    fn known(&self) -> Result<i64, u64> {
        let answers = self.answers();
        let fresh = answers.looked.is_some_and(|at| at.elapsed() < FRESH);
        if fresh {
            Ok(answers.revision)
        } else {
            Err(answers.written)
        }
    }

    fn look(&self, revision: i64, written: u64) {
        let mut answers = self.answers();
        if answers.revision != revision {
            *answers = Answers {
                revision,
                written: answers.written,
                ..Answers::default()
            };
        }
        // What was looked at before we wrote is not fresh any more.
        answers.looked = (answers.written == written).then(Instant::now);
    }

    fn find(&self, key: &Key) -> Option<(HeaderMap, Bytes)> {
        self.answers().by_key.get(key).cloned()
    }

    fn keep(&self, key: Key, revision: i64, head: HeaderMap, body: Bytes) {
        let mut answers = self.answers();
        if answers.revision != revision || answers.by_key.contains_key(&key) {
            return;
        }
        answers.bytes += body.len() + BESIDES;
        while answers.bytes > ALL
            && let Some(oldest) = answers.order.pop_front()
        {
            let gone = answers.by_key.remove(&oldest);
            answers.bytes -= gone.map_or(0, |(_, body)| body.len() + BESIDES);
        }
        answers.order.push_back(key.clone());
        answers.by_key.insert(key, (head, body));
    }
}

/// An answer that may be kept: it is whole, and as long as it says.
#[derive(Debug, Clone, Copy)]
struct Whole;

/// Marks answers that are whole, before they are packed; what streams does not say how long it is.
pub(crate) async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let length = response.body().size_hint().exact();
    let fits = length.is_some_and(|n| n <= LONGEST);
    if fits && response.status() == StatusCode::OK {
        response.extensions_mut().insert(Whole);
    }
    response
}

/// Answer with what is kept, or keep what is answered.
pub(crate) async fn stand(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // These are about the service, not about what the archive holds.
    let may =
        request.method() == Method::GET && !matches!(path, "/api/v1/metrics" | "/api/v1/health");
    if !may {
        return next.run(request).await;
    }
    let kept = state.kept();
    let revision = match kept.known() {
        Ok(revision) => revision,
        Err(written) => match state.revision().await {
            Ok(revision) => {
                kept.look(revision, written);
                revision
            }
            Err(fault) => return Fault::into_response(fault),
        },
    };
    let accepted = request.headers().get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let asked = request.uri().path_and_query();
    let asked = asked.map_or_else(String::new, ToString::to_string);
    let key = (asked, accepted.to_owned());
    if let Some((head, body)) = kept.find(&key) {
        return (head, body).into_response();
    }
    let response = next.run(request).await;
    if response.extensions().get::<Whole>().is_none() {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => {
            kept.keep(key, revision, parts.headers.clone(), body.clone());
            Response::from_parts(parts, Body::from(body))
        }
        Err(error) => Fault::internal(error).into_response(),
    }
}
