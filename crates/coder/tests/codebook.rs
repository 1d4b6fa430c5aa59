//! The codebook's own sentences, run through the real parser: `legation codebook test` as a test.

use coder::Coder;
use coder::codebook::{Codebook, FILES, run_examples};
use syntax::Parser;

#[test]
fn every_line_is_read() {
    let (codebook, faults) = Codebook::read(FILES);
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", shown.join("\n"));
    assert!(codebook.rules().len() > 500);
}

#[test]
fn every_example_holds() {
    let failures = run_examples(&Coder::embedded(), &Parser::standard());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
