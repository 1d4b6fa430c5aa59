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
    by_key: HashMap<Key, Answer>,
    /// In the order they came, or were last given a second chance.
    order: VecDeque<Key>,
    bytes: usize,
}

#[derive(Debug)]
struct Answer {
    head: HeaderMap,
    body: Bytes,
    /// Whether it was asked for since it came, or had its second chance.
    asked: bool,
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
        let mut answers = self.answers();
        let answer = answers.by_key.get_mut(key)?;
        answer.asked = true;
        Some((answer.head.clone(), answer.body.clone()))
    }

    fn keep(&self, key: Key, revision: i64, head: HeaderMap, body: Bytes) {
        let mut answers = self.answers();
        if answers.revision != revision || answers.by_key.contains_key(&key) {
            return;
        }
        answers.bytes += body.len() + BESIDES;
        // Many that are asked for once leave those in that are asked for again and again.
        while answers.bytes > ALL
            && let Some(oldest) = answers.order.pop_front()
        {
            match answers.by_key.get_mut(&oldest) {
                Some(answer) if answer.asked => {
                    answer.asked = false;
                    answers.order.push_back(oldest);
                }
                _ => {
                    let gone = answers.by_key.remove(&oldest);
                    answers.bytes -= gone.map_or(0, |a| a.body.len() + BESIDES);
                }
            }
        }
        answers.order.push_back(key.clone());
        let answer = Answer {
            head,
            body,
            asked: false,
        };
        answers.by_key.insert(key, answer);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> Key {
        (n.to_string(), String::new())
    }

    #[test]
    fn what_is_asked_for_again_stays() {
        let kept = Kept::default();
        kept.look(7, 0);
        let body = Bytes::from(vec![0; 1 << 20]);
        for n in 0..200 {
            kept.keep(key(n), 7, HeaderMap::new(), body.clone());
            assert!(kept.find(&key(0)).is_some(), "{n}");
        }
        assert!(kept.find(&key(1)).is_none() && kept.find(&key(199)).is_some());
        assert!(kept.answers().bytes <= ALL);
    }

    #[test]
    fn nothing_older_than_the_archive_is_given() {
        let kept = Kept::default();
        kept.look(7, 0);
        kept.keep(key(0), 7, HeaderMap::new(), Bytes::new());
        assert_eq!(kept.known(), Ok(7));
        // We write while somebody else looks.
        kept.forget();
        assert_eq!(kept.known(), Err(1));
        kept.look(7, 0);
        assert_eq!(kept.known(), Err(1));
        kept.look(8, 1);
        assert_eq!(kept.known(), Ok(8));
        assert!(kept.find(&key(0)).is_none());
        // An answer that was made before is not kept for after.
        kept.keep(key(0), 7, HeaderMap::new(), Bytes::new());
        assert!(kept.find(&key(0)).is_none());
    }
}
