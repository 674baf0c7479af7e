//! The accept loop, the threads that it hands connections to, and their end.

use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::State;
use super::admission::Admitted;
use super::refused::Refused;
use super::worker::{self, Accepted};

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
    let mut refused = Refused::default();
    let mut workers = Workers::start(&state);
    let mut pause = SHORTEST;
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => accepted,
            () = refused.let_go() => continue,
        };
        match accepted {
            Ok((stream, peer)) => {
                pause = SHORTEST;
                match state.admission.admit(peer.ip()) {
                    Some(admitted) => workers.give(stream, admitted),
                    None => refused.refuse(stream, state.tls.is_some()),
                }
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
    while let Some(Ok((stream, peer))) = at_once(listener.accept()).await {
        if let Some(admitted) = state.admission.admit(peer.ip()) {
            workers.give(stream, admitted);
        }
    }
    drop(listener);
    match workers.end().await {
        0 => Drain::Complete,
        cut => Drain::Cut(cut),
    }
}

/// The threads that answer.
struct Workers {
    /// To each, and how many connections it cut in the end.
    threads: Vec<(mpsc::UnboundedSender<Accepted>, oneshot::Receiver<usize>)>,
    /// Whose turn it is.
    next: usize,
}

impl Workers {
    fn start(state: &Arc<State>) -> Self {
        let threads = (0..state.limits.threads.max(1)).map(|number| start(number, state)).collect();
        Self { threads, next: 0 }
    }

    /// Gives a connection to the next of the threads.
    fn give(&mut self, stream: TcpStream, admitted: Admitted) {
        self.next = (self.next + 1) % self.threads.len();
        let given =
            stream.into_std().map(|stream| self.threads[self.next].0.send((stream, admitted)));
        if !matches!(given, Ok(Ok(()))) {
            tracing::error!("a connection could not be given to a thread");
        }
    }

    /// Lets all of them finish; says how many connections were cut.
    async fn end(self) -> usize {
        let (senders, ends): (Vec<_>, Vec<_>) = self.threads.into_iter().unzip();
        drop(senders);
        let mut cut = 0;
        for end in ends {
            cut += end.await.unwrap_or_default();
        }
        cut
    }
}

/// Starts a thread; one that cannot be started does its work on the threads of the caller.
fn start(
    number: usize,
    state: &Arc<State>,
) -> (mpsc::UnboundedSender<Accepted>, oneshot::Receiver<usize>) {
    let (sender, incoming) = mpsc::unbounded_channel();
    let (told, end) = oneshot::channel();
    let running = worker::run(Arc::clone(state), incoming);
    let work = async move {
        // Nobody is there to be told only where the whole server was dropped.
        let _ = told.send(running.await);
    };
    match runtime() {
        Ok(runtime) => {
            let name = format!("answers-{number}");
            let thread = thread::Builder::new().name(name).spawn(move || {
                runtime.block_on(work);
                runtime.shutdown_background();
            });
            if let Err(error) = thread {
                tracing::error!(%error, "a thread could not be started");
            }
        }
        Err(error) => {
            tracing::warn!(%error, "no thread of its own could be made ready to answer");
            tokio::spawn(work);
        }
    }
    (sender, end)
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // Before it sleeps, a thread lets others run that wait for its processor: clients or a proxy
        // on the same machine. They ask meanwhile, which saves most of its falling asleep and being
        // woken. Where nobody waits it sleeps at once.
        .on_thread_park(thread::yield_now)
        .build()
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
