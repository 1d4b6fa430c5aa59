//! Words found fast: a table by word, and lower case without a copy where a word is so already.
//!
//! Every token of every article is looked up in several tables, so the hash is one multiplication for eight bytes.
//! Keys come from our own files: nobody can choose them to collide.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

/// A table by word, or by a number that stands for one.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// A set of words.
pub(crate) type Words<K> = HashSet<K, BuildHasherDefault<WordHasher>>;

/// The hash of a [`Table`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    const fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.add(u64::from_le_bytes(*eight));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.add(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.add(word);
    }

    fn finish(&self) -> u64 {
        // The table takes the low bits, and the multiplication mixes the high ones best.
        self.0.rotate_left(26)
    }
}

/// A table by word whose words lie in one string: tens of thousands of them are read at start.
#[derive(Debug, Clone)]
pub(crate) struct WordMap<V> {
    text: String,
    slots: Vec<Slot<V>>,
    /// The latest slot of each hash.
    by_hash: Table<u64, usize>,
}

#[derive(Debug, Clone)]
struct Slot<V> {
    start: usize,
    end: usize,
    value: V,
    /// An earlier slot whose word has the same hash.
    next: Option<usize>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            text: String::new(),
            slots: Vec::new(),
            by_hash: Table::default(),
        }
    }
}

impl<V: Default> WordMap<V> {
    /// Room for so many words of some letters each, so that reading them moves none.
    pub(crate) fn with_room(words: usize) -> Self {
        const LETTERS: usize = 16;
        Self {
            text: String::with_capacity(words * LETTERS),
            slots: Vec::with_capacity(words),
            by_hash: Table::with_capacity_and_hasher(words, BuildHasherDefault::default()),
        }
    }

    fn hash(&self, word: &str) -> u64 {
        self.by_hash.hasher().hash_one(word)
    }

    fn find(&self, word: &str, hash: u64) -> Option<usize> {
        let mut at = self.by_hash.get(&hash).copied();
        while let Some(i) = at {
            let slot = &self.slots[i];
            if self.text.get(slot.start..slot.end) == Some(word) {
                return at;
            }
            at = slot.next;
        }
        None
    }

    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        let at = self.find(word, self.hash(word))?;
        Some(&self.slots[at].value)
    }

    /// The value of a word, which it gets here if it has none.
    pub(crate) fn entry(&mut self, word: &str) -> &mut V {
        let hash = self.hash(word);
        let at = self.find(word, hash).unwrap_or_else(|| {
            let start = self.text.len();
            self.text.push_str(word);
            let at = self.slots.len();
            self.slots.push(Slot {
                start,
                end: self.text.len(),
                value: V::default(),
                next: self.by_hash.insert(hash, at),
            });
            at
        });
        &mut self.slots[at].value
    }
}

/// A word in lower case.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() {
        Cow::Owned(word.to_lowercase())
    } else if word.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_finds_what_it_was_given_and_nothing_else() {
        let mut map: WordMap<usize> = WordMap::default();
        for i in 0..500 {
            *map.entry(&format!("word {i}")) = i;
        }
        *map.entry("word 7") += 1000;
        for i in 0..500 {
            let wanted = if i == 7 { 1007 } else { i };
            assert_eq!(map.get(&format!("word {i}")), Some(&wanted));
        }
        assert_eq!(map.get("word"), None);
        assert_eq!(map.get(""), None);
    }
}
