//! Plain text as it was scraped: which lines are the article, and why the others are not.
//!
//! Head lines that name an author or a date become metadata. Each line's looks give it a rough score, and the run of
//! lines with the largest sum is where the body is; then every line is weighed by its looks, its neighbours' and its
//! place in that run (`model`). Nothing is deleted: each line left out is kept with its reason.

use crate::line::{End, Look};
use crate::model::Model;
use crate::{Leftover, Observed, Reason};
use crate::{byline, people};

/// What was found in a plain text.
#[derive(Debug, Default)]
pub(crate) struct Split {
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) date: Option<String>,
    pub(crate) leftovers: Vec<Leftover>,
}

/// The lines of a text that are not empty.
struct Lines<'a> {
    texts: Vec<&'a str>,
    /// Where each starts in the input.
    starts: Vec<usize>,
    looks: Vec<Look>,
    /// The run that holds the body.
    run: std::ops::Range<usize>,
    repeated: Vec<bool>,
    /// Lines since the last cue for comments, and for anything else.
    since_comment: Vec<usize>,
    since_cue: Vec<usize>,
    /// Signatures over readers' comments so far, and in the lines right before.
    signed: Vec<usize>,
    signed_near: Vec<usize>,
    /// Running text before and after, in lines.
    before: Vec<usize>,
    after: Vec<usize>,
}

/// Lines in which a comment is over or has a signature.
const THREAD: usize = 8;

/// No cue so far.
const NEVER: usize = usize::MAX;

impl<'a> Lines<'a> {
    fn of(input: &'a str) -> Self {
        let (mut texts, mut starts) = (Vec::new(), Vec::new());
        let mut at = 0;
        for raw in input.split('\n') {
            let text = raw.trim();
            if !text.is_empty() {
                texts.push(text);
                starts.push(at + (raw.len() - raw.trim_start().len()));
            }
            at += raw.len() + 1;
        }
        let looks: Vec<Look> = texts.iter().map(|t| Look::of(t)).collect();
        let (mut since_comment, mut since_cue) = (Vec::new(), Vec::new());
        let (mut comment, mut other) = (NEVER, NEVER);
        for look in &looks {
            since_comment.push(comment);
            since_cue.push(other);
            match look.cue {
                Some(Reason::Comment) => comment = 0,
                Some(_) => other = 0,
                None => {}
            }
            comment = comment.saturating_add(1);
            other = other.saturating_add(1);
        }
        let signs: Vec<bool> = looks.iter().map(|l| l.stamp || l.sidebar).collect();
        let mut total = 0;
        let (mut signed, mut signed_near) = (Vec::new(), Vec::new());
        for at in 0..signs.len() {
            signed.push(total);
            let near = signs.get(at.saturating_sub(THREAD)..at).unwrap_or_default();
            signed_near.push(near.iter().filter(|s| **s).count());
            total += usize::from(signs[at]);
        }
        let mut seen = std::collections::HashSet::new();
        let repeated = texts.iter().map(|t| !seen.insert(*t)).collect();
        let (mut before, mut after) = (Vec::new(), vec![0; looks.len()]);
        let mut n = 0;
        for look in &looks {
            before.push(n);
            n += usize::from(look.runs());
        }
        n = 0;
        for (at, look) in looks.iter().enumerate().rev() {
            after[at] = n;
            n += usize::from(look.runs());
        }
        let rough: Vec<f32> = looks
            .iter()
            .zip(&since_comment)
            .map(|(look, &since)| {
                if since == NEVER {
                    rough(look)
                } else {
                    rough(look) - 12.0
                }
            })
            .collect();
        Self {
            run: best_run(&rough),
            texts,
            starts,
            looks,
            repeated,
            since_comment,
            since_cue,
            signed,
            signed_near,
            before,
            after,
        }
    }

    fn in_run(&self, at: usize) -> bool {
        self.run.contains(&at)
    }

    fn features(&self, at: usize, emit: &mut dyn FnMut(&'static str, f32)) {
        let flag = |b: bool| f32::from(u8::from(b));
        let look = &self.looks[at];
        look.features(emit);
        emit("repeated", flag(self.repeated[at]));
        emit("after comments", flag(self.since_comment[at] != NEVER));
        emit("soon after comments", flag(self.since_comment[at] <= 5));
        emit("after cue", flag(self.since_cue[at] <= 1));
        emit("soon after cue", flag(self.since_cue[at] <= 5));
        emit("stamp", flag(look.stamp));
        emit("signed", flag(self.signed[at] > 0));
        emit("signed often", flag(self.signed[at] > 2));
        emit("signed near", (self.signed_near[at] as f32).min(3.0) / 3.0);
        let thread = self.since_comment[at] != NEVER && self.signed_near[at] > 0;
        emit("thread", flag(thread));
        let total = (self.before[at] + self.after[at]).max(1) as f32;
        emit("first", flag(self.before[at] == 0));
        emit("last", flag(self.after[at] == 0));
        emit("at", self.before[at] as f32 / total);
        emit("running few", flag(total < 3.0));
        let size = self.run.len().max(1) as f32;
        let (from, to) = (
            at.saturating_sub(self.run.start) as f32,
            self.run.end.saturating_sub(at + 1) as f32,
        );
        emit("in run at", if self.in_run(at) { from / size } else { 0.0 });
        emit("near start", flag(at.abs_diff(self.run.start) <= 3));
        emit("near end", flag(at.abs_diff(self.run.end) <= 3));
        emit("below run", flag(at >= self.run.end));
        emit("far below run", flag(at >= self.run.end + 12));
        emit("end of run", flag(self.in_run(at) && to <= 1.0));
        let window = |reach: usize| {
            let from = at.saturating_sub(reach);
            let to = (at + reach + 1).min(self.looks.len());
            let near = self.looks.get(from..to).unwrap_or_default();
            let runs = near.iter().filter(|l| l.runs()).count();
            let short = near.iter().filter(|l| l.words < 7).count();
            let links = near
                .iter()
                .filter(|l| l.end == End::None && l.words > 3)
                .count();
            let n = near.len().max(1) as f32;
            [runs as f32 / n, short as f32 / n, links as f32 / n]
        };
        let (near, wide) = (window(3), window(8));
        emit("running near", near[0]);
        emit("short near", near[1]);
        emit("headings near", near[2]);
        emit("running around", wide[0]);
        emit("short around", wide[1]);
        emit("headings around", wide[2]);
        self.neighbour(at.checked_sub(1), BEFORE, emit);
        self.neighbour(at.checked_add(1), AFTER, emit);
        self.neighbour(at.checked_sub(2), BEFORE_2, emit);
        self.neighbour(at.checked_add(2), AFTER_2, emit);
    }

    fn neighbour(
        &self,
        other: Option<usize>,
        names: [&'static str; 10],
        emit: &mut dyn FnMut(&'static str, f32),
    ) {
        let flag = |b: bool| f32::from(u8::from(b));
        let none = Look::default();
        let other = other.and_then(|at| self.looks.get(at));
        emit(names[0], flag(other.is_none()));
        let look = other.unwrap_or(&none);
        emit(names[1], flag(look.runs()));
        emit(names[2], flag(look.end == End::Stop));
        emit(names[3], flag(look.words < 4));
        emit(names[4], flag(look.words < 9));
        emit(names[5], flag(look.words > 25));
        emit(names[6], look.function);
        emit(names[7], flag(look.phrases != 0));
        emit(names[8], flag(look.cue.is_some()));
        emit(names[9], flag(look.dated && look.words < 9));
    }

    /// How likely a line is body.
    fn score(&self, at: usize) -> f32 {
        Model::text().score(self.in_run(at), |emit| self.features(at, emit))
    }
}

const BEFORE: [&str; 10] = [
    "before none",
    "before runs",
    "before stop",
    "before tiny",
    "before short",
    "before long",
    "before function",
    "before phrase",
    "before cue",
    "before dated",
];
const AFTER: [&str; 10] = [
    "after none",
    "after runs",
    "after stop",
    "after tiny",
    "after short",
    "after long",
    "after function",
    "after phrase",
    "after is cue",
    "after dated",
];
const BEFORE_2: [&str; 10] = [
    "before 2 none",
    "before 2 runs",
    "before 2 stop",
    "before 2 tiny",
    "before 2 short",
    "before 2 long",
    "before 2 function",
    "before 2 phrase",
    "before 2 cue",
    "before 2 dated",
];
const AFTER_2: [&str; 10] = [
    "after 2 none",
    "after 2 runs",
    "after 2 stop",
    "after 2 tiny",
    "after 2 short",
    "after 2 long",
    "after 2 function",
    "after 2 phrase",
    "after 2 cue",
    "after 2 dated",
];

/// The lines of a text, for fitting.
pub(crate) fn observe(input: &str) -> Vec<Observed> {
    let lines = Lines::of(input);
    (0..lines.texts.len())
        .map(|at| {
            let mut values = Vec::new();
            lines.features(at, &mut |name, value| values.push((name, value)));
            Observed {
                text: lines.texts[at].to_owned(),
                kept: lines.in_run(at),
                values,
            }
        })
        .collect()
}

/// Split a text into its body and the rest.
pub(crate) fn split(input: &str) -> Split {
    let lines = Lines::of(input);
    let n = lines.texts.len();
    let mut out = Split::default();
    let mut reasons: Vec<Option<Reason>> = vec![None; n];
    let mut body: Vec<bool> = (0..n)
        .map(|at| !lines.looks[at].inset && lines.score(at) > 0.0)
        .collect();
    // A text of which nothing looks like news is kept where its longest run is.
    if !body.contains(&true) {
        for (at, keep) in body.iter_mut().enumerate() {
            *keep = lines.in_run(at);
        }
    }
    let head = head_lines(&lines, &mut out);
    for at in head {
        (body[at], reasons[at]) = (false, Some(Reason::Byline));
    }
    let first = body.iter().position(|&b| b).unwrap_or(n);
    title(&lines, first, &mut body, &mut reasons, &mut out);
    let mut wall = None;
    for at in 0..n {
        let text = lines.texts[at];
        wall = lines.looks[at].cue.or(wall);
        if body[at] {
            // A cue between paragraphs of an article ('Read more: ...') does not end it.
            wall = wall.filter(|w| *w == Reason::Comment);
            if !out.text.is_empty() {
                out.text.push('\n');
            }
            out.text.push_str(text);
            continue;
        }
        let reason = reasons[at]
            .or_else(|| lines.looks[at].reason())
            .or(wall)
            .unwrap_or(Reason::Boilerplate);
        out.leftovers.push(Leftover {
            text: text.to_owned(),
            reason,
            bytes: Some([lines.starts[at], lines.starts[at] + text.len()]),
        });
    }
    out
}

/// Bylines stand in the first lines, or right above the body.
const HEAD: usize = 4;

/// Byline, date and comment-count lines on top; their metadata goes to the article.
fn head_lines(lines: &Lines<'_>, out: &mut Split) -> Vec<usize> {
    let n = lines.texts.len();
    let from = lines.run.start.min(n);
    let near = (0..HEAD.min(n)).chain(from.saturating_sub(HEAD).max(HEAD)..(from + 2).min(n));
    let mut taken: Vec<usize> = Vec::new();
    let mut updated = None;
    for at in near {
        let text = lines.texts[at];
        if let Some(found) = byline::read(text) {
            for name in found.authors {
                if !out.authors.contains(&name) {
                    out.authors.push(name);
                }
            }
            out.date = out.date.take().or(found.date);
            updated = updated.or(found.updated);
        } else if n > 1
            && out.authors.is_empty()
            && at < HEAD
            && people::is_name(text)
            && at == taken.len()
        {
            // A text of one line is its body, whatever it looks like.
            out.authors.push(text.to_owned());
        } else {
            continue;
        }
        taken.push(at);
    }
    // Where nothing else is stated, the day of the last change is the nearest there is.
    out.date = out.date.take().or(updated);
    taken
}

/// The headline: a short line without a full stop, right above the body or at its beginning.
fn title(
    lines: &Lines<'_>,
    first: usize,
    body: &mut [bool],
    reasons: &mut [Option<Reason>],
    out: &mut Split,
) {
    let headline = |at: usize| {
        let look = &lines.looks[at];
        (3..=25).contains(&look.words)
            && matches!(look.end, End::None | End::Question)
            && look.phrases == 0
            && look.cue.is_none()
            && !look.url
    };
    let more = body.iter().skip(first + 1).any(|&b| b);
    let own = (more && first < body.len() && headline(first)).then_some(first);
    let above = (first.saturating_sub(HEAD)..first)
        .rev()
        .filter(|&at| reasons[at].is_none() && headline(at));
    let candidates: Vec<usize> = own.into_iter().chain(above).collect();
    // A rubric, a score or a dateline may stand between headline and body.
    let full = |&&at: &&usize| {
        let text = lines.texts[at];
        lines.looks[at].words >= 5
            && !text.contains('|')
            && !text.starts_with("From ")
            && !text.contains("orrespondent")
    };
    let found = candidates.iter().find(full).or(candidates.first()).copied();
    if let Some(at) = found {
        out.title = Some(lines.texts[at].to_owned());
        (body[at], reasons[at]) = (false, Some(Reason::Title));
    }
}

/// How much a line looks like a paragraph of an article, roughly.
fn rough(look: &Look) -> f32 {
    if look.cue.is_some() {
        return -12.0;
    }
    if look.has("spam") && (look.url || look.words < 25) {
        return -20.0;
    }
    if look.sidebar {
        return -15.0;
    }
    if look.has("flattery") && look.words < 40 {
        return -12.0;
    }
    let mut score = (look.words as f32).min(40.0) / 2.0 - 4.0;
    if matches!(look.end, End::Stop | End::Question | End::Colon) {
        score += 4.0;
    }
    if look.words > 4 {
        score += if look.function > 0.2 {
            3.0
        } else if look.function < 0.1 {
            -4.0
        } else {
            0.0
        };
    }
    score -= 4.0 * look.signs as f32;
    if look.url {
        score -= 5.0;
    }
    if look.phrases != 0 && look.words < 30 {
        score -= 8.0;
    }
    score
}

/// The run of lines with the largest sum.
fn best_run(scores: &[f32]) -> std::ops::Range<usize> {
    let (mut best, mut range) = (f32::MIN, 0..scores.len());
    let (mut sum, mut start) = (0.0, 0);
    for (at, score) in scores.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += score;
        if sum > best {
            (best, range) = (sum, start..at + 1);
        }
    }
    range
}
