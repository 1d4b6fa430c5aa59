//! Events to relations: how two actors stand, how it changes, where the balance is lost.
//!
//! 1. [`ledger`]: outlines of events become acts between two actors, each happening counted once, in an order of their own;
//! 2. [`series`]: a dyad period by period, with decay, uncertainty and change points;
//! 3. [`window`]: everybody in a window of time as a signed network, which [`export`] writes for other programs;
//! 4. [`balance`] and [`frustration`]: how balanced the network is, by several measures, and where it is not. A network may
//!    as well come of a table of [`edges`];
//! 5. [`chart`] and [`layout`] draw both as a [`scene`].
//!
//! ```
//! use network::{balance::Balance, ledger::{Gatherer, Options}, window};
//! use plover::outline::Outline;
//!
//! let mut gatherer = Gatherer::new(Options::default());
//! for (key, line) in (1..).zip([
//!     r#"{"id":"a","event":"AID","date":"2020-07-20","actor":[{"code":"IRN"}],"recipient":[{"code":"IRQ"}]}"#,
//!     r#"{"id":"b","event":"SUPPORT","date":"2020-07-21","actor":[{"code":"IRQ"}],"recipient":[{"code":"SYR"}]}"#,
//!     r#"{"id":"c","event":"ASSAULT","date":"2020-07-22","actor":[{"code":"SYR"}],"recipient":[{"code":"IRN"}]}"#,
//! ]) {
//!     gatherer.add(key, &Outline::read(line.as_bytes()).unwrap());
//! }
//! let ledger = gatherer.close();
//! let network = window::network(&ledger, &window::Options::default());
//! let (graph, _) = network.signed();
//! // Friends of one friend at odds: one edge has to go.
//! let balance = Balance::of(&graph, &|| 0.0);
//! assert_eq!((balance.triangles.balance(), balance.frustration.index()), (Some(0.0), Some(1)));
//! ```
//!
//! It never sees text, a file or a clock. What it is told of an event are codes, a day and numbers; whoever shows a figure
//! finds the records behind it by their handles.
#![warn(clippy::disallowed_methods)]

pub mod balance;
pub mod bootstrap;
mod change;
pub mod chart;
pub mod edges;
mod eigen;
pub mod export;
pub mod frustration;
pub mod graph;
pub mod layout;
pub mod ledger;
pub mod period;
mod random;
pub mod scene;
pub mod series;
pub mod tally;
pub mod window;
