//! Exports, column by column: `tests/exports/*.md` say which articles and records an archive holds, and what each format makes
//! of them. `UPDATE_CASES=1` rewrites what is expected; review the difference.
//!
//! A case describes an archive (`common/cases.rs`). What is expected is a block for each format, with the cells that are not
//! empty, row by row; a case shows the formats it is about.

mod common;

use std::fmt::Write as _;

use archive::export::{Format, Notes};
use archive::{Archive, Filter};
use common::{article, cases, folder, ingest};

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

fn export(archive: &Archive, format: Format) -> (Vec<u8>, Notes) {
    let mut out = Vec::new();
    let notes = archive
        .export(&Filter::default(), format, &mut out)
        .expect("it is written");
    (out, notes)
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

/// A value on one line.
fn visible(text: &str) -> String {
    text.replace('\t', "\\t")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
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
    let (bytes, notes) = export(archive, format);
    let text = String::from_utf8(bytes.clone()).unwrap_or_default();
    let tabs = || rows(&text, '\t', false);
    let mut out = match format {
        Format::Plover => {
            text.lines().for_each(has_the_manuals_fields);
            text
        }
        Format::Polecat => shown(tabs(), POLECAT, true),
        Format::Icews => shown(tabs(), ICEWS, true),
        Format::Gdelt => shown(tabs(), GDELT, false),
        Format::GdeltMentions => shown(tabs(), MENTIONS, false),
        Format::Csv => shown(rows(&text, ',', true), OURS, true),
        Format::Parquet => parquet(bytes),
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

/// The manual's fields, of a record and of what is in it.
const RECORD: &str = "id,date,enddate,actor,recipient,event,mode,context,event_loc,event_text,quad_code,event_scale,dead,\
injured,arrested,text,text_info,cite_info,coder,comment";
const ENTITY: &str =
    "code,sector,entity_text,identifier_id,identifier_text,religion,ethnicity,office,gender,age";
const LOCATION: &str = "extracted_place,resolved_place,geonameid,lat,lon,city,district,province,country,country_code,\
feature_class,feature_code,resolution";
const TEXT: &str = "sequence,start,end,text_story";
const CITATION: &str =
    "corpus,citation,url,title,language,publication,license,copyright,coder,codebook,version";

fn has_the_manuals_fields(line: &str) {
    let record: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
    let only = |value: &serde_json::Value, known: &str| {
        for field in value.as_object().expect("an object").keys() {
            assert!(known.split(',').any(|k| k == field), "'{field}' in {line}");
        }
    };
    only(&record, RECORD);
    for required in ["id", "date", "actor", "event"] {
        assert!(record.get(required).is_some(), "no {required} in {line}");
    }
    for side in ["actor", "recipient"] {
        for entity in record[side].as_array().expect("a list") {
            only(entity, ENTITY);
        }
    }
    only(&record["text_info"], TEXT);
    for (field, known) in [("event_loc", LOCATION), ("cite_info", CITATION)] {
        if let Some(value) = record.get(field) {
            only(value, known);
        }
    }
}

/// The rows of a Parquet file, read by the crate that wrote it: the columns that are not null.
#[cfg(feature = "parquet")]
fn parquet(bytes: Vec<u8>) -> String {
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    use ::parquet::record::Field;

    let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("it is Parquet");
    let rows = file.get_row_iter(None).expect("it has rows");
    let shown = rows.map(|row| {
        let row = row.expect("a row");
        let names: Vec<&String> = row.get_column_iter().map(|(name, _)| name).collect();
        assert_eq!(names, OURS.split(',').collect::<Vec<_>>());
        row.get_column_iter()
            .filter(|(_, field)| !matches!(field, Field::Null))
            .fold(String::new(), |mut all, (name, field)| {
                let _ = writeln!(all, "{name}: {}", visible(&field.to_string()));
                all
            })
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Vec<u8>) -> String {
    unreachable!("this build writes none")
}

#[test]
fn every_format_says_what_the_case_files_say() {
    for (path, head, all) in cases::files("exports") {
        let mut fresh = head.clone();
        for case in &all {
            let (given, expected) = case.split_once("\n```").unwrap_or((case, ""));
            let expected = format!("\n```{expected}");
            let place = folder();
            let archive = cases::archive(&place, given);
            let _ = write!(fresh, "\n## {}\n", given.trim_end());
            for &format in Format::ALL {
                let begin = format!("\n```{format}\n");
                let about = expected.find(&begin);
                if about.is_none() && expected.len() > 4 {
                    continue;
                }
                fresh.push('\n');
                if format == Format::Parquet && !cfg!(feature = "parquet") {
                    // What this build cannot write stays as it is.
                    let old = about
                        .and_then(|at| expected.get(at + 1..))
                        .unwrap_or_default();
                    let end = old.find("\n```\n").map_or(old.len(), |at| at + 5);
                    fresh.push_str(old.get(..end).unwrap_or_default());
                } else {
                    fresh.push_str(&block(&archive, format));
                }
            }
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&path, &fresh).expect("it is written");
        } else {
            let text = std::fs::read_to_string(&path).expect("it is text");
            let both = fresh.lines().zip(text.lines()).enumerate();
            let other = both
                .map(|(i, (a, b))| (i + 1, a, b))
                .find(|(_, a, b)| a != b);
            if let Some((line, found, wanted)) = other {
                panic!("{}:{line}: '{wanted}' is '{found}'", path.display());
            }
            assert_eq!(fresh.len(), text.len(), "{}", path.display());
        }
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_it() {
    let place = folder();
    let archive = cases::archive(&place, "article a | 2021-06-08 | |\n> Nothing.\n");
    let told = archive.export(&Filter::default(), Format::Parquet, &mut Vec::new());
    let message = told.expect_err("it cannot").to_string();
    assert!(message.contains("cargo build --release") && message.contains("--format csv"));
}

#[test]
fn what_a_rule_says_itself_goes_before_what_type_and_mode_say() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    let said = |id: &str, text: &str| article(id, "2021-03-03", "courier", text);
    ingest(
        &path,
        vec![
            said(
                "ties",
                "Kenya severed diplomatic ties with Sudan on Monday.",
            ),
            said("aid", "Kenya suspended its food aid to Uganda on Monday."),
        ],
    );
    let archive = Archive::open(&path).expect("it opens");
    let (bytes, notes) = export(&archive, Format::Gdelt);
    let text = String::from_utf8(bytes).expect("text");
    let at = GDELT
        .split(',')
        .position(|c| c == "EventCode")
        .expect("a column");
    let mut codes: Vec<String> = rows(&text, '\t', false)
        .into_iter()
        .filter_map(|row| row.get(at).cloned())
        .collect();
    codes.sort();
    // Both are SANCTION discontinue, which as such goes out as 160.
    assert_eq!(codes, ["161", "162"]);
    assert_eq!(notes.lost.keys().filter(|k| k.contains("160")).count(), 0);
}
