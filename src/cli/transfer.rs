//! `plenary export-ledger` and `plenary import-ledger`.

use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use super::edit::{publisher, standing};
use super::runtime;
use crate::ledger;
use crate::settings::Settings;

/// Writes the whole ledger as JSON lines, to standard output or into a file.
pub(super) fn export(settings: &Settings, file: Option<&Path>) -> Result<ExitCode, Box<dyn Error>> {
    let publications = runtime()?.block_on(async {
        Ok::<_, Box<dyn Error>>(standing(settings).await?.publications().await?)
    })?;
    let text = ledger::export(&publications)?;
    match file.filter(|file| *file != Path::new("-")) {
        Some(file) => std::fs::write(file, text)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?,
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    anstream::eprintln!("{} publications exported", publications.len());
    Ok(ExitCode::SUCCESS)
}

/// Adds the publications of an export to a ledger that has none, or only some of the same.
pub(super) fn import(settings: &Settings, file: Option<&Path>) -> Result<ExitCode, Box<dyn Error>> {
    let text = if let Some(file) = file.filter(|file| *file != Path::new("-")) {
        std::fs::read_to_string(file)
            .map_err(|error| format!("{} cannot be read: {error}", file.display()))?
    } else {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        text
    };
    let publications = ledger::import(&text)?;
    let added = runtime()?.block_on(async {
        Ok::<_, Box<dyn Error>>(publisher(settings).await?.import(&publications).await?)
    })?;
    anstream::eprintln!("{added} publications imported, {} in all", publications.len());
    Ok(ExitCode::SUCCESS)
}
