//! A server for a test, with one body published.

use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use chrono::{Days, TimeDelta};
use plenary::http::{Drain, Limits, State, serve};
use plenary::model::{Body, Programmes};
use plenary::publication::{LedgerState, Publication, reconcile};
use plenary::render::Site;
use plenary::snapshot::Snapshot;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A server on a free port of this machine.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Ends it.
    pub(crate) shutdown: CancellationToken,
    /// How it ended.
    pub(crate) ended: JoinHandle<Drain>,
    /// What it says is wrong.
    pub(crate) faults: Arc<ArcSwap<Vec<String>>>,
    snapshot: Arc<ArcSwap<Snapshot>>,
    ledger: LedgerState,
}

impl Server {
    /// A server with nothing published.
    pub(crate) async fn empty(limits: Limits) -> Self {
        let ledger = LedgerState::new();
        let snapshot = Arc::new(ArcSwap::from_pointee(Snapshot::new(&ledger)));
        let faults = Arc::new(ArcSwap::default());
        let site = Site::at("https://calendar.example/feeds/".parse().unwrap());
        let state = State::new(Arc::clone(&snapshot), Arc::clone(&faults), site, limits);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let ended = tokio::spawn(serve(listener, Arc::new(state), shutdown.clone()));
        Self { address, shutdown, ended, faults, snapshot, ledger }
    }

    /// A server with the body `council` published.
    pub(crate) async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    /// The same with other limits.
    pub(crate) async fn with(limits: Limits) -> Self {
        let mut server = Self::empty(limits).await;
        server.publish("Council <of> Tests");
        server
    }

    /// Publishes programmes, on the hour after the publication before.
    pub(crate) fn publish_programmes(&mut self, programmes: &[Programmes]) {
        let at = self
            .ledger
            .at()
            .map_or_else(|| "2023-03-01T12:00:00Z".parse().unwrap(), |at| at + TimeDelta::hours(1));
        let publication = reconcile(&self.ledger, programmes, at, Days::new(30)).unwrap().unwrap();
        self.ledger.apply(&publication).unwrap();
        self.snapshot.store(Arc::new(Snapshot::new(&self.ledger)));
    }

    /// Publishes the body under a name, on the hour after the publication before.
    pub(crate) fn publish(&mut self, name: &str) {
        let number = self.ledger.head() + 1;
        let at = format!("2023-03-06T{number:02}:00:00Z").parse().unwrap();
        let publication = Publication {
            number,
            at,
            note: None,
            reverts_to: None,
            horizon: None,
            bodies: vec![Arc::new(body(name))],
            sessions: vec![],
            events: vec![],
        };
        self.ledger.apply(&publication).unwrap();
        self.snapshot.store(Arc::new(Snapshot::new(&self.ledger)));
    }
}

fn body(name: &str) -> Body {
    let body = serde_json::json!({
        "id": "council",
        "name": { "en": name },
        "short_name": { "en": "Council" },
        "languages": ["en", "fr"],
        "time_zone": "America/New_York",
        "venue": { "en": "New York" },
        "uid_namespace": "6f2b0c4e-8a0d-4c8e-9d0f-3f3c1d2b4a59",
        "topics": [
            { "id": "norms", "name": { "en": "Norms", "fr": "Normes" } },
            { "id": "threats", "name": { "en": "Threats" } },
        ],
    });
    serde_json::from_value(body).unwrap()
}
