//! The cases of `cases/names.md`: the names of a text, settled with what the registry and the rest of the text know.

use std::fmt::Write as _;

use coder::actor::{Registry, naming};
use syntax::Parser;

#[test]
fn names_are_whole_and_of_their_class() {
    let (parser, registry) = (Parser::standard(), Registry::embedded());
    let mut wrong = String::new();
    let mut text = "";
    for (number, line) in include_str!("cases/names.md").lines().enumerate() {
        if let Some(said) = line.strip_prefix("> ") {
            text = said;
        } else if let Some(expected) = line.strip_prefix("- ") {
            let got = names(&parser, &registry, text);
            if got != expected {
                let at = number + 1;
                let _ = writeln!(
                    wrong,
                    "names.md:{at}: {text}\n    {got}\n    not {expected}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn names(parser: &Parser, registry: &Registry, text: &str) -> String {
    let documents = naming::parse_all(parser, registry, [text]);
    let sentences = documents.iter().flat_map(|d| &d.sentences);
    let of = |s: &syntax::Sentence, n: &syntax::Name| {
        let words = s.tokens[n.first..=n.last].iter().map(|t| t.form.as_str());
        format!(
            "{} {}",
            n.class.as_str(),
            words.collect::<Vec<_>>().join(" ")
        )
    };
    let all: Vec<String> = sentences
        .flat_map(|s| s.names.iter().map(move |n| of(s, n)))
        .collect();
    all.join("; ")
}
