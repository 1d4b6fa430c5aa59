//! Happenings, the events of them, the articles that tell of them.

use std::ops::ControlFlow;

use archive::{ArticleRow, HappeningRow, HitRow};
use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Response};
use plover::Event;
use serde::{Deserialize, Serialize};

use super::Page;
use super::stream::{self, Format};
use crate::error::{Fault, Problem};
use crate::parameter;
use crate::question::{Asked, DEEPEST, MOST, PAGE, Question, given, number};
use crate::state::State;

/// Happenings that are sorted by anything but their day, at most.
pub(crate) const SORTED: usize = 2_000;

/// Happenings, the latest first.
#[utoipa::path(get, path = "/api/v1/happenings", tag = "happenings", params(Question), responses(
    (status = 200, description = "A page, or all of it as lines or a table", content((Page<HappeningRow> = "application/json"), (String = "application/x-ndjson"), (String = "text/csv"))),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Asked(question): Asked<Question>,
) -> Result<Response, Fault> {
    let mut filter = question.filter()?;
    let format = Format::of(question.format.as_ref())?;
    if format == Format::Json {
        let page = page(&state, &question).await?;
        return Ok(Json(page).into_response());
    }
    (filter.limit, filter.offset) = (0, 0);
    stream::rows(&state, format, move |archive, out| {
        archive.each_of(&filter, |row| out.happening(&row))
    })
    .await
}

/// A page of happenings, in the order asked for.
pub(crate) async fn page(state: &State, question: &Question) -> Result<Page<HappeningRow>, Fault> {
    let mut filter = question.filter()?;
    let (limit, offset) = (filter.limit, filter.offset);
    let sort = given(question.sort.as_ref()).unwrap_or("date").to_owned();
    if !["date", "type", "scale", "sources"].contains(&sort.as_str()) {
        return Err(Fault::question(format!(
            "sort: '{sort}' is none of date, type, scale, sources"
        )));
    }
    state
        .read(move |archive| {
            if sort == "date" {
                filter.limit = limit + 1;
                return Ok(Page::of(archive.query(&filter)?, limit, offset));
            }
            (filter.limit, filter.offset) = (SORTED, 0);
            let mut rows = archive.query(&filter)?;
            match sort.as_str() {
                "type" => rows.sort_by(|a, b| (&a.event, &a.mode).cmp(&(&b.event, &b.mode))),
                "sources" => rows.sort_by_key(|r| std::cmp::Reverse(r.sources)),
                _ => rows.sort_by(|a, b| {
                    let scale = |r: &HappeningRow| r.event_scale.unwrap_or(0.0);
                    scale(a).total_cmp(&scale(b))
                }),
            }
            let rows = rows.into_iter().skip(offset).take(limit + 1).collect();
            Ok(Page::of(rows, limit, offset))
        })
        .await
}

/// A happening with what each article tells of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Told {
    happening: HappeningRow,
    mentions: Vec<Event>,
}

/// A happening with every mention of it, by its id or that of any event of it.
#[utoipa::path(get, path = "/api/v1/happenings/{id}", tag = "happenings", params(("id" = String, Path, description = "Its id, or that of an event of it")), responses(
    (status = 200, description = "As `legation show --json` writes it", body = Told),
    (status = 404, description = "There is none", body = Problem)))]
pub(crate) async fn one(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let found = state
        .find("happening", id, archive::Archive::happening)
        .await?;
    let (happening, mentions) = found;
    let mentions = mentions.into_iter().map(|m| m.event).collect();
    let told = Told {
        happening,
        mentions,
    };
    Ok(Json(told).into_response())
}

/// The events of happenings: what each article tells of them. `limit` and `offset` count happenings.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(Question), responses(
    (status = 200, description = "A page of records as `legation code` writes them, or all of them as lines", content((Page<Event> = "application/json"), (String = "application/x-ndjson"))),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn events(
    Shared(state): Shared<State>,
    Asked(question): Asked<Question>,
) -> Result<Response, Fault> {
    let format = Format::of(question.format.as_ref())?;
    if format == Format::Csv {
        return Err(Fault::question(
            "format: events are written as json or jsonl",
        ));
    }
    if format == Format::Json {
        let page = page(&state, &question).await?;
        let page = state
            .read(move |archive| {
                let mut items = Vec::new();
                for row in &page.items {
                    let mentions = archive.happening(&row.id)?.map(|(_, m)| m);
                    items.extend(mentions.unwrap_or_default().into_iter().map(|m| m.event));
                }
                Ok(Page {
                    items,
                    next_offset: page.next_offset,
                })
            })
            .await?;
        return Ok(Json(page).into_response());
    }
    let mut filter = question.filter()?;
    (filter.limit, filter.offset) = (0, 0);
    stream::rows(&state, format, move |archive, out| {
        archive.each_of(&filter, |row| {
            let Ok(Some((_, mentions))) = archive.happening(&row.id) else {
                return ControlFlow::Continue(());
            };
            for mention in mentions {
                out.event(&mention.event)?;
            }
            ControlFlow::Continue(())
        })
    })
    .await
}

/// One event.
#[utoipa::path(get, path = "/api/v1/events/{id}", tag = "events", params(("id" = String, Path, description = "Its id")), responses(
    (status = 200, description = "The record", body = Event),
    (status = 404, description = "There is none", body = Problem)))]
pub(crate) async fn event(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let row = state.find("event", id, archive::Archive::event).await?;
    Ok(Json(row.event).into_response())
}

/// Which articles, or sentences, are asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Words {
    /// Words that stand in it: `"exact phrase"`, `this OR that`, `sanct*`.
    pub(crate) text: Option<String>,
    /// Most rows, up to 500.
    #[param(value_type = parameter::Limit, inline)]
    pub(crate) limit: Option<String>,
    /// Rows to pass over.
    #[param(value_type = parameter::Offset, inline)]
    pub(crate) offset: Option<String>,
}

/// Which sentences are asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sought {
    /// Words that stand in it: `"exact phrase"`, `this OR that`, `sanct*`.
    #[param(value_type = parameter::Words, inline, required = true)]
    text: Option<String>,
    /// Most rows, up to 500.
    #[param(value_type = parameter::Limit, inline)]
    limit: Option<String>,
    /// Rows to pass over.
    #[param(value_type = parameter::Offset, inline)]
    offset: Option<String>,
}

/// Articles in which words stand, or the last that came.
#[utoipa::path(get, path = "/api/v1/articles", tag = "articles", params(Words), responses(
    (status = 200, description = "A page", body = Page<HitRow>),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn articles(
    Shared(state): Shared<State>,
    Asked(words): Asked<Words>,
) -> Result<Response, Fault> {
    found(&state, words, true).await
}

/// Sentences in which words stand, the last that came first.
#[utoipa::path(get, path = "/api/v1/search", tag = "articles", params(Sought), responses(
    (status = 200, description = "A page", body = Page<HitRow>),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn search(
    Shared(state): Shared<State>,
    Asked(Sought {
        text,
        limit,
        offset,
    }): Asked<Sought>,
) -> Result<Response, Fault> {
    if given(text.as_ref()).is_none() {
        return Err(Fault::question("text: say which words to search for"));
    }
    let words = Words {
        text,
        limit,
        offset,
    };
    found(&state, words, false).await
}

async fn found(state: &State, words: Words, articles: bool) -> Result<Response, Fault> {
    let limit = number(words.limit.as_ref(), "limit", MOST)?.filter(|n| *n > 0);
    let limit = limit.unwrap_or(PAGE);
    let offset = number(words.offset.as_ref(), "offset", DEEPEST)?.unwrap_or(0);
    let page = state
        .read(move |archive| {
            let most = offset + limit + 1;
            let rows = match given(words.text.as_ref()) {
                Some(text) if articles => archive.search_articles(text, most)?,
                Some(text) => archive.search(text, most)?,
                None => archive.latest_articles(most, 0)?,
            };
            Ok(Page::of(
                rows.into_iter().skip(offset).collect(),
                limit,
                offset,
            ))
        })
        .await?;
    Ok(Json(page).into_response())
}

/// An article: text, metadata, leftovers.
#[utoipa::path(get, path = "/api/v1/articles/{id}", tag = "articles", params(("id" = String, Path, description = "Its id")), responses(
    (status = 200, description = "As `legation show --json` writes it", body = ArticleRow),
    (status = 404, description = "There is none", body = Problem)))]
pub(crate) async fn article(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let row = state.find("article", id, archive::Archive::article).await?;
    Ok(Json(row).into_response())
}

/// The events of an article, in its order.
#[utoipa::path(get, path = "/api/v1/articles/{id}/events", tag = "articles", params(("id" = String, Path, description = "The article's id")), responses(
    (status = 200, description = "All of them, in a page", body = Page<Event>),
    (status = 404, description = "There is no such article", body = Problem)))]
pub(crate) async fn events_of(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let page = state
        .read(move |archive| {
            let rows = archive.events_of(&id)?;
            if rows.is_empty() && archive.article(&id)?.is_none() {
                return Err(Fault::missing("article", &id));
            }
            Ok(Page {
                items: rows.into_iter().map(|r| r.event).collect::<Vec<_>>(),
                next_offset: None,
            })
        })
        .await?;
    Ok(Json(page).into_response())
}
