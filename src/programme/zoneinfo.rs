//! Reading the system's time zones.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::model::{ZoneError, ZoneRules};

/// The largest file of a zone that is read, in octets. Those of the IANA database have some 4,000.
const MAX_SIZE: u64 = 1 << 18;

/// Where systems say which release of the IANA database they have: the source that comes with the
/// compiled files, beginning with `# version 2025b`, and the name alone.
const RELEASES: [&str; 2] = ["tzdata.zi", "+VERSION"];

/// Why a folder of time zones cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ZoneinfoError {
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}", path = .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no time zone in the folder.
    #[error(
        "there is no time zone in {path}; a zoneinfo folder has files such as Europe/Paris",
        path = .path.display()
    )]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A file is not what it should be.
    #[error("in {path}, {source}", path = .path.display())]
    Zone {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        source: ZoneError,
    },
}

/// Reads the rules of all time zones from a folder such as `/usr/share/zoneinfo`. Zones that it
/// does not have keep the built-in rules; those that are as in `used` are shared with it.
pub fn read_zoneinfo(folder: &Path, used: &ZoneRules) -> Result<ZoneRules, ZoneinfoError> {
    // Asked first, so that a folder that is not there is told as such.
    fs::read_dir(folder).map_err(|source| unreadable(folder, source))?;
    let mut files = TZ_VARIANTS.into_iter().filter_map(|zone| read(folder, zone)).peekable();
    if files.peek().is_none() {
        return Err(ZoneinfoError::Empty { path: folder.to_owned() });
    }
    let origin = folder.display().to_string();
    used.renewed(origin, release(folder), files).map_err(|error| match error {
        Refused::Zone(source) => ZoneinfoError::Zone { path: folder.to_owned(), source },
        Refused::File(path, source) => unreadable(&path, source),
    })
}

/// Why a file is not taken.
enum Refused {
    Zone(ZoneError),
    File(PathBuf, io::Error),
}

impl From<ZoneError> for Refused {
    fn from(error: ZoneError) -> Self {
        Self::Zone(error)
    }
}

fn unreadable(path: &Path, source: io::Error) -> ZoneinfoError {
    ZoneinfoError::Unreadable { path: path.to_owned(), source }
}

/// The file of a zone, if there is one.
fn read(folder: &Path, zone: Tz) -> Option<Result<(Tz, Vec<u8>), Refused>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let path = folder.join(zone.name());
    let mut octets = Vec::new();
    let read = fs::File::open(&path).and_then(|file| file.take(MAX_SIZE).read_to_end(&mut octets));
    match read {
        Ok(_) => Some(Ok((zone, octets))),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => None,
        Err(source) => Some(Err(Refused::File(path, source))),
    }
}

/// The name of the release, where the folder tells it.
fn release(folder: &Path) -> Option<String> {
    RELEASES.iter().find_map(|name| {
        let mut head = [0; 64];
        let length = fs::File::open(folder.join(name)).ok()?.read(&mut head).ok()?;
        let line = std::str::from_utf8(&head[..length]).ok()?.lines().next()?;
        let release = line.strip_prefix("# version ").unwrap_or(line).trim();
        // Two digits until 1996, four since, and a letter.
        let is_release = release.starts_with(|first: char| first.is_ascii_digit())
            && release.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
        is_release.then(|| release.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_zones_or_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_zoneinfo(folder.path(), &ZoneRules::built_in()).unwrap_err();
        assert!(error.to_string().contains("there is no time zone in"), "{error}");
        let error = read_zoneinfo(&folder.path().join("none"), &ZoneRules::built_in()).unwrap_err();
        assert!(error.to_string().contains("none cannot be read: "), "{error}");
    }

    #[test]
    fn a_file_that_is_no_rules_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("Europe")).unwrap();
        fs::write(folder.path().join("Europe/Paris"), "half a file").unwrap();
        let error = read_zoneinfo(folder.path(), &ZoneRules::built_in()).unwrap_err();
        assert!(error.to_string().contains("the rules of Europe/Paris"), "{error}");
    }

    #[test]
    fn the_release_is_read_from_either_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(release(folder.path()), None);
        fs::write(folder.path().join("+VERSION"), "2024a\n").unwrap();
        assert_eq!(release(folder.path()).unwrap(), "2024a");
        let source = "# version 2026f\n# This zic input file is in the public domain.\n";
        fs::write(folder.path().join("tzdata.zi"), source).unwrap();
        assert_eq!(release(folder.path()).unwrap(), "2026f");
        fs::write(folder.path().join("tzdata.zi"), "Z Europe/Paris").unwrap();
        assert_eq!(release(folder.path()).unwrap(), "2024a");
    }
}
