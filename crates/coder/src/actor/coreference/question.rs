//! What is asked of a pronoun: where it stands, and what it is surely.

use syntax::{Deprel, TokenIdx, Upos};

use super::candidate::{Candidate, Sort, clause_of, quote_of, relative_of, role_of};
use super::feature::{Class, Feature, Features};
use super::gender::Gender;
use crate::attribution;
use crate::clause;
use crate::quote::Quote;
use crate::tree::Tree;
use crate::words::{self, Class as Word};

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
            return before && candidate.plural && (sided || self.is_object_again(candidate.token));
        }
        if before && sided && matches!(candidate.sort, Sort::Country | Sort::Body) {
            return true;
        }
        if !(before && matches!(candidate.sort, Sort::Country | Sort::Body)) {
            return false;
        }
        if !subject {
            return self.is_object_again(candidate.token);
        }
        let of_clause = s.tokens[candidate.token].head == Some(candidate.clause);
        match (own.deprel, own.head) {
            (Deprel::NmodPoss, _) => of_clause && clause_of(s, self.token) == candidate.clause,
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
            let lemma = self.s.lemma(verb);
            attribution::is_speech(self.s, verb)
                || [Word::Control, Word::Irrealis]
                    .iter()
                    .any(|&c| words::is(lemma, c))
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
