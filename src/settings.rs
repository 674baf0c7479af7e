//! Settings, in two steps: what was written, then what it means.
//!
//! [`Written`] is what one source says: flags and environment (read by clap) or a settings file
//! (read by serde). Sources are laid over one another, and [`Settings`] is what comes out, with
//! the defaults filled in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::Days;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use url::Url;

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

/// What flags, environment or a settings file say. What is left out is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = "Settings")]
pub struct Written {
    /// Folder of the programmes, one folder per body [default: feeds]
    ///
    /// Each body is a folder with a body.toml and, under sessions/, one file per session. `plenary
    /// check` tells what is wrong with them.
    #[arg(long, global = true, value_name = "DIR", env = "PLENARY_FEEDS")]
    pub feeds: Option<PathBuf>,

    /// Folder of the world's time zones, or "builtin" [default: /usr/share/zoneinfo, if it is there]
    ///
    /// Governments change their clocks; with a system's folder, its updates are enough to follow
    /// them, and a running server does so by itself. The program carries rules too, for where there
    /// are none. `plenary version` tells which are in use.
    #[arg(long, global = true, value_name = "DIR", env = "PLENARY_ZONEINFO")]
    pub zoneinfo: Option<PathBuf>,

    /// The ledger: a file, made on first use, or `postgres://user@host/db` [default: plenary.db]
    ///
    /// It holds every publication. Keep it: without it, subscribers get the same events, but their
    /// revision counts begin anew, and calendars ignore changes until the counts have caught up.
    #[arg(long, global = true, value_name = "FILE|URL", env = "PLENARY_DATABASE")]
    #[arg(hide_env_values = true)] // It may hold a password.
    pub database: Option<String>,

    /// Publish at the start and on SIGHUP only, not whenever the programmes change
    ///
    /// Without it, `plenary serve` watches the folder of the programmes and publishes what changes
    /// there, once it is valid and has been quiet for a moment. `--no-watch=false` goes over a
    /// settings file that says `no_watch = true`.
    #[arg(long, global = true, value_name = "BOOL", env = "PLENARY_NO_WATCH")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    pub no_watch: Option<bool>,

    /// Address and port to listen on [default: 127.0.0.1:8080]
    ///
    /// 127.0.0.1 is reached from this machine only; `0.0.0.0:8080` or `[::]:8080` from anywhere.
    #[arg(long, global = true, value_name = "ADDR", env = "PLENARY_LISTEN")]
    pub listen: Option<SocketAddr>,

    /// Address at which subscribers reach the server [default: `http://localhost:8080`, or the
    /// port of --listen]
    ///
    /// All links in feeds and pages begin with it. It is never taken from a request, so that no
    /// request can put other links into a shared cache.
    #[arg(long, global = true, value_name = "URL", env = "PLENARY_BASE_URL")]
    pub base_url: Option<String>,

    /// Days to keep a cancelled event in its feeds after its day [default: 30]
    ///
    /// Calendars that look rarely need the time to hear of the cancellation.
    #[arg(long, global = true, value_name = "DAYS", env = "PLENARY_KEEP_CANCELLED")]
    pub keep_cancelled: Option<u64>,

    /// Which log lines to write, as in "info" or "plenary=debug" [default: info]
    #[arg(long, global = true, value_name = "FILTER", env = "PLENARY_LOG")]
    pub log: Option<String>,

    /// How log lines look [default: auto, for people on a terminal and JSON elsewhere]
    #[arg(long, global = true, value_name = "FORMAT", env = "PLENARY_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
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
}

impl Written {
    /// Reads a settings file.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| SettingsError::File {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }

    /// These, and where they are silent, those of `beneath`.
    #[must_use]
    pub fn over(self, beneath: Self) -> Self {
        Self {
            feeds: self.feeds.or(beneath.feeds),
            zoneinfo: self.zoneinfo.or(beneath.zoneinfo),
            database: self.database.or(beneath.database),
            no_watch: self.no_watch.or(beneath.no_watch),
            listen: self.listen.or(beneath.listen),
            base_url: self.base_url.or(beneath.base_url),
            keep_cancelled: self.keep_cancelled.or(beneath.keep_cancelled),
            log: self.log.or(beneath.log),
            log_format: self.log_format.or(beneath.log_format),
        }
    }
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
    /// Where the server is reached, with a slash at the end.
    pub base_url: Url,
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
        let base_url =
            written.base_url.unwrap_or_else(|| format!("http://localhost:{}", listen.port()));
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
            base_url: parse_base_url(&base_url)
                .map_err(|rule| SettingsError::BaseUrl { value: base_url, rule })?,
            keep_cancelled: Days::new(written.keep_cancelled.unwrap_or(30)),
            log: written.log.unwrap_or_else(|| "info".to_owned()),
            log_format: written.log_format.unwrap_or(LogFormat::Auto),
        })
    }
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
    use clap::FromArgMatches as _;

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
