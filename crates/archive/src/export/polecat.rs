//! POLECAT's 40 columns, as its yearly files have them.

use std::io::{self, Write};

use plover::{CountryCode, Entity};

use super::act::{Act, name};
use super::notes::Notes;
use super::tsv::Line;

pub(super) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// What POLECAT writes for a party, or a piece of one, that is not known.
const NONE: &str = "None";

pub(super) const CONVENTIONS: &[&str] = &[
    "POLECAT, 40 columns and a header, tabs between, UTF-8, no quotation; the column is called Intensity, and no file has \
     extra columns. Tabs and line ends in a value become a space, double quotes single ones.",
    "A happening is one row; several parties of a side, their countries, numbers and sectors are lists with '; ' between, \
     in the same order. What is not known of a party is None, as in POLECAT; other cells are empty.",
    "Actor Sectors and Recipient Sectors have the sectors of one party with ',' between. Countries are ISO 3166-1 alpha-3, \
     and PLOVER's codes of bodies of no country.",
    "Event Type and Event Mode are the PLOVER view of act and status, without auxiliary mode.",
    "Wikipedia ids, and the people, organizations and locations of the story, are not known: Legation has Wikidata's ids.",
    "Source, Publication Date and Language are of the report that founded the happening.",
];

pub(super) fn write(act: &Act, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    let Some(view) = super::view(act, notes) else {
        return Ok(());
    };
    let day = super::exact_day(act, notes);
    if view.aux_mode.is_some() {
        notes.lose("an act to come has no mark of it: the format has no auxiliary modes");
    }
    let wikidata = |side: &[Entity]| side.iter().any(|e| e.identifier_id.is_some());
    if wikidata(&act.actor) || wikidata(&act.recipient) {
        notes.lose("a party's Wikidata id has no column");
    }
    let contexts: Vec<&str> = act.context.iter().map(|c| c.as_str()).collect();
    let mut line = Line::default();
    line.cell(&act.row.id);
    line.maybe(day);
    line.cell(view.event.as_str());
    line.cell(view.mode.map_or("", plover::Mode::as_str));
    line.cell(&format!("{:.1}", view.scale()));
    line.cell(match view.quad() {
        plover::Quad::VerbalCooperation => "VERBAL COOPERATION",
        plover::Quad::MaterialCooperation => "MATERIAL COOPERATION",
        plover::Quad::VerbalConflict => "VERBAL CONFLICT",
        plover::Quad::MaterialConflict => "MATERIAL CONFLICT",
    });
    line.cell(&contexts.join("; "));
    side(&mut line, &act.actor);
    side(&mut line, &act.recipient);
    place(&mut line, act);
    let report = &act.founder;
    let cite = &report.event.cite_info;
    line.cell(&report.source);
    line.maybe(report.published);
    line.empty(3);
    line.maybe(cite.language.as_deref());
    line.cell(&report.event.coder);
    notes.rows += 1;
    line.end(out)
}

/// The eight columns of a side.
fn side(line: &mut Line, all: &[Entity]) {
    let mut list = |of: &dyn Fn(&Entity) -> Option<String>| {
        let known: Vec<String> = all
            .iter()
            .map(|e| of(e).filter(|t| !t.is_empty()).unwrap_or(NONE.to_owned()))
            .collect();
        let empty = known.iter().all(|k| k == NONE);
        line.cell(&if empty {
            NONE.to_owned()
        } else {
            known.join("; ")
        });
    };
    list(&|e| Some(name(e).replace(';', ",")));
    list(&|e| e.code.map(|c| c.as_str().to_owned()));
    list(&|e| e.code.and_then(CountryCode::cow).map(|c| c.to_string()));
    list(&|e| e.sector.first().map(|s| s.as_str().to_owned()));
    list(&|e| {
        let sectors: Vec<&str> = e.sector.iter().map(|s| s.as_str()).collect();
        Some(sectors.join(","))
    });
    list(&|e| {
        e.office
            .clone()
            .or(e.role.clone())
            .map(|t| t.replace(';', ","))
    });
    list(&|e| Some(e.entity_text.replace(';', ",")));
    list(&|_| None);
}

/// The ten columns of the place.
fn place(line: &mut Line, act: &Act) {
    let Some(place) = &act.place else {
        line.empty(10);
        return;
    };
    line.maybe(place.resolved_place.as_deref());
    line.maybe(place.city.as_deref());
    line.maybe(place.district.as_deref());
    line.maybe(place.province.as_deref());
    line.maybe(place.country_code.map(CountryCode::as_str));
    line.maybe(place.lat);
    line.maybe(place.lon);
    line.maybe(place.geonameid.as_deref());
    line.cell(&place.extracted_place);
    line.maybe(place.feature_code.as_deref());
}
