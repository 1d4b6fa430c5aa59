//! Mentions of one and the same act in an article: numbered alike, and a change of plan told in one breath
//! with the plan ('was scheduled …, but was postponed') made one record.

use plover::{Event, Status};

use crate::coder::{Coding, same};
use crate::trace::Outcome;

/// Sentences between a plan and the news of its change.
const BREATH: usize = 1;

/// Number events, bring together those that tell of one act.
pub(crate) fn merge(coding: &mut Coding, article: &str) {
    take_in_changes(coding);
    let mut happenings: Vec<usize> = Vec::new();
    let mut heads: Vec<usize> = Vec::new();
    for i in 0..coding.events.len() {
        let found = heads.iter().position(|&h| {
            alike(&coding.events[h], &coding.events[i])
                && compatible(&coding.events[h], &coding.events[i])
        });
        happenings.push(found.unwrap_or_else(|| {
            heads.push(i);
            heads.len() - 1
        }));
    }
    for (i, (event, happening)) in coding.events.iter_mut().zip(happenings).enumerate() {
        event.id = [article, "-", &(i + 1).to_string()].concat();
        event.happening = Some([article, "-h", &(happening + 1).to_string()].concat());
    }
}

/// A plan and its postponement or cancellation are one act: the later record stays, with what the earlier knew.
fn take_in_changes(coding: &mut Coding) {
    let mut i = 0;
    while i < coding.events.len() {
        let changed = matches!(
            coding.events[i].status,
            Status::Postponed | Status::Cancelled
        );
        let plan = (0..i).rev().find(|&p| {
            let (plan, change) = (&coding.events[p], &coding.events[i]);
            changed
                && plan.status == Status::Planned
                && change.text_info.sequence - plan.text_info.sequence <= BREATH
                && alike(plan, change)
                && (change.date.is_none() || plan.date.is_none() || change.date == plan.date)
        });
        let Some(plan) = plan else {
            i += 1;
            continue;
        };
        let earlier = coding.events.remove(plan);
        i -= 1;
        let event = &mut coding.events[i];
        let basis = |e: &Event| e.date_info.as_ref().map(|d| d.basis.clone());
        if event.date.is_none() || basis(event).as_deref() == Some("publication") {
            event.date = earlier.date;
            event.date_info = earlier.date_info;
            event
                .evidence
                .extend(earlier.evidence.into_iter().filter(|e| e.field == "date"));
        }
        for trace in &mut coding.traces {
            match &mut trace.outcome {
                Outcome::Coded(index) if *index == plan => trace.outcome = Outcome::Coded(i),
                Outcome::Coded(index) if *index > plan => *index -= 1,
                _ => {}
            }
        }
        i += 1;
    }
}

/// Same type, and the same parties as far as both are known.
fn alike(a: &Event, b: &Event) -> bool {
    let side = |x: &[plover::Entity], y: &[plover::Entity]| {
        x.len() == y.len()
            && x.iter().all(|e| {
                y.iter().any(|f| {
                    same(e, f)
                        || (e.code.is_some()
                            && e.code == f.code
                            && (e.identifier_text.is_none()
                                || f.identifier_text.is_none()
                                || is_country(e)
                                || is_country(f)))
                })
            })
    };
    a.event == b.event
        && a.mode == b.mode
        && side(&a.actor, &b.actor)
        && side(&a.recipient, &b.recipient)
}

/// A country, or its capital standing for it.
fn is_country(e: &plover::Entity) -> bool {
    e.sector.is_empty() || (e.office.is_none() && e.role.is_none())
}

/// Whether both may tell of one act: no two stated days, no plan made of something held.
fn compatible(a: &Event, b: &Event) -> bool {
    let stated = |e: &Event| {
        e.date.clone().filter(|_| {
            e.date_info
                .as_ref()
                .is_some_and(|d| d.basis != "publication")
        })
    };
    let days = match (stated(a), stated(b)) {
        (Some(x), Some(y)) => x.starts_with(&y) || y.starts_with(&x),
        _ => true,
    };
    let held = |s: Status| matches!(s, Status::Occurred | Status::Ongoing);
    days && (a.status == b.status || (held(a.status) && held(b.status)))
}
