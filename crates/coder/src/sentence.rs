//! One sentence to acts: which rules hold, what each says of the others, and what is left as an act of its own.

use std::rc::Rc;

use plover::{EventType, Mode, Status};
use syntax::{Deprel, TokenIdx};

use crate::around;
use crate::beside;
use crate::clause;
use crate::codebook::{Codebook, Demand, Effect, Fill, Kind, Role, Rule};
use crate::matcher::{Filled, Match, Matcher, Parties};
use crate::status::{self, Verdict};
use crate::tree::Tree;
use crate::words::{self, Class};

/// An act: a matched rule with its status and parties, light verbs and changes of status taken in.
#[derive(Debug, Clone)]
pub(crate) struct Act<'c> {
    pub(crate) found: Rc<Match<'c>>,
    pub(crate) verdict: Verdict,
    /// The rule that set the status, if a rule did.
    pub(crate) status_rule: Option<&'c str>,
    pub(crate) parties: Vec<Filled>,
    /// How it was done, where another rule says so, and the word that heads it: of 'a drone strike killed two' the strike.
    pub(crate) means: Option<(Mode, &'c str, TokenIdx)>,
    /// The outermost word that speaks of the act: its light verb, 'postponed'.
    pub(crate) top: TokenIdx,
}

impl Act<'_> {
    pub(crate) fn role(&self, role: Role) -> impl Iterator<Item = &Filled> {
        self.parties.iter().filter(move |p| p.role == role)
    }
}

/// A match, and the act or the reason that came of it.
#[derive(Debug, Clone)]
pub(crate) struct Reading<'c> {
    pub(crate) found: Rc<Match<'c>>,
    pub(crate) act: Result<Act<'c>, String>,
}

/// The rules that hold in a sentence, those of light verbs and changes of status among them, in text order.
pub(crate) fn matches<'c, P: Parties>(
    codebook: &'c Codebook,
    s: &Tree<'_>,
    parties: &P,
) -> Vec<Rc<Match<'c>>> {
    let matcher = Matcher::new(codebook, s, parties);
    (0..s.tokens.len()).filter_map(|t| matcher.at(t)).collect()
}

/// All readings of a sentence, in text order.
pub(crate) fn read<'c, P: Parties>(
    s: &Tree<'_>,
    parties: &P,
    matches: &[Rc<Match<'c>>],
) -> Vec<Reading<'c>> {
    let reader = Reader {
        s,
        parties,
        matches,
    };
    let mut readings: Vec<Reading<'c>> = matches
        .iter()
        .filter(|m| is_event(m))
        .map(|m| Reading {
            found: Rc::clone(m),
            act: reader.act(m),
        })
        .collect();
    beside::share(s, parties, &mut readings);
    readings
}

/// An act that no rule of the codebook names, among the rules that hold: they may deny it, put it off, or speak of it.
pub(crate) fn read_also<'c, P: Parties>(
    s: &Tree<'_>,
    parties: &P,
    matches: &[Rc<Match<'c>>],
    found: Match<'c>,
) -> Result<Act<'c>, String> {
    let reader = Reader {
        s,
        parties,
        matches,
    };
    reader.act(&Rc::new(found))
}

struct Reader<'a, 'c, P> {
    s: &'a Tree<'a>,
    parties: &'a P,
    matches: &'a [Rc<Match<'c>>],
}

impl<'c, P: Parties> Reader<'_, 'c, P> {
    fn act(&self, found: &Rc<Match<'c>>) -> Result<Act<'c>, String> {
        let s = self.s;
        let Effect::Event { status, .. } = found.rule.effect else {
            return Err("not an event rule".to_owned());
        };
        if let Some(other) = self
            .matches
            .iter()
            .find(|m| m.head != found.head && m.words.contains(&found.head) && is_event(m))
        {
            return Err(format!(
                "its word is part of «{}» ({})",
                other.rule.text, other.rule.id
            ));
        }
        // 'will not lift': the act is the verb's, the word it hangs on an auxiliary.
        let refused = found.act.filter(|_| found.rule.head.kind == Kind::Refusal);
        let mut act = Act {
            found: Rc::clone(found),
            verdict: refused.map_or_else(
                || status::of(s, found.head),
                |verb| status::of_refusal(s, verb),
            ),
            status_rule: None,
            means: self.means(found),
            parties: found.parties.to_vec(),
            top: refused.unwrap_or(found.head),
        };
        if let Some(status) = status
            && act.verdict.status == Status::Occurred
        {
            act.verdict = Verdict {
                status,
                token: found.head,
                why: "meaning of the word",
            };
            act.status_rule = Some(&found.rule.id);
        }
        // Who is threatening has threatened.
        let said = found.rule.effect.event().is_some_and(|event| {
            matches!(
                event,
                EventType::Threaten | EventType::Request | EventType::Reject
            )
        });
        let verbal = found.rule.head.kind == Kind::Verb;
        if said
            && verbal
            && act.verdict.status == Status::Ongoing
            && act.verdict.why == "progressive"
        {
            act.verdict.status = Status::Occurred;
        }
        self.climb(&mut act)?;
        // 'scheduled to visit Riyadh before heading to Tehran': a participle shares the fate of the act it hangs on.
        if let (Deprel::Advcl, Some(head)) = (s.tokens[act.top].deprel, s.tokens[act.top].head)
            && !clause::is_finite(s, act.top)
            && s.tokens[act.top].xpos != "VB"
            && let Some(outer) = self.matches.iter().find(|m| m.head == head && is_event(m))
            && let Ok(outer) = self.act(outer)
            && act.status_rule.is_none()
            && act.verdict.why != "alleged"
            && matches!(
                act.verdict.status,
                Status::Occurred | Status::Hypothetical | Status::Planned
            )
            && outer.verdict.status != Status::Denied
        {
            act.verdict = outer.verdict;
            act.status_rule = outer.status_rule;
        }
        // 'crashed, killing three'
        if found.rule.effect.event() == Some(EventType::Assault)
            && s.tokens[found.head].deprel == Deprel::Advcl
            && let Some(head) = s.tokens[found.head].head
            && s.is(head, Class::Accident)
        {
            return Err("an accident, which is nobody's act".to_owned());
        }
        self.attained(&mut act);
        self.own_deed(found)?;
        self.own_war(found)?;
        self.outside(&act)?;
        self.repeated(found)?;
        self.left_open(&act)?;
        self.known(&act)?;
        Ok(act)
    }

    /// Where the rule says nothing of the mode, but the act of the same type that it speaks of has one.
    fn means(&self, found: &Match<'c>) -> Option<(Mode, &'c str, TokenIdx)> {
        let own = |rule: &Rule| match rule.effect {
            Effect::Event { event, mode, .. } => Some((event, mode)),
            _ => None,
        };
        let (event, None) = own(found.rule)? else {
            return None;
        };
        let act = found.act?;
        let inner = self.matches.iter().find(|m| m.head == act)?;
        let (same, mode) = own(inner.rule)?;
        let id = inner.rule.id.as_str();
        mode.filter(|_| same == event).map(|mode| (mode, id, act))
    }

    /// 'claimed that it had killed them': who tells of a deed of his own accuses nobody.
    fn own_deed(&self, found: &Match<'c>) -> Result<(), String> {
        let told = found
            .act
            .filter(|&act| self.s.tokens[act].deprel == Deprel::Ccomp)
            .filter(|_| self.s.lemma(found.head) == "claim");
        let inner = told.and_then(|act| self.matches.iter().find(|m| m.head == act));
        let accuses = found.rule.effect.event() == Some(EventType::Accuse);
        let Some(inner) = inner.filter(|_| accuses) else {
            return Ok(());
        };
        let mut doers = inner.role(Role::Actor).map(|p| p.token);
        let own = |t: TokenIdx| {
            let mut actors = found.role(Role::Actor).map(|p| p.token);
            actors.any(|a| a == t || self.parties.same(a, t))
        };
        if doers.any(own) {
            return Err("whoever tells of a deed of his own accuses nobody".to_owned());
        }
        Ok(())
    }

    /// Who stops another's attack does not retreat: 'to stop Russian military action'.
    fn own_war(&self, found: &Match<'c>) -> Result<(), String> {
        let s = self.s;
        if !found.rule.effect.has_mode(&["ceasefire"]) {
            return Ok(());
        }
        let actors: Vec<TokenIdx> = found.role(Role::Actor).map(|p| p.token).collect();
        let hostile = |noun: TokenIdx| !self.parties.meets(noun, Demand::None);
        let another = found.nouns.iter().filter(|&&n| hostile(n)).find_map(|&n| {
            s.children(n).find(|&c| {
                matches!(
                    s.tokens[c].deprel,
                    Deprel::NmodPoss | Deprel::Amod | Deprel::Compound
                ) && self.parties.meets(c, Demand::None)
                    && !actors.iter().any(|&a| self.parties.same(a, c))
            })
        });
        match another {
            Some(c) if !actors.is_empty() => Err(format!("it stops what is {}'s", s.form(c))),
            _ => Ok(()),
        }
    }

    /// 'gathered to denounce', 'called to congratulate': what is done in words is done by gathering and calling; and what a
    /// law was used for came about as it was used.
    fn attained(&self, act: &mut Act<'c>) {
        let s = self.s;
        let (Some(event), Some(head)) = (act.found.rule.effect.event(), s.tokens[act.top].head)
        else {
            return;
        };
        let lemma = s.lemma(head);
        let in_words = matches!(
            event,
            EventType::Accuse
                | EventType::Consult
                | EventType::Protest
                | EventType::Request
                | EventType::Support
        );
        let purpose = act.status_rule.is_none()
            && (is_bare_infinitive(act.verdict) || act.verdict.token == head);
        if purpose
            && (matches!(s.tokens[act.top].deprel, Deprel::Advcl | Deprel::Xcomp)
                || s.tokens[act.top].deprel == Deprel::Conj && s.tokens[act.top].xpos == "VB")
            && words::is(lemma, Class::Attained)
            && (in_words || lemma == "use")
        {
            act.verdict = status::of(s, head);
        }
    }

    /// Through the light verbs and changes of status that speak of the act.
    fn climb(&self, act: &mut Act<'c>) -> Result<(), String> {
        let s = self.s;
        for _ in 0..s.tokens.len() {
            // The nearest speaker, light verbs and statuses before events.
            let Some(outer) = self
                .matches
                .iter()
                .filter(|m| m.act == Some(act.top) && m.head != act.top && m.head != act.found.head)
                // 'The visit, which was scheduled for May, was put off': what is said of it before what describes it.
                .min_by_key(|m| {
                    let describes = s.is_under(m.head, act.top);
                    (is_event(m), describes, m.head.abs_diff(act.top))
                })
            else {
                return Ok(());
            };
            let told = status::of(s, outer.head);
            match outer.rule.effect {
                Effect::Event { .. } => {
                    return Err(format!(
                        "it is what «{}» speaks of ({}), not an act of its own",
                        outer.rule.text, outer.rule.id
                    ));
                }
                Effect::Light => {
                    act.verdict = if act.verdict.status == Status::Occurred
                        || is_bare_infinitive(act.verdict)
                    {
                        told
                    } else {
                        act.verdict.under(told)
                    };
                }
                // 'announced that he had met them' tells of what has been.
                Effect::Status(Status::Planned) if has_been(s, act) => {}
                Effect::Status(status) => {
                    let verdict = Verdict {
                        status: combine(status, told.status),
                        token: outer.head,
                        why: "meaning of the word",
                    };
                    // The word itself knows better than the class it is in: 'is expected to meet'.
                    act.verdict =
                        if is_bare_infinitive(act.verdict) || act.verdict.token == outer.head {
                            verdict
                        } else {
                            act.verdict.under(verdict)
                        };
                    if act.verdict == verdict {
                        act.status_rule = Some(&outer.rule.id);
                    }
                }
            }
            // 'called off the talks with Germany': who called them off was to take part.
            let parties = |role| {
                act.found
                    .rule
                    .slots
                    .iter()
                    .filter(move |s| matches!(&s.fill, Fill::Party(r, _) if *r == role))
                    .count()
            };
            let named = usize::from(act.found.rule.head.kind != Kind::Noun);
            let together = parties(Role::Actor) > named && parties(Role::Recipient) == 0;
            // Who prevents an attack is not the attacker.
            let prevents = outer.rule.effect == Effect::Status(Status::Denied)
                && outer
                    .rule
                    .slots
                    .iter()
                    .any(|s| matches!(&s.fill, Fill::Act(types) if !types.is_empty()));
            for party in outer.role(Role::Actor).filter(|_| !prevents) {
                let taken = act.role(Role::Actor).count();
                if taken <= usize::from(together)
                    && act.parties.iter().all(|p| p.token != party.token)
                {
                    act.parties.push(*party);
                }
            }
            act.top = outer.head;
        }
        Ok(())
    }

    /// Not inside what another act asks for, promises, threatens or tells of.
    fn outside(&self, act: &Act<'c>) -> Result<(), String> {
        let s = self.s;
        let mut at = act.top;
        while let Some(head) = s.tokens[at].head {
            let boundary = s.tokens[at].deprel == Deprel::AclRelcl
                || (s.tokens[at].deprel == Deprel::Advcl && clause::is_finite(s, at))
                || s.tokens[at].deprel == Deprel::Parataxis;
            if boundary {
                return Ok(());
            }
            if let Some(outer) = self
                .matches
                .iter()
                .find(|m| m.act == Some(at) && m.head != at && !s.is_under(m.head, at))
            {
                let told = matches!(
                    outer.rule.effect,
                    Effect::Status(Status::Hypothetical | Status::Denied)
                );
                if is_event(outer) || told {
                    return Err(format!(
                        "it lies inside what «{}» speaks of ({})",
                        outer.rule.text, outer.rule.id
                    ));
                }
            }
            // 'pledged $2 billion in aid': what a promise or demand names anywhere in it has not come about; but
            // what it is told to follow has ('agreed to talks after the attack').
            let factual = words::is(&clause::preposition(s, at), Class::Factual);
            let told_of = !factual
                && !matches!(
                    s.tokens[at].deprel,
                    Deprel::Nsubj
                        | Deprel::NsubjPass
                        | Deprel::OblAgent
                        | Deprel::Conj
                        | Deprel::Advcl
                );
            if told_of
                && self.matches.iter().any(|m| {
                    m.head == head
                        && matches!(
                            m.rule.effect,
                            Effect::Event {
                                event: EventType::Agree
                                    | EventType::Request
                                    | EventType::Threaten
                                    | EventType::Reject,
                                ..
                            }
                        )
                })
                && act.found.rule.head.kind == Kind::Noun
            {
                return Err("it is only what is promised, asked, threatened or refused".to_owned());
            }
            if factual {
                return Ok(());
            }
            at = head;
        }
        Ok(())
    }

    /// 'received him in his first meeting with': the same act, named again.
    fn repeated(&self, found: &Match<'c>) -> Result<(), String> {
        let s = self.s;
        let Some(event) = found.rule.effect.event() else {
            return Ok(());
        };
        // 'missiles fired by the navy struck a depot' were fired to strike it.
        let t = &s.tokens[found.head];
        if event == EventType::Mobilize
            && t.deprel == Deprel::Acl
            && let Some(m) = self.matches.iter().find(|m| {
                m.rule.effect.event() == Some(EventType::Assault)
                    && t.head.is_some_and(|weapon| {
                        s.tokens[weapon].head == Some(m.head)
                            && s.tokens[weapon].deprel == Deprel::Nsubj
                    })
            })
        {
            return Err(format!(
                "it tells how «{}» was done ({})",
                m.rule.text, m.rule.id
            ));
        }
        let preposition = clause::preposition(s, found.head);
        let again = match s.tokens[found.head].deprel {
            Deprel::Obl | Deprel::Nmod => matches!(
                &*preposition,
                "in" | "during" | "at" | "for" | "on" | "with" | "as"
            ),
            // 'left 40 wounded'
            Deprel::Xcomp => preposition.is_empty(),
            _ => false,
        };
        if !again {
            return Ok(());
        }
        let Some(head) = s.tokens[found.head].head else {
            return Ok(());
        };
        let same = self
            .matches
            .iter()
            .find(|m| m.head == head && m.rule.effect.event() == Some(event));
        same.map_or(Ok(()), |m| {
            Err(format!(
                "it names again what «{}» codes ({})",
                m.rule.text, m.rule.id
            ))
        })
    }

    /// 'would not rule out sanctions' refuses nothing, and does not decline to refuse.
    fn left_open(&self, act: &Act<'c>) -> Result<(), String> {
        let s = self.s;
        let rules_out = s.lemma(act.found.head) == "rule"
            && act.found.words.iter().any(|&w| s.form(w) == "out");
        if rules_out && act.verdict.status == Status::Denied {
            return Err("what is not ruled out is left open".to_owned());
        }
        Ok(())
    }

    /// An event noun needs a party that says whose act it is; a bare mention ('the visit') tells nothing new.
    fn known(&self, act: &Act<'c>) -> Result<(), String> {
        let known = act
            .parties
            .iter()
            .any(|p| self.parties.meets(p.token, Demand::None));
        if !known && !act.found.rule.bare {
            return Err("neither actor nor recipient is known".to_owned());
        }
        if act.found.rule.told && act.role(Role::Actor).next().is_none() {
            return Err("nobody is said to have done it".to_owned());
        }
        // Barricades that the police put up, and embassies that soldiers storm, are no protest.
        let force = |t: TokenIdx| {
            let lemma = self.s.lemma(t);
            words::is(lemma, Class::Troops) || matches!(lemma, "police" | "army" | "military")
        };
        if act.found.rule.effect.has_mode(&["obstruct", "riot"])
            && act.role(Role::Actor).any(|p| force(p.token))
        {
            return Err("soldiers and police do not so by protest".to_owned());
        }
        // 'a delegation for talks with the rebels': who would talk with them is not told.
        let alone = |p: &Filled| {
            matches!(
                &*clause::preposition(self.s, p.token),
                "with" | "between" | "among"
            ) && !around::are_several(self.s, self.parties, p.token)
        };
        if act.found.rule.head.kind == Kind::Noun
            && act.found.rule.effect.event() == Some(EventType::Consult)
            && act.parties.len() == 1
            && act.parties.iter().all(alone)
        {
            return Err("nobody is said to have met them".to_owned());
        }
        let nominal = act.found.rule.head.kind == Kind::Noun;
        let has = |role| act.role(role).next().is_some();
        let takes = act
            .found
            .rule
            .slots
            .iter()
            .any(|s| matches!(s.fill, Fill::Party(Role::Recipient, _)));
        if nominal
            && act.top == act.found.head
            && takes
            && !has(Role::Recipient)
            && act.verdict.status == Status::Occurred
        {
            return Err("a noun that only points back: its recipient is not named here".to_owned());
        }
        Ok(())
    }
}

fn is_event(m: &Match<'_>) -> bool {
    m.rule.effect.event().is_some()
}

/// Whether a status was read off nothing but an infinitive, which any word that governs it knows better.
fn is_bare_infinitive(verdict: Verdict) -> bool {
    verdict.why.starts_with("infinitive")
}

/// What a change of status comes to under the status of the word that tells it: who may postpone has not.
const fn combine(change: Status, told: Status) -> Status {
    match (change, told) {
        (_, Status::Occurred | Status::Ongoing) => change,
        (Status::Planned, Status::Denied) => Status::Denied,
        (Status::Planned, _) => told,
        (Status::Denied, Status::Denied) => Status::Occurred,
        (_, Status::Denied) => Status::Planned,
        _ => Status::Hypothetical,
    }
}

/// Whether an act is told by a clause of its own as past or under way: 'that he had met them', 'that they are meeting'.
fn has_been(s: &Tree<'_>, act: &Act<'_>) -> bool {
    let own = act.top == act.found.head && s.tokens[act.top].deprel == Deprel::Ccomp;
    let aux = |c: TokenIdx| {
        matches!(s.tokens[c].deprel, Deprel::Aux | Deprel::AuxPass)
            && matches!(s.lemma(c), "have" | "be")
    };
    let past = s.tokens[act.top].xpos == "VBD" || s.children(act.top).any(aux);
    own && past && matches!(act.verdict.status, Status::Occurred | Status::Ongoing)
}
