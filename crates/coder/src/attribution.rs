//! Who says so: the reported clause, its speaker, and the word of saying.

use syntax::{Deprel, Sentence, TokenIdx, Upos};

use crate::clause;

/// A clause that somebody is said to have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// Root of what is said.
    pub content: TokenIdx,
    /// Head of the speaker's phrase.
    pub speaker: Option<TokenIdx>,
    /// The word of saying.
    pub cue: TokenIdx,
}

/// Verbs that report.
pub(crate) const SPEECH: &[&str] = &[
    "acknowledge",
    "add",
    "admit",
    "affirm",
    "allege",
    "announce",
    "argue",
    "assert",
    "assure",
    "caution",
    "claim",
    "comment",
    "complain",
    "conclude",
    "confirm",
    "contend",
    "declare",
    "disclose",
    "emphasize",
    "emphasise",
    "estimate",
    "explain",
    "indicate",
    "inform",
    "insist",
    "maintain",
    "mention",
    "note",
    "observe",
    "predict",
    "proclaim",
    "quote",
    "recall",
    "reiterate",
    "remark",
    "repeat",
    "reply",
    "report",
    "respond",
    "reveal",
    "say",
    "show",
    "state",
    "stress",
    "suggest",
    "tell",
    "testify",
    "tweet",
    "underline",
    "underscore",
    "warn",
    "write",
    "point_out",
    "point",
];

/// The attributions of a sentence.
pub fn find(s: &Sentence) -> Vec<Attributed> {
    let mut all = Vec::new();
    for (cue, t) in s.tokens.iter().enumerate() {
        let lemma = t.lemma.to_lowercase();
        if t.upos == Upos::Verb && SPEECH.contains(&lemma.as_str()) {
            let passive = clause::is_passive(s, cue);
            let speaker = if passive {
                clause::doer(s, cue)
            } else {
                clause::doer(s, cue).or_else(|| inverted(s, cue))
            }
            .map(|f| f.token);
            let contents = s.children(cue).filter(|&c| {
                matches!(
                    s.tokens[c].deprel,
                    Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass
                )
            });
            all.extend(contents.map(|content| Attributed {
                content,
                speaker,
                cue,
            }));
            // '..., the ministry said': the saying hangs on what is said.
            if let (Deprel::Parataxis, Some(head)) = (t.deprel, t.head)
                && s.child(cue, Deprel::Ccomp).is_none()
            {
                all.push(Attributed {
                    content: head,
                    speaker,
                    cue,
                });
            }
            // 'reported about upcoming visits', 'is reported to have visited'
            let about = ["about".to_owned(), "on".to_owned(), "of".to_owned()];
            if matches!(lemma.as_str(), "report" | "tell" | "write" | "inform") {
                all.extend(clause::phrases(s, cue, &about).map(|content| Attributed {
                    content,
                    speaker,
                    cue,
                }));
                all.extend(
                    s.child(cue, Deprel::Obj)
                        .filter(|_| lemma == "report" && !passive)
                        .map(|content| Attributed {
                            content,
                            speaker,
                            cue,
                        }),
                );
            }
            if passive {
                all.extend(s.child(cue, Deprel::Xcomp).map(|content| Attributed {
                    content,
                    speaker,
                    cue,
                }));
            }
        }
        // 'according to the ministry'
        if lemma == "accord"
            && t.deprel == Deprel::Case
            && let Some(speaker) = t.head
            && let Some(content) = s.tokens[speaker].head
        {
            all.push(Attributed {
                content,
                speaker: Some(speaker),
                cue,
            });
        }
        // 'reports that', 'claims of'
        if t.upos == Upos::Noun
            && matches!(
                lemma.as_str(),
                "report" | "claim" | "statement" | "rumor" | "rumour" | "allegation"
            )
        {
            let speaker = clause::owner(s, cue).map(|f| f.token);
            all.extend(
                s.children(cue)
                    .filter(|&c| {
                        matches!(s.tokens[c].deprel, Deprel::Acl | Deprel::Ccomp)
                            && s.tokens[c].xpos.starts_with("VB")
                    })
                    .map(|content| Attributed {
                        content,
                        speaker,
                        cue,
                    }),
            );
        }
    }
    all
}

/// 'said the minister': the speaker stands behind.
fn inverted(s: &Sentence, cue: TokenIdx) -> Option<clause::Found> {
    s.children(cue)
        .find(|&c| c > cue && s.tokens[c].deprel == Deprel::Nsubj)
        .map(|token| clause::Found {
            token,
            by: "subject",
        })
}
