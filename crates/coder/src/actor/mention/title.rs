//! Titles and common nouns for people: 'Iranian foreign minister', 'soldiers'.

use std::borrow::Cow;

use plover::Sector;
use smallvec::SmallVec;
use syntax::{Deprel, Name, NameClass, TokenIdx, Upos};

use super::Phrases;
use crate::clause;
use crate::words::Class;

/// A title that names an office, with or without a name beside it.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) words: String,
    pub(super) sectors: Vec<Sector>,
    pub(super) plural: bool,
    pub(super) former: bool,
    /// Of an office not yet taken: 'president-elect'.
    pub(super) coming: bool,
    /// Its last word.
    pub(super) end: TokenIdx,
}

impl Title {
    /// The sectors of who bears it: who held an office once is of the elites; a former rebel or a former wife held none.
    pub(super) fn standing(&self, sectors: Vec<Sector>) -> Vec<Sector> {
        const OFFICES: [Sector; 7] = [
            Sector::Gov,
            Sector::Leg,
            Sector::Mil,
            Sector::Jud,
            Sector::Cop,
            Sector::Spy,
            Sector::Pty,
        ];
        if self.former && sectors.iter().any(|s| OFFICES.contains(s)) {
            vec![Sector::Eli]
        } else {
            sectors
        }
    }

    /// 'attorney general', whose head may not be its last word.
    pub(super) fn is_general(&self) -> bool {
        self.words.ends_with("general")
    }
}

impl Phrases<'_, '_> {
    /// The longest title or agent phrase that ends at `head`.
    pub(super) fn title(&self, head: TokenIdx) -> Option<Title> {
        self.title_from(head, None)
    }

    /// The same, of words from `first` on, whatever the tree makes of them.
    pub(super) fn title_from(&self, head: TokenIdx, first: Option<TokenIdx>) -> Option<Title> {
        let s = self.s;
        let word = &s.tokens[head];
        let (lemma, form) = (s.lemma(head), s.form(head));
        if !(self.registry.ends_agent(lemma) || form != lemma && self.registry.ends_agent(form)) {
            return None;
        }
        // 'The minister of foreign affairs' is longer known than 'the minister'.
        if let Some(known) = self.title_behind(head) {
            return Some(known);
        }
        if self.is_abstract(head) {
            return None;
        }
        let first = first.unwrap_or_else(|| self.core(head).0);
        let number = word.xpos == "NNS" || word.xpos == "NNPS";
        let mut by_lemma = String::with_capacity(64);
        let mut starts: SmallVec<[usize; 8]> = SmallVec::new();
        for t in first..head {
            starts.push(by_lemma.len());
            by_lemma.push_str(s.form(t));
            by_lemma.push(' ');
        }
        starts.push(by_lemma.len());
        // Where the head is no lemma, its form is looked up too: 'talks'.
        let by_form = (form != lemma).then(|| by_lemma.clone() + form);
        by_lemma.push_str(lemma);
        for (start, &from) in (first..=head).zip(&starts) {
            let joined = by_lemma.get(from..).unwrap_or_default();
            let joined = if joined.contains(" - ") {
                Cow::Owned(joined.replace(" - ", "-"))
            } else {
                Cow::Borrowed(joined)
            };
            let exact = by_form.as_ref().and_then(|words| words.get(from..));
            let exact = match &joined {
                Cow::Borrowed(_) => exact,
                Cow::Owned(_) => exact.or_else(|| by_lemma.get(from..)),
            };
            let known = self
                .registry
                .agent(&joined)
                .or_else(|| self.registry.agent(exact?))
                .or_else(|| self.registry.agent(joined.strip_prefix("ex-")?))
                .or_else(|| {
                    let hyphen = joined.contains('-');
                    hyphen
                        .then(|| self.registry.agent(&joined.replace('-', " ")))
                        .flatten()
                });
            if let Some(known) = known {
                let former = joined.starts_with("ex-")
                    || (first..=start).any(|t| self.is_former(t) && !self.is_of_owner(t, head));
                let mut words = joined
                    .trim_start_matches("former ")
                    .trim_start_matches("ex-")
                    .to_owned();
                let coming = self.is_coming(&mut words, head);
                // 'The European Broadcasting Union' is no union of workers.
                let named = joined == "union" && word.form == "Union";
                // 'F-15 fighters' fly for a state.
                let flies = known.sectors == [Sector::Uaf]
                    && (first..head)
                        .any(|t| s.tokens[t].xpos == "CD" && t > 0 && s.tokens[t - 1].form == "-");
                // 'a mutinous commander'
                let mutinous = matches!(known.sectors[..], [Sector::Mil | Sector::Cop])
                    && (first..head).any(|t| s.is(t, Class::Mutinous));
                return Some(Title {
                    words,
                    coming,
                    sectors: match () {
                        () if named => vec![Sector::Unk],
                        () if mutinous => vec![Sector::Reb],
                        () if flies => vec![Sector::Mil],
                        () => known.sectors.clone(),
                    },
                    plural: known.plural || number,
                    former,
                    end: head,
                });
            }
        }
        None
    }

    /// A title that goes on behind its head: 'minister of defence', 'chief of the general staff', 'attorney-general'.
    fn title_behind(&self, head: TokenIdx) -> Option<Title> {
        const LONGEST: usize = 6;
        let s = self.s;
        let form = |t: TokenIdx| s.tokens.get(t).map_or("", |t| t.form.as_str());
        let hyphen = usize::from(matches!(form(head + 1), "-" | "–"));
        // Where it is the head itself, it is found as any.
        let general = form(head + 1 + hyphen).eq_ignore_ascii_case("general")
            && s.tokens[head].head != Some(head + 1 + hyphen);
        if form(head + 1) != "of" && !general {
            return None;
        }
        let from = |start: TokenIdx| {
            let mut words = String::with_capacity(64);
            for t in start..head {
                words.push_str(s.form(t));
                words.push(' ');
            }
            words.push_str(s.lemma(head));
            let mut known = None;
            for token in (head + 1 + hyphen..s.tokens.len()).take(LONGEST) {
                words.push(' ');
                words.push_str(s.form(token));
                // 'The leader of the opposition bloc' leads no opposition.
                let within = s.tokens[token].deprel == Deprel::Compound
                    && s.tokens[token].head.is_some_and(|of| of > token);
                if let Some(agent) = self.registry.agent(&words).filter(|_| !within) {
                    known = Some((words.clone(), agent, token));
                }
            }
            known
        };
        let own = from(head)?;
        let (first, _) = self.core(head);
        let (words, agent, end) = (first..head).find_map(from).unwrap_or(own);
        Some(Title {
            words,
            sectors: agent.sectors.clone(),
            plural: agent.plural || s.tokens[head].xpos == "NNS",
            former: (first..=head).any(|t| self.is_former(t)),
            coming: false,
            end,
        })
    }

    /// Whether a title is of an office that is not yet taken, by its own words or by those behind it, which it takes.
    fn is_coming(&self, words: &mut String, head: TokenIdx) -> bool {
        const COMING: &[&str] = &["elect", "designate"];
        let s = self.s;
        if COMING.iter().any(|w| words.ends_with(w)) {
            *words = words.replace(" elect", "-elect");
            return true;
        }
        let form = |t: TokenIdx| s.tokens.get(t).map_or("", |_| s.form(t));
        let hyphen = usize::from(matches!(form(head + 1), "-" | "–"));
        let found = COMING.iter().find(|w| form(head + 1 + hyphen) == **w);
        if let Some(word) = found {
            words.push('-');
            words.push_str(word);
        }
        found.is_some()
    }

    /// 'a state of siege', 'the movement of goods', a 'state-of-the-art' radar.
    fn is_abstract(&self, head: TokenIdx) -> bool {
        let s = self.s;
        let glued = s.tokens.get(head + 1).is_some_and(|t| t.form == "-")
            && s.tokens[head].span.end == s.tokens[head + 1].span.start
            && !clause::has_cop(s, head)
            && s.tokens.get(head + 2).is_some_and(|t| t.form == "of");
        let of_what = || {
            s.children(head).any(|c| {
                s.tokens[c].upos == Upos::Noun
                    && s.tokens[c].xpos != "NNPS"
                    && s.tokens[c].deprel == Deprel::Nmod
                    && clause::preposition(s, c) == "of"
            })
        };
        // 'state control', 'state visits' are no state's in particular.
        let state = s.tokens[head].deprel == Deprel::Compound
            && s.lemma(head) == "state"
            && s.tokens[head].form != "State";
        // 'the eastern side of the city'
        let part = || {
            s.lemma(head) == "side"
                && s.children(head)
                    .any(|c| s.tokens[c].deprel == Deprel::Amod && s.form(c).ends_with("ern"))
        };
        // 'the use of force', 'immunity from prosecution'; in headlines a subject needs no article.
        let bare = || {
            let word = &s.tokens[head];
            let said = |c: TokenIdx| {
                c < head
                    && !matches!(
                        s.tokens[c].deprel,
                        Deprel::Case | Deprel::Cc | Deprel::Punct
                    )
            };
            s.is(head, Class::Mass)
                && word.xpos == "NN"
                && !matches!(word.deprel, Deprel::Nsubj | Deprel::Compound)
                && !s.children(head).any(said)
        };
        glued || state || part() || bare() || (s.is(head, Class::Abstract) && of_what())
    }

    /// The name right behind a title of several words, or behind a rank between: 'chief of army staff Gen Jan Nowak'.
    pub(super) fn name_behind(&self, title: &Title, head: TokenIdx) -> Option<Name> {
        let s = self.s;
        if title.end == head || title.plural {
            return None;
        }
        let rank = |t: TokenIdx| s.tokens[t].deprel == Deprel::NmodDesc;
        let first =
            (title.end + 1..s.tokens.len()).find(|&t| !rank(t) || s.name_at(t).is_some())?;
        let name = s.name_at(first)?;
        (name.first == first && name.class == NameClass::Per).then_some(*name)
    }

    /// 'the men', 'both men': plural, with an article and nothing that describes them.
    pub(super) fn is_known(&self, head: TokenIdx) -> bool {
        let s = self.s;
        let before = || s.children(head).filter(|&c| c < head);
        s.tokens[head].xpos == "NNS"
            && before().any(|c| matches!(s.lemma(c), "the" | "both" | "these" | "those"))
            && before().all(|c| {
                matches!(
                    s.tokens[c].upos,
                    Upos::Det | Upos::Num | Upos::Adp | Upos::Cconj
                )
            })
    }

    /// Whether a word before a noun is about whose it is: 'its former colony's marines'.
    fn is_of_owner(&self, token: TokenIdx, head: TokenIdx) -> bool {
        let s = self.s;
        s.tokens[token]
            .head
            .is_some_and(|of| of < head && of > token && s.tokens[of].deprel == Deprel::NmodPoss)
    }

    pub(super) fn is_former(&self, token: TokenIdx) -> bool {
        self.s.is(token, Class::Former)
    }

    pub(super) fn is_title_word(&self, head: TokenIdx) -> bool {
        self.registry.agent(self.s.lemma(head)).is_some()
    }
}
