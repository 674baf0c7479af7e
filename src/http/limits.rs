//! Limits: how much of anything a client may ask for or hold.

use std::thread::available_parallelism;
use std::time::Duration;

use hyper::StatusCode;
use hyper::Version;
use hyper::header::HOST;
use hyper::http::request::Parts;

use super::at_hand::MOST_FILES;
use super::glance::Glance;
use super::host;
use super::problem::Problem;

/// The limits of a server. [`Limits::default`] is right for one behind a proxy as for one that
/// faces the internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest path and query together, in octets; more is a 414. Default 8 KiB.
    pub address: usize,
    /// The most octets of header names and values together; more is a 431. Default 32 KiB. Beyond
    /// 416 KiB hyper answers by itself, as it does beyond its own 100 fields of HTTP/1.1.
    pub fields: usize,
    /// The most header fields of a request; more is a 431. Beyond 100, which hyper reads at no cost,
    /// each request costs a little more. Default 100.
    pub field_count: usize,
    /// The most values of filters in one address; more is a 400. Default 64.
    pub filters: usize,
    /// How long a new connection has until its first octets tell the protocol. Default 10 s.
    pub first_octets: Duration,
    /// How long an HTTP/1.1 client has for the head of each request, from its first octets on.
    /// Default 30 s.
    pub head: Duration,
    /// How long a connection may stay idle between two requests. Default 15 s.
    pub idle: Duration,
    /// How long a client may take none of the octets that wait for it. Default 30 s.
    pub stall: Duration,
    /// How many connections are open at once; more are refused with a 503, or within TLS closed.
    /// Default 4096.
    pub connections: usize,
    /// How many connections one address may have, those of this machine left out; where
    /// `trusted_field` tells who a request is from, how many answers may be in the making for one
    /// client. 0 is no limit. Default 256.
    pub of_one_client: usize,
    /// The field, in lower case, in which a proxy tells the client's address. Default none.
    pub trusted_field: Option<String>,
    /// After how long a connection is asked to end, its running requests finished. Default 1 h.
    pub age: Duration,
    /// How many requests an HTTP/2 connection may have running. Default 100.
    pub streams: u32,
    /// How many requests an HTTP/2 client may have begun and taken back before the connection is
    /// ended (CVE-2023-44487). Default 20.
    pub resets: usize,
    /// How often an HTTP/2 client is asked whether it is still there. Default 30 s.
    pub ping: Duration,
    /// How long it has to answer that. Default 20 s.
    pub pong: Duration,
    /// How long running requests have to finish at shutdown. Default 10 s.
    pub drain: Duration,
    /// How many octets of representations are kept, and as many again of events that feeds are
    /// joined from. Default 64 MiB.
    pub cache: u64,
    /// How many threads answer. Default: as many as there are processors.
    pub threads: usize,
    /// For how many seconds shared caches may keep a feed (RFC 9111, section 5.2.2.10), if that
    /// is other than for clients. Default the same.
    pub shared_max_age: Option<u32>,
    /// The field, in lower case, in which a CDN is told by which names to purge. Default none.
    pub cache_tag_field: Option<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            address: 8 << 10,
            fields: 32 << 10,
            field_count: 100,
            filters: 64,
            first_octets: Duration::from_secs(10),
            head: Duration::from_secs(30),
            idle: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            connections: 4096,
            of_one_client: 256,
            trusted_field: None,
            age: Duration::from_secs(60 * 60),
            streams: 100,
            resets: 20,
            ping: Duration::from_secs(30),
            pong: Duration::from_secs(20),
            drain: Duration::from_secs(10),
            cache: 128 << 20,
            threads: available_parallelism().map_or(1, usize::from),
            shared_max_age: None,
            cache_tag_field: None,
        }
    }
}

impl Limits {
    /// How many of the octets that are kept may be of events as they were composed.
    pub(super) fn composed(&self) -> u64 {
        self.cache / 2
    }

    /// How many of representations.
    pub(super) fn representations(&self) -> u64 {
        self.cache / 8 * 3
    }

    /// How many all threads may have at hand.
    pub(super) fn at_hand_in_all(&self) -> u64 {
        self.cache / 8
    }

    /// How many files may be open for what is at hand.
    pub fn files(&self) -> usize {
        self.threads.saturating_mul(MOST_FILES)
    }

    /// How many each of them may.
    pub(super) fn at_hand(&self) -> usize {
        let threads = u64::try_from(self.threads.max(1)).unwrap_or(1);
        usize::try_from(self.at_hand_in_all() / threads).unwrap_or(usize::MAX)
    }

    /// Whether [`Limits::check`] would let a request pass whose fields were read already.
    pub(super) fn allow(&self, request: &Parts, address: &str, glance: &Glance<'_>) -> bool {
        address.len() <= self.address
            && glance.octets <= self.fields
            && request.headers.len() <= self.field_count
            && (request.version != Version::HTTP_11 || glance.host.is_some())
            && glance.host.is_none_or(|host| host::is_valid(host.as_bytes()))
    }

    /// Refuses a request whose head is too large, or that is no HTTP/1.1 for want of a Host
    /// that is one.
    pub(super) fn check(&self, request: &Parts) -> Result<(), Problem> {
        let address = request.uri.path_and_query().map_or(0, |path| path.as_str().len());
        if address > self.address {
            return Err(Problem::new(
                StatusCode::URI_TOO_LONG,
                format!("an address has at most {} octets, this one has {address}", self.address),
            )
            .with("limit", self.address));
        }
        let fields: usize =
            request.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if fields > self.fields {
            return Err(Problem::new(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                format!(
                    "the header fields have at most {} octets, these have {fields}",
                    self.fields
                ),
            )
            .with("limit", self.fields));
        }
        let count = request.headers.len();
        if count > self.field_count {
            return Err(Problem::new(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                format!("there are at most {} header fields, here are {count}", self.field_count),
            )
            .with("limit", self.field_count));
        }
        // RFC 9112, section 3.2.
        if request.version == Version::HTTP_11 && request.headers.get_all(HOST).iter().count() != 1
        {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "a request in HTTP/1.1 has one Host field",
            ));
        }
        if !host::are_valid(&request.headers) {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "Host holds a host and at most a port, as in calendar.example:8080",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    fn check(request: hyper::http::request::Builder) -> Result<(), StatusCode> {
        let limits = Limits { address: 20, fields: 30, ..Limits::default() };
        let (parts, ()) = request.body(()).unwrap().into_parts();
        limits.check(&parts).map_err(|problem| problem.response().status())
    }

    #[test]
    fn what_is_just_within_the_limits_passes() {
        let request = Request::get("/2345678901?34567890")
            .header("host", "h")
            .header("accept", "3456789012345678901");
        assert_eq!(check(request), Ok(()));
    }

    #[test]
    fn what_is_beyond_is_refused() {
        let long = Request::get("/2345678901?345678901").header("host", "h");
        assert_eq!(check(long), Err(StatusCode::URI_TOO_LONG));
        let large = Request::get("/").header("host", "h").header("accept", "34567890123456789012");
        let refused = Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        assert_eq!(check(large), refused);
    }

    #[test]
    fn the_scheme_and_host_of_an_absolute_target_do_not_count() {
        let request = Request::get("http://a-very-long-name.example/").header("host", "h");
        assert_eq!(check(request), Ok(()));
    }

    #[test]
    fn http_1_1_needs_one_host_and_the_others_none() {
        assert_eq!(check(Request::get("/")), Err(StatusCode::BAD_REQUEST));
        let two = Request::get("/").header("host", "a").header("host", "b");
        assert_eq!(check(two), Err(StatusCode::BAD_REQUEST));
        for version in [Version::HTTP_10, Version::HTTP_2] {
            assert_eq!(check(Request::get("/").version(version)), Ok(()));
            let wrong = Request::get("/").version(version).header("host", "a b/../");
            assert_eq!(check(wrong), Err(StatusCode::BAD_REQUEST));
        }
        assert_eq!(check(Request::get("/").header("host", "")), Ok(()));
    }
}
