//! Quotations: the cases of `tests/quote/cases.md`.

fn read(parser: &syntax::Parser, text: &str) -> String {
    let (document, _) = parser.parse(&text.replace(" ¶ ", "\n"));
    let form = |at: Option<(usize, usize)>| {
        at.map_or("-", |(sentence, token)| {
            document.sentences[sentence].tokens[token].form.as_str()
        })
    };
    let lines = coder::quote::find(&document).into_iter().map(|q| {
        let cue = q
            .cue
            .map(|c| format!(" {}", form(Some(c))))
            .unwrap_or_default();
        let short = if q.short { " short" } else { "" };
        format!(
            "{} | {}{cue}{short}\n",
            q.span.of(&document.text).replace('\n', " ¶ "),
            form(q.speaker)
        )
    });
    lines.collect()
}

#[test]
fn cases() {
    let parser = syntax::Parser::standard();
    let mut faults = Vec::new();
    let mut text: Option<&str> = None;
    let mut wanted = String::new();
    for (number, line) in include_str!("quote/cases.md")
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
