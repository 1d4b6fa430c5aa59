//! The code that a dictionary gives a phrase: the actor named in it, and what its common nouns add.
//!
//! 'the foreign minister of Arnor' is `ARN` and `~GOVFRM`: `ARNGOVFRM`. Dictionaries compose codes from the words of
//! a noun phrase, so this does too; the engine only says which phrase it is.

use plover::Date;
use syntax::{Deprel, Sentence, TokenIdx};

use super::{Actors, Agents};

/// No actor of the dictionary: agents alone stand behind it.
const NOBODY: &str = "---";

/// Looks codes up.
#[derive(Debug, Clone, Copy)]
pub struct Codes<'a> {
    actors: &'a Actors,
    agents: &'a Agents,
}

impl<'a> Codes<'a> {
    /// With these dictionaries.
    pub fn new(actors: &'a Actors, agents: &'a Agents) -> Self {
        Self { actors, agents }
    }

    /// The codes of the phrase headed by a word, several where it names several ('lawmakers in Arnor and Gondor');
    /// none where neither an actor nor an agent is in it.
    pub fn of(&self, s: &Sentence, head: TokenIdx, on: Option<Date>) -> Vec<String> {
        let head = modified(s, head);
        let own = words_of(s, head);
        let mut actors = self.actors_in(s, &own, on);
        if actors.is_empty() {
            // 'Danish media and government', 'lawmakers and officials in Bree': one name for all that are joined.
            let first = first_joined(s, head);
            let joined = std::iter::once(first).chain(joined(s, first));
            for other in joined.filter(|&o| o != head) {
                let words = words_of(s, other);
                let shared: Vec<TokenIdx> = words
                    .into_iter()
                    .filter(|&t| t > other.max(head) || other < head && t < other)
                    .collect();
                if (other < head && !has_determiner(s, head)) || other > head {
                    actors = self.actors_in(s, &shared, on);
                }
                if !actors.is_empty() {
                    break;
                }
            }
        }
        let (mut front, mut behind) = (String::new(), Vec::new());
        for agent in self.agents_in(s, &own) {
            if agent.in_front {
                front.push_str(&agent.code);
            } else {
                behind.push(agent.code.as_str());
            }
        }
        if actors.is_empty() {
            if front.is_empty() && behind.is_empty() {
                return Vec::new();
            }
            if front.is_empty() {
                actors.push(NOBODY.to_owned());
            } else {
                actors.push(String::new());
            }
        }
        let compose = |actor: &String| {
            let mut code = format!("{front}{actor}");
            for add in &behind {
                let known = parts(&code);
                let new = parts(add).into_iter().filter(|p| !known.contains(p));
                let new: String = new.collect();
                code.push_str(&new);
            }
            code
        };
        actors.iter().map(compose).collect()
    }

    /// The codes of the first actor named, and of those joined to it.
    fn actors_in(&self, s: &Sentence, words: &[TokenIdx], on: Option<Date>) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        let mut first: Option<TokenIdx> = None;
        for (token, last, name) in runs(s, words, self.actors.longest(), |n| self.actors.get(n)) {
            let with_first = first.is_none_or(|f| {
                let anchor = joined(s, f);
                (token..=last).any(|t| anchor.contains(&t))
            });
            if !with_first {
                continue;
            }
            let Some(code) = name.on(on).map(|c| c.code.as_str()) else {
                continue;
            };
            if code == NOBODY {
                continue;
            }
            let head =
                (token..=last).find(|&t| s.tokens[t].head.is_none_or(|h| h < token || h > last));
            first = first.or(head);
            for one in code.split('/') {
                if !codes.iter().any(|c| c == one) {
                    codes.push(one.to_owned());
                }
            }
        }
        codes
    }

    fn agents_in(&self, s: &Sentence, words: &[TokenIdx]) -> Vec<&'a super::Agent> {
        let found = runs(s, words, self.agents.longest(), |n| self.agents.get(n));
        found.into_iter().map(|(_, _, agent)| agent).collect()
    }
}

/// A code in its parts of three letters.
fn parts(code: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let (part, after) = rest.split_at_checked(3).unwrap_or((rest, ""));
        all.push(part);
        rest = after;
    }
    all
}

/// The longest runs of words that a table knows, from left to right.
fn runs<'v, V>(
    s: &Sentence,
    words: &[TokenIdx],
    longest: usize,
    get: impl Fn(&str) -> Option<&'v V>,
) -> Vec<(TokenIdx, TokenIdx, &'v V)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(&first) = words.get(at) {
        // Words that are one in the dictionary may be several tokens: 'U.N.', 'semi-official'.
        let most = longest * 3;
        let found = (0..most).rev().find_map(|more| {
            // A name may go on where the tree thinks another phrase begins.
            let last = first + more;
            (last < s.tokens.len()).then_some(())?;
            let spaced: Vec<&str> = (first..=last).map(|t| s.tokens[t].form.as_str()).collect();
            let spaced = spaced.join(" ");
            let value = get(&spaced)
                .or_else(|| get(&spaced.replace(" - ", "-")))
                .or_else(|| get(&spaced.replace('_', " ")))?;
            Some((last, value))
        });
        if let Some((last, value)) = found {
            all.push((first, last, value));
            at = words.partition_point(|&t| t <= last);
        } else {
            at += 1;
        }
    }
    all
}

/// The words of a phrase without what is joined, added or told in a clause of its own.
fn words_of(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    let mut all = vec![head];
    let mut next = 0;
    while let Some(&at) = all.get(next) {
        for c in s.children(at) {
            let aside = matches!(
                s.tokens[c].deprel,
                Deprel::Acl
                    | Deprel::AclRelcl
                    | Deprel::Appos
                    | Deprel::Parataxis
                    | Deprel::Advcl
                    | Deprel::Nsubj
                    | Deprel::Cop
                    | Deprel::Cc
            ) || (s.tokens[c].deprel == Deprel::Conj && at == head);
            if !aside {
                all.push(c);
            }
        }
        next += 1;
    }
    all.sort_unstable();
    all
}

/// The noun that a name only modifies: 'team' of 'the KU basketball team'.
fn modified(s: &Sentence, token: TokenIdx) -> TokenIdx {
    let t = &s.tokens[token];
    match t.head {
        Some(head)
            if matches!(
                t.deprel,
                Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat
            ) =>
        {
            modified(s, head)
        }
        _ => token,
    }
}

/// What is joined to a word by 'and'.
fn joined(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    s.children(head)
        .filter(|&c| s.tokens[c].deprel == Deprel::Conj)
        .collect()
}

/// The first of the words joined to this one.
fn first_joined(s: &Sentence, token: TokenIdx) -> TokenIdx {
    let t = &s.tokens[token];
    match t.head {
        Some(head) if t.deprel == Deprel::Conj => first_joined(s, head),
        _ => token,
    }
}

fn has_determiner(s: &Sentence, head: TokenIdx) -> bool {
    s.child(head, Deprel::Det).is_some()
}
