//! The encoder: word pieces in, tags, trees and names out, on 8-bit integers.
//!
//! Weights are read in place from the embedded file ([`file`]). Every matrix product multiplies 8-bit
//! integers and adds them up in 32 bits ([`kernel`]), so its result does not depend on the order of the
//! additions; the few float operations ([`math`]) are plain multiplications, additions and divisions in a
//! fixed order. A row of a product depends on no other row. So a sentence gets the same bits on every
//! platform, with every kernel, and in every batch.

pub(crate) mod act;
pub(crate) mod encoder;
pub(crate) mod file;
pub(crate) mod head;
pub(crate) mod kernel;
mod marked;
pub(crate) mod math;
pub(crate) mod relation;
