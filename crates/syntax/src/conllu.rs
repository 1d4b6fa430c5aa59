//! How is a document written down, and read back? As CoNLL-U (<https://universaldependencies.org/format.html>).
//!
//! Ten columns a word, an empty line after a sentence, ranges for multiword tokens, `# text` and `# newpar` in the
//! comments. Names stand in MISC as `NER=B-PER`, `NER=I-PER`, missing spaces as `SpaceAfter=No`.
//!
//! The [`Reader`] streams: it gives one sentence at a time with its own text, so a treebank of any size needs the
//! memory of its longest sentence. It forgives what carries no tree (unknown comments, empty nodes, unknown
//! relations, cells with an underscore) and reports what would break one: a line without ten cells, numbers out of
//! order, a head outside the sentence, a cycle. It never panics.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};

use crate::{
    Deprel, Document, MultiwordToken, Name, NameClass, Sentence, Span, Token, TokenIdx, Upos,
};

/// A sentence as read, with the text that its spans point into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The sentence; it starts at byte 0 of `text`.
    pub sentence: Sentence,
    /// Its words with the spaces between them.
    pub text: String,
    /// `# sent_id`.
    pub id: Option<String>,
    /// Whether `# newdoc` stands above it.
    pub starts_document: bool,
}

/// Why a sentence could not be read, and on which line, from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The input itself failed.
    #[error("line {line}: {source}")]
    Io {
        /// The line.
        line: usize,
        /// What went wrong.
        source: io::Error,
    },
    /// A word line has too few cells.
    #[error("line {line}: {cells} cells where a word has ten")]
    Cells {
        /// The line.
        line: usize,
        /// How many there are.
        cells: usize,
    },
    /// An id that is no number, or not the next one.
    #[error("line {line}: word number `{id}`, expected {expected}")]
    Id {
        /// The line.
        line: usize,
        /// What stands there.
        id: String,
        /// The number that comes next.
        expected: usize,
    },
    /// A range that reaches past the last word.
    #[error("line {line}: a range ends at word {last}, the sentence at word {words}")]
    Range {
        /// The line after the sentence.
        line: usize,
        /// Where the range ends.
        last: usize,
        /// Number of words.
        words: usize,
    },
    /// A head that is no word of the sentence.
    #[error("line {line}: head `{head}` in a sentence of {words} words")]
    Head {
        /// The line.
        line: usize,
        /// What stands there.
        head: String,
        /// Number of words.
        words: usize,
    },
    /// Heads that lead back to where they started.
    #[error("line {line}: the sentence that ends here has a cycle at word {word}")]
    Cycle {
        /// The line after the sentence.
        line: usize,
        /// A word of the cycle, from 1.
        word: usize,
    },
}

/// Reads sentences one by one.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    line: usize,
    buffer: Vec<u8>,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    /// A reader over `input`.
    pub const fn new(input: R) -> Self {
        Self {
            input,
            line: 0,
            buffer: Vec::new(),
            is_done: false,
        }
    }

    /// The next line, or nothing at the end; what is not UTF-8 becomes the replacement character.
    fn line(&mut self) -> Result<Option<String>, ReadError> {
        self.buffer.clear();
        self.line += 1;
        let read = self.input.read_until(b'\n', &mut self.buffer);
        let count = read.map_err(|source| ReadError::Io {
            line: self.line,
            source,
        })?;
        Ok((count > 0).then(|| {
            String::from_utf8_lossy(&self.buffer)
                .trim_end_matches(['\n', '\r'])
                .to_owned()
        }))
    }

    /// Leaves the sentence that is not well formed, so that the next one can be read.
    fn skip(&mut self) {
        while let Ok(Some(line)) = self.line() {
            if line.is_empty() {
                return;
            }
        }
        self.is_done = true;
    }

    fn sentence(&mut self) -> Result<Option<Read>, ReadError> {
        let mut draft = Draft::default();
        loop {
            let Some(line) = self.line()? else {
                self.is_done = true;
                break;
            };
            if line.is_empty() {
                if draft.has_words() {
                    break;
                }
                draft = Draft::default();
            } else if let Some(comment) = line.strip_prefix('#') {
                draft.comment(comment.trim());
            } else {
                draft.word(&line, self.line)?;
            }
        }
        if draft.has_words() {
            draft.finish(self.line).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let read = self.sentence();
        match &read {
            Err(ReadError::Io { .. }) => self.is_done = true,
            Err(ReadError::Cells { .. } | ReadError::Id { .. }) => self.skip(),
            // The others are found after the last line of a sentence.
            _ => {}
        }
        read.transpose()
    }
}

/// A sentence while its lines come in.
#[derive(Debug, Default)]
struct Draft {
    read: Read,
    heads: Vec<(usize, String)>,
    names: Vec<Option<(bool, NameClass)>>,
    /// The last word of the multiword token being read, from 1, and whether a space follows it.
    open: Option<(usize, bool)>,
}

impl Draft {
    fn has_words(&self) -> bool {
        !self.read.sentence.tokens.is_empty()
    }

    fn comment(&mut self, comment: &str) {
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

    fn word(&mut self, line: &str, at: usize) -> Result<(), ReadError> {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = cells.as_slice() else {
            return Err(ReadError::Cells {
                line: at,
                cells: cells.len(),
            });
        };
        let expected = self.read.sentence.tokens.len() + 1;
        let wrong = || ReadError::Id {
            line: at,
            id: id.to_owned(),
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

    fn finish(mut self, line: usize) -> Result<Read, ReadError> {
        let words = self.read.sentence.tokens.len();
        if let Some((last, _)) = self.open {
            return Err(ReadError::Range { line, last, words });
        }
        let has_heads = self.heads.iter().any(|(_, head)| head != "_");
        for (token, (at, head)) in self.read.sentence.tokens.iter_mut().zip(&self.heads) {
            let bad = || ReadError::Head {
                line: *at,
                head: head.clone(),
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
        let text = self.read.text.trim_end().len();
        self.read.text.truncate(text);
        self.read.sentence.span = Span::new(0, text);
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
    let mut units = sentence.multiword.iter().peekable();
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
        if let Some(name) = sentence.names.iter().find(|n| n.first <= i && i <= n.last) {
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
            None if token.deprel == Deprel::Root => ("0".to_owned(), "root"),
            None => ("_".to_owned(), "_"),
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
