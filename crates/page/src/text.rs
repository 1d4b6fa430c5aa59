//! Plain text as it was scraped: which lines are the article, and why the others are not.
//!
//! Head lines that name an author or a date become metadata. Cue lines ('Recent comments') are walls. Every
//! other line is scored by its looks, and the body is the run of lines with the largest sum. Nothing is
//! deleted: each line left out is kept with its reason.

use std::sync::LazyLock;

use crate::metadata;
use crate::{Leftover, Reason};

static CUES: LazyLock<Vec<(String, Reason)>> = LazyLock::new(|| {
    let lines = include_str!("../data/cues.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1);
    lines
        .filter_map(|line| {
            let (reason, cue) = line.split_once('\t')?;
            let reason = match reason {
                "comment" => Reason::Comment,
                "related" => Reason::Related,
                _ => Reason::Share,
            };
            Some((cue.to_owned(), reason))
        })
        .collect()
});

const SPAM: &[&str] = &[
    "viagra",
    "cialis",
    "sildenafil",
    "tadalafil",
    "levitra",
    "pharmacy",
    "pharmacie",
    "pharmacist",
    "casino",
    "poker online",
    "payday loan",
    "cheap loan",
    "essay writing service",
    "replica watches",
    "forex signals",
    "weight loss pills",
    "pills",
    "kamagra",
    "escort",
    "betting site",
    "slot online",
];

const FLATTERY: &[&str] = &[
    "great article",
    "great post",
    "nice post",
    "nice article",
    "your blog",
    "this website",
    "this blog",
    "your website",
    "hello there",
    "keep up the good work",
    "thanks for sharing",
    "i found your",
    "awesome post",
    "very informative",
];

const BOILERPLATE: &[&str] = &[
    "©",
    "all rights reserved",
    "cookie",
    "privacy policy",
    "terms of use",
    "terms of service",
    "javascript",
    "click here",
    "log in",
    "sign in",
    "advertisement",
    "copyright",
    "unsubscribe",
    "e-mail address",
];

const FUNCTION: &[&str] = &[
    "the", "of", "to", "and", "in", "a", "is", "was", "that", "for", "on", "with", "his", "her",
    "by", "as", "at", "from", "has", "have", "had", "were", "said", "it", "are", "be", "will",
    "not", "an", "he", "she", "they", "who", "which", "its", "le", "la", "de", "et", "les", "des",
    "el", "los", "y", "en", "der", "die", "und", "das", "il", "di", "che",
];

/// What was found in a plain text.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) date: Option<String>,
    pub(crate) leftovers: Vec<Leftover>,
}

struct Line<'a> {
    text: &'a str,
    start: usize,
    score: f64,
    reason: Option<Reason>,
}

/// Split a text into its body and the rest.
pub(crate) fn split(input: &str) -> Split {
    let mut out = Split::default();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut at = 0;
    for raw in input.split('\n') {
        let text = raw.trim();
        if !text.is_empty() {
            let start = at + (raw.len() - raw.trim_start().len());
            lines.push(Line {
                text,
                start,
                score: 0.0,
                reason: None,
            });
        }
        at += raw.len() + 1;
    }
    let mut body_from = head_lines(&mut lines, &mut out);
    let mut wall = None;
    for line in &mut lines[body_from..] {
        (line.score, line.reason) = score(line.text);
        if let Some(reason) = cue(line.text) {
            wall = Some(reason);
        } else if wall.is_some() && line.score > 12.0 && line.reason.is_none() {
            // A wall between paragraphs of an article ('Read more: ...') does not end it.
            wall = if matches!(wall, Some(Reason::Comment)) {
                wall
            } else {
                None
            };
        }
        if let Some(reason) = wall {
            line.score = -12.0;
            line.reason = line.reason.filter(|r| *r == Reason::Spam).or(Some(reason));
        }
    }
    let (first, last) = best_run(&lines, body_from);
    // A headline above the body: short, no full stop.
    if first == body_from && last > first + 1 && lines[first].score < 2.0 {
        out.title = Some(lines[first].text.to_owned());
        lines[first].reason = Some(Reason::Title);
        body_from = first + 1;
    } else if first > body_from && first - body_from == 1 && lines[body_from].reason.is_none() {
        out.title = Some(lines[body_from].text.to_owned());
        lines[body_from].reason = Some(Reason::Title);
    }
    let first = first.max(body_from);
    for (i, line) in lines.iter().enumerate() {
        let inside = (first..last).contains(&i)
            && !matches!(line.reason, Some(Reason::Byline | Reason::Title))
            && line.score > -6.0;
        if inside {
            if !out.text.is_empty() {
                out.text.push('\n');
            }
            out.text.push_str(line.text);
        } else {
            let reason = line.reason.unwrap_or(Reason::Boilerplate);
            out.leftovers.push(Leftover {
                text: line.text.to_owned(),
                reason,
                bytes: Some([line.start, line.start + line.text.len()]),
            });
        }
    }
    out
}

/// Byline, date and comment-count lines on top; the number of lines they take.
fn head_lines(lines: &mut [Line<'_>], out: &mut Split) -> usize {
    let mut taken = 0;
    let n = lines.len();
    for line in lines.iter_mut().take(4) {
        let byline = metadata::byline(line.text);
        // A text of one line is its body, whatever it looks like.
        let name_only = n > 1 && byline.is_none() && metadata::is_bare_name(line.text);
        if let Some((authors, date)) = byline {
            out.authors.extend(authors);
            out.date = out.date.take().or(date);
        } else if name_only {
            out.authors.push(line.text.to_owned());
        } else {
            break;
        }
        line.reason = Some(Reason::Byline);
        taken += 1;
    }
    taken
}

/// The reason a line is a wall, if it is one.
pub(crate) fn cue(line: &str) -> Option<Reason> {
    let words = line.split_whitespace().count();
    if words > 7 {
        return None;
    }
    let lower = line.to_lowercase();
    let plain = lower
        .trim_end_matches([':', '.', '…', '»', '>', '!'])
        .trim();
    let counted = plain
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '(' || c == ')')
        .trim();
    let counted =
        counted.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    CUES.iter()
        .find(|(cue, _)| *cue == plain || *cue == counted)
        .map(|c| c.1)
}

/// The reason a line is surely no paragraph of an article, if it is none.
pub(crate) fn noise(line: &str) -> Option<Reason> {
    let (score, reason) = score(line);
    reason.filter(|_| score < 0.0)
}

/// How much a line looks like a paragraph of an article, and why not if it does not.
fn score(line: &str) -> (f64, Option<Reason>) {
    let lower = line.to_lowercase();
    let words: Vec<&str> = line.split_whitespace().collect();
    let has_url = lower.contains("http://") || lower.contains("https://") || lower.contains("www.");
    if SPAM.iter().any(|s| lower.contains(s)) && (has_url || words.len() < 25) {
        return (-20.0, Some(Reason::Spam));
    }
    if let Some(kind) = sidebar(line, &words) {
        return (-15.0, Some(kind));
    }
    if FLATTERY.iter().any(|f| lower.contains(f))
        && (words.len() < 40 || line.ends_with("...") || line.ends_with('…'))
    {
        return (-12.0, Some(Reason::Comment));
    }
    let mut score = (words.len() as f64).min(40.0) / 2.0 - 4.0;
    let mut reason = None;
    if line.ends_with(['.', '!', '?', '”', '"', '’', '»', ':']) && !line.ends_with("...") {
        score += 4.0;
    }
    let function = words
        .iter()
        .filter(|w| FUNCTION.contains(&w.to_lowercase().as_str()))
        .count();
    let share = function as f64 / words.len().max(1) as f64;
    if words.len() > 4 {
        score += if share > 0.2 {
            3.0
        } else if share < 0.1 {
            -4.0
        } else {
            0.0
        };
    }
    let signs = line.matches(['|', '»', '©', '@', '›']).count();
    score -= 4.0 * signs as f64;
    if has_url {
        score -= 5.0;
    }
    let boilerplate = BOILERPLATE.iter().filter(|b| lower.contains(*b)).count();
    if boilerplate > 0 && words.len() < 30 {
        score -= 6.0 * boilerplate as f64;
        reason = Some(Reason::Boilerplate);
    }
    (score, reason)
}

/// 'NAME in: TITLE', 'NAME says:', 'NAME on TITLE'.
fn sidebar(line: &str, words: &[&str]) -> Option<Reason> {
    if words.len() <= 25 {
        if let Some((name, _)) = line.split_once(" in: ") {
            let spam = name.contains("://");
            if name.split_whitespace().count() <= 4 {
                return Some(
                    if spam && SPAM.iter().any(|s| name.to_lowercase().contains(s)) {
                        Reason::Spam
                    } else {
                        Reason::Comment
                    },
                );
            }
        }
        let lower = line.to_lowercase();
        if (lower.ends_with(" says:")
            || lower.ends_with(" wrote:")
            || lower.ends_with(" commented:"))
            && words.len() <= 6
        {
            return Some(Reason::Comment);
        }
    }
    None
}

/// The run of lines with the largest sum.
fn best_run(lines: &[Line<'_>], from: usize) -> (usize, usize) {
    let (mut best, mut range) = (f64::MIN, (from, lines.len()));
    let (mut sum, mut start) = (0.0, from);
    for (i, line) in lines.iter().enumerate().skip(from) {
        if sum <= 0.0 {
            (sum, start) = (0.0, i);
        }
        sum += line.score;
        if sum > best {
            (best, range) = (sum, (start, i + 1));
        }
    }
    range
}
