//! The command line.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Reads news pages and keeps the record of who did what to whom, when, where, according to whom.
#[derive(Debug, Parser)]
#[command(name = "legation", version, about)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Code articles: one event a line, every field with the words it came from.
    Code(CodeArgs),
    /// Show the article in a page: body, metadata, leftovers.
    Extract(ExtractArgs),
    /// Fetch pages, feeds and sitemaps, and show the articles in them.
    Fetch(FetchArgs),
    /// Follow feeds into an archive, until stopped or once.
    Watch(WatchArgs),
    /// Parse text to CoNLL-U.
    Parse(ParseArgs),
    /// Say why each event was coded, and why each sentence without one was not.
    Explain(ExplainArgs),
    /// Find the places that articles name: one a line, with GeoNames id and coordinates.
    Places(PlacesArgs),
    /// Read every piece of evidence again in the article it came from.
    Verify(VerifyArgs),
    /// Code articles into an archive, which is made if need be; what is in it already is passed over.
    Ingest(IngestArgs),
    /// Ask an archive what happened.
    Query(QueryArgs),
    /// Show one happening with every mention, sentence and source; or an article.
    Show(ShowArgs),
    /// Write an archive's happenings as other data sets have them, and beside them what did not fit.
    Export(ExportArgs),
    /// Code again what a changed codebook, other actors or another network can code differently.
    Recode(RecodeArgs),
    /// Show the events that one coding has and another has not, or has otherwise.
    Diff(DiffArgs),
    /// Say of a coded event that it is wrong, or what is right; it holds for later codings too.
    Correct(CorrectArgs),
    /// Check an archive: its pages, its rows, its counts, and all evidence.
    Doctor(DoctorArgs),
    /// Serve an archive: a dashboard for a browser, and the HTTP interface for programs.
    Serve(ServeArgs),
    /// Test and look up the rules.
    Codebook(CodebookArgs),
    /// Look actors up, and read other coders' dictionaries.
    Actors(ActorsArgs),
    /// Show how actors stand to each other over time.
    Relations(RelationsArgs),
    /// Measure how balanced a signed network is, and find where it is not.
    Balance(BalanceArgs),
}

/// What is read, and what is known of it.
#[derive(Debug, ClapArgs)]
pub(crate) struct Inputs {
    /// Files (.txt, .html, .jsonl, .warc, feeds, each also as .gz), folders of them, or - for standard input.
    #[arg(value_name = "INPUT", default_value = "-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Publication date of pages that state none, YYYY-MM-DD.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<String>,
}

/// A user's own rules and actors.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct Overlays {
    /// A folder of rule files to lay over the shipped codebook.
    #[arg(long, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
    /// A folder of tables to lay over the shipped registry of actors.
    #[arg(long, value_name = "DIR")]
    pub(crate) actors: Option<PathBuf>,
}

fn day(text: &str) -> Result<String, String> {
    plover::Date::parse(text)
        .filter(|_| text.len() == 10)
        .map(|d| d.to_string())
        .ok_or_else(|| format!("'{text}' is no day of the form YYYY-MM-DD"))
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    number
        .filter(|n| n.is_finite() && *n > 0.0)
        .ok_or_else(|| format!("'{text}' is no number above 0"))
}

/// Which network reads the sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelChoice {
    /// The most accurate.
    #[default]
    Standard,
    /// Several times faster, less accurate.
    Fast,
}

impl ModelChoice {
    pub(crate) const fn model(self) -> syntax::Model {
        match self {
            Self::Standard => syntax::Model::Standard,
            Self::Fast => syntax::Model::Fast,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How events are shown.
    #[arg(long, value_enum, default_value_t = EventFormat::Jsonl)]
    pub(crate) format: EventFormat,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Leave out events that are less sure than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub(crate) min_confidence: f64,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventFormat {
    /// One JSON record a line.
    Jsonl,
    /// A table for people.
    Table,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// How the article is shown.
    #[arg(long, value_enum, default_value_t = ArticleFormat::Text)]
    pub(crate) format: ArticleFormat,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ArticleFormat {
    /// The body.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FetchArgs {
    /// Addresses, http or https.
    #[arg(value_name = "URL", required = true)]
    pub(crate) urls: Vec<String>,
    /// How articles are shown.
    #[arg(long, value_enum, default_value_t = ArticleFormat::Text)]
    pub(crate) format: ArticleFormat,
    /// Fetch the pages as well that feeds give summaries of and that sitemaps name.
    #[arg(long)]
    pub(crate) follow: bool,
    /// Pages that are fetched at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) max_pages: usize,
    /// Keep the bytes of what is fetched in this folder, named by the article's id.
    #[arg(long, value_name = "DIR")]
    pub(crate) save: Option<PathBuf>,
    /// Seconds for one request.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) timeout: u64,
    /// Bytes of one page, as sent and unpacked.
    #[arg(long, value_name = "BYTES", default_value_t = page::MAX_INPUT)]
    pub(crate) max_bytes: usize,
    /// Redirects that are followed.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) max_redirects: usize,
    /// Milliseconds between two requests to a host.
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    pub(crate) delay: u64,
    #[command(flatten)]
    pub(crate) allowed: Allowed,
    /// An address by which the sites can reach you; it is sent with every request.
    #[arg(long, value_name = "URL|MAIL")]
    pub(crate) contact: Option<String>,
}

/// Which addresses are connected to besides public ones.
#[derive(Debug, ClapArgs)]
pub(crate) struct Allowed {
    /// Connect to this address too, though it is of this machine or a private network; may be repeated.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) allow: Vec<std::net::IpAddr>,
    /// Connect to any address.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

impl Allowed {
    pub(crate) fn addresses(&self) -> fetch::Allow {
        match (self.allow_private, self.allow.is_empty()) {
            (true, _) => fetch::Allow::All,
            (false, true) => fetch::Allow::Public,
            (false, false) => fetch::Allow::These(self.allow.clone()),
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct WatchArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// The list of feeds (docs/watch.md).
    #[arg(value_name = "FEEDS.toml")]
    pub(crate) feeds: PathBuf,
    /// Ask each feed once that may be asked now, and end: for cron.
    #[arg(long)]
    pub(crate) once: bool,
    #[command(flatten)]
    pub(crate) allowed: Allowed,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Leave out events that are less sure than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub(crate) min_confidence: f64,
    /// Threads that code; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ParseArgs {
    /// Files (.txt, or those that hold articles: .html, .jsonl, .warc, feeds), folders of them, or - for standard input.
    #[arg(value_name = "INPUT", default_value = "-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// The input is CoNLL-U: keep its tokens and sentences.
    #[arg(long)]
    pub(crate) pretokenized: bool,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Leave the trees out.
    #[arg(long)]
    pub(crate) no_trees: bool,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PlacesArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Threads; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// A folder of tables to lay over the shipped registry of actors.
    #[arg(long, value_name = "DIR")]
    pub(crate) actors: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    /// The events, as `legation code` wrote them.
    #[arg(value_name = "EVENTS.jsonl")]
    pub(crate) events: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CodebookArgs {
    #[command(subcommand)]
    pub(crate) action: CodebookAction,
    /// A folder of rule files to lay over the shipped codebook.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CodebookAction {
    /// Run the sentences that the rules must, and must not, fire on.
    Test {
        /// Only the examples of one file, such as CONSULT.
        only: Option<String>,
    },
    /// What the codebook knows of a word.
    Show {
        /// A lemma.
        word: String,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ActorsArgs {
    #[command(subcommand)]
    pub(crate) action: ActorsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ActorsAction {
    /// Read an actor or agent file of PETRARCH or Phoenix; writes a table for a folder of --actors.
    Import {
        /// The dictionary.
        file: PathBuf,
    },
    /// What is known of a name, and from where.
    Show {
        /// A name, family name or common noun.
        name: String,
        /// Only what holds on this day.
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        on: Option<String>,
        /// A folder of tables to lay over the shipped registry of actors.
        #[arg(long, value_name = "DIR")]
        actors: Option<PathBuf>,
    },
}

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

#[derive(Debug, ClapArgs)]
pub(crate) struct IngestArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Leave out events that are less sure than this, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub(crate) min_confidence: f64,
    /// Threads that code; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Most articles of a transaction.
    #[arg(long, value_name = "N", default_value_t = 256)]
    pub(crate) batch: usize,
    /// Seconds to wait while another process writes to the archive.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) wait: u64,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
}

/// Which happenings are meant; what is not given asks for nothing.
#[derive(Debug, ClapArgs)]
pub(crate) struct Question {
    /// Who acts: a code (IRN), a code and a sector (IRQ/REB), a sector (REB) or words of a name (Kadhimi).
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<archive::Who>,
    /// Who is acted upon.
    #[arg(long, value_name = "WHO")]
    pub(crate) recipient: Option<archive::Who>,
    /// Two that act upon each other, in either direction, or together.
    #[arg(long, value_names = ["WHO", "WHO"], num_args = 2)]
    pub(crate) between: Vec<archive::Who>,
    /// Types, such as CONSULT.
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub(crate) event: Vec<plover::EventType>,
    /// Modes, such as visit.
    #[arg(long, value_name = "MODE", value_delimiter = ',', value_parser = mode)]
    pub(crate) mode: Vec<String>,
    /// Contexts, such as diplomatic.
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    pub(crate) context: Vec<plover::Context>,
    /// What became of it, such as postponed.
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<plover::Status>,
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<plover::Date>,
    /// Last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<plover::Date>,
    /// Words of the place, or the code of its country.
    #[arg(long)]
    pub(crate) place: Option<String>,
    /// Words of a publisher's name or host.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Words of a sentence that tells of it: "exact phrase", this OR that, sanct*.
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// Fewest independent sources.
    #[arg(long, value_name = "N")]
    pub(crate) min_sources: Option<i64>,
}

impl Question {
    /// As the archive asks it; `limit` rows, 0 for all.
    pub(crate) fn filter(&self, limit: usize) -> archive::Filter {
        let mut between = self.between.iter().cloned();
        archive::Filter {
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            between: between.next().zip(between.next()),
            event: self.event.clone(),
            mode: self.mode.clone(),
            context: self.context.clone(),
            status: self.status.clone(),
            since: self.since,
            until: self.until,
            place: self.place.clone(),
            source: self.source.clone(),
            text: self.text.clone(),
            min_sources: self.min_sources,
            limit,
            offset: 0,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct QueryArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    #[command(flatten)]
    pub(crate) question: Question,
    /// Most rows; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// How happenings are shown.
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    pub(crate) format: RowFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// What is written.
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// Where to; what did not fit the format goes to FILE.notes.json beside it. Standard output without it.
    #[arg(
        short,
        long,
        value_name = "FILE",
        default_value = "-",
        hide_default_value = true
    )]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) question: Question,
    /// Most happenings, the latest; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) limit: usize,
}

/// The data set that an export looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// JSON Lines of the PLOVER manual 2.0.
    Plover,
    /// POLECAT, 40 columns.
    Polecat,
    /// ICEWS, 20 columns, with CAMEO codes.
    Icews,
    /// GDELT 2.0 Events, 61 columns, with CAMEO codes.
    Gdelt,
    /// GDELT 2.0 Mentions, 16 columns, of the events that gdelt writes.
    GdeltMentions,
    /// Comma-separated values of our own, nothing folded or lost.
    Csv,
    /// The same table as Parquet.
    Parquet,
}

impl ExportFormat {
    pub(crate) const fn format(self) -> archive::export::Format {
        use archive::export::Format;
        match self {
            Self::Plover => Format::Plover,
            Self::Polecat => Format::Polecat,
            Self::Icews => Format::Icews,
            Self::Gdelt => Format::Gdelt,
            Self::GdeltMentions => Format::GdeltMentions,
            Self::Csv => Format::Csv,
            Self::Parquet => Format::Parquet,
        }
    }
}

fn mode(text: &str) -> Result<String, String> {
    let known = plover::Mode::all().any(|m| m.as_str() == text);
    known
        .then(|| text.to_owned())
        .ok_or_else(|| format!("'{text}' is no mode of PLOVER"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// For people.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// The id of a happening, an event or an article.
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecodeArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// Code everything again, whatever changed.
    #[arg(long)]
    pub(crate) all: bool,
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Threads that code; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DiffArgs {
    /// The archive, or the first of two.
    #[arg(value_name = "A")]
    pub(crate) first: PathBuf,
    /// The second archive; without it, what the last `recode` changed in the first.
    #[arg(value_name = "B")]
    pub(crate) second: Option<PathBuf>,
    /// As JSON, one difference a line.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CorrectArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// The id of an event.
    #[arg(value_name = "EVENT", required_unless_present_any = ["list", "export"])]
    pub(crate) event: Option<String>,
    /// There is no such act.
    #[arg(long, group = "what")]
    pub(crate) wrong: bool,
    /// The right value of event, mode, status, date, actor or recipient: status=planned, actor='IRQ/GOV Kadhimi; IRN', mode=-.
    #[arg(long, group = "what", value_name = "FIELD=VALUE")]
    pub(crate) set: Vec<String>,
    /// It is not of the happening that this event is of.
    #[arg(long, group = "what", value_name = "EVENT")]
    pub(crate) apart: Option<String>,
    /// It is of the happening that this event is of.
    #[arg(long, group = "what", value_name = "EVENT")]
    pub(crate) together: Option<String>,
    /// Take back all that was said of it.
    #[arg(long, group = "what")]
    pub(crate) undo: bool,
    /// Why.
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    /// Show all corrections.
    #[arg(long, conflicts_with = "what")]
    pub(crate) list: bool,
    /// Write all corrections as sentences for the codebook's tests, a file for --codebook; - for standard output.
    #[arg(long, value_name = "FILE.rules", conflicts_with = "what")]
    pub(crate) export: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DoctorArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    /// The address; any but this machine's own asks for a token.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7117")]
    pub(crate) listen: std::net::SocketAddr,
    /// What who asks must know; made up and shown where the address needs one and none is given.
    #[arg(long, value_name = "TOKEN", value_parser = token)]
    pub(crate) token: Option<String>,
    /// Let whoever may ask also correct events; without it the archive is only read.
    #[arg(long)]
    pub(crate) allow_write: bool,
    /// Connections that are open at a time, at most; who comes then waits.
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) connections: u16,
    /// Which network codes what is pasted or sent.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
}

fn token(text: &str) -> Result<String, String> {
    let fit = |b: u8| b.is_ascii_graphic() && !b";,\"\\".contains(&b);
    if text.len() >= 16 && text.bytes().all(fit) {
        return Ok(text.to_owned());
    }
    Err("a token has at least 16 letters, digits and signs, but no quotes, commas, semicolons and backslashes".to_owned())
}
