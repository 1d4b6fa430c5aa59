//! Names of the registry in a sentence: the longest first, and of several readings the one that fits.

use std::ops::RangeInclusive;

use plover::Sector;
use syntax::{Deprel, Name, NameClass, TokenIdx, Upos};

use super::{Named, Phrases};
use crate::actor::registry::{self, Entry, EntryKind};
use crate::words::{self, Class};

/// Whether two words may be spellings of one name: they begin alike.
fn are_alike(a: &str, b: &str) -> bool {
    const ALIKE: usize = 4;
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    a == b || same >= ALIKE
}

/// Whether a word is what peoples of the Americas are called too.
fn is_indian(lemma: &str) -> bool {
    lemma.eq_ignore_ascii_case("indian")
}

const fn is_of_place(kind: EntryKind) -> bool {
    matches!(
        kind,
        EntryKind::Country | EntryKind::Demonym | EntryKind::Capital | EntryKind::City
    )
}

impl<'r> Phrases<'r, '_> {
    /// Longest names first, from left to right; `known` are those of the sentence.
    pub(super) fn find_names(&mut self, known: &[registry::Name<'r>]) {
        let n = self.s.tokens.len();
        let mut candidates: Vec<&'r Entry> = Vec::new();
        let mut at = 0;
        while at < n {
            let word = &self.s.tokens[at];
            let capital = word.form.starts_with(char::is_uppercase) || word.form.starts_with("al");
            let mut next = at + 1;
            if capital && word.upos != Upos::Punct {
                for name in registry::starting(known, at).iter().rev() {
                    let last = name.last;
                    let text = self.words(at, last).of(&self.document.text);
                    if self.s.tokens[last].upos == Upos::Punct || registry::is_parted(text) {
                        continue;
                    }
                    candidates.clear();
                    candidates.extend(self.registry.having(*name));
                    // 'The state's' is not 'the States'.
                    if self.s.tokens[last].xpos == "POS" {
                        candidates.retain(|c| c.name.ends_with("'s"));
                    }
                    if let Some(entry) = self.choose(&candidates, at, last, text) {
                        self.named.push(Named {
                            first: at,
                            last,
                            entry,
                        });
                        next = last + 1;
                        break;
                    }
                }
            }
            if next == at + 1
                && let Some(entry) = self.shared_part(at)
            {
                self.named.push(Named {
                    first: at,
                    last: at,
                    entry,
                });
            }
            at = next;
        }
    }

    /// 'North and South Korea': the first word alone stands for a country that shares the last with the second.
    fn shared_part(&self, at: TokenIdx) -> Option<&'r Entry> {
        const SIDES: [&str; 4] = ["north", "south", "east", "west"];
        let form = |t: TokenIdx| self.s.tokens.get(t).map_or("", |t| t.form.as_str());
        let side = |t: TokenIdx| SIDES.iter().any(|side| form(t).eq_ignore_ascii_case(side));
        let capital = form(at).starts_with(char::is_uppercase);
        if form(at + 1) != "and" || !capital || !side(at) || !side(at + 2) {
            return None;
        }
        let key = registry::key(&[form(at), form(at + 3)].join(" "));
        let mut entries = self.registry.by_key(&key);
        entries.find(|e| e.kind == EntryKind::Country)
    }

    /// The reading of a name that fits its spelling and the network's view of it.
    fn choose(
        &self,
        candidates: &[&'r Entry],
        first: TokenIdx,
        last: TokenIdx,
        text: &str,
    ) -> Option<&'r Entry> {
        let class = self
            .s
            .names
            .iter()
            .find(|n| n.first <= last && first <= n.last)
            .map(|n| n.class);
        let token = &self.s.tokens[first];
        if first == last {
            // 'The Action Congress', 'Government House': another body's name ends in it.
            let longer = first.checked_sub(1).is_some_and(|before| {
                let before = &self.s.tokens[before];
                before.upos == Upos::Propn
                    && before.head == Some(first)
                    && matches!(before.deprel, Deprel::Compound | Deprel::Amod)
            });
            // 'the Nigerian Senate'
            let of_another = || {
                first.checked_sub(1).is_some_and(|before| {
                    let key = registry::key(&self.s.tokens[before].form);
                    let place = |e: &&Entry| {
                        e.code.is_some() && candidates.iter().all(|c| c.code != e.code)
                    };
                    self.s.tokens[before].upos == Upos::Adj
                        && self.s.tokens[before].head == Some(first)
                        && self.registry.by_key(&key).any(|e| place(&e))
                })
            };
            if words::is(self.s.form(first), Class::Shared) && (longer || of_another()) {
                return None;
            }
            if self.ends_body(first)
                && candidates
                    .iter()
                    .all(|e| matches!(e.kind, EntryKind::Organisation | EntryKind::Group))
            {
                return None;
            }
            // 'KANU' is no Mr Kanu.
            let persons = candidates.iter().all(|e| e.kind == EntryKind::Person);
            if persons && self.s.is_shouted(text) {
                return None;
            }
            // 'us', 'May', 'turkey': words that are names only when written as names.
            if text.chars().all(char::is_lowercase) {
                return None;
            }
            let acronym = candidates
                .iter()
                .all(|e| e.name.chars().count() > 4 || e.name.to_uppercase() == e.name);
            let shouted = text
                .chars()
                .filter(|c| c.is_alphabetic())
                .all(char::is_uppercase);
            if text.chars().count() <= 3
                && acronym
                && !shouted
                && !text.contains('.')
                && !candidates.iter().any(|e| e.name == text)
            {
                return None;
            }
            if !matches!(
                token.upos,
                Upos::Propn | Upos::Adj | Upos::Noun | Upos::X | Upos::Num
            ) {
                return None;
            }
            // 'The House' is a body where the network sees one; at the head of a sentence any noun has a capital.
            let common = self.registry.is_common(self.s.form(first));
            if common && class != Some(NameClass::Org) && token.upos != Upos::Propn {
                return None;
            }
        }
        // 'Freeport-McMoRan' is of no place called Freeport; of 'the Israel-Hamas war' both are.
        if candidates.iter().all(|e| is_of_place(e.kind)) && self.is_first_part(last) {
            return None;
        }
        // 'the Fiji Trades Union Congress' is not Britain's, nor are 'sister States' united.
        let before = first.checked_sub(1).filter(|&before| {
            let before = &self.s.tokens[before];
            before.head.is_some_and(|h| (first..=last).contains(&h))
                && matches!(before.deprel, Deprel::Compound | Deprel::Amod)
        });
        if let Some(before) = before {
            let body = |e: &&'r Entry| {
                e.kind == EntryKind::Organisation
                    && e.code.is_some_and(plover::CountryCode::is_country)
            };
            let another = || {
                let key = registry::key(&self.s.tokens[before].form);
                let mut places = self.registry.by_key(&key).filter(|e| is_of_place(e.kind));
                places.any(|e| e.code.is_some() && candidates.iter().all(|c| c.code != e.code))
            };
            if candidates.iter().all(body) && another() {
                return None;
            }
            let common = self.s.tokens[last].lemma == "state" && first == last;
            if common && candidates.iter().all(|c| c.kind == EntryKind::Country) {
                return None;
            }
        }
        // 'Tzotzil Indians' are of no India.
        if let Some(before) = before.filter(|&b| b > 0)
            && is_indian(&self.s.tokens[last].lemma)
            && self.s.tokens[before].form.starts_with(char::is_uppercase)
            && self
                .registry
                .by_key(&registry::key(&self.s.tokens[before].form))
                .next()
                .is_none()
        {
            return None;
        }
        if self.is_other_body(candidates, first, last, before) {
            return None;
        }
        // A name inside a longer name of another kind is not that name: 'Jordan' in 'Michael Jordan'.
        let inside = self
            .s
            .names
            .iter()
            .find(|n| n.first <= first && last <= n.last && (n.first < first || last < n.last));
        // 'Gabriel Escobar' is not Pablo Escobar; 'Hillary Rodham Clinton' is Hillary Clinton.
        if let Some(name) = inside
            && name.class == NameClass::Per
            && name.first < first
            && let [one] = candidates
            && one.kind == EntryKind::Person
        {
            let own = registry::key(&one.name);
            let given = &self.s.tokens[name.first..first];
            let fits = given.iter().any(|t| {
                let key = registry::key(&t.form);
                let initial = key.chars().count() == 1;
                own.split(' ')
                    .any(|w| w == key || (initial && w.starts_with(&key)))
                    || self.registry.agent(&t.form.to_lowercase()).is_some()
            });
            if !fits {
                return None;
            }
        }
        // Nor is 'Francis Ona' the pope: what goes on behind a given name is of the name.
        if let [one] = candidates
            && one.kind == EntryKind::Person
            && first == last
            && let Some(next) = self.s.tokens.get(last + 1)
        {
            let joined = next.deprel == Deprel::Flat && next.head == Some(first);
            let named = inside.is_some_and(|n| n.class == NameClass::Per && n.last > last);
            let capital = next.form.starts_with(char::is_uppercase) && next.upos == Upos::Propn;
            let own = || {
                let (name, key) = (registry::key(&one.name), registry::key(&next.form));
                name.split(' ').any(|w| are_alike(w, &key))
            };
            if (joined || named) && capital && !own() {
                return None;
            }
        }
        if let Some(name) = inside
            && name.class == NameClass::Per
            && candidates.iter().all(|e| e.kind != EntryKind::Person)
        {
            let before = &self.s.tokens[name.first];
            // Titles are sometimes taken into the name; a demonym in front is still a demonym.
            if !(candidates.iter().any(|e| e.kind == EntryKind::Demonym)
                && before.span.start == token.span.start)
            {
                return None;
            }
        }
        // Nor is it a country's in a longer name of a place: 'the Saudi Hospital'.
        let longer = |n: &&Name| n.first <= last && last < n.last && n.class == NameClass::Loc;
        if let Some(name) = self.s.names.iter().find(longer)
            && candidates.iter().all(|e| is_of_place(e.kind))
            && self.is_thing(name.last, first..=last)
        {
            return None;
        }
        let rank = |e: &Entry| match (e.kind, class) {
            (EntryKind::Person, Some(NameClass::Per)) => 0,
            (EntryKind::Organisation | EntryKind::Group, Some(NameClass::Org)) => 0,
            (EntryKind::Country | EntryKind::Capital | EntryKind::City, Some(NameClass::Loc)) => 0,
            (EntryKind::Demonym, _) if token.upos == Upos::Adj => 0,
            (EntryKind::Person, Some(_)) if first == last => 9,
            (EntryKind::Country, _) => 1,
            (EntryKind::Capital, _) => 2,
            (EntryKind::Organisation | EntryKind::Group, _) => 3,
            (EntryKind::Person, _) => 4,
            (EntryKind::Demonym, _) => 5,
            (EntryKind::City, _) => 6,
        };
        let best = candidates.iter().copied().min_by_key(|e| rank(e))?;
        // The network says it is a person, the table knows only a place: a person it is.
        if class == Some(NameClass::Per) && first == last && best.kind == EntryKind::City {
            return None;
        }
        // Two people of the same name: the one in office on the day, or nobody.
        if best.kind == EntryKind::Person {
            let people: Vec<&&Entry> = candidates
                .iter()
                .filter(|e| e.kind == EntryKind::Person)
                .collect();
            if people.len() > 1 {
                let on_day: Vec<&&&Entry> = people
                    .iter()
                    .filter(|e| self.on.is_some_and(|d| e.terms.iter().any(|t| t.covers(d))))
                    .collect();
                return if let [one] = on_day[..] {
                    Some(**one)
                } else {
                    None
                };
            }
        }
        Some(best)
    }

    /// Whether a name of a body is only the end of a longer one, or that of another country's: 'the National Patriotic Front',
    /// 'Georgia's National Security Council'.
    fn is_other_body(
        &self,
        candidates: &[&'r Entry],
        first: TokenIdx,
        last: TokenIdx,
        before: Option<TokenIdx>,
    ) -> bool {
        let s = self.s;
        let body = |e: &&Entry| matches!(e.kind, EntryKind::Organisation | EntryKind::Group);
        if !candidates.iter().all(body) {
            return false;
        }
        let place = |t: TokenIdx| {
            let key = registry::key(&s.tokens[t].form);
            self.registry.by_key(&key).find(|e| is_of_place(e.kind))
        };
        let longer = before.is_some_and(|before| {
            let word = &s.tokens[before];
            // An adjective may only describe a body of a single word.
            let part = if first < last {
                word.upos != Upos::Noun
            } else {
                word.upos == Upos::Propn && word.deprel == Deprel::Compound
            };
            part && before > 0
                && word.form.starts_with(char::is_uppercase)
                && place(before).is_none()
        });
        // 'the Peace and Security Council'
        let joined = first.checked_sub(2).is_some_and(|t| {
            let capital = |t: TokenIdx| s.tokens[t].form.starts_with(char::is_uppercase);
            s.form(first - 1) == "and"
                && capital(t)
                && s.tokens[t].upos != Upos::Punct
                && s.tokens[t]
                    .head
                    .is_some_and(|h| (first..=last).contains(&h))
        });
        let whose = (first..=last)
            .flat_map(|t| s.children(t))
            .filter(|&c| c < first && s.tokens[c].deprel == Deprel::NmodPoss)
            .chain(before)
            .find_map(|c| place(c)?.code);
        let of_country = |e: &&Entry| e.code.is_some_and(plover::CountryCode::is_country);
        let another = whose.is_some_and(|code| {
            candidates
                .iter()
                .all(|e| of_country(e) && e.code != Some(code))
        });
        longer || joined || another
    }

    /// Whether a hyphen joins a word to a name that nobody knows.
    fn is_first_part(&self, last: TokenIdx) -> bool {
        let Some([own, hyphen, next]) = self.s.tokens.get(last..last + 3) else {
            return false;
        };
        let joined = hyphen.form == "-"
            && own.span.end == hyphen.span.start
            && hyphen.span.end == next.span.start;
        joined
            && next.upos == Upos::Propn
            && next.form.starts_with(char::is_uppercase)
            && self
                .registry
                .by_key(&registry::key(&next.form))
                .next()
                .is_none()
    }

    /// Whether a word ends the longer name of a body that no table knows, and bears no place in front of it: 'the Pan
    /// Africanist Congress', but 'the Pakistani Taliban'.
    fn ends_body(&self, at: TokenIdx) -> bool {
        let s = self.s;
        let whole = s
            .names
            .iter()
            .find(|n| n.first < at && n.last == at && n.class == NameClass::Org);
        let Some(whole) = whole else { return false };
        let within = |t: TokenIdx| {
            let t = &s.tokens[t];
            t.form.starts_with(char::is_uppercase)
                && matches!(t.deprel, Deprel::Compound | Deprel::Amod)
        };
        let place = |t: TokenIdx| {
            let key = registry::key(&s.tokens[t].form);
            self.registry.by_key(&key).any(|e| is_of_place(e.kind))
        };
        within(at - 1) && !(whole.first..at).any(place)
    }

    /// Whether a name of a place ends in a body that is no state's own and bears the words before it as its name: a hospital
    /// or a school, but no parliament; or in a sea. Nothing that a country has or a comma parts from it.
    fn is_thing(&self, last: TokenIdx, within: RangeInclusive<TokenIdx>) -> bool {
        let s = self.s;
        let parted = (*within.end()..last)
            .any(|t| matches!(s.tokens[t].upos, Upos::Punct | Upos::Part | Upos::Adp));
        let body = self.registry.agent(s.form(last)).is_some_and(|a| {
            let state = |s: &Sector| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg);
            !a.sectors.iter().any(state)
        });
        // 'the South China Sea' is nobody's.
        let waters = words::is(s.form(last), Class::Waters);
        let capital = s.tokens[last].form.starts_with(char::is_uppercase);
        capital && (body || waters) && !parted
    }
}
