//! Gzip of any number of members, which are remembered: where the packing says that something begins, it does.

use std::collections::VecDeque;
use std::io::{self, Read};

use flate2::bufread::GzDecoder;

use super::ahead::Ahead;

/// The first bytes of every member: the signature, and the one method there is.
pub(super) const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];
/// Bytes that a member may unpack to, whatever its ratio.
pub const BOMB_SIZE: u64 = 256 << 20;
/// How many times its packed size a member beyond [`BOMB_SIZE`] may unpack to. Pages reach 30, the format 1032.
pub const BOMB_RATIO: u64 = 250;
/// Packed bytes that show how a member begins.
const PROBE: usize = 4096;

/// The bytes in gzip.
#[derive(Debug)]
pub(super) struct Gzip<R> {
    state: State<R>,
    /// Members that begin behind what was used, and the last before.
    members: VecDeque<Member>,
    /// Bytes unpacked of all members, and of this one.
    unpacked: u64,
    of_member: u64,
}

#[derive(Debug)]
enum State<R> {
    Between(Ahead<R>),
    Inside(Box<GzDecoder<Ahead<R>>>),
    /// Only while the reader passes from one to the other.
    Passing,
}

/// Where a member begins, in the unpacked bytes and in the file.
#[derive(Debug, Clone, Copy)]
struct Member {
    unpacked: u64,
    packed: u64,
}

impl<R: Read> Gzip<R> {
    pub(super) fn new(raw: Ahead<R>) -> Self {
        Self {
            state: State::Between(raw),
            members: VecDeque::new(),
            unpacked: 0,
            of_member: 0,
        }
    }

    /// Where in the file the member begins that holds this position; those before it are forgotten.
    pub(super) fn member(&mut self, position: u64) -> u64 {
        while self.members.get(1).is_some_and(|m| m.unpacked <= position) {
            self.members.pop_front();
        }
        self.members.front().map_or(0, |m| m.packed)
    }

    pub(super) fn begins(&self, position: u64) -> bool {
        self.members.iter().any(|m| m.unpacked == position)
    }

    pub(super) fn next_after(&self, position: u64) -> Option<u64> {
        let mut after = self.members.iter().map(|m| m.unpacked);
        after.find(|&m| m > position)
    }

    /// Read on; members that ended before `into` was full end it, so that none shares it with the next.
    fn step(&mut self, into: &mut [u8]) -> io::Result<Option<usize>> {
        match std::mem::replace(&mut self.state, State::Passing) {
            State::Between(mut raw) => {
                // Tapes and some writers fill up with zeros.
                while raw.fill(1).first() == Some(&0) {
                    raw.skip(1);
                }
                let head = raw.fill(MAGIC.len());
                let (empty, begins) = (head.is_empty(), head.starts_with(&MAGIC));
                if !begins {
                    let failure = raw.failure.take();
                    self.state = State::Between(raw);
                    return match failure {
                        Some(error) => Err(error),
                        None if empty => Ok(Some(0)),
                        None => Err(invalid("what follows is not gzip".to_owned())),
                    };
                }
                // Of members that hold nothing the last counts.
                self.members
                    .pop_back_if(|last| last.unpacked == self.unpacked);
                self.members.push_back(Member {
                    unpacked: self.unpacked,
                    packed: raw.position,
                });
                self.of_member = 0;
                self.state = State::Inside(Box::new(GzDecoder::new(raw)));
                Ok(None)
            }
            State::Inside(mut decoder) => match decoder.read(into) {
                Ok(0) => {
                    self.state = State::Between(decoder.into_inner());
                    Ok(None)
                }
                Ok(read) => {
                    self.unpacked += read as u64;
                    self.of_member += read as u64;
                    let start = self.members.back().map_or(0, |m| m.packed);
                    let packed = decoder.get_ref().position - start;
                    if self.of_member > BOMB_SIZE && self.of_member / BOMB_RATIO > packed {
                        self.state = State::Between(decoder.into_inner());
                        return Err(invalid(format!(
                            "it unpacks to more than the limit of {BOMB_SIZE} bytes and {BOMB_RATIO} times its size"
                        )));
                    }
                    self.state = State::Inside(decoder);
                    Ok(Some(read))
                }
                Err(error) => {
                    self.state = State::Between(decoder.into_inner());
                    Err(match error.kind() {
                        io::ErrorKind::UnexpectedEof => {
                            io::Error::new(error.kind(), "its gzip ends in the middle")
                        }
                        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                            invalid(format!("its gzip is damaged ({error})"))
                        }
                        _ => error,
                    })
                }
            },
            State::Passing => Ok(Some(0)),
        }
    }

    /// Set to the next member that begins with these bytes; whether there is one.
    pub(super) fn recover(&mut self, start: &[u8]) -> bool {
        let State::Between(raw) = &mut self.state else {
            return false;
        };
        loop {
            let have = raw.fill(PROBE);
            if have.len() < MAGIC.len() {
                return false;
            }
            match memchr::memmem::find(have, &MAGIC) {
                Some(0) => {
                    let mut begins = vec![0; start.len()];
                    if GzDecoder::new(have).read_exact(&mut begins).is_ok() && begins == start {
                        return true;
                    }
                    raw.skip(1);
                }
                Some(at) => raw.skip(at),
                // The signature may lie across the end.
                None => {
                    let pass = (have.len() + 1).saturating_sub(MAGIC.len());
                    raw.skip(pass.max(1));
                }
            }
        }
    }
}

impl<R: Read> Read for Gzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(read) = self.step(into)? {
                return Ok(read);
            }
        }
    }
}

fn invalid(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}
