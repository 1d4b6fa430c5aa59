//! `legation relations`: how two actors stand to each other over time, or all dyads of a window and their network.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use network::frustration::Frustration;
use network::graph::SignedGraph;
use network::ledger::{Dyad, Ledger};
use network::scene::Scene;
use network::series::{Change, Options, Period, Series};
use network::window::{Network, Tie};
use plover::CountryCode;
use serde::Serialize;

use super::cite::{self, CountsReport, Happening};
use crate::args::{RelationsArgs, Selection, TableFormat};
use crate::output::{self, Paint, spark};
use crate::source::Source;

pub(crate) fn run(args: &RelationsArgs) -> Result<bool> {
    // A name that cannot be written is told before minutes of work.
    if let Some(path) = &args.network {
        network_format(path)?;
    }
    if let Some(path) = &args.plot {
        plot_format(path)?;
    }
    let mut source = Source::open(&args.events)?;
    let ledger = source.gather(
        &args.selection.options(args.directed),
        args.selection.threads,
    )?;
    cite::tell(&ledger.counts);
    let mut out = BufWriter::new(io::stdout());
    if let Some(path) = &args.network {
        let network = network::window::network(&ledger, &window(&args.selection, 1));
        write_network(&network, path)?;
    }
    if let (Some(path), None) = (&args.plot, &args.between) {
        if args.directed {
            bail!(
                "--plot draws the network undirected; leave out --directed, or name two actors with --between"
            );
        }
        let network = network::window::network(&ledger, &window(&args.selection, 1));
        let (graph, ties) = network.signed();
        let weights: Vec<f64> = ties.iter().map(|&t| network.ties[t].weight).collect();
        // Seconds are enough for camps that only place actors on a sheet; `balance` proves them.
        let started = Instant::now();
        let camps =
            network::frustration::frustration(&graph, &|| started.elapsed().as_secs_f64() / 5.0);
        write_plot(&network_scene(&graph, &camps, Some(&weights), ""), path)?;
    }
    let fine = source.fine();
    let found = match &args.between {
        Some(names) => between(args, &mut source, &ledger, names, &mut out)?,
        None => all(args, &ledger, &mut out)?,
    };
    out.flush()?;
    if !found {
        output::note(&match &args.between {
            Some(names) => format!("no event between {} was counted", names.join(" and ")),
            None => "no event between two actors was counted".to_owned(),
        });
    }
    Ok(fine && found)
}

/// A network as a picture, with its camps.
pub(crate) fn network_scene(
    graph: &SignedGraph,
    camps: &Frustration,
    weights: Option<&[f64]>,
    window: &str,
) -> Scene {
    let violated: Vec<bool> = graph.edges().iter().map(|&e| camps.violates(e)).collect();
    let bounds = if camps.lower == camps.upper {
        camps.upper.to_string()
    } else {
        format!("{} to {}", camps.lower, camps.upper)
    };
    let space = if window.is_empty() { "" } else { ": " };
    let title = format!(
        "{window}{space}{} actors, {} ties, frustration index {bounds}",
        graph.names().len(),
        graph.edges().len()
    );
    let looks = network::layout::Looks {
        camp: &camps.camp,
        weights,
        violated: &violated,
    };
    network::layout::picture(graph, looks, &title)
}

/// A window's options, as the selection has them.
pub(crate) fn window(selection: &Selection, min_happenings: u32) -> network::window::Options {
    network::window::Options {
        from: None,
        to: None,
        weight: selection.weighing(),
        min_happenings,
        bootstrap: selection.drawing(),
    }
}

/// Writes a network.
type Format = fn(&Network) -> String;

fn network_format(path: &Path) -> Result<Format> {
    Ok(match path.extension().and_then(|e| e.to_str()) {
        Some("graphml") => network::export::graphml,
        Some("gexf") => network::export::gexf,
        Some("csv") => network::export::table,
        Some("json") => network::export::node_link,
        _ => bail!(
            "{}: a network is written as .graphml, .gexf, .csv or .json",
            path.display()
        ),
    })
}

pub(crate) fn write_network(network: &Network, path: &Path) -> Result<()> {
    let text = network_format(path)?(network);
    fs::write(path, text).with_context(|| format!("{}: it cannot be written", path.display()))
}

/// Whether a plot is one of pixels.
fn plot_format(path: &Path) -> Result<bool> {
    Ok(match path.extension().and_then(|e| e.to_str()) {
        Some("svg") => false,
        Some("png") => true,
        _ => bail!("{}: a plot is drawn as .svg or .png", path.display()),
    })
}

/// Draw a plot, as the name of its file asks for.
pub(crate) fn write_plot(scene: &Scene, path: &Path) -> Result<()> {
    let bytes = if plot_format(path)? {
        crate::png::png(scene)?
    } else {
        scene.svg().into_bytes()
    };
    fs::write(path, bytes).with_context(|| format!("{}: it cannot be written", path.display()))
}

fn options(args: &RelationsArgs, whole: bool) -> Options {
    Options {
        step: args.by.step(),
        from: args.selection.from.map(|d| d.0),
        to: args.selection.to.map(|d| d.1),
        weight: args.selection.weighing(),
        half_life: args.half_life,
        bootstrap: whole.then(|| args.selection.drawing()),
        changes: whole,
    }
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    by: &'static str,
    directed: bool,
    weight: &'static str,
    half_lives: [f64; 3],
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<BootstrapReport>,
    counts: CountsReport,
    series: Vec<SeriesReport<'a>>,
}

#[derive(Debug, Serialize)]
struct BootstrapReport {
    replicates: usize,
    seed: u64,
}

#[derive(Debug, Serialize)]
struct SeriesReport<'a> {
    actor: &'a str,
    recipient: &'a str,
    happenings: u32,
    too_vague_for_step: usize,
    periods: Vec<PeriodReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeReport>>,
}

#[derive(Debug, Serialize)]
struct PeriodReport {
    period: String,
    from: String,
    to: String,
    happenings: u32,
    mentions: u32,
    verbal_cooperation: u32,
    material_cooperation: u32,
    verbal_conflict: u32,
    material_conflict: u32,
    cooperation: f64,
    conflict: f64,
    net_cooperation: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    net_interval: Option<[f64; 2]>,
    plover_sum: f64,
    plover_mean: Option<f64>,
    goldstein_sum: f64,
    goldstein_mean: Option<f64>,
    decayed_cooperation: [f64; 3],
    decayed_conflict: [f64; 3],
    decayed_net: [Option<f64>; 3],
}

#[derive(Debug, Serialize)]
struct ChangeReport {
    period: String,
    before: Rates,
    after: Rates,
    happenings: Vec<Happening>,
}

#[derive(Debug, Serialize)]
struct Rates {
    cooperation: f64,
    conflict: f64,
}

impl PeriodReport {
    fn of(series: &Series, p: &Period) -> Self {
        let (step, t) = (series.step, &p.tally);
        let [
            verbal_cooperation,
            material_cooperation,
            verbal_conflict,
            material_conflict,
        ] = t.quads;
        Self {
            period: step.label(p.period),
            from: step.first(p.period).to_string(),
            to: step.last(p.period).to_string(),
            happenings: t.happenings,
            mentions: t.mentions,
            verbal_cooperation,
            material_cooperation,
            verbal_conflict,
            material_conflict,
            cooperation: t.cooperation(),
            conflict: t.conflict(),
            net_cooperation: t.net(),
            net_interval: p.interval.map(|(low, high)| [low, high]),
            plover_sum: t.plover(),
            plover_mean: t.mean(t.plover()),
            goldstein_sum: t.goldstein(),
            goldstein_mean: t.mean(t.goldstein()),
            decayed_cooperation: p.decayed.map(|d| six(d.0)),
            decayed_conflict: p.decayed.map(|d| six(d.1)),
            decayed_net: [0, 1, 2].map(|h| p.standing(h).map(six)),
        }
    }
}

/// Six decimals: what is left of an act after ten half-lives is no finer.
fn six(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

fn report<'a>(ledger: &'a Ledger, dyad: Dyad, series: &Series) -> SeriesReport<'a> {
    SeriesReport {
        actor: ledger.name(dyad.a),
        recipient: ledger.name(dyad.b),
        happenings: series.periods.iter().map(|p| p.tally.happenings).sum(),
        too_vague_for_step: series.vague,
        periods: series
            .periods
            .iter()
            .map(|p| PeriodReport::of(series, p))
            .collect(),
        changes: None,
    }
}

fn changes(source: &mut Source, series: &Series) -> Result<Vec<ChangeReport>> {
    let groups: Vec<&[u32]> = series
        .changes
        .iter()
        .flat_map(|c| c.happenings.iter().map(Vec::as_slice))
        .collect();
    let mut told = source.cite(&groups)?.into_iter();
    let rates = |r: [f64; 2]| Rates {
        cooperation: six(r[0]),
        conflict: six(r[1]),
    };
    let one = |c: &Change| ChangeReport {
        period: series.step.label(series.periods[c.at].period),
        before: rates(c.before),
        after: rates(c.after),
        happenings: told.by_ref().take(c.happenings.len()).flatten().collect(),
    };
    Ok(series.changes.iter().map(one).collect())
}

/// An actor by its name in the ledger, its country's name or either in another case.
fn actor(ledger: &Ledger, name: &str) -> String {
    let exact = ledger
        .names()
        .binary_search_by(|n| n.as_str().cmp(name))
        .is_ok();
    if exact {
        return name.to_owned();
    }
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let country = CountryCode::all().find(|c| same(c.name()) || same(c.as_str()));
    if let Some(country) = country {
        return country.as_str().to_owned();
    }
    let other = ledger.names().iter().find(|n| same(n));
    other.map_or_else(|| name.to_owned(), Clone::clone)
}

fn between(
    args: &RelationsArgs,
    source: &mut Source,
    ledger: &Ledger,
    names: &[String],
    out: &mut impl Write,
) -> Result<bool> {
    let [a, b] = names else { return Ok(false) };
    let (a, b) = (actor(ledger, a), actor(ledger, b));
    if a == b {
        bail!("--between {a} {b}: a relation has two actors");
    }
    let mut dyads: Vec<Dyad> = ledger.dyad(&a, &b).into_iter().collect();
    if args.directed {
        dyads.extend(ledger.dyad(&b, &a));
    }
    let mut reports = Vec::new();
    for dyad in dyads {
        let series = network::series::series(ledger, dyad, &options(args, true))
            .map_err(|reason| anyhow::anyhow!("{reason}"))?;
        let changes = changes(source, &series)?;
        if let Some(path) = &args.plot {
            let arrow = if args.directed { '→' } else { '–' };
            let title = format!("{} {arrow} {}", ledger.name(dyad.a), ledger.name(dyad.b));
            let weight = match args.selection.weighing() {
                network::tally::Weight::Score => "sum of PLOVER scores",
                network::tally::Weight::Count => "happenings",
            };
            let scene = network::chart::series(&series, &title, weight, by(args));
            // The other direction has its own sheet.
            if reports.is_empty() {
                write_plot(&scene, path)?;
            } else {
                write_plot(&scene, &reversed(path))?;
            }
        }
        if args.format == TableFormat::Table {
            table(out, args, ledger, dyad, &series, &changes)?;
        }
        let mut report = report(ledger, dyad, &series);
        report.changes = Some(changes);
        reports.push(report);
    }
    let found = reports.iter().any(|r| r.happenings > 0);
    match args.format {
        TableFormat::Table => {}
        TableFormat::Csv => {
            csv_header(out)?;
            for report in &reports {
                csv_rows(out, report)?;
            }
        }
        TableFormat::Json => {
            let drawing = args.selection.drawing();
            json_head(args, ledger, Some(drawing), reports, out)?;
        }
    }
    Ok(found)
}

/// `plot.svg` as `plot-reversed.svg`.
fn reversed(path: &Path) -> std::path::PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-reversed.{extension}"))
}

fn json_head(
    args: &RelationsArgs,
    ledger: &Ledger,
    bootstrap: Option<network::bootstrap::Bootstrap>,
    series: Vec<SeriesReport<'_>>,
    out: &mut impl Write,
) -> Result<()> {
    let h = args.half_life;
    let report = Report {
        by: match args.by {
            crate::args::By::Day => "day",
            crate::args::By::Week => "week",
            crate::args::By::Month => "month",
            crate::args::By::Year => "year",
        },
        directed: args.directed,
        weight: match args.selection.weighing() {
            network::tally::Weight::Score => "score",
            network::tally::Weight::Count => "count",
        },
        half_lives: [h, h / 2.0, h * 2.0],
        bootstrap: bootstrap.map(|b| BootstrapReport {
            replicates: b.replicates,
            seed: b.seed,
        }),
        counts: CountsReport::from(ledger),
        series,
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)?;
    Ok(())
}

/// All dyads: their series, or a table of the busiest.
fn all(args: &RelationsArgs, ledger: &Ledger, out: &mut impl Write) -> Result<bool> {
    if ledger.dyads().is_empty() {
        if args.format == TableFormat::Json {
            json_head(args, ledger, None, Vec::new(), out)?;
        }
        return Ok(false);
    }
    let options = options(args, false);
    let series = |dyad: Dyad| {
        network::series::series(ledger, dyad, &options).map_err(|reason| {
            anyhow::anyhow!(
                "{} – {}: {reason}",
                ledger.name(dyad.a),
                ledger.name(dyad.b)
            )
        })
    };
    match args.format {
        TableFormat::Csv => {
            csv_header(out)?;
            for &dyad in ledger.dyads() {
                csv_rows(out, &report(ledger, dyad, &series(dyad)?))?;
            }
        }
        TableFormat::Json => {
            let mut reports = Vec::new();
            for &dyad in ledger.dyads() {
                reports.push(report(ledger, dyad, &series(dyad)?));
            }
            json_head(args, ledger, None, reports, out)?;
        }
        TableFormat::Table => {
            let network = network::window::network(ledger, &window(&args.selection, 1));
            let mut ties: Vec<(&Tie, Dyad)> = network
                .ties
                .iter()
                .zip(ledger.dyads().iter().copied())
                .collect();
            ties.sort_by_key(|(t, d)| (std::cmp::Reverse(t.tally.happenings), d.a, d.b));
            let paint = Paint::for_stdout();
            let width = ties
                .iter()
                .take(args.top)
                .map(|(_, d)| {
                    ledger.name(d.a).chars().count() + ledger.name(d.b).chars().count() + 3
                })
                .max()
                .unwrap_or(0)
                .max(5);
            let head = format!(
                "{:<width$} {:>10} {:>6} {:>6} {:>6} {:>6} {:>6} {:>9}  net cooperation by {}",
                "dyad",
                "happenings",
                "VC",
                "MC",
                "VX",
                "MX",
                "net",
                "stability",
                by(args)
            );
            writeln!(out, "{}", paint.bold(&head))?;
            for (tie, dyad) in ties.iter().take(args.top) {
                let arrow = if ledger.directed { '→' } else { '–' };
                let name = format!("{} {arrow} {}", ledger.name(dyad.a), ledger.name(dyad.b));
                let [vc, mc, vx, mx] = tie.tally.quads;
                let nets: Vec<Option<f64>> = series(*dyad)?
                    .periods
                    .iter()
                    .map(|p| p.tally.net())
                    .collect();
                writeln!(
                    out,
                    "{name:<width$} {:>10} {vc:>6} {mc:>6} {vx:>6} {mx:>6} {:>6} {:>9.2}  {}",
                    tie.tally.happenings,
                    signed(tie.tally.net()),
                    tie.stability,
                    spark(&nets, -1.0, 1.0, 40)
                )?;
            }
            if ties.len() > args.top {
                writeln!(
                    out,
                    "{}",
                    paint.dim(&format!("and {} more dyads", ties.len() - args.top))
                )?;
            }
        }
    }
    Ok(true)
}

const fn by(args: &RelationsArgs) -> &'static str {
    match args.by {
        crate::args::By::Day => "day",
        crate::args::By::Week => "week",
        crate::args::By::Month => "month",
        crate::args::By::Year => "year",
    }
}

fn signed(x: Option<f64>) -> String {
    x.map_or_else(|| "-".to_owned(), |x| format!("{x:+.2}"))
}

fn csv_header(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "actor,recipient,period,from,to,happenings,mentions,verbal_cooperation,material_cooperation,verbal_conflict,\
         material_conflict,cooperation,conflict,net_cooperation,net_low,net_high,plover_sum,plover_mean,goldstein_sum,\
         goldstein_mean,decayed_net,decayed_net_half,decayed_net_double"
    )
}

fn csv_rows(out: &mut impl Write, report: &SeriesReport<'_>) -> io::Result<()> {
    let cell = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    for p in &report.periods {
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            archive::table::cell(report.actor),
            archive::table::cell(report.recipient),
            p.period,
            p.from,
            p.to,
            p.happenings,
            p.mentions,
            p.verbal_cooperation,
            p.material_cooperation,
            p.verbal_conflict,
            p.material_conflict,
            p.cooperation,
            p.conflict,
            cell(p.net_cooperation),
            cell(p.net_interval.map(|i| i[0])),
            cell(p.net_interval.map(|i| i[1])),
            p.plover_sum,
            cell(p.plover_mean),
            p.goldstein_sum,
            cell(p.goldstein_mean),
            cell(p.decayed_net[0]),
            cell(p.decayed_net[1]),
            cell(p.decayed_net[2]),
        )?;
    }
    Ok(())
}

/// Columns of a sparkline.
const WIDE: usize = 72;
/// Periods that a table lists.
const LISTED: usize = 36;

fn table(
    out: &mut impl Write,
    args: &RelationsArgs,
    ledger: &Ledger,
    dyad: Dyad,
    series: &Series,
    changes: &[ChangeReport],
) -> Result<()> {
    let paint = Paint::for_stdout();
    let (step, periods) = (series.step, &series.periods);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Ok(());
    };
    let arrow = if ledger.directed { '→' } else { '–' };
    let happenings: u32 = periods.iter().map(|p| p.tally.happenings).sum();
    let mentions: u32 = periods.iter().map(|p| p.tally.mentions).sum();
    writeln!(
        out,
        "{}",
        paint.bold(&format!(
            "{} {arrow} {}: {happenings} happenings ({mentions} mentions), {} to {}, by {}",
            ledger.name(dyad.a),
            ledger.name(dyad.b),
            step.label(first.period),
            step.label(last.period),
            by(args)
        ))
    )?;
    if series.vague > 0 {
        writeln!(
            out,
            "  {} more are dated too vaguely for this step",
            series.vague
        )?;
    }
    let values = |of: &dyn Fn(&Period) -> Option<f64>| -> Vec<Option<f64>> {
        periods.iter().map(of).collect()
    };
    let most = periods
        .iter()
        .map(|p| p.tally.cooperation().max(p.tally.conflict()))
        .fold(0.0, f64::max);
    let weight = |x: f64| (x > 0.0).then_some(x);
    let cooperation = values(&|p| weight(p.tally.cooperation()));
    let conflict = values(&|p| weight(p.tally.conflict()));
    writeln!(
        out,
        "  {:<22} {}  0 to {most}",
        "cooperation",
        spark(&cooperation, 0.0, most, WIDE)
    )?;
    writeln!(
        out,
        "  {:<22} {}  0 to {most}",
        "conflict",
        spark(&conflict, 0.0, most, WIDE)
    )?;
    let net = values(&|p| p.tally.net());
    writeln!(
        out,
        "  {:<22} {}  -1 to 1",
        "net cooperation",
        spark(&net, -1.0, 1.0, WIDE)
    )?;
    for (i, half_life) in series.half_lives.iter().enumerate() {
        let standing = values(&|p| p.standing(i));
        let name = format!("decayed, {half_life} days");
        writeln!(
            out,
            "  {name:<22} {}  -1 to 1",
            spark(&standing, -1.0, 1.0, WIDE)
        )?;
    }
    let listed: Vec<&Period> = periods.iter().filter(|p| p.tally.happenings > 0).collect();
    let head = format!(
        "  {:<11}{:>5}{:>6}{:>5}{:>5}{:>5}{:>9}{:>9}{:>7}  {:<15}{:>8}{:>10}{:>9}",
        "period",
        "n",
        "VC",
        "MC",
        "VX",
        "MX",
        "coop",
        "conf",
        "net",
        "95 %",
        "PLOVER",
        "Goldstein",
        "decayed"
    );
    writeln!(out, "{}", paint.bold(&head))?;
    let skipped = listed.len().saturating_sub(LISTED);
    if skipped > 0 {
        writeln!(
            out,
            "  {}",
            paint.dim(&format!("({skipped} earlier periods: --format csv)"))
        )?;
    }
    for p in &listed[skipped..] {
        let t = &p.tally;
        let [vc, mc, vx, mx] = t.quads;
        let interval = p
            .interval
            .map(|(low, high)| format!("{low:+.2} to {high:+.2}"))
            .unwrap_or_default();
        writeln!(
            out,
            "  {:<11}{:>5}{vc:>6}{mc:>5}{vx:>5}{mx:>5}{:>9.1}{:>9.1}{:>7}  {interval:<15}{:>8.1}{:>10.1}{:>9}",
            step.label(p.period),
            t.happenings,
            t.cooperation(),
            t.conflict(),
            signed(t.net()),
            t.plover(),
            t.goldstein(),
            signed(p.standing(0))
        )?;
    }
    for c in changes {
        writeln!(
            out,
            "  {}: cooperation {:.1} → {:.1}, conflict {:.1} → {:.1} happenings a {}",
            paint.bold(&format!("change at {}", c.period)),
            c.before.cooperation,
            c.after.cooperation,
            c.before.conflict,
            c.after.conflict,
            by(args)
        )?;
        for h in &c.happenings {
            writeln!(out, "    {}", h.line())?;
        }
    }
    writeln!(out)?;
    Ok(())
}
