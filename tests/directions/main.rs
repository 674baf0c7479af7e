//! Holds the directions in which the rooms of the crate know each other, and its words.
//!
//! Reads src/**/*.rs as text. Comments do not count, nor do strings but where SQL is looked for.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test")]

use std::path::{Path, PathBuf};

use self::source::Source;

mod source;

/// What each room of the crate may know of the others. A new room needs a row.
#[rustfmt::skip]
const ROOMS: &[(&str, &[&str], &str)] = &[
    ("model", &[],
        "everything is said in its types, so it knows nothing"),
    ("parallel", &[],
        "divides work among processors, whatever the work"),
    ("memory", &[],
        "the allocator, which all use and none name"),
    ("words", &["model"],
        "phrases are chosen by language, not by what is done with them"),
    ("programme", &["model"],
        "reads files into the model; what becomes of them is not its concern"),
    ("document", &["model", "programme"],
        "reads documents into the model; files are opened by who asks"),
    ("publication", &["model"],
        "reconciling is pure: it knows neither where it is kept nor who asks"),
    ("ledger", &["model", "parallel", "publication"],
        "keeps publications and does not look at what is made of them"),
    ("publisher", &["model", "publication", "ledger"],
        "the one writer: reconciles and appends"),
    ("snapshot", &["model", "publication"],
        "feeds are answered from memory, whatever the storage"),
    ("query", &["model", "publication", "snapshot"],
        "a query is the same from HTTP and from the command line"),
    ("render", &["model", "parallel", "publication", "query", "snapshot", "words"],
        "octets depend on snapshot and query alone, so that they are the same everywhere"),
    ("pages", &["model", "publication", "query", "render", "snapshot", "words"],
        "pages are made of what feeds are made of, whoever asks for them"),
    ("http", &["model", "pages", "publication", "query", "render", "snapshot", "words"],
        "serves snapshots; a database that is down is none of its business"),
    ("settings", &["model", "publication", "render", "http"],
        "is read before anything else is there; it knows what can be set: limits, a scheme of links"),
    ("service", &[
        "memory", "model", "programme", "publication", "publisher", "ledger", "snapshot", "query",
        "render", "http", "settings",
    ],
        "joins the rooms, and is itself known to the command line only"),
    ("cli", &[
        "model", "programme", "document", "publication", "publisher", "ledger", "snapshot", "query",
        "render", "http", "settings", "service", "words",
    ],
        "the outermost room"),
];

/// What is named in some places only: the words, the places, the reason.
#[rustfmt::skip]
const ONLY_UNDER: &[(&[&str], &[&str], &str)] = &[
    (&["hyper", "hyper_util", "http_body_util"], &["src/http"],
        "HTTP is one room; all others could be served by something else"),
    (&["rusqlite"], &["src/ledger/sqlite"],
        "each backend owns its database"),
    (&["tokio_postgres", "deadpool_postgres"], &["src/ledger/postgres"],
        "each backend owns its database"),
    (&["rustls", "tokio_rustls", "x509_cert"], &["src/ledger/postgres", "src/http/tls.rs"],
        "TLS is spoken at two doors only"),
    (&["jiff"], &["src/model/zone.rs"],
        "chrono is the one calendar; jiff reads the files of time zones"),
    (&["icalendar"], &["src/render/ics"],
        "its defects are worked around in one place"),
    (&["fluent_bundle", "icu_datetime"], &["src/words"],
        "how languages say things is one room"),
    (&["Utc::now", "Local::now", "SystemTime::now", "Instant::now"],
        &["src/cli", "src/service", "src/http"],
        "the time is an argument everywhere but at the ends"),
    (&["std::fs", "tokio::fs"],
        &["src/cli", "src/service", "src/programme", "src/ledger", "src/settings", "src/http/file.rs"],
        "files are read and written at the ends; those of memory are a door to sockets"),
    (&["std::env"], &["src/cli", "src/settings", "src/main.rs"],
        "settings are read once"),
    (&["println!", "eprintln!", "print!", "eprint!"], &["src/cli"],
        "only the command line speaks to a terminal; others log"),
];

/// How statements in SQL begin.
const SQL: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "PRAGMA "];

/// Words that say nothing, and that no module, type, function or constant has in its name.
const SAY_NOTHING: &[&str] = &["data", "info", "manager", "util", "utils", "helper", "helpers"];

/// What a name is declared with.
const DECLARATIONS: &[&str] = &["mod", "struct", "enum", "trait", "type", "fn", "const", "static"];

#[test]
fn rooms_know_only_what_they_may() {
    assert_none(&sources().iter().flat_map(rooms_known_wrongly).collect::<Vec<_>>());
}

#[test]
fn what_belongs_to_one_place_is_named_there_only() {
    assert_none(&sources().iter().flat_map(named_elsewhere).collect::<Vec<_>>());
}

#[test]
fn sql_is_written_under_the_ledger_only() {
    assert_none(&sources().iter().flat_map(sql_elsewhere).collect::<Vec<_>>());
}

#[test]
fn names_say_something() {
    assert_none(&sources().iter().flat_map(empty_names).collect::<Vec<_>>());
}

#[test]
fn faults_are_found_in_code_and_not_in_comments_and_strings() {
    let text = r##"//! crate::ledger, hyper::Request and SELECT * are words here, fn info() too.
use crate::{model::Slot, ledger::Backend};
/* Utc::now() /* crate::http */ struct Data; */
fn feed_info<'a>(quote: char) -> bool { quote == '"' || hyper::known("crate::http \" // Utc::now") }
const QUERY: &str = r#"SELECT "uid" FROM event"#; fn item() { chrono::Utc::now(); }
mod tests { use super::super::super::super::http::Server; use super::http; }
fn information(data: MyHyper) { data.info(hyperion::new()) }
"##;
    let source = Source::new("src/render/ics/made_up.rs".into(), text);
    let faults: String = [rooms_known_wrongly, named_elsewhere, sql_elsewhere, empty_names]
        .iter()
        .flat_map(|find| find(&source))
        .map(|fault| fault + "\n")
        .collect();
    insta::assert_snapshot!(faults);
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Every source file of the crate.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 100, "only {} source files found", files.len());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        Source::new(path.strip_prefix(root).unwrap().to_path_buf(), &text)
    };
    files.into_iter().map(read).collect()
}

/// The rooms that a file names and its own room may not know.
fn rooms_known_wrongly(source: &Source) -> Vec<String> {
    let room = source.room();
    // lib.rs and main.rs are no rooms.
    if room == "lib" || room == "main" {
        return Vec::new();
    }
    let Some((_, may_know, reason)) = ROOMS.iter().find(|(name, ..)| *name == room) else {
        return vec![format!("{}: the room {room} has no row in ROOMS", source.path.display())];
    };
    let is_wrong = |known: &str| {
        known != room && !may_know.contains(&known) && ROOMS.iter().any(|(name, ..)| *name == known)
    };
    source
        .rooms_named()
        .into_iter()
        .filter(|(_, known)| is_wrong(known))
        .map(|(line, known)| {
            format!("{}:{line}: {room} names {known}: {reason}", source.path.display())
        })
        .collect()
}

fn named_elsewhere(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (names, places, reason) in ONLY_UNDER {
        if places.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for name in *names {
            // A crate is named where a path begins with it.
            let is_crate = !name.contains([':', '!']);
            let sought = if is_crate { format!("{name}::") } else { (*name).to_owned() };
            for line in source.lines_naming(&sought) {
                faults.push(format!("{}:{line}: {name}: {reason}", source.path.display()));
            }
        }
    }
    faults
}

fn sql_elsewhere(source: &Source) -> Vec<String> {
    if source.path.starts_with("src/ledger") {
        return Vec::new();
    }
    let is_sql = |words: &str| SQL.iter().any(|begin| words.trim_start().starts_with(begin));
    source
        .strings
        .iter()
        .filter(|(_, words)| is_sql(words))
        .map(|(line, words)| format!("{}:{line}: SQL: {words}", source.path.display()))
        .collect()
}

fn empty_names(source: &Source) -> Vec<String> {
    let says_nothing = |name: &str| {
        name.eq_ignore_ascii_case("item")
            || source::words_of(name).iter().any(|word| SAY_NOTHING.contains(&word.as_str()))
    };
    source
        .declared(DECLARATIONS)
        .into_iter()
        // hyper's `Body` wants its octets to be called so.
        .filter(|(_, name)| says_nothing(name) && name != "Data")
        .map(|(line, name)| format!("{}:{line}: {name} says nothing", source.path.display()))
        .collect()
}
