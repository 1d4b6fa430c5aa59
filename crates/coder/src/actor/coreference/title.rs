//! 'The prime minister', 'the Iranian ayatollah': someone introduced with that title before.

use plover::{CountryCode, Sector};
use syntax::{Deprel, NameClass, TokenIdx};

use super::Finder;
use crate::actor::{Kind, Resolved};
use crate::clause;
use crate::tree::Tree;

impl Finder<'_> {
    /// What the text called a person of the registry before holds for the name alone, where no day tells the office.
    pub(super) fn office_told(&self, person: &mut Resolved) {
        let Some(name) = person.entity.identifier_text.as_deref() else {
            return;
        };
        let mut titled = self.titled.iter().rev().map(|&i| &self.found[i]);
        let before = titled.find(|r| {
            r.rule == "registry:person" && r.entity.identifier_text.as_deref() == Some(name)
        });
        if let Some(known) = before {
            person.entity.sector.clone_from(&known.entity.sector);
            person.entity.role.clone_from(&known.entity.role);
        }
    }

    /// The country whose own parties speak in the sentence: its opposition means no foreign president by 'the president'.
    /// None if there are none, or of several.
    fn home_of_speakers(&self, s: &Tree<'_>) -> Option<CountryCode> {
        const OWN: &[Sector] = &[
            Sector::Opp,
            Sector::Pty,
            Sector::Leg,
            Sector::Jud,
            Sector::Lab,
            Sector::Soc,
            Sector::Cvl,
        ];
        let here = self.known.iter().rev().map(|k| &self.found[k.2]);
        let mut codes = here
            .take_while(|r| r.span.start >= s.span.start)
            .filter(|r| r.entity.sector.iter().any(|sector| OWN.contains(sector)))
            .filter_map(|r| r.entity.code);
        let first = codes.next()?;
        codes.all(|code| code == first).then_some(first)
    }

    /// Give a description to whom the text gave its title before.
    pub(super) fn known_holder(&self, s: &Tree<'_>, token: TokenIdx, resolved: &mut Resolved) {
        let Some(role) = resolved.entity.role.clone() else {
            return;
        };
        let text = &resolved.entity.entity_text;
        let first = text.split(' ').next().unwrap_or_default().to_lowercase();
        let definite = matches!(first.as_str(), "the" | "this" | "that")
            || resolved.entity.code.is_some() && !matches!(first.as_str(), "a" | "an");
        // 'the member who wishes to leave' says itself who is meant.
        let described = s.children(token).any(|c| {
            // 'the president of the chamber' is not the president.
            let of_another = s.tokens[c].deprel == Deprel::Nmod
                && resolved.entity.code.is_none()
                && clause::preposition(s, c) == "of";
            of_another
                || matches!(
                    s.tokens[c].deprel,
                    Deprel::AclRelcl | Deprel::Acl | Deprel::Appos
                )
        });
        let named = s.names.iter().any(|n| {
            let (first, last) = (s.tokens[n.first].span.start, s.tokens[n.last].span.end);
            let within = resolved.span.start <= first && last <= resolved.span.end;
            n.class == NameClass::Per && within
        });
        if !definite || described || named {
            return;
        }
        let home = match resolved.entity.code {
            Some(_) => None,
            None => self.home_of_speakers(s),
        };
        let before = self.titled.iter().rev().map(|&i| &self.found[i]).find(|r| {
            let title = r.entity.role.as_deref().or(r.entity.office.as_deref());
            r.kind == Kind::Person
                && (resolved.entity.code.is_none() || r.entity.code == resolved.entity.code)
                && (home.is_none() || r.entity.code == home)
                && title.is_some_and(|t| t == role || ends(t, &role))
        });
        let Some(known) = before else { return };
        let words = resolved.entity.entity_text.clone();
        let name = known.called().to_owned();
        resolved.entity = plover::Entity {
            entity_text: words.clone(),
            role: Some(role),
            ..known.entity.clone()
        };
        resolved.entity.identifier_text = Some(name.clone());
        resolved.kind = Kind::Person;
        resolved.rule = "coreference:title";
        resolved.via = Some(format!("{words} → {name}"));
        resolved.link = Some(known.span);
    }
}

/// Whether a title is a longer form of another: 'foreign minister' of 'minister'. A prime minister is no mere minister,
/// but who was called 'the minister' may be one of finance.
fn ends(long: &str, short: &str) -> bool {
    long.strip_suffix(short)
        .is_some_and(|rest| rest.ends_with(' '))
}
