//! What the elements of HTML are to a reader of text: inline, void, a list, a heading.

/// An element's name and what it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) kind: u16,
}

/// Part of a line of text.
pub(super) const INLINE: u16 = 1;
/// Has no content.
pub(super) const VOID: u16 = 1 << 1;
/// Emphasis.
pub(super) const EMPHASIS: u16 = 1 << 2;
/// `h1` to `h6`.
pub(super) const HEADING: u16 = 1 << 3;
/// A list or an item of one.
pub(super) const LIST: u16 = 1 << 4;
/// A table or a part of one.
pub(super) const TABLE: u16 = 1 << 5;
/// A figure or its caption.
pub(super) const FIGURE: u16 = 1 << 6;
/// Beside the article by its very name.
pub(super) const CHROME: u16 = 1 << 7;
/// A link.
pub(super) const LINK: u16 = 1 << 8;
/// A quotation.
pub(super) const QUOTE: u16 = 1 << 9;
/// A form, or what is filled in or pressed.
pub(super) const FORM: u16 = 1 << 10;
/// A paragraph.
pub(super) const PARAGRAPH: u16 = 1 << 11;
/// The article by its very name.
pub(super) const MAIN: u16 = 1 << 12;
/// No end tag on the way up passes it.
pub(super) const SCOPE: u16 = 1 << 13;
/// Nothing of it is shown.
pub(super) const UNSEEN: u16 = 1 << 14;

/// Sorted by name.
static TAGS: [Tag; 81] = {
    const fn t(name: &'static str, kind: u16) -> Tag {
        Tag { name, kind }
    }
    [
        t("a", INLINE | LINK),
        t("abbr", INLINE),
        t("acronym", INLINE),
        t("address", 0),
        t("article", MAIN),
        t("aside", CHROME),
        t("b", INLINE | EMPHASIS),
        t("bdi", INLINE),
        t("bdo", INLINE),
        t("big", INLINE),
        t("blockquote", QUOTE),
        t("body", SCOPE),
        t("br", VOID),
        t("button", FORM | SCOPE),
        t("caption", TABLE | FIGURE | SCOPE),
        t("center", 0),
        t("cite", INLINE),
        t("code", INLINE),
        t("data", INLINE),
        t("dd", LIST),
        t("del", INLINE),
        t("details", 0),
        t("dfn", INLINE),
        t("dialog", CHROME),
        t("div", 0),
        t("dl", LIST),
        t("dt", LIST),
        t("em", INLINE | EMPHASIS),
        t("embed", VOID),
        t("fieldset", FORM),
        t("figcaption", FIGURE),
        t("figure", FIGURE),
        t("font", INLINE),
        t("footer", CHROME),
        t("form", FORM),
        t("h1", HEADING),
        t("h2", HEADING),
        t("h3", HEADING),
        t("h4", HEADING),
        t("h5", HEADING),
        t("h6", HEADING),
        t("head", UNSEEN),
        t("header", 0),
        t("hr", VOID),
        t("html", SCOPE),
        t("i", INLINE | EMPHASIS),
        t("img", INLINE | VOID),
        t("input", INLINE | VOID),
        t("ins", INLINE),
        t("kbd", INLINE),
        t("label", INLINE | FORM),
        t("li", LIST),
        t("link", INLINE | VOID),
        t("main", MAIN),
        t("mark", INLINE),
        t("meta", INLINE | VOID),
        t("nav", CHROME),
        t("ol", LIST),
        t("p", PARAGRAPH),
        t("picture", INLINE),
        t("pre", 0),
        t("q", INLINE),
        t("s", INLINE),
        t("section", 0),
        t("small", INLINE),
        t("source", INLINE | VOID),
        t("span", INLINE),
        t("strong", INLINE | EMPHASIS),
        t("sub", INLINE),
        t("summary", 0),
        t("sup", INLINE),
        t("table", TABLE | SCOPE),
        t("tbody", TABLE),
        t("td", TABLE | SCOPE),
        t("tfoot", TABLE),
        t("th", TABLE | SCOPE),
        t("thead", TABLE),
        t("time", INLINE),
        t("tr", TABLE),
        t("u", INLINE | EMPHASIS),
        t("ul", LIST),
    ]
};

/// Elements nobody knows are blocks: most are frames of components.
static UNKNOWN: Tag = Tag {
    name: "div",
    kind: 0,
};
/// And these are bits of a line.
static BIT: Tag = Tag {
    name: "span",
    kind: INLINE,
};
const BITS: [&str; 9] = [
    "mark", "nobr", "rp", "rt", "ruby", "samp", "tt", "var", "strike",
];

impl Tag {
    /// The element of this name, in any letter case.
    pub(super) fn named(name: &str) -> &'static Self {
        let mut lower = [0_u8; 10];
        let Some(lower) = lower.get_mut(..name.len()) else {
            return &UNKNOWN;
        };
        for (to, from) in lower.iter_mut().zip(name.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        let lower: &[u8] = lower;
        match TAGS.binary_search_by(|t| t.name.as_bytes().cmp(lower)) {
            Ok(at) => &TAGS[at],
            Err(_) if BITS.iter().any(|b| b.as_bytes() == lower) => &BIT,
            Err(_) if lower == b"wbr" || lower == b"track" || lower == b"param" => &TAGS[46],
            Err(_) => &UNKNOWN,
        }
    }

    pub(super) fn is(&self, kind: u16) -> bool {
        self.kind & kind != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TAGS.is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(TAGS[46].name, "img");
        for tag in &TAGS {
            assert_eq!(Tag::named(&tag.name.to_uppercase()).name, tag.name);
        }
        assert_eq!(Tag::named("x-very-long-name-of-a-component"), &UNKNOWN);
    }
}
