//! CAMEO, which GDELT and ICEWS speak: what PLOVER makes of its codes, and back.
//!
//! `data/cameo.tsv` follows the manual's crosswalk, without the modes and contexts that the manual itself lacks, and says
//! of each type and mode which code exports write for it ([`cameo`]) and whether that code says just as much. Codes
//! are strings: `042` and `42` are not the same thing, and the leading zero is lost so easily that a code without it is
//! no code here. Sectors and bodies of no country have their codes in `data/cameo_sectors.tsv` ([`sector`], [`body`]).
//! CAMEO's words stay in this module.

use std::sync::LazyLock;

use crate::codegen::rows;
use crate::{Context, CountryCode, EventType, Mode, Sector};

const DATA: &str = include_str!("../data/cameo.tsv");
const SECTORS: &str = include_str!("../data/cameo_sectors.tsv");

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

/// The CAMEO code that a PLOVER act goes back to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cameo {
    /// Three or four digits.
    pub code: &'static str,
    /// CAMEO's name of it.
    pub name: &'static str,
    /// Goldstein's score.
    pub goldstein: f64,
    /// The quad of GDELT's files.
    pub quad: u8,
    /// Whether the code says less, or more, than the type and mode did.
    pub lossy: bool,
}

/// How CAMEO's actor codes name a sector, or a body of no country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorCode {
    /// Type code, such as `GOV`; none where CAMEO has none.
    pub kind: Option<&'static str>,
    /// Code of a known group, such as `UNO`.
    pub group: Option<&'static str>,
    /// Whether that says less, or more, than PLOVER's code does.
    pub lossy: bool,
}

struct Row {
    code: &'static str,
    event: Option<EventType>,
    mode: Option<Mode>,
    reversed: bool,
    goldstein: f64,
    quad: u8,
    back: Vec<Back>,
    name: &'static str,
}

/// An act that goes back to a code.
struct Back {
    event: EventType,
    mode: Option<Mode>,
    context: Option<Context>,
    lossy: bool,
}

impl Back {
    /// `TYPE`, `TYPE:mode` or `TYPE:mode+context`, and `~` where it is not just that.
    fn parse(text: &str) -> Option<Self> {
        let (text, lossy) = text.strip_suffix('~').map_or((text, false), |t| (t, true));
        let (text, context) = match text.split_once('+') {
            Some((text, context)) => (text, Some(Context::parse(context)?)),
            None => (text, None),
        };
        let (event, mode) = match text.split_once(':') {
            Some((event, mode)) => (event, Some(mode)),
            None => (text, None),
        };
        let event = EventType::parse(event)?;
        let mode = match mode {
            Some(mode) => Some(Mode::parse(event, mode)?),
            None => None,
        };
        Some(Self {
            event,
            mode,
            context,
            lossy,
        })
    }
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| rows(DATA).filter_map(|c| row(&c)).collect());

/// A row of the table; none if one of its words is unknown.
fn row(cells: &[&'static str]) -> Option<Row> {
    let &[code, event, mode, reversed, goldstein, quad, back, name] = cells else {
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
    let back = match back {
        "-" => Vec::new(),
        all => all.split(' ').map(Back::parse).collect::<Option<_>>()?,
    };
    Some(Row {
        code,
        event,
        mode,
        reversed: reversed == "r",
        goldstein: goldstein.parse().ok()?,
        quad: quad.parse().ok()?,
        back,
        name,
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

/// Goldstein's score of a CAMEO code as ICEWS has it: of the code itself where the table has it, else of the longest one
/// that it begins with.
///
/// Producers differ in some codes; nothing here is exact for a code that has no line of its own.
pub fn goldstein(code: &str) -> Option<f64> {
    lines(code).next().map(|r| r.goldstein)
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

/// The CAMEO code that exports write for an act of this type, mode and contexts.
///
/// ```
/// use plover::{Context, EventType, Mode, crosswalk::cameo};
/// let visit = cameo(EventType::Consult, Some(Mode::CONSULT_VISIT), &[]);
/// assert_eq!((visit.code, visit.goldstein, visit.lossy), ("042", 1.9, false));
/// // CAMEO has no resignations: they go where their type goes, and a reader of the export has to know.
/// let resigned = cameo(EventType::Retreat, Some(Mode::RETREAT_RESIGN), &[]);
/// assert_eq!((resigned.code, resigned.lossy), ("080", true));
/// // An embargo, or a curfew that is not called one: the context tells.
/// let restrict = |contexts| cameo(EventType::Coerce, Some(Mode::COERCE_RESTRICT), contexts).code;
/// assert_eq!((restrict(&[Context::Economic][..]), restrict(&[])), ("163", "172"));
/// ```
pub fn cameo(event: EventType, mode: Option<Mode>, contexts: &[Context]) -> Cameo {
    let find = |mode: Option<Mode>, in_context: bool| {
        TABLE.iter().find_map(|row| {
            let fits = |b: &&Back| {
                let context = b.context.is_some_and(|c| contexts.contains(&c));
                b.event == event
                    && b.mode == mode
                    && context == in_context
                    && b.context.is_some() == in_context
            };
            Some((row, row.back.iter().find(fits)?.lossy))
        })
    };
    let own = find(mode, true).or_else(|| find(mode, false));
    let (row, lossy) = match own {
        Some(found) => found,
        // A mode that no code has.
        None => match find(None, false) {
            Some((row, _)) => (row, true),
            None => (&TABLE[0], true),
        },
    };
    Cameo {
        code: row.code,
        name: row.name,
        goldstein: row.goldstein,
        quad: row.quad,
        lossy,
    }
}

/// A CAMEO code that a rule gives for an act of this type itself, which says more than type and mode do; none where it is
/// no code, is of another type, or has the parties the other way round.
///
/// ```
/// use plover::{EventType, crosswalk::own};
/// // Ties broken off, or aid stopped: both are SANCTION discontinue.
/// let named = |code, event| own(code, event).map(|c| (c.code, c.goldstein, c.lossy));
/// assert_eq!(named("161", EventType::Sanction), Some(("161", -4.0, false)));
/// assert_eq!(named("162", EventType::Consult), None);
/// // To host a visit is a visit by the other.
/// assert_eq!(named("043", EventType::Consult), None);
/// ```
pub fn own(code: &str, event: EventType) -> Option<Cameo> {
    let row = TABLE.iter().find(|row| row.code == code)?;
    let of = lines(code).find_map(|row| row.event);
    (of == Some(event) && code.len() > 2 && !row.reversed).then_some(Cameo {
        code: row.code,
        name: row.name,
        goldstein: row.goldstein,
        quad: row.quad,
        lossy: false,
    })
}

/// How CAMEO's actor codes name a sector.
///
/// ```
/// use plover::{Sector, crosswalk::sector};
/// // MED is PLOVER's code of health workers, and CAMEO's of the media.
/// assert_eq!((sector(Sector::Jrn).kind, sector(Sector::Med).kind), (Some("MED"), Some("HLH")));
/// assert!(sector(Sector::Pty).lossy);
/// ```
pub fn sector(sector: Sector) -> ActorCode {
    actor_code(sector.as_str())
}

/// How CAMEO's actor codes name a body of no country.
///
/// ```
/// use plover::{CountryCode, crosswalk::body};
/// let named = |code| CountryCode::parse(code).map(body).map(|c| (c.kind, c.group));
/// assert_eq!(named("UNO"), Some((Some("IGO"), Some("UNO"))));
/// ```
pub fn body(code: CountryCode) -> ActorCode {
    actor_code(code.as_str())
}

static ACTORS: LazyLock<Vec<(&'static str, ActorCode)>> = LazyLock::new(|| {
    let known = |cell: &'static str| Some(cell).filter(|c| *c != "-");
    rows(SECTORS)
        .filter_map(|cells| match *cells {
            [code, kind, group, loss, _] => Some((
                code,
                ActorCode {
                    kind: known(kind),
                    group: known(group),
                    lossy: loss == "~",
                },
            )),
            _ => None,
        })
        .collect()
});

fn actor_code(code: &str) -> ActorCode {
    let found = ACTORS.iter().find(|(known, _)| *known == code);
    found.map_or(
        ActorCode {
            kind: None,
            group: None,
            lossy: true,
        },
        |(_, actor)| *actor,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_in_order() {
        assert_eq!(TABLE.len(), rows(DATA).count());
        assert!(TABLE.is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(TABLE.iter().filter(|r| r.code.len() == 2).count(), 20);
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
    fn what_is_not_said_to_be_lossy_comes_back_as_it_was() {
        for &event in EventType::ALL {
            let economic = [Context::Economic];
            for mode in event.modes().map(Some).chain([None]) {
                for contexts in [&economic[..], &[]] {
                    let code = cameo(event, mode, contexts);
                    assert!(code.code.len() > 2 && !code.name.is_empty(), "{code:?}");
                    let back = plover(code.code);
                    let same = back.is_some_and(|b| (b.event, b.mode) == (event, mode));
                    assert!(same || code.lossy, "{event} {mode:?} {code:?} {back:?}");
                    assert!(back.is_some_and(|b| !b.reversed), "{code:?}");
                }
            }
        }
    }

    #[test]
    fn no_act_goes_back_to_two_codes() {
        let all: Vec<&Back> = TABLE.iter().flat_map(|r| &r.back).collect();
        for (i, a) in all.iter().enumerate() {
            let twice = all
                .iter()
                .skip(i + 1)
                .any(|b| (a.event, a.mode, a.context) == (b.event, b.mode, b.context));
            assert!(!twice, "{} {:?}", a.event, a.mode);
        }
    }

    #[test]
    fn every_sector_and_body_has_its_line_in_order() {
        assert!(ACTORS.is_sorted_by(|a, b| a.0 < b.0));
        let bodies = CountryCode::all().filter(|c| !c.is_country());
        let codes: Vec<&str> = bodies.map(CountryCode::as_str).collect();
        let sectors = Sector::ALL.iter().map(|s| s.as_str());
        let mut wanted: Vec<&str> = sectors.chain(codes).collect();
        wanted.sort_unstable();
        let lines: Vec<&str> = ACTORS.iter().map(|(code, _)| *code).collect();
        assert_eq!(lines, wanted);
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
