//! Who speaks: the subject of a word of saying, wherever the parser hung either of them.

use syntax::{Deprel, TokenIdx, Upos};

use super::lexicon::is_speech;
use crate::clause;
use crate::tree::Tree;

/// The speaker of a verb of saying: its subject wherever that stands, the agent of a passive.
pub(crate) fn speaker(s: &Tree<'_>, cue: TokenIdx) -> Option<TokenIdx> {
    let found = outer_cue(s, cue)
        .and_then(|outer| speaker(s, outer))
        .or_else(|| detached(s, cue))
        .or_else(|| clause::doer(s, cue).map(|f| f.token))
        .or_else(|| hanging(s, cue))
        .or_else(|| inverted(s, cue));
    // 'it was said', 'there are claims': nobody.
    found.filter(|&f| !matches!(s.lemma(f), "it" | "there") || s.tokens[f].deprel != Deprel::Expl)
}

/// 'saying that A and adding that B', where the parser joined 'adding' to A: the word before speaks on.
fn outer_cue(s: &Tree<'_>, cue: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[cue];
    let said = t
        .head
        .filter(|&h| t.deprel == Deprel::Conj && t.xpos == "VBG" && s.tokens[h].xpos != "VBG")?;
    let outer = s.tokens[said]
        .head
        .filter(|_| s.tokens[said].deprel == Deprel::Ccomp)?;
    is_speech(s, outer).then_some(outer)
}

/// 'He slammed the decision, calling it …', hung on 'decision': after a comma it is the sentence's subject who speaks.
fn detached(s: &Tree<'_>, cue: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[cue];
    let comma = cue.checked_sub(1).is_some_and(|b| s.tokens[b].form == ",");
    if t.xpos != "VBG" || t.deprel != Deprel::Acl || !comma {
        return None;
    }
    let mut at = t.head?;
    for _ in 0..s.tokens.len() {
        if s.tokens[at].upos == Upos::Verb && s.child(at, Deprel::Nsubj).is_some() {
            return clause::doer(s, at).map(|f| f.token);
        }
        at = s.tokens[at].head?;
    }
    None
}

/// ', adding that' and ', saying:' hang where the parser pleases.
fn hanging(s: &Tree<'_>, cue: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[cue];
    let hangs = t.xpos == "VBG"
        && matches!(
            t.deprel,
            Deprel::Advcl | Deprel::Acl | Deprel::Xcomp | Deprel::Conj | Deprel::Parataxis
        );
    clause::doer(s, t.head.filter(|_| hangs)?).map(|f| f.token)
}

/// '"…," said the minister': the parser may take who stands behind for an object, even of the clause before.
fn inverted(s: &Tree<'_>, cue: TokenIdx) -> Option<TokenIdx> {
    let behind = matches!(s.tokens[cue].deprel, Deprel::Parataxis | Deprel::Root);
    let reports = s
        .children(cue)
        .any(|c| c > cue && s.tokens[c].deprel == Deprel::Ccomp);
    if !behind || reports || clause::is_passive(s, cue) {
        return None;
    }
    (cue + 1..s.tokens.len()).take(8).find(|&t| {
        let noun = matches!(s.tokens[t].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let crosses = s.tokens[t].head.is_some_and(|h| h <= cue);
        let role = matches!(
            s.tokens[t].deprel,
            Deprel::Nsubj
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::NsubjPass
                | Deprel::Conj
                | Deprel::Appos
        );
        // Nothing but its own words between the cue and it.
        noun && crosses && role && (cue + 1..t).all(|i| s.is_under(i, t))
    })
}
