//! The whole encoder by candle, and as an ONNX graph by rten and tract.

use candle_core::quantized::QMatMul;
use candle_core::{Device, Module, Tensor};
use tract_onnx::prelude::{Framework, InferenceModelExt, IntoRunnable, tvec};

use crate::model::{Dense, Layer, Model, Norm};
use crate::products::candle_weights;

/// How many sentences, how many pieces in each.
#[derive(Clone, Copy)]
pub struct Batch {
    pub sentences: usize,
    pub long: usize,
}

const EPSILON: f32 = 1e-12;

/// The encoder in candle, written as candle's users write one.
pub struct Candle {
    batch: Batch,
    wide: usize,
    heads: usize,
    layers: Vec<CandleLayer>,
}

struct CandleLayer {
    qkv: CandleDense,
    o: CandleDense,
    ln1: (Tensor, Tensor),
    up: CandleDense,
    down: CandleDense,
    ln2: (Tensor, Tensor),
}

struct CandleDense {
    weight: QMatMul,
    bias: Tensor,
}

impl CandleDense {
    fn new(dense: &Dense, quantised: bool) -> candle_core::Result<Self> {
        Ok(Self {
            weight: candle_weights(dense, quantised),
            bias: Tensor::from_slice(&dense.bias, dense.n_out, &Device::Cpu)?,
        })
    }

    fn forward(&self, x: &Tensor) -> candle_core::Result<Tensor> {
        self.weight.forward(x)?.broadcast_add(&self.bias)
    }
}

impl Candle {
    pub fn new(model: &Model, batch: Batch, quantised: bool) -> candle_core::Result<Self> {
        let norm = |norm: &Norm| -> candle_core::Result<(Tensor, Tensor)> {
            Ok((
                Tensor::from_slice(&norm.weight, norm.weight.len(), &Device::Cpu)?,
                Tensor::from_slice(&norm.bias, norm.bias.len(), &Device::Cpu)?,
            ))
        };
        let layers = model
            .layers
            .iter()
            .map(|layer: &Layer| {
                Ok(CandleLayer {
                    qkv: CandleDense::new(&layer.qkv, quantised)?,
                    o: CandleDense::new(&layer.o, quantised)?,
                    ln1: norm(&layer.ln1)?,
                    up: CandleDense::new(&layer.up, quantised)?,
                    down: CandleDense::new(&layer.down, quantised)?,
                    ln2: norm(&layer.ln2)?,
                })
            })
            .collect::<candle_core::Result<_>>()?;
        Ok(Self {
            batch,
            wide: model.wide,
            heads: model.heads,
            layers,
        })
    }

    pub fn encode(&self, x: &[f32]) -> candle_core::Result<Vec<f32>> {
        let Batch { sentences, long } = self.batch;
        let size = self.wide / self.heads;
        let mut x = Tensor::from_slice(x, (sentences * long, self.wide), &Device::Cpu)?;
        for layer in &self.layers {
            let qkv = layer.qkv.forward(&x)?;
            let part = |i: usize| {
                qkv.narrow(1, i * self.wide, self.wide)?
                    .reshape((sentences, long, self.heads, size))?
                    .transpose(1, 2)?
                    .contiguous()
            };
            let (q, k, v) = (
                (part(0)? * (1.0 / (size as f64).sqrt()))?,
                part(1)?,
                part(2)?,
            );
            let weights = candle_nn::ops::softmax_last_dim(&q.matmul(&k.t()?)?)?;
            let attended = weights
                .matmul(&v)?
                .transpose(1, 2)?
                .reshape((sentences * long, self.wide))?;
            let y = (x + layer.o.forward(&attended)?)?;
            x = candle_nn::ops::layer_norm(&y, &layer.ln1.0, &layer.ln1.1, EPSILON)?;
            let inner = layer.up.forward(&x)?.gelu()?;
            let y = (x + layer.down.forward(&inner)?)?;
            x = candle_nn::ops::layer_norm(&y, &layer.ln2.0, &layer.ln2.1, EPSILON)?;
        }
        x.flatten_all()?.to_vec1()
    }
}

/// The encoder in rten.
pub struct Rten {
    model: rten::Model,
    shape: [usize; 3],
}

impl Rten {
    pub fn new(onnx: &[u8], shape: [usize; 3]) -> Result<Self, rten::LoadError> {
        let mut options = rten::ModelOptions::with_all_ops();
        options.prepack_weights(true);
        Ok(Self {
            model: options.load(onnx.to_vec())?,
            shape,
        })
    }

    pub fn encode(&self, x: &[f32]) -> Result<Vec<f32>, rten::RunError> {
        let x = rten_tensor::NdTensorView::from_data(self.shape, x);
        let out = self.model.run_one(x.into(), None)?;
        match out {
            rten::Value::FloatTensor(out) => Ok(out.into_data()),
            _ => unreachable!("the graph ends in floats"),
        }
    }
}

/// The encoder in tract.
pub struct Tract {
    model: std::sync::Arc<tract_onnx::prelude::TypedRunnableModel>,
    shape: [usize; 3],
}

impl Tract {
    pub fn new(mut onnx: &[u8], shape: [usize; 3]) -> tract_onnx::prelude::TractResult<Self> {
        let model = tract_onnx::onnx()
            .model_for_read(&mut onnx)?
            .into_optimized()?
            .into_runnable()?;
        Ok(Self { model, shape })
    }

    pub fn encode(&self, x: &[f32]) -> tract_onnx::prelude::TractResult<Vec<f32>> {
        let x = tract_onnx::prelude::Tensor::from_shape(&self.shape, x)?;
        let out = self.model.run(tvec!(x.into()))?;
        Ok(out[0].try_as_plain_ram()?.as_slice::<f32>()?.to_vec())
    }
}

const FLOAT: u64 = 1;
const INT8: u64 = 3;
const INT64: u64 = 7;

/// The encoder as an ONNX file, with floats or with `DynamicQuantizeLinear` and `MatMulInteger`.
pub fn onnx(model: &Model, batch: Batch, quantised: bool) -> Vec<u8> {
    let Batch { sentences, long } = batch;
    let (wide, heads) = (model.wide, model.heads);
    let size = wide / heads;
    let mut graph = Graph {
        quantised,
        ..Graph::default()
    };
    let mut x = "x".to_owned();
    let split = graph.integers(&[wide; 3]);
    let apart = graph.integers(&[sentences, long, heads, size]);
    let together = graph.integers(&[sentences, long, wide]);
    let scale = graph.floats(&[1.0 / (size as f32).sqrt()], &[]);
    for layer in &model.layers {
        let qkv = graph.dense(&x, &layer.qkv);
        let qkv = graph.nodes("Split", &[&qkv, &split], vec![integer("axis", 2)], 3);
        let [q, k, v] =
            [(0, [0, 2, 1, 3]), (1, [0, 2, 3, 1]), (2, [0, 2, 1, 3])].map(|(i, order)| {
                let part = graph.node("Reshape", &[&qkv[i], &apart], vec![]);
                graph.node("Transpose", &[&part], vec![integers("perm", &order)])
            });
        let weights = graph.node("MatMul", &[&q, &k], vec![]);
        let weights = graph.node("Mul", &[&weights, &scale], vec![]);
        let weights = graph.node("Softmax", &[&weights], vec![integer("axis", -1)]);
        let y = graph.node("MatMul", &[&weights, &v], vec![]);
        let y = graph.node("Transpose", &[&y], vec![integers("perm", &[0, 2, 1, 3])]);
        let y = graph.node("Reshape", &[&y, &together], vec![]);
        let y = graph.dense(&y, &layer.o);
        x = graph.norm(&x, &y, &layer.ln1);
        let y = graph.dense(&x, &layer.up);
        let y = graph.node("Gelu", &[&y], vec![text("approximate", "tanh")]);
        let y = graph.dense(&y, &layer.down);
        x = graph.norm(&x, &y, &layer.ln2);
    }
    graph.file(&x, &[sentences, long, wide])
}

#[derive(Default)]
struct Graph {
    quantised: bool,
    nodes: Vec<Message>,
    constants: Vec<Message>,
    n_names: usize,
}

impl Graph {
    fn name(&mut self) -> String {
        self.n_names += 1;
        format!("v{}", self.n_names)
    }

    fn nodes(
        &mut self,
        op: &str,
        inputs: &[&str],
        attributes: Vec<Message>,
        n_out: usize,
    ) -> Vec<String> {
        let outputs: Vec<String> = (0..n_out).map(|_| self.name()).collect();
        let mut node = Message::default();
        for input in inputs {
            node.text(1, input);
        }
        for output in &outputs {
            node.text(2, output);
        }
        node.text(3, &format!("{op}_{}", outputs[0])).text(4, op);
        for attribute in &attributes {
            node.message(5, attribute);
        }
        self.nodes.push(node);
        outputs
    }

    fn node(&mut self, op: &str, inputs: &[&str], attributes: Vec<Message>) -> String {
        self.nodes(op, inputs, attributes, 1).swap_remove(0)
    }

    fn constant(&mut self, kind: u64, dims: &[usize], bytes: &[u8]) -> String {
        let name = self.name();
        let mut tensor = Message::default();
        for &dim in dims {
            tensor.number(1, dim as u64);
        }
        tensor.number(2, kind).text(8, &name).bytes(9, bytes);
        self.constants.push(tensor);
        name
    }

    fn floats(&mut self, values: &[f32], dims: &[usize]) -> String {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.constant(FLOAT, dims, &bytes)
    }

    fn integers(&mut self, values: &[usize]) -> String {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|&v| (v as u64).to_le_bytes())
            .collect();
        self.constant(INT64, &[values.len()], &bytes)
    }

    fn bytes(&mut self, values: &[i8], dims: &[usize]) -> String {
        let bytes: Vec<u8> = values.iter().map(|v| v.cast_unsigned()).collect();
        self.constant(INT8, dims, &bytes)
    }

    fn dense(&mut self, x: &str, dense: &Dense) -> String {
        let shape = [dense.n_in, dense.n_out];
        let product = if self.quantised {
            let x = self.nodes("DynamicQuantizeLinear", &[x], vec![], 3);
            let weights = self.bytes(&dense.integers_by_input(), &shape);
            let zero = self.bytes(&[0], &[]);
            let sums = self.node("MatMulInteger", &[&x[0], &weights, &x[2], &zero], vec![]);
            let sums = self.node("Cast", &[&sums], vec![integer("to", FLOAT as i64)]);
            let scale = self.floats(&dense.scale, &[dense.n_out]);
            let scale = self.node("Mul", &[&x[1], &scale], vec![]);
            self.node("Mul", &[&sums, &scale], vec![])
        } else {
            let weights = self.floats(&dense.by_input(), &shape);
            self.node("MatMul", &[x, &weights], vec![])
        };
        let bias = self.floats(&dense.bias, &[dense.n_out]);
        self.node("Add", &[&product, &bias], vec![])
    }

    fn norm(&mut self, x: &str, y: &str, norm: &Norm) -> String {
        let sum = self.node("Add", &[x, y], vec![]);
        let weight = self.floats(&norm.weight, &[norm.weight.len()]);
        let bias = self.floats(&norm.bias, &[norm.bias.len()]);
        let mut epsilon = Message::default();
        epsilon.text(1, "epsilon").float(2, EPSILON).number(20, 1);
        self.node(
            "LayerNormalization",
            &[&sum, &weight, &bias],
            vec![integer("axis", -1), epsilon],
        )
    }

    fn file(self, out: &str, shape: &[usize]) -> Vec<u8> {
        let mut graph = Message::default();
        for node in &self.nodes {
            graph.message(1, node);
        }
        graph.text(2, "encoder");
        for constant in &self.constants {
            graph.message(5, constant);
        }
        graph
            .message(11, &value("x", shape))
            .message(12, &value(out, shape));
        let mut operators = Message::default();
        operators.text(1, "").number(2, 20);
        let mut model = Message::default();
        model.number(1, 9).message(7, &graph).message(8, &operators);
        model.0
    }
}

/// An input or output of the graph.
fn value(name: &str, shape: &[usize]) -> Message {
    let mut dims = Message::default();
    for &n in shape {
        let mut dim = Message::default();
        dim.number(1, n as u64);
        dims.message(1, &dim);
    }
    let mut tensor = Message::default();
    tensor.number(1, FLOAT).message(2, &dims);
    let mut kind = Message::default();
    kind.message(1, &tensor);
    let mut value = Message::default();
    value.text(1, name).message(2, &kind);
    value
}

fn integer(name: &str, i: i64) -> Message {
    let mut attribute = Message::default();
    attribute
        .text(1, name)
        .number(3, i.cast_unsigned())
        .number(20, 2);
    attribute
}

fn integers(name: &str, all: &[u64]) -> Message {
    let mut attribute = Message::default();
    attribute.text(1, name).number(20, 7);
    for &i in all {
        attribute.number(8, i);
    }
    attribute
}

fn text(name: &str, s: &str) -> Message {
    let mut attribute = Message::default();
    attribute.text(1, name).text(4, s).number(20, 3);
    attribute
}

/// A protobuf message; the numbers of the fields are those of `onnx.proto`. Lists of numbers are not packed:
/// rten reads them only so.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value > 127 {
            self.0.push(value as u8 | 128);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn number(&mut self, field: u64, value: u64) -> &mut Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    fn float(&mut self, field: u64, value: f32) -> &mut Self {
        self.varint(field << 3 | 5);
        self.0.extend(value.to_le_bytes());
        self
    }

    fn bytes(&mut self, field: u64, value: &[u8]) -> &mut Self {
        self.varint(field << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend(value);
        self
    }

    fn text(&mut self, field: u64, value: &str) -> &mut Self {
        self.bytes(field, value.as_bytes())
    }

    fn message(&mut self, field: u64, value: &Self) -> &mut Self {
        self.bytes(field, &value.0)
    }
}
