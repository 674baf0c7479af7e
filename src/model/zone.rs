//! From the venue's clock to instants, by the rules of the world's time zones.
//!
//! Governments change those rules, and the IANA database follows them several times a year. The
//! program carries one release of it; a newer one is given as the files that systems keep, TZif
//! (RFC 9636).

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Datelike, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{IANA_TZDB_VERSION, Tz};
use jiff::tz::AmbiguousOffset;

/// The rules of all time zones, as of one release of the IANA database. Cloning shares them.
#[derive(Clone, Default)]
pub struct ZoneRules(Option<Arc<Given>>);

/// Rules that were read from files.
struct Given {
    origin: String,
    release: Option<String>,
    zones: BTreeMap<&'static str, Arc<Zone>>,
    digest: [u8; 32],
}

/// The rules of a zone. Few of all are ever asked for, and parsed they take ten times the room.
struct Zone {
    octets: Box<[u8]>,
    /// Of the octets.
    digest: blake3::Hash,
    parsed: OnceLock<Option<jiff::tz::TimeZone>>,
}

impl Zone {
    fn new(zone: Tz, octets: &[u8], digest: blake3::Hash) -> Result<Self, ZoneError> {
        jiff::tz::TimeZone::tzif(zone.name(), octets)
            .map_err(|error| ZoneError { zone, rule: error.to_string() })?;
        Ok(Self { octets: octets.into(), digest, parsed: OnceLock::new() })
    }

    fn parsed(&self, name: &str) -> Option<&jiff::tz::TimeZone> {
        // It was parsed before, so there is always something.
        let parse = || jiff::tz::TimeZone::tzif(name, &self.octets).ok();
        self.parsed.get_or_init(parse).as_ref()
    }
}

/// Octets that are not the rules of a time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rules of {zone} are no TZif (RFC 9636): {rule}")]
pub struct ZoneError {
    /// The time zone.
    pub zone: Tz,
    /// What is wrong.
    pub rule: String,
}

impl ZoneRules {
    /// The rules that the program carries.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// Rules from `files`, the octets of the TZif file of each zone. Zones that are not among them
    /// have the built-in rules, those that are as in `self` are shared with it. `origin` says where
    /// the files are from, `release` which release they are, as in `2025b`, if that is known.
    pub fn renewed<E: From<ZoneError>>(
        &self,
        origin: String,
        release: Option<String>,
        files: impl IntoIterator<Item = Result<(Tz, Vec<u8>), E>>,
    ) -> Result<Self, E> {
        let mut hash = blake3::Hasher::new();
        hash.update(release.as_deref().unwrap_or_default().as_bytes());
        let before = self.0.iter().flat_map(|given| given.zones.values());
        // Zones have many names; most files are links to some other.
        let mut known: HashMap<blake3::Hash, Arc<Zone>> =
            before.map(|zone| (zone.digest, Arc::clone(zone))).collect();
        let mut zones = BTreeMap::new();
        for file in files {
            let (zone, octets) = file?;
            let digest = blake3::hash(&octets);
            hash.update(&(zone.name().len() as u64).to_be_bytes());
            hash.update(zone.name().as_bytes());
            hash.update(digest.as_bytes());
            let rules = match known.entry(digest) {
                Entry::Occupied(known) => Arc::clone(known.get()),
                Entry::Vacant(new) => {
                    Arc::clone(new.insert(Arc::new(Zone::new(zone, &octets, digest)?)))
                }
            };
            zones.insert(zone.name(), rules);
        }
        let digest = hash.finalize().into();
        Ok(Self(Some(Arc::new(Given { origin, release, zones, digest }))))
    }

    /// The release of the IANA database, as in `2025b`; `None` where the files do not tell.
    pub fn release(&self) -> Option<&str> {
        match &self.0 {
            None => Some(IANA_TZDB_VERSION),
            Some(given) => given.release.as_deref(),
        }
    }

    /// Where the rules are from: a folder, or `built-in`.
    pub fn origin(&self) -> &str {
        self.0.as_ref().map_or("built-in", |given| &given.origin)
    }

    /// Tells rules from others: the same digest, the same rules of the same release.
    pub fn digest(&self) -> [u8; 32] {
        self.0.as_ref().map_or([0; 32], |given| given.digest)
    }

    /// The instant at which the clocks of a time zone show a local time.
    ///
    /// A time that the clocks show twice is the first of the two; one that they skip is `None`.
    /// Both are the readings of RFC 5545, section 3.3.5, but that a skipped time is left to the
    /// caller, because in a programme it is a mistake.
    pub fn instant(&self, local: NaiveDateTime, time_zone: Tz) -> Option<DateTime<Utc>> {
        let name = time_zone.name();
        let given = self.0.as_ref().and_then(|given| given.zones.get(name)?.parsed(name));
        let Some(rules) = given else {
            return match time_zone.from_local_datetime(&local) {
                LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => Some(time.to_utc()),
                LocalResult::None => None,
            };
        };
        let offset = match rules.to_ambiguous_timestamp(civil(local)?).offset() {
            AmbiguousOffset::Unambiguous { offset }
            | AmbiguousOffset::Fold { before: offset, .. } => offset,
            AmbiguousOffset::Gap { .. } => return None,
        };
        let offset = TimeDelta::seconds(i64::from(offset.seconds()));
        local.checked_sub_signed(offset).map(|utc| utc.and_utc())
    }
}

/// The same local time as the reader of TZif has it, which ends with the year 9999.
fn civil(local: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    let part = |number: u32| i8::try_from(number).ok();
    jiff::civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        part(local.month())?,
        part(local.day())?,
        part(local.hour())?,
        part(local.minute())?,
        part(local.second())?,
        0,
    )
    .ok()
}

impl PartialEq for ZoneRules {
    fn eq(&self, other: &Self) -> bool {
        self.digest() == other.digest()
    }
}

impl Eq for ZoneRules {}

/// As in `2025b (/usr/share/zoneinfo)`.
impl fmt::Display for ZoneRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.release().unwrap_or("unknown release"), self.origin())
    }
}

impl fmt::Debug for ZoneRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneRules({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules of a footer alone, as `zic` writes a zone without any transition: a header and
    /// block of version 1, then the same of version 2 with one type of local time, then the
    /// footer (RFC 9636, section 3).
    fn tzif(offset: i32, footer: &str) -> Vec<u8> {
        let mut octets = Vec::new();
        for _ in 0..2 {
            octets.extend(b"TZif2");
            octets.extend([0; 15]);
            for count in [0_u32, 0, 0, 0, 1, 4] {
                octets.extend(count.to_be_bytes());
            }
            octets.extend(offset.to_be_bytes());
            octets.extend([0, 0]);
            octets.extend(b"LMT\0");
        }
        octets.extend(format!("\n{footer}\n").as_bytes());
        octets
    }

    fn given(zone: &str, offset: i32, footer: &str) -> ZoneRules {
        let files = [Ok::<_, ZoneError>((zone.parse().unwrap(), tzif(offset, footer)))];
        let rules = ZoneRules::built_in();
        rules.renewed("here".to_owned(), Some("2099z".to_owned()), files).unwrap()
    }

    fn at(rules: &ZoneRules, local: &str, zone: Tz) -> Option<String> {
        rules.instant(local.parse().unwrap(), zone).map(|time| time.to_rfc3339())
    }

    const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";

    #[test]
    fn winter_and_summer_time_of_new_york() {
        for rules in [ZoneRules::built_in(), given("America/New_York", -18000, NEW_YORK)] {
            let new_york = |local| at(&rules, local, chrono_tz::America::New_York).unwrap();
            assert_eq!(new_york("2023-03-06T10:00:00"), "2023-03-06T15:00:00+00:00");
            // The second Sunday of March 2023 is the 12th.
            assert_eq!(new_york("2023-03-13T10:00:00"), "2023-03-13T14:00:00+00:00");
        }
    }

    #[test]
    fn a_skipped_time_is_none_and_a_repeated_one_is_the_first() {
        for rules in [ZoneRules::built_in(), given("America/New_York", -18000, NEW_YORK)] {
            let new_york = |local| at(&rules, local, chrono_tz::America::New_York);
            assert_eq!(new_york("2023-03-12T02:30:00"), None);
            assert_eq!(new_york("2023-11-05T01:30:00").unwrap(), "2023-11-05T05:30:00+00:00");
        }
    }

    #[test]
    fn files_go_over_what_is_built_in_and_leave_other_zones_alone() {
        let rules = given("America/Vancouver", -25200, "MST7");
        let ten = "2027-01-11T10:00:00";
        let vancouver = chrono_tz::America::Vancouver;
        assert_eq!(at(&rules, ten, vancouver).unwrap(), "2027-01-11T17:00:00+00:00");
        let built_in = ZoneRules::built_in();
        assert_eq!(at(&built_in, ten, vancouver).unwrap(), "2027-01-11T18:00:00+00:00");
        let paris = chrono_tz::Europe::Paris;
        assert_eq!(at(&rules, ten, paris), at(&built_in, ten, paris));
        assert_eq!(rules.to_string(), "2099z (here)");
        assert_ne!(rules, built_in);
        assert_ne!(rules, given("America/Vancouver", -25200, "PST8"));
        assert_eq!(rules, given("America/Vancouver", -25200, "MST7"));
    }

    #[test]
    fn zones_that_stay_as_they_are_are_kept_once() {
        let files = || {
            let (vancouver, paris) = (chrono_tz::America::Vancouver, chrono_tz::Europe::Paris);
            [(vancouver, tzif(-25200, "MST7")), (paris, tzif(3600, "CET-1"))]
                .map(Ok::<_, ZoneError>)
        };
        let zone = |rules: &ZoneRules, name| Arc::clone(&rules.0.as_ref().unwrap().zones[name]);
        let before = given("America/Vancouver", -28800, "PST8");
        let first = before.renewed("here".to_owned(), None, files()).unwrap();
        let second = first.renewed("here".to_owned(), None, files()).unwrap();
        for name in ["America/Vancouver", "Europe/Paris"] {
            assert!(Arc::ptr_eq(&zone(&first, name), &zone(&second, name)), "{name}");
        }
        let vancouver = "America/Vancouver";
        assert!(!Arc::ptr_eq(&zone(&before, vancouver), &zone(&first, vancouver)));
    }

    #[test]
    fn octets_that_are_no_rules_are_refused_with_the_name_of_the_zone() {
        let files = [Ok((chrono_tz::Europe::Paris, b"TZif2 and so on".to_vec()))];
        let rules = ZoneRules::built_in();
        let error: ZoneError = rules.renewed("here".to_owned(), None, files).unwrap_err();
        assert_eq!(error.zone, chrono_tz::Europe::Paris);
        assert!(error.to_string().starts_with("the rules of Europe/Paris are no TZif"), "{error}");
    }
}
