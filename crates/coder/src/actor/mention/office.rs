//! Whose leader, official or fighter a title speaks of, and who holds an office that is not held in the plain way.
//!
//! 'A Hamas official' is of no government, 'UN aid workers' are the United Nations': whom such nouns stand for is told by
//! the body they name. 'The president-elect' is not the president of the day but the one who follows, 'the caretaker prime
//! minister' the one whom the tables may have without that word, or with another.

use plover::{CountryCode, Date, Sector};
use syntax::{Deprel, NameClass, TokenIdx, Upos};

use super::title::Title;
use super::{Named, Phrases};
use crate::actor::registry::{Entry, EntryKind, Term};
use crate::clause;
use crate::words::{self, Class};

/// What stands before the title of an office that somebody fills for a time, as the tables have it.
const FOR_A_TIME: &[&str] = &["acting", "caretaker", "interim", "transitional"];

/// Whether any of the sectors is of those who fight without a state's leave, or rob.
pub(in crate::actor) fn is_outlaw(sectors: &[Sector]) -> bool {
    const OUTLAWS: [Sector; 4] = [Sector::Reb, Sector::Uaf, Sector::Prm, Sector::Crm];
    sectors.iter().any(|s| OUTLAWS.contains(s))
}

/// Whether somebody is more than one of the body that he is of: who works for a business strikes as a worker, and the
/// guerrillas of a party, the mutinous commander of a division, are more than members of it.
fn is_more(title: &Title, body: &[Sector]) -> bool {
    let works = title.sectors == [Sector::Lab] && body.contains(&Sector::Bus);
    works || is_outlaw(&title.sectors) && !is_outlaw(body)
}

/// 'leader', 'deputy', 'delegate': of a kind that only whose they are tells.
fn tells_nothing(title: &Title) -> bool {
    words::is(&title.words, Class::Staff) && !is_armed(&title.sectors)
}

/// Whether any of the sectors bears arms, with a state's leave or without.
fn is_armed(sectors: &[Sector]) -> bool {
    let armed = |s: &Sector| matches!(s, Sector::Mil | Sector::Cop);
    sectors.iter().any(armed) || is_outlaw(sectors)
}

impl<'r> Phrases<'r, '_> {
    /// Country and sectors of what a title names, with whose it is where it says that; `body` is the one named beside it.
    pub(super) fn of_whom(
        &self,
        head: TokenIdx,
        title: &Title,
        body: Option<&Entry>,
    ) -> (Option<CountryCode>, Vec<Sector>) {
        let own = || title.sectors.clone();
        // 'The chief of staff' is no mere chief of some staff.
        if title.end > head && !title.is_general() {
            return (body.and_then(|body| body.code), own());
        }
        // 'men of the Presidential Guard'
        let men = self.s.lemma(head) == "man";
        if let Some(body) = body {
            let standing = body.on(self.on);
            let code = standing.map_or(body.code, |s| s.code);
            let sectors = standing.map_or(&body.sectors, |s| &s.sectors);
            let captive =
                self.s.is(head, Class::Captive) && !self.owners(head, title).any(|c| c > head);
            let staff = self.is_staff(head, title) || captive || men;
            let staff = staff && !is_more(title, sectors);
            return (
                code,
                if staff && !sectors.is_empty() {
                    sectors.clone()
                } else {
                    own()
                },
            );
        }
        let s = self.s;
        // 'the rebels' exiled prime minister'
        let outlaws = s.child(head, Deprel::NmodPoss).and_then(|o| self.title(o));
        if let Some(outlaws) = outlaws.filter(|o| is_outlaw(&o.sectors)) {
            return (None, outlaws.sectors);
        }
        let armed = |c: TokenIdx| self.title(c).is_some_and(|t| is_armed(&t.sectors));
        let of_arms = || men && self.owners(head, title).any(|c| c > head && armed(c));
        if !self.is_staff(head, title) && !of_arms() {
            return (None, own());
        }
        // 'The leader of the rebels' is one of them, and 'farmer leaders' are farmers.
        let whose = self.owners(head, title).find(|&c| c > head).into_iter();
        // 'The city's gang leader' leads a gang.
        let people = self.owners(head, title).filter(|&c| c < head).last();
        let theirs = whose
            .chain(people.filter(|&c| s.tokens[c].upos == Upos::Noun))
            .filter_map(|c| self.title(c))
            .find(|theirs| theirs.sectors != [Sector::Unk]);
        let sectors = theirs
            .map(|theirs| theirs.sectors)
            .filter(|theirs| !is_more(title, theirs));
        let sectors = sectors
            .or_else(|| self.of_unknown(head, title).then(Vec::new))
            .or_else(|| (tells_nothing(title) && self.leads_others(head, title)).then(Vec::new))
            .or_else(|| {
                let open = tells_nothing(title)
                    && self.is_of_somebody(head)
                    && self.country_of(head, None).is_none();
                open.then(Vec::new)
            });
        (None, sectors.unwrap_or_else(own))
    }

    /// Whether a title is one that takes its sectors from whose it is; 'secretary-general' is one word of three.
    fn is_staff(&self, head: TokenIdx, title: &Title) -> bool {
        self.s.is(head, Class::Staff) || words::is(&title.words, Class::Staff)
    }

    /// 'camp leaders', 'the Krahn leader', 'a leader of the protests': of no government, unless a country's.
    fn leads_others(&self, head: TokenIdx, title: &Title) -> bool {
        let s = self.s;
        let nobody = |c: TokenIdx| {
            self.title(c).is_none_or(|t| t.sectors == [Sector::Unk]) && !s.is(c, Class::Area)
        };
        let described = |c: TokenIdx| {
            let noun = s.tokens[c].upos == Upos::Noun;
            let name = s.tokens[c].upos == Upos::Propn
                && s.tokens[c].deprel == Deprel::Compound
                && self.name_at(c).is_none();
            (noun || name) && nobody(c)
        };
        self.owners(head, title).any(described) && self.country_of(head, None).is_none()
    }

    /// 'their leader', 'one of its spokesmen', 'Mr Johnson's spokesman', 'conservative leaders': of whom, another place tells.
    fn is_of_somebody(&self, head: TokenIdx) -> bool {
        let s = self.s;
        let person = |c: TokenIdx| {
            let unknown = || {
                let owner = self.title(c).filter(|t| t.sectors == [Sector::Unk]);
                owner.is_some() && !s.is(c, Class::Area)
            };
            s.tokens[c].upos == Upos::Pron
                || unknown()
                || s.name_at(c).is_some_and(|n| n.class == NameClass::Per)
                    && self.name_at(c).is_none()
        };
        let view = |c: TokenIdx| s.tokens[c].deprel == Deprel::Amod && s.is(c, Class::View);
        s.children(head)
            .any(|c| c < head && (s.tokens[c].deprel == Deprel::NmodPoss && person(c) || view(c)))
    }

    /// Whether a leader or spokesman is of a body by its name that no table knows: 'FRAPH's leader' may be of anything.
    fn of_unknown(&self, head: TokenIdx, title: &Title) -> bool {
        self.owners(head, title).any(|c| {
            let name = self.s.name_at(c);
            name.is_some_and(|n| n.class == NameClass::Org)
                && self.name_at(c).is_none()
                && self.title(c).is_none()
        })
    }

    /// What a noun for people says that they are of: 'party leaders', 'the union's secretary', 'leaders of the rebels'.
    fn owners<'t>(
        &'t self,
        head: TokenIdx,
        title: &'t Title,
    ) -> impl Iterator<Item = TokenIdx> + 't {
        let s = self.s;
        // 'secretary-general'
        let own = |c: TokenIdx| title.words.split([' ', '-']).any(|w| w == s.form(c));
        s.children(head).filter(move |&c| match s.tokens[c].deprel {
            Deprel::Compound => c < head && !own(c),
            Deprel::NmodPoss => c < head,
            Deprel::Nmod => c > head && matches!(&*clause::preposition(s, c), "of" | "for"),
            _ => false,
        })
    }

    /// The organisation or group that a noun for people names beside it: 'Fatah leader', 'members of the ELN'.
    pub(super) fn body_of(&self, head: TokenIdx) -> Option<&Named<'r>> {
        let s = self.s;
        let mut bodies = self.named.iter().filter(|n| {
            matches!(n.entry.kind, EntryKind::Organisation | EntryKind::Group)
                && !(n.first..=n.last).contains(&head)
        });
        let beside = |c: TokenIdx| match s.tokens[c].deprel {
            Deprel::Compound | Deprel::NmodPoss | Deprel::Amod | Deprel::NmodUnmarked => c < head,
            // 'Iran's representative at the agency' is Iran's.
            Deprel::Nmod => {
                c > head
                    && matches!(&*clause::preposition(s, c), "of" | "for" | "from")
                    && self.country_of(head, None).is_none()
            }
            _ => false,
        };
        // 'United Nations Secretary-General' hangs on its first part.
        let of_head = |c: TokenIdx| {
            let part = |of: TokenIdx| {
                s.tokens[of].deprel == Deprel::Compound && s.tokens[of].head == Some(head)
            };
            let own = s.tokens[c].head;
            own == Some(head) || own.is_some_and(|of| c < of && of < head && part(of))
        };
        let hyphen = |t: Option<TokenIdx>| {
            t.and_then(|t| s.tokens.get(t))
                .is_some_and(|t| matches!(t.form.as_str(), "-" | "–"))
        };
        let body = bodies.find(|n| {
            // 'anti-Taliban fighters', 'Hamas-run'
            !hyphen(n.first.checked_sub(1))
                && !hyphen(Some(n.last + 1))
                && (n.first..=n.last).any(|c| of_head(c) && beside(c))
        })?;
        Some(body)
    }

    /// Who holds, or is to hold, the office on the day.
    pub(super) fn holder(&self, code: CountryCode, title: &Title, on: Date) -> Option<&'r Term> {
        let words = title.words.as_str();
        if let Some(plain) = words.strip_suffix("-elect") {
            return self.registry.successor(code, plain, on);
        }
        if title.coming {
            return None;
        }
        if let Some(term) = self.registry.holder(code, words, on) {
            return Some(term);
        }
        let (word, plain) = words.split_once(' ')?;
        if !FOR_A_TIME.contains(&word) {
            return None;
        }
        let others = FOR_A_TIME.iter().filter(|o| **o != word);
        let mut named = others.map(|other| format!("{other} {plain}"));
        named
            .find_map(|other| self.registry.holder(code, &other, on))
            .or_else(|| {
                // Who acts for a president on leave is not the president.
                (word != "acting").then(|| self.registry.holder(code, plain, on))?
            })
    }
}
