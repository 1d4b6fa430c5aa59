//! The command line.

mod archive;
mod relations;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use archive::*;
pub(crate) use relations::*;

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

/// A user's own rules and actors, and how sure a record must be.
#[derive(Debug, ClapArgs)]
pub(crate) struct Overlays {
    /// A folder of rule files to lay over the shipped codebook.
    #[arg(long, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
    /// A folder of tables to lay over the shipped registry of actors.
    #[arg(long, value_name = "DIR")]
    pub(crate) actors: Option<PathBuf>,
    /// Leave out events that are less sure than this, 0 to 1; a second number, behind a comma, is for those that lack a side or have it only from the network.
    #[arg(long, value_name = "P[,P]", default_value_t)]
    pub(crate) min_confidence: coder::Least,
}

/// How articles are coded.
#[derive(Debug, ClapArgs)]
pub(crate) struct Coding {
    /// Which network reads the sentences.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) model: ModelChoice,
    /// Threads that code; all cores by default.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
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
    #[command(flatten)]
    pub(crate) coding: Coding,
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
    #[command(flatten)]
    pub(crate) coding: Coding,
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
