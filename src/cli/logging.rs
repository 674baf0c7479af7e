//! Log lines, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, registry};

use crate::settings::{LogFormat, Settings};

/// A filter of log lines that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the log filter {filter:?} cannot be read ({source}); it has to be a level (error, warn, info, \
     debug, trace) or pairs such as plenary=debug,hyper=warn (--log, PLENARY_LOG or log)"
)]
pub(super) struct FilterError {
    filter: String,
    source: ParseError,
}

/// Begins to write log lines as the settings say.
pub(super) fn start(settings: &Settings) -> Result<(), FilterError> {
    let filter: Targets = settings
        .log
        .parse()
        .map_err(|source| FilterError { filter: settings.log.clone(), source })?;
    let is_terminal = std::io::stderr().is_terminal();
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(is_terminal).with_target(false);
    let for_people = match settings.log_format {
        LogFormat::Auto => is_terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    if for_people {
        registry().with(filter).with(lines).init();
    } else {
        registry().with(filter).with(lines.json().flatten_event(true)).init();
    }
    Ok(())
}
