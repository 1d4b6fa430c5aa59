//! Say what is right of an event: that there is no such act, a field's value, whether two reports are of one act. Works
//! without a script, and shows at once what came of it.

use std::collections::BTreeMap;

use archive::{Archive, CorrectionRow, Field};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use plover::{Event, EventType, Mode, Status};
use serde::Deserialize;

use super::archived::sentence;
use super::layout::{self, counted};
use super::{PageFault, reading};
use crate::api::{Said, Standing};
use crate::error::{Code, Fault};
use crate::question::{Asked, escaped, given};
use crate::state::State;

/// Rows of the list.
const LISTED: usize = 500;

/// What a form sends: fields by name.
type Sent = BTreeMap<String, String>;

/// An event to be corrected.
struct Seen {
    id: String,
    standing: Standing,
    /// What the coder had, where it does not stand any more.
    coded: Option<Event>,
    /// Other reports of its happening.
    beside: Vec<Event>,
}

impl Seen {
    fn of(archive: &Archive, id: String) -> Result<Self, Fault> {
        let standing = Standing::of(archive, &id)?;
        let mut beside = Vec::new();
        let coded = match &standing.event {
            None => archive.coded(&id)?,
            Some(_) => {
                let mentions = archive.happening(&id)?.map(|(_, m)| m);
                let others = mentions.unwrap_or_default().into_iter().map(|m| m.event);
                beside.extend(others.filter(|e| e.id != id));
                None
            }
        };
        Ok(Self {
            id,
            standing,
            coded,
            beside,
        })
    }

    fn address(&self) -> String {
        address(&self.id)
    }
}

fn address(id: &str) -> String {
    format!("/events/{}/correct", escaped(id))
}

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Done {
    done: Option<String>,
}

pub(super) async fn ask(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    asked: Result<Asked<Done>, Fault>,
) -> Result<Markup, PageFault> {
    let Asked(done) = asked?;
    let seen = state.read(move |archive| Seen::of(archive, id)).await?;
    let told = match given(done.done.as_ref()) {
        Some("wrong") => Some("It is no event any more, here and in all counts."),
        Some("right") => Some("It is corrected, here and in all counts."),
        Some("undone") => Some("All that was said of it is taken back."),
        _ => None,
    };
    let told = html! { @if let Some(told) = told { p.card role="status" { (told) } } };
    Ok(shown(&state, &seen, &told, &Sent::new()))
}

pub(super) async fn correct(
    Shared(state): Shared<State>,
    Path(id): Path<String>,
    sent: Result<Form<Sent>, FormRejection>,
) -> Result<Response, PageFault> {
    let Form(sent) = sent.map_err(|e| Fault::question(e.body_text()))?;
    let field = |name: &str| sent.get(name).map_or("", String::as_str);
    let wanted = field("what").to_owned();
    let done = if !state.settings().allow_write {
        // It says so itself.
        state.write(|_| Ok(())).await
    } else if field("token") != state.form_token(&id) {
        let said = "this form is not of this service, or from before it was started anew; send it once more";
        Err(Fault::new(Code::CrossSite, said))
    } else if wanted == "undo" {
        let id = id.clone();
        state.write(move |a| Ok(a.undo(&id).map(|_| ())?)).await
    } else {
        let said = said_in(&sent, wanted == "wrong");
        let id = id.clone();
        match said.fixes() {
            Err(fault) => Err(fault),
            Ok(fixes) => {
                let change =
                    move |archive: &mut Archive| Ok(archive.correct(&id, &fixes, &said.note)?);
                state.write(change).await
            }
        }
    };
    let done = match done {
        Ok(()) => match wanted.as_str() {
            "undo" => "undone",
            "wrong" => "wrong",
            _ => "right",
        },
        // What was filled in stays, with what is wrong with it above.
        Err(fault) if [Code::Question, Code::CrossSite, Code::Busy].contains(&fault.code) => {
            let seen = state.read(move |archive| Seen::of(archive, id)).await?;
            let told = html! { p.card.wrong role="alert" { (fault.message) } };
            let page = shown(&state, &seen, &told, &sent);
            return Ok((fault.code.status(), page).into_response());
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(Redirect::to(&format!("{}?done={done}", address(&id))).into_response())
}

/// What a form says: the fields that are not as they were when it was shown.
fn said_in(sent: &Sent, wrong: bool) -> Said {
    let field = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let mut said = Said {
        wrong,
        note: field("note"),
        ..Said::default()
    };
    if wrong {
        return said;
    }
    for name in Field::ALL.iter().map(|f| f.as_str()) {
        let (is, was) = (sent.get(name), sent.get(&format!("was_{name}")));
        if let Some(is) = is.filter(|is| Some(*is) != was) {
            let empty = is.trim().is_empty();
            let value = if empty { "-".to_owned() } else { is.clone() };
            said.set.insert(name.to_owned(), value);
        }
    }
    said.apart = sent.get("apart").cloned();
    said.together = sent.get("together").cloned();
    said
}

fn shown(state: &State, seen: &Seen, told: &Markup, sent: &Sent) -> Markup {
    let stands = seen.standing.event.as_ref();
    let writes = state.settings().allow_write;
    let body = html! {
        h1 { "Correct an event" }
        (told)
        @if let Some(event) = stands.or(seen.coded.as_ref()) {
            section.card aria-label="The event" {
                @if stands.is_none() { p { strong { "Said to be no event." } " What was coded of it:" } }
                (sentence(event))
                (reading::record(event))
                p.small.bar {
                    a href=(format!("/articles/{}#e-{}", escaped(&event.article), escaped(&event.id))) { "The article" }
                    @if let Some(happening) = &event.happening { a href=(format!("/happenings/{}", escaped(happening))) { "Who else tells of it" } }
                }
            }
        }
        @if !writes {
            section.card {
                h2 { "This service only reads" }
                p { "Start it with " code { "legation serve --allow-write" } " to correct events here, or correct this one on the command line:" }
                pre.scroll tabindex="0" { code { "legation correct " (state.path().display()) " " (seen.id) " --set status=planned" } }
            }
        }
        @if !seen.standing.corrections.is_empty() {
            section.card {
                h2 { "What was said of it" }
                ul.plain { @for row in &seen.standing.corrections { li { (said_of(row)) } } }
                @if writes {
                    form method="post" action=(seen.address()) {
                        (token(state, seen))
                        button.quiet name="what" value="undo" { "Take all of it back" }
                    }
                }
            }
        }
        @if let (true, Some(event)) = (writes, stands) { (form(state, seen, event, sent)) }
    };
    layout::page("Correct an event", "/corrections", &[], &body)
}

fn token(state: &State, seen: &Seen) -> Markup {
    html! { input type="hidden" name="token" value=(state.form_token(&seen.id)); }
}

fn form(state: &State, seen: &Seen, event: &Event, sent: &Sent) -> Markup {
    // A party's own sign for nothing is an empty field here.
    let was = |field: Field| Some(field.value(event)).filter(|v| v != "-");
    let now = |field: Field| {
        let entered = sent.get(field.as_str()).cloned();
        entered.or_else(|| was(field)).unwrap_or_default()
    };
    let entered = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let types: Vec<&str> = EventType::ALL.iter().map(|e| e.as_str()).collect();
    let statuses: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
    html! {
        form.card method="post" action=(seen.address()) {
            h2 { "What is right" }
            (token(state, seen))
            @for field in Field::ALL { input type="hidden" name=(format!("was_{}", field.as_str())) value=(was(*field).unwrap_or_default()); }
            p.soft.small { "Change what is wrong and leave the rest. An empty field says that there is none." }
            div.filters {
                label { "Type" (select("event", &types, &now(Field::Event))) }
                label { "Mode" (modes(event.event, &now(Field::Mode))) }
                label { "Status" (select("status", &statuses, &now(Field::Status))) }
                label { "Day (YYYY-MM-DD)" input type="text" name="date" value=(now(Field::Date)) autocomplete="off"; }
            }
            div.stack {
                label { "Who acts" input type="text" name="actor" value=(now(Field::Actor)) autocomplete="off" aria-describedby="parties"; }
                label { "Who is acted upon" input type="text" name="recipient" value=(now(Field::Recipient)) autocomplete="off" aria-describedby="parties"; }
                p #parties.soft.small { "Code, sectors and name, several with semicolons between: " code { "IRQ/GOV Mustafa al-Kadhimi; IRN" } ". Without a country: " code { "--- the rebels" } "." }
                details open[!entered("apart").is_empty() || !entered("together").is_empty()] {
                    summary { "One act, or two" }
                    @if !seen.beside.is_empty() {
                        label { "It is not the same act as"
                            select name="apart" {
                                option value="" { "–" }
                                @for other in &seen.beside { option value=(other.id) selected[other.id == entered("apart")] { (other.id) ": " (other.text_info.text.trim()) } }
                            }
                        }
                    }
                    label { "It is the same act as the event of this id" input type="text" name="together" value=(entered("together")) autocomplete="off"; }
                }
                label { "Why (kept with it)" input type="text" name="note" value=(entered("note")) maxlength="500" autocomplete="off"; }
            }
            div.bar {
                button name="what" value="right" { "Keep what is right" }
                button.quiet name="what" value="wrong" { "There is no such event" }
            }
        }
    }
}

fn select(name: &str, words: &[&str], value: &str) -> Markup {
    html! {
        select name=(name) {
            @if !words.contains(&value) { option value=(value) selected { (value) } }
            @for word in words { option value=(word) selected[*word == value] { (word) } }
        }
    }
}

/// Modes, those of the event's own type first.
fn modes(own: EventType, value: &str) -> Markup {
    let mut types = vec![own];
    types.extend(EventType::ALL.iter().copied().filter(|t| *t != own));
    let all: Vec<(EventType, Vec<Mode>)> = types
        .into_iter()
        .map(|t| (t, Mode::of(t).collect()))
        .collect();
    // Some names are modes of several types; one of them is chosen.
    let chosen = all
        .iter()
        .flat_map(|(_, modes)| modes)
        .copied()
        .find(|m| m.as_str() == value);
    html! {
        select name="mode" {
            option value="" { "none" }
            @for (of, modes) in all.iter().filter(|(_, m)| !m.is_empty()) {
                optgroup label=(of) { @for mode in modes { option value=(mode.as_str()) selected[Some(*mode) == chosen] { (mode.as_str()) } } }
            }
        }
    }
}

/// A correction in a line.
fn said_of(row: &CorrectionRow) -> Markup {
    html! {
        @match row.field.as_str() {
            "wrong" => "There is no such event",
            "apart" => { "Not the same act as one of " a href=(format!("/articles/{}", escaped(&row.value))) { (row.value) } },
            "together" => { "The same act as one of " a href=(format!("/articles/{}", escaped(&row.value))) { (row.value) } },
            field => { (field) " is " strong { (row.value) } },
        }
        @if !row.note.is_empty() { span.soft { " · " (row.note) } }
    }
}

/// A correction with the words that it is about, and the way to take it back.
pub(super) fn said(row: &CorrectionRow) -> Markup {
    html! {
        (row.kind) " " q { (row.words) } ": " (said_of(row))
        @if let Some(id) = &row.event { " · " a href=(address(id)) { (id) } }
    }
}

pub(super) async fn list(Shared(state): Shared<State>) -> Result<Markup, PageFault> {
    let all = state.read(|archive| Ok(archive.corrections()?)).await?;
    let n = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let body = html! {
        h1 { "Corrections" }
        @if all.is_empty() {
            section.empty {
                h2 { "Nothing was corrected yet" }
                @if state.settings().allow_write {
                    p { "Every event has a way to correct it, beside its record: look at " a href="/events" { "the events" } "." }
                } @else {
                    p { "This service only reads; start it with " code { "legation serve --allow-write" } ", or use " code { "legation correct" } "." }
                }
            }
        } @else {
            div.bar {
                span.soft { (counted(n, "correction")) @if all.len() > LISTED { ", the latest " (LISTED) " here" } }
                a href="/api/v1/corrections?format=rules" download { "As tests for a codebook" }
            }
            ul.plain.card { @for row in all.iter().rev().take(LISTED) {
                li { (said(row)) div.soft.small { (row.sentence.trim()) } }
            } }
        }
    };
    Ok(layout::page("Corrections", "/corrections", &[], &body))
}
