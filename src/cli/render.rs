//! `plenary render`.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use chrono::Utc;

use super::{WARNING, check, runtime, sources};
use crate::ledger;
use crate::programme;
use crate::publisher::Publisher;
use crate::query::FeedQuery;
use crate::render::{self, Format, Site};
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// Writes the feed at an address to standard output.
pub(super) fn render(settings: &Settings, address: &str) -> Result<ExitCode, Box<dyn Error>> {
    let snapshot = runtime()?.block_on(snapshot(settings))?;
    let (path, query) = path_and_query(address);
    let (path, format) = split_extension(path).ok_or_else(|| {
        format!("{address} is no feed: its path has to end with {}", extensions())
    })?;
    let query = FeedQuery::parse(&snapshot, path, query)?;
    let site = Site::at(settings.base_url.clone());
    let rendered = render::render(&snapshot, &query, format, &site)?;
    std::io::stdout().lock().write_all(&rendered.octets)?;
    Ok(ExitCode::SUCCESS)
}

/// What would be served if the programmes were published now.
async fn snapshot(settings: &Settings) -> Result<Snapshot, Box<dyn Error>> {
    let backend = ledger::open(&settings.database).await?;
    let publisher = Publisher::open(backend, settings.keep_cancelled).await?;
    let mut state = publisher.state().await;
    if settings.feeds_named || settings.feeds.is_dir() {
        match programme::validate(&sources(settings)?) {
            Ok(checked) if state.head() == 0 => {
                publisher.publish(&checked.programmes, None, Utc::now()).await?;
                state = publisher.state().await;
            }
            Ok(checked) => {
                if let Some(plan) = publisher.plan(&checked.programmes, Utc::now()).await? {
                    anstream::eprintln!(
                        "{WARNING}note{WARNING:#}: the programmes have changes that are not \
                         published yet; this is the feed with them"
                    );
                    state.apply(&plan)?;
                }
            }
            Err(faults) => {
                check::print(&faults);
                anstream::eprintln!(
                    "{WARNING}note{WARNING:#}: the programmes have faults; this is the feed as \
                     last published"
                );
            }
        }
    }
    Ok(Snapshot::new(&state))
}

/// Path and query of an address, which may be absolute.
pub(super) fn path_and_query(address: &str) -> (&str, &str) {
    let local = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => address,
    };
    local.split_once('?').unwrap_or((local, ""))
}

/// How the paths of feeds end: `.ics or .atom`.
fn extensions() -> String {
    Format::ALL.map(|format| format!(".{}", format.extension())).join(" or ")
}

pub(super) fn split_extension(path: &str) -> Option<(&str, Format)> {
    let (path, extension) = path.rsplit_once('.')?;
    Some((path, Format::from_extension(extension)?))
}
