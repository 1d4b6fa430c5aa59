//! Pages for people, made on the server: templates escape every string, whoever wrote it. Where a script helps, the page
//! works without it.

mod actors;
mod archived;
mod chart;
mod coding;
mod correct;
pub(crate) mod enter;
mod events;
mod layout;
mod overview;
mod places;
mod reading;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::html;

use crate::error::{Code, Fault};
use crate::state::State;

/// A fault that is answered with a page.
#[derive(Debug)]
struct PageFault(Fault);

impl<F: Into<Fault>> From<F> for PageFault {
    fn from(fault: F) -> Self {
        Self(fault.into())
    }
}

impl IntoResponse for PageFault {
    fn into_response(self) -> Response {
        fault(&self.0)
    }
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(overview::page))
        .route("/events", get(events::page))
        .route("/happenings/{id}", get(archived::happening))
        .route("/articles/{id}", get(archived::article))
        .route("/actors", get(actors::list))
        .route("/actors/{code}", get(actors::actor))
        .route("/relations/{a}/{b}", get(actors::relation))
        .route("/network", get(places::network))
        .route("/map", get(places::map))
        .route(
            "/events/{id}/correct",
            get(correct::ask).post(correct::correct),
        )
        .route("/corrections", get(correct::list))
        .route("/try", get(coding::ask).post(coding::code))
        .route("/enter", post(enter::enter))
        .fallback(nowhere)
}

async fn nowhere() -> Response {
    fault(&Fault::new(Code::NotFound, "There is no such page."))
}

/// A fault as a page.
pub(crate) fn fault(fault: &Fault) -> Response {
    let title = match fault.code {
        Code::NotFound => "Not found",
        Code::Question => "This question cannot be answered",
        Code::CrossSite | Code::ReadOnly => "Not allowed",
        Code::Busy | Code::Slow => "Too much at once",
        _ => "Something went wrong",
    };
    let body = html! {
        section.empty {
            h1 { (title) }
            p { (fault.message) }
            p { a href="/" { "Go to the overview" } }
        }
    };
    (fault.code.status(), layout::page(title, "", &[], &body)).into_response()
}
