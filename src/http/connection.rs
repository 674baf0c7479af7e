//! One connection: which protocol it speaks, and its life.

use std::io;
use std::sync::Arc;

use bytes::BytesMut;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::Limits;
use super::answer::Answering;
use super::content::InPieces;
use super::patience::{Patience, Waiting};
use super::stream::{Stream, Transport};

/// The least that hyper takes for a buffer.
const LEAST_BUFFER: usize = 8 << 10;

/// What an HTTP/2 client with prior knowledge begins with (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

enum Protocol {
    Http1,
    Http2,
}

/// Answers the requests of a connection until it ends.
pub(super) async fn serve_connection<S>(
    mut stream: S,
    answering: Answering,
    limits: Arc<Limits>,
    patience: Arc<Patience>,
) where
    S: Transport,
{
    let detecting = Waiting::new(detect(&mut stream), Arc::clone(&patience), None);
    let Some(Ok(Some((protocol, head)))) = detecting.await else {
        return;
    };
    patience.has_begun(matches!(protocol, Protocol::Http2));
    let stream =
        TokioIo::new(Stream::new(head.freeze(), stream, answering.worker(), Arc::clone(&patience)));
    let ended = match protocol {
        Protocol::Http1 => http1(stream, answering, &limits, patience).await,
        // Few speak it: those who do not have no room set aside for it.
        Protocol::Http2 => Box::pin(http2(stream, answering, &limits, patience)).await,
    };
    if let Some(Err(error)) = ended {
        // Clients go away, or send what is no HTTP: nothing for the operator to do.
        tracing::debug!(%error, "a connection ended early");
    }
}

type Ended = Option<hyper::Result<()>>;

async fn http1<S>(
    stream: TokioIo<Stream<S>>,
    answering: Answering,
    limits: &Limits,
    patience: Arc<Patience>,
) -> Ended
where
    S: Transport,
{
    let mut builder = http1::Builder::new();
    // Up to its own 100 hyper reads them without asking for memory.
    if limits.field_count > 100 {
        builder.max_headers(limits.field_count);
    }
    let connection = builder
        // A timer for each request is dear; ours is shared.
        .header_read_timeout(None)
        // A client may end its side once it has asked, and still wants the answer (RFC 9112,
        // section 9.6).
        .half_close(true)
        .max_buf_size(head_room(limits).max(LEAST_BUFFER))
        .serve_connection(stream, answering);
    Waiting::new(connection, patience, Some(http1::Connection::graceful_shutdown)).await
}

async fn http2<S>(
    stream: TokioIo<Stream<S>>,
    answering: Answering,
    limits: &Limits,
    patience: Arc<Patience>,
) -> Ended
where
    S: Transport,
{
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(head_room(limits)).unwrap_or(u32::MAX))
        .keep_alive_interval(limits.ping)
        .keep_alive_timeout(limits.pong)
        // Against floods of streams that are begun and reset (CVE-2023-44487).
        .max_pending_accept_reset_streams(limits.resets)
        .max_local_error_reset_streams(200)
        .serve_connection(stream, InPieces::new(answering, Arc::clone(&patience)));
    Waiting::new(connection, patience, Some(http2::Connection::graceful_shutdown)).await
}

/// Room for more than the limits, so that it is our problem document that refuses what is a little
/// beyond; hyper refuses the rest with a bare 431.
fn head_room(limits: &Limits) -> usize {
    (limits.address + limits.fields) * 2
}

/// Reads until the protocol is known. The octets read belong before the rest of the stream. `None`
/// if the client goes before.
async fn detect<S>(stream: &mut S) -> io::Result<Option<(Protocol, BytesMut)>>
where
    S: AsyncRead + Unpin,
{
    let mut head = BytesMut::with_capacity(1 << 10);
    loop {
        let read = stream.read_buf(&mut head).await?;
        let known = head.len().min(PREFACE.len());
        if head[..known] != PREFACE[..known] {
            return Ok(Some((Protocol::Http1, head)));
        }
        if known == PREFACE.len() {
            return Ok(Some((Protocol::Http2, head)));
        }
        if read == 0 {
            return Ok(None);
        }
    }
}
