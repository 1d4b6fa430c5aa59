//! Rows of marked pairs, their folds, and what they are read with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use coder::codebook::Codebook;
use syntax::Parser;

/// Byte spans of source and target. A name that stands several times in the sentence is marked each time.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) source: Vec<(usize, usize)>,
    pub(crate) target: Vec<(usize, usize)>,
}

/// One row of the data.
pub(crate) struct Row {
    pub(crate) uid: String,
    pub(crate) sentence: String,
    pub(crate) source: String,
    pub(crate) target: String,
    /// Byte spans of the marked phrases in `sentence`.
    pub(crate) marks: Option<Marks>,
    pub(crate) gold: Option<String>,
    pub(crate) fold: usize,
}

/// The fold of each row, in their order.
pub(super) fn folds(path: &str) -> Result<Vec<usize>> {
    let text = fs::read_to_string(path).with_context(|| format!("{path}: it cannot be read"))?;
    let fold = |line: &str| line.split('\t').nth(1).and_then(|f| f.parse().ok());
    let all: Option<Vec<usize>> = text.lines().skip(1).map(fold).collect();
    all.with_context(|| format!("{path}: a line has no fold"))
}

/// The shipped rules with those of a folder laid over them.
pub(super) fn codebook(folder: &str) -> Result<Codebook> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{folder}: it cannot be read"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "rules") {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            files.push((name.into_owned(), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    let (codebook, faults) = Codebook::overlaid(&files);
    for fault in faults {
        println!("{fault}");
    }
    Ok(codebook)
}

/// The networks of a folder, `fold-0.net` and so on: each was trained without the rows of its fold.
pub(super) fn networks(folder: &str) -> Result<Vec<Parser>> {
    let mut all = Vec::new();
    loop {
        let path = Path::new(folder).join(format!("fold-{}.net", all.len()));
        if !path.exists() {
            break;
        }
        let bytes =
            fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let bytes: &'static [u8] = bytes.leak();
        // The head for acts has seen no row of the file; it fits the standard network alone.
        let whole = Parser::with_weights(bytes)?.with_acts_of(syntax::Model::Standard);
        all.push(whole.or_else(|_| Parser::with_weights(bytes))?);
    }
    if all.is_empty() {
        bail!("{folder}: there is no fold-0.net");
    }
    Ok(all)
}

/// Rows of a table with columns `sentence`, `marked_sentence`, `source`, `target`, and perhaps `uid`, `gold_root`.
pub(crate) fn read(text: &str) -> Result<Vec<Row>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name);
    let Some(marked_at) = column("marked_sentence") else {
        bail!("the table has no column 'marked_sentence'")
    };
    let (uid, gold) = (column("uid"), column("gold_root"));
    let mut rows = Vec::new();
    for (i, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let marked = cells.get(marked_at).copied().unwrap_or_default();
        let (sentence, marks) = unmark(marked);
        let of = |side: Option<&Vec<(usize, usize)>>| {
            let first = side.and_then(|spans| spans.first());
            let words = first.and_then(|&(a, b)| sentence.get(a..b));
            words.unwrap_or_default().to_owned()
        };
        rows.push(Row {
            uid: uid
                .and_then(|c| cells.get(c))
                .map_or_else(|| i.to_string(), |u| (*u).to_owned()),
            source: of(marks.as_ref().map(|m| &m.source)),
            target: of(marks.as_ref().map(|m| &m.target)),
            gold: gold.and_then(|c| cells.get(c)).map(|g| (*g).to_owned()),
            sentence,
            marks,
            fold: 0,
        });
    }
    Ok(rows)
}

/// The sentence without its marks, and where they stood. Of some rows only one of them is named.
fn unmark(marked: &str) -> (String, Option<Marks>) {
    let mut plain = String::new();
    let mut at: [Vec<usize>; 4] = Default::default();
    let mut rest = marked;
    while !rest.is_empty() {
        let tag = ["<s>", "</s>", "<t>", "</t>"]
            .iter()
            .position(|t| rest.starts_with(t));
        if let Some(tag) = tag {
            at[tag].push(plain.len());
            rest = rest
                .get(if tag % 2 == 0 { 3 } else { 4 }..)
                .unwrap_or_default();
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        plain.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    let [s, s_end, t, t_end] = at;
    let spans = |from: Vec<usize>, to: Vec<usize>| -> Vec<_> { from.into_iter().zip(to).collect() };
    let (source, target) = (spans(s, s_end), spans(t, t_end));
    let marks = (!source.is_empty() || !target.is_empty()).then_some(Marks { source, target });
    (plain, marks)
}
