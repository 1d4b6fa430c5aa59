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
