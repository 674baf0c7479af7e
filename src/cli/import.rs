//! `plenary import`.

use std::error::Error;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono_tz::Tz;
use clap::{Args, ValueEnum};

use super::{STRONG, WARNING, check};
use crate::document::{self, Merged, Options, Reading, Topics, containers};
use crate::model::{BodyId, Language, Programmes, Session, SessionId};
use crate::programme::{self, Checked, Severity, Sources};

/// What is done with what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Write the session's file.
    Toml,
    /// Print the reading as JSON, and write nothing.
    Json,
}

#[derive(Clone, Debug, Args)]
pub(super) struct Import {
    /// The document, as text, HTML, DOCX or PDF; - for standard input
    file: PathBuf,

    /// The body whose programme it is, if the document does not tell
    #[arg(long, value_name = "ID")]
    body: Option<BodyId>,

    /// The year, if the document leaves it out
    #[arg(long, value_name = "Y", value_parser = clap::value_parser!(i32).range(1945..2200))]
    year: Option<i32>,

    /// The time zone of the session, if it is not the body's
    #[arg(long, value_name = "TZ")]
    timezone: Option<Tz>,

    /// The language of the document, if it cannot be told
    #[arg(long, value_name = "L")]
    language: Option<Language>,

    /// What to make of it
    #[arg(long, value_enum, default_value = "toml")]
    format: Format,

    /// Print the document line by line with what each was read as, and write nothing
    #[arg(long)]
    explain: bool,

    /// Write even if there are errors
    #[arg(long)]
    force: bool,

    /// Do not ask before writing over a session
    #[arg(long)]
    yes: bool,

    /// Make a new body of this identifier from the document
    #[arg(long, value_name = "ID", conflicts_with = "body")]
    new_body: Option<BodyId>,
}

/// Imports a document into the programmes in `feeds`.
pub(super) fn import(import: &Import, feeds: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let name = import.file.display().to_string();
    let octets = read(&import.file).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let decoded = containers::decode(&octets).map_err(|error| format!("{name}: {error}"))?;
    let text = decoded.text.as_str();
    let options = Options {
        language: import.language,
        year: import.year,
        topics: None,
        exact: decoded.exact,
    };
    let language = match import.language {
        Some(language) => language,
        None => document::language(text).ok_or(document::LanguageUnknown::Undetected)?,
    };
    let options = Options { language: Some(language), ..options };
    if import.explain {
        let reading = document::read(text, &options)?;
        anstream::print!("{}", document::explain(text, &reading));
        print(&reading, &name, text);
        return Ok(ExitCode::SUCCESS);
    }

    let mut made = None;
    if let Some(id) = &import.new_body {
        let reading = document::read(text, &options)?;
        made = Some((id.clone(), document::new_body(&reading, id, import.timezone)?));
    }
    let sources = sources(feeds, made.as_ref())?;
    let checked = match &sources {
        Some(sources) => Some(programme::validate(sources).map_err(|faults| {
            check::print(&faults);
            "the programmes have faults; nothing was imported"
        })?),
        None => None,
    };
    let body = match (&checked, import.body.as_ref().or(import.new_body.as_ref())) {
        (Some(checked), Some(id)) => {
            Some((checked.programmes.iter().find(|one| one.body.id == *id)).ok_or_else(|| {
                format!("there is no body {id} in {}; --new-body makes one", feeds.display())
            })?)
        }
        (Some(checked), None) => document::body_of(text, &checked.programmes),
        (None, Some(id)) => {
            return Err(format!("there is no body {id}: {} is no folder", feeds.display()).into());
        }
        (None, None) => None,
    };
    let none = programme::TopicWords::new();
    let topics = body.map(|one| {
        let words = checked.as_ref().and_then(|checked| checked.words.get(&one.body.id));
        Topics::new(&one.body, words.unwrap_or(&none), language)
    });
    let options = Options { topics: topics.as_ref(), ..options };
    let reading = document::read(text, &options)?;
    let merged = body.map(|one| merge(&reading, one, import.timezone)).transpose();

    if import.format == Format::Json {
        let id = document::session_id(&reading.draft).ok();
        let zone = import.timezone.or(body.map(|one| one.body.time_zone));
        let ids = match &merged {
            Ok(Some(merged)) => merged.ids.clone(),
            _ => document::slot_ids(&reading.draft),
        };
        let place = document::Place {
            body: body.map(|one| one.body.id.as_str()),
            session: id.as_ref(),
            time_zone: zone.map(chrono_tz::Tz::name),
            ids: &ids,
        };
        anstream::println!("{}", document::json(&reading, &place)?);
        return Ok(ExitCode::SUCCESS);
    }
    print(&reading, &name, text);
    let (Some(merged), Some(one), Some(checked)) = (merged?, body, &checked) else {
        return Err(format!(
            "which body's programme this is cannot be told from the bodies in {}; name it with \
             --body, or make it with --new-body",
            feeds.display()
        )
        .into());
    };
    let has_errors = reading.diagnostics.iter().any(|found| found.severity == Severity::Error);
    if has_errors && !import.force {
        return Err("nothing was written; --force writes in spite of errors".into());
    }
    let import = Writing { import, feeds, one, checked, made: made.map(|(_, text)| text) };
    import.write(&merged)
}

/// Merges a reading into the session of its body.
fn merge(
    reading: &Reading,
    one: &Programmes,
    zone: Option<Tz>,
) -> Result<Merged, document::Incomplete> {
    let id = document::session_id(&reading.draft)?;
    let standing = one.sessions.iter().find(|session| session.id == id).map(AsRef::as_ref);
    let mut merged = document::merge(&reading.draft, reading.language, &one.body, standing)?;
    if let Some(zone) = zone {
        merged.session.time_zone = (zone != one.body.time_zone).then_some(zone);
    }
    Ok(merged)
}

/// The sources of the programmes with the body that is made; `None` if there is no folder.
fn sources(
    feeds: &Path,
    made: Option<&(BodyId, String)>,
) -> Result<Option<Sources>, Box<dyn Error>> {
    let mut sources = match (feeds.is_dir(), made) {
        (false, None) => return Ok(None),
        (false, Some(_)) => Sources::from_texts(Vec::<(String, String)>::new()),
        (true, _) => Sources::load(feeds),
    };
    if let Some((id, text)) = made {
        if feeds.join(id.as_str()).exists() {
            return Err(format!("the body {id} is there already; import with --body {id}").into());
        }
        sources.put(&format!("{id}/body.toml"), text);
    }
    Ok(Some(sources))
}

/// A session about to be written.
struct Writing<'w> {
    import: &'w Import,
    feeds: &'w Path,
    one: &'w Programmes,
    checked: &'w Checked,
    made: Option<String>,
}

impl Writing<'_> {
    fn write(&self, merged: &Merged) -> Result<ExitCode, Box<dyn Error>> {
        let session = &merged.session;
        for disagreement in &merged.disagreements {
            anstream::eprintln!(
                "{WARNING}warning{WARNING:#}: the languages disagree: {disagreement}"
            );
        }
        let standing = self.standing(&session.id);
        let below = format!("{}/sessions/{}.toml", self.one.body.id, session.id);
        let path = self.feeds.join(&below);
        if standing == Some(session) {
            anstream::println!("{}: nothing to change", path.display());
            return Ok(ExitCode::SUCCESS);
        }
        let old = match standing {
            Some(standing) => Some((fs::read_to_string(&path)?, standing)),
            None => None,
        };
        let heading = match &merged.source {
            Some(symbol) => format!("Source: {symbol}"),
            None => String::from("Source: a document without a symbol"),
        };
        let new = programme::write(
            old.as_ref().map(|(text, session)| (text.as_str(), *session)),
            session,
            &heading,
        )?;
        let made = self.made.as_ref().map(|text| (self.one.body.id.clone(), text.clone()));
        let mut sources = sources(self.feeds, made.as_ref())?.unwrap_or_default();
        sources.put(&below, &new);
        if let Err(faults) = programme::validate(&sources) {
            check::print(&faults);
            if !self.import.force {
                return Err(
                    "nothing was written: the session would have these faults; --force writes it"
                        .into(),
                );
            }
        }
        for change in &merged.changes {
            anstream::println!("  {change}");
        }
        if old.is_some() && !self.agreed()? {
            anstream::println!("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
        if let Some(text) = &self.made {
            replace(&self.feeds.join(self.one.body.id.as_str()).join("body.toml"), text)?;
        }
        replace(&path, &new)?;
        let verb = if old.is_some() { "updated" } else { "written" };
        anstream::println!(
            "{STRONG}{}{STRONG:#} {verb}: {} slots",
            path.display(),
            session.slots.len()
        );
        Ok(ExitCode::SUCCESS)
    }

    fn standing(&self, id: &SessionId) -> Option<&Session> {
        let one = self.checked.programmes.iter().find(|one| one.body.id == self.one.body.id)?;
        one.sessions.iter().find(|session| session.id == *id).map(AsRef::as_ref)
    }

    /// Asks on a terminal; elsewhere nobody could answer.
    fn agreed(&self) -> io::Result<bool> {
        if self.import.yes || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(true);
        }
        anstream::eprint!("write this into the programme? [y/N] ");
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

/// Writes a file whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Hidden, so that nobody reads it as a programme meanwhile.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!(".{name}.new"));
    fs::write(&aside, text)?;
    fs::rename(&aside, path)
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    let limit = containers::MAX_FILE_SIZE + 1;
    if file.as_os_str() == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut octets)?;
    } else {
        fs::File::open(file)?.take(limit).read_to_end(&mut octets)?;
    }
    if octets.len() as u64 >= limit {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    Ok(octets)
}

fn print(reading: &Reading, name: &str, text: &str) {
    check::print(&document::faults(&reading.diagnostics, name, text));
}
