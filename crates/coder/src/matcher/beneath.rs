//! The recipient beneath an object: whose it is, who did it, on whom it lies, up to three words down.

use plover::{EventType, Quad};
use smallvec::SmallVec;
use syntax::{Deprel, TokenIdx, Upos};

use super::{Match, Matcher, Parties};
use crate::clause::{self, Found};
use crate::codebook::{Demand, Role};
use crate::tree::Tree;
use crate::words::{self, Class};

/// How evidence names it.
const OWNER: &str = "owner of the object";

impl<'c, P: Parties> Matcher<'c, '_, P> {
    /// 'attacked a house belonging to a doctor', 'seized assets owned by the bank': whose the participle says a thing is.
    fn owner_told(&self, participle: TokenIdx, found: &Match<'c>) -> Option<TokenIdx> {
        let s = self.s;
        let by = match s.lemma(participle) {
            "belong" => "to",
            "own" | "run" | "hold" | "control" => "by",
            _ => return None,
        };
        clause::phrases(s, participle, &[by])
            .filter(|_| s.tokens[participle].deprel == Deprel::Acl)
            .find(|&t| !self.is_own(t, found) && self.parties.meets(t, Demand::None))
    }

    /// Whether a bare participle right behind a noun describes it.
    pub(super) fn describes(&self, participle: TokenIdx, noun: TokenIdx) -> bool {
        let s = self.s;
        let bare = s.children(participle).all(|c| {
            !matches!(
                s.tokens[c].deprel,
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::AuxPass | Deprel::Mark
            )
        });
        s.tokens[participle].xpos == "VBN" && participle == noun + 1 && bare
    }

    /// Put the owner of a thing that is acted upon in its place: 'set fire to houses belonging to farmers'.
    pub(super) fn to_owner(&self, found: &mut Match<'c>) {
        let s = self.s;
        let owners: SmallVec<[_; 2]> = found
            .role(Role::Recipient)
            .filter(|p| !self.parties.meets(p.token, Demand::None))
            .filter_map(|p| {
                let owner = s
                    .children(p.token)
                    .find_map(|c| self.owner_told(c, found))?;
                Some((p.token, owner))
            })
            .collect();
        for (thing, owner) in owners {
            for p in found.parties.iter_mut().filter(|p| p.token == thing) {
                (p.token, p.by) = (owner, OWNER);
            }
        }
    }

    /// 'rejected Iran's offer', 'seized assets owned by the bank': the word that stands for it, and how it was found.
    pub(super) fn beneath(
        &self,
        found: &Match<'c>,
        event: EventType,
        taken: &[TokenIdx],
    ) -> Option<(TokenIdx, &'static str)> {
        let s = self.s;
        let mut layer: Vec<TokenIdx> = found.nouns.clone();
        for depth in 0..3 {
            let mut next = Vec::new();
            for &noun in &layer {
                // 'condemned the launches carried out by the North': what the tree may hang on the verb.
                let described = s
                    .children(found.head)
                    .filter(|&c| depth == 0 && self.describes(c, noun));
                for c in s.children(noun).chain(described) {
                    // 'protested against quotas in government jobs'
                    // 'the circumstances of the crash of a Chadian airliner', 'a solution for Syrian refugees'
                    // 'discussed the migrant crisis': with nobody of it.
                    let far = event == EventType::Consult && self.parties.meets(c, Demand::Kind)
                        || event == EventType::Accuse && depth > 1
                        || depth > 0 && self.parties.meets(c, Demand::Kind)
                        || event == EventType::Request
                            && self.parties.meets(noun, Demand::Person)
                            && !self.parties.meets(noun, Demand::Official)
                            && !s.is(noun, Class::Troops);
                    if far && self.is_modifier(c) {
                        continue;
                    }
                    // 'rejected the aid announced by the union': whoever did what is answered.
                    let mediated = s.is(c, Class::Mediating);
                    let participle = matches!(s.tokens[c].deprel, Deprel::Acl | Deprel::AclRelcl)
                        && clause::is_passive(s, c)
                        || self.describes(c, noun);
                    let doer = (participle && !mediated)
                        .then(|| self.doer(c).or_else(|| by(s, c)))
                        .flatten()
                        .filter(|d| {
                            !taken.contains(&d.token) && self.parties.meets(d.token, Demand::None)
                        });
                    // 'approved a pardon issued by the president': it was not he who was pardoned.
                    let answered = event.quad() != Quad::MaterialConflict
                        && !(event == EventType::Concede && s.is(noun, Class::Mercy));
                    if let Some(doer) = doer.filter(|_| answered) {
                        return Some((doer.token, "doer of the object"));
                    }
                    let owner = self.owner_told(c, found).filter(|t| !taken.contains(t));
                    if let Some(token) = owner {
                        return Some((token, OWNER));
                    }
                    // 'lifted the sanctions imposed on Ruritania', 'the embargo it had placed on the island'
                    let laid = matches!(s.tokens[c].deprel, Deprel::Acl | Deprel::AclRelcl)
                        .then(|| {
                            clause::phrases(s, c, &["on", "upon", "against"]).find(|&t| {
                                !taken.contains(&t)
                                    && !self.is_own(t, found)
                                    && (self.parties.meets(t, Demand::None)
                                        || self.parties.meets(t, Demand::Country))
                            })
                        })
                        .flatten();
                    if let Some(token) = laid {
                        return Some((token, "inside the object"));
                    }
                    // Under a verb ('not to allow any threat to Iran') objects and phrases lead on.
                    let verbal = s.tokens[noun].upos == Upos::Verb
                        && matches!(
                            s.tokens[c].deprel,
                            Deprel::Obj | Deprel::Obl | Deprel::Iobj | Deprel::Xcomp
                        );
                    let position = verbal
                        || matches!(s.tokens[c].deprel, Deprel::NmodPoss | Deprel::Nmod)
                        || self.is_modifier(c);
                    let preposition = clause::preposition(s, c);
                    // Who condemns violence against workers, or their beating, does not blame the workers.
                    let suffers = s.is(noun, Class::DoneTo);
                    let victim = matches!(event, EventType::Accuse | EventType::Protest)
                        && (suffers && s.tokens[c].deprel == Deprel::Compound
                            || matches!(&*preposition, "against" | "on" | "upon" | "towards")
                            || &*preposition == "of" && suffers);
                    // 'a deal on the Irish border', 'a proposal on Cyprus': what it is about.
                    let closed = event == EventType::Support && s.is(found.head, Class::Closing);
                    let topic = (closed
                        || matches!(
                            event,
                            EventType::Agree | EventType::Consult | EventType::Reject
                        ))
                        && s.tokens[noun].upos == Upos::Noun
                        && matches!(
                            &*preposition,
                            "on" | "about" | "over" | "regarding" | "concerning" | "against"
                        )
                        && self.at(noun).is_none_or(|m| !self.is_conflict(&m));
                    if !position
                        || victim
                        || topic
                        || taken.contains(&c)
                        || words::is(&preposition, Class::Apart)
                        || s.is(c, Class::Apart)
                    {
                        continue;
                    }
                    // 'agreed to set up the Baltic Institute': it is not there yet.
                    if verbal
                        && event == EventType::Agree
                        && s.tokens[c].deprel == Deprel::Obj
                        && s.is(noun, Class::Make)
                    {
                        continue;
                    }
                    // Nor did he ask for his extradition who is to be extradited.
                    let sought = event == EventType::Reject
                        && self.parties.meets(c, Demand::Person)
                        && (&*preposition == "for" || depth > 0 && &*preposition == "of");
                    // Who asks for a man's release, or to honour him, does not ask him.
                    let asked = event == EventType::Request
                        && s.tokens[c].deprel != Deprel::Amod
                        && self.parties.meets(c, Demand::Person);
                    let mere_place = matches!(
                        &*preposition,
                        "in" | "at" | "near" | "around" | "outside" | "off" | "along"
                    ) || (verbal && matches!(&*preposition, "on" | "from"));
                    // 'its troops', 'their leaders' are the actor's own.
                    let own = self.is_possessed(c);
                    let territory = !mere_place && self.parties.meets(c, Demand::Country);
                    let own = own
                        || self.is_own(c, found)
                        || (verbal && s.is(c, Class::Troops))
                        // 'refused to withdraw special police'
                        || (verbal
                            && s.is(noun, Class::Moved)
                            && s.tokens[c].deprel == Deprel::Obj)
                        || self.is_akin(c, found)
                        // 'agreed to send a peace force', 'to move the leaders to another prison'
                        || (verbal
                            && event == EventType::Agree
                            && s.tokens[c].deprel == Deprel::Obj
                            && s.is(noun, Class::Send)
                            && self.parties.meets(c, Demand::Kind));
                    if (self.parties.meets(c, Demand::None) || territory)
                        && !asked
                        && !sought
                        && !own
                    {
                        if !mere_place {
                            return Some((c, "inside the object"));
                        }
                    } else if (verbal || s.tokens[c].deprel == Deprel::Nmod)
                        // 'at a briefing for diplomats' says where it was.
                        && !matches!(&*preposition, "at" | "near")
                        && !(&*preposition == "in" && s.is(c, Class::Area))
                    {
                        next.push(c);
                    }
                }
            }
            layer = next;
        }
        None
    }
}

/// Who did what a participle tells, where nothing shows that it is a passive.
fn by(s: &Tree<'_>, participle: TokenIdx) -> Option<Found> {
    let token = clause::phrases(s, participle, &["by"]).next()?;
    Some(Found {
        token,
        by: "by-phrase",
    })
}
