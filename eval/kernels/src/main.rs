//! Is our kernel ahead of well-kept crates that do the same work?
//!
//! Measures CPU time on one thread: the matrix products of the encoder at 320 rows, as a bare product and as
//! a whole layer (floats in, floats out), and the encoder over 12 sentences of 27 pieces, by our code and by
//! gemm, candle, tract and rten. Then says which integer kernels give exact sums.
//!
//! Weights are random and the same for all. Every contender runs once in each round, in an order that turns,
//! so that noise hits all alike; figures are medians over the rounds.
//!
//! ```text
//! cargo run --release [ROUNDS]
//! ```

mod encoders;
mod model;
mod network;
mod ours;
mod products;

use std::hint::black_box;

use cpu_time::ProcessTime;

use encoders::Batch;
use model::{Dense, Model, Noise};
use products::Contender;

const ROWS: usize = 320;
const SHAPES: [(usize, usize); 4] = [(384, 1152), (384, 384), (384, 1536), (1536, 384)];
const BATCH: Batch = Batch {
    sentences: 12,
    long: 27,
};

fn main() {
    for name in [
        "RAYON_NUM_THREADS",
        "RTEN_NUM_THREADS",
        "CANDLE_NUM_THREADS",
    ] {
        #[expect(unsafe_code, reason = "SAFETY: no other thread runs yet")]
        unsafe {
            std::env::set_var(name, "1");
        }
    }
    let rounds = std::env::args()
        .nth(1)
        .map_or(31, |rounds| rounds.parse().expect("ROUNDS is a number"));
    println!(
        "{}; our kernels: {}; {rounds} rounds\n",
        processor(),
        ours::kernels().join(", ")
    );
    exactness();
    for (n_in, n_out) in SHAPES {
        compare_products(n_in, n_out, rounds);
    }
    compare_encoders(rounds);
}

fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |key: &str| {
        info.lines()
            .find(|line| line.starts_with(key))
            .and_then(|line| line.split(": ").nth(1))
            .unwrap_or("?")
            .to_owned()
    };
    format!(
        "{} (family {}, model {})",
        value("model name"),
        value("cpu family"),
        value("model\t")
    )
}

/// CPU milliseconds of each contender in each round.
fn measure(rounds: usize, contenders: &mut [Box<dyn FnMut() + '_>]) -> Vec<Vec<f64>> {
    let n = contenders.len();
    let mut times = vec![Vec::new(); n];
    for contender in contenders.iter_mut() {
        contender();
    }
    for round in 0..rounds {
        for turn in 0..n {
            let i = (turn + round) % n;
            let start = ProcessTime::now();
            contenders[i]();
            times[i].push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    times
}

/// One line for each contender: median, quartiles, speed, ratio to the first.
fn report(title: &str, macs: usize, names: &[String], times: &[Vec<f64>]) {
    println!("{title}");
    println!(
        "{:36} {:>9} {:>17} {:>8} {:>9}",
        "", "median ms", "quartiles", "GMAC/s", "time/ours"
    );
    let at = |times: &[f64], part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    let ours = at(&times[0], 0.5);
    for (name, times) in names.iter().zip(times) {
        let median = at(times, 0.5);
        println!(
            "{name:36} {median:9.2} {:8.2}-{:8.2} {:8.2} {:9.2}",
            at(times, 0.25),
            at(times, 0.75),
            macs as f64 / median / 1e6,
            median / ours,
        );
    }
    println!();
}

fn compare_products(n_in: usize, n_out: usize, rounds: usize) {
    let noise = &mut Noise(11);
    let dense = Dense::random(noise, n_in, n_out);
    let rows: Vec<f32> = (0..ROWS * n_in).map(|_| noise.float()).collect();
    let expected = expected(&dense, &rows);
    let mut all = products::all(&dense, ROWS);
    for (name, contender) in &mut all {
        contender.prepare(&rows);
        contender.layer(&rows);
        let likeness = cosine(&contender.out(), &expected);
        assert!(
            likeness > 0.999,
            "{name} computes something else: {likeness}"
        );
    }
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    let macs = ROWS * n_in * n_out;
    let mut run = |title: &str, work: &dyn Fn(&mut dyn Contender)| {
        let mut contenders: Vec<Box<dyn FnMut() + '_>> = all
            .iter_mut()
            .map(|(_, contender)| Box::new(move || work(&mut **contender)) as Box<dyn FnMut()>)
            .collect();
        let times = measure(rounds, &mut contenders);
        report(
            &format!("{ROWS} x {n_in} -> {n_out}, {title}"),
            macs,
            &names,
            &times,
        );
    };
    run("the product alone", &|contender| contender.product());
    run("the layer, floats to floats", &|contender| {
        contender.layer(&rows)
    });
}

fn expected(dense: &Dense, rows: &[f32]) -> Vec<f32> {
    let weights = dense.by_output();
    rows.chunks_exact(dense.n_in)
        .flat_map(|row| {
            weights
                .chunks_exact(dense.n_in)
                .zip(&dense.bias)
                .map(move |(weights, bias)| {
                    row.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>() + bias
                })
        })
        .collect()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len(), "two results of one shape");
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn compare_encoders(rounds: usize) {
    let model = Model::random(6);
    let Batch { sentences, long } = BATCH;
    let shape = [sentences, long, model.wide];
    let embedded = ours::Encoder::new(&Model::random(0), sentences, long)
        .encode()
        .to_vec();
    let mut ours = ours::Encoder::new(&model, sentences, long);
    let expected = ours.encode().to_vec();
    type Encode<'a> = Box<dyn FnMut() -> Vec<f32> + 'a>;
    let mut all: Vec<(String, Encode<'_>)> =
        vec![("ours".to_owned(), Box::new(|| ours.encode().to_vec()))];
    for quantised in [true, false] {
        let onnx = encoders::onnx(&model, BATCH, quantised);
        let kind = if quantised { "int8" } else { "f32" };
        match encoders::Rten::new(&onnx, shape) {
            Ok(rten) => {
                let x = &embedded;
                all.push((
                    format!("rten {kind}"),
                    Box::new(move || rten.encode(x).expect("rten runs")),
                ));
            }
            Err(error) => println!("rten refuses the {kind} graph: {error}"),
        }
        match encoders::Tract::new(&onnx, shape) {
            Ok(tract) => {
                let x = &embedded;
                all.push((
                    format!("tract {kind}"),
                    Box::new(move || tract.encode(x).expect("tract runs")),
                ));
            }
            Err(error) => println!("tract refuses the {kind} graph: {error:?}"),
        }
        let candle = encoders::Candle::new(&model, BATCH, quantised).expect("the shapes fit");
        let kind = if quantised { "Q8_0" } else { "f32" };
        let x = &embedded;
        all.push((
            format!("candle {kind}"),
            Box::new(move || candle.encode(x).expect("candle runs")),
        ));
    }
    println!("Likeness to ours (cosine of the features):");
    for (name, encode) in &mut all {
        println!("{name:36} {:9.5}", cosine(&encode(), &expected));
    }
    println!();
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    let mut contenders: Vec<Box<dyn FnMut() + '_>> = all
        .iter_mut()
        .map(|(_, encode)| Box::new(move || drop(black_box(encode()))) as Box<dyn FnMut()>)
        .collect();
    let times = measure(rounds, &mut contenders);
    let dense: usize = model
        .layers
        .iter()
        .flat_map(|l| [&l.qkv, &l.o, &l.up, &l.down])
        .map(|d| d.n_in * d.n_out)
        .sum();
    let attention = model.layers.len() * 2 * long * model.wide;
    let macs = sentences * long * (dense + attention);
    report(
        &format!("The encoder, {sentences} sentences of {long} pieces"),
        macs,
        &names,
        &times,
    );
}

/// Sums of integers against plain Rust, on the values that are hardest on a kernel and on random ones.
fn exactness() {
    let noise = &mut Noise(3);
    let (n_in, n_out, n_rows) = (384, 64, 24);
    println!(
        "Sums that differ from the exact ones, of {}:",
        n_rows * n_out
    );
    for (title, limit, extreme) in [
        ("8-bit inputs, extremes", 255, true),
        ("8-bit inputs, random", 255, false),
        ("7-bit inputs, extremes", 127, true),
        ("7-bit inputs, random", 127, false),
    ] {
        let mut dense = Dense::random(noise, n_in, n_out);
        let mut bytes: Vec<u8> = (0..n_rows * n_in)
            .map(|_| (u16::from(noise.byte()) * (limit + 1) / 256) as u8)
            .collect();
        if extreme {
            dense
                .weight
                .iter_mut()
                .for_each(|w| *w = if *w < 0 { -127 } else { 127 });
            bytes
                .iter_mut()
                .for_each(|b| *b = if noise.byte() < 128 { 0 } else { limit as u8 });
        }
        let wrong = |sums: &[i32], input: &dyn Fn(usize) -> i32| {
            (0..n_rows * n_out)
                .filter(|&at| {
                    let (r, o) = (at / n_out, at % n_out);
                    let sum: i32 = (0..n_in)
                        .map(|i| input(r * n_in + i) * i32::from(dense.weight[o * n_in + i]))
                        .sum();
                    sum != sums[at]
                })
                .count()
        };
        let mut rten = products::Rten::new(&dense, n_rows);
        let zero: Vec<u8> = (0..n_rows).map(|r| (r * 5 % 128) as u8).collect();
        rten.set_bytes(&bytes, &zero);
        rten.run(true);
        let by_row = wrong(&rten.sums, &|i| {
            i32::from(bytes[i]) - i32::from(zero[i / n_in])
        });
        rten.run(false);
        let mut tract = products::Tract::new(&dense, n_rows);
        let signed: Vec<i8> = bytes
            .iter()
            .map(|b| b.wrapping_sub(128).cast_signed())
            .collect();
        tract.set_bytes(&signed);
        tract.product();
        println!(
            "{title:24} rten {:5}, rten with a zero point for each row {by_row:5}, tract {:5}",
            wrong(&rten.sums, &|i| i32::from(bytes[i])),
            wrong(tract.sums(), &|i| i32::from(signed[i])),
        );
    }
    println!(
        "Outputs of our kernels that differ in a bit from the plain one, of {}:",
        n_rows * n_out
    );
    let dense = Dense::random(noise, n_in, n_out);
    let rows: Vec<f32> = (0..n_rows * n_in).map(|_| noise.float()).collect();
    let outs: Vec<Vec<f32>> = (0..ours::kernels().len())
        .map(|kernel| {
            let (mut product, mut out) = (ours::Product::new(&dense, kernel), Vec::new());
            product.quantise(&rows);
            product.multiply(&mut out);
            out
        })
        .collect();
    for (kernel, out) in ours::kernels().iter().zip(&outs) {
        let differ = out
            .iter()
            .zip(&outs[0])
            .filter(|(a, b)| a.to_bits() != b.to_bits())
            .count();
        println!("{kernel:24} {differ}");
    }
    println!();
}
