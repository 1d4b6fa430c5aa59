//! Actor files: a name with its code, `+` synonyms below it, and dated codes on lines of their own.
//!
//! ```text
//! GOLLUM  # comment
//! +SMEAGOL
//!     [HOB <950601]
//!     [HOBGOV 19950601-19990815]
//! ```

use std::collections::HashMap;

use plover::Date;

use super::{Code, Fault, brackets, fault, lines, words};

/// One actor of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Its names, the first one first, words apart.
    pub names: Vec<String>,
    /// Its codes, in the order of the file.
    pub codes: Vec<Code>,
    /// The file.
    pub file: String,
    /// Line of its first name.
    pub line: usize,
}

impl Actor {
    /// The code on a day: the first dated one that holds, or else the one without a date.
    pub fn on(&self, day: Option<Date>) -> Option<&Code> {
        let dated = day.and_then(|day| {
            self.codes
                .iter()
                .find(|c| c.is_dated() && c.period.covers(day))
        });
        dated.or_else(|| self.codes.iter().find(|c| !c.is_dated()))
    }
}

/// All actors of some files.
#[derive(Debug, Clone, Default)]
pub struct Actors {
    all: Vec<Actor>,
    by_name: HashMap<String, usize>,
    longest: usize,
}

impl Actors {
    /// Read another file.
    pub fn read(&mut self, file: &str, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut open: Option<Actor> = None;
        // Where an entry could not be read, its synonyms and codes belong to nobody.
        let mut lost = false;
        for (number, whole, line) in lines(text) {
            let mut wrong = |part: &str, reason: &str| {
                faults.push(fault(file, number, whole, part, reason));
            };
            let (before, inside) = match brackets(line) {
                Ok(parts) => parts,
                Err((part, reason)) => {
                    wrong(part, reason);
                    if !line.starts_with(['+', ' ', '\t', '[']) {
                        self.close(open.take(), &mut faults);
                        lost = true;
                    }
                    continue;
                }
            };
            let name = before.trim();
            if let Some(synonym) = name.strip_prefix('+') {
                let synonym = words(synonym);
                match &mut open {
                    Some(actor) if !synonym.is_empty() => actor.names.push(synonym),
                    Some(_) => wrong(line, "the synonym is empty"),
                    None if lost => {}
                    None => wrong(line, "a synonym stands under an actor"),
                }
            } else if !name.is_empty() {
                self.close(open.take(), &mut faults);
                lost = false;
                open = Some(Actor {
                    names: vec![words(name)],
                    codes: Vec::new(),
                    file: file.to_owned(),
                    line: number,
                });
            }
            for text in inside {
                let code = Code::parse(text, number, whole);
                match (code, &mut open) {
                    (Ok(code), Some(actor)) => actor.codes.push(code),
                    (Ok(_), None) if lost => {}
                    (Ok(_), None) => {
                        faults.push(fault(
                            file,
                            number,
                            whole,
                            text,
                            "a code stands under an actor",
                        ));
                    }
                    (Err(reason), _) => faults.push(fault(file, number, whole, text, reason)),
                }
            }
        }
        self.close(open.take(), &mut faults);
        faults
    }

    fn close(&mut self, actor: Option<Actor>, faults: &mut Vec<Fault>) {
        let Some(actor) = actor else { return };
        if actor.codes.is_empty() {
            let name = actor.names.first().map_or("", String::as_str);
            let said = faults
                .last()
                .is_some_and(|f| f.file == actor.file && f.line >= actor.line);
            // A code that could not be read has been told already.
            if !said {
                faults.push(fault(
                    &actor.file,
                    actor.line,
                    name,
                    name,
                    "the actor has no code",
                ));
            }
            return;
        }
        for name in &actor.names {
            self.longest = self.longest.max(name.split(' ').count());
            let key = name.to_uppercase();
            // What is named first holds, as in the coders these files were written for.
            self.by_name.entry(key).or_insert(self.all.len());
        }
        self.all.push(actor);
    }

    /// The actors, in the order of the files.
    pub fn all(&self) -> &[Actor] {
        &self.all
    }

    /// The actor of this name, whatever its case.
    pub fn get(&self, name: &str) -> Option<&Actor> {
        self.by_name
            .get(&name.to_uppercase())
            .and_then(|&i| self.all.get(i))
    }

    /// The most words a name has.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}
