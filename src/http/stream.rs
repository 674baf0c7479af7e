//! A stream with octets put back before it, that tells what it is waited for.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::patience::Patience;

/// A stream `S` that is read from `head` on.
pub(super) struct Stream<S> {
    head: Bytes,
    under: S,
    patience: Arc<Patience>,
}

impl<S: Unpin> Stream<S> {
    pub(super) fn new(head: Bytes, stream: S, patience: Arc<Patience>) -> Self {
        Self { head, under: stream, patience }
    }

    /// Notes what became of a write.
    fn note<T>(&self, write: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if write.is_ready() {
            self.patience.has_written();
        } else {
            self.patience.awaits_room();
        }
        write
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.head.is_empty() {
            let length = self.head.len().min(buffer.remaining());
            buffer.put_slice(&self.head[..length]);
            self.head.advance(length);
            return Poll::Ready(Ok(()));
        }
        let read = Pin::new(&mut self.under).poll_read(context, buffer);
        if read.is_ready() {
            self.patience.has_read();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.under).poll_write(context, octets);
        self.note(write)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let write = match slices {
            // A plain write costs the system less.
            [slice] => Pin::new(&mut self.under).poll_write(context, slice),
            _ => Pin::new(&mut self.under).poll_write_vectored(context, slices),
        };
        self.note(write)
    }

    fn is_write_vectored(&self) -> bool {
        self.under.is_write_vectored()
    }

    // Both pass on what was written already, which TCP does at once.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.under).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.under).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::super::Limits;
    use super::super::patience::Clock;
    use super::*;

    fn patience() -> Arc<Patience> {
        let limits = Arc::new(Limits::default());
        Arc::new(Patience::new(Arc::new(Clock::new(&limits)), limits))
    }

    #[tokio::test]
    async fn octets_put_back_come_first() {
        let (mut peer, stream) = tokio::io::duplex(64);
        let mut stream = Stream::new(Bytes::from_static(b"GET "), stream, patience());
        peer.write_all(b"/ HTTP/1.1").await.unwrap();
        drop(peer);
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "GET / HTTP/1.1");
    }
}
