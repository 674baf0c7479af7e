//! The threads that answer, and their end.

use std::sync::Arc;
use std::{io, thread};

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::State;
use super::ahead;
use super::door::Door;
use super::worker;

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
    let threads = listener.into_std().and_then(|listener| {
        (0..state.limits.threads.max(1))
            .map(|number| start(number, listener.try_clone()?, &state, &shutdown))
            .collect::<io::Result<Vec<_>>>()
    });
    let ends = match threads {
        Ok(ends) => ends,
        Err(error) => {
            tracing::error!(%error, "the threads that answer could not be started");
            // Those that could be are told to end.
            shutdown.cancel();
            return Drain::Complete;
        }
    };
    tokio::spawn(ahead::follow(state, shutdown));
    let mut cut = 0;
    for end in ends {
        cut += end.await.unwrap_or_default();
    }
    match cut {
        0 => Drain::Complete,
        cut => Drain::Cut(cut),
    }
}

/// Starts a thread that answers at its own door to the listener; what is returned says how many
/// connections it cut in the end.
fn start(
    number: usize,
    listener: std::net::TcpListener,
    state: &Arc<State>,
    shutdown: &CancellationToken,
) -> io::Result<oneshot::Receiver<usize>> {
    let runtime = runtime()?;
    let door = {
        let _within = runtime.enter();
        Door::new(listener, Arc::clone(state))?
    };
    let (told, end) = oneshot::channel();
    let work = worker::run(Arc::clone(state), door, shutdown.clone());
    thread::Builder::new().name(format!("answers-{number}")).spawn(move || {
        let cut = runtime.block_on(work);
        // Nobody is there to be told only where the whole server was dropped.
        let _ = told.send(cut);
        runtime.shutdown_background();
    })?;
    Ok(end)
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
