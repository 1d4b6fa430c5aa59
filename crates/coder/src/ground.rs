//! From byte spans to the evidence of a record: words, bytes, characters.

use std::borrow::Cow;

use plover::{Evidence, TextSpan};
use syntax::{Sentence, Span, TokenIdx};

/// A text with its character counts, so that a byte offset becomes a character offset without a walk from the start.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) text: &'a str,
    /// Whether every character is one byte.
    ascii: bool,
    /// Characters before each multiple of `STRIDE` bytes.
    marks: Vec<usize>,
}

const STRIDE: usize = 256;

impl<'a> Ground<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let ascii = text.is_ascii();
        let mut marks = vec![0];
        let mut chars = 0;
        for (i, byte) in text.bytes().enumerate().take_while(|_| !ascii) {
            chars += usize::from(byte & 0xc0 != 0x80);
            if (i + 1) % STRIDE == 0 {
                marks.push(chars);
            }
        }
        Self { text, ascii, marks }
    }

    fn chars_before(&self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        let mark = (byte / STRIDE).min(self.marks.len() - 1);
        let rest = self
            .text
            .as_bytes()
            .get(mark * STRIDE..byte)
            .unwrap_or_default();
        // The bytes up to a mark may end inside a character; its first byte was counted there.
        self.marks[mark] + rest.iter().filter(|&&b| b & 0xc0 != 0x80).count()
    }

    pub(crate) fn span(&self, span: Span) -> TextSpan {
        TextSpan {
            bytes: [span.start, span.end],
            chars: [self.chars_before(span.start), self.chars_before(span.end)],
        }
    }

    pub(crate) fn words(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    pub(crate) fn evidence(
        &self,
        field: impl Into<Cow<'static, str>>,
        span: Span,
        rule: impl Into<String>,
    ) -> Evidence {
        Evidence {
            field: field.into(),
            text: self.words(span).to_owned(),
            span: self.span(span),
            rule: rule.into(),
            via: None,
        }
    }
}

macro_rules! indexed {
    ($($field:literal)*) => {
        /// The first fields of lists, as evidence names them.
        const INDEXED: &[(&str, [&str; 4])] = &[$((
            $field,
            [
                concat!($field, "[0]"),
                concat!($field, "[1]"),
                concat!($field, "[2]"),
                concat!($field, "[3]"),
            ],
        )),*];
    };
}

indexed!("actor" "attribution" "context" "event_text" "recipient");

/// A field of a list, as evidence names it: `actor[0]`.
pub(crate) fn indexed(field: &str, index: usize) -> Cow<'static, str> {
    let known = INDEXED.iter().find(|known| known.0 == field);
    match known.and_then(|(_, all)| all.get(index)) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(format!("{field}[{index}]")),
    }
}

/// The words from the first of these tokens to the last.
pub(crate) fn cover(s: &Sentence, tokens: &[TokenIdx]) -> Span {
    let spans = tokens.iter().map(|&t| s.tokens[t].span);
    spans.reduce(Span::cover).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_right_everywhere() {
        let text = "Élysée – “déjà vu” ".repeat(60);
        let ground = Ground::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(ground.chars_before(byte), n);
        }
    }
}
