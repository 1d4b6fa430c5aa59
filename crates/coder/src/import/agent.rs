//! Agent files: common nouns with the code they add to an actor's, before or behind it.
//!
//! ```text
//! !PERSON! = MAN, MEN, WOMAN, WOMEN
//! CONGRESS!PERSON! [~LEG]
//! ATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~GOV]   # its plural
//! POLICE {} [~COP]                              # no plural
//! RED_CROSS_TEAM [NGO~]                         # in front
//! ```

use std::collections::HashMap;

use super::{Fault, brackets, fault, lines, words};

/// One agent of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its forms, words apart, each with whether it is a plural.
    pub forms: Vec<(String, bool)>,
    /// The code it adds.
    pub code: String,
    /// Whether the code goes in front of the actor's.
    pub in_front: bool,
    /// The file.
    pub file: String,
    /// Its line.
    pub line: usize,
}

/// All agents of some files.
#[derive(Debug, Clone, Default)]
pub struct Agents {
    all: Vec<Agent>,
    by_form: HashMap<String, usize>,
    sets: HashMap<String, Vec<String>>,
    longest: usize,
}

impl Agents {
    /// Read another file.
    pub fn read(&mut self, file: &str, text: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, whole, line) in lines(text) {
            if let Err((part, reason)) = self.line(file, number, line) {
                faults.push(fault(file, number, whole, &part, reason));
            }
        }
        faults
    }

    fn line(&mut self, file: &str, number: usize, line: &str) -> Result<(), (String, String)> {
        let trimmed = line.trim();
        if trimmed.starts_with('!')
            && let Some((name, members)) = trimmed.split_once('=')
        {
            let members = members.split(',').map(words).filter(|m| !m.is_empty());
            self.sets.insert(name.trim().to_owned(), members.collect());
            return Ok(());
        }
        let (before, inside) =
            brackets(line).map_err(|(part, reason)| (part.to_owned(), reason.to_owned()))?;
        let [code] = inside[..] else {
            return Err((
                trimmed.to_owned(),
                "an agent has one code in brackets".to_owned(),
            ));
        };
        let code = code.trim();
        let (in_front, bare) = match (code.strip_suffix('~'), code.strip_prefix('~')) {
            (Some(bare), None) => (true, bare),
            (None, Some(bare)) => (false, bare),
            _ => {
                return Err((
                    code.to_owned(),
                    "an agent's code says with '~' on which side the actor's stands".to_owned(),
                ));
            }
        };
        if bare.is_empty() {
            return Err((code.to_owned(), "the code is empty".to_owned()));
        }
        let (phrase, plurals) = match before.split_once('{') {
            Some((phrase, rest)) => {
                let inside = rest
                    .split_once('}')
                    .ok_or_else(|| (before.to_owned(), "plurals end with '}'".to_owned()))?;
                let listed = inside.0.split(',').map(words).filter(|p| !p.is_empty());
                (phrase, Some(listed.collect::<Vec<_>>()))
            }
            None => (before, None),
        };
        let phrase = phrase.trim();
        if words(phrase).is_empty() {
            return Err((trimmed.to_owned(), "the agent has no name".to_owned()));
        }
        let mut forms = Vec::new();
        if phrase.contains('!') {
            forms.extend(self.substituted(phrase)?.into_iter().map(|f| (f, false)));
        } else {
            let base = words(phrase);
            match plurals {
                Some(listed) => forms.extend(listed.into_iter().map(|p| (p, true))),
                None => forms.push((plural(&base), true)),
            }
            forms.push((base, false));
        }
        for (form, _) in &forms {
            self.longest = self.longest.max(form.split(' ').count());
            let key = form.to_uppercase();
            self.by_form.entry(key).or_insert(self.all.len());
        }
        self.all.push(Agent {
            forms,
            code: bare.to_owned(),
            in_front,
            file: file.to_owned(),
            line: number,
        });
        Ok(())
    }

    /// A phrase with each member of the set it names: `!MINIST!_OF_STATE`.
    fn substituted(&self, phrase: &str) -> Result<Vec<String>, (String, String)> {
        let mut parts = phrase.splitn(3, '!');
        let (Some(before), Some(name), Some(after)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err((
                phrase.to_owned(),
                "a substitution stands between two '!'".to_owned(),
            ));
        };
        let members = self.sets.get(&format!("!{name}!")).ok_or_else(|| {
            (
                format!("!{name}!"),
                "no substitution of this name is defined above".to_owned(),
            )
        })?;
        Ok(members
            .iter()
            .map(|m| words(&format!("{before}{m}{after}")))
            .collect())
    }

    /// The agents, in the order of the files.
    pub fn all(&self) -> &[Agent] {
        &self.all
    }

    /// The agent with this form, whatever its case.
    pub fn get(&self, form: &str) -> Option<&Agent> {
        self.by_form
            .get(&form.to_uppercase())
            .and_then(|&i| self.all.get(i))
    }

    /// The most words a form has.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}

/// The regular plural.
fn plural(noun: &str) -> String {
    let upper = noun.to_uppercase();
    let vowel = |c: Option<char>| c.is_some_and(|c| "AEIOU".contains(c));
    if upper.ends_with('Y') && !vowel(upper.chars().rev().nth(1)) {
        format!("{}IES", noun.strip_suffix(['Y', 'y']).unwrap_or(noun))
    } else if ["S", "X", "Z", "CH", "SH"]
        .iter()
        .any(|e| upper.ends_with(e))
    {
        format!("{noun}ES")
    } else {
        format!("{noun}S")
    }
}
