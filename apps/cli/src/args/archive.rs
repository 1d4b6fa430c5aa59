//! The command line of what works on an archive.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Coding, Inputs, ModelChoice, Overlays};

#[derive(Debug, ClapArgs)]
pub(crate) struct IngestArgs {
    /// The archive.
    #[arg(value_name = "ARCHIVE")]
    pub(crate) archive: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) coding: Coding,
    /// Most articles of a transaction.
    #[arg(long, value_name = "N", default_value_t = 256)]
    pub(crate) batch: usize,
    /// Seconds to wait while another process writes to the archive.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) wait: u64,
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
