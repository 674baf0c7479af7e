//! What the log says of requests.
//!
//! One event per request under the target `plenary::access`: at debug level, so that serving costs
//! nothing by default (`plenary::access=debug` turns it on), and at warn level for a 5xx, up to ten
//! a minute: a flood must not fill the log. Clients' addresses are not logged. All that clients wrote is logged in quotes with its control characters
//! escaped, so that nobody can write lines of their own.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::body::Body as _;
use hyper::header::USER_AGENT;
use hyper::http::request::Parts;

use super::Response;

/// How many warnings are written in each [`PERIOD`].
const MOST: u32 = 10;
const PERIOD: Duration = Duration::from_secs(60);

/// The warnings of this process: the log is one, whatever thread answers.
static WARNINGS: Mutex<Warnings> = Mutex::new(Warnings { begun: None, written: 0, left_out: 0 });

/// Whether some were left out, for those who have nothing to warn of and need not wait for others.
static ARE_SOME_LEFT_OUT: AtomicBool = AtomicBool::new(false);

/// How many warnings were written in this period, and how many not.
#[derive(Debug)]
struct Warnings {
    begun: Option<Instant>,
    written: u32,
    left_out: u64,
}

impl Warnings {
    /// Begins another period if this one is over. How many warnings the last one left out.
    fn turn(&mut self, now: Instant) -> u64 {
        if self.begun.is_some_and(|begun| now.duration_since(begun) < PERIOD) {
            return 0;
        }
        let left_out = self.left_out;
        *self = Self { begun: Some(now), written: 0, left_out: 0 };
        left_out
    }

    /// Whether one more may be written.
    fn one_more(&mut self) -> bool {
        if self.written < MOST {
            self.written += 1;
            return true;
        }
        self.left_out += 1;
        false
    }
}

/// Whether a warning may be written of a request that failed. Tells of those that were left out, at
/// the next request that takes more than a look-up, whether that failed or not.
fn may_warn(has_failed: bool) -> bool {
    if !has_failed && !ARE_SOME_LEFT_OUT.load(Relaxed) {
        return false;
    }
    let mut warnings = WARNINGS.lock().unwrap_or_else(PoisonError::into_inner);
    let left_out = warnings.turn(Instant::now());
    let may = has_failed && warnings.one_more();
    ARE_SOME_LEFT_OUT.store(warnings.left_out > 0, Relaxed);
    drop(warnings);
    if left_out > 0 {
        tracing::warn!(
            target: "plenary::access",
            left_out,
            "more requests failed than the log was told of"
        );
    }
    may
}

/// The time, if requests are logged that were answered well.
pub(super) fn begin() -> Option<Instant> {
    tracing::enabled!(target: "plenary::access", tracing::Level::DEBUG).then(Instant::now)
}

/// Logs a request and its answer.
pub(super) fn log(request: &Parts, response: &Response, begun: Instant) {
    let status = response.status();
    macro_rules! event {
        ($level:ident) => {
            tracing::$level!(
                target: "plenary::access",
                method = ?request.method.as_str(),
                path = ?request.uri.path(),
                status = status.as_u16(),
                octets = response.body().size_hint().exact(),
                microseconds = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
                agent = request.headers.get(USER_AGENT).map(tracing::field::debug),
                version = ?request.version,
                "request"
            )
        };
    }
    if may_warn(status.is_server_error()) {
        event!(warn);
    } else {
        event!(debug);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::Request;
    use hyper::header::HeaderValue;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(octets)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn clients_write_no_lines_of_their_own() {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::DEBUG)
            .with_writer(move || writer.clone())
            .finish();
        let agent = HeaderValue::from_bytes(b"a\t\x85\" status=500 \xe2\x80\xa8").unwrap();
        let request = Request::get("/%0d%0aERROR").header(USER_AGENT, agent);
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let response = Response::new(Full::new(Bytes::from_static(b"four")));
        tracing::subscriber::with_default(subscriber, || log(&parts, &response, Instant::now()));
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains(r#"path="/%0d%0aERROR" status=200 octets=4"#), "{text}");
        // A tab is a blank like others.
        let agent = "agent=\"a\t\\x85\\\" status=500 \\xe2\\x80\\xa8\"";
        assert!(text.contains(agent), "{text}");
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn a_flood_of_failures_is_told_by_its_number() {
        let mut warnings = Warnings { begun: None, written: 0, left_out: 0 };
        let begun = Instant::now();
        let mut fail = |at: Duration| (warnings.turn(begun + at), warnings.one_more());
        let soon = Duration::from_secs(1);
        let outcomes: Vec<_> = (0..25).map(|_| fail(soon)).collect();
        assert_eq!(outcomes.iter().filter(|(_, is_written)| *is_written).count(), 10);
        assert!(outcomes.iter().all(|(left_out, _)| *left_out == 0));
        assert_eq!(fail(soon + PERIOD), (15, true));
        assert_eq!(fail(soon + PERIOD), (0, true));
    }
}
