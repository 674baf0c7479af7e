//! Where connections come in: each thread that answers has a door to the same listener, so that
//! nothing about a connection is handed from thread to thread.

use std::sync::Arc;
use std::time::Duration;
use std::{future, io};

use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep_until};

use super::State;
use super::admission::Admitted;
use super::refused::Refused;

/// The first pause after an error of `accept`; each next one is twice as long, up to [`LONGEST`].
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_secs(1);

/// A connection that was accepted, with its right to be one.
pub(super) type Accepted = (TcpStream, Admitted);

/// A door.
pub(super) struct Door {
    listener: TcpListener,
    state: Arc<State>,
    refused: Refused,
    pause: Duration,
    /// Until when it is closed, after an error.
    closed_until: Option<Instant>,
}

impl Door {
    /// A door to `listener`. Called on the runtime that waits at it.
    pub(super) fn new(listener: std::net::TcpListener, state: Arc<State>) -> io::Result<Self> {
        let listener = TcpListener::from_std(listener)?;
        let (refused, pause) = (Refused::default(), SHORTEST);
        Ok(Self { listener, state, refused, pause, closed_until: None })
    }

    /// The next connection that is let in. Nothing is lost where the future is dropped.
    pub(super) async fn next(&mut self) -> Accepted {
        loop {
            let accepted = tokio::select! {
                biased;
                accepted = self.listener.accept(), if self.closed_until.is_none() => accepted,
                () = self.refused.let_go() => continue,
                () = wait(self.closed_until) => {
                    self.closed_until = None;
                    continue;
                }
            };
            match accepted {
                Ok((stream, peer)) => {
                    self.pause = SHORTEST;
                    match self.state.admission.admit(peer.ip()) {
                        Some(admitted) => return (stream, admitted),
                        None => self.refused.refuse(stream, self.state.tls.is_some()),
                    }
                }
                Err(error) if is_of_one_connection(&error) => {}
                // Out of file descriptors or memory: accepting at once again would only spin.
                Err(error) => {
                    tracing::error!(%error, pause = ?self.pause, "no connection could be accepted");
                    self.closed_until = Some(Instant::now() + self.pause);
                    self.pause = (self.pause * 2).min(LONGEST);
                }
            }
        }
    }

    /// One of those that the system has accepted for us already, and that would be reset.
    pub(super) async fn last(&mut self) -> Option<Accepted> {
        while let Some(Ok((stream, peer))) = at_once(self.listener.accept()).await {
            if let Some(admitted) = self.state.admission.admit(peer.ip()) {
                return Some((stream, admitted));
            }
        }
        None
    }
}

async fn wait(until: Option<Instant>) {
    match until {
        Some(until) => sleep_until(until).await,
        None => future::pending().await,
    }
}

/// Whether an error of `accept` is that of a connection which went away before it was accepted.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}

/// The output of a future that need not wait.
async fn at_once<F: Future>(future: F) -> Option<F::Output> {
    tokio::select! {
        biased;
        output = future => Some(output),
        () = future::ready(()) => None,
    }
}
