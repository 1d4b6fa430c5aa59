//! Random weights in the shape of the encoder, the same in every run.

/// A small generator.
pub struct Noise(pub u32);

impl Noise {
    pub fn byte(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 24) as u8
    }

    /// In -127..=127.
    pub fn weight(&mut self) -> i8 {
        self.byte().max(1).wrapping_sub(128).cast_signed()
    }

    /// Roughly normal, with a standard deviation near 1.
    pub fn float(&mut self) -> f32 {
        let sum: i32 = (0..4).map(|_| i32::from(self.weight())).sum();
        sum as f32 / 147.0
    }
}

/// An affine map: `out[o] = x · weight[o] · scale[o] + bias[o]`.
pub struct Dense {
    pub n_in: usize,
    pub n_out: usize,
    /// One row for each output.
    pub weight: Vec<i8>,
    pub scale: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Dense {
    pub fn random(noise: &mut Noise, n_in: usize, n_out: usize) -> Self {
        let scale = 1.0 / (73.0 * (n_in as f32).sqrt());
        Self {
            n_in,
            n_out,
            weight: (0..n_in * n_out).map(|_| noise.weight()).collect(),
            scale: (0..n_out)
                .map(|_| scale * (1.0 + 0.1 * noise.float()))
                .collect(),
            bias: (0..n_out).map(|_| 0.1 * noise.float()).collect(),
        }
    }

    /// The weights as floats, one row for each output.
    pub fn by_output(&self) -> Vec<f32> {
        self.weight
            .chunks_exact(self.n_in)
            .zip(&self.scale)
            .flat_map(|(row, scale)| row.iter().map(move |&w| f32::from(w) * scale))
            .collect()
    }

    /// The weights as floats, one row for each input.
    pub fn by_input(&self) -> Vec<f32> {
        transposed(&self.by_output(), self.n_out, self.n_in)
    }

    /// The integer weights, one row for each input.
    pub fn integers_by_input(&self) -> Vec<i8> {
        transposed(&self.weight, self.n_out, self.n_in)
    }
}

fn transposed<T: Copy>(from: &[T], rows: usize, columns: usize) -> Vec<T> {
    (0..columns)
        .flat_map(|c| (0..rows).map(move |r| from[r * columns + c]))
        .collect()
}

pub struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Norm {
    fn random(noise: &mut Noise, wide: usize) -> Self {
        Self {
            weight: (0..wide).map(|_| 1.0 + 0.1 * noise.float()).collect(),
            bias: (0..wide).map(|_| 0.1 * noise.float()).collect(),
        }
    }
}

pub struct Layer {
    pub qkv: Dense,
    pub o: Dense,
    pub ln1: Norm,
    pub up: Dense,
    pub down: Dense,
    pub ln2: Norm,
}

pub struct Model {
    pub wide: usize,
    pub heads: usize,
    pub words: Vec<i8>,
    pub positions: Vec<i8>,
    pub ln: Norm,
    pub layers: Vec<Layer>,
}

impl Model {
    pub fn random(n_layers: usize) -> Self {
        let (wide, inner) = (384, 1536);
        let noise = &mut Noise(7);
        Self {
            wide,
            heads: 12,
            words: (0..1000 * wide).map(|_| noise.weight()).collect(),
            positions: (0..64 * wide).map(|_| noise.weight()).collect(),
            ln: Norm::random(noise, wide),
            layers: (0..n_layers)
                .map(|_| Layer {
                    qkv: Dense::random(noise, wide, 3 * wide),
                    o: Dense::random(noise, wide, wide),
                    ln1: Norm::random(noise, wide),
                    up: Dense::random(noise, wide, inner),
                    down: Dense::random(noise, inner, wide),
                    ln2: Norm::random(noise, wide),
                })
                .collect(),
        }
    }
}
