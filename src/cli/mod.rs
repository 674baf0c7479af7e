//! The command line.

mod check;
mod completions;
mod import;
mod logging;
mod render;
mod serve;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

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
    /// (SIGTERM or Ctrl-C). Programmes with faults change nothing: what was published goes on being
    /// served, and the faults are logged and shown by /health/ready.
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

    /// Read an official document into the programmes
    ///
    /// Reads a programme of work as issued, as text, HTML, DOCX or PDF in any of the six official
    /// languages of the United Nations, and writes or updates the file of its session. A revision
    /// keeps the identities of the slots; another language of the same session is added to it.
    #[command(after_help = "Example: plenary import A_AC.292_2023_4-F.docx")]
    Import(import::Import),

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
            Err(error) => {
                anstream::eprintln!("{ERROR}error{ERROR:#}: {error}");
                ExitCode::FAILURE
            }
        }
    }

    fn dispatch(self) -> Result<ExitCode, Box<dyn Error>> {
        if let Some(Command::Completions { shell }) = self.command {
            completions::completions(shell);
            return Ok(ExitCode::SUCCESS);
        }
        let settings = settings(self.written, self.config)?;
        logging::start(&settings)?;
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(&settings),
            Command::Render { address } => render::render(&settings, &address),
            Command::Check { dir } => Ok(check::check(dir.as_ref().unwrap_or(&settings.feeds))),
            Command::Import(import) => import::import(&import, &settings.feeds),
            Command::Completions { .. } => Ok(ExitCode::SUCCESS),
        }
    }
}

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();
const STRONG: anstyle::Style = anstyle::Style::new().bold();

fn settings(written: Written, config: Option<PathBuf>) -> Result<Settings, SettingsError> {
    let file = config.map(|path| Written::read(&path)).transpose()?.unwrap_or_default();
    written.over(file).try_into()
}

/// The runtime for a command that only asks the ledger.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
