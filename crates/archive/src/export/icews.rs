//! ICEWS' 20 columns.

use std::io::{self, Write};

use plover::Entity;

use super::act::{Act, name, number};
use super::notes::Notes;
use super::tsv::Line;

pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) const CONVENTIONS: &[&str] = &[
    "ICEWS, 20 columns and a header, tabs between, UTF-8, no quotation. Tabs and line ends in a value become a space, \
     double quotes single ones. What is not known is empty.",
    "A happening is a row for each two of its parties: who acts is the source, who is acted upon the target; where several \
     act together and upon nobody, each of them upon each other. A visit is one row (042): there is no 043 beside it.",
    "Event ID is a number of 63 bits made of the happening and the two parties; Story ID of the article. Read them as 64-bit \
     integers or as text. An event id comes once, unlike in ICEWS.",
    "CAMEO Code, Event Text and Intensity are of the code of the rule that named the act, where it has one, or else follow data/cameo.tsv: the code of the PLOVER view of act and status, CAMEO's name \
     of it, Goldstein's score as ICEWS has it. The code is text with leading zeros.",
    "Sectors are PLOVER's codes, not ICEWS' list; a list has ',' between. Sentences are counted from 1.",
    "Story ID, Sentence Number and Publisher are of the report that founded the happening.",
];

pub(super) fn write(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let Some((view, pairs)) = super::rows(act, notes) else {
        return Ok(());
    };
    for pair in pairs {
        let code = super::cameo(act, view, notes);
        let day = super::exact_day(act, notes);
        let mut line = Line::default();
        line.maybe(Some(act.number(pair)));
        line.maybe(day);
        side(&mut line, pair.0);
        line.cell(code.name);
        line.cell(code.code);
        line.cell(&format!("{:.1}", code.goldstein));
        side(&mut line, pair.1);
        let report = &act.founder.event;
        line.maybe(Some(number(&[&report.article])));
        line.maybe(Some(report.text_info.sequence + 1));
        line.cell(&act.founder.source);
        match &act.place {
            None => line.empty(6),
            Some(place) => {
                line.maybe(place.city.as_deref());
                line.maybe(place.district.as_deref());
                line.maybe(place.province.as_deref());
                let country = place.country_code.map(plover::CountryCode::name);
                line.maybe(place.country.as_deref().or(country));
                line.maybe(place.lat);
                line.maybe(place.lon);
            }
        }
        notes.rows += 1;
        line.end(out)?;
    }
    Ok(())
}

fn side(line: &mut Line, party: Option<&Entity>) {
    let Some(party) = party else {
        line.empty(3);
        return;
    };
    let sectors: Vec<&str> = party.sector.iter().map(|s| s.as_str()).collect();
    let country = party.code.filter(|c| c.is_country());
    line.cell(name(party));
    line.cell(&sectors.join(","));
    line.maybe(country.map(plover::CountryCode::name));
}
