//! `cargo xtask eval places`: places found and placed in the `GeoVirus` corpus (`../shared/places`).
//!
//! A mention is right if its words are the corpus' words, and placed right if its point lies within 161 kilometres (a
//! hundred miles) of the corpus' point. Points of large countries and regions differ by more than that from one reference to
//! the next, so what is named as the corpus' page of the place is counted besides (`same_place`). Every other article is for development, the rest is only scored: nobody looks at
//! its errors, and `--errors` does not show them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use coder::actor::Registry;
use coder::place::{self, Gazetteer};
use syntax::{Model, Parser};

/// Kilometres that count as right.
const NEAR: f64 = 161.0;

/// One text of the corpus.
struct Text {
    source: String,
    words: String,
    places: Vec<Wanted>,
}

/// A place of the corpus: its bytes, its point and the title of its encyclopedia page.
struct Wanted {
    from: usize,
    to: usize,
    point: (f64, f64),
    page: String,
}

/// What came of some texts.
#[derive(Default)]
struct Tally {
    wanted: f64,
    found: f64,
    both: f64,
    near: f64,
    same: f64,
}

impl Tally {
    fn f1(&self, right: f64) -> f64 {
        2.0 * right / (self.wanted + self.found).max(1.0)
    }
}

/// Score both halves; `--errors` shows what went wrong in the half for development, `--model fast` reads with that.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    let model = if args.contains(&"fast") {
        Model::Fast
    } else {
        Model::Standard
    };
    for (key, value) in score(&shared, &Parser::new(model), args.contains(&"--errors"))? {
        println!("{key:<36} {value:.4}");
    }
    Ok(())
}

/// The figures, where the corpus is there.
pub(crate) fn score(shared: &Path, parser: &Parser, errors: bool) -> Result<Vec<(String, f64)>> {
    let path = shared.join("places/GeoVirus.xml");
    if !path.exists() {
        println!("places: skipped, {} is not there", path.display());
        return Ok(Vec::new());
    }
    let texts = read(&fs::read_to_string(&path)?)
        .with_context(|| format!("{}: not the corpus", path.display()))?;
    let registry = Registry::embedded();
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    for text in &texts {
        let next = order.len();
        order.entry(&text.source).or_insert(next);
    }
    let mut tallies = [Tally::default(), Tally::default()];
    for text in &texts {
        let half = order[text.source.as_str()] % 2;
        one(
            text,
            parser,
            &registry,
            errors && half == 0,
            &mut tallies[half],
        );
    }
    let mut figures = Vec::new();
    for (half, t) in ["dev", "test"].iter().zip(&tallies) {
        figures.push((format!("places.{half}.recognised_f1"), t.f1(t.both)));
        figures.push((format!("places.{half}.resolved_f1"), t.f1(t.near)));
        figures.push((
            format!("places.{half}.within_161km"),
            t.near / t.both.max(1.0),
        ));
        figures.push((
            format!("places.{half}.same_place"),
            t.same / t.both.max(1.0),
        ));
    }
    Ok(figures)
}

fn one(text: &Text, parser: &Parser, registry: &Registry, errors: bool, tally: &mut Tally) {
    let (document, _) = parser.parse(&text.words);
    let gazetteer = Gazetteer::embedded();
    let found = place::find(registry, &document);
    tally.found += found.len() as f64;
    tally.wanted += text.places.len() as f64;
    let words = |from: usize, to: usize| text.words.get(from..to).unwrap_or_default().to_owned();
    let around = |from: usize, to: usize| {
        let left = text.words.get(..from).unwrap_or_default();
        let right = text.words.get(to..).unwrap_or_default();
        let before: String = left.chars().rev().take(40).collect();
        let before: String = before.chars().rev().collect();
        let after: String = right.chars().take(30).collect();
        format!("{before}[{}]{after}", words(from, to))
    };
    for &Wanted {
        from,
        to,
        point,
        ref page,
    } in &text.places
    {
        let same = found
            .iter()
            .find(|m| (m.span.start, m.span.end) == (from, to));
        let Some(mention) = same else {
            if errors {
                let other = found
                    .iter()
                    .find(|m| m.span.start < to && from < m.span.end);
                let other = other.map(|m| words(m.span.start, m.span.end));
                println!("missed   {} | {other:?}", around(from, to));
            }
            continue;
        };
        tally.both += 1.0;
        let at = mention.place.map(|p| gazetteer.point(p));
        let away = at.map(|at| place::kilometres(at, point));
        let near = away.is_some_and(|km| km < NEAR);
        let named = mention.place.is_some_and(|p| {
            let country = gazetteer.country(p).filter(|_| gazetteer.code(p) == "PCL");
            gazetteer.name(p) == page || country.is_some_and(|c| c.name() == page)
        });
        tally.near += f64::from(u8::from(near));
        tally.same += f64::from(u8::from(near || named));
        if !near && errors {
            let taken = mention.place.map(|p| gazetteer.location("", Some(p)));
            let taken =
                taken.map(|t| (t.resolved_place, t.feature_code, t.province, t.country_code));
            println!(
                "misplaced {} | {point:?} {away:?} {taken:?} {}",
                around(from, to),
                mention.rule
            );
        }
    }
    for m in &found {
        let wanted = text
            .places
            .iter()
            .any(|p| (m.span.start, m.span.end) == (p.from, p.to));
        if errors && !wanted {
            println!("unwanted {} | {}", around(m.span.start, m.span.end), m.rule);
        }
    }
}

fn read(xml: &str) -> Result<Vec<Text>> {
    let document = roxmltree::Document::parse(xml)?;
    let mut all = Vec::new();
    for article in document.descendants().filter(|n| n.has_tag_name("article")) {
        fn child<'a>(of: roxmltree::Node<'a, '_>, name: &str) -> &'a str {
            let child = of.children().find(|c| c.has_tag_name(name));
            child.and_then(|c| c.text()).unwrap_or_default()
        }
        let text = child(article, "text").to_owned();
        // The corpus counts characters from 1.
        let starts: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let mut places = Vec::new();
        for place in article.descendants().filter(|n| n.has_tag_name("location")) {
            let number = |name: &str| -> Result<f64> {
                let cell = child(place, name).trim();
                cell.parse().with_context(|| format!("{name} is '{cell}'"))
            };
            let byte = |name: &str| -> Result<usize> {
                let at: usize = child(place, name).trim().parse()?;
                let start = starts.get(at.saturating_sub(1)).copied();
                start.with_context(|| format!("{name} {at} lies outside"))
            };
            let page = child(place, "page").rsplit('/').next().unwrap_or_default();
            places.push(Wanted {
                from: byte("start")?,
                to: byte("end")?,
                point: (number("lat")?, number("lon")?),
                page: page.replace('_', " "),
            });
        }
        all.push(Text {
            source: child(article, "source").to_owned(),
            words: text,
            places,
        });
    }
    Ok(all)
}
