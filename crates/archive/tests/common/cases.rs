//! Archives as case files describe them: articles, the records of each, and what an analyst says of these.
//!
//! `article ID | day | address | publisher`, then lines of `>`, each a sentence, an empty one the end of a paragraph; then the
//! records as JSON lines, without evidence: each field's words are looked for in the sentence. `correct EVENT FIELD=VALUE`, or
//! `correct EVENT wrong`.

use std::path::Path;

use archive::{Archive, Coded, Field, Fix, Material, Prepared};
use plover::{Event, Evidence, TextSpan};
use syntax::{Document, Sentence, Span};

use tempfile::TempDir;

/// The case files of a folder beside the tests, each with what stands before its cases, and its cases.
pub(crate) fn files(folder: &str) -> Vec<(std::path::PathBuf, String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|f| f.expect("a file").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let mut parts = text.split("\n## ").map(str::to_owned);
        let head = parts.next().unwrap_or_default();
        (path, head, parts.collect())
    };
    paths.into_iter().map(read).collect()
}

/// An article of a case.
#[derive(Debug, Default)]
struct Story {
    id: String,
    day: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    text: String,
    sentences: Vec<(usize, usize)>,
    events: Vec<Event>,
}

impl Story {
    /// Of `ID | day | address | publisher`, each but the first perhaps empty.
    fn parse(line: &str) -> Self {
        let mut cells = line.split('|').map(|c| Some(c.trim().to_owned()));
        let mut next = || cells.next().flatten().filter(|c| !c.is_empty());
        Self {
            id: next().expect("an article has an id"),
            day: next(),
            url: next(),
            publisher: next(),
            ..Self::default()
        }
    }

    /// A sentence, or the end of a paragraph.
    fn say(&mut self, sentence: &str) {
        if sentence.is_empty() {
            self.text.push('\n');
            return;
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(sentence);
        self.sentences.push((start, self.text.len()));
    }

    /// A record, with its words found in its sentence.
    fn tell(&mut self, line: &str) {
        let mut event = plover::jsonl::read(line.as_bytes())
            .next()
            .expect("a line is there")
            .unwrap_or_else(|e| panic!("{line}: {e}"));
        let (start, end) = self.sentences[event.text_info.sequence];
        event.text_info.start = start;
        event.text_info.end = end;
        let sentence = self.text.get(start..end).expect("whole characters");
        sentence.clone_into(&mut event.text_info.text);
        let mut fields = vec![("event".to_owned(), event.event_text[0].clone())];
        for (side, all) in [("actor", &event.actor), ("recipient", &event.recipient)] {
            for (i, entity) in all.iter().enumerate() {
                fields.push((format!("{side}[{i}]"), entity.entity_text.clone()));
            }
        }
        for (field, words) in fields {
            let at = sentence.find(&words).map(|at| start + at);
            let span = at.and_then(|at| TextSpan::of(&self.text, at..at + words.len()));
            // Words that the record has otherwise than the sentence are linked to what the sentence has.
            let via = words == "his" || words == "she";
            event.evidence.push(Evidence {
                field: field.into(),
                text: words,
                span: span.unwrap_or_default(),
                rule: "by hand".to_owned(),
                via: via.then(|| "coreference".to_owned()),
            });
        }
        self.events.push(event);
    }

    fn prepared(self) -> Prepared {
        let options = page::Options {
            id: Some(self.id.clone()),
            url: self.url.clone(),
            ..page::Options::default()
        };
        let mut coded = Coded {
            usable: true,
            ..Coded::default()
        };
        coded.article = page::Article {
            hash: format!("{:0>64}", self.id.len()),
            id: self.id,
            date: self.day.map(|value| page::PageDate {
                value,
                basis: "given".to_owned(),
            }),
            publisher: self.publisher,
            url: self.url,
            language: Some("en".to_owned()),
            text: self.text.clone(),
            ..page::Article::default()
        };
        let sentence = |&(start, end): &(usize, usize)| Sentence {
            span: Span::new(start, end),
            ..Sentence::default()
        };
        coded.document = Document {
            text: self.text,
            sentences: self.sentences.iter().map(sentence).collect(),
        };
        coded.coding.events = self.events;
        Prepared::new(coded, &options)
    }
}

/// The archive that a case describes.
pub(crate) fn archive(folder: &TempDir, case: &str) -> Archive {
    let mut archive = Archive::create(&folder.path().join("case.legation")).expect("it opens");
    let mut stories: Vec<Story> = Vec::new();
    let mut corrections = Vec::new();
    for line in case.lines() {
        if let Some(article) = line.strip_prefix("article ") {
            stories.push(Story::parse(article));
        } else if let Some(sentence) = line.strip_prefix('>') {
            stories.last_mut().expect("an article").say(sentence.trim());
        } else if line.starts_with('{') {
            stories.last_mut().expect("an article").tell(line);
        } else if let Some(correction) = line.strip_prefix("correct ") {
            corrections.push(correction.to_owned());
        }
    }
    let material = Material::new(syntax::Model::Fast, &[], &[]);
    let prepared: Vec<Prepared> = stories.into_iter().map(Story::prepared).collect();
    archive.write(&material, prepared).expect("it is written");
    for correction in corrections {
        let (event, fix) = correction.split_once(' ').expect("an event and a fix");
        let fix = match fix.split_once('=') {
            Some((field, value)) => {
                Fix::Set(Field::parse(field).expect("a field"), value.to_owned())
            }
            None => Fix::Wrong,
        };
        archive.correct(event, &[fix], "").expect("it is corrected");
    }
    archive
}
