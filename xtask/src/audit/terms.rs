//! Who held which office when: holders that overlap, and years without one.

use std::collections::BTreeMap;
use std::fmt;

use plover::Date;

use super::table::Table;

/// Offices that every state has, and from when to when their holders are looked for.
const OFFICES: &[&str] = &["head-of-state", "head-of-government", "foreign-minister"];
const FROM: i32 = 1990;
const UNTIL: i32 = 2026;
/// Days without a holder that are no gap: terms are known to the month or year, and offices stand vacant.
const SHORT: i32 = 200;

/// States and from when on they are one: of all others it is before 1990. Codes of COW's state system.
const SINCE: &[(&str, i32)] = &[
    ("AND", 1993),
    ("ARM", 1991),
    ("AZE", 1991),
    ("BIH", 1992),
    ("BLR", 1991),
    ("CZE", 1993),
    ("ERI", 1993),
    ("EST", 1991),
    ("FSM", 1991),
    ("GEO", 1991),
    ("HRV", 1991),
    ("KAZ", 1991),
    ("KGZ", 1991),
    ("KOS", 2008),
    ("LTU", 1991),
    ("LVA", 1991),
    ("MDA", 1991),
    ("MHL", 1991),
    ("MKD", 1992),
    ("MNE", 2006),
    ("NAM", 1990),
    ("PLW", 1994),
    ("PSE", 1994),
    ("RUS", 1991),
    ("SRB", 2006),
    ("SSD", 2011),
    ("SVK", 1993),
    ("SVN", 1992),
    ("TJK", 1991),
    ("TKM", 1991),
    ("TLS", 2002),
    ("UKR", 1991),
    ("UZB", 1991),
    ("YEM", 1990),
];

/// States without one of the offices: who heads them heads their government.
const WITHOUT: &[(&str, &str)] = &[("CHE", "head-of-state"), ("VAT", "head-of-government")];

/// A term in an office.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) country: String,
    pub(super) office: String,
    pub(super) title: String,
    pub(super) name: String,
    pub(super) names: Vec<String>,
    pub(super) start: Bounds,
    pub(super) end: Bounds,
    at: String,
}

/// The first and last day that a date as exact as it is may mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

impl Bounds {
    fn new(cell: &str) -> Self {
        let mut parts = cell.split('-').map(|p| p.parse::<i32>().ok());
        let year = parts.next().flatten();
        let part = |p: Option<Option<i32>>| p.flatten().and_then(|n| u8::try_from(n).ok());
        let (month, day) = (part(parts.next()), part(parts.next()));
        let last_month = month.unwrap_or(12);
        let bound = |month: u8, day: u8| year.and_then(|y| Date::new(y, month, day));
        Self {
            first: bound(month.unwrap_or(1), day.unwrap_or(1)),
            last: year.and_then(|y| {
                bound(
                    last_month,
                    day.unwrap_or_else(|| plover::days_in_month(y, last_month)),
                )
            }),
        }
    }
}

/// Time without a known holder.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    country: String,
    from: Date,
    until: Date,
}

impl Gap {
    pub(super) fn years(&self) -> f64 {
        f64::from(days(self.from, self.until)) / 365.25
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}..{}", self.country, self.from, self.until)
    }
}

fn days(from: Date, until: Date) -> i32 {
    until.to_days() - from.to_days()
}

/// All terms of the tables.
pub(super) fn held(tables: &[Table<'_>]) -> Vec<Held> {
    let mut all = Vec::new();
    for table in tables.iter().filter(|t| t.has("office")) {
        for row in &table.rows {
            let name = table.cell(row, "name");
            for office in table.list(row, "office") {
                all.push(Held {
                    country: table.cell(row, "country").to_owned(),
                    office: office.to_owned(),
                    title: table.cell(row, "title").to_owned(),
                    name: name.to_owned(),
                    names: std::iter::once(name)
                        .chain(table.list(row, "aliases"))
                        .map(str::to_owned)
                        .collect(),
                    start: Bounds::new(table.cell(row, "start")),
                    end: Bounds::new(table.cell(row, "end")),
                    at: format!("{}:{}", table.name, row.line),
                });
            }
        }
    }
    all
}

/// Terms that end before they start, and two that held one office on the same days, however exact their dates are.
pub(super) fn faults(held: &[Held], faults: &mut Vec<String>) {
    let mut by_office: BTreeMap<(&str, &str, &str), Vec<&Held>> = BTreeMap::new();
    for term in held {
        if let (Some(start), Some(end)) = (term.start.first, term.end.last)
            && end < start
        {
            faults.push(format!("{}: {} ends before it starts", term.at, term.name));
        }
        if OFFICES.contains(&term.office.as_str()) {
            let key = (
                term.country.as_str(),
                term.office.as_str(),
                term.title.as_str(),
            );
            by_office.entry(key).or_default().push(term);
        }
    }
    for ((country, office, _), terms) in by_office {
        for (i, one) in terms.iter().enumerate() {
            for other in &terms[i + 1..] {
                // Both surely held it: from the later of their last possible starts to the earlier of the first ends.
                let start = one.start.last.max(other.start.last);
                let open = Date::new(UNTIL, 12, 31);
                let end = one.end.first.or(open).min(other.end.first.or(open));
                let days = start.zip(end).map_or(0, |(s, e)| days(s, e));
                if days > 1 && one.name != other.name {
                    faults.push(format!(
                        "{}: {} and {} ({}) are {office} of {country} at the same time, for {days} days",
                        other.at, other.name, one.name, one.at
                    ));
                }
            }
        }
    }
}

/// Time without a known holder, by office.
pub(super) fn gaps(held: &[Held]) -> BTreeMap<&'static str, Vec<Gap>> {
    let mut states: Vec<&str> = plover::CountryCode::all()
        .filter(|c| c.is_country() && c.cow().is_some())
        .map(plover::CountryCode::as_str)
        .collect();
    states.sort_unstable();
    let mut all: BTreeMap<&'static str, Vec<Gap>> = BTreeMap::new();
    for &office in OFFICES {
        for &country in &states {
            if WITHOUT.contains(&(country, office)) {
                continue;
            }
            let since = SINCE
                .iter()
                .find(|(c, _)| *c == country)
                .map_or(FROM, |s| s.1);
            let (Some(mut known), Some(until)) = (Date::new(since, 12, 31), Date::new(UNTIL, 1, 1))
            else {
                continue;
            };
            let mut terms: Vec<&Held> = held
                .iter()
                .filter(|t| t.country == country && t.office == office)
                .collect();
            terms.sort_by_key(|t| t.start.first);
            let gaps = all.entry(office).or_default();
            for term in terms {
                let start = term.start.first.unwrap_or(known).min(until);
                if days(known, start) > SHORT {
                    gaps.push(Gap {
                        country: country.to_owned(),
                        from: known,
                        until: start,
                    });
                }
                known = known.max(term.end.last.unwrap_or(until));
            }
            if days(known, until) > SHORT {
                gaps.push(Gap {
                    country: country.to_owned(),
                    from: known,
                    until,
                });
            }
        }
    }
    all
}
