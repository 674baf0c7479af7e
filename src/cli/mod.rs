//! The command line.

mod check;
mod completions;
mod edit;
mod health;
mod history;
mod import;
mod logging;
mod render;
mod report;
mod serve;
mod transfer;
mod version;

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use url::Url;

use crate::model::ZoneRules;
use crate::programme::{self, Sources, ZoneinfoError};
use crate::query::QueryError;
use crate::settings::{Settings, SettingsError, Written};

/// Calendar feeds from the programmes of work of intergovernmental bodies
///
/// Plenary reads programmes of work from a folder, keeps every publication in a ledger, and serves
/// calendars that people subscribe to. When a programme changes, every subscriber's calendar
/// changes with it.
#[derive(Debug, Parser)]
#[command(
    name = "plenary",
    version,
    after_help = "Without a command, plenary serves: `plenary` is `plenary serve`.\n\n\
                  Every setting is a flag, an environment variable, or a line of the settings file \
                  (with _ for -), in this order of precedence."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// A settings file in TOML, as in `base_url = "https://calendar.example/"`
    #[arg(long, global = true, value_name = "FILE", env = "PLENARY_CONFIG")]
    #[arg(help_heading = "Settings")]
    config: Option<PathBuf>,

    #[command(flatten)]
    written: Written,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Publish the programmes and serve their feeds (the default)
    ///
    /// Brings the ledger up to the programmes and answers requests until it is told to end
    /// (SIGTERM or Ctrl-C). Changes of the programmes are published as they are made; with
    /// --no-watch only at the start, and when SIGHUP asks for it.
    ///
    /// Programmes with errors change nothing: what was published goes on being served, and the
    /// errors are logged and shown by /health/ready. Nor is published again by itself what
    /// `plenary revert` took back: that takes a change of the programmes, or `plenary publish`.
    ///
    /// Without a folder of programmes it is a replica, and shows what others publish into the same
    /// ledger. A database server that is away stops publishing, not serving; one that is not there
    /// yet is waited for, and /health/ready says 503 until then.
    Serve,

    /// Write a feed to standard output
    ///
    /// What a subscriber would get once the programmes as they stand are published. Publishes
    /// nothing, but for the first publication of an empty ledger.
    #[command(
        after_help = "Example: plenary render '/fr/oewg-ict/topics/capacity-building.ics?alarm=15m'"
    )]
    Render {
        /// The address of the feed, as the server has it, with or without what comes before its path
        address: String,
    },

    /// Say what is wrong with the programmes
    ///
    /// Reads every programme and prints every fault with its file and line. Exits with 1 if there
    /// is any error; warnings alone do not count.
    Check {
        /// The folder of the programmes, if not that of --feeds
        dir: Option<PathBuf>,
    },

    /// Show what publishing the programmes would do
    ///
    /// In words and colours, or as JSON: slots added, moved, retitled, cancelled and brought back,
    /// texts as they were and will be, and which feeds show it. Publishes nothing. Exits with 0 if
    /// there is nothing to publish, with 2 if there is, and with 1 on errors.
    Plan {
        /// Write JSON; `null` if there is nothing to publish
        #[arg(long)]
        json: bool,
    },

    /// Publish the programmes
    ///
    /// In one atomic step: every subscriber sees all of it or nothing. Prints the number of the
    /// publication; publishing the same programmes again is no publication.
    Publish {
        /// What to remember of this publication
        #[arg(short = 'm', long, value_name = "NOTE")]
        note: Option<String>,
    },

    /// List the publications and what each changed, the last first
    #[command(after_help = "Example: plenary history '/en/oewg-ict/topics/norms'")]
    History {
        /// Only those that touched the feed at this address
        address: Option<String>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },

    /// Show what a publication changed
    Show {
        /// Its number
        number: u64,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },

    /// Go back to what was published by a publication
    ///
    /// Makes a new publication with the content that the ledger had just after that one. Nothing
    /// is erased: events that come back get a higher SEQUENCE, so every calendar takes them.
    Revert {
        /// The number of the publication to go back to
        number: u64,
        /// What to remember of this publication
        #[arg(short = 'm', long, value_name = "NOTE")]
        note: Option<String>,
    },

    /// Write the whole ledger as JSON lines: a backup, or the way to another database
    #[command(
        after_help = "Example, from a file to PostgreSQL:\n  plenary export-ledger --database \
                            plenary.db ledger.jsonl\n  plenary import-ledger --database \
                            postgres://plenary@host/plenary ledger.jsonl"
    )]
    ExportLedger {
        /// The file to write [default: standard output]
        file: Option<PathBuf>,
    },

    /// Read a ledger from JSON lines into one that is empty
    ///
    /// The feeds are the same afterwards, octet for octet. An import that was interrupted can be
    /// run again. A file that is not whole and right changes nothing.
    ImportLedger {
        /// The file to read [default: standard input]
        file: Option<PathBuf>,
    },
    /// Read an official document into the programmes
    ///
    /// Reads a programme of work as issued, as text, HTML, DOCX or PDF in any of the six official
    /// languages of the United Nations, and writes or updates the file of its session. A revision
    /// keeps the identities of the slots; another language of the same session is added to it.
    #[command(after_help = "Example: plenary import A_AC.292_2023_4-F.docx")]
    Import(import::Import),

    /// Ask a running server whether it is ready
    ///
    /// For the health checks of containers: one line, and exits with 0 only if the server has
    /// something to serve, degraded or not.
    Health {
        /// Where it is, if not on this machine at --operator-listen or --listen; with a path, that
        /// is asked for
        url: Option<Url>,
    },

    /// Say which version this is, and by which release of time zones it reads local times
    Version,

    /// Write completions for a shell to standard output
    #[command(after_help = "Example: plenary completions bash > /etc/bash_completion.d/plenary")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

impl Cli {
    /// Does what the command line says; errors are told on standard error.
    pub fn run(self) -> ExitCode {
        match self.dispatch() {
            Ok(code) => code,
            // Whoever reads what is written has had enough, as `head` does.
            Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
            Err(error) => {
                anstream::eprintln!("{ERROR}error{ERROR:#}: {error}");
                if let Some(valid) = error.downcast_ref::<QueryError>().map(QueryError::valid)
                    && !valid.is_empty()
                {
                    anstream::eprintln!("valid: {}", valid.join(", "));
                }
                ExitCode::FAILURE
            }
        }
    }

    fn dispatch(self) -> Result<ExitCode, Box<dyn Error>> {
        if let Some(Command::Completions { shell }) = self.command {
            completions::completions(shell)?;
            return Ok(ExitCode::SUCCESS);
        }
        let settings = settings(self.written, self.config)?;
        logging::start(&settings)?;
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(&settings),
            Command::Render { address } => render::render(&settings, &address),
            Command::Check { dir } => {
                let dir = dir.as_ref().unwrap_or(&settings.feeds);
                Ok(check::check(dir, zone_rules(&settings)?)?)
            }
            Command::Version => version::version(&settings),
            Command::Health { url } => health::health(&settings, url.as_ref()),
            Command::Plan { json } => edit::plan(&settings, json),
            Command::Publish { note } => edit::publish(&settings, note.as_deref()),
            Command::History { address, json } => {
                history::history(&settings, address.as_deref(), json)
            }
            Command::Show { number, json } => history::show(&settings, number, json),
            Command::Revert { number, note } => edit::revert(&settings, number, note.as_deref()),
            Command::ExportLedger { file } => transfer::export(&settings, file.as_deref()),
            Command::ImportLedger { file } => transfer::import(&settings, file.as_deref()),
            Command::Import(import) => import::import(&import, &settings.feeds),
            Command::Completions { .. } => Ok(ExitCode::SUCCESS),
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();
const STRONG: anstyle::Style = anstyle::Style::new().bold();

fn settings(written: Written, config: Option<PathBuf>) -> Result<Settings, SettingsError> {
    let file = config.map(|path| Written::read(&path)).transpose()?.unwrap_or_default();
    written.over(file).try_into()
}

/// The rules of time zones that the settings choose.
fn zone_rules(settings: &Settings) -> Result<ZoneRules, ZoneinfoError> {
    let built_in = ZoneRules::built_in();
    match &settings.zoneinfo {
        Some(folder) => programme::read_zoneinfo(folder, &built_in),
        None => Ok(built_in),
    }
}

/// The programmes' files that the settings choose, with those rules.
fn sources(settings: &Settings) -> Result<Sources, ZoneinfoError> {
    Ok(Sources::load(&settings.feeds).with_zone_rules(zone_rules(settings)?))
}

/// The runtime for a command that only asks the ledger.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
