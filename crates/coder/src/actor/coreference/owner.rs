//! 'Its forces', 'their leader', 'his men', 'a party whose chairman': people of whom a pronoun stands for, so of his country,
//! and of his kind.

use std::ops::Range;

use plover::Sector;
use syntax::{Deprel, TokenIdx};

use super::{Finder, is_personal};
use crate::actor::mention::is_outlaw;
use crate::actor::{Kind, Resolved};
use crate::clause;
use crate::words::Class;

impl Finder<'_> {
    /// Give the people of a sentence that only a possessor describes what is known of him.
    pub(super) fn belong(&mut self, index: usize, at: &[Range<usize>]) {
        let s = &self.trees[index];
        for (token, place) in at.iter().enumerate() {
            if place.len() != 1 {
                continue;
            }
            let Some(pronoun) = s.child(token, Deprel::NmodPoss) else {
                continue;
            };
            let owner = if is_personal(&s.tokens[pronoun].xpos) {
                self.answered(index, pronoun)
            } else {
                let noun = clause::whose(s, token);
                noun.and_then(|noun| self.found.get(at[noun].clone())?.first())
            };
            let own = owner.and_then(|owner| self.of_owner(index, token, place.start, owner));
            if let Some(own) = own {
                self.found[place.start] = own;
            }
        }
    }

    fn of_owner(
        &self,
        index: usize,
        token: TokenIdx,
        place: usize,
        owner: &Resolved,
    ) -> Option<Resolved> {
        let s = &self.trees[index];
        let own = &self.found[place];
        let sectors = &own.entity.sector;
        let men = matches!(s.lemma(token), "man" | "men");
        let armed = sectors.contains(&Sector::Mil) || is_outlaw(sectors);
        let known = own.link.is_some() || own.entity.code.is_some();
        if own.kind != Kind::Agent || known || !(armed || men || s.is(token, Class::Staff)) {
            return None;
        }
        let mut one = own.clone();
        one.entity.code = owner.entity.code.filter(|c| c.is_country());
        let whose = &owner.entity.sector;
        let open = sectors.is_empty() || *sectors == [Sector::Unk];
        if open && matches!(owner.kind, Kind::Country | Kind::Capital) {
            one.entity.sector = vec![Sector::Gov];
        } else if (armed && is_outlaw(whose))
            || (open && *whose != [Sector::Eli] && !whose.is_empty())
        {
            one.entity.sector.clone_from(whose);
        }
        one.rule = "agents.tsv with its owner";
        one.likely = owner.likely;
        one.via = Some(format!("{} → {}", one.entity.entity_text, owner.called()));
        Some(one)
    }
}
