//! What the text says became of an act: held, planned, denied, merely thought of.
//!
//! Read off the clause itself (tense, modals, negation, conditionals) and then off what it stands under: an
//! act under 'hope that' or 'if' has not happened, whatever its own tense. Words that change an act's status
//! by their meaning ('postpone', 'plan to') are rules of the codebook; here is only grammar.

use plover::Status;
use syntax::{Deprel, TokenIdx, Upos};

use crate::attribution;
use crate::clause;
use crate::tree::Tree;
use crate::words::{self, Class};

/// A status, the word that decided it, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) token: TokenIdx,
    pub(crate) why: &'static str,
}

impl Verdict {
    const fn new(status: Status, token: TokenIdx, why: &'static str) -> Self {
        Self { status, token, why }
    }

    /// The stronger of an act's own status and that of what it stands under.
    pub(crate) fn under(self, outer: Self) -> Self {
        if rank(outer.status) >= rank(self.status) {
            outer
        } else {
            self
        }
    }
}

/// How far a status is from 'held': what stands above may only take an act further away.
const fn rank(status: Status) -> u8 {
    match status {
        Status::Occurred => 0,
        Status::Ongoing => 1,
        Status::Planned => 2,
        Status::Postponed => 4,
        Status::Cancelled => 5,
        Status::Denied => 6,
        Status::Hypothetical => 3,
    }
}

/// What a modifier says of the act it stands before.
const MODIFIERS: &[(Class, Status)] = &[
    (Class::Planned, Status::Planned),
    (Class::Hypothetical, Status::Hypothetical),
    (Class::Postponed, Status::Postponed),
    (Class::Cancelled, Status::Cancelled),
    (Class::Ongoing, Status::Ongoing),
];

/// The status of the act at `token`, from grammar alone.
pub(crate) fn of(s: &Tree<'_>, token: TokenIdx) -> Verdict {
    let own = if is_verbal(s, token) {
        verb(s, token, 0)
    } else {
        noun(s, token)
    };
    above(s, token, own)
}

/// The status of a refusal told by a verb's own negation: it happened, unless what it stands under says otherwise.
pub(crate) fn of_refusal(s: &Tree<'_>, verb: TokenIdx) -> Verdict {
    let condition = s.children(verb).find(|&c| is_condition(s, c));
    let own = match condition {
        Some(mark) => Verdict::new(Status::Hypothetical, mark, "conditional"),
        None => Verdict::new(Status::Occurred, verb, "refusal"),
    };
    above(s, verb, own)
}

/// 'if', 'provided that': whether what follows is so is left open.
fn is_condition(s: &Tree<'_>, token: TokenIdx) -> bool {
    s.tokens[token].deprel == Deprel::Mark
        && (matches!(s.lemma(token), "if" | "unless" | "whether" | "lest") || provides(s, token))
}

/// 'provided that', which the tree may take for a conjunction or for a participle.
fn provides(s: &Tree<'_>, token: TokenIdx) -> bool {
    matches!(s.form(token), "provided" | "providing" | "assuming")
}

fn is_verbal(s: &Tree<'_>, token: TokenIdx) -> bool {
    // Who 'might be behind the killing' might be; the killing was.
    matches!(s.tokens[token].upos, Upos::Verb | Upos::Aux)
        || (clause::has_cop(s, token) && clause::preposition(s, token) != "behind")
}

fn is_present(s: &Tree<'_>, verb: TokenIdx) -> bool {
    matches!(s.tokens[verb].xpos.as_str(), "VBZ" | "VBP")
}

fn auxiliaries(s: &Tree<'_>, verb: TokenIdx) -> impl Iterator<Item = TokenIdx> {
    s.children(verb).filter(|&c| {
        matches!(
            s.tokens[c].deprel,
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop
        )
    })
}

/// The word that negates a clause, if any.
pub(crate) fn negation(s: &Tree<'_>, verb: TokenIdx) -> Option<TokenIdx> {
    s.children(verb).find(|&c| {
        let t = &s.tokens[c];
        match t.deprel {
            Deprel::Advmod => {
                matches!(
                    s.lemma(c),
                    "not" | "never" | "n't" | "neither" | "nowhere" | "hardly" | "nor"
                ) || (matches!(s.form(c), "longer" | "more") && c > 0 && s.lemma(c - 1) == "no")
            }
            Deprel::Mark => {
                t.lemma == "without"
                    || matches!(&*clause::preposition(s, verb), "instead_of" | "rather_than")
            }
            Deprel::Cc | Deprel::CcPreconj => matches!(t.lemma.as_str(), "nor" | "neither"),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                // 'Neither the party nor its leader was consulted'
                let neither = |d: TokenIdx| {
                    matches!(s.tokens[d].deprel, Deprel::CcPreconj | Deprel::Cc)
                        && s.lemma(d) == "neither"
                };
                // 'will deport no more refugees'; 'no more than ten' is a number.
                let first = s.ends(c).0;
                let no_more = s.form(first) == "no"
                    && first + 2 < s.tokens.len()
                    && matches!(s.form(first + 1), "more" | "other" | "further")
                    && s.form(first + 2) != "than";
                s.children(c).any(neither)
                    || no_more
                    || matches!(s.lemma(c), "nobody" | "nothing" | "none" | "no_one")
                    || s.children(c).any(|d| {
                        s.tokens[d].deprel == Deprel::Det && matches!(s.lemma(d), "no" | "neither")
                    })
            }
            _ => false,
        }
    })
}

/// 'have yet to', 'is yet to': what is done yet.
fn not_yet(s: &Tree<'_>, verb: TokenIdx, over: TokenIdx) -> Option<TokenIdx> {
    let mut under = s.children(over).chain(s.children(verb));
    let yet = under.find(|&c| s.form(c) == "yet" && (over..verb).contains(&c));
    yet.filter(|_| matches!(s.lemma(over), "have" | "be"))
}

fn verb(s: &Tree<'_>, token: TokenIdx, depth: usize) -> Verdict {
    let t = &s.tokens[token];
    // 'if he is not freed': whether or not it is done.
    if let Some(mark) = s.children(token).find(|&c| is_condition(s, c)) {
        return Verdict::new(Status::Hypothetical, mark, "conditional");
    }
    if let Some(not) = negation(s, token) {
        return Verdict::new(Status::Denied, not, "negated");
    }
    let aux: Vec<TokenIdx> = auxiliaries(s, token).collect();
    // 'Had they extradited him, …'
    let inverted = aux.iter().copied().find(|&a| {
        s.tokens[a].form == "Had"
            && t.deprel == Deprel::Advcl
            && s.children(token)
                .any(|c| s.tokens[c].deprel == Deprel::Nsubj && c > a && c < token)
    });
    if let Some(had) = inverted {
        return Verdict::new(Status::Hypothetical, had, "conditional");
    }
    // 'are still held'
    let now = aux.iter().any(|&a| s.lemma(a) == "be" && is_present(s, a));
    let still = s.children(token).find(|&c| s.lemma(c) == "still");
    if let Some(still) = still.filter(|_| now && t.xpos == "VBN") {
        return Verdict::new(Status::Ongoing, still, "still so");
    }
    let has = |lemma: &str| aux.iter().copied().find(|&a| s.tokens[a].lemma == lemma);
    for &a in &aux {
        let status = match s.lemma(a) {
            "will" | "shall" | "wo" | "'ll" | "ll" => Status::Planned,
            "would" | "'d" if s.tokens[a].xpos == "MD" => {
                // 'would rather drink poison'
                let rather = s.children(token).any(|c| s.lemma(c) == "rather");
                if rather || has_condition(s, token) || has("have").is_some() {
                    Status::Hypothetical
                } else {
                    Status::Planned
                }
            }
            "can" | "could" | "may" | "might" | "should" | "must" | "ought" | "need" | "ca" => {
                Status::Hypothetical
            }
            _ => continue,
        };
        return Verdict::new(status, a, "modal");
    }
    let infinitive = s
        .children(token)
        .find(|&c| s.tokens[c].deprel == Deprel::Mark && s.tokens[c].lemma == "to")
        // 'admitted to beating her'
        .filter(|_| t.xpos != "VBG");
    if let Some(to) = infinitive {
        // 'is to visit'; and 'PM to visit', as headlines have it.
        // Not 'to be killed'.
        let finite = |be: TokenIdx| s.lemma(be) == "be" && s.tokens[be].xpos != "VB";
        let before = to.checked_sub(1).filter(|&be| finite(be));
        let is_to = has("be").or(before).is_some_and(finite);
        if is_to || matches!(t.deprel, Deprel::Root | Deprel::Parataxis) {
            return Verdict::new(Status::Planned, to, "infinitive of plan");
        }
        let Some(head) = t.head else {
            return Verdict::new(Status::Planned, to, "infinitive of plan");
        };
        let governor = &s.tokens[head];
        // 'has yet to endorse it'
        if t.deprel == Deprel::Xcomp
            && let Some(yet) = not_yet(s, token, head)
        {
            return Verdict::new(Status::Denied, yet, "not yet");
        }
        return match t.deprel {
            Deprel::Xcomp if words::is(&governor.lemma, Class::Implicative) && depth < 8 => {
                Verdict {
                    why: "implied",
                    ..verb(s, head, depth + 1)
                }
            }
            // 'is reported to have met them'
            Deprel::Xcomp if has("have").is_some() && attribution::asserts(&governor.lemma) => {
                Verdict {
                    why: "reported",
                    ..verb(s, head, depth + 1)
                }
            }
            Deprel::Conj if depth < 8 => verb(s, head, depth + 1),
            Deprel::Acl if clause::is_headline_plan(s, token) => {
                Verdict::new(Status::Planned, to, "infinitive of plan")
            }
            // 'the fourth reporter to be killed', 'the last group to surrender' tell what has been.
            Deprel::Acl if is_counted(s, head) => {
                Verdict::new(Status::Occurred, to, "one of those who did")
            }
            // 'refused a request to call an election'
            Deprel::Acl | Deprel::Advcl if asked_for(s, token, head).is_some() => {
                Verdict::new(Status::Hypothetical, to, "asked for")
            }
            Deprel::Acl if governor.upos == Upos::Noun => {
                Verdict::new(Status::Planned, to, "infinitive of purpose")
            }
            Deprel::Advcl => Verdict::new(Status::Planned, to, "infinitive of purpose"),
            _ => Verdict::new(Status::Hypothetical, to, "infinitive"),
        };
    }
    // 'is to brief him before flying home'
    if t.deprel == Deprel::Advcl
        && t.xpos == "VBG"
        && &*clause::preposition(s, token) == "before"
        && let Some(head) = t.head.filter(|&h| depth < 8 && is_verbal(s, h))
    {
        let main = verb(s, head, depth + 1);
        if main.status != Status::Occurred {
            return main;
        }
    }
    // 'was due to travel', 'is due to travel', whatever the tree makes of 'due to'.
    let due = || {
        s.children(token)
            .any(|c| s.tokens[c].deprel == Deprel::Case && s.lemma(c) == "due")
    };
    // 'who is due to visit'
    let due_to = t.head.filter(|&h| {
        t.deprel == Deprel::Advcl && t.xpos == "VB" && s.lemma(h) == "due" && clause::has_cop(s, h)
    });
    if let Some(due) = due_to {
        return Verdict::new(Status::Planned, due, "infinitive of plan");
    }
    if let Some(be) = has("be")
        && (t.xpos == "VB" || due())
    {
        return Verdict::new(Status::Planned, be, "infinitive of plan");
    }
    if let Some(be) = has("be")
        && t.xpos == "VBG"
    {
        // 'are holding', 'have been holding'; not 'were holding', 'had been holding'.
        let now = is_present(s, be) || has("have").is_some_and(|have| is_present(s, have));
        let status = if now {
            Status::Ongoing
        } else {
            Status::Occurred
        };
        return Verdict::new(status, be, "progressive");
    }
    // 'are being held', 'the staff being expelled'; 'describe being beaten' tells of no time.
    let being = |a: TokenIdx| s.form(a) == "being";
    let now = t.deprel == Deprel::Acl || aux.iter().any(|&a| s.lemma(a) == "be" && !being(a));
    if now && aux.iter().any(|&a| being(a)) {
        return Verdict::new(Status::Ongoing, token, "progressive");
    }
    // 'refused a request to dissolve it and call an election', where the second hangs on the refusal.
    if t.deprel == Deprel::Conj
        && t.xpos == "VB"
        && aux.is_empty()
        && depth < 8
        && let Some(head) = t
            .head
            .filter(|&h| matches!(s.tokens[h].xpos.as_str(), "VBD" | "VBZ" | "VBN"))
        && let Some(first) = s.children(head).rfind(|&c| {
            c > head
                && c < token
                && s.tokens[c].xpos == "VB"
                && matches!(s.tokens[c].deprel, Deprel::Advcl | Deprel::Xcomp)
        })
    {
        return verb(s, first, depth + 1);
    }
    if !clause::is_finite(s, token) && depth < 8 {
        // 'threatened them after accusing them': what came before has been, whatever comes.
        if t.deprel == Deprel::Advcl
            && t.xpos == "VBG"
            && words::is(&clause::preposition(s, token), Class::Factual)
        {
            return Verdict::new(Status::Occurred, token, "tense");
        }
        // Participles, gerunds and conjuncts share the tense of what they hang on.
        match (t.deprel, t.head) {
            (Deprel::Conj | Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp, Some(head))
                if is_verbal(s, head) =>
            {
                let outer = verb(s, head, depth + 1);
                // 'did not stay silent, condemning': a negation covers conjuncts, not adverbial clauses.
                if !(outer.status == Status::Denied && t.deprel == Deprel::Advcl) {
                    return Verdict {
                        why: "shared tense",
                        ..outer
                    };
                }
            }
            (Deprel::Root, None)
                if t.xpos == "VB"
                    && s.children(token).all(|c| {
                        !matches!(s.tokens[c].deprel, Deprel::Nsubj | Deprel::NsubjPass)
                    }) =>
            {
                return Verdict::new(Status::Hypothetical, token, "imperative");
            }
            _ => {}
        }
    }
    // 'visits La Paz next week'
    if is_present(s, token)
        && let Some(then) = s.children(token).find(|&c| is_to_come(s, c))
    {
        return Verdict::new(Status::Planned, then, "time to come");
    }
    // 'currently holds'
    let current = s
        .children(token)
        .find(|&c| matches!(s.lemma(c), "currently" | "presently" | "still"));
    if let Some(now) = current.filter(|_| is_present(s, token)) {
        return Verdict::new(Status::Ongoing, now, "still so");
    }
    Verdict::new(Status::Occurred, token, "tense")
}

/// 'a request to dissolve it', 'its demand that they withdraw': the noun that only asks for what a clause tells, though the
/// tree hang the clause on the verb above.
fn asked_for(s: &Tree<'_>, clause: TokenIdx, head: TokenIdx) -> Option<TokenIdx> {
    let wanted = |&t: &TokenIdx| s.tokens[t].upos == Upos::Noun && s.is(t, Class::Wanted);
    if s.tokens[clause].deprel == Deprel::Advcl {
        return s
            .child(head, Deprel::Obj)
            .filter(|&o| o < clause)
            .filter(wanted);
    }
    Some(head).filter(wanted)
}

/// 'the first woman', 'the only country', 'the 20th soldier', not beside a verb in the future.
fn is_counted(s: &Tree<'_>, noun: TokenIdx) -> bool {
    let ordinal = s.children(noun).any(|c| {
        s.tokens[c].deprel == Deprel::Amod
            && (matches!(s.lemma(c), "first" | "last" | "latest" | "only")
                || s.tokens[c].xpos == "JJ" && is_ordinal(s.form(c))
                // 'the largest force', 'the highest-ranking officer'
                || s.tokens[c].xpos == "JJS"
                || s.children(c).any(|d| matches!(s.tokens[d].xpos.as_str(), "JJS" | "RBS")))
    });
    let clause = s.above(noun).find(|&t| is_verbal(s, t)).filter(|_| ordinal);
    clause.is_some_and(|c| {
        auxiliaries(s, c).all(|a| !matches!(s.lemma(a), "will" | "would" | "may" | "could"))
    })
}

fn is_ordinal(form: &str) -> bool {
    const WORDS: &[&str] = &[
        "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    let form = form.to_lowercase();
    WORDS.contains(&form.as_str())
        || (form.starts_with(|c: char| c.is_ascii_digit())
            && (form.ends_with("th")
                || form.ends_with("st")
                || form.ends_with("nd")
                || form.ends_with("rd")))
}

/// 'would go on to negotiate if …' hangs on it too, wherever the tree puts the condition.
fn has_condition(s: &Tree<'_>, verb: TokenIdx) -> bool {
    let inner = s.child(verb, Deprel::Xcomp);
    let mut clauses = s
        .children(verb)
        .chain(inner.into_iter().flat_map(|x| s.children(x)));
    clauses.any(|c| {
        s.tokens[c].deprel == Deprel::Advcl
            && (provides(s, c)
                || s.children(c).any(|d| {
                    s.tokens[d].deprel == Deprel::Mark
                        && (matches!(s.lemma(d), "if" | "unless") || provides(s, d))
                }))
    })
}

/// 'tomorrow', 'next week'
fn is_to_come(s: &Tree<'_>, phrase: TokenIdx) -> bool {
    let time = matches!(
        s.lemma(phrase),
        "day" | "week" | "weekend" | "month" | "year"
    );
    let next = |c: TokenIdx| s.tokens[c].deprel == Deprel::Amod && s.lemma(c) == "next";
    s.lemma(phrase) == "tomorrow"
        || (time && clause::preposition(s, phrase).is_empty() && s.children(phrase).any(next))
}

/// 'days ahead of a visit', 'on the eve of talks'
fn is_ahead(s: &Tree<'_>, noun: TokenIdx) -> bool {
    let on = |h: TokenIdx| matches!(s.lemma(h), "ahead" | "eve");
    match &*clause::preposition(s, noun) {
        "ahead_of" => true,
        "of" => s.tokens[noun].head.is_some_and(on),
        _ => false,
    }
}

fn noun(s: &Tree<'_>, token: TokenIdx) -> Verdict {
    if is_ahead(s, token) {
        return Verdict::new(Status::Planned, token, "time to come");
    }
    for c in s.children(token) {
        let t = &s.tokens[c];
        let lemma = s.lemma(c);
        match t.deprel {
            Deprel::Amod | Deprel::Compound | Deprel::Advmod => {
                let form = s.form(c);
                let told = MODIFIERS
                    .iter()
                    .find(|(class, _)| words::is(lemma, *class) || words::is(form, *class));
                if let Some(&(_, status)) = told {
                    return Verdict::new(status, c, "modifier");
                }
            }
            Deprel::Det if matches!(lemma, "no" | "neither") => {
                return Verdict::new(Status::Denied, c, "negated");
            }
            // 'any threat', 'any attack' is one nobody has seen.
            Deprel::Det if lemma == "any" => return Verdict::new(Status::Hypothetical, c, "any"),
            Deprel::Case if lemma == "without" => {
                return Verdict::new(Status::Denied, c, "negated");
            }
            _ => {}
        }
    }
    Verdict::new(Status::Occurred, token, "noun")
}

/// 'will return when the war ends', 'would fine it until it stops': a clause in the present beside one that is to come is
/// itself to come, and of 'until' and 'unless' nobody knows whether it will.
fn to_come(s: &Tree<'_>, clause: TokenIdx, head: TokenIdx) -> Option<(Status, TokenIdx)> {
    if !is_verbal(s, head) {
        return None;
    }
    // 'said they would block it until he was freed'
    let would = auxiliaries(s, head).any(|a| s.lemma(a) == "would");
    // 'vowed to stay until he resigned'
    let to = s
        .children(head)
        .any(|c| s.tokens[c].deprel == Deprel::Mark && s.lemma(c) == "to");
    let open = would || in_present(s, clause);
    if !(open || to) {
        return None;
    }
    let mark = s.children(clause).find(|&c| {
        matches!(s.tokens[c].deprel, Deprel::Mark | Deprel::Advmod)
            && matches!(
                s.lemma(c),
                "when" | "once" | "after" | "before" | "until" | "till"
            )
    })?;
    let outer = verb(s, head, 0).status;
    match (outer, s.lemma(mark)) {
        (Status::Planned | Status::Hypothetical | Status::Denied, "until" | "till") => {
            Some((Status::Hypothetical, mark))
        }
        (Status::Planned | Status::Hypothetical, _) if open => Some((outer, mark)),
        _ => None,
    }
}

/// 'no enthusiasm', 'no plans'
fn is_none(s: &Tree<'_>, noun: TokenIdx) -> bool {
    s.children(noun)
        .any(|c| s.tokens[c].deprel == Deprel::Det && s.lemma(c) == "no")
}

/// 'in response to its test', 'over allegations against him', 'despite the attack': what is given as the ground of another
/// act was, whatever becomes of that.
fn is_given(s: &Tree<'_>, noun: TokenIdx) -> bool {
    let given = |t: TokenIdx| words::is(&clause::preposition(s, t), Class::Factual);
    given(noun)
        || s.tokens[noun].head.is_some_and(|h| {
            s.tokens[noun].deprel == Deprel::Nmod
                && s.lemma(h) == "response"
                && clause::preposition(s, h) == "in"
        })
}

fn in_present(s: &Tree<'_>, clause: TokenIdx) -> bool {
    is_present(s, clause) || auxiliaries(s, clause).any(|a| is_present(s, a))
}

/// Take an act's status as far from 'held' as what it stands under demands.
fn above(s: &Tree<'_>, token: TokenIdx, own: Verdict) -> Verdict {
    let mut verdict = own;
    let mut at = token;
    let nominal = !is_verbal(s, token);
    if nominal && own.status == Status::Occurred && is_given(s, token) {
        return own;
    }
    for _ in 0..s.tokens.len() {
        let t = &s.tokens[at];
        let Some(head) = t.head else { break };
        let governor = &s.tokens[head];
        match t.deprel {
            Deprel::Ccomp | Deprel::CsubjPass | Deprel::Csubj | Deprel::Xcomp => {
                if words::is(&governor.lemma, Class::Irrealis) && governor.upos == Upos::Verb {
                    verdict = verdict.under(Verdict::new(
                        Status::Hypothetical,
                        head,
                        "thought or wanted",
                    ));
                }
                // 'provided that they withdraw'
                if t.deprel == Deprel::Ccomp
                    && governor.deprel == Deprel::Advcl
                    && provides(s, head)
                {
                    verdict =
                        verdict.under(Verdict::new(Status::Hypothetical, head, "conditional"));
                }
                if let Some(not) = negation(s, head).filter(|_| t.deprel != Deprel::Xcomp) {
                    verdict = verdict.under(Verdict::new(
                        Status::Hypothetical,
                        not,
                        "under a negated verb",
                    ));
                }
                if t.deprel == Deprel::Xcomp && is_verbal(s, head) {
                    verdict = verdict.under(verb(s, head, 0));
                }
            }
            // 'had no enthusiasm for helping'
            Deprel::Acl | Deprel::Advcl
                if is_none(s, head) && s.children(at).all(|c| s.lemma(c) != "but") =>
            {
                verdict = verdict.under(Verdict::new(Status::Denied, head, "under a negated noun"));
            }
            // 'arrested for helping the rebels', 'for the murder of a priest'
            Deprel::Advcl | Deprel::Obl
                if words::is(&governor.lemma, Class::Charging)
                    && matches!(&*clause::preposition(s, at), "for" | "of") =>
            {
                verdict = verdict.under(Verdict::new(Status::Hypothetical, head, "alleged"));
            }
            // 'stopped short of criticising them'
            Deprel::Advcl if s.lemma(head) == "short" && clause::preposition(s, at) == "of" => {
                verdict = verdict.under(Verdict::new(Status::Denied, head, "short of"));
            }
            Deprel::Advcl => {
                if let Some(mark) = s.children(at).find(|&c| is_condition(s, c)) {
                    verdict =
                        verdict.under(Verdict::new(Status::Hypothetical, mark, "conditional"));
                } else if let Some((status, mark)) = to_come(s, at, head) {
                    verdict = verdict.under(Verdict::new(status, mark, "hangs on what is to come"));
                } else if !clause::is_finite(s, at)
                    && is_verbal(s, head)
                    && !(s.tokens[at].xpos == "VBG"
                        && words::is(&clause::preposition(s, at), Class::Factual))
                {
                    let outer = verb(s, head, 0);
                    if outer.status != Status::Denied {
                        verdict = verdict.under(outer);
                    }
                }
            }
            // An event noun shares the fate of the verb it depends on, unless it is talked of as known.
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::OblAgent
                if nominal
                    && at == token
                    && is_verbal(s, head)
                    && !matches!(
                        &*clause::preposition(s, at),
                        "on" | "during" | "after" | "before" | "since"
                    ) =>
            {
                let outer = verb(s, head, 0);
                let definite = s.children(token).any(|c| {
                    s.tokens[c].deprel == Deprel::NmodPoss
                        || (s.tokens[c].deprel == Deprel::Det
                            && matches!(s.tokens[c].lemma.as_str(), "the" | "this" | "that"))
                });
                if !definite || outer.status == Status::Planned {
                    verdict = verdict.under(outer);
                } else if t.deprel == Deprel::Obl && clause::preposition(s, at) == "in" {
                    // 'whether he died in the raid': the raid was, whatever came of it.
                    break;
                }
            }
            // 'denied reports that a soldier had been held'
            Deprel::Acl
                if is_verbal(s, at)
                    && governor.deprel == Deprel::Obj
                    && governor
                        .head
                        .is_some_and(|verb| attribution::denies(s.lemma(verb))) =>
            {
                verdict = verdict.under(Verdict::new(Status::Denied, head, "denied"));
            }
            // 'issue a statement criticising them', of what is yet to be issued
            Deprel::Acl
                if s.tokens[at].xpos == "VBG"
                    && governor.deprel == Deprel::Obj
                    && words::is(&governor.lemma, Class::Writing)
                    && governor.head.is_some_and(|h| is_verbal(s, h)) =>
            {
                let issued = governor.head.unwrap_or(head);
                return verdict.under(of(s, issued));
            }
            // 'any militant who refuses'
            Deprel::AclRelcl => {
                let any = s
                    .children(head)
                    .find(|&c| s.tokens[c].deprel == Deprel::Det && s.lemma(c) == "any")
                    .or_else(|| {
                        matches!(s.lemma(head), "anyone" | "anybody" | "whoever").then_some(head)
                    });
                if let Some(any) = any {
                    verdict = verdict.under(Verdict::new(Status::Hypothetical, any, "any"));
                }
                break;
            }
            // 'held on suspicion of attacking her'
            Deprel::Acl
                if words::is(&governor.lemma, Class::Alleged)
                    && matches!(&*clause::preposition(s, at), "of" | "that") =>
            {
                verdict = verdict.under(Verdict::new(Status::Hypothetical, head, "alleged"));
            }
            // 'its demand that they ease the sanctions'
            Deprel::Acl if governor.upos == Upos::Noun && asked_for(s, at, head).is_some() => {
                verdict = verdict.under(Verdict::new(Status::Hypothetical, head, "asked for"));
            }
            // 'adopted a resolution to impose sanctions': with it they are imposed.
            Deprel::Acl
                if words::is(&governor.lemma, Class::Binding)
                    && governor.deprel == Deprel::Obj
                    && s.tokens[at].xpos == "VB"
                    && governor.head.is_some_and(|h| s.is(h, Class::Enacting)) =>
            {
                let enacted = governor.head.unwrap_or(head);
                return of(s, enacted);
            }
            // 'to withdraw the troops deployed there': they are there, whatever becomes of them.
            Deprel::Acl if s.tokens[at].xpos == "VBN" && at == token => break,
            Deprel::Acl
                if is_verbal(s, at)
                    && !is_counted(s, head)
                    && s.children(at).any(|c| {
                        s.tokens[c].deprel == Deprel::Mark && s.tokens[c].lemma == "to"
                    }) =>
            {
                // 'a plan to attack' under 'rejected'
                verdict = verdict.under(Verdict::new(Status::Planned, at, "infinitive of a noun"));
            }
            _ => {}
        }
        at = head;
    }
    if verdict.status == Status::Occurred
        && let Some(last) = s.tokens.last()
        && last.form == "?"
        && s.root().is_some_and(|r| s.is_under(token, r))
    {
        return Verdict::new(Status::Hypothetical, s.tokens.len() - 1, "question");
    }
    verdict
}
