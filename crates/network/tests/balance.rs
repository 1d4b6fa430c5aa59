//! Graphs by hand, graphs small enough to try every split, and the Correlates of War networks where they lie beside the
//! checkout.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use network::balance::Balance;
use network::frustration::{frustration, split};
use network::graph::{Builder, Irregular, SignedGraph};

/// Numbers that are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn graph(edges: &[(String, String, bool)]) -> (SignedGraph, Irregular) {
    let mut builder = Builder::default();
    for (a, b, positive) in edges {
        builder.add(a, b, *positive);
    }
    builder.build()
}

fn measured(edges: &[(String, String, bool)]) -> String {
    let (graph, irregular) = graph(edges);
    let balance = Balance::of(&graph, &|| 0.0);
    let number = |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| format!("{x:.3}"));
    let index = balance.frustration.index();
    let mut line = format!(
        "=> vertices {}, edges {}, T {}, W {}, L {}",
        graph.names().len(),
        graph.edges().len(),
        number(balance.triangles.balance()),
        number(balance.walks.map(|w| w.balance)),
        index.map_or_else(|| "?".to_owned(), |i| i.to_string()),
    );
    for (name, count) in [
        ("loops", irregular.loops.len()),
        ("twice", irregular.repeated.len()),
        ("both", irregular.contradicting.len()),
    ] {
        if count > 0 {
            let _ = write!(line, ", {name} {count}");
        }
    }
    line
}

#[test]
fn graphs_by_hand() {
    let mut sections = include_str!("balance.cases").split("\n## ");
    sections.next();
    let mut count = 0;
    for section in sections {
        let (name, body) = section.split_once('\n').expect("a section has lines");
        let edges: Vec<_> = body
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with("=>"))
            .map(|l| {
                let cells: Vec<&str> = l.split(' ').collect();
                (cells[0].to_owned(), cells[1].to_owned(), cells[2] == "1")
            })
            .collect();
        let wanted = body.lines().find(|l| l.starts_with("=>"));
        assert_eq!(Some(measured(&edges).as_str()), wanted, "{name}");
        count += 1;
    }
    assert!(count > 10, "{count} sections");
}

/// Every split, one after the other.
fn brute(graph: &SignedGraph) -> u64 {
    let n = graph.names().len();
    (0..1u32 << n.saturating_sub(1))
        .map(|split| {
            let side = |v: u32| split >> v & 1;
            let bad = |e: &&network::graph::Edge| (side(e.a) == side(e.b)) != e.positive;
            graph.edges().iter().filter(bad).count() as u64
        })
        .min()
        .unwrap_or(0)
}

#[test]
fn the_index_is_that_of_the_best_of_all_splits() {
    let mut chance = Chance(11);
    for round in 0..400 {
        let n = 2 + chance.below(12);
        let density = 1 + chance.below(10);
        let hostile = 1 + chance.below(9);
        let mut edges = Vec::new();
        for a in 0..n {
            for b in 0..a {
                if chance.below(10) < density {
                    let positive = chance.below(10) >= hostile;
                    edges.push((format!("v{a:02}"), format!("v{b:02}"), positive));
                }
            }
        }
        let (graph, _) = graph(&edges);
        let found = frustration(&graph, &|| 0.0);
        assert_eq!(
            found.index(),
            Some(brute(&graph)),
            "round {round}: {edges:?}"
        );
        let violated = graph.edges().iter().filter(|e| found.violates(**e)).count();
        assert_eq!(
            found.upper, violated as u64,
            "round {round}: the camps are those of the index"
        );
    }
}

#[test]
fn bounds_hold_when_the_budget_is_spent_at_once() {
    let mut chance = Chance(5);
    for _ in 0..30 {
        let mut edges = Vec::new();
        for a in 0..13 {
            for b in 0..a {
                edges.push((format!("v{a:02}"), format!("v{b:02}"), chance.below(2) == 0));
            }
        }
        let (graph, _) = graph(&edges);
        let best = brute(&graph);
        for after in [0u32, 1, 3, 10, 100] {
            let asked = std::cell::Cell::new(0);
            let found = frustration(&graph, &|| {
                asked.set(asked.get() + 1);
                if asked.get() > after { 1.0 } else { 0.0 }
            });
            assert!(
                found.lower <= best && best <= found.upper,
                "{best} in {found:?}"
            );
        }
    }
}

#[test]
fn a_split_without_proof_has_bounds_that_hold() {
    let mut chance = Chance(9);
    let mut worse = 0;
    for size in 4..60 {
        let edges: Vec<_> = (0..size * 3)
            .map(|_| {
                let (a, b) = (chance.below(size), chance.below(size));
                (format!("v{a}"), format!("v{b}"), chance.below(5) > 1)
            })
            .collect();
        let (graph, _) = graph(&edges);
        let (good, best) = (split(&graph), frustration(&graph, &|| 0.0));
        let index = best.index().expect("it is proven");
        let violated = graph.edges().iter().filter(|e| good.violates(**e)).count();
        assert_eq!(good.upper, violated as u64, "{size}");
        assert!(good.lower <= index && index <= good.upper, "{size}");
        worse += u32::from(good.upper > index);
    }
    assert!(worse <= 2, "{worse} of 56 are not the best");
}

#[test]
fn the_order_of_edges_changes_nothing() {
    let mut chance = Chance(3);
    let mut edges = Vec::new();
    for _ in 0..150 {
        let (a, b) = (chance.below(40), chance.below(40));
        edges.push((format!("v{a}"), format!("v{b}"), chance.below(3) > 0));
    }
    let first = format!("{:?}", Balance::of(&graph(&edges).0, &|| 0.0));
    for _ in 0..5 {
        for i in (1..edges.len()).rev() {
            let j = usize::try_from(chance.below(i as u64 + 1)).expect("it is small");
            edges.swap(i, j);
            if chance.below(2) == 0 {
                let (a, b, positive) = edges[i].clone();
                edges[i] = (b, a, positive);
            }
        }
        assert_eq!(
            format!("{:?}", Balance::of(&graph(&edges).0, &|| 0.0)),
            first
        );
    }
}

#[test]
fn the_networks_of_the_correlates_of_war() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/balance");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(table), Some(reference)) = (read("cow-networks.tsv"), read("cow-reference.tsv"))
    else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let table = network::edges::read(&table).expect("it has its columns");
    assert_eq!(table.faults, []);
    let mut wanted: BTreeMap<&str, Vec<&str>> = reference
        .lines()
        .filter(|l| !l.starts_with('#') && !l.starts_with("window"))
        .map(|l| l.split('\t').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells[1..9].to_vec()))
        .collect();
    for (window, builder) in table.windows {
        let (graph, _) = builder.build();
        let balance = Balance::of(&graph, &|| 0.0);
        let three = |x: Option<f64>| format!("{:.3}", x.expect("there are triangles and edges"));
        let got = [
            graph.names().len().to_string(),
            graph.edges().len().to_string(),
            graph.negative().to_string(),
            balance.triangles.total().to_string(),
            three(balance.triangles.balance()),
            three(balance.walks.as_ref().map(|w| w.balance)),
            balance
                .frustration
                .index()
                .expect("it is proven")
                .to_string(),
            three(balance.normalised_frustration(&graph)),
        ];
        let mut cells = wanted.remove(window.as_str()).expect("it has a reference");
        // The reference drops the last zeros of T and W.
        let padded: Vec<String> = cells[4..6]
            .iter()
            .map(|c| format!("{:.3}", c.parse::<f64>().expect("it is a number")))
            .collect();
        cells[4] = &padded[0];
        cells[5] = &padded[1];
        assert_eq!(got.map(|g| g), *cells, "{window}");
    }
    assert!(wanted.is_empty(), "{wanted:?}");
}
