//! The relation between two marked phrases of a sentence, coded by the rules, and scored where gold is known.
//!
//! `--open` codes the bare sentence and asks whether some event links the two phrases. Without it, the marked
//! phrases are known to be the parties, so the event that links them, or else the one that names one of them,
//! gives the root. `--folds 0,1,2,3` reads those folds of `eval/folds` only: rules may be written from four of
//! them and are scored on the fifth; `--codebook DIR` lays rules over the shipped ones. Events are taken in the PLOVER view (`plover::fold`); the data folds CONCEDE and RETREAT
//! into YIELD.

use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use coder::actor::Registry;
use coder::codebook::Codebook;
use coder::{Coder, Story};
use plover::{Event, EventType, Quad, fold};
use syntax::Parser;

use crate::score::macro_f1;

/// Byte spans of source and target.
type Marks = ((usize, usize), (usize, usize));

/// One row of the data.
pub(crate) struct Row {
    uid: String,
    sentence: String,
    source: String,
    target: String,
    /// Byte spans of the marked phrases in `sentence`.
    marks: Option<Marks>,
    gold: Option<String>,
}

/// What was made of a row.
pub(crate) struct Prediction {
    root: String,
    linked: bool,
}

pub(crate) fn run(args: &[&str]) -> Result<()> {
    let value = |flag: &str| {
        args.iter()
            .position(|a| *a == flag)
            .and_then(|i| args.get(i + 1))
            .copied()
    };
    let Some(input) = value("--input") else {
        bail!("eval relation needs --input FILE.tsv")
    };
    let open = args.contains(&"--open");
    let text = fs::read_to_string(input).with_context(|| format!("{input}: it cannot be read"))?;
    let mut rows = read(&text)?;
    if let Some(wanted) = value("--folds") {
        let folds = folds(value("--fold-file").unwrap_or("eval/folds/PLV_train.tsv"))?;
        let wanted: Vec<&str> = wanted.split(',').collect();
        let mut fold = folds.iter();
        rows.retain(|_| fold.next().is_some_and(|f| wanted.contains(&f.as_str())));
    }
    let coder = match value("--codebook") {
        Some(folder) => Coder::new(codebook(folder)?, Registry::embedded()),
        None => Coder::embedded(),
    };
    let predictions = predict(&coder, &rows, open);
    if let Some(output) = value("--output") {
        let mut out =
            fs::File::create(output).with_context(|| format!("{output}: it cannot be written"))?;
        writeln!(out, "uid\troot")?;
        for (row, p) in rows.iter().zip(&predictions) {
            writeln!(out, "{}\t{}", row.uid, p.root)?;
        }
    }
    for (name, figure) in figures(&rows, &predictions, open) {
        println!("{name:<28} {figure:.4}");
    }
    if args.contains(&"--errors") {
        for (row, p) in rows.iter().zip(&predictions) {
            if row.gold.as_ref().is_some_and(|g| *g != p.root) {
                println!(
                    "{}\t{}\t{}\t{}",
                    row.gold.as_deref().unwrap_or(""),
                    p.root,
                    p.linked,
                    marked(row)
                );
            }
        }
    }
    Ok(())
}

/// The fold of each row, in their order.
fn folds(path: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("{path}: it cannot be read"))?;
    let fold = |line: &str| line.split('\t').nth(1).unwrap_or_default().to_owned();
    Ok(text.lines().skip(1).map(fold).collect())
}

/// The shipped rules with those of a folder laid over them.
fn codebook(folder: &str) -> Result<Codebook> {
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

fn marked(row: &Row) -> String {
    format!("[{}] [{}] {}", row.source, row.target, row.sentence)
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
        let of = |m: Option<(usize, usize)>| {
            m.and_then(|(a, b)| sentence.get(a..b))
                .unwrap_or_default()
                .to_owned()
        };
        rows.push(Row {
            uid: uid
                .and_then(|c| cells.get(c))
                .map_or_else(|| i.to_string(), |u| (*u).to_owned()),
            source: of(marks.map(|m| m.0)),
            target: of(marks.map(|m| m.1)),
            gold: gold.and_then(|c| cells.get(c)).map(|g| (*g).to_owned()),
            sentence,
            marks,
        });
    }
    Ok(rows)
}

/// The sentence without its marks, and where they stood.
fn unmark(marked: &str) -> (String, Option<Marks>) {
    let mut plain = String::new();
    let mut at = [None; 4];
    let mut rest = marked;
    while !rest.is_empty() {
        let tag = ["<s>", "</s>", "<t>", "</t>"]
            .iter()
            .position(|t| rest.starts_with(t));
        if let Some(tag) = tag {
            at[tag] = Some(plain.len());
            rest = rest
                .get(if tag % 2 == 0 { 3 } else { 4 }..)
                .unwrap_or_default();
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        plain.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    let marks = match at {
        [Some(a), Some(b), Some(c), Some(d)] => Some(((a, b), (c, d))),
        _ => None,
    };
    (plain, marks)
}

/// Code each row.
pub(crate) fn predict(coder: &Coder, rows: &[Row], open: bool) -> Vec<Prediction> {
    let parser = Parser::standard();
    rows.iter()
        .map(|row| {
            let (document, _) = parser.parse(&row.sentence);
            let events = coder.code(&Story::default(), &document).events;
            choose(row, &events, open)
        })
        .collect()
}

fn choose(row: &Row, events: &[Event], open: bool) -> Prediction {
    let none = Prediction {
        root: "NONE".to_owned(),
        linked: false,
    };
    let Some((source, target)) = row.marks else {
        return none;
    };
    let touches = |event: &Event, field: &str, (start, end): (usize, usize)| {
        event
            .evidence
            .iter()
            .any(|e| e.field.starts_with(field) && e.span.bytes[0] < end && start < e.span.bytes[1])
    };
    let side =
        |event: &Event, span| touches(event, "actor[", span) || touches(event, "recipient[", span);
    let rank = |event: &Event| {
        let (s, t) = (
            touches(event, "actor[", source),
            touches(event, "recipient[", target),
        );
        match (s, t) {
            (true, true) => 6,
            _ if side(event, source) && side(event, target) => 5,
            (true, _) if touches(event, "event_loc", target) => 4,
            (true, false) | (false, true) => 3,
            _ if side(event, source) || side(event, target) => 2,
            _ => 1,
        }
    };
    let best = events.iter().filter_map(|e| {
        let view = fold::fold(e.event, e.mode.first().copied(), e.status).map(|f| f.event);
        // What was only thought of has no place in the PLOVER view; a marked pair still has a relation.
        let view = view.or(if open { None } else { Some(e.event) })?;
        Some((rank(e), view))
    });
    let best = best.fold(None, |best: Option<(i32, EventType)>, next| {
        if best.is_none_or(|b| next.0 > b.0) {
            Some(next)
        } else {
            best
        }
    });
    match best {
        Some((rank, view)) if !open || rank >= 4 => Prediction {
            root: label(view).to_owned(),
            linked: rank >= 4,
        },
        _ => none,
    }
}

fn label(event: EventType) -> &'static str {
    match event {
        EventType::Concede | EventType::Retreat => "YIELD",
        other => other.as_str(),
    }
}

/// Name and value of each score.
pub(crate) fn figures(rows: &[Row], predictions: &[Prediction], open: bool) -> Vec<(String, f64)> {
    let gold: Vec<(&str, &Prediction)> = rows
        .iter()
        .zip(predictions)
        .filter_map(|(r, p)| Some((r.gold.as_deref()?, p)))
        .collect();
    if gold.is_empty() {
        return Vec::new();
    }
    let quad = |root: &str| match root {
        "YIELD" => "2",
        other => EventType::parse(other).map_or("NONE", |e| match e.quad() {
            Quad::VerbalCooperation => "1",
            Quad::MaterialCooperation => "2",
            Quad::VerbalConflict => "3",
            Quad::MaterialConflict => "4",
        }),
    };
    let binary = |root: &str| match quad(root) {
        "1" | "2" => "coop",
        "NONE" => "NONE",
        _ => "conflict",
    };
    let score = |view: &dyn Fn(&str) -> String| {
        let pairs: Vec<(String, String)> =
            gold.iter().map(|(g, p)| (view(g), view(&p.root))).collect();
        macro_f1(&pairs)
    };
    let root = score(&|r| r.to_owned());
    let kind = if open { "open" } else { "relation" };
    let linked = gold.iter().filter(|(_, p)| p.linked).count() as f64 / gold.len() as f64;
    let right = gold
        .iter()
        .filter(|(g, p)| p.linked && *g == p.root)
        .count() as f64
        / gold.len() as f64;
    vec![
        (format!("{kind}.root_macro_f1"), root.0),
        (format!("{kind}.root_accuracy"), root.1),
        (
            format!("{kind}.quad_macro_f1"),
            score(&|r| quad(r).to_owned()).0,
        ),
        (
            format!("{kind}.binary_macro_f1"),
            score(&|r| binary(r).to_owned()).0,
        ),
        (format!("{kind}.linked"), linked),
        (format!("{kind}.linked_and_right"), right),
    ]
}
