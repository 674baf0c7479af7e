//! The accept loop and its end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::State;
use super::connection::serve_connection;

/// The first pause after an error of `accept`; each next one is twice as long, up to [`LONGEST`].
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_secs(1);

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drain {
    /// Every request was answered.
    Complete,
    /// So many connections were still busy after [`super::Limits::drain`] and were cut.
    Cut(usize),
}

/// Answers the requests that come in on `listener` from `state`, until `shutdown`; then lets the
/// running ones finish.
pub async fn serve(listener: TcpListener, state: Arc<State>, shutdown: CancellationToken) -> Drain {
    let permits = Arc::new(Semaphore::new(state.limits.connections));
    let mut connections = JoinSet::new();
    let mut pause = SHORTEST;
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            Some(ended) = connections.join_next() => {
                report(ended);
                continue;
            }
            accepted = accept(&listener, &permits) => accepted,
        };
        match accepted {
            Ok((stream, permit)) => {
                pause = SHORTEST;
                spawn(&mut connections, stream, permit, &state, &shutdown);
            }
            Err(error) if is_of_one_connection(&error) => {}
            // Out of file descriptors or memory: accepting at once again would only spin.
            Err(error) => {
                tracing::error!(%error, ?pause, "no connection could be accepted");
                tokio::select! {
                    () = shutdown.cancelled() => break,
                    () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST),
                }
            }
        }
    }
    // Those that the system has accepted for us already would be reset.
    while let Some(Ok((stream, permit))) = at_once(accept(&listener, &permits)).await {
        spawn(&mut connections, stream, permit, &state, &shutdown);
    }
    drop(listener);
    drain(connections, state.limits.drain).await
}

/// The next connection, once there may be one more.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, permit))
}

fn spawn(
    connections: &mut JoinSet<()>,
    stream: TcpStream,
    permit: OwnedSemaphorePermit,
    state: &Arc<State>,
    shutdown: &CancellationToken,
) {
    let (state, shutdown) = (Arc::clone(state), shutdown.clone());
    connections.spawn(async move {
        serve_connection(stream, state, shutdown).await;
        drop(permit);
    });
}

async fn drain(mut connections: JoinSet<()>, limit: Duration) -> Drain {
    let all = async {
        while let Some(ended) = connections.join_next().await {
            report(ended);
        }
    };
    if tokio::time::timeout(limit, all).await.is_ok() {
        return Drain::Complete;
    }
    let left = connections.len();
    connections.shutdown().await;
    Drain::Cut(left)
}

/// A panic ends its connection alone; it is a defect all the same.
fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a connection ended by a defect");
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
        () = std::future::ready(()) => None,
    }
}
