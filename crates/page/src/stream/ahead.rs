//! A reader that can look as far ahead as it is asked to, and take bytes back.

use std::io::{self, BufRead, Read};

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// A reader with the bytes that were read and not yet used.
#[derive(Debug)]
pub(crate) struct Ahead<R> {
    pub(super) reader: R,
    /// Those from `at` on are still to be used.
    bytes: Vec<u8>,
    at: usize,
    /// How many were used.
    pub(super) position: u64,
    ended: bool,
    /// Why the reader ended, if not because there is no more.
    pub(crate) failure: Option<io::Error>,
}

impl<R: Read> Ahead<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            at: 0,
            position: 0,
            ended: false,
            failure: None,
        }
    }

    /// At least `n` bytes, less at the end.
    pub(crate) fn fill(&mut self, n: usize) -> &[u8] {
        while self.bytes.len() - self.at < n && !self.ended {
            self.bytes.drain(..self.at);
            self.at = 0;
            let len = self.bytes.len();
            self.bytes.resize(len + CHUNK, 0);
            let read = match self.reader.read(&mut self.bytes[len..]) {
                Ok(0) => {
                    self.ended = true;
                    0
                }
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => {
                    self.ended = true;
                    self.failure = Some(error);
                    0
                }
            };
            self.bytes.truncate(len + read);
        }
        &self.bytes[self.at..]
    }

    pub(crate) fn skip(&mut self, n: usize) {
        let n = n.min(self.bytes.len() - self.at);
        self.at += n;
        self.position += n as u64;
    }

    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.position = self.position.saturating_sub(bytes.len() as u64);
        if let Some(front) = self.at.checked_sub(bytes.len()) {
            self.bytes[front..self.at].copy_from_slice(bytes);
            self.at = front;
        } else {
            let rest = self.bytes.split_off(self.at);
            self.bytes = [bytes, &rest].concat();
            self.at = 0;
        }
    }

    /// The reader was set to another place.
    pub(super) fn restart(&mut self, position: u64) {
        self.bytes.clear();
        self.at = 0;
        self.position = position;
        self.go_on();
    }

    /// The reader has more after all.
    pub(super) fn go_on(&mut self) {
        self.ended = false;
        self.failure = None;
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Whoever takes much at a time needs no copy in between.
        if self.at == self.bytes.len() && into.len() >= CHUNK && !self.ended {
            let read = self.reader.read(into)?;
            self.position += read as u64;
            return Ok(read);
        }
        let have = self.fill_buf()?;
        let n = have.len().min(into.len());
        into[..n].copy_from_slice(&have[..n]);
        self.skip(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.fill(1).is_empty()
            && let Some(error) = self.failure.take()
        {
            return Err(error);
        }
        Ok(&self.bytes[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.skip(n);
    }
}
