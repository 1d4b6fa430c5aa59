//! A question in an address, with the names and meanings of `legation query`'s options, to the archive's filter. What
//! cannot be understood is said so, never passed over: a misspelt condition would otherwise answer another question.

use std::str::FromStr;

use archive::{Filter, Who};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use plover::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Fault;
use crate::parameter;

/// Rows of a page where none are asked for, and the most.
pub(crate) const PAGE: usize = 50;
pub(crate) const MOST: usize = 500;
/// Rows that are passed over at most; who wants more exports, or asks for an earlier time.
pub(crate) const DEEPEST: usize = 10_000;
/// Corrections that are passed over at most; they are all read anyway.
pub(crate) const CORRECTIONS: usize = 1_000_000;
/// The most sources that can be asked for.
pub(crate) const SOURCES: usize = 1_000_000;

/// What happenings are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Question {
    /// Who acts: a code (`IRN`), a code and a sector (`IRQ/REB`), a sector (`REB`) or words of a name.
    pub(crate) actor: Option<String>,
    /// Who is acted upon.
    pub(crate) recipient: Option<String>,
    /// Two that act upon each other, in either direction, or together: `IRN,IRQ`.
    #[param(value_type = parameter::Two, inline)]
    pub(crate) between: Option<String>,
    /// Types, separated by commas.
    #[param(value_type = parameter::Events, inline, style = Form, explode = false)]
    pub(crate) event: Option<String>,
    /// Modes, separated by commas.
    #[param(value_type = parameter::Modes, inline, style = Form, explode = false)]
    pub(crate) mode: Option<String>,
    /// Contexts, separated by commas.
    #[param(value_type = parameter::Contexts, inline, style = Form, explode = false)]
    pub(crate) context: Option<String>,
    /// Statuses, separated by commas.
    #[param(value_type = parameter::Statuses, inline, style = Form, explode = false)]
    pub(crate) status: Option<String>,
    /// First day, `YYYY-MM-DD`.
    #[param(value_type = parameter::Day, inline)]
    pub(crate) since: Option<String>,
    /// Last day.
    #[param(value_type = parameter::Day, inline)]
    pub(crate) until: Option<String>,
    /// Words of the place, or the code of its country.
    pub(crate) place: Option<String>,
    /// Words of a publisher's name or host.
    pub(crate) source: Option<String>,
    /// Words of a sentence that tells of it: `"exact phrase"`, `this OR that`, `sanct*`.
    pub(crate) text: Option<String>,
    /// Fewest independent sources.
    #[param(value_type = parameter::Sources, inline)]
    pub(crate) min_sources: Option<String>,
    /// Rows of a page, at most 500.
    #[param(value_type = parameter::Limit, inline)]
    pub(crate) limit: Option<String>,
    /// Rows to pass over, at most 10000.
    #[param(value_type = parameter::Offset, inline)]
    pub(crate) offset: Option<String>,
    /// `json`, a page; `jsonl` or `csv`, all that is asked for, as it is found.
    #[param(value_type = parameter::Table, inline)]
    pub(crate) format: Option<String>,
    /// Order of rows: `date` (the default), `type`, `scale` or `sources`.
    #[param(value_type = parameter::Sort, inline)]
    pub(crate) sort: Option<String>,
}

/// A parameter that was given and is not empty; forms send empty ones.
pub(crate) fn given(value: Option<&String>) -> Option<&str> {
    value.map(|v| v.trim()).filter(|v| !v.is_empty())
}

fn each<T, E: std::fmt::Display>(
    value: Option<&String>,
    name: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, Fault> {
    let Some(value) = given(value) else {
        return Ok(Vec::new());
    };
    value
        .split(',')
        .map(str::trim)
        .filter(|v| !v.is_empty())
        .map(|v| parse(v).map_err(|e| Fault::question(format!("{name}: {e}"))))
        .collect()
}

fn one<T: FromStr<Err: std::fmt::Display>>(
    value: Option<&String>,
    name: &str,
) -> Result<Option<T>, Fault> {
    given(value)
        .map(|v| {
            v.parse()
                .map_err(|e| Fault::question(format!("{name}: {e}")))
        })
        .transpose()
}

/// A day.
pub(crate) fn day(value: Option<&String>, name: &str) -> Result<Option<Date>, Fault> {
    one(value, name)
}

/// A number within bounds.
pub(crate) fn number(
    value: Option<&String>,
    name: &str,
    most: usize,
) -> Result<Option<usize>, Fault> {
    let Some(text) = given(value) else {
        return Ok(None);
    };
    match text.parse::<usize>() {
        Ok(n) if n <= most => Ok(Some(n)),
        _ => Err(Fault::question(format!(
            "{name}: '{text}' is no whole number from 0 to {most}"
        ))),
    }
}

impl Question {
    /// The archive's filter.
    pub(crate) fn filter(&self) -> Result<Filter, Fault> {
        let between = match given(self.between.as_ref()) {
            None => None,
            Some(text) => match text.split_once(',') {
                Some((a, b)) => Some((a.parse::<Who>()?, b.parse::<Who>()?)),
                None => {
                    return Err(Fault::question(format!(
                        "between: '{text}' names one; two are separated by a comma, as in IRN,IRQ"
                    )));
                }
            },
        };
        let mode = |text: &str| {
            let known = plover::Mode::all().any(|m| m.as_str() == text);
            known
                .then(|| text.to_owned())
                .ok_or_else(|| format!("'{text}' is no mode of PLOVER"))
        };
        let limit = number(self.limit.as_ref(), "limit", MOST)?;
        let fewest = number(self.min_sources.as_ref(), "min_sources", SOURCES)?;
        Ok(Filter {
            actor: one(self.actor.as_ref(), "actor")?,
            recipient: one(self.recipient.as_ref(), "recipient")?,
            between,
            event: each(self.event.as_ref(), "event", str::parse)?,
            mode: each(self.mode.as_ref(), "mode", mode)?,
            context: each(self.context.as_ref(), "context", str::parse)?,
            status: each(self.status.as_ref(), "status", str::parse)?,
            since: day(self.since.as_ref(), "since")?,
            until: day(self.until.as_ref(), "until")?,
            place: given(self.place.as_ref()).map(str::to_owned),
            source: given(self.source.as_ref()).map(str::to_owned),
            text: given(self.text.as_ref()).map(str::to_owned),
            min_sources: fewest.and_then(|n| i64::try_from(n).ok()),
            limit: limit.filter(|n| *n > 0).unwrap_or(PAGE),
            offset: number(self.offset.as_ref(), "offset", DEEPEST)?.unwrap_or(0),
        })
    }

    /// The same question as an address asks it, with some of it changed.
    pub(crate) fn address(&self, changes: &[(&str, &str)]) -> String {
        let fields = [
            ("actor", &self.actor),
            ("recipient", &self.recipient),
            ("between", &self.between),
            ("event", &self.event),
            ("mode", &self.mode),
            ("context", &self.context),
            ("status", &self.status),
            ("since", &self.since),
            ("until", &self.until),
            ("place", &self.place),
            ("source", &self.source),
            ("text", &self.text),
            ("min_sources", &self.min_sources),
            ("limit", &self.limit),
            ("offset", &self.offset),
            ("format", &self.format),
            ("sort", &self.sort),
        ];
        let mut out = String::new();
        for (name, value) in fields {
            let changed = changes.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
            let value = changed.or(given(value.as_ref())).unwrap_or_default();
            if !value.is_empty() {
                out.push(if out.is_empty() { '?' } else { '&' });
                out.push_str(name);
                out.push('=');
                out.push_str(&escaped(value));
            }
        }
        out
    }
}

/// Text as a part of an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for n in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(n), 16).unwrap_or('0');
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
    out
}

/// What an address asks, with a fault of ours where it cannot be read.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(read)) => Ok(Self(read)),
            Err(error) => {
                let text = error.body_text();
                let text = text
                    .strip_prefix("Failed to deserialize query string: ")
                    .unwrap_or(&text);
                Err(Fault::question(text))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_says_what_it_does_not_understand() {
        let ask = |change: fn(&mut Question)| {
            let mut question = Question::default();
            change(&mut question);
            question.filter().map(|_| ()).map_err(|f| f.message)
        };
        assert_eq!(ask(|_| {}), Ok(()));
        assert_eq!(ask(|q| q.event = Some("CONSULT, AID".into())), Ok(()));
        for (change, word) in [
            (
                (|q| q.event = Some("FIGHT".into())) as fn(&mut Question),
                "FIGHT",
            ),
            (|q| q.between = Some("IRN".into()), "comma"),
            (|q| q.limit = Some("-1".into()), "limit"),
            (|q| q.limit = Some("100000".into()), "limit"),
            (|q| q.since = Some("yesterday".into()), "since"),
            (|q| q.mode = Some("nonsense".into()), "nonsense"),
        ] {
            let said = ask(change).unwrap_err();
            assert!(said.contains(word), "{said}");
        }
    }

    #[test]
    fn an_address_keeps_the_question_and_escapes_it() {
        let question = Question {
            actor: Some("IRN".into()),
            text: Some("\"oil & gas\" <b>".into()),
            offset: Some("50".into()),
            ..Question::default()
        };
        assert_eq!(
            question.address(&[("offset", ""), ("sort", "scale")]),
            "?actor=IRN&text=%22oil%20%26%20gas%22%20%3Cb%3E&sort=scale"
        );
    }
}
