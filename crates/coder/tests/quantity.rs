//! Amounts: the cases of `tests/quantity/cases.md`.

use std::fmt::Write as _;

fn read(parser: &syntax::Parser, text: &str) -> String {
    let (document, _) = parser.parse(text);
    let mut out = String::new();
    for q in document
        .sentences
        .iter()
        .flat_map(|s| coder::quantity::find(s, &document.text))
    {
        let value = match (q.low, q.high) {
            (None, None) => format!("{}", q.value),
            (low, high) => format!(
                "{}..{}",
                low.map(|l| l.to_string()).unwrap_or_default(),
                high.map(|h| h.to_string()).unwrap_or_default()
            ),
        };
        let _ = write!(
            out,
            "{} | {} {value} {}",
            q.span.of(&document.text),
            q.kind.as_str(),
            q.unit
        );
        for word in [q.approximator.as_deref(), q.change].into_iter().flatten() {
            let _ = write!(out, " {word}");
        }
        out.push('\n');
    }
    out
}

#[test]
fn cases() {
    let parser = syntax::Parser::standard();
    let mut faults = Vec::new();
    let mut text: Option<&str> = None;
    let mut wanted = String::new();
    for (number, line) in include_str!("quantity/cases.md")
        .lines()
        .chain([""])
        .enumerate()
    {
        if let Some(words) = line.strip_prefix("> ") {
            text = Some(words);
            wanted.clear();
        } else if !line.is_empty() {
            wanted += line;
            wanted += "\n";
        } else if let Some(words) = text.take() {
            let found = read(&parser, words);
            if found != wanted {
                faults.push(format!(
                    "line {number}: {words}\nwanted\n{wanted}found\n{found}"
                ));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} cases\n\n{}",
        faults.len(),
        faults.join("\n")
    );
}
