//! `cargo xtask eval pages`: bodies of news pages against what a person marked in them.
//!
//! F1 of the mean precision and mean recall over 4-word shingles, as the data's own `score_pages.py` counts them; of the
//! pages as HTML, and of the same pages flattened to their visible lines. And of the flattened pages' comment lines, the
//! share that was kept out. `--predictions FILE` writes the bodies for that script, `--observe FILE` every line with its
//! features for `training/lines.py`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use page::{Format, Observed, Options};
use serde_json::{Map, Value, json};

use crate::treebank;

/// A page and what a person marked in it.
struct Marked {
    id: String,
    html: Vec<u8>,
    body: String,
}

/// Where the pages lie in the shared folder.
const PAGES: &str = "pages";

pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    let after = |name: &str| {
        let at = args.iter().position(|a| *a == name)?;
        args.get(at + 1).copied()
    };
    if let Some(file) = after("--observe") {
        return observe(&read(&shared)?, file);
    }
    if let Some(file) = after("--predictions") {
        let mut all = Map::new();
        for page in read(&shared)? {
            let (article, _) = page::extract(&page.html, &options(Format::Html));
            all.insert(page.id, json!({"articleBody": article.text}));
        }
        fs::write(file, serde_json::to_string(&all)?)
            .with_context(|| format!("{file} cannot be written"))?;
        return Ok(());
    }
    for (key, value) in figures(&shared)? {
        println!("{key:<36} {value:.4}");
    }
    Ok(())
}

/// The scores, by name; none where the pages are not there.
pub(crate) fn figures(shared: &Path) -> Result<Vec<(String, f64)>> {
    let pages = read(shared)?;
    if pages.is_empty() {
        let path = shared.join(PAGES);
        println!("pages: skipped, {} is not there", path.display());
        return Ok(Vec::new());
    }
    let (mut html, mut text) = (Score::default(), Score::default());
    let (mut comments, mut kept_out) = (0.0, 0.0);
    for page in &pages {
        let (article, _) = page::extract(&page.html, &options(Format::Html));
        html.add(&article.text, &page.body);
        let lines = page::observe(&page.html, Format::Html);
        let (article, _) = page::extract(flat(&lines).as_bytes(), &options(Format::Text));
        text.add(&article.text, &page.body);
        for line in lines.iter().filter(|l| is_comment(l, &page.body)) {
            comments += 1.0;
            kept_out += f64::from(!article.text.lines().any(|l| l == line.text));
        }
    }
    println!(
        "pages: {} as HTML and as lines, {comments} comment lines",
        pages.len()
    );
    Ok(vec![
        ("pages.html.f1".to_owned(), html.f1()),
        ("pages.text.f1".to_owned(), text.f1()),
        (
            "pages.text.comments_out".to_owned(),
            kept_out / f64::max(1.0, comments),
        ),
    ])
}

fn options(format: Format) -> Options {
    Options {
        format: Some(format),
        ..Options::default()
    }
}

fn read(shared: &Path) -> Result<Vec<Marked>> {
    let path = shared.join(PAGES).join("ground-truth.json");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let truth: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let folder = shared.join(PAGES).join("html");
    let page = |(id, truth): (String, Value)| {
        let html = treebank::unpacked_bytes(&folder.join(format!("{id}.html.gz")))?;
        let body = truth.get("articleBody").and_then(Value::as_str);
        let body = body.unwrap_or_default().to_owned();
        Ok(Marked { id, html, body })
    };
    truth.into_iter().map(page).collect()
}

fn says(line: &Observed, feature: &str) -> bool {
    line.values
        .iter()
        .any(|&(name, value)| name == feature && value > 0.0)
}

/// The page as its visible lines.
fn flat(lines: &[Observed]) -> String {
    let seen = lines.iter().filter(|l| !says(l, "hidden"));
    seen.flat_map(|l| [l.text.as_str(), "\n"]).collect()
}

/// The page as careless scrapers leave it: every run of text between two tags on a line of its own.
fn scattered(html: &[u8]) -> String {
    const SILENT: [&str; 6] = ["script", "style", "noscript", "head", "svg", "select"];
    let html = String::from_utf8_lossy(html);
    let mut out = String::with_capacity(html.len() / 4);
    let mut rest = html.as_ref();
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        out.push('\n');
        let tag_end = if tag.starts_with("!--") { "-->" } else { ">" };
        rest = tag.split_once(tag_end).map_or("", |(_, after)| after);
        for name in SILENT {
            let opens = tag
                .strip_prefix(name)
                .is_some_and(|t| t.starts_with(['>', ' ', '\n']));
            if opens && let Some((_, after)) = rest.split_once(&format!("</{name}")) {
                rest = after.split_once('>').map_or("", |(_, after)| after);
            }
        }
    }
    out.push_str(rest);
    [
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |out, (entity, sign)| out.replace(entity, sign))
}

/// A visible line of some length in an element for comments, which nobody marked as body.
fn is_comment(line: &Observed, body: &str) -> bool {
    says(line, "hint comment")
        && !says(line, "hidden")
        && line.text.split_whitespace().count() >= 5
        && !body.contains(line.text.as_str())
}

fn observe(pages: &[Marked], file: &str) -> Result<()> {
    let mut all = Map::new();
    for (key, format) in [
        ("html", Format::Html),
        ("text", Format::Text),
        ("scattered", Format::Text),
    ] {
        let mut names = Vec::new();
        let mut observed = Map::new();
        for page in pages {
            let mut lines = page::observe(&page.html, Format::Html);
            if key == "scattered" {
                lines = page::observe(scattered(&page.html).as_bytes(), format);
            } else if format == Format::Text {
                lines = page::observe(flat(&lines).as_bytes(), format);
            }
            if let Some(line) = lines.first() {
                names = line.values.iter().map(|v| v.0).collect();
            }
            let rows: Vec<Value> = lines
                .iter()
                .map(|l| {
                    let values: Vec<f32> = l.values.iter().map(|v| v.1).collect();
                    json!({"text": l.text, "kept": l.kept, "values": values})
                })
                .collect();
            observed.insert(page.id.clone(), Value::from(rows));
        }
        all.insert(key.to_owned(), json!({"names": names, "pages": observed}));
    }
    fs::write(file, serde_json::to_string(&all)?)
        .with_context(|| format!("{file} cannot be written"))
}

/// Sums of precision and recall over pages.
#[derive(Debug, Default)]
struct Score {
    precision: f64,
    recall: f64,
    found: f64,
    pages: f64,
}

impl Score {
    fn add(&mut self, found: &str, marked: &str) {
        let (found, marked) = (shingles(found), shingles(marked));
        let total = |all: &BTreeMap<Vec<&str>, usize>| all.values().sum::<usize>() as f64;
        let hits: usize = found
            .iter()
            .map(|(shingle, &n)| n.min(marked.get(shingle).copied().unwrap_or(0)))
            .sum();
        if !found.is_empty() {
            self.precision += hits as f64 / total(&found);
            self.found += 1.0;
        }
        self.recall += if marked.is_empty() {
            1.0
        } else {
            hits as f64 / total(&marked)
        };
        self.pages += 1.0;
    }

    fn f1(&self) -> f64 {
        let precision = self.precision / self.found.max(1.0);
        let recall = self.recall / self.pages.max(1.0);
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
    }
}

/// Runs of four words, each with how often it stands there; a shorter text is one run.
fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    const WORDS: usize = 4;
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
        .collect();
    let mut all = BTreeMap::new();
    if words.is_empty() {
        return all;
    }
    for at in 0..words.len().saturating_sub(WORDS - 1).max(1) {
        let run = words.get(at..(at + WORDS).min(words.len()));
        *all.entry(run.unwrap_or_default().to_vec()).or_insert(0) += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::Score;

    #[test]
    fn scores_by_hand() {
        let mut score = Score::default();
        // Two of the three runs found are right, and two of the two marked are found.
        score.add("a b c d e f", "a b c d e");
        assert!((score.f1() - 0.8).abs() < 1e-9);
        // Nothing found lowers recall only.
        score.add("", "a b");
        assert!((score.f1() - 2.0 * (2.0 / 3.0) * 0.5 / (2.0 / 3.0 + 0.5)).abs() < 1e-9);
    }
}
