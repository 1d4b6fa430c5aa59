//! Answers that are longer than anybody would hold: written as they are found, one row after the other, no faster than
//! they are taken.

use std::ops::ControlFlow;
use std::time::Duration;

use archive::{Archive, HappeningRow, QueryError, table};
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use plover::Event;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use crate::error::Fault;
use crate::question::given;
use crate::state::State;

/// Bytes that are sent at a time.
const CHUNK: usize = 64 << 10;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A page.
    Json,
    /// One JSON object a line.
    Lines,
    /// Comma-separated values under a header.
    Csv,
}

impl Format {
    pub(crate) fn of(value: Option<&String>) -> Result<Self, Fault> {
        match given(value) {
            None | Some("json") => Ok(Self::Json),
            Some("jsonl") => Ok(Self::Lines),
            Some("csv") => Ok(Self::Csv),
            Some(other) => Err(Fault::question(format!(
                "format: '{other}' is none of json, jsonl, csv"
            ))),
        }
    }
}

/// Where rows go.
#[derive(Debug)]
pub(crate) struct Out {
    format: Format,
    buffer: Vec<u8>,
    to: Sender<Result<Bytes, std::io::Error>>,
    /// How long who takes it may take nothing.
    taking: Duration,
    runtime: Handle,
}

impl Out {
    pub(crate) fn happening(&mut self, row: &HappeningRow) -> ControlFlow<()> {
        if self.format == Format::Csv {
            self.buffer.extend_from_slice(table::csv(row).as_bytes());
        } else if serde_json::to_writer(&mut self.buffer, row).is_err() {
            return ControlFlow::Break(());
        }
        self.buffer.push(b'\n');
        self.flow()
    }

    pub(crate) fn event(&mut self, event: &Event) -> ControlFlow<()> {
        if plover::jsonl::write(&mut self.buffer, event).is_err() {
            return ControlFlow::Break(());
        }
        self.flow()
    }

    fn flow(&mut self) -> ControlFlow<()> {
        if self.buffer.len() < CHUNK {
            return ControlFlow::Continue(());
        }
        self.send()
    }

    /// Wait until there is room; whoever took it may be gone, or asleep.
    fn send(&mut self) -> ControlFlow<()> {
        let bytes = Bytes::from(std::mem::take(&mut self.buffer));
        if self.put(Ok(bytes)) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn put(&self, piece: Result<Bytes, std::io::Error>) -> bool {
        let sent = self.to.send_timeout(piece, self.taking);
        self.runtime.block_on(sent).is_ok()
    }
}

/// Rows as they are found.
pub(crate) async fn rows(
    state: &State,
    format: Format,
    find: impl FnOnce(&Archive, &mut Out) -> Result<(), QueryError> + Send + 'static,
) -> Result<Response, Fault> {
    let (to, from) = channel(4);
    let taking = state.settings().limits.taking;
    let runtime = Handle::current();
    let (begin, begun) = tokio::sync::oneshot::channel();
    state
        .export(move |archive| {
            let mut out = Out {
                format,
                buffer: Vec::new(),
                to,
                taking,
                runtime,
            };
            if format == Format::Csv {
                out.buffer.extend_from_slice(table::HEADER.as_bytes());
                out.buffer.push(b'\n');
            }
            // A question that cannot be understood is known before the first row; later faults end the stream as broken.
            match find(archive, &mut out) {
                Ok(()) => {
                    let _ = out.send();
                    let _ = begin.send(Ok(()));
                }
                Err(error) => {
                    let message = error.to_string();
                    let _ = begin.send(Err(Fault::from(error)));
                    let broken = std::io::Error::other(message);
                    let _ = out.put(Err(broken));
                }
            }
        })
        .await?;
    let mut from = from;
    let first = from.recv().await;
    if let Some(Err(_)) = first {
        return Err(match begun.await {
            Ok(Err(fault)) => fault,
            _ => Fault::internal("a stream broke off before it began"),
        });
    }
    let (media, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "legation.csv"),
        _ => ("application/x-ndjson", "legation.jsonl"),
    };
    let rest = ReceiverStream::new(from);
    let head = tokio_stream::iter(first);
    let body = Body::from_stream(tokio_stream::StreamExt::chain(head, rest));
    let named = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((headers, body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_takes_nothing_is_not_waited_for() {
        let (to, mut from) = channel(1);
        let runtime = Handle::current();
        let mut out = Out {
            format: Format::Lines,
            buffer: Vec::new(),
            to,
            taking: Duration::from_millis(50),
            runtime,
        };
        let sent = tokio::task::spawn_blocking(move || [out.send(), out.send()]);
        let sent = sent.await.expect("it ends");
        assert_eq!(sent, [ControlFlow::Continue(()), ControlFlow::Break(())]);
        // What was sent is there, and then the stream is over.
        assert!(from.recv().await.is_some() && from.recv().await.is_none());
    }
}
