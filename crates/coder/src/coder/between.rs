//! What joins two parties by the tree: the word that tells of an act between them, and how far from it stands upon whom it is.

use plover::EventType;
use syntax::{Deprel, TokenIdx, Upos};

use super::record::Page;
use crate::actor::Kind;
use crate::attribution;
use crate::clause;

/// Where upon whom an act is stands from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// In its own clause.
    Near,
    /// In a clause under it.
    Far,
}

impl Page<'_> {
    /// The word that tells of the act between two parties, and how far from it stands upon whom it is: what both hang on, or
    /// what stands between it and one of them.
    pub(super) fn act_word(
        &self,
        kind: EventType,
        a: TokenIdx,
        b: TokenIdx,
    ) -> Option<(TokenIdx, Reach)> {
        let s = self.s;
        let up = |from: TokenIdx| -> Vec<TokenIdx> { s.above(from).collect() };
        let (from_a, from_b) = (up(a), up(b));
        let meet = *from_a.iter().find(|t| from_b.contains(t))?;
        let below = |path: &[TokenIdx]| -> Vec<TokenIdx> {
            path.iter().copied().take_while(|&t| t != meet).collect()
        };
        let (below_a, below_b) = (below(&from_a), below(&from_b));
        // A verb of speech only tells of acts of others, unless it is all that is done.
        let spoken = |t: TokenIdx| {
            matches!(kind, EventType::Accuse | EventType::Request)
                || is_word(kind) && self.is_spoken_of(kind, t, b)
        };
        let names_act = |t: TokenIdx| match s.tokens[t].upos {
            Upos::Verb => !attribution::asserts(&s.tokens[t].lemma) || spoken(t),
            Upos::Noun => true,
            Upos::Adj => s.child(t, Deprel::Cop).is_some(),
            _ => false,
        };
        let mut candidates = std::iter::once(meet)
            .chain(below_b.into_iter().rev())
            .chain(below_a.into_iter().rev())
            .filter(|&t| t != a && t != b && names_act(t));
        // 'chained the gate to make the port pay': what was done, not for what.
        candidates.find_map(|t| Some((t, self.joined(kind, t, a, b)?)))
    }

    /// How far a word stands from one above it: in its own clause, or in one that tells what is done by it: 'marched to
    /// force out the governor', 'a law that would have laid sanctions on the island'; nothing where that is another matter.
    pub(super) fn reach(&self, trigger: TokenIdx, token: TokenIdx) -> Option<Reach> {
        let s = self.s;
        let mut at = token;
        let mut reach = Reach::Near;
        while at != trigger {
            let word = &s.tokens[at];
            match word.deprel {
                Deprel::Xcomp | Deprel::Acl | Deprel::AclRelcl => reach = Reach::Far,
                Deprel::Advcl if self.is_end(at) => reach = Reach::Far,
                Deprel::Ccomp | Deprel::Advcl | Deprel::Parataxis | Deprel::Appos => return None,
                Deprel::Conj if matches!(word.upos, Upos::Verb | Upos::Aux) => return None,
                _ => {}
            }
            at = word.head?;
        }
        Some(reach)
    }

    /// Whether a clause tells for what something is done, or on what terms: 'to free them', 'unless it pays'.
    fn is_end(&self, clause: TokenIdx) -> bool {
        let s = self.s;
        s.children(clause).any(|c| {
            s.tokens[c].deprel == Deprel::Mark
                && matches!(s.lemma(c), "to" | "if" | "unless" | "until" | "so")
        })
    }

    /// 'said the rebels were behind it', 'its claim that the firm had paid', 'the firm will pay, it warned': whether a word of
    /// speech says of somebody what he does, or what is done to him.
    fn is_spoken_of(&self, kind: EventType, speech: TokenIdx, token: TokenIdx) -> bool {
        let s = self.s;
        // 'warned that his movement would fight on': what one says of one's own blames or threatens nobody.
        let own = s
            .child(token, Deprel::NmodPoss)
            .is_some_and(|c| s.tokens[c].upos == Upos::Pron);
        if own || !attribution::is_speech(s, speech) {
            return false;
        }
        let said = s.children(speech).filter(|&c| {
            c > speech
                && matches!(
                    s.tokens[c].deprel,
                    Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl
                )
        });
        let before = s.tokens[speech].head;
        let before = before.filter(|_| s.tokens[speech].deprel == Deprel::Parataxis);
        said.chain(before).any(|clause| {
            // Nobody is blamed for what is said to have been done to him.
            let mut subjects = s.children(clause).filter(|&c| match s.tokens[c].deprel {
                Deprel::Nsubj => true,
                Deprel::NsubjPass => kind != EventType::Accuse,
                _ => false,
            });
            subjects.any(|subject| {
                let owner = s.tokens[token].deprel == Deprel::NmodPoss
                    && s.tokens[token].head == Some(subject);
                owner || clause::conjuncts(s, subject).any(|t| t == token)
            })
        })
    }

    /// Whether a clause or phrase joins the parties: who does what the trigger tells, and somebody under it.
    fn joined(
        &self,
        kind: EventType,
        trigger: TokenIdx,
        a: TokenIdx,
        b: TokenIdx,
    ) -> Option<Reach> {
        let s = self.s;
        let doer = clause::doer(s, trigger).map(|f| f.token);
        let modifier = s.tokens[a].head == Some(trigger)
            && s.tokens[trigger].upos == Upos::Noun
            && self.actors.at_all(self.index, trigger).is_empty()
            && matches!(
                s.tokens[a].deprel,
                Deprel::Amod | Deprel::Compound | Deprel::Nmod
            );
        let acts = self
            .doers(trigger)
            .any(|d| clause::conjuncts(s, d).any(|c| c == a))
            || self.unnamed_doer(trigger, a).is_some();
        // What somebody has, is or is called is no act; and whom one tells something is not whom one blames for it.
        let idle = matches!(
            s.lemma(trigger),
            "be" | "have" | "know" | "describe" | "call" | "die" | "accompany"
        );
        let told = attribution::speaks(s.lemma(trigger))
            && matches!(s.tokens[b].deprel, Deprel::Obj | Deprel::Iobj)
            && matches!(
                s.lemma(trigger),
                "tell" | "inform" | "assure" | "remind" | "brief"
            );
        let inside = doer.is_some_and(|d| s.is_under(b, d));
        // 'declined to comment' is no refusal of anybody's.
        let silent = s
            .child(trigger, Deprel::Xcomp)
            .is_some_and(|c| matches!(s.lemma(c), "comment" | "elaborate" | "specify"));
        let place = self.is_where(b)
            && self
                .actors
                .at(self.index, b)
                .is_some_and(|r| matches!(r.kind, Kind::Place | Kind::Capital));
        // 'the bank holiday': a common noun that only describes another is no party, nor is what a party's own phrase has.
        let describes = s.tokens[b].upos == Upos::Noun && s.tokens[b].deprel == Deprel::Compound;
        let describes =
            describes || (a != trigger && !self.actors.at_all(self.index, trigger).is_empty());
        let fits = (acts || modifier)
            && !s.is_under(b, a)
            && !describes
            && !idle
            && !told
            && !inside
            && !silent
            && !place;
        if !fits {
            return None;
        }
        match self.reach(trigger, b) {
            Some(Reach::Near) => Some(Reach::Near),
            // Whom a word of speech speaks of is as near to it.
            _ if is_word(kind) && self.is_spoken_of(kind, trigger, b) => Some(Reach::Near),
            far => far,
        }
    }

    /// Whether a phrase says where something is.
    pub(super) fn is_where(&self, token: TokenIdx) -> bool {
        matches!(&*clause::preposition(self.s, token), "in" | "at" | "near")
    }

    /// Who does what a word tells, by the clause and by the noun.
    pub(super) fn doers(&self, trigger: TokenIdx) -> impl Iterator<Item = TokenIdx> {
        let found = [
            clause::doer(self.s, trigger),
            clause::owner(self.s, trigger),
        ];
        found.into_iter().flatten().map(|f| f.token)
    }

    /// The doer whom no table knows, and a word under him names: 'Romania's directorate asked'. But of 'a Houthi official
    /// told' it is the official, not whom the word before names.
    pub(super) fn unnamed_doer(&self, trigger: TokenIdx, token: TokenIdx) -> Option<TokenIdx> {
        let head = self.s.tokens[token].head;
        let unnamed = |d: &TokenIdx| self.actors.at_all(self.index, *d).is_empty();
        self.doers(trigger).find(|d| head == Some(*d) && unnamed(d))
    }
}

/// Whether an act of this type may be one of mere words about somebody.
const fn is_word(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Accuse
            | EventType::Reject
            | EventType::Request
            | EventType::Support
            | EventType::Threaten
    )
}
