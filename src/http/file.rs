//! Octets in a file of memory, from which the system sends them without copying them.
//!
//! For content of some size, copying it into the buffers of the system is most of what a response
//! costs.

pub(super) use std::fs::File;
use std::io;
use std::task::{Context, Poll};

use tokio::net::TcpStream;

/// From how many octets on that costs less than copying them.
pub(super) const WORTH_IT: usize = 16 << 10;

/// A file of memory with these octets; `None` where it would not be worth it, or there are none.
pub(super) fn of(octets: &[u8]) -> Option<File> {
    if octets.len() < WORTH_IT {
        return None;
    }
    linux::of(octets).inspect_err(|error| tracing::debug!(%error, "no file of memory")).ok()
}

/// Sends `head`, then up to `length` octets of a file from `offset` on; says how many it sent.
pub(super) fn poll_send(
    stream: &TcpStream,
    context: &mut Context<'_>,
    head: &[u8],
    (file, offset, length): (&File, usize, usize),
) -> Poll<io::Result<usize>> {
    loop {
        match stream.poll_write_ready(context) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            Poll::Pending => return Poll::Pending,
        }
        let send = || linux::send(stream, head, file, offset, length);
        match stream.try_io(tokio::io::Interest::WRITABLE, send) {
            // There seemed to be room and was none: try_io has noted that.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            outcome => return Poll::Ready(outcome),
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io::{self, Write as _};

    use rustix::fs::{MemfdFlags, memfd_create, sendfile};
    use rustix::net::{SendFlags, send as send_octets};
    use tokio::net::TcpStream;

    pub(super) fn of(octets: &[u8]) -> io::Result<File> {
        let mut file = File::from(memfd_create("plenary", MemfdFlags::CLOEXEC)?);
        file.write_all(octets)?;
        Ok(file)
    }

    pub(super) fn send(
        stream: &TcpStream,
        head: &[u8],
        file: &File,
        offset: usize,
        length: usize,
    ) -> io::Result<usize> {
        let mut sent = 0;
        if !head.is_empty() {
            sent = send_octets(stream, head, SendFlags::MORE | SendFlags::NOSIGNAL)?;
        }
        if sent < head.len() {
            return Ok(sent);
        }
        let mut from = offset as u64;
        match sendfile(stream, file, Some(&mut from), length) {
            // What is left is sent when there is room for it.
            Err(_) if sent > 0 => Ok(sent),
            Err(error) => Err(error.into()),
            Ok(more) => Ok(sent + more),
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod linux {
    use std::fs::File;
    use std::io;

    use tokio::net::TcpStream;

    pub(super) fn of(_: &[u8]) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn send(_: &TcpStream, _: &[u8], _: &File, _: usize, _: usize) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
