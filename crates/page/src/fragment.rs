//! Markup that is body and nothing else, as feeds carry it: its text, one paragraph a line.
//!
//! No tree is built, so that no nesting is too deep.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that stand in a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "svg", "object", "select",
];

/// The text of these tags and words.
pub(crate) fn text(markup: &str) -> String {
    let tokenizer = Tokenizer::new(Lines::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(markup));
    // It stops at the end of each script.
    while !queue.is_empty() {
        let _ = tokenizer.feed(&queue);
    }
    tokenizer.end();
    lines(&tokenizer.sink.text.into_inner())
}

/// A text without empty lines and needless space.
pub(crate) fn lines(lines: &str) -> String {
    let mut out = String::with_capacity(lines.len());
    for line in lines.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(first);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

#[derive(Debug, Default)]
struct Lines {
    text: RefCell<String>,
    /// How many silent elements are open.
    silent: Cell<usize>,
}

impl Lines {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if SILENT.contains(&name) {
            let open = self.silent.get();
            self.silent.set(match (opens, tag.self_closing) {
                (true, false) => open + 1,
                (true, true) => open,
                (false, _) => open.saturating_sub(1),
            });
            if opens && !tag.self_closing {
                match name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "iframe" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => {}
                }
            }
        } else if !INLINE.contains(&name) {
            self.text.borrow_mut().push('\n');
        }
        TokenSinkResult::Continue
    }
}

impl TokenSink for Lines {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tag(&tag),
            Token::CharacterTokens(characters) if self.silent.get() == 0 => {
                // A line of the source is no paragraph.
                let mut text = self.text.borrow_mut();
                text.extend(
                    characters
                        .chars()
                        .map(|c| if c.is_whitespace() { ' ' } else { c }),
                );
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}
