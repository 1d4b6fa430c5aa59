//! Draws the trees of a text: `echo "The envoys met." | cargo run --release -p legation-syntax --example tree -- [fast]`
#![allow(clippy::print_stdout, reason = "an example")]

use std::io::{self, Read};

use syntax::{Model, Parser, Sentence, TokenIdx};

fn main() -> io::Result<()> {
    let fast = std::env::args().any(|a| a == "fast");
    let parser = Parser::new(if fast { Model::Fast } else { Model::Standard });
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let (document, warnings) = parser.parse(&text);
    for sentence in &document.sentences {
        println!("{}", sentence.span.of(&document.text));
        if let Some(root) = sentence.root() {
            draw(sentence, root, 1);
        }
        for name in &sentence.names {
            let words: Vec<&str> = sentence.tokens[name.first..=name.last]
                .iter()
                .map(|t| t.form.as_str())
                .collect();
            println!("  {} {}", name.class.as_str(), words.join(" "));
        }
        println!();
    }
    for warning in warnings {
        println!("{warning:?}");
    }
    Ok(())
}

fn draw(sentence: &Sentence, node: TokenIdx, depth: usize) {
    let token = &sentence.tokens[node];
    let indent = 2 * depth;
    println!(
        "{:indent$}{} {} ({}, {})",
        "",
        token.deprel.as_str(),
        token.form,
        token.upos.as_str(),
        token.lemma
    );
    for child in sentence.children(node) {
        draw(sentence, child, depth + 1);
    }
}
