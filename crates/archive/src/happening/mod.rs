//! Which reports tell of one and the same act?
//!
//! A *report* is what one article tells of one act: the coder has brought together its mentions there. Reports become
//! *happenings* in two steps that know nothing of the order in which articles came:
//!
//! 1. `copies`: articles that share most of the shorter one's text, and were published within a week, are copies of one
//!    text: they count as one source, and what has no day of its own has that of the earliest of them;
//! 2. `fold`: the reports of a type stand in a fixed order (day, how well the day is known, fingerprint of the
//!    article). Each joins the happening that it fits best, or founds one. A happening takes in reports only up to a
//!    fixed number of days after its founder's, so a new report can change nothing but what lies there: the fold is
//!    done again from its day on until nothing changes any more.
//!
//! `profile` is what a report is compared by, `compare` what speaks for and against two of them. A single contradiction
//! (another day, another city, another minister, an amount that is not the same) with any report of a happening keeps
//! a report out of it: two acts made one are worse than one counted twice.
//!
//! Each join keeps its reason, its score, and the report that decided it. Reports themselves are never altered, so every
//! merge can be undone; an analyst's word that two belong together, or do not, comes before all other reasons.

pub(crate) mod compare;
pub(crate) mod copies;
pub(crate) mod fold;
pub(crate) mod merge;
pub(crate) mod profile;
