//! 'The prime minister', 'the Iranian ayatollah': someone introduced with that title before.

use syntax::{Deprel, TokenIdx};

use super::Finder;
use crate::actor::{Kind, Resolved};
use crate::tree::Tree;

impl Finder<'_> {
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
            matches!(
                s.tokens[c].deprel,
                Deprel::AclRelcl | Deprel::Acl | Deprel::Appos
            )
        });
        if !definite || described {
            return;
        }
        let before = self.titled.iter().rev().map(|&i| &self.found[i]).find(|r| {
            let title = r.entity.role.as_deref().or(r.entity.office.as_deref());
            r.kind == Kind::Person
                && (resolved.entity.code.is_none() || r.entity.code == resolved.entity.code)
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
