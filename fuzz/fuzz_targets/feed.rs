//! Any bytes as a feed and as a sitemap.
#![no_main]

#[path = "../../crates/page/tests/check/mod.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check::feed(bytes));
