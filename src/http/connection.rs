//! One connection: which protocol it speaks, and its life.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::answer::answer;
use super::rewind::Rewind;
use super::{Limits, State};

/// How much of the head of an HTTP/1.1 request is read before hyper refuses it by itself, with a
/// bare 431. Well beyond our own limits, so that those answer with a problem document.
const HEAD_BUFFER: usize = 416 << 10;

/// What an HTTP/2 client with prior knowledge begins with (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How long at shutdown a connection that has said nothing may still begin: its request may be on
/// the way, or here and not read yet.
const LAST_CALL: Duration = Duration::from_millis(500);

enum Protocol {
    Http1,
    Http2,
}

/// Answers the requests of a connection until it ends.
pub(super) async fn serve_connection(
    mut stream: TcpStream,
    state: Arc<State>,
    shutdown: CancellationToken,
) {
    let limits = state.limits.clone();
    // Responses are written whole; waiting to fill a segment only delays their ends.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let Some((protocol, head)) = detect(&mut stream, &limits, &shutdown).await else {
        return;
    };
    let stream = TokioIo::new(Rewind::new(head.freeze(), stream, limits.stall));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let state = Arc::clone(&state);
        // The content of a request is not read: no method that we answer gives it a meaning.
        async move { Ok::<_, Infallible>(answer(&state, &request.into_parts().0).await) }
    });
    // Room for more than the limits, so that it is our problem document that refuses.
    let head_room = (limits.address + limits.fields) * 2;
    let ended = match protocol {
        Protocol::Http1 => {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head)
                .max_buf_size(head_room.max(HEAD_BUFFER))
                .serve_connection(stream, service);
            let goodbye = http1::Connection::graceful_shutdown;
            drive(connection, goodbye, limits.age, &shutdown).await
        }
        Protocol::Http2 => {
            let connection = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_concurrent_streams(limits.streams)
                .max_header_list_size(u32::try_from(head_room).unwrap_or(u32::MAX))
                .keep_alive_interval(limits.ping)
                .keep_alive_timeout(limits.pong)
                // Against floods of streams that are begun and reset (CVE-2023-44487).
                .max_pending_accept_reset_streams(20)
                .max_local_error_reset_streams(200)
                .serve_connection(stream, service);
            let goodbye = http2::Connection::graceful_shutdown;
            drive(connection, goodbye, limits.age, &shutdown).await
        }
    };
    if let Err(error) = ended {
        // Clients go away, or send what is no HTTP: nothing for the operator to do.
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Reads until the protocol is known. The octets read belong before the rest of the stream. `None`
/// if the client says nothing in time or goes.
async fn detect(
    stream: &mut TcpStream,
    limits: &Limits,
    shutdown: &CancellationToken,
) -> Option<(Protocol, BytesMut)> {
    let mut head = BytesMut::with_capacity(1 << 10);
    let mut deadline = pin!(sleep(limits.first_octets));
    let mut last_call = false;
    loop {
        let read = tokio::select! {
            biased;
            read = stream.read_buf(&mut head) => read.ok()?,
            () = shutdown.cancelled(), if !last_call => {
                last_call = true;
                let soon = Instant::now() + LAST_CALL;
                if soon < deadline.deadline() {
                    deadline.as_mut().reset(soon);
                }
                continue;
            }
            () = deadline.as_mut() => return None,
        };
        let known = head.len().min(PREFACE.len());
        if head[..known] != PREFACE[..known] {
            return Some((Protocol::Http1, head));
        }
        if known == PREFACE.len() {
            return Some((Protocol::Http2, head));
        }
        if read == 0 {
            return None;
        }
    }
}

/// Runs a connection to its end; asks it to end at shutdown or when it is old.
async fn drive<C>(
    connection: C,
    goodbye: fn(Pin<&mut C>),
    age: Duration,
    shutdown: &CancellationToken,
) -> hyper::Result<()>
where
    C: Future<Output = hyper::Result<()>>,
{
    let mut connection = pin!(connection);
    tokio::select! {
        // The connection first: at shutdown it must have read the octets put back to it, or hyper
        // takes it for one that never began.
        biased;
        ended = connection.as_mut() => return ended,
        () = shutdown.cancelled() => {}
        () = sleep(age) => {}
    }
    goodbye(connection.as_mut());
    connection.await
}
