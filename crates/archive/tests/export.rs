//! Exports, column by column: `tests/exports/*.md` say which articles and records an archive holds, and what each format makes
//! of them. `UPDATE_CASES=1` rewrites what is expected; review the difference.
//!
//! A case has articles (`article ID | day | address | publisher`, each line of `>` a sentence, an empty one the end of a
//! paragraph), their records as JSON lines, without evidence (each field's words are looked for in the sentence), and perhaps
//! `correct EVENT FIELD=VALUE`. What is expected is a block for each format, with the cells that are not empty, row by row.

mod common;

use std::fmt::Write as _;
use std::path::Path;

use archive::export::{Format, Notes};
use archive::{Archive, Coded, Field, Filter, Fix, Material, Prepared};
use common::Folder;
use plover::{Event, Evidence, TextSpan};
use syntax::{Document, Sentence, Span};

/// The columns of the field's formats, in their order.
const POLECAT: &str = "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,\
Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,\
Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,\
City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,\
Story Organizations,Story Locations,Language,Version";
const ICEWS: &str = "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,\
Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude";
const GDELT: &str = "GLOBALEVENTID,SQLDATE,MonthYear,Year,FractionDate,Actor1Code,Actor1Name,Actor1CountryCode,\
Actor1KnownGroupCode,Actor1EthnicCode,Actor1Religion1Code,Actor1Religion2Code,Actor1Type1Code,Actor1Type2Code,Actor1Type3Code,\
Actor2Code,Actor2Name,Actor2CountryCode,Actor2KnownGroupCode,Actor2EthnicCode,Actor2Religion1Code,Actor2Religion2Code,\
Actor2Type1Code,Actor2Type2Code,Actor2Type3Code,IsRootEvent,EventCode,EventBaseCode,EventRootCode,QuadClass,GoldsteinScale,\
NumMentions,NumSources,NumArticles,AvgTone,Actor1Geo_Type,Actor1Geo_FullName,Actor1Geo_CountryCode,Actor1Geo_ADM1Code,\
Actor1Geo_ADM2Code,Actor1Geo_Lat,Actor1Geo_Long,Actor1Geo_FeatureID,Actor2Geo_Type,Actor2Geo_FullName,Actor2Geo_CountryCode,\
Actor2Geo_ADM1Code,Actor2Geo_ADM2Code,Actor2Geo_Lat,Actor2Geo_Long,Actor2Geo_FeatureID,ActionGeo_Type,ActionGeo_FullName,\
ActionGeo_CountryCode,ActionGeo_ADM1Code,ActionGeo_ADM2Code,ActionGeo_Lat,ActionGeo_Long,ActionGeo_FeatureID,DATEADDED,SOURCEURL";
const MENTIONS: &str = "GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionType,MentionSourceName,MentionIdentifier,SentenceID,\
Actor1CharOffset,Actor2CharOffset,ActionCharOffset,InRawText,Confidence,MentionDocLen,MentionDocTone,MentionDocTranslationInfo,\
Extras";
const OURS: &str = "id,date,date_start,date_end,event,mode,status,quad_code,event_scale,context,actor,actor_code,actor_sector,\
actor_wikidata,recipient,recipient_code,recipient_sector,recipient_wikidata,place,country,geonameid,lat,lon,dead,injured,\
arrested,confidence,events,articles,sources,first_told,article,source,url,text";

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
                field,
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
fn archive(folder: &Folder, case: &str) -> Archive {
    let mut archive = Archive::create(&folder.file("case.legation")).expect("it opens");
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

fn export(archive: &Archive, format: Format) -> (String, Notes) {
    let mut out = Vec::new();
    let notes = archive
        .export(&Filter::default(), format, &mut out)
        .expect("it is written");
    (String::from_utf8(out).expect("it is UTF-8"), notes)
}

/// The cells of a table, row by row; `quoted` as RFC 4180 has it, or without quotation marks.
fn rows(text: &str, separator: char, quoted: bool) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut inside = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("one at least");
        match c {
            '"' if quoted && inside && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().expect("one at least").push('"');
            }
            '"' if quoted => inside = !inside,
            '\n' if !inside => rows.push(vec![String::new()]),
            c if c == separator && !inside => row.push(String::new()),
            c => row.last_mut().expect("one at least").push(c),
        }
    }
    assert_eq!(
        rows.pop(),
        Some(vec![String::new()]),
        "it ends in a line end"
    );
    rows
}

/// Rows as people read them: the cells that are not empty.
fn shown(mut rows: Vec<Vec<String>>, columns: &str, header: bool) -> String {
    let columns: Vec<&str> = columns.split(',').collect();
    if header {
        assert_eq!(rows.remove(0), columns);
    }
    let mut all = Vec::new();
    for cells in rows {
        assert_eq!(cells.len(), columns.len(), "{cells:?}");
        let mut row = String::new();
        for (column, cell) in columns.iter().zip(cells).filter(|(_, c)| !c.is_empty()) {
            let cell = cell
                .replace('\t', "\\t")
                .replace('\n', "\\n")
                .replace('\r', "\\r");
            let _ = writeln!(row, "{column}: {cell}");
        }
        all.push(row);
    }
    all.join("\n")
}

/// A format's block: its rows, and what they do not say.
fn block(archive: &Archive, format: Format) -> String {
    let (text, notes) = export(archive, format);
    let tabs = || rows(&text, '\t', false);
    let mut out = match format {
        Format::Plover => text,
        Format::Polecat => shown(tabs(), POLECAT, true),
        Format::Icews => shown(tabs(), ICEWS, true),
        Format::Gdelt => shown(tabs(), GDELT, false),
        Format::GdeltMentions => shown(tabs(), MENTIONS, false),
        Format::Csv => shown(rows(&text, ',', true), OURS, true),
        other => panic!("no case has {other}"),
    };
    for (title, all) in [
        ("left out", &notes.left_out),
        ("folded", &notes.folded),
        ("lost", &notes.lost),
    ] {
        for (what, n) in all {
            let _ = writeln!(out, "{title} {n}: {what}");
        }
    }
    format!("```{format}\n{out}```\n")
}

#[test]
fn every_format_says_what_the_case_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|f| f.expect("a file").path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let mut fresh = String::new();
        for (i, case) in text.split("\n## ").enumerate() {
            if i == 0 {
                fresh.push_str(case);
                continue;
            }
            let (given, expected) = case.split_once("\n```").unwrap_or((case, ""));
            let place = Folder::new();
            let archive = archive(&place, given);
            let _ = write!(fresh, "\n## {}\n", given.trim_end());
            // A case shows the formats it is about; all, where it is new.
            for &format in Format::ALL {
                let about = format!("\n```{expected}").contains(&format!("\n```{format}\n"));
                if about || expected.is_empty() {
                    fresh.push('\n');
                    fresh.push_str(&block(&archive, format));
                }
            }
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&path, &fresh).expect("it is written");
        } else {
            assert_eq!(fresh, text, "{}", path.display());
        }
    }
}
