//! The crate's own files, compiled here a second time: they are not public there.
#![allow(dead_code, unused_imports, reason = "the crate uses more of them")]

#[path = "../../../crates/syntax/src/network/encoder.rs"]
pub mod encoder;
#[path = "../../../crates/syntax/src/network/file.rs"]
pub mod file;
#[path = "../../../crates/syntax/src/network/kernel/mod.rs"]
pub mod kernel;
#[path = "../../../crates/syntax/src/network/math.rs"]
pub mod math;
