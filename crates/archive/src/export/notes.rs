//! What an export could not say: counted while it is written, kept beside it.

use std::collections::BTreeMap;

use serde::Serialize;

/// What became of the happenings, and what was lost on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Notes {
    /// What wrote the file.
    pub program: String,
    /// The format, as `--format` has it.
    pub format: String,
    /// What coded the archive's articles, and with which network.
    pub coded_with: Vec<String>,
    /// What was asked for, by the names of the command's options; nothing where all was.
    pub asked: BTreeMap<String, String>,
    /// Rows, or lines, that were written; a header is none.
    pub rows: u64,
    /// Happenings that were asked for.
    pub happenings: u64,
    /// Happenings without a row, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Happenings whose type or mode is another in the PLOVER view, by what it is.
    pub folded: BTreeMap<String, u64>,
    /// What rows say less exactly than the archive, or not at all: rows, by what it is.
    pub lost: BTreeMap<String, u64>,
    /// Which variant of the format this is, and what stands for what is not known.
    pub conventions: Vec<String>,
}

impl Notes {
    pub(super) fn new(format: &str, conventions: &[&str]) -> Self {
        Self {
            program: concat!("legation ", env!("CARGO_PKG_VERSION")).to_owned(),
            format: format.to_owned(),
            conventions: conventions.iter().map(|&c| c.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// A happening has no row.
    pub(super) fn leave_out(&mut self, reason: &str) {
        count(&mut self.left_out, reason);
    }

    /// A happening counts as another act.
    pub(super) fn fold(&mut self, what: &str) {
        count(&mut self.folded, what);
    }

    /// A row says less than the archive.
    pub(super) fn lose(&mut self, what: &str) {
        count(&mut self.lost, what);
    }
}

fn count(of: &mut BTreeMap<String, u64>, what: &str) {
    match of.get_mut(what) {
        Some(n) => *n += 1,
        None => {
            of.insert(what.to_owned(), 1);
        }
    }
}
