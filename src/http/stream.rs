//! A stream with octets put back before it, that tells what it is waited for, and sends octets that
//! are at hand without copying them.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::net::TcpStream;

use super::file;
use super::patience::Patience;
use super::worker::Worker;

/// What connections are made of.
pub(super) trait Transport: AsyncRead + AsyncWrite + Unpin + Send + 'static {
    /// The socket, where what is written goes to it as it is.
    fn socket(&self) -> Option<&TcpStream> {
        None
    }
}

impl Transport for TcpStream {
    fn socket(&self) -> Option<&TcpStream> {
        Some(self)
    }
}

impl Transport for DuplexStream {}

/// A stream `S` that is read from `head` on.
pub(super) struct Stream<S> {
    head: Bytes,
    under: S,
    worker: Arc<Worker>,
    patience: Arc<Patience>,
}

impl<S: Transport> Stream<S> {
    pub(super) fn new(
        head: Bytes,
        stream: S,
        worker: Arc<Worker>,
        patience: Arc<Patience>,
    ) -> Self {
        Self { head, under: stream, worker, patience }
    }

    /// Writes `head`, then `octets` from the file that they are in; `None` if there is none.
    fn poll_send(
        &self,
        context: &mut Context<'_>,
        head: &[u8],
        octets: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        if octets.len() < file::WORTH_IT {
            return None;
        }
        let socket = self.under.socket()?;
        let kept = self.worker.at_hand();
        let (file, offset) = kept.file(octets)?;
        match file::poll_send(socket, context, head, (file, offset, octets.len())) {
            // Whatever is wrong with it shows when they are written in the common way.
            Poll::Ready(Err(_) | Ok(0)) => None,
            sent => Some(sent),
        }
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

impl<S: Transport> AsyncRead for Stream<S> {
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

impl<S: Transport> AsyncWrite for Stream<S> {
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
        let sent = match slices {
            [octets] => self.poll_send(context, &[], octets),
            [head, octets] => self.poll_send(context, head, octets),
            _ => None,
        };
        let write = sent.unwrap_or_else(|| match slices {
            // A plain write costs the system less.
            [slice] => Pin::new(&mut self.under).poll_write(context, slice),
            _ => Pin::new(&mut self.under).poll_write_vectored(context, slices),
        });
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
