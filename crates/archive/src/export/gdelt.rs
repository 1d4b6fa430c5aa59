//! GDELT 2.0 Events: 61 columns without a header.

use std::io::{self, Write};

use plover::{CountryCode, Date, Entity, crosswalk};

use super::act::{Act, name};
use super::notes::Notes;
use super::tsv::Line;

pub(super) const CONVENTIONS: &[&str] = &[
    "GDELT 2.0 Events, 61 columns, tabs between, no header, UTF-8, no quotation; GDELT's own files end in .CSV. Tabs and \
     line ends in a value become a space, double quotes single ones. What is not known is empty; a place that is not known \
     has type 0.",
    "A happening is a row for each two of its parties; where several act together and upon nobody, each of them upon each \
     other. A visit is one row (042): there is no 043 beside it.",
    "GLOBALEVENTID is a number of 63 bits made of the happening and the two parties: the same in every export, and in \
     gdelt-mentions. It is none of GDELT's own.",
    "Codes, GoldsteinScale and QuadClass are of the code of the rule that named the act, where it has one, or else follow data/cameo.tsv: the code of the PLOVER view of act and status, with leading \
     zeros; the quads are those of GDELT's files, in which root 09 is 2 and root 14 is 3, unlike PLOVER's.",
    "NumMentions counts coded events, NumArticles articles, NumSources independent ones: copies of a text, and articles of \
     one publisher, count once. They do not freeze after 15 minutes. IsRootEvent: an article's first paragraph tells of it.",
    "SQLDATE is empty where the day is not known; MonthYear and Year have what is. FractionDate is (30 (month - 1) + day) / \
     365 after the year, as in GDELT's files. DATEADDED is the day of the first article, at 000000, not when it was added.",
    "Actor codes are a country of ISO 3166-1 alpha-3 and CAMEO's types (data/cameo_sectors.tsv). Ethnic and religious codes, \
     the tone, and the actors' own places are not known.",
    "ActionGeo_CountryCode is FIPS 10-4. ADM1Code and FeatureID are filled for countries only, ADM2Code nowhere: the record \
     has GeoNames' ids, not GNS'.",
    "SOURCEURL is the address of the report that founded the happening, or its publisher.",
];

pub(super) fn write(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let Some((view, pairs)) = super::rows(act, notes) else {
        return Ok(());
    };
    for pair in pairs {
        let code = super::cameo(act, view, notes);
        let mut line = Line::default();
        line.maybe(Some(act.number(pair)));
        date(&mut line, act, notes);
        side(&mut line, pair.0, notes);
        side(&mut line, pair.1, notes);
        line.cell(if act.lead { "1" } else { "0" });
        line.cell(code.code);
        line.maybe(code.code.get(..3));
        line.maybe(code.code.get(..2));
        line.maybe(Some(code.quad));
        line.cell(&format!("{:.1}", code.goldstein));
        line.maybe(Some(act.row.events));
        line.maybe(Some(act.row.sources));
        line.maybe(Some(act.row.articles));
        line.empty(1);
        for _ in 0..2 {
            line.cell("0");
            line.empty(7);
        }
        place(&mut line, act, notes);
        line.maybe(act.told.map(stamp));
        let report = &act.founder;
        let url = report.event.cite_info.url.as_deref();
        line.cell(url.unwrap_or(&report.source));
        notes.rows += 1;
        line.end(out)?;
    }
    Ok(())
}

/// A day as a point in time, to the second.
pub(super) fn stamp(day: Date) -> String {
    format!("{}000000", digits(day))
}

fn digits(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The four columns of the date.
fn date(line: &mut Line, act: &Act, notes: &mut Notes) {
    let day = super::exact_day(act, notes);
    line.maybe(day.map(digits));
    let months = act
        .days
        .filter(|(a, b)| (a.year(), a.month()) == (b.year(), b.month()));
    line.maybe(months.map(|(a, _)| format!("{:04}{:02}", a.year(), a.month())));
    let years = act.days.filter(|(a, b)| a.year() == b.year());
    line.maybe(years.map(|(a, _)| a.year()));
    line.maybe(day.map(|d| {
        let share = f64::from(30 * (i32::from(d.month()) - 1) + i32::from(d.day())) / 365.0;
        let text = format!("{:.4}", f64::from(d.year()) + share);
        text.trim_end_matches('0').to_owned()
    }));
}

/// The ten columns of an actor.
fn side(line: &mut Line, party: Option<&Entity>, notes: &mut Notes) {
    let Some(party) = party else {
        line.empty(10);
        return;
    };
    let country = party.code.filter(|c| c.is_country());
    let body = party.code.filter(|c| !c.is_country()).map(crosswalk::body);
    let sectors = party.sector.iter().map(|s| crosswalk::sector(*s));
    let mut types: Vec<&str> = Vec::new();
    for code in body.into_iter().chain(sectors) {
        if code.lossy {
            notes.lose("a sector, or body of no country, that CAMEO lacks or has less exactly");
        }
        types.extend(code.kind.filter(|k| !types.contains(k)));
    }
    if types.len() > 3 {
        notes.lose("an actor has more than three sectors");
        types.truncate(3);
    }
    let group = body.and_then(|b| b.group);
    // GDELT puts the European Union's code among the countries.
    let place = country.or(party.code.filter(|c| c.as_str() == "EUR"));
    let code = match country {
        Some(country) => format!("{country}{}", types.concat()),
        None => {
            let (first, rest) = types.split_first().map_or(("", &[][..]), |(f, r)| (*f, r));
            let place = place.map_or("", CountryCode::as_str);
            format!(
                "{first}{place}{}{}",
                group.unwrap_or_default(),
                rest.concat()
            )
        }
    };
    line.cell(&code);
    line.cell(&name(party).to_uppercase());
    line.maybe(place.map(CountryCode::as_str));
    line.maybe(group);
    line.empty(3);
    for i in 0..3 {
        line.maybe(types.get(i));
    }
}

/// The eight columns of the place.
fn place(line: &mut Line, act: &Act, notes: &mut Notes) {
    let known = act.place.as_ref().and_then(|p| Some((p, p.resolution?)));
    let Some((place, resolution)) = known else {
        if act.place.is_some() {
            notes.lose("a place that is no country, division or town has no type there");
        }
        line.cell("0");
        line.empty(7);
        return;
    };
    let fips = place.country_code.and_then(CountryCode::fips);
    let states = fips == Some("US");
    let (kind, parts) = match resolution {
        1 => ("1", vec![]),
        2 | 3 if place.city.is_none() => (if states { "2" } else { "5" }, vec![&place.province]),
        _ => (
            if states { "3" } else { "4" },
            vec![&place.city, &place.province],
        ),
    };
    let country = place.country_code.map(CountryCode::name);
    let country = place.country.as_deref().or(country);
    let mut names: Vec<&str> = parts.into_iter().filter_map(Option::as_deref).collect();
    if names.is_empty() && kind != "1" {
        names.extend(place.resolved_place.as_deref());
    }
    names.extend(country);
    line.cell(kind);
    line.cell(&names.join(", "));
    line.maybe(fips);
    line.maybe(fips.filter(|_| kind == "1"));
    line.empty(1);
    line.maybe(place.lat);
    line.maybe(place.lon);
    line.maybe(fips.filter(|_| kind == "1"));
}
