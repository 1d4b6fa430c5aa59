//! A parsed article to events: the one place where all parts of a record meet.
//!
//! 1. expressions of time date the article, where it has no date of its own;
//! 2. actors are found once for the whole text;
//! 3. each sentence is read against the codebook (`sentence`);
//! 4. each act becomes a record with parties, status, date, place, quantities, quotations and speaker;
//! 5. mentions of one act are brought together (`happening`).

mod between;
mod judged;
mod parties;
mod ranked;
mod record;
mod side;
mod told;

use std::cell::LazyCell;

use plover::{Date, Event};
use syntax::{Document, TokenIdx};

pub(crate) use side::same;

use crate::actor::{Actors, Known, Registry};
use crate::attribution;
use crate::codebook::{Codebook, Rule};
use crate::confidence::{Confidence, unsure};
pub use crate::confidence::{JUDGED, Least, logit};
use crate::context::Contexts;
use crate::date::{self, Anchor, DateExpression};
use crate::genre;
use crate::ground::Ground;
use crate::happening;
use crate::place;
use crate::quantity;
use crate::quote;
use crate::relation::{Answers, Relations};
use crate::sentence;
use crate::story::Story;
use crate::trace::{Argument, Outcome, Trace};
use crate::tree::{Lowered, Tree};
use parties::{SentenceParties, dateline};
use ranked::Ruled;
use record::Page;

/// Codes parsed articles. Building one reads codebook and registry; it can be shared between threads.
#[derive(Debug)]
pub struct Coder {
    codebook: Codebook,
    registry: Registry,
    contexts: Contexts,
    confidence: Confidence,
    /// What stands for the network in its acts, a type each.
    network: Vec<Rule>,
    name: String,
    /// Records that are less sure than this are not told.
    least: Least,
}

/// What came of an article.
#[derive(Debug, Clone, Default)]
pub struct Coding {
    /// The events, in text order.
    pub events: Vec<Event>,
    /// Every rule that held, and what came of it.
    pub traces: Vec<Trace>,
    /// The day the text is about, where it was found out, and how.
    pub date: Option<(Date, String)>,
}

impl Default for Coder {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Coder {
    /// The coder with the codebook and registry shipped with it.
    pub fn embedded() -> Self {
        Self::new(Codebook::embedded(), Registry::embedded())
    }

    /// A coder with these rules and actors.
    pub fn new(codebook: Codebook, registry: Registry) -> Self {
        let name = format!(
            "legation {} codebook {} rules",
            env!("CARGO_PKG_VERSION"),
            codebook.rules().len()
        );
        Self {
            codebook,
            registry,
            contexts: Contexts::embedded(),
            confidence: Confidence::embedded(),
            network: ranked::rules(),
            name,
            least: Least::default(),
        }
    }

    /// The same, that tells no record which is less sure than this.
    #[must_use]
    pub fn with_least(self, least: Least) -> Self {
        Self { least, ..self }
    }

    /// Its codebook.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Its registry.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Code an article by the rules alone.
    pub fn code(&self, story: &Story, document: &Document) -> Coding {
        self.code_with(story, document, None)
    }

    /// Code an article by the rules, and by what the network says of its parties.
    pub fn code_with(
        &self,
        story: &Story,
        document: &Document,
        relations: Option<&Relations<'_>>,
    ) -> Coding {
        let lowered = Lowered::new(&document.sentences);
        let trees = lowered.trees();
        let expressions = date::in_trees(document, &trees);
        let known = Known::new(&self.registry, document);
        let anchor = self.anchor(story, document, &trees, &known, &expressions);
        let places = place::in_trees(&self.registry, document, &trees, &known);
        let quotes = quote::in_trees(document, &trees);
        let actors = Actors::in_trees(
            &self.registry,
            document,
            &trees,
            &quotes,
            &known,
            anchor.date,
        );
        let mut coding = Coding {
            date: anchor.date.map(|d| (d, anchor.basis.clone())),
            ..Coding::default()
        };
        let ground = Ground::new(&document.text);
        let sport = LazyCell::new(|| genre::is_sport(&trees));
        let disaster = LazyCell::new(|| genre::is_disaster(&trees));
        let mut told: Vec<Event> = Vec::new();
        for (index, s) in trees.iter().enumerate() {
            let parties = SentenceParties {
                actors: &actors,
                sentence: index,
                start: dateline(s, &actors, index),
            };
            let matches = sentence::matches(&self.codebook, s, &parties);
            let readings = sentence::read(s, &parties, &matches);
            if readings.is_empty() && relations.is_none() {
                continue;
            }
            let heads: Vec<TokenIdx> = readings
                .iter()
                .filter_map(|r| r.act.as_ref().ok())
                .flat_map(|a| [a.found.head, a.top])
                .collect();
            let from = expressions.partition_point(|e| e.sentence < index);
            let to = expressions.partition_point(|e| e.sentence <= index);
            let here = &expressions[from..to];
            let from = places.partition_point(|m| m.sentence < index);
            let to = places.partition_point(|m| m.sentence <= index);
            // Nobody asks for the rest of a sentence in which nothing came to be an act.
            let adds = relations.is_some_and(|r| r.fills);
            let (attributed, quantities) = if heads.is_empty() && !adds {
                (Vec::new(), Vec::new())
            } else {
                let quantities = quantity::find_beside(s, &document.text, here);
                (attribution::in_tree(s), quantities)
            };
            let page = Page {
                story,
                document,
                s,
                index,
                ground: &ground,
                actors: &actors,
                places: &places[from..to],
                expressions: here,
                anchor: &anchor,
                attributed,
                quantities,
                quotes: &quotes,
                contexts: &self.contexts,
                heads,
            };
            let (first, before) = (coding.traces.len(), coding.events.len());
            for reading in readings {
                let arguments = reading.found.parties.iter().map(|p| Argument {
                    role: p.role,
                    token: p.token,
                    by: p.by,
                });
                let mut trace = Trace {
                    sentence: index,
                    token: reading.found.head,
                    rule: reading.found.rule.id.clone(),
                    clause: reading.found.rule.text.clone(),
                    arguments: arguments.collect(),
                    outcome: Outcome::Dropped(String::new()),
                };
                trace.outcome = match reading.act.and_then(|act| page.event(&act)) {
                    Ok(mut event) => {
                        page.counterpart(coding.events.iter().chain(&told), &mut event);
                        told.push(event);
                        Outcome::Coded(before + told.len() - 1)
                    }
                    Err(reason) => Outcome::Dropped(reason),
                };
                coding.traces.push(trace);
            }
            if let Some(relations) = relations {
                let answers = Answers::new(relations, index);
                // Where the network reads acts, it is not asked of their parties alone.
                if relations.acts().is_none() {
                    let against = page.unlikely(&answers, &told);
                    drop_events(&mut told, &against, &mut coding.traces[first..], before);
                }
                if relations.fills {
                    let rules = Ruled {
                        network: &self.network,
                        parties: &parties,
                        matches: &matches,
                    };
                    page.add_from_network(&answers, &rules, &mut told);
                }
                let readings = page.judge(relations, &mut told);
                for (event, reading) in told.iter_mut().zip(readings) {
                    let made = ranked::made_by(event);
                    event.confidence = Some(self.confidence.of(event, made, reading.as_ref()));
                }
            }
            let against: Vec<_> = told
                .iter()
                .map(|event| {
                    unsure(event, self.least)
                        .or_else(|| incomplete(event))
                        .or_else(|| genre::unofficial(event).filter(|_| *sport))
                        .or_else(|| genre::unblamed(event).filter(|_| *disaster))
                })
                .collect();
            drop_events(&mut told, &against, &mut coding.traces[first..], before);
            for event in &mut told {
                event.coder.clone_from(&self.name);
            }
            coding.events.append(&mut told);
        }
        happening::merge(&mut coding, &story.article);
        coding
    }

    fn anchor(
        &self,
        story: &Story,
        document: &Document,
        trees: &[Tree<'_>],
        known: &Known<'_>,
        expressions: &[DateExpression],
    ) -> Anchor {
        match story.date {
            Some(day) => Anchor::published(day),
            None => {
                let terms = self.registry.terms_of_people(document, known);
                date::infer_in_trees(document, trees, expressions, terms)
            }
        }
    }
}

/// Why an event is none: its type is nothing without a recipient, and none is named.
fn incomplete(event: &Event) -> Option<String> {
    event
        .lacks_recipient()
        .then(|| format!("{} needs a recipient, and none is named", event.event))
}

/// Take out the events of a sentence, which stand behind `before` others, that something speaks against, and tell its
/// traces.
fn drop_events(
    events: &mut Vec<Event>,
    against: &[Option<String>],
    traces: &mut [Trace],
    before: usize,
) {
    let mut keep = against.iter().map(Option::is_none);
    events.retain(|_| keep.next().unwrap_or(true));
    for trace in traces {
        let Outcome::Coded(at) = &mut trace.outcome else {
            continue;
        };
        let index = *at - before;
        match against.get(index).cloned().flatten() {
            Some(why) => trace.outcome = Outcome::Dropped(why),
            None => *at -= against.iter().take(index).flatten().count(),
        }
    }
}
