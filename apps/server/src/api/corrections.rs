//! What analysts say of events: read by all, made and taken back where the service may write. It is `legation correct`
//! over HTTP: the same corrections, checked by the archive.

use std::collections::BTreeMap;

use archive::{Archive, CorrectionRow, Field, Fix};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use plover::Event;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::error::{Code, Fault, Problem};
use crate::parameter;
use crate::question::{Asked, CORRECTIONS, MOST, PAGE, given, number};
use crate::state::State;

/// The longest value or note that is kept.
const LONGEST: usize = 2_000;

/// What is said of an event. All of it holds, or nothing.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Said {
    /// There is no such act.
    pub(crate) wrong: bool,
    /// Right values by field: `event`, `mode`, `status`, `date`, `actor`, `recipient`; `-` for none. Parties are written as
    /// `IRQ/GOV Mustafa al-Kadhimi; IRN`.
    pub(crate) set: BTreeMap<String, String>,
    /// Another event, of whose happening it is not.
    pub(crate) apart: Option<String>,
    /// Another event, of whose happening it is.
    pub(crate) together: Option<String>,
    /// Why.
    pub(crate) note: String,
}

impl Said {
    /// As the archive takes it.
    pub(crate) fn fixes(&self) -> Result<Vec<Fix>, Fault> {
        let long = |text: &&String| text.len() > LONGEST;
        if self.set.values().chain([&self.note]).any(|t| long(&t)) {
            let message = format!("no value and no note is longer than {LONGEST} bytes");
            return Err(Fault::question(message));
        }
        if let Some(name) = self.set.keys().find(|name| Field::parse(name).is_none()) {
            let all: Vec<&str> = Field::ALL.iter().map(|f| f.as_str()).collect();
            let message = format!("'{name}' cannot be corrected; {} can", all.join(", "));
            return Err(Fault::question(message));
        }
        let mut fixes = Vec::new();
        if self.wrong {
            fixes.push(Fix::Wrong);
        }
        // The type before the mode, which is one of the type's.
        for field in Field::ALL {
            let value = self.set.get(field.as_str());
            fixes.extend(value.map(|v| Fix::Set(*field, v.trim().to_owned())));
        }
        let other = |id: &Option<String>| given(id.as_ref()).map(str::to_owned);
        fixes.extend(other(&self.apart).map(Fix::Apart));
        fixes.extend(other(&self.together).map(Fix::Together));
        if fixes.is_empty() {
            return Err(Fault::question("nothing is said of the event"));
        }
        Ok(fixes)
    }
}

/// An event as it stands, and what was said of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Standing {
    /// The event; null where it was said to be wrong.
    pub(crate) event: Option<Event>,
    /// What was said of it, in the order it was said.
    pub(crate) corrections: Vec<CorrectionRow>,
}

impl Standing {
    /// Of an event that is there, or was coded.
    pub(crate) fn of(archive: &Archive, id: &str) -> Result<Self, Fault> {
        let event = archive.event(id)?.map(|row| row.event);
        let article = match &event {
            Some(event) => event.article.clone(),
            None => match archive.coded(id)? {
                Some(coded) => coded.article,
                None => return Err(Fault::missing("event", id)),
            },
        };
        let mut corrections = archive.corrections_of(&article)?;
        corrections.retain(|row| row.event.as_deref() == Some(id));
        Ok(Self { event, corrections })
    }
}

/// Which corrections are asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Which {
    /// Most rows, up to 500.
    #[param(value_type = parameter::Limit, inline)]
    limit: Option<String>,
    /// Rows to pass over.
    #[param(value_type = parameter::Corrections, inline)]
    offset: Option<String>,
    /// `json`, a page; `rules`, sentences that a codebook must, and must not, fire on: a file for `--codebook`.
    #[param(value_type = parameter::Rules, inline)]
    format: Option<String>,
}

/// All that was said of events, the latest first.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "corrections", params(Which), responses(
    (status = 200, description = "A page, or a file of rules", content((Page<CorrectionRow> = "application/json"), (String = "text/plain"))),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Asked(which): Asked<Which>,
) -> Result<Response, Fault> {
    match given(which.format.as_ref()) {
        None | Some("json") => {}
        Some("rules") => {
            let rules = state.read(|archive| Ok(archive.corrections_as_rules()?));
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"corrections.rules\"",
                ),
            ];
            return Ok((headers, rules.await?).into_response());
        }
        Some(other) => {
            let message = format!("format: '{other}' is none of json, rules");
            return Err(Fault::question(message));
        }
    }
    let limit = number(which.limit.as_ref(), "limit", MOST)?.filter(|n| *n > 0);
    let limit = limit.unwrap_or(PAGE);
    let offset = number(which.offset.as_ref(), "offset", CORRECTIONS)?.unwrap_or(0);
    let page = state
        .read(move |archive| {
            let all = archive.corrections()?.into_iter().rev();
            let rows = all.skip(offset).take(limit + 1).collect();
            Ok(Page::of(rows, limit, offset))
        })
        .await?;
    Ok(Json(page).into_response())
}

/// An event as it stands, and what was said of it; also of one that was said to be wrong.
#[utoipa::path(get, path = "/api/v1/events/{id}/corrections", tag = "corrections", params(("id" = String, Path, description = "The event's id")), responses(
    (status = 200, description = "The event, and what was said of it", body = Standing),
    (status = 404, description = "There is no such event", body = Problem)))]
pub(crate) async fn of_event(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let standing = state
        .read(move |archive| Standing::of(archive, &id))
        .await?;
    Ok(Json(standing).into_response())
}

/// Say that an event is wrong, or what is right. It holds at once, and for later codings.
#[utoipa::path(post, path = "/api/v1/events/{id}/corrections", tag = "corrections", params(("id" = String, Path, description = "The event's id")),
    request_body(content = Said, content_type = "application/json"),
    responses(
        (status = 200, description = "The event as it stands now, and what was said of it", body = Standing),
        (status = 400, description = "A field or value is not understood; nothing was changed", body = Problem),
        (status = 403, description = "The service only reads", body = Problem),
        (status = 404, description = "There is no such event", body = Problem),
        (status = 413, description = "The body is too large", body = Problem),
        (status = 415, description = "The body is of another kind", body = Problem)))]
pub(crate) async fn correct(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let body = body.map_err(|_| Fault::too_large())?;
    let media = headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|v| v.to_str().ok()?.split(';').next());
    // A form cannot send this, so that no other site's can.
    if !media.is_some_and(|m| m.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Fault::new(Code::MediaType, "send application/json"));
    }
    let said: Said = serde_json::from_slice(&body)
        .map_err(|e| Fault::question(format!("the body is no correction: {e}")))?;
    let fixes = said.fixes()?;
    let standing = state
        .write(move |archive| {
            archive.correct(&id, &fixes, &said.note)?;
            Standing::of(archive, &id)
        })
        .await?;
    Ok(Json(standing).into_response())
}

/// Take back all that was said of an event.
#[utoipa::path(delete, path = "/api/v1/events/{id}/corrections", tag = "corrections", params(("id" = String, Path, description = "The event's id")), responses(
    (status = 200, description = "The event as it stands now, and what was said of it", body = Standing),
    (status = 403, description = "The service only reads", body = Problem),
    (status = 404, description = "There is no such event", body = Problem)))]
pub(crate) async fn undo(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let standing = state
        .write(move |archive| {
            archive.undo(&id)?;
            Standing::of(archive, &id)
        })
        .await?;
    Ok(Json(standing).into_response())
}
