//! 'Same happening' on stories: copies, rewritten ones, and others that are alike and of another act.

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use archive::{Archive, Engine, Filter, Options, Source};
use common::{article, folder};

/// An article on an act.
struct Story {
    act: String,
    kind: Kind,
    source: Source,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Told,
    Copy,
}

fn stories(file: &str) -> Vec<Story> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/stories")
        .join(file);
    let text = std::fs::read_to_string(path).expect("the stories are there");
    let mut all = Vec::new();
    let mut act = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut act);
        } else if let Some(told) = line.strip_prefix("> ") {
            let (head, text) = told.split_once(": ").expect("host, day and text");
            let (host, day) = head.split_once(' ').expect("host and day");
            let id = format!("{act}-{host}");
            all.push(Story {
                act: act.clone(),
                kind: Kind::Told,
                source: article(&id, day, host, text),
            });
            if host == "north" {
                for (host, copy) in copies(text) {
                    all.push(Story {
                        act: act.clone(),
                        kind: Kind::Copy,
                        source: article(&format!("{act}-{host}"), day, host, &copy),
                    });
                }
            }
        }
    }
    all
}

/// A text as others print it: as it is, and with a place in front and a line of their own behind.
fn copies(text: &str) -> [(&'static str, String); 2] {
    let own = format!("{text} Readers of the Lake Post can write to the desk at any hour.");
    [("gazette", text.to_owned()), ("lakepost", own)]
}

/// Pairs found and right, found, and to be found.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
    pairs: usize,
    wrong: Vec<String>,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }
}

/// All pairs of copies and rewritten stories, and of stories of one family that are of two acts.
fn score(file: &str) -> (Score, Score) {
    let folder = folder();
    let path = folder.path().join("stories.legation");
    let stories = stories(file);
    let mut archive = Archive::create(&path).expect("it opens");
    let engine = Engine::embedded(syntax::Model::Standard).with_least(coder::Least::of_all(0.0));
    let sources: Vec<Source> = stories.iter().map(|s| s.source.clone()).collect();
    archive
        .ingest(&engine, sources, &Options::default(), &|_| {})
        .expect("it is written");
    let mut together: BTreeSet<(String, String)> = BTreeSet::new();
    for row in archive.query(&Filter::default()).expect("an answer") {
        let (_, mentions) = archive.happening(&row.id).expect("read").expect("there");
        let articles: BTreeSet<&String> = mentions.iter().map(|m| &m.event.article).collect();
        for a in &articles {
            for b in articles.range((*a).clone()..).skip(1) {
                together.insert(((*a).clone(), (*b).clone()));
            }
        }
    }
    let id = |s: &Story| s.source.options.id.clone().unwrap_or_default();
    let family = |s: &Story| s.act.split('-').next().unwrap_or_default().to_owned();
    let (mut all, mut rewritten) = (Score::default(), Score::default());
    for (i, a) in stories.iter().enumerate() {
        for b in &stories[i + 1..] {
            let same = a.act == b.act;
            let copied = a.kind == Kind::Copy && b.kind == Kind::Copy;
            // Of two acts, the stories as they were first told will do.
            if !same && (family(a) != family(b) || copied) {
                continue;
            }
            let mut pair = [id(a), id(b)];
            pair.sort();
            let [x, y] = pair;
            let found = together.contains(&(x.clone(), y.clone()));
            let both_told = a.kind == Kind::Told && b.kind == Kind::Told;
            for score in [Some(&mut all), both_told.then_some(&mut rewritten)]
                .into_iter()
                .flatten()
            {
                score.pairs += 1;
                score.wanted += usize::from(same);
                score.found += usize::from(found);
                score.right += usize::from(found && same);
                if found != same {
                    let what = if same { "missed" } else { "made one" };
                    score.wrong.push(format!("{what}: {x}, {y}"));
                }
            }
        }
    }
    (all, rewritten)
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of a record")]
fn copies_and_rewritten_stories_are_one_happening_and_others_are_not() {
    for file in ["first.md", "second.md"] {
        let (all, rewritten) = score(file);
        for (name, score) in [("all", &all), ("rewritten and others", &rewritten)] {
            println!(
                "{file}: {name}: {} pairs, {} of one act: precision {:.3}, recall {:.3}",
                score.pairs,
                score.wanted,
                score.precision(),
                score.recall()
            );
        }
        println!("{}", rewritten.wrong.join("\n"));
        assert!(all.precision() >= 0.9, "{file}:\n{}", all.wrong.join("\n"));
        assert!(all.recall() >= 0.9, "{file}:\n{}", all.wrong.join("\n"));
    }
}
