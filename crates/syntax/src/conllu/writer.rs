//! Sentences to lines.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::{Deprel, Document, Sentence, Upos};

/// Writes one sentence, with a `sent_id` and the words of `text` at its span.
pub fn write_sentence<W: Write>(
    out: &mut W,
    sentence: &Sentence,
    text: &str,
    id: &str,
) -> io::Result<()> {
    let mut lines = String::new();
    sentence_lines(&mut lines, sentence, text, id);
    out.write_all(lines.as_bytes())
}

/// Writes a document: `newdoc` above its first sentence, `newpar` above each paragraph.
pub fn write_document<W: Write>(out: &mut W, document: &Document, id: &str) -> io::Result<()> {
    let mut lines = String::new();
    for (i, sentence) in document.sentences.iter().enumerate() {
        if i == 0 {
            line(&mut lines, format_args!("# newdoc id = {}", plain(id)));
        }
        sentence_lines(
            &mut lines,
            sentence,
            &document.text,
            &format!("{id}-{}", i + 1),
        );
        out.write_all(lines.as_bytes())?;
        lines.clear();
    }
    Ok(())
}

fn line(lines: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = lines.write_fmt(text);
    lines.push('\n');
}

/// A cell or comment without what would end it.
fn plain(text: &str) -> String {
    text.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ")
}

fn filled(text: &str) -> String {
    if text.is_empty() {
        "_".to_owned()
    } else {
        plain(text)
    }
}

fn sentence_lines(lines: &mut String, sentence: &Sentence, text: &str, id: &str) {
    if sentence.starts_paragraph {
        lines.push_str("# newpar\n");
    }
    line(lines, format_args!("# sent_id = {}", plain(id)));
    line(
        lines,
        format_args!("# text = {}", plain(sentence.span.of(text))),
    );
    // Where one word has a head, a word without one is a root, whatever its relation.
    let has_tree = sentence
        .tokens
        .iter()
        .any(|t| t.head.is_some() || t.deprel == Deprel::Root);
    let mut units = sentence.multiword.iter().peekable();
    let mut names = sentence.names.iter().peekable();
    for (i, token) in sentence.tokens.iter().enumerate() {
        let mut misc = Vec::new();
        let is_inside = units.peek().is_some_and(|u| u.first <= i && i <= u.last);
        if let Some(unit) = units.peek().filter(|u| u.first == i) {
            let ends = sentence.tokens.get(unit.last).is_none_or(|t| t.space_after);
            let misc = if ends { "_" } else { "SpaceAfter=No" };
            line(
                lines,
                format_args!(
                    "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                    unit.first + 1,
                    unit.last + 1,
                    plain(&unit.form)
                ),
            );
        }
        while names.next_if(|n| n.last < i).is_some() {}
        if let Some(name) = names.peek().filter(|n| n.first <= i) {
            misc.push(format!(
                "NER={}-{}",
                if name.first == i { "B" } else { "I" },
                name.class.as_str()
            ));
        }
        if !token.space_after && !is_inside {
            misc.push("SpaceAfter=No".to_owned());
        }
        if units.peek().is_some_and(|u| u.last == i) {
            units.next();
        }
        let (head, deprel) = match token.head {
            Some(head) => ((head + 1).to_string(), token.deprel.as_str()),
            None if has_tree => ("0".to_owned(), token.deprel.as_str()),
            None if token.deprel == Deprel::Dep => ("_".to_owned(), "_"),
            None => ("_".to_owned(), token.deprel.as_str()),
        };
        let upos = token.upos.as_str();
        let upos = if token.xpos.is_empty() && token.upos == Upos::X {
            "_"
        } else {
            upos
        };
        line(
            lines,
            format_args!(
                "{}\t{}\t{}\t{upos}\t{}\t{}\t{head}\t{deprel}\t_\t{}",
                i + 1,
                filled(&token.form),
                filled(&token.lemma),
                filled(&token.xpos),
                filled(&token.feats),
                if misc.is_empty() {
                    "_".to_owned()
                } else {
                    misc.join("|")
                },
            ),
        );
    }
    lines.push('\n');
}
