//! What speaks for and against two reports being of one act.
//!
//! Against: a contradiction ends it. For: points, each with its words. Two reports need [`ENOUGH`]: about as much as one
//! day, both parties, and one thing more that is not shared by everything these two did on that day.

use super::fold::Report;
use super::profile::{Party, Place, Profile};

/// Points from which on two reports are of one act.
pub(crate) const ENOUGH: f64 = 3.0;
/// Points that a party costs of which only one report says who it is.
const DOUBT: f64 = 0.75;
/// Points for the nouns, names and numbers of two articles being the same.
const MARKS: f64 = 1.5;
/// Points for telling that an act was held which was put off before.
pub(crate) const HELD: f64 = 1.0;
/// Share of the smaller sentence's content words from which on it was copied.
const COPIED: f64 = 0.8;

/// Points for two reports being of one act; none where they contradict each other. Days are the fold's business.
///
/// Many are compared and few are found to match, so the words are put together apart, by [`reason`].
pub(crate) fn compare(a: &Report, b: &Report) -> Option<f64> {
    weigh(a, b, None).map(|points| points.score)
}

/// Why two reports may be of one act: what the points of [`compare`] are for.
pub(crate) fn reason(a: &Report, b: &Report) -> String {
    let points = weigh(a, b, Some(Vec::new()));
    points
        .and_then(|p| p.reasons)
        .unwrap_or_default()
        .join(", ")
}

/// Points, and what for, where that is asked.
struct Points {
    score: f64,
    reasons: Option<Vec<String>>,
}

impl Points {
    fn add(&mut self, points: f64, reason: impl FnOnce() -> String) {
        self.score += points;
        if let Some(reasons) = &mut self.reasons {
            reasons.push(reason());
        }
    }
}

fn weigh(a: &Report, b: &Report, reasons: Option<Vec<String>>) -> Option<Points> {
    let (p, q) = (&a.profile, &b.profile);
    if contradict(p, q) {
        return None;
    }
    let sides = sides(p, q)?;
    let score = 0.0;
    let mut points = Points { score, reasons };
    points.add(sides.points, || sides.reason());
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
    if let Some(share) = overlap(&p.words, &q.words, p, q) {
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
    // Where nothing that is left can make it enough, the longest lists need not be compared.
    if points.reasons.is_none() && points.score + MARKS + HELD < ENOUGH - 0.01 {
        return Some(points);
    }
    if let Some(share) = overlap(&a.marks, &b.marks, p, q).filter(|&s| s > 0.0) {
        points.add(MARKS * share, || {
            format!("{:.0} % of the nouns, names and numbers", share * 100.0)
        });
    }
    points.score = (points.score * 100.0).round() / 100.0;
    Some(points)
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

/// Who is the same on both sides, as far as anybody is.
struct Sides<'a> {
    points: f64,
    /// The surest pair of each side.
    pairs: [Option<Pair<'a>>; 2],
}

/// A party as one report has it and as the other has it.
type Pair<'a> = (&'a Party, &'a Party);

impl Sides<'_> {
    fn reason(&self) -> String {
        let words: Vec<String> = self.pairs.iter().flatten().map(|p| in_common(*p)).collect();
        if words.is_empty() {
            "parties of no name".to_owned()
        } else {
            words.join(" and ")
        }
    }
}

/// The parties of both: none where they cannot be the same.
fn sides<'a>(p: &'a Profile, q: &'a Profile) -> Option<Sides<'a>> {
    let straight = both(p, &q.actors, &q.recipients);
    // 'A met B' and 'B met A' are one meeting, and so is 'A and B met'; but who visits is not who is visited.
    let visit = |x: &Profile| x.modes.iter().any(|m| m == "visit");
    if straight.is_some() || !p.mutual || !q.mutual || visit(p) || visit(q) {
        return straight;
    }
    both(p, &q.recipients, &q.actors).or_else(|| {
        let all = |x: &'a Profile| x.actors.iter().chain(&x.recipients);
        let (points, pair) = side(all(p), all(q))?;
        let several = |x: &Profile| x.actors.len() + x.recipients.len() > 1;
        (several(p) && several(q)).then_some(Sides {
            points: 2.0 * points,
            pairs: [pair, None],
        })
    })
}

fn both<'a>(p: &'a Profile, actors: &'a [Party], recipients: &'a [Party]) -> Option<Sides<'a>> {
    let acting = side(p.actors.iter(), actors.iter())?;
    let acted_upon = side(p.recipients.iter(), recipients.iter())?;
    // A party that only one of them knows may be another.
    let unknown = |mine: &[Party], theirs: &[Party], points: f64| {
        (mine.is_empty() != theirs.is_empty() || !mine.is_empty()) && points <= 0.0
    };
    let doubts = [
        unknown(&p.actors, actors, acting.0),
        unknown(&p.recipients, recipients, acted_upon.0),
    ];
    let doubt = DOUBT * doubts.iter().filter(|d| **d).count() as f64;
    Some(Sides {
        points: acting.0 + acted_upon.0 - doubt,
        pairs: [acting.1, acted_upon.1],
    })
}

/// One side of both: each party of the shorter list must be one of the longer.
fn side<'a, I>(a: I, b: I) -> Option<(f64, Option<Pair<'a>>)>
where
    I: Iterator<Item = &'a Party> + Clone,
{
    let longer = a.clone().count() > b.clone().count();
    let (short, long) = if longer { (b, a) } else { (a, b) };
    let mut best = (0.0, None);
    for party in short {
        let mut found: Option<(f64, &Party)> = None;
        for other in long.clone() {
            if let Some(points) = same_party(party, other)
                && found.is_none_or(|(most, _)| points > most)
            {
                found = Some((points, other));
            }
        }
        let (points, other) = found?;
        if points > best.0 {
            best = (points, Some((party, other)));
        }
    }
    Some(best)
}

/// Sectors of which a report may name one and another report the other: the state and its arms.
const STATE: &[&str] = &["GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PRM"];

/// Points for two being one party; none where they are two.
fn same_party(a: &Party, b: &Party) -> Option<f64> {
    if let (Some(x), Some(y)) = (&a.code, &b.code)
        && x != y
    {
        return None;
    }
    let within = |x: &[String], y: &[String]| x.iter().all(|w| y.contains(w));
    if !a.name.is_empty() && !b.name.is_empty() {
        return (within(&a.name, &b.name) || within(&b.name, &a.name)).then_some(1.25);
    }
    let shared = sector_of_both(a, b);
    let of_state = |p: &Party| p.sectors.iter().all(|s| STATE.contains(&s.as_str()));
    let both_known = !a.sectors.is_empty() && !b.sectors.is_empty();
    if both_known && shared.is_none() && (!of_state(a) || !of_state(b)) {
        return None;
    }
    Some(match (&a.code, &b.code, shared) {
        (Some(_), Some(_), Some(_)) => 0.9,
        (Some(_), Some(_), None) => 0.75,
        (_, _, Some(_)) => 0.4,
        _ => 0.0,
    })
}

/// What [`same_party`] gives points for, in words.
fn in_common((a, b): Pair<'_>) -> String {
    if !a.name.is_empty() && !b.name.is_empty() {
        return a.name.join(" ");
    }
    let code = a.code.as_ref().filter(|_| b.code.is_some());
    let parts = [code, sector_of_both(a, b)];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join("/")
}

fn sector_of_both<'a>(a: &'a Party, b: &Party) -> Option<&'a String> {
    a.sectors.iter().find(|s| b.sectors.contains(s))
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

/// Share of the shorter list's words that both have, those that name parties aside; none where too few are left. All
/// lists are in order, each number once.
fn overlap(a: &[u32], b: &[u32], first: &Profile, second: &Profile) -> Option<f64> {
    let (mut mine, mut theirs, mut both) = (a.len(), b.len(), in_both(a, b));
    // Parties have few names, and what tells of the same act names them: these words are found one by one.
    let again = |word: &u32| first.names.binary_search(word).is_ok();
    let others = second.names.iter().filter(|w| !again(w));
    for word in first.names.iter().chain(others) {
        let in_a = usize::from(a.binary_search(word).is_ok());
        let in_b = usize::from(b.binary_search(word).is_ok());
        mine -= in_a;
        theirs -= in_b;
        both -= in_a & in_b;
    }
    let least = mine.min(theirs);
    (least >= 3).then(|| both as f64 / least as f64)
}

/// How many numbers two ordered lists share. It is the innermost of all that merging does, and has no branch that
/// depends on the numbers.
fn in_both(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[u32]) -> Profile {
        Profile {
            names: names.to_vec(),
            ..Profile::default()
        }
    }

    #[test]
    fn shared_numbers_are_counted_once() {
        assert_eq!(in_both(&[1, 3, 5, 7], &[2, 3, 7, 8]), 2);
        assert_eq!(in_both(&[], &[1]), 0);
    }

    #[test]
    fn words_that_name_a_party_of_either_do_not_count() {
        let (a, b) = ([1, 2, 3, 4, 5, 6], [1, 2, 3, 9, 10]);
        let share = |x: &[u32], y: &[u32]| overlap(&a, &b, &named(x), &named(y));
        assert_eq!(share(&[], &[]), Some(3.0 / 5.0));
        assert_eq!(share(&[1, 7], &[1, 4, 7]), Some(2.0 / 4.0));
        assert_eq!(share(&[1, 9], &[10]), None);
    }
}
