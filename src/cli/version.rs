//! `plenary version`.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use super::zone_rules;
use crate::model::ZoneRules;
use crate::settings::Settings;

/// Prints the version, and the rules of time zones in use and built in.
pub(super) fn version(settings: &Settings) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = anstream::stdout();
    writeln!(out, "plenary {}", env!("CARGO_PKG_VERSION"))?;
    let (used, built_in) = (zone_rules(settings)?, ZoneRules::built_in());
    writeln!(out, "time zones {used}")?;
    if used != built_in {
        writeln!(out, "time zones {built_in}, not in use")?;
    }
    Ok(ExitCode::SUCCESS)
}
