//! Paste an article, see it coded. Nothing of it is kept.

use axum::Form;
use axum::extract::State as Shared;
use axum::extract::rejection::FormRejection;
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::{self, counted};
use super::reading::Links;
use super::{PageFault, reading};
use crate::api::{Sent, run_code, understood};
use crate::error::Fault;
use crate::question::given;
use crate::state::State;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pasted {
    text: String,
    date: String,
    title: String,
}

pub(super) async fn ask() -> Markup {
    let body = html! {
        h1 { "Try it" }
        p.soft { "Paste the text of an English news article, or the HTML of its page. It is coded here and kept nowhere." }
        (form(&Pasted::default()))
    };
    layout::page("Try it", "/try", &[], &body)
}

fn form(pasted: &Pasted) -> Markup {
    html! {
        form.card.stack method="post" action="/try" {
            label { "Text or HTML" textarea name="text" rows="9" required { (pasted.text) } }
            label { "Publication date, by which 'Monday' is understood" input type="date" name="date" value=(pasted.date); }
            label { "Headline" input type="text" name="title" value=(pasted.title); }
            div { button { "Code it" } }
        }
    }
}

pub(super) async fn code(
    Shared(state): Shared<State>,
    pasted: Result<Form<Pasted>, FormRejection>,
) -> Result<Markup, PageFault> {
    let Form(pasted) = pasted.map_err(|e| Fault::question(e.body_text()))?;
    let page = pasted.text.trim_start().starts_with('<');
    let own = |text: &String| given(Some(text)).map(str::to_owned);
    let text = Some(pasted.text.clone());
    let sent = Sent {
        title: own(&pasted.title),
        date: own(&pasted.date),
        html: text.clone().filter(|_| page),
        text: text.filter(|_| !page),
        ..Sent::default()
    };
    let (bytes, options) = understood(sent)?;
    let answer = run_code(&state, bytes, options).await?;
    let (article, events) = (&answer.article, &answer.events);
    let n = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let body = html! {
        h1 { (article.title.as_deref().unwrap_or("Your article")) }
        @for warning in &answer.warnings { p.card.small role="status" { (warning) } }
        (reading::legend())
        div.read {
            section aria-label="Text" {
                div.card { (reading::text(&article.text, events, true)) }
                (reading::leftovers(&article.leftovers))
            }
            section aria-label="Records" {
                h2 { (counted(n, "record")) }
                (reading::records(events, Links::default()))
            }
        }
        details { summary { "Change it" } (form(&pasted)) }
    };
    Ok(layout::page("Try it", "/try", &["article.js"], &body))
}
