//! Any bytes as an archive of the web.
#![no_main]

#[path = "../../crates/page/tests/check/mod.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check::warc(bytes));
