//! Events to relations: how two actors stand, how it changes, where the balance is lost.
#![warn(clippy::disallowed_methods)]

pub mod balance;
pub mod edges;
mod eigen;
pub mod frustration;
pub mod graph;
mod random;
