//! The interface as `OpenAPI` describes it, generated from the code that answers.

use axum::Json;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

use super::{code, corrections, happenings, relations, service};
use crate::error::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Legation",
        description = "An archive of who did what to whom, asked over HTTP. Records are those of the command line."
    ),
    paths(
        happenings::list,
        happenings::one,
        happenings::events,
        happenings::event,
        happenings::articles,
        happenings::article,
        happenings::events_of,
        happenings::search,
        corrections::list,
        corrections::of_event,
        corrections::correct,
        corrections::undo,
        relations::actors,
        relations::actor,
        relations::top,
        relations::relation,
        relations::network,
        relations::balance,
        relations::places,
        code::post,
        service::health,
        service::metrics,
    ),
    components(schemas(Problem, code::Sent, corrections::Said))
)]
struct Document;

pub(crate) async fn serve() -> Response {
    Json(Document::openapi()).into_response()
}
