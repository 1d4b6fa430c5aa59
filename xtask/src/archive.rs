//! `cargo xtask archive --events N FILE`: an archive of made-up events, as large as one likes, to measure on.
//!
//! Ten years of days; countries and types fall off as they do in news; an act is told of in one to three articles, five acts
//! an article. The same number gives the same archive. It goes in by the door that everything goes in by.

use std::path::Path;

use ::archive::{Archive, Coded, Material, Prepared};
use anyhow::{Context as _, Result, bail};
use plover::{
    CountryCode, Date, Entity, Event, EventType, Evidence, ResolvedDate, Status, TextSpan,
};
use syntax::{Document, Sentence, Span};

/// First day, and how many there are.
const FIRST: &str = "2012-01-01";
const DAYS: usize = 3650;
/// Acts of an article.
const ACTS: usize = 5;
/// Articles of a transaction.
const BATCH: usize = 2000;

const VERBS: [(&str, EventType); 16] = [
    ("met envoys of", EventType::Consult),
    ("accused", EventType::Accuse),
    ("attacked", EventType::Assault),
    ("praised", EventType::Support),
    ("signed a treaty with", EventType::Agree),
    ("asked for help from", EventType::Request),
    ("imposed a curfew on", EventType::Coerce),
    ("refused the terms of", EventType::Reject),
    ("threatened", EventType::Threaten),
    ("protested against", EventType::Protest),
    ("trained pilots of", EventType::Cooperate),
    ("gave grain to", EventType::Aid),
    ("cut aid to", EventType::Sanction),
    ("moved troops against", EventType::Mobilize),
    ("freed prisoners of", EventType::Concede),
    ("withdrew from", EventType::Retreat),
];
const THINGS: [&str; 24] = [
    "a harbour",
    "the salt mines",
    "a railway",
    "fishing rights",
    "the northern pass",
    "a pipeline",
    "two islands",
    "the census",
    "a bridge",
    "cotton",
    "the lake",
    "a radio station",
    "visas",
    "copper",
    "the delta",
    "an airfield",
    "grain ships",
    "a dam",
    "the old canal",
    "timber",
    "a customs house",
    "the observatory",
    "wool",
    "a lighthouse",
];

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }

    /// Small numbers more often than large ones.
    fn low(&mut self, below: usize) -> usize {
        let (a, b) = (self.next(below), self.next(below));
        a * b / below.max(1)
    }
}

#[derive(Clone)]
struct Act {
    actor: CountryCode,
    recipient: CountryCode,
    verb: usize,
    thing: usize,
    number: usize,
    status: Status,
}

pub(crate) fn run(words: &[&str]) -> Result<()> {
    let ["--events", events, file] = words[..] else {
        bail!("usage: cargo xtask archive --events N FILE");
    };
    let events: usize = events.parse().context("the number of events")?;
    let path = Path::new(file);
    if path.exists() {
        bail!("{file}: it is there already");
    }
    let mut archive = Archive::create(path)?;
    let material = Material::new(syntax::Model::Standard, &[], &[]);
    let countries: Vec<CountryCode> = CountryCode::all().filter(|c| c.is_country()).collect();
    let first = Date::parse(FIRST).context("a day")?;
    let mut dice = Dice(11);
    let (mut made, mut articles) = (0, 0);
    let mut batch: Vec<Prepared> = Vec::new();
    for day in 0..DAYS {
        let day_events = events * (day + 1) / DAYS - made;
        let mut told: Vec<Act> = Vec::new();
        while told.len() < day_events {
            let act = Act {
                actor: countries[dice.low(countries.len())],
                recipient: countries[dice.low(countries.len())],
                verb: dice.low(VERBS.len()),
                thing: dice.next(THINGS.len()),
                number: dice.next(900) + 100,
                status: [
                    Status::Occurred,
                    Status::Occurred,
                    Status::Occurred,
                    Status::Planned,
                ][dice.next(4)],
            };
            for _ in 0..[1, 1, 1, 2, 3][dice.next(5)] {
                told.push(act.clone());
            }
        }
        told.truncate(day_events);
        made += told.len();
        for i in (1..told.len()).rev() {
            told.swap(i, dice.next(i + 1));
        }
        let day = first.add_days(i32::try_from(day)?);
        for acts in told.chunks(ACTS) {
            articles += 1;
            batch.push(article(articles, day, acts, dice.next(300)));
            if batch.len() == BATCH {
                archive.write(&material, batch.drain(..))?;
                println!("{day} {made} events");
            }
        }
    }
    archive.write(&material, batch)?;
    println!("{articles} articles, {made} events");
    Ok(())
}

fn article(n: usize, day: Date, acts: &[Act], host: usize) -> Prepared {
    let (mut text, mut sentences, mut events) = (String::new(), Vec::new(), Vec::new());
    for (i, act) in acts.iter().enumerate() {
        let start = text.len();
        let (actor, recipient) = (act.actor.name(), act.recipient.name());
        let (verb, kind) = VERBS[act.verb];
        let mut at = |words: &str| {
            let from = text.len();
            text.push_str(words);
            (from, text.len())
        };
        let who = at(actor);
        at(" ");
        let what = at(verb);
        at(" ");
        let whom = at(recipient);
        at(&format!(
            " over {} and {} crates on that day, said page {n} line {i}.",
            THINGS[act.thing], act.number
        ));
        let end = text.len();
        sentences.push(Sentence {
            span: Span::new(start, end),
            ..Sentence::default()
        });
        text.push('\n');
        let entity = |code: CountryCode| Entity {
            code: Some(code),
            entity_text: code.name().to_owned(),
            identifier_text: Some(code.name().to_owned()),
            ..Entity::default()
        };
        let mut event = Event::new(kind);
        event.actor = vec![entity(act.actor)];
        event.recipient = vec![entity(act.recipient)];
        event.status = act.status;
        event.date_info = Some(ResolvedDate::day(day, "weekday"));
        event.date = event.date_info.as_ref().map(ResolvedDate::iso);
        event.confidence = Some(0.8);
        event.text_info.sequence = i;
        event.text_info.start = start;
        event.text_info.end = end;
        text.get(start..end)
            .unwrap_or_default()
            .clone_into(&mut event.text_info.text);
        for (field, (from, to)) in [
            ("event", what),
            ("status", what),
            ("actor[0]", who),
            ("recipient[0]", whom),
        ] {
            event.evidence.push(Evidence {
                field: field.into(),
                text: text.get(from..to).unwrap_or_default().to_owned(),
                span: TextSpan::of(&text, from..to).unwrap_or_default(),
                rule: "made up".to_owned(),
                via: None,
            });
        }
        events.push(event);
    }
    let id = format!("made-{n}");
    let options = page::Options {
        id: Some(id.clone()),
        url: Some(format!("https://host{host}.example/{n}")),
        ..page::Options::default()
    };
    let mut coded = Coded {
        usable: true,
        ..Coded::default()
    };
    coded.article = page::Article {
        id,
        hash: format!("{n:064x}"),
        title: Some(format!("Page {n}")),
        date: Some(page::PageDate {
            value: day.add_days(1).to_string(),
            basis: "given".to_owned(),
        }),
        url: options.url.clone(),
        language: Some("en".to_owned()),
        text: text.clone(),
        ..page::Article::default()
    };
    coded.document = Document { text, sentences };
    coded.coding.events = events;
    Prepared::new(coded, &options)
}
