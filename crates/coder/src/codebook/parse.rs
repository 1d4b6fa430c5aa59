//! Codebook files to rules. A line that cannot be read is reported with file, line and reason.

use std::collections::BTreeMap;
use std::fmt;

use plover::{EventType, Mode, Quad, Status};

use super::around::Around;
use super::rule::{Demand, Effect, Fill, Head, Kind, Position, Role, Rule, Slot};
use super::vocabulary::{Vocabulary, WordId, WordList};
use crate::words::{self, Class};

/// A sentence that a file says must, or must not, be coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// File and line.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The event type of the file it stands in.
    pub event: Option<EventType>,
    /// What must come out, as written after `=>`; none where no event of this type may.
    pub expected: Option<String>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The line.
    pub text: String,
    /// The part that failed.
    pub part: String,
    /// Why.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}: {}", self.file, self.line, self.reason)?;
        writeln!(f, "  {}", self.text)?;
        let before = self.text.find(&self.part).unwrap_or(0);
        let column = self.text.get(..before).map_or(0, |t| t.chars().count());
        write!(
            f,
            "  {}{}",
            " ".repeat(column),
            "^".repeat(self.part.chars().count().max(1))
        )
    }
}

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) rules: Vec<Rule>,
    pub(super) examples: Vec<Example>,
    pub(super) faults: Vec<Fault>,
    classes: BTreeMap<String, Vec<WordId>>,
    pub(super) vocabulary: Vocabulary,
    /// Clauses that a `drop` line takes out, with where it stands.
    dropped: Vec<(String, usize, String)>,
}

/// Part of a line and why it could not be read.
type Refusal = (String, String);

/// What the lines of a section have in common.
#[derive(Debug, Clone, Copy)]
struct Section {
    effect: Option<Effect>,
    event: Option<EventType>,
}

impl Parsed {
    /// The word classes (`$NAME = a|b|c`) of a file.
    pub(super) fn classes(&mut self, file: &str, text: &str) {
        for (number, line) in text.lines().enumerate() {
            let Some((name, words)) = line.strip_prefix('$').and_then(|rest| rest.split_once('='))
            else {
                continue;
            };
            let mut all = Vec::new();
            for word in words.split('|').map(str::trim).filter(|w| !w.is_empty()) {
                match word.strip_prefix('$') {
                    Some(other) => match self.classes.get(other) {
                        Some(others) => all.extend(others),
                        None => self.fault(
                            file,
                            number,
                            line,
                            word,
                            "no word class of this name is defined above",
                        ),
                    },
                    None => all.push(self.vocabulary.intern(word)),
                }
            }
            self.classes.insert(name.trim().to_owned(), all);
        }
    }

    /// The rules and examples of a file.
    pub(super) fn file(&mut self, file: &str, text: &str) {
        let short = file.trim_end_matches(".rules");
        let mut section = Section {
            effect: None,
            event: None,
        };
        let mut cameo: Option<String> = None;
        for (number, whole) in text.lines().enumerate() {
            let line = whole.trim();
            let id = format!("{short}:{}", number + 1);
            if line.is_empty() || line.starts_with('#') || line.starts_with('$') {
                continue;
            }
            if let Some(clause) = line.strip_prefix("drop ") {
                let clause = clause.trim().to_owned();
                self.dropped.push((file.to_owned(), number, clause));
            } else if let Some(rest) = line.strip_prefix("+ ") {
                match rest.split_once("=>") {
                    Some((sentence, expected)) => self.examples.push(Example {
                        id,
                        text: sentence.trim().to_owned(),
                        event: section.event,
                        expected: Some(expected.trim().to_owned()),
                    }),
                    None => self.fault(
                        file,
                        number,
                        whole,
                        line,
                        "an example that must fire says '=>' and what must come out",
                    ),
                }
            } else if let Some(rest) = line.strip_prefix("- ") {
                let text = rest.trim().to_owned();
                self.examples.push(Example {
                    id,
                    text,
                    event: section.event,
                    expected: None,
                });
            } else {
                let read = if line.starts_with('[')
                    || line.starts_with("event ")
                    || line.starts_with("status ")
                    || line == "light"
                {
                    header(line, &mut section, &mut cameo)
                } else {
                    self.rule(line, id, section, cameo.as_ref())
                };
                if let Err((part, reason)) = read {
                    self.fault(file, number, whole, &part, &reason);
                }
            }
        }
    }

    /// Take out what `drop` lines name.
    pub(super) fn drop_rules(&mut self) {
        for (file, number, clause) in std::mem::take(&mut self.dropped) {
            let before = self.rules.len();
            self.rules.retain(|rule| rule.text != clause);
            if self.rules.len() == before {
                let line = format!("drop {clause}");
                self.fault(
                    &file,
                    number,
                    &line,
                    &clause,
                    "no rule stands in these words",
                );
            }
        }
    }

    fn fault(&mut self, file: &str, number: usize, text: &str, part: &str, reason: &str) {
        self.faults.push(Fault {
            file: file.to_owned(),
            line: number + 1,
            text: text.to_owned(),
            part: part.to_owned(),
            reason: reason.to_owned(),
        });
    }

    fn rule(
        &mut self,
        line: &str,
        id: String,
        section: Section,
        cameo: Option<&String>,
    ) -> Result<(), Refusal> {
        let mut effect = section.effect.ok_or_else(|| {
            (
                line.to_owned(),
                "no 'event', 'status' or 'light' line stands above".to_owned(),
            )
        })?;
        let (line, around) = match line.split_once("; around ") {
            Some((rest, words)) => (rest, Some(words)),
            None => (line, None),
        };
        let (clause, attributes) = line.split_once(';').unwrap_or((line, ""));
        let mut rule = Rule {
            id,
            text: clause.trim().to_owned(),
            effect,
            head: Head {
                kind: Kind::Verb,
                lemmas: Vec::new(),
            },
            slots: Vec::new(),
            cameo: cameo.cloned(),
            not: WordList::default(),
            bare: false,
            told: false,
            forms: Vec::new(),
            around: around.map(Around::parse).transpose()?,
        };
        let mut words = attributes.split_whitespace();
        while let Some(word) = words.next() {
            if let Some(code) = word.strip_prefix("cameo=") {
                rule.cameo = Some(code.to_owned());
            } else if let Some(name) = word.strip_prefix("status=") {
                let value = Status::parse(name)
                    .ok_or_else(|| (word.to_owned(), "no such status".to_owned()))?;
                if let Effect::Event { status, .. } = &mut effect {
                    *status = Some(value);
                }
            } else if let Some(name) = word.strip_prefix("mode=") {
                if let Effect::Event { event, mode, .. } = &mut effect {
                    *mode =
                        Some(Mode::parse(*event, name).ok_or_else(|| {
                            (word.to_owned(), format!("{event} has no such mode"))
                        })?);
                }
            } else if word == "bare" {
                rule.bare = true;
            } else if word == "told" {
                rule.told = true;
            } else if word == "not" {
                let list = words
                    .next()
                    .ok_or_else(|| (word.to_owned(), "'not' is followed by words".to_owned()))?;
                rule.not = self.list(list)?;
            } else if word == "form" {
                let list = words
                    .next()
                    .ok_or_else(|| (word.to_owned(), "'form' is followed by forms".to_owned()))?;
                rule.forms = self.words(list)?;
            } else {
                return Err((
                    word.to_owned(),
                    "known here are mode=, cameo=, status=, not WORDS, form FORMS, bare, told and, last, '; around …'".to_owned(),
                ));
            }
        }
        rule.effect = effect;
        self.clause(&mut rule, clause)?;
        self.rules.push(rule);
        Ok(())
    }

    fn clause(&mut self, rule: &mut Rule, clause: &str) -> Result<(), Refusal> {
        let mut items: Vec<&str> = clause.split_whitespace().collect();
        if items.first() == Some(&"n:") {
            rule.head.kind = Kind::Noun;
            items.remove(0);
        } else {
            let first = items.first().copied().unwrap_or_default();
            if first != "_" {
                let fill = self.fill(first)?;
                if !matches!(fill, Fill::Party(..) | Fill::Act(_)) {
                    return Err((
                        first.to_owned(),
                        "a clause starts with A, R, X or _ (or with n: for a noun)".to_owned(),
                    ));
                }
                rule.slots.push(Slot {
                    position: Position::Subject,
                    fill,
                    optional: false,
                });
            }
            items.remove(0);
            if items.first() == Some(&"be") {
                rule.head.kind = Kind::Predicate;
                items.remove(0);
            } else if items.get(1) == Some(&"not") {
                rule.head.kind = Kind::Refusal;
                items.remove(1);
            }
        }
        let head = items.first().copied().ok_or_else(|| {
            (
                clause.trim().to_owned(),
                "the clause has no head".to_owned(),
            )
        })?;
        for lemma in self.words(head)? {
            // 'carry_out' is a verb with a particle.
            let parts = lemma
                .split_once('_')
                .filter(|_| rule.head.kind == Kind::Verb);
            rule.head.lemmas.push(parts.map_or_else(
                || (lemma.clone(), None),
                |(verb, particle)| (verb.to_owned(), Some(particle.to_owned())),
            ));
        }
        let mut rest = items[1..].iter().copied().peekable();
        let mut modifiers: Vec<WordList> = Vec::new();
        while let Some(item) = rest.next() {
            let opened = item.starts_with('(');
            let item = item.trim_start_matches('(');
            let prepositions: Vec<String> = item.split('|').map(str::to_owned).collect();
            let is_preposition = prepositions.iter().all(|p| words::is(p, Class::Slot));
            let (position, word) = if is_preposition || item == "..." {
                let Some(word) = rest.next() else {
                    return Err((
                        item.to_owned(),
                        "a preposition, or '...', is followed by A, R, X, * or words".to_owned(),
                    ));
                };
                let position = if is_preposition {
                    Position::After(prepositions)
                } else {
                    Position::Behind
                };
                (position, word)
            } else {
                (Position::Object, item)
            };
            let closed = word.ends_with(')');
            if opened != closed {
                return Err((
                    word.to_owned(),
                    "an optional part is one slot: '(on R)'".to_owned(),
                ));
            }
            let word = word.trim_end_matches(')');
            let fill = match self.fill(word)? {
                Fill::Party(role, _) if rest.peek() == Some(&"must") => {
                    rest.next();
                    if rest.next() != Some("X") {
                        return Err((word.to_owned(), "'must' is followed by X".to_owned()));
                    }
                    Fill::Duty(role)
                }
                Fill::Words(words, _) => {
                    // All but the last of a run of words are modifiers of it.
                    let next = rest.peek().map_or("", |n| n.trim_start_matches('('));
                    let more = !next.is_empty()
                        && !next.split('|').all(|p| words::is(p, Class::Slot))
                        && Self::party(next)?.is_none()
                        && !next.starts_with('X')
                        && next != "*";
                    if more {
                        modifiers.push(words);
                        if let Position::After(prepositions) = position {
                            // The run goes on behind the preposition.
                            let Some(last) = rest.next() else { continue };
                            let closed = last.ends_with(')');
                            let words = self.list(last.trim_end_matches(')'))?;
                            rule.slots.push(Slot {
                                position: Position::After(prepositions),
                                fill: Fill::Words(words, std::mem::take(&mut modifiers)),
                                optional: opened || closed,
                            });
                        }
                        continue;
                    }
                    Fill::Words(words, std::mem::take(&mut modifiers))
                }
                other => other,
            };
            rule.slots.push(Slot {
                position,
                fill,
                optional: opened,
            });
        }
        Ok(())
    }

    fn fill(&mut self, word: &str) -> Result<Fill, Refusal> {
        if word == "*" {
            return Ok(Fill::Anything);
        }
        if let Some(party) = Self::party(word)? {
            return Ok(party);
        }
        if word == "X" {
            return Ok(Fill::Act(Vec::new()));
        }
        if let Some(types) = word.strip_prefix("X:") {
            let mut all = Vec::new();
            for name in types.split('|') {
                let of_quad = |quads: &[Quad]| {
                    EventType::ALL
                        .iter()
                        .copied()
                        .filter(|t| quads.contains(&t.quad()))
                        .collect()
                };
                all.extend(match name {
                    "any" => EventType::ALL.to_vec(),
                    "conflict" => of_quad(&[Quad::VerbalConflict, Quad::MaterialConflict]),
                    "cooperation" => of_quad(&[Quad::VerbalCooperation, Quad::MaterialCooperation]),
                    _ => vec![
                        EventType::parse(name)
                            .ok_or_else(|| (name.to_owned(), "no such event type".to_owned()))?,
                    ],
                });
            }
            return Ok(Fill::Act(all));
        }
        Ok(Fill::Words(self.list(word)?, Vec::new()))
    }

    fn party(word: &str) -> Result<Option<Fill>, Refusal> {
        let (role, demand) = word.split_once(':').unwrap_or((word, ""));
        let role = match role {
            "A" => Role::Actor,
            "R" => Role::Recipient,
            _ => return Ok(None),
        };
        let demand = match demand {
            "" => Demand::None,
            "official" => Demand::Official,
            "person" => Demand::Person,
            "country" => Demand::Country,
            "place" => Demand::Place,
            "thing" => Demand::Thing,
            "inside" => Demand::Inside,
            "several" => Demand::Several,
            "kind" => Demand::Kind,
            _ => {
                return Err((
                    word.to_owned(),
                    "a party may be official, person, country, place, kind, thing, inside or several"
                        .to_owned(),
                ));
            }
        };
        Ok(Some(Fill::Party(role, demand)))
    }

    /// Words and word classes, alternatives of each other, as they are spelt.
    fn words(&mut self, list: &str) -> Result<Vec<String>, Refusal> {
        let ids = self.ids(list)?;
        let spelt = ids
            .into_iter()
            .map(|id| self.vocabulary.word(id).to_owned());
        Ok(spelt.collect())
    }

    fn list(&mut self, list: &str) -> Result<WordList, Refusal> {
        self.ids(list).map(WordList::new)
    }

    fn ids(&mut self, list: &str) -> Result<Vec<WordId>, Refusal> {
        let mut all = Vec::new();
        for word in list.split('|') {
            match word.strip_prefix('$') {
                Some(class) => match self.classes.get(class) {
                    Some(members) => all.extend(members),
                    None => {
                        return Err((
                            word.to_owned(),
                            "no word class of this name is defined".to_owned(),
                        ));
                    }
                },
                None if word.is_empty() => {
                    return Err((list.to_owned(), "an alternative is empty".to_owned()));
                }
                None if word.chars().next().is_some_and(char::is_uppercase) && word.len() == 1 => {
                    return Err((
                        word.to_owned(),
                        "a single capital must be A, R or X".to_owned(),
                    ));
                }
                None => all.push(self.vocabulary.intern(word)),
            }
        }
        Ok(all)
    }
}

fn header(line: &str, section: &mut Section, cameo: &mut Option<String>) -> Result<(), Refusal> {
    if let Some(name) = line.strip_prefix("event ") {
        let event = EventType::parse(name.trim())
            .ok_or_else(|| (name.to_owned(), "no such event type".to_owned()))?;
        *section = Section {
            effect: Some(Effect::Event {
                event,
                mode: None,
                status: None,
            }),
            event: Some(event),
        };
    } else if let Some(name) = line.strip_prefix("status ") {
        let status = Status::parse(name.trim())
            .ok_or_else(|| (name.to_owned(), "no such status".to_owned()))?;
        *section = Section {
            effect: Some(Effect::Status(status)),
            event: None,
        };
    } else if line == "light" {
        *section = Section {
            effect: Some(Effect::Light),
            event: None,
        };
    } else {
        let inside = line
            .strip_prefix('[')
            .and_then(|l| l.strip_suffix(']'))
            .ok_or_else(|| (line.to_owned(), "a section ends with ']'".to_owned()))?;
        *cameo = None;
        for word in inside.split_whitespace() {
            if let Some(code) = word.strip_prefix("cameo=") {
                *cameo = Some(code.to_owned());
                continue;
            }
            let event = section.event.ok_or_else(|| {
                (
                    word.to_owned(),
                    "a mode stands under an 'event' line".to_owned(),
                )
            })?;
            let mode = match word {
                "-" => None,
                name => Some(
                    Mode::parse(event, name)
                        .ok_or_else(|| (word.to_owned(), format!("{event} has no such mode")))?,
                ),
            };
            section.effect = Some(Effect::Event {
                event,
                mode,
                status: None,
            });
        }
    }
    Ok(())
}
