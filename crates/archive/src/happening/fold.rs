//! Reports of one type, in their fixed order, to happenings.
//!
//! The order is that of the day, then of how well the day is known, then of the article's fingerprint: a function of
//! the reports and of nothing else. What a report joins depends on those before it, and only on happenings whose
//! [`reach`](Cluster::reach) comes to its day.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::compare::{ENOUGH, HELD, compare, reason};
use super::profile::Profile;

/// Days after the founder's on which a report without a day of its own may still be of the same act: news of the day
/// before, and of the night before that.
const WINDOW: i32 = 2;
/// Days after which an act that was put off is not waited for any more.
pub(crate) const PUT_OFF: i32 = 60;

/// What one article tells of one act.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// Its row.
    pub(crate) n: i64,
    /// Its article's row.
    pub(crate) article: i64,
    /// Its article's fingerprint.
    pub(crate) key: String,
    /// Which act of the article.
    pub(crate) label: i64,
    /// The article that stands for all copies.
    pub(crate) copy_of: i64,
    /// Where it stands; none where nothing tells its day.
    pub(crate) day: Option<i32>,
    /// How well the day is known.
    pub(crate) rank: Rank,
    /// What it is compared by.
    pub(crate) profile: Rc<Profile>,
    /// Nouns, names and numbers at the head of its article.
    pub(crate) marks: Rc<Vec<u32>>,
    /// What it is of, as stored.
    pub(crate) stored: Stored,
    /// An analyst's decisions.
    pub(crate) decisions: Vec<Decision>,
}

/// The happening a report is of and why, as stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stored {
    pub(crate) happening: Option<i64>,
    /// The report that founded it.
    pub(crate) founder: Option<i64>,
    /// How far it reaches.
    pub(crate) reach: Option<i32>,
    /// The report that decided it, and the reason.
    pub(crate) matched: Option<i64>,
    pub(crate) reason: Option<String>,
}

/// How well the day of a report is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// The text says it.
    Stated = 0,
    /// The text says a longer time: a month, a year.
    Wide = 1,
    /// It was published on that day.
    Published = 2,
    /// Not at all.
    #[default]
    Unknown = 3,
}

impl Rank {
    pub(crate) fn of(n: i64) -> Self {
        match n {
            0 => Self::Stated,
            1 => Self::Wide,
            2 => Self::Published,
            _ => Self::Unknown,
        }
    }
}

/// What an analyst says of two reports, by the rows of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) other: i64,
    pub(crate) together: bool,
}

/// The last day on which a report may join an act that was first told of for this day.
pub(crate) fn reach_from(anchor: i32, put_off: bool) -> i32 {
    anchor + if put_off { PUT_OFF } else { WINDOW }
}

/// Reports that tell of one act, on the way.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// Its reports in order; the first founded it.
    pub(crate) reports: Vec<Rc<Report>>,
    /// Those among them that say other things than any before: hundreds of copies are compared once.
    distinct: Vec<Rc<Report>>,
    anchor: i32,
}

/// Points of an analyst's decision.
const DECIDED: f64 = 99.0;

/// What speaks for a report being of an act.
struct Fit<'c> {
    /// The report of it that says most for it.
    member: &'c Report,
    score: f64,
    /// Whether it tells that the act was held, after it was put off.
    held: bool,
}

impl Fit<'_> {
    fn reason(&self, report: &Report) -> String {
        if self.score >= DECIDED {
            return "an analyst's decision".to_owned();
        }
        let held = if self.held {
            ", held after it was put off"
        } else {
            ""
        };
        format!("{}{held}", reason(self.member, report))
    }
}

/// Why a report is of an act.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    /// The report that decided it.
    pub(crate) by: i64,
    pub(crate) score: f64,
    pub(crate) reason: String,
}

/// Where a report came to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Joined {
    /// Which cluster.
    pub(crate) cluster: usize,
    /// Why; none for a founder.
    pub(crate) by: Option<Match>,
}

impl Cluster {
    pub(crate) fn new(founder: Rc<Report>) -> Self {
        let mut new = Self {
            anchor: founder.day.unwrap_or_default(),
            reports: Vec::new(),
            distinct: Vec::new(),
        };
        new.push(founder);
        new
    }

    /// Take in a report.
    pub(crate) fn push(&mut self, report: Rc<Report>) {
        let said = |r: &Rc<Report>| r.copy_of == report.copy_of && r.profile == report.profile;
        if !self.distinct.iter().any(said) {
            self.distinct.push(Rc::clone(&report));
        }
        self.reports.push(report);
    }

    pub(crate) fn founder(&self) -> &Report {
        // One is there from the beginning, and none is taken out.
        match self.reports.first() {
            Some(founder) => founder,
            None => unreachable!("a cluster has a founder"),
        }
    }

    /// The last day on which a report may join.
    pub(crate) fn reach(&self) -> i32 {
        reach_from(self.anchor, self.is_put_off())
    }

    /// Whether the act was put off, ever: what was then held on another day may be told of on several days.
    fn is_put_off(&self) -> bool {
        self.reports.iter().any(|r| r.profile.status == "postponed")
    }

    /// What speaks for a report being of this act.
    fn fits(&self, report: &Report) -> Option<Fit<'_>> {
        // An analyst's word comes before all others.
        for member in &self.reports {
            let of = |d: &&Decision| d.other == member.n;
            if let Some(decision) = report.decisions.iter().find(of) {
                return decision.together.then_some(Fit {
                    member,
                    score: DECIDED,
                    held: false,
                });
            }
        }
        // The coder has looked at mentions within an article with more than we have here.
        if self.reports.iter().any(|r| r.article == report.article) {
            return None;
        }
        let mut best: Option<Fit<'_>> = None;
        for member in &self.distinct {
            let score = compare(member, report)?;
            if best.as_ref().is_none_or(|b| score > b.score) {
                let held = false;
                best = Some(Fit {
                    member,
                    score,
                    held,
                });
            }
        }
        let mut best = best?;
        if self.is_held_later(report) {
            best.score += HELD;
            best.held = true;
        }
        (best.score >= ENOUGH && self.takes_day(report, best.score)).then_some(best)
    }

    /// Whether a report's day is no other than the act's.
    fn takes_day(&self, report: &Report, score: f64) -> bool {
        let copies = self.reports.iter().any(|r| r.copy_of == report.copy_of);
        match report.rank {
            Rank::Unknown => copies,
            Rank::Wide => {
                // 'In March' may be any of March's: only what is said of it can make it one.
                let same = |r: &Rc<Report>| r.profile.days == report.profile.days;
                self.reports.iter().any(same) && (copies || score >= ENOUGH + 1.0)
            }
            Rank::Stated => {
                let stated = |r: &&Rc<Report>| r.profile.day().is_some();
                let mut days = self.reports.iter().filter(stated).map(|r| r.profile.day());
                let known = days.next();
                match known {
                    None => report.day <= Some(self.anchor) || copies,
                    Some(_) if days.chain(known).any(|d| d == report.profile.day()) => true,
                    Some(_) => self.is_held_later(report),
                }
            }
            Rank::Published => {
                let day = report.day.unwrap_or(i32::MAX);
                let held_then = |r: &Rc<Report>| {
                    let since = r.day.map_or(i32::MAX, |d| day.saturating_sub(d));
                    r.profile.is_held() && (0..=WINDOW).contains(&since)
                };
                day <= self.anchor + WINDOW
                    || (self.is_put_off() && self.reports.iter().any(held_then))
                    || self.is_held_later(report)
            }
        }
    }

    /// Whether a report tells that an act took place which was put off before, by the same persons.
    fn is_held_later(&self, report: &Report) -> bool {
        let held = self.reports.iter().any(|r| r.profile.is_held());
        let named = |p: &Profile| p.actors.iter().any(|a| !a.name.is_empty());
        self.is_put_off()
            && !held
            && report.profile.is_held()
            && named(&report.profile)
            && self.reports.iter().any(|r| named(&r.profile))
            && report
                .day
                .is_some_and(|d| d > self.anchor && d <= self.anchor + PUT_OFF)
    }
}

/// Clusters that may still grow, found by what their parties are of.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) clusters: Vec<Cluster>,
    by_code: BTreeMap<String, Vec<usize>>,
    without_code: Vec<usize>,
    by_copy: BTreeMap<i64, Vec<usize>>,
    by_report: BTreeMap<i64, usize>,
}

impl State {
    /// Take in a cluster as it is.
    pub(crate) fn add(&mut self, cluster: Cluster) -> usize {
        let at = self.clusters.len();
        let reports = cluster.reports.clone();
        self.clusters.push(cluster);
        for report in &reports {
            self.index(at, report);
        }
        at
    }

    fn index(&mut self, at: usize, report: &Report) {
        self.by_report.insert(report.n, at);
        let mut any = false;
        for code in report.profile.codes() {
            any = true;
            let list = self.by_code.entry(code.to_owned()).or_default();
            if !list.contains(&at) {
                list.push(at);
            }
        }
        if !any && !self.without_code.contains(&at) {
            self.without_code.push(at);
        }
        let list = self.by_copy.entry(report.copy_of).or_default();
        if !list.contains(&at) {
            list.push(at);
        }
    }

    /// Put a report where it belongs.
    pub(crate) fn join(&mut self, report: Rc<Report>) -> Joined {
        let day = report.day.unwrap_or_default();
        let mut candidates: Vec<usize> = Vec::new();
        let mut some = false;
        for code in report.profile.codes() {
            some = true;
            candidates.extend(self.by_code.get(code).into_iter().flatten());
        }
        if some {
            candidates.extend(&self.without_code);
        } else {
            candidates.extend(0..self.clusters.len());
        }
        candidates.extend(self.by_copy.get(&report.copy_of).into_iter().flatten());
        let decided = report.decisions.iter().filter(|d| d.together);
        candidates.extend(decided.filter_map(|d| self.by_report.get(&d.other)));
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(usize, Fit<'_>)> = None;
        for at in candidates {
            let cluster = &self.clusters[at];
            if cluster.reach() < day {
                continue;
            }
            let Some(found) = cluster.fits(&report) else {
                continue;
            };
            // The nearer day at equal points, then the earlier founder.
            let better = best.as_ref().is_none_or(|(other, b)| {
                let nearer = self.clusters[*other].anchor < cluster.anchor;
                found.score > b.score || (found.score >= b.score && nearer)
            });
            if better {
                best = Some((at, found));
            }
        }
        let best = best.map(|(at, fit)| {
            let found = Match {
                by: fit.member.n,
                score: fit.score,
                reason: fit.reason(&report),
            };
            (at, found)
        });
        let Some((cluster, by)) = best else {
            return Joined {
                cluster: self.add(Cluster::new(report)),
                by: None,
            };
        };
        self.index(cluster, &report);
        self.clusters[cluster].push(report);
        Joined {
            cluster,
            by: Some(by),
        }
    }
}
