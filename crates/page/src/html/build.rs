//! Tokens to an outline.
//!
//! Elements are closed as the HTML standard closes them where it matters to text (paragraphs, items, cells), and the
//! markup written out is properly nested, of bounded depth and size: so no page can make a tree builder's copies of
//! unclosed formatting explode.

use std::collections::HashMap;

use super::hint::{self, Hints, hints};
use super::lex::{Attributes, Lexer, Token, unescape};
use super::outline::{Block, Node, Note, NoteKind, Outline, mark};
use super::tag::{
    EMPHASIS, FORM, HEADING, INLINE, LINK, LIST, PARAGRAPH, SCOPE, TABLE, Tag, UNSEEN, VOID,
};
use crate::Warning;

/// Elements nested deeper than this are read as if they stood side by side.
const MAX_DEPTH: usize = 200;
/// Elements that are told apart.
const MAX_ELEMENTS: usize = 150_000;
/// Small things kept for the metadata.
const MAX_NOTES: usize = 64;

struct Open<'a> {
    tag: &'static Tag,
    /// Name in the markup: the page's own element may be unknown to us.
    name: &'a str,
    node: usize,
    hints: Hints,
    hidden: bool,
    links: usize,
    emphasis: usize,
    note: Option<(NoteKind, usize)>,
}

struct Builder<'a> {
    out: Outline<'a>,
    stack: Vec<Open<'a>>,
    /// Start tags that were too deep, whose end tags are still to come.
    too_deep: usize,
    elements: usize,
    space: bool,
    block: Option<Block>,
    known: HashMap<&'a str, Hints>,
    scratch: String,
    warnings: Vec<Warning>,
}

/// Take a page apart.
pub(super) fn outline<'a>(html: &'a str, warnings: &mut Vec<Warning>) -> Outline<'a> {
    let body = Tag::named("body");
    let mut builder = Builder {
        out: Outline::default(),
        stack: Vec::new(),
        too_deep: 0,
        elements: 0,
        space: false,
        block: None,
        known: HashMap::new(),
        scratch: String::new(),
        warnings: Vec::new(),
    };
    builder.out.markup = String::with_capacity(html.len() / 3);
    builder.out.nodes.push(Node {
        tag: body,
        parent: 0,
        depth: 0,
        hints: 0,
        chars: 0,
        link_chars: 0,
        paragraphs: 0,
    });
    builder.stack.push(Open {
        tag: body,
        name: "body",
        node: 0,
        hints: 0,
        hidden: false,
        links: 0,
        emphasis: 0,
        note: None,
    });
    for token in Lexer::new(html) {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Open { name, attributes } => builder.open(name, attributes),
            Token::Close(name) => builder.close(name),
            Token::Raw {
                name,
                attributes,
                content,
            } => builder.raw(name, &attributes, content),
        }
    }
    while builder.stack.len() > 1 {
        builder.pop();
    }
    builder.flush();
    warnings.append(&mut builder.warnings);
    builder.out.sum();
    builder.out
}

impl<'a> Builder<'a> {
    fn top(&self) -> &Open<'a> {
        &self.stack[self.stack.len() - 1]
    }

    fn text(&mut self, text: &str) {
        if self.top().tag.is(UNSEEN) {
            return;
        }
        let printing = text.contains(|c: char| !c.is_whitespace());
        if !printing {
            self.space = true;
            self.out.markup.push(' ');
            return;
        }
        let decoded = unescape(text);
        if self.block.is_none() {
            let start = self.out.text.len();
            self.block = Some(Block {
                text: start..start,
                node: self.top().node,
                chars: 0,
                link_chars: 0,
                emphasis_chars: 0,
                hints: Hints::MAX,
                hidden: true,
            });
            self.space = false;
        }
        let (links, emphasis, hidden) = {
            let top = self.top();
            (top.links > 0, top.emphasis > 0, top.hidden)
        };
        let inline = self
            .stack
            .iter()
            .rev()
            .take_while(|o| o.tag.is(INLINE))
            .fold(0, |all, o| all | o.hints);
        let Some(block) = &mut self.block else { return };
        let mut chars = 0;
        for c in decoded.chars() {
            match c {
                '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}' => {}
                c if c.is_whitespace() => self.space = true,
                c if c.is_control() => {}
                c => {
                    if self.space && self.out.text.len() > block.text.start {
                        self.out.text.push(' ');
                    }
                    self.space = false;
                    self.out.text.push(c);
                    chars += 1;
                }
            }
        }
        block.text.end = self.out.text.len();
        block.chars += chars;
        block.hidden &= hidden;
        if links {
            block.link_chars += chars;
        }
        if emphasis {
            block.emphasis_chars += chars;
        }
        if chars > 0 {
            block.hints &= inline;
        }
        let at = self.out.blocks.len();
        if let Some(mark) = mark(at) {
            // The mark stands after leading space, so that the run begins with it.
            self.out.markup.push(' ');
            self.out.markup.push(mark);
        }
        if let Some(rest) = text.strip_prefix('<') {
            self.out.markup.push_str("&lt;");
            self.out.markup.push_str(rest);
        } else {
            self.out.markup.push_str(text);
        }
    }

    /// End the line.
    fn flush(&mut self) {
        let Some(mut block) = self.block.take() else {
            return;
        };
        self.space = false;
        if block.chars == 0 {
            self.out.text.truncate(block.text.start);
            return;
        }
        if block.hints == Hints::MAX {
            block.hints = 0;
        }
        self.out.blocks.push(block);
    }

    fn open(&mut self, name: &'a str, attributes: Attributes<'a>) {
        let tag = Tag::named(name);
        match tag.name {
            "html" => {
                let lang = attributes
                    .clone()
                    .find(|(n, _)| n.eq_ignore_ascii_case("lang"));
                let lang = lang.map(|(_, v)| v.to_owned()).filter(|l| !l.is_empty());
                self.out.head.language = self.out.head.language.take().or(lang);
                return;
            }
            "head" | "body" => return,
            "meta" => return self.meta(attributes),
            "link" => return self.link(attributes),
            _ => {}
        }
        self.implied_ends(tag);
        if !tag.is(INLINE) {
            self.flush();
        }
        if tag.is(VOID) {
            if tag.name == "img" || tag.name == "br" {
                self.out.markup.push('<');
                self.out.markup.push_str(tag.name);
                self.out.markup.push('>');
            }
            return;
        }
        if attributes.0.ends_with('/') && tag.name != "a" && !tag.is(PARAGRAPH | LIST | TABLE) {
            // Components close themselves; browsers would not have it for known elements.
            if Tag::named(name).name == "div" && !name.eq_ignore_ascii_case("div") {
                return;
            }
        }
        if self.stack.len() >= MAX_DEPTH || self.elements >= MAX_ELEMENTS {
            self.too_deep += 1;
            let warning = if self.elements >= MAX_ELEMENTS {
                Warning::TooManyElements(MAX_ELEMENTS)
            } else {
                Warning::TooDeep(MAX_DEPTH)
            };
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
            return;
        }
        self.elements += 1;
        self.push(tag, name, attributes);
    }

    fn push(&mut self, tag: &'static Tag, name: &'a str, attributes: Attributes<'a>) {
        let markup_name = tag.name;
        self.out.markup.push('<');
        self.out.markup.push_str(markup_name);
        let mut found: Hints = 0;
        let mut hidden = self.top().hidden;
        let mut note = None;
        let mut datetime = None;
        for (attribute, value) in attributes {
            let mut kept = false;
            if attribute.eq_ignore_ascii_case("class") || attribute.eq_ignore_ascii_case("id") {
                let scratch = &mut self.scratch;
                found |= *self
                    .known
                    .entry(value)
                    .or_insert_with(|| hints(value, scratch));
                kept = true;
            } else if attribute.eq_ignore_ascii_case("href") {
                kept = true;
            } else if attribute.eq_ignore_ascii_case("rel") {
                kept = true;
                if value.eq_ignore_ascii_case("author") {
                    note = Some(NoteKind::Author);
                }
            } else if attribute.eq_ignore_ascii_case("itemprop") {
                kept = true;
                note = item(value).or(note);
            } else if attribute.eq_ignore_ascii_case("role") {
                kept = true;
            } else if attribute.eq_ignore_ascii_case("aria-hidden") {
                hidden |= value.eq_ignore_ascii_case("true");
                kept = true;
            } else if attribute.eq_ignore_ascii_case("hidden") {
                hidden = true;
                kept = true;
            } else if attribute.eq_ignore_ascii_case("style") {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                let style = style.to_ascii_lowercase();
                if style.contains("display:none") || style.contains("visibility:hidden") {
                    hidden = true;
                    kept = true;
                }
            } else if attribute.eq_ignore_ascii_case("datetime")
                || attribute.eq_ignore_ascii_case("content")
            {
                datetime = Some(value);
            }
            if kept && value.len() < 1000 {
                self.out.markup.push(' ');
                for c in attribute.chars().filter(char::is_ascii_lowercase) {
                    self.out.markup.push(c);
                }
                self.out.markup.push_str("=\"");
                for c in value.chars() {
                    match c {
                        '"' => self.out.markup.push_str("&quot;"),
                        c => self.out.markup.push(c),
                    }
                }
                self.out.markup.push('"');
            }
        }
        self.out.markup.push('>');
        if tag.name == "time" && note.is_none() {
            note = Some(NoteKind::Time);
        }
        if note.is_none() && found & hint::bit("author") != 0 {
            note = Some(NoteKind::Author);
        }
        if let Some(kind) = note.filter(|k| *k != NoteKind::Author)
            && let Some(value) = datetime
            && self.out.notes.len() < MAX_NOTES
        {
            self.out.notes.push(Note {
                kind,
                text: unescape(value).into_owned(),
                block: self.out.blocks.len(),
            });
            note = None;
        }
        let node = if tag.is(INLINE) {
            self.top().node
        } else {
            let parent = self.top().node;
            self.out.nodes.push(Node {
                tag,
                parent,
                depth: self.out.nodes[parent].depth + 1,
                hints: found,
                chars: 0,
                link_chars: 0,
                paragraphs: 0,
            });
            self.out.nodes.len() - 1
        };
        let (links, emphasis) = {
            let top = self.top();
            (
                top.links + usize::from(tag.is(LINK)),
                top.emphasis + usize::from(tag.is(EMPHASIS)),
            )
        };
        self.stack.push(Open {
            tag,
            name,
            node,
            hints: found,
            hidden,
            links,
            emphasis,
            note: note.map(|kind| (kind, self.out.text.len())),
        });
    }

    /// End the innermost element.
    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let text = open.note.and_then(|(kind, from)| {
            let text = self.out.text.get(from..).unwrap_or_default().trim();
            (!text.is_empty() && text.len() < 200).then(|| (kind, text.to_owned()))
        });
        if let Some((kind, text)) = text
            && self.out.notes.len() < MAX_NOTES
        {
            self.out.notes.push(Note {
                kind,
                text,
                block: self.out.blocks.len(),
            });
        }
        if !open.tag.is(INLINE) {
            self.flush();
        }
        self.out.markup.push_str("</");
        self.out.markup.push_str(open.tag.name);
        self.out.markup.push('>');
    }

    fn pop_to(&mut self, at: usize) {
        while self.stack.len() > at.max(1) {
            self.pop();
        }
    }

    /// Close what a start tag closes.
    fn implied_ends(&mut self, tag: &'static Tag) {
        if !tag.is(INLINE) && tag.name != "br" {
            // A block ends a paragraph that is open around it.
            if let Some(at) = self.find(|t| t.is(PARAGRAPH), SCOPE) {
                self.pop_to(at);
            }
        }
        if tag.is(HEADING) && self.top().tag.is(HEADING) {
            self.pop();
        }
        let closed = match tag.name {
            "li" => self.find_up(&["li"], &["ul", "ol", "table", "td"]),
            "dd" | "dt" => self.find_up(&["dd", "dt"], &["dl", "table", "td"]),
            "td" | "th" => self.find_up(&["td", "th"], &["tr", "table"]),
            "tr" => self.find_up(&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => self.find_up(&["tbody", "thead", "tfoot"], &["table"]),
            "a" => self
                .stack
                .iter()
                .rposition(|o| !o.tag.is(INLINE))
                .and_then(|block| {
                    let inner = self.stack.get(block + 1..)?;
                    Some(block + 1 + inner.iter().position(|o| o.tag.is(LINK))?)
                }),
            _ => None,
        };
        if let Some(at) = closed {
            self.pop_to(at);
        }
    }

    /// The innermost open element that fits, not looking past an element of a kind.
    fn find(&self, fits: impl Fn(&Tag) -> bool, stop: u16) -> Option<usize> {
        for (at, open) in self.stack.iter().enumerate().rev() {
            if fits(open.tag) {
                return Some(at);
            }
            if open.tag.is(stop) {
                return None;
            }
        }
        None
    }

    fn find_up(&self, names: &[&str], stop: &[&str]) -> Option<usize> {
        for (at, open) in self.stack.iter().enumerate().rev() {
            if names.contains(&open.tag.name) {
                return Some(at);
            }
            if stop.contains(&open.tag.name) {
                return None;
            }
        }
        None
    }

    fn close(&mut self, name: &str) {
        let tag = Tag::named(name);
        if matches!(tag.name, "html" | "head" | "body") {
            return;
        }
        if tag.name == "br" || tag.name == "p" && self.find(|t| t.is(PARAGRAPH), SCOPE).is_none() {
            self.flush();
            return;
        }
        let at = self.stack.iter().rposition(|o| {
            o.tag == tag && (tag.name != "div" || o.name.eq_ignore_ascii_case(name))
        });
        let Some(at) = at.filter(|&at| at > 0) else {
            self.too_deep = self.too_deep.saturating_sub(1);
            if !tag.is(INLINE) {
                self.flush();
            }
            return;
        };
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let inner = self.stack.get(at + 1..).unwrap_or_default();
        let crosses_block = inner.iter().any(|o| !o.tag.is(INLINE));
        let crosses_cell = inner.iter().any(|o| o.tag.is(SCOPE));
        // Formatting that is closed inside another block ends with that block; a form that is closed inside one too.
        let stays = crosses_block && (tag.is(INLINE) || tag.is(FORM))
            || crosses_cell && !tag.is(TABLE)
            || tag.name == "li" && inner.iter().any(|o| matches!(o.tag.name, "ul" | "ol"));
        if !stays {
            self.pop_to(at);
        }
    }

    fn raw(&mut self, name: &'a str, attributes: &Attributes<'a>, content: &'a str) {
        let linked_data = name.eq_ignore_ascii_case("script")
            && attributes.clone().any(|(n, v)| {
                n.eq_ignore_ascii_case("type")
                    && v.trim_ascii_start()
                        .get(..19)
                        .is_some_and(|v| v.eq_ignore_ascii_case("application/ld+json"))
            });
        if linked_data && self.out.head.linked_data.len() < MAX_NOTES {
            self.out.head.linked_data.push(content);
        } else if name.eq_ignore_ascii_case("title") && self.out.head.title.is_empty() {
            let title = unescape(content);
            let words: Vec<&str> = title.split_whitespace().collect();
            self.out.head.title = words.join(" ");
        } else if ["xmp", "textarea"]
            .iter()
            .any(|n| name.eq_ignore_ascii_case(n))
        {
            self.flush();
        }
    }

    fn meta(&mut self, attributes: Attributes<'a>) {
        let (mut key, mut content) = (None, None);
        for (name, value) in attributes {
            if ["name", "property", "itemprop", "http-equiv"]
                .iter()
                .any(|n| name.eq_ignore_ascii_case(n))
            {
                // 'name' and 'property' may both be there; the one with a colon says more.
                if key.is_none_or(|k: &str| !k.contains(':')) {
                    key = Some(value);
                }
            } else if name.eq_ignore_ascii_case("content") {
                content = Some(value);
            }
        }
        if let (Some(key), Some(content)) = (key, content)
            && !content.trim().is_empty()
            && self.out.head.metas.len() < 4 * MAX_NOTES
            && content.len() < 4000
        {
            let key = key.trim().to_ascii_lowercase();
            let content = unescape(content);
            self.out.head.metas.push((key, content.trim().to_owned()));
        }
    }

    fn link(&mut self, attributes: Attributes<'a>) {
        let (mut canonical, mut href) = (false, None);
        for (name, value) in attributes {
            if name.eq_ignore_ascii_case("rel") {
                canonical = value.eq_ignore_ascii_case("canonical");
            } else if name.eq_ignore_ascii_case("href") {
                href = Some(value);
            }
        }
        if canonical && self.out.head.canonical.is_none() {
            self.out.head.canonical = href
                .map(|h| unescape(h.trim()).into_owned())
                .filter(|h| !h.is_empty());
        }
    }
}

/// What `itemprop` says an element is.
fn item(value: &str) -> Option<NoteKind> {
    match value {
        "author" | "creator" => Some(NoteKind::Author),
        "datePublished" | "dateCreated" => Some(NoteKind::Published),
        "dateModified" => Some(NoteKind::Modified),
        _ => None,
    }
}
