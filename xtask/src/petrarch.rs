//! `cargo xtask eval petrarch`: PETRARCH's own unit tests, coded by our engine in PETRARCH's own dictionaries.
//!
//! The dictionaries are imported (`coder::import`): verbs and patterns become rules of a codebook, actors and agents a
//! registry, and the dictionaries' composition gives each party its code. A record is right if the set of
//! (source, target, code) is the expected one; one that expects no event, if none comes. The second figure leaves
//! out, on both sides, events with a side that has no code (`---`). The last record, a message, is no test.
//!
//! `--errors` prints the records that are wrong and the lines that could not be used, `--rules` the imported rules;
//! `--data DIR` names the folder of the data where it does not lie beside the checkout.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use coder::actor::Registry;
use coder::codebook::Codebook;
use coder::import::{Actors, Agents, Codes, Verbs};
use coder::{Coder, Story};
use plover::{Date, Event, EventType};
use syntax::{Document, Parser, TokenIdx, Upos};

const RECORDS: &str = "events/PETR.UnitTest.records.xml";
const DICTIONARIES: &str = "dictionaries/petrarch/PETR.Validate";
const NOBODY: &str = "---";

/// Source, target, code.
type Triple = (String, String, String);

struct Record {
    id: String,
    category: String,
    date: Option<Date>,
    text: String,
    expected: BTreeSet<Triple>,
    /// Whether events need both sides, as the file's options say at this place.
    dyads: bool,
}

pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = match args.iter().position(|a| *a == "--data") {
        Some(at) => PathBuf::from(args.get(at + 1).context("--data needs a folder")?),
        None => crate::tidy::root().join("../shared"),
    };
    score(&shared, args)?;
    Ok(())
}

/// The share of records that are right, exactly and of events whose sides are known; none where the data is not there.
pub(crate) fn score(shared: &Path, args: &[&str]) -> Result<Vec<(String, f64)>> {
    let path = shared.join(RECORDS);
    if !path.exists() {
        println!("petrarch: skipped, {} is not there", path.display());
        return Ok(Vec::new());
    }
    let records = records(&fs::read_to_string(&path)?)?;
    let dictionary = |kind: &str| {
        let path = shared.join(format!("{DICTIONARIES}.{kind}.txt"));
        fs::read_to_string(&path).with_context(|| format!("{}: it cannot be read", path.display()))
    };
    let (mut actors, mut agents, mut verbs) =
        (Actors::default(), Agents::default(), Verbs::default());
    let mut faults = actors.read("actors", &dictionary("actors")?);
    faults.extend(agents.read("agents", &dictionary("agents")?));
    faults.extend(verbs.read("verbs", &dictionary("verbs")?));
    // The codes are of an older scheme; which type carries them does not matter here.
    let (rules, refused) = verbs.rules(|_| Some(EventType::Consult));
    faults.extend(refused);
    let (codebook, unread) = Codebook::read(&[("petrarch.rules", rules.as_str())]);
    faults.extend(unread);
    let verbose = args.contains(&"--errors");
    println!(
        "petrarch: {} lines of the dictionaries cannot be used",
        faults.len()
    );
    for fault in faults.iter().filter(|_| verbose) {
        println!("{fault}");
    }
    if args.contains(&"--rules") {
        println!("{rules}");
    }
    let scorer = Scorer {
        coder: &Coder::new(codebook, Registry::of_dictionaries(&actors, &agents)),
        codes: Codes::new(&actors, &agents),
        parser: &Parser::standard(),
    };
    let mut figures: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut total = [0; 3];
    for record in &records {
        let got = scorer.code(record);
        let exact = got == record.expected;
        let known = coded(&got) == coded(&record.expected);
        for counts in [figures.entry(&record.category).or_default(), &mut total] {
            counts[0] += 1;
            counts[1] += usize::from(exact);
            counts[2] += usize::from(known);
        }
        if verbose && !exact {
            println!(
                "{} {}\n  expected {}\n  got      {}",
                record.id,
                record.text,
                shown(&record.expected),
                shown(&got)
            );
        }
    }
    println!("petrarch      records   exact   known sides only");
    for (category, [n, exact, known]) in figures.into_iter().chain([("all", total)]) {
        println!("{category:<12} {n:>8} {exact:>7} {known:>7}");
    }
    let share = |n: usize| n as f64 / total[0].max(1) as f64;
    Ok(vec![
        ("petrarch.exact".to_owned(), share(total[1])),
        ("petrarch.known".to_owned(), share(total[2])),
    ])
}

fn coded(events: &BTreeSet<Triple>) -> BTreeSet<&Triple> {
    events
        .iter()
        .filter(|(source, target, _)| !source.starts_with(NOBODY) && !target.starts_with(NOBODY))
        .collect()
}

fn shown(events: &BTreeSet<Triple>) -> String {
    let all: Vec<String> = events
        .iter()
        .map(|(s, t, c)| format!("{s}>{t} {c}"))
        .collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    }
}

struct Scorer<'a> {
    coder: &'a Coder,
    codes: Codes<'a>,
    parser: &'a Parser,
}

impl Scorer<'_> {
    fn code(&self, record: &Record) -> BTreeSet<Triple> {
        let (document, _) = self.parser.parse(&record.text);
        let story = Story {
            date: record.date,
            ..Story::default()
        };
        let events = self.coder.code(&story, &document).events;
        let mut all = BTreeSet::new();
        for event in &events {
            let Some(code) = self.cameo(event) else {
                continue;
            };
            let mut sources = self.side(event, "actor", &document, record.date);
            let mut targets = self.side(event, "recipient", &document, record.date);
            // Two that are joined act upon each other, if the dictionary says so, or codes both directions.
            let mutual = code.contains(':') || self.is_mutual(event);
            if targets.is_empty() && sources.len() > 1 && mutual {
                targets.clone_from(&sources);
            }
            if sources.is_empty() && targets.is_empty()
                || record.dyads && (sources.is_empty() || targets.is_empty())
            {
                continue;
            }
            for side in [&mut sources, &mut targets] {
                if side.is_empty() {
                    side.push(NOBODY.to_owned());
                }
            }
            let (to, from) = code
                .split_once(':')
                .map_or((code, None), |(a, b)| (a, Some(b)));
            for source in &sources {
                for target in targets.iter().filter(|t| *t != source) {
                    all.insert((source.clone(), target.clone(), to.to_owned()));
                    if let Some(from) = from {
                        all.insert((target.clone(), source.clone(), from.to_owned()));
                    }
                }
            }
        }
        if record.dyads {
            all.retain(|(s, t, _)| s != NOBODY && t != NOBODY);
        }
        all
    }

    fn rule(&self, event: &Event) -> Option<&coder::codebook::Rule> {
        let id = &event.evidence.iter().find(|e| e.field == "event")?.rule;
        self.coder.codebook().rules().iter().find(|r| r.id == *id)
    }

    fn cameo(&self, event: &Event) -> Option<&str> {
        let code = self.rule(event)?.cameo.as_deref()?;
        (code != NOBODY).then_some(code)
    }

    fn is_mutual(&self, event: &Event) -> bool {
        self.rule(event)
            .is_some_and(|r| r.text.starts_with("A:several"))
    }

    /// The codes of one side, by the words that its evidence points at.
    fn side(
        &self,
        event: &Event,
        side: &str,
        document: &Document,
        on: Option<Date>,
    ) -> Vec<String> {
        let mut all = Vec::new();
        for i in 0.. {
            let field = format!("{side}[{i}]");
            let Some(own) = event.evidence.iter().find(|e| e.field == field) else {
                break;
            };
            let s = &document.sentences[event.text_info.sequence];
            let place = |field: &str| {
                let evidence = event.evidence.iter().find(|e| e.field == field)?;
                let [start, end] = evidence.span.bytes;
                let within =
                    |t: TokenIdx| s.tokens[t].span.start >= start && s.tokens[t].span.end <= end;
                let words: Vec<TokenIdx> = (0..s.tokens.len()).filter(|&t| within(t)).collect();
                words
                    .iter()
                    .copied()
                    .find(|&t| s.tokens[t].head.is_none_or(|h| !words.contains(&h)))
            };
            let mut head = place(&own.field);
            if head.is_some_and(|t| s.tokens[t].upos == Upos::Pron) {
                head = place(&format!("{field}.identifier_text"));
            }
            for code in head.map(|t| self.codes.of(s, t, on)).unwrap_or_default() {
                if !all.contains(&code) {
                    all.push(code);
                }
            }
        }
        all
    }
}

/// The records, with the options that hold where each stands.
fn records(xml: &str) -> Result<Vec<Record>> {
    let tree = roxmltree::Document::parse(xml).context("the records are no XML")?;
    let mut all = Vec::new();
    let mut dyads = true;
    for node in tree.descendants() {
        if node.has_tag_name("Config") && node.attribute("option") == Some("require_dyad") {
            dyads = !node
                .attribute("value")
                .is_some_and(|v| v.eq_ignore_ascii_case("false"));
        }
        if !node.has_tag_name("Sentence") {
            continue;
        }
        let attribute = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
        let children = |name: &'static str| node.children().filter(move |c| c.has_tag_name(name));
        let text: String = children("Text").filter_map(|t| t.text()).collect();
        let expected = children("EventCoding").filter_map(|e| {
            let code = |name: &str| e.attribute(name).map(str::to_owned);
            Some((code("sourcecode")?, code("targetcode")?, code("eventcode")?))
        });
        let id = attribute("id");
        if id == "FINAL-RECORD" {
            continue;
        }
        let day = attribute("date");
        all.push(Record {
            date: day
                .get(..4)
                .zip(day.get(4..6))
                .zip(day.get(6..8))
                .and_then(|((y, m), d)| Date::parse(&format!("{y}-{m}-{d}"))),
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            category: attribute("category"),
            expected: expected.collect(),
            id,
            dyads,
        });
    }
    Ok(all)
}
