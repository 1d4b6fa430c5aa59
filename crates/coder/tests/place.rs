//! The cases of `place/cases.md`: text in, places out.

use std::fmt::Write as _;

use coder::actor::Registry;
use coder::place::{self, Gazetteer};

#[test]
fn places_are_found_and_told_apart() {
    let parser = syntax::Parser::standard();
    let registry = Registry::embedded();
    let mut faults = String::new();
    for case in include_str!("place/cases.md").split("\n## ").skip(1) {
        let mut lines = case.lines().filter(|l| !l.is_empty());
        let title = lines.next().unwrap_or_default();
        let text: Vec<&str> = lines.clone().filter_map(|l| l.strip_prefix("> ")).collect();
        let text = text.join(" ");
        let wanted: Vec<&str> = lines.filter(|l| !l.starts_with('>')).collect();
        let (document, _) = parser.parse(&text);
        let found: Vec<String> = place::find(&registry, &document)
            .iter()
            .map(|m| describe(m.span.of(&document.text), m.place))
            .collect();
        if found != wanted {
            let _ = writeln!(faults, "{title}\n  wanted {wanted:?}\n  found  {found:?}");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn describe(words: &str, place: Option<place::PlaceId>) -> String {
    let gazetteer = Gazetteer::embedded();
    let Some(place) = place else {
        return format!("{words} ?");
    };
    let country = gazetteer.country(place);
    let country = country.map_or("-", plover::CountryCode::as_str);
    let (name, code) = (gazetteer.name(place), gazetteer.code(place));
    format!("{words} = {name} {code} {country}")
}

#[test]
fn the_file_is_what_the_spelling_writes() {
    let gazetteer = Gazetteer::embedded();
    for (name, id) in [
        ("Łódź", 3_093_133),
        ("Port-au-Prince", 3_718_426),
        ("Cox's Bazar", 1_336_134),
        ("Baghdad", 98_182),
        ("Ciudad Juarez", 4_013_708),
    ] {
        let found = gazetteer.named(name);
        assert!(
            found.iter().any(|f| gazetteer.geonameid(f.0) == Some(id)),
            "{name}: not found; the file was written with another spelling: cargo xtask gazetteer"
        );
    }
}

#[test]
fn every_country_of_the_ontology_that_people_live_in_has_a_place() {
    let gazetteer = Gazetteer::embedded();
    for code in plover::CountryCode::all().filter(|c| c.cow().is_some()) {
        let place = gazetteer.of_country(code);
        assert!(place.is_some(), "{code}");
        let (lat, lon) = place.map_or((0.0, 0.0), |p| gazetteer.point(p));
        assert!(
            (-56.0..72.0).contains(&lat) && (-180.0..180.0).contains(&lon),
            "{code}"
        );
    }
}

#[test]
fn every_other_name_of_a_place_is_one_of_a_place_that_is_known() {
    let gazetteer = Gazetteer::embedded();
    let table = include_str!("../data/places/names.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[name, of, code, country] = cells.as_slice() else {
            panic!("{row}: not four cells");
        };
        let known = gazetteer.named(name).into_iter().any(|(place, _)| {
            let here = gazetteer.country(place).map(plover::CountryCode::as_str);
            gazetteer.code(place) == code && here == Some(country)
        });
        assert!(
            known,
            "{name}: the gazetteer has no {code} {of} in {country}"
        );
    }
}

#[test]
fn a_country_stands_where_encyclopedias_have_it() {
    let gazetteer = Gazetteer::embedded();
    for (code, wanted) in [
        ("AUS", (-25.0, 133.0)),
        ("BRA", (-10.0, -52.0)),
        ("CAN", (60.0, -95.0)),
        ("CHN", (35.0, 103.0)),
        ("FJI", (-18.0, 179.0)),
        ("RUS", (60.0, 90.0)),
        ("USA", (40.0, -100.0)),
    ] {
        let place = plover::CountryCode::parse(code).and_then(|c| gazetteer.of_country(c));
        let point = place.map_or((0.0, 0.0), |p| gazetteer.point(p));
        assert!(place::kilometres(point, wanted) < 20.0, "{code}: {point:?}");
    }
}
