//! Which rows of the embedding table stand for a word?
//!
//! BERT's lower-cased word pieces, cut as `training/corpus.py` cuts them with the Python package `tokenizers`:
//! quotes and dashes made plain, control characters dropped, letters decomposed, accents stripped and lower-cased, punctuation
//! and Chinese characters standing alone, then the longest known piece first. A word is cut on its own, so its
//! pieces never depend on its neighbours.
//!
//! The vocabulary is searched in place (`training/vocabulary.py` writes it): pieces sorted by bytes, so the longest
//! piece a word starts with is found by narrowing one range byte by byte. Nothing is built at the start but the
//! range of each first byte, and nothing is allocated per word once [`Scratch`] has grown.
//!
//! One difference is on purpose: a word spelt `[CLS]` is read as text, never as the network's own mark.

use unicode_categories::UnicodeCategories;
use unicode_normalization::UnicodeNormalization;

/// The most pieces a word gets; the rest of a longer word is not looked at.
pub const MAX_PIECES: usize = 12;
/// A run of more characters than this is one unknown piece.
const MAX_CHARACTERS: usize = 100;

/// A vocabulary of word pieces, read in place.
#[derive(Debug, Clone)]
pub struct WordPiece<'a> {
    offsets: &'a [u8],
    ids: &'a [u8],
    bytes: &'a [u8],
    unknown: u16,
    /// Where pieces that start a word lie, by first byte, and where those that continue one do.
    starts: Vec<(u32, u32)>,
    continues: Vec<(u32, u32)>,
}

/// Buffers that [`WordPiece::pieces`] uses again and again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    normal: String,
}

impl<'a> WordPiece<'a> {
    /// Reads the blob that `training/vocabulary.py` wrote; nothing if it is not one.
    pub fn new(blob: &'a [u8]) -> Option<Self> {
        let (count, rest) = blob.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (offsets, rest) = rest.split_at_checked(count.checked_add(1)?.checked_mul(4)?)?;
        let (ids, bytes) = rest.split_at_checked(count.checked_mul(2)?)?;
        let mut read = Self {
            offsets,
            ids,
            bytes,
            unknown: 0,
            starts: Vec::new(),
            continues: Vec::new(),
        };
        if read.offset(0) != 0
            || read.offset(count) > bytes.len()
            || (0..count).any(|i| read.offset(i) > read.offset(i + 1))
        {
            return None;
        }
        let all = (0, u32::try_from(count).ok()?);
        read.unknown = read.id(read.find(all, b"[UNK]")?);
        let continuing = read.narrow(read.narrow(all, 0, b'#'), 1, b'#');
        read.starts = (0..=255).map(|byte| read.narrow(all, 0, byte)).collect();
        read.continues = (0..=255)
            .map(|byte| read.narrow(continuing, 2, byte))
            .collect();
        Some(read)
    }

    /// The id of the unknown piece.
    pub const fn unknown(&self) -> u16 {
        self.unknown
    }

    /// The id of the piece with exactly this spelling, such as `[CLS]` or `##ing`.
    pub fn id_of(&self, piece: &str) -> Option<u16> {
        let all = (0, u32::try_from(self.ids.len() / 2).ok()?);
        self.find(all, piece.as_bytes()).map(|i| self.id(i))
    }

    /// Appends the ids of the pieces of `form`: at least one, at most [`MAX_PIECES`].
    pub fn pieces(&self, form: &str, scratch: &mut Scratch, out: &mut Vec<u16>) {
        let end = out.len() + MAX_PIECES;
        let start = out.len();
        let normal = &mut scratch.normal;
        normalise(form, normal);
        // Only a space parts words here: every other white space became one.
        for run in normal.as_bytes().split(|&b| b == b' ') {
            if !run.is_empty() && out.len() < end {
                self.cut(run, end, out);
            }
        }
        if out.len() == start {
            out.push(self.unknown);
        }
    }

    /// The longest known piece first, again and again; one unknown piece if that fails anywhere.
    fn cut(&self, word: &[u8], end: usize, out: &mut Vec<u16>) {
        let start = out.len();
        let characters = word
            .iter()
            .filter(|&&b| b & 0xc0 != 0x80)
            .take(MAX_CHARACTERS + 1)
            .count();
        if characters > MAX_CHARACTERS {
            out.push(self.unknown);
            return;
        }
        let mut rest = word;
        // Cut to the end even past the limit: whether the word is known as a whole shows only there.
        while !rest.is_empty() {
            let Some((length, id)) = self.longest(rest, rest.len() < word.len()) else {
                out.truncate(start);
                out.push(self.unknown);
                return;
            };
            if out.len() < end {
                out.push(id);
            }
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Length in bytes and id of the longest piece that `rest` starts with.
    fn longest(&self, rest: &[u8], continues: bool) -> Option<(usize, u16)> {
        let (firsts, mark) = if continues {
            (&self.continues, 2)
        } else {
            (&self.starts, 0)
        };
        let mut range = *firsts.get(usize::from(*rest.first()?))?;
        let mut best = None;
        for depth in 1..=rest.len() {
            if range.0 >= range.1 {
                break;
            }
            // The shortest piece of the range comes first: it is the match if nothing follows in it.
            if self.piece(range.0).len() == depth + mark {
                best = Some((depth, self.id(range.0)));
            }
            match rest.get(depth) {
                Some(&byte) => range = self.narrow(range, depth + mark, byte),
                None => break,
            }
        }
        best
    }

    /// The part of `range` whose pieces have `byte` at `depth`; all pieces of `range` agree before it.
    fn narrow(&self, range: (u32, u32), depth: usize, byte: u8) -> (u32, u32) {
        let first = |from: u32, keeps: &dyn Fn(Option<&u8>) -> bool| {
            let (mut low, mut high) = (from, range.1);
            while low < high {
                let middle = low + (high - low) / 2;
                if keeps(self.piece(middle).get(depth)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let low = first(range.0, &|b| b < Some(&byte));
        (low, first(low, &|b| b <= Some(&byte)))
    }

    fn find(&self, mut range: (u32, u32), piece: &[u8]) -> Option<u32> {
        for (depth, &byte) in piece.iter().enumerate() {
            range = self.narrow(range, depth, byte);
        }
        (range.0 < range.1 && self.piece(range.0) == piece).then_some(range.0)
    }

    fn piece(&self, index: u32) -> &'a [u8] {
        let index = index as usize;
        self.bytes
            .get(self.offset(index)..self.offset(index + 1))
            .unwrap_or_default()
    }

    fn offset(&self, index: usize) -> usize {
        let bytes = self.offsets.get(index * 4..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |b| u32::from_le_bytes(*b) as usize)
    }

    fn id(&self, index: u32) -> u16 {
        let bytes = self
            .ids
            .get(index as usize * 2..)
            .and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |b| u16::from_le_bytes(*b))
    }
}

/// Lower-cased runs with spaces between them.
fn normalise(form: &str, normal: &mut String) {
    normal.clear();
    if form.is_ascii() {
        for byte in form.bytes() {
            let c = char::from(byte.to_ascii_lowercase());
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => normal.push(' '),
                _ if byte.is_ascii_punctuation() => alone(c, normal),
                _ if byte.is_ascii_control() => {}
                _ => normal.push(c),
            }
        }
        return;
    }
    let clean = form
        .chars()
        .map(plain)
        .filter(|&c| !is_dropped(c))
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    // A Chinese character is set apart before letters are decomposed, so that it stays a border to composition.
    let apart = clean.flat_map(|c| {
        let around = is_chinese(c).then_some(' ');
        around.into_iter().chain([c]).chain(around)
    });
    for c in apart
        .nfd()
        .filter(|c| !c.is_mark_nonspacing())
        .flat_map(char::to_lowercase)
    {
        if c.is_ascii_punctuation() || c.is_punctuation() {
            alone(c, normal);
        } else if c.is_whitespace() {
            normal.push(' ');
        } else {
            normal.push(c);
        }
    }
}

fn alone(c: char, normal: &mut String) {
    normal.push(' ');
    normal.push(c);
    normal.push(' ');
}

/// Typographic signs as the typewriter has them (`QUOTES` in `training/corpus.py`).
const fn plain(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        '…' => '.',
        _ => c,
    }
}

fn is_dropped(c: char) -> bool {
    c == '\u{fffd}' || (!matches!(c, '\t' | '\n' | '\r') && c.is_other())
}

const fn is_chinese(c: char) -> bool {
    matches!(c as u32,
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x2_0000..=0x2_a6df | 0x2_a700..=0x2_b73f | 0x2_b740..=0x2_b81f
        | 0x2_b920..=0x2_ceaf | 0xf900..=0xfaff | 0x2_f800..=0x2_fa1f)
}
