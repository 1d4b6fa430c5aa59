//! Text or a page in, events out. The articles are kept nowhere.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::stream::Format;
use crate::error::{Code, Fault, Problem};
use crate::parameter;
use crate::question::{Asked, given};
use crate::state::State;

/// What is known of an article that is sent as it is.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Known {
    /// Its id.
    id: Option<String>,
    /// Its address.
    url: Option<String>,
    /// Its headline.
    title: Option<String>,
    /// Its publication date, `YYYY-MM-DD`.
    #[param(value_type = parameter::Day, inline)]
    date: Option<String>,
    /// `json`, or `jsonl`: the lines of `legation code`.
    #[param(value_type = parameter::Lines, inline)]
    format: Option<String>,
}

/// An article, as a line of `legation code`'s input has it.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sent {
    /// Its id.
    pub(crate) id: Option<String>,
    /// Its address.
    pub(crate) url: Option<String>,
    /// Its headline.
    pub(crate) title: Option<String>,
    /// Its publication date, `YYYY-MM-DD`.
    #[schema(format = Date)]
    pub(crate) date: Option<String>,
    /// Its text.
    pub(crate) text: Option<String>,
    /// Or its page.
    pub(crate) html: Option<String>,
}

/// What came of an article.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Answer {
    /// The article.
    pub(crate) article: Article,
    /// Its events, as `legation code` writes them.
    pub(crate) events: Vec<plover::Event>,
    /// What was wrong with it.
    pub(crate) warnings: Vec<String>,
}

/// What was read of an article.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub(crate) struct Article {
    /// Its id.
    pub(crate) id: String,
    /// Headline.
    pub(crate) title: Option<String>,
    /// Publication date.
    pub(crate) date: Option<String>,
    /// Where it was found.
    pub(crate) url: Option<String>,
    /// The body.
    pub(crate) text: String,
    /// What was left out of the text, each with the reason.
    pub(crate) leftovers: Vec<(String, String)>,
}

/// Code one article: its text (`text/plain`), its page (`text/html`), or an object with either (`application/json`).
#[utoipa::path(post, path = "/api/v1/code", tag = "code", params(Known),
    request_body(content((String = "text/plain"), (String = "text/html"), (Sent = "application/json"))),
    responses(
        (status = 200, description = "The article and its events, or events as lines", content((Answer = "application/json"), (String = "application/x-ndjson"))),
        (status = 400, description = "The body cannot be understood", body = Problem),
        (status = 413, description = "The body is too large", body = Problem),
        (status = 415, description = "The body is of another kind", body = Problem)))]
pub(crate) async fn post(
    Shared(state): Shared<State>,
    Asked(known): Asked<Known>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    // It is cut off where it says no length, or a wrong one.
    let body = body.map_err(|_| Fault::too_large())?;
    let format = Format::of(known.format.as_ref())?;
    if format == Format::Csv {
        return Err(Fault::question(
            "format: events are written as json or jsonl",
        ));
    }
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .map(|v| v.trim().to_ascii_lowercase());
    let charset = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| {
            v.to_ascii_lowercase()
                .split_once("charset=")
                .map(|(_, c)| c.trim_matches('"').to_owned())
        });
    let mut options = page::Options {
        id: given(known.id.as_ref()).map(str::to_owned),
        url: given(known.url.as_ref()).map(str::to_owned),
        title: given(known.title.as_ref()).map(str::to_owned),
        date: date(known.date.as_ref())?,
        charset,
        ..page::Options::default()
    };
    let bytes = match media.as_deref() {
        Some("application/json") => {
            let sent: Sent = serde_json::from_slice(&body)
                .map_err(|e| Fault::question(format!("the body is not an article: {e}")))?;
            let (bytes, own) = understood(sent)?;
            options = own;
            bytes
        }
        Some("text/plain") => {
            options.format = Some(page::Format::Text);
            body.to_vec()
        }
        Some("text/html") => {
            options.format = Some(page::Format::Html);
            body.to_vec()
        }
        None => body.to_vec(),
        Some(_) => {
            return Err(Fault::new(
                Code::MediaType,
                "send text/plain, text/html or application/json",
            ));
        }
    };
    let answer = run(&state, bytes, options).await?;
    if format == Format::Lines {
        let mut out = Vec::new();
        for event in &answer.events {
            plover::jsonl::write(&mut out, event).map_err(Fault::internal)?;
        }
        return Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], out).into_response());
    }
    Ok(Json(answer).into_response())
}

fn date(value: Option<&String>) -> Result<Option<String>, Fault> {
    Ok(crate::question::day(value, "date")?.map(|d| d.to_string()))
}

/// An article's bytes, and what is known of it.
pub(crate) fn understood(sent: Sent) -> Result<(Vec<u8>, page::Options), Fault> {
    let (bytes, format) = match (sent.html, sent.text) {
        (Some(html), None) => (html.into_bytes(), page::Format::Html),
        (None, Some(text)) => (text.into_bytes(), page::Format::Text),
        _ => {
            return Err(Fault::question("an article has either 'text' or 'html'"));
        }
    };
    let options = page::Options {
        id: given(sent.id.as_ref()).map(str::to_owned),
        url: given(sent.url.as_ref()).map(str::to_owned),
        title: given(sent.title.as_ref()).map(str::to_owned),
        date: date(sent.date.as_ref())?,
        format: Some(format),
        ..page::Options::default()
    };
    Ok((bytes, options))
}

/// Code an article.
pub(crate) async fn run(
    state: &State,
    bytes: Vec<u8>,
    options: page::Options,
) -> Result<Answer, Fault> {
    let coded = state
        .code(move |engine| engine.run(&bytes, &options))
        .await?;
    let metrics = state.metrics();
    metrics.coded.fetch_add(1, Ordering::Relaxed);
    let n = coded.coding.events.len() as u64;
    metrics.events.fetch_add(n, Ordering::Relaxed);
    let article = coded.article;
    let leftovers = article
        .leftovers
        .iter()
        .map(|l| (l.text.clone(), l.reason.as_str().to_owned()))
        .collect();
    Ok(Answer {
        article: Article {
            id: article.id,
            title: article.title,
            date: article.date.map(|d| d.value),
            url: article.url,
            text: article.text,
            leftovers,
        },
        events: coded.coding.events,
        warnings: coded.warnings,
    })
}
