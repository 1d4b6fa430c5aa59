//! `legation balance`: how balanced a signed network is by several measures, its camps, and where it is not balanced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use network::balance::Balance;
use network::balance::triangle::{self, Triangle};
use network::edges;
use network::graph::{Irregular, SignedGraph};
use network::ledger::Ledger;
use network::scene::Scene;
use network::window::Tie;
use serde::Serialize;

use super::cite::{self, Happening};
use super::relations;
use crate::args::{BalanceArgs, TableFormat};
use crate::output::{self, Paint};
use crate::source::Source;

pub(crate) fn run(args: &BalanceArgs) -> Result<bool> {
    if let (Some(_), None) = (&args.network, &args.events) {
        bail!("--network writes what events say; with --edges there are none");
    }
    let mut fine = true;
    let (mut networks, mut source) = match (&args.edges, &args.events) {
        (Some(edges), _) => {
            let (networks, all) = read(edges)?;
            fine &= all;
            (networks, None)
        }
        (None, events) => {
            let path = events.as_deref().unwrap_or(Path::new("-"));
            let mut source = Source::open(path)?;
            let networks = of_events(args, &mut source)?;
            fine &= source.fine() && networks.iter().any(|n| !n.graph.names().is_empty());
            (networks, Some(source))
        }
    };
    let windows = networks.len() > 1 || networks.iter().any(|n| !n.window.is_empty());
    let mut out = BufWriter::new(io::stdout());
    let mut reports = Vec::new();
    let mut balances = Vec::new();
    for network in &mut networks {
        let started = Instant::now();
        let balance = Balance::of(&network.graph, &|| {
            started.elapsed().as_secs_f64() / args.time_limit
        });
        let top = match args.format {
            TableFormat::Table => args.top,
            TableFormat::Json => MOST_TRIANGLES,
            TableFormat::Csv => 0,
        };
        network.unbalanced = triangle::unbalanced(&network.graph, network.weights.as_deref(), top);
        if let Some(source) = &mut source {
            network.explain(source)?;
        }
        balances.push(balance);
    }
    if let Some(path) = &args.plot {
        relations::write_plot(&plot(&networks, &balances), path)?;
    }
    for (network, balance) in networks.iter().zip(&balances) {
        match args.format {
            TableFormat::Table => table(&mut out, network, balance, args.top)?,
            _ => reports.push(Report::of(network, balance)),
        }
    }
    match args.format {
        TableFormat::Table => {}
        TableFormat::Json => {
            if windows {
                serde_json::to_writer_pretty(&mut out, &reports)?;
            } else {
                for report in &reports {
                    serde_json::to_writer_pretty(&mut out, report)?;
                }
            }
            writeln!(out)?;
        }
        TableFormat::Csv => csv(&mut out, &reports)?,
    }
    out.flush()?;
    Ok(fine)
}

/// One network as a picture, several as measures over time.
fn plot(networks: &[Measured], balances: &[Balance]) -> Scene {
    if let ([network], [balance]) = (networks, balances) {
        let weights = network.weights.as_deref();
        let camps = &balance.frustration;
        return relations::network_scene(&network.graph, camps, weights, &network.window);
    }
    let labels: Vec<String> = networks.iter().map(|n| n.window.clone()).collect();
    let of = |value: &dyn Fn(&Balance, &SignedGraph) -> Option<f64>| -> Vec<Option<f64>> {
        let pairs = balances.iter().zip(networks);
        pairs.map(|(b, n)| value(b, &n.graph)).collect()
    };
    let measures = [
        ("triangle balance", of(&|b, _| b.triangles.balance())),
        (
            "walk balance",
            of(&|b, _| b.walks.as_ref().map(|w| w.balance)),
        ),
        ("1 - 2 L / m", of(&Balance::normalised_frustration)),
        (
            "weak triangle balance",
            of(&|b, _| b.triangles.weak_balance()),
        ),
    ];
    network::chart::measures("Balance by window", &labels, &measures)
}

/// A network to measure.
#[derive(Debug, Default)]
struct Measured {
    window: String,
    graph: SignedGraph,
    irregular: Irregular,
    /// By how much one side outweighs the other, and how stable the sign is, for each edge; for events only.
    weights: Option<Vec<f64>>,
    stability: Vec<f64>,
    unbalanced: Vec<Triangle>,
    /// For the edges of those triangles, the handles of the happenings that made them.
    keys: BTreeMap<usize, Vec<Vec<u32>>>,
    reasons: BTreeMap<usize, Vec<Happening>>,
    /// Ties without a sign.
    even: usize,
    ledger: Option<Rc<Ledger>>,
    made: Option<(
        network::window::Network,
        network::window::Options,
        Vec<usize>,
    )>,
}

/// Happenings told for an edge.
const REASONS: usize = 3;

impl Measured {
    /// Find the happenings that made the edges of the unbalanced triangles.
    fn explain(&mut self, source: &mut Source) -> Result<()> {
        let (Some(ledger), Some((network, options, ties))) = (&self.ledger, &self.made) else {
            return Ok(());
        };
        let edges: BTreeSet<usize> = self.unbalanced.iter().flat_map(|t| t.edges).collect();
        for edge in edges {
            let tie = &network.ties[ties[edge]];
            let keys = network.reasons(ledger, tie, options, REASONS);
            self.keys.insert(edge, keys);
        }
        let groups: Vec<&[u32]> = self.keys.values().flatten().map(Vec::as_slice).collect();
        let mut told = source.cite(&groups)?.into_iter();
        for (&edge, all) in &self.keys {
            let told = told.by_ref().take(all.len()).flatten().collect();
            self.reasons.insert(edge, told);
        }
        Ok(())
    }
}

/// The networks of events: one, or one for each period.
fn of_events(args: &BalanceArgs, source: &mut Source) -> Result<Vec<Measured>> {
    let ledger = Rc::new(source.gather(&args.selection.options(false), args.selection.threads)?);
    cite::tell(&ledger.counts);
    let whole = relations::window(&args.selection, args.min_happenings);
    let windows: Vec<(String, network::window::Options)> = match (args.by, ledger.days()) {
        (Some(by), Some((first, last))) => {
            let step = by.step();
            let (first, last) = (step.of(first), step.of(last));
            if usize::try_from(last - first).is_ok_and(|n| n >= MOST_WINDOWS) {
                bail!(
                    "from {} to {} there are more than {MOST_WINDOWS} periods; choose a window or a longer step",
                    step.label(first),
                    step.label(last)
                );
            }
            let window = |period: i32| network::window::Options {
                from: Some(step.first(period)),
                to: Some(step.last(period)),
                ..whole
            };
            (first..=last).map(|p| (step.label(p), window(p))).collect()
        }
        _ => vec![(String::new(), whole)],
    };
    let mut all = Vec::new();
    for (window, options) in windows {
        let network = network::window::network(&ledger, &options);
        if let Some(path) = args.network.as_ref().filter(|_| window.is_empty()) {
            relations::write_network(&network, path)?;
        }
        let (graph, ties) = network.signed();
        let of = |value: fn(&Tie) -> f64| ties.iter().map(|&t| value(&network.ties[t])).collect();
        all.push(Measured {
            window,
            graph,
            weights: Some(of(|t| t.weight)),
            stability: of(|t| t.stability),
            even: network.ties.iter().filter(|t| t.sign == 0).count(),
            ledger: Some(Rc::clone(&ledger)),
            made: Some((network, options, ties)),
            ..Measured::default()
        });
    }
    if all.iter().all(|n| n.graph.names().is_empty()) {
        output::note("no event between two actors was counted");
    }
    Ok(all)
}

/// Windows that one run measures.
const MOST_WINDOWS: usize = 2_000;

/// The networks of a table of edges; lines that cannot be used are told.
fn read(path: &Path) -> Result<(Vec<Measured>, bool)> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}: it cannot be read"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{name}: it is no UTF-8 text"))?;
    let table = match edges::read(&text) {
        Ok(table) => table,
        Err(fault) => bail!("{name}: {fault}"),
    };
    for fault in &table.faults {
        output::note(&format!("{name}: {fault}"));
    }
    let mut networks = Vec::new();
    for (window, builder) in table.windows {
        let (graph, irregular) = builder.build();
        tell(&name.to_string(), &window, &irregular);
        networks.push(Measured {
            window,
            graph,
            irregular,
            ..Measured::default()
        });
    }
    if networks.iter().all(|n| n.graph.names().is_empty()) {
        output::note(&format!("{name}: it holds no edge that can be used"));
    }
    Ok((networks, table.faults.is_empty()))
}

fn tell(name: &str, window: &str, irregular: &Irregular) {
    let at = if window.is_empty() {
        name.to_owned()
    } else {
        format!("{name}, window {window}")
    };
    let pairs = |pairs: &[(String, String)]| {
        let all: Vec<String> = pairs.iter().map(|(a, b)| format!("{a} – {b}")).collect();
        some(&all)
    };
    if !irregular.loops.is_empty() {
        let all = some(&irregular.loops);
        output::note(&format!(
            "{at}: edges from an actor to itself are left out: {all}"
        ));
    }
    if !irregular.contradicting.is_empty() {
        let all = pairs(&irregular.contradicting);
        output::note(&format!(
            "{at}: pairs with both signs have none and are left out: {all}"
        ));
    }
    if !irregular.repeated.is_empty() {
        let all = pairs(&irregular.repeated);
        output::note(&format!(
            "{at}: pairs told more than once count once: {all}"
        ));
    }
}

/// The first few of a list.
fn some(all: &[String]) -> String {
    const SHOWN: usize = 8;
    if all.len() <= SHOWN {
        all.join(", ")
    } else {
        format!("{} and {} more", all[..SHOWN].join(", "), all.len() - SHOWN)
    }
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    window: &'a str,
    vertices: usize,
    edges: usize,
    positive_edges: usize,
    negative_edges: usize,
    components: usize,
    triangles: usize,
    balanced_triangles: usize,
    triangle_balance: Option<f64>,
    walk_balance: Option<f64>,
    frustration_index: Option<u64>,
    frustration_bounds: [u64; 2],
    normalised_frustration: Option<f64>,
    weak_triangle_balance: Option<f64>,
    blocs: Vec<BlocReport<'a>>,
    camps: Vec<Vec<&'a str>>,
    violated_edges: Vec<EdgeReport<'a>>,
    actors: Vec<ActorReport<'a>>,
    unbalanced_triangles: Vec<TriangleReport<'a>>,
    left_out: LeftOut<'a>,
}

#[derive(Debug, Serialize)]
struct BlocReport<'a> {
    k: usize,
    violated: usize,
    bounds: [usize; 2],
    negative_within: usize,
    positive_between: usize,
    blocs: Vec<Vec<&'a str>>,
}

#[derive(Debug, Serialize)]
struct EdgeReport<'a> {
    a: &'a str,
    b: &'a str,
    sign: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    happenings: Option<&'a [Happening]>,
}

#[derive(Debug, Serialize)]
struct ActorReport<'a> {
    name: &'a str,
    camp: u8,
    positive_edges: usize,
    negative_edges: usize,
    triangles: usize,
    triangle_balance: Option<f64>,
    walk_balance: Option<f64>,
    violated_edges: usize,
}

#[derive(Debug, Serialize)]
struct TriangleReport<'a> {
    actors: [&'a str; 3],
    edges: Vec<EdgeReport<'a>>,
}

#[derive(Debug, Serialize)]
struct LeftOut<'a> {
    loops: &'a [String],
    contradicting: &'a [(String, String)],
    without_sign: usize,
}

/// Unbalanced triangles in JSON.
const MOST_TRIANGLES: usize = 1000;

impl<'a> Report<'a> {
    fn of(network: &'a Measured, balance: &Balance) -> Self {
        let graph = &network.graph;
        let edge = |i: usize| {
            let e = graph.edges()[i];
            EdgeReport {
                a: graph.name(e.a),
                b: graph.name(e.b),
                sign: e.sign(),
                weight: network.weights.as_ref().map(|w| w[i]),
                stability: network.stability.get(i).copied(),
                happenings: network.reasons.get(&i).map(Vec::as_slice),
            }
        };
        let (triangles, frustration) = (&balance.triangles, &balance.frustration);
        let actors = balance.actors.iter().enumerate().map(|(v, a)| ActorReport {
            name: &graph.names()[v],
            camp: u8::from(frustration.camp[v]) + 1,
            positive_edges: a.positive,
            negative_edges: a.negative,
            triangles: a.triangles,
            triangle_balance: share(a.balanced, a.triangles),
            walk_balance: a.walk,
            violated_edges: a.violated,
        });
        let camps = [false, true].map(|camp| {
            let members = graph.names().iter().zip(&frustration.camp);
            let members = members.filter(|(_, c)| **c == camp);
            members.map(|(name, _)| name.as_str()).collect()
        });
        Self {
            window: &network.window,
            vertices: graph.names().len(),
            edges: graph.edges().len(),
            positive_edges: graph.edges().len() - graph.negative(),
            negative_edges: graph.negative(),
            components: components(graph),
            triangles: triangles.total(),
            balanced_triangles: triangles.balanced(),
            triangle_balance: triangles.balance(),
            walk_balance: balance.walks.as_ref().map(|w| w.balance),
            frustration_index: frustration.index(),
            frustration_bounds: [frustration.lower, frustration.upper],
            normalised_frustration: balance.normalised_frustration(graph),
            weak_triangle_balance: triangles.weak_balance(),
            blocs: balance
                .blocs
                .iter()
                .map(|b| BlocReport {
                    k: b.k,
                    violated: b.violated(),
                    bounds: [b.lower, b.violated()],
                    negative_within: b.within,
                    positive_between: b.between,
                    blocs: members(graph, &b.bloc),
                })
                .collect(),
            camps: camps.into(),
            violated_edges: (0..graph.edges().len())
                .filter(|&i| frustration.violates(graph.edges()[i]))
                .map(edge)
                .collect(),
            actors: actors.collect(),
            unbalanced_triangles: network
                .unbalanced
                .iter()
                .map(|t| TriangleReport {
                    actors: t.vertices.map(|v| graph.name(v)),
                    edges: t.edges.iter().map(|&e| edge(e)).collect(),
                })
                .collect(),
            left_out: LeftOut {
                loops: &network.irregular.loops,
                contradicting: &network.irregular.contradicting,
                without_sign: network.even,
            },
        }
    }
}

fn share(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

fn components(graph: &SignedGraph) -> usize {
    graph
        .components()
        .iter()
        .max()
        .map_or(0, |&m| m as usize + 1)
}

fn members<'a>(graph: &'a SignedGraph, bloc: &[usize]) -> Vec<Vec<&'a str>> {
    let mut all = vec![Vec::new(); bloc.iter().max().map_or(0, |m| m + 1)];
    for (name, &b) in graph.names().iter().zip(bloc) {
        all[b].push(name.as_str());
    }
    all
}

fn csv(out: &mut impl Write, reports: &[Report<'_>]) -> io::Result<()> {
    writeln!(
        out,
        "window,vertices,edges,negative_edges,triangles,triangle_balance,walk_balance,frustration_index,\
         frustration_lower,frustration_upper,normalised_frustration,weak_triangle_balance"
    )?;
    let cell = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    for r in reports {
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{}",
            archive::table::cell(r.window),
            r.vertices,
            r.edges,
            r.negative_edges,
            r.triangles,
            cell(r.triangle_balance),
            cell(r.walk_balance),
            r.frustration_index
                .map(|i| i.to_string())
                .unwrap_or_default(),
            r.frustration_bounds[0],
            r.frustration_bounds[1],
            cell(r.normalised_frustration),
            cell(r.weak_triangle_balance),
        )?;
    }
    Ok(())
}

fn table(out: &mut impl Write, network: &Measured, balance: &Balance, top: usize) -> Result<()> {
    let paint = Paint::for_stdout();
    let report = Report::of(network, balance);
    let title = if report.window.is_empty() {
        String::new()
    } else {
        format!("{}: ", report.window)
    };
    writeln!(
        out,
        "{}",
        paint.bold(&format!(
            "{title}{} actors, {} edges ({} friendly, {} hostile), components: {}",
            report.vertices,
            report.edges,
            report.positive_edges,
            report.negative_edges,
            report.components
        ))
    )?;
    let value = |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| format!("{x:.3}"));
    let mut line = |name: &str, value: String, note: String| {
        writeln!(out, "  {name:<24}{value:>8}   {}", paint.dim(&note))
    };
    line(
        "triangle balance",
        value(report.triangle_balance),
        format!(
            "{} of {} triangles",
            report.balanced_triangles, report.triangles
        ),
    )?;
    line(
        "weak triangle balance",
        value(report.weak_triangle_balance),
        "all but those with one hostile edge".to_owned(),
    )?;
    let walks = if balance.walks.is_none() && report.vertices > 0 {
        "not computed: a component is too large"
    } else {
        "closed walks, short ones counting most"
    };
    line("walk balance", value(report.walk_balance), walks.to_owned())?;
    let [lower, upper] = report.frustration_bounds;
    let proof = if lower == upper {
        "edges that the best two camps violate, proven".to_owned()
    } else {
        format!("not proven in time: at least {lower}, at most {upper}")
    };
    let index = report
        .frustration_index
        .map_or_else(|| format!("{lower}–{upper}"), |i| i.to_string());
    line("frustration index", index, proof)?;
    line(
        "  1 − 2 L / m",
        value(report.normalised_frustration),
        "1 balanced, 0 the least possible".to_owned(),
    )?;
    for b in &report.blocs {
        line(
            &format!("  {} blocs violate", b.k),
            b.violated.to_string(),
            format!(
                "{} hostile within, {} friendly between; at least {}",
                b.negative_within, b.positive_between, b.bounds[0]
            ),
        )?;
    }
    writeln!(
        out,
        "  {}",
        paint.dim("The measures disagree by nature; none of them is the score.")
    )?;
    for (camp, names) in (1..).zip(&report.camps) {
        writeln!(out, "  camp {camp} ({}): {}", names.len(), names.join(" "))?;
    }
    let sign = |sign: i32| if sign > 0 { "+" } else { "−" };
    let edge = |e: &EdgeReport<'_>| format!("{} {} {}", e.a, sign(e.sign), e.b);
    if !report.violated_edges.is_empty() {
        let all: Vec<String> = report.violated_edges.iter().map(edge).collect();
        let more = all.len().saturating_sub(top);
        let shown = all[..all.len() - more].join(", ");
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        writeln!(out, "  violated edges: {shown}{more}")?;
    }
    let mut worst: Vec<&ActorReport<'_>> = report
        .actors
        .iter()
        .filter(|a| a.violated_edges > 0)
        .collect();
    worst.sort_by_key(|a| std::cmp::Reverse(a.violated_edges));
    if !worst.is_empty() {
        writeln!(
            out,
            "  {:<20}{:>9}{:>9}{:>9}{:>10}{:>9}",
            "actor", "violated", "friendly", "hostile", "triangles", "walks"
        )?;
    }
    for a in worst.iter().take(top) {
        writeln!(
            out,
            "  {:<20}{:>9}{:>9}{:>9}{:>10}{:>9}",
            a.name,
            a.violated_edges,
            a.positive_edges,
            a.negative_edges,
            value(a.triangle_balance),
            value(a.walk_balance)
        )?;
    }
    if !report.unbalanced_triangles.is_empty() {
        writeln!(
            out,
            "  unbalanced triangles, {} of {}:",
            report.unbalanced_triangles.len().min(top),
            report.triangles - report.balanced_triangles
        )?;
    }
    for t in report.unbalanced_triangles.iter().take(top) {
        let all: Vec<String> = t.edges.iter().map(edge).collect();
        writeln!(out, "    {}", all.join(", "))?;
        for e in &t.edges {
            for h in e.happenings.into_iter().flatten() {
                writeln!(out, "      {} {}", edge(e), paint.dim(&h.line()))?;
            }
        }
    }
    writeln!(out)?;
    Ok(())
}
