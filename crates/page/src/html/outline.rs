//! A page as its lines, each under the elements it stands in, and as clean markup for a reader of trees.
//!
//! `build` makes it in one pass over the tokens. The lines are what the body is chosen from; the markup is what
//! Readability reads, and each run of text in it carries its line's mark.

use std::ops::Range;

use super::hint::Hints;
use super::tag::{PARAGRAPH, Tag};

/// Lines that are told apart: each has a character of its own as its mark.
const MAX_BLOCKS: usize = 60_000;
/// The mark of the first line: from the private planes, which no page shows.
const MARK: u32 = 0xF_0000;
/// An element that breaks lines.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) tag: &'static Tag,
    pub(super) parent: usize,
    pub(super) depth: usize,
    pub(super) hints: Hints,
    /// Printing characters in it, and those in links.
    pub(super) chars: usize,
    pub(super) link_chars: usize,
    /// Paragraphs right in it.
    pub(super) paragraphs: usize,
}

/// A line of text.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) text: Range<usize>,
    pub(super) node: usize,
    /// Printing characters: all, in links, emphasised.
    pub(super) chars: usize,
    pub(super) link_chars: usize,
    pub(super) emphasis_chars: usize,
    /// Hints of the inline elements that hold all of it.
    pub(super) hints: Hints,
    /// It is in an element that is not shown.
    pub(super) hidden: bool,
}

/// A small text that an element marks as an author, or as a date.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) kind: NoteKind,
    pub(super) text: String,
    /// The line it stands in.
    pub(super) block: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Author,
    Published,
    Modified,
    /// A `time` element that does not say of what.
    Time,
}

/// What a page says of itself outside its text.
#[derive(Debug, Default)]
pub(super) struct Head<'a> {
    pub(super) title: String,
    pub(super) language: Option<String>,
    pub(super) metas: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) linked_data: Vec<&'a str>,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) head: Head<'a>,
    pub(super) nodes: Vec<Node>,
    pub(super) blocks: Vec<Block>,
    /// The lines' texts, without anything between them.
    pub(super) text: String,
    /// The page in clean markup; each run of text starts with its line's mark.
    pub(super) markup: String,
    pub(super) notes: Vec<Note>,
}

impl Outline<'_> {
    pub(super) fn line(&self, block: &Block) -> &str {
        self.text.get(block.text.clone()).unwrap_or_default()
    }
}

/// The character that marks a line, as long as there are any left.
pub(super) fn mark(block: usize) -> Option<char> {
    let at = u32::try_from(block).ok().filter(|_| block < MAX_BLOCKS)?;
    char::from_u32(MARK + at)
}

/// The line that a character marks.
pub(super) fn marked(c: char) -> Option<usize> {
    (c as u32).checked_sub(MARK).map(|n| n as usize)
}

impl Outline<'_> {
    /// Let every element know how much text it holds.
    pub(super) fn sum(&mut self) {
        for block in &self.blocks {
            let node = &mut self.nodes[block.node];
            node.chars += block.chars;
            node.link_chars += block.link_chars;
        }
        for at in (1..self.nodes.len()).rev() {
            let (chars, links, parent) = {
                let n = &self.nodes[at];
                (n.chars, n.link_chars, n.parent)
            };
            let is_paragraph = self.nodes[at].tag.is(PARAGRAPH) && chars > 0;
            let parent = &mut self.nodes[parent];
            parent.chars += chars;
            parent.link_chars += links;
            parent.paragraphs += usize::from(is_paragraph);
        }
    }
}
