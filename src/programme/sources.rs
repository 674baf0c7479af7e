//! Sources: the files of a tree of programmes, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{BodyId, SessionId, ZoneRules};

/// The largest file that is read, in octets. A session in six languages has some 300,000.
pub const MAX_FILE_SIZE: u64 = 1 << 20;

/// Why a file or folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// The system refused, for the reason that it gave.
    #[error("cannot be read: {0}")]
    Refused(String),
    /// It is neither a file nor a link to one.
    #[error("this is no file")]
    NoFile,
    /// It is larger than [`MAX_FILE_SIZE`].
    #[error("a file has at most {MAX_FILE_SIZE} octets")]
    TooLarge,
    /// It is no text.
    #[error("a file is UTF-8 text, this one is not in line {line}")]
    NotUtf8 {
        /// The line of the first octet that is no UTF-8, from 1.
        line: usize,
    },
    /// Its name is no text.
    #[error("the name of a file is UTF-8")]
    Name,
}

/// The files of a tree of programmes, by their paths below its root with `/` between the names, and
/// the rules by which their local times are read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    root: PathBuf,
    folders: BTreeSet<String>,
    texts: BTreeMap<String, Arc<str>>,
    unread: BTreeMap<String, Unread>,
    zone_rules: ZoneRules,
    other_rules: Option<ZoneRules>,
}

impl Sources {
    /// The same files, with other rules of time zones than the built-in ones.
    #[must_use]
    pub fn with_zone_rules(self, zone_rules: ZoneRules) -> Self {
        Self { zone_rules, ..self }
    }

    /// The same files, where a slot is to be warned about if it would be at another instant by
    /// these rules.
    #[must_use]
    pub fn compared_with(self, other_rules: ZoneRules) -> Self {
        let other_rules = Some(other_rules).filter(|other| *other != self.zone_rules);
        Self { other_rules, ..self }
    }

    /// The rules of time zones.
    pub fn zone_rules(&self) -> &ZoneRules {
        &self.zone_rules
    }

    pub(super) fn other_rules(&self) -> Option<&ZoneRules> {
        self.other_rules.as_ref()
    }

    /// Sources that are not on a disk: paths such as `a-body/body.toml`, and texts.
    pub fn from_texts<P: Into<String>, T: Into<Arc<str>>>(
        texts: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let mut sources = Self::default();
        for (path, text) in texts {
            let path = path.into();
            if let Some((folder, _)) = path.split_once('/') {
                sources.folders.insert(folder.to_owned());
            }
            sources.texts.insert(path, text.into());
        }
        sources
    }

    /// Reads the folder `root`: every `*.toml` in it, in its folders and in their `sessions`
    /// folders. Hidden files and folders are left out. What cannot be read is kept as such, so
    /// that [`validate`](super::validate) can report it with everything else.
    pub fn load(root: &Path) -> Self {
        let mut sources = Self { root: root.to_owned(), ..Self::default() };
        let folders = sources.load_folder(root, "");
        for folder in folders {
            let inner = sources.load_folder(&root.join(&folder), &folder);
            if inner.iter().any(|name| name == "sessions") {
                let below = format!("{folder}/sessions");
                sources.load_folder(&root.join(&below), &below);
            }
            sources.folders.insert(folder);
        }
        sources
    }

    /// Reads the TOML files of one folder; gives the names of the folders in it.
    fn load_folder(&mut self, folder: &Path, below: &str) -> Vec<String> {
        let names = match list(folder) {
            Ok(names) => names,
            Err(error) => {
                self.unread.insert(below.to_owned(), Unread::Refused(error.to_string()));
                return Vec::new();
            }
        };
        let mut folders = Vec::new();
        for name in names {
            let Some(name) = name.to_str() else {
                let shown = join(below, &name.to_string_lossy());
                self.unread.insert(shown, Unread::Name);
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = folder.join(name);
            if name.strip_suffix(".toml").is_some() {
                match read(&path) {
                    Ok(text) => drop(self.texts.insert(join(below, name), text.into())),
                    Err(unread) => drop(self.unread.insert(join(below, name), unread)),
                }
            } else if path.is_dir() {
                folders.push(name.to_owned());
            }
        }
        folders
    }

    /// Puts a text in the place of the one at a path such as `a-body/sessions/1.toml`.
    pub fn put(&mut self, path: &str, text: &str) {
        if let Some((folder, _)) = path.split_once('/') {
            self.folders.insert(folder.to_owned());
        }
        self.unread.remove(path);
        self.texts.insert(path.to_owned(), text.into());
    }

    /// The BLAKE3 hash of all paths, texts and rules of time zones: sources with the same digest are the
    /// same. The place of the root does not matter.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        let mut part = |text: &str| {
            // The length in front keeps one part from running into the next.
            hash.update(&(text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        for folder in &self.folders {
            part("folder");
            part(folder);
        }
        for (path, text) in &self.texts {
            part("text");
            part(path);
            part(text);
        }
        for (path, unread) in &self.unread {
            part("unread");
            part(path);
            part(&unread.to_string());
        }
        hash.update(&self.zone_rules.digest());
        hash.finalize().into()
    }

    /// A path as a person finds it: with the root in front.
    pub(super) fn shown(&self, path: &str) -> String {
        let shown = match path {
            "" => self.root.clone(),
            _ => self.root.join(path),
        };
        shown.display().to_string()
    }

    /// Whether there is no body, though the root could be read.
    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty() && !self.unread.contains_key("")
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// The same sources with fewer files.
    pub(super) fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        let mut fewer = self.clone();
        fewer.texts.retain(|path, _| keep(path));
        fewer
    }

    /// What could not be read.
    pub(super) fn unread(&self) -> impl Iterator<Item = (&str, &Unread)> {
        (self.unread.iter()).map(|(path, unread)| (path.as_str(), unread))
    }

    /// The names of the bodies' folders.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }

    /// The path and the text of a body's file.
    pub(super) fn body(&self, folder: &str) -> Option<(&str, &Arc<str>)> {
        self.texts.get_key_value(&body_path(folder)).map(|(path, text)| (path.as_str(), text))
    }

    /// Whether a body's file or folder is there but could not be read.
    pub(super) fn has_unread_body(&self, folder: &str) -> bool {
        self.unread.contains_key(&body_path(folder)) || self.unread.contains_key(folder)
    }

    /// The paths, the names without `.toml`, and the texts of a body's sessions.
    pub(super) fn sessions(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&str, &str, &Arc<str>)> + use<'_> {
        let folder = format!("{folder}/sessions/");
        self.texts.iter().filter_map(move |(path, text)| {
            let stem = path.strip_prefix(&folder)?.strip_suffix(".toml")?;
            (!stem.contains('/')).then_some((path.as_str(), stem, text))
        })
    }

    /// The files that are neither a body's nor a session's.
    pub(super) fn misplaced(&self) -> impl Iterator<Item = &str> {
        let is_placed = |path: &str| match path.split('/').collect::<Vec<_>>().as_slice() {
            [_, file] => *file == "body.toml",
            [_, sessions, file] => *sessions == "sessions" && file.strip_suffix(".toml").is_some(),
            _ => false,
        };
        let paths = self.texts.keys().map(String::as_str);
        paths.filter(move |path| !is_placed(path))
    }
}

pub(super) fn body_path(folder: &str) -> String {
    format!("{folder}/body.toml")
}

pub(super) fn session_path(body: &BodyId, session: &SessionId) -> String {
    format!("{body}/sessions/{session}.toml")
}

fn join(below: &str, name: &str) -> String {
    if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") }
}

/// The names in a folder, sorted.
fn list(folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<String, Unread> {
    let refused = |error: io::Error| Unread::Refused(error.to_string());
    // Asked before it is opened: opening a pipe waits for a writer.
    if !fs::metadata(path).map_err(refused)?.is_file() {
        return Err(Unread::NoFile);
    }
    let mut octets = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(MAX_FILE_SIZE + 1).read_to_end(&mut octets))
        .map_err(refused)?;
    if octets.len() as u64 > MAX_FILE_SIZE {
        return Err(Unread::TooLarge);
    }
    String::from_utf8(octets).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + String::from_utf8_lossy(valid).matches('\n').count();
        Unread::NotUtf8 { line }
    })
}
