//! Which words name a place?
//!
//! The longest run of words that the tables know is taken, if the network holds it for a place or the words around it
//! speak of one. What the network alone takes for a place is kept too, without a place to go with it.

use std::ops::Range;

use plover::CountryCode;
use syntax::{Deprel, Document, Name, NameClass, Span, Token, TokenIdx, Upos};

use super::gazetteer::{Gazetteer, PlaceId, Walk};
use super::spelling::{key, key_to, short};
use super::words::{self, Kind};
use crate::actor::{Entry, EntryKind, Known, Name as Registered, Registry, starting};
use crate::tree::Tree;
use crate::words::Class;

/// Most words of a name.
const LONGEST: usize = 6;

/// A name that may be one of a place, and what it may mean.
#[derive(Debug, Clone)]
pub(super) struct Spotted {
    pub(super) sentence: usize,
    pub(super) first: TokenIdx,
    pub(super) last: TokenIdx,
    pub(super) span: Span,
    /// Its normal form: names that share it share their meaning.
    pub(super) key: String,
    /// What bears the name, and whether by another name than its first.
    pub(super) named: Vec<(PlaceId, bool)>,
    /// The country that the registry knows by the name, or in which it knows a place of it.
    pub(super) known: Option<(EntryKind, CountryCode)>,
    /// What kind of place the words beside it call it.
    pub(super) kind: Option<Kind>,
    /// How well the words show that it is a place.
    pub(super) shown: Shown,
}

/// How well the words show that a name is one of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// Nothing speaks for it but that a place bears the name.
    Not,
    /// It takes another, surer one of the same name.
    Perhaps,
    /// The network takes it for a place, or the words around it do.
    Yes,
}

/// The names of places in a text.
pub(super) fn spot(
    registry: &Registry,
    gazetteer: &Gazetteer,
    document: &Document,
    trees: &[Tree<'_>],
    known: &Known<'_>,
) -> Vec<Spotted> {
    let mut all: Vec<Spotted> = Vec::new();
    let mut room = Room::new(gazetteer);
    for (index, s) in trees.iter().enumerate() {
        let look = Look {
            registry,
            gazetteer,
            document,
            s,
            index,
            known: known.of(index),
        };
        look.names(&mut room, &mut all);
    }
    // One meaning an article: what is surely a place once is one wherever nothing speaks against it.
    let is_sure = |m: &Spotted| {
        let mut others = all.iter().filter(|o| o.shown == Shown::Yes);
        m.shown == Shown::Yes || m.shown == Shown::Perhaps && others.any(|o| o.key == m.key)
    };
    let mut sure = all.iter().map(is_sure).collect::<Vec<_>>().into_iter();
    all.retain(|_| sure.next() == Some(true));
    all
}

struct Look<'a> {
    registry: &'a Registry,
    gazetteer: &'a Gazetteer,
    document: &'a Document,
    s: &'a Tree<'a>,
    index: usize,
    /// The names of the registry in the sentence.
    known: &'a [Registered<'a>],
}

/// What the look-ups of a text are made in.
struct Room<'a> {
    walk: Walk<'a>,
    form: String,
    /// The normal forms of the runs.
    keys: String,
    runs: Vec<Run>,
}

/// Words that a name may consist of: the last, their normal form, and what the gazetteer's transducer has for it.
#[derive(Debug, Clone)]
struct Run {
    last: TokenIdx,
    key: Range<usize>,
    value: Option<u64>,
}

impl<'a> Room<'a> {
    fn new(gazetteer: &'a Gazetteer) -> Self {
        Self {
            walk: gazetteer.walk(),
            form: String::new(),
            keys: String::new(),
            runs: Vec::new(),
        }
    }
}

/// What the registry has by one name.
#[derive(Debug, Clone, Copy, Default)]
struct Meanings {
    /// A place, and its country.
    place: Option<(EntryKind, CountryCode)>,
    /// Whether it is somebody who is no place.
    body: bool,
}

fn meanings<'r>(entries: impl Iterator<Item = &'r Entry>) -> Meanings {
    let mut all = Meanings::default();
    for entry in entries {
        all.body |= matches!(
            entry.kind,
            EntryKind::Organisation | EntryKind::Group | EntryKind::Demonym
        );
        let place = matches!(
            entry.kind,
            EntryKind::Country | EntryKind::Capital | EntryKind::City
        );
        if let (true, Some(code)) = (place, entry.code.filter(|c| c.is_country())) {
            let better = all.place.is_none_or(|(kind, _)| entry.kind < kind);
            if better {
                all.place = Some((entry.kind, code));
            }
        }
    }
    all
}

impl Look<'_> {
    fn names(&self, room: &mut Room<'_>, all: &mut Vec<Spotted>) {
        let s = self.s;
        let mut at = 0;
        while at < s.tokens.len() {
            if !self.may_start(at) {
                at += 1;
                continue;
            }
            let found = self.longest(at, room);
            let next = found.as_ref().map_or(at, |m| m.last) + 1;
            all.extend(found);
            at = next;
        }
        // What only the network knows.
        let unknown: Vec<Spotted> = s
            .names
            .iter()
            .filter(|n| n.class == NameClass::Loc)
            .filter(|n| {
                let mut here = all.iter().rev().take_while(|m| m.sentence == self.index);
                !here.any(|m| m.first <= n.last && n.first <= m.last && m.shown > Shown::Not)
            })
            .filter_map(|n| self.unknown(n))
            .collect();
        if !unknown.is_empty() {
            let covered = |m: &Spotted| {
                m.sentence == self.index
                    && unknown
                        .iter()
                        .any(|u| u.first <= m.last && m.first <= u.last)
            };
            all.retain(|m| !covered(m));
            all.extend(unknown);
            all.sort_by_key(|m| (m.sentence, m.first));
        }
    }

    fn form(&self, at: TokenIdx) -> &str {
        &self.s.tokens[at].form
    }

    fn may_start(&self, at: TokenIdx) -> bool {
        let tokens = &self.s.tokens;
        let token = &tokens[at];
        if !token.form.starts_with(char::is_uppercase) {
            return false;
        }
        let capital = |t: &Token| t.form.starts_with(char::is_uppercase);
        let fits = match token.upos {
            // 'The Hague'
            Upos::Det => {
                token.form.eq_ignore_ascii_case("the") && tokens.get(at + 1).is_some_and(capital)
            }
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::X | Upos::Num => true,
            // Other words start a sentence, unless the network sees a name.
            _ => self.s.name_at(at).is_some(),
        };
        // 'US$ 5 million' is money.
        let dollar = |t: &Token| t.form.starts_with('$');
        let money = at > 0 && self.form(at - 1) == "$" || tokens.get(at + 1).is_some_and(dollar);
        fits && !money
    }

    fn may_end(&self, at: TokenIdx) -> bool {
        let form = self.form(at);
        form.chars().any(char::is_uppercase)
            || at > 0 && self.form(at - 1) == "-" && form.starts_with(char::is_alphabetic)
    }

    fn words(&self, first: TokenIdx, last: TokenIdx) -> Span {
        let tokens = &self.s.tokens;
        tokens[first].span.cover(tokens[last].span)
    }

    /// The longest name that starts here and is known.
    fn longest(&self, first: TokenIdx, room: &mut Room<'_>) -> Option<Spotted> {
        let s = self.s;
        let mut end = first;
        while end + 1 < s.tokens.len() && end + 1 < first + LONGEST && self.goes_on(end) {
            end += 1;
        }
        self.runs(first, end, room);
        for Run { last, key, value } in room.runs.iter().rev() {
            let (last, value) = (*last, *value);
            let form = room.keys.get(key.clone()).unwrap_or_default();
            if form.is_empty()
                || (first == last && words::is(form, Kind::Alone) && self.following(last).is_none())
            {
                continue;
            }
            let Meanings { place: known, body } = self.registered(first, last);
            // 'The Hague', but not 'The United States'.
            if let Some(rest) = form.strip_prefix("the ")
                && (last == first || known.is_some() || !self.gazetteer.by_key(rest).is_empty())
            {
                continue;
            }
            let mut named = self.gazetteer.posted(form, value);
            let mut kind = None;
            if named.is_empty() && known.is_none() {
                let name = short(form);
                if name.len() < form.len() && name.len() > 2 {
                    named = self.gazetteer.by_key(name);
                    kind = form.rsplit(' ').next().and_then(words::calls);
                }
            }
            if named.is_empty() && known.is_none() || known.is_none() && body {
                continue;
            }
            let mut one = Spotted {
                sentence: self.index,
                first,
                last,
                span: self.words(first, last),
                key: form.to_owned(),
                named,
                known,
                kind: kind.or_else(|| self.called(first, last)),
                shown: Shown::Not,
            };
            one.shown = self.shown(&one);
            if one.shown == Shown::Not && last > first && !self.is_name(first, last) {
                continue;
            }
            return Some(one);
        }
        None
    }

    /// Where a name that starts here may end, as far as any table knows one that begins so: the room's runs.
    fn runs(&self, first: TokenIdx, end: TokenIdx, room: &mut Room<'_>) {
        room.runs.clear();
        room.keys.clear();
        let known = starting(self.known, first);
        for last in first..=end {
            room.form.clear();
            key_to(
                self.words(first, last).of(&self.document.text),
                &mut room.form,
            );
            let reached = room.walk.to(&room.form);
            let goes_on = reached.begins || known.iter().any(|n| n.last >= last);
            // 'Anbar Province' is Anbar.
            let named = goes_on || short(&room.form).len() < room.form.len();
            if named && self.may_end(last) {
                let start = room.keys.len();
                room.keys.push_str(&room.form);
                room.runs.push(Run {
                    last,
                    key: start..room.keys.len(),
                    value: reached.value,
                });
            }
            if !goes_on {
                break;
            }
        }
    }

    /// Whether the network takes exactly these words for a name.
    fn is_name(&self, first: TokenIdx, last: TokenIdx) -> bool {
        self.s
            .names
            .iter()
            .any(|n| n.first == first && n.last == last)
    }

    /// Whether a name may go on behind this word.
    fn goes_on(&self, at: TokenIdx) -> bool {
        let tokens = &self.s.tokens;
        let next = &tokens[at + 1];
        let form = next.form.as_str();
        match next.upos {
            Upos::Punct => matches!(form, "-" | "–" | "'" | "’" | "."),
            _ => !matches!(form, "'s" | "’s" | "'" | "’"),
        }
    }

    /// What place the registry knows by these words, and whether it knows somebody by them who is none: 'EU', 'Hamas'.
    fn registered(&self, first: TokenIdx, last: TokenIdx) -> Meanings {
        meanings(self.registry.named(self.known, first, last))
    }

    /// Whether a word, written large or small, is the name of a place.
    fn is_place(&self, at: TokenIdx) -> bool {
        meanings(self.registry.lookup(self.form(at)))
            .place
            .is_some()
    }

    /// Whether the words stand in a longer name that the registry has for a body: 'the Bank of England'.
    fn is_within_body(&self, first: TokenIdx, last: TokenIdx) -> bool {
        const REACH: usize = 3;
        let capital = |at: TokenIdx| self.form(at).starts_with(char::is_uppercase);
        self.known.iter().any(|n| {
            (first.saturating_sub(REACH)..=first).contains(&n.first)
                && (last..=last + REACH).contains(&n.last)
                && (n.first < first || n.last > last)
                && capital(n.first)
                && capital(n.last)
                && meanings(self.registry.having(*n)).body
        })
    }

    fn following(&self, last: TokenIdx) -> Option<Kind> {
        let next = last + 1;
        (next < self.s.tokens.len())
            .then(|| words::calls(self.s.form(next)))
            .flatten()
    }

    /// What the words beside a name call it: 'Anbar province', 'the village of Solhan', 'Lake Chad', 'Kirkuk governor'.
    fn called(&self, first: TokenIdx, last: TokenIdx) -> Option<Kind> {
        let s = self.s;
        let headed = || (last + 1 < s.tokens.len()).then(|| words::heads(s.form(last + 1)))?;
        let behind = self.following(last).or_else(headed);
        let before = || {
            let of = first.checked_sub(1).filter(|&p| s.form(p) == "of");
            let noun = of.map_or(first.checked_sub(1), |p| p.checked_sub(1))?;
            // 'the state of X', and 'the provinces of X, Y and Z'.
            let singular = || s.lemma(noun);
            let head = || of.and_then(|_| words::heads(s.form(noun)));
            words::calls(s.form(noun))
                .or_else(|| words::calls(singular()))
                .or_else(head)
        };
        behind.or_else(before)
    }

    /// The words of a name without what the network took with it: articles, possessives, what follows in small letters.
    fn trimmed(&self, name: &Name) -> (TokenIdx, TokenIdx) {
        let (mut first, mut last) = (name.first, name.last);
        while first < last && !self.may_start(first) {
            first += 1;
        }
        while last > first && !self.form(last).contains(char::is_uppercase) {
            // 'Mazar - i - Sharif' ends well; 'Anbar province' and 'Iraq's' do not.
            last -= 1;
        }
        (first, last)
    }

    /// How well the words show it.
    fn shown(&self, one: &Spotted) -> Shown {
        let s = self.s;
        let (first, last) = (one.first, one.last);
        // 'Ebola-Reston': part of a compound, unless both are places, as in 'the India-Pakistan border'.
        if let Some(joint) = first.checked_sub(1).filter(|&p| s.form(p) == "-")
            && joint > 0
            && s.tokens[joint].span.end == s.tokens[first].span.start
            && !self.is_place(joint - 1)
        {
            return Shown::Not;
        }
        if self.is_within_body(first, last) {
            return Shown::Not;
        }
        let over = s.names.iter().find(|n| n.first <= last && first <= n.last);
        let Some(name) = over else {
            return self.without_name(one);
        };
        let (from, to) = self.trimmed(name);
        let whole = first <= from && to <= last;
        match name.class {
            NameClass::Loc if whole => Shown::Yes,
            NameClass::Loc => {
                // 'Nairobi slum Kibera', 'US state of Texas', 'Benghazi Hospital'.
                let next = &s.tokens[(last + 1).min(to)];
                let facility = last < to
                    && next.form.starts_with(char::is_uppercase)
                    && words::calls(s.form((last + 1).min(to))).is_none();
                let inside = first > from && {
                    let before = s.form(first - 1);
                    !words::is(before, Kind::Part)
                        && words::calls(before).is_none()
                        && self.may_start(first - 1)
                };
                if facility || inside {
                    Shown::Not
                } else {
                    Shown::Yes
                }
            }
            NameClass::Org | NameClass::Per if !whole => Shown::Not,
            NameClass::Org if matches!(one.known, Some((EntryKind::Country, _))) => Shown::Yes,
            NameClass::Org | NameClass::Per if self.stands_as_place(one) => Shown::Yes,
            NameClass::Org | NameClass::Per => Shown::Perhaps,
        }
    }

    /// Without a name of the network's around it.
    fn without_name(&self, one: &Spotted) -> Shown {
        let s = self.s;
        let tags = |all: &[Upos]| (one.first..=one.last).any(|t| all.contains(&s.tokens[t].upos));
        let region = one.named.iter().any(|(p, _)| self.gazetteer.is_region(*p));
        let proper = tags(&[Upos::Propn]) || region && tags(&[Upos::Noun]);
        // 'West Nile virus': part of a longer name.
        let within = one.first > 0
            && self.may_start(one.first - 1)
            && s.tokens[one.first - 1].upos == Upos::Propn
            && one.first > 1;
        if !proper || within || tags(&[Upos::Verb, Upos::Aux, Upos::Pron, Upos::Cconj]) {
            return Shown::Not;
        }
        if matches!(one.known, Some((EntryKind::Country, _))) || self.stands_as_place(one) {
            return Shown::Yes;
        }
        if region { Shown::Yes } else { Shown::Perhaps }
    }

    /// Whether the words around say that this is a place: 'in X', 'X province', 'X, Texas'.
    fn stands_as_place(&self, one: &Spotted) -> bool {
        let s = self.s;
        let before = one.first.checked_sub(1).map(|p| s.form(p));
        let locative = before
            .is_some_and(|p| crate::words::is(p, Class::Locative) || words::is(p, Kind::Part));
        let case = s.children(one.last).any(|c| {
            s.tokens[c].deprel == Deprel::Case && crate::words::is(s.form(c), Class::Locative)
        });
        let pair = || {
            let comma = one.last + 1 < s.tokens.len() && s.form(one.last + 1) == ",";
            comma && one.last + 2 < s.tokens.len() && self.contains(one, one.last + 2)
        };
        locative || case || one.kind.is_some() || pair()
    }

    /// Whether the name that starts there is of a place that one of this name lies in.
    fn contains(&self, one: &Spotted, at: TokenIdx) -> bool {
        if !self.may_start(at) {
            return false;
        }
        let mut end = at;
        while end + 1 < self.s.tokens.len() && end < at + 2 && self.may_start(end + 1) {
            end += 1;
        }
        (at..=end).rev().any(|last| {
            let text = self.words(at, last).of(&self.document.text);
            let mut others = self.gazetteer.named(text);
            let known = self.registered(at, last).place;
            let country = known.and_then(|k| self.gazetteer.of_country(k.1));
            others.extend(country.map(|c| (c, false)));
            let inside = |p: PlaceId| others.iter().any(|o| self.gazetteer.lies_in(p, o.0));
            one.named.iter().any(|n| inside(n.0))
        })
    }

    /// A name of a place that no table knows.
    fn unknown(&self, name: &Name) -> Option<Spotted> {
        let s = self.s;
        let (mut first, mut last) = self.trimmed(name);
        while first < last
            && words::is(self.s.form(first), Kind::Part)
            && self.s.tokens[first].upos != Upos::Propn
        {
            first += 1;
        }
        while last > first && self.form(last).ends_with('.') {
            last -= 1;
        }
        let span = self.words(first, last);
        let form = key(span.of(&self.document.text));
        let site = (first..=last).any(|t| words::is(s.form(t), Kind::Site))
            || words::is(s.form((last + 1).min(s.tokens.len() - 1)), Kind::Site);
        let good = self.may_start(first)
            && form.len() > 2
            && !words::is(&form, Kind::Alone)
            && !site
            && !self.registered(first, last).body;
        good.then(|| Spotted {
            sentence: self.index,
            first,
            last,
            span,
            key: form,
            named: Vec::new(),
            known: None,
            kind: self.called(first, last),
            shown: Shown::Yes,
        })
    }
}
