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
