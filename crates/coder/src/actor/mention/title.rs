//! Titles and common nouns for people: 'Iranian foreign minister', 'soldiers'.

use plover::Sector;
use syntax::TokenIdx;

use super::Phrases;
use crate::words::{self, Class};

/// A title that names an office, with or without a name beside it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) words: String,
    pub(super) sectors: Vec<Sector>,
    pub(super) plural: bool,
    pub(super) former: bool,
}

impl Phrases<'_, '_> {
    /// The longest title or agent phrase that ends at `head`.
    pub(super) fn title(&self, head: TokenIdx) -> Option<Title> {
        let s = self.s;
        let (first, _) = self.core(head);
        let word = &s.tokens[head];
        let number = word.xpos == "NNS" || word.xpos == "NNPS";
        for start in first..=head {
            let mut phrase: Vec<String> = (start..head)
                .map(|t| s.tokens[t].form.to_lowercase())
                .collect();
            phrase.push(word.lemma.to_lowercase());
            let joined = phrase.join(" ").replace(" - ", "-");
            let mut exact = phrase.clone();
            exact.pop();
            exact.push(word.form.to_lowercase());
            let exact = exact.join(" ");
            let known = self
                .registry
                .agent(&joined)
                .or_else(|| self.registry.agent(&exact))
                .or_else(|| self.registry.agent(&joined.replace('-', " ")));
            if let Some((sectors, plural)) = known {
                let former = (first..start)
                    .any(|t| words::is(&s.tokens[t].lemma.to_lowercase(), Class::Former))
                    || words::is(&s.tokens[start].lemma.to_lowercase(), Class::Former);
                let words = joined
                    .trim_start_matches("former ")
                    .trim_start_matches("ex-")
                    .to_owned();
                return Some(Title {
                    words,
                    sectors: sectors.clone(),
                    plural: *plural || number,
                    former,
                });
            }
        }
        None
    }

    pub(super) fn is_title_word(&self, head: TokenIdx) -> bool {
        self.registry
            .agent(&self.s.tokens[head].lemma.to_lowercase())
            .is_some()
    }
}
