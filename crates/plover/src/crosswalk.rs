//! CAMEO, which GDELT and ICEWS speak: what PLOVER makes of its codes, and back to its roots.
//!
//! `data/cameo.tsv` follows the manual's crosswalk, without the modes and contexts that the manual itself lacks. Codes
//! are strings: `042` and `42` are not the same thing, and the leading zero is lost so easily that a code without it is
//! no code here. CAMEO's words stay in this module.

use std::sync::LazyLock;

use crate::codegen::rows;
use crate::{EventType, Mode};

const DATA: &str = include_str!("../data/cameo.tsv");

/// What PLOVER makes of a CAMEO code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    /// The type.
    pub event: EventType,
    /// The mode, where the code decides it.
    pub mode: Option<Mode>,
    /// Whether CAMEO's source is PLOVER's recipient: 043, to host a visit, is a visit by the target.
    pub reversed: bool,
}

struct Row {
    code: &'static str,
    event: Option<EventType>,
    mode: Option<Mode>,
    reversed: bool,
    goldstein: Option<f64>,
    quad: u8,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| rows(DATA).filter_map(|c| row(&c)).collect());

/// A row of the table; none if one of its words is unknown.
fn row(cells: &[&'static str]) -> Option<Row> {
    let &[code, event, mode, reversed, goldstein, quad] = cells else {
        return None;
    };
    let event = match event {
        "-" => None,
        name => Some(EventType::parse(name)?),
    };
    let mode = match mode {
        "-" => None,
        name => Some(Mode::parse(event?, name)?),
    };
    let goldstein = match goldstein {
        "" => None,
        number => Some(number.parse().ok()?),
    };
    Some(Row {
        code,
        event,
        mode,
        reversed: reversed == "r",
        goldstein,
        quad: quad.parse().ok()?,
    })
}

/// The lines of a code, from its own to its root's.
fn lines(code: &str) -> impl Iterator<Item = &'static Row> {
    let code = code.to_owned();
    let valid = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    (2..=code.len())
        .rev()
        .filter(move |_| valid)
        .filter_map(move |n| {
            let begin = code.get(..n)?;
            TABLE.iter().find(|r| r.code == begin)
        })
}

/// The PLOVER type of a CAMEO code of two to four digits; none where the manual dropped it (01, 02), or it is no code.
///
/// ```
/// use plover::{EventType, Mode, crosswalk};
/// let hosting = crosswalk::plover("043").unwrap();
/// assert_eq!((hosting.mode, hosting.reversed), (Some(Mode::CONSULT_VISIT), true));
/// assert_eq!(crosswalk::plover("0872").unwrap().event, EventType::Retreat);
/// assert_eq!(crosswalk::plover("010"), None);
/// assert_eq!(crosswalk::plover("43"), None);
/// ```
pub fn plover(code: &str) -> Option<Counterpart> {
    let row = lines(code).next()?;
    Some(Counterpart {
        event: row.event?,
        mode: row.mode,
        reversed: row.reversed,
    })
}

/// Goldstein's score of a CAMEO code as ICEWS has it: of the code itself where the table has it, else of its root.
///
/// Producers differ in some codes; nothing here is exact for a code below a root that has no line of its own.
pub fn goldstein(code: &str) -> Option<f64> {
    lines(code).find_map(|r| r.goldstein)
}

/// The quad that GDELT's files give a CAMEO code. It is not PLOVER's: roots 09 and 14 differ.
pub fn gdelt_quad(code: &str) -> Option<u8> {
    lines(code).next().map(|r| r.quad)
}

/// The CAMEO root that a PLOVER type goes back to: two digits.
///
/// A way back is a choice where several roots became one type: ACCUSE goes to 11 (not 09), ASSAULT to 18 (not 19 or 20),
/// REQUEST to 10 (02, to appeal, was dropped), CONCEDE and RETREAT both to 08.
///
/// ```
/// use plover::{EventType, crosswalk};
/// assert_eq!(crosswalk::root(EventType::Retreat), "08");
/// assert_eq!(crosswalk::goldstein(crosswalk::root(EventType::Consult)), Some(1.0));
/// ```
pub const fn root(event: EventType) -> &'static str {
    match event {
        EventType::Agree => "03",
        EventType::Consult => "04",
        EventType::Support => "05",
        EventType::Cooperate => "06",
        EventType::Aid => "07",
        EventType::Concede | EventType::Retreat => "08",
        EventType::Request => "10",
        EventType::Accuse => "11",
        EventType::Reject => "12",
        EventType::Threaten => "13",
        EventType::Protest => "14",
        EventType::Mobilize => "15",
        EventType::Sanction => "16",
        EventType::Coerce => "17",
        EventType::Assault => "18",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_in_order() {
        assert_eq!(TABLE.len(), rows(DATA).count());
        assert!(TABLE.is_sorted_by(|a, b| a.code < b.code));
        let roots = TABLE.iter().filter(|r| r.code.len() == 2);
        let scored = roots.clone().filter(|r| r.goldstein.is_some()).count();
        assert_eq!((roots.count(), scored), (20, 20));
        for row in TABLE.iter() {
            let root = row.code.get(..2).and_then(gdelt_quad);
            assert_eq!(root, Some(row.quad), "{}", row.code);
        }
    }

    #[test]
    fn roots_go_back_to_their_type() {
        for &event in EventType::ALL {
            let back = plover(root(event)).map(|c| c.event);
            let wanted = match event {
                EventType::Retreat => EventType::Concede,
                other => other,
            };
            assert_eq!(back, Some(wanted), "{event}");
        }
    }

    #[test]
    fn exceptions_to_the_roots() {
        use EventType as E;
        for (code, event) in [
            ("080", Some(E::Concede)),
            ("0812", Some(E::Concede)),
            ("0813", Some(E::Retreat)),
            ("083", Some(E::Concede)),
            ("0871", Some(E::Retreat)),
            ("09", Some(E::Accuse)),
            ("112", Some(E::Accuse)),
            ("162", Some(E::Sanction)),
            ("163", Some(E::Coerce)),
            ("1711", Some(E::Coerce)),
            ("1712", Some(E::Assault)),
            ("175", Some(E::Assault)),
            ("190", Some(E::Assault)),
            ("191", Some(E::Coerce)),
            ("192", Some(E::Coerce)),
            ("204", Some(E::Assault)),
            ("01", None),
            ("0234", None),
            ("21", None),
            ("", None),
            ("0", None),
            ("4", None),
            ("04a", None),
            ("04211", None),
            ("é1", None),
        ] {
            assert_eq!(plover(code).map(|c| c.event), event, "{code}");
        }
    }

    #[test]
    fn scores_and_quads_of_the_producers() {
        assert_eq!(goldstein("042"), Some(1.9));
        assert_eq!(goldstein("057"), Some(8.0));
        assert_eq!(goldstein("1031"), Some(-5.0));
        assert_eq!((gdelt_quad("091"), gdelt_quad("141")), (Some(2), Some(3)));
        assert_eq!(goldstein("99"), None);
    }
}
