//! People who are only counted: 'dozens were hurt', 'killed 20 soldiers and wounded 35 others', 'thousands marched'.

use plover::{Entity, Sector};
use syntax::{Deprel, TokenIdx, Upos};

use super::Finder;
use crate::actor::mention::Phrases;
use crate::actor::{Kind, Resolved, Shared};
use crate::clause;
use crate::quantity;
use crate::words::Class;

impl Finder<'_> {
    /// A count without a noun, where the verb shows that people are counted: it harms or holds them, or 'hundreds' do it.
    pub(super) fn crowd(
        &self,
        phrases: &Phrases<'_, '_>,
        index: usize,
        token: TokenIdx,
    ) -> Option<Resolved> {
        let s = phrases.s;
        let t = &s.tokens[token];
        let several = t.xpos == "NNS" && s.is(token, Class::People);
        if !several && t.upos != Upos::Num {
            return None;
        }
        let befell = quantity::befell(s, token);
        let verb = t.head.filter(|&h| s.tokens[h].upos == Upos::Verb);
        let acts = several && t.deprel == Deprel::Nsubj && verb.is_some();
        if !(befell || acts) {
            return None;
        }
        // 'hundreds of shells', '80 percent', '$5'
        let measured = s.children(token).any(|c| {
            (s.tokens[c].deprel == Deprel::Nmod && clause::preposition(s, c) == "of")
                || s.tokens[c].upos == Upos::Sym
        });
        if measured {
            return None;
        }
        let (first, last) = phrases.core(token);
        let span = s.tokens[first].span.cover(s.tokens[last].span);
        // Counted on from 'five officers', they are officers too.
        let before = self.known.iter().rev().take_while(|k| k.0 == index);
        let alike = before
            .filter(|_| befell)
            .find(|&&(_, at, _)| quantity::befell(s, at))
            .map(|&(_, _, place)| &self.found[place])
            .filter(|r| r.kind == Kind::Agent && r.plural);
        let mut entity = Entity {
            entity_text: span.of(&self.document.text).to_owned(),
            // 'four were wounded': of what kind, another place tells.
            sector: if several {
                vec![Sector::Cvl]
            } else {
                Vec::new()
            },
            ..Entity::default()
        };
        if let Some(alike) = alike {
            entity.code = alike.entity.code;
            entity.sector.clone_from(&alike.entity.sector);
        }
        Some(Resolved {
            entity,
            span,
            kind: Kind::Agent,
            rule: "people counted",
            via: None,
            link: None,
            point: None,
            of: None,
            likely: None,
            demonym_only: false,
            shared: Shared::No,
            plural: true,
            name: None,
        })
    }
}
