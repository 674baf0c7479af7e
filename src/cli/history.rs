//! `plenary history` and `plenary show`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use super::edit::standing;
use super::render::{path_and_query, split_extension};
use super::{STRONG, report, runtime};
use crate::publication::{self, LedgerState, Publication, Report};
use crate::query::{self, FeedQuery};
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// Lists the publications, the last first; with an address, those that touched that feed.
pub(super) fn history(
    settings: &Settings,
    address: Option<&str>,
    json: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let (publications, state) = read(settings)?;
    let mut reports: Vec<Report> = publications
        .iter()
        .rev()
        .map(|publication| publication::report(&state, publication))
        .collect();
    if let Some(address) = address {
        let touching = touching(&state, address)?;
        reports.retain(|report| touching.contains(&report.publication));
    }
    if json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&reports)?)?;
    } else if reports.is_empty() {
        writeln!(anstream::stdout(), "No publications.")?;
    } else {
        for report in &reports {
            writeln!(anstream::stdout(), "{}", headline(report))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows what a publication changed.
pub(super) fn show(
    settings: &Settings,
    number: u64,
    json: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let (publications, state) = read(settings)?;
    let publication = publications
        .iter()
        .find(|publication| publication.number == number)
        .ok_or_else(|| format!("there is no publication {number}; the last is {}", state.head()))?;
    let report = publication::report(&state, publication);
    if json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        writeln!(anstream::stdout(), "{}\n", headline(&report))?;
        report::print(&mut anstream::stdout(), &report)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A publication in one line: its number, time, counts and note.
pub(super) fn headline(report: &Report) -> String {
    let back = report.reverts_to.map(|number| format!("; back to publication {number}"));
    let note = report.note.as_ref().map(|note| format!("; “{}”", note.escape_debug()));
    format!(
        "{STRONG}Publication {}{STRONG:#}, {}: {}{}{}",
        report.publication,
        report.at.format("%Y-%m-%d %H:%M:%S UTC"),
        report::summary(report),
        back.unwrap_or_default(),
        note.unwrap_or_default(),
    )
}

fn read(settings: &Settings) -> Result<(Vec<Publication>, LedgerState), Box<dyn Error>> {
    runtime()?.block_on(async {
        let publisher = standing(settings).await?;
        Ok((publisher.publications().await?, publisher.state().await))
    })
}

/// The numbers of the publications that touched the feed at an address.
fn touching(state: &LedgerState, address: &str) -> Result<Vec<u64>, Box<dyn Error>> {
    let snapshot = Snapshot::new(state);
    let (path, query) = path_and_query(address);
    let path = split_extension(path).map_or(path, |(path, _)| path);
    let query = FeedQuery::parse(&snapshot, path, query)?;
    let history = query::history(&snapshot, &query)?;
    Ok(history.changes.iter().map(|change| change.publication).collect())
}
