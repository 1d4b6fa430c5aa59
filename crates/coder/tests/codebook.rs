//! The codebook's own sentences, run through the real parser: `legation codebook test` as a test.

use std::collections::BTreeSet;

use coder::Coder;
use coder::codebook::{Codebook, FILES, Position, run_examples};
use syntax::Parser;

#[test]
fn every_line_is_read() {
    let (codebook, faults) = Codebook::read(FILES);
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", shown.join("\n"));
    assert!(codebook.rules().len() > 500);
}

/// Files share their word classes, and a second one of a name would take the place of the first in all of them.
#[test]
fn every_word_class_is_defined_once_and_used() {
    let class = |line: &'static str| line.strip_prefix('$')?.split_once('=');
    let lines = || FILES.iter().flat_map(|(_, text)| text.lines());
    let mut names: Vec<&str> = lines()
        .filter_map(|line| Some(class(line)?.0.trim()))
        .collect();
    names.sort_unstable();
    let twice: Vec<&[&str]> = names.windows(2).filter(|w| w[0] == w[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let used: BTreeSet<&str> = lines()
        .map(|line| class(line).map_or(line, |(_, members)| members))
        .flat_map(|text| text.split('$').skip(1))
        .filter_map(|rest| {
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .next()
        })
        .collect();
    names.retain(|name| !used.contains(name));
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn every_example_holds() {
    let failures = run_examples(&Coder::embedded(), &Parser::standard());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_shipped_rule_looks_further_than_its_clause() {
    let (codebook, _) = Codebook::read(FILES);
    let loose = |r: &&coder::codebook::Rule| {
        r.around.is_some() || r.slots.iter().any(|s| s.position == Position::Behind)
    };
    let found: Vec<&str> = codebook
        .rules()
        .iter()
        .filter(loose)
        .map(|r| r.id.as_str())
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn words_around_a_head_are_read() {
    let told = |line: &str| {
        let (codebook, faults) =
            Codebook::read(&[("X.rules", &*format!("event CONSULT\n{line}\n"))]);
        (
            codebook.rules().len(),
            faults.first().map(|f| f.reason.clone()),
        )
    };
    assert_eq!(
        told("A:inside halt (... R) ; cameo=190 form halted ; around not * new_road|bridge"),
        (1, None)
    );
    assert_eq!(told("_ free ; around R * from A").0, 1);
    assert!(
        told("A halt ; around not")
            .1
            .is_some_and(|r| r.contains("where the head is"))
    );
    assert!(
        told("A halt ; around * *")
            .1
            .is_some_and(|r| r.contains("twice"))
    );
    assert!(
        told("A halt ; around _x *")
            .1
            .is_some_and(|r| r.contains("empty"))
    );
}

#[test]
fn a_line_that_cannot_be_read_is_pointed_at() {
    let (codebook, faults) = Codebook::read(&[(
        "BAD.rules",
        "event CONSULT\nA meet R\nA meet with\nevent PARTY\n",
    )]);
    assert_eq!(codebook.rules().len(), 1, "the rest is kept");
    let lines: Vec<usize> = faults.iter().map(|f| f.line).collect();
    assert_eq!(lines, [3, 4]);
    assert!(faults[0].to_string().starts_with("BAD.rules:3: "));
}

#[test]
fn an_overlay_adds_replaces_and_drops() {
    let overlay = [
        (
            "mine.rules".to_owned(),
            "drop A tour R:country\ndrop A tour nothing\nevent CONSULT\n[visit]\nA zoom_by R:country\n".to_owned(),
        ),
        ("PROTEST.rules".to_owned(), String::new()),
    ];
    let (codebook, faults) = Codebook::overlaid(&overlay);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("mine.rules:2: no rule stands in these words"));
    assert!(codebook.rules_for("zoom").next().is_some());
    assert!(
        codebook
            .rules_for("tour")
            .all(|r| r.text != "A tour R:country")
    );
    let protests = codebook
        .rules()
        .iter()
        .filter(|r| r.id.starts_with("PROTEST:"));
    assert_eq!(protests.count(), 0);
}

#[test]
fn a_rule_for_one_form_holds_for_no_other() {
    let (codebook, faults) =
        Codebook::read(&[("X.rules", "event CONSULT\nA visit R ; form visited\n")]);
    assert!(faults.is_empty());
    let coder = Coder::new(codebook, coder::actor::Registry::embedded());
    let parser = Parser::standard();
    let events = |text: &str| {
        let (document, _) = parser.parse(text);
        coder.code(&coder::Story::default(), &document).events.len()
    };
    assert_eq!(events("The French president visited Ankara."), 1);
    assert_eq!(events("The French president visits Ankara."), 0);
}

/// Whoever starts from a copy of the shipped files has the shipped codebook, whatever the order of the files.
#[test]
fn the_shipped_files_laid_over_themselves_change_nothing() {
    let copies = FILES.iter().rev();
    let copies: Vec<_> = copies
        .map(|&(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let ids = |codebook: &Codebook| -> Vec<String> {
        codebook.rules().iter().map(|r| r.id.clone()).collect()
    };
    let (codebook, faults) = Codebook::overlaid(&copies);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(ids(&codebook), ids(&Codebook::embedded()));
}
