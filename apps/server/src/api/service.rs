//! Whether the service lives, what it did, and what is not there.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use serde::Serialize;

use crate::error::{Code, Fault, Problem};
use crate::state::State;

/// Whether it lives.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// Of the program.
    version: &'static str,
}

/// Whether the archive can be read, and how large it is.
#[utoipa::path(get, path = "/api/v1/health", tag = "service", responses(
    (status = 200, description = "It lives", body = Health),
    (status = 500, description = "The archive cannot be read", body = Problem)))]
pub(crate) async fn health(Shared(state): Shared<State>) -> Result<Response, Fault> {
    state.read(|archive| Ok(archive.revision()?)).await?;
    let health = Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    };
    Ok(Json(health).into_response())
}

/// Counters as Prometheus reads them.
#[utoipa::path(get, path = "/api/v1/metrics", tag = "service", responses(
    (status = 200, description = "Prometheus text", body = String, content_type = "text/plain")))]
pub(crate) async fn metrics(Shared(state): Shared<State>) -> Result<Response, Fault> {
    let size = state.read(|archive| Ok(archive.size()?)).await?;
    let text = state.metrics().text(size);
    let media = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, media)], text).into_response())
}

pub(crate) async fn nowhere() -> Fault {
    Fault::new(
        Code::NotFound,
        "there is nothing at this address; /api/v1/openapi.json says what there is",
    )
}

pub(crate) async fn no_method() -> Fault {
    Fault::new(Code::Method, "this address does not know this method")
}
