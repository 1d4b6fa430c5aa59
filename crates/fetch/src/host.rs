//! Whose turn is it? A host is asked one thing at a time, with a gap between two.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::MAX_HOSTS;

/// The hosts that were asked something.
#[derive(Debug)]
pub(crate) struct Hosts {
    gap: Duration,
    /// When each was last done with; none while it is asked.
    known: Mutex<BTreeMap<String, Option<Instant>>>,
    freed: Condvar,
}

/// The right to ask a host something, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    hosts: &'a Hosts,
    host: String,
}

impl Hosts {
    pub(crate) fn new(gap: Duration) -> Self {
        Self {
            gap,
            known: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Option<Instant>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wait until the host may be asked.
    pub(crate) fn turn(&self, host: &str) -> Turn<'_> {
        let mut known = self.lock();
        while known.get(host).is_some_and(Option::is_none) {
            known = self
                .freed
                .wait(known)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if known.len() >= MAX_HOSTS {
            known.retain(|_, last| last.is_none_or(|l| l.elapsed() < self.gap));
        }
        let last = known.insert(host.to_owned(), None).flatten();
        drop(known);
        if let Some(last) = last {
            std::thread::sleep(self.gap.saturating_sub(last.elapsed()));
        }
        Turn {
            hosts: self,
            host: host.to_owned(),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut known = self.hosts.lock();
        if let Some(last) = known.get_mut(&self.host) {
            *last = Some(Instant::now());
        }
        drop(known);
        self.hosts.freed.notify_all();
    }
}
