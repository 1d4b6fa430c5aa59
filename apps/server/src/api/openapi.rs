//! The interface as `OpenAPI` describes it, generated from the code that answers.

use axum::Json;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{self, Content, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi};

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
    components(schemas(Problem, code::Sent, corrections::Said)),
    modifiers(&Everywhere),
    security((), ("token" = []))
)]
struct Document;

/// What stands before every address: the token, and what is refused wherever it is asked.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let problem = |said: &str| {
            let body = Content::new(Some(Ref::from_schema_name("Problem")));
            let response = ResponseBuilder::new().description(said);
            response.content("application/json", body).build()
        };
        let refused = [
            ("401", "The token is not known; the service asks for one"),
            (
                "403",
                "Another site's page asks, or it is not to be changed",
            ),
            ("414", "The address is too long"),
            ("500", "The service is at fault"),
            (
                "503",
                "Too many ask at once, or it took too long; try again",
            ),
        ];
        for path in document.paths.paths.values_mut() {
            let all = [&mut path.get, &mut path.post, &mut path.delete];
            for operation in all.into_iter().flatten() {
                for (status, said) in refused {
                    let told = &mut operation.responses.responses;
                    told.entry(status.to_owned())
                        .or_insert_with(|| problem(said).into());
                }
            }
        }
        let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        if let Some(components) = &mut document.components {
            components.add_security_scheme("token", token);
        }
    }
}

pub(crate) async fn serve() -> Response {
    Json(Document::openapi()).into_response()
}
