//! When a text was written, as the offices of those it names tell: by what it calls them each term holds, is over, or is to come.

use plover::Date;
use syntax::{Deprel, Document, Sentence, TokenIdx, Upos};

use super::{EntryKind, Known, Registry, Term};
use crate::date;
use crate::words::{self, Class};

impl Registry {
    /// The dated terms of the people a text names in full with their office: they narrow down when it was written. Who is
    /// called a former holder tells that the term is over; 'then' tells of the time of what is told, and nothing of the text's.
    pub fn terms_of_people_named(&self, document: &Document) -> Vec<date::Term> {
        self.terms_of_people(document, &Known::new(self, document))
    }

    /// The same, where it is known what names stand in the text.
    pub(crate) fn terms_of_people(
        &self,
        document: &Document,
        known: &Known<'_>,
    ) -> Vec<date::Term> {
        let mut all: Vec<date::Term> = Vec::new();
        for (index, s) in document.sentences.iter().enumerate() {
            for name in &s.names {
                let mut people = self
                    .named(known.of(index), name.first, name.last)
                    .filter(|e| e.kind == EntryKind::Person && !e.terms.is_empty());
                let (Some(person), None) = (people.next(), people.next()) else {
                    continue;
                };
                // Titles before the name choose the term: 'Iranian Foreign Minister Mohammad Javad Zarif'.
                let called = titles_before(s, name.first);
                for term in &person.terms {
                    let again = person.terms.iter().filter(|t| t.title == term.title);
                    let next = again
                        .filter_map(|t| t.start.filter(|s| Some(*s) > term.end))
                        .min();
                    let Some(span) = spoken_of(term, next, &called) else {
                        continue;
                    };
                    if !all.contains(&span) {
                        all.push(span);
                    }
                }
            }
        }
        all
    }
}

/// The words of office before a name, in lower case and in order: adjectives, nouns and names without a break.
fn titles_before(s: &Sentence, name: TokenIdx) -> Vec<String> {
    const MOST: usize = 8;
    let title = |t: &TokenIdx| {
        let token = &s.tokens[*t];
        matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
            || token.deprel == Deprel::Amod
            || matches!(
                token.form.as_str(),
                "-" | "'s" | "’s" | "of" | "for" | "the"
            )
            || words::is(&token.form.to_lowercase(), Class::Former)
    };
    let mut at: Vec<TokenIdx> = (0..name).rev().take(MOST).take_while(title).collect();
    at.reverse();
    at.iter()
        .flat_map(|&t| s.tokens[t].form.split('-'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Between which days somebody spoken of by these words has this term, or has had it; `next` is when he got the office again.
fn spoken_of(term: &Term, next: Option<Date>, called: &[String]) -> Option<date::Term> {
    // Of these, none holds the office itself.
    const LESSER: &[&str] = &["vice", "deputy", "assistant", "shadow", "under", "first"];
    let title: Vec<&str> = term.title.split([' ', '-']).collect();
    let at = called
        .windows(title.len().max(1))
        .rposition(|run| run.iter().eq(&title))?;
    let before = called.get(..at).unwrap_or_default();
    let lesser = before.last().is_some_and(|w| LESSER.contains(&w.as_str()));
    let after = called.get(at + title.len()..).unwrap_or_default();
    // 'The president's envoy X'
    let others = after.iter().any(|w| matches!(w.as_str(), "'s" | "’s"));
    if lesser || others {
        return None;
    }
    let is = |words: &[&str]| called.iter().any(|w| words.contains(&w.as_str()));
    let why = |how: &str| format!("{} ({how}{})", term.name, term.describe());
    if is(&["then"]) {
        return None;
    }
    if after
        .iter()
        .any(|w| matches!(w.as_str(), "elect" | "designate"))
    {
        const YEAR: i32 = 366;
        let start = term.start?;
        return Some(date::Term {
            start: Some(start.add_days(-YEAR)),
            end: Some(start),
            why: why("before "),
            held: false,
        });
    }
    // 'Late on Monday' and 'late Monday' are no words of an office.
    let old = before.iter().rposition(|w| words::is(w, Class::Former));
    let timed = |from: usize| before.iter().skip(from).any(|w| date::is_calendar(w));
    if old.is_some_and(|old| !timed(old)) {
        return Some(date::Term {
            start: Some(term.end?),
            end: next,
            why: why("after "),
            held: false,
        });
    }
    Some(date::Term {
        start: term.start,
        end: term.end,
        why: why(""),
        held: true,
    })
}
