//! What speaks for and against each line of a page: where it stands, what stands around it, what Readability made of it.
//!
//! The elements that hold most of what Readability kept are the trunk. What is said of a line's place is said from the
//! trunk on outwards, since above it every line of the page is in the same elements.

use super::hint::{self, Hints, KINDS, bit};
use super::outline::{Outline, marked};
use super::tag::{CHROME, FIGURE, FORM, HEADING, LIST, MAIN, PARAGRAPH, QUOTE, TABLE};
use crate::line::{End, Look};

/// What is known of the page beside its lines.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// What Readability kept, with the marks in it.
    pub(super) readable: &'a str,
    /// The headline and the description, in words.
    pub(super) title: Vec<String>,
    pub(super) description: Vec<String>,
    /// The body as structured data states it.
    pub(super) stated: Option<String>,
}

/// What is known of the lines before they are weighed.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) looks: Vec<Look>,
    /// The share of each that Readability kept.
    pub(super) kept: Vec<f32>,
    /// It is the page's title.
    pub(super) is_title: Vec<bool>,
    stated: Option<Vec<bool>>,
    is_description: Vec<bool>,
    repeated: Vec<bool>,
    /// Elements that hold at least half of what Readability kept.
    trunk: Vec<bool>,
    deepest: usize,
    kept_chars: Vec<usize>,
    total_kept: usize,
    /// Running text kept before and after, in lines.
    before: Vec<usize>,
    after: Vec<usize>,
}

/// The share of a line's characters that has to be kept for the line to count as kept.
const MOST: f32 = 0.5;

impl Lines {
    pub(super) fn of(outline: &Outline<'_>, known: &Known<'_>) -> Self {
        let blocks = &outline.blocks;
        let looks: Vec<Look> = blocks.iter().map(|b| Look::of(outline.line(b))).collect();
        let mut chars = vec![0_usize; blocks.len()];
        let mut at = None;
        for c in known.readable.chars() {
            if let Some(mark) = marked(c) {
                at = Some(mark);
            } else if !c.is_whitespace()
                && let Some(n) = at.and_then(|at| chars.get_mut(at))
            {
                *n += 1;
            }
        }
        let kept: Vec<f32> = blocks
            .iter()
            .zip(&chars)
            .map(|(b, &n)| (n as f32 / b.chars.max(1) as f32).min(1.0))
            .collect();
        let mut kept_chars = vec![0_usize; outline.nodes.len()];
        for (block, &n) in blocks.iter().zip(&chars) {
            kept_chars[block.node] += n;
        }
        for at in (1..outline.nodes.len()).rev() {
            kept_chars[outline.nodes[at].parent] += kept_chars[at];
        }
        let total_kept = kept_chars[0];
        let trunk: Vec<bool> = kept_chars
            .iter()
            .enumerate()
            .map(|(at, &n)| at == 0 || (2 * n >= total_kept && total_kept > 0))
            .collect();
        let deepest = (0..outline.nodes.len())
            .filter(|&at| trunk[at])
            .max_by_key(|&at| outline.nodes[at].depth)
            .unwrap_or(0);
        let good: Vec<bool> = looks
            .iter()
            .zip(&kept)
            .map(|(look, &kept)| kept > MOST && look.runs())
            .collect();
        let (mut before, mut after) = (Vec::with_capacity(good.len()), vec![0; good.len()]);
        let mut n = 0;
        for &g in &good {
            before.push(n);
            n += usize::from(g);
        }
        n = 0;
        for (at, &g) in good.iter().enumerate().rev() {
            after[at] = n;
            n += usize::from(g);
        }
        let mut seen: std::collections::HashSet<&str> = std::collections::HashSet::new();
        let repeated = blocks
            .iter()
            .map(|b| !seen.insert(outline.line(b)))
            .collect();
        let words: Vec<Vec<String>> = blocks
            .iter()
            .zip(&looks)
            .map(|(b, look)| {
                if look.words <= 60 {
                    words(outline.line(b))
                } else {
                    Vec::new()
                }
            })
            .collect();
        let is = |known: &[String]| -> Vec<bool> {
            words
                .iter()
                .map(|line| !line.is_empty() && same(line, known))
                .collect()
        };
        let stated = known.stated.as_deref().map(|stated| {
            blocks
                .iter()
                .map(|b| stated.contains(&squeezed(outline.line(b))))
                .collect()
        });
        Self {
            is_title: is(&known.title),
            is_description: is(&known.description),
            looks,
            kept,
            stated,
            repeated,
            trunk,
            deepest,
            kept_chars,
            total_kept,
            before,
            after,
        }
    }

    /// Whether Readability kept most of a line.
    pub(super) fn is_kept(&self, at: usize) -> bool {
        self.kept[at] > MOST
    }

    /// All that is known of a line, as numbers with names.
    pub(super) fn features(
        &self,
        outline: &Outline<'_>,
        at: usize,
        emit: &mut dyn FnMut(&'static str, f32),
    ) {
        let flag = |b: bool| f32::from(u8::from(b));
        let block = &outline.blocks[at];
        let look = &self.looks[at];
        emit("kept", self.kept[at]);
        look.features(emit);
        emit("hidden", flag(block.hidden));
        emit("repeated", flag(self.repeated[at]));
        emit("title", flag(self.is_title[at]));
        emit("description", flag(self.is_description[at]));
        let (stated, not_stated) = match &self.stated {
            Some(stated) => (stated[at], !stated[at]),
            None => (false, false),
        };
        emit("stated", flag(stated));
        emit("not stated", flag(not_stated));
        let links = block.link_chars as f32 / block.chars.max(1) as f32;
        emit("links", links);
        emit("all link", flag(links > 0.95));
        let emphasis = block.emphasis_chars as f32 / block.chars.max(1) as f32;
        emit("all emphasis", flag(emphasis > 0.95));

        // From the line outwards to the trunk.
        let mut node = block.node;
        let (mut kinds, mut hints): (u16, Hints) = (0, block.hints);
        let own = outline.nodes[node].tag;
        let mut branch = None;
        while !self.trunk[node] {
            kinds |= outline.nodes[node].tag.kind;
            hints |= outline.nodes[node].hints;
            branch = Some(node);
            node = outline.nodes[node].parent;
        }
        let joint = &outline.nodes[node];
        emit("own paragraph", flag(own.is(PARAGRAPH)));
        emit("own heading", flag(own.is(HEADING)));
        emit("own item", flag(own.name == "li"));
        emit("own figure", flag(own.is(FIGURE)));
        emit("own cell", flag(own.is(TABLE)));
        emit("own trunk", flag(branch.is_none()));
        emit("own block", flag(branch.is_some() && own.kind == 0));
        emit("in heading", flag(kinds & HEADING != 0));
        emit("in list", flag(kinds & LIST != 0));
        emit("in table", flag(kinds & TABLE != 0));
        emit("in figure", flag(kinds & FIGURE != 0));
        emit("in quote", flag(kinds & QUOTE != 0));
        emit("in form", flag(kinds & FORM != 0));
        emit("in chrome", flag(kinds & CHROME != 0));
        emit("in article", flag(kinds & MAIN != 0));
        for (name, at) in HINTED.iter().zip(0..) {
            emit(name, flag(hints >> at & 1 == 1));
        }
        let out = outline.nodes[self.deepest].depth - joint.depth;
        emit("joint 0", flag(out == 0));
        emit("joint 1", flag(out == 1));
        emit("joint 2", flag(out == 2));
        emit("joint >2", flag(out > 2));
        let arm = outline.nodes[block.node].depth - joint.depth;
        emit("arm >1", flag(arm > 1));
        emit("arm >2", flag(arm > 2));
        emit("arm >4", flag(arm > 4));
        if let Some(branch) = branch {
            let n = &outline.nodes[branch];
            let chars = n.chars.max(1) as f32;
            emit("branch links", n.link_chars as f32 / chars);
            let kept = self.kept_chars[branch] as f32;
            emit("branch kept", (kept / chars).min(1.0));
            emit("branch share", kept / self.total_kept.max(1) as f32);
            emit("branch short", flag(n.chars < 120));
            emit("branch paragraphs", (n.paragraphs as f32).min(5.0) / 5.0);
        } else {
            for name in [
                "branch links",
                "branch kept",
                "branch share",
                "branch short",
                "branch paragraphs",
            ] {
                emit(name, 0.0);
            }
        }
        let parent = &outline.nodes[outline.nodes[block.node].parent];
        emit(
            "parent paragraphs",
            (parent.paragraphs as f32).min(8.0) / 8.0,
        );
        let parent_hints: Hints = outline.nodes[block.node].hints | parent.hints;
        emit("near body", flag(parent_hints & bit("body") != 0));

        // Along the page.
        emit("first", flag(self.before[at] == 0));
        emit("second", flag(self.before[at] == 1));
        emit("last", flag(self.after[at] == 0));
        emit("last but one", flag(self.after[at] == 1));
        let total = (self.before[at] + self.after[at]).max(1) as f32;
        emit("at", self.before[at] as f32 / total);
        emit("running few", flag(self.before[at] + self.after[at] < 3));
        self.neighbour(outline, at, at.checked_sub(1), BEFORE, emit);
        let next = (at + 1 < outline.blocks.len()).then_some(at + 1);
        self.neighbour(outline, at, next, AFTER, emit);
        self.neighbour(outline, at, at.checked_sub(2), BEFORE_2, emit);
        let next = (at + 2 < outline.blocks.len()).then_some(at + 2);
        self.neighbour(outline, at, next, AFTER_2, emit);
    }

    fn neighbour(
        &self,
        outline: &Outline<'_>,
        at: usize,
        other: Option<usize>,
        names: [&'static str; 8],
        emit: &mut dyn FnMut(&'static str, f32),
    ) {
        let flag = |b: bool| f32::from(u8::from(b));
        let Some(other) = other else {
            for name in names {
                emit(name, 0.0);
            }
            return;
        };
        let (block, look) = (&outline.blocks[other], &self.looks[other]);
        let links = block.link_chars as f32 / block.chars.max(1) as f32;
        let (mine, its) = (
            &outline.nodes[outline.blocks[at].node],
            &outline.nodes[block.node],
        );
        let kept = self.kept[other];
        emit(names[0], kept);
        emit(names[1], flag(look.runs()));
        emit(names[2], flag(kept > MOST && look.runs()));
        emit(names[3], links);
        emit(names[4], flag(look.words < 7));
        emit(
            names[5],
            flag(outline.blocks[at].node == block.node || mine.parent == its.parent),
        );
        emit(names[6], flag(look.cue.is_some() || look.end == End::Colon));
        emit(names[7], flag(its.tag.is(HEADING)));
    }
}

const HINTED: [&str; KINDS.len()] = [
    "hint ad",
    "hint author",
    "hint body",
    "hint caption",
    "hint comment",
    "hint gallery",
    "hint legal",
    "hint meta",
    "hint nav",
    "hint note",
    "hint related",
    "hint share",
    "hint subscribe",
    "hint title",
];

const BEFORE: [&str; 8] = [
    "before kept",
    "before runs",
    "before good",
    "before links",
    "before short",
    "before beside",
    "before opens",
    "before heading",
];
const AFTER: [&str; 8] = [
    "after kept",
    "after runs",
    "after good",
    "after links",
    "after short",
    "after beside",
    "after opens",
    "after heading",
];
const BEFORE_2: [&str; 8] = [
    "before 2 kept",
    "before 2 runs",
    "before 2 good",
    "before 2 links",
    "before 2 short",
    "before 2 beside",
    "before 2 opens",
    "before 2 heading",
];
const AFTER_2: [&str; 8] = [
    "after 2 kept",
    "after 2 runs",
    "after 2 good",
    "after 2 links",
    "after 2 short",
    "after 2 beside",
    "after 2 opens",
    "after 2 heading",
];

/// The words of a text, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A text's letters and digits, for comparing texts that differ in spaces and quotation marks.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether nearly all words of the one are those of the other.
fn same(a: &[String], b: &[String]) -> bool {
    if a.is_empty() || b.is_empty() || a.len() * 2 < b.len() || b.len() * 2 < a.len() {
        return false;
    }
    let common = a.iter().filter(|w| b.contains(w)).count();
    common * 5 >= a.len().max(b.len()) * 4
}

/// The hints on the way from a line to the trunk.
pub(super) fn surroundings(outline: &Outline<'_>, lines: &Lines, at: usize) -> Hints {
    let block = &outline.blocks[at];
    let (mut node, mut hints) = (block.node, block.hints);
    while !lines.trunk[node] {
        hints |= outline.nodes[node].hints;
        node = outline.nodes[node].parent;
    }
    hints & !hint::bit("body")
}
