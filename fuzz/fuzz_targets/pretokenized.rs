//! Any bytes into the reader of CoNLL-U, and what it reads through the parser and the writer.
#![no_main]

#[path = "../../crates/syntax/tests/check/mod.rs"]
mod check;

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use syntax::Parser;

/// Longer input would spend its time in the network.
const MAX_BYTES: usize = 2048;

static PARSER: LazyLock<Parser> = LazyLock::new(Parser::standard);

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if bytes.len() > MAX_BYTES {
        return Corpus::Reject;
    }
    check::pretokenized(&PARSER, bytes);
    Corpus::Keep
});
