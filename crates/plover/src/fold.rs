//! The PLOVER view of a record: what the manual would count a planned, cancelled or denied act as.
//!
//! One table, `data/fold.tsv`. The coder never uses it: a record says what the text says. Exports and the
//! manual's readers do.

use std::sync::LazyLock;

use crate::codegen::rows;
use crate::{AuxMode, EventType, Mode, Status};

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

struct Row {
    event: Option<EventType>,
    status: Status,
    view: View,
}

/// What a row makes of an act.
enum View {
    /// The manual codes nothing.
    Nothing,
    /// The type stays.
    Same,
    /// Another type, perhaps with a mode.
    Other(EventType, Option<Mode>),
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("../data/fold.tsv"))
        .filter_map(|cells| {
            let view = match cells[2] {
                "drop" => View::Nothing,
                "same" => View::Same,
                name => {
                    let event = EventType::parse(name)?;
                    View::Other(event, Mode::parse(event, cells[3]))
                }
            };
            Some(Row {
                event: EventType::parse(cells[0]),
                status: Status::parse(cells[1])?,
                view,
            })
        })
        .collect()
});

/// The PLOVER view of an act of this type, mode and status; nothing where the manual codes nothing.
///
/// ```
/// use plover::{EventType, Status, fold};
/// let meeting = fold::fold(EventType::Consult, None, Status::Planned).unwrap();
/// assert_eq!(meeting.event, EventType::Agree);
/// assert_eq!(fold::fold(EventType::Assault, None, Status::Denied), None);
/// ```
pub fn fold(event: EventType, mode: Option<Mode>, status: Status) -> Option<Folded> {
    let own = TABLE
        .iter()
        .find(|r| r.event == Some(event) && r.status == status);
    let row = own.or_else(|| {
        TABLE
            .iter()
            .find(|r| r.event.is_none() && r.status == status)
    })?;
    match row.view {
        View::Nothing => None,
        View::Same => Some(Folded {
            event,
            mode,
            aux_mode: aux_mode(status),
        }),
        View::Other(event, mode) => Some(Folded {
            event,
            mode,
            aux_mode: None,
        }),
    }
}

const fn aux_mode(status: Status) -> Option<AuxMode> {
    match status {
        Status::Occurred | Status::Ongoing => None,
        Status::Planned | Status::Postponed => Some(AuxMode::Future),
        Status::Hypothetical => Some(AuxMode::Hypothetical),
        Status::Cancelled | Status::Denied => Some(AuxMode::Negation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_and_status_has_a_row() {
        let lines = rows(include_str!("../data/fold.tsv")).count();
        assert_eq!(TABLE.len(), lines, "each line of the table is read");
        for &status in Status::ALL {
            assert!(
                TABLE
                    .iter()
                    .any(|r| r.event.is_none() && r.status == status),
                "{status} has a line for all types"
            );
        }
    }

    #[test]
    fn the_manuals_rules() {
        let view = |event, status| fold(event, None, status).map(|f| f.event);
        assert_eq!(
            view(EventType::Consult, Status::Cancelled),
            Some(EventType::Reject)
        );
        assert_eq!(
            view(EventType::Retreat, Status::Planned),
            Some(EventType::Concede)
        );
        assert_eq!(
            view(EventType::Consult, Status::Postponed),
            Some(EventType::Agree)
        );
        assert_eq!(
            view(EventType::Protest, Status::Occurred),
            Some(EventType::Protest)
        );
        assert_eq!(
            view(EventType::Agree, Status::Planned),
            Some(EventType::Agree)
        );
        assert_eq!(view(EventType::Aid, Status::Hypothetical), None);
    }
}
