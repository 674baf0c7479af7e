//! `plenary check`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::STRONG;
use crate::model::ZoneRules;
use crate::programme::{self, Faults, Sources};

/// Prints the faults of the programmes in a folder, with those slots that the built-in rules of time
/// zones would place otherwise; fails if any is an error.
pub(super) fn check(dir: &Path, zone_rules: ZoneRules) -> io::Result<ExitCode> {
    let sources = Sources::load(dir).with_zone_rules(zone_rules);
    match programme::validate(&sources.compared_with(ZoneRules::built_in())) {
        Ok(checked) => {
            print(&checked.warnings);
            let sessions = checked.programmes.iter().map(|body| body.sessions.len()).sum::<usize>();
            let slots = checked.programmes.iter().flat_map(|body| &body.sessions);
            let slots = slots.map(|session| session.slots.len()).sum::<usize>();
            writeln!(
                anstream::stdout(),
                "{STRONG}{}{STRONG:#} is right: {}, {}, {}",
                dir.display(),
                count(checked.programmes.len(), "body", "bodies"),
                count(sessions, "session", "sessions"),
                count(slots, "slot", "slots"),
            )?;
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            print(&faults);
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Prints faults on standard error, in colour where it shows.
pub(super) fn print(faults: &Faults) {
    if !faults.is_empty() {
        anstream::eprintln!("{}", faults.coloured());
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
