//! The PLOVER view of a record: what the manual would count a planned, cancelled or denied act as.
//!
//! One table, `data/fold.tsv`, whose lines say which of them are the manual's rules and which are ours. The coder never
//! uses it: a record says what the text says. Exports and the manual's readers do.
//!
//! Where the view has another type, that type stands for the status too. Where it keeps the type, the status goes along
//! as [`AuxMode`]. An act that did not happen has no place in the view; who wants it with the manual's `negation` or
//! `hypothetical` all the same has [`AuxMode::of`].

use std::sync::LazyLock;

use crate::codegen::rows;
use crate::{AuxMode, Event, EventType, Mode, Quad, Status};

const DATA: &str = include_str!("../data/fold.tsv");

/// What a record counts as in the PLOVER view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The type.
    pub event: EventType,
    /// The mode, if it has one.
    pub mode: Option<Mode>,
    /// The manual's aspect that the folding leaves.
    pub aux_mode: Option<AuxMode>,
}

impl Folded {
    /// Quad of its type.
    pub const fn quad(self) -> Quad {
        self.event.quad()
    }

    /// Score of its mode, or of its type.
    pub fn scale(self) -> f64 {
        self.mode
            .and_then(Mode::score)
            .unwrap_or_else(|| self.event.base_score())
    }
}

struct Row {
    event: Option<EventType>,
    mode: Option<Mode>,
    status: Status,
    view: View,
}

/// What a row makes of an act.
#[derive(Clone, Copy)]
enum View {
    /// It is left out.
    Nothing,
    /// The type stays.
    Same,
    /// Another type, perhaps with a mode.
    Other(EventType, Option<Mode>),
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| rows(DATA).filter_map(|c| row(&c)).collect());

/// A row of the table; none if one of its words is unknown.
fn row(cells: &[&str]) -> Option<Row> {
    let &[event, mode, status, view, view_mode, _] = cells else {
        return None;
    };
    let event = match event {
        "*" => None,
        name => Some(EventType::parse(name)?),
    };
    let mode = match mode {
        "*" => None,
        name => Some(Mode::parse(event?, name)?),
    };
    let view = match view {
        "drop" => View::Nothing,
        "same" => View::Same,
        name => {
            let event = EventType::parse(name)?;
            let mode = match view_mode {
                "-" => None,
                name => Some(Mode::parse(event, name)?),
            };
            View::Other(event, mode)
        }
    };
    Some(Row {
        event,
        mode,
        status: Status::parse(status)?,
        view,
    })
}

/// The PLOVER view of an act of this type, mode and status; nothing where it is left out of it.
///
/// ```
/// use plover::{EventType, Mode, Status, fold};
/// let meeting = fold::fold(EventType::Consult, None, Status::Planned).unwrap();
/// assert_eq!(meeting.event, EventType::Agree);
/// let expulsion = fold::fold(EventType::Sanction, Some(Mode::SANCTION_EXPEL), Status::Planned).unwrap();
/// assert_eq!((expulsion.mode, expulsion.scale()), (Some(Mode::THREATEN_EXPEL), -3.5));
/// assert_eq!(fold::fold(EventType::Assault, None, Status::Denied), None);
/// ```
pub fn fold(event: EventType, mode: Option<Mode>, status: Status) -> Option<Folded> {
    let find = |of: Option<EventType>, with: Option<Mode>| {
        TABLE
            .iter()
            .find(|r| r.event == of && r.mode == with && r.status == status)
    };
    let row = mode
        .and_then(|_| find(Some(event), mode))
        .or_else(|| find(Some(event), None))
        .or_else(|| find(None, None))?;
    match row.view {
        View::Nothing => None,
        View::Same => Some(Folded {
            event,
            mode,
            aux_mode: AuxMode::of(status),
        }),
        View::Other(event, mode) => Some(Folded {
            event,
            mode,
            aux_mode: None,
        }),
    }
}

/// The PLOVER view of a record, by its first mode.
pub fn of(event: &Event) -> Option<Folded> {
    fold(event.event, event.mode.first().copied(), event.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        for cells in rows(DATA) {
            assert!(row(&cells).is_some(), "{cells:?}");
            let reason = cells[5];
            let basis = ["[M] ", "[L] ", "it is what it is"];
            assert!(basis.iter().any(|b| reason.starts_with(b)), "{cells:?}");
        }
    }

    #[test]
    fn no_line_is_there_twice_or_says_what_a_wider_one_says() {
        for (i, a) in TABLE.iter().enumerate() {
            let same = |b: &Row| (a.event, a.mode, a.status) == (b.event, b.mode, b.status);
            assert!(
                !TABLE.iter().skip(i + 1).any(same),
                "{:?} {}",
                a.event,
                a.status
            );
        }
    }

    #[test]
    fn every_status_has_a_line_for_all_types() {
        for &status in Status::ALL {
            let wide = |r: &Row| r.event.is_none() && r.status == status;
            assert!(TABLE.iter().any(wide), "{status}");
        }
    }

    #[test]
    fn held_acts_stay_what_they_are() {
        for &event in EventType::ALL {
            for mode in event.modes().map(Some).chain([None]) {
                for status in [Status::Occurred, Status::Ongoing] {
                    let view = fold(event, mode, status);
                    let own = Folded {
                        event,
                        mode,
                        aux_mode: None,
                    };
                    assert_eq!(view, Some(own), "{event} {status}");
                }
            }
        }
    }

    #[test]
    fn postponed_counts_as_planned() {
        for &event in EventType::ALL {
            for mode in event.modes().map(Some).chain([None]) {
                let of = |status| fold(event, mode, status);
                assert_eq!(
                    of(Status::Planned),
                    of(Status::Postponed),
                    "{event} {mode:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_to_come_is_material() {
        for &event in EventType::ALL {
            for mode in event.modes().map(Some).chain([None]) {
                let view = fold(event, mode, Status::Planned);
                assert!(view.is_some_and(|v| !v.quad().is_material()), "{event}");
                let cooperative = !event.quad().is_conflict();
                assert!(view.is_some_and(|v| v.quad().is_conflict() != cooperative));
            }
        }
    }

    #[test]
    fn the_manuals_rules() {
        use EventType as E;
        let view = |event, status| fold(event, None, status).map(|f| f.event);
        for (event, status, wanted) in [
            (E::Aid, Status::Planned, Some(E::Agree)),
            (E::Consult, Status::Planned, Some(E::Agree)),
            (E::Consult, Status::Postponed, Some(E::Agree)),
            (E::Consult, Status::Cancelled, Some(E::Reject)),
            (E::Consult, Status::Denied, None),
            (E::Cooperate, Status::Planned, Some(E::Agree)),
            (E::Retreat, Status::Planned, Some(E::Concede)),
            (E::Protest, Status::Cancelled, Some(E::Concede)),
            (E::Aid, Status::Cancelled, Some(E::Sanction)),
            (E::Aid, Status::Hypothetical, None),
        ] {
            assert_eq!(view(event, status), wanted, "{event} {status}");
        }
        let meeting = fold(E::Consult, Some(Mode::CONSULT_VISIT), Status::Cancelled);
        assert_eq!(meeting.and_then(|m| m.mode), Some(Mode::REJECT_MEET));
    }

    #[test]
    fn a_threat_says_what_is_threatened_only_where_the_act_does() {
        let mode =
            |mode: Mode| fold(mode.event(), Some(mode), Status::Planned).and_then(|f| f.mode);
        assert_eq!(mode(Mode::COERCE_ARREST), Some(Mode::THREATEN_ARREST));
        assert_eq!(mode(Mode::COERCE_CURFEW), Some(Mode::THREATEN_RESTRICT));
        assert_eq!(mode(Mode::COERCE_CENSOR), None);
        let bare = fold(EventType::Coerce, None, Status::Planned);
        assert_eq!(
            bare.map(|f| (f.event, f.mode)),
            Some((EventType::Threaten, None))
        );
    }

    #[test]
    fn a_type_that_stays_keeps_its_status() {
        let demand = fold(EventType::Request, None, Status::Planned);
        assert_eq!(demand.and_then(|f| f.aux_mode), Some(AuxMode::Future));
        let agreement = fold(EventType::Agree, None, Status::Planned);
        assert_eq!(agreement.map(|f| f.aux_mode), Some(None));
    }
}
