//! What is asked of a pronoun: where it stands, and what it is surely.

use syntax::{Deprel, TokenIdx, Upos};

use super::candidate::{Candidate, Sort, clause_of, quote_of, relative_of, role_of};
use super::feature::{Class, Feature, Features};
use super::gender::Gender;
use crate::attribution;
use crate::clause;
use crate::quote::Quote;
use crate::tree::Tree;
use crate::words::Class as Word;

/// A pronoun and where it stands.
pub(super) struct Question<'a> {
    pub(super) s: &'a Tree<'a>,
    pub(super) sentence: usize,
    pub(super) token: TokenIdx,
    pub(super) class: Class,
    pub(super) gender: Option<Gender>,
    pub(super) quotes: &'a [Quote],
    /// The first sentence of the paragraph it stands in.
    pub(super) paragraph: usize,
}

fn is_relative_subject(s: &Tree<'_>, token: TokenIdx) -> bool {
    s.tokens[token].deprel == Deprel::Nsubj && clause::is_relative(s, token)
}

impl Question<'_> {
    /// The noun that is the subject of the relative clause the pronoun stands in, or of the one right before a participle
    /// that hangs on the clause above for want of a better place: 'X met Y, who said no, praising his staff'.
    pub(super) fn relative(&self) -> Option<TokenIdx> {
        let s = self.s;
        let mut at = self.token;
        for _ in 0..s.tokens.len() {
            let head = s.tokens[at].head?;
            if s.tokens[at].deprel == Deprel::AclRelcl {
                return (relative_of(s, head) == Some(at)).then_some(head);
            }
            let participle = s.tokens[at].deprel == Deprel::Advcl && s.tokens[at].xpos == "VBG";
            if participle && head < at {
                let mut between = (head + 1..at).rev();
                return between.find(|&noun| relative_of(s, noun).is_some_and(|verb| verb < at));
            }
            at = head;
        }
        None
    }

    /// Whether 'it' is surely this country or body: it says the very clause of which 'it' is the subject ('the ministry
    /// said it had expelled'), is the subject beside whose verb 'its' stands ('Norway withdrew its troops'), or the object
    /// of the verb that the pronoun's own hangs on.
    pub(super) fn is_surely(&self, candidate: &Candidate) -> bool {
        let s = self.s;
        let own = &s.tokens[self.token];
        let subject = matches!(candidate.role, Feature::Main | Feature::Subject);
        let before = candidate.sentence == self.sentence && candidate.token < self.token;
        // 'lifted the embargo that it had imposed', 'freed the men they had held'
        let sided =
            subject && candidate.sentence == self.sentence && self.is_subject_again(candidate);
        if self.class == Class::They {
            // 'attacked the soldiers, killing three of them'
            return before
                && candidate.plural
                && (sided
                    || self.is_object_again(candidate.token)
                    || self.is_told_of(candidate.token)
                    || self.is_addressed(candidate.token));
        }
        if before && sided && matches!(candidate.sort, Sort::Country | Sort::Body) {
            return true;
        }
        if !(before && matches!(candidate.sort, Sort::Country | Sort::Body)) {
            return false;
        }
        if !subject {
            return self.is_object_again(candidate.token)
                || self.is_addressed(candidate.token)
                || candidate.sort == Sort::Country && self.is_of_speaker(candidate.token);
        }
        let of_clause = s.tokens[candidate.token].head == Some(candidate.clause);
        match (own.deprel, own.head) {
            (Deprel::NmodPoss, _) => {
                of_clause
                    && clause_of(s, self.token) == candidate.clause
                    && !self.is_foe_of(candidate)
            }
            (Deprel::Nsubj, Some(verb)) => {
                of_clause
                    && s.tokens[verb].upos == Upos::Verb
                    && s.tokens[verb].deprel == Deprel::Ccomp
                    && s.tokens[verb].head == Some(candidate.clause)
                    && attribution::is_speech(s, candidate.clause)
            }
            _ => false,
        }
    }

    /// 'The government released its leader': whose leader that is, is not who released him.
    pub(super) fn is_foe_of(&self, candidate: &Candidate) -> bool {
        const HELD: &[&str] = &[
            "abduct",
            "arrest",
            "assassinate",
            "attack",
            "capture",
            "detain",
            "free",
            "imprison",
            "jail",
            "kidnap",
            "kill",
            "release",
        ];
        let s = self.s;
        let own = &s.tokens[self.token];
        let (Deprel::NmodPoss, Some(noun)) = (own.deprel, own.head) else {
            return false;
        };
        let verb = candidate.clause;
        s.is(noun, Word::Staff)
            && s.tokens[noun].deprel == Deprel::Obj
            && s.tokens[noun].head == Some(verb)
            && s.tokens[candidate.token].head == Some(verb)
            && s.tokens[candidate.token].deprel == Deprel::Nsubj
            && HELD.contains(&s.lemma(verb))
    }

    /// 'Norway's president says it will': who speaks for a country says what the country does.
    fn is_of_speaker(&self, country: TokenIdx) -> bool {
        let s = self.s;
        let own = &s.tokens[self.token];
        let (Deprel::Nsubj, Some(verb)) = (own.deprel, own.head) else {
            return false;
        };
        let above = s.tokens[verb].head.filter(|_| {
            s.tokens[verb].deprel == Deprel::Ccomp && s.tokens[verb].upos == Upos::Verb
        });
        let speaker = s.tokens[country].head.filter(|&noun| {
            s.tokens[country].deprel == Deprel::NmodPoss
                && s.tokens[noun].deprel == Deprel::Nsubj
                && !s.is(noun, Word::Body)
        });
        let says = speaker.and_then(|noun| s.tokens[noun].head);
        says.is_some() && says == above && says.is_some_and(|says| attribution::is_speech(s, says))
    }

    /// 'warned the miners that they', 'defended judges against claims that they', 'deal with the rebels if they': the only
    /// several are those whom the clause above is about.
    fn is_told_of(&self, other: TokenIdx) -> bool {
        let s = self.s;
        let own = &s.tokens[self.token];
        let (Deprel::Nsubj | Deprel::NsubjPass, Some(verb)) = (own.deprel, own.head) else {
            return false;
        };
        let Some(mut above) = s.tokens[verb].head.filter(|&head| head < self.token) else {
            return false;
        };
        match s.tokens[verb].deprel {
            Deprel::Ccomp | Deprel::Advcl => {}
            Deprel::Acl if matches!(s.tokens[above].deprel, Deprel::Obl | Deprel::Obj) => {
                let Some(head) = s.tokens[above].head else {
                    return false;
                };
                above = head;
            }
            _ => return false,
        }
        let object = &s.tokens[other];
        if !matches!(object.xpos.as_str(), "NNS" | "NNPS") {
            return false;
        }
        let role = match object.deprel {
            Deprel::Obj | Deprel::Iobj => true,
            Deprel::Obl => matches!(&*clause::preposition(s, other), "with" | "against"),
            _ => false,
        };
        let Some(of) = object.head.filter(|_| role) else {
            return false;
        };
        let one = |t: TokenIdx| {
            let t = &s.tokens[t];
            !t.xpos.ends_with('S') && !matches!(t.upos, Upos::Pron | Upos::Num)
        };
        let joined = |t: TokenIdx| s.child(t, Deprel::Conj).is_some();
        let within =
            of == above || s.tokens[of].deprel == Deprel::Xcomp && s.tokens[of].head == Some(above);
        within && clause::doer(s, above).is_some_and(|d| one(d.token) && !joined(d.token))
    }

    /// 'ended the talks with the union and accused it': whom the verb before was about.
    fn is_addressed(&self, other: TokenIdx) -> bool {
        const TO: &[&str] = &[
            "accuse", "ask", "blame", "call", "order", "press", "pressure", "tell", "threaten",
            "urge", "warn",
        ];
        let s = self.s;
        let own = &s.tokens[self.token];
        let (Deprel::Obj | Deprel::Iobj | Deprel::Obl, Some(verb)) = (own.deprel, own.head) else {
            return false;
        };
        let alone = s
            .children(verb)
            .all(|c| !matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::AuxPass));
        let before = s.tokens[verb].head.filter(|_| {
            s.tokens[verb].deprel == Deprel::Conj && alone && TO.contains(&s.lemma(verb))
        });
        let Some(before) = before else { return false };
        let mut at = other;
        let mut phrase = &s.tokens[at];
        if phrase.deprel == Deprel::Nmod
            && let Some(noun) = phrase.head.filter(|&n| s.tokens[n].deprel == Deprel::Obj)
        {
            if !matches!(&*clause::preposition(s, at), "with" | "to") {
                return false;
            }
            at = noun;
            phrase = &s.tokens[at];
        }
        let role = match phrase.deprel {
            Deprel::Obj | Deprel::Iobj => true,
            Deprel::Obl => matches!(&*clause::preposition(s, at), "with" | "to" | "against"),
            _ => false,
        };
        role && phrase.head == Some(before) && before < at
    }

    /// The subject of a clause that describes the object of the candidate's own clause.
    fn is_subject_again(&self, candidate: &Candidate) -> bool {
        let s = self.s;
        let own = &s.tokens[self.token];
        let (Deprel::Nsubj, Some(verb)) = (own.deprel, own.head) else {
            return false;
        };
        let noun = &s.tokens[verb];
        let Some(described) = noun.head.filter(|_| noun.deprel == Deprel::AclRelcl) else {
            return false;
        };
        let object = &s.tokens[described];
        object.deprel == Deprel::Obj
            && object.head == s.tokens[candidate.token].head
            && object.head == Some(candidate.clause)
            // 'the men who they say': the pronoun is the only subject of its clause.
            && s.children(verb).all(|c| !is_relative_subject(s, c))
    }

    /// 'sued the bank, accusing it of fraud': who sues accuses, and so the object is the object's.
    fn is_object_again(&self, other: TokenIdx) -> bool {
        let s = self.s;
        let mut own = &s.tokens[self.token];
        // 'three of them', 'a convoy of soldiers'
        if let (Deprel::Nmod, Some(count)) = (own.deprel, own.head) {
            own = &s.tokens[count];
        }
        let (Deprel::Obj | Deprel::Iobj, Some(verb)) = (own.deprel, own.head) else {
            return false;
        };
        let mut other = &s.tokens[other];
        if let (Deprel::Nmod, Some(whole)) = (other.deprel, other.head) {
            other = &s.tokens[whole];
        }
        let under = &s.tokens[verb];
        under.deprel == Deprel::Advcl
            && under.xpos == "VBG"
            && other.deprel == Deprel::Obj
            && other.head == under.head
            && s.children(verb)
                .all(|c| s.tokens[c].deprel != Deprel::Nsubj)
    }

    /// Whether the pronoun is the subject of a verb of saying, wanting or planning: what only parties do.
    pub(super) fn acts(&self) -> bool {
        let t = &self.s.tokens[self.token];
        let verb = t.head.filter(|_| t.deprel == Deprel::Nsubj);
        verb.is_some_and(|verb| {
            attribution::is_speech(self.s, verb)
                || self.s.is(verb, Word::Control)
                || self.s.is(verb, Word::Irrealis)
        })
    }

    /// What speaks for the pronoun's standing for nothing that was named.
    pub(super) fn nothing(&self, candidates: usize) -> Features {
        let s = self.s;
        let t = &s.tokens[self.token];
        let mut all = Features::default();
        all.add(Feature::Nothing);
        match role_of(s, self.token) {
            Feature::Subject | Feature::SubjectPassive | Feature::Main => {
                all.add(Feature::NothingSubject);
            }
            Feature::Possessor => all.add(Feature::NothingPossessive),
            _ => all.add(Feature::NothingObject),
        }
        all.add_if(
            quote_of(self.quotes, t.span.start).is_some(),
            Feature::NothingQuoted,
        );
        if let Some(head) = t.head {
            let clause = s.children(head).any(|c| {
                matches!(
                    s.tokens[c].deprel,
                    Deprel::Csubj | Deprel::Ccomp | Deprel::Xcomp
                ) && c > self.token
            });
            all.add_if(clause, Feature::NothingClause);
            all.add_if(s.tokens[head].upos == Upos::Adj, Feature::NothingAdjective);
        }
        all.add_if(self.acts(), Feature::NothingActs);
        all.add_if(self.sentence == 0, Feature::NothingFirst);
        all.add_if(candidates == 1, Feature::NothingAlone);
        all.add_if(candidates == 0, Feature::NothingNone);
        all
    }
}
