//! The question for the token, where one is needed.

use axum::Form;
use axum::extract::State as Shared;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use super::layout;
use crate::guard::COOKIE;
use crate::state::State;

#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    token: String,
    #[serde(default)]
    to: String,
}

/// Ask for the token, and go on to where one wanted to go.
pub(crate) fn ask(uri: &Uri) -> Response {
    let to = uri.path_and_query().map_or("/", |p| p.as_str());
    (StatusCode::UNAUTHORIZED, form(to, false)).into_response()
}

fn form(to: &str, wrong: bool) -> maud::Markup {
    let body = html! {
        section.empty {
            h1 { "This archive asks for a token" }
            p { code { "legation serve" } " shows it when it starts." }
            @if wrong { p.wrong role="alert" { "That is not the token." } }
            form method="post" action="/enter" {
                input type="hidden" name="to" value=(to);
                label for="token" { "Token" }
                input #token type="password" name="token" autocomplete="current-password" required autofocus;
                button { "Enter" }
            }
        }
    };
    layout::page("Token", "", &[], &body)
}

pub(crate) async fn enter(Shared(state): Shared<State>, Form(entry): Form<Entry>) -> Response {
    let to = Some(entry.to.as_str())
        .filter(|t| t.starts_with('/') && !t.starts_with("//") && !t.contains('\\'))
        .unwrap_or("/");
    let token = entry.token.trim();
    let plain = token
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b';' && b != b',');
    if !plain || !state.knows(token) {
        return (StatusCode::UNAUTHORIZED, form(to, true)).into_response();
    }
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    ([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response()
}
