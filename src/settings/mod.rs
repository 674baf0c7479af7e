//! Settings, in two steps: what was written, then what it means.
//!
//! [`Written`] is what one source says: flags and environment (read by clap) or a settings file
//! (read by serde). Sources are laid over one another, and [`Settings`] is what comes out, with
//! the defaults filled in.

mod written;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::Days;
use clap::ValueEnum;
use serde::Deserialize;
use url::Url;

use crate::http::Limits;
use crate::render::GoogleScheme;

pub use written::{Seconds, Written};

/// Where systems keep the rules of time zones.
const ZONEINFO: &str = "/usr/share/zoneinfo";

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people on a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Human,
    /// One JSON object per line.
    Json,
}

/// Why settings are not right.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The settings file cannot be read.
    #[error("the settings file {path} cannot be read: {source}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The settings file does not say what it should.
    #[error("in the settings file {path}: {source}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        source: Box<toml::de::Error>,
    },
    /// The base URL is none.
    #[error(
        "the base URL {value:?} is not right: {rule}, as in https://calendar.example/ \
         (--base-url, PLENARY_BASE_URL or base_url)"
    )]
    BaseUrl {
        /// What was written.
        value: String,
        /// What it has to be.
        rule: String,
    },
    /// One of the certificate and its key is missing.
    #[error(
        "TLS needs a certificate and its key: {missing} is missing (as a flag, in the environment \
         or in the settings file)"
    )]
    Tls {
        /// The flag that is missing.
        missing: &'static str,
    },
    /// Words that are no name of a header field.
    #[error("{value:?} is no name of a header field, such as X-Forwarded-For ({flag})")]
    Field {
        /// What was written.
        value: String,
        /// The flag.
        flag: &'static str,
    },
    /// A limit that would let nothing through, or everything.
    #[error("{flag} is from {least} to {most}, not {value}")]
    Limit {
        /// The flag.
        flag: &'static str,
        /// What was written.
        value: u64,
        /// The least that it can be.
        least: u64,
        /// The most that it can be.
        most: u64,
    },
}

/// What the settings mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the programmes.
    pub feeds: PathBuf,
    /// Whether that folder was named, rather than being the default.
    pub feeds_named: bool,
    /// The folder of the world's time zones; `None` for the rules that the program carries.
    pub zoneinfo: Option<PathBuf>,
    /// The ledger.
    pub database: String,
    /// Whether to publish what changes in that folder while serving, without being asked.
    pub watch: bool,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to listen for the operator, if anywhere.
    pub operator_listen: Option<SocketAddr>,
    /// The files of a certificate and of its key, if TLS is spoken.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// What clients and caches may have.
    pub limits: Limits,
    /// Where the server is reached, with a slash at the end.
    pub base_url: Url,
    /// How links for Google Calendar name a feed.
    pub google_scheme: GoogleScheme,
    /// How long cancelled events stay.
    pub keep_cancelled: Days,
    /// Which log lines to write.
    pub log: String,
    /// How they look.
    pub log_format: LogFormat,
}

impl TryFrom<Written> for Settings {
    type Error = SettingsError;

    fn try_from(written: Written) -> Result<Self, SettingsError> {
        let listen = written.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let scheme = if written.tls_cert.is_some() { "https" } else { "http" };
        let base_url = written
            .base_url
            .clone()
            .unwrap_or_else(|| format!("{scheme}://localhost:{}", listen.port()));
        let limits = limits(&written)?;
        let tls = match (written.tls_cert, written.tls_key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            (Some(_), None) => return Err(SettingsError::Tls { missing: "--tls-key" }),
            (None, Some(_)) => return Err(SettingsError::Tls { missing: "--tls-cert" }),
        };
        Ok(Self {
            feeds_named: written.feeds.is_some(),
            feeds: written.feeds.unwrap_or_else(|| "feeds".into()),
            zoneinfo: match written.zoneinfo {
                Some(folder) => Some(folder).filter(|folder| folder != Path::new("builtin")),
                None => Some(PathBuf::from(ZONEINFO)).filter(|folder| folder.is_dir()),
            },
            database: written.database.unwrap_or_else(|| "plenary.db".to_owned()),
            watch: !written.no_watch.unwrap_or(false),
            listen,
            operator_listen: written.operator_listen,
            tls,
            limits,
            base_url: parse_base_url(&base_url)
                .map_err(|rule| SettingsError::BaseUrl { value: base_url, rule })?,
            google_scheme: written.google_scheme.unwrap_or_default(),
            keep_cancelled: Days::new(written.keep_cancelled.unwrap_or(30)),
            log: written.log.unwrap_or_else(|| "info".to_owned()),
            log_format: written.log_format.unwrap_or(LogFormat::Auto),
        })
    }
}

/// The limits that were written, those of the defaults elsewhere.
fn limits(written: &Written) -> Result<Limits, SettingsError> {
    let default = Limits::default();
    let within = |flag, value: Option<usize>, default, least, most| match value {
        None => Ok(default),
        Some(value) if (least..=most).contains(&value) => Ok(value),
        Some(value) => {
            let [value, least, most] = [value, least, most].map(|one| one as u64);
            Err(SettingsError::Limit { flag, value, least, most })
        }
    };
    let time = |value: Option<Seconds>, default| value.map_or(default, Seconds::duration);
    let most_connections = 1 << 20;
    Ok(Limits {
        address: within(
            "--max-address-octets",
            written.max_address_octets,
            default.address,
            64,
            // What hyper reads at most.
            60 << 10,
        )?,
        fields: within(
            "--max-header-octets",
            written.max_header_octets,
            default.fields,
            512,
            128 << 10,
        )?,
        field_count: within(
            "--max-header-fields",
            written.max_header_fields,
            default.field_count,
            8,
            1 << 10,
        )?,
        filters: within("--max-filters", written.max_filters, default.filters, 1, 64)?,
        connections: within(
            "--max-connections",
            written.max_connections,
            default.connections,
            1,
            most_connections,
        )?,
        of_one_client: within(
            "--max-connections-per-client",
            written.max_connections_per_client,
            default.of_one_client,
            0,
            most_connections,
        )?,
        streams: written.max_streams.unwrap_or(default.streams).max(1),
        resets: within("--max-resets", written.max_resets, default.resets, 1, 1 << 16)?,
        first_octets: time(written.first_octets_timeout, default.first_octets),
        head: time(written.head_timeout, default.head),
        idle: time(written.idle_timeout, default.idle),
        stall: time(written.write_timeout, default.stall),
        ping: time(written.ping_interval, default.ping),
        pong: time(written.ping_timeout, default.pong),
        age: time(written.connection_age, default.age),
        drain: time(written.drain_timeout, default.drain),
        cache: written.cache_mib.map_or(default.cache, |mib| mib.saturating_mul(1 << 20)),
        threads: within("--threads", written.threads, default.threads, 1, 1 << 10)?,
        trusted_field: field("--trusted-header", written.trusted_header.as_deref())?,
        shared_max_age: written.shared_max_age,
        cache_tag_field: field("--cache-tag-header", written.cache_tag_header.as_deref())?,
    })
}

/// The name of a header field (RFC 9110, section 5.1), in lower case.
fn field(flag: &'static str, value: Option<&str>) -> Result<Option<String>, SettingsError> {
    let Some(value) = value else { return Ok(None) };
    let is_token = |octet: u8| octet.is_ascii_alphanumeric() || b"-_".contains(&octet);
    if value.is_empty() || !value.bytes().all(is_token) {
        return Err(SettingsError::Field { value: value.to_owned(), flag });
    }
    Ok(Some(value.to_ascii_lowercase()))
}

fn parse_base_url(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|error| format!("it is no address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it has to begin with http:// or https://".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has no ? or #".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has no user or password, as everybody gets to see it".to_owned());
    }
    // Links are joined to it; without the slash the last segment would be lost.
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, FromArgMatches as _};

    use super::*;

    fn base_url(text: &str) -> Result<String, String> {
        let written = Written { base_url: Some(text.to_owned()), ..Written::default() };
        Settings::try_from(written)
            .map(|settings| settings.base_url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_base_url_ends_with_a_slash_and_keeps_its_path() {
        assert_eq!(base_url("https://a.example").unwrap(), "https://a.example/");
        assert_eq!(base_url("https://a.example/un").unwrap(), "https://a.example/un/");
    }

    #[test]
    fn a_wrong_base_url_is_told_with_what_would_be_right() {
        for (text, rule) in [
            ("calendar.example", "no address"),
            ("ftp://a.example", "http://"),
            ("https://a.example/?x", "no ?"),
            ("https://me:secret@a.example/", "no user"),
        ] {
            let error = base_url(text).unwrap_err();
            assert!(error.contains(rule) && error.contains("https://calendar.example/"), "{error}");
        }
    }

    #[test]
    fn flags_go_over_the_file_and_the_file_over_the_defaults() {
        let file: Written = toml::from_str("database = 'a.db'\nlisten = '[::]:80'").unwrap();
        let flags = Written { database: Some("b.db".to_owned()), ..Written::default() };
        let settings = Settings::try_from(flags.over(file)).unwrap();
        assert_eq!(settings.database, "b.db");
        assert_eq!(settings.listen.to_string(), "[::]:80");
        assert_eq!(settings.feeds, Path::new("feeds"));
        assert!(settings.watch);
        assert!(toml::from_str::<Written>("datbase = 'a.db'").is_err());
    }

    #[test]
    fn limits_are_settable_and_those_that_make_no_sense_are_told() {
        let limits = |text: &str| {
            let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
            let settings = Settings::try_from(written).map_err(|error| error.to_string())?;
            Ok::<_, String>(settings.limits)
        };
        let some = limits(
            "idle_timeout = 2.5\nmax_connections = 7\ncache_mib = 1\nping_interval = 9\n\
             ping_timeout = 0.5",
        )
        .unwrap();
        assert_eq!((some.ping.as_secs(), some.pong.as_millis()), (9, 500));
        assert_eq!(some.idle.as_millis(), 2500);
        assert_eq!((some.connections, some.cache), (7, 1 << 20));
        assert_eq!(some.head, Limits::default().head);
        for (text, words) in [
            ("max_connections = 0", "--max-connections is from 1 to 1048576, not 0"),
            ("max_filters = 65", "--max-filters is from 1 to 64, not 65"),
            ("idle_timeout = 0", "a time is from 0.001"),
            ("trusted_header = 'X: y'", "\"X: y\" is no name of a header field"),
            ("tls_key = 'a.key'", "--tls-cert is missing"),
        ] {
            let error = limits(text).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn watching_is_ended_by_a_file_and_begun_again_by_a_flag() {
        let file: Written = toml::from_str("no_watch = true").unwrap();
        assert!(!Settings::try_from(file.clone()).unwrap().watch);
        let watches = |flag: &str| {
            let command = Written::augment_args(clap::Command::new("plenary"));
            let flags = command.try_get_matches_from(["plenary", flag]).unwrap();
            let flags = Written::from_arg_matches(&flags).unwrap();
            Settings::try_from(flags.over(file.clone())).unwrap().watch
        };
        assert!(watches("--no-watch=false"));
        assert!(!watches("--no-watch"));
    }
}
