//! What holds for any text and any CoNLL-U, asserted: the tests call it on cases, the fuzzer on whatever it finds.
#![allow(
    dead_code,
    reason = "each test and each fuzz target uses its part of this module"
)]

use std::io::Write as _;

use syntax::conllu::{self, Read, Reader, write_document, write_sentence};
use syntax::segment::{self, MAX_WORDS};
use syntax::{Document, Parser, Sentence};

/// Whether nothing in a gap can be seen.
fn shows_nothing(gap: &str) -> bool {
    gap.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(u32::from(c), 0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfeff)
    })
}

/// Segments a text: what lies between tokens shows nothing, spans spell the forms in order, sentences stay under
/// the limit and come back from CoNLL-U.
pub(crate) fn segment(text: &str) -> Document {
    let document = segment::segment(text);
    assert_eq!(document.text, text);
    let between = |start: usize, end: usize| text.get(start..end).expect("characters are whole");
    let mut at = 0;
    for sentence in &document.sentences {
        let (first, last) = ends(sentence);
        assert!(sentence.tokens.len() <= MAX_WORDS, "{text:?}");
        assert_eq!(sentence.span.start, sentence.tokens[first].span.start);
        assert_eq!(sentence.span.end, sentence.tokens[last].span.end);
        for token in &sentence.tokens {
            assert!(token.span.start >= at && !token.span.is_empty(), "{text:?}");
            assert!(shows_nothing(between(at, token.span.start)), "{text:?}");
            assert_eq!(between(token.span.start, token.span.end), token.form);
            assert!(!token.form.contains(['\t', '\n', '\r']), "{text:?}");
            at = token.span.end;
            let next = between(at, text.len()).chars().next();
            let is_gap = next.is_none_or(|c| shows_nothing(c.encode_utf8(&mut [0; 4])));
            assert_eq!(token.space_after, is_gap, "{text:?}");
        }
        units_in_order(sentence);
        for unit in &sentence.multiword {
            assert_eq!(unit.span.of(text), unit.form);
            assert!(unit.first < unit.last);
        }
    }
    assert!(shows_nothing(between(at, text.len())), "{text:?}");
    comes_back(&document);
    document
}

/// The document, written and read: the same words in the same sentences.
fn comes_back(document: &Document) {
    let mut out = Vec::new();
    write_document(&mut out, document, "d").expect("memory does not fail");
    let mut read = Reader::new(out.as_slice());
    for sentence in &document.sentences {
        let back = read.next().expect("as many sentences");
        let back = back.expect("our own file").sentence;
        let forms = |s: &Sentence| s.tokens.iter().map(|t| t.form.clone()).collect::<Vec<_>>();
        assert_eq!(forms(&back), forms(sentence));
        assert_eq!(back.multiword.len(), sentence.multiword.len());
    }
    assert!(read.next().is_none());
}

/// Segments and parses a text: what holds for [`segment`], and each sentence is a tree of one root.
pub(crate) fn parsed(parser: &Parser, text: &str) -> Document {
    let mut document = segment(text);
    let warnings = parser.annotate(&mut document.sentences);
    assert_eq!(warnings, [], "no sentence is longer than a tree");
    document.sentences.iter().for_each(is_tree);
    comes_back(&document);
    document
}

/// Reads bytes as CoNLL-U, parses what can be read and writes it: no panic, spans inside the text, trees of one
/// root without a cycle, and each sentence comes back as it was, before parsing and after. Gives the numbers of
/// sentences and errors.
pub(crate) fn pretokenized(parser: &Parser, bytes: &[u8]) -> (usize, usize) {
    let lines = bytes.split(|&b| b == b'\n').count();
    let (mut sentences, mut errors) = (0, 0);
    for next in Reader::new(bytes) {
        match next {
            Ok(read) => {
                sentences += 1;
                sentence(parser, read);
            }
            Err(error) => {
                errors += 1;
                assert!(error.to_string().len() < 1000, "a message is to be read");
            }
        }
        assert!(sentences + errors <= lines);
    }
    (sentences, errors)
}

fn sentence(parser: &Parser, mut read: Read) {
    let Read { sentence, text, .. } = &read;
    ends(sentence);
    assert!(sentence.tokens.len() <= conllu::MAX_WORDS);
    assert_eq!((sentence.span.start, sentence.span.end), (0, text.len()));
    units_in_order(sentence);
    let mut at = 0;
    for (i, token) in sentence.tokens.iter().enumerate() {
        let spelt = text.get(token.span.start..token.span.end);
        let unit = sentence
            .multiword
            .iter()
            .find(|u| u.first <= i && i <= u.last);
        if let Some(unit) = unit {
            assert!(unit.span.contains(token.span) && spelt.is_some());
            assert_eq!(unit.span.of(text), unit.form);
        } else {
            assert_eq!(spelt, Some(token.form.as_str()));
        }
        assert!(token.span.start >= at);
        at = token.span.start;
    }
    climbs_to_a_root(sentence);
    is_written_and_read(&read);
    parser.annotate(std::slice::from_mut(&mut read.sentence));
    is_tree(&read.sentence);
    is_written_and_read(&read);
}

/// A written sentence comes back, but for what the format cannot say: a lemma that is an underscore, and line ends.
fn is_written_and_read(read: &Read) {
    let id = read.id.clone().unwrap_or_default();
    let mut out = Vec::new();
    write_sentence(&mut out, &read.sentence, &read.text, &id).expect("memory does not fail");
    out.write_all(b"1\tnext\t_\t_\t_\t_\t_\t_\t_\t_\n")
        .expect("memory does not fail");
    let mut back = Reader::new(out.as_slice());
    let first = back.next().expect("a sentence").expect("our own file");
    assert_eq!(plain(&first.sentence), plain(&read.sentence));
    assert_eq!(first.text, read.text.replace('\r', " "));
    assert_eq!(first.id, Some(id.replace(['\r', '\t'], " ")));
    assert!(matches!(back.next(), Some(Ok(_))) && back.next().is_none());
}

fn plain(sentence: &Sentence) -> Sentence {
    let mut plain = sentence.clone();
    for token in &mut plain.tokens {
        for cell in [
            &mut token.form,
            &mut token.lemma,
            &mut token.xpos,
            &mut token.feats,
        ] {
            *cell = cell.replace('\r', " ");
        }
        if token.lemma == "_" {
            token.lemma.clear();
        }
    }
    for unit in &mut plain.multiword {
        unit.form = unit.form.replace('\r', " ");
    }
    plain
}

/// First and last word of a sentence, which has one at least.
fn ends(sentence: &Sentence) -> (usize, usize) {
    assert!(!sentence.tokens.is_empty());
    (0, sentence.tokens.len() - 1)
}

fn units_in_order(sentence: &Sentence) {
    let mut next = 0;
    for unit in &sentence.multiword {
        assert!(next <= unit.first && unit.first <= unit.last);
        assert!(unit.last < sentence.tokens.len());
        next = unit.last + 1;
    }
    let mut next = 0;
    for name in &sentence.names {
        assert!(next <= name.first && name.first <= name.last);
        assert!(name.last < sentence.tokens.len());
        next = name.last + 1;
    }
}

fn is_tree(sentence: &Sentence) {
    climbs_to_a_root(sentence);
    let roots = sentence.tokens.iter().filter(|t| t.head.is_none());
    assert_eq!(roots.count(), 1);
    units_in_order(sentence);
}

/// Heads lie in the sentence and lead to a root, never in a circle.
fn climbs_to_a_root(sentence: &Sentence) {
    let n = sentence.tokens.len();
    // Words that are known to lead there.
    let mut is_safe = vec![false; n];
    for start in 0..n {
        let (mut path, mut at) = (Vec::new(), Some(start));
        while let Some(word) = at.filter(|&word| !is_safe[word]) {
            assert!(path.len() < n, "a cycle at word {}", start + 1);
            path.push(word);
            at = sentence.tokens[word].head;
        }
        for word in path {
            is_safe[word] = true;
        }
    }
}
