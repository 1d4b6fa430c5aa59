//! The dashboard and the HTTP interface of an archive.
//!
//! ```text
//! request ─▶ guard (host, token, site, time) ─▶ api    records as JSON, streams, OpenAPI
//!                                            └▶ pages  the same records as HTML, for people
//!                                                 └──▶ state (readers, coders) ─▶ archive, network
//! ```
//!
//! [`app`] is a router that tests ask without a socket; [`serve`] binds it to an address. Both hold no domain logic: what
//! happened is the archive's to say, how actors stand the network's. Everything a page needs is in the program: it loads
//! nothing from elsewhere, and its strings are escaped by the templates, wherever they come from.

mod api;
mod connection;
mod error;
mod guard;
mod kept;
mod metrics;
mod pages;
mod parameter;
mod question;
mod state;
mod ui;

use std::io::Write as _;
use std::net::SocketAddr;

use axum::Router;
use axum::middleware;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use state::{Limits, Settings, State};

/// Bytes of a request's body: pages that are pasted or sent to be coded.
const BODY: usize = 4 << 20;

/// Everything that is answered.
pub fn app(state: State) -> Router {
    pages::routes()
        .nest("/api/v1", api::routes())
        .merge(ui::routes())
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(middleware::from_fn(kept::mark))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), kept::stand))
        .layer(middleware::from_fn_with_state(state.clone(), guard::stand))
        .with_state(state)
}

/// Why the service did not start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] archive::OpenError),
    /// The address cannot be had.
    #[error("{address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The system refuses threads or randomness.
    #[error("the service could not start: {0}")]
    System(String),
}

/// Serve until `ended`, and finish the answers that are being written then. `started` is told the address, whose port may have
/// been chosen by the system, and the token where one is asked for.
pub fn serve(
    mut settings: Settings,
    listen: SocketAddr,
    ended: impl Future<Output = ()>,
    started: impl FnOnce(SocketAddr, Option<&str>),
) -> Result<(), ServeError> {
    if settings.token.is_none() && !listen.ip().is_loopback() {
        settings.token = Some(token()?);
    }
    let told = settings.token.clone();
    let limits = settings.limits;
    let state = State::open(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| ServeError::System(e.to_string()))?;
    let served = runtime.block_on(async {
        let bound = |source| ServeError::Bind {
            address: listen,
            source,
        };
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(bound)?;
        let address = listener.local_addr().map_err(bound)?;
        started(address, told.as_deref());
        // The first article need not wait for the engine.
        let warm = state.clone();
        tokio::task::spawn_blocking(move || {
            warm.engine();
        });
        connection::serve(listener, app(state), &limits, ended).await;
        Ok(())
    });
    // What still works on answers has nobody left to hear them.
    runtime.shutdown_background();
    served
}

/// A token that nobody guesses.
fn token() -> Result<String, ServeError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| ServeError::System(e.to_string()))?;
    Ok(state::hex(&bytes))
}

/// What is for who runs the service.
pub(crate) fn log(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{message}");
}
