//! What the log says of requests.
//!
//! One event per request under the target `plenary::access`: at debug level, so that serving costs
//! nothing by default (`plenary::access=debug` turns it on), and at warn level for a 5xx. Clients'
//! addresses are not logged. All that clients wrote is logged in quotes with its control characters
//! escaped, so that nobody can write lines of their own.

use std::time::Instant;

use hyper::body::Body as _;
use hyper::header::USER_AGENT;
use hyper::http::request::Parts;

use super::Response;

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
    if status.is_server_error() {
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
}
