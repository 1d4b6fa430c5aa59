//! One sentence while its lines come in: columns checked, text rebuilt, heads and names resolved at the end.

use super::{MAX_WORDS, Read, ReadError};
use crate::{Deprel, MultiwordToken, Name, NameClass, Span, Token, TokenIdx, Upos};

/// Characters of a cell that a message shows.
const MAX_SHOWN: usize = 40;

/// A sentence while its lines come in.
#[derive(Debug, Default)]
pub(super) struct Draft {
    read: Read,
    heads: Vec<(usize, String)>,
    names: Vec<Option<(bool, NameClass)>>,
    /// The last word of the multiword token being read, from 1, and whether a space follows it.
    open: Option<(usize, bool)>,
}

impl Draft {
    pub(super) fn has_words(&self) -> bool {
        !self.read.sentence.tokens.is_empty()
    }

    pub(super) fn comment(&mut self, comment: &str) {
        let (key, value) = comment
            .split_once('=')
            .map_or((comment, ""), |(k, v)| (k.trim(), v.trim()));
        match key.split_whitespace().next() {
            Some("sent_id") => self.read.id = Some(value.to_owned()),
            Some("newpar") => self.read.sentence.starts_paragraph = true,
            Some("newdoc") => {
                self.read.starts_document = true;
                self.read.sentence.starts_paragraph = true;
            }
            _ => {}
        }
    }

    pub(super) fn word(&mut self, line: &str, at: usize) -> Result<(), ReadError> {
        let cells: Vec<&str> = line
            .split('\t')
            .map(|cell| if cell.is_empty() { "_" } else { cell })
            .collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = cells.as_slice() else {
            return Err(ReadError::Cells {
                line: at,
                cells: cells.len(),
            });
        };
        let expected = self.read.sentence.tokens.len() + 1;
        let wrong = || ReadError::Id {
            line: at,
            id: shown(id),
            expected,
        };
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if id.contains('.') {
            return Ok(());
        }
        if let Some((first, last)) = id.split_once('-') {
            let (first, last): (usize, usize) = (
                first.parse().map_err(|_| wrong())?,
                last.parse().map_err(|_| wrong())?,
            );
            if first != expected || last < first || self.open.is_some() {
                return Err(wrong());
            }
            let start = self.read.text.len();
            self.read.text.push_str(form);
            let span = Span::new(start, self.read.text.len());
            let unit = MultiwordToken {
                first: first - 1,
                last: last - 1,
                span,
                form: form.to_owned(),
            };
            self.read.sentence.multiword.push(unit);
            self.open = Some((last, space_after));
            return Ok(());
        }
        if id.parse() != Ok(expected) {
            return Err(wrong());
        }
        if expected > MAX_WORDS {
            return Err(ReadError::Long { line: at });
        }
        let is_inside = self.open.is_some();
        let span = if let Some(unit) = self.read.sentence.multiword.last().filter(|_| is_inside) {
            unit.span
        } else {
            let start = self.read.text.len();
            self.read.text.push_str(form);
            Span::new(start, self.read.text.len())
        };
        let mut token = Token {
            span,
            form: form.to_owned(),
            lemma: cell(lemma, form),
            upos: Upos::parse(upos),
            xpos: cell(xpos, ""),
            feats: cell(feats, ""),
            head: None,
            deprel: Deprel::parse(deprel),
            space_after: space_after && !is_inside,
        };
        if let Some((last, space)) = self.open.filter(|&(last, _)| last == expected) {
            token.space_after = space;
            self.open = (last != expected).then_some((last, space));
        }
        if token.space_after && self.open.is_none() {
            self.read.text.push(' ');
        }
        self.heads.push((at, head.to_owned()));
        self.names.push(misc.split('|').find_map(name));
        self.read.sentence.tokens.push(token);
        Ok(())
    }

    pub(super) fn finish(mut self, line: usize) -> Result<Read, ReadError> {
        let words = self.read.sentence.tokens.len();
        if let Some((last, _)) = self.open {
            return Err(ReadError::Range { line, last, words });
        }
        let has_heads = self.heads.iter().any(|(_, head)| head != "_");
        for (token, (at, head)) in self.read.sentence.tokens.iter_mut().zip(&self.heads) {
            let bad = || ReadError::Head {
                line: *at,
                head: shown(head),
                words,
            };
            token.head = match head.as_str() {
                "_" if !has_heads => None,
                head => match head.parse::<usize>().map_err(|_| bad())? {
                    0 => None,
                    head if head <= words => Some(head - 1),
                    _ => return Err(bad()),
                },
            };
        }
        if let Some(word) = cycle(&self.read.sentence.tokens) {
            return Err(ReadError::Cycle {
                line,
                word: word + 1,
            });
        }
        part(&mut self.read);
        // No space after the last word. What white space the word itself has is its own.
        if self
            .read
            .sentence
            .tokens
            .last()
            .is_some_and(|t| t.space_after)
        {
            self.read.text.pop();
        }
        self.read.sentence.span = Span::new(0, self.read.text.len());
        self.read.sentence.names = names(&self.names);
        Ok(self.read)
    }
}

/// Gives the words of a multiword token spans of their own where they spell it.
fn part(read: &mut Read) {
    for unit in &read.sentence.multiword {
        let Some(words) = read.sentence.tokens.get_mut(unit.first..=unit.last) else {
            continue;
        };
        let spelt: String = words.iter().map(|t| t.form.as_str()).collect();
        if spelt != unit.form {
            continue;
        }
        let mut start = unit.span.start;
        for word in words {
            word.span = Span::new(start, start + word.form.len());
            start = word.span.end;
        }
    }
}

/// What stands in the file, as far as a message has room for it.
fn shown(cell: &str) -> String {
    let mut shown: String = cell.chars().take(MAX_SHOWN).collect();
    if shown.len() < cell.len() {
        shown.push('…');
    }
    shown
}

fn cell(cell: &str, form: &str) -> String {
    // A word may be an underscore itself.
    if cell == "_" && form != "_" {
        String::new()
    } else {
        cell.to_owned()
    }
}

/// `NER=B-PER`: whether a name begins here, and its class.
fn name(misc: &str) -> Option<(bool, NameClass)> {
    let (place, class) = misc.strip_prefix("NER=")?.split_once('-')?;
    let class = match class {
        "PER" => NameClass::Per,
        "ORG" => NameClass::Org,
        "LOC" => NameClass::Loc,
        _ => return None,
    };
    Some((place == "B", class))
}

fn names(labels: &[Option<(bool, NameClass)>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        let &Some((begins, class)) = label else {
            continue;
        };
        match names.last_mut() {
            Some(name) if !begins && name.last + 1 == i && name.class == class => name.last = i,
            _ => names.push(Name {
                first: i,
                last: i,
                class,
            }),
        }
    }
    names
}

/// A word from which the heads lead back to itself.
fn cycle(tokens: &[Token]) -> Option<TokenIdx> {
    // 0: not seen, otherwise the walk that saw it; one walk may not meet itself.
    let mut seen = vec![0_usize; tokens.len()];
    for start in 0..tokens.len() {
        let mut at = Some(start);
        while let Some(node) = at {
            match seen.get(node).copied() {
                Some(0) => {}
                Some(walk) if walk == start + 1 => return Some(node),
                _ => break,
            }
            seen[node] = start + 1;
            at = tokens[node].head;
        }
    }
    None
}
