//! Any text into the tokeniser.
#![no_main]

#[path = "../../crates/syntax/tests/check/mod.rs"]
mod check;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    check::segment(&String::from_utf8_lossy(bytes));
});
