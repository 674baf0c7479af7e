//! Tests of the whole room: from texts to programmes or to faults as a person sees them.

mod bodies;
mod example;
mod hostile;
mod many;
mod names;
mod schedules;
mod sessions;
mod tree;

use super::{Checked, Faults, Sources, validate};

/// A body without a fault.
const BODY: &str = r#"name.en = "Working group"
name.fr = "Groupe de travail"
short_name.en = "WG"
languages = ["en", "fr"]
time_zone = "America/New_York"
venue.en = "New York"
uid_namespace = "6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b"

[[topics]]
id = "norms"
name.en = "Norms"

[[topics]]
id = "threats"
name.en = "Threats"
"#;

/// What stands above the slots of a session without a fault.
const SESSION: &str = r#"name.en = "First session"
start = 2023-03-06
end = 2023-03-12
status = "adopted"
"#;

/// A slot of which the times and the end can be chosen.
fn slot(id: &str, date: &str, start: &str, end: &str) -> String {
    format!(
        "\n[[slots]]\nid = \"{id}\"\ndate = {date}\nstart = \"{start}\"\nend = \"{end}\"\n\
         entries = [{{ heading.en = \"Debate\" }}]\n"
    )
}

/// A session whose one slot has the entry that these lines make.
fn with_entry(lines: &str) -> String {
    format!(
        "{SESSION}\n[[slots]]\nid = \"a\"\ndate = 2023-03-06\nstart = \"10:00\"\n\
         end = \"13:00\"\n\n[[slots.entries]]\n{lines}\n"
    )
}

fn check(files: &[(&str, &str)]) -> Result<Checked, Faults> {
    validate(&Sources::from_texts(files.iter().copied()))
}

/// The faults of a body with this file, and no sessions.
fn body_faults(body: &str) -> String {
    shown(check(&[("b/body.toml", body)]))
}

/// The faults of this file as the session 1 of [`BODY`].
fn session_faults(session: &str) -> String {
    shown(check(&[("b/body.toml", BODY), ("b/sessions/1.toml", session)]))
}

/// The faults or the warnings, as a person sees them.
fn shown(result: Result<Checked, Faults>) -> String {
    match result {
        Ok(checked) => checked.warnings.plain(),
        Err(faults) => faults.plain(),
    }
}

/// One line per fault, for tables of many small ones.
fn lines(result: Result<Checked, Faults>) -> String {
    match result {
        Ok(checked) => checked.warnings.to_string(),
        Err(faults) => faults.to_string(),
    }
}

/// What was written, in one line, and below it what was answered.
fn paragraph(written: &str, answer: &str) -> String {
    let indented = answer.replace('\n', "\n  ");
    format!("{}\n  {indented}\n", written.replace('\n', " "))
}
