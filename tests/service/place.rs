//! A folder of programmes with one body, `group`, and one session, `1`.

use std::fmt::Write as _;
use std::path::PathBuf;

use plenary::settings::{Settings, Written};
use tempfile::TempDir;

/// A folder with programmes in `feeds` and room for a ledger.
pub(crate) struct Place {
    /// The folder; goes with the test.
    pub(crate) folder: TempDir,
}

impl Place {
    /// Programmes with these slots (see [`session`]).
    pub(crate) fn with(slots: &[&str]) -> Self {
        let place = Self::empty();
        place.fill(slots);
        place
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::Builder::new().prefix("plenary-service-").tempdir().unwrap() }
    }

    /// Writes programmes with these slots.
    pub(crate) fn fill(&self, slots: &[&str]) {
        fill(&self.feeds(), slots);
    }

    /// The folder of the programmes.
    pub(crate) fn feeds(&self) -> PathBuf {
        self.folder.path().join("feeds")
    }

    /// The file of the session.
    pub(crate) fn file(&self) -> PathBuf {
        self.feeds().join("group/sessions/1.toml")
    }

    /// Writes the session in place, as some editors do.
    pub(crate) fn write(&self, text: &str) {
        std::fs::write(self.file(), text).unwrap();
    }

    /// The ledger's file.
    pub(crate) fn database(&self) -> String {
        self.folder.path().join("plenary.db").display().to_string()
    }

    /// The settings of a service with these programmes and this ledger.
    pub(crate) fn settings(&self) -> Settings {
        self.settings_with(&self.database())
    }

    /// The same with another ledger.
    pub(crate) fn settings_with(&self, database: &str) -> Settings {
        let written = Written {
            feeds: Some(self.feeds()),
            database: Some(database.to_owned()),
            ..Written::default()
        };
        written.try_into().unwrap()
    }
}

/// The settings of a service without programmes.
pub(crate) fn replica(database: &str) -> Settings {
    let written = Written { database: Some(database.to_owned()), ..Written::default() };
    let settings = Settings::try_from(written).unwrap();
    // Not the folder that these tests happen to run in.
    Settings { feeds: "/nonexistent/feeds".into(), ..settings }
}

/// Writes programmes with these slots into a folder.
pub(crate) fn fill(feeds: &std::path::Path, slots: &[&str]) {
    std::fs::create_dir_all(feeds.join("group/sessions")).unwrap();
    std::fs::write(feeds.join("group/body.toml"), BODY).unwrap();
    std::fs::write(feeds.join("group/sessions/1.toml"), session(slots)).unwrap();
}

const BODY: &str = r#"
name.en = "Working group"
short_name.en = "WG"
languages = ["en"]
time_zone = "UTC"
venue.en = "Geneva"
uid_namespace = "6f3a1c52-9d0e-5b7f-8a41-2c6d7e8f9a0b"

[[topics]]
id = "norms"
name.en = "Norms"
"#;

/// A session with slots of one hour on 4 March 2040, each given by its identifier and hour as in
/// `a@10`.
pub(crate) fn session(slots: &[&str]) -> String {
    let mut text = "name.en = \"First session\"\nstart = 2040-03-04\nend = 2040-03-09\n\
                    status = \"adopted\"\n"
        .to_owned();
    for slot in slots {
        let (id, hour) = slot.split_once('@').unwrap();
        let end = hour.parse::<u32>().unwrap() + 1;
        write!(
            text,
            "\n[[slots]]\nid = \"{id}\"\ndate = 2040-03-04\nstart = \"{hour}:00\"\n\
             end = \"{end:02}:00\"\n[[slots.entries]]\nheading.en = \"About {id}\"\n\
             topics = [\"norms\"]\n"
        )
        .unwrap();
    }
    text
}
