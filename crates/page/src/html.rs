//! HTML to body and metadata.
//!
//! The page becomes lines under elements (`outline`); Readability (`dom_smoothie`) says which of them it would keep;
//! and the lines are then weighed one by one (`feature`, `model`), since what Readability keeps too much of is captions,
//! teasers and boxes between paragraphs.

mod about;
mod build;
mod feature;
mod hint;
mod lex;
mod linked;
mod outline;
mod tag;

use dom_smoothie::{Config, Readability, TextMode};

use crate::model::Model;
use crate::{Article, Leftover, Observed, Reason, Warning, byline};
use feature::{Known, Lines};
use outline::Outline;

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

/// What Readability keeps of a page, with the lines' marks.
fn readable(outline: &mut Outline<'_>) -> String {
    let config = Config {
        text_mode: TextMode::Raw,
        disable_json_ld: true,
        ..Config::default()
    };
    let markup = std::mem::take(&mut outline.markup);
    let Ok(mut page) = Readability::new(markup, None, Some(config)) else {
        return String::new();
    };
    page.parse()
        .map_or_else(|_| String::new(), |a| a.text_content.to_string())
}

/// A page taken apart, and what is known of its lines.
fn lines(outline: &mut Outline<'_>, stated: &linked::Stated, title: Option<&str>) -> Lines {
    let readable = readable(outline);
    let description = outline
        .head
        .metas
        .iter()
        .find(|(k, _)| matches!(k.as_str(), "og:description" | "description"))
        .map(|(_, v)| feature::words(v))
        .unwrap_or_default();
    let known = Known {
        readable: &readable,
        title: title.map(feature::words).unwrap_or_default(),
        description,
        stated: stated.body.as_deref().map(feature::squeezed),
    };
    Lines::of(outline, &known)
}

/// The lines of a page, for fitting.
pub(crate) fn observe(html: &str) -> Vec<Observed> {
    let mut outline = build::outline(html, &mut Vec::new());
    let stated = linked::stated(&outline.head.linked_data);
    let title = about::title(&outline, &stated);
    let lines = lines(&mut outline, &stated, title.as_deref());
    (0..outline.blocks.len())
        .map(|at| {
            let mut values = Vec::new();
            lines.features(&outline, at, &mut |name, value| values.push((name, value)));
            Observed {
                text: outline.line(&outline.blocks[at]).to_owned(),
                kept: lines.is_kept(at),
                values,
            }
        })
        .collect()
}

/// A body that is smaller than this share of what Readability kept is not trusted.
const TRUSTED: f32 = 0.25;

/// Fill an article from a page; false where no body was found.
pub(crate) fn extract(html: &str, article: &mut Article, warnings: &mut Vec<Warning>) -> bool {
    let mut outline = build::outline(html, warnings);
    let stated = linked::stated(&outline.head.linked_data);
    article.title = about::title(&outline, &stated);
    let lines = lines(&mut outline, &stated, article.title.as_deref());
    let n = outline.blocks.len();
    let mut body: Vec<bool> = (0..n)
        .map(|at| {
            let features = |emit: &mut dyn FnMut(&'static str, f32)| {
                lines.features(&outline, at, emit);
            };
            !lines.is_title[at]
                && !lines.looks[at].inset
                && Model::html().score(lines.is_kept(at), features) > 0.0
        })
        .collect();
    let chars = |fits: &dyn Fn(usize) -> bool| -> usize {
        (0..n)
            .filter(|&at| fits(at))
            .map(|at| outline.blocks[at].chars)
            .sum()
    };
    let kept = chars(&|at| lines.is_kept(at));
    if (chars(&|at| body[at]) as f32) < TRUSTED * kept as f32 {
        for (at, keep) in body.iter_mut().enumerate() {
            *keep = lines.is_kept(at) && !lines.is_title[at];
        }
    }
    let both = chars(&|at| body[at] && lines.is_kept(at));
    let either = chars(&|at| body[at] || lines.is_kept(at));
    if either > 0 && 2 * both < either {
        warnings.push(Warning::Unsure);
    }
    let first = body.iter().position(|&b| b).unwrap_or(0);
    about::fill(&outline, &stated, &lines, first, article);
    let mut wall = None;
    for (at, &is_body) in body.iter().enumerate() {
        let line = outline.line(&outline.blocks[at]);
        if is_body {
            if !article.text.is_empty() {
                article.text.push('\n');
            }
            article.text.push_str(line);
            wall = None;
            continue;
        }
        wall = lines.looks[at].cue.or(wall);
        let reason = if lines.is_title[at] {
            Reason::Title
        } else {
            reason(&outline, &lines, at)
                .or(wall)
                .unwrap_or(Reason::Boilerplate)
        };
        article.leftovers.push(Leftover {
            text: line.to_owned(),
            reason,
            bytes: None,
        });
    }
    !article.text.is_empty()
}

/// Why a line is not body, by what it says and by what it stands in.
fn reason(outline: &Outline<'_>, lines: &Lines, at: usize) -> Option<Reason> {
    let line = outline.line(&outline.blocks[at]);
    if byline::read(line).is_some() {
        return Some(Reason::Byline);
    }
    let around = feature::surroundings(outline, lines, at);
    let within = |kind: &str| around & hint::bit(kind) != 0;
    lines.looks[at].reason().or(if within("comment") {
        Some(Reason::Comment)
    } else if within("caption") {
        Some(Reason::Caption)
    } else if within("author") {
        Some(Reason::Byline)
    } else if within("related") {
        Some(Reason::Related)
    } else if within("share") || within("subscribe") {
        Some(Reason::Share)
    } else {
        None
    })
}
