//! The command line of `relations` and `balance`: which events count, and for whom.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::positive;

/// Which events count, and for whom.
#[derive(Debug, ClapArgs)]
pub(crate) struct Selection {
    /// Who is an actor: countries, countries with sectors (IRN GOV), or names.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) level: LevelChoice,
    /// Statuses that count, separated by commas; 'all' for all.
    #[arg(long, value_delimiter = ',', default_value = "occurred", value_parser = statuses)]
    pub(crate) status: Vec<Statuses>,
    /// No earlier day, month or year.
    #[arg(long, value_name = "DATE", value_parser = days)]
    pub(crate) from: Option<(plover::Date, plover::Date)>,
    /// No later day, month or year.
    #[arg(long, value_name = "DATE", value_parser = days)]
    pub(crate) to: Option<(plover::Date, plover::Date)>,
    /// Leave out events that are less sure than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub(crate) min_confidence: f64,
    /// What a happening weighs: the size of its PLOVER score, or 1.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) weight: WeightChoice,
    /// Draws among happenings, from which intervals and the stability of signs come.
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    pub(crate) bootstrap: u32,
    /// Another seed draws others.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// One status, or all.
#[derive(Debug, Clone)]
pub(crate) struct Statuses(pub(crate) Vec<plover::Status>);

fn statuses(text: &str) -> Result<Statuses, String> {
    if text == "all" {
        return Ok(Statuses(plover::Status::ALL.to_vec()));
    }
    text.parse().map(|s| Statuses(vec![s])).map_err(|_| {
        let all: Vec<&str> = plover::Status::ALL.iter().map(|s| s.as_str()).collect();
        format!(
            "'{text}' is no status; there are {} and all",
            all.join(", ")
        )
    })
}

fn days(text: &str) -> Result<(plover::Date, plover::Date), String> {
    plover::outline::days(text)
        .ok_or_else(|| format!("'{text}' is no day, month or year (YYYY-MM-DD, YYYY-MM, YYYY)"))
}

/// Who is an actor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelChoice {
    /// Countries and bodies of no country, by code.
    #[default]
    Country,
    /// Codes with their first sector.
    Sector,
    /// Names.
    Actor,
}

/// What a happening weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WeightChoice {
    /// The size of its PLOVER score.
    #[default]
    Score,
    /// 1.
    Count,
}

/// The step of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Days.
    Day,
    /// ISO weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RelationsArgs {
    /// An archive, or events as `legation code` writes them; - for standard input.
    #[arg(value_name = "ARCHIVE|EVENTS.jsonl", default_value = "-")]
    pub(crate) events: PathBuf,
    /// The series of two actors; without it all dyads are shown.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(crate) between: Option<Vec<String>>,
    /// The step of the series.
    #[arg(long, value_enum, default_value = "month")]
    pub(crate) by: By,
    /// Tell who acts and who is acted upon apart.
    #[arg(long)]
    pub(crate) directed: bool,
    /// Days after which a happening weighs half; half and double of it are always shown as well.
    #[arg(long, value_name = "DAYS", default_value_t = 90.0, value_parser = positive)]
    pub(crate) half_life: f64,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// How figures are shown.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
    /// How many dyads the table shows.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) top: usize,
    /// Write the signed network of the window: .graphml, .gexf, .csv or .json.
    #[arg(long, value_name = "FILE")]
    pub(crate) network: Option<PathBuf>,
    /// Draw what is shown as .svg or .png.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BalanceArgs {
    /// The events, as `legation code` writes them; - for standard input.
    #[arg(
        value_name = "EVENTS.jsonl",
        required_unless_present = "edges",
        conflicts_with = "edges"
    )]
    pub(crate) events: Option<PathBuf>,
    /// A table of signed edges instead: tab-separated, columns a, b and sign, with a column window for several networks.
    #[arg(long, value_name = "FILE")]
    pub(crate) edges: Option<PathBuf>,
    /// A network for each day, week, month or year, rather than one of all events.
    #[arg(long, value_enum)]
    pub(crate) by: Option<By>,
    /// Happenings that make a tie at least.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) min_happenings: u32,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Write the signed network of the window: .graphml, .gexf, .csv or .json.
    #[arg(long, value_name = "FILE")]
    pub(crate) network: Option<PathBuf>,
    /// Draw what is shown as .svg or .png.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// How the measures are shown.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TableFormat,
    /// Seconds for the frustration index of one network; after them its bounds are told.
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = positive)]
    pub(crate) time_limit: f64,
    /// How many unbalanced triangles, violated edges and actors the table shows.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
}

/// How figures are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// A table for people.
    #[default]
    Table,
    /// JSON.
    Json,
    /// Comma-separated values under a header.
    Csv,
}
