//! JSON Feed: the objects of its list `items`, one at a time.

use std::io::Read;

use serde_json::Value;

use super::plain;
use crate::stream::{Ahead, Item, Stream, Utf8};
use crate::xml::Fault;
use crate::{Format, MAX_INPUT, Options};

/// The items, or what is wrong in between.
#[derive(Debug)]
pub(super) struct Items<R> {
    ahead: Ahead<Utf8<R>>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Inside,
    Ended,
}

/// One value's bytes, or how far it went beyond the limit.
#[derive(Debug)]
enum Taken {
    Whole(Vec<u8>),
    TooLong,
    CutOff,
}

impl<R: Read> Items<R> {
    pub(super) fn new(stream: Stream<R>) -> Self {
        Self {
            ahead: Ahead::new(Utf8::new(stream)),
            state: State::Before,
        }
    }

    fn peek(&mut self) -> Option<u8> {
        loop {
            let b = *self.ahead.fill(1).first()?;
            if !b.is_ascii_whitespace() {
                return Some(b);
            }
            self.ahead.skip(1);
        }
    }

    fn accept(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.ahead.skip(1);
        }
        found
    }

    /// Take one value, whatever it is.
    fn value(&mut self) -> Taken {
        let (mut taken, mut long) = (Vec::new(), false);
        let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
        self.peek();
        loop {
            let have = self.ahead.fill(1);
            if have.is_empty() {
                return Taken::CutOff;
            }
            let mut used = 0;
            let mut ended = false;
            for &b in have {
                let scalar_ends = depth == 0
                    && !quoted
                    && (used > 0 || !taken.is_empty())
                    && matches!(b, b',' | b']' | b'}');
                if scalar_ends {
                    ended = true;
                    break;
                }
                used += 1;
                match b {
                    _ if escaped => escaped = false,
                    b'\\' if quoted => escaped = true,
                    b'"' => quoted = !quoted,
                    _ if quoted => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 && !quoted && matches!(b, b'}' | b']' | b'"') {
                    ended = true;
                    break;
                }
            }
            long |= taken.len() + used > MAX_INPUT;
            if !long {
                taken.extend_from_slice(&have[..used]);
            }
            self.ahead.skip(used);
            if ended {
                return if long {
                    Taken::TooLong
                } else {
                    Taken::Whole(taken)
                };
            }
        }
    }

    /// Go to the list of items; whether there is one.
    fn find_items(&mut self) -> bool {
        if !self.accept(b'{') {
            return false;
        }
        while self.peek() == Some(b'"') {
            let Taken::Whole(key) = self.value() else {
                return false;
            };
            if !self.accept(b':') {
                return false;
            }
            if key == b"\"items\"" {
                return self.accept(b'[');
            }
            if matches!(self.value(), Taken::CutOff) || !self.accept(b',') {
                return false;
            }
        }
        false
    }

    fn read(&mut self) -> Option<Result<Item, Fault>> {
        if self.state == State::Before {
            self.state = State::Inside;
            if !self.find_items() {
                self.state = State::Ended;
                let what = self.failure("it has no list of items");
                return Some(Err(Fault { what, lost: false }));
            }
        }
        if self.state == State::Ended {
            return None;
        }
        if self.accept(b']') {
            self.state = State::Ended;
            return None;
        }
        let taken = self.value();
        if !self.accept(b',') && self.peek() != Some(b']') {
            self.state = State::Ended;
        }
        let read = match taken {
            Taken::Whole(bytes) => match serde_json::from_slice(&bytes) {
                Ok(value @ Value::Object(_)) => Ok(item(&value)),
                Ok(_) => Err("it is no object".to_owned()),
                Err(error) => Err(format!("it cannot be read: {error}")),
            },
            Taken::TooLong => Err(format!("it is longer than the limit of {MAX_INPUT} bytes")),
            Taken::CutOff => Err(self.failure("it is cut off")),
        };
        Some(read.map_err(|what| Fault { what, lost: true }))
    }

    fn failure(&mut self, otherwise: &str) -> String {
        let error = self.ahead.failure.take();
        error.map_or_else(
            || otherwise.to_owned(),
            |e| format!("it cannot be read: {e}"),
        )
    }
}

impl<R: Read> Iterator for Items<R> {
    type Item = Result<Item, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read()
    }
}

fn item(value: &Value) -> Item {
    let text = |name: &str| match &value[name] {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let url = text("url").or_else(|| text("external_url"));
    let html = text("content_html");
    let whole = html.is_some() || text("content_text").is_some();
    let format = if html.is_some() {
        Format::Fragment
    } else {
        Format::Body
    };
    let body = html
        .or_else(|| text("content_text"))
        .or_else(|| text("summary"));
    // Version 1 had one author.
    let listed = value["authors"].as_array().map_or(&[][..], Vec::as_slice);
    let authors = listed.iter().chain(std::iter::once(&value["author"]));
    let authors = authors.filter_map(|a| a["name"].as_str()).filter_map(plain);
    Item {
        number: 0,
        bytes: body.unwrap_or_default().into_bytes(),
        partial: !whole,
        options: Options {
            id: text("id").or_else(|| url.clone()),
            url,
            title: text("title").and_then(|t| plain(&t)),
            date: text("date_published").or_else(|| text("date_modified")),
            date_basis: Some("feed"),
            authors: authors.collect(),
            charset: Some("utf-8".to_owned()),
            format: Some(format),
        },
    }
}
