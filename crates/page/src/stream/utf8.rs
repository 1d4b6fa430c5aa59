//! Bytes of any charset as UTF-8, while they are read.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::Stream;
use crate::decode;

/// Bytes that tell the charset where none is declared, or a wrong one.
const HEAD: usize = 64 << 10;

/// A stream that gives UTF-8, whatever it gets.
pub(crate) struct Utf8<R> {
    stream: Stream<R>,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R> std::fmt::Debug for Utf8<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Utf8").finish_non_exhaustive()
    }
}

impl<R: Read> Utf8<R> {
    pub(crate) fn new(mut stream: Stream<R>) -> Self {
        let head = stream.peek(HEAD);
        let encoding = Encoding::for_bom(head).map_or_else(|| charset(head), |(e, _)| e);
        Self {
            stream,
            decoder: encoding.new_decoder_with_bom_removal(),
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.resize(4 * HEAD, 0);
        self.at = 0;
        let mut written = 0;
        while written == 0 && !self.ended {
            let have = self.stream.peek(1);
            self.ended = have.is_empty();
            if self.ended
                && let Some(error) = self.stream.failure()
            {
                self.ready.clear();
                return Err(error);
            }
            let have = self.stream.peek(1);
            let have = &have[..have.len().min(HEAD)];
            let (result, used, n, _) =
                self.decoder
                    .decode_to_utf8(have, &mut self.ready, self.ended);
            // One byte becomes four at most, so that there is always room.
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.stream.skip(used);
            written = n;
        }
        self.ready.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.refill()?;
        }
        let have = &self.ready[self.at..];
        let n = have.len().min(into.len());
        into[..n].copy_from_slice(&have[..n]);
        self.at += n;
        Ok(n)
    }
}

/// The declared charset where the bytes do not contradict it, else the likeliest.
fn charset(head: &[u8]) -> &'static Encoding {
    let declared = decode::declared(head).filter(|e| *e != UTF_8);
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character may lie across the end.
        Err(error) => error.error_len().is_none() && head.len() >= HEAD,
    };
    match declared {
        _ if valid => UTF_8,
        Some(declared) => declared,
        None => decode::guess(head),
    }
}
