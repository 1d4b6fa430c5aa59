//! The weights file: one block of bytes, written by `training/export.py`, used where it lies.
//!
//! A magic word, a header of text lines, then sections in a fixed order, each starting at a multiple of 64
//! bytes. Integer matrices stay in the file; scales, biases and norms (under 1 % of it) are read as floats.

use std::fmt;

const MAGIC: &[u8] = b"LEGNET04";
/// The version before, whose pieces all have 8 bits.
const MAGIC_BEFORE: &[u8] = b"LEGNET03";
/// A head for acts, in a file of its own: an encoder need not be passed on anew for it.
const MAGIC_ACTS: &[u8] = b"LEGACT01";
const ALIGN: usize = 64;

/// Outputs that lie together in a block of a [`Linear`].
pub(crate) const BLOCK: usize = 16;
/// Inputs that lie together for each output.
pub(crate) const STEP: usize = 4;

/// Width of one attention head.
pub(crate) const HEAD: usize = 32;

/// Why a weights file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelError(pub(crate) String);

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a usable model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// A matrix of rows of 8-bit or 6-bit integers with one scale each.
///
/// A row of 6 bits has 32 added to its values. First come their lower 4 bits, those of its second half above those of
/// its first; then their upper 2, those of its four quarters above each other: so neighbours are unpacked alike.
#[derive(Debug)]
pub(crate) struct Rows {
    wide: usize,
    bits: usize,
    scale: Vec<f32>,
    weight: &'static [u8],
}

impl Rows {
    /// Row `i`, as floats.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "compiled anew for the vector width of its caller"
    )]
    pub(crate) fn unpack(&self, i: usize, out: &mut [f32]) {
        let (bytes, scale) = (self.wide * self.bits / 8, self.scale[i]);
        let row = &self.weight[i * bytes..(i + 1) * bytes];
        if self.bits == 8 {
            for (out, &value) in out.iter_mut().zip(row) {
                *out = f32::from(value.cast_signed()) * scale;
            }
            return;
        }
        let (quarter, (low, high)) = (self.wide / 4, row.split_at(self.wide / 2));
        for (k, out) in out.chunks_exact_mut(quarter).enumerate() {
            let low = &low[k % 2 * quarter..][..quarter];
            for ((out, low), high) in out.iter_mut().zip(low).zip(high) {
                let value = (low >> (k / 2 * 4) & 15) | (high >> (2 * k) & 3) << 4;
                *out = (f32::from(value) - 32.0) * scale;
            }
        }
    }
}

/// An affine map, its weights in blocks of 16 outputs by 4 inputs.
#[derive(Debug)]
pub(crate) struct Linear {
    pub(crate) n_in: usize,
    /// Outputs, without the padding up to a whole block.
    pub(crate) n_out: usize,
    pub(crate) scale: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    /// Sum of each output's weights: inputs are stored with 128 added, and this takes it out again.
    pub(crate) sum: Vec<i32>,
    pub(crate) weight: &'static [u8],
}

impl Linear {
    /// Outputs with the padding.
    pub(crate) fn padded(&self) -> usize {
        self.n_out.div_ceil(BLOCK) * BLOCK
    }
}

/// Scale and shift of a layer norm.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// One transformer layer.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) qkv: Linear,
    pub(crate) o: Linear,
    pub(crate) ln1: Norm,
    pub(crate) up: Linear,
    pub(crate) down: Linear,
    pub(crate) ln2: Norm,
}

/// All weights and label sets.
#[derive(Debug)]
pub(crate) struct Weights {
    pub(crate) wide: usize,
    /// Layers whose rows are word pieces; those of the others are words.
    pub(crate) pool: usize,
    pub(crate) n_positions: usize,
    pub(crate) case_wide: usize,
    pub(crate) vocabulary: &'static [u8],
    pub(crate) word: Rows,
    pub(crate) position: Rows,
    pub(crate) case: Vec<f32>,
    pub(crate) ln: Norm,
    pub(crate) layers: Vec<Layer>,
    pub(crate) case_out: Vec<f32>,
    pub(crate) upos: Linear,
    pub(crate) xpos: Linear,
    pub(crate) names: Linear,
    pub(crate) arc_head: Linear,
    pub(crate) arc_dep: Linear,
    pub(crate) rel_head: Linear,
    pub(crate) rel_dep: Linear,
    pub(crate) arc: Linear,
    pub(crate) rel: Linear,
    pub(crate) labels: Labels,
    pub(crate) relation: Option<Relation>,
}

/// The head for two marked spans.
#[derive(Debug)]
pub(crate) struct Relation {
    /// Added to the words of the first and of the second span.
    pub(crate) marks: Vec<f32>,
    /// The encoder's layer whose rows it reads.
    pub(crate) from: usize,
    pub(crate) layers: Vec<Layer>,
    /// Root, first span and second span to labels.
    pub(crate) out: Linear,
    pub(crate) labels: Vec<&'static str>,
}

/// The head for an act with its parties marked; it reads the rows that the head for relations reads.
#[derive(Debug)]
pub(crate) struct Acts {
    /// Added to the words of the act, of who acts and of upon whom.
    pub(crate) marks: Vec<f32>,
    pub(crate) layers: Vec<Layer>,
    /// A row to how well its word would be who acts, and upon whom.
    pub(crate) point: Linear,
    /// Root, act and both parties to all else.
    pub(crate) out: Linear,
    pub(crate) types: Vec<&'static str>,
    pub(crate) statuses: Vec<&'static str>,
    /// What is judged: fields of a record, and all of it.
    pub(crate) judged: Vec<&'static str>,
}

/// The label sets of the heads, in the order of their outputs.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) upos: Vec<&'static str>,
    pub(crate) xpos: Vec<&'static str>,
    pub(crate) deprel: Vec<&'static str>,
    pub(crate) names: Vec<&'static str>,
}

impl Weights {
    /// The network in these bytes.
    pub(crate) fn read(bytes: &'static [u8]) -> Result<Self, ModelError> {
        let mut at = Reader { bytes, at: 0 };
        let (magic, header) = at.header(&[MAGIC, MAGIC_BEFORE])?;
        let (wide, inner, case_wide) = (
            header.number("wide")?,
            header.number("inner")?,
            header.number("case")?,
        );
        let (n_pieces, n_positions, n_shapes) = (
            header.number("pieces")?,
            header.number("positions")?,
            header.number("shapes")?,
        );
        let (arc, rel) = (header.number("arc")?, header.number("rel")?);
        let piece_bits = if magic == MAGIC {
            header.number("piece_bits")?
        } else {
            8
        };
        if piece_bits != 6 && piece_bits != 8 {
            return Err(ModelError(format!(
                "its pieces have {piece_bits} bits, and this program reads 6 and 8"
            )));
        }
        let labels = Labels {
            upos: header.list("upos")?,
            xpos: header.list("xpos")?,
            deprel: header.list("deprel")?,
            names: header.list("names")?,
        };
        if wide % HEAD != 0 || wide / HEAD != header.number("heads")? {
            return Err(ModelError(format!(
                "its heads are not {HEAD} wide, as this program has them"
            )));
        }
        if [wide, inner, case_wide, arc, rel]
            .iter()
            .any(|n| n % BLOCK != 0)
        {
            return Err(ModelError(format!(
                "one of its sizes is no multiple of {BLOCK}"
            )));
        }
        let word_wide = wide + case_wide;
        let vocabulary = at.section(header.number("vocabulary")?)?;
        let word = at.rows(n_pieces, wide, piece_bits)?;
        let position = at.rows(n_positions, wide, 8)?;
        let case = at.floats(n_shapes * wide)?;
        let ln = at.norm(wide)?;
        let layers = (0..header.number("layers")?)
            .map(|_| at.layer(wide, inner))
            .collect::<Result<_, ModelError>>()?;
        let relations = header.list("relations").ok();
        let mut weights = Self {
            wide,
            pool: header.number("pool")?,
            n_positions,
            case_wide,
            vocabulary,
            word,
            position,
            case,
            ln,
            layers,
            case_out: at.floats(n_shapes * case_wide)?,
            upos: at.linear(word_wide, labels.upos.len())?,
            xpos: at.linear(word_wide, labels.xpos.len())?,
            names: at.linear(word_wide, labels.names.len())?,
            arc_head: at.linear(word_wide, arc)?,
            arc_dep: at.linear(word_wide, arc)?,
            rel_head: at.linear(word_wide, rel)?,
            rel_dep: at.linear(word_wide, rel)?,
            arc: at.linear(arc, arc)?,
            rel: at.linear(rel, labels.deprel.len() * (rel + 1))?,
            labels,
            relation: None,
        };
        if let Some(labels) = relations {
            let (from, inner) = (
                header.number("relation_from")?,
                header.number("relation_inner")?,
            );
            if from < weights.pool || from > weights.layers.len() || inner % BLOCK != 0 {
                return Err(ModelError(
                    "its head for relations does not fit its encoder".to_owned(),
                ));
            }
            weights.relation = Some(Relation {
                marks: at.floats(2 * wide)?,
                from,
                layers: (0..header.number("relation_layers")?)
                    .map(|_| at.layer(wide, inner))
                    .collect::<Result<_, ModelError>>()?,
                out: at.linear(3 * wide, labels.len())?,
                labels,
            });
        }
        Ok(weights)
    }
}

impl Acts {
    /// The head in these bytes, for rows `wide` values wide.
    pub(crate) fn read(bytes: &'static [u8], wide: usize) -> Result<Self, ModelError> {
        let mut at = Reader { bytes, at: 0 };
        let (_, header) = at.header(&[MAGIC_ACTS])?;
        let inner = header.number("inner")?;
        if header.number("wide")? != wide || inner % BLOCK != 0 {
            return Err(ModelError(
                "its head for acts does not fit its encoder".to_owned(),
            ));
        }
        let (types, statuses, judged) = (
            header.list("types")?,
            header.list("statuses")?,
            header.list("judged")?,
        );
        Ok(Self {
            marks: at.floats(3 * wide)?,
            layers: (0..header.number("layers")?)
                .map(|_| at.layer(wide, inner))
                .collect::<Result<_, ModelError>>()?,
            point: at.linear(wide, 2)?,
            out: at.linear(4 * wide, types.len() + statuses.len() + judged.len())?,
            types,
            statuses,
            judged,
        })
    }
}

struct Header(&'static str);

impl Header {
    fn value(&self, key: &str) -> Result<&'static str, ModelError> {
        self.0
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
            .ok_or_else(|| ModelError(format!("its header lacks '{key}'")))
    }

    fn number(&self, key: &str) -> Result<usize, ModelError> {
        let value = self.value(key)?;
        value
            .parse()
            .map_err(|_| ModelError(format!("its header says {key} = '{value}'")))
    }

    fn list(&self, key: &str) -> Result<Vec<&'static str>, ModelError> {
        Ok(self.value(key)?.split(' ').collect())
    }
}

struct Reader {
    bytes: &'static [u8],
    at: usize,
}

impl Reader {
    /// Which of these magic words the file starts with, and its header.
    fn header(&mut self, magic: &[&[u8]]) -> Result<(&'static [u8], Header), ModelError> {
        let found = self.take(MAGIC.len())?;
        if !magic.contains(&found) {
            return Err(ModelError(
                "it does not start with the magic word".to_owned(),
            ));
        }
        let length = self
            .take(4)?
            .iter()
            .rev()
            .fold(0, |sum, &b| sum << 8 | usize::from(b));
        let header = std::str::from_utf8(self.take(length)?)
            .map_err(|_| ModelError("its header is not text".to_owned()))?;
        Ok((found, Header(header)))
    }

    fn take(&mut self, length: usize) -> Result<&'static [u8], ModelError> {
        let end = self
            .at
            .checked_add(length)
            .filter(|&end| end <= self.bytes.len());
        let end = end.ok_or_else(|| {
            ModelError(format!(
                "it ends at byte {}, in the middle of a section",
                self.bytes.len()
            ))
        })?;
        let part = &self.bytes[self.at..end];
        self.at = end;
        Ok(part)
    }

    fn section(&mut self, length: usize) -> Result<&'static [u8], ModelError> {
        self.at = self.at.next_multiple_of(ALIGN);
        self.take(length)
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.section(4 * n)?;
        Ok(bytes
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    fn integers(&mut self, n: usize) -> Result<Vec<i32>, ModelError> {
        let bytes = self.section(4 * n)?;
        Ok(bytes
            .chunks_exact(4)
            .map(|b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    fn rows(&mut self, n: usize, wide: usize, bits: usize) -> Result<Rows, ModelError> {
        Ok(Rows {
            wide,
            bits,
            scale: self.floats(n)?,
            weight: self.section(n * wide * bits / 8)?,
        })
    }

    fn norm(&mut self, wide: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: self.floats(wide)?,
            bias: self.floats(wide)?,
        })
    }

    fn layer(&mut self, wide: usize, inner: usize) -> Result<Layer, ModelError> {
        Ok(Layer {
            qkv: self.linear(wide, 3 * wide)?,
            o: self.linear(wide, wide)?,
            ln1: self.norm(wide)?,
            up: self.linear(wide, inner)?,
            down: self.linear(inner, wide)?,
            ln2: self.norm(wide)?,
        })
    }

    fn linear(&mut self, n_in: usize, n_out: usize) -> Result<Linear, ModelError> {
        let padded = n_out.div_ceil(BLOCK) * BLOCK;
        Ok(Linear {
            n_in,
            n_out,
            scale: self.floats(padded)?,
            bias: self.floats(padded)?,
            sum: self.integers(padded)?,
            weight: self.section(padded * n_in)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::math;
    use super::Rows;

    /// The values of the second row of a matrix of 8, whose rows of 6 bits are packed by hand.
    #[test]
    fn six_bits_are_unpacked() {
        // A first row of zeros. Then the lower bits of 1 and 32, 31 and 33, 63 and 37, 16 and 48: the values with 32
        // added; then the upper bits of the first, third, fifth and seventh, and of the others.
        const PACKED: &[u8] = b"\0\0\0\0\0\0\x01\x1f\x5f\0\xac\xe5";
        let rows = Rows {
            wide: 8,
            bits: 6,
            scale: vec![1.0, 0.5],
            weight: PACKED,
        };
        let mut out = [0.0; 8];
        rows.unpack(1, &mut out);
        let halves = [-31, -1, 31, -16, 0, 1, 5, 16];
        assert_eq!(out.map(|x| math::round(x * 2.0)), halves);
    }
}
