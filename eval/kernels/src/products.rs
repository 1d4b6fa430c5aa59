//! One affine map by every contender.

use candle_core::quantized::{GgmlDType, QMatMul, QTensor};
use candle_core::{Device, Module};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_tensor::NdTensorView;
use tract_linalg::MmmDispatch;
use tract_linalg::mmm::{AsInputValue, FusedSpec, MMMInputValue, MatMatMul};
use tract_onnx::prelude::{DatumType, Tensor};

use crate::model::Dense;
use crate::ours;

/// Something that multiplies rows with the weights it was made with.
pub trait Contender {
    /// Take rows of floats and bring them into the form that `product` starts from.
    fn prepare(&mut self, rows: &[f32]);
    /// The product alone, of what was prepared.
    fn product(&mut self);
    /// From rows of floats to rows of floats, with scales and bias.
    fn layer(&mut self, rows: &[f32]);
    /// The floats of the last `layer`.
    fn out(&self) -> Vec<f32>;
}

/// All contenders by name, ours first.
pub fn all(dense: &Dense, n_rows: usize) -> Vec<(String, Box<dyn Contender>)> {
    let mut all: Vec<(String, Box<dyn Contender>)> = Vec::new();
    let kernels = ours::kernels();
    // The portable kernel is of interest only where nothing better runs.
    for kernel in (0..kernels.len())
        .rev()
        .filter(|&k| k > 0 || kernels.len() == 1)
    {
        all.push((
            format!("ours {}", kernels[kernel]),
            Box::new(Ours {
                product: ours::Product::new(dense, kernel),
                out: Vec::new(),
            }),
        ));
    }
    let rten = Rten::new(dense, n_rows);
    all.push((
        format!("rten-gemm {}", rten.gemm.kernel_name()),
        Box::new(rten),
    ));
    let tract = Tract::new(dense, n_rows);
    all.push((
        format!("tract-linalg {}", tract.mmm.name()),
        Box::new(tract),
    ));
    all.push((
        "candle QMatMul Q8_0".to_owned(),
        Box::new(Candle::new(dense, n_rows, true)),
    ));
    let rten = RtenFloat::new(dense, n_rows);
    all.push((
        format!("rten-gemm {}", rten.gemm.kernel_name()),
        Box::new(rten),
    ));
    let tract = TractFloat::new(dense, n_rows);
    all.push((
        format!("tract-linalg {}", tract.mmm.name()),
        Box::new(tract),
    ));
    all.push(("gemm f32".to_owned(), Box::new(Gemm::new(dense, n_rows))));
    all.push((
        "candle matmul f32".to_owned(),
        Box::new(Candle::new(dense, n_rows, false)),
    ));
    all
}

struct Ours {
    product: ours::Product,
    out: Vec<f32>,
}

impl Contender for Ours {
    fn prepare(&mut self, rows: &[f32]) {
        self.product.quantise(rows);
    }

    fn product(&mut self) {
        self.product.multiply(&mut self.out);
    }

    fn layer(&mut self, rows: &[f32]) {
        self.prepare(rows);
        self.product();
    }

    fn out(&self) -> Vec<f32> {
        self.out.clone()
    }
}

/// `$work`, compiled for AVX2 too where the processor has it: quantising and scaling around the others'
/// products are ours, and must not slow them down.
macro_rules! widened {
    ($name:ident, $work:ident, ($($arg:ident: $type:ty),*)) => {
        fn $name($($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn on_avx2($($arg: $type),*) {
                    $work($($arg),*)
                }
                if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                    #[expect(unsafe_code, reason = "SAFETY: the features were seen")]
                    return unsafe { on_avx2($($arg),*) };
                }
            }
            $work($($arg),*)
        }
    };
}

/// 7 bits with a zero point for each row: what keeps `vpmaddubsw` from saturating.
#[inline(always)]
fn to_seven_bits_plain(
    rows: &[f32],
    wide: usize,
    bytes: &mut [u8],
    scale: &mut [f32],
    zero: &mut [u8],
) {
    for (r, (row, bytes)) in rows
        .chunks_exact(wide)
        .zip(bytes.chunks_exact_mut(wide))
        .enumerate()
    {
        let low = row.iter().copied().fold(0.0_f32, f32::min);
        let high = row.iter().copied().fold(1e-8_f32, f32::max);
        let inverse = 127.0 / (high - low);
        let shift = (-low * inverse).round_ties_even();
        for (byte, &x) in bytes.iter_mut().zip(row) {
            *byte = ((x * inverse).round_ties_even() + shift) as i32 as u8;
        }
        scale[r] = (high - low) / 127.0;
        zero[r] = shift as u8;
    }
}
widened!(to_seven_bits, to_seven_bits_plain, (rows: &[f32], wide: usize, bytes: &mut [u8], scale: &mut [f32], zero: &mut [u8]));

/// 8 signed bits, no zero point.
#[inline(always)]
fn to_signed_plain(rows: &[f32], wide: usize, bytes: &mut [i8], scale: &mut [f32]) {
    for (r, (row, bytes)) in rows
        .chunks_exact(wide)
        .zip(bytes.chunks_exact_mut(wide))
        .enumerate()
    {
        let max = row.iter().fold(1e-8_f32, |max, x| max.max(x.abs()));
        let inverse = 127.0 / max;
        for (byte, &x) in bytes.iter_mut().zip(row) {
            *byte = (x * inverse).round_ties_even() as i32 as i8;
        }
        scale[r] = max / 127.0;
    }
}
widened!(to_signed, to_signed_plain, (rows: &[f32], wide: usize, bytes: &mut [i8], scale: &mut [f32]));

#[inline(always)]
fn finish_plain(sums: &[i32], row_scale: &[f32], scale: &[f32], bias: &[f32], out: &mut [f32]) {
    let n_out = bias.len();
    for ((sums, out), row_scale) in sums
        .chunks_exact(n_out)
        .zip(out.chunks_exact_mut(n_out))
        .zip(row_scale)
    {
        for (((out, &sum), &scale), &bias) in out.iter_mut().zip(sums).zip(scale).zip(bias) {
            *out = sum as f32 * (row_scale * scale) + bias;
        }
    }
}
widened!(finish, finish_plain, (sums: &[i32], row_scale: &[f32], scale: &[f32], bias: &[f32], out: &mut [f32]));

/// `finish`, with the zero points taken out first; `total` is the sum of each output's weights.
#[inline(always)]
#[expect(
    clippy::too_many_arguments,
    reason = "everything between sums and outputs"
)]
fn finish_from_zero_plain(
    sums: &[i32],
    zero: &[u8],
    total: &[i32],
    row_scale: &[f32],
    scale: &[f32],
    bias: &[f32],
    out: &mut [f32],
) {
    let n_out = bias.len();
    let rows = sums.chunks_exact(n_out).zip(out.chunks_exact_mut(n_out));
    for ((sums, out), (row_scale, &zero)) in rows.zip(row_scale.iter().zip(zero)) {
        let total = &total[..n_out];
        let zero = i32::from(zero);
        for (o, out) in out.iter_mut().enumerate() {
            *out = (sums[o] - zero * total[o]) as f32 * (row_scale * scale[o]) + bias[o];
        }
    }
}
widened!(finish_from_zero, finish_from_zero_plain, (sums: &[i32], zero: &[u8], total: &[i32], row_scale: &[f32], scale: &[f32], bias: &[f32], out: &mut [f32]));

#[inline(always)]
fn add_plain(out: &mut [f32], bias: &[f32]) {
    for out in out.chunks_exact_mut(bias.len()) {
        for (out, bias) in out.iter_mut().zip(bias) {
            *out += bias;
        }
    }
}
widened!(add, add_plain, (out: &mut [f32], bias: &[f32]));

/// The sums of `rten-gemm` for unsigned bytes. Zero points are taken out afterwards: version 0.27 can do it in
/// the product, but takes those of the first rows for all (`exactness` in `main.rs` shows it).
pub struct Rten {
    gemm: GemmExecutor<u8, i8, i32>,
    weights: PackedBMatrix<i8>,
    n_in: usize,
    scale: Vec<f32>,
    bias: Vec<f32>,
    total: Vec<i32>,
    bytes: Vec<u8>,
    row_scale: Vec<f32>,
    zero: Vec<u8>,
    pub sums: Vec<i32>,
    out: Vec<f32>,
}

impl Rten {
    pub fn new(dense: &Dense, n_rows: usize) -> Self {
        let gemm = GemmExecutor::<u8, i8, i32>::default();
        let by_input = dense.integers_by_input();
        let weights = gemm.prepack_b(NdTensorView::from_data(
            [dense.n_in, dense.n_out],
            &by_input[..],
        ));
        Self {
            gemm,
            weights,
            n_in: dense.n_in,
            scale: dense.scale.clone(),
            bias: dense.bias.clone(),
            total: dense
                .weight
                .chunks_exact(dense.n_in)
                .map(|row| row.iter().map(|&w| i32::from(w)).sum())
                .collect(),
            bytes: vec![0; n_rows * dense.n_in],
            row_scale: vec![0.0; n_rows],
            zero: vec![0; n_rows],
            sums: vec![0; n_rows * dense.n_out],
            out: vec![0.0; n_rows * dense.n_out],
        }
    }

    pub fn set_bytes(&mut self, bytes: &[u8], zero: &[u8]) {
        self.bytes.copy_from_slice(bytes);
        self.zero.copy_from_slice(zero);
    }

    /// The product, the zero points taken out by `rten-gemm` or left in.
    pub fn run(&mut self, from_zero: bool) {
        let a = NdTensorView::from_data([self.zero.len(), self.n_in], &self.bytes[..]);
        let options = GemmOptions {
            a_quant: from_zero.then_some(QuantParams {
                zero_point: &self.zero[..],
            }),
            ..GemmOptions::default()
        };
        self.gemm
            .gemm(
                &mut self.sums,
                GemmInputA::Unpacked(a),
                GemmInputB::Packed(&self.weights),
                options,
            )
            .expect("the shapes fit");
    }
}

impl Contender for Rten {
    fn prepare(&mut self, rows: &[f32]) {
        to_seven_bits(
            rows,
            self.n_in,
            &mut self.bytes,
            &mut self.row_scale,
            &mut self.zero,
        );
    }

    fn product(&mut self) {
        self.run(false);
    }

    fn layer(&mut self, rows: &[f32]) {
        self.prepare(rows);
        self.product();
        finish_from_zero(
            &self.sums,
            &self.zero,
            &self.total,
            &self.row_scale,
            &self.scale,
            &self.bias,
            &mut self.out,
        );
    }

    fn out(&self) -> Vec<f32> {
        self.out.clone()
    }
}

struct RtenFloat {
    gemm: GemmExecutor<f32>,
    weights: PackedBMatrix<f32>,
    n_in: usize,
    bias: Vec<f32>,
    rows: Vec<f32>,
    out: Vec<f32>,
}

impl RtenFloat {
    fn new(dense: &Dense, n_rows: usize) -> Self {
        let gemm = GemmExecutor::<f32>::default();
        let by_input = dense.by_input();
        let weights = gemm.prepack_b(NdTensorView::from_data(
            [dense.n_in, dense.n_out],
            &by_input[..],
        ));
        Self {
            gemm,
            weights,
            n_in: dense.n_in,
            bias: dense.bias.clone(),
            rows: vec![0.0; n_rows * dense.n_in],
            out: vec![0.0; n_rows * dense.n_out],
        }
    }
}

impl Contender for RtenFloat {
    fn prepare(&mut self, rows: &[f32]) {
        self.rows.copy_from_slice(rows);
    }

    fn product(&mut self) {
        let n_rows = self.rows.len() / self.n_in;
        self.gemm
            .gemm(
                &mut self.out,
                GemmInputA::Unpacked(NdTensorView::from_data([n_rows, self.n_in], &self.rows[..])),
                GemmInputB::Packed(&self.weights),
                GemmOptions::default(),
            )
            .expect("the shapes fit");
    }

    fn layer(&mut self, rows: &[f32]) {
        let n_rows = rows.len() / self.n_in;
        let options = GemmOptions {
            bias: Some(rten_gemm::BiasVector::Row(&self.bias)),
            ..GemmOptions::default()
        };
        self.gemm
            .gemm(
                &mut self.out,
                GemmInputA::Unpacked(NdTensorView::from_data([n_rows, self.n_in], rows)),
                GemmInputB::Packed(&self.weights),
                options,
            )
            .expect("the shapes fit");
    }

    fn out(&self) -> Vec<f32> {
        self.out.clone()
    }
}

/// Outputs are the rows of the product as tract sees it, so that its tiles store neighbours.
fn tract_run(
    mmm: &dyn MatMatMul,
    packing: usize,
    weights: &dyn MMMInputValue,
    x: &Tensor,
    out: &mut Tensor,
) {
    let (n_rows, n_out) = (out.shape()[0], out.shape()[1]);
    let x = mmm.packings()[packing]
        .1
        .prepare_one(x, 1, 0)
        .expect("rows can be packed");
    #[expect(
        unsafe_code,
        reason = "SAFETY: the shapes are those of `weights`, `x` and `out`"
    )]
    unsafe {
        mmm.run(
            n_out,
            n_rows,
            &[
                FusedSpec::AddMatMul {
                    a: AsInputValue::Borrowed(weights),
                    b: AsInputValue::Borrowed(&*x),
                    packing,
                },
                FusedSpec::Store(mmm.c_view(Some(1), Some(0)).wrap(&out.view_mut())),
            ],
        )
        .expect("the product runs");
    }
}

/// The sums of `tract-linalg` for signed bytes.
pub struct Tract {
    mmm: Box<dyn MatMatMul>,
    weights: Box<dyn MMMInputValue>,
    n_in: usize,
    scale: Vec<f32>,
    bias: Vec<f32>,
    bytes: Tensor,
    row_scale: Vec<f32>,
    sums: Tensor,
    out: Vec<f32>,
}

impl Tract {
    /// Its packings are floats or integers first, bytes second.
    const BYTES: usize = 1;

    pub fn new(dense: &Dense, n_rows: usize) -> Self {
        let mmm = MmmDispatch::native()
            .preferred_kernel(
                DatumType::I32,
                Some(dense.n_out),
                Some(dense.n_in),
                Some(n_rows),
            )
            .expect("there is a kernel for integers");
        let weights = Tensor::from_shape(&[dense.n_out, dense.n_in], &dense.weight)
            .expect("as many weights as the shape says");
        let weights = mmm.packings()[Self::BYTES]
            .0
            .prepare_one(&weights, 1, 0)
            .expect("weights can be packed");
        Self {
            mmm,
            weights,
            n_in: dense.n_in,
            scale: dense.scale.clone(),
            bias: dense.bias.clone(),
            bytes: Tensor::zero::<i8>(&[n_rows, dense.n_in]).expect("room"),
            row_scale: vec![0.0; n_rows],
            sums: Tensor::zero::<i32>(&[n_rows, dense.n_out]).expect("room"),
            out: vec![0.0; n_rows * dense.n_out],
        }
    }

    pub fn set_bytes(&mut self, bytes: &[i8]) {
        let mut to = self.bytes.try_as_plain_ram_mut().expect("plain");
        to.as_slice_mut().expect("bytes").copy_from_slice(bytes);
    }

    pub fn sums(&self) -> &[i32] {
        self.sums
            .try_as_plain_ram()
            .expect("plain")
            .as_slice()
            .expect("integers")
    }
}

impl Contender for Tract {
    fn prepare(&mut self, rows: &[f32]) {
        let mut bytes = self.bytes.try_as_plain_ram_mut().expect("plain");
        let bytes = bytes.as_slice_mut().expect("bytes");
        to_signed(rows, self.n_in, bytes, &mut self.row_scale);
    }

    fn product(&mut self) {
        tract_run(
            &*self.mmm,
            Self::BYTES,
            &*self.weights,
            &self.bytes,
            &mut self.sums,
        );
    }

    fn layer(&mut self, rows: &[f32]) {
        self.prepare(rows);
        self.product();
        let mut out = std::mem::take(&mut self.out);
        finish(
            self.sums(),
            &self.row_scale,
            &self.scale,
            &self.bias,
            &mut out,
        );
        self.out = out;
    }

    fn out(&self) -> Vec<f32> {
        self.out.clone()
    }
}

struct TractFloat {
    mmm: Box<dyn MatMatMul>,
    weights: Box<dyn MMMInputValue>,
    bias: Vec<f32>,
    rows: Tensor,
    out: Tensor,
}

impl TractFloat {
    fn new(dense: &Dense, n_rows: usize) -> Self {
        let mmm = MmmDispatch::native()
            .preferred_kernel(
                DatumType::F32,
                Some(dense.n_out),
                Some(dense.n_in),
                Some(n_rows),
            )
            .expect("there is a kernel for floats");
        let weights = Tensor::from_shape(&[dense.n_out, dense.n_in], &dense.by_output())
            .expect("as many weights as the shape says");
        let weights = mmm.packings()[0]
            .0
            .prepare_one(&weights, 1, 0)
            .expect("weights can be packed");
        Self {
            mmm,
            weights,
            bias: dense.bias.clone(),
            rows: Tensor::zero::<f32>(&[n_rows, dense.n_in]).expect("room"),
            out: Tensor::zero::<f32>(&[n_rows, dense.n_out]).expect("room"),
        }
    }
}

impl Contender for TractFloat {
    fn prepare(&mut self, rows: &[f32]) {
        let mut to = self.rows.try_as_plain_ram_mut().expect("plain");
        to.as_slice_mut().expect("floats").copy_from_slice(rows);
    }

    fn product(&mut self) {
        tract_run(&*self.mmm, 0, &*self.weights, &self.rows, &mut self.out);
    }

    fn layer(&mut self, rows: &[f32]) {
        self.prepare(rows);
        self.product();
        let mut out = self.out.try_as_plain_ram_mut().expect("plain");
        add(out.as_slice_mut().expect("floats"), &self.bias);
    }

    fn out(&self) -> Vec<f32> {
        self.out
            .try_as_plain_ram()
            .expect("plain")
            .as_slice()
            .expect("floats")
            .to_vec()
    }
}

struct Gemm {
    n_in: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    rows: Vec<f32>,
    out: Vec<f32>,
}

impl Gemm {
    fn new(dense: &Dense, n_rows: usize) -> Self {
        Self {
            n_in: dense.n_in,
            weights: dense.by_input(),
            bias: dense.bias.clone(),
            rows: vec![0.0; n_rows * dense.n_in],
            out: vec![0.0; n_rows * dense.n_out],
        }
    }

    fn run(&mut self, rows: &[f32]) {
        let (n_in, n_out, n_rows) = (self.n_in, self.bias.len(), rows.len() / self.n_in);
        #[expect(
            unsafe_code,
            reason = "SAFETY: all three matrices lie row by row and have these shapes"
        )]
        unsafe {
            gemm::gemm(
                n_rows,
                n_out,
                n_in,
                self.out.as_mut_ptr(),
                1,
                n_out as isize,
                false,
                rows.as_ptr(),
                1,
                n_in as isize,
                self.weights.as_ptr(),
                1,
                n_out as isize,
                0.0,
                1.0,
                false,
                false,
                false,
                gemm::Parallelism::None,
            );
        }
    }
}

impl Contender for Gemm {
    fn prepare(&mut self, rows: &[f32]) {
        self.rows.copy_from_slice(rows);
    }

    fn product(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        self.run(&rows);
        self.rows = rows;
    }

    fn layer(&mut self, rows: &[f32]) {
        self.run(rows);
        add(&mut self.out, &self.bias);
    }

    fn out(&self) -> Vec<f32> {
        self.out.clone()
    }
}

struct Candle {
    weights: QMatMul,
    n_in: usize,
    bias: candle_core::Tensor,
    rows: candle_core::Tensor,
    out: candle_core::Tensor,
}

impl Candle {
    fn new(dense: &Dense, n_rows: usize, quantised: bool) -> Self {
        let floats = |values: &[f32], shape: &[usize]| {
            candle_core::Tensor::from_slice(values, shape, &Device::Cpu).expect("room")
        };
        Self {
            weights: candle_weights(dense, quantised),
            n_in: dense.n_in,
            bias: floats(&dense.bias, &[dense.n_out]),
            rows: floats(&vec![0.0; n_rows * dense.n_in], &[n_rows, dense.n_in]),
            out: floats(&[0.0], &[1]),
        }
    }
}

/// Candle's weights of an affine map, as `Q8_0` or as floats.
pub fn candle_weights(dense: &Dense, quantised: bool) -> QMatMul {
    let shape = (dense.n_out, dense.n_in);
    let weights = candle_core::Tensor::from_slice(&dense.by_output(), shape, &Device::Cpu)
        .expect("as many weights as the shape says");
    if quantised {
        let weights = QTensor::quantize(&weights, GgmlDType::Q8_0).expect("rows of whole blocks");
        QMatMul::from_qtensor(weights).expect("a quantised tensor")
    } else {
        QMatMul::Tensor(weights)
    }
}

impl Contender for Candle {
    fn prepare(&mut self, rows: &[f32]) {
        let shape = (rows.len() / self.n_in, self.n_in);
        self.rows = candle_core::Tensor::from_slice(rows, shape, &Device::Cpu).expect("room");
    }

    fn product(&mut self) {
        self.out = self.weights.forward(&self.rows).expect("the shapes fit");
    }

    fn layer(&mut self, _: &[f32]) {
        // The rows are candle's tensor from `prepare`: a program that uses candle has them as such.
        self.out = self
            .weights
            .forward(&self.rows)
            .and_then(|out| out.broadcast_add(&self.bias))
            .expect("the shapes fit");
    }

    fn out(&self) -> Vec<f32> {
        self.out
            .flatten_all()
            .and_then(|out| out.to_vec1())
            .expect("floats")
    }
}
