//! The interface for programs, under `/api/v1`: the records of the command line, asked for as it asks.

mod code;
mod corrections;
mod happenings;
mod openapi;
mod relations;
mod service;
pub(crate) mod stream;

use axum::Router;
use axum::routing::{get, post};
use serde::Serialize;

use crate::state::State;

pub(crate) use code::{Sent, run as run_code, understood};
pub(crate) use corrections::{Said, Standing};
pub(crate) use happenings::{SORTED, page as happenings_page};
pub(crate) use relations::{Span, network_of, title};

/// A page of a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Page<T> {
    /// What was asked for.
    pub(crate) items: Vec<T>,
    /// The `offset` of the next page; null at the end.
    pub(crate) next_offset: Option<usize>,
}

impl<T> Page<T> {
    /// Of one row more than were asked for, which tells whether there is more.
    pub(crate) fn of(mut items: Vec<T>, limit: usize, offset: usize) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        Self {
            items,
            next_offset: more.then_some(offset + limit),
        }
    }
}

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/happenings", get(happenings::list))
        .route("/happenings/{id}", get(happenings::one))
        .route("/events", get(happenings::events))
        .route("/events/{id}", get(happenings::event))
        .route(
            "/events/{id}/corrections",
            get(corrections::of_event)
                .post(corrections::correct)
                .delete(corrections::undo),
        )
        .route("/corrections", get(corrections::list))
        .route("/articles", get(happenings::articles))
        .route("/articles/{id}", get(happenings::article))
        .route("/articles/{id}/events", get(happenings::events_of))
        .route("/search", get(happenings::search))
        .route("/actors", get(relations::actors))
        .route("/actors/{code}", get(relations::actor))
        .route("/relations", get(relations::top))
        .route("/relations/{a}/{b}", get(relations::relation))
        .route("/network", get(relations::network))
        .route("/balance", get(relations::balance))
        .route("/places", get(relations::places))
        .route("/code", post(code::post))
        .route("/health", get(service::health))
        .route("/metrics", get(service::metrics))
        .route("/openapi.json", get(openapi::serve))
        .fallback(service::nowhere)
        .method_not_allowed_fallback(service::no_method)
}
