//! A thread that answers. Connections stay with the one that they were given to, so that nothing
//! about a request is handed from thread to thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::DuplexStream;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::State;
use super::answer::Answering;
use super::at_hand::AtHand;
use super::connection::serve_connection;
use super::door::{Accepted, Door};
use super::patience::{Clock, Patience, Waiting};
use super::tally::Tally;
use super::tls::Tls;

/// What the connections of a thread share.
#[derive(Debug)]
pub(super) struct Worker {
    /// What is answered from.
    pub(super) state: Arc<State>,
    at_hand: Mutex<AtHand>,
    /// What was answered, counted.
    pub(super) tally: Arc<Tally>,
}

impl Worker {
    /// One of the threads that answer from `state`.
    pub(super) fn new(state: Arc<State>) -> Self {
        let at_hand = AtHand::new(state.limits.at_hand(), state.tls.is_none());
        let tally = state.new_tally();
        Self { state, at_hand: Mutex::new(at_hand), tally }
    }

    /// What was answered before. Only its own thread asks for it, and nothing in it is ever left
    /// half done.
    pub(super) fn at_hand(&self) -> MutexGuard<'_, AtHand> {
        self.at_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves the connections that come in at `door` until `shutdown`; then lets the running requests
/// finish. Says how many connections had to be cut.
pub(super) async fn run(state: Arc<State>, mut door: Door, shutdown: CancellationToken) -> usize {
    let mut connections = Connections::new(Arc::new(Worker::new(state)));
    loop {
        tokio::select! {
            biased;
            Some(ended) = connections.tasks.join_next() => report(ended),
            () = shutdown.cancelled() => break,
            () = sleep_until(connections.next_tick), if !connections.tasks.is_empty() => {
                connections.sweep();
            }
            accepted = door.next() => connections.begin(accepted),
        }
    }
    while let Some(accepted) = door.last().await {
        connections.begin(accepted);
    }
    drop(door);
    connections.drain().await
}

/// Answers on streams in memory, without a listener, threads or timeouts: for who measures what an
/// answer costs, and who tries what can be sent.
#[derive(Debug)]
pub struct Conversation(Arc<Worker>);

impl Conversation {
    /// Answers from `state`.
    pub fn new(state: Arc<State>) -> Self {
        Self(Arc::new(Worker::new(state)))
    }

    /// Answers the requests that come on `stream` until it ends.
    pub async fn converse(&self, stream: DuplexStream) {
        let limits = Arc::clone(&self.0.state.limits);
        let clock = Arc::new(Clock::new(&limits));
        let patience = Arc::new(Patience::new(clock, Arc::clone(&limits)));
        let answering = Answering::new(Arc::clone(&self.0), Arc::clone(&patience));
        serve_connection(stream, answering, limits, patience).await;
    }
}

struct Connections {
    worker: Arc<Worker>,
    clock: Arc<Clock>,
    tasks: JoinSet<()>,
    waited_for: Vec<Arc<Patience>>,
    next_tick: Instant,
}

impl Connections {
    fn new(worker: Arc<Worker>) -> Self {
        let clock = Arc::new(Clock::new(&worker.state.limits));
        let (tasks, waited_for) = (JoinSet::new(), Vec::new());
        Self { worker, clock, tasks, waited_for, next_tick: Instant::now() }
    }

    fn begin(&mut self, (stream, admitted): Accepted) {
        // Responses are written whole; waiting to fill a segment only delays their ends.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
        self.clock.advance();
        self.worker.state.read_second();
        if self.tasks.is_empty() {
            self.next_tick = Instant::now() + self.clock.tick();
        }
        let limits = Arc::clone(&self.worker.state.limits);
        let patience = Arc::new(Patience::new(Arc::clone(&self.clock), Arc::clone(&limits)));
        self.waited_for.push(Arc::clone(&patience));
        let answering = Answering::new(Arc::clone(&self.worker), Arc::clone(&patience));
        match self.worker.state.tls.as_ref().map(Tls::acceptor) {
            None => self.tasks.spawn(async move {
                serve_connection(stream, answering, limits, patience).await;
                drop(admitted);
            }),
            Some(acceptor) => {
                // The handshake has to be done in the time that there is for the first octets.
                let handshake = acceptor.accept(stream);
                self.tasks.spawn(async move {
                    match Waiting::new(handshake, Arc::clone(&patience), None).await {
                        Some(Ok(stream)) => {
                            serve_connection(stream, answering, limits, patience).await;
                        }
                        Some(Err(error)) => tracing::debug!(%error, "no TLS handshake"),
                        None => {}
                    }
                    drop(admitted);
                })
            }
        };
    }

    fn sweep(&mut self) {
        self.clock.advance();
        self.worker.state.read_second();
        // Those that have ended hold theirs no more.
        self.waited_for.retain(|patience| Arc::strong_count(patience) > 1);
        for patience in &self.waited_for {
            patience.sweep();
        }
        self.next_tick = Instant::now() + self.clock.tick();
    }

    async fn drain(mut self) -> usize {
        let end = Instant::now() + self.worker.state.limits.drain;
        self.clock.close();
        self.sweep();
        while !self.tasks.is_empty() {
            tokio::select! {
                biased;
                Some(ended) = self.tasks.join_next() => report(ended),
                () = sleep_until(end) => break,
                () = sleep_until(self.next_tick) => self.sweep(),
            }
        }
        let left = self.tasks.len();
        self.tasks.shutdown().await;
        left
    }
}

/// A panic ends its connection alone; it is a defect all the same.
fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a connection ended by a defect");
    }
}
