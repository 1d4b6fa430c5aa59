//! HTML to body and metadata, by Readability's rules (`dom_smoothie`), behind walls: a page nested too deep
//! or too large for a document tree is read as plain text instead.

use dom_smoothie::{Config, Readability, TextMode};

use crate::{Article, Leftover, PageDate, Reason, Warning};
use crate::{metadata, text};

/// Elements nested deeper than this are no page anyone wrote.
const MAX_DEPTH: usize = 400;
/// Elements of a document tree.
const MAX_ELEMENTS: usize = 300_000;

/// Whether a text is HTML.
pub(crate) fn is_html(text: &str) -> bool {
    let start: String = text
        .trim_start()
        .chars()
        .take(2000)
        .collect::<String>()
        .to_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || ["<html", "<head", "<body", "<div", "<p>", "<article"]
            .iter()
            .filter(|t| start.contains(*t))
            .count()
            >= 2
}

/// Fill an article from a page; false where no body was found.
pub(crate) fn extract(html: &str, article: &mut Article, warnings: &mut Vec<Warning>) -> bool {
    let (depth, elements) = shape(html);
    if depth > MAX_DEPTH || elements > MAX_ELEMENTS {
        warnings.push(Warning::TooDeep(MAX_DEPTH));
        article.text = strip(html);
        return !article.text.is_empty();
    }
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let Ok(mut page) = Readability::new(html, None, Some(config)) else {
        return false;
    };
    let json_ld = page.parse_json_ld();
    let known = page.get_article_metadata(json_ld);
    let visible = visible_lines(&page);
    // What the page says of itself is cleaner than its window title.
    let fallback = page.get_article_title().trim().to_owned();
    article.title = Some(known.title.trim().to_owned())
        .filter(|t| !t.is_empty())
        .or(Some(fallback).filter(|t| !t.is_empty()));
    article.authors = known
        .byline
        .as_deref()
        .map(metadata::people)
        .unwrap_or_default();
    article.publisher = known.site_name.filter(|s| !s.trim().is_empty());
    let day = known.published_time.as_deref().and_then(metadata::date);
    if article.date.is_none() {
        article.date = day.map(|value| PageDate {
            value,
            basis: "metadata".to_owned(),
        });
    }
    if article.url.is_none() {
        article.url = known.url;
    }
    let Ok(parsed) = page.parse() else {
        return false;
    };
    let (body, noise): (Vec<String>, Vec<String>) = paragraphs(&parsed.text_content)
        .lines()
        .map(str::to_owned)
        .partition(|line| text::noise(line).is_none());
    article.text = body.join("\n");
    article.leftovers = leftovers(&visible, &noise, article);
    if article.authors.is_empty() {
        article.authors = parsed
            .byline
            .as_deref()
            .map(metadata::people)
            .unwrap_or_default();
    }
    !article.text.is_empty()
}

/// The lines a reader of the page sees, in order.
fn visible_lines(page: &Readability) -> Vec<String> {
    let seen = page.doc.clone();
    seen.select("script, style, noscript, template").remove();
    paragraphs(&seen.select("body").formatted_text())
        .lines()
        .map(str::to_owned)
        .collect()
}

/// What is on the page and not in its body, each line with a reason.
fn leftovers(visible: &[String], noise: &[String], article: &Article) -> Vec<Leftover> {
    let title = article.title.as_deref().unwrap_or_default();
    let mut wall = None;
    let mut all: Vec<Leftover> = Vec::new();
    for line in visible {
        if article.text.contains(line.as_str()) && !noise.contains(line) {
            continue;
        }
        wall = text::cue(line).or(wall);
        let reason = if line == title {
            Reason::Title
        } else if metadata::byline(line).is_some() {
            Reason::Byline
        } else {
            text::noise(line).or(wall).unwrap_or(Reason::Boilerplate)
        };
        all.push(Leftover {
            text: line.clone(),
            reason,
            bytes: None,
        });
    }
    all
}

/// One paragraph a line, spaces made single.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        for (i, word) in words.enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// Greatest depth and number of elements, by a scan of the tags.
fn shape(html: &str) -> (usize, usize) {
    const VOID: &[&str] = &[
        "br", "img", "meta", "link", "input", "hr", "area", "base", "col", "embed", "source",
        "track", "wbr", "p", "li", "td", "tr", "th", "dd", "dt", "option",
    ];
    let bytes = html.as_bytes();
    let (mut depth, mut deepest, mut elements) = (0_usize, 0, 0);
    let mut at = 0;
    while let Some(next) = bytes
        .get(at..)
        .and_then(|b| b.iter().position(|&c| c == b'<'))
    {
        at += next + 1;
        match bytes.get(at) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                elements += 1;
                let name: String = bytes[at..]
                    .iter()
                    .take(12)
                    .take_while(|c| c.is_ascii_alphanumeric())
                    .map(|&c| char::from(c).to_ascii_lowercase())
                    .collect();
                if !VOID.contains(&name.as_str()) {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            _ => {}
        }
    }
    (deepest, elements)
}

/// Words that a line of a page without a tree must have to be kept.
const MIN_WORDS: usize = 4;

/// The text between tags, for pages that no tree is built of: lines of a few words are menus or junk.
fn strip(html: &str) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut end = |line: &mut String| {
        if line.split_whitespace().nth(MIN_WORDS - 1).is_some() {
            out.push_str(line);
            out.push('\n');
        }
        line.clear();
    };
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                end(&mut line);
            }
            '>' => inside = false,
            c if !inside => line.push(c),
            _ => {}
        }
    }
    end(&mut line);
    paragraphs(&out)
}
