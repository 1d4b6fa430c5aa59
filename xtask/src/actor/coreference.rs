//! `cargo xtask eval coreference`: do the links that the coder makes within a text hold?
//!
//! The gold is GUM's entity annotation, in the MISC column of the treebank: every noun phrase is a mention of some entity.
//! Its words are given, tags, trees and names are the parser's own. A link is right if both its ends are mentions of one
//! entity, or of one of those that the mention stands for together (`SplitAnte`). A link whose end is no mention is wrong.
//! Recall is over pronouns for persons, bodies and countries mentioned before.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result};
use coder::actor::{Actors, Registry};
use syntax::{Document, Parser, Sentence, Span, TokenIdx, conllu};

use crate::treebank;

/// A noun phrase of the gold and the entity that it mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mention {
    first: TokenIdx,
    last: TokenIdx,
    /// The word that the others hang on, by the gold tree.
    head: TokenIdx,
    entity: usize,
    kind: String,
}

/// One text with its gold.
#[derive(Debug, Default)]
pub(super) struct Text {
    id: String,
    pub(super) document: Document,
    /// Mentions of each sentence.
    mentions: Vec<Vec<Mention>>,
    /// Entities that stand for several.
    splits: BTreeMap<usize, Vec<usize>>,
}

/// Counts of one kind of link.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    made: usize,
    right: usize,
}

/// Print the scores by kind of link; with `--errors` each wrong link; with `--genres news,…` other genres than news.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let shared = crate::tidy::root().join("../shared");
    let genres = args.iter().position(|a| *a == "--genres");
    let genres = genres.and_then(|at| args.get(at + 1)).copied();
    let genres: Vec<&str> = genres.unwrap_or("news").split(',').collect();
    let parser = Parser::standard();
    for (key, value) in figures(&shared, &parser, &genres, args.contains(&"--errors"))? {
        println!("{key:<48} {value:.4}");
    }
    Ok(())
}

/// Precision of links, by kind and together, and recall of pronouns.
pub(crate) fn figures(
    shared: &Path,
    parser: &Parser,
    genres: &[&str],
    errors: bool,
) -> Result<Vec<(String, f64)>> {
    let registry = Registry::embedded();
    let mut figures = Vec::new();
    for file in ["gumcc-dev", "gumcc-train"] {
        let path = shared.join(format!("treebanks/{file}.conllu.gz"));
        if !path.exists() {
            println!("coreference: skipped, {} is not there", path.display());
            continue;
        }
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        let (mut pronouns, mut found) = (0_usize, 0_usize);
        for mut text in read(&path, genres)? {
            parser.annotate(&mut text.document.sentences);
            let actors = Actors::new(&registry, &text.document, None);
            for link in text.links(&actors) {
                let word = link
                    .words
                    .split(' ')
                    .next()
                    .unwrap_or_default()
                    .to_lowercase();
                let kind = match word.as_str() {
                    _ if !link.rule.ends_with("pronoun") => link.rule,
                    "it" | "its" | "itself" => "pronoun 'it'",
                    "they" | "them" | "their" | "themselves" => "pronoun 'they'",
                    _ => "pronoun 'he', 'she'",
                };
                for kind in [kind, "all"] {
                    let count = counts.entry(kind).or_default();
                    count.made += 1;
                    count.right += usize::from(link.right);
                }
                if errors && !link.right {
                    println!("{}\t{}\t{}\t{}", text.id, link.rule, link.words, link.text);
                }
            }
            let (wanted, hit) = text.pronouns(&actors, errors);
            pronouns += wanted;
            found += hit;
        }
        for (kind, count) in &counts {
            let key = format!("coreference.{file}.{}", kind.replace("coreference:", ""));
            let share = count.right as f64 / count.made.max(1) as f64;
            if *kind == "all" {
                figures.push((format!("coreference.{file}.precision"), share));
            } else {
                println!("{key:<48} {share:.4}  {} of {}", count.right, count.made);
            }
        }
        let all = counts.get("all").copied().unwrap_or_default();
        println!(
            "coreference.{file}: {} of {} links right; {found} of {pronouns} pronouns found",
            all.right, all.made
        );
        figures.push((
            format!("coreference.{file}.pronoun_recall"),
            found as f64 / pronouns.max(1) as f64,
        ));
    }
    Ok(figures)
}

/// A link that was made.
struct Link {
    rule: &'static str,
    words: String,
    text: String,
    right: bool,
}

impl Text {
    /// The words at which a mention's head may stand, and the entity they mention: that of the smallest mention headed by
    /// the word, or the smallest that holds just these words.
    fn entity(&self, sentence: usize, token: TokenIdx) -> Option<usize> {
        let all = self.mentions[sentence].iter();
        all.filter(|m| m.head == token)
            .min_by_key(|m| m.last - m.first)
            .map(|m| m.entity)
    }

    /// The entities of a stretch of text: of the mention whose head is the stretch's own.
    fn entities_of(&self, span: Span) -> Vec<usize> {
        let mut sentences = self.document.sentences.iter().enumerate();
        let Some((index, s)) =
            sentences.rfind(|(_, s)| s.span.start <= span.start && span.end <= s.span.end)
        else {
            return Vec::new();
        };
        let inside = |t: &syntax::Token| span.start <= t.span.start && t.span.end <= span.end;
        let (Some(first), Some(last)) = (
            s.tokens.iter().position(inside),
            s.tokens.iter().rposition(inside),
        ) else {
            return Vec::new();
        };
        // The largest mention headed inside the words, that begins in them: 'the president' of 'the president, X'.
        let headed = self.mentions[index]
            .iter()
            .filter(|m| (first..=last).contains(&m.head) && (first..=last).contains(&m.first));
        let best = headed.max_by_key(|m| (m.last.min(last) - m.first, m.last == last));
        best.map(|m| m.entity).into_iter().collect()
    }

    /// Whether some mention of an entity holds several stretches: 'A and B' of 'they'.
    fn spans_all(&self, entity: usize, all: &[Span]) -> bool {
        let sentences = self.document.sentences.iter().zip(&self.mentions);
        all.len() > 1
            && sentences.into_iter().any(|(s, mentions)| {
                mentions.iter().filter(|m| m.entity == entity).any(|m| {
                    let (start, end) = (s.tokens[m.first].span.start, s.tokens[m.last].span.end);
                    all.iter().all(|a| start <= a.start && a.end <= end)
                })
            })
    }

    fn same(&self, a: usize, b: usize) -> bool {
        let part = |whole: usize, part: usize| {
            self.splits
                .get(&whole)
                .is_some_and(|all| all.contains(&part))
        };
        a == b || part(a, b) || part(b, a)
    }

    /// Whether a pronoun mentions what a phrase does, or what several joined phrases do together.
    pub(super) fn is_right(
        &self,
        (sentence, pronoun): (usize, TokenIdx),
        (at, first, last): (usize, TokenIdx, TokenIdx),
    ) -> bool {
        let Some(wanted) = self.entity(sentence, pronoun) else {
            return false;
        };
        if first == last {
            return self.entity(at, first) == Some(wanted);
        }
        let whole = |m: &&Mention| m.entity == wanted && m.head == first && m.last >= last;
        let split = [first, last].iter().all(|&t| {
            self.entity(at, t)
                .is_some_and(|e| e != wanted && self.same(wanted, e))
        });
        self.mentions[at].iter().any(|m| whole(&m)) || split
    }

    fn links(&self, actors: &Actors<'_>) -> Vec<Link> {
        let mut all = Vec::new();
        for (index, s) in self.document.sentences.iter().enumerate() {
            for token in 0..s.tokens.len() {
                let together: Vec<Span> = actors
                    .at_all(index, token)
                    .iter()
                    .filter_map(|r| r.link)
                    .collect();
                for resolved in actors.at_all(index, token) {
                    let Some(to) = resolved.link else { continue };
                    let from = self.entity(index, token);
                    let from = from.or_else(|| self.entities_of(resolved.span).first().copied());
                    let to = self.entities_of(to);
                    let one = from.is_some_and(|f| to.iter().any(|&t| self.same(f, t)));
                    let right = one || from.is_some_and(|f| self.spans_all(f, &together));
                    all.push(Link {
                        rule: resolved.rule,
                        words: resolved.via.clone().unwrap_or_default(),
                        text: s.span.of(&self.document.text).to_owned(),
                        right,
                    });
                }
            }
        }
        all
    }

    /// How many pronouns mention a person, body or country that was mentioned before, and how many were linked right.
    fn pronouns(&self, actors: &Actors<'_>, errors: bool) -> (usize, usize) {
        let (mut wanted, mut hit) = (0, 0);
        let mut before: Vec<usize> = Vec::new();
        for (index, s) in self.document.sentences.iter().enumerate() {
            for (token, t) in s.tokens.iter().enumerate() {
                let mention = self.mentions[index]
                    .iter()
                    .find(|m| m.first == token && m.last == token);
                let Some(mention) = mention else { continue };
                let party = matches!(mention.kind.as_str(), "person" | "organization" | "place");
                let personal = matches!(t.xpos.as_str(), "PRP" | "PRP$");
                let third = personal
                    && !matches!(
                        t.form.to_lowercase().as_str(),
                        "i" | "me"
                            | "my"
                            | "you"
                            | "your"
                            | "we"
                            | "us"
                            | "our"
                            | "mine"
                            | "myself"
                            | "yourself"
                            | "ourselves"
                    );
                if !(party && third && before.contains(&mention.entity)) {
                    continue;
                }
                wanted += 1;
                let mut links = actors.at_all(index, token).iter().filter_map(|r| r.link);
                let right = links.any(|to| {
                    self.entities_of(to)
                        .iter()
                        .any(|&e| self.same(mention.entity, e))
                });
                hit += usize::from(right);
                if errors && !right && actors.at_all(index, token).is_empty() {
                    println!(
                        "{}\topen\t{}\t{}",
                        self.id,
                        t.form,
                        s.span.of(&self.document.text)
                    );
                }
            }
            before.extend(self.mentions[index].iter().map(|m| m.entity));
        }
        (wanted, hit)
    }
}

/// The texts of a treebank that are of some genres.
pub(super) fn read(path: &Path, genres: &[&str]) -> Result<Vec<Text>> {
    let packed = treebank::unpacked(path)?;
    let sentences = conllu::Reader::new(BufReader::new(packed.as_bytes()))
        .collect::<Result<Vec<conllu::Read>, _>>()?;
    let mut texts: Vec<Text> = Vec::new();
    let (mut lines, mut wanted) = (packed.lines(), false);
    for read in sentences {
        let mut misc: Vec<&str> = Vec::new();
        for line in lines.by_ref() {
            if let Some(id) = line.strip_prefix("# newdoc id = ") {
                let genre = id.split('_').nth(1).unwrap_or_default();
                wanted = genres.contains(&genre);
                if wanted {
                    texts.push(Text {
                        id: id.to_owned(),
                        ..Text::default()
                    });
                }
            }
            if line.is_empty() && !misc.is_empty() {
                break;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            if let [id, .., last] = cells[..]
                && id.parse::<usize>().is_ok()
            {
                misc.push(last);
            }
        }
        let Some(text) = texts.last_mut().filter(|_| wanted) else {
            continue;
        };
        text.add(read, &misc)
            .context("its entities cannot be read")?;
    }
    Ok(texts)
}

impl Text {
    fn add(&mut self, read: conllu::Read, misc: &[&str]) -> Result<()> {
        let start = self.document.text.len();
        self.document.text.push_str(&read.text);
        let mut sentence = read.sentence;
        let moved = |span: Span| Span::new(span.start + start, span.end + start);
        for token in &mut sentence.tokens {
            token.span = moved(token.span);
        }
        for unit in &mut sentence.multiword {
            unit.span = moved(unit.span);
        }
        if let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) {
            sentence.span = Span::new(first.span.start, last.span.end);
        }
        self.document
            .text
            .push(if sentence.starts_paragraph { '\n' } else { ' ' });
        let mentions = mentions(&sentence, misc, &mut self.splits)?;
        self.document.sentences.push(sentence);
        self.mentions.push(mentions);
        Ok(())
    }
}

/// The mentions of a sentence from the brackets of its MISC column: `(3-person-new-…`, `3)`, `(4-place-…)`.
fn mentions(
    sentence: &Sentence,
    misc: &[&str],
    splits: &mut BTreeMap<usize, Vec<usize>>,
) -> Result<Vec<Mention>> {
    let mut all: Vec<Mention> = Vec::new();
    let mut open: Vec<(TokenIdx, usize, String)> = Vec::new();
    for (token, misc) in misc.iter().enumerate() {
        for part in misc.split('|') {
            if let Some(list) = part.strip_prefix("SplitAnte=") {
                for pair in list.split(',') {
                    let ids = pair.split_once('<').map(|(a, b)| (number(a), number(b)));
                    if let Some((Some(one), Some(whole))) = ids {
                        splits.entry(whole).or_default().push(one);
                    }
                }
            }
            let Some(brackets) = part.strip_prefix("Entity=") else {
                continue;
            };
            for bracket in pieces(brackets) {
                if let Some(opened) = bracket.strip_prefix('(') {
                    let mut cells = opened.split('-');
                    let id = cells
                        .next()
                        .and_then(number)
                        .context("an entity has no number")?;
                    open.push((
                        token,
                        id,
                        cells
                            .next()
                            .unwrap_or_default()
                            .trim_end_matches(')')
                            .to_owned(),
                    ));
                }
                if let Some(closed) = bracket.strip_suffix(')') {
                    let id = number(closed.trim_start_matches('('))
                        .context("an entity has no number")?;
                    let at = open
                        .iter()
                        .rposition(|o| o.1 == id)
                        .context("an entity ends that never began")?;
                    let (first, entity, kind) = open.remove(at);
                    let inside = first..=token;
                    let head = inside
                        .clone()
                        .find(|&t| sentence.tokens[t].head.is_none_or(|h| !inside.contains(&h)));
                    all.push(Mention {
                        first,
                        last: token,
                        head: head.unwrap_or(first),
                        entity,
                        kind,
                    });
                }
            }
        }
    }
    Ok(all)
}

/// The number that a cell starts with; parts of a mention in several pieces are numbered `3[1/2]`.
fn number(cell: &str) -> Option<usize> {
    let end = cell
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(cell.len());
    cell.get(..end)?.parse().ok()
}

/// `(1-a(2-b)3)` as `(1-a`, `(2-b)`, `3)`.
fn pieces(brackets: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut from = 0;
    for (at, c) in brackets.char_indices() {
        let cut = match c {
            '(' if at > from => at,
            ')' => at + 1,
            _ => continue,
        };
        all.extend(brackets.get(from..cut));
        from = cut;
    }
    all.extend(brackets.get(from..).filter(|rest| !rest.is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn brackets_are_cut() {
        assert_eq!(pieces("(1-a-x(2-b)3)4)"), ["(1-a-x", "(2-b)", "3)", "4)"]);
        assert_eq!(pieces("(12-place"), ["(12-place"]);
    }
}
