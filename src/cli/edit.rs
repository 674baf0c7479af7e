//! `plenary plan`, `publish` and `revert`: the editor's commands.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use chrono::Utc;

use super::{STRONG, check, history, report, runtime, sources};
use crate::ledger;
use crate::model::Programmes;
use crate::programme;
use crate::publication::{self, Publication};
use crate::publisher::Publisher;
use crate::settings::Settings;

/// The exit code of a plan that has something to publish; 1 is for errors.
const SOMETHING_TO_PUBLISH: u8 = 2;

/// Opens the ledger that the settings name; an SQLite file is made if there is none.
pub(super) async fn publisher(settings: &Settings) -> Result<Publisher, Box<dyn Error>> {
    open(&settings.database, settings).await
}

/// Opens the ledger that the settings name, which has to be there: commands that only look make no
/// file, and a slip in its name is told.
pub(super) async fn standing(settings: &Settings) -> Result<Publisher, Box<dyn Error>> {
    let database = &settings.database;
    if !ledger::is_there(database) {
        return Err(format!(
            "there is no ledger {database} (--database, PLENARY_DATABASE or database); `plenary \
             publish` or `plenary serve` makes one"
        )
        .into());
    }
    open(database, settings).await
}

async fn open(database: &str, settings: &Settings) -> Result<Publisher, Box<dyn Error>> {
    let backend = ledger::open(database).await?;
    Ok(Publisher::open(backend, settings.keep_cancelled).await?)
}

/// The programmes, or their faults printed.
fn programmes(settings: &Settings) -> Result<Option<Vec<Programmes>>, Box<dyn Error>> {
    Ok(match programme::validate(&sources(settings)?) {
        Ok(checked) => {
            check::print(&checked.warnings);
            Some(checked.programmes)
        }
        Err(faults) => {
            check::print(&faults);
            None
        }
    })
}

/// Shows what publishing would do.
pub(super) fn plan(settings: &Settings, json: bool) -> Result<ExitCode, Box<dyn Error>> {
    let Some(programmes) = programmes(settings)? else { return Ok(ExitCode::FAILURE) };
    let (plan, state) = runtime()?.block_on(async {
        // The first plan is made before there is a ledger.
        let is_there = ledger::is_there(&settings.database);
        let database = if is_there { &settings.database } else { ledger::NOWHERE };
        let publisher = open(database, settings).await?;
        let plan = publisher.plan(&programmes, Utc::now()).await?;
        Ok::<_, Box<dyn Error>>((plan, publisher.state().await))
    })?;
    let report = plan.as_ref().map(|plan| publication::report(&state, plan));
    if json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&report)?)?;
    } else if let Some(report) = &report {
        report::print(&mut anstream::stdout(), report)?;
        writeln!(
            anstream::stdout(),
            "\n{STRONG}Publication {} would be: {}.{STRONG:#} `plenary publish` makes it.",
            report.publication,
            report::summary(report)
        )?;
    } else {
        writeln!(
            anstream::stdout(),
            "Nothing to publish: the ledger says what the programmes say."
        )?;
    }
    Ok(if report.is_some() { SOMETHING_TO_PUBLISH.into() } else { ExitCode::SUCCESS })
}

/// Publishes the programmes.
pub(super) fn publish(settings: &Settings, note: Option<&str>) -> Result<ExitCode, Box<dyn Error>> {
    let Some(programmes) = programmes(settings)? else { return Ok(ExitCode::FAILURE) };
    runtime()?.block_on(async {
        let publisher = publisher(settings).await?;
        let publication = publisher.publish(&programmes, note, Utc::now()).await?;
        told(&publisher, publication.as_ref(), "Nothing to publish").await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Publishes again what was published before.
pub(super) fn revert(
    settings: &Settings,
    number: u64,
    note: Option<&str>,
) -> Result<ExitCode, Box<dyn Error>> {
    runtime()?.block_on(async {
        let publisher = standing(settings).await?;
        let publication = publisher.revert(number, note, Utc::now()).await?;
        told(&publisher, publication.as_ref(), "Nothing to go back to").await?;
        let still_differ = match programme::validate(&sources(settings)?) {
            Ok(read) => publisher.plan(&read.programmes, Utc::now()).await?.is_some(),
            Err(_) => true,
        };
        if publication.is_some() && still_differ {
            anstream::eprintln!(
                "The programmes in {} still say otherwise: mend them before they are published \
                 again.",
                settings.feeds.display()
            );
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Prints the number of a publication on standard output, for scripts, and what it changed beside
/// it; or that there is none.
async fn told(
    publisher: &Publisher,
    publication: Option<&Publication>,
    nothing: &str,
) -> io::Result<()> {
    match publication {
        Some(publication) => {
            let report = publication::report(&publisher.state().await, publication);
            writeln!(io::stdout(), "{}", publication.number)?;
            anstream::eprintln!("{}", history::headline(&report));
        }
        None => anstream::eprintln!("{nothing}: the ledger says so already."),
    }
    Ok(())
}
