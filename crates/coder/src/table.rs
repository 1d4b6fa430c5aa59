//! Words found fast: a table by word, and lower case without a copy where a word is so already.
//!
//! Every token of every article is looked up in several tables, so the hash is one multiplication for eight bytes.
//! Keys come from our own files: nobody can choose them to collide.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

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
            self.add(packed(rest));
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

/// One to seven bytes as a number: by two looks that may overlap, for no copy of so few is as fast.
fn packed(rest: &[u8]) -> u64 {
    let both = |low: u64, high: u64| low | high << 32;
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let half = |half: &[u8; 4]| u64::from(u32::from_le_bytes(*half));
        return both(half(first), half(last));
    }
    let byte = |at: usize| rest.get(at).copied().map_or(0, u64::from);
    both(byte(0) | byte(1) << 8 | byte(2) << 16, rest.len() as u64)
}

/// A table by word whose words lie in one string: tens of thousands of them are read at start.
///
/// Its index is a list of places, of which half are empty at least; a word is looked for from where its hash says
/// to the next empty place. Hashes lie in the places, so that a word which is not there costs one look at memory.
#[derive(Debug, Clone)]
pub(crate) struct WordMap<V> {
    text: String,
    slots: Vec<Slot<V>>,
    places: Vec<Place>,
}

/// Where a word may be found.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    hash: u32,
    /// The number of its slot, and one more; 0 where there is none.
    slot: u32,
}

#[derive(Debug, Clone)]
struct Slot<V> {
    start: u32,
    end: u32,
    value: V,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            text: String::new(),
            slots: Vec::new(),
            places: Vec::new(),
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
            places: vec![Place::default(); (2 * words + 1).next_power_of_two()],
        }
    }

    fn hash(word: &str) -> u32 {
        let mut hasher = WordHasher::default();
        hasher.write(word.as_bytes());
        // Its low half.
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// The slot of a word, or else the empty place where its number belongs.
    fn find(&self, word: &str, hash: u32) -> Result<usize, usize> {
        let last = self.places.len() - 1;
        let mut place = hash as usize & last;
        loop {
            let Place { hash: own, slot } = self.places[place];
            let Some(at) = slot.checked_sub(1) else {
                return Err(place);
            };
            if own == hash && self.word(at) == word {
                return Ok(at as usize);
            }
            place = (place + 1) & last;
        }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The word of a number.
    pub(crate) fn word(&self, number: u32) -> &str {
        let slot = self.slots.get(number as usize);
        let range = slot.map_or(0..0, |s| s.start as usize..s.end as usize);
        self.text.get(range).unwrap_or_default()
    }

    /// The number of a word: they are numbered as they came.
    pub(crate) fn number(&self, word: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(word, Self::hash(word)).ok().map(number)
    }

    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        let at = self.number(word)?;
        Some(&self.slots[at as usize].value)
    }

    /// The value of a word, which it gets here if it has none.
    pub(crate) fn entry(&mut self, word: &str) -> &mut V {
        let at = self.intern(word);
        &mut self.slots[at as usize].value
    }

    /// The number of a word, which it gets here if it has none.
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        if 2 * self.slots.len() >= self.places.len() {
            self.grow();
        }
        let hash = Self::hash(word);
        let at = self.find(word, hash).unwrap_or_else(|place| {
            let start = self.text.len();
            self.text.push_str(word);
            let at = self.slots.len();
            self.slots.push(Slot {
                start: number(start),
                end: number(self.text.len()),
                value: V::default(),
            });
            self.places[place] = Place {
                hash,
                slot: number(at + 1),
            };
            at
        });
        number(at)
    }

    fn grow(&mut self) {
        const FIRST: usize = 16;
        let last = (2 * self.places.len()).max(FIRST) - 1;
        let mut places = vec![Place::default(); last + 1];
        for old in self.places.iter().filter(|old| old.slot > 0) {
            let mut place = old.hash as usize & last;
            while places[place].slot > 0 {
                place = (place + 1) & last;
            }
            places[place] = *old;
        }
        self.places = places;
    }
}

/// The tables that one process reads are far from four gigabytes.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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

/// What a table has for a word in lower case, looked up without a copy of the word where it is short.
pub(crate) fn get_lower<'t, V>(table: &'t Table<&str, V>, word: &str) -> Option<&'t V> {
    const LONGEST: usize = 32;
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return table.get(word);
    }
    let mut room = [0; LONGEST];
    match room.get_mut(..word.len()) {
        Some(room) if word.is_ascii() => {
            room.copy_from_slice(word.as_bytes());
            room.make_ascii_lowercase();
            table.get(std::str::from_utf8(room).ok()?)
        }
        _ => table.get(&*lower(word)),
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
