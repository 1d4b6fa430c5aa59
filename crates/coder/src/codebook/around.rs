//! Words around a head, in the order of the text: what dictionaries of patterns ask for, and a clause cannot say.
//!
//! `around said would * attack`: the forms 'said' and 'would' stand before the head, 'attack' behind it, with
//! anything between. `_` joins words that stand side by side (`in_*` is 'in' right before the head), `|` gives
//! alternatives, `A` and `R` take the next party, `^` passes over the next phrase.

/// What must stand around a head, from left to right; one element holds the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Before the head, from left to right.
    pub before: Vec<Element>,
    /// The run of words with the head in it, as alternatives: words right before it, and right behind it.
    pub at: Vec<(Vec<String>, Vec<String>)>,
    /// Behind the head, from left to right.
    pub behind: Vec<Element>,
}

/// One thing that must stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// One of these runs of words, in lower case.
    Words(Vec<Vec<String>>),
    /// The actor.
    Actor,
    /// The recipient.
    Recipient,
    /// A phrase to pass over.
    Phrase,
}

impl Around {
    /// From the words behind `around`.
    pub(super) fn parse(text: &str) -> Result<Self, (String, String)> {
        let mut found: Option<Self> = None;
        let mut before = Vec::new();
        let mut behind = Vec::new();
        for word in text.split_whitespace() {
            let runs = || -> Vec<Vec<String>> {
                word.split('|')
                    .map(|run| run.split('_').map(str::to_lowercase).collect())
                    .collect()
            };
            let is_head = word.split(['|', '_']).any(|w| w == "*");
            if is_head && found.is_some() {
                return Err((word.to_owned(), "the head '*' stands here twice".to_owned()));
            }
            if is_head {
                let mut at = Vec::new();
                for run in runs() {
                    let Some(place) = run.iter().position(|w| w == "*") else {
                        return Err((word.to_owned(), "each alternative holds '*'".to_owned()));
                    };
                    at.push((run[..place].to_vec(), run[place + 1..].to_vec()));
                }
                found = Some(Self {
                    before: Vec::new(),
                    at,
                    behind: Vec::new(),
                });
                continue;
            }
            let element = match word {
                "A" => Element::Actor,
                "R" => Element::Recipient,
                "^" => Element::Phrase,
                _ if word.split(['|', '_']).any(str::is_empty) => {
                    return Err((word.to_owned(), "a word is empty".to_owned()));
                }
                _ => Element::Words(runs()),
            };
            if found.is_some() {
                behind.push(element);
            } else {
                before.push(element);
            }
        }
        let mut all = found.ok_or_else(|| {
            (
                text.trim().to_owned(),
                "'*' says where the head is".to_owned(),
            )
        })?;
        all.before = before;
        all.behind = behind;
        Ok(all)
    }

    /// Whether it takes a party itself.
    pub fn takes(&self, element: &Element) -> bool {
        self.before.iter().chain(&self.behind).any(|e| e == element)
    }
}
