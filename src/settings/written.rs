//! What is written: flags, environment and settings file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use clap::builder::BoolishValueParser;
use serde::Deserialize;

use super::{LogFormat, SettingsError};
use crate::render::GoogleScheme;

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

    /// Address and port of a second listener, for the operator alone [default: none]
    ///
    /// It answers /metrics, which is then gone from the public one, /health, and a page that shows
    /// when each kind of calendar last looked at each feed. Never open it to the internet.
    #[arg(long, global = true, value_name = "ADDR", env = "PLENARY_OPERATOR_LISTEN")]
    pub operator_listen: Option<SocketAddr>,

    /// Certificate to speak TLS with, in PEM, with the chain above it [default: no TLS]
    ///
    /// Needs --tls-key. Both files are read again when they change.
    #[arg(long, global = true, value_name = "FILE", env = "PLENARY_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate, in PEM
    #[arg(long, global = true, value_name = "FILE", env = "PLENARY_TLS_KEY")]
    pub tls_key: Option<PathBuf>,

    /// Field in which a proxy tells the client's address, such as X-Forwarded-For [default: none]
    ///
    /// Only where every request comes through a proxy that sets the field itself: others could
    /// claim any address. Of several addresses the last counts, which the proxy has seen itself.
    /// Forwarded (RFC 7239) is read too. Requests whose address cannot be read count as those of one
    /// client.
    #[arg(long, global = true, value_name = "NAME", env = "PLENARY_TRUSTED_HEADER")]
    pub trusted_header: Option<String>,

    /// Seconds for which shared caches may keep a feed, sent as s-maxage [default: not sent]
    ///
    /// For a CDN that is purged or may be so much behind. CDN-Cache-Control (RFC 9213) says the same,
    /// and that a feed may be served stale while the server is away.
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_SHARED_MAX_AGE")]
    pub shared_max_age: Option<u32>,

    /// Field that tells a CDN by which names to purge an answer, such as Cache-Tag [default: none]
    #[arg(long, global = true, value_name = "NAME", env = "PLENARY_CACHE_TAG_HEADER")]
    pub cache_tag_header: Option<String>,

    /// Address at which subscribers reach the server [default: `http://localhost:8080`, or the
    /// port of --listen]
    ///
    /// All links in feeds and pages begin with it. It is never taken from a request, so that no
    /// request can put other links into a shared cache.
    #[arg(long, global = true, value_name = "URL", env = "PLENARY_BASE_URL")]
    pub base_url: Option<String>,

    /// Scheme by which links for Google Calendar name a feed [default: webcal]
    ///
    /// Reports differ on which one Google takes. Try the other one where the button does nothing.
    #[arg(long, global = true, value_name = "SCHEME", env = "PLENARY_GOOGLE_SCHEME")]
    pub google_scheme: Option<GoogleScheme>,

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

    /// Connections at once; more are refused at once with a 503, or with TLS closed [default: 4096]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_CONNECTIONS")]
    #[arg(help_heading = "Limits")]
    pub max_connections: Option<usize>,

    /// Connections at once from one address [default: 256]
    ///
    /// This machine is left out, as proxies on it speak for many. With --trusted-header, it is how
    /// many answers may be in the making for one client. 0 is no limit.
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_CONNECTIONS_PER_CLIENT")]
    #[arg(help_heading = "Limits")]
    pub max_connections_per_client: Option<usize>,

    /// Longest address of a request, path and query together [default: 8192]
    #[arg(long, global = true, value_name = "OCTETS", env = "PLENARY_MAX_ADDRESS_OCTETS")]
    #[arg(help_heading = "Limits")]
    pub max_address_octets: Option<usize>,

    /// Most octets of header fields of a request, names and values together [default: 32768]
    #[arg(long, global = true, value_name = "OCTETS", env = "PLENARY_MAX_HEADER_OCTETS")]
    #[arg(help_heading = "Limits")]
    pub max_header_octets: Option<usize>,

    /// Most header fields of a request [default: 100]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_HEADER_FIELDS")]
    #[arg(help_heading = "Limits")]
    pub max_header_fields: Option<usize>,

    /// Most values of filters in one address, up to 64 [default: 64]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_FILTERS")]
    #[arg(help_heading = "Limits")]
    pub max_filters: Option<usize>,

    /// Requests at once on one HTTP/2 connection [default: 100]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_STREAMS")]
    #[arg(help_heading = "Limits")]
    pub max_streams: Option<u32>,

    /// Requests on one HTTP/2 connection that its client began and took back, before it is ended [default: 20]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_MAX_RESETS")]
    #[arg(help_heading = "Limits")]
    pub max_resets: Option<usize>,

    /// Seconds until a new connection has to say something [default: 10]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_FIRST_OCTETS_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub first_octets_timeout: Option<Seconds>,

    /// Seconds for the head of a request, from its first octet on [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_HEAD_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub head_timeout: Option<Seconds>,

    /// Seconds that a connection may be idle between two requests [default: 15]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_IDLE_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub idle_timeout: Option<Seconds>,

    /// Seconds that a client may take nothing of what it is sent [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_WRITE_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub write_timeout: Option<Seconds>,

    /// Seconds after which an HTTP/2 client that says nothing is asked whether it is there [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_PING_INTERVAL")]
    #[arg(help_heading = "Limits")]
    pub ping_interval: Option<Seconds>,

    /// Seconds that it has to answer that, before its connection is ended [default: 20]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_PING_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub ping_timeout: Option<Seconds>,

    /// Seconds after which a connection is asked to end [default: 3600]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_CONNECTION_AGE")]
    #[arg(help_heading = "Limits")]
    pub connection_age: Option<Seconds>,

    /// Seconds that running requests have to finish when the server ends [default: 10]
    #[arg(long, global = true, value_name = "SECONDS", env = "PLENARY_DRAIN_TIMEOUT")]
    #[arg(help_heading = "Limits")]
    pub drain_timeout: Option<Seconds>,

    /// MiB of made answers to keep [default: 64]
    #[arg(long, global = true, value_name = "MIB", env = "PLENARY_CACHE_MIB")]
    #[arg(help_heading = "Limits")]
    pub cache_mib: Option<u64>,

    /// Threads that answer [default: as many as there are processors]
    #[arg(long, global = true, value_name = "N", env = "PLENARY_THREADS")]
    #[arg(help_heading = "Limits")]
    pub threads: Option<usize>,
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
            operator_listen: self.operator_listen.or(beneath.operator_listen),
            tls_cert: self.tls_cert.or(beneath.tls_cert),
            tls_key: self.tls_key.or(beneath.tls_key),
            trusted_header: self.trusted_header.or(beneath.trusted_header),
            shared_max_age: self.shared_max_age.or(beneath.shared_max_age),
            cache_tag_header: self.cache_tag_header.or(beneath.cache_tag_header),
            base_url: self.base_url.or(beneath.base_url),
            google_scheme: self.google_scheme.or(beneath.google_scheme),
            keep_cancelled: self.keep_cancelled.or(beneath.keep_cancelled),
            log: self.log.or(beneath.log),
            log_format: self.log_format.or(beneath.log_format),
            max_connections: self.max_connections.or(beneath.max_connections),
            max_connections_per_client: self
                .max_connections_per_client
                .or(beneath.max_connections_per_client),
            max_address_octets: self.max_address_octets.or(beneath.max_address_octets),
            max_header_octets: self.max_header_octets.or(beneath.max_header_octets),
            max_header_fields: self.max_header_fields.or(beneath.max_header_fields),
            max_filters: self.max_filters.or(beneath.max_filters),
            max_streams: self.max_streams.or(beneath.max_streams),
            max_resets: self.max_resets.or(beneath.max_resets),
            first_octets_timeout: self.first_octets_timeout.or(beneath.first_octets_timeout),
            head_timeout: self.head_timeout.or(beneath.head_timeout),
            idle_timeout: self.idle_timeout.or(beneath.idle_timeout),
            write_timeout: self.write_timeout.or(beneath.write_timeout),
            ping_interval: self.ping_interval.or(beneath.ping_interval),
            ping_timeout: self.ping_timeout.or(beneath.ping_timeout),
            connection_age: self.connection_age.or(beneath.connection_age),
            drain_timeout: self.drain_timeout.or(beneath.drain_timeout),
            cache_mib: self.cache_mib.or(beneath.cache_mib),
            threads: self.threads.or(beneath.threads),
        }
    }
}

/// A time in seconds, from a thousandth to a year.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Seconds(f64);

impl Eq for Seconds {}

impl Seconds {
    /// The same as a duration.
    pub fn duration(self) -> Duration {
        Duration::from_secs_f64(self.0)
    }
}

impl TryFrom<f64> for Seconds {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        const RANGE: std::ops::RangeInclusive<f64> = 0.001..=31_536_000.0;
        if RANGE.contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err("a time is from 0.001 to 31536000 seconds")
        }
    }
}

impl FromStr for Seconds {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<f64>().map_err(|_| "a time is a number of seconds, such as 30")?.try_into()
    }
}
