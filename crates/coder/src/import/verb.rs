//! Verb files to rules of the codebook: verbs with their codes, sets of synonyms, patterns around a verb.
//!
//! ```text
//! &TIES
//! +DIPLOMATIC TIES
//! --- RESTORE [064] ---
//! RESTORE {RESTORED RESTORING}
//! - NOT * &TIES [112]
//! - + * FROM $ [066]
//! ```
//!
//! A verb becomes `A:inside restore (... R)`, a pattern the same with `around not * diplomatic_ties`. Passives,
//! control and the like are the engine's. `$` is the actor, `+` the recipient, `%` two or more that are joined, `^` a
//! phrase to pass over. Forms are spelt out as the dictionary spells them; lemmas are the parser's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use plover::EventType;
use syntax::Upos;

use super::{Fault, brackets, fault, lines};

/// Readings of a pattern with its sets written out; more is a fault.
const MOST_READINGS: usize = 2000;

/// Verbs and patterns of some files.
#[derive(Debug, Clone, Default)]
pub struct Verbs {
    sets: BTreeMap<String, Vec<String>>,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, Default)]
struct Block {
    verbs: Vec<Verb>,
    patterns: Vec<Pattern>,
    code: String,
}

#[derive(Debug, Clone)]
struct Verb {
    forms: Vec<String>,
    /// Words right before the verb, and right behind it.
    left: Vec<String>,
    right: Vec<String>,
    code: String,
    place: Place,
}

#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    code: String,
    place: Place,
}

#[derive(Debug, Clone)]
struct Place {
    file: String,
    line: usize,
    text: String,
}

type Refusal = (String, String);

impl Verbs {
    /// Read another file.
    pub fn read(&mut self, file: &str, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        // Sets are known wherever they stand.
        let mut set: Option<String> = None;
        for (_, _, line) in lines(text) {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('&') {
                let name = clean(name);
                self.sets.entry(name.clone()).or_default();
                set = Some(name);
            } else if let (Some(member), Some(name)) = (line.strip_prefix('+'), &set) {
                let members = self.sets.entry(name.clone()).or_default();
                members.push(clean(member));
            } else {
                set = None;
            }
        }
        let mut in_set = false;
        let mut block: Option<Block> = None;
        for (number, whole, line) in lines(text) {
            let line = line.trim();
            if line.starts_with('&') {
                in_set = true;
                continue;
            }
            if in_set && line.starts_with('+') {
                continue;
            }
            in_set = false;
            let place = Place {
                file: file.to_owned(),
                line: number,
                text: whole.to_owned(),
            };
            let read = if line.starts_with("---") {
                self.blocks.extend(block.take());
                header(line).map(|code| {
                    block = Some(Block {
                        code,
                        ..Block::default()
                    });
                })
            } else {
                match (&mut block, line.strip_prefix("- ")) {
                    (None, _) => Err((
                        line.to_owned(),
                        "no block '--- VERB [code] ---' is open".to_owned(),
                    )),
                    (Some(block), Some(rest)) => {
                        pattern(rest, place).map(|p| block.patterns.push(p))
                    }
                    (Some(block), None) => {
                        verb(line, &block.code, place).map(|v| block.verbs.push(v))
                    }
                }
            };
            if let Err((part, reason)) = read {
                faults.push(fault(file, number, whole, &part, reason));
            }
        }
        self.blocks.extend(block);
        faults
    }

    /// As a file of the codebook. `event_of` says which type a code is of; a code it does not know is a fault.
    pub fn rules(&self, event_of: impl Fn(&str) -> Option<EventType>) -> (String, Vec<Fault>) {
        let mut out = String::new();
        let mut faults = Vec::new();
        let mut section: Option<EventType> = None;
        for block in &self.blocks {
            for verb in &block.verbs {
                let whole = std::iter::once((None, &verb.code, &verb.place));
                let patterns = block
                    .patterns
                    .iter()
                    .map(|p| (Some(&p.text), &p.code, &p.place));
                for (pattern, code, place) in whole.chain(patterns) {
                    if pattern.is_none() && (code.is_empty() || code == "---") {
                        continue;
                    }
                    let told = |(part, reason): Refusal| {
                        fault(&place.file, place.line, &place.text, &part, reason)
                    };
                    let Some(event) = event_of(code) else {
                        faults.push(told((
                            code.clone(),
                            "no event type is known for the code".to_owned(),
                        )));
                        continue;
                    };
                    match self.rule(verb, pattern.map(String::as_str), code) {
                        Ok(rule) => {
                            if section != Some(event) {
                                let _ = writeln!(out, "event {event}");
                                section = Some(event);
                            }
                            let _ = writeln!(out, "# {}:{}\n{rule}", place.file, place.line);
                        }
                        Err(refusal) => faults.push(told(refusal)),
                    }
                }
            }
        }
        // A pattern is told once, not once for every verb of its block.
        let mut seen = BTreeSet::new();
        faults.retain(|f| seen.insert((f.file.clone(), f.line, f.reason.clone())));
        (out, faults)
    }

    fn rule(&self, verb: &Verb, pattern: Option<&str>, code: &str) -> Result<String, Refusal> {
        let mut lemmas = BTreeSet::new();
        for form in &verb.forms {
            for tag in ["VB", "VBZ", "VBD", "VBN", "VBG"] {
                lemmas.insert(syntax::lemma::lemma(form, Upos::Verb, tag).to_lowercase());
            }
        }
        let mut shape = Shape::default();
        for item in pattern.unwrap_or("*").split_whitespace() {
            self.item(item, verb, &mut shape)?;
        }
        if !shape.has_head {
            return Err((
                pattern.unwrap_or_default().to_owned(),
                "'*' says where the verb stands".to_owned(),
            ));
        }
        let mut words = shape.words;
        let (takes_actor, takes_recipient) = (
            words.iter().any(|w| w == "A"),
            words.iter().any(|w| w == "R"),
        );
        let head = words
            .iter()
            .position(|w| w.contains('*'))
            .unwrap_or_default();
        let recipient_first = words
            .iter()
            .position(|w| w == "R")
            .is_some_and(|at| at < head);
        let subject = if shape.several_before {
            "A:several"
        } else if takes_actor || recipient_first {
            "_"
        } else {
            "A:inside"
        };
        if recipient_first && !takes_actor {
            // Whoever says it stands in front of whom it is said of.
            words.insert(0, "A".to_owned());
        }
        let recipient = match (takes_recipient, shape.several_behind, shape.several_before) {
            (true, ..) | (.., true) => "",
            (_, true, _) => " ... R:several",
            _ => " (... R)",
        };
        let join = |list: &mut dyn Iterator<Item = &str>| list.collect::<Vec<_>>().join("|");
        let mut line = format!(
            "{subject} {}{recipient} ; cameo={code} form {}",
            join(&mut lemmas.iter().map(String::as_str)),
            join(&mut verb.forms.iter().map(String::as_str))
        );
        if pattern.is_some() || words.len() > 1 || words.iter().any(|w| w != "*") {
            let _ = write!(line, " ; around {}", words.join(" "));
        }
        Ok(line)
    }

    /// One item of a pattern: words joined by '_', sets written out, signs on their own.
    fn item(&self, item: &str, verb: &Verb, shape: &mut Shape) -> Result<(), Refusal> {
        let mut run: Vec<Vec<String>> = Vec::new();
        let flush = |run: &mut Vec<Vec<String>>, shape: &mut Shape| {
            if !run.is_empty() {
                let all: BTreeSet<String> = run.drain(..).map(|words| words.join("_")).collect();
                shape
                    .words
                    .push(all.into_iter().collect::<Vec<_>>().join("|"));
            }
        };
        for part in item.split('_').filter(|p| !p.is_empty()) {
            let sign = match part {
                "$" => Some("A"),
                "+" => Some("R"),
                "^" => Some("^"),
                "%" => {
                    if shape.has_head {
                        shape.several_behind = true;
                    } else {
                        shape.several_before = true;
                    }
                    flush(&mut run, shape);
                    continue;
                }
                _ => None,
            };
            if let Some(sign) = sign {
                flush(&mut run, shape);
                shape.words.push(sign.to_owned());
                continue;
            }
            let choices: Vec<Vec<String>> = if part == "*" {
                shape.has_head = true;
                let mut words = verb.left.clone();
                words.push("*".to_owned());
                words.extend(verb.right.iter().cloned());
                vec![words]
            } else if let Some(name) = part.strip_prefix('&') {
                let mut all = Vec::new();
                self.members(name, &mut all, 0)
                    .map_err(|reason| (part.to_owned(), reason))?;
                all
            } else {
                vec![vec![part.to_lowercase()]]
            };
            run = if run.is_empty() {
                choices
            } else {
                run.iter()
                    .flat_map(|r| choices.iter().map(move |c| [r.as_slice(), c].concat()))
                    .collect()
            };
            if run.len() > MOST_READINGS {
                return Err((
                    item.to_owned(),
                    "its sets have too many readings".to_owned(),
                ));
            }
        }
        flush(&mut run, shape);
        Ok(())
    }

    /// The members of a set, those of sets inside it too, each as its words.
    fn members(&self, name: &str, all: &mut Vec<Vec<String>>, depth: usize) -> Result<(), String> {
        let members = self
            .sets
            .get(&clean(name))
            .ok_or_else(|| format!("no set &{name} is defined"))?;
        if depth > 8 {
            return Err(format!("the set &{name} holds itself"));
        }
        for member in members {
            if let Some(inner) = member.strip_prefix('&') {
                self.members(inner, all, depth + 1)?;
                continue;
            }
            all.push(
                member
                    .split(['_', ' '])
                    .filter(|w| !w.is_empty())
                    .map(str::to_lowercase)
                    .collect(),
            );
        }
        Ok(())
    }
}

/// What a pattern comes to.
#[derive(Default)]
struct Shape {
    words: Vec<String>,
    has_head: bool,
    several_before: bool,
    several_behind: bool,
}

fn clean(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").trim_end_matches('_').to_owned()
}

/// The code of a block: of several, the first.
fn header(line: &str) -> Result<String, Refusal> {
    let inner = line.trim_matches('-').trim();
    let code = inner
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(code, _)| code.trim().to_owned());
    code.ok_or_else(|| {
        (
            line.to_owned(),
            "a block has a code: '--- VERB [code] ---'".to_owned(),
        )
    })
}

fn pattern(line: &str, place: Place) -> Result<Pattern, Refusal> {
    let (text, codes) =
        brackets(line).map_err(|(part, reason)| (part.to_owned(), reason.to_owned()))?;
    let [code] = codes[..] else {
        return Err((line.to_owned(), "a pattern has one code".to_owned()));
    };
    Ok(Pattern {
        text: text.trim().to_owned(),
        code: code.trim().to_owned(),
        place,
    })
}

fn verb(line: &str, block: &str, place: Place) -> Result<Verb, Refusal> {
    let (names, codes) =
        brackets(line).map_err(|(part, reason)| (part.to_owned(), reason.to_owned()))?;
    let code = match codes[..] {
        [] => block.to_owned(),
        [code] => code.trim().to_owned(),
        _ => return Err((line.to_owned(), "a verb has one code".to_owned())),
    };
    let (base, listed) = match names.split_once('{') {
        Some((base, rest)) => {
            let (inside, _) = rest
                .split_once('}')
                .ok_or_else(|| (line.to_owned(), "forms end with '}'".to_owned()))?;
            (base, Some(inside))
        }
        None => (names, None),
    };
    // '+' marks the verb among several words: 'CORDON_OFF', 'WIRE_+TAP'.
    let all: Vec<&str> = base
        .split(['_', ' ', '\t'])
        .filter(|w| !w.is_empty())
        .collect();
    let at = all.iter().position(|w| w.starts_with('+')).unwrap_or(0);
    let bare = |w: &str| w.trim_start_matches('+').to_lowercase();
    let word = all
        .get(at)
        .map(|w| bare(w))
        .filter(|w| !w.is_empty())
        .ok_or_else(|| (line.to_owned(), "the verb has no name".to_owned()))?;
    let mut forms = match listed {
        Some(inside) => inside
            .split_whitespace()
            .filter_map(|form| {
                // Of a form with several words, the verb: the one marked, or the first.
                let words: Vec<&str> = form.split('_').collect();
                let verb = words
                    .iter()
                    .find(|w| w.starts_with('+'))
                    .or(words.first())?;
                Some(bare(verb)).filter(|v| !v.is_empty())
            })
            .collect(),
        None => inflected(&word),
    };
    forms.push(word);
    forms.sort();
    forms.dedup();
    Ok(Verb {
        forms,
        left: all.iter().take(at).map(|w| bare(w)).collect(),
        right: all.iter().skip(at + 1).map(|w| bare(w)).collect(),
        code,
        place,
    })
}

/// The regular forms.
fn inflected(verb: &str) -> Vec<String> {
    let consonant = verb
        .chars()
        .rev()
        .nth(1)
        .is_some_and(|c| !"aeiou".contains(c));
    if let Some(stem) = verb.strip_suffix('e') {
        vec![format!("{verb}s"), format!("{verb}d"), format!("{stem}ing")]
    } else if let (Some(stem), true) = (verb.strip_suffix('y'), consonant) {
        vec![
            format!("{stem}ies"),
            format!("{stem}ied"),
            format!("{verb}ing"),
        ]
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|e| verb.ends_with(e))
    {
        vec![
            format!("{verb}es"),
            format!("{verb}ed"),
            format!("{verb}ing"),
        ]
    } else {
        vec![
            format!("{verb}s"),
            format!("{verb}ed"),
            format!("{verb}ing"),
        ]
    }
}
