//! Markup to tokens: tags, text, and elements whose content is no markup.
//!
//! It follows the HTML standard's tokenizer where that matters for telling text from markup (comments, quoted
//! attributes, raw text) and takes time in proportion to the input, whatever the input.

use memchr::{memchr, memchr2, memmem};

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag.
    Open {
        name: &'a str,
        attributes: Attributes<'a>,
    },
    /// An end tag.
    Close(&'a str),
    /// Text, entities not decoded.
    Text(&'a str),
    /// An element read as a whole, since what it holds is no part of the text.
    Raw {
        name: &'a str,
        attributes: Attributes<'a>,
        content: &'a str,
    },
}

/// Elements read as a whole. Those marked swallow the rest of the page where they are not closed, as in browsers.
const RAW: [(&str, bool); 17] = [
    ("script", true),
    ("style", true),
    ("title", false),
    ("textarea", false),
    ("noscript", false),
    ("svg", false),
    ("template", false),
    ("select", false),
    ("video", false),
    ("audio", false),
    ("canvas", false),
    ("iframe", false),
    ("noembed", false),
    ("noframes", false),
    ("xmp", false),
    ("object", false),
    ("math", false),
];

/// Reads a page from its beginning.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// A bit for each raw element that is not closed any more from here on, so that nobody looks again.
    unclosed: u32,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            unclosed: 0,
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &'a [u8] {
        self.text.as_bytes().get(from..).unwrap_or_default()
    }

    fn skip_past(&mut self, from: usize, end: u8) {
        self.at = memchr(end, self.rest(from)).map_or(self.text.len(), |n| from + n + 1);
    }

    /// A tag from its '<' on, if there is one.
    fn tag(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let bytes = self.rest(start + 1);
        let closing = bytes.first() == Some(&b'/');
        let from = start + 1 + usize::from(closing);
        let length = self
            .rest(from)
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            .unwrap_or(self.rest(from).len());
        let name = self.slice(from, from + length);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = self.attributes_end(from + length);
        self.at = (end + 1).min(self.text.len());
        if closing {
            return Some(Token::Close(name));
        }
        let attributes = Attributes(self.slice(from + length, end));
        let raw = RAW.iter().position(|(n, _)| n.eq_ignore_ascii_case(name));
        if let Some(kind) = raw
            && !attributes.0.ends_with('/')
            && let Some(content) = self.raw(name, kind)
        {
            return Some(Token::Raw {
                name,
                attributes,
                content,
            });
        }
        Some(Token::Open { name, attributes })
    }

    /// Where the tag's '>' stands; quotes count only after an equals sign.
    fn attributes_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut value = false;
        while let Some(&b) = bytes.get(at) {
            match b {
                b'>' => return at,
                b'=' => value = true,
                b'"' | b'\'' if value => {
                    let Some(n) = memchr(b, self.rest(at + 1)) else {
                        return bytes.len();
                    };
                    at += n + 1;
                    value = false;
                }
                b if b.is_ascii_whitespace() => {}
                _ => value = false,
            }
            at += 1;
        }
        bytes.len()
    }

    /// The content of a raw element, and the reader moved past its end tag.
    fn raw(&mut self, name: &str, kind: usize) -> Option<&'a str> {
        if self.unclosed >> kind & 1 == 1 {
            return None;
        }
        let start = self.at;
        let mut at = start;
        while let Some(n) = memchr(b'<', self.rest(at)) {
            at += n + 1;
            let rest = self.rest(at);
            let named = rest.first() == Some(&b'/')
                && rest
                    .get(1..=name.len())
                    .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && !rest
                    .get(name.len() + 1)
                    .is_some_and(u8::is_ascii_alphanumeric);
            if named {
                let content = self.slice(start, at - 1);
                self.skip_past(at, b'>');
                return Some(content);
            }
        }
        self.unclosed |= 1 << kind;
        if RAW[kind].1 {
            self.at = self.text.len();
            return Some(self.slice(start, self.text.len()));
        }
        None
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let start = self.at;
            let rest = self.rest(start);
            let first = *rest.first()?;
            if first == b'<' {
                if rest.starts_with(b"<!--") {
                    // '<!-->' is a comment too.
                    self.at = memmem::find(self.rest(start + 2), b"-->")
                        .map_or(self.text.len(), |n| start + 2 + n + 3);
                    continue;
                }
                match rest.get(1) {
                    Some(b'!' | b'?') => {
                        self.skip_past(start, b'>');
                        continue;
                    }
                    Some(b'/') if !rest.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                        self.skip_past(start, b'>');
                        continue;
                    }
                    _ => {}
                }
                if let Some(token) = self.tag() {
                    return Some(token);
                }
            }
            let from = start + usize::from(first == b'<');
            self.at = memchr(b'<', self.rest(from)).map_or(self.text.len(), |n| from + n);
            return Some(Token::Text(self.slice(start, self.at)));
        }
    }
}

/// The attributes of a tag, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attributes<'a>(pub(super) &'a str);

impl<'a> Iterator for Attributes<'a> {
    /// Name as written, value with entities not decoded.
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let text = self
            .0
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
        if text.is_empty() {
            self.0 = "";
            return None;
        }
        // A name may start with an equals sign, and ends at the next one.
        let end = text
            .bytes()
            .enumerate()
            .position(|(i, b)| b.is_ascii_whitespace() || matches!(b, b'/') || (i > 0 && b == b'='))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = if let Some(quote) = quote {
            let inner = value.get(1..).unwrap_or_default();
            inner.split_once(quote).unwrap_or((inner, ""))
        } else {
            let end = value
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(value.len());
            value.split_at_checked(end).unwrap_or((value, ""))
        };
        self.0 = rest;
        Some((name, value))
    }
}

/// A value or text with its entities decoded.
pub(super) fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    if memchr2(b'&', b'&', text.as_bytes()).is_none() {
        return text.into();
    }
    html_escape::decode_html_entities(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_raw_content() {
        let page = "<P class=a id='b c'>1 < 2<!-- <b> --><a href=\"x>y\">l</a><script>if (a<b) </b></SCRIPT >z<br/>";
        let tokens: Vec<String> = Lexer::new(page)
            .map(|t| match t {
                Token::Open { name, attributes } => {
                    format!("<{name}{:?}", attributes.collect::<Vec<_>>())
                }
                Token::Close(name) => format!("/{name}"),
                Token::Text(text) => text.to_owned(),
                Token::Raw { name, content, .. } => format!("{name}:{content}"),
            })
            .collect();
        assert_eq!(
            tokens,
            [
                "<P[(\"class\", \"a\"), (\"id\", \"b c\")]",
                "1 ",
                "< 2",
                "<a[(\"href\", \"x>y\")]",
                "l",
                "/a",
                "script:if (a<b) </b>",
                "z",
                "<br[]"
            ]
        );
    }

    #[test]
    fn what_is_never_closed() {
        assert_eq!(Lexer::new("a<script>b").count(), 2);
        assert_eq!(Lexer::new("a<svg>b<svg>c").count(), 5);
        assert_eq!(Lexer::new("a<!-- b").count(), 1);
        assert_eq!(Lexer::new("a<b c=\"d").count(), 2);
        assert_eq!(Lexer::new("<").count(), 1);
        assert_eq!(Lexer::new("</").count(), 0);
    }
}
