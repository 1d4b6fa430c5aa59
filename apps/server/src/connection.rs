//! Connections: how many there are at a time, how long one may take to say what it wants, and how they end.
//!
//! Whoever comes when there are as many as may be waits in the system's own queue. A connection that says nothing, or says
//! it drop by drop, is closed, so that a few who do so keep nobody else out.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::state::Limits;

/// How long answers that are being written may go on after the service was told to end.
const FAREWELL: Duration = Duration::from_secs(10);
/// How long to wait where the system has no descriptors left.
const BREATH: Duration = Duration::from_millis(200);

/// Answer until `ended`.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    limits: &Limits,
    ended: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections.max(1)));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new());
    http.header_read_timeout(limits.head);
    let mut ended = pin!(ended);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut ended => break,
            next = next(&listener, &places) => next,
        };
        // An answer is written whole; waiting for more of it would only delay it.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(app.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _place = place;
            // What breaks off is the other side's to know.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
}

async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // It is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // It went away again, or there are no descriptors left.
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}
