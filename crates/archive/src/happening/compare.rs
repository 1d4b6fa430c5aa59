//! What speaks for and against two reports being of one act.
//!
//! Against: a contradiction ends it. For: points, each with its words. Two reports need [`ENOUGH`]: about as much as one
//! day, both parties, and one thing more that is not shared by everything these two did on that day.

use super::fold::Report;
use super::profile::{Party, Place, Profile, shared};

/// Points from which on two reports are of one act.
pub(crate) const ENOUGH: f64 = 3.0;
/// Points that a party costs of which only one report says who it is.
const DOUBT: f64 = 0.75;
/// Share of the smaller sentence's content words from which on it was copied.
const COPIED: f64 = 0.8;

/// Why two reports may be of one act.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    pub(crate) score: f64,
    pub(crate) reason: String,
}

/// Points for two reports being of one act; none where they contradict each other. Days are the fold's business.
pub(crate) fn compare(a: &Report, b: &Report) -> Option<Match> {
    let (p, q) = (&a.profile, &b.profile);
    if contradict(p, q) {
        return None;
    }
    let sides = sides(p, q)?;
    let mut points = Points::default();
    points.add(sides.points, || sides.reason.clone());
    if let Some((day, words)) = day(a, b) {
        points.add(day, || words.to_owned());
    }
    if let Some(mode) = p.modes.iter().find(|m| q.modes.contains(m)) {
        points.add(0.5, || format!("mode {mode}"));
    }
    if let (Some(x), Some(y)) = (&p.place, &q.place) {
        if x.name == y.name && !x.wide {
            points.add(1.0, || format!("place '{}'", x.name));
        } else if x.name == y.name {
            points.add(0.25, || format!("country '{}'", x.name));
        }
    }
    for (name, (x, y)) in ["dead", "injured", "arrested"]
        .iter()
        .zip(p.counts.iter().zip(&q.counts))
    {
        if let (Some(x), Some(y)) = (x, y) {
            if x == y {
                points.add(1.0, || format!("{x} {name}"));
            } else {
                points.score -= 0.25;
            }
        }
    }
    if let Some((unit, value)) = p.money.iter().find(|m| q.money.contains(m)) {
        points.add(1.0, || format!("{value} {unit}"));
    }
    let overlap = overlap(&p.words, &q.words, p, q);
    if let Some(share) = overlap {
        if share >= COPIED {
            let copied = if a.copy_of == b.copy_of {
                "copied text"
            } else {
                "nearly the same sentence"
            };
            points.add(2.5, || copied.to_owned());
        } else {
            points.add(2.5 * share, || {
                format!("{:.0} % of the words", share * 100.0)
            });
        }
    }
    let marks = self::overlap(&a.marks, &b.marks, p, q);
    if let Some(share) = marks.filter(|&s| s > 0.0) {
        points.add(1.5 * share, || {
            format!("{:.0} % of the nouns, names and numbers", share * 100.0)
        });
    }
    Some(Match {
        score: (points.score * 100.0).round() / 100.0,
        reason: points.reasons.join(", "),
    })
}

#[derive(Default)]
struct Points {
    score: f64,
    reasons: Vec<String>,
}

impl Points {
    fn add(&mut self, points: f64, reason: impl FnOnce() -> String) {
        self.score += points;
        self.reasons.push(reason());
    }
}

/// Whether one of them cannot be of the other's act, parties and days aside.
fn contradict(p: &Profile, q: &Profile) -> bool {
    let disjoint = |x: &[String], y: &[String]| {
        !x.is_empty() && !y.is_empty() && !x.iter().any(|m| y.contains(m))
    };
    let imagined = |p: &Profile| p.status == "hypothetical";
    let denied = |p: &Profile| p.status == "denied";
    // What is only thought of, and what did not take place, are no mentions of what did.
    if disjoint(&p.modes, &q.modes) || imagined(p) != imagined(q) || denied(p) != denied(q) {
        return true;
    }
    if let (Some(x), Some(y)) = (&p.place, &q.place)
        && apart(x, y)
    {
        return true;
    }
    let other_sum = p.money.iter().any(|(unit, x)| {
        let same_unit = || q.money.iter().filter(|(u, _)| u == unit);
        same_unit().next().is_some()
            && same_unit().all(|(_, y)| (x - y).abs() > 0.2 * x.abs().max(y.abs()))
    });
    if other_sum {
        return true;
    }
    // Tolls rise; a toll of one is not that of thirty.
    p.counts.iter().zip(&q.counts).any(|counts| match counts {
        (Some(x), Some(y)) => {
            let (low, high) = (x.min(y), x.max(y));
            *high > 3 * low + 2
        }
        _ => false,
    })
}

/// Whether two places are not one, nor one in the other.
fn apart(x: &Place, y: &Place) -> bool {
    if let (Some(a), Some(b)) = (&x.country, &y.country)
        && a != b
    {
        return true;
    }
    if x.wide || y.wide || x.name == y.name {
        return false;
    }
    if let (Some(a), Some(b)) = (x.point, y.point) {
        // 30 km, on a globe flattened at the middle of the two.
        let middle = f64::midpoint(a.0, b.0);
        let (dy, dx) = (a.0 - b.0, (a.1 - b.1) * libm::cos(middle.to_radians()));
        return dy * dy + dx * dx > (30.0_f64 / 111.0).powi(2);
    }
    // 'Gao' and 'Gao city': the words of one in the other.
    let words = |p: &Place| p.name.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(x), words(y));
    !(a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w)))
}

struct Sides {
    points: f64,
    reason: String,
}

/// The parties of both: none where they cannot be the same.
fn sides(p: &Profile, q: &Profile) -> Option<Sides> {
    let straight = both(p, &q.actors, &q.recipients);
    // 'A met B' and 'B met A' are one meeting, and so is 'A and B met'; but who visits is not who is visited.
    let visit = |x: &Profile| x.modes.iter().any(|m| m == "visit");
    if straight.is_some() || !p.mutual || !q.mutual || visit(p) || visit(q) {
        return straight;
    }
    both(p, &q.recipients, &q.actors).or_else(|| {
        let all = |x: &Profile| [x.actors.clone(), x.recipients.clone()].concat();
        let (mine, theirs) = (all(p), all(q));
        let (points, reason) = side(&mine, &theirs)?;
        (mine.len() > 1 && theirs.len() > 1).then_some(Sides {
            points: 2.0 * points,
            reason,
        })
    })
}

fn both(p: &Profile, actors: &[Party], recipients: &[Party]) -> Option<Sides> {
    let acting = side(&p.actors, actors)?;
    let acted_upon = side(&p.recipients, recipients)?;
    // A party that only one of them knows may be another.
    let unknown = |mine: &[Party], theirs: &[Party], points: f64| {
        (mine.is_empty() != theirs.is_empty() || !mine.is_empty()) && points <= 0.0
    };
    let doubts = [
        unknown(&p.actors, actors, acting.0),
        unknown(&p.recipients, recipients, acted_upon.0),
    ];
    let doubt = DOUBT * doubts.iter().filter(|d| **d).count() as f64;
    let reasons = [acting.1, acted_upon.1];
    let reasons: Vec<String> = reasons.into_iter().filter(|r| !r.is_empty()).collect();
    Some(Sides {
        points: acting.0 + acted_upon.0 - doubt,
        reason: if reasons.is_empty() {
            "parties of no name".to_owned()
        } else {
            reasons.join(" and ")
        },
    })
}

/// One side of both: each party of the shorter list must be one of the longer.
fn side(a: &[Party], b: &[Party]) -> Option<(f64, String)> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut best = (0.0, String::new());
    for party in short {
        let found = long
            .iter()
            .filter_map(|other| same_party(party, other))
            .fold(None, |best: Option<(f64, String)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            })?;
        if found.0 > best.0 {
            best = found;
        }
    }
    Some(best)
}

/// Sectors of which a report may name one and another report the other: the state and its arms.
const STATE: &[&str] = &["GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PRM"];

/// Points for two being one party, with words; none where they are two.
fn same_party(a: &Party, b: &Party) -> Option<(f64, String)> {
    if let (Some(x), Some(y)) = (&a.code, &b.code)
        && x != y
    {
        return None;
    }
    let within = |x: &[String], y: &[String]| x.iter().all(|w| y.contains(w));
    if !a.name.is_empty() && !b.name.is_empty() {
        return (within(&a.name, &b.name) || within(&b.name, &a.name))
            .then(|| (1.25, a.name.join(" ")));
    }
    let shared = a.sectors.iter().find(|s| b.sectors.contains(s));
    let of_state = |p: &Party| p.sectors.iter().all(|s| STATE.contains(&s.as_str()));
    let both_known = !a.sectors.is_empty() && !b.sectors.is_empty();
    if both_known && shared.is_none() && (!of_state(a) || !of_state(b)) {
        return None;
    }
    match (&a.code, &b.code, shared) {
        (Some(code), Some(_), Some(sector)) => Some((0.9, format!("{code}/{sector}"))),
        (Some(code), Some(_), None) => Some((0.75, code.clone())),
        (_, _, Some(sector)) => Some((0.4, sector.clone())),
        _ => Some((0.0, String::new())),
    }
}

/// Points for the days, with words.
fn day(a: &Report, b: &Report) -> Option<(f64, &'static str)> {
    match (a.profile.days, b.profile.days) {
        (Some(x), Some(y)) if x == y && x.0 == x.1 => Some((1.0, "the same day")),
        (Some(x), Some(y)) => (x.0 <= y.1 && y.0 <= x.1).then_some((0.25, "dates that overlap")),
        _ => a.day.zip(b.day).map(|(x, y)| {
            if x == y {
                (0.5, "days that agree")
            } else {
                (0.25, "days that may agree")
            }
        }),
    }
}

/// Share of the shorter list's words that both have, those that name parties aside; none where too few are left.
fn overlap(a: &[u32], b: &[u32], first: &Profile, second: &Profile) -> Option<f64> {
    let own = |list: &[u32]| -> Vec<u32> {
        let named =
            |w: &u32| first.names.binary_search(w).is_ok() || second.names.binary_search(w).is_ok();
        list.iter().copied().filter(|w| !named(w)).collect()
    };
    let (mine, theirs) = (own(a), own(b));
    let least = mine.len().min(theirs.len());
    (least >= 3).then(|| shared(&mine, &theirs) as f64 / least as f64)
}
